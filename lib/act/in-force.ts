import { toDate } from './calendar.ts'

// What is in force on a day, said once: here, and for statements written by hand in the functions `in_force` and `has_ended` of the database
// (migration `in_force`), which are told the same days. A test compares them.

/** From a day on, until another: the first on which it is not in force any more. Null: it has no end yet. */
export type Term = { fromOn: string; untilOn: string | null }

export function hasEnded(untilOn: string | null, day: string): boolean {
  return untilOn !== null && untilOn <= day
}

export function inForceOn({ fromOn, untilOn }: Term, day: string): boolean {
  return fromOn <= day && !hasEnded(untilOn, day)
}

/** The first day after it, which it gives away; null where it has no end yet. */
export function firstDayAfter({ untilOn }: Pick<Term, 'untilOn'>): string | null {
  return untilOn
}

/** Is there a day on which both are in force? What ends on the day on which it begins never is. */
export function overlap(one: Term, other: Term): boolean {
  const ends = [one, other].flatMap(({ untilOn }) => untilOn ?? [])
  const last = one.fromOn > other.fromOn ? one.fromOn : other.fromOn
  return ends.every((untilOn) => !hasEnded(untilOn, last))
}

/** The same as a condition on rows. */
export function rowsInForceOn(day: string) {
  return { fromOn: { lte: toDate(day) }, ...rowsNotEndedOn(day) }
}

/** Of rows in force and those that will be. */
export function rowsNotEndedOn(day: string) {
  return { OR: [{ untilOn: null }, { untilOn: { gt: toDate(day) } }] }
}
