import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as aMoment } from 'node:timers/promises'
import type { ListItem, PhrasingContent } from 'mdast'
import PDFDocument from 'pdfkit'
import QRCode from 'qrcode'
import type { Part, Print } from './print.ts'
import { plainText } from './said.ts'
import type { Block } from './said.ts'

type Element = PDFKit.PDFStructureElement
/** What pdfkit takes and its published types do not know yet. */
type StructOptions = PDFKit.Mixins.StructureElementOptions & {
  scope?: 'Row' | 'Column'
  bbox?: number[]
  placement?: 'Block'
}

const faces = ['serif', 'serif-bold', 'serif-italic', 'serif-bold-italic', 'sans', 'sans-bold'] as const
type Face = (typeof faces)[number]
type Look = {
  size: number
  leading: number
  sans: boolean
  bold: boolean
  italic: boolean
  colour: string
}
type Piece = { text: string; face: Face; size: number; colour: string; url?: string; struck?: boolean }
type Line = Piece[]
type Box = { x: number; width: number }

/** Letter, as paper is in Mexico; in points. A line holds some 75 letters. */
const page = { width: 612, height: 792, top: 72, bottom: 708, left: 90, right: 522 }
const room = page.bottom - page.top
const [ink, soft, accent, rule, warn] = ['#1f1c18', '#5d574c', '#7a2e1d', '#c9c1b1', '#8a5a00']

const reading: Look = { size: 10.5, leading: 15, sans: false, bold: false, italic: false, colour: ink }
const fine: Look = { size: 8.5, leading: 12, sans: true, bold: false, italic: false, colour: soft }
const cellLook: Look = { size: 9, leading: 12.5, sans: true, bold: false, italic: false, colour: ink }
const headings: Look[] = [
  { ...reading, size: 21, leading: 26, bold: true },
  { ...reading, size: 14, leading: 19, bold: true },
  { ...reading, size: 11.5, leading: 16, bold: true },
  { ...reading, bold: true },
  { ...reading, bold: true, italic: true },
  { ...reading, italic: true },
]
/** A module of the code is a millimetre and a little more: a telephone reads it from paper at arm's length. */
const MODULE = 3.1
/** More columns than this are read row by row. */
const MOST_COLUMNS = 10

const fonts = new Map<Face, Buffer>()

function fontOf(face: Face): Buffer {
  const known =
    fonts.get(face) ??
    readFileSync(join(/* turbopackIgnore: true */ process.cwd(), 'lib/papers/fonts', `${face}.ttf`))
  fonts.set(face, known)
  return known
}

