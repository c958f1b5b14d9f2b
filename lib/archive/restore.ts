import { happenedOn, undatedIn } from '../act/act.ts'
import { actsOf, entriesOf } from '../act/replay.ts'
import type { ReadAct } from '../act/replay.ts'
import { noJson } from '../db/client.ts'
import type { Database, Reader, Writer } from '../db/client.ts'
import { Prisma } from '../db/generated/client.ts'
import type { AnyFactKind, EntryContext } from '../log/fact.ts'
import { Malformed, sameBytes, toBase64 } from '../log/encoding.ts'
import { Edge, leafHash } from '../log/tree.ts'
import type { Hash } from '../log/tree.ts'
import type { PayloadLine } from './format.ts'
import { Damaged } from './read.ts'
import type { Opening, Visitor } from './read.ts'

/**
 * Fills an empty database, as its owner, from archives: first the log, as it is checked, then the rows, as the log tells them. Nobody is
 * served from it meanwhile: the caller gives it its name when all is done (scripts/operator/restore.ts).
 */

/** So many acts share a transaction, and their new rows one statement for each table. */
const ACTS_TOGETHER = 500
const PAYLOAD_BYTES = 1_000_000

/** Takes up the log of an archive, and of those that continue it. `at`: only the acts before that log number. */
export function intoLog(
  database: Database,
  at: number,
): Visitor & { opening: () => Opening; end: () => Promise<void> } {
  let opened: Opening | null = null
  let waiting: PayloadLine[] = []
  let bytes = 0
  const opening = () => {
    if (!opened) throw new Error('no archive was read')
    return opened
  }
  const flush = async () => {
    const lines = waiting
    waiting = []
    bytes = 0
    if (lines.length > 0) await putPayloads(database, opening().manifest.forum.id, lines)
  }
  const take = async (line: PayloadLine) => {
    if (line.entry >= at) return
    waiting.push(line)
    bytes += (line.value?.length ?? 0) + 200
    if (bytes > PAYLOAD_BYTES) await flush()
  }
  return {
    opening,
    async begin(next) {
      const { forum, from } = next.manifest
      const before = opened?.manifest
      if (before && before.forum.id !== forum.id)
        throw new Damaged(
          'archive.json',
          `is of the forum ${forum.slug}, and the archive before it of ${before.forum.slug}`,
        )
      if (from > (before?.to ?? 0))
        throw new Damaged(
          'archive.json',
          `continues a log of ${from} acts; the archives before it end at ${before?.to ?? 0}`,
        )
      if (before && next.manifest.to < before.to)
        throw new Damaged('archive.json', 'is older than the archive before it')
      opened = next
    },
    async bundle({ first, entries, leaves }) {
      await flush()
      await putEntries(
        database,
        opening().manifest.forum.id,
        entries.flatMap((body, place) =>
          first + place < at
            ? [
                {
                  index: first + place,
                  body: toBase64(body),
                  leaf: toBase64(leaves[place] ?? leafHash(body)),
                },
              ]
            : [],
        ),
      )
    },
    payload: take,
    async changed(line) {
      await take(line)
    },
    end: flush,
  }
}

type EntryRow = { index: number; body: string; leaf: string }

/** What an earlier archive brought already stays; that it is the same, the root over all of them says at the end. */
async function putEntries(database: Database, forum: string, rows: EntryRow[]): Promise<void> {
  if (rows.length === 0) return
  await database.$executeRaw`
    INSERT INTO log_entry ("forumId", index, body, leaf)
    SELECT ${forum}::uuid, (e->>'index')::int, decode(e->>'body', 'base64'), decode(e->>'leaf', 'base64')
    FROM jsonb_array_elements(${JSON.stringify(rows)}::jsonb) AS e
    ON CONFLICT DO NOTHING`
}

/** The later archive knows better: what was erased since, and what was not for its reader before. */
async function putPayloads(database: Database, forum: string, lines: PayloadLine[]): Promise<void> {
  const rows = lines.map(({ entry, seal, personal, salt, value, erasedAt }) => ({
    entry,
    seal,
    open: !personal,
    salt,
    value,
    erasedAt,
  }))
  await database.$executeRaw`
    INSERT INTO log_payload AS p ("forumId", commitment, index, salt, value, open, "erasedAt")
    SELECT ${forum}::uuid, decode(l->>'seal', 'base64'), (l->>'entry')::int, decode(l->>'salt', 'base64'), l->>'value', (l->>'open')::boolean,
      (l->>'erasedAt')::timestamptz
    FROM jsonb_array_elements(${JSON.stringify(rows)}::jsonb) AS l
    ON CONFLICT ("forumId", commitment) DO UPDATE SET
      salt = CASE WHEN excluded."erasedAt" IS NULL THEN coalesce(excluded.salt, p.salt) END,
      value = CASE WHEN excluded."erasedAt" IS NULL THEN coalesce(excluded.value, p.value) END,
      "erasedAt" = coalesce(excluded."erasedAt", p."erasedAt")`
}

