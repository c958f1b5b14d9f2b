import type { Opened } from '../../lib/log/proof.ts'
import { sealIn } from '../../lib/log/seal.ts'

/**
 * What minutes on paper say of where they stand in the log, and, where the act was not public when it was recorded, what its entry is the seal of: embedded in the PDF by lib/papers/pdf.ts.
 */
export type Attached = {
  origin: string
  entry: number
  seal: string
  salt: string
  value: string
  body?: Opened
}

const OBJECT = /\/Type \/EmbeddedFile[\s\S]{0,600}?stream\r?\n/

/** Reads the embedded file out of one of our PDFs, or null: a PDF that somebody else made, or printed again, has none. */
export async function attachmentIn(bytes: Uint8Array): Promise<Attached | null> {
  const letters = new TextDecoder('latin1').decode(bytes)
  const head = OBJECT.exec(letters)
  if (!head) return null
  const from = head.index + head[0].length
  const to = letters.indexOf('endstream', from)
  if (to < 0) return null
  const dictionary = letters.slice(letters.lastIndexOf(' obj', head.index), from)
  const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? to - from)
  const stream = bytes.slice(from, from + length)
  try {
    const plain = dictionary.includes('/FlateDecode') ? await inflated(stream) : stream
    const found = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(plain),
    ) as Partial<Attached>
    const { origin, entry, salt, value, body } = found
    const seal = sealIn(found)
    if (
      typeof origin !== 'string' ||
      typeof entry !== 'number' ||
      seal === null ||
      typeof salt !== 'string' ||
      typeof value !== 'string'
    )
      return null
    return {
      origin,
      entry,
      seal,
      salt,
      value,
      ...(body && { body: { salt: String(body.salt), value: String(body.value) } }),
    }
  } catch {
    return null
  }
}

async function inflated(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('deflate'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
