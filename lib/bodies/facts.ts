import { z } from 'zod'
import { addDays, lastDayOf, toDate } from '../act/calendar.ts'
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
  Slug,
  Source,
} from '../act/fields.ts'
import { factKind, manyOf } from '../log/fact.ts'
import type { Fact } from '../log/fact.ts'
import { capacities, ForumRules, functions } from './rules.ts'
import type { Capacity } from './rules.ts'

export const forumFounded = factKind('bodies.forum-founded/1', {
  act: {
    weight: 100,
    counts: (facts) => ({
      sectors: manyOf(facts, 'bodies.sector-named/1'),
    }),
  },
  notices: [],
  words: { kind: 'forumKinds' },
  fields: z.strictObject({
    forum: Id,
    slug: Slug,
    name: Localised,
    kind: z.enum(['live', 'practice', 'record']),
    timeZone: z.string(),
    rules: ForumRules,
  }),
  about: () => ({}),
  apply: (tx, { forum, ...fields }, { recordedAt }) =>
    tx.forum.create({ data: { id: forum, forumId: forum, ...fields, foundedAt: recordedAt } }),
})

/** From here on the sectors themselves say who sits for them. */
export const forumOpened = factKind('bodies.forum-opened/1', {
  notices: [],
  fields: z.strictObject({}),
  about: () => ({}),
  apply: (tx, _, { forum, recordedAt }) =>
    tx.forum.update({ where: { id: forum }, data: { openedAt: recordedAt } }),
})

/**
 * Who accepted the founding text for a sector, by a link of their own, before the forum was there: `acceptedAt` is when they did, and `text` is the
 * digest of what they had before them. It writes no row: the founding's own facts do.
 */
export const foundingAccepted = factKind('bodies.founding-accepted/1', {
  notices: [],
  fields: z.strictObject({
    sector: Id,
    seat: Id,
    body: Id,
    person: Id,
    text: Digest,
    acceptedAt: Instant,
  }),
  about: (fields) => ({
    sector: fields.sector,
    seat: fields.seat,
    body: fields.body,
    person: fields.person,
  }),
  apply: () => Promise.resolve(),
})

export const sectorNamed = factKind('bodies.sector-named/1', {
  notices: [],
  fields: z.strictObject({
    sector: Id,
    slug: Slug,
    name: Localised,
    hasPosition: z.boolean(),
    shape: z.string(),
    hue: z.string(),
    rank: z.int(),
  }),
  about: (fields) => ({ sector: fields.sector }),
  apply: (tx, { sector, ...fields }, { forum }) =>
    tx.sector.create({ data: { id: sector, forumId: forum, ...fields } }),
})

export const organisationRegistered = factKind('bodies.organisation-registered/1', {
  notices: [],
  fields: z.strictObject({
    organisation: Id,
    sector: Id,
    name: Localised,
    shortName: Line.optional(),
    invented: z.boolean().default(false),
    endedOn: LooseDay.optional(),
    source: Source.optional(),
  }),
  about: (fields) => ({ sector: fields.sector }),
  apply: (tx, { organisation, sector, ...fields }, { forum }) =>
    tx.organisation.create({ data: { id: organisation, sectorId: sector, forumId: forum, ...fields } }),
})

/** Another organisation takes over; the past keeps the earlier name. */
export const organisationSucceeded = factKind('bodies.organisation-succeeded/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({
    succession: Id,
    predecessor: Id,
    successor: Id,
    sector: Id,
    happenedOn: LooseDay,
    source: Source.optional(),
  }),
  about: (fields) => ({ sector: fields.sector, inForceOn: lastDayOf(fields.happenedOn) }),
  apply: async (tx, { succession, predecessor, successor, happenedOn, source }, { forum }) => {
    await tx.succession.create({
      data: {
        id: succession,
        predecessorId: predecessor,
        successorId: successor,
        happenedOn,
        forumId: forum,
        ...(source && { source }),
      },
    })
    await tx.organisation.update({ where: { id: predecessor }, data: { endedOn: happenedOn } })
  },
})

