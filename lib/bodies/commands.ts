import { z } from 'zod'
import { addDays, fromDate, isZone } from '../act/calendar.ts'
import { command, officeCommand } from '../act/command.ts'
import type { Decided } from '../act/command.ts'
import {
  Day,
  Digest,
  Email,
  Id,
  Instant,
  Line,
  Localised,
  LooseDay,
  Prose,
  SeatId,
  Slug,
  Source,
} from '../act/fields.ts'
import { hasEnded, inForceOn } from '../act/in-force.ts'
import { isRefusal, ok, refuse } from '../act/refusal.ts'
import type { Standing } from '../act/refusal.ts'
import type { Actor, ForumHead } from '../act/viewer.ts'
import type { Reader } from '../db/client.ts'
import type { Fact } from '../log/fact.ts'
import {
  appointedForSector,
  bodyEstablished,
  forumFounded,
  forumOpened,
  foundingAccepted,
  mandateBegan,
  mandateEnded,
  organisationRegistered,
  organisationSucceeded,
  personRegistered,
  SeatTakenOver,
  seatEstablished,
  sectorNamed,
} from './facts.ts'
import { seatsHeld } from './record.ts'
import {
  appointersOf,
  firstDayLost,
  ForumRules,
  functions,
  overlaps,
  voiceReaches,
  voicesOver,
} from './rules.ts'
import type { MandateDays, SeatHeld } from './rules.ts'

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
  subject: async (db, { seat: id, person }, { forum }) => {
    const among = await seatAmong(db, forum, id)
    const sits = among?.seat.mandates.some((mandate) => mandate.person === person)
    return among && sits ? among : null
  },
  gravity: 'binding',
  standing: (actor, { forum }) => setsUp(actor, forum),
  check: ({ seat }) => (seat.voice ? ok : refuse('bodies.voiceFirst', undefined, 'seat')),
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
  forum: Pick<ForumHead, 'kind' | 'openedAt'>
}

async function seatAmong(db: Reader, forum: ForumHead, id: string): Promise<SeatAmong | null> {
  const row = await db.seat.findFirst({ where: { id, forumId: forum.id }, select: { sectorId: true } })
  const ofSector = row ? await seatsHeld(db, forum.id, { sector: row.sectorId, isGone }) : []
  const seat = ofSector.find((seatHeld) => seatHeld.id === id)
  return seat ? { seat, ofSector, forum } : null
}

async function personBy(db: Reader, forum: string, email: string | undefined) {
  return email === undefined
    ? null
    : db.person.findFirst({ where: { forumId: forum, email }, select: { id: true } })
}

/** A sector alone says who sits for it, through a titular seat that holds its voice; the operator, while the forum is being set up. */
function fillsSeatsOf(actor: Actor, { seat, forum }: SeatAmong): Standing {
  if (actor.kind === 'seat') {
    const reaches = actor.voice && voiceReaches(actor, seat)
    return actor.sector === seat.sector && reaches && actor.capacity === 'titular'
      ? ok
      : refuse('bodies.ownSectorOnly')
  }
  if (actor.kind !== 'office' || actor.office !== 'operator') return refuse('bodies.ownSectorOnly')
  return forum.openedAt ? refuse('bodies.forumIsOpen') : ok
}

/** The person, where the forum does not know them yet, and their mandate. */
function appointing(
  {
    seat,
    person,
    name,
    email,
    capacity,
    fromOn,
    untilOn,
    invented,
  }: {
    seat: SeatHeld
    person: string
    name: string
    email: string
    capacity: 'titular' | 'alternate'
    fromOn: string
    untilOn: string | null
    invented: boolean
  },
  { known, mandate }: { known: boolean; mandate: string },
): Fact[] {
  const began = mandateBegan({
    mandate,
    seat: seat.id,
    body: seat.body,
    sector: seat.sector,
    person,
    capacity,
    fromOn,
    ...(untilOn !== null && { untilOn }),
  })
  return known ? [began] : [personRegistered({ person, name, email, invented }), began]
}

const Appointment = z.strictObject({
  seat: Id,
  person: Id.optional(),
  name: Line,
  email: Email,
  fromOn: Day,
  invented: z.boolean().default(false),
})

/** How people say when a mandate ends, and how it is recorded: by its last day, or by the first day without it. */
const Ending = { lastOn: Day.optional(), untilOn: Day.optional() }
type Ending = { lastOn?: string | undefined; untilOn?: string | undefined }
const endSaid = ({ lastOn, untilOn }: Ending): string | null =>
  lastOn ? addDays(lastOn, 1) : (untilOn ?? null)
