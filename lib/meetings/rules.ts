import type { Actor } from '../act/viewer.ts'
import { addDays } from '../act/calendar.ts'
import { countsForQuorum, keepsTheBook, quorumOf, speaksFor } from '../bodies/rules.ts'
import type { ForumRules, Quorum } from '../bodies/rules.ts'

export const meetingKinds = ['ordinary', 'extraordinary'] as const
export type MeetingKind = (typeof meetingKinds)[number]
export const meetingStates = ['convened', 'in-session', 'held', 'cancelled', 'not-held'] as const
export type MeetingState = (typeof meetingStates)[number]

/** How a seat took part. `represented`: by its alternate. */
export const attendanceStates = ['present', 'remote', 'represented', 'absent', 'excused'] as const
export type AttendanceState = (typeof attendanceStates)[number]
/** What minutes say of a seat: how it took part, or why nothing is known of that. Nobody's silence is an absence. */
export const attendancesInMinutes = [...attendanceStates, 'vacant', 'unrecorded'] as const
export type AttendanceInMinutes = (typeof attendancesInMinutes)[number]

/** Somebody was marked, or the quorum is frozen: before, nobody knows whether there is one. */
export function isTaken(meeting: {
  quorumFrozen: boolean
  attendance: { state: string | null }[]
}): boolean {
  return meeting.quorumFrozen || meeting.attendance.some(({ state }) => state !== null)
}

/**
 * What is known of a quorum. That it is there, as soon as enough are marked; that it is not, once those of whom nothing is marked yet could
 * not make one any more.
 */
export function quorumKnown(meeting: {
  quorumFrozen: boolean
  quorum: Pick<Quorum, 'reached' | 'there' | 'needed' | 'sectors'>
  attendance: {
    state: string | null
    counts: boolean
    vacant: boolean
    seat: { sector: { id: string } }
  }[]
}): { is: 'unknown' | 'reached' | 'open' | 'lacking'; unmarked: number } {
  const { quorum, quorumFrozen, attendance } = meeting
  const waited = attendance.filter(({ state, counts, vacant }) => counts && !vacant && state === null)
  const unmarked = waited.length
  if (!isTaken(meeting)) return { is: 'unknown', unmarked }
  if (quorum.reached) return { is: 'reached', unmarked }
  const couldBe =
    quorum.there + unmarked >= quorum.needed &&
    quorum.sectors.every(
      ({ sector, there, needed }) =>
        there + waited.filter(({ seat }) => seat.sector.id === sector).length >= needed,
    )
  return { is: couldBe && !quorumFrozen ? 'open' : 'lacking', unmarked }
}

/** Nobody is missing from a seat that nobody holds. */
export function attendanceOf<State extends string>({
  vacant,
  state,
}: {
  vacant: boolean
  state: State | null | undefined
}): State | 'vacant' | 'unrecorded' {
  if (vacant && !isThere(state)) return 'vacant'
  return state ?? 'unrecorded'
}

/** Nothing is settled yet: the agenda and the attendance can still change. */
export function isOnTheTable(state: string): boolean {
  return state === 'convened' || state === 'in-session'
}

/** When a session was, as far as the record goes. */
export type Held = {
  state: string
  heldOn: string
  /** where it was opened on another day */
  convenedFor: string | null
  startsAt: Date | null
  openedAt: Date | null
  closedAt: Date | null
}

/** It was opened, and not given up for want of a quorum: until then its day and hour are those it is convened for. */
export function wasHeld({ state, openedAt }: Pick<Held, 'state' | 'openedAt'>): boolean {
  return openedAt !== null && (state === 'in-session' || state === 'held')
}

export function isThere(state: string | null | undefined): boolean {
  return state === 'present' || state === 'remote' || state === 'represented'
}

/** A seat of a body on a day, and whoever held it on that day. */
export type SeatOn = {
  id: string
  function: string
  voice: boolean
  required: boolean
  sector: string
  hasPosition: boolean
  titular: string | null
  alternate: string | null
}

