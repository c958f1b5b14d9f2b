import { sha256 } from '#platform'
import { concat, sameBytes, toUtf8 } from './encoding.ts'

const SALT_LENGTH = 32

/** Says what the hash is for, so that a seal is never taken for a leaf, a node or another version of itself. */
const DOMAIN = toUtf8('commit/v1\0')

/**
 * What stands in a public entry for what is not public: SHA-256("commit/v1" 0x00 || 32-byte salt || text, NFC, UTF-8), the text
 * being the value's canonical JSON (RFC 8785). The salt stops the guessing of short texts, names and positions; once salt and
 * text are deleted nobody can tell what was there, and the tree still holds.
 */
export function sealOf(salt: Uint8Array, text: string): Uint8Array {
  if (salt.length !== SALT_LENGTH)
    throw new RangeError(`a salt has ${SALT_LENGTH} bytes, not ${salt.length}`)
  if (!text.isWellFormed()) throw new TypeError('a text with a lone surrogate has no UTF-8')
  return sha256(concat([DOMAIN, salt, toUtf8(text.normalize('NFC'))]))
}

export function opens(seal: Uint8Array, salt: Uint8Array, text: string): boolean {
  return salt.length === SALT_LENGTH && text.isWellFormed() && sameBytes(sealOf(salt, text), seal)
}

/**
 * How a seal (base64) is written: in an entry in the place of a value, in a line of an archive, in what is answered to strangers. The name
 * of the member is older than the word; it stands in bytes that are kept for ever, and their readers know it. Only here it is translated.
 */
type Written = { commitment: string }

export function writtenSeal(seal: string): Written {
  return { commitment: seal }
}

/** The seal that is written in the place of a value, or of a whole act that is held; null where the value itself stands there. */
export function sealIn(place: unknown): string | null {
  const seal = (place as Partial<Written> | null | undefined)?.commitment
  return typeof seal === 'string' ? seal : null
}

/**
 * The seals among the fields of a fact, by the fields' names. Which of them are sealed is said by its kind: the same member is a commitment
 * of a plan in fields that are not.
 */
export function sealsAmong(
  fields: Readonly<Record<string, unknown>>,
  sealed: Readonly<Record<string, unknown>>,
): [field: string, seal: string][] {
  return Object.entries(fields).flatMap(([field, value]): [string, string][] => {
    const seal = sealed[field] ? sealIn(value) : null
    return seal === null ? [] : [[field, seal]]
  })
}

/** Canonical JSON knows one way to write a seal, of 32 bytes, and in a text its quotation marks are escaped. */
export const SEAL_BEGINS = '{"commitment":"'
export const SEAL_LENGTH = 44

/** Every seal that an entry, or the whole of a held act, names: for whoever reads bare bytes, without knowing its kinds. */
export function sealsWritten(text: string): string[] {
  return [...text.matchAll(/\{"commitment":"([A-Za-z0-9+/]{43}=)"/g)].map((found) => found[1] ?? '')
}
