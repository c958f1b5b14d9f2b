import QRCode from 'qrcode'
import { marked, struct } from './paper.ts'
import type { Element, Paper } from './paper.ts'

// A code that leads a telephone to an address.

/** A module of the code is a millimetre and a little more: a telephone reads it from paper at arm's length. */
const MODULE = 3.1

export type Modules = { size: number; data: Uint8Array }

export function modulesOf(address: string): Modules {
  return QRCode.create(address, { errorCorrectionLevel: 'M' }).modules
}

/** With the quiet zone that it needs to be read (ISO/IEC 18004). */
export function sideOf({ size }: Modules): number {
  return (size + 4) * MODULE
}

export function figure(paper: Paper, code: Modules, says: string, parent: Element, x: number): void {
  const { doc, y } = paper
  const side = code.size * MODULE
  const one = struct(paper, 'Figure', {
    alt: says,
    bbox: [x, y, x + side, y + side],
    placement: 'Block',
  })
  parent.add(one)
  marked(paper, one, 'Figure', () => {
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
