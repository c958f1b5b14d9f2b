import { z } from 'zod'
import { addDays, dayIn, endOfDay, fromDate, lastDayBefore, toInstant } from '../act/calendar.ts'
import { officeCommand, seatCommand } from '../act/command.ts'
import type { AnyCommand, Circumstances } from '../act/command.ts'
import { digestOf, Digest, Id, MinutesText, Prose, SeatId, WebAddress } from '../act/fields.ts'
import { firstRefusal, ok, refuse } from '../act/refusal.ts'
import type { Standing } from '../act/refusal.ts'
import type { Actor, ForumHead } from '../act/viewer.ts'
import { rulesOf, speaksFor, takesPart } from '../bodies/rules.ts'
import type { Reader } from '../db/client.ts'
import type { Draw } from '../log/append.ts'
import type { Fact } from '../log/fact.ts'
import { opened } from '../log/facts.ts'
import { closing, leftOpen } from '../proposals/commands.ts'
import { positionsLapsed, positionTaken } from '../proposals/facts.ts'
import { openSuspensions, standsOf } from '../proposals/record.ts'
import type { Deliberation, PositionMade } from '../proposals/record.ts'
import {
  agreementClosed,
  agreementReached,
  erratumApproved,
  erratumProposed,
  erratumWithdrawn,
  minutesApproved,
  minutesCirculated,
  minutesPublished,
  observationMade,
} from './facts.ts'
import type { MinutesContent } from './facts.ts'
import { hindrancesTo, paperOf } from './draft-record.ts'
import { circulatedMinutes, consentsTo, minutesRecord } from './record.ts'
import type { MinutesRecord, Silent } from './record.ts'
import { seatsOn } from '../meetings/record.ts'
import { contentOf, isComplete, minutesNumber, wordsStandIn } from './rules.ts'
import { keepsBook, keepsBookOf } from '../meetings/rules.ts'
import type { Consent } from './rules.ts'

/**
 * Fixes the text by its digest, and asks each sector for its approval. What the book's keeper sees is what is
 * circulated: the digest of the draft on their screen must be that of the draft as it stands.
 */
export const circulateMinutes = seatCommand({
  name: 'meetings.circulate-minutes',
  input: z.strictObject({ as: SeatId, meeting: Id, digest: Digest }),
  subject: async (db, { meeting }, circumstances) => {
    const found = await paperOf(db, circumstances, meeting)
    if (!found) return null
    const lapsing = await db.position.findMany({
      where: {
        proposalId: { in: found.proposals.map((proposal) => proposal.id) },
        origin: 'minutes',
        lapsedAt: null,
      },
      orderBy: { entryIndex: 'asc' },
    })
    return { ...found, lapsing }
  },
  gravity: 'public',
  standing: (actor, { meeting }) =>
    firstRefusal(
      keepsBookOf(actor, meeting) ? ok : refuse('meetings.bookKeeperOnly'),
      meeting.takenOver ? refuse('meetings.isTakenOver') : ok,
      meeting.state === 'held' ? ok : refuse('meetings.notClosedYet'),
      meeting.minutes?.approvedAt ? refuse('meetings.isPublished') : ok,
    ),
  check: ({ paper, sectors, latest }, { digest }) => {
    const now = digestOf(contentOf(paper))
    if (digest !== now) return refuse('meetings.draftChanged')
    return latest?.digest === now ? refuse('meetings.sameAsCirculated') : hindrancesTo(paper, sectors)
  },
  decide: ({ as, subject: { meeting, paper, latest, lapsing, proposals }, draw, today, forum }) => {
    const content = contentOf(paper)
    const minutes = meeting.minutes?.id ?? draw.id()
    const version = (latest?.number ?? 0) + 1
    const facts: Fact[] = [
      minutesCirculated({
        minutes,
        meeting: meeting.id,
        body: meeting.bodyId,
        version,
        from: latest?.digest ?? null,
        digest: digestOf(content),
        content,
        seat: as.seat,
        windowEndsAt: toInstant(
          endOfDay(forum.timeZone, addDays(today, rulesOf(forum).observationDays)),
        ),
      }),
    ]
    // What a sector confirmed was the version before: with this one it says it again, or not.
    for (const { id: proposal, bodyId: body, commitmentId: commitment } of proposals) {
      const positions = lapsing.filter((one) => one.proposalId === proposal).map((one) => one.id)
      if (positions.length > 0) facts.push(positionsLapsed({ proposal, body, commitment, positions }))
    }
    return { facts, result: { minutes, meeting: meeting.id, version } }
  },
  held: () => true,
})

