import type { Circumstances } from '../act/command.ts'
import type { Reader, Row } from '../db/client.ts'
import { deliberatedIn, meetingRecord } from '../meetings/record.ts'
import { sectorsWithPosition } from '../meetings/rules.ts'
import { deliberation, openSuspensions } from '../proposals/record.ts'
import type { MinutesContent } from './facts.ts'
import { consentsOf } from './rules.ts'
import type { Consent } from './rules.ts'

/** A version's content; null where it was taken down (its digest and its entry stay). */
export function contentIn({ content }: Pick<Row<'minutesVersion'>, 'content'>): MinutesContent | null {
  return 'items' in content ? content : null
}

export async function suspendedSectors(db: Reader, forum: string) {
  return (await openSuspensions(db, forum)).filter((one) => one.commitmentId === null)
}

/** Minutes with all that an approval may bring about: read inside the act, under the forum's lock. */
export async function minutesRecord(db: Reader, circumstances: Circumstances, id: string) {
  const { forum, now } = circumstances
  const minutes = await db.minutes.findFirst({
    where: { id, forumId: forum.id },
    include: {
      versions: {
        orderBy: { number: 'asc' },
        include: { approvals: { orderBy: { entryIndex: 'asc' } }, observations: true },
      },
      errata: { include: { approvals: true } },
    },
  })
  const meeting = minutes && (await meetingRecord(db, circumstances, minutes.meetingId))
  const version = minutes?.versions.at(-1)
  if (!meeting || !version) return null
  const content = contentIn(version)
  const [suspensions, earlier, deliberated, speakers] = await Promise.all([
    suspendedSectors(db, forum.id),
    db.minutes.count({
      where: { bodyId: minutes.bodyId, approvedAt: { not: null }, meeting: { year: meeting.year } },
    }),
    minutes.approvedAt ? [] : deliberatedIn(db, meeting.id),
    db.mandate.findMany({
      where: { id: { in: content?.claims.map((claim) => claim.mandate) ?? [] } },
      select: { id: true, capacity: true },
    }),
  ])
  // Entitlement freezes at the session: who held a sector's voice is asked for its day.
  const atSession = { ...circumstances, today: meeting.heldOn }
  const deliberations = []
  for (const { id: proposal } of deliberated)
    deliberations.push(await deliberation(db, atSession, proposal))
  const sectors = sectorsWithPosition(meeting.seats)
  return {
    ...minutes,
    meeting,
    version,
    content,
    speakers,
    sectors,
    suspensions,
    earlier,
    windowIsOver: now >= version.windowEndsAt,
    proposals: deliberations.filter((one) => one !== null),
  }
}
export type MinutesRecord = NonNullable<Awaited<ReturnType<typeof minutesRecord>>>

export function consentsTo(minutes: MinutesRecord, approved: string[]): Consent[] {
  return consentsOf(
    minutes.sectors,
    approved,
    minutes.suspensions.map((suspension) => suspension.sectorId),
    minutes.windowIsOver,
  )
}

/** Circulated minutes that are not approved yet. */
export async function circulatedMinutes(db: Reader, forum: string) {
  return db.minutes.findMany({
    where: { forumId: forum, approvedAt: null },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
}

/** A sector that did not approve, and why that did not stop the minutes. */
export type Silent = { sector: string; why: 'silence' | 'suspended'; since: string }
