import type { Viewer } from '../act/viewer.ts'
import { factKindNamed } from '../facts.ts'
import { leadOf } from './rules.ts'
import { lineOf, linesWithin, namesIn, pageSize } from './seen.ts'
import type { HistoryFilter, HistoryLine } from './seen.ts'

/** How many facts of an act are told under it; its own page has them all. */
const FOLDED = 24

export type HistoryAct = {
  index: number
  /** the fact that tells the act */
  lead: HistoryLine
  counts: Record<string, number>
  /** the facts folded under it, in their order, as far as they are told here */
  facts: HistoryLine[]
  /** how many facts the act has that this reader may read */
  many: number
}

/**
 * The history by act, newest first. The filter chooses acts by any of their facts; of an act that was chosen
 * everything is told that the viewer may read, so that its one line is always true of the whole.
 */
export async function actsSeenBy(viewer: Viewer, filter: HistoryFilter = {}, size = pageSize) {
  const found = await viewer.db.historyLine.groupBy({
    by: ['index'],
    where: await linesWithin(filter, viewer),
    orderBy: { index: 'desc' },
    take: size + 1,
  })
  const indices = found.slice(0, size).map(({ index }) => index)
  const rows = await viewer.db.historyLine.findMany({
    where: { AND: [await linesWithin({}, viewer), { index: { in: indices } }] },
    orderBy: [{ index: 'desc' }, { ordinal: 'asc' }],
  })
  const acts = [...Map.groupBy(rows.map(lineOf), ({ index }) => index).values()].flatMap(actOf)
  const told = acts.flatMap(({ lead, facts }) => [lead, ...facts])
  const [names, attendance] = await Promise.all([namesIn(told, viewer), attendanceOf(viewer, acts)])
  const last = indices.at(-1)
  return {
    acts: acts.map((act) => ({
      ...act,
      counts: { ...act.counts, ...(attends(act) && attendance[act.lead.meetingId ?? '']) },
    })),
    names,
    // Nothing of that act is older than its first fact: the next page begins with the act before.
    next: found.length > size && last !== undefined ? `${last}.0` : null,
  }
}

function actOf(lines: HistoryLine[]): HistoryAct[] {
  const lead = leadOf(lines, ({ kind }) => factKindNamed.get(kind)?.act?.weight ?? 0)
  if (!lead) return []
  const counts = factKindNamed.get(lead.kind)?.act?.counts
  // What the act's line counts is folded whole; what says itself stands in the line, and need not be told twice.
  const under = counts ? lines : lines.filter((line) => line !== lead)
  return [
    {
      index: lead.index,
      lead,
      counts: counts?.(lines) ?? {},
      facts: lines.length > 1 ? under.slice(0, FOLDED) : [],
      many: lines.length,
    },
  ]
}

function attends({ lead }: HistoryAct): boolean {
  return factKindNamed.get(lead.kind)?.act?.attended === true
}

/** How the seats took part in the meetings of acts that say so: nothing changes that once a session is closed. */
async function attendanceOf(
  { db, forum }: Viewer,
  acts: HistoryAct[],
): Promise<Record<string, Record<string, number>>> {
  const meetings = acts.filter(attends).flatMap(({ lead }) => lead.meetingId ?? [])
  if (meetings.length === 0) return {}
  const marks = await db.attendance.groupBy({
    by: ['meetingId', 'state'],
    where: { forumId: forum.id, meetingId: { in: meetings } },
    _count: true,
  })
  const many = (meeting: string, ...states: string[]) =>
    marks
      .filter((mark) => mark.meetingId === meeting && states.includes(mark.state))
      .reduce((sum, mark) => sum + mark._count, 0)
  return Object.fromEntries(
    meetings.map((meeting) => [
      meeting,
      {
        there: many(meeting, 'present', 'remote'),
        represented: many(meeting, 'represented'),
        absent: many(meeting, 'absent'),
        excused: many(meeting, 'excused'),
      },
    ]),
  )
}
