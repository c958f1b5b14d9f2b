import { z } from 'zod'
import { addDays, fromDate, isZone } from '../act/calendar.ts'
import { command, officeCommand, seatCommand } from '../act/command.ts'
import type { Circumstances, Decided } from '../act/command.ts'
import {
  Day,
  Digest,
  Email,
  Id,
  Instant,
  Line,
  Localised,
  LooseDay,
  SeatId,
  Slug,
  Source,
} from '../act/fields.ts'
import { hasEnded, overlap } from '../act/in-force.ts'
import { firstRefusal, isRefusal, ok, refuse } from '../act/refusal.ts'
import type { Refusal, Standing } from '../act/refusal.ts'
import type { Actor, ForumHead } from '../act/viewer.ts'
import type { Reader } from '../db/client.ts'
import type { Fact } from '../log/fact.ts'
import {
  beginning,
  bodyEstablished,
  ending,
  forumFounded,
  forumOpened,
  foundingAccepted,
  keptInOffice,
  organisationRegistered,
  organisationSucceeded,
  personRegistered,
  publicNamingChosen,
  recoverySeatNamed,
  recoverySeatUsed,
  seatContactGiven,
  SeatTakenOver,
  seatEstablished,
  sectorNamed,
} from './facts.ts'
import type { Letter } from './facts.ts'
import { anotherSectorSpeaks, letterArrived, recoverySeatOf, seatsHeld } from './record.ts'
import {
  capacities,
  firstDayLost,
  ForumRules,
  functions,
  goOnInOffice,
  holdsTheSeat,
  makingWay,
  recovers,
  seatIsTaken,
  speaksElsewhere,
  voiceReaches,
  voicesHeld,
} from './rules.ts'
import type { Capacity, Holding, MandateDays, SeatHeld } from './rules.ts'

/** The operator sets a forum up, and takes over records of the past; once a forum is open, who sits is the sectors' own affair. */
export function setsUp(actor: Actor, forum: { kind: string; openedAt: Date | null }): Standing {
  if (actor.kind !== 'office' || actor.office !== 'operator') return refuse('bodies.operatorOnly')
  return forum.openedAt && forum.kind !== 'record' ? refuse('bodies.forumIsOpen') : ok
}

const SectorPlan = z.strictObject({
  id: Id.optional(),
  slug: Slug,
  name: Localised,
  hasPosition: z.boolean(),
  shape: z.enum(['circle', 'diamond', 'square', 'triangle', 'hexagon', 'pentagon']),
  hue: z.enum(['civil', 'oversight', 'executive', 'academia', 'other']),
})

/** A forum's name in addresses, beside which others stand that are the house's own. */
export const ForumSlug = Slug.min(3, 'errors.badSlug').refine(
  (slug) =>
    ![
      'api',
      'desk',
      'log',
      'sign-in',
      'account',
      'invitation',
      'error',
      'founding',
      'acceptance',
      'mail',
      'stop-mail',
      'collab',
      'people',
    ].includes(slug),
  'errors.badSlug',
)

export const foundForum = officeCommand({
  name: 'bodies.found-forum',
  input: z.strictObject({
    slug: ForumSlug,
    name: Localised,
    kind: z.enum(['live', 'practice', 'record']),
    timeZone: z.string().refine(isZone, 'errors.unknownZone'),
    rules: ForumRules.default(ForumRules.parse({})),
    sectors: z.array(SectorPlan).min(1, 'errors.required'),
  }),
  subject: async (db, { slug }) => ({ taken: (await db.forum.count({ where: { slug } })) > 0 }),
  gravity: 'irreversible',
  standing: (actor) =>
    actor.kind === 'office' && actor.office === 'operator' ? ok : refuse('bodies.operatorOnly'),
  check: ({ taken }) => (taken ? refuse('bodies.slugTaken', undefined, 'slug') : ok),
  decide: ({ input: { sectors, ...forumFields }, forum, draw }) => [
    forumFounded({ forum: forum.id, ...forumFields }),
    ...sectors.map(({ id, ...sector }, rank) =>
      sectorNamed({ sector: id ?? draw.id(), ...sector, rank }),
    ),
  ],
})

