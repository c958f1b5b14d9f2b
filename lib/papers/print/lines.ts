import type { Localised, Prose } from '../../act/fields.ts'
import type { MinutesDocument } from '../document.ts'
import type { Line, Part, Spoken, Words } from '../print.ts'
import { saidIn } from '../said.ts'

// The small parts of which the others are made: a line, a heading, a box, a text as it was written.

/** What is printed, in which words, and where the forum's pages are. */
export type Printing = Words & { minutes: MinutesDocument; here: string }

export function line(text: string, lang?: string): Line {
  return { words: [{ type: 'text', value: text }], ...(lang && { lang }) }
}

export function textOf({ words: [first] }: Line): string {
  return first?.type === 'text' ? first.value : ''
}

export function small(text: string, before = false): Part {
  return { is: 'line', before, ...line(text) }
}

export function heading(level: 1 | 2 | 3, text: string): Part {
  return { is: 'heading', level, ...line(text) }
}

export function box(tone: 'plain' | 'agreement' | 'warning', ...parts: Part[]): Part {
  return { is: 'box', tone, parts }
}

/** A name in the language of the pages, or in Spanish, which it always has. */
export function named({ lang }: Printing, name: Localised | null): Line {
  if (!name) return line('')
  if (lang === 'es') return line(name.es)
  return name.en ? line(name.en) : line(name.es, 'es')
}

export function inWords(printing: Printing, name: Localised | null): string {
  return textOf(named(printing, name))
}

export function momentOf({ moment }: Printing, instant: string | null): string {
  return instant ? moment(new Date(instant)) : ''
}

export function spoken({ lang }: Printing, text: Prose): Spoken {
  return text.lang === lang ? {} : { lang: text.lang }
}

export function quoting(printing: Printing, text: Prose, quoted = false): Part {
  return {
    is: 'said',
    blocks: saidIn(text.text, printing.here),
    quoted,
    ...spoken(printing, text),
  }
}

export function pointing({ here }: Printing, path: string, text: string, before = false): Part {
  return {
    is: 'line',
    before,
    words: [{ type: 'link', url: `${here}${path}`, children: [{ type: 'text', value: text }] }],
  }
}
