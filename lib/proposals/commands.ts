import { z } from 'zod'
import { addDays, endOfDay, fromDate, lastDayBefore, toInstant } from '../act/calendar.ts'
import { officeCommand, seatCommand } from '../act/command.ts'
import type { Circumstances } from '../act/command.ts'
import {
  alsoNeeding,
  Day,
  digestOf,
  Digest,
  Id,
  Prose,
  SeatId,
  ShortProse,
  Source,
} from '../act/fields.ts'
import type { Need } from '../act/fields.ts'
import { firstRefusal, isRefusal, ok, refuse } from '../act/refusal.ts'
import type { Refusal, Standing } from '../act/refusal.ts'
import type { Actor } from '../act/viewer.ts'
import { setsUp } from '../bodies/commands.ts'
import { rulesOf, speaksFor } from '../bodies/rules.ts'
import type { Reader } from '../db/client.ts'
import type { Draw } from '../log/append.ts'
import type { Consequence, Fact } from '../log/fact.ts'
import { opened } from '../log/facts.ts'
import {
  cameIntoForce,
  decided,
  forceAwaited,
  notCarriedOut,
  participationResumed,
  participationSuspended,
  positionTaken,
  proposalWithdrawn,
  proposed,
  RESOLUTION_EFFECT,
  returnConditionNamed,
  textChanged,
} from './facts.ts'
import type { Frozen, ProposalText, ResolutionEffect } from './facts.ts'
import { deliberation, groupsAbout, openSuspensions, standsOf } from './record.ts'
import type { Deliberation, PositionMade } from './record.ts'
import { blocks, needsReason, outcomeOf, resolutions, stances, voicesListed } from './rules.ts'
import type { Reckoning } from './rules.ts'

/** In session a proposal needs its item, in writing its deadline: said with all else that a request lacks. */
export const needsOfItsWay: Need<{ mode: string; agendaItem?: string; deadlineOn?: string }>[] = [
  {
    field: 'agendaItem',
    says: 'commitments.itemNeeded',
    missing: ({ mode, agendaItem }) => mode === 'session' && !agendaItem,
  },
  {
    field: 'deadlineOn',
    says: 'proposals.deadlineNeeded',
    missing: ({ mode, deadlineOn }) => mode === 'written' && !deadlineOn,
  },
]

type NewProposal = {
  body: string
  number: number
  mode: 'session' | 'written'
  commitment: string | null
  content: ProposalText
  meeting: string | null
  agendaItem: string | null
  deadlineAt: Date | null
  seat: string
  draw: Draw
}

/** What the table has to do with a new proposal: its number, and the agenda item that it points to. Null where there is no such item. */
export async function onTheTable(db: Reader, { forum }: Circumstances, agendaItem: string | undefined) {
  const { _max } = await db.proposal.aggregate({ where: { forumId: forum.id }, _max: { number: true } })
  const item = agendaItem
    ? await db.agendaItem.findFirst({
        where: { id: agendaItem, forumId: forum.id },
        include: { meeting: true },
      })
    : null
  return agendaItem && !item ? null : { next: (_max.number ?? 0) + 1, item }
}
type OnTheTable = NonNullable<Awaited<ReturnType<typeof onTheTable>>>

/** In session a proposal needs an item of its body's meeting, in writing a deadline that is far enough. */
export function mayBeTabled(
  { item }: Pick<OnTheTable, 'item'>,
  body: string,
  { mode, deadlineOn }: Way,
  circumstances: Circumstances,
): Refusal[] {
  if (mode === 'written') return deadlineIsFarEnough(deadlineOn, circumstances)
  if (!item) return [refuse('commitments.itemNeeded', undefined, 'agendaItem')]
  const { state, bodyId } = item.meeting
  const open =
    bodyId === body &&
    (state === 'convened' || state === 'in-session') &&
    !item.withdrawnAt &&
    !item.postponedAt
  return open ? [] : [refuse('commitments.itemNotOpen', undefined, 'agendaItem')]
}
type Way = { mode: string; deadlineOn?: string | undefined }

/** Ten years ahead: what is later was mistyped, and would come for nobody who reads it. */
const furthestDeadline = 3652

