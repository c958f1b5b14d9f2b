import { z } from 'zod'
import { seatCommand } from '../act/command.ts'
import type { Circumstances } from '../act/command.ts'
import { alsoNeeding, Day, Digest, Id, Prose, SeatId, ShortProse } from '../act/fields.ts'
import { firstRefusal, ok, refuse } from '../act/refusal.ts'
import type { Refusal, Standing } from '../act/refusal.ts'
import type { Actor } from '../act/viewer.ts'
import { rulesOf, takesPart } from '../bodies/rules.ts'
import { isOver } from '../commitments/rules.ts'
import type { Reader } from '../db/client.ts'
import {
  changingText,
  deadlineIsFarEnough,
  deadlineOf,
  isOpen,
  mayBeTabled,
  needsOfItsWay,
  onTheTable,
  proposing,
} from '../proposals/commands.ts'
import type { ProposalText } from '../proposals/facts.ts'
import { deliberation } from '../proposals/record.ts'
import { compare, isUnchanged } from './compare.ts'
import { roadmapIn, unfinishedIn } from './draft.ts'
import type { Unfinished } from './draft.ts'
import { asksForRoadmap, progressReported, ROADMAP_EFFECT, RoadmapText } from './facts.ts'
import type { RoadmapEffect } from './facts.ts'
import { draftingBodies, sealedVersions } from './record.ts'
import type { SealedVersion } from './record.ts'
import { activitiesOf, changeReasons, faultsOf, isDone, progressStates } from './rules.ts'

/** The roadmap's working paper as it would be sealed, or what is still missing in it. */
type Draft = { revision: number; over: number; roadmap: RoadmapText | null; missing: Unfinished | null }

async function draftOf(db: Reader, commitment: string): Promise<Draft | null> {
  const row = await db.draftRoadmap.findUnique({ where: { commitmentId: commitment } })
  if (!row) return null
  const parsed = RoadmapText.safeParse(roadmapIn(row.content))
  return {
    revision: row.revision,
    over: row.over,
    roadmap: parsed.success ? parsed.data : null,
    missing: unfinishedIn(row.content)[0] ?? null,
  }
}

async function roadmapSubject(db: Reader, commitment: string, { forum }: Circumstances) {
  const kind = rulesOf(forum).roadmapsDecidedBy ?? 'committee'
  const [found, body, drafting, versions, draft] = await Promise.all([
    db.commitment.findFirst({
      where: { id: commitment, forumId: forum.id },
      include: { plan: { select: { closedOn: true } } },
    }),
    db.body.findFirst({
      where: { forumId: forum.id, kind, ...(kind === 'group' && { commitmentId: commitment }) },
      orderBy: { slug: 'asc' },
    }),
    draftingBodies(db, forum.id, commitment),
    sealedVersions(db, commitment),
    draftOf(db, commitment),
  ])
  return found && body && { commitment: found, body, drafting, versions, draft }
}

const request = {
  title: ShortProse,
  text: Prose,
  revision: z.coerce.number().pipe(z.int()),
  deadlineOn: Day.optional(),
  reasonClass: z.enum(changeReasons, { error: 'errors.chooseReason' }).optional(),
  effectOnGoal: Prose.optional(),
}
type RoadmapRequest = z.output<z.ZodObject<typeof request>>

/** Everything that must be so before others are asked: it is the paper that was looked at, it is whole, and it changes something. */
function requestIsWhole(
  { draft, versions }: { draft: Draft | null; versions: SealedVersion[] },
  input: RoadmapRequest,
): Refusal[] {
  const latest = versions.at(-1)
  if (!draft) return [refuse('roadmaps.noDraft')]
  if (draft.revision !== input.revision) return [refuse('roadmaps.draftChanged')]
  if (!draft.roadmap) return [refuse('roadmaps.unfinished', draft.missing ?? {})]
  if (draft.over !== (latest?.number ?? 0))
    return [refuse('roadmaps.draftOvertaken', { over: draft.over, number: latest?.number ?? 0 })]
  const [fault] = faultsOf(draft.roadmap)
  if (fault) return [refuse(fault.key, fault.params)]
  if (!latest) return []
  if (isUnchanged(compare(latest.roadmap, draft.roadmap))) return [refuse('roadmaps.nothingChanged')]
  return [
    ...(input.reasonClass ? [] : [refuse('errors.chooseReason', undefined, 'reasonClass')]),
    ...(input.effectOnGoal ? [] : [refuse('roadmaps.effectNeeded', undefined, 'effectOnGoal.text')]),
  ]
}

