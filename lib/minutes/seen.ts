import type { Prose } from '../act/fields.ts'
import { fromDate } from '../act/calendar.ts'
import { sitsIn } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { rulesOf } from '../bodies/rules.ts'
import { bodyName, holders, seatNames, sectorNames } from '../meetings/seen.ts'
import type { SectorName } from '../meetings/seen.ts'
import { whoDidNotAgree } from '../proposals/rules.ts'
import { effectsOfDecisions } from '../roadmaps/result-seen.ts'
import type { MinutesContent } from './facts.ts'
import { changesBetween, consentsOf, partsChanged } from './rules.ts'
import { contentIn, suspendedSectors } from './record.ts'

async function minutesRow({ db, forum }: Viewer, key: string) {
  const isId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(key)
  return db.minutes.findFirst({
    where: {
      forumId: forum.id,
      ...(isId ? { OR: [{ id: key }, { meetingId: key }] } : { number: key }),
    },
    include: {
      meeting: { include: { body: true } },
      agreements: true,
      versions: {
        orderBy: { number: 'asc' },
        include: {
          approvals: { orderBy: { entryIndex: 'asc' } },
          observations: { orderBy: [{ madeAt: 'asc' }, { entryIndex: 'asc' }] },
        },
      },
      errata: {
        orderBy: [{ proposedAt: 'asc' }, { id: 'asc' }],
        include: { approvals: { orderBy: { approvedAt: 'asc' } } },
      },
    },
  })
}
type MinutesRow = NonNullable<Awaited<ReturnType<typeof minutesRow>>>
type VersionRow = MinutesRow['versions'][number]
type ErratumRow = MinutesRow['errata'][number]
type ApprovalRow = VersionRow['approvals'][number] | ErratumRow['approvals'][number]

/** Minutes as they are read: all their versions, the last of them, and what it says where it is still there. */
type Circulated = { minutes: MinutesRow; version: VersionRow; content: MinutesContent | null }

function seatsNamed({ minutes, content }: Circulated): (string | null)[] {
  const approvals = minutes.versions.flatMap((one) => one.approvals)
  const observations = minutes.versions.flatMap((one) => one.observations)
  return [
    ...minutes.versions.map((one) => one.circulatedBy),
    ...approvals.map((approval) => approval.seatId),
    ...observations.map((observation) => observation.seatId),
    ...minutes.errata.flatMap((erratum) => [
      erratum.proposedBy,
      ...erratum.approvals.map((each) => each.seatId),
    ]),
    ...(content?.attendance.map((mark) => mark.seat) ?? []),
    ...minutes.agreements.flatMap((agreement) => [agreement.seatId, agreement.closedBy]),
    ...(content?.items.flatMap((item) => item.agreements.map((agreement) => agreement.seat)) ?? []),
    ...(content?.claims.map((claim) => claim.seat) ?? []),
  ]
}

function mandatesNamed({ minutes, content }: Circulated, spoken: Spoken): (string | null)[] {
  return [
    ...Object.values(spoken),
    ...(content?.claims.map((claim) => claim.mandate) ?? []),
    ...minutes.versions.flatMap((one) => one.approvals.map((approval) => approval.mandateId)),
    ...minutes.errata.flatMap((erratum) => erratum.approvals.map((each) => each.mandateId)),
    ...(content?.attendance.map((mark) => mark.mandate) ?? []),
  ]
}

/** By its act: in which mandate somebody circulated a version, observed something or proposed an erratum. */
type Spoken = Record<number, string | null>

async function spokenIn({ db, forum }: Viewer, { versions, errata }: MinutesRow): Promise<Spoken> {
  const acts = [...versions, ...versions.flatMap((one) => one.observations), ...errata]
  const lines = await db.historyLine.findMany({
    where: { forumId: forum.id, index: { in: acts.map((one) => one.entryIndex) } },
    select: { index: true, mandateId: true },
  })
  return Object.fromEntries(lines.map((line) => [line.index, line.mandateId]))
}