function notPublished(minutes: MinutesRecord): Standing {
  return minutes.approvedAt ? refuse('meetings.isPublished') : ok
}

/** Any seat of the body comments on circulated minutes within the window, the adviser's too. */
export const observe = seatCommand({
  name: 'meetings.observe',
  input: z.strictObject({ as: SeatId, minutes: Id, item: Id.optional(), text: Prose }),
  subject: (db, { minutes }, circumstances) => minutesRecord(db, circumstances, minutes),
  gravity: 'public',
  standing: (actor, minutes) =>
    firstRefusal(
      takesPart(actor, minutes.bodyId) ? ok : refuse('meetings.notOfThisBody'),
      notPublished(minutes),
      minutes.windowIsOver ? refuse('meetings.windowOver') : ok,
    ),
  check: ({ content }, { item }) =>
    item && !content?.items.some((one) => one.item === item)
      ? refuse('errors.unknownThing', undefined, 'item')
      : ok,
  decide: ({ as, subject: minutes, input, draw }) => {
    const fact = observationMade({
      observation: draw.id(),
      minutes: minutes.id,
      meeting: minutes.meetingId,
      body: minutes.bodyId,
      version: minutes.version.number,
      item: input.item ?? null,
      seat: as.seat,
      sector: as.sector,
      text: input.text,
    })
    return { facts: [fact], result: { minutes: minutes.id, meeting: minutes.meetingId } }
  },
  held: () => true,
})

function isNotSuspended(
  actor: Actor,
  { suspensions }: { suspensions: { sectorId: string }[] },
): Standing {
  const suspended =
    actor.kind === 'seat' && suspensions.some((suspension) => suspension.sectorId === actor.sector)
  return suspended ? refuse('meetings.sectorSuspended') : ok
}

type Claim = MinutesContent['claims'][number]
/**
 * The sector's own approval makes what the book says of it its position. Only on the text that
 * is still the proposal's.
 */
function confirmed(
  minutes: MinutesRecord,
  sector: string,
  { draw }: { draw: Draw },
): { facts: Fact[]; proposals: Deliberation[] } {
  const facts: Fact[] = []
  const proposals = minutes.proposals.map((proposal) => {
    const claim = claimOf(minutes, proposal, sector)
    if (!claim) return proposal
    const position: PositionMade = {
      id: draw.id(),
      digest: claim.digest,
      sectorId: sector,
      seatId: claim.seat,
      mandateId: claim.mandate,
      capacity: minutes.speakers.find((held) => held.id === claim.mandate)?.capacity ?? 'titular',
      stance: claim.stance,
      origin: 'minutes',
      lapsedAt: null,
      entryIndex: null,
    }
    facts.push(
      positionTaken({
        position: position.id,
        proposal: proposal.id,
        body: proposal.bodyId,
        commitment: proposal.commitmentId,
        sector,
        seat: claim.seat,
        mandate: claim.mandate,
        digest: claim.digest,
        stance: claim.stance,
        from: standsOf(proposal).find((stand) => stand.sector === sector)?.stance ?? null,
        reason: claim.reason,
        origin: 'minutes',
        takenOn: minutes.meeting.heldOn,
      }),
    )
    return { ...proposal, positions: [...proposal.positions, position] }
  })
  return { facts, proposals }
}

