import { endOfDay, fromDate, lastDayBefore } from '../act/calendar.ts'
import type { Circumstances } from '../act/command.ts'
import { digestOf } from '../act/fields.ts'
import { longest } from '../act/lengths.ts'
import { refuse } from '../act/refusal.ts'
import type { Refusal } from '../act/refusal.ts'
import { sitsIn } from '../act/viewer.ts'
import type { ForumHead, Viewer } from '../act/viewer.ts'
import { rulesOf } from '../bodies/rules.ts'
import type { Reader } from '../db/client.ts'
import type { ProposalText } from '../proposals/facts.ts'
import { decidingSectors, deliberation, openSuspensions } from '../proposals/queries.ts'
import type { RoadmapText } from '../roadmaps/facts.ts'
import { activitiesOf } from '../roadmaps/rules.ts'
import type { AgreementKind } from './drafts/protocol.ts'
import { draftContent } from './drafts/updates.ts'
import type { DraftContent } from './drafts/updates.ts'
import { MinutesContent } from './facts.ts'
import {
  bodyName,
  deliberatedIn,
  holders,
  meetingRecord,
  openActionsOf,
  seatNames,
  seatsOn,
  sectorNames,
  upcomingMeetings,
} from '../meetings/queries.ts'
import { changesBetween, consentsOf, contentOf, draftKeptUntil, hindrances } from './rules.ts'
import { keepsBook, sectorsWithPosition } from '../meetings/rules.ts'
import type { Prose } from '../act/fields.ts'
import type { Consent, Content, Paper } from './rules.ts'

type Moment = Pick<Circumstances, 'forum' | 'today'>

/** The draft of a meeting's minutes with the record of its session: what would be circulated now. */
export async function paperOf(db: Reader, moment: Moment, id: string) {
  const meeting = await meetingRecord(db, moment, id)
  if (!meeting) return null
  const where = { meetingId: id }
  const [items, asides, agreements, claims, deliberated, sectors, latest] = await Promise.all([
    db.draftItem.findMany({ where }),
    db.draftRevision.findMany({ where: { ...where, aside: true }, orderBy: { revision: 'asc' } }),
    db.draftAgreement.findMany({ where, orderBy: [{ rank: 'asc' }, { id: 'asc' }] }),
    db.draftClaim.findMany({ where }),
    deliberatedIn(db, id),
    decidingSectors(db, moment.forum.id),
    db.minutesVersion.findFirst({ where: { minutes: { meetingId: id } }, orderBy: { number: 'desc' } }),
  ])
  const proposals = await db.proposal.findMany({
    where: { id: { in: deliberated.map((one) => one.id) } },
    orderBy: { number: 'asc' },
  })
  const paper: Paper = {
    meeting: { ...meeting, quorum: meeting.quorum as Paper['meeting']['quorum'] },
    agenda: meeting.agenda.map((item) => ({
      ...item,
      title: item.title as Prose,
      postponedReason: item.postponedReason as Prose | null,
    })),
    texts: items,
    asides: [...new Set(asides.map((aside) => aside.agendaItemId))],
    agreements: agreements.map((agreement) => ({
      ...agreement,
      dueOn: agreement.dueOn && fromDate(agreement.dueOn),
    })),
    claims,
    proposals,
  }
  const named = sectors.map((sector) => ({
    id: sector.id,
    name: sector.name as { es: string; en?: string },
  }))
  return {
    meeting,
    paper,
    sectors: named,
    drafts: { items, asides, agreements, claims },
    deliberated,
    proposals,
    latest,
  }
}

/** Why something of a draft cannot be recorded, and the item under which it stands. */
export type ItemFault = { item: string | null; refusal: Refusal }

/**
 * What the fact would not take, told while it is still a draft: whatever its schema says, at the item where
 * it stands. So circulating never fails on a text.
 */
export function faultsIn(content: Content): ItemFault[] {
  const is = lettersIn(content)
  const max = longest.allMinutes
  return [
    ...(is > max
      ? [{ item: null, refusal: refuse('meetings.minutesTooLong', { is, max, over: is - max }) }]
      : []),
    ...unfitIn(content),
  ]
}

/** Of all that somebody wrote in it. */
function lettersIn({ items, claims }: Content): number {
  const texts = [
    ...items.flatMap((item) => [item.text, item.postponed, ...item.agreements.map((each) => each.text)]),
    ...claims.map((claim) => claim.reason),
  ]
  return texts.reduce((sum, one) => sum + (one?.text.length ?? 0), 0)
}

