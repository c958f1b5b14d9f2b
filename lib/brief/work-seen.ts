import { addDays, fromDate, lastDayBefore, toDate } from '../act/calendar.ts'
import type { Prose } from '../act/fields.ts'
import { sitsIn } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { rulesOf } from '../bodies/rules.ts'
import { deskOf } from '../notices/seen.ts'
import type { AskedAgain, Desk, Waiting } from '../notices/seen.ts'
import { proposalsSeenBy } from '../proposals/seen.ts'
import type { ProposalSeen } from '../proposals/seen.ts'
import { asksForRoadmap } from '../roadmaps/facts.ts'
import type { RoadmapText } from '../roadmaps/facts.ts'
import { reportedIn } from '../roadmaps/record.ts'
import { activitiesOf, isDone } from '../roadmaps/rules.ts'
import type { Activity, ProgressState } from '../roadmaps/rules.ts'
import { byWeight, movedEnds, movedTooLate, shouldHaveBegun, twoDates } from './rules.ts'
import type { Whose } from './rules.ts'
import { briefLine, named } from './said.ts'
import type { BriefLine, Quote, Sentence, Told } from './said.ts'
import { scopeSeenBy } from './scope-seen.ts'
import type { CommitmentKnown, Scope } from './scope-seen.ts'

/** So far ahead an activity, or an action, is told of. */
const AHEAD = 90
const MOST_ACTIONS = 200

export type RoadmapNow = {
  commitment: CommitmentKnown
  number: number
  roadmap: RoadmapText
  entryIndex: number
}

export type Work = {
  scope: Scope
  /** mine, my sector's, my bodies', each in the order of its days */
  lines: Record<Whose, BriefLine[]>
  roadmaps: RoadmapNow[]
  reported: Map<string, ProgressState>
  open: ProposalSeen[]
  circulating: Circulating[]
  upcoming: Desk['upcoming']
  bodies: Desk['bodies']
}

/**
 * What waits for these seats, for their sectors and in their bodies. It is the desk's list and the first part of every brief: of somebody
 * else's seat, as much as the viewer may read anyway.
 */
export async function workSeenBy(viewer: Viewer, seats: string[]): Promise<Work> {
  const scope = await scopeSeenBy(viewer, seats)
  const ownSeats = scope.own.map((seat) => viewer.seats.find((held) => held.seat === seat.seat) ?? seat)
  // As if whoever holds these seats looked, whatever office the viewer speaks for.
  const asSeats = { ...viewer, office: null, seats: ownSeats }
  const [desk, open, roadmaps, reported, actions, meetings, circulating, links] = await Promise.all([
    deskOf(asSeats),
    proposalsSeenBy(viewer, { open: true, bodies: [...scope.bodies], brief: true }),
    roadmapsNow(viewer, scope),
    reportedNow(viewer, scope),
    actionsIn(viewer, scope),
    meetingsLeft(viewer, scope),
    circulatingIn(viewer, scope),
    deadLinks(viewer, scope),
  ])
  const due = roadmaps.flatMap((now) =>
    activitiesOf(now.roadmap)
      .filter((activity) => !isDone(reported.get(activity.id)))
      .map((activity) => ({ now, activity })),
  )
  const conflicts = twoDates(
    due.map(({ now, activity }) => ({ ...activity, commitment: now.commitment.id })),
    actions.map((action) => ({ ...action, text: action.text.text })),
  )
  const asked = desk.waiting
    .filter((waiting) => mayRead(viewer, waiting))
    .map((waiting) => waitingLine(scope, waiting, actions))
  // Whoever is asked to finish the minutes of a meeting need not be told besides that they do not circulate.
  const said = new Set(asked.map(({ id }) => id))
  const lines = [
    ...asked,
    ...due.flatMap(({ now, activity }) => {
      const found = conflicts.find((one) => one.activity.id === activity.id)
      const action = found && actions.find(({ id }) => id === found.action.id)
      return activityLine(viewer, scope, { now, activity, action, state: reported.get(activity.id) })
    }),
    ...actions.flatMap((action) => actionLine(scope, action)),
    ...meetings.map((meeting) => meetingLine(scope, meeting)).filter(({ id }) => !said.has(id)),
    ...circulating.flatMap((minutes) => pendingLine(viewer, scope, minutes)),
    ...open.flatMap((proposal) => proposalLines(viewer, scope, proposal, roadmaps)),
    ...links.map((link) => linkLine(scope, roadmaps, link)),
    ...unassignedLines(scope, roadmaps, reported),
  ]
  const of = (whose: Whose) => lines.filter((line) => line.whose === whose).toSorted(byWeight)
  return {
    scope,
    lines: { seat: of('seat'), sector: of('sector'), body: of('body') },
    roadmaps,
    reported,
    open,
    circulating,
    upcoming: desk.upcoming,
    bodies: desk.bodies,
  }
}