function claimOf(minutes: MinutesRecord, proposal: Deliberation, sector: string): Claim | undefined {
  return minutes.content?.claims.find(
    (claim) =>
      claim.proposal === proposal.id && claim.sector === sector && claim.digest === proposal.digest,
  )
}

/**
 * Was the proposal's text changed after these minutes were circulated? Then this session did not deliberate
 * on what stands now.
 */
function wasChanged(minutes: MinutesRecord, proposal: Deliberation): boolean {
  return (
    minutes.content?.claims.some(
      (claim) => claim.proposal === proposal.id && claim.digest !== proposal.digest,
    ) ?? false
  )
}

function sessionFrame({ meeting, content }: MinutesRecord) {
  const { reached = false, there = 0, of = 0, needed = 1, sectors = [] } = content?.quorum ?? {}
  return {
    quorum: { reached, there, of, needed },
    decidedOn: meeting.heldOn,
    meeting: meeting.id,
    there: Object.fromEntries(
      sectors.map((sector) => [sector.sector, { there: sector.there, of: sector.of }]),
    ),
  }
}

/**
 * The minutes become public, with everything that hung on them: their agreements get numbers, the proposals
 * of the session are closed with the quorum and the entitlement of its day, and what was held until now is
 * opened.
 */
function publishing(
  minutes: MinutesRecord,
  proposals: Deliberation[],
  consents: Consent[],
  { draw, forum, today }: Pick<Circumstances, 'forum' | 'today'> & { draw: Draw },
): { facts: Fact[]; number: string } {
  const { meeting, version, content } = minutes
  const number = minutesNumber(meeting.body.shortName, meeting.year, minutes.earlier + 1)
  const place = { minutes: minutes.id, meeting: meeting.id, body: minutes.bodyId }
  const silent = consents.flatMap(({ sector, says }): Silent[] => {
    const suspension = minutes.suspensions.find((one) => one.sectorId === sector)
    if (says === 'suspended' && suspension)
      return [{ sector, why: 'suspended', since: fromDate(suspension.declaredOn) }]
    return says === 'silence'
      ? [{ sector, why: 'silence', since: dayIn(forum.timeZone, version.circulatedAt) }]
      : []
  })
  const facts: Fact[] = [
    minutesPublished({ ...place, version: version.number, digest: version.digest, number, silent }),
  ]
  for (const { item, commitment, agreements } of content?.items ?? []) {
    facts.push(
      ...agreements.map((agreement) =>
        agreementReached({
          agreement: draw.id(),
          ...place,
          item,
          commitment,
          kind: agreement.kind,
          text: agreement.text,
          proposal: agreement.proposal,
          seat: agreement.seat,
          dueOn: agreement.dueOn,
          number: `${number}/${agreement.number}`,
          agreedOn: meeting.heldOn,
        }),
      ),
    )
  }
  const closed = proposals.filter((proposal) => !wasChanged(minutes, proposal))
  closed.forEach((proposal, place) => {
    facts.push(
      ...closing({ ...proposal, nextDecision: proposal.nextDecision + place }, sessionFrame(minutes), {
        draw,
        forum,
        today,
      }).facts,
    )
  })
  const entries = minutes.versions.flatMap((one) =>
    [one, ...one.approvals, ...one.observations].map(({ entryIndex }) => entryIndex),
  )
  facts.push(opened({ entries: [...new Set(entries)].toSorted((a, b) => a - b) }))
  return { facts, number }
}

