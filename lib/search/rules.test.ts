import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cursorOf, excerptOf, LONGEST_QUERY, searchCursorIn, termsIn } from './rules.ts'

describe('what was typed', () => {
  it.each([
    ['fideicomisos', { wanted: [['fideicomisos']], unwanted: [] }],
    ['  dos   palabras ', { wanted: [['dos'], ['palabras']], unwanted: [] }],
    ['"plan de acción" -agua', { wanted: [['plan de acción']], unwanted: ['agua'] }],
    ['-"datos del agua" plan', { wanted: [['plan']], unwanted: ['datos del agua'] }],
    // A quote left open ends with the line; a file's name is one word.
    ['"sin cerrar la', { wanted: [['sin cerrar la']], unwanted: [] }],
    ['«entre comillas» CC-2026-07', { wanted: [['entre comillas'], ['CC-2026-07']], unwanted: [] }],
    ['uno\u0000dos', { wanted: [['uno'], ['dos']], unwanted: [] }],
    ["o'hara & | ! <-> :*", { wanted: [["o'hara"]], unwanted: [] }],
  ])('%j', (typed, terms) => {
    expect(termsIn(typed)).toEqual(terms)
  })

  it.each([
    ['', null],
    [' \u0000 ', null],
    ['""', { fault: 'noWords' }],
    ['- & | !', { fault: 'noWords' }],
    ['-nada -esto', { fault: 'onlyWithout' }],
    ['a'.repeat(LONGEST_QUERY + 1), { fault: 'tooLong' }],
    ['a '.repeat(5_000), { fault: 'tooLong' }],
  ])('%j is said to be what it is', (typed, answer) => {
    expect(termsIn(typed)).toEqual(answer)
  })

  it('is never more than can be asked, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (typed) => {
        const terms = termsIn(typed)
        if (!terms || 'fault' in terms) return
        expect(terms.wanted.length + terms.unwanted.length).toBeLessThanOrEqual(12)
        expect(JSON.stringify(terms)).not.toContain(String.raw`\u0000`)
      }),
    )
  })
})

describe('the sentence around a hit', () => {
  const marked = (said: string, places: [number, string][]) => {
    const { pieces, before, after } = excerptOf(said, places)
    const text = pieces.map((piece) => (piece.hit ? `[${piece.text}]` : piece.text)).join('')
    return `${before ? '… ' : ''}${text}${after ? ' …' : ''}`
  }

  it('is the whole sentence, with each word marked that was found in it', () => {
    const said =
      'Primero se abrió la sesión. Los fideicomisos públicos y el fideicomiso del agua. Después, nada.'
    expect(
      marked(said, [
        [7, 'fideicomis'],
        [11, 'fideicomis'],
      ]),
    ).toBe('… Los [fideicomisos] públicos y el [fideicomiso] del agua. …')
  })

  it('is cut between words where the sentence is long, and always holds the hit', () => {
    const said = `${'palabra '.repeat(100)}fideicomiso ${'palabra '.repeat(100)}`
    const text = marked(said, [[101, 'fideicomis']])
    expect(text).toContain('[fideicomiso]')
    expect(text.length).toBeLessThan(330)
    expect(
      text
        .replaceAll(/[[\]… ]/g, ' ')
        .split(/\s+/)
        .filter(Boolean)
        .every((word) => /^(palabra|fideicomiso)$/.test(word)),
    ).toBe(true)
  })

  it('marks nothing where a word was counted otherwise', () => {
    expect(marked('uno dos tres', [[2, 'fideicomis']])).toBe('uno dos tres')
    expect(marked('uno dos tres', [[99, 'x']])).toBe('uno dos tres')
  })

  it('says all of the text that it says, letter for letter', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 600 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.string({ maxLength: 3 })), {
          maxLength: 5,
        }),
        (said, places) => {
          const { pieces } = excerptOf(said, places)
          expect(said).toContain(pieces.map((piece) => piece.text).join(''))
        },
      ),
    )
  })
})

it('a cursor is read as it was written, and nothing else is one', () => {
  const at = { headed: true, latest: '2026-11-12', thing: '5f2504e0-4f89-41d3-9a0c-0305e82c3301' }
  expect(searchCursorIn(cursorOf(at))).toEqual(at)
  for (const other of [undefined, '', 'h', "h.2026-01-01.'; DROP", 's.2026-1-1.x'])
    expect(searchCursorIn(other)).toBeNull()
})
