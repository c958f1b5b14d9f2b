import { addDays, daysBetween, monthAfter, weekdayIn } from '../act/calendar.ts'

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const
export type Weekday = (typeof weekdays)[number]
export const nths = ['first', 'second', 'third', 'fourth', 'fifth', 'last'] as const
export type Nth = (typeof nths)[number]
export const rhythms = ['weeks', 'month'] as const

/** What becomes of a day of a series: it falls out, it moves, or it stands as planned after all. */
export const seriesChanges = ['out', 'moved', 'kept'] as const
export type SeriesChange = (typeof seriesChanges)[number]

/**
 * Every two weeks on Tuesday, and the second Tuesday of each month, are two things: the one is always
 * fourteen days apart, the other four weeks or five. (RFC 5545 calls them FREQ=WEEKLY;INTERVAL=2 and
 * FREQ=MONTHLY;BYDAY=2TU.)
 */
export type Rhythm =
  | { rhythm: 'weeks'; every: number; weekday: Weekday }
  | { rhythm: 'month'; nth: Nth; weekday: Weekday }
/** `lastOn`: the last day on which it may still fall. */
export type Series = Rhythm & { fromOn: string; lastOn: string | null }
export type Exception = { day: string; change: SeriesChange; movedTo: string | null }

/** A day of a series: `day` is where it is now, null where it fell out. */
export type Occurrence = { planned: string; day: string | null }

type Fields = {
  rhythm: string
  every?: number | null | undefined
  nth?: Nth | null | undefined
  weekday: Weekday
  fromOn: string
  lastOn: string | null
}

/** A series from the fields of a form or a row; null where the one that its rhythm needs is missing. */
export function seriesFrom({ rhythm, every, nth, weekday, fromOn, lastOn }: Fields): Series | null {
  const days = { weekday, fromOn, lastOn }
  if (rhythm === 'weeks') return every ? { rhythm, every, ...days } : null
  return nth ? { rhythm: 'month', nth, ...days } : null
}

export function weekdayOf(day: string): Weekday {
  return weekdays[weekdayIn(day)] ?? 'monday'
}

/** The first such weekday from this day on, the day itself included. */
export function firstFrom(day: string, weekday: Weekday): string {
  return addDays(day, (weekdays.indexOf(weekday) - weekdayIn(day) + 7) % 7)
}

/** The days on which the rhythm falls from one day to another, both included, before any exception. */
export function daysOf(series: Series, from: string, to: string): string[] {
  const [start, end] = [
    later(from, series.fromOn),
    series.lastOn !== null && series.lastOn < to ? series.lastOn : to,
  ]
  if (start > end) return []
  return (series.rhythm === 'weeks' ? inWeeks(series, start, end) : inMonths(series, start, end)).filter(
    (day) => day >= start && day <= end,
  )
}

const later = (one: string, other: string) => (one > other ? one : other)

/** Counted from the first such weekday of the series, across years as within them. */
function inWeeks(
  { fromOn, weekday, every }: Extract<Series, { rhythm: 'weeks' }>,
  start: string,
  end: string,
): string[] {
  const [first, step] = [firstFrom(fromOn, weekday), every * 7]
  const skipped = Math.max(0, Math.ceil(daysBetween(first, start) / step))
  const count = Math.floor(daysBetween(first, end) / step) - skipped + 1
  return Array.from({ length: Math.max(0, count) }, (_none, place) =>
    addDays(first, (skipped + place) * step),
  )
}

function inMonths(
  { nth, weekday }: Extract<Series, { rhythm: 'month' }>,
  start: string,
  end: string,
): string[] {
  const months: string[] = []
  for (let month = monthAfter(start, 0); month <= end; month = monthAfter(month, 1)) months.push(month)
  return months.map((month) => nthOf(month, nth, weekday)).filter((day) => day !== null)
}

/** Of the month that begins with this day; null in a month that has no fifth one. */
function nthOf(month: string, nth: Nth, weekday: Weekday): string | null {
  const next = monthAfter(month, 1)
  if (nth === 'last') return addDays(firstFrom(next, weekday), -7)
  const day = addDays(firstFrom(month, weekday), 7 * nths.indexOf(nth))
  return day < next ? day : null
}

export function fallsOn(series: Series, day: string): boolean {
  return daysOf(series, day, day).length > 0
}

/**
 * What the series holds from one day to another, both included: days as planned, those that were moved in,
 * and those that fell out. An exception for a day that is none of the rhythm's (any more) says nothing.
 */
export function occurrencesIn(
  series: Series,
  exceptions: Exception[],
  from: string,
  to: string,
): Occurrence[] {
  const changed = exceptions.filter(
    (exception) => exception.change !== 'kept' && fallsOn(series, exception.day),
  )
  const asPlanned = daysOf(series, from, to)
    .filter((day) => !changed.some((exception) => exception.day === day))
    .map((day): Occurrence => ({ planned: day, day }))
  const otherwise = changed
    .map(
      (exception): Occurrence => ({
        planned: exception.day,
        day: exception.change === 'moved' ? exception.movedTo : null,
      }),
    )
    .filter((occurrence) => placeIn(occurrence) >= from && placeIn(occurrence) <= to)
  return [...asPlanned, ...otherwise].toSorted(
    (one, other) =>
      placeIn(one).localeCompare(placeIn(other)) || one.planned.localeCompare(other.planned),
  )
}

const placeIn = ({ planned, day }: Occurrence) => day ?? planned

/** How far ahead plans are read and exceptions made: a year, in which every rhythm falls at least once. */
export function horizonFrom(today: string): string {
  return addDays(today, 366)
}

/** Days before the last one for convening on which the desk begins to say so. */
const aheadOfNotice = 3

/** The last day on which a meeting of that day can still be convened, with the forum's notice. */
export function conveneBy(day: string, noticeDays: number): string {
  return addDays(day, -noticeDays)
}

export function isToBeConvened(day: string, noticeDays: number, today: string): boolean {
  return day >= today && addDays(conveneBy(day, noticeDays), -aheadOfNotice) <= today
}

/** For a meeting like one before: the same weekday, the first that the notice leaves open. */
export function nextLike(heldOn: string, earliest: string): string {
  return firstFrom(later(addDays(heldOn, 1), earliest), weekdayOf(heldOn))
}
