import { HOUR_MS } from '../act/calendar.ts'
import { firstRefusal, ok, refuse } from '../act/refusal.ts'
import type { Standing } from '../act/refusal.ts'
import { actorFor } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { keepsBookOf } from '../meetings/rules.ts'
import type { SeatOn } from '../meetings/rules.ts'

type OfSession = { bodyId: string; convenedBy: string | null; bySectorId: string | null }

/** Whoever keeps the book runs the session. */
export function keepsSession(viewer: Viewer, meeting: OfSession, seatsToday: SeatOn[]): Standing {
  const keeps = viewer.seats.some((held) =>
    keepsBookOf(actorFor(viewer, held.seat), { ...meeting, seatsToday }),
  )
  return firstRefusal(
    keeps ? ok : refuse('meetings.bookKeeperOnly'),
    viewer.forum.kind === 'record' ? refuse('bodies.recordOnly') : ok,
  )
}

/** How a session goes: the item on the table, since when its time runs (null: paused), and what each item took before that, in ms. */
export type Course = { item: string; since: Date | null; spent: Record<string, number> }

/** Two weeks: longer than any session, and within what a row holds. */
const longest = 14 * 24 * HOUR_MS

/** What an item has taken until `at`. A clock that was set back takes nothing away. */
export function spentOn({ item, since, spent }: Course, of: string, at: Date): number {
  const running = of === item && since ? Math.max(0, at.getTime() - since.getTime()) : 0
  return Math.min(longest, (spent[of] ?? 0) + running)
}

export function pausedAt(course: Course, at: Date): Course {
  return {
    ...course,
    since: null,
    spent: { ...course.spent, [course.item]: spentOn(course, course.item, at) },
  }
}

export function resumedAt(course: Course, at: Date): Course {
  return { ...course, since: course.since ?? at }
}

/** Another item comes onto the table: its time runs, also where the session was paused. */
export function movedTo(course: Course | null, item: string, at: Date): Course {
  return course ? { ...pausedAt(course, at), item, since: at } : { item, since: at, spent: {} }
}

export type OnAgenda = { id: string; withdrawnAt: Date | null; postponedAt: Date | null }

export function isOpen(item: OnAgenda): boolean {
  return !item.withdrawnAt && !item.postponedAt
}

/** The next item to be dealt with, or the one before; from an item that was postponed or withdrawn meanwhile, the nearest in its place. */
export function neighbour(agenda: OnAgenda[], from: string, where: 'next' | 'previous'): string | null {
  const place = agenda.findIndex((item) => item.id === from)
  if (place < 0) return null
  const way = where === 'next' ? agenda.slice(place + 1) : agenda.slice(0, place).toReversed()
  return way.find(isOpen)?.id ?? null
}
