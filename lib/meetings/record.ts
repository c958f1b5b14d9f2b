import { addDays, dayIn, fromDate, toDate } from '../act/calendar.ts'
import type { Circumstances } from '../act/command.ts'
import type { Prose } from '../act/fields.ts'
import { beginningOf, longest } from '../act/lengths.ts'
import type { ForumHead } from '../act/viewer.ts'
import type { Reader } from '../db/client.ts'
import type { SeatOn } from './rules.ts'

/** The seats of a body with whoever held them on a day, in their order, one statement. Who is acting sits as the titular does. */
export async function seatsOn(db: Reader, body: string, day: string): Promise<SeatOn[]> {
  return db.$queryRaw<SeatOn[]>`
    SELECT s.id, s.function, s.voice, s.required, s."sectorId" AS sector, t."hasPosition",
      (SELECT m.id FROM mandate m WHERE m."seatId" = s.id AND m.capacity IN ('titular', 'acting')
        AND public.in_force(m."fromOn", m."untilOn", ${toDate(day)}::date)
        LIMIT 1) AS titular,
      (SELECT m.id FROM mandate m WHERE m."seatId" = s.id AND m.capacity = 'alternate'
        AND public.in_force(m."fromOn", m."untilOn", ${toDate(day)}::date)
        ORDER BY m."fromOn", m.id LIMIT 1) AS alternate
    FROM seat s JOIN sector t ON t.id = s."sectorId"
    WHERE s."bodyId" = ${body}::uuid AND NOT public.has_ended(s."endedOn", ${toDate(day)}::date)
    ORDER BY s.rank, s.slug`
}

/** A meeting with all that a command about it asks: `seats` as on its day, `seatsToday` for who keeps the book. */
export async function meetingRecord(
  db: Reader,
  { forum, today }: Pick<Circumstances, 'forum' | 'today'>,
  id: string,
) {
  const meeting = await db.meeting.findFirst({
    where: { id, forumId: forum.id },
    include: {
      body: true,
      agenda: { orderBy: [{ rank: 'asc' }, { id: 'asc' }] },
      attendance: true,
      minutes: true,
      guests: { where: { removedAt: null }, orderBy: { entryIndex: 'asc' } },
    },
  })
  if (!meeting) return null
  const heldOn = fromDate(meeting.heldOn)
  const [seats, seatsToday] = await Promise.all([
    seatsOn(db, meeting.bodyId, heldOn),
    seatsOn(db, meeting.bodyId, today),
  ])
  const convenedFor = meeting.convenedFor && fromDate(meeting.convenedFor)
  const movedFrom = meeting.movedFrom && fromDate(meeting.movedFrom)
  return { ...meeting, heldOn, convenedFor, movedFrom, seats, seatsToday }
}
export type MeetingRecord = NonNullable<Awaited<ReturnType<typeof meetingRecord>>>

/**
 * Proposals that wait for the positions of this session: theirs is one of its items, or one that such an item
 * continues.
 */
export async function deliberatedIn(
  db: Reader,
  meeting: string,
): Promise<{ id: string; item: string }[]> {
  return db.$queryRaw<{ id: string; item: string }[]>`
    WITH RECURSIVE chain(id, item) AS (
      SELECT i.id, i.id FROM agenda_item i
      WHERE i."meetingId" = ${meeting}::uuid AND i."withdrawnAt" IS NULL AND i."postponedAt" IS NULL
      UNION
      SELECT i."continuesId", c.item FROM agenda_item i JOIN chain c ON i.id = c.id WHERE i."continuesId" IS NOT NULL
    )
    SELECT DISTINCT p.id, p.number, c.item FROM proposal p JOIN chain c ON p."agendaItemId" = c.id
    WHERE p.mode = 'session' AND p."closedAt" IS NULL ORDER BY p.number`
}

/**
 * Since when a body has neither held nor convened a session; null where one is convened for one of the next
 * `days`. What is convened for later than that is no session within the period, and one that was cancelled none.
 */
export async function quietSince(
  db: Reader,
  {
    forum,
    today,
    body,
    days,
  }: { forum: ForumHead; today: string; body: string | { in: string[] }; days: number },
): Promise<string | null> {
  const last = await db.meeting.findFirst({
    where: {
      forumId: forum.id,
      bodyId: body,
      state: { not: 'cancelled' },
      heldOn: { lte: toDate(addDays(today, days)) },
    },
    orderBy: { heldOn: 'desc' },
    select: { heldOn: true },
  })
  if (!last) return forum.openedAt && dayIn(forum.timeZone, forum.openedAt)
  const day = fromDate(last.heldOn)
  return day >= today ? null : day
}

export type LeftOver = {
  id: string
  title: Prose
  commitmentId: string | null
  proposedBy: string | null
  sectorId: string | null
}

