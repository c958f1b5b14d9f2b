import { sha256, toBase64 } from '#platform'
import { canonicalBytes } from './canonical.ts'
import { verifyEd25519 } from './ed25519.ts'
import { concat, fromBase64, fromUtf8, Malformed, sameBytes, toUtf8 } from './encoding.ts'
import type { Lexicon } from './fact.ts'
import { verifyP256 } from './p256.ts'

/**
 * What a member's own device signed, and whether it did: nothing but an entry's bytes and the device's public key is needed, so that a reader
 * anywhere comes to the server's verdict.
 */

/** Beside the facts of an entry: the passkey's assertion (WebAuthn level 3, 7.2), its parts in standard base64. */
export type SignedAssertion = {
  device: string
  authenticatorData: string
  clientDataJSON: string
  signature: string
}

/** As much of an entry, or of what a held entry is the seal of, as is signed. */
export type SignableBody = {
  key: string
  seat?: string
  mandate?: string
  facts: { kind: string; fields: Record<string, unknown> }[]
  signed?: SignedAssertion
}

/** The kinds of fact that bind whom they name (lib/facts.ts says which). */
export type Binding = Pick<Lexicon, 'binding'>

/** What follows from an act may differ a moment later, what it binds to may not: so that alone is signed. */
export function bindingFactsOf(body: SignableBody, { binding }: Binding): SignableBody['facts'] {
  return body.facts.filter(({ kind }) => binding.includes(kind))
}

export function binds(body: SignableBody, lexicon: Binding): boolean {
  return body.seat !== undefined && bindingFactsOf(body, lexicon).length > 0
}

/** The bytes whose SHA-256 is the challenge: who, for which seat, in which forum, and the facts as they stand in the entry. */
export function signedBytesOf(forum: string, body: SignableBody, lexicon: Binding): Uint8Array {
  const { key, seat, mandate } = body
  return canonicalBytes({ v: 1, forum, key, seat, mandate, facts: bindingFactsOf(body, lexicon) })
}

export function challengeOf(signedBytes: Uint8Array): string {
  return toBase64Url(sha256(signedBytes))
}

export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

type PublicKey = { verify: (message: Uint8Array, signature: Uint8Array) => boolean }

// RFC 9053 in the one form of CTAP2 (canonical CBOR): {1: 2, 3: -7, -1: 1, -2: x, -3: y} and {1: 1, 3: -8, -1: 6, -2: x}.
const ES256 = {
  start: [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20],
  middle: [0x22, 0x58, 0x20],
}
const EDDSA = [0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20]

/** A COSE key of one of the two kinds that are taken: ES256 on P-256, and EdDSA on Ed25519. */
export function parseCoseKey(cose: Uint8Array): PublicKey {
  const startsWith = (start: number[], at = 0) => start.every((byte, place) => cose[at + place] === byte)
  if (cose.length === 77 && startsWith(ES256.start) && startsWith(ES256.middle, 42)) {
    const [x, y] = [cose.slice(10, 42), cose.slice(45)]
    return { verify: (message, signature) => verifyP256(x, y, message, signature) }
  }
  if (cose.length === 42 && startsWith(EDDSA)) {
    const key = cose.slice(10)
    return { verify: (message, signature) => verifyEd25519(key, message, signature) }
  }
  throw new Malformed('not a COSE key of ES256 or EdDSA in its canonical form')
}

/** Why an assertion does not count; null where it does. */
export type AssertionFault =
  | 'malformed'
  | 'not-an-assertion'
  | 'other-challenge'
  | 'other-origin'
  | 'other-site'
  | 'nobody-there'
  | 'nobody-verified'
  | 'bad-signature'

type Given = {
  signed: SignedAssertion
  challenge: string
  publicKey: Uint8Array
  rpId: string
  origin?: string
}

/** An assertion over a challenge: signing in asks this too. */
export function faultOfAssertion({
  signed,
  challenge,
  publicKey,
  rpId,
  origin,
}: Given): AssertionFault | null {
  try {
    const [authenticatorData, clientDataJSON, signature] = [
      signed.authenticatorData,
      signed.clientDataJSON,
      signed.signature,
    ].map(fromBase64) as [Uint8Array, Uint8Array, Uint8Array]
    const key = parseCoseKey(publicKey)
    const client = JSON.parse(fromUtf8(clientDataJSON)) as Record<string, unknown> | null
    if (client?.type !== 'webauthn.get') return 'not-an-assertion'
    if (client.challenge !== challenge) return 'other-challenge'
    if (
      typeof client.origin !== 'string' ||
      !isOriginOf(client.origin, rpId) ||
      (origin !== undefined && client.origin !== origin)
    )
      return 'other-origin'
    // In a frame of somebody else's page a member does not know what they consent to.
    if (client.crossOrigin === true || client.topOrigin !== undefined) return 'other-origin'
    const { rpIdHash, userPresent, userVerified } = parseAuthenticatorData(authenticatorData)
    if (!sameBytes(rpIdHash, sha256(toUtf8(rpId)))) return 'other-site'
    if (!userPresent) return 'nobody-there'
    if (!userVerified) return 'nobody-verified'
    return key.verify(concat([authenticatorData, sha256(clientDataJSON)]), signature)
      ? null
      : 'bad-signature'
  } catch (error) {
    if (error instanceof Malformed || error instanceof SyntaxError) return 'malformed'
    throw error
  }
}

/** The assertion of an entry: over this act, in this forum, for this seat. */
export function checkAssertion({
  forum,
  body,
  lexicon,
  ...given
}: Omit<Given, 'challenge' | 'signed'> & {
  forum: string
  body: SignableBody
  lexicon: Binding
}): AssertionFault | null {
  if (!body.signed || !binds(body, lexicon)) return 'malformed'
  return faultOfAssertion({
    ...given,
    signed: body.signed,
    challenge: challengeOf(signedBytesOf(forum, body, lexicon)),
  })
}

/** A page of the site that the passkey is for, or of a name under it. */
function isOriginOf(origin: string, rpId: string): boolean {
  if (!URL.canParse(origin)) return false
  const { hostname, protocol, origin: itself } = new URL(origin)
  return (
    itself === origin &&
    (hostname === rpId || hostname.endsWith(`.${rpId}`)) &&
    (protocol === 'https:' || hostname === 'localhost')
  )
}

const FLAGS = {
  userPresent: 0x01,
  userVerified: 0x04,
  backupEligible: 0x08,
  backedUp: 0x10,
  reserved: 0x22,
  attested: 0x40,
  extensions: 0x80,
}

/** WebAuthn level 3, 6.1: 32 bytes of the site's hash, flags, four bytes of counter, and extensions where the flags say so. */
export function parseAuthenticatorData(bytes: Uint8Array): {
  rpIdHash: Uint8Array
  userPresent: boolean
  userVerified: boolean
  counter: number
} {
  const flags = bytes[32] ?? 0
  const has = (flag: number) => (flags & flag) !== 0
  if (bytes.length < 37 || has(FLAGS.attested) || has(FLAGS.extensions) !== bytes.length > 37)
    throw new Malformed('not the authenticator data of an assertion')
  if (has(FLAGS.reserved) || (has(FLAGS.backedUp) && !has(FLAGS.backupEligible)))
    throw new Malformed('flags that contradict each other')
  const counter = new DataView(bytes.buffer, bytes.byteOffset).getUint32(33)
  return {
    rpIdHash: bytes.slice(0, 32),
    userPresent: has(FLAGS.userPresent),
    userVerified: has(FLAGS.userVerified),
    counter,
  }
}
