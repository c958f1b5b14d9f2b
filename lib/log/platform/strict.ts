import { ed25519 } from '@noble/curves/ed25519.js'

/** zip215: false means RFC 8032 and FIPS 186-5: keys and points in their one canonical encoding. */
export function nobleAccepts(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false })
  } catch {
    return false
  }
}

/** A point in its one encoding that is not of low order: under one of those anything is signed. */
export function isSoundPoint(publicKey: Uint8Array): boolean {
  try {
    return !ed25519.Point.fromBytes(publicKey).isSmallOrder()
  } catch {
    return false
  }
}
