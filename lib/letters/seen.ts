import { lastDayBefore } from '../act/calendar.ts'
import type { Viewer } from '../act/viewer.ts'
import { workSeenBy } from '../brief/work-seen.ts'
import type { BriefLine } from '../brief/said.ts'
import type { Row } from '../db/client.ts'
import { linesSeenBy } from '../history/seen.ts'
import type { HistoryLine, Names } from '../history/seen.ts'

type Notice = Row<'notice'>

export type LetterSeen = {
  /** what is asked of the reader, the nearest day first, as the desk says it */
  asked: BriefLine[]
  /** what else is asked, what changed for them, and what they may want to know, as the history says it */
  requests: HistoryLine[]
  changed: HistoryLine[]
  known: HistoryLine[]
  names: Names
  /** the meeting or the proposal that all of it is about, where it is one */
  thread: string | null
}

/**
 * What a letter says, read when it is sent and as its reader: what was answered meanwhile is asked no
 * more, what was erased is not told. Null where nothing is left to say.
 */
export async function letterSeenBy(viewer: Viewer, notices: Notice[]): Promise<LetterSeen | null> {
  const wanted = notices.filter((notice) => notice.asks)
  const own = viewer.seats.map(({ seat }) => seat)
  const [work, history] = await Promise.all([
    wanted.length > 0 && own.length > 0 ? workSeenBy(viewer, own) : null,
    linesSeenBy(
      viewer,
      notices.filter((notice) => !notice.asks),
    ),
  ])
  const asked = (work?.lines.seat ?? []).filter((line) =>
    wanted.some((notice) => isSame(notice, line, viewer.forum.timeZone)),
  )
  const of = (kind: string) =>
    history.lines.filter((line) =>
      notices.some(
        (notice) =>
          !notice.asks &&
          notice.kind === kind &&
          notice.index === line.index &&
          notice.ordinal === line.ordinal,
      ),
    )
  const told = { requests: of('asked'), changed: of('changed'), known: of('known') }
  if (asked.length === 0 && Object.values(told).every((lines) => lines.length === 0)) return null
  return { asked, ...told, names: history.names, thread: threadOf(notices, viewer.forum.id) }
}

/** The desk still asks for it, and for no other day: a text that was circulated anew has notices of its own. */
function isSame({ thingId, dueAt }: Notice, { id, dueOn }: BriefLine, zone: string): boolean {
  return id.split(' ')[1] === thingId && (dueAt === null || dueOn === lastDayBefore(zone, dueAt))
}

function threadOf(notices: Notice[], forum: string): string | null {
  const things = new Set(notices.map((notice) => notice.thingId))
  const [only] = things
  return things.size === 1 && only !== undefined && only !== forum ? only : null
}

/**
 * People of the viewer's bodies whose address their mail server refuses: for those who keep the book,
 * and can ask them.
 */
export async function stoppedSeenBy(viewer: Viewer): Promise<StoppedSeen[]> {
  const bodies = viewer.seats
    .filter((seat) => seat.function === 'secretary' || seat.function === 'chair')
    .map((seat) => seat.body)
  if (bodies.length === 0) return []
  return viewer.db.$queryRaw<StoppedSeen[]>`
    SELECT DISTINCT p.id AS person, p.name, a."stoppedAt", a.answer
    FROM stopped_address a JOIN person p ON lower(p.email) = a.email AND p."forumId" = ${viewer.forum.id}::uuid
    JOIN mandate m ON m."personId" = p.id JOIN seat s ON s.id = m."seatId"
    WHERE s."bodyId" = ANY(${bodies}::uuid[])
    ORDER BY a."stoppedAt", p.id LIMIT 200`
}
export type StoppedSeen = { person: string; name: string | null; stoppedAt: Date; answer: string }
