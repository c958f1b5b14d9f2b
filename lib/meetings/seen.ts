import { addDays, fromDate, isDay, toDate } from '../act/calendar.ts'
import type { Localised, Prose } from '../act/fields.ts'
import { rowsInForceOn } from '../act/in-force.ts'
import { sitsIn } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { seatCalled } from '../act/seat-called.ts'
import { conveneAfter, countsForQuorum, rulesOf } from '../bodies/rules.ts'
import { isVacant, quorumAt } from './rules.ts'
import type { SeatOn } from './rules.ts'
import { quietSince, seatsOn, deliberatedIn } from './record.ts'

/** Where an item comes from that nobody wrote for this agenda. */
export type Origin =
  | { is: 'meeting'; meeting: string; heldOn: string; body: string }
  | { is: 'actions'; actions: { number: string; minutes: string | null }[] }
  | { is: 'erratum'; minutes: string | null }
  | { is: 'event'; what: { es?: string; en?: string }; happenedOn: string }

type Arrived = { id: string; continuesId: string | null; addedAt: Date }

/** What brought the items of an agenda onto it: all of it stands in public records. */
async function originsOf({ db, forum }: Viewer, agenda: Arrived[]): Promise<Map<string, Origin>> {
  const [ids, before] = [agenda.map((item) => item.id), agenda.flatMap((item) => item.continuesId ?? [])]
  if (ids.length === 0) return new Map()
  const [earlier, actions, links, errata] = await Promise.all([
    db.agendaItem.findMany({
      where: { forumId: forum.id, id: { in: before } },
      include: { meeting: { include: { body: { select: bodyFields } } } },
    }),
    db.agreement.findMany({
      where: { agendaItemId: { in: before }, kind: 'action' },
      include: { minutes: { select: { number: true } } },
    }),
    db.reassessment.findMany({ where: { itemId: { in: ids } } }),
    db.erratumItem.findMany({ where: { itemId: { in: ids } } }),
  ])
  const [hits, corrected] = await Promise.all([
    db.eventLink.findMany({ where: { id: { in: links.map((link) => link.linkId) } } }),
    db.erratum.findMany({
      where: { id: { in: errata.map((erratum) => erratum.erratumId) } },
      include: { minutes: { select: { number: true } } },
    }),
  ])
  const events = await db.outsideEvent.findMany({
    where: { id: { in: hits.map((hit) => hit.eventId) } },
  })
  const originOf = (item: Arrived): Origin | null => {
    const erratum = corrected.find((one) =>
      errata.some((each) => each.itemId === item.id && each.erratumId === one.id),
    )
    if (erratum) return { is: 'erratum', minutes: erratum.minutes.number }
    const hit = hits.find((one) =>
      links.some((each) => each.itemId === item.id && each.linkId === one.id),
    )
    const event = hit && events.find((one) => one.id === hit.eventId)
    if (event)
      return {
        is: 'event',
        what: event.what,
        happenedOn: event.happenedOn,
      }
    const open = actions.filter(
      (action) =>
        action.agendaItemId === item.continuesId && (!action.closedAt || action.closedAt > item.addedAt),
    )
    if (open.length > 0)
      return {
        is: 'actions',
        actions: open.map((one) => ({ number: one.number, minutes: one.minutes.number })),
      }
    const from = earlier.find((one) => one.id === item.continuesId)?.meeting
    return from
      ? { is: 'meeting', meeting: from.id, heldOn: fromDate(from.heldOn), body: from.body.shortName }
      : null
  }
  return new Map(
    agenda.flatMap((item) => {
      const origin = originOf(item)
      return origin ? [[item.id, origin] as const] : []
    }),
  )
}

export type SectorName = {
  id: string
  slug: string
  name: Localised
  shape: string
  hue: string
  hasPosition: boolean
}
export type SeatName = {
  id: string
  name: Localised
  /** with its body: where seats of several stand together */
  called: Localised
  organisation: string | null
  sector: SectorName
  person: string | null
}

const sectorFields = {
  id: true,
  slug: true,
  name: true,
  shape: true,
  hue: true,
  hasPosition: true,
} as const

