import type { DecisionEffect } from '@/lib/roadmaps/result-seen.ts'
import type { Frozen } from '@/lib/proposals/facts.ts'
import { whoDidNotAgree } from '@/lib/proposals/rules.ts'
import { inLanguage } from './dates.ts'
import type { Dates } from './dates.ts'

export type Decided = {
  obstacle: string | null
  notCarriedOut: string | null
  frozen: Pick<Frozen, 'sectors'>
}
type Say = (key: string, values?: Record<string, string | number>) => string
/** The reader's words, days and language; `t` is asked for sentences whose keys come from what was decided. */
export type ResultReading = { t: unknown; dates: Pick<Dates, 'day'>; locale: string }

export function listedIn(locale: string, names: string[]): string {
  return new Intl.ListFormat(locale === 'en' ? 'en-GB' : 'es-MX').format(names)
}

/**
 * What came of a proposal, the result first: adopted or not, by whose reservation or objection, and what holds since. One
 * sentence without its full stop, for pages, lists, papers and notices alike.
 */
export function resultSaid(
  { t, dates, locale }: ResultReading,
  { obstacle, notCarriedOut, frozen }: Decided,
  nameOf: (sector: string) => string,
  effect: DecisionEffect | null | undefined,
): string {
  const stood = Object.entries(whoDidNotAgree(frozen.sectors)).map(
    ([how, sectors]) => [how, sectors.map(nameOf)] as const,
  )
  return resultNamed({ t, dates, locale }, { obstacle, notCarriedOut, stood, effect: effect ?? null })
}

/** The same, where the sectors have their names already: of what is printed. */
export function resultNamed(
  { t, dates, locale }: ResultReading,
  {
    obstacle,
    notCarriedOut,
    stood,
    effect,
  }: Pick<Decided, 'obstacle' | 'notCarriedOut'> & {
    stood: (readonly [how: string, names: string[]])[]
    effect: DecisionEffect | null
  },
): string {
  const say = t as Say
  const given = stood.flatMap(([how, names]): [string, string | number][] => [
    [how, names.length],
    [`${how}By`, listedIn(locale, names)],
  ])
  const is = obstacle ?? (notCarriedOut ? 'not-carried-out' : 'adopted')
  const result = say(`record.results.${is}`, Object.fromEntries(given))
  return effect
    ? say('record.results.with', { result, effect: effectSaid({ say, dates, locale }, effect) })
    : result
}

function effectSaid(
  { say, dates, locale }: { say: Say; dates: Pick<Dates, 'day'>; locale: string },
  effect: DecisionEffect,
): string {
  if (effect.of === 'plan-adopted')
    return say('record.results.planAdopted', {
      plan: inLanguage(effect.plan, locale).text,
      count: effect.commitments,
    })
  if (effect.of === 'plan-closed')
    return say('record.results.planClosed', { plan: inLanguage(effect.plan, locale).text })
  if (effect.of === 'commitment')
    return say(`record.results.commitment.${effect.how}`, {
      number: effect.commitment,
      numbers: listedIn(locale, effect.others.map(String)),
    })
  if (effect.of === 'roadmap')
    return say('record.results.roadmap', { number: effect.commitment, version: effect.version })
  return say(`record.results.status.${effect.to}`, {
    number: effect.commitment,
    since: dates.day(effect.since),
    until: effect.until ? dates.day(effect.until) : 'none',
  })
}