/** Of another's seat: minutes that circulate, and whether they do, are for their body, and an open proposal where the forum's rule says so. */
function mayRead(viewer: Viewer, { kind, body }: Waiting): boolean {
  switch (kind) {
    case 'approve-minutes':
    case 'observe-minutes':
    case 'keep-draft':
      return sitsIn(viewer, body)
    case 'take-position':
      return rulesOf(viewer.forum).openProposalsArePublic || sitsIn(viewer, body)
    default:
      return true
  }
}

function bodyTold({ names }: Scope, body: string): Told {
  return names.bodies.get(body)?.shortName ?? ''
}

/** What a seat itself is asked for: the sentences are those of the desk. */
function waitingLine(scope: Scope, waiting: Waiting, actions: OpenAction[]): BriefLine {
  const common = { dueOn: waiting.dueOn, whose: 'seat' as const, cost: 2 }
  const body = bodyTold(scope, waiting.body)
  switch (waiting.kind) {
    case 'approve-minutes':
    case 'observe-minutes':
      return briefLine({
        ...common,
        id: `${waiting.kind} ${waiting.meeting}`,
        says: `brief.work.${waiting.kind}`,
        with: { body, day: { day: waiting.heldOn } },
        note: noteOf(waiting),
        ifNot: `brief.ifNot.${waiting.kind}`,
        to: `/desk/meetings/${waiting.meeting}/minutes`,
      })
    case 'keep-draft':
      return briefLine({
        ...common,
        id: `minutes ${waiting.meeting}`,
        says: 'brief.work.keep-draft',
        with: { body, day: { day: waiting.heldOn } },
        ifNot: 'brief.ifNot.keep-draft',
        dueOn: waiting.heldOn,
        lasting: true,
        to: `/desk/meetings/${waiting.meeting}/draft`,
      })
    case 'take-position':
      return briefLine({
        ...common,
        id: `take-position ${waiting.proposal.id}`,
        says: 'brief.work.take-position',
        with: { number: waiting.proposal.number, title: { prose: waiting.proposal.title } },
        ifNot: 'brief.ifNot.take-position',
        act: waiting.proposal.entryIndex,
        cost: 4,
        to: `/desk/proposals/${waiting.proposal.id}`,
      })
    case 'approve-erratum':
      return briefLine({
        ...common,
        id: `erratum ${waiting.meeting}`,
        says: 'brief.work.approve-erratum',
        with: { body, number: waiting.number ?? '' },
        ifNot: 'brief.ifNot.approve-erratum',
        to: `/desk/meetings/${waiting.meeting}/minutes#errata`,
      })
    case 'convene':
      return briefLine({
        ...common,
        id: `convene ${waiting.series} ${waiting.day}`,
        says: 'brief.work.convene',
        with: { body, day: { day: waiting.day } },
        ifNot: 'brief.ifNot.convene',
        to: `/desk/meetings/new?body=${scope.names.bodies.get(waiting.body)?.slug ?? ''}&series=${waiting.series}&day=${waiting.day}`,
      })
    case 'action':
      return briefLine({
        ...common,
        id: `action ${waiting.agreement}`,
        says: 'brief.work.own-action',
        with: { number: waiting.number, text: { prose: waiting.text }, body },
        ifNot: 'brief.ifNot.action',
        act: actions.find(({ id }) => id === waiting.agreement)?.act ?? null,
        promise: true,
        to: `/desk/actions#${waiting.agreement}`,
      })
  }
}