async function proposalsNamed({ db, forum }: Viewer, { version, content }: Circulated) {
  const ids = [
    ...(content?.claims ?? []),
    ...(content?.items.flatMap((item) => item.agreements) ?? []),
  ].flatMap((one) => one.proposal ?? [])
  return db.proposal.findMany({
    where: { forumId: forum.id, id: { in: ids } },
    // As it was called when these minutes were circulated: what it became since may not be public.
    include: {
      decision: true,
      versions: {
        where: { entryIndex: { lt: version.entryIndex } },
        orderBy: { number: 'desc' },
        take: 1,
      },
    },
  })
}

async function commitmentsNamed({ db, forum }: Viewer, { content }: Circulated) {
  return db.commitment.findMany({
    where: {
      forumId: forum.id,
      id: { in: content?.items.flatMap((item) => item.commitment ?? []) ?? [] },
    },
    include: { plan: true },
  })
}

/** Guests as the minutes have them, with their names as long as they are kept. */
export async function guestsNamed(
  { db, forum }: Viewer,
  guests: { guest: string; office: Prose | null }[] = [],
): Promise<GuestSeen[]> {
  if (guests.length === 0) return []
  const rows = await db.guest.findMany({
    where: { forumId: forum.id, id: { in: guests.map((one) => one.guest) } },
  })
  return guests.map(({ guest, office }) => ({
    name: rows.find((row) => row.id === guest)?.name ?? null,
    office,
  }))
}
export type GuestSeen = { name: string | null; office: Prose | null }

/** Whatever minutes name by its id alone, and which sectors are suspended now. */
async function namedIn(viewer: Viewer, circulated: Circulated) {
  const spoken = await spokenIn(viewer, circulated.minutes)
  const [seats, held, sectors, suspensions, proposals, commitments, guests] = await Promise.all([
    seatNames(viewer, seatsNamed(circulated)),
    holders(viewer, mandatesNamed(circulated, spoken)),
    sectorNames(viewer),
    suspendedSectors(viewer.db, viewer.forum.id),
    proposalsNamed(viewer, circulated),
    commitmentsNamed(viewer, circulated),
    guestsNamed(viewer, circulated.content?.guests),
  ])
  const effects = await effectsOfDecisions(
    viewer,
    proposals.flatMap((proposal) => proposal.decision?.id ?? []),
  )
  return { seats, held, sectors, suspensions, proposals, commitments, guests, spoken, effects }
}
type Named = Awaited<ReturnType<typeof namedIn>>

/** Who acted, for which seat and in which capacity. */
function whoActed({ spoken, held }: Named, entryIndex: number) {
  const holder = held[spoken[entryIndex] ?? '']
  return { person: holder?.name ?? null, capacity: holder?.capacity ?? null }
}

function approvalOf(
  { sectorId, seatId, mandateId, approvedAt }: ApprovalRow,
  { sectors, seats, held }: Named,
) {
  return {
    sector: sectors.find((sector) => sector.id === sectorId) ?? null,
    at: approvedAt,
    seat: seats[seatId] ?? null,
    person: held[mandateId]?.name ?? null,
    capacity: held[mandateId]?.capacity ?? null,
  }
}

function meetingOf({ meeting }: MinutesRow) {
  return {
    id: meeting.id,
    kind: meeting.kind,
    year: meeting.year,
    number: meeting.number,
    state: meeting.state,
    heldOn: fromDate(meeting.heldOn),
    convenedFor: meeting.convenedFor && fromDate(meeting.convenedFor),
    movedFrom: meeting.movedFrom && fromDate(meeting.movedFrom),
    startsAt: meeting.startsAt,
    openedAt: meeting.openedAt,
    closedAt: meeting.closedAt,
    place: meeting.place,
    body: bodyName(meeting.body),
  }
}

function versionSeen(version: VersionRow, named: Named) {
  return {
    number: version.number,
    digest: version.digest,
    circulatedAt: version.circulatedAt,
    windowEndsAt: version.windowEndsAt,
    by: named.seats[version.circulatedBy] ?? null,
    ...whoActed(named, version.entryIndex),
    approvals: version.approvals.map((approval) => approvalOf(approval, named)),
    entryIndex: version.entryIndex,
  }
}

