import { z } from 'zod'
import { firstDayAfter, hasEnded, inForceOn, overlap } from '../act/in-force.ts'
import type { Term } from '../act/in-force.ts'
import { refuse } from '../act/refusal.ts'
import type { Refusal } from '../act/refusal.ts'
import type { Actor } from '../act/viewer.ts'

/**
 * The settings of a forum. Where the real rules of a forum are not known (quorum, deadlines and what happens without
 * consensus are unknown for Mexico), these are stated defaults, and no fact about it.
 */
export const ForumRules = z.object({
  /** Seats that must be present, remote or represented, as a share of the seats that count. */
  quorumShare: z.number().min(0).max(1).default(0.5),
  /** Of each sector with a position, seats that must be there. */
  quorumPerSector: z.int().min(0).default(1),
  /** Days in which seats may comment on circulated minutes. */
  observationDays: z.int().min(0).max(60).default(5),
  /** Whether a sector that stays silent through the window counts as approving minutes. Never so for a decision. */
  silenceIsAssentForMinutes: z.boolean().default(false),
  /** The shortest deadline of a written procedure, in days. */
  writtenProcedureDays: z.int().min(1).max(90).default(5),
  /** The body that decides on a commitment's status: the committee, or its own working group. */
  statusDecidedBy: z.enum(['committee', 'group']).default('committee'),
  /**
   * The body that seals a commitment's roadmap and decides on changes to it, else the committee: who does in Mexico is not known.
   * Optional, for forums that were founded before there was this rule keep their bytes.
   */
  roadmapsDecidedBy: z.enum(['committee', 'group']).optional(),
  /** Whether the public may read proposals and positions before they are closed. */
  openProposalsArePublic: z.boolean().default(true),
  /** Days between the call and an ordinary, or an extraordinary, meeting. */
  noticeDays: z
    .object({ ordinary: z.int().min(0).default(5), extraordinary: z.int().min(0).default(1) })
    .default({ ordinary: 5, extraordinary: 1 }),
  /** Days for which working paper of minutes is kept once nobody needs it, else 180. Optional, as above. */
  draftDays: z.int().min(1).max(3650).optional(),
  /** Days after which a sector's witness counts as silent, else 7. Optional, as above. */
  witnessDays: z.int().min(1).max(365).optional(),
  /**
   * Days without a session of the Committee, held or convened, after which any sector with a voice there may
   * convene it, else 90. Optional, as above.
   */
  conveneAfterDays: z.int().min(1).max(3650).optional(),
  /** Days in which any seat may object to somebody named for a sector that has nobody left, else 10. Optional, as above. */
  objectionDays: z.int().min(1).max(90).optional(),
})
export type ForumRules = z.output<typeof ForumRules>

export function rulesOf(forum: { rules: unknown }): ForumRules {
  return ForumRules.parse(forum.rules ?? {})
}

/**
 * The languages that a forum offers, the first one first. Spanish is among them always, for a name that
 * the log keeps has its Spanish form; a forum that decided nothing offers both, as it was founded.
 */
export const languageChoices = ['es', 'es-en', 'en-es'] as const
export type LanguageChoice = (typeof languageChoices)[number]
export type Language = 'es' | 'en'

const languagesIn: Record<LanguageChoice, readonly [Language, ...Language[]]> = {
  es: ['es'],
  'es-en': ['es', 'en'],
  'en-es': ['en', 'es'],
}

/** By one word: what a form sends, and a sentence says. */
export function languageChoice({ languages }: { languages?: readonly string[] }): LanguageChoice {
  const said = languages?.join('-')
  return languageChoices.find((choice) => choice === said) ?? 'es-en'
}

export function languagesOf(forum: {
  languages?: readonly string[]
}): readonly [Language, ...Language[]] {
  return languagesIn[languageChoice(forum)]
}

/** The language in which somebody is answered: the one that they ask for, where the forum offers it. */
export function languageFor(
  forum: { languages?: readonly string[] },
  asked: string | null | undefined,
): Language {
  const offered = languagesOf(forum)
  return offered.find((language) => language === asked) ?? offered[0]
}

const defaultConveneAfterDays = 90

export function conveneAfter(rules: ForumRules): number {
  return rules.conveneAfterDays ?? defaultConveneAfterDays
}

/** The functions of a seat. Advisers speak and write and have no position; observers read. */
export const functions = ['chair', 'secretary', 'member', 'adviser', 'observer'] as const
export type SeatFunction = (typeof functions)[number]

/** Seats whose presence makes a quorum: advisers and observers are welcome, and do not count. */
export function countsForQuorum(seat: { function: string; hasPosition: boolean }): boolean {
  return seat.hasPosition && seat.function !== 'adviser' && seat.function !== 'observer'
}

export type Present = { sector: string; counts: boolean; there: boolean }
export type Quorum = {
  reached: boolean
  there: number
  of: number
  needed: number
  sectors: { sector: string; there: number; of: number; needed: number; reached: boolean }[]
}

/**
 * Quorum in total and per sector. A vacant seat counts among those that should be there: leaving seats empty must not make
 * decisions easier.
 */