/** That an earlier version was approved, or that approving confirms what the minutes say of the sector. */
function noteOf({
  again,
  claims,
}: Extract<Waiting, { kind: 'approve-minutes' | 'observe-minutes' }>): Sentence | null {
  if (again)
    return {
      says: 'desk.home.approveAgain',
      with: {
        version: again.version,
        at: { moment: again.approvedAt },
        now: again.now,
        since: { moment: again.since },
        changed: changedTold(again.changed),
      },
    }
  return claims > 0 ? { says: 'desk.home.confirmClaims', with: { count: claims } } : null
}

function changedTold(changed: AskedAgain['changed']): Told {
  if (!changed) return 'none'
  const numbered = (key: 'items' | 'positions', numbers: number[]): Told[] =>
    numbers.length > 0
      ? [
          {
            says: `record.changedParts.${key}`,
            with: { count: numbers.length, numbers: { list: numbers } },
          },
        ]
      : []
  const parts = [
    ...numbered('items', changed.items),
    ...numbered('positions', changed.positions),
    ...(changed.meeting ? [{ says: 'record.changedParts.meeting', with: {} }] : []),
  ]
  return parts.length > 0 ? { list: parts } : 'none'
}

/** The roadmap in force of each commitment: nothing of what was before it. */
export async function roadmapsNow(
  { db }: Viewer,
  { commitments }: Pick<Scope, 'commitments'>,
): Promise<RoadmapNow[]> {
  type Row = { commitmentId: string; number: number; content: RoadmapText; entryIndex: number }
  if (commitments.length === 0) return []
  const rows = await db.$queryRaw<Row[]>`
    SELECT DISTINCT ON ("commitmentId") "commitmentId", number, content, "entryIndex" FROM roadmap_version
    WHERE "commitmentId" = ANY(${commitments.map(({ id }) => id)}::uuid[])
    ORDER BY "commitmentId", number DESC`
  return commitments.flatMap((commitment) => {
    const row = rows.find((one) => one.commitmentId === commitment.id)
    return row
      ? [{ commitment, number: row.number, roadmap: row.content, entryIndex: row.entryIndex }]
      : []
  })
}

/** The latest word on each activity. */
export function reportedNow({ db }: Viewer, { commitments }: Pick<Scope, 'commitments'>) {
  return reportedIn(
    db,
    commitments.map(({ id }) => id),
  )
}

/** Actions of minutes that nobody closed, of the sector's seats and in the bodies, with the act by which their minutes were circulated. */
async function actionsIn({ db, forum, today }: Viewer, scope: Scope) {
  const { bodies, sectors, names, commitments } = scope
  type Row = {
    id: string
    number: string
    text: Prose
    seat: string | null
    body: string
    dueOn: Date | null
    commitment: string | null
    act: number | null
  }
  const ofSector = [...names.seats.values()].filter(({ sector }) => sectors.has(sector))
  const rows = await db.$queryRaw<Row[]>`
    SELECT a.id, a.number, a.text, a."seatId" AS seat, a."bodyId" AS body, a."dueOn", i."commitmentId" AS commitment,
      (SELECT max(v."entryIndex") FROM minutes_version v WHERE v."minutesId" = a."minutesId") AS act
    FROM agreement a JOIN agenda_item i ON i.id = a."agendaItemId"
    WHERE a."forumId" = ${forum.id}::uuid AND a.kind = 'action' AND a."closedAt" IS NULL
      AND (a."bodyId" = ANY(${[...bodies]}::uuid[]) OR a."seatId" = ANY(${ofSector.map(({ seat }) => seat)}::uuid[])
        OR i."commitmentId" = ANY(${commitments.map(({ id }) => id)}::uuid[]))
    ORDER BY a."dueOn" NULLS LAST, a.id LIMIT ${MOST_ACTIONS}`
  const far = addDays(today, AHEAD)
  return rows.map(({ dueOn, ...row }) => ({
    ...row,
    dueOn: dueOn && fromDate(dueOn),
    // Others' actions about a commitment are read for the days that they set, and are not told of themselves.
    isFar:
      (dueOn !== null && fromDate(dueOn) > far) ||
      !(bodies.has(row.body) || ofSector.some(({ seat }) => seat === row.seat)),
  }))
}
type OpenAction = Awaited<ReturnType<typeof actionsIn>>[number]