/** The sectors whose approval the minutes want: those with a position that had a seat at the session. */
function decidingIn(sectors: SectorName[], content: MinutesContent | null): SectorName[] {
  return sectors.filter(
    (sector) =>
      sector.hasPosition && (content?.attendance.some((each) => each.sector === sector.id) ?? true),
  )
}

/**
 * A sector's approval of an earlier version, which stays in sight though it does not count for this one, and what
 * this one says otherwise: why the sector is asked again.
 */
function earlierApproval({ minutes: { versions }, content }: Circulated, sector: string, named: Named) {
  const approved = versions
    .slice(0, -1)
    .findLast((one) => one.approvals.some((approval) => approval.sectorId === sector))
  const approval = approved?.approvals.find((one) => one.sectorId === sector)
  if (!approved || !approval) return null
  const then = contentIn(approved)
  return {
    ...approvalOf(approval, named),
    version: approved.number,
    entryIndex: approval.entryIndex,
    changed: then && content ? partsChanged(then, content) : null,
  }
}

/** How each deciding sector stands towards the last version; of approved minutes, how it stood then. */
function approvalsSeen(
  { minutes, version, content }: Circulated,
  deciding: SectorName[],
  named: Named,
  now: Date,
) {
  const approvedNow = version.approvals.map((approval) => approval.sectorId)
  const consents = consentsOf(
    deciding.map((sectorName) => sectorName.id),
    approvedNow,
    named.suspensions.map((suspension) => suspension.sectorId),
    now >= version.windowEndsAt,
  )
  const silent = minutes.silentSectors
  return deciding.map((sector) => {
    const given = version.approvals.find((approval) => approval.sectorId === sector.id)
    const without = silent?.find((one) => one.sector === sector.id)
    const says = given
      ? 'approved'
      : (without?.why ?? consents.find((consent) => consent.sector === sector.id)?.says ?? 'waiting')
    const suspension = named.suspensions.find((one) => one.sectorId === sector.id)
    const declaredOn = says === 'suspended' && suspension ? fromDate(suspension.declaredOn) : null
    return {
      ...(given ? approvalOf(given, named) : { at: null, seat: null, person: null, capacity: null }),
      entryIndex: given?.entryIndex ?? null,
      sector,
      says,
      since: without?.since ?? declaredOn,
      version: version.number,
      earlier: given ? null : earlierApproval({ minutes, version, content }, sector.id, named),
    }
  })
}

function observationSeen(observation: VersionRow['observations'][number], named: Named) {
  return {
    ...whoActed(named, observation.entryIndex),
    id: observation.id,
    item: observation.agendaItemId,
    text: observation.text,
    seat: named.seats[observation.seatId] ?? null,
    at: observation.madeAt,
    version: observation.version,
  }
}

function erratumSeen(erratum: ErratumRow, deciding: SectorName[], named: Named) {
  return {
    id: erratum.id,
    number: erratum.number,
    item: erratum.agendaItemId,
    wrong: erratum.wrong,
    right: erratum.right,
    reason: erratum.reason,
    digest: erratum.digest,
    proposedAt: erratum.proposedAt,
    approvedAt: erratum.approvedAt,
    withdrawnAt: erratum.withdrawnAt,
    proposedBy: named.seats[erratum.proposedBy] ?? null,
    ...whoActed(named, erratum.entryIndex),
    approvals: erratum.approvals.map((approval) => approvalOf(approval, named)),
    waitingFor: deciding.filter(
      (sector) => !erratum.approvals.some((each) => each.sectorId === sector.id),
    ),
  }
}

const orderIn = (number: string) => Number(number.split('/').at(-1))

