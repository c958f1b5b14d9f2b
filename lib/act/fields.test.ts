import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { alsoNeeding, Day, Email, Line, Prose, WebAddress } from './fields.ts'

const messages = (result: { error?: { issues: { message: string }[] } | undefined }) =>
  result.error?.issues.map((issue) => issue.message) ?? []

describe('text', () => {
  it('is NFC, with plain line ends and no blanks around it', () => {
    expect(Prose.parse({ lang: 'es', text: '  sesio\u0301n\r\nuno\rdos ' })).toEqual({
      lang: 'es',
      text: 'sesión\nuno\ndos',
    })
  })
  it.each([
    ['a right-to-left override', 'pago \u202Eoditeb'],
    ['an isolate', 'a\u2066b'],
    ['a zero-width space', 'IN\u200BAI'],
    ['a zero-width non-joiner', 'a\u200Cb'],
    ['a joiner between letters', 'a\u200Db'],
    ['a byte order mark', '\uFEFFa b\uFEFFc'],
    ['a tag character', 'a\u{E0041}b'],
    ['an Arabic letter mark', 'a\u061Cb'],
  ])('refuses %s', (_name, text) =>
    expect(messages(Line.safeParse(text))).toContain('errors.hidingCharacters'),
  )
  it.each(['José Ñuñez 👩‍👩‍👧‍👦', 'Añadidos 👍🏽', 'Bandera 🏳️‍🌈', 'x'.repeat(200)])('takes %s', (text) =>
    expect(Line.parse(text)).toBe(text.normalize('NFC')),
  )
  it('refuses control characters, lone surrogates, emptiness and length, each with its own sentence', () => {
    expect(messages(Line.safeParse('a\u0007b'))).toContain('errors.controlCharacters')
    expect(messages(Line.safeParse('a\uD800b'))).toContain('errors.brokenText')
    expect(messages(Line.safeParse('   '))).toEqual(['errors.required'])
    expect(messages(Line.safeParse('x'.repeat(201)))).toEqual(['errors.tooLong'])
    expect(messages(Line.safeParse('a\nb'))).toEqual(['errors.oneLine'])
    expect(messages(Prose.safeParse({ lang: 'es', text: 'x'.repeat(1_000_000) }))).toEqual([
      'errors.tooLong',
    ])
    expect(messages(Prose.safeParse({ lang: 'fr', text: 'x' }))).toEqual(['errors.chooseLanguage'])
  })
})

it('knows days, addresses and e-mail', () => {
  expect(messages(Day.safeParse('2026-02-30'))).toEqual(['errors.noSuchDay'])
  expect(Email.parse('  Ana@Example.ORG ')).toBe('ana@example.org')
  expect(messages(Email.safeParse('ana@'))).toEqual(['errors.badEmail'])
  for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'ftp://a', 'https://a b'])
    expect(messages(WebAddress.safeParse(bad))).toEqual(['errors.badAddress'])
  expect(WebAddress.parse('https://example.org/a?b=1')).toBe('https://example.org/a?b=1')
})

describe('a field that another makes necessary', () => {
  const input = alsoNeeding(
    z.strictObject({
      title: Line,
      to: z.enum(['on', 'off']),
      conditions: Prose.optional(),
      on: Day.optional(),
    }),
    {
      field: 'conditions.text',
      says: 'x.needed',
      missing: ({ to, conditions }) => to === 'off' && !conditions,
    },
    { field: 'on', says: 'x.day', missing: ({ to, on }) => to === 'off' && !on },
  )
  const told = (sent: unknown) =>
    input.safeParse(sent).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)

  it('is told with all else that is wrong, and once', () => {
    expect(told({ title: ' ', to: 'off', on: '2026-02-30' })).toEqual([
      'title: errors.required',
      'on: errors.noSuchDay',
      'conditions.text: x.needed',
    ])
    expect(told({ title: 'Pausa', to: 'off' })).toEqual(['conditions.text: x.needed', 'on: x.day'])
    expect(told({ title: 'Pausa', to: 'on' })).toBeUndefined()
    for (const sent of [null, 'x', undefined]) expect(told(sent)).toHaveLength(1)
  })
})