function textOf(
  commitment: string,
  { draft, versions }: { draft: Draft | null; versions: SealedVersion[] },
  askedBy: string,
  input: RoadmapRequest,
): ProposalText {
  const roadmap = draft?.roadmap
  if (!roadmap) throw new Error('a request was decided on without its roadmap')
  const effect: RoadmapEffect = {
    kind: ROADMAP_EFFECT,
    commitment,
    over: versions.at(-1)?.number ?? 0,
    roadmap,
    askedBy,
    reasonClass: versions.length > 0 ? (input.reasonClass ?? null) : null,
    effectOnGoal: versions.length > 0 ? (input.effectOnGoal ?? null) : null,
  }
  return { title: input.title, text: input.text, effect }
}

function mayAsk(actor: Actor, drafting: string[]): Standing {
  return drafting.some((body) => takesPart(actor, body)) ? ok : refuse('roadmaps.notOfThisGroup')
}

/** Asks the sectors to seal the working paper: as the baseline, or, from then on, as a change with its reason and its effect on the goal. */
export const proposeRoadmap = seatCommand({
  name: 'roadmaps.propose',
  input: alsoNeeding(
    z.strictObject({
      as: SeatId,
      commitment: Id,
      mode: z.enum(['session', 'written'], { error: 'errors.chooseMode' }),
      agendaItem: Id.optional(),
      ...request,
    }),
    ...needsOfItsWay,
  ),
  subject: async (db, { commitment, agendaItem }, circumstances) => {
    const subject = await roadmapSubject(db, commitment, circumstances)
    const table = subject && (await onTheTable(db, circumstances, agendaItem))
    const open = await db.proposal.count({
      where: {
        forumId: circumstances.forum.id,
        commitmentId: commitment,
        closedAt: null,
        effect: { path: ['kind'], equals: ROADMAP_EFFECT },
      },
    })
    return subject && table && { ...subject, ...table, open }
  },
  gravity: 'public',
  // What is over is not promised anew: a later plan makes a new commitment of it.
  standing: (actor, { drafting, commitment, versions, open }) =>
    firstRefusal(
      mayAsk(actor, drafting),
      commitment.plan.closedOn ? refuse('plans.isClosed') : ok,
      isOver(commitment.status) ? refuse('commitments.isOver') : ok,
      // A change may stand beside another; two baselines may not.
      versions.length === 0 && open > 0 ? refuse('roadmaps.alreadyAsked') : ok,
    ),
  check: (subject, input, circumstances) => [
    ...requestIsWhole(subject, input),
    ...mayBeTabled(subject, subject.body.id, input, circumstances),
  ],
  decide: ({ as, subject, input, draw, forum }) => {
    const { proposal, facts } = proposing({
      body: subject.body.id,
      number: subject.next,
      mode: input.mode,
      commitment: subject.commitment.id,
      content: textOf(subject.commitment.id, subject, as.seat, input),
      seat: as.seat,
      draw,
      meeting: subject.item?.meetingId ?? null,
      agendaItem: subject.item?.id ?? null,
      deadlineAt: deadlineOf(input, { forum }),
    })
    return { facts, result: { proposal } }
  },
  held: (_subject, { forum }) => !rulesOf(forum).openProposalsArePublic,
})

