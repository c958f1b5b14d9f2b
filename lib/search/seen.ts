import { fromDate } from '../act/calendar.ts'
import type { Viewer } from '../act/viewer.ts'
import { tookTooLong } from '../db/client.ts'
import { cursorOf, excerptOf, searchCursorIn, termsIn } from './rules.ts'
import type { Excerpt, SearchFault, SearchKind } from './rules.ts'
import { placesSeenBy } from './place-seen.ts'
import type { Place } from './place-seen.ts'

export type SearchAsked = {
  q: string
  kind?: SearchKind | undefined
  body?: string | undefined
  sector?: string | undefined
  plan?: string | undefined
  from?: string | undefined
  to?: string | undefined
  after?: string | undefined
}

export type Passage = {
  kind: string
  spot: string | null
  lang: string | null
  on: string | null
  excerpt: Excerpt
}
export type Found = {
  place: Place
  /** of how many passages the first are shown */
  found: number
  passages: Passage[]
}
export type SearchSeen = {
  /** nothing was typed, or nothing that can be looked for */
  fault: SearchFault | 'empty' | null
  things: Found[]
  /** how many things in all */
  total: number
  next: string | null
  /** the words of the record that were looked for in the place of ones that nobody wrote */
  meant: { typed: string; words: string[] }[]
}

type Row = {
  thing: string
  thingId: string
  headed: boolean
  latest: Date
  total: bigint
  found: bigint
  passages: {
    kind: string
    spot: string | null
    lang: string | null
    said: string
    on: string | null
    commitment: string | null
    at: [number, string][] | null
  }[]
}

const nothing = (fault: SearchSeen['fault']): SearchSeen => ({
  fault,
  things: [],
  total: 0,
  next: null,
  meant: [],
})

/**
 * What this viewer may read that says it, a page at a time. Who may read which passage is asked of the rows that the pages
 * read (migration `search`): the portal's role by its own policies, and whoever sits in a body what waits in it.
 */
export async function searchSeenBy(viewer: Viewer, asked: SearchAsked, size = 20): Promise<SearchSeen> {
  try {
    return await answered(viewer, asked, size)
  } catch (error) {
    if (tookTooLong(error)) return nothing('tooMuch')
    throw error
  }
}

async function answered(viewer: Viewer, asked: SearchAsked, size: number): Promise<SearchSeen> {
  const terms = termsIn(asked.q)
  if (!terms) return nothing('empty')
  if ('fault' in terms) return nothing(terms.fault)
  if (!(await asksForWords(viewer, terms.wanted))) return nothing('tooCommon')
  const exact = await rowsOf(viewer, asked, terms, size)
  if (exact.length > 0 || searchCursorIn(asked.after)) return shownOf(viewer, exact, size, [])
  const meant = await meantBy(viewer, terms.wanted)
  if (meant.length === 0) return shownOf(viewer, [], size, [])
  const wanted = terms.wanted.map((one) => meant.find((other) => other.typed === one[0])?.words ?? one)
  const near = await rowsOf(viewer, asked, { wanted, unwanted: terms.unwanted }, size)
  return shownOf(viewer, near, size, near.length > 0 ? meant : [])
}

async function asksForWords({ db }: Viewer, wanted: string[][]): Promise<boolean> {
  const [row] = await db.$queryRaw<{ nodes: number }[]>`
    SELECT numnode(search.query(${JSON.stringify(wanted)}::jsonb, '{}'::text[])) AS nodes`
  return (row?.nodes ?? 0) > 0
}

async function rowsOf(
  viewer: Viewer,
  asked: SearchAsked,
  { wanted, unwanted }: { wanted: string[][]; unwanted: string[] },
  size: number,
): Promise<Row[]> {
  const after = searchCursorIn(asked.after)
  const bodies = viewer.seats.map((seat) => seat.body)
  return viewer.db.$queryRaw<Row[]>`
    SELECT * FROM search.find(
      ${viewer.forum.id}::uuid, ${JSON.stringify(wanted)}::jsonb, ${unwanted}::text[], ${bodies}::uuid[],
      ${viewer.person !== null}::boolean,
      ${asked.kind ?? null}::text, ${asked.body ?? null}::uuid, ${asked.sector ?? null}::uuid, ${asked.plan ?? null}::uuid,
      ${asked.from ?? null}::date, ${asked.to ?? null}::date,
      ${after?.headed ?? null}::boolean, ${after?.latest ?? null}::date, ${after?.thing ?? null}::uuid, ${size + 1}::int)`
}

/** Single words that the record does not have as they were typed; a phrase is meant as it stands. */
async function meantBy({ db, forum }: Viewer, wanted: string[][]): Promise<SearchSeen['meant']> {
  const typed = wanted.flat().filter((word) => /^[\p{L}\p{M}]{4,}$/u.test(word))
  const rows = await db.$queryRaw<{ typed: string; word: string; likeness: number }[]>`
    SELECT t.typed, n.word, n.likeness FROM unnest(${typed}::text[]) AS t(typed), LATERAL search.near(${forum.id}::uuid, t.typed) AS n`
  return typed.flatMap((word) => {
    const near = rows.filter((row) => row.typed === word)
    // Whoever spelled it as it is spelled meant that.
    return near.length > 0 && near[0]?.likeness !== 1
      ? [{ typed: word, words: near.map((row) => row.word) }]
      : []
  })
}

async function shownOf(
  viewer: Viewer,
  rows: Row[],
  size: number,
  meant: SearchSeen['meant'],
): Promise<SearchSeen> {
  const shown = rows.slice(0, size)
  const places = await placesSeenBy(
    viewer,
    shown.map(({ thing, thingId, passages }) => ({
      thing,
      id: thingId,
      commitment: passages[0]?.commitment ?? null,
    })),
  )
  const last = rows.length > size ? shown.at(-1) : undefined
  return {
    fault: null,
    things: shown.flatMap(({ thing, thingId, found, passages }) => {
      const place = places.find((one) => one.thing === thing && one.id === thingId)
      return place ? [{ place, found: Number(found), passages: passages.map(passageOf) }] : []
    }),
    total: Number(rows[0]?.total ?? 0),
    next: last
      ? cursorOf({ headed: last.headed, latest: fromDate(last.latest), thing: last.thingId })
      : null,
    meant,
  }
}

function passageOf({ kind, spot, lang, on, said, at }: Row['passages'][number]): Passage {
  return { kind, spot, lang, on, excerpt: excerptOf(said, at ?? []) }
}
