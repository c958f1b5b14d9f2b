import { recordedTables } from '../db/inventory.ts'
import type { Database, Reader } from '../db/client.ts'
import { Prisma } from '../db/generated/client.ts'
import { openCheckpoint, parseCheckpoint } from '../log/checkpoint.ts'
import { sameBytes } from '../log/encoding.ts'
import type { AnyFactKind } from '../log/fact.ts'
import { parseNote } from '../log/note.ts'
import type { Key } from '../log/note.ts'
import { opens, sealsWritten } from '../log/seal.ts'
import { Edge, leafHash } from '../log/tree.ts'
import type { Hash } from '../log/tree.ts'
import { entriesOf, replay, Unreadable } from './replay.ts'
import type { StoredEntry } from './replay.ts'

export type Difference = { where: string; what: string }

/** One cause can make a million differences: the first tell it, the others are counted. */
const MOST_TOLD = 1_000

export class Differences {
  count = 0
  readonly told: Difference[] = []

  add(where: string, what: string): void {
    this.count += 1
    if (this.told.length < MOST_TOLD) this.told.push({ where, what })
  }
}

/** A key of the log, and the smallest checkpoint that it has to sign: in the order in which they followed each other. */
export type KeyInForce = { key: Key; from: number }

export type CheckedLog = { size: number; root: Hash; checkpoints: number; leftOut: number }

export type Checking = {
  /** the signer's own memory, which a database that was rewritten or restored does not reach */
  last?: string | null
  /** a forum restored from an archive lacks what its archive left out: that is counted, and no difference */
  copy?: boolean
}

/**
 * Recomputes what a log says of itself, in one pass that keeps no more than the edge of its tree: indices without gaps, leaf hashes, every
 * seal and what stands beside it, and, with the log's keys, each signed checkpoint.
 */
export async function checkLog(
  db: Reader,
  forum: string,
  keys: KeyInForce[] | null,
  differences: Differences,
  { last = null, copy = false }: Checking = {},
): Promise<CheckedLog> {
  const edge = new Edge()
  const checkpoints = inOrder(withLast(signedOf(db, forum), last))
  let checked = 0
  const compare = async () => {
    for (let next = await checkpoints.upTo(edge.size); next; next = await checkpoints.upTo(edge.size)) {
      checked += 1
      if (keys) checkSigned(next, edge, keys, differences)
    }
  }
  let expected = 0
  let leftOut = 0
  let recordedAt: string | null = null
  for await (const entry of entriesOf(db, forum)) {
    await compare()
    if (entry.index !== expected)
      differences.add(`entry ${expected}`, `is missing; the next one is ${entry.index}`)
    expected = entry.index + 1
    const leaf = leafHash(entry.body)
    if (!sameBytes(entry.leaf, leaf))
      differences.add(`entry ${entry.index}`, 'its stored hash is not the hash of its bytes')
    edge.append(leaf)
    recordedAt = recordedAtIn(entry)
    leftOut += checkBeside(entry, differences, copy)
  }
  await compare()
  for (let left = await checkpoints.upTo(Infinity); left; left = await checkpoints.upTo(Infinity)) {
    differences.add(
      `checkpoint ${left.size}`,
      `was signed over ${left.size} entries; there are ${edge.size}`,
    )
  }
  const head = await db.logHead.findUnique({ where: { forumId: forum } })
  if ((head?.size ?? 0) !== edge.size)
    differences.add('the head', `says ${head?.size ?? 0} entries; there are ${edge.size}`)
  else if (recordedAt && head?.recordedAt?.getTime() !== Date.parse(recordedAt))
    differences.add('the head', `does not say when the last entry was recorded, ${recordedAt}`)
  return { size: edge.size, root: edge.root(), checkpoints: checked, leftOut }
}

function recordedAtIn({ body }: StoredEntry): string | null {
  return /"recordedAt":"([^"]+)"/.exec(new TextDecoder().decode(body))?.[1] ?? null
}

type SignedHead = { size: number; note: string }

async function* signedOf(db: Reader, forum: string, step = 500): AsyncGenerator<SignedHead> {
  for (let after = -1; ; ) {
    const found = await db.logCheckpoint.findMany({
      where: { forumId: forum, size: { gt: after } },
      orderBy: { size: 'asc' },
      take: step,
    })
    yield* found
    const last = found.at(-1)
    if (!last) return
    after = last.size
  }
}

async function* withLast(
  signed: AsyncGenerator<SignedHead>,
  note: string | null,
): AsyncGenerator<SignedHead> {
  let last = note === null ? null : { size: parseCheckpoint(parseNote(note).text).size, note }
  for await (const one of signed) {
    if (last && last.size <= one.size) {
      if (last.note !== one.note) yield last
      last = null
    }
    yield one
  }
  if (last) yield last
}

/** Hands over, one by one, what was signed up to a size. */
function inOrder(signed: AsyncGenerator<SignedHead>): {
  upTo: (size: number) => Promise<SignedHead | null>
} {
  let waiting: SignedHead | null = null
  return {
    async upTo(size) {
      waiting ??= (await signed.next()).value ?? null
      if (!waiting || waiting.size > size) return null
      const found = waiting
      waiting = null
      return found
    },
  }
}