export const openForum = officeCommand({
  name: 'bodies.open-forum',
  input: z.strictObject({}),
  subject: async (_db, _input, { forum }) => forum,
  gravity: 'irreversible',
  standing: (actor, forum) => setsUp(actor, forum),
  decide: () => [forumOpened({})],
})

/**
 * What each first voice accepted by a link of its own, entered when the last of them has: nothing of a forum is recorded before (decision 079).
 */
export const recordAcceptance = officeCommand({
  name: 'bodies.record-acceptance',
  input: z.strictObject({ seat: Id, person: Id, text: Digest, acceptedAt: Instant }),
  subject: async (db, { seat: id, person }, circumstances) => {
    const among = await seatAmong(db, circumstances, id)
    const sits = among?.seat.mandates.some((mandate) => mandate.person === person)
    return among && sits ? among : null
  },
  gravity: 'binding',
  standing: (actor, { forum }) => setsUp(actor, forum),
  check: ({ seat }) => (seat.voice ? ok : refuse('bodies.noVoiceThere', undefined, 'seat')),
  decide: ({ subject: { seat }, input }) => [
    foundingAccepted({ ...input, sector: seat.sector, body: seat.body }),
  ],
})

export const registerOrganisation = officeCommand({
  name: 'bodies.register-organisation',
  input: z.strictObject({
    id: Id.optional(),
    sector: Id,
    name: Localised,
    shortName: Line.optional(),
    invented: z.boolean().default(false),
    endedOn: LooseDay.optional(),
    source: Source.optional(),
  }),
  subject: async (db, { sector }, { forum }) =>
    (await db.sector.count({ where: { id: sector, forumId: forum.id } })) ? forum : null,
  gravity: 'public',
  standing: (actor, forum) => setsUp(actor, forum),
  decide: ({ input: { id, ...fields }, draw }) => {
    const organisation = id ?? draw.id()
    return { facts: [organisationRegistered({ organisation, ...fields })], result: { organisation } }
  },
})

export const recordSuccession = officeCommand({
  name: 'bodies.record-succession',
  input: z.strictObject({
    predecessor: Id,
    successor: Id,
    happenedOn: LooseDay,
    source: Source.optional(),
  }),
  subject: async (db, { predecessor, successor }, { forum }) => {
    const [from, to] = await Promise.all(
      [predecessor, successor].map((id) =>
        db.organisation.findFirst({ where: { id, forumId: forum.id } }),
      ),
    )
    return from && to ? { from, forum } : null
  },
  gravity: 'public',
  standing: (actor, { forum }) => setsUp(actor, forum),
  check: (_subject, { predecessor, successor }) =>
    predecessor === successor ? refuse('bodies.succeedsItself', undefined, 'successor') : ok,
  decide: ({ subject, input, draw }) => [
    organisationSucceeded({ succession: draw.id(), sector: subject.from.sectorId, ...input }),
  ],
})

const SeatPlan = z.strictObject({
  id: Id.optional(),
  sector: Id,
  organisation: Id.optional(),
  slug: Slug,
  name: Localised,
  function: z.enum(functions),
  voice: z.boolean().default(false),
  /** left out, a seat of a forum where people act is required; of a record, only where a source says so */
  required: z.boolean().optional(),
  takenOver: SeatTakenOver.optional(),
  source: Source.optional(),
})

export const establishBody = officeCommand({
  name: 'bodies.establish-body',
  input: z.strictObject({
    id: Id.optional(),
    slug: Slug,
    kind: z.enum(['committee', 'group', 'former']),
    name: Localised,
    shortName: Line,
    commitment: Id.optional(),
    since: LooseDay.optional(),
    until: LooseDay.optional(),
    source: Source.optional(),
    seats: z.array(SeatPlan).default([]),
  }),
  subject: async (db, { slug, seats }, { forum }) => {
    const sectors = await db.sector.findMany({ where: { forumId: forum.id } })
    const known = seats.every((seat) => sectors.some((sector) => sector.id === seat.sector))
    return known
      ? { forum, taken: (await db.body.count({ where: { forumId: forum.id, slug } })) > 0 }
      : null
  },
  gravity: 'public',
  standing: (actor, { forum }) => setsUp(actor, forum),
  check: ({ taken }) => (taken ? refuse('bodies.slugTaken', undefined, 'slug') : ok),
  decide: ({ input: { id, seats, ...fields }, subject, draw, today }) => {
    const body = id ?? draw.id()
    const record = subject.forum.kind === 'record'
    const established = seats.map(({ id: seat, required = !record, takenOver, ...rest }, rank) =>
      seatEstablished({
        seat: seat ?? draw.id(),
        body,
        rank,
        establishedOn: today,
        required,
        // In a record of the past, a seat was not made on the day on which it is recorded.
        ...((takenOver || record) && { takenOver: takenOver ?? {} }),
        ...rest,
      }),
    )
    return { facts: [bodyEstablished({ body, ...fields }), ...established], result: { body } }
  },
})

