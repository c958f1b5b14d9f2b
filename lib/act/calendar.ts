/**
 * The only place that turns days into instants and back (decision 064). A day is 'YYYY-MM-DD' and has a zone only where it meets an instant; it
 * begins with the first instant at which clocks there show it, midnight or not.
 */

export const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Clocks of a zone: by how much they are ahead of UTC at the bounds of stretches of time, and when they were set within one. */
type Clocks = { format: Intl.DateTimeFormat; offsets: Map<number, number>; changes: Map<number, number> }

/** Clocks are set otherwise from `at` on: ahead of UTC by `from` before, and by `to` after. In milliseconds. */
export type Change = { at: number; from: number; to: number }

/** No zone has ever set its clocks twice within three days: the shortest on record is Freetown in 1939, with four. */
const STRETCH_MS = 3 * DAY_MS
/** No clock was ever further from UTC: Juneau and Manila, by 15 hours and some minutes before they had a zone. */
const FURTHEST_MS = 16 * HOUR_MS
/** Some three hundred years. Whoever asks for more days than that in one zone has them looked up again. */
const MOST_STRETCHES = 40_000

const known = new Map<string, Clocks>()

function clocksOf(zone: string): Clocks {
  const clocks = known.get(zone)
  if (clocks) return clocks
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  const made: Clocks = { format, offsets: new Map(), changes: new Map() }
  known.set(zone, made)
  return made
}

/** As the runtime tells it: 'GMT', 'GMT-06:00', and 'GMT-06:36:36' of old. */
function lookUp({ format }: Clocks, at: number): number {
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(format.format(at)) ?? []
  const offset = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
  return sign === '-' ? -offset : offset
}

/** At the beginning of a stretch, which is the end of the one before. */
function offsetAtBound(clocks: Clocks, stretch: number): number {
  const offset = clocks.offsets.get(stretch)
  if (offset !== undefined) return offset
  if (clocks.offsets.size >= MOST_STRETCHES) clocks.offsets.clear()
  const found = lookUp(clocks, stretch * STRETCH_MS)
  clocks.offsets.set(stretch, found)
  return found
}

/** How clocks were set within a stretch: once, or not at all. */
function changeWithin(clocks: Clocks, stretch: number): Change | null {
  const from = offsetAtBound(clocks, stretch)
  const to = offsetAtBound(clocks, stretch + 1)
  if (from === to) return null
  const at = clocks.changes.get(stretch) ?? secondOfChange(clocks, stretch, from)
  clocks.changes.set(stretch, at)
  return { at, from, to }
}

function secondOfChange(clocks: Clocks, stretch: number, before: number): number {
  let [early, late] = [stretch * STRETCH_MS, (stretch + 1) * STRETCH_MS]
  while (late - early > 1000) {
    const middle = early + Math.floor((late - early) / 2000) * 1000
    if (lookUp(clocks, middle) === before) early = middle
    else late = middle
  }
  return late
}

function offsetAt(zone: string, at: number): number {
  const clocks = clocksOf(zone)
  const stretch = Math.floor(at / STRETCH_MS)
  const change = changeWithin(clocks, stretch)
  if (!change) return offsetAtBound(clocks, stretch)
  return at < change.at ? change.from : change.to
}

/** By how much clocks in `zone` are ahead of UTC at `instant`, in milliseconds. */
export function offsetIn(zone: string, instant: Date): number {
  return offsetAt(zone, instant.getTime())
}

/** Each setting of the clocks of a zone from one instant to another, in their order. */
export function changesIn(zone: string, from: Date, to: Date): Change[] {
  const clocks = clocksOf(zone)
  const [first, last] = [from, to].map((one) => Math.floor(one.getTime() / STRETCH_MS)) as [
    number,
    number,
  ]
  return Array.from({ length: last - first + 1 }, (_none, place) => changeWithin(clocks, first + place))
    .filter((one) => one !== null)
    .filter(({ at }) => at >= from.getTime() && at <= to.getTime())
}

/** Whether the runtime knows the zone by this name, which is Region/City, or UTC. */
export function isZone(name: string): boolean {
  if (!/^(?:UTC|[A-Z][A-Za-z_]+(?:\/[A-Z][A-Za-z0-9_+-]*)+)$/.test(name)) return false
  try {
    clocksOf(name)
    return true
  } catch {
    return false
  }
}

/** What clocks show, as if they were UTC's. */
function shownAt(zone: string, instant: Date): number {
  return instant.getTime() + offsetIn(zone, instant)
}

/** The instants at which clocks in a zone show something: one; two where they are set back over it; none where they skip it. */
function instantsAt(zone: string, shown: number): { instants: number[]; skippedAt: number | null } {
  const from = offsetAt(zone, shown - FURTHEST_MS)
  const to = offsetAt(zone, shown + FURTHEST_MS)
  if (from === to) return { instants: [shown - from], skippedAt: null }
  const instants = [from, to]
    .filter((offset) => offsetAt(zone, shown - offset) === offset)
    .map((offset) => shown - offset)
  if (instants.length > 0) return { instants: instants.toSorted((a, b) => a - b), skippedAt: null }
  return {
    instants,
    skippedAt: changesIn(zone, new Date(shown - to), new Date(shown - from))[0]?.at ?? null,
  }
}

