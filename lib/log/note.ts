import { sha256 } from '#platform'
import { cosignedMessage, verifyCosignature } from './cosignature.ts'
import { publicKeyOf, signEd25519, verifyEd25519 } from './ed25519.ts'
import { concat, fromBase64, fromHex, fromUtf8, Malformed, toBase64, toHex, toUtf8 } from './encoding.ts'

/** Signed notes: C2SP signed-note v1.0.0. */

/** Signature types: Ed25519, timestamped Ed25519 cosignature, timestamped ML-DSA-44 cosignature. */
const ED25519 = 0x01
export const COSIGNATURE = 0x04
const ML_DSA_44 = 0x06

const KEY_LENGTH: Record<number, number | undefined> = {
  [ED25519]: 32,
  [COSIGNATURE]: 32,
  [ML_DSA_44]: 1312,
}

/** At least 16 signatures must be taken, and there must be an end to them; as many as Go's own reader takes. */
const MOST_SIGNATURES = 100
const LARGEST_NOTE = 1_000_000

/** Whom a reader trusts, by name: what a verifier key ("vkey") says. `id` is four bytes in hexadecimal. */
export type Key = { name: string; id: string; type: number; publicKey: Uint8Array }

type Signature = { name: string; id: string; bytes: Uint8Array }

/** `text` ends in its newline; the blank line that separates it belongs to neither. */
export type Note = { text: string; signatures: Signature[] }

/** A note of which at least one signature is known and good, and none known and bad. */
export type OpenedNote = Note & { verified: Key[] }

export function keyOf(name: string, publicKey: Uint8Array, type = ED25519): Key {
  if (!isKeyName(name))
    throw new Malformed('a key name is not empty and has neither spaces nor plus signs')
  if (publicKey.length !== KEY_LENGTH[type])
    throw new Malformed('a public key of another length than its type has')
  const digest = sha256(concat([toUtf8(`${name}\n`), Uint8Array.of(type), publicKey]))
  return { name, id: toHex(digest.subarray(0, 4)), type, publicKey }
}

/** name+id+base64(type || public key) */
export function formatKey({ name, id, type, publicKey }: Key): string {
  return `${name}+${id}+${toBase64(concat([Uint8Array.of(type), publicKey]))}`
}

/** The id is computed again, not believed. */
export function parseKey(vkey: string): Key {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s.exec(vkey) ?? []
  if (!name || !encoded) throw new Malformed('not a verifier key')
  const [type = 0, ...publicKey] = fromBase64(encoded)
  const key = keyOf(name, Uint8Array.from(publicKey), type)
  if (key.id !== id) throw new Malformed('the id of the verifier key is not of this name and key')
  return key
}

/** Several keys of one name sign one text, each with a line. */
export function signNote(text: string, name: string, ...seeds: [Uint8Array, ...Uint8Array[]]): string {
  refuseUnsignable(text)
  const lines = seeds.map((seed) => {
    const { id } = keyOf(name, publicKeyOf(seed))
    return `— ${name} ${toBase64(concat([fromHex(id), signEd25519(seed, toUtf8(text))]))}\n`
  })
  return `${text}\n${lines.join('')}`
}

/** A witness's line under a text: the time in seconds, and its signature over both (C2SP tlog-cosignature). */
export function cosignatureLine(text: string, name: string, seed: Uint8Array, time: number): string {
  refuseUnsignable(text)
  const { id } = keyOf(name, publicKeyOf(seed), COSIGNATURE)
  const seconds = new Uint8Array(8)
  new DataView(seconds.buffer).setBigUint64(0, BigInt(time))
  return `— ${name} ${toBase64(concat([fromHex(id), seconds, signEd25519(seed, cosignedMessage(time, text))]))}\n`
}

/** Reads a note without believing a word of it. The text ends at the last blank line. */
export function parseNote(note: string | Uint8Array): Note {
  if (note.length > LARGEST_NOTE) throw new Malformed('a note of more than a megabyte')
  const whole = typeof note === 'string' ? note : fromUtf8(note)
  const end = whole.lastIndexOf('\n\n')
  if (end < 0) throw new Malformed('a note without signatures')
  const text = whole.slice(0, end + 1)
  refuseUnsignable(text)
  const lines = whole.slice(end + 2).split('\n')
  if (lines.pop() !== '') throw new Malformed('the last line of a note ends like the others')
  if (lines.length === 0 || lines.length > MOST_SIGNATURES)
    throw new Malformed(`a note has 1 to ${MOST_SIGNATURES} signatures`)
  return { text, signatures: lines.map(parseSignature) }
}

function parseSignature(line: string): Signature {
  const [, name = '', encoded = ''] = /^— ([^ ]+) ([^ ]+)$/.exec(line) ?? []
  if (!isKeyName(name)) throw new Malformed('not a signature line')
  const bytes = fromBase64(encoded)
  if (bytes.length < 5) throw new Malformed('a signature that is only a key id')
  return { name, id: toHex(bytes.subarray(0, 4)), bytes: bytes.slice(4) }
}

/**
 * Reads a note and checks it against the keys that one trusts. Signatures by others are left aside, even where they share the
 * name or the id of a known key; one known key with a bad signature spoils the whole; without any known signature there is
 * nothing to read.
 */
export function openNote(note: string | Uint8Array, trusted: Key[]): OpenedNote {
  const { text, signatures } = parseNote(note)
  const verified = new Set<Key>()
  for (const { name, id, bytes } of signatures) {
    const key = trusted.find((one) => one.name === name && one.id === id && one.type in VERIFIERS)
    if (!key) continue
    if (!VERIFIERS[key.type]?.(key.publicKey, text, bytes))
      throw new Malformed(`a bad signature by ${name}`)
    verified.add(key)
  }
  if (verified.size === 0) throw new Malformed('no signature by a known key')
  return { text, signatures, verified: [...verified] }
}

const VERIFIERS: Record<
  number,
  ((publicKey: Uint8Array, text: string, signature: Uint8Array) => boolean) | undefined
> = {
  [ED25519]: (publicKey, text, signature) => verifyEd25519(publicKey, toUtf8(text), signature),
  [COSIGNATURE]: verifyCosignature,
}

function refuseUnsignable(text: string): void {
  if (!text.endsWith('\n')) throw new Malformed('a text that does not end in a newline')
  if (!text.isWellFormed() || /[\u0000-\u0009\u000b-\u001f]/.test(text))
    throw new Malformed('a text with control characters')
}

/** Unicode's spaces: those of JavaScript's \s, and U+0085, which only other languages count among them. */
function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\s\u0085+\u0000-\u001f]/.test(name)
}
