import { addDays, fromDate, lastDayBefore, toDate } from '../act/calendar.ts'
import type { Localised, Prose } from '../act/fields.ts'
import { actorFor } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { rulesOf, speaksFor, takesPart } from '../bodies/rules.ts'
import { decidableStatuses, mayMove } from '../commitments/rules.ts'
import type { DecidableStatus } from '../commitments/rules.ts'
import { contentIn } from '../minutes/record.ts'
import { partsChanged } from '../minutes/rules.ts'
import type { PartsChanged } from '../minutes/rules.ts'
import { minutesWorkOf } from '../minutes/work-seen.ts'
import { seatNames } from '../meetings/seen.ts'
import { seatsOn } from '../meetings/record.ts'
import type { SeatName } from '../meetings/seen.ts'
import { keepsBook } from '../meetings/rules.ts'
import { seriesSeenBy } from '../series/seen.ts'
import type { Row } from '../db/client.ts'
import { proposalsSeenBy } from '../proposals/seen.ts'
import type { ProposalSeen } from '../proposals/seen.ts'

type BodyName = { id: string; slug: string; shortName: string; name: Localised }
type MinutesWork = Awaited<ReturnType<typeof minutesWorkOf>>
export type UpcomingMeeting = MinutesWork['upcoming'][number]

/** One thing that waits for a seat, and the day by which: null where nothing but the seat itself sets one. */
export type Waiting = { dueOn: string | null; dueAt: Date | null; body: string } & (
  | {
      kind: 'approve-minutes' | 'observe-minutes'
      meeting: string
      heldOn: string /** proposals on which the minutes say what the viewer's sector said */
      claims: number
      /** its sector approved an earlier version: which, when, and why it is asked again */
      again: AskedAgain | null
    }
  | { kind: 'keep-draft'; meeting: string; heldOn: string }
  | { kind: 'take-position'; proposal: ProposalSeen }
  | { kind: 'approve-erratum'; meeting: string; number: string | null }
  | { kind: 'convene'; series: string; day: string }
  | { kind: 'action'; agreement: string; number: string; text: Prose; overdue: boolean }
)

export type AskedAgain = {
  version: number
  approvedAt: Date
  now: number
  since: Date
  changed: (Omit<PartsChanged, 'positions'> & { /** numbers of proposals */ positions: number[] }) | null
}

export type Desk = {
  waiting: Waiting[]
  upcoming: UpcomingMeeting[]
  bodies: (BodyName & { kind: string })[]
}

/** What waits for the seats that the viewer holds, in the order in which it is due. */
export async function deskOf(viewer: Viewer): Promise<Desk> {
  const [work, circulated, open, bodies, series] = await Promise.all([
    minutesWorkOf(viewer),
    circulatedFor(viewer),
    proposalsSeenBy(viewer, { open: true, mode: 'written', bodies: spokenFor(viewer), brief: true }),
    bodiesOf(viewer),
    seriesSeenBy(viewer, [...new Set(viewer.seats.map((seat) => seat.body))]),
  ])
  const toConvene = series.flatMap((seriesSeen) =>
    seriesSeen.days
      .filter(({ isDue }) => isDue)
      .map((day) => ({ ...day, series: seriesSeen.id, body: seriesSeen.body })),
  )
  const books = await booksKeptBy(viewer, [
    ...new Set([...work.toCirculate.map((one) => one.body.id), ...toConvene.map((one) => one.body)]),
  ])
  const kept = work.toCirculate.filter((one) => books.has(one.body.id))
  const waiting: Waiting[] = [
    ...circulated,
    ...open
      .filter((proposal) => awaitsPosition(proposal, viewer))
      .map((one) => positionAwaited(viewer, one)),
    ...work.errata.map(erratumAwaited),
    ...work.actions.map(actionAwaited),
    ...toConvene
      .filter((one) => books.has(one.body))
      .map(
        (one): Waiting => ({
          kind: 'convene',
          body: one.body,
          series: one.series,
          day: one.day ?? one.planned,
          dueOn: one.conveneBy,
          dueAt: null,
        }),
      ),
    ...kept.map(draftAwaited),
  ]
  return {
    waiting: waiting.toSorted((one, other) =>
      (one.dueOn ?? '9999').localeCompare(other.dueOn ?? '9999'),
    ),
    upcoming: work.upcoming,
    bodies,
  }
}

function positionAwaited(viewer: Viewer, proposal: ProposalSeen): Waiting {
  return {
    kind: 'take-position',
    body: proposal.body.id,
    proposal,
    dueAt: proposal.deadlineAt,
    dueOn: proposal.deadlineAt && lastDayBefore(viewer.forum.timeZone, proposal.deadlineAt),
  }
}

