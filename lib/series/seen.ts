import { addDays, fromDate, timeIn, toDate } from '../act/calendar.ts'
import type { Localised, Prose } from '../act/fields.ts'
import { sitsIn } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { rulesOf } from '../bodies/rules.ts'
import type { ItemTitle } from '../meetings/facts.ts'
import type { MeetingKind } from '../meetings/rules.ts'
import { conveneBy, horizonFrom, isToBeConvened, nextLike, occurrencesIn } from './rules.ts'
import { runningSeries } from './record.ts'
import type { RunningSeries } from './record.ts'

export type TemplateItem = {
  title: ItemTitle
  note: Prose | null
  minutes: number | null
  commitment: string | null
}

type TemplateRow = {
  id: string
  bodyId: string
  name: Localised
  kind: MeetingKind
  place: Prose | null
  items: TemplateItem[]
  entryIndex: number
}

function templateOf({ id, bodyId, name, kind, place, items, entryIndex }: TemplateRow) {
  return {
    id,
    body: bodyId,
    name,
    kind,
    place,
    // What was erased reads as a tombstone, and fills in nothing.
    items: Array.isArray(items) ? items : [],
    /** the act by which it is so */
    setIn: entryIndex,
  }
}
export type TemplateSeen = ReturnType<typeof templateOf>

/** The agendas with which a body begins, by name: few enough to be one page. */
export async function templatesSeenBy(viewer: Viewer, body: string): Promise<TemplateSeen[]> {
  const rows = await viewer.db.meetingTemplate.findMany({
    where: { forumId: viewer.forum.id, bodyId: body, droppedAt: null },
    orderBy: { setAt: 'asc' },
  })
  return rows
    .map(templateOf)
    .toSorted((one, other) => (one.name.es ?? '').localeCompare(other.name.es ?? '', 'es'))
}

export type PlannedDay = {
  /** the day that the rhythm gives, and where it is now: null where it fell out */
  planned: string
  day: string | null
  reason: Prose | null
  /** the last day on which it can be convened with the forum's notice */
  conveneBy: string | null
  isDue: boolean
}
export type SeriesSeen = RunningSeries & { days: PlannedDay[] }

/**
 * The series of bodies, each with what it still plans within a year: days that no meeting stands for yet, and
 * days that fell out. A meeting stands for a day whatever became of it: one that was cancelled is not asked
 * for again.
 */
export async function seriesSeenBy(viewer: Viewer, bodies: string[]): Promise<SeriesSeen[]> {
  const { db, forum, today } = viewer
  const until = horizonFrom(today)
  const [series, meetings] = await Promise.all([
    runningSeries(db, bodies),
    db.meeting.findMany({
      where: {
        forumId: forum.id,
        bodyId: { in: bodies },
        // One that was moved stands for the day for which it was called.
        OR: [
          { heldOn: { gte: toDate(today), lte: toDate(until) } },
          { movedFrom: { gte: toDate(today), lte: toDate(until) } },
        ],
      },
      select: { bodyId: true, heldOn: true, convenedFor: true, movedFrom: true },
    }),
  ])
  const { noticeDays } = rulesOf(forum)
  const standing = new Set(
    meetings.map(
      ({ bodyId, heldOn, convenedFor, movedFrom }) =>
        `${bodyId} ${fromDate(movedFrom ?? convenedFor ?? heldOn)}`,
    ),
  )
  return series.map((one) => ({
    ...one,
    days: occurrencesIn(one, one.exceptions, today, until)
      .filter(({ day }) => day === null || !standing.has(`${one.body} ${day}`))
      .map(({ planned, day }) => ({
        planned,
        day,
        reason:
          one.exceptions.find((each) => each.day === planned && each.change !== 'kept')?.reason ?? null,
        conveneBy: day && conveneBy(day, noticeDays[one.kind]),
        isDue: day !== null && isToBeConvened(day, noticeDays[one.kind], today),
      })),
  }))
}

