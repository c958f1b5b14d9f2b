import type { Portal, Text } from '@/app/_request/portal'
import type { LineInBoth } from '@/lib/act/fields.ts'
import { daysBetween } from '@/lib/act/calendar.ts'

/** A name, in the language in which there is one. */
export function Words({ of: { text, lang } }: { of: Text }) {
  return <bdi lang={lang}>{text}</bdi>
}

/** A line that whoever recorded it wrote in both languages; what an older record has in one is Spanish. */
export function InBoth({ page: { locale }, line }: { page: Pick<Portal, 'locale'>; line: LineInBoth }) {
  if (typeof line !== 'string') return line[locale]
  return <span lang={locale === 'es' ? undefined : 'es'}>{line}</span>
}

/** A day for a sentence, which says "on" of a day and "in" of a month or a year where a source gives no more. */
export function onDay({ dates }: Pick<Portal, 'dates'>, day: string | null) {
  return { day: dates.day(day ?? ''), precision: day?.length === 10 ? 'day' : 'loose' }
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