export async function sectorNames(viewer: Viewer): Promise<SectorName[]> {
  const sectors = await viewer.db.sector.findMany({
    where: { forumId: viewer.forum.id },
    select: sectorFields,
    orderBy: { rank: 'asc' },
  })
  return sectors.map((sector) => ({ ...sector, name: sector.name }))
}

/** Seats by name, with whoever holds them today: those who hold a public office are known by name (erased: null). */
export async function seatNames(
  viewer: Viewer,
  ids: (string | null)[],
): Promise<Record<string, SeatName>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return {}
  const seats = await viewer.db.seat.findMany({
    where: { forumId: viewer.forum.id, id: { in: wanted } },
    include: {
      sector: { select: sectorFields },
      organisation: true,
      body: true,
      mandates: {
        where: {
          capacity: { in: ['titular', 'acting'] },
          ...rowsInForceOn(viewer.today),
        },
        include: { person: true },
      },
    },
  })
  return Object.fromEntries(
    seats.map((seat) => [
      seat.id,
      {
        id: seat.id,
        name: seat.name,
        called: seatCalled(seat),
        organisation: seat.organisation?.shortName ?? null,
        sector: { ...seat.sector, name: seat.sector.name },
        person: seat.mandates[0]?.person.name ?? null,
      },
    ]),
  )
}

export type Holder = { mandate: string; person: string; name: string | null; capacity: string }

export async function holders(
  viewer: Viewer,
  mandates: (string | null)[],
): Promise<Record<string, Holder>> {
  const wanted = [...new Set(mandates.filter((id) => id !== null))]
  if (wanted.length === 0) return {}
  const rows = await viewer.db.mandate.findMany({
    where: { forumId: viewer.forum.id, id: { in: wanted } },
    include: { person: true },
  })
  return Object.fromEntries(
    rows.map((row) => [
      row.id,
      { mandate: row.id, person: row.personId, name: row.person.name, capacity: row.capacity },
    ]),
  )
}

const bodyFields = { id: true, slug: true, shortName: true, name: true, kind: true } as const
type BodyRow = { id: string; slug: string; shortName: string; name: Localised; kind: string }

export function bodyName(body: BodyRow) {
  return { ...body, name: body.name }
}

type LineRow = {
  id: string
  year: number
  number: number
  kind: string | null
  state: string
  startsAt: Date | null
  heldOn: Date
  place: Prose | null
  convenedFor: Date | null
  movedFrom: Date | null
  openedAt: Date | null
  closedAt: Date | null
  takenOver: boolean
  dayIs: string | null
  bodyId: string
  body: BodyRow
  minutes: { id: string; number: string | null; approvedAt: Date | null } | null
  _count: { agenda: number }
}

const lineIncludes = {
  body: { select: bodyFields },
  minutes: true,
  _count: { select: { agenda: { where: { withdrawnAt: null } } } },
} as const

/** Minutes that are circulated are for the body; approved ones are for everybody. */
function minutesLine(viewer: Viewer, { minutes, bodyId }: LineRow) {
  if (!minutes || (!minutes.approvedAt && !sitsIn(viewer, bodyId))) return null
  return {
    id: minutes.id,
    number: minutes.number,
    state: minutes.approvedAt ? ('approved' as const) : ('circulated' as const),
  }
}

function lineOf(viewer: Viewer, row: LineRow) {
  const { id, year, number, kind, state, startsAt, place, takenOver, dayIs } = row
  return {
    id,
    year,
    number,
    kind,
    state,
    startsAt,
    takenOver,
    dayIs,
    heldOn: fromDate(row.heldOn),
    convenedFor: row.convenedFor && fromDate(row.convenedFor),
    /** the day for which it was first convened, where it was moved since */
    movedFrom: row.movedFrom && fromDate(row.movedFrom),
    openedAt: row.openedAt,
    closedAt: row.closedAt,
    place,
    body: bodyName(row.body),
    minutes: minutesLine(viewer, row),
    items: row._count.agenda,
  }
}
export type MeetingLine = ReturnType<typeof lineOf>

