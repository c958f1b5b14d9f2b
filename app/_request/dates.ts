import { comesTwice, dayEndingAt, dayIn, fromDate, isDay, toDate } from '@/lib/act/calendar.ts'
import type { Localised } from '@/lib/act/fields.ts'
import { wasHeld } from '@/lib/meetings/rules.ts'
import type { Held } from '@/lib/meetings/rules.ts'

const tags: Record<string, string> = { es: 'es-MX', en: 'en-GB' }

export type Dates = ReturnType<typeof writersOf>

/** Of each language and zone: making them takes longer than to write a page of days. */
const known = new Map<string, Dates>()

/** Days as they are, instants in the forum's zone, and both as the reader's language writes them. */
export function datesOf(locale: string, timeZone: string): Dates {
  const key = `${locale} ${timeZone}`
  const dates = known.get(key) ?? writersOf(locale, timeZone)
  known.set(key, dates)
  return dates
}

function writersOf(locale: string, timeZone: string) {
  const format = (options: Intl.DateTimeFormatOptions) =>
    // days: days and hours are written in words here, and nowhere else.
    new Intl.DateTimeFormat(tags[locale] ?? locale, { hourCycle: 'h23', ...options })
  const long = { day: 'numeric', month: 'long', year: 'numeric' } as const
  const clock = { hour: '2-digit', minute: '2-digit' } as const
  const ofDay = format({ ...long, timeZone: 'UTC' })
  const ofShort = format({ day: 'numeric', month: 'short', timeZone: 'UTC' })
  const ofShortMonth = format({ month: 'short', timeZone: 'UTC' })
  const ofMonth = format({ month: 'long', year: 'numeric', timeZone: 'UTC' })
  // As people there say it; UTC has no place, and 'GMT+0' is no name.
  const timeZoneName = timeZone === 'UTC' ? ('short' as const) : ('shortGeneric' as const)
  const ofMoment = format({ ...long, ...clock, timeZone })
  const ofExact = format({ ...long, ...clock, timeZone, timeZoneName })
  const ofZone = format({ timeZone, timeZoneName })
  const ofTime = format({ ...clock, timeZone })
  return {
    /** A day, or a month or a year where the source gives no more. */
    day(day: string | Date): string {
      const text = typeof day === 'string' ? day : fromDate(day)
      if (isDay(text)) return ofDay.format(toDate(text))
      return /^\d{4}-\d{2}$/.test(text) ? ofMonth.format(toDate(`${text}-01`)) : text
    },
    /** A day of this year or the next, where several stand in a row. */
    short: (day: string) => ofShort.format(toDate(day)),
    /** The short name of the month of a day, for an axis. */
    month: (day: string) => ofShortMonth.format(toDate(day)),
    /** An instant, where the page says below in which zone. */
    moment: (instant: Date) => ofMoment.format(instant),
    /** An instant with its zone: where somebody may be elsewhere, and on what leaves the page. */
    exact: (instant: Date) => ofExact.format(instant),
    /** The day on which an instant falls here. */
    dayOf: (instant: Date) => dayIn(timeZone, instant),
    /** The day that ends here with an instant; null where none does. */
    dayEndingAt: (instant: Date) => dayEndingAt(timeZone, instant),
    comesTwice: (instant: Date) => comesTwice(timeZone, instant),
    /** The zone itself, as in "Mexico City Time". */
    zone: ofZone.formatToParts(0).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone,
    time: (instant: Date) => ofTime.format(instant),
    number: (value: number) => value.toLocaleString(tags[locale]),
  }
}

/** A deadline as one says it. At the turn of a day it is the end of the day before: nobody reads midnight right. */
export function endSaid(
  t: (key: 'words.endOf', values: { day: string }) => string,
  dates: Dates,
  end: Date,
): string {
  const day = dates.dayEndingAt(end)
  return day ? t('words.endOf', { day: dates.day(day) }) : dates.moment(end)
}

type Said = (
  key:
    | 'record.when'
    | 'record.underWay'
    | 'record.held'
    | 'record.convenedFor'
    | 'preparing.movedTo'
    | 'words.heldSince'
    | 'words.fromTo'
    | 'words.comesTwice',
  values?: { at: string } | { from: string; to: string },
) => string

/**
 * When a meeting was held, and for when it was convened; until it is opened, that alone. What the record says of
 * the one is never shown for the other.
 */
export function timesSaid(
  t: Said,
  dates: Pick<Dates, 'day' | 'moment' | 'exact' | 'time' | 'dayOf' | 'comesTwice'>,
  meeting: Held & { movedFrom?: string | null },
): { label: string; value: string }[] {
  const convened = beginningSaid(t, dates, {
    ...meeting,
    heldOn: meeting.convenedFor ?? meeting.heldOn,
  })
  // Of a call that was moved one is told the day that it was for, and the one that it was moved to.
  const called = meeting.movedFrom
    ? [{ label: t('record.convenedFor'), value: dates.day(meeting.movedFrom) }]
    : []
  if (!wasHeld(meeting) || !meeting.openedAt)
    return [{ label: t('record.when'), value: convened }, ...called]
  return [
    {
      label: t(meeting.closedAt ? 'record.held' : 'record.underWay'),
      value: heldSaid(t, dates, meeting.openedAt, meeting.closedAt),
    },
    ...called,
    {
      label: t(meeting.movedFrom ? 'preparing.movedTo' : 'record.convenedFor'),
      value: convened,
    },
  ]
}

function heldSaid(
  t: Said,
  dates: Pick<Dates, 'day' | 'moment' | 'time' | 'dayOf'>,
  from: Date,
  to: Date | null,
): string {
  if (!to) return t('words.heldSince', { at: dates.moment(from) })
  const within = dates.dayOf(from) === dates.dayOf(to)
  return t('words.fromTo', {
    from: within ? `${dates.day(dates.dayOf(from))}, ${dates.time(from)}` : dates.moment(from),
    to: within ? dates.time(to) : dates.moment(to),
  })
}

/** The hour at which a meeting began, where it did; else the one for which it is convened. */
export function hourSaid(dates: Dates, meeting: Pick<Held, 'state' | 'openedAt' | 'startsAt'>): string {
  const from = wasHeld(meeting) ? meeting.openedAt : meeting.startsAt
  return from ? dates.time(from) : ''
}

/** When a meeting begins, and which of two hours is meant where its day has that hour twice (decision 064). */
export function beginningSaid(
  t: (key: 'words.comesTwice', values: { at: string }) => string,
  dates: Pick<Dates, 'day' | 'exact' | 'comesTwice'>,
  { startsAt, heldOn }: { startsAt: Date | null; heldOn: string },
): string {
  if (!startsAt) return dates.day(heldOn)
  return dates.comesTwice(startsAt)
    ? t('words.comesTwice', { at: dates.exact(startsAt) })
    : dates.exact(startsAt)
}

/** A name in the reader's language, or in the one in which it was written; `lang` where the two differ. */
export function inLanguage(name: Localised, locale: string): { text: string; lang?: string } {
  if (locale === 'en') return name.en ? { text: name.en } : { text: name.es, lang: 'es' }
  return { text: name.es }
}
