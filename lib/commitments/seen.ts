import { dayIn, fromDate } from '../act/calendar.ts'
import type { LineInBoth, Localised, Prose, Source } from '../act/fields.ts'
import type { Viewer } from '../act/viewer.ts'
import { organisationsSeenBy, sectorOf } from '../bodies/seen.ts'
import type { OrganisationSeen, SectorSeen } from '../bodies/seen.ts'
import { notResumed } from '../proposals/rules.ts'
import { planSeenBy, plansSeenBy } from './plan-seen.ts'
import type { PlanSeen } from './plan-seen.ts'
import { statusChanged } from './facts.ts'
import { planIsOver, statuses } from './rules.ts'
import { findingOf, statementsAbout } from './source-seen.ts'
import type { FindingSeen, SourcedText, StatementSeen } from './source-seen.ts'

export type SuspensionSeen = {
  id: string
  sector: SectorSeen
  commitmentId: string | null
  reason: Prose
  /** the same in the other language, where the record has both */
  reasonIn: Prose | null
  /** entered from a source: that nobody recorded its end does not say that it lasts */
  takenOver: boolean
  declaredOn: string
  declaredAt: Date
  resumedOn: string | null
  resumedAt: Date | null
  resumeNote: Prose | null
  source: Source | null
  entryIndex: number
}
export type ParticipantSeen = { organisation: OrganisationSeen; role: string; source: Source | null }
export type CommitmentLine = {
  id: string
  number: number
  ogpId: string | null
  title: SourcedText
  policyArea: string | null
  origin: string | null
  invented: boolean
  status: string
  statusSince: string | null
  /** what that day is the day of, where it is not that of the decision: minutes, presentation */
  statusDayIs: string | null
  /** how sure its title is by language, where it was not read in the plan itself or at OGP */
  titleSure: { es?: string; en?: string }
  participants: ParticipantSeen[]
  /** sectors that paused in this commitment; those that paused in the whole forum are told once */
  suspendedBy: SectorSeen[]
}
export type StatusChangeSeen = {
  id: string
  from: string | null
  to: string
  decidedOn: string
  /** what `decidedOn` is the day of, where it is not that of the decision: minutes, presentation */
  dayIs: string | null
  /** until which day the source says that it stood so */
  knownUntil: string | null
  /** the body that decided it, where that is known */
  body: { slug: string; name: Localised } | null
  recordedAt: Date
  /** the day of the record, in the forum's zone */
  recordedOn: string
  decisionId: string | null
  takenOver: boolean
  source: Source | null
  missing: LineInBoth[]
  meetingId: string | null
  reasonClass: string | null
  conditions: Prose | null
  reviewOn: string | null
  entryIndex: number
}
export type CommitmentSeen = CommitmentLine & {
  plan: PlanSeen
  objective: SourcedText | null
  startsOn: string | null
  endsOn: string | null
  changes: StatusChangeSeen[]
  findings: FindingSeen[]
  statements: StatementSeen[]
  suspensions: SuspensionSeen[]
}

type ParticipantRow = {
  commitmentId: string
  organisationId: string
  role: string
  source: Source | null
}

async function participantsOf(
  viewer: Viewer,
  commitments: string[],
): Promise<Map<string, ParticipantSeen[]>> {
  const rows: ParticipantRow[] = await viewer.db.participant.findMany({
    where: { forumId: viewer.forum.id, commitmentId: { in: commitments }, endedOn: null },
    orderBy: [{ role: 'asc' }, { id: 'asc' }],
  })
  const organisations = new Map(
    (
      await organisationsSeenBy(
        viewer,
        rows.map((row) => row.organisationId),
      )
    ).map((one) => [one.id, one]),
  )
  const seen = new Map<string, ParticipantSeen[]>()
  for (const row of rows) {
    const organisation = organisations.get(row.organisationId)
    if (!organisation) continue
    seen.set(row.commitmentId, [
      ...(seen.get(row.commitmentId) ?? []),
      { organisation, role: row.role, source: row.source },
    ])
  }
  return seen
}

type SuspensionsAsked = {
  commitments: string[]
  open: boolean
  /** of those that ended alone: the latest of them, or the latest before this act, and so many */
  ended?: { before: number | undefined; most: number }
}

