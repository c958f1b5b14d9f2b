import { getTranslations } from 'next-intl/server'
import { isDay } from '@/lib/act/calendar.ts'
import { datesOf } from './dates'

type Params = Record<string, string | number>
export type Say = (key: string, params?: Params) => string

/** Says the message keys of lib in the reader's language: `errors.…` is about what was sent, `consequences.…` about what it brings about, all others are refusals. */
export async function speaker(locale: string): Promise<Say> {
  const t = await getTranslations({ locale })
  const dates = datesOf(locale, 'UTC')
  const inWords = (value: string | number) => {
    // What is counted decides on singular or plural; what is large needs its thousands apart.
    if (typeof value === 'number') return value < 1000 ? value : dates.number(value)
    if (isDay(value)) return dates.day(value)
    if (!/^[a-z-]+$/.test(value)) return value
    const key = [
      `words.statuses.${value}`,
      `refusals.states.${value}`,
      `words.stances.${value}`,
      `words.outcomes.${value}`,
    ].find((one) => t.has(one))
    return key ? t(key) : value
  }
  return (key, params = {}) => {
    const said = Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, inWords(value)]),
    )
    return t(/^(errors|consequences)\./.test(key) ? key : `refusals.${key}`, said)
  }
}