export const bodyEstablished = factKind('bodies.body-established/1', {
  act: {
    weight: 60,
    counts: (facts) => ({
      seats: manyOf(facts, 'bodies.seat-established/1'),
    }),
  },
  notices: [],
  toldIn: ['comparison'],
  words: { kind: 'bodyKinds' },
  fields: z.strictObject({
    body: Id,
    slug: Slug,
    kind: z.enum(['committee', 'group', 'former']),
    name: Localised,
    shortName: Line,
    commitment: Id.optional(),
    since: LooseDay.optional(),
    until: LooseDay.optional(),
    source: Source.optional(),
  }),
  about: (fields) => ({
    body: fields.body,
    commitment: fields.commitment,
    ...(fields.since && { inForceOn: lastDayOf(fields.since) }),
  }),
  apply: (tx, { body, commitment, ...fields }, { forum }) =>
    tx.body.create({ data: { id: body, commitmentId: commitment ?? null, forumId: forum, ...fields } }),
})

/**
 * The days that a source gives of a seat taken over: since when and until when it was there, and when a source names it. Each may be
 * missing: then it is not known, and the day of the record takes nobody's place.
 */
export const SeatTakenOver = z.strictObject({
  since: LooseDay.optional(),
  attestedOn: LooseDay.optional(),
  until: LooseDay.optional(),
  /** that nobody had held it by then */
  vacantUntil: LooseDay.optional(),
})
export type SeatTakenOver = z.output<typeof SeatTakenOver>

export const seatEstablished = factKind('bodies.seat-established/1', {
  notices: [],
  toldIn: ['comparison'],
  words: { function: 'functions' },
  fields: z.strictObject({
    seat: Id,
    body: Id,
    sector: Id,
    organisation: Id.optional(),
    slug: Slug,
    name: Localised,
    function: z.enum(functions),
    voice: z.boolean(),
    required: z.boolean(),
    rank: z.int(),
    /** of a record taken over, the day of the record */
    establishedOn: Day,
    takenOver: SeatTakenOver.optional(),
    source: Source.optional(),
  }),
  about: ({ body, seat, sector, establishedOn, takenOver }) => {
    const known = takenOver?.since ?? takenOver?.attestedOn
    const day = known === undefined ? null : lastDayOf(known)
    return { body, seat, sector, inForceOn: takenOver ? day : establishedOn }
  },
  apply: (tx, { seat, body, sector, organisation, establishedOn, ...fields }, { forum }) =>
    tx.seat.create({
      data: {
        id: seat,
        bodyId: body,
        sectorId: sector,
        organisationId: organisation ?? null,
        establishedOn: toDate(establishedOn),
        forumId: forum,
        ...fields,
      },
    }),
})

export const personRegistered = factKind('bodies.person-registered/1', {
  notices: [],
  fields: z.strictObject({
    person: Id,
    name: Line.nullable(),
    email: Email.nullable(),
    invented: z.boolean().default(false),
  }),
  sealed: { name: 'personal', email: 'personal' },
  about: (fields) => ({ person: fields.person }),
  apply: (tx, { person, ...fields }, { forum }) =>
    tx.person.create({ data: { id: person, forumId: forum, ...fields } }),
})

export const mandateBegan = factKind('bodies.mandate-began/1', {
  act: { weight: 50 },
  notices: [{ kind: 'changed', to: 'person' }],
  binds: true,
  toldIn: ['comparison'],
  words: { capacity: 'capacities' },
  teaches: 'holder',
  fields: z.strictObject({
    mandate: Id,
    seat: Id,
    body: Id,
    sector: Id,
    person: Id,
    capacity: z.enum(['titular', 'alternate']),
    fromOn: Day,
    untilOn: Day.optional(),
  }),
  about: (fields) => ({
    body: fields.body,
    seat: fields.seat,
    sector: fields.sector,
    person: fields.person,
    on: fields.fromOn,
  }),
  consequence: ({ capacity, fromOn }) => ({
    says: 'consequences.mandateBegan',
    params: { capacity, day: fromOn },
    final: false,
  }),
  apply: (tx, { mandate, seat, person, capacity, fromOn, untilOn }, { forum }) =>
    tx.mandate.create({
      data: {
        id: mandate,
        seatId: seat,
        personId: person,
        capacity,
        forumId: forum,
        fromOn: toDate(fromOn),
        untilOn: untilOn ? toDate(untilOn) : null,
      },
    }),
})

