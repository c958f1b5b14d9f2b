import { Id } from '../act/fields.ts'
import { isRefusal } from '../act/refusal.ts'
import { sitsIn } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { seatsOn } from '../meetings/record.ts'
import { isOnTheTable } from '../meetings/rules.ts'
import { keepsSession, neighbour, spentOn } from './rules.ts'
import type { Course } from './rules.ts'

/** Whether one may follow a meeting as it goes: whoever sits in its body. */
export async function followsMeeting(viewer: Viewer, id: string): Promise<boolean> {
  if (!Id.safeParse(id).success) return false
  const meeting = await viewer.db.meeting.findFirst({
    where: { id, forumId: viewer.forum.id, takenOver: false },
    select: { bodyId: true },
  })
  return meeting !== null && sitsIn(viewer, meeting.bodyId)
}

/** How a session goes, at this moment of the database's clock: what is on the table, and what each item has taken. For the body alone. */
export async function sessionSeenBy(viewer: Viewer, id: string) {
  if (!(await followsMeeting(viewer, id))) return null
  const { db } = viewer
  const meeting = await db.meeting.findUniqueOrThrow({
    where: { id },
    include: { agenda: { orderBy: [{ rank: 'asc' }, { id: 'asc' }] } },
  })
  const [seats, session, rows, [clock]] = await Promise.all([
    seatsOn(db, meeting.bodyId, viewer.today),
    db.draftSession.findUnique({ where: { meetingId: id } }),
    db.draftSessionItem.findMany({ where: { meetingId: id } }),
    db.$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`,
  ])
  const at = clock?.at ?? viewer.now
  const inSession = meeting.state === 'in-session'
  // The last item's time ends with the session, which is closed by an act that knows nothing of this paper.
  const until = inSession ? at : (meeting.closedAt ?? session?.savedAt ?? at)
  const course: Course | null = session && {
    item: session.itemId,
    since: session.runningSince,
    spent: Object.fromEntries(rows.map((row) => [row.agendaItemId, row.spentMs])),
  }
  const keeps = !isRefusal(keepsSession(viewer, meeting, seats))
  return {
    meeting: id,
    state: meeting.state,
    at,
    mayRun: keeps && inSession,
    mayPlan: keeps && isOnTheTable(meeting.state),
    item: course?.item ?? null,
    running: inSession && Boolean(course?.since),
    next: course && neighbour(meeting.agenda, course.item, 'next'),
    previous: course && neighbour(meeting.agenda, course.item, 'previous'),
    /** since the session was opened, pauses included */
    elapsedMs: meeting.openedAt ? Math.max(0, until.getTime() - meeting.openedAt.getTime()) : null,
    items: meeting.agenda
      .filter((item) => !item.withdrawnAt)
      .map((item) => {
        const row = rows.find((one) => one.agendaItemId === item.id)
        return {
          item: item.id,
          planned: row?.plannedMinutes ?? null,
          begunAt: row?.begunAt ?? null,
          spentMs: course ? spentOn(course, item.id, until) : 0,
        }
      }),
  }
}
export type SessionSeen = NonNullable<Awaited<ReturnType<typeof sessionSeenBy>>>
