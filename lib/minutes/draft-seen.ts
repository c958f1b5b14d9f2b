import { fromDate, lastDayBefore } from '../act/calendar.ts'
import { digestOf } from '../act/fields.ts'
import { sitsIn } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { bodyName, seatNames, sectorNames } from '../meetings/seen.ts'
import { activitiesOf } from '../roadmaps/rules.ts'
import { contentOf, hindrances } from './rules.ts'
import { faultsIn, keptDrafts, paperOf, personNames, takesDrafts } from './draft-record.ts'
import type { Drafted, Found, ItemFault } from './draft-record.ts'

/** Whoever sits in the body writes its draft, an observer excepted. */
export function writesFor(viewer: Viewer, body: string): boolean {
  return viewer.seats.some((seat) => seat.body === body && seat.function !== 'observer')
}
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
  if (!found || !mayReadDraft(viewer, found.meeting)) return null
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

/** Who holds a seat in the body, whatever the seat may do: working paper is the body's own. A meeting of the past has none. */
function mayReadDraft(viewer: Viewer, meeting: { bodyId: string; takenOver: boolean }): boolean {
  return sitsIn(viewer, meeting.bodyId) && !meeting.takenOver
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
  if (!meeting || !viewer.person || !mayReadDraft(viewer, meeting)) return null
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
  if (!item || !mayReadDraft(viewer, item.meeting)) return []
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
