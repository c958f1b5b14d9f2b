import { fromDate, lastDayBefore } from '../act/calendar.ts'
import type { Prose } from '../act/fields.ts'
import { hasEnded, rowsNotEndedOn } from '../act/in-force.ts'
import { sitsIn } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { bodiesSeenBy } from '../bodies/seen.ts'
import type { BodySeen, SeatSeen } from '../bodies/seen.ts'
import { isThere } from '../meetings/rules.ts'
import { proposalsSeenBy } from '../proposals/seen.ts'
import { endsSoon, missedInARow } from './rules.ts'

export type SeatContact = { email: string | null; phone: string | null }
export type Missed = { meeting: string; heldOn: string }
export type RosterSeat = SeatSeen & {
  contact: SeatContact | null
  /** of its mandates, the day on which one ends within sixty days with nobody after it; null: none does */
  endsOn: string | null
  /** meetings in a row at which nobody was there for it, the latest first; empty where somebody came */
  missed: Missed[]
  /** the seat that may appoint for its sector where nobody else of it can */
  recovers: boolean
}
export type RosterBody = Omit<BodySeen, 'seats'> & { seats: RosterSeat[] }

/** Who sits where, in which capacity, since when and until when, and how the public reaches the office. */
export async function rosterSeenBy(viewer: Viewer): Promise<RosterBody[]> {
  const { db, forum, today } = viewer
  const here = { where: { forumId: forum.id } }
  const [all, contacts, recovering, missed] = await Promise.all([
    bodiesSeenBy(viewer),
    db.seatContact.findMany(here),
    db.recoverySeat.findMany(here),
    missedBySeat(viewer),
  ])
  const bodies = all.filter(({ kind }) => kind !== 'former')
  const ending = await endingSoon(viewer)
  return bodies.map((body) => ({
    ...body,
    seats: body.seats
      .filter(({ endedOn }) => !hasEnded(endedOn, today))
      .map((seat) => {
        const contact = contacts.find(({ id }) => id === seat.id)
        return {
          ...seat,
          contact:
            contact?.email || contact?.phone ? { email: contact.email, phone: contact.phone } : null,
          endsOn: ending.get(seat.id) ?? null,
          missed: missed.get(seat.id) ?? [],
          recovers: recovering.some(({ seatId }) => seatId === seat.id),
        }
      }),
  }))
}

/** How the public reaches the forum: every seat that there is and that published how, in the order of its bodies. */
export async function contactsSeenBy(viewer: Viewer) {
  const rows = await viewer.db.seatContact.findMany({ where: { forumId: viewer.forum.id } })
  if (rows.length === 0) return []
  const bodies = await bodiesSeenBy(viewer)
  return bodies
    .filter(({ kind }) => kind !== 'former')
    .flatMap(({ shortName, seats }) => seats.map((seat) => ({ ...seat, body: shortName })))
    .filter(({ endedOn }) => !hasEnded(endedOn, viewer.today))
    .flatMap(({ id, name, body }) => {
      const row = rows.find((one) => one.id === id)
      return row && (row.email || row.phone)
        ? [{ seat: id, name, body, email: row.email, phone: row.phone }]
        : []
    })
}

export async function seatContactSeenBy(
  { db, forum }: Viewer,
  seat: string,
): Promise<SeatContact | null> {
  const row = await db.seatContact.findFirst({ where: { id: seat, forumId: forum.id } })
  return row && (row.email || row.phone) ? { email: row.email, phone: row.phone } : null
}

/** The first day without whoever holds the seat now, where it is near and nobody follows. */
async function endingSoon({ db, forum, today }: Viewer): Promise<Map<string, string>> {
  const rows = await db.mandate.findMany({
    where: {
      forumId: forum.id,
      capacity: { in: ['titular', 'acting'] },
      ...rowsNotEndedOn(today),
    },
    select: { seatId: true, fromOn: true, untilOn: true },
  })
  const days = rows.map((row) => ({
    seat: row.seatId,
    fromOn: fromDate(row.fromOn),
    untilOn: row.untilOn && fromDate(row.untilOn),
  }))
  return new Map(
    days.flatMap(({ seat, fromOn, untilOn }) => {
      const ends = fromOn <= today && endsSoon({ untilOn }, today)
      const followed = days.some((next) => next.seat === seat && next.fromOn === untilOn)
      return untilOn && ends && !followed ? [[seat, untilOn] as const] : []
    }),
  )
}

const LATEST = 6

