import { addDays } from '../act/calendar.ts'
import { hasEnded } from '../act/in-force.ts'

/** How long before its last day a mandate is said to end. */
export const ENDING_DAYS = 60

/** Does this mandate end within the days in which somebody should be named to follow? */
export function endsSoon({ untilOn }: { untilOn: string | null }, today: string): boolean {
  return !hasEnded(untilOn, today) && hasEnded(untilOn, addDays(today, ENDING_DAYS))
}

/** So many meetings in a row at which nobody came make a fact that is told. */
export const MEETINGS_MISSED = 3

/** Of a body's latest meetings, latest first: those at which nobody was there for a seat, where there are enough of them in a row. */
export function missedInARow<M extends { there: boolean }>(latest: M[]): M[] {
  const came = latest.findIndex(({ there }) => there)
  const missed = came < 0 ? latest : latest.slice(0, came)
  return missed.length >= MEETINGS_MISSED ? missed : []
}
