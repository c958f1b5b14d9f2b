import { z } from 'zod'
import { addDays, toDate } from '../act/calendar.ts'
import { Day, Id, Line, Localised, Slug } from '../act/fields.ts'
import { functions, ForumRules, languageChoices } from '../bodies/rules.ts'
import { factKind } from '../log/fact.ts'
import { ruleNames, rulesWith } from './rules.ts'
import type { RuleValues } from './rules.ts'

const RuleValue = z.union([z.number(), z.boolean(), z.string()])
const Values = z.partialRecord(z.enum(ruleNames), RuleValue)

/** Of a forum: those that it offers, by one word, the first one first. */
const Languages = z.enum(languageChoices)

export const NameOfBody = z.strictObject({ name: Localised, shortName: Line })
export const NameOfOrganisation = z.strictObject({ name: Localised, shortName: Line.nullable() })

/** By which a sector is known where its name is not: it is told apart without its colour, too. */
export const Mark = z.strictObject({ shape: z.string(), hue: z.string() })

/** A seat as it is asked for. */
export const SeatAsked = z.strictObject({
  seat: Id,
  body: Id,
  sector: Id,
  organisation: Id.nullable(),
  slug: Slug,
  name: Localised,
  function: z.enum(functions),
  voice: z.boolean(),
})
export type SeatAsked = z.output<typeof SeatAsked>

/** A sector as it is asked for. */
export const SectorAsked = z.strictObject({ sector: Id, slug: Slug, name: Localised, ...Mark.shape })

export const OrganisationAsked = z.strictObject({
  organisation: Id,
  sector: Id,
  ...NameOfOrganisation.shape,
})

const asking = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ kind: z.literal(`amendments.${kind}` as const), inForceOn: Day, ...shape })

/**
 * What can be asked of a forum to become, each with what stood there when it was asked: so what changes is seen in the proposal itself, and
 * what was changed meanwhile by another decision is noticed.
 */
export const changes = [
  asking('rules', { from: Values, to: Values }),
  asking('forum-renamed', { from: Localised, to: Localised }),
  asking('zone-changed', { from: z.string(), to: z.string() }),
  asking('languages-changed', { from: Languages, to: Languages }),
  asking('body-established', {
    body: Id,
    slug: Slug,
    ...NameOfBody.shape,
    commitment: Id.nullable(),
    seats: z.array(SeatAsked),
  }),
  asking('body-renamed', { body: Id, from: NameOfBody, to: NameOfBody }),
  asking('body-closed', {
    body: Id,
    into: Id.nullable(),
    seats: z.enum(['end', 'move']),
    actionsTo: Id.nullable(),
  }),
  asking('seat-added', { seat: SeatAsked }),
  asking('seat-renamed', { seat: Id, from: Localised, to: Localised }),
  asking('voice-changed', { seat: Id, to: z.boolean() }),
  asking('seat-moved', { seat: Id, from: Id, to: Id }),
  asking('seat-closed', { seat: Id, actionsTo: Id.nullable() }),
  asking('sector-added', {
    sector: Id,
    slug: Slug,
    name: Localised,
    hasPosition: z.boolean(),
    shape: z.string(),
    hue: z.string(),
    seats: z.array(SeatAsked),
  }),
  asking('sector-renamed', { sector: Id, from: Localised, to: Localised }),
  asking('sector-marked', { sector: Id, from: Mark, to: Mark }),
  asking('sector-split', {
    sector: Id,
    /** the two that it becomes */
    into: z.array(SectorAsked).length(2),
    /** to which of the two each of its seats goes, and each of its organisations */
    seats: z.array(z.strictObject({ seat: Id, to: Id })),
    organisations: z.array(z.strictObject({ organisation: Id, to: Id })),
  }),
  asking('sector-ended', { sector: Id, actionsTo: Id.nullable() }),
  asking('organisation-registered', { registers: OrganisationAsked }),
  asking('organisation-renamed', { organisation: Id, from: NameOfOrganisation, to: NameOfOrganisation }),
  asking('organisation-succeeded', {
    predecessors: z.array(Id).min(1),
    successors: z.array(Id),
    registers: OrganisationAsked.nullable(),
    /** to whom each seat goes; null: it closes */
    seats: z.array(z.strictObject({ seat: Id, to: Id.nullable() })),
    /**
     * who answers for each commitment from then on; null: nobody. Left out by what was asked before it
     * could be said
     */
    commitments: z.array(z.strictObject({ commitment: Id, to: Id.nullable() })).optional(),
    actionsTo: Id.nullable(),
  }),
] as const
export const Change = z.discriminatedUnion('kind', changes)
export type Change = z.output<typeof Change>

