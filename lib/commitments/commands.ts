import { z } from 'zod'
import { command, officeCommand, seatCommand } from '../act/command.ts'
import type { Circumstances } from '../act/command.ts'
import {
  alsoNeeding,
  Day,
  Digest,
  Id,
  Line,
  LineInBoth,
  Localised,
  LooseDay,
  Prose,
  SeatId,
  ShortProse,
  Slug,
  Source,
  WebAddress,
} from '../act/fields.ts'
import type { Need } from '../act/fields.ts'
import { firstRefusal, ok, refuse } from '../act/refusal.ts'
import type { Refusal } from '../act/refusal.ts'
import { setsUp } from '../bodies/commands.ts'
import { rulesOf, takesPart } from '../bodies/rules.ts'
import type { Reader } from '../db/client.ts'
import type { Fact } from '../log/fact.ts'
import {
  changingText,
  deadlineIsFarEnough,
  deadlineOf,
  isOpen,
  mayBeTabled,
  needsOfItsWay,
  mayPropose,
  onTheTable,
  proposing,
} from '../proposals/commands.ts'
import type { ProposalText } from '../proposals/facts.ts'
import { deliberation } from '../proposals/record.ts'
import {
  commitmentRecorded,
  descentRecorded,
  findingRecorded,
  outsideEventRecorded,
  participantNamed,
  planRecorded,
  SourcedText,
  statementKept,
  STATUS_EFFECT,
  statusChanged,
} from './facts.ts'
import type { StatusEffect } from './facts.ts'
import {
  decidableStatuses,
  mayMove,
  needsWaking,
  reasonClasses,
  sourcedDays,
  statuses,
} from './rules.ts'
import type { SourcedDay, Status } from './rules.ts'

export const recordPlan = officeCommand({
  name: 'commitments.record-plan',
  input: z.strictObject({
    id: Id.optional(),
    slug: Slug,
    name: Localised,
    adoptedOn: LooseDay.optional(),
    startsOn: LooseDay.optional(),
    endsOn: LooseDay.optional(),
    extendedTo: LooseDay.optional(),
    invented: z.boolean().default(false),
    source: Source.optional(),
  }),
  subject: async (db, { slug }, { forum }) => ({
    forum,
    count: await db.plan.count({ where: { forumId: forum.id } }),
    taken: (await db.plan.count({ where: { forumId: forum.id, slug } })) > 0,
  }),
  gravity: 'public',
  standing: (actor, { forum }) => setsUp(actor, forum),
  check: ({ taken }, { startsOn, endsOn }) => {
    if (taken) return refuse('bodies.slugTaken', undefined, 'slug')
    return startsOn && endsOn && endsOn < startsOn
      ? refuse('errors.endsBeforeItStarts', undefined, 'endsOn')
      : ok
  },
  decide: ({ subject, input: { id, ...fields }, draw }) => {
    const plan = id ?? draw.id()
    return { facts: [planRecorded({ plan, rank: subject.count, ...fields })], result: { plan } }
  },
})

const StatementInput = z.strictObject({
  field: Line,
  value: z.json().nullable(),
  source: z.string().nullable(),
  sure: z.string(),
  note: z.string().nullable().default(null),
  noteIn: LineInBoth.optional(),
  cites: Source.optional(),
})

/**
 * A commitment as it was adopted, with the day from which it is in force where that is known, and what the
 * sources say of it.
 */
