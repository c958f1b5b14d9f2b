import type { Database } from '../db/client.ts'
import type { LogRows } from './publish.ts'

/** The log as the database keeps it, for the signer, the tiles and the receipts. */
export function logRows(database: Database): LogRows {
  const inTurn = queue()
  const among = (forumId: string, from: number, to: number) =>
    ({ where: { forumId, index: { gte: from, lt: to } }, orderBy: { index: 'asc' } }) as const
  return {
    size: async (forumId) => (await database.logHead.findUnique({ where: { forumId } }))?.size ?? 0,
    leaves: async (forumId, from, to) =>
      (await database.logEntry.findMany({ ...among(forumId, from, to), select: { leaf: true } })).map((one) => one.leaf),
    entries: async (forumId, from, to) =>
      (await database.logEntry.findMany({ ...among(forumId, from, to), select: { body: true } })).map((one) => one.body),
    latestCheckpoint: async (forumId) =>
      (await database.logCheckpoint.findFirst({ where: { forumId }, orderBy: { size: 'desc' } }))?.note ?? null,
    changedKeys: async (forumId) => {
      const changes = await database.keyChange.findMany({ where: { forumId }, orderBy: { entryIndex: 'desc' } })
      return changes.flatMap((change, place) => (place === changes.length - 1 ? [change.key, change.previous] : [change.key]))
    },
    async saveCheckpoint(forumId, size, note) {
      await database.logCheckpoint.createMany({ data: [{ forumId, size, note, signedAt: new Date() }], skipDuplicates: true })
    },
    exclusively: (forumId, work) =>
      inTurn(() => database.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`sign ${forumId}`}, 0))::text`
        return work()
      }, { timeout: 120_000, maxWait: 120_000 })),
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
