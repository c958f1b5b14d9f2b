import { z } from 'zod'
import { lastDayOf, toDate } from '../act/calendar.ts'
import {
  Day,
  Id,
  kept,
  Line,
  LineInBoth,
  Localised,
  LooseDay,
  Prose,
  Slug,
  Source,
  WebAddress,
} from '../act/fields.ts'
import { factKind, manyOf } from '../log/fact.ts'
import { decidableStatuses, reasonClasses, sourcedDays, statuses } from './rules.ts'

/** A text taken from a source, in the languages it was found in. */
export const SourcedText = z.strictObject({ es: z.string().optional(), en: z.string().optional() })

export const planRecorded = factKind('commitments.plan-recorded/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({
    plan: Id,
    slug: Slug,
    name: Localised,
    rank: z.int(),
    adoptedOn: LooseDay.optional(),
    startsOn: LooseDay.optional(),
    endsOn: LooseDay.optional(),
    extendedTo: LooseDay.optional(),
    invented: z.boolean(),
    source: Source.optional(),
  }),
  about: ({ adoptedOn, startsOn = adoptedOn }) => ({
    ...(adoptedOn?.length === 10 && { on: adoptedOn }),
    ...(startsOn && { inForceOn: lastDayOf(adoptedOn ?? startsOn) }),
  }),
  apply: (tx, { plan, ...fields }, { forum }) =>
    tx.plan.create({ data: { id: plan, forumId: forum, ...fields } }),
})

export const commitmentRecorded = factKind('commitments.commitment-recorded/1', {
  act: {
    weight: 60,
    counts: (facts) => ({
      participants: manyOf(facts, 'commitments.participant-named/1'),
      statements: manyOf(facts, 'commitments.statement-kept/1'),
    }),
  },
  notices: [],
  fields: z.strictObject({
    commitment: Id,
    plan: Id,
    number: z.int().min(1),
    ogpId: Line.optional(),
    title: SourcedText,
    objective: SourcedText.nullable(),
    policyArea: Line.optional(),
    origin: z.enum(['co-created', 'proactive']).optional(),
    startsOn: LooseDay.optional(),
    endsOn: LooseDay.optional(),
    invented: z.boolean(),
  }),
  sealed: { objective: 'open' },
  about: (fields) => ({ commitment: fields.commitment }),
  apply: (tx, { commitment, plan, objective, ...fields }, { forum }) =>
    tx.commitment.create({
      data: {
        id: commitment,
        planId: plan,
        forumId: forum,
        status: 'unknown',
        ...fields,
        ...(objective && { objective }),
      },
    }),
})

export const participantNamed = factKind('commitments.participant-named/1', {
  notices: [],
  words: { role: 'roles' },
  fields: z.strictObject({
    participant: Id,
    commitment: Id,
    organisation: Id,
    role: z.enum(['lead', 'support']),
    source: Source.optional(),
  }),
  about: (fields) => ({ commitment: fields.commitment }),
  apply: (tx, { participant, commitment, organisation, role, source }, { forum }) =>
    tx.participant.create({
      data: {
        id: participant,
        commitmentId: commitment,
        organisationId: organisation,
        role,
        forumId: forum,
        ...(source && { source }),
      },
    }),
})

