import { addDays, daysBetween, isDay, toDate } from '../../lib/act/calendar.ts'

/** A Monday: the practice table's year is written as if it were opened in this week. */
export const WRITTEN_FOR = '2026-11-23'

/** What is older is history, and stays where it is. */
const BEGINS = '2026-01-01'

/** `{d:2026-03-11}` is that day in words; `m` and `M` its month (es, en), `n` its number, `y` its year, `ym` both in digits. */
const spoken = /\{(d|m|M|n|y|ym):(\d{4}-\d{2}-\d{2})\}/g

// days: the demonstration says its months in words, as people in it do.
const months = (tag: string) => new Intl.DateTimeFormat(tag, { month: 'long', timeZone: 'UTC' })
const [monthEs, monthEn] = [months('es-MX'), months('en-GB')]

/**
 * The days of the practice table's year, on whatever day it is opened: moved by whole weeks, so that a session stays on its day of the week,
 * what lies behind stays behind, and what is to come is to come.
 */
export class Days {
  readonly #shift: number

  constructor(today: string) {
    this.#shift = 7 * Math.floor(daysBetween(WRITTEN_FOR, today) / 7)
  }

  day(written: string): string {
    return written < BEGINS ? written : addDays(written, this.#shift)
  }

  /** An input of an act, or a text, with each day in it moved, also those that are said in words. */
  moved<T>(value: T): T {
    return this.#moved(value) as T
  }

  #moved(value: unknown): unknown {
    if (typeof value === 'string')
      return isDay(value)
        ? this.day(value)
        : value.replace(spoken, (_, how: string, day: string) => said(how, this.day(day)))
    if (Array.isArray(value)) return value.map((one) => this.#moved(one))
    if (value && Object.getPrototypeOf(value) === Object.prototype)
      return Object.fromEntries(
        Object.entries(value).map(([name, one]) => [this.#moved(name), this.#moved(one)]),
      )
    return value
  }
}

function said(how: string, day: string): string {
  const [year = '', month = ''] = day.split('-')
  const number = String(Number(day.slice(8)))
  switch (how) {
    case 'd':
      return `${number} de ${monthEs.format(toDate(day))}`
    case 'm':
      return monthEs.format(toDate(day))
    case 'M':
      return monthEn.format(toDate(day))
    case 'n':
      return number
    case 'ym':
      return `${year}-${month}`
    default:
      return year
  }
}
