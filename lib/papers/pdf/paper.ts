import { faces, fontOf, page } from './looks.ts'
import type { Face } from './looks.ts'

// The paper that is being written on: where on it the next line stands, and the structure that is read out.

export type Element = PDFKit.PDFStructureElement
/** What pdfkit takes and its published types do not know yet. */
export type StructOptions = PDFKit.Mixins.StructureElementOptions & {
  scope?: 'Row' | 'Column'
  bbox?: number[]
  placement?: 'Block'
}

export type Paper = {
  doc: PDFKit.PDFDocument
  /** which letters each face has */
  covers: Map<Face, (letter: number) => boolean>
  /** how wide texts are that were measured before */
  widths: Map<string, number>
  /** how far down its page, and on which page, the next line stands */
  y: number
  at: number
  /** where each page ended, for lines beside what runs over several */
  ends: number[]
}

export type Box = { x: number; width: number }
/** Where something is put: under what in the structure, how far from the edges, in which language. */
export type Place = { parent: Element; box: Box; lang?: string | undefined }

export function paperOf(doc: PDFKit.PDFDocument): Paper {
  const covers: Paper['covers'] = new Map()
  for (const face of faces) {
    doc.registerFont(face, fontOf(face))
    doc.font(face)
    // What a face can draw is known to the font alone, and pdfkit has no question for it.
    const { font } = (
      doc as unknown as { _font: { font: { hasGlyphForCodePoint: (letter: number) => boolean } } }
    )._font
    covers.set(face, (letter) => font.hasGlyphForCodePoint(letter))
  }
  return { doc, covers, widths: new Map(), y: page.top, at: 0, ends: [] }
}

/** What is so high comes onto the next page where this one has no room for it. */
export function keep(paper: Paper, height: number): void {
  if (paper.y + height > page.bottom && paper.y > page.top) turn(paper)
}

export function turn(paper: Paper): void {
  paper.ends[paper.at] = paper.y
  paper.at += 1
  if (paper.doc.bufferedPageRange().count > paper.at) paper.doc.switchToPage(paper.at)
  else paper.doc.addPage()
  paper.y = page.top
}

export function struct(paper: Paper, type: string, options: StructOptions = {}): Element {
  return paper.doc.struct(type, options)
}

export function element(paper: Paper, type: string, parent: Element, spoken?: string): Element {
  const made = struct(paper, type, inLanguage(spoken))
  parent.add(made)
  return made
}

export function inLanguage(spoken: string | undefined): { lang?: string } {
  return spoken ? { lang: spoken } : {}
}

export function marked<T>(paper: Paper, to: Element, tag: string, drawing: () => T): T {
  const content = paper.doc.markStructureContent(tag)
  const drawn = drawing()
  paper.doc.endMarkedContent()
  to.add(content)
  return drawn
}

export function decoration(paper: Paper, drawing: () => void): void {
  paper.doc.markContent('Artifact', { type: 'Layout' })
  drawing()
  paper.doc.endMarkedContent()
}

type Point = [x: number, y: number]

export function stroke(paper: Paper, from: Point, to: Point, colour: string, width: number): void {
  decoration(paper, () =>
    paper.doc
      .moveTo(...from)
      .lineTo(...to)
      .lineWidth(width)
      .stroke(colour),
  )
}
