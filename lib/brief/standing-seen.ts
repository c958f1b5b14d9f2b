import { dayIn, fromDate } from '../act/calendar.ts'
import type { Prose } from '../act/fields.ts'
import type { Viewer } from '../act/viewer.ts'
import { proposalsSeenBy } from '../proposals/seen.ts'
import type { ProposalSeen } from '../proposals/seen.ts'
import { compare } from '../roadmaps/compare.ts'
import type { Comparison } from '../roadmaps/compare.ts'
import type { RoadmapText } from '../roadmaps/facts.ts'
import { activitiesOf } from '../roadmaps/rules.ts'
import { briefLine, named } from './said.ts'
import type { BriefLine, Quote, Told } from './said.ts'
import type { CommitmentKnown, Scope } from './scope-seen.ts'
import { activityPage, reasonsIn } from './work-seen.ts'
import type { RoadmapNow, Work } from './work-seen.ts'

const idsOf = ({ commitments }: Scope) => commitments.map(({ id }) => id)

/** Of each commitment the decision by which it stands as it does, and the last one that found no consensus since. */
async function decisionsAbout({ db, forum }: Viewer, scope: Scope) {
  type Row = {
    commitmentId: string
    proposalId: string
    outcome: string
    number: number
    decidedOn: Date
  }
  if (scope.commitments.length === 0) return []
  return db.$queryRaw<Row[]>`
    SELECT DISTINCT ON (d."commitmentId", p."effect"->>'kind', d.outcome = 'no-consensus')
      d."commitmentId", d."proposalId", d.outcome, d.number, d."decidedOn"
    FROM decision d JOIN proposal p ON p.id = d."proposalId"
    WHERE d."forumId" = ${forum.id}::uuid AND d."commitmentId" = ANY(${idsOf(scope)}::uuid[])
    ORDER BY d."commitmentId", p."effect"->>'kind', d.outcome = 'no-consensus', d.number DESC`
}

/** The last change of status of each commitment, with what would bring it back. */
async function statusesOf({ db, forum }: Viewer, scope: Scope) {
  type Row = {
    commitmentId: string
    to: string
    decidedOn: Date
    decisionId: string | null
    reasonClass: string | null
    conditions: Prose | null
    reviewOn: Date | null
    entryIndex: number
  }
  if (scope.commitments.length === 0) return []
  return db.$queryRaw<Row[]>`
    SELECT DISTINCT ON ("commitmentId") "commitmentId", "to", "decidedOn", "decisionId", "reasonClass", conditions, "reviewOn", "entryIndex"
    FROM status_change WHERE "forumId" = ${forum.id}::uuid AND "commitmentId" = ANY(${idsOf(scope)}::uuid[])
    ORDER BY "commitmentId", "entryIndex" DESC`
}

async function suspensionsOf({ db, forum }: Viewer, scope: Scope) {
  return db.suspension.findMany({
    where: {
      forumId: forum.id,
      OR: [{ commitmentId: null }, { commitmentId: { in: idsOf(scope) } }],
    },
    orderBy: { entryIndex: 'desc' },
    take: 30,
  })
}
type SuspensionRow = Awaited<ReturnType<typeof suspensionsOf>>[number]

function about({ number, title }: CommitmentKnown): Record<string, Told> {
  return { commitment: number, title: named(title) }
}

