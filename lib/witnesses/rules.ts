import { Malformed } from '../log/encoding.ts'
import { COSIGNATURE, openNote, parseKey } from '../log/note.ts'
import type { Key } from '../log/note.ts'

/** Days after which a witness counts as silent, where the forum's rules do not say otherwise. */
export const WITNESS_DAYS = 7

/** A witness's key: an Ed25519 key for timestamped co-signatures, and no other. */
export function witnessKeyIn(vkey: string): Key | null {
  const key = quietly(() => parseKey(vkey))
  return key?.type === COSIGNATURE ? key : null
}

function quietly<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof Malformed) return null
    throw error
  }
}

/**
 * What a witness's key signs when it is named. No checkpoint reads like this: where its size would stand, this says which log. So neither
 * signature can be passed off as the other.
 */
export function namingText({
  origin,
  sector,
  key,
  old,
}: {
  origin: string
  sector: string
  key: string
  old: string | null
}): string {
  return ['mesa-abierta witness v1', origin, sector, key, old ?? '-', ''].join('\n')
}

/**
 * Whether a text is one of those that a forum asks a witness's key for. A checkpoint is none: who got one signed as a text would have the
 * witness's word on a log that it never compared.
 */
export function isAskedText(text: string): boolean {
  const [title = '', origin = ''] = text.split('\n')
  return (
    /^mesa-abierta [a-z-]+(?: [a-z-]+)* v[1-9][0-9]*$/.test(title) && origin.startsWith('mesa-abierta/')
  )
}

export type Endorsement = 'unreadable' | 'other-text' | 'not-signed' | 'by-new' | 'by-both'

/** Who signed a naming: the new key must have; whether the one before it did is recorded, for it may be lost. */
export function endorsementOf(note: string, text: string, fresh: Key, old: Key | null): Endorsement {
  if (!note.includes('\n\n')) return 'unreadable'
  if (note.slice(0, note.lastIndexOf('\n\n') + 1) !== text) return 'other-text'
  const verified = quietly(() => openNote(note, old ? [fresh, old] : [fresh]).verified)
  if (!verified?.includes(fresh)) return 'not-signed'
  return old && verified.includes(old) ? 'by-both' : 'by-new'
}

/** The same key under another name would count twice, and one of the same short id could not be told from it. */
export function isSameKey(one: Key, other: Key): boolean {
  return one.id === other.id || Buffer.from(one.publicKey).equals(other.publicKey)
}