/** A sector approves the exact text through a seat that holds its voice. The last approval publishes the minutes. */
export const approveMinutes = seatCommand({
  name: 'meetings.approve-minutes',
  input: z.strictObject({ as: SeatId, minutes: Id, digest: Digest }),
  subject: (db, { minutes }, circumstances) => minutesRecord(db, circumstances, minutes),
  gravity: 'binding',
  standing: (actor, minutes) =>
    firstRefusal(
      speaksFor(actor, minutes.bodyId) ? ok : refuse('meetings.noVoice'),
      notPublished(minutes),
      isNotSuspended(actor, minutes),
      actor.kind === 'seat' &&
        minutes.version.approvals.some((approval) => approval.sectorId === actor.sector)
        ? refuse('meetings.alreadyApproved')
        : ok,
    ),
  check: ({ version }, { digest }) => (digest === version.digest ? ok : refuse('meetings.textChanged')),
  decide: ({ as, subject: minutes, input: _input, ...given }) => {
    const place = { minutes: minutes.id, meeting: minutes.meetingId }
    const approval = minutesApproved({
      ...place,
      body: minutes.bodyId,
      version: minutes.version.number,
      digest: minutes.version.digest,
      sector: as.sector,
      seat: as.seat,
      mandate: as.mandate,
    })
    const positions = confirmed(minutes, as.sector, given)
    const consents = consentsTo(minutes, [
      ...minutes.version.approvals.map((one) => one.sectorId),
      as.sector,
    ])
    const facts = [approval, ...positions.facts]
    if (!isComplete(consents, rulesOf(given.forum).silenceIsAssentForMinutes))
      return { facts, result: { ...place, published: 0 } }
    const end = publishing(minutes, positions.proposals, consents, given)
    return { facts: [...facts, ...end.facts], result: { ...place, published: 1, number: end.number } }
  },
  brings: ({ subject: minutes, facts, forum }) => {
    const published = facts.some((fact) => fact.of === minutesPublished)
    // Approval by all publishes on whatever day of the window it comes: who meant to observe no longer can.
    const closes = published && !minutes.windowIsOver
    const day = lastDayBefore(forum.timeZone, minutes.version.windowEndsAt)
    return [
      ...(closes ? [{ says: 'consequences.windowCloses' as const, params: { day }, final: true }] : []),
      ...leftOpen(minutes.proposals, facts),
    ]
  },
  held: (_subject, _circumstances, facts) => !facts.some((fact) => fact.of === minutesPublished),
})

const approvedBy = (minutes: MinutesRecord) =>
  minutes.version.approvals.map((approval) => approval.sectorId)

/**
 * The system's office publishes minutes that wait for nobody any more: the window is over and the forum's
 * rule counts silence as assent to minutes, or whoever was still waited for has suspended its participation.
 * Silence is listed as silence, and never makes a position.
 */
export const concludeMinutes = officeCommand({
  name: 'meetings.conclude-minutes',
  input: z.strictObject({ minutes: Id }),
  subject: (db, { minutes }, circumstances) => minutesRecord(db, circumstances, minutes),
  gravity: 'irreversible',
  standing: (actor, minutes, { forum }) =>
    firstRefusal(
      actor.kind === 'office' && actor.office === 'system' ? ok : refuse('act.systemOnly'),
      notPublished(minutes),
      isComplete(consentsTo(minutes, approvedBy(minutes)), rulesOf(forum).silenceIsAssentForMinutes)
        ? ok
        : refuse('meetings.stillWaiting'),
    ),
  decide: ({ subject: minutes, input: _input, as: _as, ...given }) => {
    const { facts, number } = publishing(
      minutes,
      minutes.proposals,
      consentsTo(minutes, approvedBy(minutes)),
      given,
    )
    return { facts, result: { minutes: minutes.id, meeting: minutes.meetingId, number } }
  },
})

