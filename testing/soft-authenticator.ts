import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { challengeOf, toBase64Url } from '../lib/log/assertion.ts'
import type { SignedAssertion } from '../lib/log/assertion.ts'

type Site = { rpId: string; origin: string }
type How = Partial<Site> & { flags?: number; counter?: number; client?: object }

type Kind = 'ES256' | 'EdDSA'

/** A passkey in software, for tests: it signs what a member's device would, and whatever else a test wants. */
export function softAuthenticator({ kind = 'ES256', ...site }: Site & { kind?: Kind }) {
  const { privateKey, cose } = newKeys(kind)
  const credentialId = toBase64Url(randomBytes(16))

  /** An assertion over a challenge, in the form of an entry. */
  function assertion(device: string, challenge: string, how: How = {}): SignedAssertion {
    const [data, client] = [
      authenticatorData({ ...site, ...how }, 0x05),
      clientData('webauthn.get', challenge, { ...site, ...how }),
    ]
    const message = Buffer.concat([data, createHash('sha256').update(client).digest()])
    const signature = sign(kind === 'ES256' ? 'sha256' : null, message, privateKey)
    return {
      device,
      authenticatorData: data.toString('base64'),
      clientDataJSON: client.toString('base64'),
      signature: signature.toString('base64'),
    }
  }

  /** What navigator.credentials.create gives, as it is sent: attestation none. */
  function registration(challenge: string, how: How = {}) {
    const id = Buffer.from(credentialId, 'base64url')
    const rest = Buffer.concat([
      Buffer.alloc(16),
      Uint8Array.of(0, id.length),
      id,
      Uint8Array.from(cose),
    ])
    const data = authenticatorData({ ...site, ...how }, 0x45, rest)
    // CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes}
    const head = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461', 'hex'),
      data.length < 256
        ? Uint8Array.of(0x58, data.length)
        : Uint8Array.of(0x59, data.length >> 8, data.length & 255),
    ])
    return {
      id: credentialId,
      rawId: credentialId,
      type: 'public-key' as const,
      clientExtensionResults: {},
      response: {
        clientDataJSON: toBase64Url(clientData('webauthn.create', challenge, { ...site, ...how })),
        attestationObject: toBase64Url(Buffer.concat([head, data])),
        transports: ['internal' as const],
      },
    }
  }

  return {
    credentialId,
    publicKey: Uint8Array.from(cose),
    assertion,
    registration,
    sign: (device: string, signedBytes: Uint8Array, how: How = {}) =>
      assertion(device, challengeOf(signedBytes), how),
  }
}

/** A private key, and its public one as authenticators write it (COSE). */
function newKeys(kind: Kind) {
  const { publicKey, privateKey } =
    kind === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('ed25519')
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const [left, right] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]
  const cose =
    kind === 'ES256'
      ? [
          ...Buffer.from('a5010203262001215820', 'hex'),
          ...left,
          ...Buffer.from('225820', 'hex'),
          ...right,
        ]
      : [...Buffer.from('a4010103272006215820', 'hex'), ...left]
  return { privateKey, cose }
}

function authenticatorData(
  { rpId, flags: given, counter: uses = 0 }: Site & How,
  flags: number,
  rest: Uint8Array = new Uint8Array(),
): Buffer {
  const counter = Buffer.alloc(4)
  counter.writeUInt32BE(uses)
  return Buffer.concat([
    createHash('sha256').update(rpId).digest(),
    Uint8Array.of(given ?? flags),
    counter,
    rest,
  ])
}

function clientData(type: string, challenge: string, { origin, client }: Site & How): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...client }))
}