async function missedBySeat({ db, forum }: Viewer): Promise<Map<string, Missed[]>> {
  const bodies = await db.body.findMany({
    where: { forumId: forum.id, kind: { in: ['committee', 'group'] } },
    select: { id: true, seats: { select: { id: true } } },
  })
  const latest = await Promise.all(
    bodies.map(({ id }) =>
      db.meeting.findMany({
        where: { bodyId: id, state: 'held', takenOver: false },
        orderBy: [{ heldOn: 'desc' }, { id: 'desc' }],
        take: LATEST,
        select: { id: true, heldOn: true, attendance: { select: { seatId: true, state: true } } },
      }),
    ),
  )
  return new Map(
    bodies.flatMap(({ seats }, at) =>
      seats.map(({ id }) => {
        const meetings = (latest[at] ?? []).map(({ id: meeting, heldOn, attendance }) => ({
          meeting,
          heldOn: fromDate(heldOn),
          there: isThere(attendance.find(({ seatId }) => seatId === id)?.state),
        }))
        return [id, missedInARow(meetings).map(({ meeting, heldOn }) => ({ meeting, heldOn }))] as const
      }),
    ),
  )
}

/** What stays with a seat when a person leaves it, counted: each with a page on which it is told. */
export type Pending = {
  actions: number
  overdue: number
  minutes: number
  proposals: number
  evidence: number
}

export async function pendingOfSeatSeenBy(viewer: Viewer, seat: string): Promise<Pending | null> {
  const { db, forum, today } = viewer
  const found = await db.seat.findFirst({
    where: { id: seat, forumId: forum.id },
    include: { sector: true, body: true },
  })
  if (!found) return null
  const speaks = found.voice && found.sector.hasPosition
  const [actions, circulating, open, evidence] = await Promise.all([
    db.agreement.findMany({
      where: { forumId: forum.id, kind: 'action', closedAt: null, seatId: seat },
      select: { dueOn: true },
    }),
    db.minutes.findMany({
      where: { forumId: forum.id, bodyId: found.bodyId, approvedAt: null },
      select: {
        versions: {
          orderBy: { number: 'desc' },
          take: 1,
          select: { approvals: { select: { sectorId: true } } },
        },
      },
    }),
    proposalsSeenBy(viewer, { open: true, mode: 'written', bodies: [found.bodyId], brief: true }),
    unanswered(viewer, found.sectorId, found.body.commitmentId),
  ])
  return {
    actions: actions.length,
    overdue: actions.filter(({ dueOn }) => dueOn !== null && fromDate(dueOn) < today).length,
    minutes: speaks
      ? circulating.filter(
          ({ versions: [latest] }) =>
            latest && !latest.approvals.some(({ sectorId }) => sectorId === found.sectorId),
        ).length
      : 0,
    proposals: speaks
      ? open.filter(({ stands }) =>
          stands.some((stand) => stand.sector.id === found.sectorId && !stand.position),
        ).length
      : 0,
    evidence: speaks ? evidence : 0,
  }
}

/** What goes on with a seat, each by name, with the page on which it is told. */
export type Inherited = {
  kind: 'action' | 'minutes' | 'proposal'
  /** of an action its number, of a proposal its own, of minutes the body's short name */
  number: string
  text: Prose | null
  heldOn: string | null
  dueOn: string | null
  seat: string
  /** within the desk */
  to: string
}

/** So many of each kind are listed: who inherits more is told of these first. */
const MOST_INHERITED = 200

/**
 * What waits for these seats, thing by thing: whoever takes a seat over takes it over with this. Minutes
 * that circulate are told to those for whom they are, and proposals as far as the viewer may read them.
 */
