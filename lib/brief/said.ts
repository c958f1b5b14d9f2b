import type { Localised, Prose } from '../act/fields.ts'
import { shortened } from '../history/sentences.ts'
import type { Titled, Whose } from './rules.ts'

/** A value in a sentence, before any language: the reader's own says it. */
export type Told =
  | string
  | number
  | { day: string }
  | { name: Titled }
  | { prose: Prose }
  | { word: readonly [list: string, word: string] }
  | { list: Told[] }
  | { moment: Date }
  | Sentence

/** A sentence, as a message key, and what it is told with. */
export type Sentence = { says: string; with: Record<string, Told> }

/** Somebody's own words, whose they are, and the act by which they said them. */
export type Quote = { words: Prose; by: Told; on: string; act: number | null }

export type BriefLine = {
  id: string
  /** the sentence, as a message key, and what it is told with */
  says: string
  with: Record<string, Told>
  /** what else must be known before it is done */
  note: Sentence | null
  /** what follows if it is not done, as a message key */
  ifNot: string | null
  /** the act of the log that it stands on; null: it is counted from several, which its page shows */
  act: number | null
  /** the page that it is about, within the forum */
  to: string
  dueOn: string | null
  /** that day is since when it lasts, and not by when it is due */
  lasting: boolean
  whose: Whose
  /** two things in the record that do not agree */
  conflict: boolean
  /** somebody took it on in minutes, or in a roadmap */
  promise: boolean
  /** how much hangs on it, where days are equal */
  cost: number
  quotes: Quote[]
  /** abbreviations that are read here for the first time, with what they stand for */
  spells: Spelled[]
}

/** What is written short, and its whole name. */
export type Spelled = { short: string; name: Titled }

type Given = Pick<BriefLine, 'id' | 'says' | 'to'> & Partial<BriefLine>

export function briefLine(given: Given): BriefLine {
  return {
    with: {},
    note: null,
    ifNot: null,
    act: null,
    dueOn: null,
    lasting: false,
    whose: 'body',
    conflict: false,
    promise: false,
    cost: 0,
    quotes: [],
    spells: [],
    ...given,
  }
}

/** As much of a language as a brief is said in: the pages' own, or a file's. */
export type BriefWords = {
  lang: 'es' | 'en'
  say: (key: string, values?: Record<string, string | number>) => string
  day: (day: string) => string
  moment: (instant: Date) => string
}

export function chosenIn(lang: BriefWords['lang'], { es, en }: Titled): string {
  return (lang === 'en' ? (en ?? es) : (es ?? en)) ?? ''
}

export function toldIn(words: BriefWords, told: Told): string | number {
  if (typeof told === 'string' || typeof told === 'number') return told
  if ('day' in told) return words.day(told.day)
  if ('name' in told) return chosenIn(words.lang, told.name)
  if ('prose' in told) return shortened(told.prose.text)
  if ('word' in told) return words.say(`words.${told.word[0]}.${told.word[1]}`)
  if ('moment' in told) return words.moment(told.moment)
  if ('says' in told) return sentenceOf(words, told)
  return new Intl.ListFormat(words.lang, { type: 'conjunction' }).format(
    told.list.map((one) => String(toldIn(words, one))),
  )
}

export function sentenceOf(words: BriefWords, { says, with: given }: Sentence): string {
  return words.say(
    says,
    Object.fromEntries(Object.entries(given).map(([name, told]) => [name, toldIn(words, told)])),
  )
}

export function lineSaid(words: BriefWords, line: BriefLine): string {
  return sentenceOf(words, line)
}

/** All that is read in a value, in whatever language: the words of both. */
function wordsOf(told: Told): string[] {
  if (typeof told === 'string') return [told]
  if (typeof told === 'number' || 'day' in told || 'word' in told || 'moment' in told) return []
  if ('name' in told) return [told.name.es ?? '', told.name.en ?? '']
  if ('prose' in told) return [shortened(told.prose.text)]
  if ('list' in told) return told.list.flatMap(wordsOf)
  return Object.values(told.with).flatMap(wordsOf)
}

function readIn({ with: given, note, quotes }: BriefLine): string {
  const told = [given, note?.with ?? {}].flatMap((one) => Object.values(one))
  const quoted = quotes.flatMap(({ words, by }) => [words.text, ...wordsOf(by)])
  return [...told.flatMap(wordsOf), ...quoted].join(' ')
}

/** Does a text hold this abbreviation as a word of its own? */
function holds(text: string, short: string): boolean {
  const letters = short.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\p{N}])${letters}(?![\\p{L}\\p{N}])`, 'u').test(text)
}

/**
 * Spells out each abbreviation where it is read first: takes what is still unspelled, and gives what this
 * text is to spell. Whoever asks goes through the brief in the order in which it is read.
 */
export function speller(known: Spelled[]): (text: string) => Spelled[] {
  const left = new Set(known)
  return (text) => {
    const here = [...left].filter(({ short }) => holds(text, short))
    for (const one of here) left.delete(one)
    return here
  }
}

export function withSpelled(spell: ReturnType<typeof speller>, line: BriefLine): BriefLine {
  return { ...line, spells: spell(readIn(line)) }
}

/** As it stands behind a line; empty where there is nothing to spell. */
export function spelledSaid({ say, lang }: BriefWords, spells: Spelled[]): string {
  return spells
    .map(({ short, name }) => say('brief.spelled', { short, name: chosenIn(lang, name) }))
    .join('; ')
}

/** By how many days it is late, how many are left, or since how many it lasts: as a line begins. */
export function leftSaid(
  words: BriefWords,
  { dueOn, lasting }: { dueOn: string; lasting: boolean },
  left: number,
): string {
  const overdue = left < 0 ? 'late' : 'left'
  const which = lasting ? 'since' : overdue
  return words.say(`brief.days.${which}`, { days: Math.abs(left), day: words.day(dueOn) })
}

export function named(name: Titled | Localised | undefined): Told {
  return { name: name ?? {} }
}
