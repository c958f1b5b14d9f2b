import { addDays, fromDate, instantIn, toDate } from '../act/calendar.ts'
import { Id } from '../act/fields.ts'
import { sitsIn } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import {
  agendaItemAdded,
  agendaItemPostponed,
  agendaItemWithdrawn,
  convened,
  meetingCancelled,
  meetingNotHeld,
  meetingTakenOver,
  timePlanned,
} from '../meetings/facts.ts'
import { agendaItemCorrected, agendaReordered, meetingMoved } from '../preparing/facts.ts'
import { seriesExceptionSet, seriesSet } from '../series/facts.ts'
import { bodyName } from '../meetings/seen.ts'
import { seriesSeenBy, templatesSeenBy } from '../series/seen.ts'
import { lengthOf } from './feed.ts'

/** A body's calendar begins so many days ago, and has at most so many meetings, the latest. */
const daysBack = 366
const mostMeetings = 200
const mostDays = 60

/** What a calendar shows of a meeting is told by these. */
const ofMeetings = [
  convened,
  meetingTakenOver,
  agendaItemAdded,
  agendaItemWithdrawn,
  agendaItemPostponed,
  timePlanned,
  meetingCancelled,
  meetingNotHeld,
  meetingMoved,
  agendaItemCorrected,
  agendaReordered,
].map((one) => one.kind)
const ofSeries = [seriesSet, seriesExceptionSet].map((one) => one.kind)

type CalendarChanges = { sequence: number; changedAt: Date }
type CalendarTime = { from: Date; until: Date } | { on: string }

/** One meeting as a calendar shows it; its video link for those who sit in the body. */
export async function meetingInCalendar(viewer: Viewer, id: string) {
  return Id.safeParse(id).success ? ((await meetingsInCalendar(viewer, { id }))[0] ?? null) : null
}

/** A body's meetings of the last year and to come, and the days that it plans and no meeting stands for yet. */
export async function bodyInCalendar(viewer: Viewer, id: string) {
  const { db, forum, today } = viewer
  const body = Id.safeParse(id).success
    ? await db.body.findFirst({ where: { id, forumId: forum.id } })
    : null
  if (!body) return null
  const [meetings, days] = await Promise.all([
    meetingsInCalendar(viewer, { bodyId: id, heldOn: { gte: toDate(addDays(today, -daysBack)) } }),
    daysInCalendar(viewer, id),
  ])
  return { body: bodyName(body), meetings, days }
}

async function meetingsInCalendar(
  viewer: Viewer,
  which: { id: string } | { bodyId: string; heldOn: { gte: Date } },
) {
  const { db, forum } = viewer
  const rows = await db.meeting.findMany({
    where: { ...which, forumId: forum.id },
    orderBy: [{ heldOn: 'desc' }, { id: 'desc' }],
    take: mostMeetings,
    include: {
      body: true,
      agenda: {
        where: { withdrawnAt: null, postponedAt: null },
        orderBy: [{ rank: 'asc' }, { id: 'asc' }],
      },
    },
  })
  const lines = await db.historyLine.groupBy({
    by: ['meetingId', 'index'],
    where: { forumId: forum.id, meetingId: { in: rows.map((row) => row.id) }, kind: { in: ofMeetings } },
    _max: { recordedAt: true },
  })
  return rows.map(({ id, year, number, kind, state, startsAt, heldOn, convenedAt, ...row }) => ({
    id,
    year,
    number,
    kind,
    state,
    body: bodyName(row.body),
    place: row.place,
    reason: row.reason,
    videoLink: sitsIn(viewer, row.bodyId) ? row.videoLink : null,
    agenda: row.agenda.map((item) => item.title),
    time: timeFrom(
      startsAt,
      fromDate(heldOn),
      row.agenda.map((item) => item.plannedMinutes),
    ),
    ...changesIn(
      lines.filter((line) => line.meetingId === id).map((line) => line._max.recordedAt),
      convenedAt,
    ),
  }))
}
export type MeetingInCalendar = Awaited<ReturnType<typeof meetingsInCalendar>>[number]

/** Planned days, also those that fell out: a calendar that has them learns it. */
async function daysInCalendar(viewer: Viewer, body: string) {
  const { db, forum } = viewer
  const [series, templates, lines] = await Promise.all([
    seriesSeenBy(viewer, [body]),
    templatesSeenBy(viewer, body),
    db.historyLine.findMany({
      where: { forumId: forum.id, bodyId: body, kind: { in: ofSeries } },
      select: { fields: true, recordedAt: true },
      orderBy: { index: 'asc' },
    }),
  ])
  return series
    .flatMap((seriesSeen) => {
      const items = templates.find((each) => each.id === seriesSeen.template)?.items ?? []
      return seriesSeen.days.map(({ planned, day, reason }) => ({
        series: seriesSeen.id,
        planned,
        day,
        kind: seriesSeen.kind,
        place: seriesSeen.place,
        reason,
        time: timeFrom(
          instantIn(forum.timeZone, day ?? planned, seriesSeen.time),
          day ?? planned,
          items.map((item) => item.minutes),
        ),
        ...changesIn(
          lines
            .filter(
              ({ fields }) =>
                fields.series === seriesSeen.id && (fields.day === undefined || fields.day === planned),
            )
            .map((line) => line.recordedAt),
          viewer.now,
        ),
      }))
    })
    .toSorted((a, b) => (a.day ?? a.planned).localeCompare(b.day ?? b.planned))
    .slice(0, mostDays)
}
export type DayInCalendar = Awaited<ReturnType<typeof daysInCalendar>>[number]

function timeFrom(startsAt: Date | null, day: string, minutes: (number | null)[]): CalendarTime {
  return startsAt
    ? { from: startsAt, until: new Date(startsAt.getTime() + lengthOf(minutes) * 60_000) }
    : { on: day }
}

/** Counted from the log, in which nothing is ever taken back: so the number only rises. */
function changesIn(moments: (Date | null)[], otherwise: Date): CalendarChanges {
  const times = moments.flatMap((moment) => moment?.getTime() ?? [])
  return {
    sequence: Math.max(0, times.length - 1),
    changedAt: times.length > 0 ? new Date(Math.max(...times)) : otherwise,
  }
}