/** The same request over the version in force now, or in other words: what was said to the old text stays visible, and no longer counts. */
export const reviseRoadmapProposal = seatCommand({
  name: 'roadmaps.revise-proposal',
  input: z.strictObject({ as: SeatId, proposal: Id, digest: Digest, ...request }),
  subject: async (db, { proposal }, circumstances) => {
    const found = await deliberation(db, circumstances, proposal)
    const subject =
      found?.commitmentId && asksForRoadmap(found.effect)
        ? await roadmapSubject(db, found.commitmentId, circumstances)
        : null
    return found && subject && { ...subject, proposal: found }
  },
  gravity: 'public',
  standing: (actor, { proposal }, { now }) =>
    firstRefusal(
      actor.kind === 'seat' && actor.seat === proposal.proposedBy
        ? ok
        : refuse('proposals.onlyItsProposer'),
      isOpen(proposal, now),
    ),
  check: (subject, input, circumstances) => {
    if (input.digest !== subject.proposal.digest) return refuse('proposals.textChanged')
    return [
      ...requestIsWhole(subject, input),
      ...(subject.proposal.mode === 'written'
        ? deadlineIsFarEnough(input.deadlineOn, circumstances)
        : []),
    ]
  },
  decide: ({ as, subject, input, forum }) => {
    const deadline = deadlineOf({ ...input, mode: subject.proposal.mode }, { forum })
    const text = textOf(subject.commitment.id, subject, as.seat, input)
    return {
      facts: changingText(subject.proposal, text, as.seat, deadline),
      result: { proposal: subject.proposal.id },
    }
  },
  held: (_subject, { forum }) => !rulesOf(forum).openProposalsArePublic,
})

/**
 * Says how far an activity is. What one sector calls complete, another verifies; both ways back want a reason, and so does verifying.
 */
export const reportProgress = seatCommand({
  name: 'roadmaps.report-progress',
  input: z.strictObject({
    as: SeatId,
    commitment: Id,
    activity: Id,
    state: z.enum(progressStates, { error: 'errors.chooseProgress' }),
    note: Prose.optional(),
  }),
  subject: async (db, { commitment, activity }, { forum }) => {
    const found = await db.commitment.findFirst({ where: { id: commitment, forumId: forum.id } })
    const latest = found && (await sealedVersions(db, commitment)).at(-1)
    const known = latest && activitiesOf(latest.roadmap).find((one) => one.id === activity)
    if (!found || !known) return null
    const [before, bodies] = await Promise.all([
      db.progressReport.findFirst({
        where: { commitmentId: commitment, activityId: activity },
        orderBy: { entryIndex: 'desc' },
      }),
      draftingBodies(db, forum.id, commitment),
    ])
    const said = await db.progressReport.findFirst({
      where: { commitmentId: commitment, activityId: activity, state: 'complete' },
      orderBy: { entryIndex: 'desc' },
    })
    return { commitment, activity: known, before, bodies, completedBy: said?.sectorId ?? null }
  },
  gravity: 'public',
  standing: (actor, { bodies }) => mayAsk(actor, bodies),
  check: ({ before, completedBy }, { state, note }, _circumstances, actor) => {
    const from = before?.state ?? 'not-started'
    if (state === from) return refuse('roadmaps.alreadySaid', undefined, 'state')
    if (state === 'verified' && from !== 'complete')
      return refuse('roadmaps.notCompleteYet', undefined, 'state')
    if (state === 'verified' && (!actor.hasPosition || actor.sector === completedBy))
      return refuse('roadmaps.verifiedByAnother', undefined, 'state')
    const back = progressStates.indexOf(state) < progressStates.indexOf(from)
    return (back || (state === 'verified' && isDone(from))) && !note
      ? refuse('errors.reasonNeeded', undefined, 'note.text')
      : ok
  },
  decide: ({ as, subject: { commitment, activity, before }, input, draw, today }) => [
    progressReported({
      report: draw.id(),
      commitment,
      activity: activity.id,
      number: activity.number,
      body: as.body,
      sector: as.sector,
      seat: as.seat,
      mandate: as.mandate,
      from: before?.state ?? null,
      to: input.state,
      note: input.note ?? null,
      reportedOn: today,
    }),
  ],
})

export const commands = [proposeRoadmap, reviseRoadmapProposal, reportProgress]
