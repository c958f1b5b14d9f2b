import { addDays, fromDate } from '../act/calendar.ts'
import type { Localised, Prose } from '../act/fields.ts'
import { seatCalled } from '../act/seat-called.ts'
import type { Viewer } from '../act/viewer.ts'
import { sectorOf } from '../bodies/seen.ts'
import type { SectorSeen } from '../bodies/seen.ts'
import type { Letter } from '../bodies/facts.ts'
import { rulesOf } from '../bodies/rules.ts'
import { seatAmongAll } from './record.ts'
import { confirming, objectionDays, voiceIsLost } from './rules.ts'
import type { RestorationOutcome } from './rules.ts'

export type RestorationSeen = {
  id: string
  seat: { id: string; called: Localised }
  sector: SectorSeen
  /** null: erased; '': not named in public */
  person: string | null
  letter: Letter
  reason: Prose
  askedBy: Localised
  askedOn: string
  confirmed: SectorSeen[]
  /** sectors that have not confirmed it yet, and can */
  awaited: SectorSeen[]
  /** the last day to object, and the day from which it is in force; null until every sector has confirmed it */
  objectUntil: { last: string; inForce: string } | null
  /** days to object, once it is confirmed */
  days: number
  outcome: RestorationOutcome | null
  closed: { on: string; by: Localised | null; why: Prose | null } | null
  entryIndex: number
}

/** Letters that name somebody for a sector that lost its voice, the latest first. All of it is public. */
export async function restorationsSeenBy(
  viewer: Viewer,
  { seat }: { seat?: string } = {},
): Promise<RestorationSeen[]> {
  const { db, forum, today } = viewer
  const rows = await db.restoration.findMany({
    where: { forumId: forum.id, ...(seat && { seatId: seat }) },
    include: { confirmations: true },
    orderBy: { entryIndex: 'desc' },
  })
  if (rows.length === 0) return []
  const [seats, sectors, people] = await Promise.all([
    db.seat.findMany({ where: { forumId: forum.id }, include: { body: true } }),
    db.sector.findMany({ where: { forumId: forum.id }, orderBy: { rank: 'asc' } }),
    db.person.findMany({ where: { id: { in: rows.map(({ personId }) => personId) } } }),
  ])
  const called = (id: string): Localised => {
    const found = seats.find((one) => one.id === id)
    return found ? seatCalled(found) : { es: '' }
  }
  const named = (ids: string[]) => sectors.filter(({ id }) => ids.includes(id)).map(sectorOf)
  return Promise.all(
    rows.map(async (row) => {
      const among = row.outcome ? null : await seatAmongAll(db, forum.id, row.seatId, hasNoName)
      const confirmed = row.confirmations.map(({ sectorId }) => sectorId)
      const wanted = among ? confirming(row.sectorId, among.sectors, among.seats, today) : []
      const until = row.objectUntil && fromDate(row.objectUntil)
      const sector = sectors.find(({ id }) => id === row.sectorId)
      if (!sector) throw new Error('a letter is about a sector of its forum')
      return {
        id: row.id,
        seat: { id: row.seatId, called: called(row.seatId) },
        sector: sectorOf(sector),
        person: people.find(({ id }) => id === row.personId)?.name ?? null,
        letter: row.letter,
        reason: row.reason,
        askedBy: called(row.askedBy),
        askedOn: fromDate(row.askedOn),
        confirmed: named(confirmed),
        awaited: until ? [] : named(wanted.filter((one) => !confirmed.includes(one))),
        objectUntil: until ? { last: addDays(until, -1), inForce: until } : null,
        days: objectionDays(rulesOf(forum), new Set([...wanted, ...confirmed]).size),
        outcome: row.outcome,
        closed: row.closedOn && {
          on: fromDate(row.closedOn),
          by: row.closedBy ? called(row.closedBy) : null,
          why: row.closedWhy,
        },
        entryIndex: row.entryIndex,
      }
    }),
  )
}

const hasNoName = ({ name }: { name: string | null }) => name === null

export type LostVoice = { seat: { id: string; called: Localised }; sector: SectorSeen }

/** The seats with a sector's voice that nobody of the sector can fill today: for each, a letter may be handed in. */
export async function lostVoicesSeenBy({ db, forum, today }: Viewer): Promise<LostVoice[]> {
  if (!forum.openedAt || forum.kind === 'record') return []
  const rows = await db.seat.findMany({
    where: { forumId: forum.id, voice: true },
    include: { sector: true, body: true },
    orderBy: [{ body: { kind: 'asc' } }, { rank: 'asc' }],
  })
  const first = rows[0]
  const among = first ? await seatAmongAll(db, forum.id, first.id, hasNoName) : null
  return rows.flatMap((row) => {
    const held = among?.seats.find(({ id }) => id === row.id)
    const ofSector = among?.seats.filter((one) => one.sector === row.sectorId) ?? []
    return held && held.endedOn === null && voiceIsLost(held, ofSector, today)
      ? [{ seat: { id: row.id, called: seatCalled(row) }, sector: sectorOf(row.sector) }]
      : []
  })
}