/** The root of the log that was taken up, which must be the signed one, for archives that continue each other were each checked alone. */
export async function rootOfLog(db: Reader, forum: string, size: number): Promise<Hash> {
  const edge = new Edge()
  for (let from = 0; from < size; from += 10_000) {
    const rows = await db.logEntry.findMany({
      where: { forumId: forum, index: { gte: from, lt: Math.min(size, from + 10_000) } },
      orderBy: { index: 'asc' },
      select: { leaf: true, index: true },
    })
    for (const { leaf, index } of rows) {
      if (index !== edge.size) throw new Damaged(`entry ${edge.size}`, 'is in none of the archives')
      edge.append(leaf)
    }
  }
  if (edge.size !== size) throw new Damaged(`entry ${edge.size}`, 'is in none of the archives')
  return edge.root()
}

/** After the archives: the log is whole, the rows follow from it, and its signature stands beside it. Answers the root. */
export async function fold(
  database: Database,
  { manifest, note, root }: Opening,
  at: number,
  kinds: Kinds,
): Promise<Hash> {
  const forum = manifest.forum.id
  const found = await rootOfLog(database, forum, at)
  if (at === manifest.to && !sameBytes(found, root))
    throw new Damaged('checkpoint', 'was signed over another log than the archives give together')
  const sectors = new Map<string, string | null>()
  let batch: ReadAct[] = []
  let last: Date | null = null
  // While one batch is being written, the next is read.
  let writing: Promise<void> = Promise.resolve()
  const apply = async () => {
    const acts = batch
    batch = []
    await writing
    writing = applyTogether(database, forum, acts, sectors)
    writing.catch(() => undefined)
  }
  for await (const act of actsOf(entriesOf(database, forum), kinds)) {
    batch.push(act)
    last = new Date(act.body.recordedAt)
    if (batch.length === ACTS_TOGETHER) await apply()
  }
  await apply()
  await writing
  if (at === manifest.to && at > 0) {
    // When it was signed does not stand in it; no earlier than its last act.
    await database.$executeRaw`
      INSERT INTO log_checkpoint ("forumId", size, note, "signedAt") VALUES (${forum}::uuid, ${at}::int, ${note}, ${(last ?? new Date()).toISOString()}::timestamptz)`
  }
  return found
}

/** Continues rows that were restored with acts that came afterwards, from the database that they came from. */
export async function continueWith(
  source: Reader,
  into: Database,
  forum: string,
  { from, zone }: { from: number; zone: string },
  kinds: Kinds,
): Promise<void> {
  const sectors = new Map<string, string | null>()
  for await (const act of actsOf(entriesOf(source, forum, { from }), kinds, zone)) {
    const { index, body, payloads } = act.entry
    await putEntries(into, forum, [{ index, body: toBase64(body), leaf: toBase64(leafHash(body)) }])
    await putPayloads(
      into,
      forum,
      payloads.map(({ seal, salt, value, open }) => ({
        entry: index,
        seal: toBase64(seal),
        ...(!open && { personal: true as const }),
        ...(salt && value !== null && { salt: toBase64(salt), value }),
      })),
    )
    await applyTogether(into, forum, [act], sectors)
  }
}

type Kinds = ReadonlyMap<string, AnyFactKind>
type Sectors = Map<string, string | null>

/** The guard of every recorded table asks whether this transaction moved the head of the log: several acts may move it together. */
async function applyTogether(
  database: Database,
  forum: string,
  acts: ReadAct[],
  sectors: Sectors,
): Promise<void> {
  const end = acts.at(-1)
  if (!end) return
  let index = end.entry.index
  try {
    await database.$transaction(
      async (tx) => {
        await tx.$executeRaw`
        INSERT INTO log_head ("forumId", size, "recordedAt", xid)
        VALUES (${forum}::uuid, ${end.entry.index + 1}::int, ${end.body.recordedAt}::timestamptz, pg_current_xact_id()::text)
        ON CONFLICT ("forumId") DO UPDATE SET size = excluded.size, "recordedAt" = excluded."recordedAt", xid = excluded.xid`
        await tx.$executeRaw`${Prisma.raw(TELL)}`
        const { writer, lines, at, flush } = gathering(tx, forum)
        for (const act of acts) {
          index = act.entry.index
          const { seat, mandate } = act.body
          const context: EntryContext = {
            forum,
            index,
            recordedAt: new Date(act.body.recordedAt),
            seat: seat ?? null,
            mandate: mandate ?? null,
          }
          lines.push(...linesOf(act, seat ? await sectorOf(writer, seat, sectors) : null))
          for (const fact of act.facts) {
            at(index + 1, happenedOn(fact, undatedIn(act.body, act.today)))
            await fact.of.apply(writer, fact.fields as never, context)
          }
        }
        await flush()
      },
      { timeout: 120_000 },
    )
  } catch (error) {
    // Rows go in together: which act they were of is known once they go in alone.
    if (acts.length > 1) {
      for (const act of acts) await applyTogether(database, forum, [act], sectors)
      return
    }
    throw new Damaged(
      `entry ${index}`,
      `cannot be replayed: ${error instanceof Error ? error.message.trim() : String(error)}`,
    )
  }
}

type Line = Record<string, unknown>

