import type { Words } from '@/lib/papers/print.ts'
import { timesSaid } from './dates.ts'
import type { Dates } from './dates.ts'

type Told = Words['say'] & Parameters<typeof timesSaid>[0]

const instant = (text: string | null) => (text ? new Date(text) : null)

/** The words of a reader's language for what is printed: those of the pages, by the same writers. */
export function wordsOf(lang: Words['lang'], t: Told, dates: Dates): Words {
  return {
    lang,
    say: t,
    day: dates.day,
    moment: dates.exact,
    times: ({ heldOn, convenedFor, startsAt, openedAt, closedAt }) =>
      timesSaid(t, dates, {
        state: 'held',
        heldOn,
        convenedFor,
        startsAt: instant(startsAt),
        openedAt: instant(openedAt),
        closedAt: instant(closedAt),
      }),
  }
}
