import { describe, expect, test } from 'vitest'
import { cosignedMessage, parseCosignature, verifyCosignature } from './cosignature.ts'
import { publicKeyOf, signEd25519, verifyEd25519 } from './ed25519.ts'
import { fromBase64, toBase64, toUtf8 } from './encoding.ts'
import { COSIGNATURE, formatKey, keyOf, openNote, parseKey, parseNote, signNote } from './note.ts'
import { hex, unhex, vectors } from './vectors.ts'
import * as inBrowser from './platform/browser.ts'
import { opensslAccepts } from './platform/node.ts'
import { nobleAccepts } from './platform/strict.ts'

// The public test key of Go's own tests (golang/mod sumdb/note/note_test.go).
const peterSeed = fromBase64('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz').slice(1)
const peter = parseKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
const text =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const peterLine =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'
const note = `${text}\n${peterLine}`
const enoch =
  '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n'

describe('a signed note', () => {
  test('has the bytes that Go writes', () => {
    expect(signNote(text, 'PeterNeumann', peterSeed)).toBe(note)
    expect(formatKey(keyOf('PeterNeumann', publicKeyOf(peterSeed)))).toBe(formatKey(peter))
  })

  test('opens with the key that signed it', () => {
    expect(openNote(note, [peter])).toMatchObject({ text, verified: [peter] })
    expect(openNote(toUtf8(note + enoch), [peter]).verified).toEqual([peter])
  })

  test('may have blank lines in its text', () => {
    const poem = 'Ognuno sta solo\n\ned è subito sera.\n'
    expect(openNote(signNote(poem, 'PeterNeumann', peterSeed), [peter]).text).toBe(poem)
  })

  test('is refused whichever character of it is changed', () => {
    for (let place = 0; place < note.length; place += 1) {
      const changed = note.slice(0, place) + (note[place] === 'A' ? 'B' : 'A') + note.slice(place + 1)
      expect(() => openNote(changed, [peter])).toThrow()
    }
  })

  test.each([
    ['without a trusted key', note, []],
    [
      'with one known signature that is bad',
      `${note}${peterLine.replace('x08go/ZJ', 'x08go/ZK')}`,
      [peter],
    ],
    ['without signatures', text, [peter]],
    ['with an empty list of them', `${text}\n`, [peter]],
    ['with carriage returns', note.replaceAll('\n', '\r\n'), [peter]],
    ['with a tab', note.replace(' ', '\t'), [peter]],
    ['cut at its last newline', note.slice(0, -1), [peter]],
    ['with a hyphen for the dash', note.replace('—', '-'), [peter]],
    ['with two spaces', note.replace('— ', '—  '), [peter]],
    ['with a lone surrogate', `\ud800${note}`, [peter]],
    ['with 101 signatures', note + enoch.repeat(100), [peter]],
    ['of more than a megabyte', 'a'.repeat(1_000_000) + note, [peter]],
    ['whose signature is but a key id', `${text}\n— PeterNeumann x08gow==\n`, [peter]],
  ])('%s is refused', (_, given, trusted) => {
    expect(() => openNote(given, trusted)).toThrow()
  })

  test('takes a hundred signatures', () => {
    expect(openNote(note + enoch.repeat(99), [peter]).signatures).toHaveLength(100)
  })

  test.each(['', 'no newline', 'a\ttab\n', '\ud800\n'])('%j is not signed', (unsignable) => {
    expect(() => signNote(unsignable, 'PeterNeumann', peterSeed)).toThrow()
  })

  test.each(['', 'two words', 'a+b', 'thin\u2009space', 'next\u0085line', 'ideographic\u3000space'])(
    '%j is no name',
    (name) => {
      expect(() => keyOf(name, peter.publicKey)).toThrow()
      expect(() => parseNote(`${text}\n— ${name} x08go/ZJkuA=\n`)).toThrow()
    },
  )

  test('its key is mangled at any character', () => {
    const vkey = formatKey(peter)
    for (let place = 0; place < vkey.length; place += 1) {
      expect(() => parseKey(vkey.slice(0, place) + vkey.slice(place + 1))).toThrow()
      expect(() =>
        parseKey(vkey.slice(0, place) + (vkey[place] === 'b' ? 'c' : 'b') + vkey.slice(place + 1)),
      ).toThrow()
    }
  })
})

describe('a cosignature', () => {
  const witness = keyOf('witness.example', publicKeyOf(peterSeed), COSIGNATURE)
  const body = 'mesa-abierta/example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n'
  const time = 1_764_000_000
  const stamp = new Uint8Array(8)
  new DataView(stamp.buffer).setBigUint64(0, BigInt(time))
  const bytes = Buffer.concat([stamp, signEd25519(peterSeed, cosignedMessage(time, body))])
  const line = `— witness.example ${toBase64(Buffer.concat([Buffer.from(witness.id, 'hex'), bytes]))}\n`

  test('signs the time and the whole text', () => {
    expect(new TextDecoder().decode(cosignedMessage(time, body))).toBe(
      `cosignature/v1\ntime 1764000000\n${body}`,
    )
    expect(parseCosignature(bytes).time).toBe(time)
    expect(openNote(`${body}\n${line}`, [witness]).verified).toEqual([witness])
  })

  test('holds for no other time and no other text', () => {
    const later = Uint8Array.from(bytes)
    new DataView(later.buffer).setBigUint64(0, BigInt(time + 1))
    expect(verifyCosignature(witness.publicKey, body, later)).toBe(false)
    expect(verifyCosignature(witness.publicKey, `${body}\n`, bytes)).toBe(false)
    expect(verifyCosignature(witness.publicKey, body, bytes.subarray(1))).toBe(false)
  })

  test('is no signature of the log, though made with the same secret', () => {
    expect(() =>
      openNote(`${body}\n${line}`, [keyOf('witness.example', publicKeyOf(peterSeed))]),
    ).toThrow()
  })
})