/** Without an e-mail nobody signs in, whatever else of a person was erased. */
const isGone = ({ name, email }: { name: string | null; email: string | null }) =>
  name === null || email === null

/** A seat among the others of its sector; who may say who sits there is asked of them all. */
export type SeatAmong = {
  seat: SeatHeld
  ofSector: SeatHeld[]
  /** the seat that the sector named for the case that nobody else of it can appoint */
  recovery: string | null
  /** whether a sector beside theirs has somebody who could confirm it */
  othersConfirm: boolean
  forum: Pick<ForumHead, 'kind' | 'openedAt'>
}

export async function seatAmong(
  db: Reader,
  { forum, today }: Pick<Circumstances, 'forum' | 'today'>,
  id: string,
): Promise<SeatAmong | null> {
  const row = await db.seat.findFirst({ where: { id, forumId: forum.id }, select: { sectorId: true } })
  if (!row) return null
  const [ofSector, recovery, othersConfirm] = await Promise.all([
    seatsHeld(db, forum.id, { sector: row.sectorId, isGone }),
    recoverySeatOf(db, row.sectorId),
    anotherSectorSpeaks(db, forum.id, { sector: row.sectorId, day: today }),
  ])
  const seat = ofSector.find((seatHeld) => seatHeld.id === id)
  return seat ? { seat, ofSector, recovery, othersConfirm, forum } : null
}

export async function personBy(db: Reader, forum: string, email: string | undefined) {
  return email === undefined
    ? null
    : db.person.findFirst({ where: { forumId: forum, email }, select: { id: true } })
}

/**
 * A sector alone says who sits for it, through whoever holds a seat with its voice, or, where nobody does, through the seat that it named
 * for that; the operator, while the forum is being set up.
 */
export function fillsSeatsOf(actor: Actor, among: SeatAmong, today: string): Standing {
  const { seat, forum } = among
  if (actor.kind === 'seat') {
    if (actor.sector !== seat.sector || !holdsTheSeat(actor)) return refuse('bodies.ownSectorOnly')
    if (actor.voice && voiceReaches(actor, seat)) return ok
    return byRecovery(actor, among, today) ? ok : refuse('bodies.ownSectorOnly')
  }
  if (actor.kind !== 'office' || actor.office !== 'operator') return refuse('bodies.ownSectorOnly')
  return forum.openedAt ? refuse('bodies.forumIsOpen') : ok
}

/**
 * Whoever speaks for a sector in one body does not say alone who speaks for it in another: a second
 * sector confirms it, where one can (lib/confirmations).
 */
export function wantsAnother(actor: Actor, { seat, othersConfirm }: SeatAmong): boolean {
  return othersConfirm && actor.kind === 'seat' && actor.voice && speaksElsewhere(actor, seat)
}

function appointsAlone(actor: Actor, among: SeatAmong, today: string): Standing {
  return firstRefusal(
    fillsSeatsOf(actor, among, today),
    wantsAnother(actor, among) ? refuse('bodies.anotherSectorConfirms') : ok,
  )
}

function byRecovery(actor: Actor, { seat, ofSector, recovery }: SeatAmong, today: string): boolean {
  return actor.kind === 'seat' && actor.seat === recovery && recovers(seat, ofSector, recovery, today)
}

type Appointed = {
  seat: SeatHeld
  person: string
  name: string
  email: string
  capacity: Capacity
  fromOn: string
  untilOn: string | null
  invented: boolean
  letter?: Letter | null
}

