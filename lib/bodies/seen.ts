import { fromDate } from '../act/calendar.ts'
import { Id } from '../act/fields.ts'
import type { Localised, Source } from '../act/fields.ts'
import { firstDayAfter, hasEnded, inForceOn } from '../act/in-force.ts'
import type { Viewer } from '../act/viewer.ts'
import type { SeatTakenOver } from './facts.ts'
import {
  appointersOf,
  firstDayLost,
  firstDayWithout,
  holdsTheSeat,
  vacantSince,
  voicesOver,
} from './rules.ts'
import { mandateOf, seatsHeld } from './record.ts'
import type { MandateSeen, MandateRow } from './record.ts'

export type SectorSeen = {
  id: string
  slug: string
  name: Localised
  shape: string
  hue: string
  hasPosition: boolean
}
export type OrganisationName = {
  id: string
  name: Localised
  shortName: string | null
  endedOn: string | null
}
export type SuccessionSeen = {
  organisation: OrganisationName
  happenedOn: string
  source: Source | null
}
export type OrganisationSeen = OrganisationName & {
  sector: SectorSeen
  invented: boolean
  source: Source | null
  /** who took over from it, and whom it took over from */
  successors: SuccessionSeen[]
  predecessors: SuccessionSeen[]
}
export type SeatSeen = {
  id: string
  slug: string
  name: Localised
  function: string
  voice: boolean
  required: boolean
  establishedOn: string
  endedOn: string | null
  /** of a record taken over, the days that its source gives; what it does not give is not known */
  takenOver: SeatTakenOver | null
  source: Source | null
  sector: SectorSeen
  organisation: OrganisationSeen | null
  titular: MandateSeen | null
  /** who holds it while it has no titular */
  acting: MandateSeen | null
  alternates: MandateSeen[]
  /** the day since which nobody has been its titular; null where somebody is, and where it is not known */
  vacantSince: string | null
}
export type BodyName = { id: string; slug: string; kind: string; name: Localised; shortName: string }
export type BodySeen = BodyName & {
  commitment: {
    id: string
    number: number
    title: { es?: string; en?: string }
    plan: string
    planName: Localised
    planRank: number
  } | null
  since: string | null
  until: string | null
  source: Source | null
  seats: SeatSeen[]
}

const withSuccessions = {
  sector: true,
  successors: { include: { successor: true }, orderBy: { happenedOn: 'asc' } },
  predecessors: { include: { predecessor: true }, orderBy: { happenedOn: 'asc' } },
} as const

const withHolders = {
  sector: true,
  organisation: { include: withSuccessions },
  mandates: { include: { person: true }, orderBy: { fromOn: 'asc' } },
} as const

type SectorRow = {
  id: string
  slug: string
  name: Localised
  shape: string
  hue: string
  hasPosition: boolean
}
type NameRow = { id: string; name: Localised; shortName: string | null; endedOn: string | null }
type SuccessionRow = { happenedOn: string; source: Source | null }
type OrganisationRow = NameRow & {
  sector: SectorRow
  invented: boolean
  source: Source | null
  successors: (SuccessionRow & { successor: NameRow })[]
  predecessors: (SuccessionRow & { predecessor: NameRow })[]
}
type SeatRow = {
  id: string
  slug: string
  name: Localised
  function: string
  voice: boolean
  required: boolean
  establishedOn: Date
  endedOn: Date | null
  takenOver: SeatTakenOver | null
  source: Source | null
  sector: SectorRow
  organisation: OrganisationRow | null
  mandates: MandateRow[]
}

export function sectorOf({ id, slug, name, shape, hue, hasPosition }: SectorRow): SectorSeen {
  return { id, slug, name, shape, hue, hasPosition }
}

function nameOf({ id, name, shortName, endedOn }: NameRow): OrganisationName {
  return { id, name, shortName, endedOn }
}

