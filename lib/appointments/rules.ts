import { somebodyAppoints, voicesHeld } from '../bodies/rules.ts'
import type { ForumRules, SeatHeld } from '../bodies/rules.ts'

/** What becomes of somebody named by letter: in office, objected to, or not needed any more when their day came. */
export const outcomes = ['carried-out', 'objected', 'needless'] as const
export type RestorationOutcome = (typeof outcomes)[number]

/** Whether a sector has lost this voice of its own, so that nobody of it could say who holds the seat. */
export function voiceIsLost(seat: SeatHeld, ofSector: SeatHeld[], day: string): boolean {
  return seat.voice && !somebodyAppoints(seat, ofSector, day)
}

export type SectorThere = { id: string; hasPosition: boolean }

/**
 * Which sectors must say that the letter is true: the others that have a position and somebody to say it. Where there is none of them,
 * another sector that has a voice; and where every other is lost too, what is left of the sector's own voice in another body. While anybody
 * in the forum holds a voice, one of these is there (`goOnInOffice` sees to it that somebody does).
 */
export function confirming(
  sector: string,
  sectors: SectorThere[],
  seats: SeatHeld[],
  day: string,
): string[] {
  const able = sectors.filter(
    ({ id }) =>
      voicesHeld(
        seats.filter((seat) => seat.sector === id),
        day,
      ).length > 0,
  )
  const others = able.filter(({ id }) => id !== sector)
  const withPosition = others.filter(({ hasPosition }) => hasPosition)
  const chosen = [withPosition, others, able].find((some) => some.length > 0) ?? []
  return chosen.map(({ id }) => id)
}

/** How many sectors' word is taken for that of the whole table: with fewer, there is more time to object. */
export const SECTORS_ENOUGH = 2

/** Days in which any seat may object: twice as many where fewer than two sectors could confirm. */
export function objectionDays(rules: ForumRules, confirmed: number): number {
  const days = rules.objectionDays ?? 10
  return confirmed >= SECTORS_ENOUGH ? days : 2 * days
}

/** Somebody must have confirmed it, and everybody that could. */
export function confirmedByAll(wanted: string[], confirmed: string[]): boolean {
  return confirmed.length > 0 && wanted.every((sector) => confirmed.includes(sector))
}

/** What has become due of a letter: it is needed no more, opens to objection, or comes about. */
export type Due = 'needless' | 'open' | 'carry-out'