/**
 * The person, where the forum does not know them yet, and their mandate. Whoever was acting leaves on the day on which the titular comes;
 * so does whoever was erased and holds the seat to the last day of a mandate by which nobody can act.
 */
export function appointing(
  given: Appointed,
  { known, mandate }: { known: boolean; mandate: string },
): Fact[] {
  const { seat, person, name, email, invented } = given
  const registered = known ? [] : [personRegistered({ person, name, email, invented })]
  const making = makingWay(seat, given).map((held) => ending(seat, held.mandate, held.untilOn))
  return [...making, ...registered, beginning(mandate, given)]
}

const Appointment = z.strictObject({
  seat: Id,
  person: Id.optional(),
  name: Line,
  email: Email,
  fromOn: Day,
  invented: z.boolean().default(false),
  /** the letter by which they are appointed, a file that has arrived */
  letter: Id.optional(),
})

/** How people say when a mandate ends, and how it is recorded: by its last day, or by the first day without it. */
const Ending = { lastOn: Day.optional(), untilOn: Day.optional() }
type Ending = { lastOn?: string | undefined; untilOn?: string | undefined }
const endSaid = ({ lastOn, untilOn }: Ending): string | null =>
  lastOn ? addDays(lastOn, 1) : (untilOn ?? null)
const fieldOf = ({ lastOn }: Ending) => (lastOn ? 'lastOn' : 'untilOn')

/** Whoever is to sit for a sector sits for no other: one person would speak for two. Field by field, as a form shows it. */
function elsewhere({ elsewhere: there }: { elsewhere: boolean }, field: string): Refusal[] {
  return there ? [refuse('bodies.ofAnotherSector', undefined, field)] : []
}

/** Whether the person of this e-mail sits, or will sit, for another sector on one of these days. */
export async function sitsElsewhere(
  db: Reader,
  person: { id: string } | null,
  sector: string,
  days: MandateDays,
): Promise<boolean> {
  if (!person) return false
  const held = await db.mandate.findMany({
    where: { personId: person.id, seat: { sectorId: { not: sector } } },
    select: { fromOn: true, untilOn: true },
  })
  return held.some(({ fromOn, untilOn }) =>
    overlap(days, { fromOn: fromDate(fromOn), untilOn: untilOn && fromDate(untilOn) }),
  )
}

type Wanted = Ending & { seat: string; email: string; capacity: Capacity; fromOn: string }

/** A seat for which somebody is wanted, with what the forum knows of them. */
export async function seatToFill(
  db: Reader,
  { seat, email, capacity, fromOn, ...end }: Wanted,
  circumstances: Pick<Circumstances, 'forum' | 'today'>,
) {
  const among = await seatAmong(db, circumstances, seat)
  if (!among) return null
  const known = await personBy(db, circumstances.forum.id, email)
  const days = { capacity, fromOn, untilOn: endSaid(end) }
  return { ...among, known, elsewhere: await sitsElsewhere(db, known, among.seat.sector, days) }
}

/** Why somebody cannot hold that seat on those days, each at its field. */
export function cannotBeFilled(
  subject: SeatAmong & { elsewhere: boolean },
  { capacity, fromOn, untilOn }: MandateDays,
  lastField: string,
): Refusal[] {
  const { seat } = subject
  if (untilOn && untilOn <= fromOn) return [refuse('errors.endsBeforeItStarts', undefined, lastField)]
  if (hasEnded(seat.endedOn, fromOn)) return [refuse('bodies.seatEnded', undefined, 'fromOn')]
  const taken = seatIsTaken(seat.mandates, { capacity, fromOn, untilOn }, 'fromOn')
  return [...(taken ? [taken] : []), ...elsewhere(subject, 'email')]
}

