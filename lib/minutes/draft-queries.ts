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
import { bodyName, deliberatedIn, meetingRecord, seatNames, sectorNames } from '../meetings/queries.ts'
import { decidingSectors } from '../proposals/queries.ts'
import { activitiesOf } from '../roadmaps/rules.ts'
import { MinutesContent } from './facts.ts'
import { contentOf, draftKeptUntil, hindrances } from './rules.ts'
import type { Content, Paper } from './rules.ts'

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
    meeting: { ...meeting, quorum: meeting.quorum },
    agenda: meeting.agenda.map((item) => ({
      ...item,
      title: item.title,
      postponedReason: item.postponedReason,
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
    name: sector.name,
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

export async function personNames(
  db: Reader,
  forum: string,
  ids: string[],
): Promise<Map<string, string | null>> {
  const persons = await db.person.findMany({
    where: { forumId: forum, id: { in: [...new Set(ids)] } },
  })
  return new Map(persons.map((person) => [person.id, person.name]))
}

/** Whoever sits in the body writes its draft, an observer excepted. */
export function writesFor(viewer: Viewer, body: string): boolean {
  return viewer.seats.some((seat) => seat.body === body && seat.function !== 'observer')
}

type Found = NonNullable<Awaited<ReturnType<typeof paperOf>>>
type DraftedItem = Found['paper']['agenda'][number]
type Saved = { savedBy: string; savedAt: Date }
/** Who saved something, whether the viewer did, and when. */
type By = (saved: Saved) => { by: string | null; mine: boolean; at: Date }

async function savedByNames({ db, forum }: Viewer, { drafts }: Found) {
  return personNames(
    db,
    forum.id,
    [...drafts.items, ...drafts.asides, ...drafts.agreements, ...drafts.claims].map(
      (one) => one.savedBy,
    ),
  )
}

function asideDrafted(aside: Found['drafts']['asides'][number], by: By) {
  return {
    revision: aside.revision,
    base: aside.base,
    lang: aside.lang,
    text: aside.text,
    ...by(aside),
  }
}

function agreementDrafted(agreement: Found['drafts']['agreements'][number], by: By) {
  return {
    id: agreement.id,
    kind: agreement.kind,
    lang: agreement.lang,
    text: agreement.text,
    proposal: agreement.proposalId,
    seat: agreement.seatId,
    dueOn: agreement.dueOn && fromDate(agreement.dueOn),
    revision: agreement.revision,
    ...by(agreement),
  }
}

function itemDrafted(item: DraftedItem, { drafts, deliberated }: Found, faults: ItemFault[], by: By) {
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
      .map((aside) => asideDrafted(aside, by)),
    agreements: drafts.agreements
      .filter((agreement) => agreement.agendaItemId === item.id)
      .map((agreement) => agreementDrafted(agreement, by)),
    proposals: deliberated.filter((one) => one.item === item.id).map((one) => one.id),
    /** why it could not be circulated as it stands */
    faults: faults.filter((fault) => fault.item === item.id).map((fault) => fault.refusal),
  }
}

function claimDrafted(claim: Found['drafts']['claims'][number], by: By) {
  return {
    proposal: claim.proposalId,
    sector: claim.sectorId,
    stance: claim.stance,
    lang: claim.lang,
    reason: claim.reason,
    revision: claim.revision,
    ...by(claim),
  }
}

/** The working paper of a meeting's minutes with both texts where two people wrote at once: for the body alone. */
export async function draftOf(viewer: Viewer, id: string) {
  const found = await paperOf(viewer.db, viewer, id)
  if (!found || !sitsIn(viewer, found.meeting.bodyId) || found.meeting.takenOver) return null
  const { meeting, paper, drafts, deliberated, proposals, latest } = found
  const [names, seats, sectors, body, [kept]] = await Promise.all([
    savedByNames(viewer, found),
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
  const by: By = ({ savedBy, savedAt }) => ({
    by: names.get(savedBy) ?? null,
    mine: savedBy === viewer.person,
    at: savedAt,
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
      .map((item) => itemDrafted(item, found, faults, by)),
    proposals: proposals.map((proposal) => ({
      id: proposal.id,
      number: proposal.number,
      title: proposal.title,
      digest: proposal.digest,
      item: deliberated.find((each) => each.id === proposal.id)?.item ?? null,
    })),
    claims: drafts.claims.map((claim) => claimDrafted(claim, by)),
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
    SELECT m.id AS meeting, m.state, m."heldOn", m."closedAt", n.id IS NOT NULL AS circulated,
      n."approvedAt", d."lastSavedAt"
    FROM meeting m JOIN LATERAL (
      SELECT max(s."savedAt") AS "lastSavedAt" FROM (
        SELECT "savedAt" FROM draft_revision WHERE "meetingId" = m.id
        UNION ALL SELECT "savedAt" FROM draft_item WHERE "meetingId" = m.id
        UNION ALL SELECT "savedAt" FROM draft_agreement WHERE "meetingId" = m.id
        UNION ALL SELECT "savedAt" FROM draft_claim WHERE "meetingId" = m.id
        UNION ALL SELECT "savedAt" FROM draft_version WHERE "meetingId" = m.id
        UNION ALL SELECT "savedAt" FROM draft_comment WHERE "meetingId" = m.id
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
      title: commitment.title,
    })),
    decisions: decisions.map((decision) => ({
      number: decision.number,
      title: decision.proposal.title.text,
    })),
    activities: versions.flatMap((version) => {
      const commitment = version && commitments.find((one) => one.id === version.commitmentId)
      if (!commitment) return []
      return activitiesOf(version.content).map((activity) => ({
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
    viewer.db,
    viewer.forum.id,
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
