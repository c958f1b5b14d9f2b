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
import { factKind } from '../log/fact.ts'
import { ForumRules, functions } from './rules.ts'

export const forumFounded = factKind('bodies.forum-founded/1', {
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

export const mandateEnded = factKind('bodies.mandate-ended/1', {
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

/**
 * Why the mandate that begins in the same act was given by the operator's office: nobody of the sector could give it. It writes no row;
 * the mandate's own fact does.
 */
export const appointedForSector = factKind('bodies.appointed-for-sector/1', {
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

export const columns = {
  forum: { name: Localised, rules: ForumRules },
  sector: { name: Localised },
  organisation: { name: Localised, source: Source.nullable() },
  succession: { source: Source.nullable() },
  body: { name: Localised, source: Source.nullable() },
  seat: { name: Localised, takenOver: SeatTakenOver.nullable(), source: Source.nullable() },
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
]