export function quorumOf(seats: Present[], sectorsWithPosition: string[], rules: ForumRules): Quorum {
  const counting = seats.filter((seat) => seat.counts)
  const there = counting.filter((seat) => seat.there).length
  const needed = counting.length === 0 ? 1 : Math.max(1, Math.ceil(counting.length * rules.quorumShare))
  const sectors = sectorsWithPosition.map((sector) => {
    const own = counting.filter((seat) => seat.sector === sector)
    const present = own.filter((seat) => seat.there).length
    return {
      sector,
      there: present,
      of: own.length,
      needed: rules.quorumPerSector,
      reached: present >= rules.quorumPerSector,
    }
  })
  return {
    reached: there >= needed && sectors.every((sector) => sector.reached),
    there,
    of: counting.length,
    needed,
    sectors,
  }
}

/** Does this actor speak for their sector in this body? */
export function speaksFor(actor: Actor, body: string): boolean {
  return actor.kind === 'seat' && actor.body === body && actor.voice && actor.hasPosition
}

/** Does this actor keep the book of this body: its secretary, or the chair where the secretary's seat is empty? */
export function keepsTheBook(actor: Actor, body: string, secretaryIsVacant: boolean): boolean {
  if (actor.kind !== 'seat' || actor.body !== body) return false
  return actor.function === 'secretary' || (secretaryIsVacant && actor.function === 'chair')
}

/** Does this actor sit in the body, and not only watch? */
export function takesPart(actor: Actor, body: string): boolean {
  return actor.kind === 'seat' && actor.body === body && actor.function !== 'observer'
}

/**
 * In which capacity a mandate is held. An alternate stands in for whoever holds the seat; who is acting holds it, with all that belongs
 * to it, while it has no titular.
 */
export const capacities = ['titular', 'alternate', 'acting'] as const
export type Capacity = (typeof capacities)[number]

export type MandateDays = Term & { capacity: string }

/** Is the seat this person's own, and not only theirs to stand in for? */
export function holdsTheSeat({ capacity }: { capacity: string }): boolean {
  return capacity === 'titular' || capacity === 'acting'
}

/** Would two hold the same seat on a day? */
export function overlaps(one: MandateDays, other: MandateDays): boolean {
  return holdsTheSeat(one) && holdsTheSeat(other) && overlap(one, other)
}

/** Since when a seat has had no titular: the end of the last one, or the day on which it was made. Null where somebody holds it on `day`. */
export function vacantSince(mandates: MandateDays[], establishedOn: string, day: string): string | null {
  const titulars = mandates.filter((mandate) => mandate.capacity === 'titular')
  if (titulars.some((titular) => inForceOn(titular, day))) return null
  const ended = titulars.filter((titular) => hasEnded(titular.untilOn, day))
  const ends = ended.flatMap((titular) => firstDayAfter(titular) ?? [])
  return ends.reduce((latest, one) => (one > latest ? one : latest), establishedOn)
}

/** A mandate as it stands, and whether its holder was erased: nobody can sign in as an erased person, so nobody acts by it. */
export type Holding = MandateDays & { id: string; person: string; erased: boolean }
/** A seat of a sector with all who hold, held or will hold it. */
export type SeatHeld = {
  id: string
  body: string
  bodyKind: string
  sector: string
  voice: boolean
  endedOn: string | null
  mandates: Holding[]
}

/** A voice is held in a body: the committee's reaches every seat of its sector, a group's no further than the group. */
export function voiceReaches(from: { body: string; bodyKind: string }, seat: { body: string }): boolean {
  return from.bodyKind === 'committee' || from.body === seat.body
}

/**
 * Whether, by this seat, somebody would say who speaks for a sector with a position in a body in which
 * they do not: what a second sector confirms (decision 083).
 */
export function speaksElsewhere(
  from: { body: string; hasPosition: boolean },
  seat: { body: string; voice: boolean },
): boolean {
  return from.hasPosition && seat.voice && from.body !== seat.body
}

/** Does this actor speak for a sector with a position before the whole forum, as whoever holds the seat? */
export function speaksForTheForum(actor: Actor): actor is Extract<Actor, { kind: 'seat' }> {
  return (
    actor.kind === 'seat' &&
    actor.voice &&
    actor.hasPosition &&
    actor.bodyKind === 'committee' &&
    holdsTheSeat(actor)
  )
}

/** The seats of the sector whose holder may say who sits on `seat` (decision 006). */
export function voicesOver(seat: { body: string }, ofSector: SeatHeld[], day: string): SeatHeld[] {
  return ofSector.filter(
    (seatHeld) => seatHeld.voice && voiceReaches(seatHeld, seat) && !hasEnded(seatHeld.endedOn, day),
  )
}

/** The days of those who may say who sits on `seat`: holders, since an alternate stands in and appoints nobody. */
export function appointersOf(seat: { body: string }, ofSector: SeatHeld[], day: string): Holding[] {
  return voicesOver(seat, ofSector, day).flatMap(({ endedOn, mandates }) =>
    mandates
      .filter((mandate) => holdsTheSeat(mandate) && !mandate.erased)
      .map((mandate) => ({ ...mandate, untilOn: earlier(mandate.untilOn, endedOn) })),
  )
}

