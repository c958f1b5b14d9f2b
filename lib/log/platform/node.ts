import { createPrivateKey, createPublicKey, hash, randomBytes, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { nobleAccepts } from './strict.ts'

export { isSoundPoint } from './strict.ts'

/**
 * What the log needs of the machine that it runs on. `browser.ts` beside this has the same names and gives the same answers: package.json
 * (`#platform`) says who gets which.
 */

const HASH_LENGTH = 32

/** A Buffer of 32 bytes from OpenSSL takes longer to make than the hash itself; its bytes as characters do not. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const characters = hash('sha256', bytes, 'binary')
  const digest = new Uint8Array(HASH_LENGTH)
  for (let place = 0; place < HASH_LENGTH; place += 1) digest[place] = characters.charCodeAt(place)
  return digest
}

/** Many at once, where they do not wait for each other. */
export function sha256All(all: Uint8Array[]): Promise<Uint8Array[]> {
  return Promise.resolve(all.map(sha256))
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

/** Takes more than base64: the caller compares. */
export function looselyFromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'))
}

export function concat(parts: Uint8Array[]): Uint8Array {
  return Buffer.concat(parts)
}

export function randomSeed(length: number): Uint8Array {
  return new Uint8Array(randomBytes(length))
}

// RFC 8410: the fixed beginnings of an Ed25519 key in PKCS #8 and SubjectPublicKeyInfo; the 32 bytes of the key follow.
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

export function publicKeyOf(seed: Uint8Array): Uint8Array {
  return new Uint8Array(
    createPublicKey(privateKey(seed))
      .export({ type: 'spki', format: 'der' })
      .subarray(PUBLIC_PREFIX.length),
  )
}

export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return new Uint8Array(sign(null, message, privateKey(seed)))
}

function privateKey(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), type: 'pkcs8', format: 'der' })
}

/** OpenSSL is asked first: an honest signature costs what noble costs, a bad one a tenth of that. */
export function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  return opensslAccepts(publicKey, message, signature) && nobleAccepts(publicKey, message, signature)
}

export function opensslAccepts(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    const key = createPublicKey({
      key: Buffer.concat([PUBLIC_PREFIX, publicKey]),
      type: 'spki',
      format: 'der',
    })
    return verify(null, message, key, signature)
  } catch {
    return false
  }
}