const fieldOf = ({ lastOn }: Ending) => (lastOn ? 'lastOn' : 'untilOn')

export const appoint = command({
  name: 'bodies.appoint',
  input: Appointment.extend({
    as: SeatId.optional(),
    capacity: z.enum(['titular', 'alternate']),
    ...Ending,
  }),
  subject: async (db, { seat, email }, { forum }) => {
    const among = await seatAmong(db, forum, seat)
    return among && { ...among, known: await personBy(db, forum.id, email) }
  },
  gravity: 'binding',
  standing: (actor, subject) => fillsSeatsOf(actor, subject),
  check: ({ seat }, { capacity, fromOn, ...ending }) => {
    const untilOn = endSaid(ending)
    if (untilOn && untilOn <= fromOn)
      return refuse('errors.endsBeforeItStarts', undefined, fieldOf(ending))
    if (hasEnded(seat.endedOn, fromOn)) return refuse('bodies.seatEnded', undefined, 'fromOn')
    const wanted = { capacity, fromOn, untilOn }
    return seat.mandates.some((mandate) => overlaps(mandate, wanted))
      ? refuse('bodies.seatTaken', undefined, 'fromOn')
      : ok
  },
  decide: ({ subject: { seat, known }, input, draw }) => {
    const person = known?.id ?? input.person ?? draw.id()
    const mandate = draw.id()
    const facts = appointing(
      { ...input, seat, person, untilOn: endSaid(input) },
      { known: known !== null, mandate },
    )
    return { facts, result: { mandate, person } }
  },
})

/**
 * Where a sector has nobody left who may say who sits for it, the operator's office does, once: to a seat with its voice, so that the rest
 * is the sector's own affair again (decision 065). It goes when a forum has ways of its own.
 */
export const appointForSector = officeCommand({
  name: 'bodies.appoint-for-sector',
  input: Appointment.extend({ reason: Prose }),
  subject: async (db, { seat: id, email }, { forum }) => {
    const among = await seatAmong(db, forum, id)
    const known = await personBy(db, forum.id, email)
    const held = known
      ? await db.mandate.findMany({
          where: { forumId: forum.id, personId: known.id },
          include: { seat: true },
        })
      : []
    const sits = held.map(({ seat, untilOn }) => ({
      sector: seat.sectorId,
      untilOn: untilOn && fromDate(untilOn),
    }))
    return among && { ...among, known, sits }
  },
  gravity: 'binding',
  standing: (actor, { seat, ofSector, forum }, { today }) => {
    if (actor.kind !== 'office' || actor.office !== 'operator') return refuse('bodies.operatorsOffice')
    if (forum.kind === 'record') return refuse('bodies.recordOnly')
    if (!forum.openedAt) return refuse('bodies.notOpenYet')
    if (hasEnded(seat.endedOn, today)) return refuse('bodies.seatEnded')
    if (appointersOf(seat, ofSector, today).some((holding) => inForceOn(holding, today)))
      return refuse('bodies.sectorHasSomebody')
    return seat.voice || voicesOver(seat, ofSector, today).length === 0
      ? ok
      : refuse('bodies.voiceFirst')
  },
  check: ({ seat, ofSector, sits }, { fromOn }, { today }) => {
    if (fromOn < today) return refuse('bodies.beginsInThePast', undefined, 'fromOn')
    const there = (mandateDays: MandateDays) => inForceOn(mandateDays, fromOn)
    if (appointersOf(seat, ofSector, fromOn).some(there))
      return refuse('bodies.sectorHasSomebodyThen', { day: fromOn }, 'fromOn')
    if (
      seat.mandates.some(
        (mandate) => mandate.capacity === 'titular' && !mandate.erased && there(mandate),
      )
    )
      return refuse('bodies.seatTaken', undefined, 'fromOn')
    const elsewhere = sits.some(
      ({ sector, untilOn }) => sector !== seat.sector && !hasEnded(untilOn, today),
    )
    return elsewhere ? refuse('bodies.ofAnotherSector', undefined, 'email') : ok
  },
  decide: ({ subject: { seat, known }, input: { reason, ...input }, draw }) => {
    const titulars = seat.mandates.filter(
      ({ capacity, untilOn }) => capacity === 'titular' && !hasEnded(untilOn, input.fromOn),
    )
    // Whoever was erased holds the seat to the last day of their mandate, and cannot leave it.
    const gone = titulars
      .filter((titular) => titular.erased)
      .map((titular) =>
        mandateEnded({
          mandate: titular.id,
          seat: seat.id,
          body: seat.body,
          sector: seat.sector,
          person: titular.person,
          untilOn: titular.fromOn > input.fromOn ? titular.fromOn : input.fromOn,
        }),
      )
    // Whoever the sector has named for later begins on their day.
    const next =
      titulars
        .filter((titular) => !titular.erased)
        .map((titular) => titular.fromOn)
        .toSorted()[0] ?? null
    const [person, mandate] = [known?.id ?? input.person ?? draw.id(), draw.id()]
    const filled = appointedForSector({
      mandate,
      seat: seat.id,
      body: seat.body,
      sector: seat.sector,
      fromOn: input.fromOn,
      reason,
    })
    const began = appointing(
      { ...input, seat, person, capacity: 'titular', untilOn: next },
      { known: known !== null, mandate },
    )
    return {
      facts: [filled, ...gone, ...began],
      result: { mandate, person, ...(next !== null && { untilOn: next }) },
    }
  },
})