function actionLine(scope: Scope, action: OpenAction): BriefLine[] {
  const seat = action.seat ? scope.names.seats.get(action.seat) : undefined
  // The seat's own are among what waits for it.
  if (action.isFar || (seat && scope.own.some((own) => own.seat === seat.seat))) return []
  return [
    briefLine({
      id: `action ${action.id}`,
      says: seat ? 'brief.work.action' : 'brief.work.action-of-nobody',
      with: {
        number: action.number,
        text: { prose: action.text },
        ...(seat && { seat: named(seat.called) }),
      },
      ifNot: 'brief.ifNot.action',
      act: action.act,
      promise: true,
      dueOn: action.dueOn,
      whose: seat && scope.sectors.has(seat.sector) ? 'sector' : 'body',
      cost: 1,
      to: `/desk/actions#${action.id}`,
    }),
  ]
}

/** Sessions that were convened for a day that is over and never opened, and those that were held and have no minutes yet. */
async function meetingsLeft({ db, forum, today, seats }: Viewer, { bodies, sectors, names }: Scope) {
  const within = [...names.seats.values()]
    .filter(({ sector, body }) => sectors.has(sector) || bodies.has(body))
    .map(({ body }) => body)
  return db.meeting.findMany({
    where: {
      forumId: forum.id,
      takenOver: false,
      bodyId: { in: [...new Set(within)] },
      OR: [
        { state: 'convened', heldOn: { lt: toDate(today) } },
        // Whether minutes circulate is for the body to know.
        { state: 'held', minutes: null, bodyId: { in: seats.map(({ body }) => body) } },
      ],
    },
    orderBy: { heldOn: 'asc' },
    take: 50,
  })
}
type MeetingLeft = Awaited<ReturnType<typeof meetingsLeft>>[number]

function meetingLine(scope: Scope, { id, bodyId, state, heldOn, convenedBy, entryIndex }: MeetingLeft) {
  const keeper = convenedBy ? scope.names.seats.get(convenedBy) : undefined
  const own = keeper && scope.own.some((seat) => seat.seat === keeper.seat)
  const which = state === 'convened' ? 'never-opened' : 'not-circulated'
  return briefLine({
    id: `${state === 'convened' ? 'meeting' : 'minutes'} ${id}`,
    says: `brief.work.${which}`,
    with: { body: bodyTold(scope, bodyId), day: { day: fromDate(heldOn) } },
    ifNot: `brief.ifNot.${which}`,
    act: entryIndex,
    dueOn: fromDate(heldOn),
    lasting: true,
    whose: whoseOf({ own: Boolean(own), sector: Boolean(keeper && scope.sectors.has(keeper.sector)) }),
    cost: 3,
    to: scope.bodies.has(bodyId) ? `/desk/meetings/${id}` : `/meetings/${id}`,
  })
}

function whoseOf({ own, sector }: { own: boolean; sector: boolean }): Whose {
  if (own) return 'seat'
  return sector ? 'sector' : 'body'
}

