import { cache } from 'react'
import { newest } from '@/lib/act/newest.ts'
import type { Viewer } from '@/lib/act/viewer.ts'

/** How many readings are remembered: some hundred people at their desks. */
const MOST = 500

const kept = globalThis as typeof globalThis & { readings?: ReturnType<typeof newest<Promise<unknown>>> }

const sizeOf = cache(
  async (viewer: Viewer): Promise<number> =>
    (await viewer.db.logHead.findUnique({ where: { forumId: viewer.forum.id } }))?.size ?? 0,
)

/**
 * What a person reads of recorded rows changes only when the log grows, their seats change, or a minute passes (deadlines do). Until then
 * the same reading serves again. Never for drafts: they are not in the log.
 */
export async function asOfLog<T>(viewer: Viewer, name: string, read: () => Promise<T>): Promise<T> {
  const readings = (kept.readings ??= newest(MOST))
  const minute = Math.floor(viewer.now.getTime() / 60_000)
  const seats = viewer.seats.map((seat) => seat.mandate).join()
  const key = [
    name,
    viewer.forum.id,
    viewer.person,
    seats,
    await sizeOf(viewer),
    minute,
    JSON.stringify(viewer.moment),
  ].join(' ')
  return readings(key, read) as Promise<T>
}