function erratumAwaited({ body, meeting, number }: MinutesWork['errata'][number]): Waiting {
  return { kind: 'approve-erratum', body: body.id, meeting, number, dueOn: null, dueAt: null }
}

function actionAwaited(action: MinutesWork['actions'][number]): Waiting {
  return {
    kind: 'action',
    body: action.body.id,
    agreement: action.id,
    number: action.number,
    text: action.text,
    overdue: action.overdue,
    dueOn: action.dueOn,
    dueAt: null,
  }
}

function draftAwaited({ body, meeting, heldOn }: MinutesWork['toCirculate'][number]): Waiting {
  return { kind: 'keep-draft', body: body.id, meeting, heldOn, dueOn: null, dueAt: null }
}

/** Of these bodies, those whose book the viewer keeps today: the chair does so while the secretary's seat is empty. */
async function booksKeptBy(viewer: Viewer, bodies: string[]): Promise<Set<string>> {
  const seats = await Promise.all(bodies.map((body) => seatsOn(viewer.db, body, viewer.today)))
  return new Set(
    bodies.filter((body, place) =>
      viewer.seats.some((seat) => keepsBook(actorFor(viewer, seat.seat), body, seats[place] ?? [])),
    ),
  )
}

async function bodiesOf({ db, forum, seats }: Viewer) {
  const rows = await db.body.findMany({
    where: { forumId: forum.id, id: { in: seats.map((seat) => seat.body) } },
  })
  const byNumber = new Intl.Collator('en', { numeric: true })
  return rows
    .toSorted(
      (one, other) => one.kind.localeCompare(other.kind) || byNumber.compare(one.slug, other.slug),
    )
    .map(({ id, slug, shortName, name, kind }) => ({
      id,
      slug,
      shortName,
      name,
      kind,
    }))
}

/**
 * Minutes that circulate in the viewer's bodies: to approve where they hold the sector's voice, else to read
 * and observe.
 */
async function circulatedFor(viewer: Viewer): Promise<Waiting[]> {
  const { db, forum, seats, now } = viewer
  const rows = await db.minutes.findMany({
    where: { forumId: forum.id, approvedAt: null, bodyId: { in: seats.map((seat) => seat.body) } },
    include: {
      meeting: true,
      versions: {
        orderBy: { number: 'desc' },
        include: { approvals: true, observations: true },
      },
    },
  })
  const claimed = rows.flatMap(({ versions }) =>
    versions.flatMap((one) => contentIn(one)?.claims.map((claim) => claim.proposal) ?? []),
  )
  const numbers = await db.proposal.findMany({
    where: { forumId: forum.id, id: { in: [...new Set(claimed)] } },
    select: { id: true, number: true },
  })
  return rows.flatMap((row): Waiting[] => {
    const version = row.versions[0]
    if (!version) return []
    const speaking = seats.filter((seat) => speaksFor(actorFor(viewer, seat.seat), row.bodyId))
    const own = seats.filter((seat) => takesPart(actorFor(viewer, seat.seat), row.bodyId))
    const claims = (contentIn(version)?.claims ?? []).filter((claim) =>
      speaking.some((seat) => seat.sector === claim.sector),
    ).length
    const about = {
      body: row.bodyId,
      meeting: row.meetingId,
      heldOn: fromDate(row.meeting.heldOn),
      claims,
      again: null,
    }
    const due = {
      dueAt: version.windowEndsAt,
      dueOn: lastDayBefore(forum.timeZone, version.windowEndsAt),
    }
    const silentFor = speaking.filter(
      (seat) => !version.approvals.some((approval) => approval.sectorId === seat.sector),
    )
    if (silentFor.length > 0) {
      const sectors = silentFor.map((seat) => seat.sector)
      const again = askedAgain(row.versions, sectors, numbers)
      return [{ kind: 'approve-minutes', ...about, again, ...due }]
    }
    const silent =
      own.length > 0 &&
      speaking.length === 0 &&
      now < version.windowEndsAt &&
      !version.observations.some((observation) => own.some((seat) => seat.seat === observation.seatId))
    return silent ? [{ kind: 'observe-minutes', ...about, ...due }] : []
  })
}

/** Where one of these sectors approved a version before the one that circulates: that, and what changed since. */
function askedAgain(
  [latest, ...before]: (Pick<Row<'minutesVersion'>, 'number' | 'circulatedAt' | 'content'> & {
    approvals: { sectorId: string; approvedAt: Date }[]
  })[],
  sectors: string[],
  numbers: { id: string; number: number }[],
): AskedAgain | null {
  const given = before.flatMap((version) =>
    version.approvals
      .filter((approval) => sectors.includes(approval.sectorId))
      .map(({ approvedAt }) => ({ version, approvedAt })),
  )[0]
  if (!latest || !given) return null
  const [then, now] = [contentIn(given.version), contentIn(latest)]
  const changed = then && now ? partsChanged(then, now) : null
  return {
    version: given.version.number,
    approvedAt: given.approvedAt,
    now: latest.number,
    since: latest.circulatedAt,
    changed: changed && {
      ...changed,
      positions: numbers.filter((one) => changed.positions.includes(one.id)).map((one) => one.number),
    },
  }
}

