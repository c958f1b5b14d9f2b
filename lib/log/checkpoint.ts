import { fromBase64, fromDecimal, Malformed, toBase64 } from './encoding.ts'
import { openNote } from './note.ts'
import type { Key, OpenedNote } from './note.ts'
import { HASH_LENGTH } from './tree.ts'
import type { Hash } from './tree.ts'

/** The head of a log: how many entries, and the one hash that stands for all of them (C2SP tlog-checkpoint v1.0.0). */
export type Checkpoint = { origin: string; size: number; root: Hash }

/** The note text. We write no extension lines: nobody can audit them. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  const body = `${origin}\n${size}\n${toBase64(root)}\n`
  parseCheckpoint(body)
  return body
}

/** Takes others' extension lines, which must not be empty, and reads nothing from them. */
export function parseCheckpoint(body: string): Checkpoint {
  const [origin = '', size = '', encoded = '', ...extensions] = body.split('\n')
  if (extensions.pop() !== '' || extensions.includes('') || origin === '')
    throw new Malformed('not a checkpoint')
  const root = fromBase64(encoded)
  if (root.length !== HASH_LENGTH) throw new Malformed(`a root hash has ${HASH_LENGTH} bytes`)
  return { origin, size: fromDecimal(size), root }
}

export function isSignedBy(note: string, log: Key): boolean {
  try {
    openCheckpoint(note, log)
    return true
  } catch {
    return false
  }
}

/** A checkpoint that the log itself signed: by the key whose name is its origin. Others' signatures on it are checked as well. */
export function openCheckpoint(
  note: string | Uint8Array,
  log: Key,
  others: Key[] = [],
): Checkpoint & Pick<OpenedNote, 'verified'> {
  const { text, verified } = openNote(note, [log, ...others])
  const checkpoint = parseCheckpoint(text)
  if (!verified.includes(log)) throw new Malformed('the log itself did not sign this checkpoint')
  if (checkpoint.origin !== log.name)
    throw new Malformed(`a checkpoint of ${checkpoint.origin}, not of ${log.name}`)
  return { ...checkpoint, verified }
}
