import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatCheckpoint, openCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { publicKeyOf } from './ed25519.ts'
import { toBase64 } from './encoding.ts'
import { keyOf, parseKey, signNote } from './note.ts'
import { EMPTY_ROOT, leafHash, rootOf } from './tree.ts'
import { vectors } from './vectors.ts'

const origin = 'mesa-abierta/practica'
const seed = new Uint8Array(32).fill(7)
const key = keyOf(origin, publicKeyOf(seed))
const root = rootOf([leafHash(Buffer.from('acto'))])
const golden = `mesa-abierta/practica\n1\nwVkQXdBapX2mqFpR2D+1jbCRjO8/EgUoC/sIHrCkgq0=\n`

describe('a checkpoint', () => {
  test('has these bytes for ever', () => {
    expect(formatCheckpoint({ origin, size: 1, root })).toBe(golden)
    const signature =
      '/mWjjbeYnab5DeMALvBcJ0w3lgA74IG7DfQzEefoIhYCAeke2ngkZ2UCM3yL7VCFzP+lN8RpEJlixgn9Gc1wSEf0Ag4='
    expect(signNote(golden, origin, seed)).toBe(`${golden}\n— mesa-abierta/practica ${signature}\n`)
  })

  test('reads as it was written', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (size, hash) => {
        expect(parseCheckpoint(formatCheckpoint({ origin, size, root: hash }))).toEqual({
          origin,
          size,
          root: hash,
        })
      }),
    )
  })

  test('is opened by the key of its origin', () => {
    expect(openCheckpoint(signNote(golden, origin, seed), key)).toEqual({
      origin,
      size: 1,
      root,
      verified: [key],
    })
  })

  test('of another log, or signed by another key alone, is refused', () => {
    const other = keyOf('other.example', publicKeyOf(seed))
    expect(() => openCheckpoint(signNote(golden, 'other.example', seed), other)).toThrow(
      'not of other.example',
    )
    expect(() => openCheckpoint(signNote(golden, 'other.example', seed), key, [other])).toThrow(
      'the log itself',
    )
  })

  test.each([
    ['an empty origin', golden.replace(origin, '')],
    ['two lines', golden.split('\n').slice(0, 2).join('\n')],
    ['no last newline', golden.slice(0, -1)],
    ['an empty extension', `${golden}\n`],
    ['a leading zero', golden.replace('\n1\n', '\n01\n')],
    ['a sign', golden.replace('\n1\n', '\n+1\n')],
    ['a hexadecimal size', golden.replace('\n1\n', '\n0x1\n')],
    ['a blank size', golden.replace('\n1\n', '\n\n')],
    ['a size with a space', golden.replace('\n1\n', '\n1 \n')],
    ['a size of 2^53', golden.replace('\n1\n', '\n9007199254740992\n')],
    ['other digits', golden.replace('\n1\n', '\n١\n')],
    ['31 bytes of root', `${origin}\n1\n${toBase64(root.subarray(1))}\n`],
    ['loose base64', golden.replace('=\n', '\n')],
    ['carriage returns', golden.replaceAll('\n', '\r\n')],
  ])('%s is refused', (_, body) => {
    expect(() => parseCheckpoint(body)).toThrow()
  })

  test('one that could not be read again is not written', () => {
    expect(() => formatCheckpoint({ origin: 'a\nb', size: 1, root })).toThrow()
    expect(() => formatCheckpoint({ origin, size: 1.5, root })).toThrow()
  })
})

describe.runIf(vectors)('vectors', () => {
  const { checkpoint_body, tiled_log_15 } = vectors ?? {}
  // The Go cases have toy roots; with a real one in their place it is the rest that decides.
  const toys = ['YmFuYW5hcw==', 'dGhlIHZpZXcgZnJvbSB0aGUgdHJlZSB0b3BzIGlzIGdyZWF0IQ==']

  test.each(checkpoint_body?.cases ?? [])('$name', ({ body, want }) => {
    const parse = () =>
      parseCheckpoint(toys.reduce((given, toy) => given.replace(toy, toBase64(EMPTY_ROOT)), body))
    if (want === 'ok') expect(parse().root).toEqual(EMPTY_ROOT)
    else expect(parse).toThrow()
  })

  test('the checkpoints of a log of tessera', () => {
    const log = parseKey(tiled_log_15?.vkey ?? '')
    const leaves = tiled_log_15?.entries_utf8.map((entry) => leafHash(Buffer.from(entry))) ?? []
    for (const [size, note] of tiled_log_15?.checkpoints.entries() ?? []) {
      expect(openCheckpoint(note, log)).toMatchObject({ size, root: rootOf(leaves.slice(0, size)) })
    }
  })
})
