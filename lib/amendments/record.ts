import { fromDate } from '../act/calendar.ts'
import { inForceOn } from '../act/in-force.ts'
import { holdsTheSeat, languageChoice, rulesOf } from '../bodies/rules.ts'
import type { Reader } from '../db/client.ts'
import { notResumed } from '../proposals/rules.ts'
import type { BodyNow, OrganisationNow, SeatNow, SectorNow, Shape } from './rules.ts'

const over = ['concluded', 'withdrawn']

/** What a forum is, and who holds its seats on a day: all that a change of it may depend upon. */
export async function shapeOf(db: Reader, forumId: string, day: string): Promise<Shape> {
  const [forum, sectors, bodies, seats, organisations, commitments, answers, held] = await Promise.all([
    db.forum.findUniqueOrThrow({ where: { id: forumId } }),
    sectorsNow(db, forumId),
    bodiesNow(db, forumId),
    seatsNow(db, forumId, day),
    organisationsNow(db, forumId),
    db.commitment.findMany({
      where: { forumId, status: { notIn: over } },
      select: { id: true },
      orderBy: { id: 'asc' },
    }),
    db.participant.findMany({
      where: { forumId, endedOn: null, commitment: { status: { notIn: over } } },
      orderBy: { id: 'asc' },
    }),
    heldEntries(db, forumId),
  ])
  return {
    name: forum.name,
    timeZone: forum.timeZone,
    languages: languageChoice(forum),
    rules: rulesOf(forum),
    sectors,
    bodies,
    seats,
    organisations,
    commitments: commitments.map(({ id }) => id),
    answers: answers.map(({ id, commitmentId, organisationId, role }) => ({
      id,
      commitment: commitmentId,
      organisation: organisationId,
      role,
    })),
    held,
  }
}

async function sectorsNow(db: Reader, forumId: string): Promise<SectorNow[]> {
  const [rows, suspensions, recovery] = await Promise.all([
    db.sector.findMany({ where: { forumId }, orderBy: [{ rank: 'asc' }, { id: 'asc' }] }),
    db.suspension.findMany({ where: { forumId, ...notResumed }, select: { sectorId: true } }),
    db.recoverySeat.findMany({ where: { forumId }, select: { id: true, seatId: true } }),
  ])
  return rows.map(({ id, slug, name, hasPosition, shape, hue, endedOn }) => ({
    id,
    slug,
    name,
    hasPosition,
    shape,
    hue,
    ended: endedOn !== null,
    paused: suspensions.some(({ sectorId }) => sectorId === id),
    recoverySeat: recovery.find((one) => one.id === id)?.seatId ?? null,
  }))
}

/** What is under way in a body, and cannot go on without it: its open proposals, its meetings, minutes that nobody has approved yet, its rhythm. */
async function bodiesNow(db: Reader, forumId: string): Promise<BodyNow[]> {
  const [rows, proposals, meetings, series] = await Promise.all([
    db.body.findMany({ where: { forumId }, orderBy: [{ kind: 'asc' }, { slug: 'asc' }] }),
    db.proposal.findMany({ where: { forumId, closedAt: null }, select: { bodyId: true } }),
    db.meeting.findMany({
      where: {
        forumId,
        takenOver: false,
        OR: [
          { state: { in: ['convened', 'in-session'] } },
          { state: 'held', minutes: { is: null } },
          { state: 'held', minutes: { approvedAt: null } },
        ],
      },
      select: { bodyId: true, state: true },
    }),
    db.meetingSeries.findMany({ where: { forumId, endedAt: null }, select: { bodyId: true } }),
  ])
  const underWay = [...proposals, ...meetings, ...series]
  return rows.map(({ id, slug, kind, name, shortName, commitmentId }) => ({
    id,
    slug,
    kind,
    name,
    shortName,
    commitment: commitmentId,
    underWay: underWay.filter(({ bodyId }) => bodyId === id).length,
    minutesDue: meetings.filter(({ bodyId, state }) => bodyId === id && state !== 'convened').length,
  }))
}

async function seatsNow(db: Reader, forumId: string, day: string): Promise<SeatNow[]> {
  const [rows, actions] = await Promise.all([
    db.seat.findMany({
      where: { forumId },
      include: {
        mandates: {
          include: { person: { select: { name: true } } },
          orderBy: [{ fromOn: 'asc' }, { id: 'asc' }],
        },
      },
      orderBy: [{ bodyId: 'asc' }, { rank: 'asc' }, { slug: 'asc' }, { id: 'asc' }],
    }),
    db.agreement.findMany({
      where: { forumId, closedAt: null, seatId: { not: null } },
      select: { id: true, seatId: true },
      orderBy: { id: 'asc' },
    }),
  ])
  return rows.map((row) => ({
    id: row.id,
    body: row.bodyId,
    sector: row.sectorId,
    organisation: row.organisationId,
    slug: row.slug,
    name: row.name,
    function: row.function,
    voice: row.voice,
    rank: row.rank,
    // An end is recorded when it is in force, or by whoever took a record over.
    ended: row.endedOn !== null,
    mandates: row.mandates.map(({ id, personId, capacity, fromOn, untilOn, person }) => {
      const term = { fromOn: fromDate(fromOn), untilOn: untilOn && fromDate(untilOn) }
      const appoints = holdsTheSeat({ capacity }) && person.name !== null
      return { id, person: personId, ...term, inForce: inForceOn(term, day), appoints }
    }),
    actions: actions.filter((action) => action.seatId === row.id).map((action) => action.id),
  }))
}

async function organisationsNow(db: Reader, forumId: string): Promise<OrganisationNow[]> {
  const rows = await db.organisation.findMany({
    where: { forumId },
    include: { predecessors: true },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ id, sectorId, name, shortName, endedOn, predecessors }) => ({
    id,
    sector: sectorId,
    name,
    shortName,
    ended: endedOn !== null,
    predecessors: predecessors.map(({ predecessorId }) => predecessorId),
  }))
}

/** Acts of open proposals that are held: a position that came with minutes is opened with them. */
async function heldEntries(db: Reader, forumId: string): Promise<Shape['held']> {
  const open = await db.proposal.findMany({
    where: { forumId, closedAt: null },
    select: {
      id: true,
      entryIndex: true,
      versions: { select: { entryIndex: true } },
      positions: { where: { origin: 'seat' }, select: { entryIndex: true } },
    },
    orderBy: { number: 'asc' },
  })
  const wanted = open.flatMap(({ id, entryIndex, versions, positions }) =>
    [...new Set([{ entryIndex }, ...versions, ...positions].map((one) => one.entryIndex))].map(
      (entry) => ({ proposal: id, entry }),
    ),
  )
  const lines = await db.historyLine.findMany({
    where: { forumId, held: true, index: { in: wanted.map(({ entry }) => entry) } },
    select: { index: true },
  })
  return wanted.filter(({ entry }) => lines.some(({ index }) => index === entry))
}