/** What stands still, since when and by whose word, and what would bring it back. */
export async function blockedSeenBy(viewer: Viewer, { scope, open }: Work): Promise<BriefLine[]> {
  const [found, statuses, suspensions] = await Promise.all([
    decisionsAbout(viewer, scope),
    statusesOf(viewer, scope),
    suspensionsOf(viewer, scope),
  ])
  const decided = await proposalsSeenBy(viewer, {
    ids: found.map(({ proposalId }) => proposalId),
    brief: true,
  })
  const lines = scope.commitments.flatMap((commitment) => {
    const status = statuses.find(({ commitmentId }) => commitmentId === commitment.id)
    const by = decided.find(({ decision }) => decision && decision.id === status?.decisionId)
    const failed = decided
      .filter(
        ({ commitmentId, decision }) =>
          commitmentId === commitment.id && decision?.outcome === 'no-consensus',
      )
      .toSorted((one, other) => (other.decision?.number ?? 0) - (one.decision?.number ?? 0))[0]
    return [
      ...(status?.to === 'inactive' ? [inactiveLine(commitment, status, by)] : []),
      ...(failed?.decision && failed.decision.number > (by?.decision?.number ?? 0)
        ? [failedLine(commitment, failed)]
        : []),
      ...open
        .filter(({ commitmentId }) => commitmentId === commitment.id)
        .map((proposal) => openLine(viewer, commitment, proposal)),
    ]
  })
  return [
    ...suspensions.filter(({ resumedOn }) => !resumedOn).map((one) => suspendedLine(scope, one)),
    ...lines,
    ...suspensions.filter(({ resumedOn }) => resumedOn).map((one) => suspendedLine(scope, one)),
  ]
}

function inactiveLine(
  commitment: CommitmentKnown,
  status: Awaited<ReturnType<typeof statusesOf>>[number],
  by: ProposalSeen | undefined,
): BriefLine {
  return briefLine({
    id: `inactive ${commitment.id}`,
    says: 'brief.blocked.inactive',
    with: {
      ...about(commitment),
      day: { day: fromDate(status.decidedOn) },
      reason: status.reasonClass ? { word: ['reasonClasses', status.reasonClass] } : '',
      why: status.reasonClass ? 'yes' : 'no',
      decision: by?.decision?.number ?? 0,
      conditions: status.conditions ? { prose: status.conditions } : '',
      has: status.conditions ? 'yes' : 'no',
      review: status.reviewOn ? { day: fromDate(status.reviewOn) } : '',
      reviewed: status.reviewOn ? 'yes' : 'no',
    },
    act: by?.decision?.entryIndex ?? status.entryIndex,
    to: commitment.page,
    dueOn: status.reviewOn && fromDate(status.reviewOn),
    quotes: by ? reasonsIn(by) : [],
  })
}

function failedLine(
  commitment: CommitmentKnown,
  { decision, title, number, proposedBy, ...proposal }: ProposalSeen,
) {
  return briefLine({
    id: `failed ${proposal.id}`,
    says: 'brief.blocked.no-consensus',
    with: {
      ...about(commitment),
      number,
      proposal: { prose: title },
      by: named(proposedBy?.name),
      day: { day: decision?.decidedOn ?? '' },
      obstacle: { word: ['obstacles', decision?.obstacle ?? 'objection'] },
      status: { word: ['statuses', commitment.status] },
    },
    act: decision?.entryIndex ?? proposal.entryIndex,
    to: `/decisions/${decision?.number ?? ''}`,
    quotes: reasonsIn({ decision, title, number, proposedBy, ...proposal }),
  })
}

/** What is asked and not decided: whose word is missing. */
function openLine({ forum }: Viewer, commitment: CommitmentKnown, proposal: ProposalSeen): BriefLine {
  const missing = proposal.stands.filter(({ position }) => !position)
  return briefLine({
    id: `open ${proposal.id}`,
    says: 'brief.blocked.open',
    with: {
      ...about(commitment),
      number: proposal.number,
      proposal: { prose: proposal.title },
      by: named(proposal.proposedBy?.name),
      day: { day: dayIn(forum.timeZone, proposal.proposedAt) },
      count: missing.length,
      sectors: { list: missing.map(({ sector }) => named(sector.name)) },
    },
    act: proposal.entryIndex,
    to: `/desk/proposals/${proposal.id}`,
    quotes: reasonsIn(proposal),
  })
}

