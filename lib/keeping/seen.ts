import type { Viewer } from '../act/viewer.ts'

/** Whether a log still takes in acts, and how its key came to be. */
export async function keepingSeenBy({ db, forum }: Viewer) {
  const [freeze, changes] = await Promise.all([
    db.logFreeze.findUnique({ where: { forumId: forum.id } }),
    db.keyChange.findMany({ where: { forumId: forum.id }, orderBy: { entryIndex: 'desc' } }),
  ])
  return { freeze, changes }
}