function unfitIn(content: Content): ItemFault[] {
  const parsed = MinutesContent.safeParse(content)
  return parsed.success
    ? []
    : parsed.error.issues.flatMap((issue): ItemFault[] => {
        const [part, place, field, of] = issue.path
        const item = part === 'items' && typeof place === 'number' ? content.items[place] : undefined
        if (!item || typeof place !== 'number')
          return [{ item: null, refusal: refuse('meetings.notRecordable') }]
        const at = { item: place + 1 }
        const agreement =
          field === 'agreements' && typeof of === 'number' ? item.agreements[of] : undefined
        // An agreement that says nothing is told of as such (rules.ts).
        if (agreement && issue.message === 'errors.required') return []
        const { is, max } =
          ((issue.code === 'custom' ? issue.params : undefined) as
            | { is?: number; max?: number }
            | undefined) ?? {}
        if (issue.message !== 'errors.tooLong' || is === undefined || max === undefined)
          return [{ item: item.item, refusal: refuse('meetings.itemUnreadable', at) }]
        const room = { is, max, over: is - max }
        return [
          {
            item: item.item,
            refusal: agreement
              ? refuse('meetings.agreementTooLong', { ...at, ...room, agreement: agreement.number })
              : refuse('meetings.itemTooLong', { ...at, ...room }),
          },
        ]
      })
}

/** Everything that keeps a draft from being circulated. */
export function hindrancesTo(paper: Paper, sectors: Parameters<typeof hindrances>[1]): Refusal[] {
  return [
    ...hindrances(paper, sectors),
    ...faultsIn(contentOf(paper)).map((itemFault) => itemFault.refusal),
  ]
}

/** A version's content; null where it was taken down (its digest and its entry stay). */
export function contentIn(version: { content: unknown }): MinutesContent | null {
  const content = version.content as MinutesContent | { erased: true }
  return 'items' in content ? content : null
}

async function suspendedSectors(db: Reader, forum: string) {
  return (await openSuspensions(db, forum)).filter((one) => one.commitmentId === null)
}

/** Minutes with all that an approval may bring about: read inside the act, under the forum's lock. */
export async function minutesRecord(db: Reader, circumstances: Circumstances, id: string) {
  const { forum, now } = circumstances
  const minutes = await db.minutes.findFirst({
    where: { id, forumId: forum.id },
    include: {
      versions: {
        orderBy: { number: 'asc' },
        include: { approvals: { orderBy: { entryIndex: 'asc' } }, observations: true },
      },
      errata: { include: { approvals: true } },
    },
  })
  const meeting = minutes && (await meetingRecord(db, circumstances, minutes.meetingId))
  const version = minutes?.versions.at(-1)
  if (!meeting || !version) return null
  const [suspensions, earlier, deliberated] = await Promise.all([
    suspendedSectors(db, forum.id),
    db.minutes.count({
      where: { bodyId: minutes.bodyId, approvedAt: { not: null }, meeting: { year: meeting.year } },
    }),
    minutes.approvedAt ? [] : deliberatedIn(db, meeting.id),
  ])
  // Entitlement freezes at the session: who held a sector's voice is asked for its day (settled 16).
  const atSession = { ...circumstances, today: meeting.heldOn }
  const deliberations = []
  for (const { id: proposal } of deliberated)
    deliberations.push(await deliberation(db, atSession, proposal))
  const sectors = sectorsWithPosition(meeting.seats)
  return {
    ...minutes,
    meeting,
    version,
    content: contentIn(version),
    sectors,
    suspensions,
    earlier,
    windowIsOver: now >= version.windowEndsAt,
    proposals: deliberations.filter((one) => one !== null),
  }
}
export type MinutesRecord = NonNullable<Awaited<ReturnType<typeof minutesRecord>>>

export function consentsTo(minutes: MinutesRecord, approved: string[]): Consent[] {
  return consentsOf(
    minutes.sectors,
    approved,
    minutes.suspensions.map((suspension) => suspension.sectorId),
    minutes.windowIsOver,
  )
}