/** What deadlines and suspensions have made due in meetings, as commands of the system's office. */
export async function dueMeetingsWork(
  db: Reader,
  forum: ForumHead,
  now: Date,
): Promise<{ command: AnyCommand; input: unknown; key: string }[]> {
  // Without such a rule, only a suspension can make minutes wait for nobody without an approval.
  const suspended = (await openSuspensions(db, forum.id)).some((one) => one.commitmentId === null)
  if (!suspended && !rulesOf(forum).silenceIsAssentForMinutes) return []
  const due = []
  for (const { id } of await circulatedMinutes(db, forum.id)) {
    const minutes = await minutesRecord(
      db,
      { forum, now, today: dayIn(forum.timeZone, now), effects: noEffects },
      id,
    )
    if (
      minutes &&
      isComplete(consentsTo(minutes, approvedBy(minutes)), rulesOf(forum).silenceIsAssentForMinutes)
    ) {
      due.push({ command: concludeMinutes, input: { minutes: id }, key: `conclude-minutes-${id}` })
    }
  }
  return due
}

// To find what is due asks nothing of what proposals bring about; the command itself does.
const noEffects: Circumstances['effects'] = {
  parse: () => null,
  ruling: async () => ({ legal: ok, inForceOn: null, facts: () => [] }),
}

/** Approved minutes never change; what is wrong in them is corrected beside them. */
export const proposeErratum = seatCommand({
  name: 'meetings.propose-erratum',
  input: z.strictObject({
    as: SeatId,
    minutes: Id,
    item: Id.optional(),
    wrong: MinutesText,
    right: MinutesText,
    reason: Prose,
  }),
  subject: (db, { minutes }, circumstances) => minutesRecord(db, circumstances, minutes),
  gravity: 'public',
  standing: (actor, minutes) =>
    firstRefusal(
      takesPart(actor, minutes.bodyId) ? ok : refuse('meetings.notOfThisBody'),
      minutes.approvedAt ? ok : refuse('meetings.notPublishedYet'),
    ),
  check: ({ content }, { item, wrong, right }) => {
    if (item && !content?.items.some((one) => one.item === item))
      return refuse('errors.unknownThing', undefined, 'item')
    // What is corrected in an item is words of that item; of the minutes as a whole it may be what is no sentence, as who was there.
    if (item && content && !wordsStandIn(content, wrong.text, item))
      return refuse('meetings.wordsNotThere', undefined, 'wrong.text')
    return wrong.text === right.text ? refuse('meetings.nothingCorrected', undefined, 'right.text') : ok
  },
  decide: ({ as, subject: minutes, input, draw }) => {
    const text = {
      minutes: minutes.id,
      item: input.item ?? null,
      wrong: input.wrong,
      right: input.right,
      reason: input.reason,
    }
    const erratum = draw.id()
    const fact = erratumProposed({
      erratum,
      meeting: minutes.meetingId,
      body: minutes.bodyId,
      ...text,
      digest: digestOf(text),
      seat: as.seat,
    })
    return { facts: [fact], result: { minutes: minutes.id, meeting: minutes.meetingId, erratum } }
  },
})

async function erratumRecord(db: Reader, circumstances: Circumstances, id: string) {
  const found = await db.erratum.findFirst({ where: { id, forumId: circumstances.forum.id } })
  const minutes = found && (await minutesRecord(db, circumstances, found.minutesId))
  const erratum = minutes?.errata.find((one) => one.id === id)
  return minutes && erratum ? { minutes, erratum } : null
}

function isOpen({
  approvedAt,
  withdrawnAt,
}: {
  approvedAt: Date | null
  withdrawnAt: Date | null
}): Standing {
  if (withdrawnAt) return refuse('meetings.erratumWithdrawn')
  return approvedAt ? refuse('meetings.erratumApproved') : ok
}

/** Whatever a forum has decided of its minutes. */
const SILENCE_ON_ERRATA_IS_ASSENT = false