export function deadlineIsFarEnough(
  deadlineOn: string | undefined,
  { forum, today }: Circumstances,
): Refusal[] {
  const earliest = addDays(today, rulesOf(forum).writtenProcedureDays)
  if (!deadlineOn) return [refuse('proposals.deadlineNeeded', undefined, 'deadlineOn')]
  const latest = addDays(today, furthestDeadline)
  if (deadlineOn > latest) return [refuse('proposals.deadlineTooFar', { latest }, 'deadlineOn')]
  return deadlineOn < earliest ? [refuse('proposals.deadlineTooSoon', { earliest }, 'deadlineOn')] : []
}

/** A written procedure ends with its last day, in the forum's zone; in session there is no deadline. */
export function deadlineOf(
  { mode, deadlineOn }: Way,
  { forum }: Pick<Circumstances, 'forum'>,
): Date | null {
  return mode === 'written' && deadlineOn ? endOfDay(forum.timeZone, deadlineOn) : null
}

/** Puts a proposal on the table. The capability that owns the effect calls it, from a command of its own. */
export function proposing({ content, deadlineAt, draw, ...fields }: NewProposal): {
  proposal: string
  facts: Fact[]
} {
  const proposal = draw.id()
  const digest = digestOf(content)
  return {
    proposal,
    facts: [
      proposed({
        proposal,
        digest,
        content,
        deadlineAt: deadlineAt && toInstant(deadlineAt),
        ...fields,
      }),
    ],
  }
}

/** A new text: positions on the old one stay visible and no longer count; whoever is asked gets the whole period again. */
export function changingText(
  proposal: Deliberation,
  content: ProposalText,
  seat: string,
  deadlineAt: Date | null,
): Fact[] {
  return [
    textChanged({
      proposal: proposal.id,
      body: proposal.bodyId,
      commitment: proposal.commitmentId,
      version: proposal.versions.length + 1,
      from: proposal.digest,
      digest: digestOf(content),
      content,
      seat,
      deadlineAt: deadlineAt && toInstant(deadlineAt),
    }),
  ]
}

export function isOpen(
  proposal: { closedAt: Date | null; withdrawnAt: Date | null; deadlineAt: Date | null },
  now: Date,
): Standing {
  if (proposal.withdrawnAt) return refuse('proposals.withdrawn')
  if (proposal.closedAt) return refuse('proposals.closed')
  return proposal.deadlineAt && now >= proposal.deadlineAt ? refuse('proposals.pastDeadline') : ok
}

type SessionFrame = {
  quorum: Frozen['quorum']
  there: Record<string, { there: number; of: number }>
  decidedOn: string
  meeting: string | null
}

function writtenFrame(proposal: Deliberation, today: string): SessionFrame {
  const stands = standsOf(proposal)
  const spoke = stands.filter((stand) => stand.stance).length
  // Between sessions nobody is present: each sector with a position must speak, and each that speaks is there.
  const there = Object.fromEntries(
    stands.map((stand) => [stand.sector, { there: stand.stance ? 1 : 0, of: 1 }]),
  )
  return {
    quorum: { reached: spoke === stands.length, there: spoke, of: stands.length, needed: stands.length },
    there,
    decidedOn: today,
    meeting: null,
  }
}

/**
 * The facts that close a proposal: the decision with everything frozen, its effect if it was adopted and is still legal, and the opening
 * of what was held until now.
 */
export function closing(
  proposal: Deliberation,
  frame: SessionFrame,
  { draw, forum, today }: Pick<Circumstances, 'forum' | 'today'> & { draw: Draw },
): { reckoning: Reckoning; facts: Fact[]; decision: string } {
  const stands = standsOf(proposal)
  const reckoning = outcomeOf(stands, frame.quorum.reached)
  const decision = draw.id()
  const refused =
    reckoning.adopted && isRefusal(proposal.ruling.legal) ? proposal.ruling.legal.refused : null
  const facts: Fact[] = [
    decided({
      decision,
      proposal: proposal.id,
      body: proposal.bodyId,
      commitment: proposal.commitmentId,
      number: proposal.nextDecision,
      outcome: reckoning.outcome,
      obstacle: reckoning.obstacle,
      digest: proposal.digest,
      decidedOn: frame.decidedOn,
      notCarriedOut: refused,
      frozen: {
        mode: proposal.mode,
        quorum: frame.quorum,
        sectors: stands.map(({ sector, suspended, position, stance }) => ({
          sector,
          suspended,
          position: position?.id ?? null,
          stance,
          there: frame.there[sector]?.there ?? 0,
          of: frame.there[sector]?.of ?? 0,
          voices: voicesListed(
            proposal.voices.filter((voice) => voice.sector === sector),
            position,
          ),
        })),
      },
    }),
  ]
  if (reckoning.adopted && !refused)
    facts.push(...broughtAbout(proposal, frame, { decision, draw, today }))
  if (!rulesOf(forum).openProposalsArePublic) facts.push(opened({ entries: entriesOf(proposal) }))
  return { reckoning, facts, decision }
}