/** Circulated minutes that are not approved yet. */
export async function circulatedMinutes(db: Reader, forum: string) {
  return db.minutes.findMany({
    where: { forumId: forum, approvedAt: null },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
}

/** A sector that did not approve, and why that did not stop the minutes. */
export type Silent = { sector: string; why: 'silence' | 'suspended'; since: string }

/**
 * Minutes by their number, their own id, or their meeting's. Circulated ones are for the body, approved ones
 * for everybody.
 */
export async function minutesSeenBy(viewer: Viewer, key: string) {
  const { db, forum, now } = viewer
  const isId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(key)
  const minutes = await db.minutes.findFirst({
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
  const version = minutes?.versions.at(-1)
  if (!minutes || !version || (!minutes.approvedAt && !sitsIn(viewer, minutes.bodyId))) return null
  const { meeting } = minutes
  const heldOn = fromDate(meeting.heldOn)
  const content = contentIn(version)
  const before = minutes.versions.at(-2)
  const earlier = before && contentIn(before)
  const approvals = minutes.versions.flatMap((one) => one.approvals)
  const observations = minutes.versions.flatMap((one) => one.observations)
  const touched = [
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
  const proposalIds = [
    ...(content?.claims ?? []),
    ...(content?.items.flatMap((item) => item.agreements) ?? []),
  ].flatMap((one) => one.proposal ?? [])
  const [seats, held, sectors, suspensions, proposals, commitments] = await Promise.all([
    seatNames(viewer, touched),
    holders(viewer, [
      ...approvals.map((approval) => approval.mandateId),
      ...minutes.errata.flatMap((erratum) => erratum.approvals.map((each) => each.mandateId)),
      ...(content?.attendance.map((mark) => mark.mandate) ?? []),
    ]),
    sectorNames(viewer),
    suspendedSectors(db, forum.id),
    db.proposal.findMany({
      where: { forumId: forum.id, id: { in: proposalIds } },
      // As it was called when these minutes were circulated: what it became since may not be public.
      include: {
        decision: true,
        versions: {
          where: { entryIndex: { lt: version.entryIndex } },
          orderBy: { number: 'desc' },
          take: 1,
        },
      },
    }),
    db.commitment.findMany({
      where: {
        forumId: forum.id,
        id: { in: content?.items.flatMap((item) => item.commitment ?? []) ?? [] },
      },
      include: { plan: true },
    }),
  ])
  const deciding = sectors.filter(
    (sector) =>
      sector.hasPosition && (content?.attendance.some((each) => each.sector === sector.id) ?? true),
  )
  const approvedNow = version.approvals.map((approval) => approval.sectorId)
  const consents = consentsOf(
    deciding.map((sectorName) => sectorName.id),
    approvedNow,
    suspensions.map((suspension) => suspension.sectorId),
    now >= version.windowEndsAt,
  )
  const silent = minutes.silentSectors as Silent[] | null
  const approvalOf = ({
    sectorId,
    seatId,
    mandateId,
    approvedAt,
  }: (typeof approvals)[number] | (typeof minutes.errata)[number]['approvals'][number]) => ({
    sector: sectors.find((sector) => sector.id === sectorId) ?? null,
    at: approvedAt,
    seat: seats[seatId] ?? null,
    person: held[mandateId]?.name ?? null,
    capacity: held[mandateId]?.capacity ?? null,
  })
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
    meeting: {
      id: meeting.id,
      kind: meeting.kind,
      year: meeting.year,
      number: meeting.number,
      heldOn,
      startsAt: meeting.startsAt,
      openedAt: meeting.openedAt,
      closedAt: meeting.closedAt,
      place: meeting.place as Prose | null,
      body: bodyName(meeting.body),
    },
    versions: minutes.versions.map((one) => ({
      number: one.number,
      digest: one.digest,
      circulatedAt: one.circulatedAt,
      windowEndsAt: one.windowEndsAt,
      by: seats[one.circulatedBy] ?? null,
      approvals: one.approvals.map(approvalOf),
      entryIndex: one.entryIndex,
    })),
    diff: content && earlier ? changesBetween(earlier, content) : null,
    approvals: deciding.map((sector) => {
      const given = version.approvals.find((approval) => approval.sectorId === sector.id)
      const without = silent?.find((one) => one.sector === sector.id)
      const says = given
        ? 'approved'
        : (without?.why ?? consents.find((consent) => consent.sector === sector.id)?.says ?? 'waiting')
      const suspension = suspensions.find((one) => one.sectorId === sector.id)
      const since =
        says === 'suspended'
          ? (without?.since ?? (suspension ? fromDate(suspension.declaredOn) : null))
          : (without?.since ?? null)
      return {
        ...(given ? approvalOf(given) : { at: null, seat: null, person: null, capacity: null }),
        entryIndex: given?.entryIndex ?? null,
        sector,
        says,
        since,
        version: version.number,
      }
    }),
    windowEndsAt: version.windowEndsAt,
    windowOpen: !minutes.approvedAt && now < version.windowEndsAt,
    silenceIsAssent: rulesOf(forum).silenceIsAssentForMinutes,
    observations: observations.map((observation) => ({
      id: observation.id,
      item: observation.agendaItemId,
      text: observation.text as Prose,
      seat: seats[observation.seatId] ?? null,
      at: observation.madeAt,
      version: observation.version,
    })),
    errata: minutes.errata.map((erratum) => ({
      id: erratum.id,
      number: erratum.number,
      item: erratum.agendaItemId,
      wrong: erratum.wrong as Prose,
      right: erratum.right as Prose,
      reason: erratum.reason as Prose,
      digest: erratum.digest,
      proposedAt: erratum.proposedAt,
      approvedAt: erratum.approvedAt,
      withdrawnAt: erratum.withdrawnAt,
      proposedBy: seats[erratum.proposedBy] ?? null,
      approvals: erratum.approvals.map(approvalOf),
      waitingFor: deciding.filter(
        (sector) => !erratum.approvals.some((each) => each.sectorId === sector.id),
      ),
    })),
    agreements: minutes.agreements
      .toSorted((one, other) => orderIn(one.number) - orderIn(other.number))
      .map((agreement) => ({
        id: agreement.id,
        number: agreement.number,
        kind: agreement.kind as AgreementKind,
        item: agreement.agendaItemId,
        text: agreement.text as Prose,
        proposal: agreement.proposalId,
        seat: agreement.seatId ? (seats[agreement.seatId] ?? null) : null,
        dueOn: agreement.dueOn && fromDate(agreement.dueOn),
        closedAt: agreement.closedAt,
        closedBy: agreement.closedBy ? (seats[agreement.closedBy] ?? null) : null,
        closingNote: agreement.closingNote as Prose | null,
        evidence: agreement.evidence,
        overdue:
          agreement.kind === 'action' &&
          !agreement.closedAt &&
          agreement.dueOn !== null &&
          fromDate(agreement.dueOn) < viewer.today,
      })),
    proposals: Object.fromEntries(
      proposals.map((proposal) => [
        proposal.id,
        {
          id: proposal.id,
          number: proposal.number,
          title:
            (proposal.versions[0]?.content as ProposalText | undefined)?.title ??
            (proposal.title as Prose),
          digest: proposal.digest,
          closedAt: proposal.closedAt,
          withdrawnAt: proposal.withdrawnAt,
          decision: proposal.decision && {
            number: proposal.decision.number,
            outcome: proposal.decision.outcome,
            obstacle: proposal.decision.obstacle,
          },
        },
      ]),
    ),
    commitments: Object.fromEntries(
      commitments.map((commitment) => [
        commitment.id,
        {
          id: commitment.id,
          number: commitment.number,
          title: commitment.title as { es?: string; en?: string },
          plan: commitment.plan.slug,
        },
      ]),
    ),
    sectors,
    seats,
    holders: held,
  }
}
export type MinutesSeen = NonNullable<Awaited<ReturnType<typeof minutesSeenBy>>>

const orderIn = (number: string) => Number(number.split('/').at(-1))

async function personNames(viewer: Viewer, ids: string[]): Promise<Map<string, string | null>> {
  const persons = await viewer.db.person.findMany({
    where: { forumId: viewer.forum.id, id: { in: [...new Set(ids)] } },
  })
  return new Map(persons.map((person) => [person.id, person.name]))
}

/** Whoever sits in the body writes its draft, an observer excepted. */
export function writesFor(viewer: Viewer, body: string): boolean {
  return viewer.seats.some((seat) => seat.body === body && seat.function !== 'observer')
}

/** The working paper of a meeting's minutes with both texts where two people wrote at once: for the body alone. */
export async function draftOf(viewer: Viewer, id: string) {
  const found = await paperOf(viewer.db, viewer, id)
  if (!found || !sitsIn(viewer, found.meeting.bodyId) || found.meeting.takenOver) return null
  const { meeting, paper, drafts, deliberated, proposals, latest } = found
  const [names, seats, sectors, body, [kept]] = await Promise.all([
    personNames(
      viewer,
      [...drafts.items, ...drafts.asides, ...drafts.agreements, ...drafts.claims].map(
        (one) => one.savedBy,
      ),
    ),
    seatNames(
      viewer,
      meeting.seats.map((seat) => seat.id),
    ),
    sectorNames(viewer),
    viewer.db.body.findUniqueOrThrow({ where: { id: meeting.bodyId } }),
    keptDrafts(viewer.db, viewer, id),
  ])
  const content = contentOf(paper)
  const faults = faultsIn(content)
  const by = (one: { savedBy: string; savedAt: Date }) => ({
    by: names.get(one.savedBy) ?? null,
    mine: one.savedBy === viewer.person,
    at: one.savedAt,
  })
  return {
    meeting: {
      id: meeting.id,
      state: meeting.state,
      heldOn: meeting.heldOn,
      kind: meeting.kind,
      year: meeting.year,
      number: meeting.number,
      body: bodyName(body),
    },
    items: paper.agenda
      .filter((item) => !item.withdrawnAt)
      .map((item) => {
        const draft = drafts.items.find((one) => one.agendaItemId === item.id)
        return {
          item: item.id,
          title: item.title,
          postponed: item.postponedReason,
          lang: draft?.lang ?? null,
          text: draft?.text ?? '',
          revision: draft?.revision ?? 0,
          ...(draft ? by(draft) : { by: null, mine: false, at: null }),
          asides: drafts.asides
            .filter((aside) => aside.agendaItemId === item.id)
            .map((aside) => ({
              revision: aside.revision,
              base: aside.base,
              lang: aside.lang,
              text: aside.text,
              ...by(aside),
            })),
          agreements: drafts.agreements
            .filter((agreement) => agreement.agendaItemId === item.id)
            .map((agreement) => ({
              id: agreement.id,
              kind: agreement.kind as AgreementKind,
              lang: agreement.lang,
              text: agreement.text,
              proposal: agreement.proposalId,
              seat: agreement.seatId,
              dueOn: agreement.dueOn && fromDate(agreement.dueOn),
              revision: agreement.revision,
              ...by(agreement),
            })),
          proposals: deliberated.filter((one) => one.item === item.id).map((one) => one.id),
          /** why it could not be circulated as it stands */
          faults: faults.filter((fault) => fault.item === item.id).map((fault) => fault.refusal),
        }
      }),
    proposals: proposals.map((proposal) => ({
      id: proposal.id,
      number: proposal.number,
      title: proposal.title as Prose,
      digest: proposal.digest,
      item: deliberated.find((each) => each.id === proposal.id)?.item ?? null,
    })),
    claims: drafts.claims.map((claim) => ({
      proposal: claim.proposalId,
      sector: claim.sectorId,
      stance: claim.stance,
      lang: claim.lang,
      reason: claim.reason,
      revision: claim.revision,
      ...by(claim),
    })),
    sectors: sectors.filter(
      (sector) => sector.hasPosition && meeting.seats.some((seat) => seat.sector === sector.id),
    ),
    seats: meeting.seats.flatMap((seat) => seats[seat.id] ?? []),
    digest: digestOf(content),
    mayWrite: mayWriteDraft(viewer, meeting),
    hindrances: [
      ...hindrances(paper, found.sectors).map((refusal): ItemFault => ({ item: null, refusal })),
      ...faults,
    ],
    circulated: latest && { version: latest.number, digest: latest.digest, at: latest.circulatedAt },
    minutes: meeting.minutes?.id ?? null,
    approved: Boolean(meeting.minutes?.approvedAt),
    /** the last day on which this working paper is here; null while that is not known */
    keptUntil: kept?.keptUntil ? lastDayBefore(viewer.forum.timeZone, kept.keptUntil) : null,
  }
}
export type Draft = NonNullable<Awaited<ReturnType<typeof draftOf>>>

type DraftRow = {
  meeting: string
  state: string
  heldOn: Date
  closedAt: Date | null
  circulated: boolean
  approvedAt: Date | null
  lastSavedAt: Date
}

/**
 * Until when each working paper of a forum is kept; of one meeting, where it is named. Meetings without one
 * are not there.
 */
export async function keptDrafts(
  db: Reader,
  { forum, now }: { forum: ForumHead; now: Date },
  meeting: string | null = null,
): Promise<{ meeting: string; keptUntil: Date | null }[]> {
  const rows = await db.$queryRaw<DraftRow[]>`
    SELECT m.id AS meeting, m.state, m."heldOn", m."closedAt", n.id IS NOT NULL AS circulated, n."approvedAt", d."lastSavedAt"
    FROM meeting m JOIN LATERAL (
      SELECT max(s."savedAt") AS "lastSavedAt" FROM (
        SELECT "savedAt" FROM draft_revision WHERE "meetingId" = m.id UNION ALL SELECT "savedAt" FROM draft_item WHERE "meetingId" = m.id
        UNION ALL SELECT "savedAt" FROM draft_agreement WHERE "meetingId" = m.id UNION ALL SELECT "savedAt" FROM draft_claim WHERE "meetingId" = m.id
        UNION ALL SELECT "savedAt" FROM draft_version WHERE "meetingId" = m.id UNION ALL SELECT "savedAt" FROM draft_comment WHERE "meetingId" = m.id
        UNION ALL SELECT "savedAt" FROM draft_session WHERE "meetingId" = m.id) s
    ) d ON d."lastSavedAt" IS NOT NULL
    LEFT JOIN minutes n ON n."meetingId" = m.id
    WHERE m."forumId" = ${forum.id}::uuid AND (${meeting}::uuid IS NULL OR m.id = ${meeting}::uuid)
    ORDER BY m."heldOn", m.id`
  const rules = rulesOf(forum)
  return rows.map(({ meeting: id, heldOn, ...row }) => ({
    meeting: id,
    keptUntil: draftKeptUntil(
      { ...row, dayOver: endOfDay(forum.timeZone, fromDate(heldOn)) },
      { rules, zone: forum.timeZone, now },
    ),
  }))
}

type Drafted = {
  bodyId: string
  state: string
  takenOver: boolean
  minutes: { approvedAt: Date | null } | null
}

/** A draft is written from the call on until its minutes are approved; a meeting that did not take place has none. */
export function takesDrafts(meeting: Drafted): boolean {
  return (
    !meeting.takenOver &&
    !meeting.minutes?.approvedAt &&
    meeting.state !== 'cancelled' &&
    meeting.state !== 'not-held'
  )
}

export function mayWriteDraft(viewer: Viewer, meeting: Drafted): boolean {
  return writesFor(viewer, meeting.bodyId) && takesDrafts(meeting) && viewer.forum.kind !== 'record'
}

/** What a viewer may do with the shared document of a draft; null: it is not theirs to read. */
export async function draftAccess(viewer: Viewer, id: string) {
  const meeting = await viewer.db.meeting.findFirst({
    where: { id, forumId: viewer.forum.id },
    include: {
      agenda: { where: { withdrawnAt: null }, select: { id: true } },
      minutes: {
        include: {
          versions: {
            orderBy: { number: 'desc' },
            take: 1,
            select: { number: true, circulatedAt: true },
          },
        },
      },
    },
  })
  if (!meeting || !viewer.person || !sitsIn(viewer, meeting.bodyId) || meeting.takenOver) return null
  const version = meeting.minutes?.versions[0] ?? null
  return {
    mayWrite: mayWriteDraft(viewer, meeting),
    items: new Set(meeting.agenda.map((item) => item.id)),
    state: meeting.state,
    version: version && { number: version.number, at: version.circulatedAt.toISOString() },
    approved: Boolean(meeting.minutes?.approvedAt),
  }
}
export type DraftAccess = NonNullable<Awaited<ReturnType<typeof draftAccess>>>

/**
 * What was said about a draft, the oldest first, and what the viewer may do about each: for the body alone.
 * What is closed, the last of it.
 */
export async function voicesSeenBy(viewer: Viewer, id: string) {
  const access = await draftAccess(viewer, id)
  if (!access) return null
  const { db, today } = viewer
  const { bodyId } = await db.meeting.findUniqueOrThrow({ where: { id }, select: { bodyId: true } })
  const [open, closed, seated] = await Promise.all([
    db.draftComment.findMany({
      where: { meetingId: id, closedAt: null },
      orderBy: [{ savedAt: 'asc' }, { id: 'asc' }],
      take: 500,
    }),
    db.draftComment.findMany({
      where: { meetingId: id, closedAt: { not: null } },
      orderBy: [{ closedAt: 'desc' }, { id: 'asc' }],
      take: 100,
    }),
    seatsOn(db, bodyId, today),
  ])
  const rows = [...open, ...closed]
  const [names, seats] = await Promise.all([
    personNames(
      viewer,
      rows.flatMap((row) => (row.closedBy ? [row.savedBy, row.closedBy] : [row.savedBy])),
    ),
    seatNames(
      viewer,
      rows.map((row) => row.seatId),
    ),
  ])
  const keepsIt =
    access.mayWrite && viewer.seats.some((seat) => keepsBook({ kind: 'seat', ...seat }, bodyId, seated))
  return {
    maySpeak: access.mayWrite,
    comments: rows.map((row) => ({
      id: row.id,
      place: row.place,
      passage: row.passage,
      quoted: row.quoted,
      text: row.text,
      replacement: row.replacement,
      by: names.get(row.savedBy) ?? null,
      seat: seats[row.seatId] ?? null,
      at: row.savedAt,
      outcome: row.outcome,
      closedBy: row.closedBy && (names.get(row.closedBy) ?? null),
      closedAt: row.closedAt,
      mayClose:
        row.closedAt === null &&
        (keepsIt || (access.mayWrite && row.replacement === null && row.savedBy === viewer.person)),
    })),
  }
}
export type Voices = NonNullable<Awaited<ReturnType<typeof voicesSeenBy>>>

/** How a draft stood, the newest first, a page at a time by the version's number. */
export async function versionsSeenBy(viewer: Viewer, id: string, cursor?: string, size = 20) {
  if (!(await draftAccess(viewer, id))) return null
  const before = Number(cursor)
  const rows = await viewer.db.draftVersion.findMany({
    where: { meetingId: id, ...(Number.isInteger(before) && before > 0 && { number: { lt: before } }) },
    omit: { content: true },
    orderBy: { number: 'desc' },
    take: size + 1,
  })
  const shown = rows.slice(0, size)
  const names = await personNames(
    viewer,
    shown.flatMap((one) => one.savedBy ?? []),
  )
  return {
    versions: shown.map((one) => ({
      number: one.number,
      reason: one.reason,
      name: one.name,
      by: one.savedBy && (names.get(one.savedBy) ?? null),
      at: one.savedAt,
    })),
    next: rows.length > size ? String(shown.at(-1)?.number) : null,
  }
}

/** One version, word by word beside the present draft, or beside the version before it. */
export async function versionSeenBy(
  viewer: Viewer,
  id: string,
  number: number,
  beside: 'present' | 'before',
) {
  if (
    !Number.isInteger(number) ||
    number < 1 ||
    number > 2_147_483_647 ||
    !(await draftAccess(viewer, id))
  )
    return null
  const { db } = viewer
  const version = await db.draftVersion.findUnique({
    where: { meetingId_number: { meetingId: id, number } },
  })
  if (!version) return null
  const [agenda, earlier, present, names] = await Promise.all([
    db.agendaItem.findMany({
      where: { meetingId: id, withdrawnAt: null },
      orderBy: [{ rank: 'asc' }, { id: 'asc' }],
    }),
    db.draftVersion.findFirst({
      where: { meetingId: id, number: { lt: number } },
      orderBy: { number: 'desc' },
    }),
    draftContent(db, id),
    personNames(viewer, version.savedBy ? [version.savedBy] : []),
  ])
  const textOf = ({ lang, text }: { lang: string; text: string }) => ({
    lang: lang as Prose['lang'],
    text,
  })
  const asMinutes = (content: DraftContent) => ({
    items: agenda.map((item) => {
      const said = content.items.find((one) => one.item === item.id)
      return {
        item: item.id,
        title: item.title as Prose,
        text: said ? textOf(said) : null,
        agreements: content.agreements
          .filter((agreement) => agreement.item === item.id)
          .map((agreement, place) => ({
            number: place + 1,
            text: textOf(agreement),
            dueOn: agreement.dueOn,
          })),
      }
    }),
  })
  const [own, nothing] = [
    asMinutes(version.content as DraftContent),
    asMinutes({ items: [], agreements: [] }),
  ]
  const changes =
    beside === 'present'
      ? changesBetween(own, asMinutes(present))
      : changesBetween(earlier ? asMinutes(earlier.content as DraftContent) : nothing, own)
  return {
    number,
    reason: version.reason,
    name: version.name,
    by: version.savedBy && (names.get(version.savedBy) ?? null),
    at: version.savedAt,
    before: earlier?.number ?? null,
    items: agenda.map((item) => ({ id: item.id, title: item.title as Prose })),
    changes,
  }
}

/**
 * What can be pointed to while minutes are written: commitments that are not over, decisions, activities of
 * what the agenda is about.
 */
export async function referencesSeenBy({ db, forum }: Viewer, id: string) {
  const meeting = await db.meeting.findFirst({
    where: { id, forumId: forum.id },
    include: { body: true, agenda: { select: { commitmentId: true } } },
  })
  const about = [
    meeting?.body.commitmentId,
    ...(meeting?.agenda ?? []).map((item) => item.commitmentId),
  ].filter((one) => typeof one === 'string')
  const [commitments, decisions] = await Promise.all([
    db.commitment.findMany({
      where: {
        forumId: forum.id,
        OR: [{ status: { in: ['in-force', 'inactive'] } }, { id: { in: about } }],
      },
      include: { plan: { select: { slug: true } } },
      orderBy: [{ plan: { rank: 'desc' } }, { number: 'asc' }],
      take: 100,
    }),
    db.decision.findMany({
      where: { forumId: forum.id },
      include: { proposal: { select: { title: true } } },
      orderBy: { entryIndex: 'desc' },
      take: 40,
    }),
  ])
  const versions = await Promise.all(
    [...new Set(about)].map((commitment) =>
      db.roadmapVersion.findFirst({ where: { commitmentId: commitment }, orderBy: { number: 'desc' } }),
    ),
  )
  const named = (one: (typeof commitments)[number]) => ({ plan: one.plan.slug, number: one.number })
  return {
    commitments: commitments.map((commitment) => ({
      ...named(commitment),
      title: commitment.title as { es?: string; en?: string },
    })),
    decisions: decisions.map((decision) => ({
      number: decision.number,
      title: (decision.proposal.title as Prose).text,
    })),
    activities: versions.flatMap((version) => {
      const commitment = version && commitments.find((one) => one.id === version.commitmentId)
      const content = version?.content as RoadmapText | { erased: true } | undefined
      if (!commitment || !content || !('keyActions' in content)) return []
      return activitiesOf(content).map((activity) => ({
        ...named(commitment),
        id: activity.id,
        activity: activity.number,
        title: activity.title,
      }))
    }),
  }
}

/** Every text that was ever saved for an item, the newest first. */
export async function revisionsOf(viewer: Viewer, agendaItem: string) {
  const item = await viewer.db.agendaItem.findFirst({
    where: { id: agendaItem, forumId: viewer.forum.id },
    include: { meeting: true },
  })
  if (!item || !sitsIn(viewer, item.meeting.bodyId)) return []
  const rows = await viewer.db.draftRevision.findMany({
    where: { agendaItemId: agendaItem },
    orderBy: { revision: 'desc' },
    take: 200,
  })
  const names = await personNames(
    viewer,
    rows.map((row) => row.savedBy),
  )
  return rows.map((row) => ({
    revision: row.revision,
    base: row.base,
    lang: row.lang,
    text: row.text,
    aside: row.aside,
    by: names.get(row.savedBy) ?? null,
    at: row.savedAt,
  }))
}

/** What waits in meetings and minutes for the seats that the viewer holds. */
export async function minutesWorkOf(viewer: Viewer) {
  const { db, forum } = viewer
  const bodies = [...new Set(viewer.seats.map((seat) => seat.body))]
  const voices = viewer.seats.filter((seat) => seat.voice && seat.hasPosition)
  const spoken = [...new Set(voices.map((seat) => seat.body))]
  const [circulated, open, suspensions, actions, upcoming, undrafted] = await Promise.all([
    db.minutes.findMany({
      where: { forumId: forum.id, bodyId: { in: spoken }, approvedAt: null },
      include: {
        meeting: { include: { body: true } },
        versions: { orderBy: { number: 'desc' }, take: 1, include: { approvals: true } },
      },
    }),
    db.erratum.findMany({
      where: {
        forumId: forum.id,
        approvedAt: null,
        withdrawnAt: null,
        minutes: { bodyId: { in: spoken } },
      },
      include: { approvals: true, minutes: { include: { meeting: { include: { body: true } } } } },
      orderBy: { proposedAt: 'asc' },
    }),
    suspendedSectors(db, forum.id),
    openActionsOf(viewer, { seats: viewer.seats.map((seat) => seat.seat) }),
    upcomingMeetings(viewer, bodies),
    db.meeting.findMany({
      where: {
        forumId: forum.id,
        takenOver: false,
        state: 'held',
        minutes: null,
        bodyId: {
          in: viewer.seats
            .filter((seat) => seat.function === 'secretary' || seat.function === 'chair')
            .map((seat) => seat.body),
        },
      },
      include: { body: true },
      orderBy: { heldOn: 'asc' },
    }),
  ])
  const speaker = (body: string, spokenFor: string[]) =>
    voices.find(
      (seat) =>
        seat.body === body &&
        !spokenFor.includes(seat.sector) &&
        !suspensions.some((suspension) => suspension.sectorId === seat.sector),
    )
  return {
    toApprove: circulated.flatMap(({ id, bodyId, meeting, versions: [version] }) => {
      const seat =
        version &&
        speaker(
          bodyId,
          version.approvals.map((approval) => approval.sectorId),
        )
      return seat
        ? [
            {
              minutes: id,
              meeting: meeting.id,
              body: bodyName(meeting.body),
              heldOn: fromDate(meeting.heldOn),
              seat: seat.seat,
              version: version.number,
              circulatedAt: version.circulatedAt,
              windowEndsAt: version.windowEndsAt,
            },
          ]
        : []
    }),
    errata: open.flatMap(({ id, minutes, approvals, proposedAt }) => {
      const seat = speaker(
        minutes.bodyId,
        approvals.map((approval) => approval.sectorId),
      )
      return seat
        ? [
            {
              erratum: id,
              minutes: minutes.id,
              number: minutes.number,
              meeting: minutes.meetingId,
              body: bodyName(minutes.meeting.body),
              seat: seat.seat,
              proposedAt,
            },
          ]
        : []
    }),
    actions,
    upcoming,
    toCirculate: undrafted.map((one) => ({
      meeting: one.id,
      body: bodyName(one.body),
      heldOn: fromDate(one.heldOn),
    })),
  }
}