/** The bodies in which the viewer speaks for a sector. */
function spokenFor(viewer: Viewer): string[] {
  const bodies = [...new Set(viewer.seats.map((seat) => seat.body))]
  return bodies.filter((body) =>
    viewer.seats.some((seat) => speaksFor(actorFor(viewer, seat.seat), body)),
  )
}

/** In writing, and a sector whose voice the viewer holds has said nothing to this text. */
function awaitsPosition(proposal: ProposalSeen, viewer: Viewer): boolean {
  if (proposal.mode !== 'written' || (proposal.deadlineAt && proposal.deadlineAt <= viewer.now))
    return false
  return viewer.seats.some(
    (seat) =>
      speaksFor(actorFor(viewer, seat.seat), proposal.body.id) &&
      proposal.stands.some(
        (stand) => stand.sector.id === seat.sector && !stand.position && !stand.suspended,
      ),
  )
}

export type Choices = {
  commitments: {
    id: string
    number: number
    title: { es?: string; en?: string }
    status: string
    plan: Localised
    planSlug: string
    moves: DecidableStatus[]
    body: string | null
  }[]
  /** items of meetings to come, in the bodies that decide */
  items: {
    id: string
    title: Prose
    rank: number
    commitment: string | null
    body: string
    meeting: { id: string; heldOn: string; number: number; year: number }
  }[]
  bodies: BodyName[]
  /** the first day that a written procedure may end on */
  earliestDeadline: string
}

/**
 * What a proposal about a commitment's status can choose from: which moves are legal, which body decides, and
 * where it can be deliberated.
 */
export async function choicesFor(
  { db, forum, today }: Viewer,
  /** without the commitments of plans that the forum closed: of those nothing changes any more */
  { underWay = false }: { underWay?: boolean } = {},
): Promise<Choices> {
  const rules = rulesOf(forum)
  const [commitments, bodies, items] = await Promise.all([
    db.commitment.findMany({
      where: {
        forumId: forum.id,
        ...(underWay && {
          plan: { OR: [{ closedOn: null }, { closedOn: { gt: toDate(today) } }] },
        }),
      },
      include: { plan: true },
      orderBy: [{ plan: { rank: 'asc' } }, { number: 'asc' }],
    }),
    db.body.findMany({
      where: { forumId: forum.id, kind: rules.statusDecidedBy },
      orderBy: { slug: 'asc' },
    }),
    db.agendaItem.findMany({
      where: {
        forumId: forum.id,
        withdrawnAt: null,
        postponedAt: null,
        meeting: { state: { in: ['convened', 'in-session'] } },
      },
      include: { meeting: true },
      orderBy: [{ meeting: { heldOn: 'asc' } }, { rank: 'asc' }],
    }),
  ])
  const deciding = (commitment: string) =>
    bodies.find((body) => rules.statusDecidedBy === 'committee' || body.commitmentId === commitment)
  return {
    commitments: commitments.map(({ id, number, title, status, plan }) => ({
      id,
      number,
      title,
      status,
      plan: plan.name,
      planSlug: plan.slug,
      moves: decidableStatuses.filter((to) => mayMove(status, to)),
      body: deciding(id)?.id ?? null,
    })),
    items: items.map(({ id, title, rank, commitmentId, meeting }) => ({
      id,
      title,
      rank,
      commitment: commitmentId,
      body: meeting.bodyId,
      meeting: {
        id: meeting.id,
        heldOn: fromDate(meeting.heldOn),
        number: meeting.number,
        year: meeting.year,
      },
    })),
    bodies: bodies.map(({ id, slug, shortName, name }) => ({
      id,
      slug,
      shortName,
      name,
    })),
    earliestDeadline: addDays(today, rules.writtenProcedureDays),
  }
}

/** The viewer themselves: their name, and the seats that they hold today. */
export async function selfOf(viewer: Viewer): Promise<{ name: string | null; seats: SeatName[] }> {
  const [person, names] = await Promise.all([
    viewer.person ? viewer.db.person.findUnique({ where: { id: viewer.person } }) : null,
    seatNames(
      viewer,
      viewer.seats.map((seat) => seat.seat),
    ),
  ])
  return { name: person?.name ?? null, seats: viewer.seats.flatMap((seat) => names[seat.seat] ?? []) }
}
