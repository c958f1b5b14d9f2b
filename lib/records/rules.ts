import type { Status } from '../commitments/rules.ts'

/** What can be taken over from before the system. */
export const takenKinds = ['decision', 'minutes', 'status'] as const
export type TakenKind = (typeof takenKinds)[number]

/** What a sector says to it: that it was so, or that it doubts it. */
export const words = ['confirms', 'questions'] as const
export type Word = (typeof words)[number]

export type Said = { sector: string; says: Word; entryIndex: number }

/** The latest word of each sector: what it said before stays, and no longer counts. */
export function latestOf<S extends Said>(said: readonly S[]): S[] {
  return said
    .filter(
      (one) => !said.some((other) => other.sector === one.sector && other.entryIndex > one.entryIndex),
    )
    .toSorted((one, other) => one.entryIndex - other.entryIndex)
}

/** By how many of the sectors with a position it is confirmed. One that is questioned is confirmed by no more than the others. */
export function confirmedBy(said: readonly Said[], sectors: readonly string[]): number {
  return latestOf(said).filter(({ says, sector }) => says === 'confirms' && sectors.includes(sector))
    .length
}

/** Whether it stands for the forum: each sector with a position confirms it, and none questions it. */
export function stands(said: readonly Said[], sectors: readonly string[]): boolean {
  return sectors.length > 0 && confirmedBy(said, sectors) === sectors.length
}

/** A status that was taken over fills a gap and moves nothing that the forum decided itself: only what the record does not say. */
export function fillsTheGap(from: Status): boolean {
  return from === 'unknown'
}