/** By an adopted decision, or taken over from before the system and so marked: there is no third way (docs/rules.md, 2). */
export const statusChanged = factKind('commitments.status-changed/1', {
  act: { weight: 30 },
  notices: [],
  toldIn: ['movements', 'comparison'],
  words: { from: 'statuses', to: 'statuses', reasonClass: 'reasonClasses' },
  fields: z.strictObject({
    change: Id,
    commitment: Id,
    body: Id.nullable(),
    from: z.enum(statuses).nullable(),
    to: z.enum(statuses),
    decidedOn: Day,
    /** what `decidedOn` is the day of, where the source does not give that of the decision */
    dayIs: z.enum(sourcedDays).optional(),
    /** until which day the source says that it stood so */
    knownUntil: Day.optional(),
    decision: Id.nullable(),
    proposal: Id.nullable(),
    takenOver: z.boolean(),
    source: Source.optional(),
    missing: z.array(LineInBoth).optional(),
    meeting: Id.nullable(),
    reasonClass: z.enum(reasonClasses).nullable(),
    conditions: Prose.nullable(),
    reviewOn: Day.nullable(),
  }),
  sealed: { conditions: 'open' },
  about: (fields) => ({
    commitment: fields.commitment,
    on: fields.decidedOn,
    ...(fields.body && { body: fields.body }),
    ...(fields.proposal && { proposal: fields.proposal }),
    ...(fields.meeting && { meeting: fields.meeting }),
  }),
  // What is taken over from a source was decided before, and elsewhere; that a commitment begins, or goes on in others, is told by its plan.
  consequence: ({ from, to, takenOver }) =>
    takenOver || from === null || to === 'replaced'
      ? null
      : { says: 'consequences.statusChanged', params: { to }, final: true },
  apply: async (
    tx,
    {
      change,
      commitment,
      decidedOn,
      knownUntil,
      decision,
      meeting,
      reviewOn,
      conditions,
      body: _body,
      proposal: _proposal,
      ...fields
    },
    entry,
  ) => {
    await tx.statusChange.create({
      data: {
        id: change,
        commitmentId: commitment,
        forumId: entry.forum,
        decidedOn: toDate(decidedOn),
        knownUntil: knownUntil ? toDate(knownUntil) : null,
        recordedAt: entry.recordedAt,
        decisionId: decision,
        meetingId: meeting,
        reviewOn: reviewOn ? toDate(reviewOn) : null,
        entryIndex: entry.index,
        ...fields,
        ...(conditions && { conditions }),
      },
    })
    await tx.commitment.update({
      where: { id: commitment },
      data: {
        status: fields.to,
        statusSince: toDate(decidedOn),
        statusDayIs: fields.dayIs ?? null,
      },
    })
  },
})

export const findingRecorded = factKind('commitments.finding-recorded/1', {
  act: {
    weight: 40,
    counts: (facts) => ({
      findings: manyOf(facts, 'commitments.finding-recorded/1'),
    }),
  },
  notices: [],
  words: { author: 'authors', measure: 'measures', level: 'levels' },
  fields: z.strictObject({
    finding: Id,
    plan: Id,
    commitment: Id.nullable(),
    author: z.enum(['irm', 'government-board']),
    measure: Line,
    level: Line,
    count: z.int().nullable(),
    note: SourcedText.optional(),
    source: Source,
    sure: Line,
  }),
  about: (fields) => ({ commitment: fields.commitment }),
  apply: (tx, { finding, plan, commitment, ...fields }, { forum }) =>
    tx.finding.create({
      data: { id: finding, planId: plan, commitmentId: commitment, forumId: forum, ...fields },
    }),
})

export const outsideEventRecorded = factKind('commitments.outside-event-recorded/1', {
  act: {
    weight: 50,
    counts: (facts) => ({
      events: manyOf(facts, 'commitments.outside-event-recorded/1'),
      links: manyOf(facts, 'events.linked/1'),
    }),
  },
  notices: [],
  fields: z.strictObject({ event: Id, happenedOn: LooseDay, what: SourcedText, source: Source }),
  sealed: { what: 'open' },
  about: ({ happenedOn }) => ({
    ...(happenedOn.length === 10 && { on: happenedOn }),
    inForceOn: lastDayOf(happenedOn),
  }),
  apply: (tx, { event, ...fields }, { forum }) =>
    tx.outsideEvent.create({ data: { id: event, forumId: forum, ...fields } }),
})