export function asksForChange(effect: { kind: string }): effect is Change {
  return effect.kind.startsWith('amendments.')
}

/** By which decision, and from which day on. */
const decidedBy = { decision: Id, proposal: Id, inForceOn: Day }

export const rulesChanged = factKind('amendments.rules-changed/1', {
  notices: [],
  toldIn: ['comparison'],
  words: { rule: 'ruleNames' },
  tells: ({ to }) => ({ rules: Object.keys(Object(to) as object) }),
  fields: z.strictObject({
    ...decidedBy,
    from: Values,
    to: Values,
    /** where it is one alone */
    rule: z.enum(ruleNames).nullable(),
  }),
  about: ({ proposal, inForceOn }) => ({ proposal, on: inForceOn }),
  consequence: ({ to }) => ({
    says: 'consequences.rulesChanged',
    params: { count: Object.keys(to).length },
    final: false,
  }),
  apply: async (tx, { to }, { forum }) => {
    const { rules } = await tx.forum.findUniqueOrThrow({ where: { id: forum } })
    await tx.forum.update({
      where: { id: forum },
      data: { rules: rulesWith(ForumRules.parse(rules), to as RuleValues) },
    })
  },
})

export const forumRenamed = factKind('amendments.forum-renamed/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({ ...decidedBy, from: Localised, to: Localised }),
  about: ({ proposal, inForceOn }) => ({ proposal, on: inForceOn }),
  apply: (tx, { to }, { forum }) => tx.forum.update({ where: { id: forum }, data: { name: to } }),
})

export const zoneChanged = factKind('amendments.zone-changed/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({ ...decidedBy, from: z.string(), to: z.string() }),
  about: ({ proposal, inForceOn }) => ({ proposal, on: inForceOn }),
  apply: (tx, { to }, { forum }) => tx.forum.update({ where: { id: forum }, data: { timeZone: to } }),
})

/** Which languages the forum offers from now on, and which is its first. */
export const languagesChanged = factKind('amendments.languages-changed/1', {
  notices: [],
  toldIn: ['comparison'],
  words: { from: 'languageChoices', to: 'languageChoices' },
  fields: z.strictObject({ ...decidedBy, from: Languages, to: Languages }),
  about: ({ proposal, inForceOn }) => ({ proposal, on: inForceOn }),
  apply: (tx, { to }, { forum }) =>
    tx.forum.update({ where: { id: forum }, data: { languages: to.split('-') } }),
})

export const bodyRenamed = factKind('amendments.body-renamed/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({
    ...decidedBy,
    body: Id,
    from: Localised,
    to: Localised,
    shortFrom: Line,
    shortTo: Line,
  }),
  about: ({ body, proposal, inForceOn }) => ({ body, proposal, on: inForceOn }),
  apply: (tx, { body, to, shortTo }) =>
    tx.body.update({ where: { id: body }, data: { name: to, shortName: shortTo } }),
})

/** A body that is no more stays to be read, as a former one; what it looked after goes to another, where one is named. */
export const bodyClosed = factKind('amendments.body-closed/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({
    ...decidedBy,
    body: Id,
    into: Id.nullable(),
    takesCommitment: Id.nullable(),
  }),
  about: ({ body, proposal, inForceOn }) => ({ body, proposal, on: inForceOn }),
  consequence: () => ({ says: 'consequences.bodyClosed', final: true }),
  apply: async (tx, { body, into, takesCommitment, inForceOn }) => {
    await tx.body.update({
      where: { id: body },
      data: { kind: 'former', until: addDays(inForceOn, -1) },
    })
    if (into && takesCommitment)
      await tx.body.update({ where: { id: into }, data: { commitmentId: takesCommitment } })
  },
})