/** Tagged PDF, to be read and to be listened to (ISO 14289): every letter is content with its place in the structure, or decoration. */
export async function writePdf(print: Print, { compress = true } = {}): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'LETTER',
    margin: 0,
    bufferPages: true,
    compress,
    pdfVersion: '1.7',
    subset: 'PDF/UA' as PDFKit.Mixins.PDFSubsets,
    tagged: true,
    displayTitle: true,
    lang: print.lang === 'es' ? 'es-MX' : 'en',
    font: fontOf('serif') as unknown as string,
    info: {
      Title: print.title,
      Subject: print.subject,
      Author: print.author,
      Keywords: `sha256:${print.digest}`,
      CreationDate: print.madeAt,
      Producer: 'Mesa Abierta',
      Creator: 'Mesa Abierta',
    },
  })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<Buffer>((resolve, reject) => {
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
  if (print.attached) {
    doc.file(Buffer.from(JSON.stringify(print.attached)), {
      name: 'mesa-abierta.json',
      type: 'application/json',
      description: 'What the log committed to',
      creationDate: print.madeAt,
      modifiedDate: print.madeAt,
      relationship: 'Source',
    } as PDFKit.Mixins.PDFAttachmentOptions & { relationship: string })
  }
  await draw(doc, print)
  doc.end()
  return ended
}

/** So many paragraphs are drawn without a pause. */
const AT_ONCE = 20

/** What was said under one item may be a hundred pages by itself. */
function stretchesOf(part: Part): Part[] {
  if (part.is !== 'said' || part.quoted || part.blocks.length <= AT_ONCE) return [part]
  return Array.from({ length: Math.ceil(part.blocks.length / AT_ONCE) }, (_, at) => ({
    ...part,
    blocks: part.blocks.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
  }))
}

async function draw(doc: PDFKit.PDFDocument, print: Print): Promise<void> {
  const covers = new Map<Face, (letter: number) => boolean>()
  for (const face of faces) {
    doc.registerFont(face, fontOf(face))
    doc.font(face)
    // What a face can draw is known to the font alone, and pdfkit has no question for it.
    const { font } = (
      doc as unknown as { _font: { font: { hasGlyphForCodePoint: (letter: number) => boolean } } }
    )._font
    covers.set(face, (letter) => font.hasGlyphForCodePoint(letter))
  }
  const widths = new Map<string, number>()
  let y = page.top
  let at = 0
  /** where each page ended, for lines beside what runs over several */
  const ends: number[] = []
  const whole = struct('Document')
  doc.addStructure(whole)
  for (const [place, part] of print.parts.entries()) {
    // A heading, what is said under it, and the code that it announces stand on one page.
    const code =
      part.is === 'heading' &&
      print.parts.slice(place + 1, place + 3).find((one) => one.is === 'facts' && one.code)
    if (code && code.is === 'facts' && code.code)
      keep(5 * reading.leading + sideOf(modulesOf(code.code.address)))
    for (const stretch of stretchesOf(part)) {
      parts([stretch], whole, { x: page.left, width: page.right - page.left })
      // Two hundred pages take seconds, and others are served in between.
      await aMoment()
    }
  }
  whole.end()
  onEveryPage()

  function parts(given: Part[], parent: Element, box: Box): void {
    for (const part of given) {
      switch (part.is) {
        case 'heading':
          heading(part.words, part.level, parent, box, part.lang)
          break
        case 'line': {
          const lines = linesOf(part.words, part.before ? { ...fine, bold: true } : fine, box.width)
          if (part.before) keep(lines.length * fine.leading + 2 * reading.leading)
          flow('P', element('P', parent, part.lang), lines, fine.leading, box.x)
          y += part.before ? 3 : 6
          break
        }
        case 'said':
          if (part.quoted)
            beside(
              rule,
              parent,
              'BlockQuote',
              box,
              (inside, narrower) => blocks(part.blocks, inside, narrower),
              part.lang,
            )
          else blocks(part.blocks, parent, box, part.lang)
          break
        case 'box':
          y += 4
          beside(
            part.tone === 'warning' ? warn : part.tone === 'agreement' ? accent : rule,
            parent,
            'Div',
            box,
            (inside, narrower) => parts(part.parts, inside, narrower),
          )
          break
        case 'facts':
          facts(part, parent, box)
          break
        case 'table':
          table(part, parent, box)
          break
      }
    }
  }

  function heading(
    words: PhrasingContent[],
    level: number,
    parent: Element,
    box: Box,
    lang?: string,
  ): void {
    const look = headings[level - 1] ?? reading
    const lines = linesOf(words, look, box.width)
    if (y > page.top) y += level === 1 ? 4 : level === 2 ? 18 : 8
    // A heading stands with what it announces.
    keep(lines.length * look.leading + 3 * reading.leading)
    if (level < 3) doc.outline.addItem(plainText(words))
    flow(`H${level}`, element(`H${level}`, parent, lang), lines, look.leading, box.x)
    y += level === 1 ? 10 : 5
  }

  function blocks(given: Block[], parent: Element, box: Box, lang?: string): void {
    for (const block of given) {
      switch (block.type) {
        case 'paragraph':
          paragraph(block.children, parent, box, lang)
          break
        case 'heading':
          heading(block.children, block.depth, parent, box, lang)
          break
        case 'blockquote':
          beside(
            rule,
            parent,
            'BlockQuote',
            box,
            (inside, narrower) => blocks(block.children as Block[], inside, narrower),
            lang,
          )
          break
        case 'list':
          list(block, parent, box, lang)
          break
        case 'table': {
          const [head, ...rows] = block.children.map((row) =>
            row.children.map((cell) => ({ words: cell.children })),
          )
          if (head && head.length <= MOST_COLUMNS)
            grid(
              head.map((cell) => cell.words),
              rows.map((row) => row.map((cell) => cell.words)),
              parent,
              box,
              { lang },
            )
          else
            list(
              {
                type: 'list',
                ordered: false,
                children: rows.map(
                  (row): ListItem => ({
                    type: 'listItem',
                    children: [
                      {
                        type: 'paragraph',
                        children: row.flatMap((cell, place) => [
                          ...(head?.[place]?.words ?? []),
                          { type: 'text' as const, value: ': ' },
                          ...cell.words,
                          { type: 'text' as const, value: '; ' },
                        ]),
                      },
                    ],
                  }),
                ),
              },
              parent,
              box,
              lang,
            )
          break
        }
        case 'code':
          paragraph(
            block.value
              .split('\n')
              .flatMap((text): PhrasingContent[] => [
                { type: 'text', value: text.replace(/ /g, '\u00A0') },
                { type: 'break' },
              ])
              .slice(0, -1),
            parent,
            { x: box.x + 12, width: box.width - 12 },
            lang,
            { ...reading, size: 9, leading: 12.5, sans: true },
          )
          break
        case 'thematicBreak':
          y += 6
          keep(12)
          stroke(box.x + box.width / 3, y, box.x + (2 * box.width) / 3, y, rule, 0.7)
          y += 12
          break
      }
    }
  }

  function paragraph(
    words: PhrasingContent[],
    parent: Element,
    box: Box,
    lang?: string,
    look = reading,
  ): void {
    flow('P', element('P', parent, lang), linesOf(words, look, box.width), look.leading, box.x)
    y += look.leading / 2
  }

  function list(
    given: { ordered?: boolean | null; start?: number | null; children: ListItem[] } & { type: 'list' },
    parent: Element,
    box: Box,
    lang?: string,
  ): void {
    const all = element('L', parent, lang)
    const last = String((given.start ?? 1) + given.children.length - 1)
    const indent = given.ordered ? widthOf([pieceOf(`${last}. `, reading)]) + 4 : 16
    for (const [place, item] of given.children.entries()) {
      const one = element('LI', all)
      const sign =
        item.checked === true
          ? '[x]'
          : item.checked === false
            ? '[\u00A0]'
            : given.ordered
              ? `${(given.start ?? 1) + place}.`
              : '•'
      keep(2 * reading.leading)
      const label = element('Lbl', one)
      drawLine(label, 'Lbl', [pieceOf(sign, reading)], box.x, y + ascent(reading.leading))
      const inside = element('LBody', one)
      const [first, ...rest] = item.children as Block[]
      const narrower = { x: box.x + indent, width: Math.max(60, box.width - indent) }
      // Whatever stands first begins on the line of its mark.
      if (first?.type === 'paragraph') {
        flow(
          'P',
          element('P', inside),
          linesOf(first.children, reading, narrower.width),
          reading.leading,
          narrower.x,
          false,
        )
        y += 3
      } else if (first) {
        y += first.type === 'list' ? 0 : reading.leading
        blocks([first], inside, narrower)
      } else y += reading.leading
      blocks(rest, inside, narrower)
    }
    y += 4
  }

  /** With a line at its left, over as many pages as it takes. */
  function beside(
    colour: string,
    parent: Element,
    tag: string,
    box: Box,
    inside: (parent: Element, box: Box) => void,
    lang?: string,
  ): void {
    keep(3 * reading.leading)
    const from = { at, y: y + 1 }
    inside(element(tag, parent, lang), { x: box.x + 14, width: Math.max(60, box.width - 14) })
    const to = { at, y: Math.min(y - 5, page.bottom) }
    for (let number = from.at; number <= to.at; number += 1) {
      doc.switchToPage(number)
      stroke(
        box.x + 2,
        number === from.at ? from.y : page.top,
        box.x + 2,
        number === to.at ? to.y : (ends[number] ?? page.bottom),
        colour,
        2,
      )
    }
    y += 4
  }

  function facts({ rows, code }: Extract<Part, { is: 'facts' }>, parent: Element, box: Box): void {
    const drawn = code && modulesOf(code.address)
    const side = drawn ? sideOf(drawn) : 0
    const narrower = { x: box.x + (drawn ? side + 8 : 0), width: box.width - (drawn ? side + 8 : 0) }
    const labels = drawn ? 78 : 96
    if (drawn && code) {
      y += 8
      keep(side + 6)
      figure(drawn, code.says, parent, box.x)
    }
    const [from, above] = [at, y]
    const all = element('Table', parent)
    for (const { label, value } of rows) {
      const one = element('TR', all)
      row(
        [
          {
            to: struct('TH', { scope: 'Row' }),
            tag: 'TH',
            lines: linesOf([{ type: 'text', value: label }], { ...cellLook, colour: soft }, labels - 8),
            x: narrower.x,
          },
          {
            to: struct('TD', lang(value.lang)),
            tag: 'TD',
            lines: linesOf(value.words, cellLook, narrower.width - labels),
            x: narrower.x + labels,
          },
        ],
        one,
        narrower,
        false,
      )
    }
    if (drawn && from === at) y = Math.max(y, above + side)
    y += 10
  }

  function modulesOf(address: string) {
    return QRCode.create(address, { errorCorrectionLevel: 'M' }).modules
  }

  /** With the quiet zone that it needs to be read (ISO/IEC 18004). */
  function sideOf({ size }: { size: number }): number {
    return (size + 4) * MODULE
  }

  function figure(
    code: { size: number; data: Uint8Array },
    says: string,
    parent: Element,
    x: number,
  ): void {
    const side = code.size * MODULE
    const one = struct('Figure', { alt: says, bbox: [x, y, x + side, y + side], placement: 'Block' })
    parent.add(one)
    marked(one, 'Figure', () => {
      for (let line = 0; line < code.size; line += 1) {
        for (let from = 0; from < code.size; from += 1) {
          let to = from
          while (to < code.size && code.data[line * code.size + to]) to += 1
          if (to > from) doc.rect(x + from * MODULE, y + line * MODULE, (to - from) * MODULE, MODULE)
          from = to
        }
      }
      doc.fill('#000000')
    })
    one.end()
  }

  function table(
    { caption, columns, rows, titled }: Extract<Part, { is: 'table' }>,
    parent: Element,
    box: Box,
  ): void {
    grid(
      columns.map((column) => [{ type: 'text', value: column }]),
      rows.map((one) => one.map((cell) => cell.words)),
      parent,
      box,
      {
        ...(!titled && { caption }),
        named: true,
        langs: rows.map((one) => one.map((cell) => cell.lang)),
      },
    )
  }

  function grid(
    head: PhrasingContent[][],
    rows: PhrasingContent[][][],
    parent: Element,
    box: Box,
    {
      caption,
      named,
      lang: spoken,
      langs,
    }: {
      caption?: string /** each row by its first cell */
      named?: boolean
      lang?: string | undefined
      langs?: (string | undefined)[][]
    },
  ): void {
    const bold = { ...cellLook, size: 8.5, bold: true, colour: soft }
    const columns = widthsOf([head, ...rows], box.width)
    const xs = columns.map(
      (_, place) => box.x + columns.slice(0, place).reduce((sum, one) => sum + one, 0),
    )
    const all = element('Table', parent, spoken)
    const heads = head.map((words, place) => linesOf(words, bold, (columns[place] ?? 0) - 8))
    keep(Math.max(1, ...heads.map((one) => one.length)) * cellLook.leading + 5 * cellLook.leading)
    y += 2
    if (caption) {
      flow(
        'Caption',
        element('Caption', all),
        linesOf([{ type: 'text', value: caption }], { ...fine, bold: true }, box.width),
        fine.leading,
        box.x,
      )
      y += 3
    }
    const top = element('TR', element('THead', all))
    row(
      heads.map((lines, place) => ({
        to: struct('TH', { scope: 'Column' }),
        tag: 'TH',
        lines,
        x: xs[place] ?? 0,
      })),
      top,
      box,
      true,
      ink,
    )
    const rest = element('TBody', all)
    for (const [number, cells] of rows.entries()) {
      const one = element('TR', rest)
      const made = head.map((_, place) => {
        const own = langs?.[number]?.[place]
        const [tag, options]: [string, StructOptions] =
          named && place === 0 ? ['TH', { scope: 'Row', ...lang(own) }] : ['TD', lang(own)]
        return {
          to: struct(tag, options),
          tag,
          lines: linesOf(cells[place] ?? [], cellLook, (columns[place] ?? 0) - 8),
          x: xs[place] ?? 0,
        }
      })
      row(made, one, box, true, rule, () => again(heads, xs, box))
    }
    y += 8
  }

  /** The head of a table on its next page is for the eye: who listens has heard it. */
  function again(heads: Line[][], xs: number[], box: Box): void {
    const tallest = Math.max(1, ...heads.map((head) => head.length))
    decoration(() =>
      heads.forEach((lines, place) =>
        lines.forEach((line, number) =>
          write(
            line,
            (xs[place] ?? 0) + 4,
            y + 3 + number * cellLook.leading + ascent(cellLook.leading),
          ),
        ),
      ),
    )
    y += tallest * cellLook.leading + 6
    stroke(box.x, y, box.x + box.width, y, ink, 0.6)
  }

  /** A row stays whole where it can; one that is taller than half a page goes on over the next. */
  function row(
    cells: { to: Element; tag: string; lines: Line[]; x: number }[],
    parent: Element,
    box: Box,
    ruled: boolean,
    colour = rule,
    onNew?: () => void,
  ): void {
    const [leading, pad] = [cellLook.leading, ruled ? 6 : 3]
    const tallest = Math.max(1, ...cells.map((cell) => cell.lines.length))
    for (const { to } of cells) parent.add(to)
    const height = tallest * leading + pad
    if (y + height > page.bottom && (height < room / 2 || y + 3 * leading > page.bottom)) {
      turn()
      onNew?.()
    }
    for (let from = 0; from < tallest; ) {
      const fit = Math.max(1, Math.floor((page.bottom - y - pad) / leading))
      const until = Math.min(tallest, from + fit)
      for (const { to, tag, lines, x } of cells)
        lines
          .slice(from, until)
          .forEach((line, place) =>
            drawLine(
              to,
              tag,
              line,
              x + (ruled ? 4 : 0),
              y + pad / 2 + place * leading + ascent(leading),
            ),
          )
      y += (until - from) * leading + pad
      from = until
      if (from < tallest) {
        turn()
        onNew?.()
      }
    }
    for (const { to } of cells) to.end()
    if (ruled) stroke(box.x, y, box.x + box.width, y, colour, 0.6)
  }

  /** Each column as wide as its longest word, and what is left by how much each would take. */
  function widthsOf(rows: PhrasingContent[][][], width: number): number[] {
    const columns = rows[0]?.length ?? 0
    const needs = Array.from({ length: columns }, (_, place) => {
      const texts = rows.slice(0, 200).map((row) => plainText(row[place] ?? []))
      const wide = (text: string) => widthOf([pieceOf(text, { ...cellLook, bold: true })]) + 9
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

  // Lines

  function linesOf(words: PhrasingContent[], look: Look, width: number): Line[] {
    const lines: Line[] = [[]]
    let used = 0
    let word: Piece[] = []
    let space: Piece | null = null
    const begin = () => {
      lines.push([])
      used = 0
      space = null
    }
    const place = () => {
      if (word.length === 0) return
      const wide = widthOf(word)
      const gap = space && used > 0 ? widthOf([space]) : 0
      if (used > 0 && used + gap + wide > width) {
        // The space at the end of a line is there for whoever copies or listens; a word that was cut has none.
        if (space) lines.at(-1)?.push(space)
        begin()
      } else if (space && gap > 0) {
        lines.at(-1)?.push(space)
        used += gap
      }
      if (wide <= width) {
        lines.at(-1)?.push(...word)
        used += wide
      } else for (const piece of word) cut(piece)
      word = []
      space = null
    }
    const cut = (piece: Piece) => {
      let text = ''
      for (const letter of piece.text) {
        const wide = widthOf([{ ...piece, text: letter }])
        if (used + wide > width && used > 0) {
          // An address is rather cut behind one of its marks.
          const [, head = text, tail = ''] = /^(.*[/.=&?_-])([^/.=&?_-]{1,14})$/.exec(text) ?? []
          if (head) lines.at(-1)?.push({ ...piece, text: head })
          begin()
          text = tail
          used = widthOf([{ ...piece, text: tail }])
        }
        text += letter
        used += wide
      }
      if (text) lines.at(-1)?.push({ ...piece, text })
    }
    for (const piece of piecesOf(words, look)) {
      if (piece === 'break') {
        place()
        begin()
        continue
      }
      for (const text of piece.text.split(/([ \t\n]+)/)) {
        if (text === '') continue
        if (/^[ \t\n]/.test(text)) {
          place()
          space = { ...piece, text: ' ' }
        } else word.push({ ...piece, text })
      }
    }
    place()
    return lines
  }

  function piecesOf(
    words: PhrasingContent[],
    look: Look,
    more: Pick<Piece, 'url' | 'struck'> = {},
  ): (Piece | 'break')[] {
    return words.flatMap((node): (Piece | 'break')[] => {
      switch (node.type) {
        case 'text':
          return drawable(node.value, look, more)
        case 'inlineCode':
          return drawable(node.value, { ...look, sans: true, size: look.size * 0.92 }, more)
        case 'break':
          return ['break']
        case 'strong':
          return piecesOf(node.children, { ...look, bold: true }, more)
        case 'emphasis':
          return piecesOf(node.children, { ...look, italic: !look.italic }, more)
        case 'delete':
          return piecesOf(node.children, look, { ...more, struck: true })
        case 'link':
          return piecesOf(node.children, { ...look, colour: accent }, { ...more, url: node.url })
        default:
          return []
      }
    })
  }

  /** Letters that a face lacks are taken from the other; those that none has are named, for a signed text may not lose any. */
  function drawable(text: string, look: Look, more: Pick<Piece, 'url' | 'struck'>): Piece[] {
    const own = faceOf(look)
    const other = faceOf({ ...look, sans: false })
    const pieces: Piece[] = []
    for (const letter of text.replace(/[\u00AD\u200D\uFE0F]/g, '')) {
      const code = letter.codePointAt(0) ?? 0
      const face =
        code < 0x21 || covers.get(own)?.(code) ? own : covers.get(other)?.(code) ? other : null
      const drawn = face ? letter : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`
      const last = pieces.at(-1)
      if (last && last.face === (face ?? own)) last.text += drawn
      else pieces.push({ text: drawn, face: face ?? own, size: look.size, colour: look.colour, ...more })
    }
    return pieces
  }

  function pieceOf(text: string, look: Look): Piece {
    return { text, face: faceOf(look), size: look.size, colour: look.colour }
  }

  function widthOf(pieces: Piece[]): number {
    return pieces.reduce((sum, { text, face, size }) => {
      const key = `${face} ${text}`
      const known = widths.get(key) ?? doc.font(face).fontSize(100).widthOfString(text) / 100
      if (text.length < 40) widths.set(key, known)
      return sum + known * size
    }, 0)
  }

  // Drawing

  /** Lines down the page, never one alone at its end or its beginning. */
  function flow(
    tag: string,
    to: Element,
    lines: Line[],
    leading: number,
    x: number,
    mayTurn = true,
  ): void {
    for (const [place, line] of lines.entries()) {
      const rest = lines.length - place
      const together = (place === 0 && rest > 1) || (place > 0 && rest === 2) ? 2 : 1
      if ((mayTurn || place > 0) && y + together * leading > page.bottom + 0.01) turn()
      drawLine(to, tag, line, x, y + ascent(leading))
      y += leading
    }
    to.end()
  }

  function drawLine(to: Element, tag: string, line: Line, x: number, baseline: number): void {
    // Alike neighbours are one: words then keep their spaces.
    const pieces: Piece[] = []
    for (const piece of line) {
      const last = pieces.at(-1)
      if (
        last &&
        last.face === piece.face &&
        last.size === piece.size &&
        last.url === piece.url &&
        last.struck === piece.struck &&
        last.colour === piece.colour
      )
        last.text += piece.text
      else pieces.push({ ...piece })
    }
    let from = x
    for (let place = 0; place < pieces.length; ) {
      const url = pieces[place]?.url
      const next = pieces.findIndex((piece, number) => number > place && piece.url !== url)
      const group = pieces.slice(place, next < 0 ? undefined : next)
      const into = url === undefined ? to : element('Link', to)
      const wide = marked(into, url === undefined ? tag : 'Link', () => write(group, from, baseline))
      if (url !== undefined) {
        const size = group[0]?.size ?? reading.size
        doc.link(from, baseline - size, wide, size * 1.3, url, {
          structParent: into,
          Contents: Object(url) as string,
        } as PDFKit.Mixins.AnnotationOption)
        into.end()
      }
      from += wide
      place += group.length
    }
  }

  function write(pieces: Piece[], x: number, baseline: number): number {
    let from = x
    for (const { text, face, size, colour, url, struck } of pieces) {
      doc.font(face).fontSize(size).fillColor(colour)
      const wide = doc.widthOfString(text)
      doc.text(text, from, baseline, { lineBreak: false, baseline: 'alphabetic' })
      if (url)
        doc
          .moveTo(from, baseline + 1.6)
          .lineTo(from + doc.widthOfString(text.trimEnd()), baseline + 1.6)
          .lineWidth(0.5)
          .stroke(colour)
      if (struck)
        doc
          .moveTo(from, baseline - size * 0.28)
          .lineTo(from + wide, baseline - size * 0.28)
          .lineWidth(0.6)
          .stroke(colour)
      from += wide
    }
    return from - x
  }

  function marked<T>(to: Element, tag: string, drawing: () => T): T {
    const content = doc.markStructureContent(tag)
    const drawn = drawing()
    doc.endMarkedContent()
    to.add(content)
    return drawn
  }

  function decoration(drawing: () => void): void {
    doc.markContent('Artifact', { type: 'Layout' })
    drawing()
    doc.endMarkedContent()
  }

  function stroke(x1: number, y1: number, x2: number, y2: number, colour: string, width: number): void {
    decoration(() => doc.moveTo(x1, y1).lineTo(x2, y2).lineWidth(width).stroke(colour))
  }

  function struct(type: string, options: StructOptions = {}): Element {
    return doc.struct(type, options)
  }

  function element(type: string, parent: Element, spoken?: string): Element {
    const made = struct(type, lang(spoken))
    parent.add(made)
    return made
  }

  function keep(height: number): void {
    if (y + height > page.bottom && y > page.top) turn()
  }

  function turn(): void {
    ends[at] = y
    at += 1
    if (doc.bufferedPageRange().count > at) doc.switchToPage(at)
    else doc.addPage()
    y = page.top
  }

  function onEveryPage(): void {
    const { count } = doc.bufferedPageRange()
    for (let number = 0; number < count; number += 1) {
      doc.switchToPage(number)
      doc.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] })
      const counted = [pieceOf(print.pageOf(number + 1, count), fine)]
      doc.moveTo(page.left, 730).lineTo(page.right, 730).lineWidth(0.6).stroke(rule)
      write(linesOf([{ type: 'text', value: print.foot }], fine, 330)[0] ?? [], page.left, 745)
      write(counted, page.right - widthOf(counted), 745)
      doc.endMarkedContent()
      if (print.mark === null) continue
      doc.markContent('Artifact', { type: 'Pagination', attached: ['Top'] })
      const mark = [pieceOf(print.mark, { ...fine, bold: true, colour: warn })]
      write(mark, page.right - widthOf(mark), 48)
      doc.endMarkedContent()
    }
  }
}

function faceOf({ sans, bold, italic }: Look): Face {
  // The sans has no italic of its own here.
  if (sans && !italic) return bold ? 'sans-bold' : 'sans'
  return bold && italic ? 'serif-bold-italic' : bold ? 'serif-bold' : italic ? 'serif-italic' : 'serif'
}

/** From the top of a line to the foot of its letters. */
function ascent(leading: number): number {
  return leading * 0.75
}

function lang(spoken: string | undefined): { lang?: string } {
  return spoken ? { lang: spoken } : {}
}
