import { z } from 'zod'
import { fromDate, isZone } from '../act/calendar.ts'
import { command } from '../act/command.ts'
import { Day, Email, Id, Line, Localised, LooseDay, SeatId, Slug, Source } from '../act/fields.ts'
import { ok, refuse } from '../act/refusal.ts'
import type { Standing } from '../act/refusal.ts'
import type { Actor } from '../act/viewer.ts'
import type { Reader } from '../db/client.ts'
import type { Fact } from '../log/fact.ts'
import {
  bodyEstablished,
  forumFounded,
  forumOpened,
  mandateBegan,
  mandateEnded,
  organisationRegistered,
  organisationSucceeded,
  personRegistered,
  seatEstablished,
  sectorNamed,
} from './facts.ts'
import { ForumRules, functions, inForceOn, overlaps } from './rules.ts'

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

export const foundForum = command({
  name: 'bodies.found-forum',
  input: z.strictObject({
    slug: Slug.min(3, 'errors.badSlug').refine(
      (slug) => !['api', 'desk', 'log', 'sign-in', 'account', 'invitation', 'error'].includes(slug),
      'errors.badSlug',
    ),
    name: Localised,
    kind: z.enum(['live', 'practice', 'record']),
    timeZone: z.string().refine(isZone, 'errors.unknownZone'),
    rules: ForumRules.default(ForumRules.parse({})),
    sectors: z.array(SectorPlan).min(1, 'errors.required'),
  }),
  subject: async (db, { slug }) => ({ taken: (await db.forum.count({ where: { slug } })) > 0 }),
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

export const openForum = command({
  name: 'bodies.open-forum',
  input: z.strictObject({}),
  subject: async (_db, _input, { forum }) => forum,
  standing: (actor, forum) => setsUp(actor, forum),
  decide: () => [forumOpened({})],
})

export const registerOrganisation = command({
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
  standing: (actor, forum) => setsUp(actor, forum),
  decide: ({ input: { id, ...fields }, draw }) => {
    const organisation = id ?? draw.id()
    return { facts: [organisationRegistered({ organisation, ...fields })], result: { organisation } }
  },
})

export const recordSuccession = command({
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
  required: z.boolean().default(true),
  source: Source.optional(),
})

export const establishBody = command({
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
  standing: (actor, { forum }) => setsUp(actor, forum),
  check: ({ taken }) => (taken ? refuse('bodies.slugTaken', undefined, 'slug') : ok),
  decide: ({ input: { id, seats, ...fields }, draw, today }) => {
    const body = id ?? draw.id()
    const established = seats.map(({ id: seat, ...rest }, rank) =>
      seatEstablished({ seat: seat ?? draw.id(), body, rank, establishedOn: today, ...rest }),
    )
    return { facts: [bodyEstablished({ body, ...fields }), ...established], result: { body } }
  },
})

async function seatWithMandates(db: Reader, forum: string, seat: string) {
  return db.seat.findFirst({
    where: { id: seat, forumId: forum },
    include: {
      mandates: true,
      sector: { include: { seats: { include: { mandates: true, body: true } } } },
    },
  })
}
type SeatWithMandates = NonNullable<Awaited<ReturnType<typeof seatWithMandates>>>

const daysOf = (mandate: { capacity: string; fromOn: Date; untilOn: Date | null }) => ({
  capacity: mandate.capacity,
  fromOn: fromDate(mandate.fromOn),
  untilOn: mandate.untilOn && fromDate(mandate.untilOn),
})

/** A voice is held in a body: the committee's reaches every seat of its sector, a group's no further than the group. */
function voiceReaches(body: { id: string; kind: string }, seat: { bodyId: string }): boolean {
  return body.kind === 'committee' || body.id === seat.bodyId
}

/**
 * A sector alone says who sits for it, through a titular seat that holds its voice. The operator fills seats while the forum is being
 * set up, and where a sector has nobody left who could.
 */
function fillsSeatsOf(
  actor: Actor,
  seat: SeatWithMandates,
  forum: { kind: string; openedAt: Date | null },
  today: string,
): Standing {
  if (actor.kind === 'seat') {
    const reaches = actor.voice && voiceReaches({ id: actor.body, kind: actor.bodyKind }, seat)
    return actor.sector === seat.sectorId && reaches && actor.capacity === 'titular'
      ? ok
      : refuse('bodies.ownSectorOnly')
  }
  if (actor.kind !== 'office' || actor.office !== 'operator') return refuse('bodies.ownSectorOnly')
  const someoneCould = seat.sector.seats.some(
    (one) =>
      one.voice &&
      voiceReaches(one.body, seat) &&
      one.mandates.some((m) => m.capacity === 'titular' && inForceOn(daysOf(m), today)),
  )
  return !forum.openedAt || !someoneCould ? ok : refuse('bodies.forumIsOpen')
}

export const appoint = command({
  name: 'bodies.appoint',
  input: z.strictObject({
    as: SeatId.optional(),
    seat: Id,
    person: Id.optional(),
    name: Line,
    email: Email,
    capacity: z.enum(['titular', 'alternate']),
    fromOn: Day,
    untilOn: Day.optional(),
    invented: z.boolean().default(false),
  }),
  subject: async (db, { seat: id, email }, { forum }) => {
    const seat = await seatWithMandates(db, forum.id, id)
    return (
      seat && { seat, forum, known: await db.person.findFirst({ where: { forumId: forum.id, email } }) }
    )
  },
  standing: (actor, { seat, forum }, { today }) => fillsSeatsOf(actor, seat, forum, today),
  check: ({ seat }, { capacity, fromOn, untilOn }) => {
    if (untilOn && untilOn <= fromOn) return refuse('errors.endsBeforeItStarts', undefined, 'untilOn')
    const wanted = { capacity, fromOn, untilOn: untilOn ?? null }
    return seat.mandates.some((mandate) => overlaps(daysOf(mandate), wanted))
      ? refuse('bodies.seatTaken', undefined, 'fromOn')
      : ok
  },
  decide: ({ subject: { seat, known }, input, draw }) => {
    const person = known?.id ?? input.person ?? draw.id()
    const facts: Fact[] = known
      ? []
      : [personRegistered({ person, name: input.name, email: input.email, invented: input.invented })]
    const mandate = draw.id()
    facts.push(
      mandateBegan({
        mandate,
        seat: seat.id,
        body: seat.bodyId,
        sector: seat.sectorId,
        person,
        capacity: input.capacity,
        fromOn: input.fromOn,
        ...(input.untilOn && { untilOn: input.untilOn }),
      }),
    )
    return { facts, result: { mandate, person } }
  },
})

export const endMandate = command({
  name: 'bodies.end-mandate',
  input: z.strictObject({ as: SeatId.optional(), mandate: Id, untilOn: Day }),
  subject: async (db, { mandate: id }, { forum }) => {
    const mandate = await db.mandate.findFirst({ where: { id, forumId: forum.id } })
    const seat = mandate && (await seatWithMandates(db, forum.id, mandate.seatId))
    return mandate && seat && { mandate, seat, forum }
  },
  standing: (actor, { mandate, seat, forum }, { today }) => {
    if (mandate.untilOn && fromDate(mandate.untilOn) <= today) return refuse('bodies.mandateEnded')
    if (actor.kind === 'seat' && actor.person === mandate.personId) return ok
    return fillsSeatsOf(actor, seat, forum, today)
  },
  check: ({ mandate }, { untilOn }, { today }) => {
    if (untilOn < fromDate(mandate.fromOn))
      return refuse('errors.endsBeforeItStarts', undefined, 'untilOn')
    // What was done under a mandate was done in force: its end cannot be put into the past.
    return untilOn < today ? refuse('bodies.endInThePast', undefined, 'untilOn') : ok
  },
  decide: ({ subject: { mandate, seat }, input }) => ({
    facts: [
      mandateEnded({
        mandate: mandate.id,
        seat: seat.id,
        body: seat.bodyId,
        sector: seat.sectorId,
        person: mandate.personId,
        untilOn: input.untilOn,
      }),
    ],
    result: { seat: seat.id },
  }),
})

export const commands = [
  foundForum,
  openForum,
  registerOrganisation,
  recordSuccession,
  establishBody,
  appoint,
  endMandate,
]