function checkSigned(
  { size, note }: SignedHead,
  edge: Edge,
  keys: KeyInForce[],
  differences: Differences,
): void {
  const where = `checkpoint ${size}`
  try {
    const inForce = keys.findLast((key) => key.from <= size)
    if (!inForce) return differences.add(where, 'there is no key to check it by')
    const checkpoint = openCheckpoint(note, inForce.key)
    if (checkpoint.size !== size) differences.add(where, `speaks of ${checkpoint.size} entries`)
    else if (!sameBytes(edge.root(), checkpoint.root))
      differences.add(where, 'was signed over another tree')
  } catch (error) {
    differences.add(where, error instanceof Error ? error.message : String(error))
  }
}

/** Each seal in the entry has its row beside it, and each row opens what it is said to open, unless it was erased. Of a copy, how many were left out. */
function checkBeside(
  { index, body, payloads }: StoredEntry,
  differences: Differences,
  copy: boolean,
): number {
  const where = `entry ${index}`
  let leftOut = 0
  const beside = new Set<string>()
  for (const { seal, salt, value, erasedAt } of payloads) {
    beside.add(Buffer.from(seal).toString('base64'))
    if (value !== null && salt !== null) {
      if (!opens(seal, salt, value))
        differences.add(where, 'what stands beside it does not open its seal')
    } else if (value !== null || salt !== null || !(erasedAt ?? copy))
      differences.add(where, 'what stood beside it is gone, and nobody erased it')
    else if (!erasedAt) leftOut += 1
  }
  const text = new TextDecoder().decode(body)
  for (const { seal, value } of payloads) {
    const named = Buffer.from(seal).toString('base64')
    // What a held act seals is named within its own sealed body.
    if (!text.includes(named) && !payloads.some((payload) => payload.value?.includes(named)))
      differences.add(where, 'something stands beside it that no seal in it names')
    if (value !== null)
      for (const inner of sealsWritten(value))
        if (!beside.has(inner)) differences.add(where, 'what a seal in it names is not there')
  }
  for (const inner of sealsWritten(text))
    if (!beside.has(inner)) differences.add(where, 'what a seal in it names is not there')
  return leftOut
}

/** All that follows from the log: the recorded tables with their past, the lines of the history, and what stands beside the entries. */
export const followingTables: readonly string[] = [
  ...recordedTables,
  ...recordedTables.map((table) => `past.${table}`),
  'history_line',
  'log_payload',
]

/** The rows must be the fold of the log: replays it into the empty database `into`, and compares all that follows from it. */
export async function compareRows(
  db: Reader,
  into: Database,
  forum: string,
  kinds: ReadonlyMap<string, AnyFactKind>,
): Promise<Difference[]> {
  const differences = new Differences()
  try {
    await replay(db, into, forum, kinds)
  } catch (error) {
    const why = error instanceof Unreadable || error instanceof Error ? error.message : String(error)
    differences.add('replay', `the log could not be replayed: ${why}`)
    return differences.told
  }
  await compareTables(db, into, forum, differences)
  return differences.told
}

/**
 * Two databases that should hold the same rows of a forum. Each digests its own, in 4,096 heaps by the first bits of the row's digest; rows
 * travel for those heaps alone that differ, so a million equal ones cost no memory here.
 */
export async function compareTables(
  stored: Reader,
  replayed: Reader,
  forum: string,
  differences: Differences,
): Promise<void> {
  for (const table of followingTables) {
    const [here, there] = await Promise.all([
      heapsOf(stored, table, forum),
      heapsOf(replayed, table, forum),
    ])
    const differing = [...new Set([...here.keys(), ...there.keys()])]
      .filter((heap) => here.get(heap) !== there.get(heap))
      .toSorted((one, other) => one - other)
    for (let at = 0; at < differing.length; at += 64) {
      const heaps = differing.slice(at, at + 64)
      const [own, others] = await Promise.all([
        rowsOf(stored, table, forum, heaps),
        rowsOf(replayed, table, forum, heaps),
      ])
      const [owned, said] = [new Set(own), new Set(others)]
      for (const row of own)
        if (!said.has(row)) differences.add(table, `${keyOf(row)}: this row is not what the log says`)
      for (const row of others)
        if (!owned.has(row))
          differences.add(table, `${keyOf(row)}: the log says this row, and it is not there`)
    }
  }
}

const digested = (table: string, forum: string) => Prisma.sql`
  SELECT row, d, get_byte(d, 0) * 16 + get_byte(d, 1) / 16 AS heap
  FROM (SELECT to_jsonb(t)::text AS row, sha256(convert_to(to_jsonb(t)::text, 'UTF8')) AS d FROM ${Prisma.raw(`"${table.replace('.', '"."')}"`)} t WHERE t."forumId" = ${forum}::uuid) AS rows`

async function heapsOf(db: Reader, table: string, forum: string): Promise<Map<number, string>> {
  const heaps = await db.$queryRaw<{ heap: number; digest: string }[]>(Prisma.sql`
    SELECT heap, encode(sha256(string_agg(d, ''::bytea ORDER BY d)), 'hex') AS digest FROM (${digested(table, forum)}) AS digested GROUP BY heap`)
  return new Map(heaps.map(({ heap, digest }) => [heap, digest]))
}

async function rowsOf(db: Reader, table: string, forum: string, heaps: number[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ row: string }[]>(
    Prisma.sql`SELECT row FROM (${digested(table, forum)}) AS digested WHERE heap = ANY (${heaps}::int[])`,
  )
  return rows.map(({ row }) => row)
}

function keyOf(row: string): string {
  const { id, ...rest } = JSON.parse(row) as Record<string, unknown>
  return String(
    id ??
      Object.entries(rest)
        .filter(([name]) => /Id$|^number$|^version$|^index$|^ordinal$/.test(name))
        .map(([name, value]) => `${name} ${String(value)}`)
        .join(', '),
  )
}