/** The letter by which somebody was appointed: a file of the store, which everybody may read. */
export const Letter = z.strictObject({
  digest: Digest,
  size: z.int().min(0),
  type: z.string(),
  name: Line,
})
export type Letter = z.output<typeof Letter>

/** The same, of whoever is acting, or was appointed by a letter: what is neither is told by the first. */
export const mandateBeganActing = factKind('bodies.mandate-began/2', {
  act: { weight: 50 },
  notices: [{ kind: 'changed', to: 'person' }],
  binds: true,
  toldIn: ['comparison'],
  words: { capacity: 'capacities' },
  teaches: 'holder',
  fields: z.strictObject({
    mandate: Id,
    seat: Id,
    body: Id,
    sector: Id,
    person: Id,
    capacity: z.enum(capacities),
    fromOn: Day,
    untilOn: Day.nullable(),
    letter: Letter.nullable(),
  }),
  tells: ({ letter }) => ({ letter: letter ? 'yes' : 'no' }),
  about: (fields) => ({
    body: fields.body,
    seat: fields.seat,
    sector: fields.sector,
    person: fields.person,
    on: fields.fromOn,
  }),
  consequence: ({ capacity, fromOn }) => ({
    says: 'consequences.mandateBegan',
    params: { capacity, day: fromOn },
    final: false,
  }),
  apply: (tx, { mandate, seat, person, capacity, fromOn, untilOn, letter }, { forum }) =>
    tx.mandate.create({
      data: {
        id: mandate,
        seatId: seat,
        personId: person,
        capacity,
        forumId: forum,
        fromOn: toDate(fromOn),
        untilOn: untilOn ? toDate(untilOn) : null,
        ...(letter && { letter }),
      },
    }),
})

export const mandateEnded = factKind('bodies.mandate-ended/1', {
  act: { weight: 45 },
  notices: [{ kind: 'changed', to: 'person' }],
  toldIn: ['comparison'],
  fields: z.strictObject({ mandate: Id, seat: Id, body: Id, sector: Id, person: Id, untilOn: Day }),
  about: (fields) => ({
    body: fields.body,
    seat: fields.seat,
    sector: fields.sector,
    person: fields.person,
    on: fields.untilOn,
  }),
  consequence: ({ untilOn }) => ({
    says: 'consequences.mandateEnded',
    params: { day: addDays(untilOn, -1) },
    final: true,
  }),
  apply: (tx, { mandate, untilOn }) =>
    tx.mandate.update({ where: { id: mandate }, data: { untilOn: toDate(untilOn) } }),
})

type SeatNamed = { id: string; body: string; sector: string }
type Beginning = {
  seat: SeatNamed
  person: string
  capacity: Capacity
  fromOn: string
  untilOn: string | null
  letter?: Letter | null
}

/** The mandate as a fact; of a titular or an alternate without a letter, as it has always been told. */
export function beginning(
  mandate: string,
  { seat, person, capacity, fromOn, untilOn, letter = null }: Beginning,
): Fact {
  const at = { mandate, seat: seat.id, body: seat.body, sector: seat.sector, person, fromOn }
  return capacity === 'acting' || letter
    ? mandateBeganActing({ ...at, capacity, untilOn, letter })
    : mandateBegan({ ...at, capacity, ...(untilOn !== null && { untilOn }) })
}

export function ending(seat: SeatNamed, mandate: { id: string; person: string }, untilOn: string): Fact {
  return mandateEnded({
    mandate: mandate.id,
    seat: seat.id,
    body: seat.body,
    sector: seat.sector,
    person: mandate.person,
    untilOn,
  })
}

/**
 * Why the mandate that begins in the same act was given by the operator's office: nobody of the sector could give it. No command states it
 * any more (decision 080); logs of then are replayed. It writes no row; the mandate's own fact does.
 */