export const seatRenamed = factKind('amendments.seat-renamed/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({ ...decidedBy, seat: Id, from: Localised, to: Localised }),
  about: ({ seat, proposal, inForceOn }) => ({ seat, proposal, on: inForceOn }),
  apply: (tx, { seat, to }) => tx.seat.update({ where: { id: seat }, data: { name: to } }),
})

export const voiceChanged = factKind('amendments.voice-changed/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({ ...decidedBy, seat: Id, sector: Id, to: z.boolean() }),
  about: ({ seat, sector, proposal, inForceOn }) => ({ seat, sector, proposal, on: inForceOn }),
  apply: (tx, { seat, to }) => tx.seat.update({ where: { id: seat }, data: { voice: to } }),
})

/** A seat goes to another body with whoever holds it. */
export const seatMoved = factKind('amendments.seat-moved/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({ ...decidedBy, seat: Id, body: Id, slug: Slug, rank: z.int() }),
  about: ({ seat, body, proposal, inForceOn }) => ({ seat, body, proposal, on: inForceOn }),
  apply: (tx, { seat, body, slug, rank }) =>
    tx.seat.update({ where: { id: seat }, data: { bodyId: body, slug, rank } }),
})

/** Another organisation has the seat from now on, or none. */
export const seatPassed = factKind('amendments.seat-passed/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({ ...decidedBy, seat: Id, predecessor: Id, successor: Id }),
  about: ({ seat, proposal, inForceOn }) => ({ seat, proposal, on: inForceOn }),
  apply: (tx, { seat, successor }) =>
    tx.seat.update({ where: { id: seat }, data: { organisationId: successor } }),
})

/** Another organisation answers for a commitment from now on; or none does, and the record says so. */
export const answerPassed = factKind('amendments.answer-passed/1', {
  notices: [],
  toldIn: ['comparison', 'life'],
  tells: ({ successor }) => ({ passed: successor === null ? 'no' : 'yes' }),
  fields: z.strictObject({
    ...decidedBy,
    commitment: Id,
    predecessor: Id,
    successor: Id.nullable(),
    role: z.string(),
    /** those that answered until now */
    ends: z.array(Id).min(1),
    /** null: nobody does, or the successor did already */
    participant: Id.nullable(),
  }),
  about: ({ commitment, proposal, inForceOn }) => ({ commitment, proposal, on: inForceOn }),
  apply: async (tx, { commitment, successor, role, ends, participant, inForceOn }, { forum }) => {
    await tx.participant.updateMany({
      where: { id: { in: ends } },
      data: { endedOn: toDate(inForceOn) },
    })
    if (participant === null || successor === null) return
    await tx.participant.create({
      data: {
        id: participant,
        forumId: forum,
        commitmentId: commitment,
        organisationId: successor,
        role,
      },
    })
  },
})

export const seatClosed = factKind('amendments.seat-closed/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({ ...decidedBy, seat: Id, body: Id, sector: Id }),
  about: ({ seat, body, sector, proposal, inForceOn }) => ({
    seat,
    body,
    sector,
    proposal,
    on: inForceOn,
  }),
  consequence: () => ({ says: 'consequences.seatClosed', final: true }),
  apply: (tx, { seat, inForceOn }) =>
    tx.seat.update({ where: { id: seat }, data: { endedOn: toDate(inForceOn) } }),
})

/** Open actions of a seat that is no more, and whose they are now. */
export const actionsPassed = factKind('amendments.actions-passed/1', {
  notices: [],
  fields: z.strictObject({ ...decidedBy, seat: Id, body: Id, actions: z.array(Id).min(1) }),
  about: ({ seat, body, proposal, inForceOn }) => ({ seat, body, proposal, on: inForceOn }),
  consequence: ({ actions }) => ({
    says: 'consequences.actionsPassed',
    params: { count: actions.length },
    final: false,
  }),
  apply: (tx, { seat, body, actions }) =>
    tx.agreement.updateMany({ where: { id: { in: actions } }, data: { seatId: seat, bodyId: body } }),
})