const Successor = z.strictObject({ name: Line, email: Email })

export const endMandate = command({
  name: 'bodies.end-mandate',
  input: z.strictObject({
    as: SeatId.optional(),
    mandate: Id,
    ...Ending,
    successor: Successor.optional(),
  }),
  subject: async (db, { mandate: id, successor }, { forum }) => {
    const row = await db.mandate.findFirst({
      where: { id, forumId: forum.id },
      select: { seatId: true },
    })
    const among = row && (await seatAmong(db, forum, row.seatId))
    const mandate = among?.seat.mandates.find((holding) => holding.id === id)
    return among && mandate
      ? { ...among, mandate, known: await personBy(db, forum.id, successor?.email) }
      : null
  },
  gravity: 'irreversible',
  standing: (actor, subject, { today }) => {
    const { mandate, seat, ofSector, forum } = subject
    if (hasEnded(mandate.untilOn, today)) return refuse('bodies.mandateEnded')
    if (actor.kind === 'seat' && actor.person === mandate.person) return ok
    // In a sector without a voice nobody else could.
    const nobodyElse = forum.openedAt !== null && voicesOver(seat, ofSector, today).length === 0
    if (nobodyElse && actor.kind === 'office' && actor.office === 'operator') return ok
    return fillsSeatsOf(actor, subject)
  },
  check: (subject, { successor, ...ending }, { today }, actor) => {
    const { mandate, seat, ofSector, forum } = subject
    const [untilOn, field] = [endSaid(ending), fieldOf(ending)]
    if (!untilOn) return refuse('errors.required', undefined, 'lastOn')
    if (untilOn < mandate.fromOn) return refuse('errors.endsBeforeItStarts', undefined, field)
    // What was done under a mandate was done in force: its end cannot be put into the past.
    if (untilOn < today || (ending.lastOn && ending.lastOn < today))
      return refuse('bodies.endInThePast', undefined, field)
    // One's own word ends one's mandate, and prolongs none.
    if (mandate.untilOn && untilOn >= mandate.untilOn)
      return refuse('bodies.endsAlready', { day: addDays(mandate.untilOn, -1) }, field)
    if (successor)
      return isRefusal(fillsSeatsOf(actor, subject))
        ? refuse('bodies.ownSectorOnly', undefined, 'successor.name')
        : ok
    const lost = forum.openedAt ? firstDayLost(mandate, seat, ofSector, untilOn) : null
    return lost ? refuse('bodies.nobodyLeft', { day: lost }, field) : ok
  },
  decide: ({ subject: { mandate, seat, known }, input, draw }): Decided => {
    const { successor } = input
    // `check` refused an end without a day.
    const untilOn = endSaid(input) ?? ''
    const ended = mandateEnded({
      mandate: mandate.id,
      seat: seat.id,
      body: seat.body,
      sector: seat.sector,
      person: mandate.person,
      untilOn,
    })
    if (!successor) return { facts: [ended], result: { seat: seat.id } }
    // Whoever follows has the days that are left: no day is without, and none is twice.
    const [person, next] = [known?.id ?? draw.id(), draw.id()]
    const began = appointing(
      {
        ...successor,
        seat,
        person,
        capacity: mandate.capacity === 'alternate' ? 'alternate' : 'titular',
        fromOn: untilOn,
        untilOn: mandate.untilOn,
        invented: false,
      },
      { known: known !== null, mandate: next },
    )
    return { facts: [ended, ...began], result: { seat: seat.id, mandate: next, person } }
  },
})

export const commands = [
  foundForum,
  openForum,
  recordAcceptance,
  registerOrganisation,
  recordSuccession,
  establishBody,
  appoint,
  appointForSector,
  endMandate,
]