/** Suspensions of the whole forum, and of the commitments named; the open ones alone, or all that ever were. */
export async function suspensionsSeenBy(
  { db, forum }: Viewer,
  { commitments, open, ended }: SuspensionsAsked,
): Promise<SuspensionSeen[]> {
  const [rows, sectors] = await Promise.all([
    db.suspension.findMany({
      where: {
        forumId: forum.id,
        OR: [{ commitmentId: null }, { commitmentId: { in: commitments } }],
        ...(open && notResumed),
        ...(ended && { resumedOn: { not: null } }),
        ...(ended?.before !== undefined && { entryIndex: { lt: ended.before } }),
      },
      orderBy: ended ? { entryIndex: 'desc' } : [{ declaredOn: 'desc' }, { entryIndex: 'desc' }],
      ...(ended && { take: ended.most }),
    }),
    db.sector.findMany({ where: { forumId: forum.id } }),
  ])
  return rows.flatMap((row) => {
    const sector = sectors.find((one) => one.id === row.sectorId)
    return sector
      ? [
          {
            id: row.id,
            sector: sectorOf(sector),
            commitmentId: row.commitmentId,
            reason: row.reason,
            reasonIn: row.reasonIn,
            takenOver: row.declaredBy === null,
            declaredOn: fromDate(row.declaredOn),
            declaredAt: row.declaredAt,
            resumedOn: row.resumedOn && fromDate(row.resumedOn),
            resumedAt: row.resumedAt,
            resumeNote: row.resumeNote,
            source: row.source,
            entryIndex: row.entryIndex,
          },
        ]
      : []
  })
}

export const commitmentOrders = ['number', 'title', 'status', 'latest'] as const
export type CommitmentOrder = (typeof commitmentOrders)[number]
export type CommitmentFilter = {
  status?: string
  area?: string
  sector?: string
  order?: CommitmentOrder
  lang?: 'es' | 'en'
  /** only some of them, by number: what is filtered is these */
  part?: { skip: number; take: number }
}

/**
 * A plan's commitments as they are filtered and sorted, with all that one can filter by. A plan holds some dozens: where nothing
 * else is asked for they come whole.
 */
export async function commitmentsSeenBy(
  viewer: Viewer,
  plan: string,
  { status, area, sector, order = 'number', lang = 'es', part }: CommitmentFilter = {},
) {
  const rows = await viewer.db.commitment.findMany({
    where: { forumId: viewer.forum.id, planId: plan },
    orderBy: { number: 'asc' },
    ...part,
  })
  const ids = rows.map((row) => row.id)
  const [participants, declared, sure, plans] = await Promise.all([
    participantsOf(viewer, ids),
    suspensionsSeenBy(viewer, { commitments: ids, open: true }),
    titlesSure(viewer, ids),
    plansSeenBy(viewer),
  ])
  const suspensions = declared.filter(duringPlan(plans.find((one) => one.id === plan)))
  const all = rows.map((row) => ({
    ...lineOf(row, participants.get(row.id) ?? [], suspensions),
    titleSure: sure.get(row.id) ?? {},
  }))
  const title = (line: CommitmentLine) => line.title[lang] ?? line.title.es ?? line.title.en ?? ''
  const orders: Record<CommitmentOrder, (one: CommitmentLine, other: CommitmentLine) => number> = {
    number: () => 0,
    title: (one, other) => title(one).localeCompare(title(other), lang),
    status: (one, other) => rankOf(one.status) - rankOf(other.status),
    latest: (one, other) => (other.statusSince ?? '').localeCompare(one.statusSince ?? ''),
  }
  return {
    all: all.length,
    paused: all.some((line) => mayPause(line.status))
      ? suspensions.filter((suspension) => suspension.commitmentId === null)
      : [],
    lines: all
      .filter((line) => (!status || line.status === status) && (!area || line.policyArea === area))
      .filter(
        (line) =>
          !sector ||
          line.participants.some((participant) => participant.organisation.sector.slug === sector),
      )
      .toSorted(orders[order]),
    statuses: statuses.filter((one) => all.some((line) => line.status === one)),
    areas: [...new Set(all.flatMap((line) => line.policyArea ?? []))].toSorted(),
    sectors: [
      ...new Map(
        all.flatMap((line) =>
          line.participants.map(
            (participant) =>
              [participant.organisation.sector.slug, participant.organisation.sector] as const,
          ),
        ),
      ).values(),
    ],
  }
}

/** What is over, or whose end no source tells, has nothing left to pause. */
function mayPause(status: string): boolean {
  return status === 'in-force' || status === 'inactive'
}

/** What a sector declared once a plan was over was said of nothing in it. */
function duringPlan(plan: Pick<PlanSeen, 'lastDay' | 'over'> | undefined) {
  const last = plan?.over ? plan.lastDay : null
  return ({ declaredOn }: SuspensionSeen) => !last || declaredOn.slice(0, last.length) <= last
}