export const recordCommitment = officeCommand({
  name: 'commitments.record-commitment',
  input: z.strictObject({
    id: Id.optional(),
    plan: Id,
    number: z.int().min(1),
    ogpId: Line.optional(),
    title: SourcedText,
    objective: SourcedText.nullable().default(null),
    policyArea: Line.optional(),
    origin: z.enum(['co-created', 'proactive']).optional(),
    startsOn: LooseDay.optional(),
    endsOn: LooseDay.optional(),
    invented: z.boolean().default(false),
    inForceFrom: z
      .strictObject({
        day: Day,
        dayIs: z.enum(sourcedDays).optional(),
        knownUntil: Day.optional(),
        source: Source.optional(),
      })
      .optional(),
    participants: z
      .array(
        z.strictObject({
          organisation: Id,
          role: z.enum(['lead', 'support']),
          source: Source.optional(),
        }),
      )
      .default([]),
    statements: z.array(StatementInput).default([]),
  }),
  subject: async (db, { plan, number }, { forum }) => {
    const found = await db.plan.findFirst({ where: { id: plan, forumId: forum.id } })
    return (
      found && { forum, taken: (await db.commitment.count({ where: { planId: plan, number } })) > 0 }
    )
  },
  gravity: 'public',
  standing: (actor, { forum }) => setsUp(actor, forum),
  check: ({ taken }) => (taken ? refuse('commitments.numberTaken', undefined, 'number') : ok),
  decide: ({ input: { id, inForceFrom, participants, statements, ...fields }, draw }) => {
    const commitment = id ?? draw.id()
    const facts: Fact[] = [commitmentRecorded({ commitment, ...fields })]
    if (inForceFrom) {
      const { day, ...known } = inForceFrom
      facts.push(
        statusChanged(
          takenOver({
            change: draw.id(),
            commitment,
            from: null,
            to: 'in-force',
            decidedOn: day,
            ...known,
          }),
        ),
      )
    }
    facts.push(
      ...participants.map((participant) =>
        participantNamed({ participant: draw.id(), commitment, ...participant }),
      ),
    )
    facts.push(
      ...statements.map((statement) =>
        statementKept({ statement: draw.id(), subject: commitment, commitment, ...statement }),
      ),
    )
    return { facts, result: { commitment } }
  },
})

type TakenOver = {
  change: string
  commitment: string
  from: Status | null
  to: Status
  decidedOn: string
  dayIs?: SourcedDay | undefined
  knownUntil?: string | undefined
  body?: string | null
  meeting?: string | null
  source?: Source | undefined
  missing?: LineInBoth[]
}

function takenOver({
  source,
  missing,
  dayIs,
  knownUntil,
  body = null,
  meeting = null,
  ...fields
}: TakenOver) {
  return {
    ...fields,
    ...(dayIs && { dayIs }),
    ...(knownUntil && { knownUntil }),
    body,
    meeting,
    decision: null,
    proposal: null,
    takenOver: true,
    reasonClass: null,
    conditions: null,
    reviewOn: null,
    ...(source && { source }),
    ...(missing && { missing }),
  }
}

/**
 * A status from before the system enters by an act of its own, with its source and with what the source does
 * not give.
 */
export const takeOverStatus = officeCommand({
  name: 'commitments.take-over-status',
  input: z.strictObject({
    commitment: Id,
    to: z.enum(statuses),
    decidedOn: Day,
    dayIs: z.enum(sourcedDays).optional(),
    knownUntil: Day.optional(),
    body: Id.optional(),
    meeting: Id.optional(),
    source: Source,
    missing: z.array(LineInBoth).default([]),
  }),
  subject: async (db, { commitment }, { forum }) => {
    const found = await db.commitment.findFirst({ where: { id: commitment, forumId: forum.id } })
    return found && { commitment: found, forum }
  },
  gravity: 'public',
  standing: (actor, { forum }) => setsUp(actor, forum),
  check: ({ commitment }, { to }) =>
    mayMove(commitment.status, to)
      ? ok
      : refuse('commitments.illegalMove', { from: commitment.status, to }, 'to'),
  decide: ({ subject: { commitment }, input, draw }) => [
    statusChanged(takenOver({ change: draw.id(), from: commitment.status, ...input })),
  ],
})

