import { z } from 'zod'
import { toDate } from '../act/calendar.ts'
import {
  cleanText,
  Day,
  Id,
  kept,
  Line,
  Localised,
  LooseDay,
  Prose,
  Slug,
  Wording,
} from '../act/fields.ts'
import { longest } from '../act/lengths.ts'
import { factKind } from '../log/fact.ts'
import type { EntryContext } from '../log/fact.ts'
import type { Writer } from '../db/client.ts'
import { arrivals, changes, endings, outcomes, roles } from './rules.ts'

/** A title in one or both of the forum's languages. */
const Title = z
  .strictObject({ es: cleanText(longest.title).optional(), en: cleanText(longest.title).optional() })
  .refine(({ es, en }) => es !== undefined || en !== undefined, 'plans.titleNeeded')

/** A commitment as the forum words it, and who answers for it. */
export const Worded = z.strictObject({
  title: Title,
  objective: Wording.nullable(),
  organisations: z.array(z.strictObject({ organisation: Id, role: z.enum(roles) })).max(60),
})
export type Worded = z.output<typeof Worded>

export const NewCommitment = Worded.extend({
  number: z.int().min(1).max(999),
  policyArea: Line.nullable(),
  /** the commitments of before that it goes on from */
  from: z.array(Id).max(20),
})
export type NewCommitment = z.output<typeof NewCommitment>

/** By which decision, and on which day it is in force. */
const decided = { body: Id, decision: Id, proposal: Id, changedOn: Day }
type Decided = { body: string; proposal: string; changedOn: string }
const aboutDecided = ({ body, proposal, changedOn }: Decided) => ({ body, proposal, on: changedOn })

const Participants = z.array(z.strictObject({ participant: Id, organisation: Id, role: z.enum(roles) }))

export const planAdopted = factKind('plans.adopted/1', {
  act: { weight: 95 },
  notices: [{ kind: 'known', to: 'forum' }],
  toldIn: ['comparison'],
  fields: z.strictObject({
    plan: Id,
    slug: Slug,
    name: Localised,
    rank: z.int(),
    startsOn: LooseDay.nullable(),
    endsOn: LooseDay.nullable(),
    commitments: z.int(),
    invented: z.boolean(),
    ...decided,
  }),
  about: aboutDecided,
  consequence: ({ commitments }) => ({
    says: 'consequences.planAdopted',
    params: { count: commitments },
    final: true,
  }),
  apply: (tx, { plan, slug, name, rank, startsOn, endsOn, invented, decision, changedOn }, { forum }) =>
    tx.plan.create({
      data: {
        id: plan,
        forumId: forum,
        slug,
        name,
        rank,
        adoptedOn: changedOn,
        startsOn,
        endsOn,
        invented,
        decisionId: decision,
      },
    }),
})

/** A commitment enters a plan: with it, later, out of one of an earlier plan, or out of others that were split or merged. */
export const commitmentAdopted = factKind('plans.commitment-adopted/1', {
  notices: [],
  toldIn: ['life'],
  words: { how: 'arrivals' },
  fields: z.strictObject({
    change: Id,
    commitment: Id,
    plan: Id,
    number: z.int().min(1),
    how: z.enum(arrivals),
    title: Title,
    objective: Wording.nullable(),
    policyArea: Line.nullable(),
    participants: Participants,
    from: z.array(z.strictObject({ descent: Id, ancestor: Id })),
    invented: z.boolean(),
    ...decided,
  }),
  sealed: { objective: 'open' },
  about: ({ commitment, ...fields }) => ({ commitment, ...aboutDecided(fields) }),
  apply: async (tx, { change, commitment, plan, participants, from, ...fields }, entry) => {
    const { number, title, objective, policyArea, invented, how, decision, changedOn } = fields
    await tx.commitment.create({
      data: {
        id: commitment,
        planId: plan,
        forumId: entry.forum,
        number,
        title,
        ...(objective && { objective }),
        policyArea,
        invented,
        status: 'unknown',
      },
    })
    await name(tx, commitment, participants, entry)
    for (const { descent, ancestor } of from)
      await tx.descent.create({
        data: {
          id: descent,
          forumId: entry.forum,
          ancestorId: ancestor,
          heirId: commitment,
          recordedAt: entry.recordedAt,
          entryIndex: entry.index,
        },
      })
    const after: Worded = {
      title,
      objective,
      organisations: participants.map(({ organisation, role }) => ({ organisation, role })),
    }
    await tx.commitmentChange.create({
      data: changeOf({ change, commitment, how, decision, changedOn }, entry, { after }),
    })
  },
})