function agreementSeen(agreement: MinutesRow['agreements'][number], { seats }: Named, today: string) {
  return {
    id: agreement.id,
    number: agreement.number,
    kind: agreement.kind,
    item: agreement.agendaItemId,
    text: agreement.text,
    proposal: agreement.proposalId,
    seat: agreement.seatId ? (seats[agreement.seatId] ?? null) : null,
    dueOn: agreement.dueOn && fromDate(agreement.dueOn),
    closedAt: agreement.closedAt,
    closedBy: agreement.closedBy ? (seats[agreement.closedBy] ?? null) : null,
    closingNote: agreement.closingNote,
    evidence: agreement.evidence,
    overdue:
      agreement.kind === 'action' &&
      !agreement.closedAt &&
      agreement.dueOn !== null &&
      fromDate(agreement.dueOn) < today,
  }
}

function proposalSeen(proposal: Named['proposals'][number], { effects }: Named) {
  return {
    id: proposal.id,
    number: proposal.number,
    title: proposal.versions[0]?.content?.title ?? proposal.title,
    digest: proposal.digest,
    closedAt: proposal.closedAt,
    withdrawnAt: proposal.withdrawnAt,
    decision: proposal.decision && {
      number: proposal.decision.number,
      outcome: proposal.decision.outcome,
      obstacle: proposal.decision.obstacle,
      notCarriedOut: proposal.decision.notCarriedOut,
      stood: whoDidNotAgree(proposal.decision.frozen.sectors),
      effect: effects[proposal.decision.id] ?? null,
    },
  }
}

function commitmentSeen(commitment: Named['commitments'][number]) {
  return {
    id: commitment.id,
    number: commitment.number,
    title: commitment.title,
    plan: commitment.plan.slug,
  }
}

/**
 * Minutes by their number, their own id, or their meeting's. Circulated ones are for the body, approved ones
 * for everybody.
 */
export async function minutesSeenBy(viewer: Viewer, key: string) {
  const { forum, now, today } = viewer
  const minutes = await minutesRow(viewer, key)
  const version = minutes?.versions.at(-1)
  if (!minutes || !version || (!minutes.approvedAt && !sitsIn(viewer, minutes.bodyId))) return null
  const content = contentIn(version)
  const before = minutes.versions.at(-2)
  const earlier = before && contentIn(before)
  const circulated: Circulated = { minutes, version, content }
  const named = await namedIn(viewer, circulated)
  const deciding = decidingIn(named.sectors, content)
  return {
    id: minutes.id,
    number: minutes.number,
    state: minutes.approvedAt ? ('approved' as const) : ('circulated' as const),
    approvedAt: minutes.approvedAt,
    digest: version.digest,
    version: version.number,
    content,
    erased: content === null,
    ofBody: sitsIn(viewer, minutes.bodyId),
    entryIndex: version.entryIndex,
    meeting: meetingOf(minutes),
    versions: minutes.versions.map((one) => versionSeen(one, named)),
    diff: content && earlier ? changesBetween(earlier, content) : null,
    approvals: approvalsSeen(circulated, deciding, named, now),
    windowEndsAt: version.windowEndsAt,
    windowOpen: !minutes.approvedAt && now < version.windowEndsAt,
    silenceIsAssent: rulesOf(forum).silenceIsAssentForMinutes,
    observations: minutes.versions
      .flatMap((one) => one.observations)
      .map((observation) => observationSeen(observation, named)),
    errata: minutes.errata.map((erratum) => erratumSeen(erratum, deciding, named)),
    agreements: minutes.agreements
      .toSorted((one, other) => orderIn(one.number) - orderIn(other.number))
      .map((agreement) => agreementSeen(agreement, named, today)),
    proposals: Object.fromEntries(
      named.proposals.map((proposal) => [proposal.id, proposalSeen(proposal, named)]),
    ),
    commitments: Object.fromEntries(
      named.commitments.map((commitment) => [commitment.id, commitmentSeen(commitment)]),
    ),
    guests: named.guests,
    sectors: named.sectors,
    seats: named.seats,
    holders: named.held,
  }
}
export type MinutesSeen = NonNullable<Awaited<ReturnType<typeof minutesSeenBy>>>
