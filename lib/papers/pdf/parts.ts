import type { Part } from '../print.ts'
import { beside, blocks, heading } from './blocks.ts'
import { flow, linesOf } from './lines.ts'
import { accent, fine, reading, rule, warn } from './looks.ts'
import { element, keep } from './paper.ts'
import type { Paper, Place } from './paper.ts'
import { facts, table } from './tables.ts'

// The parts of a print, each drawn in its way.

const colours = { warning: warn, agreement: accent, plain: rule }

export function parts(paper: Paper, given: Part[], place: Place): void {
  for (const part of given) {
    switch (part.is) {
      case 'heading':
        heading(paper, part.words, part.level, { ...place, lang: part.lang })
        break
      case 'line':
        smallLine(paper, part, place)
        break
      case 'said':
        said(paper, part, { ...place, lang: part.lang })
        break
      case 'box':
        paper.y += 4
        beside(paper, colours[part.tone], 'Div', place, (inside) => parts(paper, part.parts, inside))
        break
      case 'facts':
        facts(paper, part, place)
        break
      case 'table':
        table(paper, part, place)
        break
    }
  }
}

function smallLine(
  paper: Paper,
  { words, before, lang }: Extract<Part, { is: 'line' }>,
  { parent, box }: Place,
): void {
  const lines = linesOf(paper, words, before ? { ...fine, bold: true } : fine, box.width)
  if (before) keep(paper, lines.length * fine.leading + 2 * reading.leading)
  flow(paper, 'P', element(paper, 'P', parent, lang), lines, { leading: fine.leading, x: box.x })
  paper.y += before ? 3 : 6
}

function said(paper: Paper, part: Extract<Part, { is: 'said' }>, place: Place): void {
  if (part.quoted)
    beside(paper, rule, 'BlockQuote', place, (inside) => blocks(paper, part.blocks, inside))
  else blocks(paper, part.blocks, place)
}
