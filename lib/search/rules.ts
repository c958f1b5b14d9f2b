/** More than anybody types by hand; what is longer is said to be, and not searched. */
export const LONGEST_QUERY = 120
const MOST_TERMS = 12

/** What is wrong with what was typed, as a message key under `search.faults`. */
export type SearchFault = 'tooLong' | 'noWords' | 'onlyWithout' | 'tooCommon' | 'tooMuch'

export type Terms = {
  /** each a word or a phrase, all of them wanted; of each list one is enough */
  wanted: string[][]
  unwanted: string[]
}

/**
 * What somebody typed: words, "a phrase", -without. A quote that was left open ends with the line, and signs alone are
 * nothing. Words are told apart in the database, which folds their accents (migration `search`).
 */
export function termsIn(typed: string): Terms | { fault: SearchFault } | null {
  // A NUL is no text to PostgreSQL, and half a letter none to anybody.
  const clean = typed
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
    .normalize('NFC')
    .trim()
  if (!clean) return null
  if (clean.length > LONGEST_QUERY) return { fault: 'tooLong' }
  const terms = [...clean.matchAll(/(-?)(?:["“”«»]([^"“”«»]*)["“”«»]?|([^\s"“”«»]+))/gu)].map(
    ([, minus, phrase, word]) => ({ without: minus === '-', said: (phrase ?? word ?? '').trim() }),
  )
  const said = terms.filter((term) => /[\p{L}\p{N}]/u.test(term.said)).slice(0, MOST_TERMS)
  const wanted = said.filter((term) => !term.without).map((term) => [term.said])
  const unwanted = said.filter((term) => term.without).map((term) => term.said)
  if (wanted.length > 0) return { wanted, unwanted }
  return { fault: unwanted.length > 0 ? 'onlyWithout' : 'noWords' }
}

export type Piece = { text: string; hit: boolean }
/** A sentence as it is shown: with what was found marked, and whether it goes on before and after. */
export type Excerpt = { pieces: Piece[]; before: boolean; after: boolean; words: string }

const WORDS = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu
const LONGEST_EXCERPT = 260

/** A letter without its accent, as the database compares it. */
const bare = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

/**
 * The sentence around the first place where it was found. A place is the number of a word, as the database counts them; a
 * word that does not begin as its lexeme does was counted otherwise, and is not marked.
 */
export function excerptOf(said: string, places: readonly (readonly [number, string])[]): Excerpt {
  const words = [...said.matchAll(WORDS)].map((word) => ({
    from: word.index,
    to: word.index + word[0].length,
  }))
  const hits = places.flatMap(([place, lexeme]) => {
    const word = words[place - 1]
    const begins = word && bare(said.slice(word.from, word.to)).startsWith(bare(lexeme).slice(0, 2))
    return begins ? [word] : []
  })
  const first = hits[0] ?? { from: 0, to: 0 }
  const { from, to } = sentenceAround(said, first.from, first.to)
  const inside = hits.filter((hit) => hit.from >= from && hit.to <= to)
  const pieces: Piece[] = []
  let at = from
  for (const hit of inside) {
    if (hit.from < at) continue
    pieces.push(
      { text: said.slice(at, hit.from), hit: false },
      { text: said.slice(hit.from, hit.to), hit: true },
    )
    at = hit.to
  }
  pieces.push({ text: said.slice(at, to), hit: false })
  return {
    pieces: pieces.filter((piece) => piece.text !== ''),
    before: said.slice(0, from).trim() !== '',
    after: said.slice(to).trim() !== '',
    words: said.slice(first.from, first.to),
  }
}

/** From the end of the sentence before to the end of this one, or as much of it as is read at a glance. */
function sentenceAround(said: string, hitFrom: number, hitTo: number): { from: number; to: number } {
  const ends = [...said.matchAll(/[.!?…](?=\s)|\n+/gu)].map((end) => end.index + end[0].length)
  let from = ends.findLast((end) => end <= hitFrom) ?? 0
  let to = ends.find((end) => end >= hitTo) ?? said.length
  if (to - from > LONGEST_EXCERPT) {
    from = Math.max(from, wordEdge(said, hitFrom - LONGEST_EXCERPT / 2, from))
    to = Math.min(to, wordEdge(said, from + LONGEST_EXCERPT, to))
  }
  while (from < hitFrom && /\s/.test(said[from] ?? '')) from += 1
  return { from, to: Math.max(to, hitTo) }
}

/** No word is cut in two. */
function wordEdge(said: string, near: number, otherwise: number): number {
  const space = said.indexOf(' ', Math.max(0, near))
  return space === -1 ? otherwise : space
}

export type SearchCursor = { headed: boolean; latest: string; thing: string }

/** Where the next page begins: after this thing. */
export function cursorOf({ headed, latest, thing }: SearchCursor): string {
  return `${headed ? 'h' : 's'}.${latest}.${thing}`
}

export function searchCursorIn(asked: string | undefined): SearchCursor | null {
  const [, of, latest, thing] =
    /^([hs])\.(\d{4}-\d\d-\d\d)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(asked ?? '') ?? []
  return latest && thing ? { headed: of === 'h', latest, thing } : null
}

/** Kinds by which a search is narrowed, as they are told in words (messages, `search.kinds`). */
export const searchKinds = [
  'commitment',
  'proposal',
  'decision',
  'meeting',
  'minutes',
  'agreement',
  'action',
  'roadmap',
  'report',
  'evidence',
  'event',
  'seat',
  'body',
  'plan',
  'document',
  'pause',
  'record',
] as const
export type SearchKind = (typeof searchKinds)[number]
