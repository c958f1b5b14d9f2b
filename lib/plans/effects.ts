import { effectKind } from '../act/effect.ts'
import type { EffectContext } from '../act/effect.ts'
import { ok, refuse } from '../act/refusal.ts'
import type { Standing as Ruling } from '../act/refusal.ts'
import { statusChanged } from '../commitments/facts.ts'
import { isOver, mayMove } from '../commitments/rules.ts'
import type { Status } from '../commitments/rules.ts'
import type { Reader } from '../db/client.ts'
import type { Fact } from '../log/fact.ts'
import {
  ADD_EFFECT,
  AddEffect,
  ADOPT_EFFECT,
  AdoptEffect,
  CLOSE_EFFECT,
  CloseEffect,
  commitmentAdopted,
  commitmentReplaced,
  commitmentReworded,
  MERGE_EFFECT,
  MergeEffect,
  outcomeAgreed,
  planAdopted,
  planClosed,
  REWORD_EFFECT,
  RewordEffect,
  SPLIT_EFFECT,
  SplitEffect,
} from './facts.ts'
import type { NewCommitment } from './facts.ts'
import { planWith, commitmentStanding, unknownAmong } from './record.ts'
import type { PlanWith, Standing } from './record.ts'
import { differences, figuresOf, merge } from './rules.ts'
import type { Arrival, Ending } from './rules.ts'

function decidedIn({ decision, proposal, body, decidedOn }: EffectContext) {
  return { decision, proposal, body, changedOn: decidedOn }
}

/** The facts by which a commitment enters a plan, and is in force from then on. */
function adopting(
  plan: { id: string; invented: boolean },
  asked: NewCommitment,
  how: Arrival,
  context: EffectContext,
  commitment = context.draw.id(),
): Fact[] {
  const { draw } = context
  const { number, title, objective, policyArea, organisations, from } = asked
  return [
    commitmentAdopted({
      change: draw.id(),
      commitment,
      plan: plan.id,
      number,
      how,
      title,
      objective,
      policyArea,
      participants: organisations.map((one) => ({ participant: draw.id(), ...one })),
      from: from.map((ancestor) => ({ descent: draw.id(), ancestor })),
      invented: plan.invented,
      ...decidedIn(context),
    }),
    movedTo(commitment, null, 'in-force', context),
  ]
}

function movedTo(
  commitment: string,
  from: Status | null,
  to: Status,
  { draw, body, decidedOn, decision, proposal, meeting }: EffectContext,
): Fact {
  return statusChanged({
    change: draw.id(),
    commitment,
    body,
    from,
    to,
    decidedOn,
    decision,
    proposal,
    takenOver: false,
    meeting,
    reasonClass: null,
    conditions: null,
    reviewOn: null,
  })
}

async function tableOf(db: Reader, { forum, slug, commitments }: AdoptEffect) {
  const [rows, unknown, kind] = await Promise.all([
    db.plan.findMany({ where: { forumId: forum }, select: { slug: true, rank: true } }),
    unknownAmong(db, forum, commitments),
    db.forum.findFirst({ where: { id: forum }, select: { kind: true } }),
  ])
  return {
    unknown,
    isTaken: rows.some((row) => row.slug === slug),
    rank: Math.max(-1, ...rows.map((row) => row.rank)) + 1,
    invented: kind?.kind === 'practice',
  }
}

const adoptEffect = effectKind({
  kind: ADOPT_EFFECT,
  schema: AdoptEffect,
  present: tableOf,
  stillLegal: (_effect, { isTaken, unknown }) => {
    if (isTaken) return refuse('plans.alreadyAdopted', undefined, 'slug')
    return unknown ? refuse('plans.namesUnknown') : ok
  },
  facts: ({ slug, name, startsOn, endsOn, commitments }, context, { rank, invented }) => {
    const plan = { id: context.draw.id(), invented }
    return [
      planAdopted({
        plan: plan.id,
        slug,
        name,
        rank,
        startsOn,
        endsOn,
        commitments: commitments.length,
        invented,
        ...decidedIn(context),
      }),
      ...commitments.flatMap((one) => adopting(plan, one, 'with-plan', context)),
    ]
  },
})