export const recordFindings = officeCommand({
  name: 'commitments.record-findings',
  input: z.strictObject({
    plan: Id,
    findings: z
      .array(
        z.strictObject({
          commitment: Id.nullable().default(null),
          author: z.enum(['irm', 'government-board']),
          measure: Line,
          level: Line,
          count: z.int().nullable().default(null),
          note: SourcedText.optional(),
          source: Source,
          sure: Line,
        }),
      )
      .min(1),
    statements: z.array(StatementInput).default([]),
  }),
  subject: async (db, { plan }, { forum }) =>
    (await db.plan.count({ where: { id: plan, forumId: forum.id } })) ? forum : null,
  gravity: 'public',
  standing: (actor, forum) => setsUp(actor, forum),
  decide: ({ input: { plan, findings, statements }, draw }) => [
    ...findings.map((finding) => findingRecorded({ finding: draw.id(), plan, ...finding })),
    ...statements.map((statement) =>
      statementKept({ statement: draw.id(), subject: plan, commitment: null, ...statement }),
    ),
  ],
})

/** What the sources say of a plan, a commitment, a body or an organisation; what was looked for and not found, too. */
export const keepStatements = officeCommand({
  name: 'commitments.keep-statements',
  input: z.strictObject({ subject: Id, statements: z.array(StatementInput).min(1) }),
  subject: async (db, { subject: id }, { forum }) => {
    const here = { where: { id, forumId: forum.id } }
    const [commitments, ...others] = await Promise.all([
      db.commitment.count(here),
      db.plan.count(here),
      db.body.count(here),
      db.organisation.count(here),
    ])
    return commitments + Math.max(...others) > 0
      ? { forum, commitment: commitments > 0 ? id : null }
      : null
  },
  gravity: 'public',
  standing: (actor, { forum }) => setsUp(actor, forum),
  decide: ({ subject: { commitment }, input: { subject, statements }, draw }) =>
    statements.map((statement) =>
      statementKept({ statement: draw.id(), subject, commitment, ...statement }),
    ),
})

export const recordOutsideEvents = officeCommand({
  name: 'commitments.record-outside-events',
  input: z.strictObject({
    events: z.array(z.strictObject({ happenedOn: LooseDay, what: SourcedText, source: Source })).min(1),
  }),
  subject: async (_db, _input, { forum }) => forum,
  gravity: 'public',
  standing: (actor, forum) => setsUp(actor, forum),
  decide: ({ input, draw }) =>
    input.events.map((one) => outsideEventRecorded({ event: draw.id(), ...one })),
})

/**
 * That a commitment goes on from one of an earlier plan: as a source says, or as a seat of the Committee
 * does, with its reason.
 */
export const recordDescent = command({
  name: 'commitments.record-descent',
  input: z.strictObject({
    as: SeatId.optional(),
    ancestor: Id,
    heir: Id,
    note: Prose.optional(),
    source: Source.optional(),
  }),
  subject: async (db, { ancestor, heir }, { forum }) => {
    const wanted = ancestor ? [ancestor, heir] : [heir]
    const found = await db.commitment.findMany({
      where: { id: { in: wanted }, forumId: forum.id },
      include: { plan: true },
    })
    const committee = await db.body.findMany({
      where: { forumId: forum.id, kind: 'committee' },
      select: { id: true },
    })
    const [before, after] = [
      found.find((one) => one.id === ancestor),
      found.find((one) => one.id === heir),
    ]
    if (!after || (ancestor && !before)) return null
    const known = ancestor
      ? await db.descent.count({ where: { ancestorId: ancestor, heirId: heir } })
      : 0
    return {
      forum,
      committee: committee.map((one) => one.id),
      ranks: { before: before?.plan.rank ?? 0, after: after.plan.rank },
      known: known > 0,
    }
  },
  gravity: 'public',
  standing: (actor, { forum, committee }) => {
    if (actor.kind !== 'seat') return setsUp(actor, forum)
    return committee.some((body) => takesPart(actor, body)) ? ok : refuse('commitments.committeeOnly')
  },
  check: ({ ranks, known }, { note, source }) => {
    if (known) return refuse('commitments.descentKnown', undefined, 'ancestor')
    // A later plan goes on from an earlier one: so no circle can come about.
    if (ranks.before >= ranks.after) return refuse('commitments.ancestorIsLater', undefined, 'ancestor')
    return note || source ? ok : refuse('errors.reasonNeeded', undefined, 'note.text')
  },
  decide: ({ as, input: { ancestor, heir, note, source }, draw }) => ({
    facts: [
      descentRecorded({
        descent: draw.id(),
        ancestor,
        heir,
        note: note ?? null,
        source: source ?? null,
        seat: as.kind === 'seat' ? as.seat : null,
        mandate: as.kind === 'seat' ? as.mandate : null,
      }),
    ],
    result: { commitment: heir },
  }),
})

