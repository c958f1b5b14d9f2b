import type { Reader } from '../db/client.ts'
import { dayIn, toDate } from './calendar.ts'
import type { Moment } from './moment.ts'

export type Office = 'operator' | 'system' | 'witness'

/** A seat that somebody holds today, with all that a standing may ask about it. */
export type HeldSeat = {
  seat: string
  mandate: string
  person: string
  body: string
  bodyKind: string
  sector: string
  hasPosition: boolean
  function: string
  voice: boolean
  capacity: string
}

/** Who acts: for a seat, for an office, or nobody in particular. Never a bare user. */
export type Actor =
  | ({ kind: 'seat' } & HeldSeat)
  | { kind: 'office'; office: Office }
  | { kind: 'public' }

export type ForumHead = {
  id: string
  slug: string
  name: { es: string; en?: string }
  kind: string
  timeZone: string
  /** those that it offers, as it decided; none: it decided nothing (languagesOf in lib/bodies/rules.ts) */
  languages?: readonly string[]
  rules: unknown
  openedAt: Date | null
}

/** Who looks, at which forum, and when. The public is a viewer too. */
export type Viewer = {
  db: Reader
  forum: ForumHead
  now: Date
  today: string
  person: string | null
  office: Office | null
  seats: HeldSeat[]
  /** where it is not now that they look at */
  moment?: Moment
}

/**
 * The seats of the forum that `person` holds on `today`, in one statement, each once: whoever became titular of a seat for which they stood in
 * acts as its titular, as in `enter_forum`.
 */
export async function seatsHeldBy(
  db: Reader,
  forum: string,
  person: string,
  today: string,
): Promise<HeldSeat[]> {
  const rows = await db.$queryRaw<HeldSeat[]>`
    SELECT m."seatId" AS seat, m.id AS mandate, m."personId" AS person, s."bodyId" AS body, b.kind AS "bodyKind",
           s."sectorId" AS sector, t."hasPosition", s.function, s.voice, m.capacity
    FROM mandate m JOIN seat s ON s.id = m."seatId" JOIN body b ON b.id = s."bodyId" JOIN sector t ON t.id = s."sectorId"
    WHERE m."personId" = ${person}::uuid AND m."forumId" = ${forum}::uuid
      AND public.in_force(m."fromOn", m."untilOn", ${toDate(today)}::date) AND NOT public.has_ended(s."endedOn", ${toDate(today)}::date)
    ORDER BY b.kind, s.rank, s.slug, m.capacity DESC`
  return rows.filter((row, at) => rows.findIndex((heldSeat) => heldSeat.seat === row.seat) === at)
}

export async function forumBySlug(db: Reader, slug: string): Promise<ForumHead | null> {
  const forum = await db.forum.findUnique({ where: { slug } })
  return forum && { ...forum, name: forum.name }
}

/** The public: reads what is public, acts never. */
export function publicViewer(db: Reader, forum: ForumHead, now: Date): Viewer {
  return { db, forum, now, today: dayIn(forum.timeZone, now), person: null, office: null, seats: [] }
}

export function officeViewer(db: Reader, forum: ForumHead, office: Office, now: Date): Viewer {
  return { ...publicViewer(db, forum, now), office }
}

export async function personViewer(
  db: Reader,
  forum: ForumHead,
  person: string,
  now: Date,
): Promise<Viewer> {
  const viewer = publicViewer(db, forum, now)
  return { ...viewer, person, seats: await seatsHeldBy(db, forum.id, person, viewer.today) }
}

/** As whom the viewer would act: the seat named, the office they speak for, else the public. */
export function actorFor(viewer: Viewer, seat?: string): Actor {
  if (viewer.office) return { kind: 'office', office: viewer.office }
  const held = viewer.seats.find((heldSeat) => heldSeat.seat === seat)
  return held ? { kind: 'seat', ...held } : { kind: 'public' }
}

/** Drafts are for the body: a viewer reads its working papers when they hold a seat in it. */
export function sitsIn(viewer: Viewer, body: string): boolean {
  return viewer.seats.some((seat) => seat.body === body)
}
