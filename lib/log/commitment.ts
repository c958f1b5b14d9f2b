import { sha256 } from '#platform'
import { concat, sameBytes, toUtf8 } from './encoding.ts'

const SALT_LENGTH = 32

/** Says what the hash is for, so that a commitment is never taken for a leaf, a node or another version of itself. */
const DOMAIN = toUtf8('commit/v1\0')

/**
 * What stands in a public entry for what is not public: SHA-256("commit/v1" 0x00 || 32-byte salt || text, NFC, UTF-8), the text
 * being the value's canonical JSON (RFC 8785). The salt stops the guessing of short texts, names and positions; once salt and
 * text are deleted nobody can tell what was there, and the tree still holds.
 */
export function commit(salt: Uint8Array, text: string): Uint8Array {
  if (salt.length !== SALT_LENGTH)
    throw new RangeError(`a salt has ${SALT_LENGTH} bytes, not ${salt.length}`)
  if (!text.isWellFormed()) throw new TypeError('a text with a lone surrogate has no UTF-8')
  return sha256(concat([DOMAIN, salt, toUtf8(text.normalize('NFC'))]))
}

/** The commitment that stands in an entry in the place of a value, where one does. */
export function commitmentIn(value: unknown): string | null {
  const stands = value !== null && typeof value === 'object' && 'commitment' in value
  return stands && typeof value.commitment === 'string' ? value.commitment : null
}

export function opens(commitment: Uint8Array, salt: Uint8Array, text: string): boolean {
  return salt.length === SALT_LENGTH && text.isWellFormed() && sameBytes(commit(salt, text), commitment)
}
