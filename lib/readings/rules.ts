/** OGP's self-assessment words, which are the IRM's for completion too: one scale, so that two readings can be held side by side. */
export const levels = ['not-started', 'limited', 'substantial', 'complete'] as const
export type Level = (typeof levels)[number]

/** Whether a sector speaks of what it leads itself, or of what another leads. */
export const roles = ['self', 'view'] as const
export type Role = (typeof roles)[number]

/** When a plan is assessed by those who carry it out: half way, and when it is over. */
export const terms = ['mid', 'end'] as const
export type Term = (typeof terms)[number]

/** A finding's word on the one scale; the government's board says "completed". Null: a word that is not of this scale. */
export function levelOf(word: string): Level | null {
  return levels.find((level) => level === (word === 'completed' ? 'complete' : word)) ?? null
}

/** Two that spoke, and not the same. Who is silent disputes nothing. */
export function isDisputed(said: readonly (Level | null)[]): boolean {
  return new Set(said.filter((level) => level !== null)).size > 1
}

/** A sector that leads a commitment speaks of its own work. */
export function roleOf(sector: string, leading: readonly string[]): Role {
  return leading.includes(sector) ? 'self' : 'view'
}

/** How many of a plan's commitments somebody found at a level. */
export type Counted = { level: string; count: number | null }

/**
 * The levels at which two counts of one plan cannot both be so. A level that one of them does not name counts as none only where that one
 * told of every commitment; otherwise it says nothing of it.
 */
export function contradictions(
  one: readonly Counted[],
  other: readonly Counted[],
  commitments: number,
): Level[] {
  const [mine, theirs] = [tallied(one), tallied(other)]
  return levels.filter((level) => {
    if (!mine.told.has(level) && !theirs.told.has(level)) return false
    const [here, there] = [countAt(mine, level, commitments), countAt(theirs, level, commitments)]
    if (here === null || there === null) return false
    return here !== there
  })
}

type Tally = { told: Map<Level, number>; sum: number }

function tallied(counts: readonly Counted[]): Tally {
  const told = new Map<Level, number>()
  for (const { level: word, count } of counts) {
    const level = levelOf(word)
    if (level !== null && count !== null) told.set(level, (told.get(level) ?? 0) + count)
  }
  return { told, sum: [...told.values()].reduce((sum, count) => sum + count, 0) }
}

function countAt({ told, sum }: Tally, level: Level, commitments: number): number | null {
  return told.get(level) ?? (sum === commitments && commitments > 0 ? 0 : null)
}