/** As `append_entry` writes them. */
function linesOf({ entry, body, held, lines, today }: ReadAct, sector: string | null): Line[] {
  return lines.map((line, ordinal) => ({
    index: entry.index,
    ordinal,
    kind: line.kind,
    fields: line.fields,
    recordedAt: body.recordedAt,
    happenedOn: line.on ?? today,
    seatId: body.seat ?? null,
    mandateId: body.mandate ?? null,
    office: body.office ?? null,
    sectorId: line.sector ?? sector,
    bodyId: line.body ?? null,
    commitmentId: line.commitment ?? null,
    aboutSeatId: line.seat ?? null,
    personId: line.person ?? null,
    meetingId: line.meeting ?? null,
    proposalId: line.proposal ?? null,
    held,
  }))
}

async function sectorOf(tx: Writer, seat: string, sectors: Sectors): Promise<string | null> {
  const known = sectors.get(seat)
  if (known !== undefined) return known
  const found = (await tx.seat.findUnique({ where: { id: seat } }))?.sectorId ?? null
  sectors.set(seat, found)
  return found
}

type Delegate = Record<string, (...given: unknown[]) => unknown>
type Row = Record<string, unknown>
/** Rows of one table and with the same columns, as of which act and day they came. Without a table: as of when what follows is done. */
type Telling = { size: number; day: string; table?: string; columns?: string; rows?: Row[] }

/** The rows' past asks the head of the log and `mesa.happened_on` (migration `past`): both go along, act by act, without a way there and back for each. */
const TELL = `
  CREATE OR REPLACE FUNCTION pg_temp.tell(forum uuid, tellings jsonb) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    one jsonb;
    size int;
    day text;
  BEGIN
    FOR one IN SELECT value FROM jsonb_array_elements(tellings) LOOP
      IF size IS DISTINCT FROM (one->>'size')::int THEN
        size := (one->>'size')::int;
        UPDATE public.log_head h SET size = (one->>'size')::int WHERE h."forumId" = forum;
      END IF;
      IF day IS DISTINCT FROM one->>'day' THEN
        day := one->>'day';
        PERFORM set_config('mesa.happened_on', day, true);
      END IF;
      IF one ? 'rows' THEN
        EXECUTE format('INSERT INTO public.%1$I (%2$s) SELECT %2$s FROM jsonb_populate_recordset(NULL::public.%1$I, $1)', one->>'table', one->>'columns') USING one->'rows';
      END IF;
    END LOOP;
  END $$`

/**
 * A writer that holds new rows back until something else is asked of the database, and then writes them in their order, in one statement. What an
 * act sees and what is there in the end are the same.
 */
function gathering(tx: Writer, forum: string) {
  let tellings: Telling[] = []
  let now = { size: 0, day: '' }
  const lines: Line[] = []
  const delegates = tx as unknown as Record<string, Delegate>
  const flush = async () => {
    // Where the head stands, for whatever is asked next.
    const told = [...tellings, ...(now.size > 0 ? [now] : [])]
    tellings = []
    const given = JSON.stringify(told, (_name, value: unknown) => (value === noJson ? null : value))
    if (told.length > 0) await tx.$executeRaw`SELECT pg_temp.tell(${forum}::uuid, ${given}::jsonb)`
    if (lines.length === 0) return
    const written = JSON.stringify(lines.splice(0).map((line) => ({ forumId: forum, ...line })))
    await tx.$executeRaw`INSERT INTO history_line SELECT (jsonb_populate_recordset(NULL::history_line, ${written}::jsonb)).*`
  }
  const keep = (model: string, rows: Row[]) => {
    for (const row of rows) {
      const [table, columns, last] = [tableOf(model), columnsOf(row), tellings.at(-1)]
      if (
        last?.rows &&
        last.table === table &&
        last.columns === columns &&
        last.size === now.size &&
        last.day === now.day
      )
        last.rows.push(row)
      else tellings.push({ ...now, table, columns, rows: [row] })
    }
    return Promise.resolve({ count: rows.length })
  }
  const modelOf = (model: string, delegate: Delegate) =>
    new Proxy(delegate, {
      get: (_delegate, method: string) => (given: { data: Row | Row[] }) => {
        if (method === 'create' || method === 'createMany') return keep(model, [given.data].flat())
        return flush().then(() => delegate[method]?.(given))
      },
    })
  const writer = new Proxy(tx, {
    get: (_tx, name: string) => {
      const part = delegates[name]
      if (typeof part === 'function')
        return (...given: unknown[]) => flush().then(() => Reflect.apply(part, tx, given) as unknown)
      return part && modelOf(name, part)
    },
  })
  return {
    writer,
    lines,
    at: (size: number, day: string) => {
      now = { size, day }
    },
    flush,
  }
}

function columnsOf(row: Row): string {
  const names = Object.keys(row).filter((name) => row[name] !== undefined)
  // Some are names of fields in an entry: what an archive says is no SQL.
  if (!names.every((name) => /^[A-Za-z][A-Za-z0-9]*$/.test(name)))
    throw new Malformed(`a column that no table has: ${names.join()}`)
  return names.map((name) => `"${name}"`).join()
}

function tableOf(model: string): string {
  return model.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
