import type { Portal, Text } from '@/app/_request/portal'
import { daysBetween } from '@/lib/act/calendar.ts'

/** A name, in the language in which there is one. */
export function Words({ of: { text, lang } }: { of: Text }) {
  return <bdi lang={lang}>{text}</bdi>
}

/** How long from a day to another, as one says it: days, months, or years and months. */
export function lasting({ t }: Pick<Portal, 't'>, from: string, to: string): string {
  const days = daysBetween(from, to)
  if (days < 60) return t('portal.units.days', { count: Math.max(0, days) })
  const [start, end] = [from, to].map((day) => day.split('-').map(Number) as [number, number, number])
  if (!start || !end) return ''
  const months = (end[0] - start[0]) * 12 + end[1] - start[1] - (end[2] < start[2] ? 1 : 0)
  const [years, rest] = [Math.floor(months / 12), months % 12]
  if (years === 0) return t('portal.units.months', { count: months })
  const inYears = t('portal.units.years', { count: years })
  return rest === 0
    ? inYears
    : t('portal.units.yearsAndMonths', {
        years: inYears,
        months: t('portal.units.months', { count: rest }),
      })
}

/** "a, b and c", in the reader's language. */
export function listed({ locale }: Pick<Portal, 'locale'>, names: string[]): string {
  return new Intl.ListFormat(locale === 'es' ? 'es-MX' : 'en-GB').format(names)
}

/** A name within a sentence: "sociedad civil", but "INAI". */
export function within(name: string): string {
  const [first = '', second = ''] = name
  return second === second.toLowerCase() ? first.toLowerCase() + name.slice(1) : name
}

/** A word at the head of a line. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
