import * as platform from '#platform'

export const SEED_LENGTH = 32

export function newSeed(): Uint8Array {
  return platform.randomSeed(SEED_LENGTH)
}

export function publicKeyOf(seed: Uint8Array): Uint8Array {
  refuseOtherLength(seed)
  return platform.publicKeyOf(seed)
}

/** Ed25519 (RFC 8032) is deterministic: the same text signed twice is the same note. */
export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array {
  refuseOtherLength(seed)
  return platform.signEd25519(seed, message)
}

function refuseOtherLength(seed: Uint8Array): void {
  if (seed.length !== SEED_LENGTH) throw new RangeError(`a seed has ${SEED_LENGTH} bytes`)
}

/**
 * A signature counts only where both OpenSSL and @noble/curves accept it.
 *
 * @noble/curves takes signatures with a residue of low order, which OpenSSL refuses; OpenSSL 3.0 took public keys of low order,
 * which @noble/curves refuses: on 248 of the 914 edge cases of C2SP/CCTV those two disagree. With one of them alone a signer
 * could make a note that this server accepts and a reader elsewhere refuses, or the reverse.
 */
export function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  return (
    publicKey.length === 32 &&
    signature.length === 64 &&
    platform.verifyEd25519(publicKey, message, signature)
  )
}

/** A public key under which something can be signed at all: a point of the curve, in its one encoding, and not of low order. */
export function publicKeyIsSound(publicKey: Uint8Array): boolean {
  return publicKey.length === 32 && platform.isSoundPoint(publicKey)
}
