import { newest } from '@/lib/act/newest.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import type { Changes } from '@/lib/changes.ts'

const known = globalThis as typeof globalThis & { changes?: Changes }

/** Who follows which meeting in this process; the server made it (server/server.ts). */
export function changes(): Changes | null {
  return known.changes ?? null
}

/** Where a page that follows a meeting listens, and as of when it was made. Asked before anything of it is read. */
export function followed({ forum }: Viewer, meeting: string): { address: string; seen: string } {
  return {
    address: `/api/follow/${forum.slug}/${meeting}`,
    seen: changes()?.version(forum.id, meeting) ?? '',
  }
}

const MOST = 50
const readings = newest<Promise<unknown>>(MOST)

/**
 * What is the same for everybody who may read it is read once for each change, not once for each of fifty screens. While this process hears
 * of no changes, each reads for themselves.
 */
export async function onceForEachChange<T>(
  { forum, today, moment }: Viewer,
  meeting: string,
  read: () => Promise<T>,
): Promise<T> {
  if (moment) return read()
  const following = changes()
  if (!following?.live()) return read()
  return readings(`${meeting} ${today} ${following.version(forum.id, meeting)}`, read) as Promise<T>
}