/** What an adopted proposal brings about: at once, or, where it names a later day, that it is waited for. */
function broughtAbout(
  { id: proposal, bodyId, commitmentId, meetingId, ruling }: Deliberation,
  frame: SessionFrame,
  { decision, draw, today }: { decision: string; draw: Draw; today: string },
): Fact[] {
  const { inForceOn } = ruling
  // What minutes decide, they decide together: each comes into force by an act of its own, which finds what the one before it left.
  if (inForceOn !== null && (inForceOn > today || frame.meeting !== null))
    return [
      forceAwaited({
        pending: draw.id(),
        decision,
        proposal,
        body: bodyId,
        commitment: commitmentId,
        inForceOn: inForceOn > today ? inForceOn : today,
      }),
    ]
  return ruling.facts({
    decision,
    proposal,
    body: bodyId,
    decidedOn: frame.decidedOn,
    // Never earlier than the act that makes it so: what was done under what stood before was done rightly.
    inForceOn: inForceOn === null ? frame.decidedOn : today,
    meeting: frame.meeting ?? meetingId,
    content: {},
    draw,
  })
}

function entriesOf(proposal: Deliberation): number[] {
  // A position that came with minutes stands in the act that approved them: it is opened when they are published, not before.
  const spoken = proposal.positions.filter((position) => position.origin === 'seat')
  // A position in the making has no entry yet, and needs no opening: its act closes the proposal, so it is public.
  const indices = [proposal, ...proposal.versions, ...spoken].flatMap((one) => one.entryIndex ?? [])
  return [...new Set(indices)].toSorted((a, b) => a - b)
}

/** What is adopted about a commitment closes no other proposal about it: that they stay, and may have lost their object, is said. */
export function leftOpen(proposals: Pick<Deliberation, 'alsoOpen'>[], facts: Fact[]): Consequence[] {
  const adopted = facts.some(({ of, fields }) => of === decided && fields.outcome !== 'no-consensus')
  const numbers = [...new Set(proposals.flatMap(({ alsoOpen }) => alsoOpen))].toSorted((a, b) => a - b)
  return adopted && numbers.length > 0
    ? [
        {
          says: 'consequences.leftOpen',
          params: { count: numbers.length, numbers: numbers.join(', ') },
          final: false,
        },
      ]
    : []
}

const isHeld = (_subject: unknown, { forum }: Circumstances, facts: Fact[]) =>
  !rulesOf(forum).openProposalsArePublic && !facts.some((fact) => fact.of === decided)

