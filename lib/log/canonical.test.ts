import { describe, expect, test } from 'vitest'
import { canonicalBytes, canonicalText } from './canonical.ts'
import { hex, unhex, vectors } from './vectors.ts'

test('the bytes of an act, as they will be read for ever', () => {
  const act = {
    v: 1,
    recordedAt: '2026-11-23T06:10:00Z',
    seat: '0d7c3b0e-3a55-4b6f-9f6e-0d2a2f1f8a10',
    mandate: undefined,
    facts: [
      {
        kind: 'proposals.position-taken/1',
        stance: 'object',
        reason: { commitment: 'AAECAw==' },
        weight: 1.5,
        órgano: '\u2028"\n',
      },
    ],
  }
  expect(canonicalText(act)).toBe(
    '{"facts":[{"kind":"proposals.position-taken/1","reason":{"commitment":"AAECAw=="},"stance":"object","weight":1.5,' +
      '"órgano":"\u2028\\"\\n"}],"recordedAt":"2026-11-23T06:10:00Z","seat":"0d7c3b0e-3a55-4b6f-9f6e-0d2a2f1f8a10","v":1}',
  )
  expect(hex(canonicalBytes({ b: '€', a: [] }))).toBe('7b2261223a5b5d2c2262223a22e282ac227d')
})

test('members stand in the order of their UTF-16 units, not of their code points', () => {
  expect(canonicalText({ '\ufb33': 1, '\u{1f602}': 2, a: 3, A: 4 })).toBe(
    '{"A":4,"a":3,"\u{1f602}":2,"\ufb33":1}',
  )
})

const cycle: unknown[] = []
cycle.push({ cycle })

test.each([
  ['NaN', NaN],
  ['infinity', { a: -Infinity }],
  ['a BigInt', [1n]],
  ['a lone surrogate', ['\ud800']],
  ['one in a name', { '\udc00': 1 }],
  ['undefined', undefined],
  ['a hole', [undefined]],
  ['an empty place', new Array(1)],
  ['a function', { a: () => 1 }],
  ['a symbol', [Symbol('a')]],
  ['a Date', { at: new Date(0) }],
  ['a Map', new Map()],
  ['bytes', new Uint8Array(2)],
  ['toJSON', { toJSON: () => 1 }],
  ['a cycle', cycle],
])('%s has no canonical bytes', (_, value) => {
  expect(() => canonicalBytes(value)).toThrow()
})

test('the same object twice is no cycle', () => {
  const seat = { seat: 1 }
  expect(canonicalText([seat, seat])).toBe('[{"seat":1},{"seat":1}]')
})

describe.runIf(vectors)('RFC 8785', () => {
  const { cases = [], numbers } = vectors?.jcs_rfc8785 ?? {}

  test.each(cases)('$name', ({ input, want_hex }) => {
    expect(hex(canonicalBytes(JSON.parse(input)))).toBe(want_hex)
  })

  test.each(numbers?.cases ?? [])('the number %s is written %s', (bits, want) => {
    expect(canonicalText(doubleOf(bits))).toBe(want)
  })

  test.each(numbers?.must_reject ?? [])('%s is no number of JSON', (bits) => {
    expect(() => canonicalBytes(doubleOf(bits))).toThrow()
  })
})

function doubleOf(bits: string): number {
  return new DataView(unhex(bits).buffer).getFloat64(0)
}