export async function inheritedSeenBy(viewer: Viewer, seats: string[]): Promise<Inherited[]> {
  const { db, forum } = viewer
  const found = await db.seat.findMany({
    where: { id: { in: seats }, forumId: forum.id },
    include: { sector: true, body: true },
    orderBy: [{ rank: 'asc' }, { id: 'asc' }],
  })
  const speaking = found.filter(({ voice, sector }) => voice && sector.hasPosition)
  const bodies = [...new Set(speaking.map(({ bodyId }) => bodyId))]
  const [actions, circulating, open] = await Promise.all([
    db.agreement.findMany({
      where: { kind: 'action', closedAt: null, seatId: { in: found.map(({ id }) => id) } },
      orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
      take: MOST_INHERITED,
    }),
    circulatingIn(
      viewer,
      bodies.filter((body) => sitsIn(viewer, body)),
    ),
    bodies.length === 0 ? [] : proposalsSeenBy(viewer, { open: true, bodies, brief: true }),
  ])
  /** A sector says its word once in a body, through the first of its seats that may. */
  const speaker = (body: string, said: (sector: string) => boolean) =>
    speaking.filter(
      (seat, at) =>
        seat.bodyId === body &&
        !said(seat.sectorId) &&
        speaking.findIndex((one) => one.bodyId === body && one.sectorId === seat.sectorId) === at,
    )
  return [
    ...actions.map(({ id, number, text, dueOn, seatId }) => ({
      kind: 'action' as const,
      number,
      text,
      heldOn: null,
      dueOn: dueOn && fromDate(dueOn),
      seat: seatId ?? '',
      to: `/desk/actions#${id}`,
    })),
    ...circulating.flatMap(({ bodyId, meetingId, meeting, versions: [latest] }) =>
      speaker(
        bodyId,
        (sector) => !latest || latest.approvals.some((one) => one.sectorId === sector),
      ).map((seat) => ({
        kind: 'minutes' as const,
        number: seat.body.shortName,
        text: null,
        heldOn: fromDate(meeting.heldOn),
        dueOn: latest ? lastDayBefore(forum.timeZone, latest.windowEndsAt) : null,
        seat: seat.id,
        to: `/desk/meetings/${meetingId}/minutes`,
      })),
    ),
    ...open.flatMap(({ id, number, title, body, stands, deadlineAt }) =>
      speaker(body.id, (sector) =>
        stands.every((stand) => stand.sector.id !== sector || stand.position !== null),
      ).map((seat) => ({
        kind: 'proposal' as const,
        number: String(number),
        text: title,
        heldOn: null,
        dueOn: deadlineAt && lastDayBefore(forum.timeZone, deadlineAt),
        seat: seat.id,
        to: `/desk/proposals/${id}`,
      })),
    ),
  ]
}

async function circulatingIn({ db, forum }: Viewer, bodies: string[]) {
  if (bodies.length === 0) return []
  return db.minutes.findMany({
    where: { forumId: forum.id, bodyId: { in: bodies }, approvedAt: null },
    select: {
      bodyId: true,
      meetingId: true,
      meeting: { select: { heldOn: true } },
      versions: {
        orderBy: { number: 'desc' },
        take: 1,
        select: { windowEndsAt: true, approvals: { select: { sectorId: true } } },
      },
    },
    orderBy: { id: 'asc' },
    take: MOST_INHERITED,
  })
}

/** Evidence of a group's commitment on which its sector has not said its word, and which its own seats did not hand in. */
async function unanswered(
  { db, forum }: Viewer,
  sector: string,
  commitment: string | null,
): Promise<number> {
  if (!commitment) return 0
  const rows = await db.evidence.findMany({
    where: { forumId: forum.id, commitmentId: commitment, withdrawnOn: null },
    select: { id: true, sectorId: true },
  })
  const judged = await db.evidenceJudgement.findMany({
    where: { forumId: forum.id, sectorId: sector, evidenceId: { in: rows.map(({ id }) => id) } },
    select: { evidenceId: true },
  })
  return rows.filter(
    ({ id, sectorId }) => sectorId !== sector && !judged.some(({ evidenceId }) => evidenceId === id),
  ).length
}

/** Mandates of the viewer's sectors that end within sixty days with nobody after them, and seats that nobody holds: for the desk. */
export async function seatsToFillSeenBy(viewer: Viewer) {
  const sectors = new Set(viewer.seats.filter(({ voice }) => voice).map(({ sector }) => sector))
  if (sectors.size === 0) return []
  const [bodies, ending] = await Promise.all([bodiesSeenBy(viewer), endingSoon(viewer)])
  return bodies
    .filter(({ kind }) => kind !== 'former')
    .flatMap(({ seats, ...body }) =>
      seats
        .filter(({ sector, endedOn }) => sectors.has(sector.id) && !hasEnded(endedOn, viewer.today))
        .map((seat) => ({ seat, body, endsOn: ending.get(seat.id) ?? null })),
    )
    .filter(({ seat, endsOn }) => endsOn !== null || (seat.vacantSince !== null && seat.required))
}

/** Whether the viewer's own name is told in public. */
export async function ownNamingSeenBy({ db, person }: Viewer): Promise<{ named: boolean }> {
  const row = person ? await db.person.findUnique({ where: { id: person } }) : null
  return { named: row?.named !== false }
}

/** A person's name as this viewer may read it: null where it was erased, empty where it is not told in public. */
export async function personNameSeenBy({ db, forum }: Viewer, person: string): Promise<string | null> {
  const row = await db.person.findFirst({ where: { id: person, forumId: forum.id } })
  return row?.name ?? null
}
