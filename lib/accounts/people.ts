import { dayIn } from '../act/calendar.ts'
import type { Localised } from '../act/fields.ts'
import { rowsInForceOn } from '../act/in-force.ts'
import type { Reader } from '../db/client.ts'

export type Desk = { slug: string; name: Localised }

/** The forums in which somebody with this e-mail has, or had, a seat. */
export async function desksOf(db: Reader, email: string): Promise<Desk[]> {
  const persons = await db.person.findMany({
    where: { email, mandates: { some: {} } },
    select: { forumId: true },
  })
  const forums = await db.forum.findMany({
    where: { id: { in: persons.map(({ forumId }) => forumId) } },
    orderBy: { foundedAt: 'asc' },
    select: { slug: true, name: true },
  })
  return forums.map(({ slug, name }) => ({ slug, name }))
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
export type InventedForum = Desk & { sectors: InventedSector[] }

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