export function isVacant(seat: { titular: unknown; alternate: unknown }): boolean {
  return !seat.titular && !seat.alternate
}

/** The mandate that sat: the titular's own, or the alternate's; null: nobody could have sat so, or nobody did. */
export function mandateThatSat(seat: SeatOn, state: string): string | null {
  if (state === 'represented') return seat.alternate
  return isThere(state) ? seat.titular : null
}

/**
 * The secretary keeps the book; where that seat is vacant, the chair; where both are, any seat with a voice,
 * so that a body whose officers left can still meet.
 */
export function keepsBook(actor: Actor, body: string, seats: SeatOn[]): boolean {
  const filled = (name: string) => seats.some((seat) => seat.function === name && !isVacant(seat))
  if (keepsTheBook(actor, body, !filled('secretary'))) return true
  return (
    !filled('secretary') &&
    !filled('chair') &&
    actor.kind === 'seat' &&
    actor.body === body &&
    actor.voice
  )
}

/**
 * Who keeps the book of this meeting: whoever keeps its body's, and, where a sector convened it because nobody
 * had, the seat that did. Else one who will not convene could keep it from being opened, too.
 */
export function keepsBookOf(
  actor: Actor,
  meeting: {
    bodyId: string
    convenedBy: string | null
    bySectorId: string | null
    seatsToday: SeatOn[]
  },
): boolean {
  return (
    keepsBook(actor, meeting.bodyId, meeting.seatsToday) ||
    (meeting.bySectorId !== null && actor.kind === 'seat' && actor.seat === meeting.convenedBy)
  )
}

/**
 * Where the Committee has neither met nor been convened for as long as the forum's rule says, any sector with a
 * voice there may convene it (`conveneAfterDays`): nobody keeps the table from meeting by not calling it.
 */
export function mayCallInstead(
  actor: Actor,
  body: { id: string; kind: string },
  { since, today, days }: { since: string | null; today: string; days: number },
): boolean {
  return (
    body.kind === 'committee' &&
    speaksFor(actor, body.id) &&
    since !== null &&
    addDays(since, days) <= today
  )
}

/** A body cannot sit twice at once. */
export function isWithinAnHour(one: Date | null, other: Date): boolean {
  return one !== null && Math.abs(one.getTime() - other.getTime()) < 60 * 60_000
}

/** The sectors with a position that have a seat in this body, in the order of its seats. */
export function sectorsWithPosition(seats: SeatOn[]): string[] {
  return [...new Set(seats.filter((seat) => seat.hasPosition).map((seat) => seat.sector))]
}

export type Attended = { seatId: string; state: string }

/**
 * A seat that the rules do not ask for counts while somebody holds it; a required one counts even when it is
 * vacant.
 */
function countsAt(seat: SeatOn): boolean {
  return countsForQuorum(seat) && (seat.required || !isVacant(seat))
}

export function quorumAt(seats: SeatOn[], attendance: Attended[], rules: ForumRules): Quorum {
  const present = seats.map((seat) => ({
    sector: seat.sector,
    counts: countsAt(seat),
    there: isThere(attendance.find((mark) => mark.seatId === seat.id)?.state),
  }))
  return quorumOf(present, sectorsWithPosition(seats), rules)
}

export type Speaker = { sector: string; seat: string; mandate: string }

/**
 * Who spoke for each sector: the first of its seats with a voice that was there. A sector without one had no
 * voice in the session.
 */
export function speakersAt(
  seats: SeatOn[],
  attendance: { seatId: string; state: string; mandateId: string | null }[],
): Speaker[] {
  return sectorsWithPosition(seats).flatMap((sector) => {
    const own = seats.filter((seat) => seat.voice && seat.sector === sector)
    const sat = own.flatMap((seat) =>
      attendance.filter((mark) => mark.seatId === seat.id && isThere(mark.state) && mark.mandateId),
    )
    const first = sat[0]
    return first?.mandateId ? [{ sector, seat: first.seatId, mandate: first.mandateId }] : []
  })
}