/** The written procedure: a seat with its sector's voice says what the sector says. The last agreement closes the proposal. */
export const takePosition = seatCommand({
  name: 'proposals.take-position',
  input: z.strictObject({
    as: SeatId,
    proposal: Id,
    digest: Digest,
    stance: z.enum(stances, { error: 'errors.chooseStance' }),
    reason: Prose.optional(),
  }),
  subject: (db, { proposal }, circumstances) => deliberation(db, circumstances, proposal),
  gravity: 'binding',
  standing: (actor, proposal, { now }) =>
    firstRefusal(
      speaksFor(actor, proposal.bodyId) ? ok : refuse('proposals.noVoice'),
      isOpen(proposal, now),
      proposal.mode === 'session' ? refuse('proposals.positionsInMinutes') : ok,
      actor.kind === 'seat' &&
        proposal.suspensions.some(
          (suspension) =>
            suspension.sectorId === actor.sector && blocks(suspension, proposal.commitmentId),
        )
        ? refuse('proposals.sectorSuspended')
        : ok,
    ),
  check: (proposal, { digest, stance, reason }) => {
    if (digest !== proposal.digest) return refuse('proposals.textChanged')
    return needsReason(stance) && !reason ? refuse('errors.reasonNeeded', undefined, 'reason.text') : ok
  },
  decide: ({ as, subject: proposal, input, today, draw, forum }) => {
    const before = standsOf(proposal).find((stand) => stand.sector === as.sector)?.stance ?? null
    const position: PositionMade = {
      id: draw.id(),
      digest: proposal.digest,
      sectorId: as.sector,
      seatId: as.seat,
      mandateId: as.mandate,
      capacity: as.capacity,
      stance: input.stance,
      origin: 'seat',
      lapsedAt: null,
      entryIndex: null,
    }
    const facts = [
      positionTaken({
        position: position.id,
        proposal: proposal.id,
        body: proposal.bodyId,
        commitment: proposal.commitmentId,
        sector: as.sector,
        seat: as.seat,
        mandate: as.mandate,
        digest: proposal.digest,
        stance: input.stance,
        from: before,
        reason: input.reason ?? null,
        origin: 'seat',
        takenOn: today,
      }),
    ]
    const after = { ...proposal, positions: [...proposal.positions, position] }
    const close = outcomeOf(standsOf(after), true).adopted
    const end = close && closing(after, writtenFrame(after, today), { draw, forum, today })
    return {
      facts: end ? [...facts, ...end.facts] : facts,
      result: { proposal: proposal.id, closed: close ? 1 : 0 },
    }
  },
  brings: ({ subject, facts }) => leftOpen([subject], facts),
  held: isHeld,
})

/** Everybody has spoken and somebody objects: the body's book is closed on it, with the minority texts attached. */
export const closeWithoutConsensus = seatCommand({
  name: 'proposals.close-without-consensus',
  input: z.strictObject({ as: SeatId, proposal: Id, digest: Digest }),
  subject: (db, { proposal }, circumstances) => deliberation(db, circumstances, proposal),
  gravity: 'irreversible',
  standing: (actor, proposal, { now }) =>
    firstRefusal(
      mayPropose(actor, proposal.bodyId),
      isOpen(proposal, now),
      proposal.mode === 'session' ? refuse('proposals.positionsInMinutes') : ok,
      outcomeOf(standsOf(proposal), true).allSpoke ? ok : refuse('proposals.notAllSpoke'),
    ),
  check: (proposal, { digest }) => (digest === proposal.digest ? ok : refuse('proposals.textChanged')),
  decide: ({ subject: proposal, today, draw, forum }) => ({
    facts: closing(proposal, writtenFrame(proposal, today), { draw, forum, today }).facts,
    result: { proposal: proposal.id },
  }),
})

/** The last day of a written procedure, on which it is decided whenever it is closed (decision 064). */
function deadlineDay(
  { deadlineAt, proposedAt }: { deadlineAt: Date | null; proposedAt: Date },
  { forum }: Pick<Circumstances, 'forum'>,
): string {
  return lastDayBefore(forum.timeZone, deadlineAt ?? proposedAt)
}

/**
 * The deadline of a written procedure, by the system's office. Lateness changes nothing: positions after it are refused, and whose word counted is asked of
 * its last day, not of the day after, on which the office comes.
 */
export const closeAtDeadline = officeCommand({
  name: 'proposals.close-at-deadline',
  input: z.strictObject({ proposal: Id }),
  subject: async (db, { proposal }, circumstances) => {
    const found = await db.proposal.findFirst({
      where: { id: proposal, forumId: circumstances.forum.id },
      select: { deadlineAt: true, proposedAt: true },
    })
    return (
      found && deliberation(db, { ...circumstances, today: deadlineDay(found, circumstances) }, proposal)
    )
  },
  gravity: 'irreversible',
  standing: (actor, proposal, { now }) =>
    firstRefusal(
      actor.kind === 'office' && actor.office === 'system' ? ok : refuse('act.systemOnly'),
      proposal.closedAt ? refuse('proposals.closed') : ok,
      proposal.deadlineAt && now >= proposal.deadlineAt ? ok : refuse('proposals.notYetDue'),
    ),
  decide: ({ subject: proposal, draw, forum, today }) =>
    closing(proposal, writtenFrame(proposal, deadlineDay(proposal, { forum })), { draw, forum, today })
      .facts,
})

/**
 * The day from which an adopted decision is to hold, by the system's office: it is asked once more whether the effect is legal. Lateness
 * changes nothing, for the office comes before every act of the forum.
 */
