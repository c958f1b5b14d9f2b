import { fromDate } from '../act/calendar.ts'
import { seatsHeld } from '../bodies/record.ts'
import { hasEnded } from '../act/in-force.ts'
import { somebodyAppoints } from '../bodies/rules.ts'
import type { SeatHeld } from '../bodies/rules.ts'
import type { Reader } from '../db/client.ts'
import { confirmedByAll, confirming } from './rules.ts'
import type { Due, SectorThere } from './rules.ts'

/** Without an e-mail nobody signs in, whatever else of a person was erased. */
const isGone = ({ name, email }: { name: string | null; email: string | null }) =>
  name === null || email === null

/** A seat, with all the seats of the forum and its sectors: who could act for whom is asked of them all. */
export async function seatAmongAll(
  db: Reader,
  forum: string,
  id: string,
  /** the public is shown no addresses */
  gone: typeof isGone = isGone,
) {
  const [seats, sectors] = await Promise.all([
    seatsHeld(db, forum, { isGone: gone }),
    db.sector.findMany({
      where: { forumId: forum },
      orderBy: { rank: 'asc' },
      select: { id: true, hasPosition: true },
    }),
  ])
  const seat = seats.find((held) => held.id === id)
  return seat ? { seat, seats, sectors, ofSector: ofSectorOf(seats, seat) } : null
}
export type SeatAmongAll = {
  seat: SeatHeld
  seats: SeatHeld[]
  sectors: SectorThere[]
  ofSector: SeatHeld[]
}

function ofSectorOf(seats: SeatHeld[], { sector }: SeatHeld): SeatHeld[] {
  return seats.filter((seat) => seat.sector === sector)
}

/** A letter that nobody has closed, with the seat that it is about and who has confirmed it. */
export async function openRestoration(db: Reader, forum: string, id: string) {
  const row = await db.restoration.findFirst({
    where: { id, forumId: forum },
    include: { confirmations: { select: { sectorId: true } } },
  })
  const among = row && (await seatAmongAll(db, forum, row.seatId))
  if (!row || !among) return null
  const person = await db.person.findUnique({ where: { id: row.personId } })
  return {
    ...among,
    restoration: {
      id: row.id,
      person: row.personId,
      erased: !person || isGone(person),
      letter: row.letter,
      outcome: row.outcome,
      objectUntil: row.objectUntil && fromDate(row.objectUntil),
      confirmed: row.confirmations.map(({ sectorId }) => sectorId),
    },
  }
}
export type OpenRestoration = NonNullable<Awaited<ReturnType<typeof openRestoration>>>

/** What has become due of a letter on a day; null where it still waits. */
export function dueOf(
  { restoration, seat, seats, sectors, ofSector }: OpenRestoration,
  day: string,
): Due | null {
  const gone = restoration.erased || hasEnded(seat.endedOn, day)
  if (gone || somebodyAppoints(seat, ofSector, day)) return 'needless'
  if (restoration.objectUntil) return hasEnded(restoration.objectUntil, day) ? 'carry-out' : null
  const wanted = confirming(seat.sector, sectors, seats, day)
  return confirmedByAll(wanted, restoration.confirmed) ? 'open' : null
}

/** The letters of a forum of which something has become due. */
export async function restorationsDue(
  db: Reader,
  forum: { id: string },
  day: string,
): Promise<string[]> {
  const rows = await db.restoration.findMany({
    where: { forumId: forum.id, outcome: null },
    orderBy: { entryIndex: 'asc' },
    select: { id: true },
  })
  const open = await Promise.all(rows.map(({ id }) => openRestoration(db, forum.id, id)))
  return open.flatMap((one) => (one && dueOf(one, day) ? [one.restoration.id] : []))
}