function suspendedLine(scope: Scope, suspension: SuspensionRow): BriefLine {
  const { id, sectorId, commitmentId, declaredOn, resumedOn, reason, resumeNote, entryIndex } =
    suspension
  const commitment = scope.commitments.find((one) => one.id === commitmentId)
  const sector = scope.names.sectors.get(sectorId)
  return briefLine({
    id: `suspension ${id}`,
    says: resumedOn ? 'brief.blocked.was-suspended' : 'brief.blocked.suspended',
    with: {
      sector: named(sector?.name),
      reach: commitment ? 'commitment' : 'forum',
      ...(commitment ? about(commitment) : { commitment: '', title: '' }),
      day: { day: fromDate(declaredOn) },
      until: resumedOn ? { day: fromDate(resumedOn) } : '',
    },
    act: entryIndex,
    to: commitment?.page ?? '/history?topic=proposals',
    whose: sector && scope.sectors.has(sector.id) ? 'sector' : 'body',
    quotes: [
      quoteOf(reason, named(sector?.name), fromDate(declaredOn), entryIndex),
      ...(resumeNote && resumedOn
        ? [quoteOf(resumeNote, named(sector?.name), fromDate(resumedOn), null)]
        : []),
    ],
  })
}

function quoteOf(words: Prose, by: Told, on: string, act: number | null): Quote {
  return { words, by, on, act }
}

/** The version that was in force at a day; without one, the first that was sealed. */
async function baselinesOf({ db }: Viewer, scope: Scope, since: string | null) {
  type Row = { commitmentId: string; number: number; content: RoadmapText }
  if (scope.commitments.length === 0) return []
  return db.$queryRaw<Row[]>`
    SELECT DISTINCT ON ("commitmentId") "commitmentId", number, content FROM roadmap_version
    WHERE "commitmentId" = ANY(${idsOf(scope)}::uuid[])
    ORDER BY "commitmentId", CASE WHEN ${since}::date IS NOT NULL AND "sealedOn" <= ${since}::date THEN -number ELSE number END`
}

/** What the roadmaps promised and do not promise any more, or later: item by item, with the reason, the price, and what was reserved. */
export async function changedSeenBy(
  viewer: Viewer,
  { scope, roadmaps }: Work,
  since: string | null,
): Promise<BriefLine[]> {
  const [baselines, versions] = await Promise.all([
    baselinesOf(viewer, scope, since),
    viewer.db.roadmapVersion.findMany({
      where: { forumId: viewer.forum.id, commitmentId: { in: idsOf(scope) }, number: { gt: 1 } },
      select: {
        commitmentId: true,
        number: true,
        sealedOn: true,
        reasonClass: true,
        effectOnGoal: true,
        askedBy: true,
        proposalId: true,
        entryIndex: true,
      },
      orderBy: { number: 'asc' },
    }),
  ])
  const changed = roadmaps.flatMap((now) => {
    const baseline = baselines.find(({ commitmentId }) => commitmentId === now.commitment.id)
    return baseline && baseline.number < now.number ? [{ now, baseline }] : []
  })
  const latest = changed.map(({ now }) =>
    versions.find(
      ({ commitmentId, number }) => commitmentId === now.commitment.id && number === now.number,
    ),
  )
  const asked = await proposalsSeenBy(viewer, {
    ids: latest.flatMap((version) => version?.proposalId ?? []),
    brief: true,
  })
  return changed.flatMap(({ now, baseline }, place) => {
    const version = latest[place]
    const proposal = asked.find(({ id }) => id === version?.proposalId)
    const difference = compare(baseline.content, now.roadmap)
    const by = scope.names.seats.get(version?.askedBy ?? '')
    return [
      briefLine({
        id: `version ${now.commitment.id}`,
        says: 'brief.changed.roadmap',
        with: {
          ...about(now.commitment),
          from: baseline.number,
          version: now.number,
          day: { day: version ? fromDate(version.sealedOn) : '' },
          reason: version?.reasonClass ? { word: ['changeReasons', version.reasonClass] } : '',
          why: version?.reasonClass ? 'yes' : 'no',
          by: named(by?.called),
          asked: by ? 'yes' : 'no',
        },
        act: now.entryIndex,
        to: `${now.commitment.page}/roadmap/compare?from=${baseline.number}&to=${now.number}`,
        quotes: [
          ...(version?.effectOnGoal
            ? [
                quoteOf(
                  version.effectOnGoal,
                  named(by?.called),
                  fromDate(version.sealedOn),
                  version.entryIndex,
                ),
              ]
            : []),
          ...(proposal ? reasonsIn(proposal) : []),
        ],
      }),
      ...itemLines(now, difference),
    ]
  })
}

