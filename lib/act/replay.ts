import type { Database, Reader, Writer } from '../db/client.ts'
import { append } from '../log/append.ts'
import type { SignedAssertion } from '../log/assertion.ts'
import type { HistoryFields, Payload, SealedEntry, Stamp } from '../log/append.ts'
import type { AnyFactKind, Fact } from '../log/fact.ts'
import { sealIn, sealsAmong } from '../log/seal.ts'
import { applyAll, undatedIn } from './act.ts'
import { dayIn } from './calendar.ts'

type Kinds = ReadonlyMap<string, AnyFactKind>
type PayloadRow = {
  seal: Uint8Array
  salt: Uint8Array | null
  value: string | null
  open: boolean
  erasedAt: Date | null
}
type SealedFact = { kind: string; fields: Record<string, unknown> }
type Body = Stamp & { facts: SealedFact[]; signed?: SignedAssertion }

/** One act as the log keeps it, with everything that stands beside it. */
export type StoredEntry = { index: number; body: Uint8Array; leaf: Uint8Array; payloads: PayloadRow[] }

export class Unreadable extends Error {}

function payloadFor(place: unknown, payloads: PayloadRow[]): PayloadRow | null {
  const seal = sealIn(place)
  if (seal === null) return null
  const found = payloads.find((payload) => Buffer.from(payload.seal).toString('base64') === seal)
  if (!found) throw new Unreadable(`nothing stands beside the entry for the seal ${seal}`)
  return found
}

/** What was erased reads as null where personal, and as a marked tombstone where it was prose. */
function unsealed(row: PayloadRow): unknown {
  if (row.value !== null) return JSON.parse(row.value)
  return row.open ? { lang: 'es', text: '', erased: true } : null
}

/**
 * The act behind an entry: the body itself, or, for a held act, the body that its seal names. Where that is not here (a public
 * archive does not have what is held), nothing is known of the act but its time.
 */
export function bodyOf(entry: StoredEntry): { body: Body; held: boolean } {
  const outside = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(entry.body)) as Record<
    string,
    unknown
  >
  const payload = payloadFor(outside, entry.payloads)
  if (!payload) return { body: outside as unknown as Body, held: false }
  if (payload.value === null)
    return { body: { recordedAt: String(outside.recordedAt), key: '', facts: [] }, held: true }
  return { body: JSON.parse(payload.value) as Body, held: true }
}

export function factsOf(body: Body, payloads: PayloadRow[], kinds: Kinds): Fact[] {
  return body.facts.map(({ kind, fields }) => {
    const of = kinds.get(kind)
    if (!of) throw new Unreadable(`no fact of the kind ${kind} is known`)
    const whole = Object.entries(fields).map(([name, value]) => {
      const payload = of.sealed[name] ? payloadFor(value, payloads) : null
      return [name, payload ? unsealed(payload) : value]
    })
    return { of, fields: Object.fromEntries(whole) }
  })
}

export type ReadAct = {
  entry: StoredEntry
  body: Body
  held: boolean
  facts: Fact[]
  lines: HistoryFields[]
  today: string
}

/** What the entries of a log say, in order: facts as they were stated, and the lines of the history, as an act writes them. */
export async function* actsOf(
  entries: AsyncIterable<StoredEntry>,
  kinds: Kinds,
  zone = 'UTC',
): AsyncGenerator<ReadAct> {
  for await (const entry of entries) {
    const { body, held } = bodyOf(entry)
    const facts = factsOf(body, entry.payloads, kinds)
    const founding = facts.find((fact) => fact.of.kind.startsWith('bodies.forum-founded/'))
    if (founding) zone = String(founding.fields.timeZone)
    const lines: HistoryFields[] = facts.map(({ of, fields }, place) => ({
      kind: of.kind,
      fields: body.facts[place]?.fields ?? {},
      ...of.about(fields as never),
    }))
    yield { entry, body, held, facts, lines, today: dayIn(zone, new Date(body.recordedAt)) }
  }
}

/** Reads a forum's log in order, a few hundred entries at a time. */
export async function* entriesOf(
  db: Reader,
  forum: string,
  { from = 0, step = 500 } = {},
): AsyncGenerator<StoredEntry> {
  for (;;) {
    const entries = await db.logEntry.findMany({
      where: { forumId: forum, index: { gte: from } },
      orderBy: { index: 'asc' },
      take: step,
    })
    const last = entries.at(-1)
    if (!last) return
    const payloads = Map.groupBy(
      await db.logPayload.findMany({ where: { forumId: forum, index: { gte: from, lte: last.index } } }),
      (one) => one.index,
    )
    for (const { index, body, leaf } of entries)
      yield { index, body, leaf, payloads: payloads.get(index) ?? [] }
    from = last.index + 1
  }
}

/** What of all that stands beside an entry may be shown is what the kinds of its facts say, whatever a row says. */
function personalIn(body: Body, kinds: Kinds): Set<string> {
  return new Set(
    body.facts.flatMap(({ kind, fields }) => {
      const sealed = kinds.get(kind)?.sealed ?? {}
      return sealsAmong(fields, sealed)
        .filter(([name]) => sealed[name] === 'personal')
        .map(([, seal]) => seal)
    }),
  )
}

function copyOf(row: PayloadRow, personal: Set<string>): Payload {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const seal = base64(row.seal)
  return {
    seal,
    salt: row.salt && base64(row.salt),
    value: row.value,
    open: !personal.has(seal),
  }
}

/**
 * Applies a log to an empty database: the rows are the fold of the log, so the same facts in the same order give the same rows. The
 * entries keep their bytes, and are appended again so that the guards of the recorded tables hold here too. `each` is told after every act.
 */
export async function replay(
  source: Reader,
  into: Database,
  forum: string,
  kinds: Kinds,
  each?: (index: number) => Promise<void>,
): Promise<number> {
  let count = 0
  for await (const { entry, body, held, facts, lines, today } of actsOf(
    entriesOf(source, forum),
    kinds,
  )) {
    const personal = personalIn(body, kinds)
    const sealedEntry: SealedEntry = {
      body: entry.body,
      payloads: entry.payloads.map((row) => copyOf(row, personal)),
      lines,
    }
    await into.$transaction(async (tx) => {
      const sector = body.seat ? await sectorOf(tx, body.seat) : null
      const context = await append(tx, forum, sealedEntry, {
        stamp: body,
        today,
        sector,
        held,
        answer: null,
      })
      await applyAll(tx, facts, context, undatedIn(body, today))
    })
    count += 1
    await each?.(entry.index)
  }
  return count
}

async function sectorOf(tx: Writer, seat: string): Promise<string | null> {
  return (await tx.seat.findUnique({ where: { id: seat } }))?.sectorId ?? null
}
