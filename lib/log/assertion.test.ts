import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'
import { describe, expect, it, test } from 'vitest'
import { lexicon } from '../facts.ts'
import { softAuthenticator } from '../../testing/soft-authenticator.ts'
import { checkAssertion, parseCoseKey, signedBytesOf } from './assertion.ts'
import type { SignableBody } from './assertion.ts'
import { concat, fromHex, toBase64, toUtf8 } from './encoding.ts'
import * as browser from './platform/browser.ts'
import { vectors } from './vectors.ts'
import { verifyP256 } from './p256.ts'

const forum = '11111111-1111-4111-8111-111111111111'
const rpId = 'mesa.example.org'
const origin = 'https://mesa.example.org'
const body: SignableBody = {
  key: 'a-key-of-a-form-0001',
  seat: 's',
  mandate: 'm',
  facts: [
    { kind: 'proposals.position-taken/1', fields: { proposal: 'p', stance: 'agrees' } },
    { kind: 'proposals.decided/1', fields: { number: 3 } },
  ],
}
const own = softAuthenticator({ rpId, origin })
const by = (device: ReturnType<typeof softAuthenticator>, over: SignableBody = body, how = {}) => ({
  ...body,
  signed: device.sign('d', signedBytesOf(forum, over, lexicon), how),
})
const faultOf = (given: SignableBody, inForum = forum, publicKey = own.publicKey) =>
  checkAssertion({ forum: inForum, body: given, publicKey, rpId, origin, lexicon })

describe('an act that a device signed', () => {
  it.each(['ES256', 'EdDSA'] as const)('counts with %s', (kind) => {
    const device = softAuthenticator({ rpId, origin, kind })
    expect(faultOf(by(device), forum, device.publicKey)).toBeNull()
  })

  it('covers what binds, and not what follows from it', () => {
    const signed = by(own)
    expect(
      faultOf({
        ...signed,
        facts: [...signed.facts.slice(0, 1), { kind: 'proposals.decided/1', fields: { number: 4 } }],
      }),
    ).toBeNull()
  })

  it.each<[string, () => SignableBody, string?]>([
    [
      'with another stance',
      () => ({
        ...by(own),
        facts: [{ kind: 'proposals.position-taken/1', fields: { proposal: 'p', stance: 'opposes' } }],
      }),
    ],
    ['with one binding fact more', () => ({ ...by(own), facts: [...body.facts, ...body.facts] })],
    ['under another key', () => ({ ...by(own), key: 'a-key-of-a-form-0002' })],
    ['for another seat', () => ({ ...by(own), seat: 't' })],
    ['for another mandate', () => ({ ...by(own), mandate: 'n' })],
    ['over an altered challenge', () => by(own, { ...body, key: 'something-else-altogether' })],
    ['for another site', () => by(own, body, { rpId: 'evil.example' }), 'other-site'],
    ['from another origin', () => by(own, body, { origin: 'https://evil.example' }), 'other-origin'],
    [
      'from an origin that only ends alike',
      () => by(own, body, { origin: 'https://notmesa.example.org' }),
      'other-origin',
    ],
    [
      'without encryption on the way',
      () => by(own, body, { origin: 'http://mesa.example.org' }),
      'other-origin',
    ],
    [
      'in a frame of another page',
      () => by(own, body, { client: { crossOrigin: true } }),
      'other-origin',
    ],
    [
      'as a registration',
      () => by(own, body, { client: { type: 'webauthn.create' } }),
      'not-an-assertion',
    ],
    ['without anybody there', () => by(own, body, { flags: 0x04 }), 'nobody-there'],
    ['without anybody verified', () => by(own, body, { flags: 0x01 }), 'nobody-verified'],
    ['with flags that contradict each other', () => by(own, body, { flags: 0x15 }), 'malformed'],
    [
      'made by the host with a key of its own',
      () => by(softAuthenticator({ rpId, origin })),
      'bad-signature',
    ],
    ['without an assertion', () => body, 'malformed'],
    ['where nothing binds', () => ({ ...by(own), facts: body.facts.slice(1) }), 'malformed'],
    [
      'with a truncated signature',
      () =>
        changed((signed) => ({
          signature: toBase64(Uint8Array.from(Buffer.from(signed.signature, 'base64').subarray(0, -1))),
        })),
      'bad-signature',
    ],
    [
      'with other base64',
      () => changed((signed) => ({ signature: `${signed.signature}\n` })),
      'malformed',
    ],
    [
      'with a byte behind the authenticator data',
      () =>
        changed((signed) => ({
          authenticatorData: toBase64(
            concat([Buffer.from(signed.authenticatorData, 'base64'), Uint8Array.of(0)]),
          ),
        })),
      'malformed',
    ],
    [
      'with words for client data',
      () => changed(() => ({ clientDataJSON: toBase64(toUtf8('words')) })),
      'malformed',
    ],
    [
      'with null for client data',
      () => changed(() => ({ clientDataJSON: toBase64(toUtf8('null')) })),
      'not-an-assertion',
    ],
  ])('does not count %s', (_what, given, fault = 'other-challenge') => {
    expect(faultOf(given())).toBe(fault)
  })

  it('does not count in another forum', () => {
    expect(faultOf(by(own), '22222222-2222-4222-8222-222222222222')).toBe('other-challenge')
  })

  it('does not count with any one bit changed', () => {
    const good = by(own)
    for (const part of ['authenticatorData', 'clientDataJSON', 'signature'] as const) {
      const bytes = Uint8Array.from(Buffer.from(good.signed[part], 'base64'))
      for (let bit = 0; bit < bytes.length * 8; bit += 5) {
        const spoilt = bytes.with(bit >> 3, (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7)))
        expect(
          faultOf({ ...good, signed: { ...good.signed, [part]: toBase64(spoilt) } }),
          `${part} ${bit}`,
        ).not.toBeNull()
      }
    }
  })
})

