import { parseCheckpoint } from './checkpoint.ts'
import { parseCosignature } from './cosignature.ts'
import { fromUtf8, Malformed, toBase64, concat, fromHex } from './encoding.ts'
import { openNote, parseNote } from './note.ts'
import type { Key } from './note.ts'
import { signedSize } from './publish.ts'
import type { Cosigned, LogRows } from './publish.ts'
import { originOf } from './signer.ts'

/** How much a witness's clock may be ahead of ours, in seconds. */
const AHEAD = 120

/** What whoever hands a co-signature in is told: an HTTP status, and one line. */
export type Told = { status: number; says: string }

/** Takes in what witnesses signed: of exactly a checkpoint of ours, by keys that a sector named. Whoever hands it in may be anybody. */
export async function takeInCosignatures(
  rows: LogRows,
  forumId: string,
  witnesses: Key[],
  body: string | Uint8Array,
  now: Date,
): Promise<Told> {
  try {
    const note = typeof body === 'string' ? body : fromUtf8(body)
    const { text } = parseNote(note)
    const { origin, size } = parseCheckpoint(text)
    if (origin !== originOf(forumId))
      return { status: 404, says: `This is the log ${originOf(forumId)}, and no other.` }
    if (text.split('\n').length !== 4)
      return { status: 400, says: 'A checkpoint of this log has three lines: origin, size, root.' }
    const refused = await contradictionTo(rows, forumId, size, text)
    if (refused) return refused
    const found = signedBy(note, witnesses)
    if (found.length === 0)
      return { status: 403, says: 'No signature by a witness that a sector of this forum has named.' }
    const tooEarly = found.find((cosigned) => cosigned.time > now.getTime() / 1000 + AHEAD)
    if (tooEarly)
      return {
        status: 422,
        says: `A signature of ${new Date(tooEarly.time * 1000).toISOString()}: that time is still to come. Set the witness's clock.`,
      }
    return await keep(rows, forumId, found)
  } catch (error) {
    if (error instanceof Malformed) return { status: 400, says: `${error.message}.` }
    throw error
  }
}

async function contradictionTo(
  rows: LogRows,
  forumId: string,
  size: number,
  text: string,
): Promise<Told | null> {
  const latest = await rows.latestCheckpoint(forumId)
  const signed = latest ? signedSize(latest) : 0
  if (!latest || size > signed)
    return { status: 409, says: `This log has a signed head of ${signed} entries, and none of ${size}.` }
  const own = await rows.checkpointAt(forumId, size)
  if (!own) return { status: 409, says: `This log never signed a head of exactly ${size} entries.` }
  return parseNote(own).text === text
    ? null
    : {
        status: 422,
        says: `This log signed another root for ${size} entries. Keep what you have: it is evidence.`,
      }
}

/** A witness that stands there more than once is taken at its last word. A known key with a bad signature spoils the whole (signed-note). */
function signedBy(note: string, witnesses: Key[]): Cosigned[] {
  const { text, signatures } = parseNote(note)
  const { size } = parseCheckpoint(text)
  return witnesses.flatMap((key) => {
    const own = signatures.filter(({ name, id }) => name === key.name && id === key.id)
    if (own.length === 0) return []
    openNote(note, [key])
    const lines = own.map(({ name, id, bytes }) => ({
      keyId: id,
      size,
      time: parseCosignature(bytes).time,
      line: `— ${name} ${toBase64(concat([fromHex(id), bytes]))}\n`,
    }))
    return lines.toSorted((one, other) => other.time - one.time).slice(0, 1)
  })
}

async function keep(rows: LogRows, forumId: string, found: Cosigned[]): Promise<Told> {
  const latest = await rows.cosignatures(forumId)
  let taken = 0
  for (const cosigned of found) {
    const [before, same] = [
      latest.find(({ keyId }) => keyId === cosigned.keyId),
      (await rows.cosignatures(forumId, cosigned.size)).find(({ keyId }) => keyId === cosigned.keyId),
    ]
    if (same?.line === cosigned.line) continue
    if (before && before.size > cosigned.size)
      return { status: 409, says: `This witness has signed ${before.size} entries since.` }
    if (!(await rows.saveCosignature(forumId, cosigned)))
      return { status: 409, says: 'This witness has signed the same head again since.' }
    taken += 1
  }
  return { status: 200, says: taken > 0 ? `Taken in: ${taken}.` : 'Known already.' }
}