export const appoint = command({
  name: 'bodies.appoint',
  input: Appointment.extend({
    as: SeatId.optional(),
    capacity: z.enum(capacities),
    ...Ending,
  }),
  subject: async (db, input, circumstances) => {
    const toFill = await seatToFill(db, input, circumstances)
    const arrived = await letterArrived(db, circumstances.forum.id, input.letter)
    return toFill && { ...toFill, arrived }
  },
  gravity: 'binding',
  standing: (actor, subject, { today }) => appointsAlone(actor, subject, today),
  check: (subject, { capacity, fromOn, letter, ...end }, _circumstances, actor) => [
    ...cannotBeFilled(subject, { capacity, fromOn, untilOn: endSaid(end) }, fieldOf(end)),
    ...(letter ? letterIsTheirs(subject.arrived, actor) : []),
  ],
  decide: ({ as, subject, input, draw, today }) => {
    const { seat, known, arrived } = subject
    const person = known?.id ?? input.person ?? draw.id()
    const mandate = draw.id()
    const facts = appointing(
      { ...input, seat, person, untilOn: endSaid(input), letter: arrived?.letter ?? null },
      { known: known !== null, mandate },
    )
    const used =
      as.kind === 'seat' && !(as.voice && voiceReaches(as, seat)) && byRecovery(as, subject, today)
        ? [
            recoverySeatUsed({
              mandate,
              seat: seat.id,
              by: as.seat,
              body: seat.body,
              sector: seat.sector,
            }),
          ]
        : []
    return { facts: [...used, ...facts], result: { mandate, person } }
  },
})

type Arrived = Awaited<ReturnType<typeof letterArrived>>

/** A letter is handed in by whoever brought the file. */
export function letterIsTheirs(arrived: Arrived, actor: Actor): Refusal[] {
  return arrived && actor.kind === 'seat' && arrived.by === actor.person
    ? []
    : [refuse('bodies.noLetter', undefined, 'letter')]
}

const Successor = z.strictObject({
  name: Line,
  email: Email,
  capacity: z.enum(capacities).optional(),
  /** left out: the day after the other's last */
  fromOn: Day.optional(),
  lastOn: Day.optional(),
  letter: Id.optional(),
})
type Successor = z.output<typeof Successor>

/** The days of whoever follows: where nothing else is said, those that are left, so that no day is without and none is twice. */
function daysOfNext(mandate: Holding, untilOn: string, successor: Successor): MandateDays {
  const fromOn = successor.fromOn ?? untilOn
  const left = hasEnded(mandate.untilOn, fromOn) ? null : mandate.untilOn
  return {
    capacity: successor.capacity ?? mandate.capacity,
    fromOn,
    untilOn: successor.lastOn ? addDays(successor.lastOn, 1) : left,
  }
}

export const endMandate = command({
  name: 'bodies.end-mandate',
  input: z.strictObject({
    as: SeatId.optional(),
    mandate: Id,
    ...Ending,
    successor: Successor.optional(),
  }),
  subject: async (db, { mandate: id, successor, ...end }, circumstances) => {
    const { forum } = circumstances
    const row = await db.mandate.findFirst({
      where: { id, forumId: forum.id },
      select: { seatId: true },
    })
    const among = row && (await seatAmong(db, circumstances, row.seatId))
    const mandate = among?.seat.mandates.find((holding) => holding.id === id)
    if (!among || !mandate) return null
    const known = await personBy(db, forum.id, successor?.email)
    const untilOn = endSaid(end)
    const days = successor && untilOn ? daysOfNext(mandate, untilOn, successor) : null
    return {
      ...among,
      mandate,
      known,
      elsewhere: days !== null && (await sitsElsewhere(db, known, among.seat.sector, days)),
      arrived: await letterArrived(db, forum.id, successor?.letter),
    }
  },
  gravity: 'irreversible',
  standing: (actor, subject, { today }) => {
    if (hasEnded(subject.mandate.untilOn, today)) return refuse('bodies.mandateEnded')
    if (actor.kind === 'seat' && actor.person === subject.mandate.person) return ok
    return fillsSeatsOf(actor, subject, today)
  },
  check: (subject, { successor, ...end }, { today }, actor) => {
    const { mandate, seat, ofSector, forum } = subject
    const [untilOn, field] = [endSaid(end), fieldOf(end)]
    if (!untilOn) return refuse('errors.required', undefined, 'lastOn')
    const wrong = endIsWrong(mandate, untilOn, { today, field, said: end.lastOn })
    if (wrong) return wrong
    const next = successor ? daysOfNext(mandate, untilOn, successor) : null
    if (successor && next) {
      const faults = successorFaults(subject, { successor, next, actor, untilOn, today })
      if (faults.length > 0) return faults
    }
    const lost = forum.openedAt ? firstDayLost(mandate, seat, ofSector, untilOn, next) : null
    if (!lost) return ok
    return successor
      ? refuse('bodies.gapWithout', { day: lost }, 'successor.fromOn')
      : refuse('bodies.nobodyLeft', { day: lost }, field)
  },
  decide: ({ subject: { mandate, seat, known, arrived }, input, draw }): Decided => {
    const { successor } = input
    // `check` refused an end without a day.
    const untilOn = endSaid(input) ?? ''
    const ended = ending(seat, mandate, untilOn)
    if (!successor) return { facts: [ended], result: { seat: seat.id } }
    const { fromOn, untilOn: nextUntil } = daysOfNext(mandate, untilOn, successor)
    const [person, next] = [known?.id ?? draw.id(), draw.id()]
    const others = { ...seat, mandates: seat.mandates.filter(({ id }) => id !== mandate.id) }
    const began = appointing(
      {
        name: successor.name,
        email: successor.email,
        seat: others,
        person,
        capacity: capacityOfNext(mandate, successor),
        fromOn,
        untilOn: nextUntil,
        invented: false,
        letter: arrived?.letter ?? null,
      },
      { known: known !== null, mandate: next },
    )
    return { facts: [ended, ...began], result: { seat: seat.id, mandate: next, person } }
  },
})