/** Titles that were not read in the plan or at OGP: in the press’s words, or from a draft. */
async function titlesSure(
  { db, forum }: Viewer,
  commitments: string[],
): Promise<Map<string, CommitmentLine['titleSure']>> {
  const rows = await db.sourcedStatement.findMany({
    where: {
      forumId: forum.id,
      subject: { in: commitments },
      field: { in: ['title-es', 'title-en'] },
      sure: { in: ['press', 'draft', 'derived', 'memory'] },
    },
    select: { subject: true, field: true, sure: true },
  })
  const found = new Map<string, CommitmentLine['titleSure']>()
  for (const { subject, field, sure } of rows)
    found.set(subject, { ...found.get(subject), [field === 'title-es' ? 'es' : 'en']: sure })
  return found
}

function rankOf(status: string): number {
  return (statuses as readonly string[]).indexOf(status)
}

type Row = {
  id: string
  number: number
  ogpId: string | null
  title: SourcedText
  policyArea: string | null
  origin: string | null
  invented: boolean
  status: string
  statusSince: Date | null
  statusDayIs: string | null
}

function lineOf(
  row: Row,
  participants: ParticipantSeen[],
  suspensions: SuspensionSeen[],
): CommitmentLine {
  const suspended = suspensions.filter(
    (suspension) => suspension.resumedOn === null && suspension.commitmentId === row.id,
  )
  return {
    id: row.id,
    number: row.number,
    ogpId: row.ogpId,
    title: row.title,
    policyArea: row.policyArea,
    origin: row.origin,
    invented: row.invented,
    status: row.status,
    statusSince: row.statusSince && fromDate(row.statusSince),
    statusDayIs: row.statusDayIs,
    titleSure: {},
    participants,
    suspendedBy: [
      ...new Map(
        suspended.map((suspensionSeen) => [suspensionSeen.sector.id, suspensionSeen.sector]),
      ).values(),
    ],
  }
}

/** A commitment with all that its page tells; by its number in a plan, the current plan where none is named. */
export async function commitmentSeenBy(
  viewer: Viewer,
  number: number,
  planSlug?: string,
): Promise<CommitmentSeen | null> {
  const { db, forum } = viewer
  const plan = await planSeenBy(viewer, planSlug)
  const row =
    plan &&
    (await db.commitment.findFirst({
      where: { forumId: forum.id, planId: plan.id, number },
      include: { changes: { orderBy: { entryIndex: 'asc' } }, findings: { orderBy: { id: 'asc' } } },
    }))
  if (!row) return null
  const [participants, declared, statements, sure, bodies] = await Promise.all([
    participantsOf(viewer, [row.id]),
    suspensionsSeenBy(viewer, { commitments: [row.id], open: false }),
    statementsAbout(viewer, row.id),
    titlesSure(viewer, [row.id]),
    decidingBodies(viewer, row.id),
  ])
  const suspensions = declared.filter(duringPlan(plan))
  return {
    ...lineOf(row, participants.get(row.id) ?? [], suspensions),
    titleSure: sure.get(row.id) ?? {},
    plan,
    objective: row.objective,
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    findings: row.findings.map(findingOf),
    statements,
    suspensions: suspensions.filter(
      (suspension) => suspension.commitmentId !== null || mayPause(row.status),
    ),
    changes: row.changes.map((change) => ({
      id: change.id,
      from: change.from,
      to: change.to,
      decidedOn: fromDate(change.decidedOn),
      dayIs: change.dayIs,
      knownUntil: change.knownUntil && fromDate(change.knownUntil),
      body: bodies.get(change.entryIndex) ?? null,
      recordedAt: change.recordedAt,
      recordedOn: dayIn(forum.timeZone, change.recordedAt),
      decisionId: change.decisionId,
      takenOver: change.takenOver,
      source: change.source,
      missing: change.missing ?? [],
      meetingId: change.meetingId,
      reasonClass: change.reasonClass,
      conditions: change.conditions,
      reviewOn: change.reviewOn && fromDate(change.reviewOn),
      entryIndex: change.entryIndex,
    })),
  }
}

/** Which body decided each change of a commitment’s status, by the act that recorded it. */
async function decidingBodies({ db, forum }: Viewer, commitment: string) {
  const lines = await db.historyLine.findMany({
    where: {
      forumId: forum.id,
      commitmentId: commitment,
      kind: statusChanged.kind,
      bodyId: { not: null },
    },
    select: { index: true, bodyId: true },
  })
  const bodies = await db.body.findMany({
    where: { forumId: forum.id, id: { in: lines.flatMap((line) => line.bodyId ?? []) } },
    select: { id: true, slug: true, name: true },
  })
  return new Map(
    lines.flatMap(({ index, bodyId }) => {
      const body = bodies.find((one) => one.id === bodyId)
      return body ? [[index, { slug: body.slug, name: body.name }] as const] : []
    }),
  )
}