/** Like the minutes themselves: every sector approves the exact text, and silence is never assent here. */
export const approveErratum = seatCommand({
  name: 'meetings.approve-erratum',
  input: z.strictObject({ as: SeatId, erratum: Id, digest: Digest }),
  subject: (db, { erratum }, circumstances) => erratumRecord(db, circumstances, erratum),
  gravity: 'binding',
  standing: (actor, { minutes, erratum }) =>
    firstRefusal(
      speaksFor(actor, minutes.bodyId) ? ok : refuse('meetings.noVoice'),
      isOpen(erratum),
      isNotSuspended(actor, minutes),
      actor.kind === 'seat' && erratum.approvals.some((approval) => approval.sectorId === actor.sector)
        ? refuse('meetings.alreadyApproved')
        : ok,
    ),
  check: ({ erratum }, { digest }) => (digest === erratum.digest ? ok : refuse('meetings.textChanged')),
  decide: ({ as, subject: { minutes, erratum } }) => {
    const last = isComplete(
      consentsTo(minutes, [...erratum.approvals.map((approval) => approval.sectorId), as.sector]),
      SILENCE_ON_ERRATA_IS_ASSENT,
    )
    const numbered = minutes.errata.filter((one) => one.number !== null).length
    const place = { erratum: erratum.id, minutes: minutes.id, meeting: minutes.meetingId }
    const fact = erratumApproved({
      ...place,
      body: minutes.bodyId,
      digest: erratum.digest,
      sector: as.sector,
      seat: as.seat,
      mandate: as.mandate,
      number: last ? numbered + 1 : null,
    })
    return { facts: [fact], result: place }
  },
})

export const withdrawErratum = seatCommand({
  name: 'meetings.withdraw-erratum',
  input: z.strictObject({ as: SeatId, erratum: Id }),
  subject: (db, { erratum }, circumstances) => erratumRecord(db, circumstances, erratum),
  gravity: 'irreversible',
  standing: (actor, { erratum }) =>
    firstRefusal(
      actor.kind === 'seat' && actor.seat === erratum.proposedBy
        ? ok
        : refuse('meetings.onlyItsProposer'),
      isOpen(erratum),
    ),
  decide: ({ subject: { minutes, erratum } }) => {
    const place = { minutes: minutes.id, meeting: minutes.meetingId }
    return {
      facts: [erratumWithdrawn({ erratum: erratum.id, ...place, body: minutes.bodyId })],
      result: place,
    }
  },
})

/**
 * An action that was agreed is done: said by the seat that answers for it, or by whoever keeps the book, with
 * what shows it.
 */
export const closeAgreement = seatCommand({
  name: 'meetings.close-agreement',
  input: z.strictObject({
    as: SeatId,
    agreement: Id,
    note: Prose.optional(),
    evidence: WebAddress.optional(),
  }),
  subject: async (db, { agreement }, { forum, today }) => {
    const found = await db.agreement.findFirst({
      where: { id: agreement, forumId: forum.id },
      include: { minutes: true },
    })
    return found && { agreement: found, seats: await seatsOn(db, found.bodyId, today) }
  },
  gravity: 'public',
  standing: (actor, { agreement, seats }) =>
    firstRefusal(
      (actor.kind === 'seat' && actor.seat === agreement.seatId) ||
        keepsBook(actor, agreement.bodyId, seats)
        ? ok
        : refuse('meetings.notYourAction'),
      agreement.kind === 'action' ? ok : refuse('meetings.isResolution'),
      agreement.closedAt ? refuse('meetings.actionClosed') : ok,
    ),
  check: (_subject, { note, evidence }) =>
    note || evidence ? ok : refuse('meetings.noteOrEvidence', undefined, 'note.text'),
  decide: ({ subject: { agreement }, input }) => ({
    facts: [
      agreementClosed({
        agreement: agreement.id,
        meeting: agreement.minutes.meetingId,
        body: agreement.bodyId,
        number: agreement.number,
        seat: agreement.seatId,
        note: input.note ?? null,
        evidence: input.evidence ?? null,
      }),
    ],
    result: {
      agreement: agreement.id,
      minutes: agreement.minutesId,
      meeting: agreement.minutes.meetingId,
    },
  }),
})

export const commands = [
  circulateMinutes,
  observe,
  approveMinutes,
  concludeMinutes,
  proposeErratum,
  approveErratum,
  withdrawErratum,
  closeAgreement,
]
