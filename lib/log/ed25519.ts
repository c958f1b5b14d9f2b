import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'

// RFC 8410: the fixed beginnings of an Ed25519 key in PKCS #8 and SubjectPublicKeyInfo; the 32 bytes of the key follow.
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

export const SEED_LENGTH = 32

export function newSeed(): Uint8Array {
  return new Uint8Array(randomBytes(SEED_LENGTH))
}

export function publicKeyOf(seed: Uint8Array): Uint8Array {
  return new Uint8Array(createPublicKey(privateKey(seed)).export({ type: 'spki', format: 'der' }).subarray(PUBLIC_PREFIX.length))
}

/** Ed25519 (RFC 8032) is deterministic: the same text signed twice is the same note. */
export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return new Uint8Array(sign(null, message, privateKey(seed)))
}

function privateKey(seed: Uint8Array): KeyObject {
  if (seed.length !== SEED_LENGTH) throw new RangeError(`a seed has ${SEED_LENGTH} bytes`)
  return createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), type: 'pkcs8', format: 'der' })
}

/**
 * A signature counts only where both verifiers accept it.
 *
 * @noble/curves takes signatures with a residue of low order, which OpenSSL refuses; OpenSSL 3.0 took public keys of low order,
 * which @noble/curves refuses: on 248 of the 914 edge cases of C2SP/CCTV those two disagree. With one of them alone a signer
 * could make a note that this server accepts and a reader elsewhere refuses, or the reverse.
 */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return publicKey.length === 32 && signature.length === 64 &&
    opensslAccepts(publicKey, message, signature) && nobleAccepts(publicKey, message, signature)
}

export function opensslAccepts(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, publicKey]), type: 'spki', format: 'der' })
    return verify(null, message, key, signature)
  } catch {
    return false
  }
}

/** zip215: false means RFC 8032 and FIPS 186-5: keys and points in their one canonical encoding. */
export function nobleAccepts(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false })
  } catch {
    return false
  }
}