export type MeetingFilter = {
  body?: string | undefined
  state?: string | undefined
  from?: string | undefined
  to?: string | undefined
  /** with an item about it on the agenda */
  commitment?: string | undefined
  /** entered as records from before the system */
  takenOver?: boolean
  /** the last meeting of the page before: `day.id` */
  cursor?: string | undefined
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Meetings whose minutes give the reasons for a change of its status, as a source says: their agenda no source gives. */
async function meetingsWithReasons({ db, forum }: Viewer, commitment: string): Promise<string[]> {
  const rows = await db.statusChange.findMany({
    where: { forumId: forum.id, commitmentId: commitment, takenOver: true, meetingId: { not: null } },
    select: { meetingId: true },
  })
  return rows.flatMap((row) => row.meetingId ?? [])
}

/** Changes of status whose reasons stand in the minutes of a meeting taken over, as its source says. */
async function reasonsIn({ db, forum }: Viewer, meeting: string) {
  const rows = await db.statusChange.findMany({
    where: { forumId: forum.id, meetingId: meeting, takenOver: true },
    include: { commitment: { include: { plan: true } } },
    orderBy: { entryIndex: 'asc' },
  })
  return rows.map(({ to, commitment: { id, number, title, plan } }) => ({
    to,
    commitment: { id, number, title: title as { es?: string; en?: string }, plan: plan.slug },
  }))
}

/** Meetings, the newest first, a page at a time. */
export async function meetingsSeenBy(
  viewer: Viewer,
  { body, commitment, takenOver, state, from, to, cursor }: MeetingFilter = {},
  size = 25,
) {
  const [day, id] = (cursor ?? '').split('.')
  const after =
    day && id && uuid.test(id) && isDay(day)
      ? { OR: [{ heldOn: { lt: toDate(day) } }, { heldOn: toDate(day), id: { lt: id } }] }
      : {}
  const rows = await viewer.db.meeting.findMany({
    where: {
      forumId: viewer.forum.id,
      ...after,
      ...(body && uuid.test(body) && { bodyId: body }),
      ...(state && { state }),
      ...(takenOver !== undefined && { takenOver }),
      ...(commitment && {
        AND: {
          OR: [
            { agenda: { some: { commitmentId: commitment, withdrawnAt: null } } },
            { id: { in: await meetingsWithReasons(viewer, commitment) } },
          ],
        },
      }),
      ...((from || to) && {
        heldOn: { ...(from && { gte: toDate(from) }), ...(to && { lte: toDate(to) }) },
      }),
    },
    include: lineIncludes,
    orderBy: [{ heldOn: 'desc' }, { id: 'desc' }],
    take: size + 1,
  })
  const meetings = rows.slice(0, size).map((row) => lineOf(viewer, row))
  const last = meetings.at(-1)
  return { meetings, next: rows.length > size && last ? `${last.heldOn}.${last.id}` : null }
}

/** Meetings still to come, the next first. */
export async function upcomingMeetings(
  viewer: Viewer,
  bodies: string[],
  size = 10,
): Promise<MeetingLine[]> {
  const rows = await viewer.db.meeting.findMany({
    where: {
      forumId: viewer.forum.id,
      bodyId: { in: bodies },
      state: { in: ['convened', 'in-session'] },
    },
    include: lineIncludes,
    orderBy: [{ heldOn: 'asc' }, { id: 'asc' }],
    take: size,
  })
  return rows.map((row) => lineOf(viewer, row))
}

async function meetingRow({ db, forum }: Viewer, id: string) {
  return db.meeting.findFirst({
    where: { id, forumId: forum.id },
    include: {
      ...lineIncludes,
      agenda: {
        orderBy: [{ rank: 'asc' }, { id: 'asc' }],
        include: { corrections: { orderBy: { number: 'asc' } } },
      },
      attendance: true,
      moves: { orderBy: { number: 'asc' } },
      guests: { where: { removedAt: null }, orderBy: { entryIndex: 'asc' } },
    },
  })
}
type MeetingRow = NonNullable<Awaited<ReturnType<typeof meetingRow>>>

/** The proposals of a meeting and those that it deliberates on; open ones only for who may read them. */
async function proposalsIn(
  viewer: Viewer,
  meeting: MeetingRow,
  deliberated: { id: string; item: string }[],
) {
  const { db, forum } = viewer
  const rows = await db.proposal.findMany({
    where: {
      forumId: forum.id,
      OR: [{ meetingId: meeting.id }, { id: { in: deliberated.map((one) => one.id) } }],
    },
    orderBy: { number: 'asc' },
  })
  const openlyRead = rulesOf(forum).openProposalsArePublic || sitsIn(viewer, meeting.bodyId)
  return rows
    .filter((proposalRow) => proposalRow.closedAt || openlyRead)
    .map((proposalRow) => ({
      id: proposalRow.id,
      number: proposalRow.number,
      mode: proposalRow.mode,
      title: proposalRow.title,
      digest: proposalRow.digest,
      closedAt: proposalRow.closedAt,
      withdrawnAt: proposalRow.withdrawnAt,
      agendaItem:
        deliberated.find((each) => each.id === proposalRow.id)?.item ?? proposalRow.agendaItemId,
    }))
}

async function commitmentsOn({ db, forum }: Viewer, { agenda }: MeetingRow) {
  return db.commitment.findMany({
    where: {
      forumId: forum.id,
      id: {
        in: agenda.flatMap((item) =>
          [item, ...item.corrections].flatMap(({ commitmentId }) => commitmentId ?? []),
        ),
      },
    },
    include: { plan: true },
  })
}

function byId<T>(known: Record<string, T>, id: string | null | undefined): T | null {
  return id ? (known[id] ?? null) : null
}

type OnAgenda = {
  names: Record<string, SeatName>
  origins: Map<string, Origin>
  proposals: Awaited<ReturnType<typeof proposalsIn>>
  commitments: Awaited<ReturnType<typeof commitmentsOn>>
}

function itemSeen(
  item: MeetingRow['agenda'][number],
  { names, origins, proposals, commitments }: OnAgenda,
) {
  const commitment = commitments.find((one) => one.id === item.commitmentId)
  return {
    id: item.id,
    rank: item.rank,
    title: item.title,
    note: item.note,
    continues: item.continuesId,
    sectorId: item.sectorId,
    origin: origins.get(item.id) ?? null,
    minutes: item.plannedMinutes,
    commitment: commitment
      ? {
          id: commitment.id,
          number: commitment.number,
          title: commitment.title,
          plan: commitment.plan.slug,
        }
      : null,
    proposedBy: byId(names, item.proposedBy),
    addedAt: item.addedAt,
    withdrawnAt: item.withdrawnAt,
    postponedAt: item.postponedAt,
    postponedBy: byId(names, item.postponedBy),
    postponedReason: item.postponedReason,
    proposals: proposals.filter((proposal) => proposal.agendaItem === item.id),
    /** what it said before each time that it was corrected, the first first */
    earlier: item.corrections.map((before) => ({
      number: before.number,
      title: before.title,
      note: before.note,
      commitment: commitments.find((one) => one.id === before.commitmentId)?.number ?? null,
      proposedBy: byId(names, before.proposedBy),
      correctedAt: before.correctedAt,
      entryIndex: before.entryIndex,
    })),
  }
}

/** From where to where it was moved, each time, the first first. */
function movesSeen({ moves }: MeetingRow) {
  return moves.map((move) => ({
    number: move.number,
    from: { heldOn: fromDate(move.fromOn), startsAt: move.fromAt, place: move.fromPlace },
    to: { heldOn: fromDate(move.toOn), startsAt: move.toAt, place: move.toPlace },
    reason: move.reason,
    movedAt: move.movedAt,
    entryIndex: move.entryIndex,
  }))
}

/** Each seat of the meeting's day, who holds it, and who sat on it. */
function attendanceSeen(
  { attendance }: MeetingRow,
  seats: SeatOn[],
  names: Record<string, SeatName>,
  held: Record<string, Holder>,
) {
  return seats.flatMap((seat) => {
    const name = names[seat.id]
    const attended = attendance.find((mark) => mark.seatId === seat.id)
    return name
      ? [
          {
            seat: name,
            function: seat.function,
            voice: seat.voice,
            required: seat.required,
            counts: countsForQuorum(seat),
            vacant: isVacant(seat),
            titular: byId(held, seat.titular),
            alternate: byId(held, seat.alternate),
            state: attended?.state ?? null,
            sat: byId(held, attended?.mandateId),
          },
        ]
      : []
  })
}

/**
 * One meeting with its agenda, who was there, and its quorum: as it stands now, or as it froze when the
 * session was closed.
 */
export async function meetingSeenBy(viewer: Viewer, id: string) {
  const { db, forum } = viewer
  const row = uuid.test(id) ? await meetingRow(viewer, id) : null
  if (!row) return null
  const [seats, deliberated, sectors, origins] = await Promise.all([
    seatsOn(db, row.bodyId, fromDate(row.heldOn)),
    deliberatedIn(db, id),
    sectorNames(viewer),
    originsOf(viewer, row.agenda),
  ])
  const proposals = await proposalsIn(viewer, row, deliberated)
  const [names, held, commitments] = await Promise.all([
    seatNames(viewer, [
      ...seats.map((seat) => seat.id),
      row.convenedBy,
      ...row.agenda.flatMap((item) => [
        item.proposedBy,
        item.postponedBy,
        ...item.corrections.map((before) => before.proposedBy),
      ]),
    ]),
    holders(viewer, [
      ...seats.flatMap((seat) => [seat.titular, seat.alternate]),
      ...row.attendance.map((mark) => mark.mandateId),
    ]),
    commitmentsOn(viewer, row),
  ])
  const ofBody = sitsIn(viewer, row.bodyId)
  return {
    ...lineOf(viewer, row),
    ofBody,
    videoLink: ofBody ? row.videoLink : null,
    reason: row.reason,
    source: row.source,
    missing: row.missing,
    reasonsFor: row.takenOver ? await reasonsIn(viewer, row.id) : [],
    convenedAt: row.convenedAt,
    moves: movesSeen(row),
    guests: row.guests.map(({ id: guest, name, office }) => ({ id: guest, name, office })),
    /** the sector that convened it in the place of whoever keeps the book */
    bySector: sectors.find((sector) => sector.id === row.bySectorId) ?? null,
    convenedBy: byId(names, row.convenedBy),
    entryIndex: row.entryIndex,
    agenda: row.agenda.map((item) => itemSeen(item, { names, origins, proposals, commitments })),
    attendance: attendanceSeen(row, seats, names, held),
    quorum: row.quorum ?? quorumAt(seats, row.attendance, rulesOf(forum)),
    quorumFrozen: row.quorum !== null,
    proposals,
    sectors: sectors.filter(
      (sector) => sector.hasPosition && seats.some((seat) => seat.sector === sector.id),
    ),
  }
}
export type MeetingSeen = NonNullable<Awaited<ReturnType<typeof meetingSeenBy>>>

export type ActionFilter = {
  body?: string
  seats?: string[] /** of these bodies, and of none of these seats */
  others?: { bodies: string[]; seats: string[] }
  after?: string
}

/** So many open actions stand on one page; where they can be more, the page has others after it (openActionPages). */
const mostActions = 100

/** Actions agreed and still open, by due day: of a body, or of seats. */
export async function openActionsOf(
  viewer: Viewer,
  { body, seats, others, after }: ActionFilter,
  most = mostActions,
) {
  const rows = await viewer.db.agreement.findMany({
    where: {
      forumId: viewer.forum.id,
      kind: 'action',
      closedAt: null,
      ...(body && { bodyId: body }),
      ...(seats && { seatId: { in: seats } }),
      AND: [
        others
          ? {
              bodyId: { in: others.bodies },
              OR: [{ seatId: null }, { seatId: { notIn: others.seats } }],
            }
          : {},
        await dueAfter(viewer, after),
      ],
    },
    include: { minutes: true },
    orderBy: [{ dueOn: { sort: 'asc', nulls: 'last' } }, { number: 'asc' }, { id: 'asc' }],
    take: most,
  })
  const [names, bodies] = await Promise.all([
    seatNames(
      viewer,
      rows.map((row) => row.seatId),
    ),
    viewer.db.body.findMany({
      where: { id: { in: rows.map((row) => row.bodyId) } },
      select: bodyFields,
    }),
  ])
  return rows.flatMap((row) => {
    const ofBody = bodies.find((each) => each.id === row.bodyId)
    const dueOn = row.dueOn && fromDate(row.dueOn)
    return ofBody
      ? [
          {
            id: row.id,
            number: row.number,
            text: row.text,
            item: row.agendaItemId,
            seat: row.seatId ? (names[row.seatId] ?? null) : null,
            dueOn,
            overdue: dueOn !== null && dueOn < viewer.today,
            body: bodyName(ofBody),
            minutes: { id: row.minutesId, number: row.minutes.number },
            meeting: row.minutes.meetingId,
          },
        ]
      : []
  })
}
export type OpenAction = Awaited<ReturnType<typeof openActionsOf>>[number]

/** Behind this action in that order: those without a day come last. */
async function dueAfter({ db, forum }: Viewer, action: string | undefined) {
  const last =
    action && uuid.test(action)
      ? await db.agreement.findFirst({ where: { id: action, forumId: forum.id } })
      : null
  if (!last) return {}
  const { dueOn, number, id } = last
  const sameDay = { dueOn, OR: [{ number: { gt: number } }, { number, id: { gt: id } }] }
  return { OR: dueOn ? [{ dueOn: { gt: dueOn } }, { dueOn: null }, sameDay] : [sameDay] }
}

/**
 * Open actions of the viewer's seats first, then of the others in their bodies, a page at a time (`own.<id>`,
 * `others.<id>`).
 */
export async function openActionPages(
  viewer: Viewer,
  cursor = '',
  size = 25,
): Promise<{ own: OpenAction[]; others: OpenAction[]; next: string | null }> {
  const [of = '', id = ''] = cursor.split('.')
  const [bodies, seats] = [
    [...new Set(viewer.seats.map((seat) => seat.body))],
    viewer.seats.map((seat) => seat.seat),
  ]
  const own =
    of === 'others'
      ? []
      : await openActionsOf(viewer, { seats, ...(of === 'own' && { after: id }) }, size + 1)
  const left = size + 1 - own.length
  const others =
    left === 0
      ? []
      : await openActionsOf(
          viewer,
          { others: { bodies, seats }, ...(of === 'others' && { after: id }) },
          left,
        )
  const found = [...own.map((one) => `own.${one.id}`), ...others.map((other) => `others.${other.id}`)]
  return {
    own: own.slice(0, size),
    others: others.slice(0, size - Math.min(size, own.length)),
    next: found.length > size ? (found[size - 1] ?? null) : null,
  }
}

/** How many actions that were agreed have passed their day. */
export async function overdueActions({ db, forum, today }: Viewer): Promise<{ overdue: number }> {
  return {
    overdue: await db.agreement.count({
      where: { forumId: forum.id, kind: 'action', closedAt: null, dueOn: { lt: toDate(today) } },
    }),
  }
}

/** `day`: from which on any sector with a voice may convene the Committee, unless a session comes before. */
export type QuietSeen = { since: string; day: string; isOver: boolean }

/**
 * Since when a body, or the forum in all its bodies, has neither held nor convened a session. Null while one is
 * convened; and of a record, which meets no more.
 */
export async function quietSeenBy(
  { db, forum, today }: Viewer,
  body?: string,
): Promise<QuietSeen | null> {
  if (forum.kind === 'record') return null
  const days = conveneAfter(rulesOf(forum))
  const bodies = body
    ? [body]
    : (await db.body.findMany({ where: { forumId: forum.id }, select: { id: true } })).map(
        (one) => one.id,
      )
  const since = await quietSince(db, { forum, today, body: { in: bodies }, days })
  if (since === null) return null
  const day = addDays(since, days)
  return { since, day, isOver: day <= today }
}