/** An item may have moved and read otherwise at once: each is a line. */
function itemLines(now: RoadmapNow, { dropped, added, changed }: Comparison): BriefLine[] {
  const activities = (items: Comparison['changed']) => items.filter(({ kind }) => kind === 'activity')
  const common = (id: string) => ({ act: now.entryIndex, to: activityPage(now, id) })
  return [
    ...activities(dropped).map(({ id, number, title }) =>
      briefLine({
        id: `dropped ${id}`,
        says: 'brief.changed.dropped',
        with: { number, title: named(title) },
        act: now.entryIndex,
        to: `${now.commitment.page}/roadmap`,
      }),
    ),
    ...activities(changed)
      .filter(({ drift }) => drift !== 0)
      .toSorted((one, other) => other.drift - one.drift)
      .map(({ id, number, title, drift, after }) =>
        briefLine({
          ...common(id),
          id: `moved ${id}`,
          says: 'brief.changed.moved',
          with: {
            number,
            title: named(title),
            days: Math.abs(drift),
            which: drift > 0 ? 'later' : 'earlier',
            day: { day: after?.endsOn ?? '' },
          },
        }),
      ),
    ...activities(changed).flatMap(({ id, number, fields, title, before }) => {
      const reworded = fields.some(({ field }) => field === 'title')
      return reworded && before
        ? [
            briefLine({
              ...common(id),
              id: `reworded ${id}`,
              says: 'brief.changed.reworded',
              with: {
                number,
                before: named(before.title),
                after: named(title),
              },
            }),
          ]
        : []
    }),
    ...activities(added).map(({ id, number, title }) =>
      briefLine({
        ...common(id),
        id: `added ${id}`,
        says: 'brief.changed.added',
        with: { number, title: named(title) },
      }),
    ),
  ]
}

/** What sectors see differently: how far a commitment got, evidence that was questioned, minutes that somebody wants corrected. */
export async function disagreementsSeenBy(viewer: Viewer, work: Work): Promise<BriefLine[]> {
  const [readings, judgements, errata] = await Promise.all([
    readingsOf(viewer, work.scope),
    questionedOf(viewer, work.scope),
    errataOf(viewer, work.scope),
  ])
  const byCommitment = Map.groupBy(readings, ({ commitmentId }) => commitmentId)
  return [
    ...work.scope.commitments.flatMap((commitment) => {
      const said = byCommitment.get(commitment.id) ?? []
      return new Set(said.map(({ level }) => level)).size > 1
        ? [readingsLine(work, commitment, said)]
        : []
    }),
    ...judgements.map((judgement) => questionedLine(work, judgement)),
    ...errata.map((erratum) => erratumLine(viewer, work, erratum)),
  ]
}

type Reading = {
  commitmentId: string
  sectorId: string
  level: string
  text: Prose
  givenOn: Date
  entryIndex: number
}

async function readingsOf({ db, forum }: Viewer, scope: Scope): Promise<Reading[]> {
  if (scope.commitments.length === 0) return []
  return db.$queryRaw<Reading[]>`
    SELECT DISTINCT ON ("commitmentId", "sectorId") "commitmentId", "sectorId", level, text, "givenOn", "entryIndex"
    FROM reading WHERE "forumId" = ${forum.id}::uuid AND "commitmentId" = ANY(${idsOf(scope)}::uuid[])
    ORDER BY "commitmentId", "sectorId", "entryIndex" DESC`
}