function organisationOf(row: OrganisationRow): OrganisationSeen {
  const successionOf = (successionRow: SuccessionRow, organisation: NameRow): SuccessionSeen => ({
    organisation: nameOf(organisation),
    happenedOn: successionRow.happenedOn,
    source: successionRow.source,
  })
  return {
    ...nameOf(row),
    sector: sectorOf(row.sector),
    invented: row.invented,
    source: row.source,
    successors: row.successors.map((successor) => successionOf(successor, successor.successor)),
    predecessors: row.predecessors.map((predecessor) =>
      successionOf(predecessor, predecessor.predecessor),
    ),
  }
}

function seatOf(row: SeatRow, today: string): SeatSeen {
  const mandates = row.mandates.map(mandateOf)
  const inForce = mandates.filter((mandate) => inForceOn(mandate, today))
  const establishedOn = fromDate(row.establishedOn)
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    function: row.function,
    voice: row.voice,
    required: row.required,
    establishedOn,
    endedOn: row.endedOn && fromDate(row.endedOn),
    takenOver: row.takenOver,
    source: row.source,
    sector: sectorOf(row.sector),
    organisation: row.organisation && organisationOf(row.organisation),
    titular: inForce.find((mandate) => mandate.capacity === 'titular') ?? null,
    acting: inForce.find((mandate) => mandate.capacity === 'acting') ?? null,
    alternates: inForce.filter((mandate) => mandate.capacity === 'alternate'),
    // A seat that is no more wants nobody.
    vacantSince:
      row.takenOver || hasEnded(row.endedOn && fromDate(row.endedOn), today)
        ? null
        : vacantSince(mandates, establishedOn, today),
  }
}

/** The sectors of the table, in their order. */
export async function sectorsSeenBy({ db, forum }: Viewer): Promise<SectorSeen[]> {
  return (await db.sector.findMany({ where: { forumId: forum.id }, orderBy: { rank: 'asc' } })).map(
    sectorOf,
  )
}

/**
 * The bodies of the forum with their seats, committees first, groups of the latest plan before those of the others; one of
 * them by its slug, or those of a commitment.
 */
export async function bodiesSeenBy(
  viewer: Viewer,
  filter: { slug?: string; commitment?: string } = {},
): Promise<BodySeen[]> {
  const { db, forum, today } = viewer
  const rows = await db.body.findMany({
    where: {
      forumId: forum.id,
      ...(filter.slug && { slug: filter.slug }),
      ...(filter.commitment && { commitmentId: filter.commitment }),
    },
    include: { seats: { include: withHolders, orderBy: [{ rank: 'asc' }, { slug: 'asc' }] } },
  })
  const commitments = await db.commitment.findMany({
    where: { forumId: forum.id, id: { in: rows.flatMap((row) => row.commitmentId ?? []) } },
    include: { plan: true },
  })
  // Read at another moment, a working group is there no earlier than the commitment that it looks after.
  const there = rows.filter(
    ({ commitmentId }) =>
      commitmentId === null || commitments.some((commitment) => commitment.id === commitmentId),
  )
  const bodies = there.map((row) => {
    const about = commitments.find((commitment) => commitment.id === row.commitmentId)
    return {
      id: row.id,
      slug: row.slug,
      kind: row.kind,
      name: row.name,
      shortName: row.shortName,
      since: row.since,
      until: row.until,
      source: row.source,
      seats: row.seats.map((seat) => seatOf(seat, today)),
      commitment: about
        ? {
            id: about.id,
            number: about.number,
            title: about.title,
            plan: about.plan.slug,
            planName: about.plan.name,
            planRank: about.plan.rank,
          }
        : null,
    }
  })
  const order = ['committee', 'group', 'former']
  return bodies.toSorted(
    (one, other) =>
      order.indexOf(one.kind) - order.indexOf(other.kind) ||
      (other.commitment?.planRank ?? 0) - (one.commitment?.planRank ?? 0) ||
      (one.commitment?.number ?? 0) - (other.commitment?.number ?? 0) ||
      one.slug.localeCompare(other.slug),
  )
}

export async function bodySeenBy(viewer: Viewer, slug: string): Promise<BodySeen | null> {
  return (await bodiesSeenBy(viewer, { slug }))[0] ?? null
}

