import type { Circumstances } from '../act/command.ts'
import type { Reader } from '../db/client.ts'
import { meetingRecord } from '../meetings/record.ts'

/** A meeting with what may stand in the way of moving it. */
export async function movable(db: Reader, circumstances: Circumstances, id: string) {
  const meeting = await meetingRecord(db, circumstances, id)
  if (!meeting) return null
  const [moves, besides] = await Promise.all([
    db.meetingMove.count({ where: { meetingId: id } }),
    db.meeting.findMany({
      where: { bodyId: meeting.bodyId, id: { not: id }, state: 'convened', startsAt: { not: null } },
      select: { startsAt: true },
    }),
  ])
  return { ...meeting, moves, besides }
}

/** An item with its meeting, and how many proposals that are open point to it. */
export async function correctable(
  db: Reader,
  circumstances: Circumstances,
  {
    item: id,
    commitment,
    by,
  }: { item: string; commitment?: string | undefined; by?: string | undefined },
) {
  const item = await db.agendaItem.findFirst({ where: { id, forumId: circumstances.forum.id } })
  const meeting = item && (await meetingRecord(db, circumstances, item.meetingId))
  if (!item || !meeting) return null
  const inForum = { forumId: circumstances.forum.id }
  const [corrections, proposals, commitments, seat] = await Promise.all([
    db.itemCorrection.count({ where: { itemId: id } }),
    db.proposal.count({
      where: {
        agendaItemId: { in: [id, ...(item.continuesId ? [item.continuesId] : [])] },
        closedAt: null,
      },
    }),
    commitment ? db.commitment.count({ where: { ...inForum, id: commitment } }) : 1,
    by ? db.seat.findFirst({ where: { ...inForum, id: by, bodyId: meeting.bodyId } }) : null,
  ])
  if (commitments === 0 || (by && !seat)) return null
  return { item, meeting, corrections, proposals, seat }
}
export type Correctable = NonNullable<Awaited<ReturnType<typeof correctable>>>
