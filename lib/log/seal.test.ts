import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { opens, sealIn, sealOf, sealsAmong, sealsWritten, writtenSeal } from './seal.ts'
import { hex } from './vectors.ts'

const salt = Uint8Array.from({ length: 32 }, (_, place) => place)

describe('a seal', () => {
  test('has these bytes for ever', () => {
    const seal = sealOf(salt, '{"lang":"es","text":"Se acuerda por consenso."}')
    expect(hex(seal)).toBe('50a231466f8e30bb40aa3e8d550d511ec0878c8777e9d25bcd80176449cbea19')
  })

  test('is SHA-256("commit/v1" 0x00 || salt || text)', () => {
    const text = '{"lang":"es","text":"minuta"}'
    const defined = createHash('sha256').update('commit/v1\0').update(salt).update(text, 'utf8')
    expect(hex(sealOf(salt, text))).toBe(defined.digest('hex'))
  })

  test('is the same for the same text typed in another composition', () => {
    expect(sealOf(salt, '"sesio\u0301n"')).toEqual(sealOf(salt, '"sesión"'))
  })

  test('opens with its own salt and text and no others', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        fc.nat(31),
        (text, other, place) => {
          const seal = sealOf(salt, text)
          expect(opens(seal, salt, text)).toBe(true)
          expect(opens(seal, salt.with(place, 255), text)).toBe(false)
          expect(opens(seal, salt, other)).toBe(other.normalize('NFC') === text.normalize('NFC'))
        },
      ),
    )
  })

  test.each([
    ['a short salt', salt.slice(1), '"a"'],
    ['a long salt', Uint8Array.from([...salt, 0]), '"a"'],
    ['a lone surrogate', salt, '"\ud800"'],
  ])('is not made with %s', (_, given, text) => {
    expect(() => sealOf(given, text)).toThrow()
    expect(opens(new Uint8Array(32), given, text)).toBe(false)
  })
})

describe('as it is written', () => {
  const seal = Buffer.from(sealOf(salt, '"a"')).toString('base64')
  const fields = {
    commitment: '00000000-0000-4000-8000-000000000003',
    effect: { commitment: '00000000-0000-4000-8000-000000000003' },
    reason: writtenSeal(seal),
    note: null,
  }

  test('is found in its place, and nowhere else', () => {
    expect(sealIn(writtenSeal(seal))).toBe(seal)
    expect(['text', null, undefined, 3, {}, { commitment: 3 }].map(sealIn)).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
    ])
  })

  test('is told from the id of a plan’s commitment by what the kind says is sealed', () => {
    expect(sealsAmong(fields, { reason: 'open', note: 'personal' })).toEqual([['reason', seal]])
  })

  test('is told from it in bare bytes too, as 32 bytes', () => {
    const text = JSON.stringify({ facts: [{ fields }] })
    expect(sealsWritten(text)).toEqual([seal])
    expect(sealsWritten(JSON.stringify({ ...writtenSeal(seal), recordedAt: 'x', v: 1 }))).toEqual([seal])
    expect(sealsWritten(JSON.stringify({ said: text }))).toEqual([])
  })
})