function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}

/** The first day from `from` on, and before `before`, on which none of them is in force. */
export function firstDayWithout(
  mandates: MandateDays[],
  from: string,
  before: string | null = null,
): string | null {
  let day = from
  while (before === null || day < before) {
    const inForce = mandates.filter((mandate) => inForceOn(mandate, day))
    if (inForce.length === 0) return day
    const ends = inForce.flatMap((mandate) => firstDayAfter(mandate) ?? [])
    if (ends.length < inForce.length) return null
    day = ends.reduce((latest, one) => (one > latest ? one : latest), day)
  }
  return null
}

/**
 * The first day that the sector would lose: on which, were this mandate to end on `untilOn`, nobody were left to say who sits where this
 * one may say it. Every day counts for which it was given, so that two who rely on each other cannot both leave, and a successor who
 * begins later, or ends sooner, leaves no gap. `next` is whoever follows in the same act.
 */
export function firstDayLost(
  mandate: Holding,
  seat: SeatHeld,
  ofSector: SeatHeld[],
  untilOn: string,
  next: MandateDays | null = null,
): string | null {
  const appointing = appointersOf(seat, ofSector, untilOn)
  const own = appointing.find((holding) => holding.id === mandate.id)
  if (!own) return null
  const from = untilOn > own.fromOn ? untilOn : own.fromOn
  const others: MandateDays[] = appointing.filter((holding) => holding !== own)
  return firstDayWithout(next && holdsTheSeat(next) ? [...others, next] : others, from, own.untilOn)
}

/** Whether anybody of the sector may say today who sits on `seat`. */
export function somebodyAppoints(seat: { body: string }, ofSector: SeatHeld[], day: string): boolean {
  return appointersOf(seat, ofSector, day).some((holding) => inForceOn(holding, day))
}

/**
 * Whether the seat that the sector named for that beforehand may appoint to this one: only where nobody else of the sector can, and to a
 * seat with its voice, so that the rest is the sector's own affair again.
 */
export function recovers(
  seat: SeatHeld,
  ofSector: SeatHeld[],
  recovery: string | null,
  day: string,
): boolean {
  return recovery !== null && seat.voice && !somebodyAppoints(seat, ofSector, day)
}

/** Those who could act for a sector on a day, whichever body they hold its voice in: by them any other sector's voice can be restored. */
export function voicesHeld(seats: SeatHeld[], day: string): Holding[] {
  return seats
    .filter(({ voice, endedOn }) => voice && !hasEnded(endedOn, day))
    .flatMap(({ mandates }) =>
      mandates.filter((mandate) => holdsTheSeat(mandate) && !mandate.erased && inForceOn(mandate, day)),
    )
}

/**
 * Who goes on in office where a whole forum has lost everybody who could act for anybody: those who held a voice last, until somebody
 * follows. No term of office ends into nothing (hold-over, as public offices know it); whoever was erased cannot go on.
 */
export function goOnInOffice(seats: SeatHeld[], day: string): { seat: SeatHeld; mandate: Holding }[] {
  if (voicesHeld(seats, day).length > 0) return []
  const ended = seats
    .filter(({ voice, endedOn }) => voice && !hasEnded(endedOn, day))
    .flatMap((seat) =>
      seat.mandates
        .filter((mandate) => holdsTheSeat(mandate) && !mandate.erased && hasEnded(mandate.untilOn, day))
        .map((mandate) => ({ seat, mandate })),
    )
  const last = ended.reduce((day, { mandate }) => later(day, mandate.untilOn ?? ''), '')
  return ended.filter(({ mandate }) => mandate.untilOn === last)
}

function later(one: string, other: string): string {
  return one > other ? one : other
}

/**
 * Whoever leaves by the act by which another comes, and on which day: who was acting, on the day on which the titular begins; and who was
 * erased and holds the seat to the last day of a mandate by which nobody can act.
 */
export function makingWay(
  { mandates }: SeatHeld,
  wanted: MandateDays,
): { mandate: Holding; untilOn: string }[] {
  return mandates
    .filter((held) => overlaps(held, wanted) && makesWay(held, wanted.capacity))
    .map((mandate) => ({ mandate, untilOn: later(mandate.fromOn, wanted.fromOn) }))
}

function makesWay(held: Holding, capacity: string): boolean {
  return held.erased || (held.capacity === 'acting' && capacity === 'titular')
}

/** Why nobody can hold the seat in this capacity on these days. Whoever makes way by the same act is in nobody's way. */
export function seatIsTaken(mandates: Holding[], wanted: MandateDays, field: string): Refusal | null {
  const other = mandates.find((held) => overlaps(held, wanted) && !makesWay(held, wanted.capacity))
  if (!other) return null
  return wanted.capacity === 'acting' && other.capacity === 'titular'
    ? refuse('bodies.hasTitular', undefined, field)
    : refuse('bodies.seatTaken', undefined, field)
}
