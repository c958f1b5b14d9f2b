import { lastDayOf } from '../act/calendar.ts'
import type { LineInBoth, Source } from '../act/fields.ts'
import type { Viewer } from '../act/viewer.ts'

/** A text in the languages in which a source gives it. */
export type SourcedText = { es?: string; en?: string }
export type StatementSeen = {
  id: string
  field: string
  value: unknown
  source: string | null
  sure: string
  /** in both languages, or as an older record has it */
  note: LineInBoth | null
  /** its source with a name in both languages, where the record has one */
  cites: Source | null
}
export type FindingSeen = {
  id: string
  author: string
  measure: string
  level: string
  count: number | null
  note: SourcedText | null
  source: Source
  sure: string
  commitmentId: string | null
}
export type EventSeen = { id: string; happenedOn: string; what: SourcedText; source: Source }

/** What the sources say of a thing, each statement with how sure it is. */
export async function statementsAbout({ db, forum }: Viewer, subject: string): Promise<StatementSeen[]> {
  const rows = await db.sourcedStatement.findMany({
    where: { forumId: forum.id, subject },
    orderBy: [{ field: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ id, field, value, source, sure, note, noteIn, cites }) => ({
    id,
    field,
    value: value ?? null,
    source,
    sure,
    note: noteIn ?? note,
    cites,
  }))
}

export function findingOf({
  id,
  author,
  measure,
  level,
  count,
  note,
  source,
  sure,
  commitmentId,
}: FindingSeen): FindingSeen {
  return {
    id,
    author,
    measure,
    level,
    count,
    note,
    source,
    sure,
    commitmentId,
  }
}

/** What happened outside, from day to day where both are given; a month or a year counts from its first day. */
export async function eventsSeenBy(
  { db, forum }: Viewer,
  { from, to }: { from?: string | null; to?: string | null } = {},
): Promise<EventSeen[]> {
  const rows = await db.outsideEvent.findMany({
    where: {
      forumId: forum.id,
      happenedOn: { ...(from && { gte: from }), ...(to && { lte: lastDayOf(to) }) },
    },
    orderBy: [{ happenedOn: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ id, happenedOn, what, source }) => ({
    id,
    happenedOn,
    what,
    source,
  }))
}

/** The sources of a forum's facts, the most used first, and how many facts were looked for and not found. */
export async function sourcesSeenBy({
  db,
  forum,
}: Viewer): Promise<{ sources: (Source & { count: number })[]; unknown: number }> {
  const [rows, cited, unknown] = await Promise.all([
    db.sourcedStatement.groupBy({
      by: ['source'],
      where: { forumId: forum.id, source: { not: null } },
      _count: true,
    }),
    db.sourcedStatement.findMany({
      where: { forumId: forum.id, source: { not: null } },
      distinct: ['source'],
      orderBy: [{ source: 'asc' }, { id: 'asc' }],
      select: { source: true, cites: true },
    }),
    db.sourcedStatement.count({ where: { forumId: forum.id, sure: 'unknown' } }),
  ])
  const sources = rows.map(({ source, _count: count }) => {
    const [, text, url] = /^(.*), (https?:\/\/\S+)$/.exec(source ?? '') ?? []
    const en = cited.find((one) => one.source === source)?.cites?.en
    return { text: text ?? source ?? '', ...(text && url && { url }), ...(en && { en }), count }
  })
  return {
    sources: sources.toSorted(
      (one, other) => other.count - one.count || one.text.localeCompare(other.text),
    ),
    unknown,
  }
}
