import { text } from 'node:stream/consumers'
import yauzl from 'yauzl'

/** The parts of a Word file, or of any other that is a ZIP, by their names. */
export async function readZip(bytes: Buffer): Promise<Map<string, string>> {
  const zip = await yauzl.fromBufferPromise(bytes)
  const parts = new Map<string, string>()
  for await (const entry of zip.eachEntry())
    parts.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)))
  return parts
}
