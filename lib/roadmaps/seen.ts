import { fromDate } from '../act/calendar.ts'
import type { Localised, Prose } from '../act/fields.ts'
import type { Viewer } from '../act/viewer.ts'
import { sitsIn } from '../act/viewer.ts'
import { seatCalled } from '../act/seat-called.ts'
import { proposalsSeenBy } from '../proposals/seen.ts'
import type { ProposalSeen } from '../proposals/seen.ts'
import { furthestDrift, merge } from './compare.ts'
import { asksForRoadmap } from './facts.ts'
import type { RoadmapText } from './facts.ts'
import { activitiesOf, isDone, progressOf } from './rules.ts'
import type { Progress, ProgressState, Reported, Wording } from './rules.ts'
import { draftingBodies, reportedIn, sealedVersions } from './record.ts'
import type { SealedVersion } from './record.ts'

export type ReportSeen = {
  id: string
  state: ProgressState
  note: Prose | null
  seat: { id: string; name: Localised }
  reportedOn: string
  entryIndex: number
}

const REPORTS_AT_ONCE = 30

/** What was said of an activity, the latest first: so much at once, and before which act the rest was said. */
export async function reportsSeenBy(
  { db, forum }: Viewer,
  {
    commitment,
    activity,
    before,
  }: { commitment: string; activity: string; before?: number | undefined },
): Promise<{ reports: ReportSeen[]; next: number | null }> {
  const rows = await db.progressReport.findMany({
    where: {
      forumId: forum.id,
      commitmentId: commitment,
      activityId: activity,
      ...(before !== undefined && { entryIndex: { lt: before } }),
    },
    orderBy: { entryIndex: 'desc' },
    take: REPORTS_AT_ONCE + 1,
  })
  const shown = rows.slice(0, REPORTS_AT_ONCE)
  const seats = await db.seat.findMany({
    where: { id: { in: shown.map((row) => row.seatId) } },
    include: { body: true },
  })
  const names = new Map(seats.map((seat) => [seat.id, seatCalled(seat)]))
  const reports = shown.map((row) => ({
    id: row.id,
    state: row.state,
    note: row.note,
    seat: { id: row.seatId, name: names.get(row.seatId) ?? { es: '' } },
    reportedOn: fromDate(row.reportedOn),
    entryIndex: row.entryIndex,
  }))
  return { reports, next: rows.length > shown.length ? (shown.at(-1)?.entryIndex ?? null) : null }
}

export type RoadmapRequest = {
  proposal: ProposalSeen
  over: number
  roadmap: RoadmapText /** what an adopted request touched as well: this one is to be written anew */
  conflicts: string[]
}

export type RoadmapSeen = {
  commitment: { id: string; number: number; plan: string }
  versions: SealedVersion[]
  /** the latest word on each activity */
  reported: Reported
  /** organisations and seats that answer for something, by id */
  names: Record<string, Localised>
  requests: RoadmapRequest[]
}

/**
 * A commitment's roadmap with its versions, the latest word on each activity, and the requests that are
 * open and readable; where only its versions are asked for, as for comparing two, nothing else is read.
 */
export async function roadmapSeenBy(
  viewer: Viewer,
  commitment: string,
  asked: 'all' | 'versions' = 'all',
): Promise<RoadmapSeen | null> {
  const { db, forum } = viewer
  const found = await db.commitment.findFirst({ where: { id: commitment, forumId: forum.id } })
  if (!found) return null
  const [versions, reported, open] = await Promise.all([
    sealedVersions(db, commitment),
    asked === 'all' ? reportedIn(db, [commitment]) : new Map<string, ProgressState>(),
    asked === 'all' ? proposalsSeenBy(viewer, { commitment, open: true }) : [],
  ])
  const latest = versions.at(-1)
  const requests = open.flatMap((proposal): RoadmapRequest[] => {
    if (!asksForRoadmap(proposal.effect)) return []
    const { over, roadmap } = proposal.effect
    const base = versions.find((version) => version.number === over)
    const overtaken =
      base && latest && latest.number !== over
        ? merge(base.roadmap, roadmap, latest.roadmap).conflicts
        : []
    return [{ proposal, over, roadmap, conflicts: overtaken }]
  })
  return {
    commitment: { id: found.id, number: found.number, plan: found.planId },
    versions,
    reported,
    requests,
    names: await responsiblesSeenBy(viewer, [
      ...versions.map((version) => version.roadmap),
      ...requests.map((request) => request.roadmap),
    ]),
  }
}

/** By the name of then, for what is sealed stays as it was sealed; and who took over since. */
export type Responsible = Localised & { heirs?: { name: Localised; since: string }[] }