/** Minutes that circulate, for those who sit where they do: which sectors have not approved the version that circulates. */
async function circulatingIn({ db, forum, seats }: Viewer, { bodies }: Scope) {
  return db.minutes.findMany({
    where: {
      forumId: forum.id,
      approvedAt: null,
      bodyId: { in: seats.map((seat) => seat.body).filter((body) => bodies.has(body)) },
    },
    select: {
      bodyId: true,
      meetingId: true,
      meeting: { select: { heldOn: true } },
      versions: {
        orderBy: { number: 'desc' },
        take: 1,
        select: { entryIndex: true, windowEndsAt: true, approvals: true },
      },
    },
  })
}
type Circulating = Awaited<ReturnType<typeof circulatingIn>>[number]

/** The sectors that speak in a body, of those with a position. */
function speakingIn({ names }: Scope, body: string): string[] {
  const speaking = [...names.seats.values()].filter(
    (seat) => seat.body === body && seat.voice && seat.hasPosition,
  )
  return [...new Set(speaking.map(({ sector }) => sector))]
}

function sectorsTold({ names }: Scope, sectors: string[]): Told {
  return { list: sectors.map((sector) => named(names.sectors.get(sector)?.name)) }
}

function pendingLine(
  { forum }: Viewer,
  scope: Scope,
  { bodyId, meetingId, meeting, versions: [version] }: Circulating,
): BriefLine[] {
  if (!version) return []
  const missing = speakingIn(scope, bodyId).filter(
    (sector) => !version.approvals.some(({ sectorId }) => sectorId === sector),
  )
  const speaksHere = scope.own.some(
    (seat) => seat.body === bodyId && seat.voice && missing.includes(seat.sector),
  )
  // Whoever is to approve has it among what waits for them.
  if (missing.length === 0 || speaksHere) return []
  return [
    briefLine({
      id: `pending ${meetingId}`,
      says: 'brief.work.minutes-pending',
      with: {
        body: bodyTold(scope, bodyId),
        day: { day: fromDate(meeting.heldOn) },
        count: missing.length,
        sectors: sectorsTold(scope, missing),
      },
      ifNot: 'brief.ifNot.approve-minutes',
      act: version.entryIndex,
      dueOn: lastDayBefore(forum.timeZone, version.windowEndsAt),
      whose: missing.some((sector) => scope.sectors.has(sector)) ? 'sector' : 'body',
      cost: 1,
      to: `/desk/meetings/${meetingId}/minutes`,
    }),
  ]
}

/** What sectors said with their positions that still count. */
export function reasonsIn({ stands }: ProposalSeen): Quote[] {
  return stands.flatMap(({ sector, position }) =>
    position?.reason
      ? [
          {
            words: position.reason,
            by: named(sector.name),
            on: position.takenOn,
            act: position.entryIndex,
          },
        ]
      : [],
  )
}

/** An open proposal that is not for this seat to answer any more, and one that ends after the day that it would move. */
function proposalLines(
  viewer: Viewer,
  scope: Scope,
  proposal: ProposalSeen,
  roadmaps: RoadmapNow[],
): BriefLine[] {
  const lastDay = proposal.deadlineAt && lastDayBefore(viewer.forum.timeZone, proposal.deadlineAt)
  const missing = proposal.stands
    .filter(({ position, suspended }) => !position && !suspended)
    .map(({ sector }) => sector.id)
  const waitsForOwn = scope.own.some(
    (seat) => seat.body === proposal.body.id && seat.voice && missing.includes(seat.sector),
  )
  const common = {
    act: proposal.entryIndex,
    to: `/desk/proposals/${proposal.id}`,
    whose: whoseOf({
      own: waitsForOwn,
      sector: missing.some((sector) => scope.sectors.has(sector)),
    }),
  }
  const pending =
    waitsForOwn || missing.length === 0
      ? []
      : [
          briefLine({
            ...common,
            id: `proposal ${proposal.id}`,
            says: 'brief.work.proposal-pending',
            with: {
              number: proposal.number,
              title: { prose: proposal.title },
              count: missing.length,
              sectors: sectorsTold(scope, missing),
            },
            ifNot: 'brief.ifNot.take-position',
            dueOn: lastDay,
            cost: 2,
            quotes: reasonsIn(proposal),
          }),
        ]
  const effect = asksForRoadmap(proposal.effect) ? proposal.effect : null
  const now = roadmaps.find(({ commitment }) => commitment.id === proposal.commitmentId)
  const moved = effect && now ? movedEnds(activitiesOf(now.roadmap), activitiesOf(effect.roadmap)) : []
  const late = movedTooLate(lastDay, moved)
  const by = moved.find(({ activity }) => activity.id === late?.id)?.by ?? 0
  return [
    ...pending,
    ...(late && lastDay
      ? [
          briefLine({
            ...common,
            id: `late ${proposal.id}`,
            says: 'brief.work.proposal-too-late',
            with: {
              number: proposal.number,
              activity: late.number,
              day: { day: late.endsOn },
              until: { day: lastDay },
              by,
            },
            ifNot: 'brief.ifNot.proposal-too-late',
            dueOn: late.endsOn,
            conflict: true,
            cost: 5,
          }),
        ]
      : []),
  ]
}