function readingsLine({ scope }: Work, commitment: CommitmentKnown, said: Reading[]): BriefLine {
  const sector = (id: string) => named(scope.names.sectors.get(id)?.name)
  const levels = [...Map.groupBy(said, ({ level }) => level)]
  return briefLine({
    id: `readings ${commitment.id}`,
    says: 'brief.disputed.readings',
    with: {
      ...about(commitment),
      count: levels[0]?.[1].length ?? 0,
      first: { list: (levels[0]?.[1] ?? []).map(({ sectorId }) => sector(sectorId)) },
      firstLevel: { word: ['levels', levels[0]?.[0] ?? ''] },
      rest: {
        list: levels.slice(1).flatMap(([, of]) => of.map(({ sectorId }) => sector(sectorId))),
      },
      restLevel: { list: levels.slice(1).map(([level]) => ({ word: ['levels', level] as const })) },
    },
    act: Math.max(...said.map(({ entryIndex }) => entryIndex)),
    to: commitment.page,
    quotes: said.map(({ text, sectorId, givenOn, entryIndex }) =>
      quoteOf(text, sector(sectorId), fromDate(givenOn), entryIndex),
    ),
  })
}

type Questioned = {
  evidenceId: string
  commitmentId: string
  activityId: string
  title: Prose
  handedInBy: string
  sectorId: string
  reason: Prose | null
  judgedOn: Date
  entryIndex: number
}

/** Evidence of which a sector's last word is a question. */
async function questionedOf({ db, forum }: Viewer, scope: Scope): Promise<Questioned[]> {
  if (scope.commitments.length === 0) return []
  return db.$queryRaw<Questioned[]>`
    SELECT latest."evidenceId", e."commitmentId", e."activityId", e.title, e."seatId" AS "handedInBy", latest."sectorId", latest.reason,
      latest."judgedOn", latest."entryIndex"
    FROM (
      SELECT DISTINCT ON (j."evidenceId", j."sectorId") j.* FROM evidence_judgement j
      JOIN evidence of ON of.id = j."evidenceId"
      WHERE of."forumId" = ${forum.id}::uuid AND of."commitmentId" = ANY(${idsOf(scope)}::uuid[]) AND of."withdrawnOn" IS NULL
      ORDER BY j."evidenceId", j."sectorId", j."entryIndex" DESC) latest
    JOIN evidence e ON e.id = latest."evidenceId"
    WHERE latest.word = 'questioned' ORDER BY latest."entryIndex" DESC LIMIT 30`
}

function questionedLine({ scope, roadmaps }: Work, judgement: Questioned): BriefLine {
  const now = roadmaps.find(({ commitment }) => commitment.id === judgement.commitmentId)
  const activity = now && activitiesOf(now.roadmap).find(({ id }) => id === judgement.activityId)
  const sector = named(scope.names.sectors.get(judgement.sectorId)?.name)
  return briefLine({
    id: `questioned ${judgement.evidenceId} ${judgement.sectorId}`,
    says: 'brief.disputed.evidence',
    with: {
      title: { prose: judgement.title },
      number: activity?.number ?? '',
      sector,
      day: { day: fromDate(judgement.judgedOn) },
      seat: named(scope.names.seats.get(judgement.handedInBy)?.called),
    },
    act: judgement.entryIndex,
    to: now ? activityPage(now, judgement.activityId) : '/links',
    quotes: judgement.reason
      ? [quoteOf(judgement.reason, sector, fromDate(judgement.judgedOn), judgement.entryIndex)]
      : [],
  })
}

/** Errata that were asked for and that some sector has not approved yet. */
async function errataOf({ db, forum }: Viewer, { bodies }: Scope) {
  return db.erratum.findMany({
    where: {
      forumId: forum.id,
      approvedAt: null,
      withdrawnAt: null,
      minutes: { bodyId: { in: [...bodies] } },
    },
    include: { approvals: true, minutes: { select: { number: true, meetingId: true, bodyId: true } } },
    orderBy: { entryIndex: 'asc' },
    take: 30,
  })
}