describe('Ed25519', () => {
  const message = toUtf8('x')
  const signature = signEd25519(peterSeed, message)

  test('where the two verifiers disagree, nothing is proven (C2SP/CCTV, case 304)', () => {
    const given = [
      unhex('ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076'),
      toUtf8('ed25519vectors 7'),
      unhex(`01${'00'.repeat(31)}330b30d6c1f07511e2208d233b6a34d4ed7109da2dea615bcd97daee3a842704`),
    ] as const
    expect([
      nobleAccepts(...given),
      opensslAccepts(...given),
      verifyEd25519(...given),
      inBrowser.verifyEd25519(...given),
    ]).toEqual([true, false, false, false])
  })

  test('a public key of low order, under which anything is signed, is none', () => {
    expect(verifyEd25519(unhex(`01${'00'.repeat(31)}`), message, unhex(`01${'00'.repeat(63)}`))).toBe(
      false,
    )
  })

  test('a signature is good for its key, its message and itself', () => {
    expect(verifyEd25519(peter.publicKey, message, signature)).toBe(true)
    expect(verifyEd25519(peter.publicKey, toUtf8('y'), signature)).toBe(false)
    for (let place = 0; place < 64; place += 1) {
      expect(
        verifyEd25519(peter.publicKey, message, signature.with(place, (signature[place] ?? 0) ^ 1)),
      ).toBe(false)
    }
    expect(verifyEd25519(peter.publicKey.slice(1), message, signature)).toBe(false)
    expect(verifyEd25519(peter.publicKey, message, signature.slice(1))).toBe(false)
  })

  test('S is not taken a second time with the order added (RFC 8032, 5.1.7)', () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n
    const s = BigInt(`0x${hex(signature.slice(32).toReversed())}`) + order
    const twin = Uint8Array.from([
      ...signature.slice(0, 32),
      ...unhex(s.toString(16).padStart(64, '0')).toReversed(),
    ])
    expect(verifyEd25519(peter.publicKey, message, twin)).toBe(false)
  })
})

describe.runIf(vectors)('vectors', () => {
  const { signed_note, ed25519_edge_cases, cosignature_v1_timestamp } = vectors ?? {}

  test.each(signed_note?.cases ?? [])(
    'note: $name',
    ({ note: given, encoding, trusted_vkeys, want, verified = [] }) => {
      const open = () =>
        openNote(encoding === 'base64' ? fromBase64(given) : given, trusted_vkeys.map(parseKey))
      if (want.startsWith('reject')) expect(open).toThrow()
      else expect(open().verified.map(({ name }) => name)).toEqual(verified)
    },
  )

  test.each(signed_note?.vkeys ?? [])('key: $want $vkey', ({ vkey, want, sig_type }) => {
    if (want === 'reject') expect(() => parseKey(vkey)).toThrow()
    else expect(parseKey(vkey)).toMatchObject({ type: sig_type })
    if (want !== 'reject') expect(formatKey(parseKey(vkey))).toBe(vkey)
  })

  test('the signing key of Go', () => {
    const { text: given = '', want_signature_line = '' } = signed_note?.signing_key ?? {}
    expect(signNote(given, 'PeterNeumann', peterSeed)).toBe(`${given}\n${want_signature_line}`)
  })

  test.each(ed25519_edge_cases?.cases ?? [])('edge case $number', ({ key, sig, msg, flags }) => {
    const given = [unhex(key), toUtf8(msg), unhex(sig)] as const
    expect(verifyEd25519(...given)).toBe(opensslAccepts(...given) && nobleAccepts(...given))
    expect(inBrowser.verifyEd25519(...given)).toBe(verifyEd25519(...given))
    if (flags?.some((flag) => flag.startsWith('non_canonical')))
      expect(verifyEd25519(...given)).toBe(false)
  })

  test('the edge cases part the two verifiers, and so are worth asking both', () => {
    const apart = ed25519_edge_cases?.cases.filter(({ key, sig, msg }) => {
      const given = [unhex(key), toUtf8(msg), unhex(sig)] as const
      return opensslAccepts(...given) !== nobleAccepts(...given)
    })
    expect(apart?.length).toBeGreaterThan(0)
  })

  test.each(cosignature_v1_timestamp?.cases ?? [])(
    'cosignature $sig_base64',
    ({ sig_base64, want_unix, want }) => {
      const bytes = fromBase64(sig_base64).slice(4)
      if (want === 'reject') expect(() => parseCosignature(bytes)).toThrow()
      else expect(parseCosignature(bytes).time).toBe(want_unix)
    },
  )
})
