import {
  addDays,
  dayIn,
  instantIn,
  lastDayBefore,
  startOfDay,
  timeIn,
  weekdayIn,
} from '../act/calendar.ts'
import type { NoticeKind } from '../log/fact.ts'

/** When somebody is told of what is of one kind, in one body. */
export const whens = ['at-once', 'daily', 'weekly', 'none'] as const
export type When = (typeof whens)[number]

/** Nobody's telephone rings at night for what can wait. */
const MORNING = '08:00'
const EVENING = '20:00'
const MONDAY = 0

/**
 * Where nothing is chosen: what is asked of one comes at once, what changed with the day's mail, the
 * rest with the week's.
 */
export function usualWhen(kind: NoticeKind, urgent: boolean): When {
  if (kind === 'asked' || urgent) return 'at-once'
  return kind === 'changed' ? 'daily' : 'weekly'
}

export function isDaylight(zone: string, instant: Date): boolean {
  const time = timeIn(zone, instant)
  return time >= MORNING && time < EVENING
}

/** In the morning of a day; where clocks skip that hour, at the day's beginning. */
function morningOf(zone: string, day: string): Date {
  return instantIn(zone, day, MORNING) ?? startOfDay(zone, day)
}

/** The first morning that is not before an instant. */
function morningAfter(zone: string, instant: Date): Date {
  const day = dayIn(zone, instant)
  const morning = morningOf(zone, day)
  return morning >= instant ? morning : morningOf(zone, addDays(day, 1))
}

function mondayAfter(zone: string, instant: Date): Date {
  const morning = morningAfter(zone, instant)
  const day = dayIn(zone, morning)
  return morningOf(zone, addDays(day, (7 + MONDAY - weekdayIn(day)) % 7))
}

type Telling = { turn: 0 | 1 | 2; at: Date; urgent: boolean }

/**
 * When one is told of a thing, and reminded of it: at half of the time and on the day before, in the
 * morning, where it is asked and has a deadline. That a deadline comes is told once, whatever was
 * chosen.
 */
export function tellings(
  zone: string,
  { kind, when, from, dueAt }: { kind: NoticeKind; when: When; from: Date; dueAt: Date | null },
): Telling[] {
  const deadline = kind === 'asked' ? dueAt : null
  const first = firstTelling(zone, when, from, deadline)
  if (!first) return []
  if (!deadline || when === 'none') return [first]
  const half = morningAfter(zone, new Date((from.getTime() + deadline.getTime()) / 2))
  const eve = eveOf(zone, deadline)
  const again: Telling[] = [
    { turn: 1, at: half, urgent: false },
    { turn: 2, at: eve, urgent: false },
  ]
  return [first, ...again.filter(({ at, turn }) => at > first.at && (turn === 2 || at < eve))]
}

function eveOf(zone: string, deadline: Date): Date {
  return morningOf(zone, addDays(lastDayBefore(zone, deadline), -1))
}

function firstTelling(zone: string, when: When, from: Date, deadline: Date | null): Telling | null {
  if (when === 'none' && !deadline) return null
  const atOnce: Telling = { turn: 0, at: from, urgent: true }
  if (when === 'at-once') return atOnce
  const daily = morningAfter(zone, from)
  const chosen = when === 'weekly' ? mondayAfter(zone, from) : daily
  // Too late is as good as never: what is chosen gives way to the deadline, as little as it must.
  if (deadline && chosen > eveOf(zone, deadline))
    return daily < deadline ? { turn: 0, at: daily, urgent: false } : atOnce
  return { turn: 0, at: chosen, urgent: false }
}

/** So long one goes on trying to hand over a letter: a server that is down for a weekend loses nothing. */
const GIVE_UP_AFTER_HOURS = 5 * 24
const LONGEST_WAIT_MINUTES = 4 * 60

/** One minute, two, four … four hours. */
export function waitAfter(tries: number): number {
  return Math.min(2 ** (tries - 1), LONGEST_WAIT_MINUTES) * 60_000
}

export function isGivenUp(hoursOnTheWay: number): boolean {
  return hoursOnTheWay >= GIVE_UP_AFTER_HOURS
}
