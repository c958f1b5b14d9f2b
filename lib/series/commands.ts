import { z } from 'zod'
import { addDays, fromDate, toDate } from '../act/calendar.ts'
import { seatCommand } from '../act/command.ts'
import type { Circumstances } from '../act/command.ts'
import { alsoNeeding, Day, Id, Localised, Prose, SeatId, ShortProse, TimeOfDay } from '../act/fields.ts'
import { firstRefusal, ok, refuse } from '../act/refusal.ts'
import type { Refusal, Standing } from '../act/refusal.ts'
import type { Actor } from '../act/viewer.ts'
import type { Reader } from '../db/client.ts'
import { ItemTitle, PlannedMinutes } from '../meetings/facts.ts'
import { seriesEnded, seriesExceptionSet, seriesSet, templateDropped, templateSet } from './facts.ts'
import { seatsOn } from '../meetings/record.ts'
import { keepsBook, meetingKinds } from '../meetings/rules.ts'
import type { SeatOn } from '../meetings/rules.ts'
import { runningSeries } from './record.ts'
import {
  daysOf,
  fallsOn,
  horizonFrom,
  nths,
  occurrencesIn,
  rhythms,
  seriesChanges,
  seriesFrom,
  weekdays,
} from './rules.ts'
import type { Exception, SeriesChange } from './rules.ts'

/** So many of each that a list of them is one page. */
const [mostTemplates, mostSeries, mostItems] = [50, 10, 50]

type SeriesBody = {
  body: { id: string; slug: string; kind: string; until: string | null }
  seats: SeatOn[]
}

async function bodyRecord(
  db: Reader,
  { forum, today }: Circumstances,
  id: string,
): Promise<SeriesBody | null> {
  const body = await db.body.findFirst({ where: { id, forumId: forum.id } })
  return body && { body, seats: await seatsOn(db, id, today) }
}

/** The rules by which a body works are kept by whoever keeps its book. */
function keepsItsRules(actor: Actor, { body, seats }: SeriesBody, today: string): Standing {
  return firstRefusal(
    keepsBook(actor, body.id, seats) ? ok : refuse('meetings.bookKeeperOnly'),
    body.kind === 'former' || (body.until && body.until <= today) ? refuse('meetings.bodyEnded') : ok,
  )
}

const TemplateItem = z.strictObject({
  title: ItemTitle,
  note: Prose.optional(),
  minutes: PlannedMinutes.optional(),
  commitment: Id.optional(),
})

/** Makes a template, or changes one: the whole of it each time. */
export const setTemplate = seatCommand({
  name: 'meetings.set-template',
  input: z.strictObject({
    as: SeatId,
    body: Id,
    template: Id.optional(),
    /** the act by which it was as the form showed it */
    seen: z.coerce.number().pipe(z.int()).optional(),
    name: Localised,
    kind: z.enum(meetingKinds, { error: 'errors.chooseKind' }),
    place: ShortProse.optional(),
    items: z.array(TemplateItem).max(mostItems, 'errors.tooMany').default([]),
  }),
  subject: async (db, { body: id, template, items = [] }, circumstances) => {
    const kept = await bodyRecord(db, circumstances, id)
    const templates = kept
      ? await db.meetingTemplate.findMany({
          where: { bodyId: id, droppedAt: null },
          select: { id: true, name: true, entryIndex: true },
        })
      : []
    const wanted = [...new Set(items.flatMap((item) => item.commitment ?? []))]
    const known = await db.commitment.count({
      where: { forumId: circumstances.forum.id, id: { in: wanted } },
    })
    if (!kept || known !== wanted.length || (template && !templates.some((one) => one.id === template)))
      return null
    return { ...kept, templates }
  },
  gravity: 'routine',
  standing: (actor, subject, { today }) => keepsItsRules(actor, subject, today),
  check: ({ templates }, { template, name, items }) => {
    const others = templates.filter((one) => one.id !== template)
    const taken = (lang: 'es' | 'en') =>
      name[lang] !== undefined &&
      others.some((other) => other.name[lang]?.toLowerCase() === name[lang]?.toLowerCase())
    const faults: (Refusal | false)[] = [
      taken('es') && refuse('meetings.templateNameTaken', undefined, 'name.es'),
      taken('en') && refuse('meetings.templateNameTaken', undefined, 'name.en'),
      items.length === 0 && refuse('meetings.templateEmpty'),
      !template &&
        others.length >= mostTemplates &&
        refuse('meetings.tooManyTemplates', { max: mostTemplates }),
    ]
    return faults.filter((fault) => fault !== false)
  },
  decide: ({
    subject: { body, templates },
    input: { template, seen, name, kind, place, items },
    draw,
  }) => {
    const id = template ?? draw.id()
    const was = templates.find((one) => one.id === template)?.entryIndex
    const fact = templateSet({
      template: id,
      body: body.id,
      name,
      kind,
      place: place ?? null,
      items: items.map(({ title, note, minutes, commitment }) => ({
        title,
        note: note ?? null,
        minutes: minutes ?? null,
        commitment: commitment ?? null,
      })),
      ...(was !== undefined && { was }),
      ...(seen !== undefined && seen !== was && { unseen: true }),
    })
    return { facts: [fact], result: { template: id, body: body.slug } }
  },
})