function erratumLine(
  viewer: Viewer,
  { scope }: Work,
  {
    id,
    minutes,
    wrong,
    right,
    reason,
    proposedBy,
    proposedAt,
    entryIndex,
  }: Awaited<ReturnType<typeof errataOf>>[number],
): BriefLine {
  const by = named(scope.names.seats.get(proposedBy)?.called)
  return briefLine({
    id: `erratum ${id}`,
    says: 'brief.disputed.erratum',
    with: {
      number: minutes.number ?? '',
      by,
      wrong: { prose: wrong },
      right: { prose: right },
    },
    act: entryIndex,
    to: minutes.number ? `/minutes/${minutes.number}#errata` : `/meetings/${minutes.meetingId}`,
    quotes: [quoteOf(reason, by, dayIn(viewer.forum.timeZone, proposedAt), entryIndex)],
  })
}

type Taken = { linkId: string; meetingId: string; heldOn: Date; state: string; postponed: boolean }

/** What happened outside, which activities it hit and how, and whether anybody was convened to reassess them. */
export async function outsideSeenBy(
  { db, forum }: Viewer,
  { scope, roadmaps }: Work,
): Promise<BriefLine[]> {
  const rows = await db.eventLink.findMany({
    where: { forumId: forum.id, commitmentId: { in: idsOf(scope) } },
    orderBy: { entryIndex: 'desc' },
    take: 20,
  })
  if (rows.length === 0) return []
  const [events, taken] = await Promise.all([
    db.outsideEvent.findMany({ where: { id: { in: rows.map((row) => row.eventId) } } }),
    db.$queryRaw<Taken[]>`
      WITH RECURSIVE chain("linkId", item) AS (
        SELECT r."linkId", r."itemId" FROM reassessment r JOIN agenda_item i ON i.id = r."itemId"
        WHERE r."linkId" = ANY(${rows.map((row) => row.id)}::uuid[]) AND i."withdrawnAt" IS NULL
        UNION
        SELECT c."linkId", i.id FROM agenda_item i JOIN chain c ON i."continuesId" = c.item
      )
      SELECT DISTINCT ON (c."linkId") c."linkId", m.id AS "meetingId", m."heldOn", m.state, i."postponedAt" IS NOT NULL AS postponed
      FROM chain c JOIN agenda_item i ON i.id = c.item JOIN meeting m ON m.id = i."meetingId" ORDER BY c."linkId", m."entryIndex" DESC`,
  ])
  return rows.flatMap((row): BriefLine[] => {
    const event = events.find(({ id }) => id === row.eventId)
    const commitment = scope.commitments.find(({ id }) => id === row.commitmentId)
    if (!event || !commitment) return []
    const now = roadmaps.find((one) => one.commitment.id === commitment.id)
    const numbers = activitiesOf(now?.roadmap ?? { keyActions: [] })
      .filter(({ id }) => row.activityIds.includes(id))
      .map(({ number }) => number)
    const meeting = taken.find(({ linkId }) => linkId === row.id)
    const by = named(scope.names.seats.get(row.seatId)?.called)
    return [
      briefLine({
        id: `event ${row.id}`,
        says: 'brief.outside.event',
        with: {
          day: { day: event.happenedOn },
          what: named(event.what),
          ...about(commitment),
          count: numbers.length,
          numbers: { list: numbers },
          gone: row.activityIds.length - numbers.length,
          reassessed: reassessedWord(meeting),
          meeting: meeting ? { day: fromDate(meeting.heldOn) } : '',
        },
        act: row.entryIndex,
        to: '/events',
        conflict: !meeting,
        quotes: [quoteOf(row.effect, by, fromDate(row.linkedOn), row.entryIndex)],
      }),
    ]
  })
}

function reassessedWord(meeting: Taken | undefined): 'no' | 'postponed' | 'held' | 'convened' {
  if (!meeting) return 'no'
  if (meeting.postponed) return 'postponed'
  return meeting.state === 'held' ? 'held' : 'convened'
}