// What a person sends when they ask for another status.
const statusRequest = {
  title: ShortProse,
  text: Prose,
  reasonClass: z.enum(reasonClasses, { error: 'errors.chooseReason' }),
  tried: Prose,
  evidence: z
    .array(z.strictObject({ title: Line, address: WebAddress.optional() }))
    .max(20, 'errors.tooMany')
    .default([]),
  conditions: Prose.optional(),
  reviewOn: Day.optional(),
  deadlineOn: Day.optional(),
  to: z.enum(decidableStatuses, { error: 'errors.chooseStatus' }),
}
type StatusRequest = z.output<z.ZodObject<typeof statusRequest>>

/** Whoever pauses a commitment says what would let it go on, and when that is looked at. */
const needsOfItsStatus: Need<StatusRequest>[] = [
  {
    field: 'conditions.text',
    says: 'commitments.conditionsNeeded',
    missing: ({ to, conditions }) => to !== undefined && needsWaking(to) && !conditions,
  },
  {
    field: 'reviewOn',
    says: 'commitments.reviewNeeded',
    missing: ({ to, reviewOn }) => to !== undefined && needsWaking(to) && !reviewOn,
  },
]

function textOf(
  commitment: string,
  { title, text, to, reasonClass, tried, evidence, conditions, reviewOn }: StatusRequest,
): ProposalText {
  const effect: StatusEffect = {
    kind: STATUS_EFFECT,
    commitment,
    to,
    reasonClass,
    tried,
    conditions: conditions ?? null,
    reviewOn: reviewOn ?? null,
    evidence: evidence.map((piece) => ({ title: piece.title, address: piece.address ?? null })),
  }
  return { title, text, effect }
}

function requestIsWhole(
  commitment: { status: string },
  request: StatusRequest,
  today: string,
): Refusal[] {
  const missing: (Refusal | false)[] = [
    !mayMove(commitment.status, request.to) &&
      refuse('commitments.illegalMove', { from: commitment.status, to: request.to }, 'to'),
    Boolean(request.reviewOn && request.reviewOn <= today) &&
      refuse('commitments.reviewInThePast', undefined, 'reviewOn'),
  ]
  return missing.filter((one) => one !== false)
}

/** Status is decided by the committee, unless the forum's rule names the commitment's own group. */
async function decidingBodies(db: Reader, commitments: string[], { forum }: Circumstances) {
  const kind = rulesOf(forum).statusDecidedBy
  const bodies = await db.body.findMany({
    where: { forumId: forum.id, kind, ...(kind === 'group' && { commitmentId: { in: commitments } }) },
    orderBy: { slug: 'asc' },
  })
  return (commitment: string) =>
    bodies.find((body) => kind === 'committee' || body.commitmentId === commitment)
}

/**
 * Commitments of which a change of status could be asked, with what has to do with it: each in its
 * place, null where there is none.
 */
async function statusSubjects(
  db: Reader,
  inputs: { commitment: string; agendaItem?: string | undefined }[],
  circumstances: Circumstances,
) {
  const { forum } = circumstances
  const ids = inputs.map(({ commitment }) => commitment)
  const [found, bodyOf, open, table] = await Promise.all([
    db.commitment.findMany({
      where: { id: { in: ids }, forumId: forum.id },
      include: { plan: { select: { closedOn: true } } },
    }),
    decidingBodies(db, ids, circumstances),
    db.proposal.findMany({
      where: {
        forumId: forum.id,
        commitmentId: { in: ids },
        closedAt: null,
        effect: { path: ['kind'], equals: STATUS_EFFECT },
      },
    }),
    // A page asks of many before any of them has an item.
    onTheTable(db, circumstances, inputs[0]?.agendaItem),
  ])
  return ids.map((id) => {
    const [commitment, body] = [found.find((one) => one.id === id), bodyOf(id)]
    return commitment && body && table
      ? { commitment, body, open: open.filter((one) => one.commitmentId === id), ...table }
      : null
  })
}