function name(
  tx: Writer,
  commitment: string,
  participants: z.output<typeof Participants>,
  { forum }: EntryContext,
) {
  return tx.participant.createMany({
    data: participants.map(({ participant, organisation, role }) => ({
      id: participant,
      forumId: forum,
      commitmentId: commitment,
      organisationId: organisation,
      role,
    })),
  })
}

function changeOf(
  fact: { change: string; commitment: string; how: string; decision: string; changedOn: string },
  { forum, recordedAt, index }: EntryContext,
  { before, after, goesOnIn = [] }: { before?: Worded; after?: Worded; goesOnIn?: string[] },
) {
  return {
    id: fact.change,
    forumId: forum,
    commitmentId: fact.commitment,
    how: fact.how,
    ...(before && { before }),
    ...(after && { after }),
    goesOnIn,
    decisionId: fact.decision,
    changedOn: toDate(fact.changedOn),
    recordedAt,
    entryIndex: index,
  }
}

/** A commitment reads otherwise from a day on. How it read until then stays with the change. */
export const commitmentReworded = factKind('plans.commitment-reworded/1', {
  notices: [],
  toldIn: ['movements', 'life', 'comparison'],
  fields: z.strictObject({
    change: Id,
    commitment: Id,
    number: z.int(),
    title: Title,
    from: Worded,
    to: Worded,
    /** those that answer no longer, and those that do from now on */
    ended: z.array(Id),
    participants: Participants,
    ...decided,
  }),
  sealed: { from: 'open', to: 'open' },
  about: ({ commitment, ...fields }) => ({ commitment, ...aboutDecided(fields) }),
  consequence: ({ number }) => ({
    says: 'consequences.commitmentReworded',
    params: { number },
    final: true,
  }),
  apply: async (
    tx,
    { change, commitment, from, to, ended, participants, decision, changedOn },
    entry,
  ) => {
    await tx.commitment.update({
      where: { id: commitment },
      data: { title: to.title, ...(to.objective && { objective: to.objective }) },
    })
    await tx.participant.updateMany({
      where: { id: { in: ended } },
      data: { endedOn: toDate(changedOn) },
    })
    await name(tx, commitment, participants, entry)
    await tx.commitmentChange.create({
      data: changeOf({ change, commitment, how: 'reworded', decision, changedOn }, entry, {
        before: from,
        after: to,
      }),
    })
  },
})

/** It goes on in others, and no longer by itself. */
export const commitmentReplaced = factKind('plans.commitment-replaced/1', {
  notices: [],
  toldIn: ['life', 'comparison'],
  words: { how: 'endings' },
  fields: z.strictObject({
    change: Id,
    commitment: Id,
    number: z.int(),
    how: z.enum(endings),
    goesOnIn: z.array(Id).min(1),
    /** their numbers in the plan, to be said */
    numbers: Line,
    ...decided,
  }),
  about: ({ commitment, ...fields }) => ({ commitment, ...aboutDecided(fields) }),
  consequence: ({ number, how, numbers }) => ({
    says: 'consequences.commitmentReplaced',
    params: { number, how, numbers },
    final: true,
  }),
  apply: (tx, { change, commitment, how, goesOnIn, decision, changedOn }, entry) =>
    tx.commitmentChange.create({
      data: changeOf({ change, commitment, how, decision, changedOn }, entry, { goesOnIn }),
    }),
})

export const planClosed = factKind('plans.closed/1', {
  act: { weight: 95 },
  notices: [{ kind: 'known', to: 'forum' }],
  toldIn: ['comparison'],
  fields: z.strictObject({
    plan: Id,
    completed: z.int(),
    partly: z.int(),
    not: z.int(),
    carriedOver: z.int(),
    replaced: z.int(),
    ...decided,
  }),
  about: aboutDecided,
  consequence: () => ({ says: 'consequences.planClosed', final: true }),
  apply: (tx, { plan, decision, changedOn }) =>
    tx.plan.update({ where: { id: plan }, data: { closedOn: toDate(changedOn), closedBy: decision } }),
})

