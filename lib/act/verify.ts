import type { Database, Reader } from '../db/client.ts'
import { recordedTables } from '../db/inventory.ts'
import { Prisma } from '../db/generated/client.ts'
import { commit } from '../log/commitment.ts'
import type { AnyFactKind } from '../log/fact.ts'
import { leafHash } from '../log/tree.ts'
import { entriesOf, replay, Unreadable } from './replay.ts'

export type Difference = { where: string; what: string }

const same = (one: Uint8Array, other: Uint8Array) => Buffer.from(one).equals(Buffer.from(other))

/** Recomputes what the entries say of themselves: indices without gaps, leaf hashes, and every commitment that is not erased. */
export async function leavesOf(db: Reader, forum: string): Promise<{ leaves: Uint8Array[]; differences: Difference[] }> {
  const leaves: Uint8Array[] = []
  const differences: Difference[] = []
  const stored = new Map((await db.logEntry.findMany({ where: { forumId: forum }, select: { index: true, leaf: true } })).map((one) => [one.index, one.leaf]))
  for await (const { index, body, payloads } of entriesOf(db, forum)) {
    const leaf = leafHash(body)
    if (index !== leaves.length) differences.push({ where: `entry ${leaves.length}`, what: `is missing; the next one is ${index}` })
    const kept = stored.get(index)
    if (!kept || !same(kept, leaf)) differences.push({ where: `entry ${index}`, what: 'its stored hash is not the hash of its bytes' })
    leaves.push(leaf)
    for (const payload of payloads) {
      if (payload.value === null || payload.salt === null) continue
      if (!same(commit(payload.salt, payload.value), payload.commitment)) {
        differences.push({ where: `entry ${index}`, what: 'what stands beside it is not what it committed to' })
      }
    }
  }
  const head = await db.logHead.findUnique({ where: { forumId: forum } })
  if ((head?.size ?? 0) !== leaves.length) differences.push({ where: 'the head', what: `says ${head?.size ?? 0} entries; there are ${leaves.length}` })
  return { leaves, differences }
}

async function rowsOf(db: Reader, table: string, forum: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ row: string }[]>(Prisma.sql`SELECT to_jsonb(t)::text AS row FROM ${Prisma.raw(`"${table}"`)} t WHERE t."forumId" = ${forum}::uuid`)
  return rows.map(({ row }) => row)
}

function keyOf(row: string): string {
  const { id, ...rest } = JSON.parse(row) as Record<string, unknown>
  return String(id ?? Object.entries(rest).filter(([name]) => /Id$|^number$|^version$/.test(name)).map(([name, value]) => `${name} ${String(value)}`).join(', '))
}

/** The rows must be the fold of the log: replays it into the empty database `into`, and compares every recorded table. */
export async function compareRows(db: Reader, into: Database, forum: string, kinds: ReadonlyMap<string, AnyFactKind>): Promise<Difference[]> {
  try {
    await replay(db, into, forum, kinds)
  } catch (error) {
    const why = error instanceof Unreadable || error instanceof Error ? error.message : String(error)
    return [{ where: 'replay', what: `the log could not be replayed: ${why}` }]
  }
  return rowDifferences(db, into, forum)
}

/** Two databases that should hold the same rows of a forum: the second is what the log says. */
export async function rowDifferences(db: Reader, into: Reader, forum: string): Promise<Difference[]> {
  const differences: Difference[] = []
  for (const table of recordedTables) {
    const [stored, replayed] = await Promise.all([rowsOf(db, table, forum), rowsOf(into, table, forum)])
    const [here, there] = [new Set(stored), new Set(replayed)]
    for (const row of stored) if (!there.has(row)) differences.push({ where: table, what: `${keyOf(row)}: this row is not what the log says` })
    for (const row of replayed) if (!here.has(row)) differences.push({ where: table, what: `${keyOf(row)}: the log says this row, and it is not there` })
  }
  return differences
}
