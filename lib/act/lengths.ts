/**
 * How long a text may be: in its form, in the working paper, in the act and in the fact, from this one place.
 *
 * A character is a UTF-16 code unit, of the text as it is kept (line breaks as LF, NFC, nothing at its ends): what a browser's `maxlength`
 * and JavaScript's `length` count, so that a form, the editor and the server cannot disagree. An emoji counts as two or more.
 *
 * Facts are read back by these limits: they may be raised, and never lowered.
 */
export const longest = {
  /** a name, one line */
  line: 200,
  /** a title */
  title: 300,
  /** a wording of a roadmap, in each language */
  wording: 2_000,
  /** what is said about a draft, in its margin */
  comment: 5_000,
  /** a reason, a note, an agreement, the text of a proposal */
  prose: 20_000,
  /** what was said under one item of the agenda, by a stenographer: some twelve hours of speech */
  minutes: 200_000,
  /** minutes as a whole: twenty such items. A line of an archive holds them, however they are written (lib/archive/format.ts) */
  allMinutes: 4_000_000,
} as const

/**
 * As large as a form may be, in bytes. The largest, fifty agenda items with their notes, each letter of three bytes, comes twice: with
 * scripts the framework sends what was answered before along. `next.config.js` and `docs/nginx.conf` say the same, and a test compares them.
 */
export const LARGEST_FORM = 8 * 1024 * 1024

/** The beginning of a text, never half a letter (a lone surrogate is refused wherever it is recorded). */
export function beginningOf(text: string, most: number): string {
  return text.length <= most
    ? text
    : text
        .slice(0, most)
        .replace(/[\uD800-\uDBFF]$/, '')
        .trimEnd()
}