/** What became of a commitment, when its plan was closed. */
export const outcomeAgreed = factKind('plans.outcome-agreed/1', {
  notices: [],
  toldIn: ['life', 'comparison'],
  words: { outcome: 'planOutcomes' },
  fields: z.strictObject({
    commitment: Id,
    plan: Id,
    number: z.int(),
    outcome: z.enum(outcomes),
    note: Prose.nullable(),
    ...decided,
  }),
  sealed: { note: 'open' },
  about: ({ commitment, ...fields }) => ({ commitment, ...aboutDecided(fields) }),
  apply: (tx, { commitment, plan, outcome, note, decision }, { forum, index }) =>
    tx.planOutcome.create({
      data: {
        commitmentId: commitment,
        forumId: forum,
        planId: plan,
        outcome,
        ...(note && { note }),
        decisionId: decision,
        entryIndex: index,
      },
    }),
})

/** From which day on what is asked for is in force; the day of the decision, where it says none. */
const inForce = { inForceOn: Day.optional() }

export const ADOPT_EFFECT = 'plans.adopt'
export const AdoptEffect = z.strictObject({
  kind: z.literal(ADOPT_EFFECT),
  forum: Id,
  slug: Slug,
  name: Localised,
  startsOn: LooseDay.nullable(),
  endsOn: LooseDay.nullable(),
  commitments: z.array(NewCommitment).min(1),
  ...inForce,
})
export type AdoptEffect = z.output<typeof AdoptEffect>

export const ADD_EFFECT = 'plans.add-commitment'
export const AddEffect = z.strictObject({
  kind: z.literal(ADD_EFFECT),
  plan: Id,
  commitment: NewCommitment,
  ...inForce,
})
export type AddEffect = z.output<typeof AddEffect>

export const REWORD_EFFECT = 'plans.reword'
/** `over` is the wording that whoever asks had before them. */
export const RewordEffect = z.strictObject({
  kind: z.literal(REWORD_EFFECT),
  commitment: Id,
  over: Worded,
  to: Worded,
  ...inForce,
})
export type RewordEffect = z.output<typeof RewordEffect>

export const SPLIT_EFFECT = 'plans.split'
export const SplitEffect = z.strictObject({
  kind: z.literal(SPLIT_EFFECT),
  commitment: Id,
  into: z.array(NewCommitment).min(2),
  ...inForce,
})
export type SplitEffect = z.output<typeof SplitEffect>

export const MERGE_EFFECT = 'plans.merge'
export const MergeEffect = z.strictObject({
  kind: z.literal(MERGE_EFFECT),
  commitments: z.array(Id).min(2),
  into: NewCommitment,
  ...inForce,
})
export type MergeEffect = z.output<typeof MergeEffect>

export const CLOSE_EFFECT = 'plans.close'
export const CloseEffect = z.strictObject({
  kind: z.literal(CLOSE_EFFECT),
  plan: Id,
  outcomes: z.array(
    z.strictObject({ commitment: Id, outcome: z.enum(outcomes), note: Prose.nullable() }),
  ),
  ...inForce,
})
export type CloseEffect = z.output<typeof CloseEffect>

export type PlanEffect = AdoptEffect | AddEffect | RewordEffect | SplitEffect | MergeEffect | CloseEffect
const planEffects = [
  ADOPT_EFFECT,
  ADD_EFFECT,
  REWORD_EFFECT,
  SPLIT_EFFECT,
  MERGE_EFFECT,
  CLOSE_EFFECT,
] as const

/** Nothing is proposed that its effect's schema does not take. */
export function asksForPlan(effect: { kind: string }): effect is PlanEffect {
  return (planEffects as readonly string[]).includes(effect.kind)
}

export const columns = {
  commitmentChange: {
    how: z.enum(changes),
    before: kept(Worded).nullable(),
    after: kept(Worded).nullable(),
  },
  planOutcome: { outcome: z.enum(outcomes), note: kept(Prose).nullable() },
}

export const facts = [
  planAdopted,
  commitmentAdopted,
  commitmentReworded,
  commitmentReplaced,
  planClosed,
  outcomeAgreed,
]
