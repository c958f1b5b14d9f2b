import type { ListItem, PhrasingContent, Table } from 'mdast'
import { plainText } from '../said.ts'
import type { Block } from '../said.ts'
import { pieceOf, widthOf } from './letters.ts'
import { drawLine, flow, linesOf } from './lines.ts'
import { ascent, headings, page, reading, rule } from './looks.ts'
import { element, keep, stroke } from './paper.ts'
import type { Paper, Place } from './paper.ts'
import { grid } from './tables.ts'

// What a person wrote: headings, paragraphs, lists, quotations.

/** More columns than this are read row by row. */
const MOST_COLUMNS = 10

export function blocks(paper: Paper, given: Block[], place: Place): void {
  for (const block of given) {
    switch (block.type) {
      case 'paragraph':
        paragraph(paper, block.children, place)
        break
      case 'heading':
        heading(paper, block.children, block.depth, place)
        break
      case 'blockquote':
        beside(paper, rule, 'BlockQuote', place, (inside) =>
          blocks(paper, block.children as Block[], inside),
        )
        break
      case 'list':
        list(paper, block, place)
        break
      case 'table':
        tableSaid(paper, block, place)
        break
      case 'code':
        code(paper, block.value, place)
        break
      case 'thematicBreak':
        pause(paper, place)
        break
    }
  }
}

export function heading(paper: Paper, words: PhrasingContent[], level: number, place: Place): void {
  const { parent, box, lang } = place
  const look = headings[level - 1] ?? reading
  const lines = linesOf(paper, words, look, box.width)
  if (paper.y > page.top) paper.y += spaceAbove(level)
  // A heading stands with what it announces.
  keep(paper, lines.length * look.leading + 3 * reading.leading)
  if (level < 3) paper.doc.outline.addItem(plainText(words))
  flow(paper, `H${level}`, element(paper, `H${level}`, parent, lang), lines, {
    leading: look.leading,
    x: box.x,
  })
  paper.y += level === 1 ? 10 : 5
}

function spaceAbove(level: number): number {
  if (level === 1) return 4
  return level === 2 ? 18 : 8
}

function paragraph(
  paper: Paper,
  words: PhrasingContent[],
  { parent, box, lang }: Place,
  look = reading,
): void {
  flow(paper, 'P', element(paper, 'P', parent, lang), linesOf(paper, words, look, box.width), {
    leading: look.leading,
    x: box.x,
  })
  paper.y += look.leading / 2
}

function code(paper: Paper, value: string, { parent, box, lang }: Place): void {
  const words = value
    .split('\n')
    .flatMap((text): PhrasingContent[] => [
      { type: 'text', value: text.replace(/ /g, '\u00A0') },
      { type: 'break' },
    ])
    .slice(0, -1)
  const narrower = { x: box.x + 12, width: box.width - 12 }
  const look = { ...reading, size: 9, leading: 12.5, sans: true }
  paragraph(paper, words, { parent, box: narrower, lang }, look)
}

function pause(paper: Paper, { box }: Place): void {
  paper.y += 6
  keep(paper, 12)
  const [from, to] = [box.x + box.width / 3, box.x + (2 * box.width) / 3]
  stroke(paper, [from, paper.y], [to, paper.y], rule, 0.7)
  paper.y += 12
}

type List = { ordered?: boolean | null; start?: number | null; children: ListItem[] }

function list(paper: Paper, given: List, { parent, box, lang }: Place): void {
  const all = element(paper, 'L', parent, lang)
  const first = given.start ?? 1
  const last = String(first + given.children.length - 1)
  const indent = given.ordered ? widthOf(paper, [pieceOf(`${last}. `, reading)]) + 4 : 16
  for (const [number, item] of given.children.entries()) {
    const one = element(paper, 'LI', all)
    keep(paper, 2 * reading.leading)
    const label = element(paper, 'Lbl', one)
    const sign = signOf(item, given.ordered ? first + number : null)
    drawLine(paper, 'Lbl', label, [pieceOf(sign, reading)], [box.x, paper.y + ascent(reading.leading)])
    listed(paper, item.children as Block[], {
      parent: element(paper, 'LBody', one),
      box: { x: box.x + indent, width: Math.max(60, box.width - indent) },
    })
  }
  paper.y += 4
}

function signOf({ checked }: ListItem, number: number | null): string {
  if (checked === true) return '[x]'
  if (checked === false) return '[\u00A0]'
  return number === null ? '•' : `${number}.`
}

/** Whatever stands first begins on the line of its mark. */
function listed(paper: Paper, [first, ...rest]: Block[], inside: Place): void {
  if (first?.type === 'paragraph') {
    flow(
      paper,
      'P',
      element(paper, 'P', inside.parent),
      linesOf(paper, first.children, reading, inside.box.width),
      { leading: reading.leading, x: inside.box.x, mayTurn: false },
    )
    paper.y += 3
  } else if (first) {
    paper.y += first.type === 'list' ? 0 : reading.leading
    blocks(paper, [first], inside)
  } else paper.y += reading.leading
  blocks(paper, rest, inside)
}

function tableSaid(paper: Paper, { children }: Table, place: Place): void {
  const [head, ...rows] = children.map((row) => row.children.map((cell) => cell.children))
  if (head && head.length <= MOST_COLUMNS) grid(paper, { head, rows }, place)
  else list(paper, { children: rows.map((row) => rowRead(row, head ?? [])) }, place)
}

/** Each cell behind the name of its column. */
function rowRead(row: PhrasingContent[][], head: PhrasingContent[][]): ListItem {
  const words = row.flatMap((cell, place): PhrasingContent[] => [
    ...(head[place] ?? []),
    { type: 'text', value: ': ' },
    ...cell,
    { type: 'text', value: '; ' },
  ])
  return { type: 'listItem', children: [{ type: 'paragraph', children: words }] }
}

/** With a line at its left, over as many pages as it takes. */
export function beside(
  paper: Paper,
  colour: string,
  tag: string,
  { parent, box, lang }: Place,
  inside: (place: Place) => void,
): void {
  keep(paper, 3 * reading.leading)
  const from = { at: paper.at, y: paper.y + 1 }
  inside({
    parent: element(paper, tag, parent, lang),
    box: { x: box.x + 14, width: Math.max(60, box.width - 14) },
  })
  const to = { at: paper.at, y: Math.min(paper.y - 5, page.bottom) }
  for (let number = from.at; number <= to.at; number += 1) {
    paper.doc.switchToPage(number)
    const top = number === from.at ? from.y : page.top
    const end = number === to.at ? to.y : (paper.ends[number] ?? page.bottom)
    stroke(paper, [box.x + 2, top], [box.x + 2, end], colour, 2)
  }
  paper.y += 4
}