export const dropTemplate = seatCommand({
  name: 'meetings.drop-template',
  input: z.strictObject({ as: SeatId, template: Id }),
  subject: async (db, { template: id }, circumstances) => {
    const template = await db.meetingTemplate.findFirst({
      where: { id, forumId: circumstances.forum.id, droppedAt: null },
    })
    const kept = template && (await bodyRecord(db, circumstances, template.bodyId))
    return (
      kept && {
        ...kept,
        template,
        used: await db.meetingSeries.count({
          where: { bodyId: template.bodyId, templateId: id, endedAt: null },
        }),
      }
    )
  },
  gravity: 'routine',
  standing: (actor, subject, { today }) =>
    firstRefusal(
      keepsItsRules(actor, subject, today),
      subject.used > 0 ? refuse('meetings.templateInUse') : ok,
    ),
  decide: ({ subject: { template, body } }) => ({
    facts: [templateDropped({ template: template.id, body: body.id })],
    result: { body: body.slug },
  }),
})

/** How far ahead a series may begin, in days: a slip of the keyboard begins in the year 20026. */
const furthestStart = 5 * 366

/** Sets the rhythm of a body, or sets one anew. It convenes nothing. */
export const setSeries = seatCommand({
  name: 'meetings.set-series',
  input: alsoNeeding(
    z.strictObject({
      as: SeatId,
      body: Id,
      series: Id.optional(),
      kind: z.enum(meetingKinds, { error: 'errors.chooseKind' }),
      rhythm: z.enum(rhythms, { error: 'meetings.chooseRhythm' }),
      every: z
        .int({ error: 'meetings.weeksFromOne' })
        .min(1, 'meetings.weeksFromOne')
        .max(52, 'meetings.weeksFromOne')
        .optional(),
      nth: z.enum(nths).optional(),
      weekday: z.enum(weekdays, { error: 'meetings.chooseWeekday' }),
      fromOn: Day,
      lastOn: Day.optional(),
      time: TimeOfDay,
      place: ShortProse.optional(),
      template: Id.optional(),
    }),
    {
      field: 'every',
      says: 'meetings.weeksFromOne',
      missing: ({ rhythm, every }) => rhythm === 'weeks' && every === undefined,
    },
    {
      field: 'nth',
      says: 'meetings.chooseNth',
      missing: ({ rhythm, nth }) => rhythm === 'month' && nth === undefined,
    },
  ),
  subject: async (db, { body: id, series, template }, circumstances) => {
    const kept = await bodyRecord(db, circumstances, id)
    const running = kept ? await runningSeries(db, [id]) : []
    if (!kept || (series && !running.some((one) => one.id === series))) return null
    const known =
      !template ||
      (await db.meetingTemplate.count({ where: { id: template, bodyId: id, droppedAt: null } })) > 0
    return { ...kept, running, known }
  },
  gravity: 'routine',
  standing: (actor, subject, { today }) => keepsItsRules(actor, subject, today),
  check: ({ running, known }, input, { today }) => {
    const { fromOn, lastOn = null } = input
    const backwards = lastOn !== null && lastOn < fromOn
    const tooFar = fromOn > addDays(today, furthestStart)
    const series = seriesFrom({ ...input, lastOn })
    const faults: (Refusal | false)[] = [
      tooFar && refuse('meetings.tooFarAhead', undefined, 'fromOn'),
      backwards && refuse('errors.endsBeforeItStarts', undefined, 'lastOn'),
      !backwards && lastOn !== null && lastOn < today && refuse('errors.inThePast', undefined, 'lastOn'),
      !tooFar &&
        !backwards &&
        series !== null &&
        daysOf(series, fromOn, addDays(fromOn, 366)).length === 0 &&
        refuse('meetings.noOccurrence', undefined, 'lastOn'),
      !known && refuse('errors.unknownThing', undefined, 'template'),
      !input.series &&
        running.length >= mostSeries &&
        refuse('meetings.tooManySeries', { max: mostSeries }),
    ]
    return faults.filter((fault) => fault !== false)
  },
  decide: ({ subject: { body }, input, draw }) => {
    const { kind, rhythm, every, nth, weekday, fromOn, lastOn, time, place, template } = input
    const series = input.series ?? draw.id()
    const fact = seriesSet({
      series,
      body: body.id,
      kind,
      rhythm,
      every: rhythm === 'weeks' ? (every ?? null) : null,
      nth: rhythm === 'month' ? (nth ?? null) : null,
      weekday,
      fromOn,
      lastOn: lastOn ?? null,
      time,
      place: place ?? null,
      template: template ?? null,
    })
    return { facts: [fact], result: { series, body: body.slug } }
  },
})