/**
 * What a new agenda begins with: items with actions still open, items that were postponed, and those of
 * meetings that were cancelled or not held, or whose proposal is still open though the minutes are approved.
 * Each comes back once at a time; that of a pending erratum with it.
 */
export async function leftOverIn(db: Reader, body: string): Promise<LeftOver[]> {
  return db.$queryRaw<LeftOver[]>`
    WITH unfinished AS (
      SELECT i.id FROM agenda_item i WHERE EXISTS (
        SELECT 1 FROM agreement a
        WHERE a."agendaItemId" = i.id AND a."bodyId" = ${body}::uuid AND a.kind = 'action' AND a."closedAt" IS NULL)
    )
    SELECT i.id, i.title, i."commitmentId", i."proposedBy", i."sectorId"
    FROM agenda_item i JOIN meeting m ON m.id = i."meetingId" LEFT JOIN minutes n ON n."meetingId" = m.id
    WHERE m."bodyId" = ${body}::uuid AND NOT m."takenOver" AND i."withdrawnAt" IS NULL AND NOT EXISTS (
      SELECT 1 FROM erratum_item x JOIN erratum e ON e.id = x."erratumId"
      WHERE x."itemId" = i.id AND e."approvedAt" IS NULL AND e."withdrawnAt" IS NULL
    ) AND (
      (i.id IN (SELECT id FROM unfinished) AND NOT EXISTS (
        SELECT 1 FROM agenda_item c JOIN meeting o ON o.id = c."meetingId"
        WHERE c."continuesId" = i.id AND c."withdrawnAt" IS NULL AND o.state IN ('convened', 'in-session')))
      OR ((i."postponedAt" IS NOT NULL OR m.state IN ('cancelled', 'not-held')
        OR (n."approvedAt" IS NOT NULL AND EXISTS (
          SELECT 1 FROM proposal p WHERE p."agendaItemId" = i.id AND p.mode = 'session' AND p."closedAt" IS NULL)))
        AND (i."continuesId" IS NULL OR i."continuesId" NOT IN (SELECT id FROM unfinished))
        AND NOT EXISTS (SELECT 1 FROM agenda_item c WHERE c."continuesId" = i.id AND c."withdrawnAt" IS NULL)))
    ORDER BY m."heldOn", i.rank, i.id LIMIT ${mostLeftOver}`
}

export type ErratumDue = {
  id: string
  minutes: string
  number: string
  title: Prose
  reason: Prose
  continues: string | null
  proposedBy: string
  sector: string
}

/** So many come onto one agenda, which fits into one act with them: the rest, the oldest first, onto the next. */
const mostErrata = 20
const mostLeftOver = 40

/** Errata of a body's minutes that are neither approved nor withdrawn, and stand on no agenda that is still open. */
export async function errataDue(db: Reader, body: string): Promise<ErratumDue[]> {
  type Row = Omit<ErratumDue, 'title'> & { wrong: Prose; right: Prose }
  const rows = await db.$queryRaw<Row[]>`
    SELECT e.id, e."minutesId" AS minutes, n.number, e.wrong, e."right", e.reason, e."proposedBy",
      s."sectorId" AS sector, (
        SELECT x."itemId" FROM erratum_item x JOIN agenda_item i ON i.id = x."itemId"
          JOIN meeting m ON m.id = i."meetingId"
        WHERE x."erratumId" = e.id AND i."withdrawnAt" IS NULL ORDER BY m."entryIndex" DESC LIMIT 1) AS continues
    FROM erratum e JOIN minutes n ON n.id = e."minutesId" JOIN seat s ON s.id = e."proposedBy"
    WHERE n."bodyId" = ${body}::uuid AND e."approvedAt" IS NULL AND e."withdrawnAt" IS NULL AND NOT EXISTS (
      SELECT 1 FROM erratum_item x JOIN agenda_item i ON i.id = x."itemId" JOIN meeting m ON m.id = i."meetingId"
      WHERE x."erratumId" = e.id AND i."withdrawnAt" IS NULL AND i."postponedAt" IS NULL
        AND m.state IN ('convened', 'in-session'))
    ORDER BY e."entryIndex" LIMIT ${mostErrata}`
  return rows.map(({ wrong, right, ...one }) => ({
    ...one,
    title: {
      lang: wrong.lang,
      text: beginningOf(
        [
          one.number,
          [wrong, right]
            .map(({ text }) => shortened(text))
            .filter(Boolean)
            .join(' → '),
        ]
          .filter(Boolean)
          .join(': '),
        longest.title,
      ),
    },
  }))
}

/** In its own words, so many of them that two fit into a title. */
function shortened(text: string): string {
  const signs = [...text.replace(/\s+/g, ' ').trim()]
  return signs.length > 60 ? `${signs.slice(0, 59).join('').trimEnd()}…` : signs.join('')
}
