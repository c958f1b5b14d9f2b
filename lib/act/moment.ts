import { dayIn, endOfDay, isDay } from './calendar.ts'
import type { Reader } from '../db/client.ts'
import type { ForumHead, Viewer } from './viewer.ts'

/** A moment that a page can be read at: a day, by what was in force; or a number of the log, by what was on record. */
export type Moment = { on: string } | { at: number }

/** What is wrong with a moment that was asked for, as a message key, at its field. */
export type MomentFault = { field: 'on' | 'at'; key: string; params: Record<string, string | number> }

/** The nouns of the portal that have a past. The history has days and numbers of its own. */
const rooms =
  /^\/(?:es|en)\/[^/?#]+\/(?:plan|plans|commitments|bodies|seats|meetings|minutes|decisions|proposals|forum|roster|records|search)(?=[/?#]|$)/

/** The same on the desk, where they are read: not where something is written. */
const desk =
  /^\/(?:es|en)\/[^/?#]+\/desk\/(?:(?:bodies|meetings|proposals|roadmaps)(?:\/(?!new[?#]|new$)[^/?#]+)?|meetings\/[^/?#]+\/minutes|search)(?=[?#]|$)/

export function readsAsOf(address: string): boolean {
  return rooms.test(address) || desk.test(address)
}

/** What an address asks for, as it was typed. */
export function askedOf(address: string): { on: string; at: string } {
  const query = new URLSearchParams(readsAsOf(address) ? (/\?([^#]*)/.exec(address)?.[1] ?? '') : '')
  const one = (name: string) => (query.get(name) ?? '').trim().slice(0, 40)
  return { on: one('on'), at: one('at') }
}

export function queryOf(moment: Moment): string {
  return new URLSearchParams('on' in moment ? { on: moment.on } : { at: String(moment.at) }).toString()
}

/** The moment that was meant; null: none was, or not one that there is. A day to come is no record, and neither is an act. */
export function momentIn(
  { on, at }: { on: string; at: string },
  { today, size }: { today: string; size: number },
): { moment: Moment | null; fault: MomentFault | null } {
  const wrong = (field: 'on' | 'at', key: string, params = {}) => ({
    moment: null,
    fault: { field, key, params },
  })
  if (on && at) return wrong('at', 'asOf.oneOfTwo')
  if (on) {
    if (!isDay(on)) return wrong('on', 'asOf.noSuchDay', { day: on })
    return on > today ? wrong('on', 'asOf.dayToCome', { day: on }) : { moment: { on }, fault: null }
  }
  if (!at) return { moment: null, fault: null }
  if (!/^\d{1,9}$/.test(at)) return wrong('at', 'asOf.noNumber', { given: at, last: size - 1 })
  return Number(at) >= size
    ? wrong('at', 'asOf.noSuchAct', { number: Number(at), last: size - 1 })
    : { moment: { at: Number(at) }, fault: null }
}

/**
 * The same viewer, standing at that moment: their handle shows the rows of then, and what a page works out from "today" it works out from
 * then. Who looks stays who they are now.
 */
export async function viewerAt(viewer: Viewer, db: Reader, moment: Moment): Promise<Viewer> {
  const now = await instantOf(viewer, moment)
  const today = 'on' in moment ? moment.on : dayIn(viewer.forum.timeZone, now)
  const then = await db.forum.findFirst({ where: { id: viewer.forum.id } })
  const forum: ForumHead = then ? { ...then, name: then.name } : viewer.forum
  return { ...viewer, db, forum, now, today, moment }
}

/** When it was: the end of the day, or when the act was recorded. */
async function instantOf({ db, forum, now }: Viewer, moment: Moment): Promise<Date> {
  if ('on' in moment) {
    return new Date(Math.min(endOfDay(forum.timeZone, moment.on).getTime() - 1000, now.getTime()))
  }
  const line = await db.historyLine.findFirst({
    where: { forumId: forum.id, index: { lte: moment.at } },
    orderBy: { index: 'desc' },
    select: { recordedAt: true },
  })
  return line?.recordedAt ?? now
}