/** May these commitments enter this plan, which is open, has their numbers free, and knows what they name? */
function mayEnter(plan: PlanWith | null, commitments: NewCommitment[], unknown: boolean): Ruling {
  if (!plan) return refuse('errors.unknownThing')
  if (plan.closedOn) return refuse('plans.isClosed')
  const taken = commitments.find(({ number }) => plan.commitments.some((one) => one.number === number))
  if (taken) return refuse('plans.numberTaken', { number: taken.number }, 'number')
  return unknown ? refuse('plans.namesUnknown') : ok
}

async function planFor(db: Reader, id: string, commitments: NewCommitment[]) {
  const plan = await planWith(db, id)
  return { plan, unknown: plan ? await unknownAmong(db, plan.forumId, commitments) : true }
}

const addEffect = effectKind({
  kind: ADD_EFFECT,
  schema: AddEffect,
  present: (db, { plan, commitment }) => planFor(db, plan, [commitment]),
  stillLegal: ({ commitment }, { plan, unknown }) => mayEnter(plan, [commitment], unknown),
  facts: ({ commitment }, context, { plan }) =>
    plan
      ? adopting(plan, commitment, commitment.from.length > 0 ? 'carried-over' : 'added', context)
      : [],
})

/** Nothing is reworded, split or merged of what is over, or stands in a plan that is closed. */
function mayBeChanged(commitment: Standing | null): Ruling {
  if (!commitment) return refuse('errors.unknownThing')
  if (commitment.isClosed) return refuse('plans.isClosed')
  return isOver(commitment.status) ? refuse('commitments.isOver') : ok
}

const rewordEffect = effectKind({
  kind: REWORD_EFFECT,
  schema: RewordEffect,
  present: (db, { commitment }) => commitmentStanding(db, commitment),
  stillLegal: ({ over, to }, commitment) => {
    if (!commitment) return refuse('errors.unknownThing')
    const changed = mayBeChanged(commitment)
    if (changed !== true) return changed
    const { conflicts, wording } = merge(over, to, commitment.worded)
    if (conflicts.length > 0) return refuse('plans.overtaken')
    return differences(commitment.worded, wording).length > 0 ? ok : refuse('plans.alreadySo')
  },
  facts: ({ commitment: id, over, to }, context, commitment) => {
    if (!commitment) return []
    const { wording } = merge(over, to, commitment.worded)
    const is = (one: { organisation: string; role: string }, other: typeof one) =>
      one.organisation === other.organisation && one.role === other.role
    const before = commitment.participants.map((row) => ({ ...row, organisation: row.organisationId }))
    return [
      commitmentReworded({
        change: context.draw.id(),
        commitment: id,
        number: commitment.number,
        title: wording.title,
        from: commitment.worded,
        to: wording,
        ended: before
          .filter((row) => !wording.organisations.some((one) => is(one, row)))
          .map((row) => row.id),
        participants: wording.organisations
          .filter((one) => !before.some((row) => is(one, row)))
          .map((one) => ({ participant: context.draw.id(), ...one })),
        ...decidedIn(context),
      }),
    ]
  },
})

/** A commitment goes on in these from now on. */
function replacing(
  commitment: { id: string; number: number; status: Status },
  how: Ending,
  by: { ids: string[]; numbers: number[] },
  context: EffectContext,
): Fact[] {
  return [
    commitmentReplaced({
      change: context.draw.id(),
      commitment: commitment.id,
      number: commitment.number,
      how,
      goesOnIn: by.ids,
      numbers: by.numbers.join(', '),
      ...decidedIn(context),
    }),
    movedTo(commitment.id, commitment.status, 'replaced', context),
  ]
}

const splitEffect = effectKind({
  kind: SPLIT_EFFECT,
  schema: SplitEffect,
  present: async (db, { commitment: id, into }) => {
    const commitment = await commitmentStanding(db, id)
    return { commitment, ...(await planFor(db, commitment?.planId ?? id, into)) }
  },
  stillLegal: ({ into }, { commitment, plan, unknown }) => {
    const changed = mayBeChanged(commitment)
    return changed === true ? mayEnter(plan, into, unknown) : changed
  },
  facts: ({ into }, context, { commitment, plan }) => {
    if (!commitment || !plan) return []
    const ids = into.map(() => context.draw.id())
    return [
      ...into.flatMap((one, place) =>
        adopting(plan, { ...one, from: [commitment.id] }, 'from-split', context, ids[place]),
      ),
      ...replacing(commitment, 'split', { ids, numbers: into.map(({ number }) => number) }, context),
    ]
  },
})