/** Who answers for something in these roadmaps, by id. */
export async function responsiblesSeenBy(
  { db, forum }: Viewer,
  roadmaps: Pick<RoadmapText, 'keyActions'>[],
): Promise<Record<string, Responsible>> {
  const ids = roadmaps.flatMap((roadmap) =>
    [...roadmap.keyActions, ...activitiesOf(roadmap)].flatMap((item) => item.responsible),
  )
  const here = { where: { forumId: forum.id, id: { in: [...new Set(ids)] } } }
  const [organisations, seats] = await Promise.all([
    db.organisation.findMany({
      ...here,
      include: {
        successors: { include: { successor: true }, orderBy: [{ happenedOn: 'asc' }, { id: 'asc' }] },
      },
    }),
    db.seat.findMany({ ...here, include: { body: true } }),
  ])
  return Object.fromEntries([
    ...organisations.map(({ id, name, successors }) => {
      const heirs = successors.map(({ successor, happenedOn }) => ({
        name: successor.name,
        since: happenedOn,
      }))
      return [id, heirs.length > 0 ? { ...name, heirs } : name] as const
    }),
    ...seats.map((seat) => [seat.id, seatCalled(seat)] as const),
  ])
}

/** The working paper of a commitment's roadmap: for those who sit in its group or in the Committee. */
export async function roadmapDraftSeenBy(viewer: Viewer, commitment: string) {
  if (!(await mayDraft(viewer, commitment))) return null
  return viewer.db.draftRoadmap.findUnique({
    where: { commitmentId: commitment, forumId: viewer.forum.id },
  })
}

async function mayDraft(viewer: Viewer, commitment: string): Promise<boolean> {
  const bodies = await draftingBodies(viewer.db, viewer.forum.id, commitment)
  return bodies.some((body) => sitsIn(viewer, body))
}

export type RoadmapLine = {
  commitment: { id: string; number: number; title: { es?: string; en?: string } }
  plan: { slug: string; name: Localised }
  version: { number: number; sealedOn: string } | null
  progress: Progress | null
  /** days by which the activity that slipped furthest ends later than first sealed */
  drift: number
}

/** Every commitment, or those among some of a plan, with how far its roadmap got; what has none is told as well. */
export async function roadmapsSeenBy(
  { db, forum, today }: Viewer,
  plan?: string,
  among?: string[],
): Promise<RoadmapLine[]> {
  const commitments = await db.commitment.findMany({
    where: { forumId: forum.id, ...(plan && { planId: plan }), ...(among && { id: { in: among } }) },
    include: { plan: true },
    orderBy: [{ plan: { rank: 'desc' } }, { number: 'asc' }],
  })
  const ids = commitments.map(({ id }) => id)
  type Ends = { commitmentId: string; number: number; sealedOn: Date; content: RoadmapText }
  const [versions, reported] = await Promise.all([
    // The first and the last of each: what lies between says nothing here, and would be read for nothing.
    db.$queryRaw<Ends[]>`
      SELECT v."commitmentId", v.number, v."sealedOn", v.content FROM roadmap_version v
      WHERE v."commitmentId"::text = ANY(${ids}) AND (v.number = 1 OR v.number = (
        SELECT max(w.number) FROM roadmap_version w WHERE w."commitmentId" = v."commitmentId"))
      ORDER BY v.number`,
    reportedIn(db, ids),
  ])
  return commitments.map(({ id, number, title, plan: of }) => {
    const [baseline, version] = [
      versions.find((version) => version.commitmentId === id),
      versions.findLast((version) => version.commitmentId === id),
    ]
    return {
      commitment: { id, number, title },
      plan: { slug: of.slug, name: of.name },
      version: version ? { number: version.number, sealedOn: fromDate(version.sealedOn) } : null,
      progress: version ? progressOf(version.content, reported, today) : null,
      drift: baseline && version ? furthestDrift(baseline.content, version.content) : 0,
    }
  })
}

export type Unmet = { number: string; title: Wording; why: 'dropped' | 'undone'; state: ProgressState }

/** What a roadmap promised at its baseline or since, and nobody called complete: dropped on the way, or never done. */
export async function unmetSeenBy({ db }: Viewer, commitment: string): Promise<Unmet[]> {
  const [versions, reported] = await Promise.all([
    sealedVersions(db, commitment),
    reportedIn(db, [commitment]),
  ])
  const latest = new Set(
    activitiesOf(versions.at(-1)?.roadmap ?? { keyActions: [] }).map((activity) => activity.id),
  )
  const ever = new Map(
    versions.flatMap((version) => activitiesOf(version.roadmap).map((each) => [each.id, each] as const)),
  )
  return [...ever.values()]
    .filter((activity) => !isDone(reported.get(activity.id)))
    .map((activity) => ({
      number: activity.number,
      title: activity.title,
      why: latest.has(activity.id) ? ('undone' as const) : ('dropped' as const),
      state: reported.get(activity.id) ?? 'not-started',
    }))
}