export const bringIntoForce = officeCommand({
  name: 'proposals.bring-into-force',
  input: z.strictObject({ pending: Id }),
  subject: async (db, { pending: id }, { forum, effects }) => {
    const pending = await db.pendingChange.findFirst({ where: { id, forumId: forum.id } })
    const decision =
      pending &&
      (await db.decision.findUnique({
        where: { id: pending.decisionId },
        include: { proposal: true },
      }))
    if (!pending || !decision) return null
    return { pending, decision, ruling: await effects.ruling(db, decision.proposal.effect, forum.id) }
  },
  gravity: 'binding',
  standing: (actor, { pending }, { today }) =>
    firstRefusal(
      actor.kind === 'office' && actor.office === 'system' ? ok : refuse('act.systemOnly'),
      pending.settledAt ? refuse('proposals.closed') : ok,
      fromDate(pending.inForceOn) <= today ? ok : refuse('proposals.notYetDue'),
    ),
  decide: ({ subject: { pending, decision, ruling }, draw }) => {
    const inForceOn = fromDate(pending.inForceOn)
    const about = {
      pending: pending.id,
      decision: decision.id,
      proposal: decision.proposalId,
      body: decision.bodyId,
      commitment: decision.commitmentId,
      inForceOn,
    }
    if (isRefusal(ruling.legal)) return [notCarriedOut({ ...about, reason: ruling.legal.refused })]
    return [
      cameIntoForce(about),
      ...ruling.facts({
        decision: decision.id,
        proposal: decision.proposalId,
        body: decision.bodyId,
        decidedOn: fromDate(decision.decidedOn),
        inForceOn,
        meeting: decision.proposal.meetingId,
        content: {},
        draw,
      }),
    ]
  },
})

/** Who may put something on the table of a body: any seat of it but an observer's. */
export function mayPropose(actor: Actor, body: string): Standing {
  return actor.kind === 'seat' && actor.body === body && actor.function !== 'observer'
    ? ok
    : refuse('proposals.notOfThisBody')
}

/**
 * Asks a body for any other decision: a statement, a calendar, whom it puts forward. A body decides so of its own affairs; what changes the
 * forum, a plan or a status has a form of its own.
 */
export const proposeResolution = seatCommand({
  name: 'proposals.propose-resolution',
  input: alsoNeeding(
    z.strictObject({
      as: SeatId,
      body: Id,
      of: z.enum(resolutions, { error: 'errors.chooseResolution' }),
      mode: z.enum(['session', 'written'], { error: 'errors.chooseMode' }),
      agendaItem: Id.optional(),
      title: ShortProse,
      text: Prose,
      deadlineOn: Day.optional(),
    }),
    ...needsOfItsWay,
  ),
  subject: async (db, { body: id, agendaItem }, circumstances) => {
    const body = await db.body.findFirst({
      where: { id, forumId: circumstances.forum.id, kind: { in: ['committee', 'group'] } },
      select: { id: true },
    })
    const table = body && (await onTheTable(db, circumstances, agendaItem))
    return body && table && { body, ...table }
  },
  gravity: 'public',
  standing: (actor, { body }) => mayPropose(actor, body.id),
  check: ({ item, body }, input, circumstances) => mayBeTabled({ item }, body.id, input, circumstances),
  decide: ({ as, subject: { body, next, item }, input, draw, forum }) => {
    const effect: ResolutionEffect = { kind: RESOLUTION_EFFECT, of: input.of }
    const { proposal, facts } = proposing({
      body: body.id,
      number: next,
      mode: input.mode,
      commitment: null,
      content: { title: input.title, text: input.text, effect },
      seat: as.seat,
      draw,
      meeting: item?.meetingId ?? null,
      agendaItem: item?.id ?? null,
      deadlineAt: deadlineOf(input, { forum }),
    })
    return { facts, result: { proposal } }
  },
  held: isHeld,
})

