import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 as nobleSha256, sha512 } from '@noble/hashes/sha2.js'
import { nobleAccepts } from './strict.ts'

export { isSoundPoint } from './strict.ts'

/** The log's arithmetic where there is no Node: a reader's browser, or a page saved to a disk. The names are those of `node.ts`. */

export function sha256(bytes: Uint8Array): Uint8Array {
  return nobleSha256(bytes)
}

/** The browser's own SHA-256 beside this thread takes a third of the time; it is there in secure contexts alone. */
export async function sha256All(all: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array[]> {
  if (!globalThis.isSecureContext) return all.map(sha256)
  return Promise.all(
    all.map(async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))),
  )
}

export function toBase64(bytes: Uint8Array): string {
  let characters = ''
  for (let at = 0; at < bytes.length; at += 0x8000)
    characters += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(characters)
}

/** Takes more than base64: the caller compares. */
export function looselyFromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}

export function concat(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export function randomSeed(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length))
}

export function publicKeyOf(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(seed)
}

export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, seed)
}

/**
 * noble multiplies by the cofactor, so it takes a residue of low order, which OpenSSL does not: the equation is asked once more without.
 * Together they give the verdict of `node.ts` on each known edge.
 */
export function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  return (
    nobleAccepts(publicKey, message, signature) && holdsWithoutCofactor(publicKey, message, signature)
  )
}

/** RFC 8032, 5.1.7: S·B = R + k·A, compared as bytes. An R of low order is refused, as OpenSSL refuses it. */
function holdsWithoutCofactor(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const [point, scalar] = [signature.slice(0, 32), signature.slice(32)]
  const { Point } = ed25519
  if (Point.fromBytes(point).isSmallOrder()) return false
  const challenge = Point.Fn.create(littleEndian(sha512(concat([point, publicKey, message]))))
  const signed = Point.BASE.multiplyUnsafe(Point.Fn.create(littleEndian(scalar)))
  const expected = signed.subtract(Point.fromBytes(publicKey).multiplyUnsafe(challenge)).toBytes()
  return expected.every((byte, place) => byte === point[place])
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
}
