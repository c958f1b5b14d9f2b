import type { PhrasingContent } from 'mdast'
import { piecesOf, widthOf } from './letters.ts'
import type { Piece } from './letters.ts'
import { ascent, page, reading } from './looks.ts'
import type { Look } from './looks.ts'
import { element, marked, turn } from './paper.ts'
import type { Element, Paper } from './paper.ts'

// Words broken into lines, and lines drawn on the page.

export type Line = Piece[]

/** Lines that are being filled: the last of them with words already, one word after it, the space before that. */
type Filling = {
  paper: Paper
  width: number
  lines: Line[]
  used: number
  word: Line
  space: Piece | null
}

export function linesOf(paper: Paper, words: PhrasingContent[], look: Look, width: number): Line[] {
  const filling: Filling = { paper, width, lines: [[]], used: 0, word: [], space: null }
  for (const piece of piecesOf(paper, words, look)) {
    if (piece === 'break') {
      placeWord(filling)
      beginLine(filling)
      continue
    }
    for (const text of piece.text.split(/([ \t\n]+)/)) {
      if (text === '') continue
      if (/^[ \t\n]/.test(text)) {
        placeWord(filling)
        filling.space = { ...piece, text: ' ' }
      } else filling.word.push({ ...piece, text })
    }
  }
  placeWord(filling)
  return filling.lines
}

function beginLine(filling: Filling): void {
  filling.lines.push([])
  filling.used = 0
  filling.space = null
}

function placeWord(filling: Filling): void {
  const { paper, width, lines, word, space } = filling
  if (word.length === 0) return
  const wide = widthOf(paper, word)
  const gap = space && filling.used > 0 ? widthOf(paper, [space]) : 0
  if (filling.used > 0 && filling.used + gap + wide > width) {
    // The space at the end of a line is there for whoever copies or listens; a word that was cut has none.
    if (space) lines.at(-1)?.push(space)
    beginLine(filling)
  } else if (space && gap > 0) {
    lines.at(-1)?.push(space)
    filling.used += gap
  }
  if (wide <= width) {
    lines.at(-1)?.push(...word)
    filling.used += wide
  } else for (const piece of word) cut(filling, piece)
  filling.word = []
  filling.space = null
}

/** A piece that is longer than a line, over as many as it takes. */
function cut(filling: Filling, piece: Piece): void {
  const { paper, width, lines } = filling
  let text = ''
  for (const letter of piece.text) {
    const wide = widthOf(paper, [{ ...piece, text: letter }])
    if (filling.used + wide > width && filling.used > 0) {
      // An address is rather cut behind one of its marks.
      const [, head = text, tail = ''] = /^(.*[/.=&?_-])([^/.=&?_-]{1,14})$/.exec(text) ?? []
      if (head) lines.at(-1)?.push({ ...piece, text: head })
      beginLine(filling)
      text = tail
      filling.used = widthOf(paper, [{ ...piece, text: tail }])
    }
    text += letter
    filling.used += wide
  }
  if (text) lines.at(-1)?.push({ ...piece, text })
}

/** Lines down the page, never one alone at its end or its beginning. */
export function flow(
  paper: Paper,
  tag: string,
  to: Element,
  lines: Line[],
  { leading, x, mayTurn = true }: { leading: number; x: number; mayTurn?: boolean },
): void {
  for (const [place, line] of lines.entries()) {
    const rest = lines.length - place
    const together = (place === 0 && rest > 1) || (place > 0 && rest === 2) ? 2 : 1
    if ((mayTurn || place > 0) && paper.y + together * leading > page.bottom + 0.01) turn(paper)
    drawLine(paper, tag, to, line, [x, paper.y + ascent(leading)])
    paper.y += leading
  }
  to.end()
}

export function drawLine(
  paper: Paper,
  tag: string,
  to: Element,
  line: Line,
  [x, baseline]: [x: number, baseline: number],
): void {
  const pieces = joined(line)
  let from = x
  for (let place = 0; place < pieces.length; ) {
    const url = pieces[place]?.url
    const next = pieces.findIndex((piece, number) => number > place && piece.url !== url)
    const group = pieces.slice(place, next < 0 ? undefined : next)
    const into = url === undefined ? to : element(paper, 'Link', to)
    const wide = marked(paper, into, url === undefined ? tag : 'Link', () =>
      write(paper, group, from, baseline),
    )
    if (url !== undefined) {
      const size = group[0]?.size ?? reading.size
      paper.doc.link(from, baseline - size, wide, size * 1.3, url, {
        structParent: into,
        Contents: Object(url) as string,
      } as PDFKit.Mixins.AnnotationOption)
      into.end()
    }
    from += wide
    place += group.length
  }
}

/** Alike neighbours are one: words then keep their spaces. */
function joined(line: Line): Piece[] {
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
  return pieces
}

/** Draws pieces beside each other, and tells how wide they are together. */
export function write({ doc }: Paper, pieces: Piece[], x: number, baseline: number): number {
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
