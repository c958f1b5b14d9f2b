import type { PhrasingContent } from 'mdast'
import type { Part } from '../print.ts'
import { plainText } from '../said.ts'
import { figure, modulesOf, sideOf } from './code.ts'
import { pieceOf, widthOf } from './letters.ts'
import { drawLine, flow, linesOf, write } from './lines.ts'
import type { Line } from './lines.ts'
import { ascent, cellLook, fine, ink, page, room, rule, soft } from './looks.ts'
import { decoration, element, inLanguage, keep, stroke, struct, turn } from './paper.ts'
import type { Box, Element, Paper, Place, StructOptions } from './paper.ts'

// Tables: facts beside their labels, and rows under a head.

type Cell = { to: Element; tag: string; lines: Line[]; x: number }

export function facts(
  paper: Paper,
  { rows, code }: Extract<Part, { is: 'facts' }>,
  { parent, box }: Place,
): void {
  const drawn = code && modulesOf(code.address)
  const side = drawn ? sideOf(drawn) : 0
  const narrower = { x: box.x + (drawn ? side + 8 : 0), width: box.width - (drawn ? side + 8 : 0) }
  const labels = drawn ? 78 : 96
  if (drawn && code) {
    paper.y += 8
    keep(paper, side + 6)
    figure(paper, drawn, code.says, parent, box.x)
  }
  const [from, above] = [paper.at, paper.y]
  const all = element(paper, 'Table', parent)
  for (const { label, value } of rows) {
    const one = element(paper, 'TR', all)
    const cells = [
      {
        to: struct(paper, 'TH', { scope: 'Row' }),
        tag: 'TH',
        lines: linesOf(
          paper,
          [{ type: 'text', value: label }],
          { ...cellLook, colour: soft },
          labels - 8,
        ),
        x: narrower.x,
      },
      {
        to: struct(paper, 'TD', inLanguage(value.lang)),
        tag: 'TD',
        lines: linesOf(paper, value.words, cellLook, narrower.width - labels),
        x: narrower.x + labels,
      },
    ]
    row(paper, cells, { parent: one, box: narrower })
  }
  if (drawn && from === paper.at) paper.y = Math.max(paper.y, above + side)
  paper.y += 10
}

export function table(
  paper: Paper,
  { caption, columns, rows, titled }: Extract<Part, { is: 'table' }>,
  place: Place,
): void {
  grid(
    paper,
    {
      head: columns.map((column) => [{ type: 'text', value: column }]),
      rows: rows.map((one) => one.map((cell) => cell.words)),
      ...(!titled && { caption }),
      named: true,
      langs: rows.map((one) => one.map((cell) => cell.lang)),
    },
    place,
  )
}

type Grid = {
  head: PhrasingContent[][]
  rows: PhrasingContent[][][]
  caption?: string
  /** each row by its first cell */
  named?: boolean
  langs?: (string | undefined)[][]
}
/** How wide each column of a grid is, and where it begins. */
type Columns = { widths: number[]; xs: number[] }

export function grid(paper: Paper, given: Grid, { parent, box, lang }: Place): void {
  const bold = { ...cellLook, size: 8.5, bold: true, colour: soft }
  const { head, rows, caption } = given
  const columns = columnsOf(paper, [head, ...rows], box)
  const all = element(paper, 'Table', parent, lang)
  const heads = head.map((words, place) => linesOf(paper, words, bold, (columns.widths[place] ?? 0) - 8))
  keep(paper, Math.max(1, ...heads.map((one) => one.length)) * cellLook.leading + 5 * cellLook.leading)
  paper.y += 2
  if (caption) {
    flow(
      paper,
      'Caption',
      element(paper, 'Caption', all),
      linesOf(paper, [{ type: 'text', value: caption }], { ...fine, bold: true }, box.width),
      { leading: fine.leading, x: box.x },
    )
    paper.y += 3
  }
  const top = element(paper, 'TR', element(paper, 'THead', all))
  const headCells = heads.map((lines, place) => ({
    to: struct(paper, 'TH', { scope: 'Column' }),
    tag: 'TH',
    lines,
    x: columns.xs[place] ?? 0,
  }))
  row(paper, headCells, { parent: top, box }, { colour: ink })
  const rest = element(paper, 'TBody', all)
  for (const number of rows.keys()) {
    const one = element(paper, 'TR', rest)
    row(
      paper,
      cellsOf(paper, given, number, columns),
      { parent: one, box },
      {
        colour: rule,
        onNewPage: () => headAgain(paper, heads, columns.xs, box),
      },
    )
  }
  paper.y += 8
}