/** A seat with everybody who has held it, the latest first. */
export async function seatSeenBy(viewer: Viewer, id: string) {
  const { db, forum, today } = viewer
  if (!Id.safeParse(id).success) return null
  const row = await db.seat.findFirst({
    where: { id, forumId: forum.id },
    include: { ...withHolders, body: true },
  })
  if (!row) return null
  const body: BodyName = {
    id: row.body.id,
    slug: row.body.slug,
    kind: row.body.kind,
    name: row.body.name,
    shortName: row.body.shortName,
  }
  return { ...seatOf(row, today), body, mandates: row.mandates.map(mandateOf).toReversed() }
}

/** The organisations of the forum by name, each with who took over from it. */
export async function organisationsSeenBy(
  { db, forum }: Viewer,
  ids?: string[],
): Promise<OrganisationSeen[]> {
  const rows = await db.organisation.findMany({
    where: { forumId: forum.id, ...(ids && { id: { in: ids } }) },
    include: withSuccessions,
    orderBy: [{ sector: { rank: 'asc' } }, { id: 'asc' }],
  })
  return rows.map(organisationOf)
}

/** A sector, the bodies in which nobody may say who sits for it, from which day on, and the seat in which somebody would have to follow. */
export type VoiceGap = { sector: SectorSeen; bodies: BodyName[]; from: string; seat: string }

/**
 * Where, as things stand, a sector with a voice has nobody left who may say who sits for it: today, or from a day to come, since mandates end
 * by themselves. Sectors that no voice was given to have none to lose.
 */
export async function voiceGapsSeenBy({ db, forum, today }: Viewer): Promise<VoiceGap[]> {
  if (!forum.openedAt || forum.kind === 'record') return []
  const [seats, sectors, bodies] = await Promise.all([
    seatsHeld(db, forum.id),
    db.sector.findMany({ where: { forumId: forum.id }, orderBy: { rank: 'asc' } }),
    db.body.findMany({
      where: { forumId: forum.id, kind: { in: ['committee', 'group'] } },
      orderBy: [{ kind: 'asc' }, { slug: 'asc' }],
    }),
  ])
  const gaps = sectors.flatMap((row) => {
    const ofSector = seats.filter((seat) => seat.sector === row.id)
    return bodies.flatMap(({ id, slug, kind, name, shortName }) => {
      const voices = ofSector.some((seatHeld) => seatHeld.body === id)
        ? voicesOver({ body: id }, ofSector, today)
        : []
      const from = firstDayWithout(appointersOf({ body: id }, ofSector, today), today)
      if (from === null || voices.length === 0) return []
      const ending = voices.find((voice) =>
        voice.mandates.some((mandate) => holdsTheSeat(mandate) && firstDayAfter(mandate) === from),
      )
      const seat = (ending ?? voices[0])?.id ?? ''
      return [
        {
          sector: sectorOf(row),
          from,
          seat,
          body: { id, slug, kind, name, shortName },
        },
      ]
    })
  })
  // What a sector lacks in several bodies on one day is said once.
  return gaps.flatMap(({ body: _body, ...gap }, at) => {
    const alike = gaps.filter((one) => one.sector.id === gap.sector.id && one.from === gap.from)
    return alike[0] === gaps[at] ? [{ ...gap, bodies: alike.map((one) => one.body) }] : []
  })
}

/** Of the mandates of a seat, those without which nobody of the sector could appoint, and the first day on which nobody could. */
export async function reliedOnSeenBy(
  { db, forum, today }: Viewer,
  seat: string,
): Promise<Record<string, string>> {
  const sector = forum.openedAt
    ? (await db.seat.findFirst({ where: { id: seat, forumId: forum.id } }))?.sectorId
    : undefined
  const ofSector = sector ? await seatsHeld(db, forum.id, { sector }) : []
  const own = ofSector.find((seatHeld) => seatHeld.id === seat)
  return Object.fromEntries(
    (own?.mandates ?? []).flatMap((mandate) => {
      const lost =
        own && !hasEnded(mandate.untilOn, today) ? firstDayLost(mandate, own, ofSector, today) : null
      return lost ? [[mandate.id, lost]] : []
    }),
  )
}