/** Other words for the same question. What it asks for stays: to ask for something else is to propose something else. */
export const reviseText = seatCommand({
  name: 'proposals.revise-text',
  input: z.strictObject({
    as: SeatId,
    proposal: Id,
    digest: Digest,
    title: ShortProse,
    text: Prose,
    deadlineOn: Day.optional(),
  }),
  subject: (db, { proposal }, circumstances) => deliberation(db, circumstances, proposal),
  gravity: 'public',
  standing: (actor, proposal, { now }) =>
    firstRefusal(
      actor.kind === 'seat' && actor.seat === proposal.proposedBy
        ? ok
        : refuse('proposals.onlyItsProposer'),
      isOpen(proposal, now),
    ),
  check: (proposal, input, circumstances) => {
    if (input.digest !== proposal.digest) return refuse('proposals.textChanged')
    const late = proposal.mode === 'written' ? deadlineIsFarEnough(input.deadlineOn, circumstances) : []
    const now = proposal.versions.at(-1)?.content
    const same = now?.title.text === input.title.text && now.text.text === input.text.text
    return same ? [refuse('proposals.sameText', undefined, 'text.text'), ...late] : late
  },
  decide: ({ subject: proposal, input: { title, text, ...input }, as, forum }) => {
    const deadline = deadlineOf({ ...input, mode: proposal.mode }, { forum })
    return {
      facts: changingText(proposal, { title, text, effect: proposal.effect }, as.seat, deadline),
      result: { proposal: proposal.id },
    }
  },
  held: isHeld,
})

export const withdrawProposal = seatCommand({
  name: 'proposals.withdraw',
  input: z.strictObject({ as: SeatId, proposal: Id, reason: Prose }),
  subject: (db, { proposal }, circumstances) => deliberation(db, circumstances, proposal),
  gravity: 'irreversible',
  standing: (actor, proposal, { now }) =>
    firstRefusal(
      actor.kind === 'seat' && actor.seat === proposal.proposedBy
        ? ok
        : refuse('proposals.onlyItsProposer'),
      isOpen(proposal, now),
    ),
  decide: ({ subject: proposal, input, forum }) => {
    const facts = [
      proposalWithdrawn({
        proposal: proposal.id,
        body: proposal.bodyId,
        commitment: proposal.commitmentId,
        reason: input.reason,
      }),
    ]
    if (!rulesOf(forum).openProposalsArePublic) facts.push(opened({ entries: entriesOf(proposal) }))
    return facts
  },
})

/** A voice is held in a body: the committee's speaks for the sector everywhere, a working group's about its own commitment alone. */
export function speaksAbout(actor: Actor, groups: string[]): boolean {
  return (
    actor.kind === 'seat' &&
    actor.voice &&
    actor.hasPosition &&
    (actor.bodyKind === 'committee' || groups.includes(actor.body))
  )
}

export const mostConditions = 10

/** Each of what a sector asks for to come back gets a number, counted within its suspension. */
export function namingConditions(
  suspension: {
    id: string
    sectorId: string
    commitmentId: string | null
    conditions: { number: number }[]
  },
  texts: Prose[],
  { seat, today, draw }: { seat: string; today: string; draw: Draw },
): Fact[] {
  const last = Math.max(0, ...suspension.conditions.map((one) => one.number))
  return texts.map((text, place) =>
    returnConditionNamed({
      condition: draw.id(),
      suspension: suspension.id,
      sector: suspension.sectorId,
      commitment: suspension.commitmentId,
      seat,
      number: last + place + 1,
      text,
      namedOn: today,
    }),
  )
}