type ActivityAsked = {
  now: RoadmapNow
  activity: Activity
  action: OpenAction | undefined
  state: ProgressState | undefined
}

function responsibleTold({ names }: Scope, responsible: string[]): Told[] {
  return responsible.flatMap((id): Told[] => {
    const organisation = names.organisations.get(id)
    if (organisation) return [organisation.shortName ?? named(organisation.name)]
    const seat = names.seats.get(id)
    return seat ? [named(seat.called)] : []
  })
}

/** Whose an activity is: a seat's that answers for it by name, a sector's whose organisation or seat does, else the body's. */
function whoseActivity({ own, sectors, names }: Scope, responsible: string[]): Whose {
  const ofSector = responsible.some((id) => {
    const sector = names.organisations.get(id)?.sector ?? names.seats.get(id)?.sector
    return sector !== undefined && sectors.has(sector)
  })
  return whoseOf({ own: own.some(({ seat }) => responsible.includes(seat)), sector: ofSector })
}

export function activityPage({ commitment }: RoadmapNow, activity: string): string {
  return `${commitment.page}/roadmap/activities/${activity}`
}

/** An activity that is late, near, or should have begun; and the other day that minutes give for it. */
function activityLine(
  { today }: Viewer,
  scope: Scope,
  { now, activity, action, state }: ActivityAsked,
): BriefLine[] {
  const idle = shouldHaveBegun(activity.startsOn, state, today)
  if (activity.endsOn > addDays(today, AHEAD)) return []
  const responsible = responsibleTold(scope, activity.responsible)
  const common = {
    act: now.entryIndex,
    to: activityPage(now, activity.id),
    dueOn: activity.endsOn,
    whose: whoseActivity(scope, activity.responsible),
  }
  const stated = {
    commitment: now.commitment.number,
    number: activity.number,
    title: named(activity.title),
    day: { day: activity.endsOn },
    responsible: { list: responsible },
    answers: responsible.length,
  }
  return [
    briefLine({
      ...common,
      id: `activity ${activity.id}`,
      says: idle ? 'brief.work.activity-not-begun' : 'brief.work.activity',
      with: {
        ...stated,
        state: { word: ['progressStates', state ?? 'not-started'] },
        begins: { day: activity.startsOn },
      },
      ifNot: 'brief.ifNot.activity',
      promise: true,
      cost: idle ? 4 : 3,
    }),
    ...(action?.dueOn
      ? [
          briefLine({
            ...common,
            id: `two-dates ${activity.id} ${action.id}`,
            says: 'brief.work.two-dates',
            with: {
              ...stated,
              agreement: action.number,
              text: { prose: action.text },
              other: { day: action.dueOn },
            },
            ifNot: 'brief.ifNot.two-dates',
            conflict: true,
            cost: 5,
          }),
        ]
      : []),
  ]
}

