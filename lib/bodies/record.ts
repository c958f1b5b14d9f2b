import { addDays, fromDate } from '../act/calendar.ts'
import type { Reader } from '../db/client.ts'
import type { SeatHeld } from './rules.ts'

export type MandateSeen = {
  id: string
  person: string
  name: string | null
  capacity: string
  fromOn: string
  /** the first day without it */
  untilOn: string | null
  /** the last day of it, as people say it */
  lastOn: string | null
}
export type MandateRow = {
  id: string
  personId: string
  capacity: string
  fromOn: Date
  untilOn: Date | null
  person: { name: string | null }
}

export function mandateOf({ id, personId, capacity, fromOn, untilOn, person }: MandateRow): MandateSeen {
  return {
    id,
    person: personId,
    name: person.name,
    capacity,
    fromOn: fromDate(fromOn),
    untilOn: untilOn && fromDate(untilOn),
    lastOn: untilOn && addDays(fromDate(untilOn), -1),
  }
}

type OfWhom = {
  sector?: string
  /** the public is shown names and no addresses, so that a person whose name was erased is gone */
  isGone?: (person: { name: string | null; email: string | null }) => boolean
}

/** The seats of the forum, or of a sector, with all who hold, held or will hold them: what rules ask for. */
export async function seatsHeld(
  db: Reader,
  forum: string,
  { sector, isGone = ({ name }) => name === null }: OfWhom = {},
): Promise<SeatHeld[]> {
  const rows = await db.seat.findMany({
    where: { forumId: forum, ...(sector && { sectorId: sector }) },
    include: {
      body: true,
      mandates: { include: { person: true }, orderBy: [{ fromOn: 'asc' }, { id: 'asc' }] },
    },
    orderBy: [{ rank: 'asc' }, { slug: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ id, bodyId, sectorId, voice, endedOn, body, mandates }) => ({
    id,
    body: bodyId,
    bodyKind: body.kind,
    sector: sectorId,
    voice,
    endedOn: endedOn && fromDate(endedOn),
    mandates: mandates.map((mandate) => {
      const { capacity, fromOn, untilOn } = mandateOf(mandate)
      return {
        id: mandate.id,
        person: mandate.personId,
        capacity,
        fromOn,
        untilOn,
        erased: isGone(mandate.person),
      }
    }),
  }))
}
