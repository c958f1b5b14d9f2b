import { dayIn, fromDate, isDay } from '@/lib/act/calendar.ts'
import type { Localised } from '@/lib/act/fields.ts'

const tags: Record<string, string> = { es: 'es-MX', en: 'en-GB' }

export type Dates = ReturnType<typeof writersOf>

/** Of each language and zone: making the six of them takes longer than to write a page of days. */
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
    new Intl.DateTimeFormat(tags[locale] ?? locale, { hourCycle: 'h23', ...options })
  const long = { day: 'numeric', month: 'long', year: 'numeric' } as const
  const clock = { hour: '2-digit', minute: '2-digit' } as const
  const ofDay = format({ ...long, timeZone: 'UTC' })
  const ofShort = format({ day: 'numeric', month: 'short', timeZone: 'UTC' })
  const ofMonth = format({ month: 'long', year: 'numeric', timeZone: 'UTC' })
  const ofMoment = format({ ...long, ...clock, timeZone, timeZoneName: 'short' })
  const ofPlain = format({ ...long, ...clock, timeZone })
  const ofTime = format({ ...clock, timeZone })
  const ofUtc = format({ ...long, ...clock, second: '2-digit', timeZone: 'UTC', timeZoneName: 'short' })
  return {
    /** A day, or a month or a year where the source gives no more. */
    day(day: string | Date): string {
      const text = typeof day === 'string' ? day : fromDate(day)
      if (isDay(text)) return ofDay.format(new Date(`${text}T00:00:00Z`))
      return /^\d{4}-\d{2}$/.test(text) ? ofMonth.format(new Date(`${text}-01T00:00:00Z`)) : text
    },
    /** A day of this year or the next, where several stand in a row. */
    short: (day: string) => ofShort.format(new Date(`${day}T00:00:00Z`)),
    moment: (instant: Date) => ofMoment.format(instant),
    /** The day on which an instant falls here. */
    dayOf: (instant: Date) => dayIn(timeZone, instant),
    /** Without the zone, for a sentence that names it. */
    plain: (instant: Date) => ofPlain.format(instant),
    time: (instant: Date) => ofTime.format(instant),
    utc: (instant: Date) => ofUtc.format(instant),
    number: (value: number) => value.toLocaleString(tags[locale]),
  }
}

/** A name in the reader's language, or in the one in which it was written; `lang` where the two differ. */
export function inLanguage(name: Localised, locale: string): { text: string; lang?: string } {
  if (locale === 'en') return name.en ? { text: name.en } : { text: name.es, lang: 'es' }
  return { text: name.es }
}
