import type { TakenDecision } from '@/lib/papers/document.ts'
import type { Words } from '@/lib/papers/print.ts'
import { actedBy } from './acted.ts'
import { inLanguage, timesSaid } from './dates.ts'
import type { Dates } from './dates.ts'
import { resultNamed } from './result.ts'

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
    result: (decision) => resultNamed({ t, dates, locale: lang }, resultIn(decision, lang)),
    who: ({ seat, ...speaker }, body) =>
      actedBy(t, lang, { ...speaker, seat: seat && { name: seat } }, body),
  }
}

/** A decision of a document, with its sectors by their names in a language. */
export function resultIn({ obstacle, notCarriedOut, stood, effect }: TakenDecision, lang: string) {
  const named = Object.entries(stood).map(
    ([how, sectors]) => [how, sectors.map((name) => inLanguage(name, lang).text)] as const,
  )
  return { obstacle, notCarriedOut, effect, stood: named }
}