/**
 * Asks for another status of a commitment. In session: positions come with the minutes of the meeting that
 * deliberates on it. In writing: with a deadline. Either way it points to the agenda item in which it was, or
 * will be, deliberated.
 */
export const proposeStatus = seatCommand({
  name: 'commitments.propose-status',
  input: alsoNeeding(
    z.strictObject({
      as: SeatId,
      commitment: Id,
      mode: z.enum(['session', 'written'], { error: 'errors.chooseMode' }),
      agendaItem: Id.optional(),
      ...statusRequest,
    }),
    ...needsOfItsStatus,
    ...needsOfItsWay,
  ),
  subject: async (db, input, circumstances) =>
    (await statusSubjects(db, [input], circumstances))[0] ?? null,
  subjects: statusSubjects,
  gravity: 'public',
  standing: (actor, { commitment, body, open }) =>
    firstRefusal(
      mayPropose(actor, body.id),
      commitment.plan.closedOn ? refuse('plans.isClosed') : ok,
      decidableStatuses.some((to) => mayMove(commitment.status, to)) ? ok : refuse('commitments.isOver'),
      open[0] ? refuse('commitments.alreadyProposed', { number: open[0].number }) : ok,
    ),
  check: ({ commitment, item, body }, input, circumstances) => [
    ...requestIsWhole(commitment, input, circumstances.today),
    ...mayBeTabled({ item }, body.id, input, circumstances),
  ],
  decide: ({ as, subject: { commitment, body, next, item }, input, draw, forum }) => {
    const { proposal, facts } = proposing({
      body: body.id,
      number: next,
      mode: input.mode,
      commitment: commitment.id,
      content: textOf(commitment.id, input),
      seat: as.seat,
      draw,
      meeting: item?.meetingId ?? null,
      agendaItem: item?.id ?? null,
      deadlineAt: deadlineOf(input, { forum }),
    })
    return { facts, result: { proposal } }
  },
  held: (_subject, { forum }) => !rulesOf(forum).openProposalsArePublic,
})

/** Another text for the same question: what was said to the old one stays visible, and no longer counts. */
export const reviseStatusProposal = seatCommand({
  name: 'commitments.revise-status-proposal',
  input: alsoNeeding(
    z.strictObject({ as: SeatId, proposal: Id, digest: Digest, ...statusRequest }),
    ...needsOfItsStatus,
  ),
  subject: async (db, { proposal }, circumstances) => {
    const found = await deliberation(db, circumstances, proposal)
    const commitment = found?.commitmentId
      ? await db.commitment.findUnique({ where: { id: found.commitmentId } })
      : null
    return found && commitment && { proposal: found, commitment }
  },
  gravity: 'public',
  standing: (actor, { proposal }, { now }) =>
    firstRefusal(
      actor.kind === 'seat' && actor.seat === proposal.proposedBy
        ? ok
        : refuse('proposals.onlyItsProposer'),
      isOpen(proposal, now),
    ),
  check: ({ proposal, commitment }, input, circumstances) => {
    if (input.digest !== proposal.digest) return refuse('proposals.textChanged')
    const late = proposal.mode === 'written' ? deadlineIsFarEnough(input.deadlineOn, circumstances) : []
    return [...requestIsWhole(commitment, input, circumstances.today), ...late]
  },
  decide: ({ as, subject: { proposal, commitment }, input, forum }) => {
    const deadline = deadlineOf({ ...input, mode: proposal.mode }, { forum })
    return {
      facts: changingText(proposal, textOf(commitment.id, input), as.seat, deadline),
      result: { proposal: proposal.id },
    }
  },
  held: (_subject, { forum }) => !rulesOf(forum).openProposalsArePublic,
})

export const commands = [
  recordPlan,
  recordCommitment,
  takeOverStatus,
  recordFindings,
  keepStatements,
  recordOutsideEvents,
  recordDescent,
  proposeStatus,
  reviseStatusProposal,
]
