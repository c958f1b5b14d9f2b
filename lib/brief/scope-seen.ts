import { fromDate } from '../act/calendar.ts'
import type { Localised } from '../act/fields.ts'
import { hasEnded, inForceOn, rowsNotEndedOn } from '../act/in-force.ts'
import { seatCalled } from '../act/seat-called.ts'
import type { HeldSeat, Viewer } from '../act/viewer.ts'
import { vacantSince } from '../bodies/rules.ts'
import type { Titled } from './rules.ts'

export type SeatKnown = HeldSeat & {
  name: Localised
  /** with its body: where seats of several stand together */
  called: Localised
  organisation: string | null
  establishedOn: string
  vacantSince: string | null
  holder: { name: string | null; fromOn: string } | null
  /** who held it before whoever holds it now, the last of them */
  before: { name: string | null; untilOn: string } | null
  takenOver: boolean
}
export type BodyKnown = {
  id: string
  slug: string
  kind: string
  shortName: string
  name: Localised
  commitment: string | null
}
export type SectorKnown = {
  id: string
  slug: string
  name: Localised
  shape: string
  hue: string
  hasPosition: boolean
}
export type CommitmentKnown = {
  id: string
  number: number
  title: Titled
  status: string
  statusSince: string | null
  plan: { id: string; slug: string; name: Localised }
  /** the address of its page, within the forum */
  page: string
  organisations: { id: string; role: string }[]
}
/** What a seat, or several, have to do with: themselves, their sectors, their bodies, and the commitments that are still under way there. */
export type Scope = {
  own: SeatKnown[]
  sectors: Set<string>
  bodies: Set<string>
  commitments: CommitmentKnown[]
  /** those of the whole forum that are under way */
  every: CommitmentKnown[]
  names: {
    seats: Map<string, SeatKnown>
    bodies: Map<string, BodyKnown>
    sectors: Map<string, SectorKnown>
    organisations: Map<string, { name: Localised; shortName: string | null; sector: string }>
  }
}

/** Of these seats, as they stand today: of any forum's member, who may read of every seat what the portal shows of it. */
export async function scopeSeenBy(viewer: Viewer, seats: string[]): Promise<Scope> {
  const [rows, mandates, sectors, bodies, organisations, commitments, participants] =
    await rowsOf(viewer)
  const known = {
    sectors: new Map(sectors.map((sector) => [sector.id, sector])),
    bodies: new Map(
      bodies.map(({ commitmentId, ...body }) => [body.id, { ...body, commitment: commitmentId }]),
    ),
    organisations: new Map(
      organisations.map(({ id, name, shortName, sectorId }) => [
        id,
        { name, shortName, sector: sectorId },
      ]),
    ),
  }
  const held = Map.groupBy(mandates, (mandate) => mandate.seatId)
  const all = rows.flatMap((row): SeatKnown[] => {
    const [body, sector] = [known.bodies.get(row.bodyId), known.sectors.get(row.sectorId)]
    if (!body || !sector || hasEnded(row.endedOn && fromDate(row.endedOn), viewer.today)) return []
    return [seatOf(row, held.get(row.id) ?? [], { body, sector }, viewer.today)]
  })
  const own = all.filter((seat) => seats.includes(seat.seat))
  const underWay = commitments
    .filter(({ plan }) => !isOver(plan, viewer.today))
    .map((row) => commitmentOf(row, participants))
  return {
    own,
    sectors: new Set(own.map((seat) => seat.sector)),
    bodies: new Set(own.map((seat) => seat.body)),
    commitments: underWay.filter(({ id }) => reaches(own, known.bodies, id)),
    every: underWay,
    names: { ...known, seats: new Map(all.map((seat) => [seat.seat, seat])) },
  }
}

