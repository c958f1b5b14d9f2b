import { fromDate } from '../act/calendar.ts'
import { seatsHeld } from '../bodies/record.ts'
import { voicesHeld } from '../bodies/rules.ts'
import type { Reader } from '../db/client.ts'
import { leavesNobody, payloadsNamed } from '../keeping/record.ts'

export type Asking = NonNullable<Awaited<ReturnType<typeof requestNamed>>>

/** A request as it stands, and which sectors could confirm it. */
export async function requestNamed(
  db: Reader,
  { forum, today }: { forum: { id: string }; today: string },
  id: string,
) {
  const row = await db.confirmationRequest.findFirst({
    where: { id, forumId: forum.id },
    include: { refusals: { select: { sectorId: true } } },
  })
  if (!row) return null
  const able = await sectorsThatSpeak(db, forum.id, today)
  return {
    id: row.id,
    kind: row.kind,
    sector: row.sectorId,
    outcome: row.outcome,
    reason: row.reason,
    texts: row.texts ?? [],
    person: row.personId,
    seat: row.seatId,
    capacity: row.capacity,
    fromOn: row.fromOn && fromDate(row.fromOn),
    untilOn: row.untilOn && fromDate(row.untilOn),
    letter: row.letter,
    declined: row.refusals.map(({ sectorId }) => sectorId),
    able: able.filter((sector) => sector !== row.sectorId),
  }
}

/** The sectors with a position that somebody speaks for in the Committee on a day. */
export async function sectorsThatSpeak(db: Reader, forum: string, day: string): Promise<string[]> {
  const [seats, sectors] = await Promise.all([
    seatsHeld(db, forum),
    db.sector.findMany({
      where: { forumId: forum, hasPosition: true },
      orderBy: { rank: 'asc' },
      select: { id: true },
    }),
  ])
  const ofCommittee = seats.filter(({ bodyKind }) => bodyKind === 'committee')
  return sectors
    .map(({ id }) => id)
    .filter(
      (sector) =>
        voicesHeld(
          ofCommittee.filter((seat) => seat.sector === sector),
          day,
        ).length > 0,
    )
}

/**
 * Texts by their seals as the log has them, whether any of them is not public yet, and what is asked
 * about them already.
 */
export async function textsNamed(
  db: Reader,
  { forum, today }: { forum: { id: string }; today: string },
  seals: string[],
) {
  const named = await payloadsNamed(db, forum.id, seals)
  const [held, open, last] = await Promise.all([
    db.historyLine.count({
      where: { forumId: forum.id, index: { in: named.map(({ index }) => index) }, held: true },
    }),
    db.confirmationRequest.findMany({
      where: { forumId: forum.id, kind: 'takedown', outcome: null },
      select: { texts: true },
    }),
    leavesNobody(db, { id: forum.id, today }, seals),
  ])
  const waiting = open.flatMap(({ texts }) => (texts ?? []).map(({ seal }) => seal))
  return {
    named,
    last,
    /** what nobody who reads the record has read is not theirs to have taken down */
    isPublic: held === 0 && named.every((one) => one.open),
    waits: seals.some((seal) => waiting.includes(seal)),
  }
}
