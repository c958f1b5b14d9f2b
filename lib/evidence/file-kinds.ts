import { createReadStream } from 'node:fs'
import { fileTypeFromFile } from 'file-type'
import yauzl from 'yauzl'
import { refuse } from '../act/refusal.ts'
import type { Refusal } from '../act/refusal.ts'
import { extensionOf, fileKinds } from './rules.ts'

export type FileKind = { type: string }

/** Parts of an office document that run: macros of both families, and controls. */
const activePart =
  /(^|\/)(vbaProject\.bin|vbaData\.xml|activeX\/|Basic\/|Scripts\/|attachedToolbars\.bin)/i
/** In a PDF: what runs, and what starts another program. Compressed parts are not looked into; the address that serves it is sandboxed anyway. */
const activeInPdf = ['/JavaScript', '/Launch', '/RichMedia']
const MOST_PARTS = 10_000

/** What a file is by its bytes, whatever its name says; or why it cannot be taken. */
export async function fileKindOf(path: string, name: string): Promise<FileKind | Refusal> {
  const extension = extensionOf(name)
  const found = await fileTypeFromFile(path)
  const kind = found ? fileKinds[found.ext] : undefined
  if (found && !kind) {
    return /^(docm|xlsm|pptm|dotm|xltm|potm|ppsm)$/.test(found.ext)
      ? refuse('evidence.activeContent')
      : refuse('evidence.kindNotTaken', { kind: found.ext.toUpperCase() })
  }
  if (found && kind) {
    if (!kind.extensions.includes(extension))
      return refuse('evidence.lyingName', { name: extension || '—', kind: found.ext.toUpperCase() })
    if (found.ext === 'pdf' && (await contains(path, activeInPdf))) return refuse('evidence.activePdf')
    if (/^(docx|xlsx|pptx|odt|ods|odp)$/.test(found.ext) && (await hasActiveParts(path)))
      return refuse('evidence.activeContent')
    return { type: kind.type }
  }
  return textKind(path, extension)
}

/** Text says nothing of itself: no control characters, and nothing that a browser would read as a page or a drawing. */
async function textKind(path: string, extension: string): Promise<FileKind | Refusal> {
  const named = Object.values(fileKinds).find((one) => one.extensions.includes(extension))
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let [utf8, start, count] = [true, '', 0]
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    if (
      chunk.some(
        (byte) =>
          byte === 0 ||
          byte === 0x7f ||
          (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27),
      )
    ) {
      return named && !named.type.startsWith('text/')
        ? refuse('evidence.lyingName', { name: extension, kind: '—' })
        : refuse('evidence.kindUnknown')
    }
    if (count < 4_096) start += chunk.subarray(0, 4_096).toString('latin1')
    count += chunk.length
    try {
      if (utf8) decoder.decode(chunk, { stream: true })
    } catch {
      utf8 = false
    }
  }
  if (count === 0) return refuse('evidence.emptyFile')
  if (/^(\u00ef\u00bb\u00bf)?\s*<(\?xml|!doctype|html|svg|script|head|body)/i.test(start))
    return refuse('evidence.activeText')
  if (named && !named.type.startsWith('text/'))
    return refuse('evidence.lyingName', { name: extension, kind: 'TXT' })
  if (!named) return refuse('evidence.kindNotTaken', { kind: extension.toUpperCase() || '—' })
  return { type: `${named.type}; charset=${utf8 ? 'utf-8' : 'windows-1252'}` }
}

/** Reads the file once, in pieces; a word that lies over the edge of two is found as well. */
async function contains(path: string, words: string[]): Promise<boolean> {
  const overlap = Math.max(...words.map((word) => word.length))
  let tail = Buffer.alloc(0)
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const here = Buffer.concat([tail, chunk])
    if (words.some((word) => here.includes(word))) return true
    tail = here.subarray(-overlap)
  }
  return false
}

/** The names of a ZIP's parts, from its directory alone: nothing is inflated. What cannot be read is not taken either. */
async function hasActiveParts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    yauzl.open(path, { lazyEntries: true }, (error, zip) => {
      if (error) return resolve(true)
      const end = (active: boolean) => {
        zip.close()
        resolve(active)
      }
      if (zip.entryCount > MOST_PARTS) return end(true)
      zip.on('entry', ({ fileName }: yauzl.Entry) =>
        activePart.test(fileName) ? end(true) : zip.readEntry(),
      )
      zip.on('end', () => end(false))
      zip.on('error', () => end(true))
      zip.readEntry()
    })
  })
}
