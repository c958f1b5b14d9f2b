import type { BriefWords } from '@/lib/brief/said.ts'
import type { Dates } from './dates'

type Told = (key: string, values?: Record<string, string | number>) => string

/** The words of a reader's language for a brief, on a page and on paper. */
export function briefWords(locale: string, t: Told, dates: Pick<Dates, 'day' | 'moment'>): BriefWords {
  return { lang: locale === 'en' ? 'en' : 'es', say: t, day: dates.day, moment: dates.moment }
}
