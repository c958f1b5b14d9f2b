import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// The faces in which letters are drawn, and how each kind of text looks on the page.

export const faces = [
  'serif',
  'serif-bold',
  'serif-italic',
  'serif-bold-italic',
  'sans',
  'sans-bold',
] as const
export type Face = (typeof faces)[number]
export type Look = {
  size: number
  leading: number
  sans: boolean
  bold: boolean
  italic: boolean
  colour: string
}

/** Letter, as paper is in Mexico; in points. A line holds some 75 letters. */
export const page = { width: 612, height: 792, top: 72, bottom: 708, left: 90, right: 522 }
export const room = page.bottom - page.top

export const [ink, soft, accent, rule, warn] = ['#1f1c18', '#5d574c', '#7a2e1d', '#c9c1b1', '#8a5a00']

const upright = { sans: false, bold: false, italic: false }
export const reading: Look = { ...upright, size: 10.5, leading: 15, colour: ink }
export const fine: Look = { ...upright, size: 8.5, leading: 12, sans: true, colour: soft }
export const cellLook: Look = { ...upright, size: 9, leading: 12.5, sans: true, colour: ink }
export const headings: Look[] = [
  { ...reading, size: 21, leading: 26, bold: true },
  { ...reading, size: 14, leading: 19, bold: true },
  { ...reading, size: 11.5, leading: 16, bold: true },
  { ...reading, bold: true },
  { ...reading, bold: true, italic: true },
  { ...reading, italic: true },
]

const fonts = new Map<Face, Buffer>()

export function fontOf(face: Face): Buffer {
  const known =
    fonts.get(face) ??
    readFileSync(join(/* turbopackIgnore: true */ process.cwd(), 'lib/papers/fonts', `${face}.ttf`))
  fonts.set(face, known)
  return known
}

export function faceOf({ sans, bold, italic }: Look): Face {
  // The sans has no italic of its own here.
  if (sans && !italic) return bold ? 'sans-bold' : 'sans'
  if (italic) return bold ? 'serif-bold-italic' : 'serif-italic'
  return bold ? 'serif-bold' : 'serif'
}

/** From the top of a line to the foot of its letters. */
export function ascent(leading: number): number {
  return leading * 0.75
}