function cellsOf(
  paper: Paper,
  { head, rows, named, langs }: Grid,
  number: number,
  { widths, xs }: Columns,
): Cell[] {
  return head.map((_, place) => {
    const own = inLanguage(langs?.[number]?.[place])
    const [tag, options]: [string, StructOptions] =
      named && place === 0 ? ['TH', { scope: 'Row', ...own }] : ['TD', own]
    return {
      to: struct(paper, tag, options),
      tag,
      lines: linesOf(paper, rows[number]?.[place] ?? [], cellLook, (widths[place] ?? 0) - 8),
      x: xs[place] ?? 0,
    }
  })
}

/** The head of a table on its next page is for the eye: who listens has heard it. */
function headAgain(paper: Paper, heads: Line[][], xs: number[], box: Box): void {
  const { leading } = cellLook
  const tallest = Math.max(1, ...heads.map((head) => head.length))
  decoration(paper, () =>
    heads.forEach((lines, place) =>
      lines.forEach((line, number) =>
        write(paper, line, (xs[place] ?? 0) + 4, paper.y + 3 + number * leading + ascent(leading)),
      ),
    ),
  )
  paper.y += tallest * leading + 6
  stroke(paper, [box.x, paper.y], [box.x + box.width, paper.y], ink, 0.6)
}

/** Under what is ruled stands a line; facts have none. */
type Ruled = { colour: string; onNewPage?: () => void }

/** A row stays whole where it can; one that is taller than half a page goes on over the next. */
function row(paper: Paper, cells: Cell[], { parent, box }: Place, ruled?: Ruled): void {
  const [leading, pad] = [cellLook.leading, ruled ? 6 : 3]
  const tallest = Math.max(1, ...cells.map((cell) => cell.lines.length))
  for (const { to } of cells) parent.add(to)
  const height = tallest * leading + pad
  if (paper.y + height > page.bottom && (height < room / 2 || paper.y + 3 * leading > page.bottom)) {
    turn(paper)
    ruled?.onNewPage?.()
  }
  for (let from = 0; from < tallest; ) {
    const fit = Math.max(1, Math.floor((page.bottom - paper.y - pad) / leading))
    const until = Math.min(tallest, from + fit)
    for (const { to, tag, lines, x } of cells)
      lines
        .slice(from, until)
        .forEach((line, place) =>
          drawLine(paper, tag, to, line, [
            x + (ruled ? 4 : 0),
            paper.y + pad / 2 + place * leading + ascent(leading),
          ]),
        )
    paper.y += (until - from) * leading + pad
    from = until
    if (from < tallest) {
      turn(paper)
      ruled?.onNewPage?.()
    }
  }
  for (const { to } of cells) to.end()
  if (ruled) stroke(paper, [box.x, paper.y], [box.x + box.width, paper.y], ruled.colour, 0.6)
}

function columnsOf(paper: Paper, rows: PhrasingContent[][][], box: Box): Columns {
  const widths = widthsOf(paper, rows, box.width)
  const xs = widths.map((_, place) => box.x + widths.slice(0, place).reduce((sum, one) => sum + one, 0))
  return { widths, xs }
}

/** Each column as wide as its longest word, and what is left by how much each would take. */
function widthsOf(paper: Paper, rows: PhrasingContent[][][], width: number): number[] {
  const columns = rows[0]?.length ?? 0
  const needs = Array.from({ length: columns }, (_, place) => {
    const texts = rows.slice(0, 200).map((row) => plainText(row[place] ?? []))
    const wide = (text: string) => widthOf(paper, [pieceOf(text, { ...cellLook, bold: true })]) + 9
    return {
      least: Math.min(
        150,
        Math.max(24, ...texts.flatMap((text) => text.slice(0, 2_000).split(/\s+/).map(wide))),
      ),
      most: Math.min(420, Math.max(24, ...texts.map((text) => wide(text.slice(0, 200))))),
    }
  })
  const sum = (of: (one: { least: number; most: number }) => number) =>
    needs.reduce((total, one) => total + of(one), 0)
  const least = sum((one) => one.least)
  if (least >= width) return needs.map((need) => (need.least / least) * width)
  const wishes = sum((one) => Math.max(0, one.most - one.least)) || 1
  return needs.map(
    (need) =>
      need.least +
      (Math.max(0, need.most - need.least) / wishes) * (width - least) +
      (wishes === 1 ? (width - least) / columns : 0),
  )
}
