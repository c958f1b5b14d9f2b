import { dayIn, fromDate } from '../act/calendar.ts'
import type { Localised } from '../act/fields.ts'
import { hasEnded, rowsInForceOn } from '../act/in-force.ts'
import type { Reader } from '../db/client.ts'

type Table = { slug: string; name: Localised }
export type Desk = Table & { timeZone: string }

/** The forums in which somebody with this e-mail has, or had, a seat. */
export async function desksOf(db: Reader, email: string): Promise<Desk[]> {
  const persons = await db.person.findMany({
    where: { email, mandates: { some: {} } },
    select: { forumId: true },
  })
  const forums = await db.forum.findMany({
    where: { id: { in: persons.map(({ forumId }) => forumId) } },
    orderBy: { foundedAt: 'asc' },
    select: { slug: true, name: true, timeZone: true },
  })
  return forums.map(({ slug, name, timeZone }) => ({ slug, name, timeZone }))
}

export type AwaitedIn = Table & { seats: { name: Localised; body: Localised; capacity: string }[] }

/** What an invitation to this e-mail is for: the seats that its person holds in each forum, or will hold, as everybody may read them there. */
export async function seatsAwaiting(db: Reader, email: string, now: Date): Promise<AwaitedIn[]> {
  const mandates = await db.mandate.findMany({
    where: { person: { email } },
    include: { person: { select: { forumId: true } }, seat: { include: { body: true } } },
    orderBy: [{ seat: { body: { kind: 'asc' } } }, { seat: { rank: 'asc' } }, { capacity: 'desc' }],
  })
  const forums = await db.forum.findMany({
    where: { id: { in: mandates.map(({ person }) => person.forumId) } },
    orderBy: { foundedAt: 'asc' },
  })
  return forums.flatMap(({ id, slug, name, timeZone }) => {
    const today = dayIn(timeZone, now)
    const seats = mandates
      .filter(({ forumId, untilOn }) => forumId === id && !hasEnded(untilOn && fromDate(untilOn), today))
      .map(({ seat, capacity }) => ({
        name: seat.name,
        body: seat.body.name,
        capacity,
      }))
    return seats.length > 0 ? [{ slug, name, seats }] : []
  })
}

export type Invented = {
  id: string
  name: string
  email: string
  seats: { name: Localised; function: string; capacity: string; body: Localised }[]
}

export type InventedSector = {
  id: string
  name: Localised
  shape: string
  hue: string
  people: Invented[]
}
export type InventedForum = Table & { sectors: InventedSector[] }

/** The invented people of the demonstration, by forum and sector: whom one can sign in as, to try the table on. */
export async function inventedPeople(db: Reader, now: Date): Promise<InventedForum[]> {
  const forums = await db.forum.findMany({
    where: { kind: 'practice' },
    orderBy: { foundedAt: 'asc' },
    include: { sectors: { orderBy: { rank: 'asc' } } },
  })
  return Promise.all(
    forums.map(async ({ id, slug, name, timeZone, sectors }) => {
      const mandates = await db.mandate.findMany({
        where: {
          forumId: id,
          person: { invented: true, email: { not: null } },
          ...rowsInForceOn(dayIn(timeZone, now)),
        },
        include: { person: true, seat: { include: { body: true } } },
        orderBy: [{ seat: { body: { kind: 'asc' } } }, { seat: { rank: 'asc' } }, { capacity: 'desc' }],
      })
      const peopleOf = (sector: string) => {
        const people = new Map<string, Invented>()
        for (const { person, seat, capacity } of mandates.filter(
          (mandate) => mandate.seat.sectorId === sector,
        )) {
          const known = people.get(person.id) ?? {
            id: person.id,
            name: person.name ?? '',
            email: person.email ?? '',
            seats: [],
          }
          known.seats.push({
            name: seat.name,
            function: seat.function,
            capacity,
            body: seat.body.name,
          })
          people.set(person.id, known)
        }
        return [...people.values()]
      }
      return {
        slug,
        name,
        sectors: sectors
          .map((sector) => ({
            id: sector.id,
            name: sector.name,
            shape: sector.shape,
            hue: sector.hue,
            people: peopleOf(sector.id),
          }))
          .filter(({ people }) => people.length > 0),
      }
    }),
  )
}