/** A commitment by what one calls it, for pages of other things that speak of it. */
export async function commitmentNamed(
  { db, forum }: Viewer,
  id: string,
): Promise<{ number: number; title: SourcedText; plan: string } | null> {
  const row = await db.commitment.findFirst({
    where: { id, forumId: forum.id },
    include: { plan: true },
  })
  return row && { number: row.number, title: row.title, plan: row.plan.slug }
}

export type PausedSeen = { conditions: Prose; decidedOn: string; reviewOn: string | null }

/**
 * Of an inactive commitment, the conditions for bringing it back that the forum set when it declared it so; as it stood
 * before an act, where one is named.
 */
export async function conditionsOfPause(
  { db, forum }: Viewer,
  commitment: string,
  before?: number,
): Promise<PausedSeen | null> {
  const latest = await db.statusChange.findFirst({
    where: {
      forumId: forum.id,
      commitmentId: commitment,
      ...(before !== undefined && { entryIndex: { lt: before } }),
    },
    orderBy: { entryIndex: 'desc' },
  })
  return latest?.to === 'inactive' && latest.conditions
    ? {
        conditions: latest.conditions,
        decidedOn: fromDate(latest.decidedOn),
        reviewOn: latest.reviewOn && fromDate(latest.reviewOn),
      }
    : null
}

export type RelativeSeen = {
  id: string
  number: number
  title: SourcedText
  plan: { slug: string; name: Localised; over: boolean }
  status: string
  /** what the IRM found of its completion, where it rated it by name */
  completion: string | null
  note: Prose | null
  source: Source | null
  entryIndex: number
}

/** Where a commitment comes from and what went on from it, step by step across plans, the nearest first. */
export async function lineageSeenBy(
  { db, forum, today }: Viewer,
  commitment: string,
): Promise<{ ancestors: RelativeSeen[]; heirs: RelativeSeen[] }> {
  const rows = await db.$queryRaw<{ id: string; ofId: string; up: boolean; step: number }[]>`
    WITH RECURSIVE up(id, relative, step) AS (
      SELECT d.id, d."ancestorId", 1 FROM descent d WHERE d."heirId" = ${commitment}::uuid AND d."forumId" = ${forum.id}::uuid
      UNION SELECT d.id, d."ancestorId", u.step + 1 FROM descent d JOIN up u ON d."heirId" = u.relative
    ), down(id, relative, step) AS (
      SELECT d.id, d."heirId", 1 FROM descent d WHERE d."ancestorId" = ${commitment}::uuid AND d."forumId" = ${forum.id}::uuid
      UNION SELECT d.id, d."heirId", w.step + 1 FROM descent d JOIN down w ON d."ancestorId" = w.relative
    )
    SELECT id, relative AS "ofId", true AS up, step FROM up UNION ALL SELECT id, relative, false, step FROM down ORDER BY step`
  const [descents, commitments] = await Promise.all([
    db.descent.findMany({ where: { id: { in: rows.map((row) => row.id) } } }),
    db.commitment.findMany({
      where: { id: { in: rows.map((row) => row.ofId) } },
      include: { plan: true, findings: { where: { author: 'irm', measure: 'completion' } } },
    }),
  ])
  const relative = (row: (typeof rows)[number]): RelativeSeen[] => {
    const [descent, of] = [
      descents.find((one) => one.id === row.id),
      commitments.find((one) => one.id === row.ofId),
    ]
    return !descent || !of
      ? []
      : [
          {
            id: of.id,
            number: of.number,
            title: of.title,
            plan: {
              slug: of.plan.slug,
              name: of.plan.name,
              over:
                of.plan.closedOn !== null ||
                (forum.kind !== 'practice' && planIsOver({ ...of.plan, closedOn: null }, today)),
            },
            status: of.status,
            completion: of.findings[0]?.level ?? null,
            note: descent.note,
            source: descent.source,
            entryIndex: descent.entryIndex,
          },
        ]
  }
  const numberOf = ({ ofId }: (typeof rows)[number]) =>
    commitments.find((one) => one.id === ofId)?.number ?? 0
  const inOrder = rows.toSorted((one, other) => one.step - other.step || numberOf(one) - numberOf(other))
  return {
    ancestors: inOrder.filter((row) => row.up).flatMap(relative),
    heirs: inOrder.filter((row) => !row.up).flatMap(relative),
  }
}
