import { setImmediate as aMoment } from 'node:timers/promises'
import PDFDocument from 'pdfkit'
import { writtenSeal } from '../log/seal.ts'
import { modulesOf, sideOf } from './pdf/code.ts'
import { pieceOf, widthOf } from './pdf/letters.ts'
import { linesOf, write } from './pdf/lines.ts'
import { fine, fontOf, page, reading, rule, warn } from './pdf/looks.ts'
import { keep, paperOf, struct } from './pdf/paper.ts'
import type { Paper } from './pdf/paper.ts'
import { parts } from './pdf/parts.ts'
import type { Part, Print } from './print.ts'

/**
 * Tagged PDF, to be read and to be listened to (ISO 14289): every letter is content with its place in the
 * structure, or decoration.
 */
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
  attach(doc, print)
  await draw(paperOf(doc), print)
  doc.end()
  return ended
}

function attach(doc: PDFKit.PDFDocument, { attached, madeAt }: Print): void {
  if (!attached) return
  const { origin, entry, seal, ...beside } = attached
  doc.file(Buffer.from(JSON.stringify({ origin, entry, ...writtenSeal(seal), ...beside })), {
    name: 'mesa-abierta.json',
    type: 'application/json',
    description: 'What the log has under seal',
    creationDate: madeAt,
    modifiedDate: madeAt,
    relationship: 'Source',
  } as PDFKit.Mixins.PDFAttachmentOptions & { relationship: string })
}

async function draw(paper: Paper, print: Print): Promise<void> {
  const whole = struct(paper, 'Document')
  paper.doc.addStructure(whole)
  for (const [number, part] of print.parts.entries()) {
    const address = part.is === 'heading' && addressAfter(print.parts, number)
    if (address) keep(paper, 5 * reading.leading + sideOf(modulesOf(address)))
    for (const stretch of stretchesOf(part)) {
      const box = { x: page.left, width: page.right - page.left }
      parts(paper, [stretch], { parent: whole, box })
      // Two hundred pages take seconds, and others are served in between.
      await aMoment()
    }
  }
  whole.end()
  onEveryPage(paper, print)
}

/** A heading, what is said under it, and the code that it announces stand on one page. */
function addressAfter(all: Part[], heading: number): string | undefined {
  return all
    .slice(heading + 1, heading + 3)
    .flatMap((part) => (part.is === 'facts' && part.code ? [part.code.address] : []))
    .at(0)
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

/** Foot, count and mark, once it is known how many pages there are. */
function onEveryPage(paper: Paper, print: Print): void {
  const { doc } = paper
  const { count } = doc.bufferedPageRange()
  for (let number = 0; number < count; number += 1) {
    doc.switchToPage(number)
    doc.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] })
    const counted = [pieceOf(print.pageOf(number + 1, count), fine)]
    doc.moveTo(page.left, 730).lineTo(page.right, 730).lineWidth(0.6).stroke(rule)
    write(
      paper,
      linesOf(paper, [{ type: 'text', value: print.foot }], fine, 330)[0] ?? [],
      page.left,
      745,
    )
    write(paper, counted, page.right - widthOf(paper, counted), 745)
    doc.endMarkedContent()
    if (print.mark === null && print.example === null) continue
    doc.markContent('Artifact', { type: 'Pagination', attached: ['Top'] })
    const [example, mark] = [print.example, print.mark].map((text) =>
      text === null ? [] : [pieceOf(text, { ...fine, bold: true, colour: warn })],
    )
    if (example) write(paper, example, page.left, 48)
    if (mark) write(paper, mark, page.right - widthOf(paper, mark), 48)
    doc.endMarkedContent()
  }
}