/** Links handed in as evidence that do not answer any more, with the day since when. */
async function deadLinks({ db, forum }: Viewer, { commitments }: Scope) {
  type Row = {
    id: string
    commitmentId: string
    activityId: string
    sectorId: string
    seatId: string
    title: { lang: 'es' | 'en'; text: string }
    deadOn: Date
    entryIndex: number
  }
  if (commitments.length === 0) return []
  return db.$queryRaw<Row[]>`
    SELECT e.id, e."commitmentId", e."activityId", e."sectorId", e."seatId", e.title, first."capturedOn" AS "deadOn", first."entryIndex"
    FROM evidence e
    JOIN LATERAL (SELECT c.reached FROM link_capture c WHERE c."evidenceId" = e.id ORDER BY c."entryIndex" DESC LIMIT 1) latest
      ON NOT latest.reached
    JOIN LATERAL (
      SELECT c."capturedOn", c."entryIndex" FROM link_capture c
      WHERE c."evidenceId" = e.id AND NOT c.reached AND c."entryIndex" > coalesce(
        (SELECT max(r."entryIndex") FROM link_capture r WHERE r."evidenceId" = e.id AND r.reached), -1)
      ORDER BY c."entryIndex" LIMIT 1) first ON true
    WHERE e."forumId" = ${forum.id}::uuid AND e.kind = 'link' AND e."withdrawnOn" IS NULL
      AND e."commitmentId" = ANY(${commitments.map(({ id }) => id)}::uuid[])
    ORDER BY first."capturedOn", e.id LIMIT 50`
}
type DeadLink = Awaited<ReturnType<typeof deadLinks>>[number]

function linkLine(scope: Scope, roadmaps: RoadmapNow[], link: DeadLink): BriefLine {
  const now = roadmaps.find(({ commitment }) => commitment.id === link.commitmentId)
  const activity = now && activitiesOf(now.roadmap).find(({ id }) => id === link.activityId)
  return briefLine({
    id: `link ${link.id}`,
    says: 'brief.work.dead-link',
    with: {
      title: { prose: link.title },
      number: activity?.number ?? '',
      day: { day: fromDate(link.deadOn) },
      seat: named(scope.names.seats.get(link.seatId)?.called),
    },
    ifNot: 'brief.ifNot.dead-link',
    act: link.entryIndex,
    dueOn: fromDate(link.deadOn),
    lasting: true,
    whose: whoseOf({
      own: scope.own.some(({ seat }) => seat === link.seatId),
      sector: scope.sectors.has(link.sectorId),
    }),
    cost: 1,
    to: now ? activityPage(now, link.activityId) : '/links?state=dead',
  })
}

/** What nobody answers for: a commitment without an organisation, an activity without anybody. */
function unassignedLines(
  scope: Scope,
  roadmaps: RoadmapNow[],
  reported: Map<string, ProgressState>,
): BriefLine[] {
  const commitments = scope.commitments.filter(
    ({ organisations, status }) => organisations.length === 0 && status !== 'withdrawn',
  )
  return [
    ...commitments.map((commitment) =>
      briefLine({
        id: `nobody ${commitment.id}`,
        says: 'brief.work.commitment-of-nobody',
        with: { number: commitment.number, title: named(commitment.title) },
        ifNot: 'brief.ifNot.of-nobody',
        conflict: true,
        to: commitment.page,
      }),
    ),
    ...roadmaps.flatMap((now) =>
      activitiesOf(now.roadmap)
        .filter(({ id, responsible }) => responsible.length === 0 && !isDone(reported.get(id)))
        .map((activity) =>
          briefLine({
            id: `nobody ${activity.id}`,
            says: 'brief.work.activity-of-nobody',
            with: {
              commitment: now.commitment.number,
              number: activity.number,
              title: named(activity.title),
            },
            ifNot: 'brief.ifNot.of-nobody',
            act: now.entryIndex,
            conflict: true,
            dueOn: activity.endsOn,
            to: activityPage(now, activity.id),
          }),
        ),
    ),
  ]
}
