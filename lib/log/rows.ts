import type { Database } from '../db/client.ts'
import type { LogRows } from './publish.ts'
import { HASH_LENGTH } from './tree.ts'

type CosignatureRow = { keyId: string; size: number; time: Date; line: string }

/** The log as the database keeps it, for the signer, the tiles and the receipts. */
export function logRows(database: Database): LogRows {
  const inTurn = queue()
  const among = (forumId: string, from: number, to: number) =>
    ({ where: { forumId, index: { gte: from, lt: to } }, orderBy: { index: 'asc' } }) as const
  return {
    size: async (forumId) => (await database.logHead.findUnique({ where: { forumId } }))?.size ?? 0,
    // One value instead of 256 rows: what a tile costs is mostly their unpacking.
    async leaves(forumId, from, to) {
      const [row] = await database.$queryRaw<{ leaves: Uint8Array | null }[]>`
        SELECT string_agg(leaf, ''::bytea ORDER BY index) AS leaves FROM log_entry
        WHERE "forumId" = ${forumId}::uuid AND index >= ${from}::int AND index < ${to}::int`
      const { leaves = null } = row ?? {}
      return Array.from(
        { length: (leaves?.length ?? 0) / HASH_LENGTH },
        (_, place) =>
          new Uint8Array(leaves?.subarray(place * HASH_LENGTH, (place + 1) * HASH_LENGTH) ?? []),
      )
    },
    entries: async (forumId, from, to) =>
      (await database.logEntry.findMany({ ...among(forumId, from, to), select: { body: true } })).map(
        (one) => one.body,
      ),
    latestCheckpoint: async (forumId) =>
      (await database.logCheckpoint.findFirst({ where: { forumId }, orderBy: { size: 'desc' } }))
        ?.note ?? null,
    changedKeys: async (forumId) => {
      const changes = await database.keyChange.findMany({
        where: { forumId },
        orderBy: { entryIndex: 'desc' },
      })
      return changes.flatMap((change, place) =>
        place === changes.length - 1 ? [change.key, change.previous] : [change.key],
      )
    },
    checkpointAt: async (forumId, size) =>
      (await database.logCheckpoint.findUnique({ where: { forumId_size: { forumId, size } } }))?.note ??
      null,
    cosignatures: async (forumId, size) => {
      const rows =
        size === undefined
          ? await database.$queryRaw<CosignatureRow[]>`
          SELECT DISTINCT ON ("keyId") "keyId", size, time, line FROM log_cosignature WHERE "forumId" = ${forumId}::uuid ORDER BY "keyId", size DESC`
          : await database.logCosignature.findMany({
              where: { forumId, size },
              orderBy: [{ time: 'asc' }, { keyId: 'asc' }],
            })
      return rows
        .map((row) => ({
          keyId: row.keyId,
          size: row.size,
          time: row.time.getTime() / 1000,
          line: row.line,
        }))
        .toSorted((one, other) => other.size - one.size)
    },
    saveCosignature: async (forumId, { keyId, size, time, line }) =>
      (await database.$executeRaw`
        INSERT INTO log_cosignature ("forumId", "keyId", size, time, line) VALUES (${forumId}::uuid, ${keyId}, ${size}::int, to_timestamp(${time}::float8), ${line})
        ON CONFLICT ("forumId", "keyId", size) DO UPDATE SET time = excluded.time, line = excluded.line WHERE log_cosignature.time < excluded.time`) >
      0,
    async saveCheckpoint(forumId, size, note) {
      await database.logCheckpoint.createMany({
        data: [{ forumId, size, note, signedAt: new Date() }],
        skipDuplicates: true,
      })
    },
    exclusively: (forumId, work) =>
      inTurn(() =>
        database.$transaction(
          async (tx) => {
            await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`sign ${forumId}`}, 0))::text`
            return work()
          },
          { timeout: 120_000, maxWait: 120_000 },
        ),
      ),
  }
}

/**
 * One signing at a time in this process. Whoever waits for the lock holds a connection, and the work wants another: as many as there are
 * connections, waiting together, would wait for ever.
 */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let before: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = before.then(work)
    before = mine.catch(() => undefined)
    return mine
  }
}