function capacityOfNext(mandate: Holding, { capacity }: Successor): Capacity {
  return capacity ?? capacities.find((one) => one === mandate.capacity) ?? 'titular'
}

function endIsWrong(
  mandate: Holding,
  untilOn: string,
  { today, field, said }: { today: string; field: string; said: string | undefined },
): Refusal | null {
  if (untilOn < mandate.fromOn) return refuse('errors.endsBeforeItStarts', undefined, field)
  // What was done under a mandate was done in force: its end cannot be put into the past.
  if (untilOn < today || (said && said < today)) return refuse('bodies.endInThePast', undefined, field)
  // One's own word ends one's mandate, and prolongs none.
  return mandate.untilOn && untilOn >= mandate.untilOn
    ? refuse('bodies.endsAlready', { day: addDays(mandate.untilOn, -1) }, field)
    : null
}

type Following = {
  successor: Successor
  next: MandateDays
  actor: Actor
  untilOn: string
  today: string
}

/** What stands against whoever follows, at each field. */
function successorFaults(
  subject: SeatAmong & { mandate: Holding; elsewhere: boolean; arrived: Arrived },
  { successor, next, actor, untilOn, today }: Following,
): Refusal[] {
  const mayName = appointsAlone(actor, subject, today)
  if (isRefusal(mayName)) return [{ ...mayName, field: 'successor.name' }]
  if (next.fromOn < untilOn) return [refuse('bodies.daysOverlap', { day: untilOn }, 'successor.fromOn')]
  if (next.untilOn && next.untilOn <= next.fromOn)
    return [refuse('errors.endsBeforeItStarts', undefined, 'successor.lastOn')]
  const others = subject.seat.mandates.filter(({ id }) => id !== subject.mandate.id)
  const taken = seatIsTaken(others, next, 'successor.fromOn')
  const unread = successor.letter ? letterIsTheirs(subject.arrived, actor) : []
  return [
    ...(taken ? [taken] : []),
    ...elsewhere(subject, 'successor.email'),
    ...unread.map((fault) => ({ ...fault, field: 'successor.letter' })),
  ]
}

/** A sector names one of its seats for the case that nobody else of it can appoint. */
export const nameRecoverySeat = seatCommand({
  name: 'bodies.name-recovery-seat',
  input: z.strictObject({ as: SeatId, seat: Id }),
  subject: (db, { seat }, circumstances) => seatAmong(db, circumstances, seat),
  gravity: 'public',
  standing: (actor, { seat }) =>
    actor.kind === 'seat' &&
    actor.voice &&
    actor.bodyKind === 'committee' &&
    actor.sector === seat.sector &&
    holdsTheSeat(actor)
      ? ok
      : refuse('bodies.voiceNames'),
  check: ({ seat, recovery }, _input, { today }) => {
    if (hasEnded(seat.endedOn, today)) return refuse('bodies.seatEnded', undefined, 'seat')
    return seat.id === recovery ? refuse('bodies.recoveryAlready', undefined, 'seat') : ok
  },
  decide: ({ subject: { seat } }) => [
    recoverySeatNamed({ sector: seat.sector, seat: seat.id, body: seat.body }),
  ],
})