export const sectorRenamed = factKind('amendments.sector-renamed/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({ ...decidedBy, sector: Id, from: Localised, to: Localised }),
  about: ({ sector, proposal, inForceOn }) => ({ sector, proposal, on: inForceOn }),
  apply: (tx, { sector, to }) => tx.sector.update({ where: { id: sector }, data: { name: to } }),
})

export const sectorMarked = factKind('amendments.sector-marked/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({ ...decidedBy, sector: Id, from: Mark, to: Mark }),
  about: ({ sector, proposal, inForceOn }) => ({ sector, proposal, on: inForceOn }),
  apply: (tx, { sector, to }) => tx.sector.update({ where: { id: sector }, data: to }),
})

/** Its positions stay where it took them; from this day on nobody waits for one. */
export const sectorEnded = factKind('amendments.sector-ended/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({ ...decidedBy, sector: Id }),
  about: ({ sector, proposal, inForceOn }) => ({ sector, proposal, on: inForceOn }),
  consequence: () => ({ says: 'consequences.sectorEnded', final: true }),
  apply: (tx, { sector, inForceOn }) =>
    tx.sector.update({
      where: { id: sector },
      data: { hasPosition: false, endedOn: toDate(inForceOn) },
    }),
})

/** Two sectors go on from it; what it said stays said by it, and from this day on the two are waited for. */
export const sectorSplit = factKind('amendments.sector-split/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({
    ...decidedBy,
    sector: Id,
    into: z.array(Id).length(2),
    /** as they were called when it was decided */
    one: Localised,
    other: Localised,
  }),
  about: ({ sector, proposal, inForceOn }) => ({ sector, proposal, on: inForceOn }),
  consequence: () => ({ says: 'consequences.sectorSplit', final: true }),
  apply: (tx, { sector, inForceOn }) =>
    tx.sector.update({
      where: { id: sector },
      data: { hasPosition: false, endedOn: toDate(inForceOn) },
    }),
})

/** A seat goes to the sector that its own became, with whoever holds it. */
export const seatToSector = factKind('amendments.seat-to-sector/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({ ...decidedBy, seat: Id, body: Id, from: Id, sector: Id }),
  about: ({ seat, body, sector, proposal, inForceOn }) => ({
    seat,
    body,
    sector,
    proposal,
    on: inForceOn,
  }),
  apply: (tx, { seat, sector }) => tx.seat.update({ where: { id: seat }, data: { sectorId: sector } }),
})

export const organisationToSector = factKind('amendments.organisation-to-sector/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({ ...decidedBy, organisation: Id, from: Id, sector: Id }),
  about: ({ sector, proposal, inForceOn }) => ({ sector, proposal, on: inForceOn }),
  apply: (tx, { organisation, sector }) =>
    tx.organisation.update({ where: { id: organisation }, data: { sectorId: sector } }),
})

export const organisationRenamed = factKind('amendments.organisation-renamed/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({
    ...decidedBy,
    organisation: Id,
    from: Localised,
    to: Localised,
    shortFrom: Line.nullable(),
    shortTo: Line.nullable(),
  }),
  about: ({ proposal, inForceOn }) => ({ proposal, on: inForceOn }),
  apply: (tx, { organisation, to, shortTo }) =>
    tx.organisation.update({ where: { id: organisation }, data: { name: to, shortName: shortTo } }),
})

/** It ends, and nobody takes over from it. */
export const organisationEnded = factKind('amendments.organisation-ended/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({ ...decidedBy, organisation: Id }),
  about: ({ proposal, inForceOn }) => ({ proposal, on: inForceOn }),
  apply: (tx, { organisation, inForceOn }) =>
    tx.organisation.update({ where: { id: organisation }, data: { endedOn: inForceOn } }),
})

export const facts = [
  rulesChanged,
  forumRenamed,
  zoneChanged,
  languagesChanged,
  bodyRenamed,
  bodyClosed,
  seatRenamed,
  voiceChanged,
  seatMoved,
  seatPassed,
  answerPassed,
  seatClosed,
  actionsPassed,
  sectorRenamed,
  sectorMarked,
  sectorEnded,
  sectorSplit,
  seatToSector,
  organisationToSector,
  organisationRenamed,
  organisationEnded,
]