function changed(how: (signed: NonNullable<SignableBody['signed']>) => object): SignableBody {
  const good = by(own)
  return { ...good, signed: { ...good.signed, ...how(good.signed) } }
}

describe('P-256, as OpenSSL says, and stricter about the form', () => {
  const message = toUtf8('acta')
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const [x, y] = pointOf(publicKey)
  const n = p256.Point.Fn.ORDER
  const good = new Uint8Array(sign('sha256', message, privateKey))
  const [r, s] = [
    ...p256.Signature.fromBytes(
      new Uint8Array(sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
      'compact',
    ).toBytes('compact'),
  ].reduce<[bigint, bigint]>(
    (pair, byte, place) => {
      pair[place < 32 ? 0 : 1] = (pair[place < 32 ? 0 : 1] << 8n) | BigInt(byte)
      return pair
    },
    [0n, 0n],
  )
  const openssl = (signature: Uint8Array) => {
    try {
      return verify('sha256', message, publicKey, signature)
    } catch {
      return false
    }
  }
  const own = (signature: Uint8Array) => verifyP256(x, y, message, signature)

  it('takes an honest signature, with a low s and with a high one', () => {
    for (const one of [good, der(r, s), der(r, n - s)])
      expect([own(one), openssl(one)]).toEqual([true, true])
  })

  it.each<[string, Uint8Array]>([
    ['r = 0', der(0n, s)],
    ['s = 0', der(r, 0n)],
    ['r = n', der(n, s)],
    ['s = n', der(r, n)],
    ['r + n', der(r + n, s)],
    ['s + n', der(r, s + n)],
    ['both 0', der(0n, 0n)],
    ['r and s exchanged', der(s, r)],
    ['2^256', der(1n << 256n, s)],
    ['nothing', new Uint8Array()],
    ['a byte behind', concat([der(r, s), Uint8Array.of(0)])],
    ['a byte less', der(r, s).slice(0, -1)],
    ['another tag', der(r, s).with(0, 0x31)],
    ['another tag within', der(r, s).with(2, 0x03)],
    ['a longer length', Uint8Array.from([0x30, 0x81, der(r, s).length - 2, ...der(r, s).slice(2)])],
    [
      'padding before r',
      (() => {
        const [one, two] = [integer(r), integer(s)]
        return sequence([0x02, (one[1] ?? 0) + 1, 0, ...one.slice(2), ...two])
      })(),
    ],
    [
      'a negative r',
      (() => {
        const two = integer(s)
        return sequence([0x02, 1, 0xff, ...two])
      })(),
    ],
    ['an empty r', sequence([0x02, 0, ...integer(s)])],
    ['a third number', sequence([...integer(r), ...integer(s), ...integer(1n)])],
    [
      'raw bytes',
      Uint8Array.from(sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
    ],
  ])('refuses %s, as OpenSSL does', (_what, signature) => {
    expect([own(signature), openssl(signature)]).toEqual([false, false])
  })

  it('refuses keys that are no point of the curve', () => {
    const zero = new Uint8Array(32)
    const p = Uint8Array.from(
      Buffer.from('ffffffff00000001000000000000000000000000ffffffffffffffffffffffff', 'hex'),
    )
    for (const [one, two] of [
      [zero, zero],
      [x, x],
      [x, y.with(31, (y[31] ?? 0) ^ 1)],
      [p, y],
      [x, p],
      [x.slice(1), y],
    ] as const) {
      expect(verifyP256(one, two, message, good)).toBe(false)
    }
  })

  it('agrees with OpenSSL on 300 signatures, good and with one bit changed', () => {
    for (let round = 0; round < 300; round += 1) {
      const text = toUtf8(`acta ${round}`)
      const signature = new Uint8Array(sign('sha256', text, privateKey))
      const bit = (round * 7) % (signature.length * 8)
      const one =
        round % 3 === 0
          ? signature
          : signature.with(bit >> 3, (signature[bit >> 3] ?? 0) ^ (1 << (bit & 7)))
      let said = false
      try {
        said = verify('sha256', text, publicKey, one)
      } catch {
        /* no DER at all */
      }
      expect(verifyP256(x, y, text, one), `round ${round}`).toBe(said)
    }
  })
})

test('Ed25519 keys as COSE give the verdict of the log on each edge case', () => {
  for (const { key, sig, msg } of vectors?.ed25519_edge_cases.cases ?? []) {
    const [bytes, text, signed] = [key, msg, sig].map((hex, place) =>
      place === 1 ? toUtf8(hex) : fromHex(hex),
    ) as [Uint8Array, Uint8Array, Uint8Array]
    const cose = concat([
      Uint8Array.from([0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20]),
      bytes,
    ])
    expect(parseCoseKey(cose).verify(text, signed)).toBe(browser.verifyEd25519(bytes, text, signed))
  }
})

test('no other key is taken', () => {
  for (const cose of [
    new Uint8Array(),
    own.publicKey.slice(1),
    own.publicKey.with(4, 0x27),
    concat([own.publicKey, Uint8Array.of(0)]),
    new Uint8Array(createHash('sha512').update('').digest()),
  ]) {
    expect(() => parseCoseKey(cose)).toThrow('COSE')
  }
})

function pointOf(key: KeyObject): [Uint8Array, Uint8Array] {
  const { x = '', y = '' } = createPublicKey(key.export({ type: 'spki', format: 'pem' })).export({
    format: 'jwk',
  })
  return [new Uint8Array(Buffer.from(x, 'base64url')), new Uint8Array(Buffer.from(y, 'base64url'))]
}

function integer(value: bigint): number[] {
  const hex = value.toString(16)
  const bytes = [...Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')]
  const content = (bytes[0] ?? 0) > 0x7f ? [0, ...bytes] : bytes
  return [0x02, content.length, ...content]
}

function sequence(content: number[]): Uint8Array {
  return Uint8Array.from([0x30, content.length, ...content])
}

function der(r: bigint, s: bigint): Uint8Array {
  return sequence([...integer(r), ...integer(s)])
}
