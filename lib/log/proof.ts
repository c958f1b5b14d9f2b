import { openCheckpoint } from './checkpoint.ts'
import type { Checkpoint } from './checkpoint.ts'
import { fromBase64, fromDecimal, fromUtf8, Malformed, toBase64, toUtf8 } from './encoding.ts'
import type { Key } from './note.ts'
import { HASH_LENGTH, leafHash, verifyInclusion } from './tree.ts'
import type { Hash } from './tree.ts'

/**
 * The receipt of an act (C2SP tlog-proof, file extension .tlog-proof): with the log's key it proves, offline and for ever, that
 * these bytes stand at this place. A receipt without its entry later on is evidence against the host.
 */
export type Receipt = {
  index: number
  proof: Hash[]
  /** the signed note, word for word */
  checkpoint: string
  /** the entry's bytes, where we wrote it; the format vouches for nothing here, and what it says is checked against the proof */
  extra?: Uint8Array
}

const HEADER = 'c2sp.org/tlog-proof@v1'

/** RFC 6962: a leaf in a tree of 2^64 has at most 64 siblings above it. */
const LONGEST_PROOF = 64

/** What a held entry is the seal of: for its own actor, who can show one day what they did. */
export type Opened = { salt: string; value: string }

export function withOpened(entry: Uint8Array, { salt, value }: Opened): Uint8Array {
  return toUtf8(JSON.stringify({ entry: toBase64(entry), salt, value }))
}

/** The entry's bytes in a receipt's `extra`, and what opens them where that stands beside. */
export function entryIn(extra: Uint8Array): { entry: Uint8Array; opened: Opened | null } {
  const text = fromUtf8(extra)
  if (!text.startsWith('{"entry":')) return { entry: extra, opened: null }
  const { entry, salt, value } = JSON.parse(text) as Record<string, unknown>
  if (typeof entry !== 'string' || typeof salt !== 'string' || typeof value !== 'string')
    throw new Malformed('a receipt whose entry cannot be read')
  return { entry: fromBase64(entry), opened: { salt, value } }
}

export function formatReceipt({ index, proof, checkpoint, extra }: Receipt): string {
  const lines = [
    HEADER,
    ...(extra ? [`extra ${toBase64(extra)}`] : []),
    `index ${index}`,
    ...proof.map(toBase64),
  ]
  return `${lines.join('\n')}\n\n${checkpoint}`
}

export function parseReceipt(text: string): Receipt {
  const end = text.indexOf('\n\n')
  if (end < 0) throw new Malformed('a receipt without a checkpoint')
  const [header, ...lines] = text.slice(0, end).split('\n')
  if (header !== HEADER) throw new Malformed(`a receipt begins with ${HEADER}`)
  const extra = lines[0]?.startsWith('extra ')
    ? fromBase64(lines.shift()?.slice('extra '.length) ?? '')
    : undefined
  const place = lines.shift() ?? ''
  if (!place.startsWith('index ')) throw new Malformed('a receipt without an index')
  if (lines.length > LONGEST_PROOF) throw new Malformed('a proof longer than any tree is high')
  const proof = lines.map(fromBase64)
  if (proof.some(({ length }) => length !== HASH_LENGTH))
    throw new Malformed(`a hash has ${HASH_LENGTH} bytes`)
  const receipt = {
    index: fromDecimal(place.slice('index '.length)),
    proof,
    checkpoint: text.slice(end + 2),
  }
  return extra ? { ...receipt, extra } : receipt
}

/** Throws where the receipt does not prove that the log holds this entry; answers the checkpoint that it stands in. */
export function verifyReceipt(text: string, entry: Uint8Array, log: Key): Checkpoint {
  const { index, proof, checkpoint } = parseReceipt(text)
  const { origin, size, root } = openCheckpoint(checkpoint, log)
  if (!verifyInclusion({ index, size, leaf: leafHash(entry), root, proof })) {
    throw new Malformed('the entry is not what the receipt proves')
  }
  return { origin, size, root }
}