/** A sector pauses its participation on its own word: nobody can edit, hide or delay it (docs/rules.md, 6). */
export const suspendParticipation = seatCommand({
  name: 'proposals.suspend-participation',
  // The whole forum is said, never what is left when nothing was: it stops everything (decision 069).
  input: z.strictObject({
    as: SeatId,
    scope: z.union([z.literal('forum'), Id], { error: 'errors.chooseScope' }),
    reason: Prose,
    /** what it asks for to come back, where it says so at once */
    conditions: z.array(Prose).max(mostConditions, 'errors.tooMany').default([]),
  }),
  subject: async (db, { scope }, { forum }) => {
    const commitment = scope === 'forum' ? null : scope
    if (commitment && !(await db.commitment.count({ where: { id: commitment, forumId: forum.id } })))
      return null
    const [suspensions, groups, open] = await Promise.all([
      openSuspensions(db, forum.id),
      groupsAbout(db, forum.id, commitment),
      db.proposal.findMany({
        where: {
          forumId: forum.id,
          closedAt: null,
          mode: 'written',
          ...(commitment && { commitmentId: commitment }),
        },
        include: { positions: { where: { lapsedAt: null } } },
      }),
    ])
    return { suspensions, groups, open, commitment }
  },
  gravity: 'binding',
  standing: (actor, { suspensions, groups, commitment }) => {
    if (actor.kind !== 'seat' || !actor.voice || !actor.hasPosition) return refuse('proposals.noVoice')
    if (!speaksAbout(actor, groups)) return refuse('proposals.voiceDoesNotReach')
    const already = suspensions.some(
      (suspension) =>
        suspension.sectorId === actor.sector &&
        (suspension.commitmentId === null || suspension.commitmentId === commitment),
    )
    return already ? refuse('proposals.alreadySuspended') : ok
  },
  decide: ({ as, subject: { open, commitment }, input, today, draw }) => {
    const suspension = draw.id()
    const lapsed = open
      .flatMap((proposal) => proposal.positions)
      .filter((one) => one.sectorId === as.sector)
      .map((one) => one.id)
    const fact = participationSuspended({
      suspension,
      sector: as.sector,
      commitment,
      reason: input.reason,
      declaredOn: today,
      seat: as.seat,
      lapsed,
    })
    const named = namingConditions(
      { id: suspension, sectorId: as.sector, commitmentId: commitment, conditions: [] },
      input.conditions,
      { seat: as.seat, today, draw },
    )
    return { facts: [fact, ...named], result: { suspension } }
  },
})

export const resumeParticipation = seatCommand({
  name: 'proposals.resume-participation',
  input: z.strictObject({ as: SeatId, suspension: Id, note: Prose.optional() }),
  subject: async (db, { suspension: id }, { forum }) => {
    const suspension = await db.suspension.findFirst({
      where: { id, forumId: forum.id },
      include: { conditions: { where: { acceptedOn: null, droppedOn: null } } },
    })
    return (
      suspension && { ...suspension, groups: await groupsAbout(db, forum.id, suspension.commitmentId) }
    )
  },
  gravity: 'binding',
  standing: (actor, suspension) =>
    firstRefusal(
      actor.kind === 'seat' && actor.voice && actor.sector === suspension.sectorId
        ? ok
        : refuse('proposals.ownSectorOnly'),
      speaksAbout(actor, suspension.groups) ? ok : refuse('proposals.voiceDoesNotReach'),
      suspension.resumedAt ? refuse('proposals.alreadyResumed') : ok,
    ),
  decide: ({ as, subject: suspension, input, today }) => [
    participationResumed({
      suspension: suspension.id,
      sector: suspension.sectorId,
      commitment: suspension.commitmentId,
      note: input.note ?? null,
      resumedOn: today,
      seat: as.seat,
    }),
  ],
  // It comes back when it says so: that it had asked for more is said, and stands in nobody's way.
  brings: ({ subject: { conditions } }) =>
    conditions.length > 0
      ? [
          {
            says: 'consequences.conditionsLeft',
            params: { count: conditions.length },
            final: false,
          },
        ]
      : [],
})

/** A suspension from before the system enters as its source tells it: no seat of this forum declared it. */
export const takeOverSuspension = officeCommand({
  name: 'proposals.take-over-suspension',
  input: z.strictObject({
    sector: Id,
    commitment: Id.optional(),
    declaredOn: Day,
    reason: Prose,
    reasonIn: Prose.optional(),
    source: Source,
  }),
  subject: async (db, { sector, commitment }, { forum }) => {
    const known = await Promise.all([
      db.sector.count({ where: { id: sector, forumId: forum.id, hasPosition: true } }),
      commitment ? db.commitment.count({ where: { id: commitment, forumId: forum.id } }) : 1,
    ])
    return known.every(Boolean) ? forum : null
  },
  gravity: 'public',
  standing: (actor, forum) => setsUp(actor, forum),
  decide: ({ input: { commitment = null, ...fields }, draw }) => [
    participationSuspended({ suspension: draw.id(), commitment, seat: null, lapsed: [], ...fields }),
  ],
})

export const commands = [
  proposeResolution,
  reviseText,
  takePosition,
  closeWithoutConsensus,
  closeAtDeadline,
  bringIntoForce,
  withdrawProposal,
  suspendParticipation,
  resumeParticipation,
  takeOverSuspension,
]
