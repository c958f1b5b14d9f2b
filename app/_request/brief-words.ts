import type { BriefWords } from '@/lib/brief/said.ts'
import type { Dates } from './dates'

/** Whose keys and values are checked where they are written out; here the brief's lines bring them. */
type Translator = (key: never, values?: never) => string

/** The words of a reader's language for a brief, on a page and on paper. */
export function briefWords(
  locale: string,
  t: Translator,
  dates: Pick<Dates, 'day' | 'moment'>,
): BriefWords {
  return {
    lang: locale === 'en' ? 'en' : 'es',
    say: (key, values) => t(key as never, values as never),
    day: dates.day,
    moment: dates.moment,
  }
}