const mergeEffect = effectKind({
  kind: MERGE_EFFECT,
  schema: MergeEffect,
  present: async (db, { commitments: ids, into }) => {
    const commitments: (Standing | null)[] = []
    for (const id of ids) commitments.push(await commitmentStanding(db, id))
    return { commitments, ...(await planFor(db, commitments[0]?.planId ?? ids[0] ?? '', [into])) }
  },
  stillLegal: ({ into }, { commitments, plan, unknown }) => {
    const not = commitments.map(mayBeChanged).find((one) => one !== true)
    if (not) return not
    if (new Set(commitments.map((one) => one?.planId)).size > 1) return refuse('plans.ofSeveralPlans')
    return mayEnter(plan, [into], unknown)
  },
  facts: ({ commitments: ids, into }, context, { commitments, plan }) => {
    if (!plan) return []
    const id = context.draw.id()
    return [
      ...adopting(plan, { ...into, from: ids }, 'from-merger', context, id),
      ...commitments.flatMap((one) =>
        one ? replacing(one, 'merged', { ids: [id], numbers: [into.number] }, context) : [],
      ),
    ]
  },
})

/** Is something said of each commitment of the plan that did not go on in others before, and of no other? */
export function closes(plan: PlanWith, outcomes: CloseEffect['outcomes']): Ruling {
  if (plan.closedOn) return refuse('plans.isClosed')
  const open = plan.commitments.filter(({ status }) => status !== 'replaced')
  const untold = open.find((one) => !outcomes.some(({ commitment }) => commitment === one.id))
  if (untold) return refuse('plans.outcomeMissing', { number: untold.number })
  if (outcomes.length > open.length) return refuse('plans.outcomeUnknown')
  const [lost] = goingNowhere(plan, outcomes)
  return lost ? refuse('plans.notCarriedOn', { number: lost.number }) : ok
}

/** What is said to be carried over though nothing descends from it. */
export function goingNowhere(
  plan: PlanWith,
  outcomes: readonly Pick<CloseEffect['outcomes'][number], 'commitment' | 'outcome'>[],
) {
  return plan.commitments.filter(
    (one) =>
      !plan.goingOn.has(one.id) &&
      outcomes.some(({ commitment, outcome }) => commitment === one.id && outcome === 'carried-over'),
  )
}

const closeEffect = effectKind({
  kind: CLOSE_EFFECT,
  schema: CloseEffect,
  present: (db, { plan }) => planWith(db, plan),
  stillLegal: ({ outcomes }, plan) => (plan ? closes(plan, outcomes) : refuse('errors.unknownThing')),
  facts: ({ outcomes }, context, plan) => {
    if (!plan) return []
    const said = plan.commitments.flatMap((one) => {
      const given = outcomes.find(({ commitment }) => commitment === one.id)
      if (given) return [{ ...given, of: one }]
      return one.status === 'replaced'
        ? [{ commitment: one.id, outcome: 'replaced' as const, note: null, of: one }]
        : []
    })
    const { 'carried-over': carriedOver, ...figures } = figuresOf(said)
    return [
      planClosed({ plan: plan.id, ...figures, carriedOver, ...decidedIn(context) }),
      ...said.map(({ of, ...one }) =>
        outcomeAgreed({ ...one, plan: plan.id, number: of.number, ...decidedIn(context) }),
      ),
      // What was completed is concluded, where that is a step from where it stands.
      ...said
        .filter(({ outcome, of }) => outcome === 'completed' && mayMove(of.status, 'concluded'))
        .map(({ of }) => movedTo(of.id, of.status, 'concluded', context)),
    ]
  },
})

export const effects = [adoptEffect, addEffect, rewordEffect, splitEffect, mergeEffect, closeEffect]