export const appointedForSector = factKind('bodies.appointed-for-sector/1', {
  notices: [],
  fields: z.strictObject({ mandate: Id, seat: Id, body: Id, sector: Id, fromOn: Day, reason: Prose }),
  sealed: { reason: 'open' },
  about: (fields) => ({
    body: fields.body,
    seat: fields.seat,
    sector: fields.sector,
    on: fields.fromOn,
  }),
  apply: () => Promise.resolve(),
})

/** Which seat may appoint for the sector where nobody else of it can. */
export const recoverySeatNamed = factKind('bodies.recovery-seat-named/1', {
  notices: [{ kind: 'changed', to: 'seat' }],
  fields: z.strictObject({ sector: Id, seat: Id, body: Id }),
  about: ({ sector, seat, body }) => ({ sector, seat, body }),
  apply: (tx, { sector, seat }, { forum, index }) =>
    tx.recoverySeat.upsert({
      where: { id: sector },
      create: { id: sector, forumId: forum, seatId: seat, entryIndex: index },
      update: { seatId: seat, entryIndex: index },
    }),
})

/** The seat named for it appointed somebody, since nobody else of the sector could. It writes no row; the mandate's own fact does. */
export const recoverySeatUsed = factKind('bodies.recovery-seat-used/1', {
  notices: [{ kind: 'known', to: 'forum' }],
  fields: z.strictObject({ mandate: Id, seat: Id, by: Id, body: Id, sector: Id }),
  about: ({ seat, body, sector }) => ({ seat, body, sector }),
  apply: () => Promise.resolve(),
})

/**
 * A forum had nobody left who could act for any sector: who held a voice last goes on, until somebody follows. It writes no row; the
 * mandate's own fact does.
 */
export const keptInOffice = factKind('bodies.kept-in-office/1', {
  notices: [{ kind: 'changed', to: 'person' }],
  fields: z.strictObject({
    mandate: Id,
    after: Id,
    seat: Id,
    body: Id,
    sector: Id,
    person: Id,
    fromOn: Day,
  }),
  about: ({ seat, body, sector, person, fromOn }) => ({ seat, body, sector, person, on: fromOn }),
  apply: () => Promise.resolve(),
})

/** How the public reaches the office of a seat. It may name a person after all, so it can be erased. */
export const seatContactGiven = factKind('bodies.seat-contact-given/1', {
  notices: [],
  fields: z.strictObject({
    seat: Id,
    body: Id,
    sector: Id,
    email: Email.nullable(),
    phone: Line.nullable(),
  }),
  sealed: { email: 'personal', phone: 'personal' },
  about: ({ seat, body, sector }) => ({ seat, body, sector }),
  apply: (tx, { seat, email, phone }, { forum }) =>
    tx.seatContact.upsert({
      where: { id: seat },
      create: { id: seat, forumId: forum, email, phone },
      update: { email, phone },
    }),
})

/** A person said whether the public is told their name. What they did in their seat stays, and so does the seat. */
export const publicNamingChosen = factKind('bodies.public-naming-chosen/1', {
  notices: [],
  fields: z.strictObject({ person: Id, named: z.boolean(), seat: Id, body: Id, sector: Id }),
  tells: ({ named }) => ({ named: named ? 'yes' : 'no' }),
  about: ({ person, seat, body, sector }) => ({ person, seat, body, sector }),
  apply: (tx, { person, named }) => tx.person.update({ where: { id: person }, data: { named } }),
})

export const columns = {
  forum: { name: Localised, rules: ForumRules },
  sector: { name: Localised },
  organisation: { name: Localised, source: Source.nullable() },
  succession: { source: Source.nullable() },
  body: { name: Localised, source: Source.nullable() },
  seat: { name: Localised, takenOver: SeatTakenOver.nullable(), source: Source.nullable() },
  mandate: { letter: Letter.nullable() },
}

export const facts = [
  forumFounded,
  forumOpened,
  foundingAccepted,
  sectorNamed,
  organisationRegistered,
  organisationSucceeded,
  bodyEstablished,
  seatEstablished,
  personRegistered,
  mandateBegan,
  mandateEnded,
  appointedForSector,
  mandateBeganActing,
  recoverySeatNamed,
  recoverySeatUsed,
  keptInOffice,
  seatContactGiven,
  publicNamingChosen,
]
