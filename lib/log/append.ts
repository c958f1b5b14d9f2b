import type { Writer } from '../db/client.ts'
import type { SignableBody, SignedAssertion } from './assertion.ts'
import { canonicalBytes } from './canonical.ts'
import { toBase64 } from './encoding.ts'
import type { About, EntryContext, Fact } from './fact.ts'
import { sealOf, writtenSeal } from './seal.ts'
import { LARGEST_ENTRY } from './tiles.ts'
import { leafHash } from './tree.ts'

export class EntryTooLarge extends Error {
  readonly size: number
  constructor(size: number) {
    super(`an entry of ${size} bytes; at most ${LARGEST_ENTRY} fit`)
    this.size = size
  }
}

/** Where ids, salts and nothing else come from: random in life, fixed in the demonstration. */
export type Draw = { id(): string; salt(): Uint8Array }

/** salt and value are null where they were erased: so it stands in a log that is replayed. */
export type Payload = { seal: string; salt: string | null; value: string | null; open: boolean }

export type HistoryFields = About & { kind: string; fields: Record<string, unknown> }

/** An act in the form in which the log keeps it. */
export type SealedEntry = { body: Uint8Array; payloads: Payload[]; lines: HistoryFields[] }

/** The act in full, as the entry or what a held entry is the seal of says it. */
export type WholeAct = SignableBody & Stamp

export type Stamp = { recordedAt: string; seat?: string; mandate?: string; office?: string; key: string }

function payloadOf(value: unknown, open: boolean, draw: Draw): Payload {
  const text = new TextDecoder().decode(canonicalBytes(value))
  const salt = draw.salt()
  return { seal: toBase64(sealOf(salt, text)), salt: toBase64(salt), value: text, open }
}

/**
 * Turns facts into an entry's bytes: RFC 8785, sealed fields replaced by their seals, the whole body by one where the
 * act is held (not yet public).
 */
export function seal(
  stamp: Stamp,
  facts: Fact[],
  { held, draw, signed }: { held: boolean; draw: Draw; signed?: SignedAssertion },
): SealedEntry & { whole: WholeAct } {
  const payloads: Payload[] = []
  const lines: HistoryFields[] = []
  const sealedFacts = facts.map(({ of, fields }) => {
    const shown: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(fields)) {
      const how = of.sealed[name]
      if (value === undefined) continue
      if (!how || value === null) {
        shown[name] = value
        continue
      }
      const payload = payloadOf(value, how === 'open', draw)
      payloads.push(payload)
      shown[name] = writtenSeal(payload.seal)
    }
    lines.push({ kind: of.kind, fields: shown, ...of.about(fields as never) })
    return { kind: of.kind, fields: shown }
  })
  const whole = { v: 1, ...stamp, facts: sealedFacts, ...(signed && { signed }) }
  if (!held) return { body: withinLimit(canonicalBytes(whole)), payloads, lines, whole }
  const body = payloadOf(whole, true, draw)
  const outside = { v: 1, recordedAt: stamp.recordedAt, ...writtenSeal(body.seal) }
  return { body: canonicalBytes(outside), payloads: [...payloads, body], lines, whole }
}

function withinLimit(body: Uint8Array): Uint8Array {
  if (body.length > LARGEST_ENTRY) throw new EntryTooLarge(body.length)
  return body
}

export type Answer = { actorId: string; key: string; digest: Uint8Array; result: unknown }

/** Appends one entry with all that stands beside it, in one statement; its index comes from the forum's head row. */
export async function append(
  tx: Writer,
  forum: string,
  entry: SealedEntry,
  {
    stamp,
    today,
    sector,
    held,
    answer,
  }: { stamp: Stamp; today: string; sector: string | null; held: boolean; answer: Answer | null },
): Promise<EntryContext> {
  const lines = entry.lines.map((line) => ({
    ...line,
    sector: line.sector ?? sector,
    on: line.on ?? today,
  }))
  const payloads = entry.payloads.map(({ seal, ...beside }) => ({ ...writtenSeal(seal), ...beside }))
  const [row] = await tx.$queryRaw<{ index: number }[]>`
    SELECT append_entry(
      ${forum}::uuid, ${entry.body}::bytea, ${leafHash(entry.body)}::bytea, ${stamp.recordedAt}::timestamptz,
      ${stamp.seat ?? null}::uuid, ${stamp.mandate ?? null}::uuid, ${stamp.office ?? null}::text, ${held}::boolean,
      ${JSON.stringify(payloads)}::jsonb, ${JSON.stringify(lines)}::jsonb,
      ${answer?.actorId ?? null}::text, ${answer?.key ?? null}::text, ${answer?.digest ?? null}::bytea,
      ${JSON.stringify(answer?.result ?? null)}::jsonb) AS index`
  if (!row) throw new Error('append_entry gave no index')
  return {
    forum,
    index: row.index,
    recordedAt: new Date(stamp.recordedAt),
    seat: stamp.seat ?? null,
    mandate: stamp.mandate ?? null,
  }
}
