import type { PhrasingContent } from 'mdast'
import { accent, faceOf } from './looks.ts'
import type { Face, Look } from './looks.ts'
import type { Paper } from './paper.ts'

// Words as pieces, each in one face, and how wide they are.

export type Piece = {
  text: string
  face: Face
  size: number
  colour: string
  url?: string
  struck?: boolean
}
type More = Pick<Piece, 'url' | 'struck'>

export function piecesOf(
  paper: Paper,
  words: PhrasingContent[],
  look: Look,
  more: More = {},
): (Piece | 'break')[] {
  return words.flatMap((node): (Piece | 'break')[] => {
    switch (node.type) {
      case 'text':
        return drawable(paper, node.value, look, more)
      case 'inlineCode':
        return drawable(paper, node.value, { ...look, sans: true, size: look.size * 0.92 }, more)
      case 'break':
        return ['break']
      case 'strong':
        return piecesOf(paper, node.children, { ...look, bold: true }, more)
      case 'emphasis':
        return piecesOf(paper, node.children, { ...look, italic: !look.italic }, more)
      case 'delete':
        return piecesOf(paper, node.children, look, { ...more, struck: true })
      case 'link':
        return piecesOf(paper, node.children, { ...look, colour: accent }, { ...more, url: node.url })
      default:
        return []
    }
  })
}

/**
 * Letters that a face lacks are taken from the other; those that none has are named, for a signed text may not
 * lose any.
 */
function drawable(paper: Paper, text: string, look: Look, more: More): Piece[] {
  const own = faceOf(look)
  const pieces: Piece[] = []
  for (const letter of text.replace(/[\u00AD\u200D\uFE0F]/g, '')) {
    const code = letter.codePointAt(0) ?? 0
    const face = faceWith(paper, code, look)
    const drawn = face ? letter : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`
    const last = pieces.at(-1)
    if (last && last.face === (face ?? own)) last.text += drawn
    else pieces.push({ text: drawn, face: face ?? own, size: look.size, colour: look.colour, ...more })
  }
  return pieces
}

function faceWith({ covers }: Paper, code: number, look: Look): Face | null {
  const own = faceOf(look)
  if (code < 0x21 || covers.get(own)?.(code)) return own
  const other = faceOf({ ...look, sans: false })
  return covers.get(other)?.(code) ? other : null
}

export function pieceOf(text: string, look: Look): Piece {
  return { text, face: faceOf(look), size: look.size, colour: look.colour }
}

export function widthOf({ doc, widths }: Paper, pieces: Piece[]): number {
  return pieces.reduce((sum, { text, face, size }) => {
    const key = `${face} ${text}`
    const known = widths.get(key) ?? doc.font(face).fontSize(100).widthOfString(text) / 100
    if (text.length < 40) widths.set(key, known)
    return sum + known * size
  }, 0)
}
