/** How it is said: as a member where machines read, and by messages where people do. */
export const asExample = {
  member: { example: true },
  /** on each page */
  mark: 'example.mark',
  /** where there is room for a sentence */
  sentence: 'example.sentence',
  /** before a name: a calendar's, a session's, a document's, a sheet's */
  titled: 'example.titled',
  /** in each row of a sheet, and in the name of a file that nothing can be written into */
  word: 'example.word',
} as const

/**
 * What a practice table gives away says by itself that it is an example: a page torn out, a file sent on, an entry in somebody's calendar.
 * Null of every other forum. `testing/examples.test.ts` asks each that gives something away.
 */
export function exampleOf({ kind }: { kind: string }): typeof asExample | null {
  return kind === 'practice' ? asExample : null
}
