import { addDays, fromDate, toDate } from '../act/calendar.ts'
import { hasEnded, rowsInForceOn } from '../act/in-force.ts'
import type { Reader } from '../db/client.ts'
import type { Letter } from './facts.ts'
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
  letter: Letter | null
}
export type MandateRow = {
  id: string
  personId: string
  capacity: string
  fromOn: Date
  untilOn: Date | null
  letter: Letter | null
  person: { name: string | null }
}

export function mandateOf({
  id,
  personId,
  capacity,
  fromOn,
  untilOn,
  letter,
  person,
}: MandateRow): MandateSeen {
  return {
    id,
    person: personId,
    name: person.name,
    capacity,
    fromOn: fromDate(fromOn),
    untilOn: untilOn && fromDate(untilOn),
    lastOn: untilOn && addDays(fromDate(untilOn), -1),
    letter,
  }
}

/** The seat that a sector named for the case that nobody else of it can appoint. */
export async function recoverySeatOf(db: Reader, sector: string): Promise<string | null> {
  return (await db.recoverySeat.findUnique({ where: { id: sector } }))?.seatId ?? null
}

/** A file that has arrived, as the letter that it is, and who brought it. */
export async function letterArrived(
  db: Reader,
  forum: string,
  upload: string | undefined,
): Promise<{ by: string; letter: Letter } | null> {
  const file = upload ? await db.upload.findFirst({ where: { id: upload, forumId: forum } }) : null
  return file?.digest && file.type
    ? {
        by: file.personId,
        letter: { digest: file.digest, size: file.size, type: file.type, name: file.name },
      }
    : null
}

/** Whether nobody in the forum could act for any sector on a day, in one statement: asked before each act. */
export async function isDeserted(db: Reader, forum: string, day: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ deserted: boolean }[]>`
    SELECT NOT EXISTS (
      SELECT FROM mandate m JOIN seat s ON s.id = m."seatId" AND s.voice JOIN person p ON p.id = m."personId"
      WHERE m."forumId" = ${forum}::uuid AND m.capacity IN ('titular', 'acting')
        AND p.name IS NOT NULL AND p.email IS NOT NULL
        AND public.in_force(m."fromOn", m."untilOn", ${toDate(day)}::date)
        AND NOT public.has_ended(s."endedOn", ${toDate(day)}::date)
    ) AND EXISTS (
      SELECT FROM mandate m JOIN seat s ON s.id = m."seatId" AND s.voice JOIN person p ON p.id = m."personId"
      WHERE m."forumId" = ${forum}::uuid AND m.capacity IN ('titular', 'acting')
        AND p.name IS NOT NULL AND p.email IS NOT NULL
        AND public.has_ended(m."untilOn", ${toDate(day)}::date)
        AND NOT public.has_ended(s."endedOn", ${toDate(day)}::date)
    ) AS deserted`
  return row?.deserted ?? false
}

/** Whether a sector with a position, beside this one, has somebody in the Committee who speaks for it on a day. */
export async function anotherSectorSpeaks(
  db: Reader,
  forum: string,
  { sector, day }: { sector: string; day: string },
): Promise<boolean> {
  const rows = await db.seat.findMany({
    where: {
      forumId: forum,
      voice: true,
      body: { kind: 'committee' },
      sector: { id: { not: sector }, hasPosition: true },
      mandates: {
        some: {
          capacity: { in: ['titular', 'acting'] },
          person: { name: { not: null }, email: { not: null } },
          ...rowsInForceOn(day),
        },
      },
    },
    select: { endedOn: true },
  })
  return rows.some(({ endedOn }) => !hasEnded(endedOn && fromDate(endedOn), day))
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