async function seriesRecord(db: Reader, circumstances: Circumstances, id: string) {
  const found = await db.meetingSeries.findFirst({ where: { id, forumId: circumstances.forum.id } })
  const kept = found && (await bodyRecord(db, circumstances, found.bodyId))
  return kept && { ...kept, found, running: await runningSeries(db, [found.bodyId]) }
}

const isRunning = ({ found }: { found: { endedAt: Date | null } }): Standing =>
  found.endedAt ? refuse('meetings.seriesEnded') : ok

/** Where a planned day of the series stands before the change; null: it fell out. */
function dayNow(before: Exception | undefined, day: string): string | null {
  if (before?.change === 'moved') return before.movedTo
  return before?.change === 'out' ? null : day
}

/** Where it stands after the change; undefined: nowhere, or that was not said. */
function dayAfter(change: SeriesChange, day: string, movedTo: string | undefined): string | undefined {
  if (change === 'kept') return day
  return change === 'moved' ? movedTo : undefined
}

/** A day of the series falls out with its reason, moves to another day, or stands after all. */
export const setSeriesException = seatCommand({
  name: 'meetings.set-series-exception',
  input: z.strictObject({
    as: SeatId,
    series: Id,
    day: Day,
    change: z.enum(seriesChanges, { error: 'meetings.chooseChange' }),
    movedTo: Day.optional(),
    reason: Prose.optional(),
  }),
  subject: async (db, { series, day, movedTo }, circumstances) => {
    const record = await seriesRecord(db, circumstances, series)
    if (!record) return null
    const before = record.running
      .find((one) => one.id === series)
      ?.exceptions.find((exception) => exception.day === day)
    const days = [day, movedTo, before?.movedTo].flatMap((one) => (one ? [toDate(one)] : []))
    const meetings = await db.meeting.findMany({
      where: {
        bodyId: record.body.id,
        OR: [{ movedFrom: { in: days } }, { convenedFor: { in: days } }, { heldOn: { in: days } }],
      },
      select: { heldOn: true, convenedFor: true, movedFrom: true, state: true },
    })
    return {
      ...record,
      before,
      // One that was moved stands for the day for which it was called, and takes the other too.
      meetings: meetings.map(({ heldOn, convenedFor, movedFrom, state }) => ({
        convenedFor: fromDate(movedFrom ?? convenedFor ?? heldOn),
        takes: fromDate(convenedFor ?? heldOn),
        state,
      })),
    }
  },
  gravity: 'routine',
  standing: (actor, subject, { today }) =>
    firstRefusal(keepsItsRules(actor, subject, today), isRunning(subject)),
  check: ({ found, running, before, meetings }, { day, change, movedTo, reason }, { today }) => {
    const series = running.find((one) => one.id === found.id)
    const horizon = horizonFrom(today)
    if (!series || day > horizon || !fallsOn(series, day))
      return [refuse('meetings.notAnOccurrence', undefined, 'day')]
    const now = dayNow(before, day)
    const target = dayAfter(change, day, movedTo)
    const field = change === 'kept' ? 'day' : 'movedTo'
    const taken = running.some((one) =>
      occurrencesIn(one, one.exceptions, today, horizon).some(
        (each) => each.day === target && !(one.id === found.id && each.planned === day),
      ),
    )
    const faults: (Refusal | false | undefined)[] = [
      day < today && (now ?? day) < today && refuse('errors.inThePast', undefined, 'day'),
      now !== null &&
        meetings.some((meeting) => meeting.convenedFor === now) &&
        refuse('meetings.occurrenceConvened', undefined, 'day'),
      change === 'kept' &&
        (!before || before.change === 'kept') &&
        refuse('meetings.noException', undefined, 'day'),
      change !== 'kept' && !reason && refuse('errors.required', undefined, 'reason.text'),
      change === 'moved' && !movedTo && refuse('errors.required', undefined, 'movedTo'),
      change === 'moved' && movedTo === day && refuse('meetings.movesNowhere', undefined, 'movedTo'),
      target !== undefined && target < today && refuse('errors.inThePast', undefined, field),
      target !== undefined && target > horizon && refuse('meetings.tooFarAhead', undefined, field),
      target !== undefined &&
        (taken ||
          meetings.some(
            (meeting) =>
              (meeting.convenedFor === target || meeting.takes === target) &&
              meeting.state !== 'cancelled',
          )) &&
        refuse('meetings.dayTaken', undefined, field),
    ]
    return faults.filter((fault) => fault !== false && fault !== undefined)
  },
  decide: ({ subject: { found, body }, input: { day, change, movedTo, reason } }) => ({
    facts: [
      seriesExceptionSet({
        series: found.id,
        body: body.id,
        day,
        change,
        movedTo: change === 'moved' ? (movedTo ?? null) : null,
        reason: change === 'kept' ? null : (reason ?? null),
      }),
    ],
    result: { series: found.id, body: body.slug },
  }),
})

/** From here on it plans nothing; what it convened stays. */
export const endSeries = seatCommand({
  name: 'meetings.end-series',
  input: z.strictObject({ as: SeatId, series: Id }),
  subject: (db, { series }, circumstances) => seriesRecord(db, circumstances, series),
  gravity: 'public',
  standing: (actor, subject, { today }) =>
    firstRefusal(keepsItsRules(actor, subject, today), isRunning(subject)),
  decide: ({ subject: { found, body } }) => ({
    facts: [seriesEnded({ series: found.id, body: body.id })],
    result: { body: body.slug },
  }),
})

export const commands = [setTemplate, dropTemplate, setSeries, setSeriesException, endSeries]