export type ProposedItem = {
  title: Prose
  note: Prose | null
  minutes: number | null
  commitment: string | null
}
export type ProposedMeeting = {
  /** what it begins with, and the template whose items fill it */
  from: 'meeting' | 'series' | 'template' | null
  template: string | null
  kind: MeetingKind
  day: string
  time: string
  place: Prose | null
  videoLink: string | null
  items: ProposedItem[]
}
/** `day`: the day of the series, as planned or moved */
export type Asked = {
  template?: string | undefined
  like?: string | undefined
  series?: string | undefined
  day?: string | undefined
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const known = (id: string | undefined): id is string => id !== undefined && uuid.test(id)

/**
 * With what a call begins: a template, a meeting before, a day of a series, or nothing. What is not the
 * body's own fills in nothing.
 */
export async function proposedMeeting(
  viewer: Viewer,
  body: string,
  asked: Asked,
  lang: 'es' | 'en',
): Promise<ProposedMeeting> {
  const { noticeDays } = rulesOf(viewer.forum)
  const earliest = (kind: MeetingKind) => addDays(viewer.today, noticeDays[kind])
  const nothing: ProposedMeeting = {
    from: null,
    template: null,
    kind: 'ordinary',
    day: earliest('ordinary'),
    time: '10:00',
    place: null,
    videoLink: null,
    items: [],
  }
  if (known(asked.like)) return (await likeMeeting(viewer, body, asked.like, earliest)) ?? nothing
  const series = known(asked.series)
    ? (await seriesSeenBy(viewer, [body])).find((seriesSeen) => seriesSeen.id === asked.series)
    : undefined
  const wanted = asked.template ?? series?.template
  const template = wanted
    ? (await templatesSeenBy(viewer, body)).find((one) => one.id === wanted)
    : undefined
  const kind = series?.kind ?? template?.kind ?? nothing.kind
  const planned = series?.days.filter((plannedDay) => plannedDay.day !== null)
  const day =
    planned?.find((plannedDay) => plannedDay.day === asked.day)?.day ??
    planned?.find((plannedDay) => (plannedDay.day ?? '') >= earliest(kind))?.day ??
    earliest(kind)
  return {
    from: beginningWith(series, template),
    template: template?.id ?? null,
    kind,
    day,
    time: series?.time ?? nothing.time,
    place: series?.place ?? template?.place ?? null,
    videoLink: null,
    items:
      template?.items.flatMap(({ title, ...rest }) => {
        const said = titleIn(title, lang)
        return said ? [{ title: said, ...rest }] : []
      }) ?? [],
  }
}

/** A series fills in more than its template does. */
function beginningWith(
  series: object | undefined,
  template: object | undefined,
): ProposedMeeting['from'] {
  if (series) return 'series'
  return template ? 'template' : null
}

function titleIn(title: ItemTitle, lang: 'es' | 'en'): Prose | null {
  const own = title[lang]
  const other = lang === 'es' ? 'en' : 'es'
  if (own) return { lang, text: own }
  return title[other] ? { lang: other, text: title[other] } : null
}

/** Its items that a person wrote: what came onto it by itself comes again by itself. */
async function likeMeeting(
  viewer: Viewer,
  body: string,
  id: string,
  earliest: (kind: MeetingKind) => string,
): Promise<ProposedMeeting | null> {
  const { db, forum } = viewer
  const meeting = await db.meeting.findFirst({
    where: { id, forumId: forum.id, bodyId: body },
    include: {
      agenda: {
        where: { withdrawnAt: null, continuesId: null },
        orderBy: [{ rank: 'asc' }, { id: 'asc' }],
      },
    },
  })
  if (!meeting) return null
  const itemId = { in: meeting.agenda.map((item) => item.id) }
  const [reassessed, corrected] = await Promise.all([
    db.reassessment.findMany({ where: { itemId } }),
    db.erratumItem.findMany({ where: { itemId } }),
  ])
  const byItself = new Set([...reassessed, ...corrected].map((one) => one.itemId))
  const kind: MeetingKind = meeting.kind === 'extraordinary' ? 'extraordinary' : 'ordinary'
  return {
    from: 'meeting',
    template: null,
    kind,
    day: nextLike(fromDate(meeting.convenedFor ?? meeting.heldOn), earliest(kind)),
    time: meeting.startsAt ? timeIn(forum.timeZone, meeting.startsAt) : '10:00',
    place: meeting.place,
    videoLink: sitsIn(viewer, body) ? meeting.videoLink : null,
    items: meeting.agenda
      .filter((item) => !byItself.has(item.id))
      .map((item) => ({
        title: item.title,
        // What somebody said about it then was about that meeting, and theirs.
        note: null,
        minutes: item.plannedMinutes,
        commitment: item.commitmentId,
      })),
  }
}