function startOfNumber(zone: string, number: number): Date {
  const { instants, skippedAt } = instantsAt(zone, number * DAY_MS)
  const start = instants[0] ?? skippedAt
  if (start === null) throw new Error(`${zone} has no day that is number ${number}`)
  return new Date(start)
}

/**
 * The first instant of a day in a zone: the least at which clocks show it or a later one. That is not midnight where summer time begins at midnight; and of a
 * day that a zone never had (Apia, 30 December 2011) it is the first instant of the day after.
 */
export function startOfDay(zone: string, day: string): Date {
  return startOfNumber(zone, numberOf(day))
}

/** The end of a day in a zone, exclusive: the first instant of the next day that there is. A deadline is this instant of its last day. */
export function endOfDay(zone: string, day: string): Date {
  return startOfNumber(zone, numberOf(day) + 1)
}

/** The last day of what ends, exclusive, at `end`: of a deadline at the turn of a day, the day that ends there. */
export function lastDayBefore(zone: string, end: Date): string {
  return dayIn(zone, new Date(end.getTime() - 1000))
}

/** The day that ends, exclusive, at exactly this instant; null where none does. */
export function dayEndingAt(zone: string, end: Date): string | null {
  return startOfDay(zone, dayIn(zone, end)).getTime() === end.getTime() ? lastDayBefore(zone, end) : null
}

/** The day on which `instant` falls in `zone`. */
export function dayIn(zone: string, instant: Date): string {
  return dayNumbered(Math.floor(shownAt(zone, instant) / DAY_MS))
}

/** 'HH:MM' in `zone`. */
export function timeIn(zone: string, instant: Date): string {
  return new Date(shownAt(zone, instant)).toISOString().slice(11, 16)
}

/**
 * The instant at which clocks in `zone` show `day` and `time`; null where no clock shows it, because it is skipped when clocks are set forward. An hour
 * that comes twice when they are set back means the first of the two, and `comesTwice` tells it.
 */
export function instantIn(zone: string, day: string, time: string): Date | null {
  const shown = Date.parse(`${day}T${time}:00Z`)
  const first = Number.isNaN(shown) ? undefined : instantsAt(zone, shown).instants[0]
  return first === undefined ? null : new Date(first)
}

/** Whether clocks in `zone` show at `instant` what they show at another instant, too. */
export function comesTwice(zone: string, instant: Date): boolean {
  return instantsAt(zone, shownAt(zone, instant)).instants.length > 1
}

/** Whether 'YYYY-MM-DD' names a day of the calendar. There is no year 0. */
export function isDay(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = toDate(text)
  return !Number.isNaN(date.getTime()) && fromDate(date) === text
}

const [firstDay, finalDay] = ['0001-01-01', '9999-12-31'].map(numberOf) as [number, number]

/** Days counted one after the other, whatever the clocks of a zone do meanwhile. */
function numberOf(day: string): number {
  return toDate(day).getTime() / DAY_MS
}

/** Years have four digits: what would be later is the last day of them. */
function dayNumbered(number: number): string {
  return fromDate(new Date(Math.min(finalDay, Math.max(firstDay, number)) * DAY_MS))
}

/** `day` moved by a number of days. */
export function addDays(day: string, days: number): string {
  return dayNumbered(numberOf(day) + days)
}

/** Whole days from one day to another; negative where the second is earlier. */
export function daysBetween(one: string, other: string): number {
  return numberOf(other) - numberOf(one)
}

/** The place of a day in its week: Monday is 0 (ISO 8601). */
export function weekdayIn(day: string): number {
  // 1 January 1970 was a Thursday.
  return (((numberOf(day) + 3) % 7) + 7) % 7
}

/** The first day of the month that lies so many months after that of `day`. */
export function monthAfter(day: string, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number)
  const count = year * 12 + month - 1 + months
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}-01`
}

/** The day from which on it is sure that a day, a month or a year has come: the last of it. */
export function lastDayOf(day: string): string {
  const [year = '', month = '12', of] = day.split('-')
  return of === undefined ? addDays(monthAfter(`${year}-${month}-01`, 1), -1) : day
}

/** A day as the database keeps it. */
export function toDate(day: string): Date {
  return new Date(`${day}T00:00:00Z`)
}

export function fromDate(date: Date): string {
  return date.toISOString().slice(0, 10)
}

/** An instant as it stands in an entry: UTC, whole seconds. */
export function toInstant(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}

export function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000)
}

/** So many hours later, or earlier: a span of time, that no setting of clocks makes longer or shorter. */
export function hoursAfter(instant: Date, hours: number): Date {
  return new Date(instant.getTime() + hours * HOUR_MS)
}