/** What one source says about a plan, a commitment or a body, kept as it is with how sure it is; unknown is kept as unknown. */
export const statementKept = factKind('commitments.statement-kept/1', {
  act: {
    weight: 10,
    counts: (facts) => ({
      statements: manyOf(facts, 'commitments.statement-kept/1'),
    }),
  },
  notices: [],
  fields: z.strictObject({
    statement: Id,
    subject: Id,
    commitment: Id.nullable(),
    field: Line,
    value: z.json().nullable(),
    source: z.string().nullable(),
    sure: z.string(),
    note: z.string().nullable(),
    /** the note in both languages, and the source with its name in both */
    noteIn: LineInBoth.optional(),
    cites: Source.optional(),
  }),
  words: { field: 'statementFields' },
  sealed: { value: 'open' },
  about: (fields) => ({ commitment: fields.commitment }),
  apply: (tx, { statement, subject, field, value, source, sure, note, noteIn, cites }, { forum }) =>
    tx.sourcedStatement.create({
      data: {
        id: statement,
        subject,
        field,
        source,
        sure,
        note,
        forumId: forum,
        ...(noteIn && { noteIn }),
        ...(cites && { cites }),
        ...(value !== null && { value }),
      },
    }),
})

/** That a commitment goes on from another of an earlier plan, as a source or a seat says. */
export const descentRecorded = factKind('commitments.descent-recorded/1', {
  notices: [],
  toldIn: ['life'],
  fields: z.strictObject({
    descent: Id,
    ancestor: Id,
    heir: Id,
    note: Prose.nullable(),
    source: Source.nullable(),
    seat: Id.nullable(),
    mandate: Id.nullable(),
  }),
  sealed: { note: 'open' },
  about: (fields) => ({ commitment: fields.heir, ...(fields.seat && { seat: fields.seat }) }),
  apply: (tx, { descent, ancestor, heir, note, source }, { forum, recordedAt, index }) =>
    tx.descent.create({
      data: {
        id: descent,
        forumId: forum,
        ancestorId: ancestor,
        heirId: heir,
        ...(note && { note }),
        ...(source && { source }),
        recordedAt,
        entryIndex: index,
      },
    }),
})

export const STATUS_EFFECT = 'commitments.status'

/** What a proposal about a status asks for, with all that it must say (docs/rules.md, 2 and 3). */
export const StatusEffect = z.strictObject({
  kind: z.literal(STATUS_EFFECT),
  commitment: Id,
  to: z.enum(decidableStatuses),
  reasonClass: z.enum(reasonClasses),
  tried: Prose,
  evidence: z.array(z.strictObject({ title: Line, address: WebAddress.nullable() })),
  conditions: Prose.nullable(),
  reviewOn: Day.nullable(),
})
export type StatusEffect = z.output<typeof StatusEffect>

/** Nothing is proposed that its effect's schema does not take. */
export function asksForStatus(effect: { kind: string }): effect is StatusEffect {
  return effect.kind === STATUS_EFFECT
}

export const columns = {
  plan: { name: Localised, source: Source.nullable() },
  commitment: {
    title: SourcedText,
    objective: SourcedText.nullable(),
    status: z.enum(statuses),
  },
  participant: { source: Source.nullable() },
  statusChange: {
    from: z.enum(statuses).nullable(),
    to: z.enum(statuses),
    source: Source.nullable(),
    missing: z.array(LineInBoth).nullable(),
    reasonClass: z.enum(reasonClasses).nullable(),
    conditions: kept(Prose).nullable(),
  },
  finding: { note: SourcedText.nullable(), source: Source },
  outsideEvent: { what: SourcedText, source: Source },
  sourcedStatement: {
    value: z.unknown(),
    noteIn: LineInBoth.nullable(),
    cites: Source.nullable(),
  },
  descent: { note: kept(Prose).nullable(), source: Source.nullable() },
}

export const facts = [
  planRecorded,
  commitmentRecorded,
  participantNamed,
  statusChanged,
  findingRecorded,
  outsideEventRecorded,
  statementKept,
  descentRecorded,
]
