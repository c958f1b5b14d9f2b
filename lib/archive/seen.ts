import type { Viewer } from '../act/viewer.ts'
import { signedSize } from '../log/publish.ts'
import { leftOutFor } from './format.ts'
import { readerOf } from './write.ts'

/** What the archive would be now: how many acts, signed when, how large about, and what it leaves out. Null as long as nothing is signed. */
export async function archiveSeenBy(viewer: Viewer) {
  const { db, forum } = viewer
  const checkpoint = await db.logCheckpoint.findFirst({
    where: { forumId: forum.id },
    orderBy: { size: 'desc' },
  })
  if (!checkpoint) return null
  const size = signedSize(checkpoint.note)
  // The newest public acts tell how large an act is: to add all of them up would be a walk through the log.
  const [row] = await db.$queryRaw<{ each: number | null; files: number | null }[]>`
    SELECT ((SELECT avg(octet_length(body) + 40) FROM log_entry WHERE "forumId" = ${forum.id}::uuid AND index >= ${size - 500}::int)
         + (SELECT coalesce(sum(octet_length(value) + 200), 0) / ${Math.min(size, 500)}::int FROM log_payload p
          WHERE "forumId" = ${forum.id}::uuid AND index >= ${size - 500}::int AND open
            AND EXISTS (SELECT FROM history_line h WHERE h."forumId" = p."forumId" AND h.index = p.index AND NOT h.held)))::float8 AS each,
      (SELECT sum(size) FROM (
        SELECT digest, size FROM evidence WHERE "forumId" = ${forum.id}::uuid AND digest IS NOT NULL
        UNION SELECT digest, size FROM document WHERE "forumId" = ${forum.id}::uuid AND digest IS NOT NULL) f)::float8 AS files`
  const { audience } = readerOf(viewer)
  return {
    size,
    signedAt: checkpoint.signedAt,
    bytes: Math.round(size * (row?.each ?? 0) + (row?.files ?? 0)),
    audience,
    leftOut: leftOutFor[audience],
  }
}