/** By the system's office: nobody is left who could act for any sector, so whoever held a voice last goes on until somebody follows. */
export const keepInOffice = officeCommand({
  name: 'bodies.keep-in-office',
  input: z.strictObject({}),
  subject: async (db, _input, { forum, today }) => {
    const seats = await seatsHeld(db, forum.id, { isGone })
    return { forum, seats, last: goOnInOffice(seats, today) }
  },
  gravity: 'binding',
  standing: (actor, { forum, seats, last }, { today }) => {
    if (actor.kind !== 'office' || actor.office !== 'system') return refuse('act.systemOnly')
    if (!forum.openedAt || forum.kind === 'record') return refuse('bodies.notOpenYet')
    return voicesHeld(seats, today).length === 0 && last.length > 0 ? ok : refuse('bodies.somebodyActs')
  },
  decide: ({ subject: { last }, draw, today }) =>
    last.flatMap(({ seat, mandate }) => {
      const acting = draw.id()
      const next = seat.mandates
        .filter((held) => holdsTheSeat(held) && held.fromOn > today)
        .map((held) => held.fromOn)
        .toSorted()[0]
      return [
        keptInOffice({
          mandate: acting,
          after: mandate.id,
          seat: seat.id,
          body: seat.body,
          sector: seat.sector,
          person: mandate.person,
          fromOn: today,
        }),
        beginning(acting, {
          seat,
          person: mandate.person,
          capacity: 'acting',
          fromOn: today,
          untilOn: next ?? null,
        }),
      ]
    }),
})

/** A telephone number as people write it, with its extension. */
const Phone = Line.refine(
  (text) => /^[+()\d][\d\s()./-]{5,}(\s*(ext|x)\.?\s*\d+)?$/i.test(text),
  'errors.badPhone',
)

/** The office of a seat, as the public reaches it: whoever holds the seat says it, or the voice of its sector. */
export const giveSeatContact = seatCommand({
  name: 'bodies.give-seat-contact',
  input: z.strictObject({
    as: SeatId,
    seat: Id,
    email: Email.optional(),
    phone: Phone.optional(),
  }),
  subject: (db, { seat }, circumstances) => seatAmong(db, circumstances, seat),
  gravity: 'public',
  standing: (actor, among, { today }) =>
    (actor.kind === 'seat' && actor.seat === among.seat.id) ||
    !isRefusal(fillsSeatsOf(actor, among, today))
      ? ok
      : refuse('bodies.contactOfOwnSector'),
  decide: ({ subject: { seat }, input: { email, phone } }) => [
    seatContactGiven({
      seat: seat.id,
      body: seat.body,
      sector: seat.sector,
      email: email ?? null,
      phone: phone ?? null,
    }),
  ],
})

/** Whether the public is told one's name. Nobody else says so. */
export const choosePublicNaming = seatCommand({
  name: 'bodies.choose-public-naming',
  input: z.strictObject({ as: SeatId, named: z.enum(['yes', 'no'], { error: 'errors.chooseOne' }) }),
  subject: async (db, _input, { forum }) => {
    const people = await db.person.findMany({
      where: { forumId: forum.id, named: false },
      select: { id: true },
    })
    return { unnamed: people.map(({ id }) => id) }
  },
  gravity: 'public',
  standing: (actor) => (actor.kind === 'seat' ? ok : refuse('act.noSeat')),
  check: ({ unnamed }, { named }, _circumstances, actor) =>
    unnamed.includes(actor.person) === (named === 'no')
      ? refuse('bodies.namingAlready', undefined, 'named')
      : ok,
  decide: ({ as, input: { named } }) => [
    publicNamingChosen({
      person: as.person,
      named: named === 'yes',
      seat: as.seat,
      body: as.body,
      sector: as.sector,
    }),
  ],
})

export const commands = [
  foundForum,
  openForum,
  recordAcceptance,
  registerOrganisation,
  recordSuccession,
  establishBody,
  appoint,
  endMandate,
  nameRecoverySeat,
  keepInOffice,
  giveSeatContact,
  choosePublicNaming,
]