async function rowsOf({ db, forum, today }: Viewer) {
  const here = { where: { forumId: forum.id } }
  // As `isOver` says it: what an earlier plan promised is not read for what is still to be done.
  const plan = {
    OR: [
      { extendedTo: { gte: today } },
      { extendedTo: null, endsOn: { gte: today } },
      { extendedTo: null, endsOn: null },
    ],
  }
  // Of those that are over, the last of each seat: who was there before, and since when it is empty.
  const last = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT ON ("seatId") id FROM mandate
    WHERE "forumId" = ${forum.id}::uuid AND capacity = 'titular' AND public.has_ended("untilOn", ${today}::date)
    ORDER BY "seatId", "untilOn" DESC, "fromOn" DESC`
  return Promise.all([
    db.seat.findMany({ ...here, orderBy: [{ rank: 'asc' }, { slug: 'asc' }, { id: 'asc' }] }),
    db.mandate.findMany({
      where: {
        ...here.where,
        OR: [rowsNotEndedOn(today), { id: { in: last.map(({ id }) => id) } }],
      },
      include: { person: true },
      orderBy: [{ fromOn: 'asc' }, { id: 'asc' }],
    }),
    db.sector.findMany({ ...here, orderBy: { rank: 'asc' } }),
    db.body.findMany({ ...here, orderBy: { slug: 'asc' } }),
    db.organisation.findMany({ ...here, orderBy: { id: 'asc' } }),
    db.commitment.findMany({
      where: { ...here.where, plan },
      include: { plan: true },
      orderBy: [{ plan: { rank: 'desc' } }, { number: 'asc' }],
    }),
    db.participant.findMany({
      where: { ...here.where, commitment: { plan } },
      orderBy: { id: 'asc' },
    }),
  ])
}
type Rows = Awaited<ReturnType<typeof rowsOf>>

function commitmentOf(row: Rows[5][number], participants: Rows[6]): CommitmentKnown {
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    status: row.status,
    statusSince: row.statusSince && fromDate(row.statusSince),
    plan: { id: row.plan.id, slug: row.plan.slug, name: row.plan.name },
    page: `/plans/${row.plan.slug}/commitments/${row.number}`,
    organisations: participants
      .filter((participant) => participant.commitmentId === row.id)
      .map(({ organisationId, role }) => ({ id: organisationId, role })),
  }
}

/** A plan that is over adds nothing that is still to be done. */
function isOver(
  { endsOn, extendedTo }: { endsOn: string | null; extendedTo: string | null },
  today: string,
) {
  const last = extendedTo ?? endsOn
  return last !== null && last < today
}

/** The Committee has to do with every commitment, a group with its own. */
function reaches(own: SeatKnown[], bodies: Map<string, BodyKnown>, commitment: string): boolean {
  return own.some(
    (seat) => seat.bodyKind === 'committee' || bodies.get(seat.body)?.commitment === commitment,
  )
}

function seatOf(
  row: Rows[0][number],
  held: Rows[1],
  { body, sector }: { body: BodyKnown; sector: SectorKnown },
  today: string,
): SeatKnown {
  const mandates = held.map(({ id, personId, capacity, fromOn, untilOn, person }) => ({
    id,
    person: personId,
    name: person.name,
    capacity,
    fromOn: fromDate(fromOn),
    untilOn: untilOn && fromDate(untilOn),
  }))
  const titular = mandates.find((mandate) => mandate.capacity === 'titular' && inForceOn(mandate, today))
  const before = mandates
    .filter((mandate) => mandate.capacity === 'titular' && hasEnded(mandate.untilOn, today))
    .at(-1)
  const establishedOn = fromDate(row.establishedOn)
  return {
    seat: row.id,
    mandate: titular?.id ?? '',
    person: titular?.person ?? '',
    body: body.id,
    bodyKind: body.kind,
    sector: sector.id,
    hasPosition: sector.hasPosition,
    function: row.function,
    voice: row.voice,
    capacity: 'titular',
    name: row.name,
    called: seatCalled({ name: row.name, body }),
    organisation: row.organisationId,
    establishedOn,
    vacantSince: row.takenOver ? null : vacantSince(mandates, establishedOn, today),
    holder: titular ? { name: titular.name, fromOn: titular.fromOn } : null,
    before: before?.untilOn ? { name: before.name, untilOn: before.untilOn } : null,
    takenOver: Boolean(row.takenOver),
  }
}
