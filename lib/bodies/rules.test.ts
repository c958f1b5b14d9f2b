import fc from 'fast-check'
import { inForceOn } from '../act/in-force.ts'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../act/viewer.ts'
import {
  countsForQuorum,
  ForumRules,
  keepsTheBook,
  languageChoice,
  languageFor,
  languagesOf,
  overlaps,
  quorumOf,
  rulesOf,
  speaksFor,
  takesPart,
  vacantSince,
} from './rules.ts'

const rules = ForumRules.parse({})
const seat = (sector: string, there: boolean, counts = true) => ({ sector, there, counts })

describe('the languages of a forum', () => {
  it.each([
    ['nothing was decided', {}, ['es', 'en'], 'es-en'],
    ['nothing was decided, as its row has it', { languages: [] }, ['es', 'en'], 'es-en'],
    ['Spanish alone', { languages: ['es'] }, ['es'], 'es'],
    ['English first', { languages: ['en', 'es'] }, ['en', 'es'], 'en-es'],
  ])('%s', (_what, forum, offered, choice) => {
    expect(languagesOf(forum)).toEqual(offered)
    expect(languageChoice(forum)).toBe(choice)
  })

  it('one is answered in the language that one asks for, or in the first', () => {
    const both = { languages: ['en', 'es'] }
    expect([null, undefined, 'es', 'fr'].map((asked) => languageFor(both, asked))).toEqual([
      'en',
      'en',
      'es',
      'en',
    ])
    expect(languageFor({ languages: ['es'] }, 'en')).toBe('es')
  })
})

describe('quorumOf', () => {
  it.each([
    [
      'half of all and one of each',
      [seat('c', true), seat('c', false), seat('o', true), seat('e', true), seat('e', false)],
      true,
    ],
    [
      'one sector is missing',
      [seat('c', true), seat('c', true), seat('o', true), seat('e', false)],
      false,
    ],
    [
      'too few in all',
      [
        seat('c', true),
        seat('c', false),
        seat('c', false),
        seat('c', false),
        seat('o', true),
        seat('e', true),
        seat('e', false),
      ],
      false,
    ],
    [
      'observers and advisers do not count',
      [
        seat('c', true),
        seat('o', true),
        seat('e', true),
        seat('a', false, false),
        seat('a', false, false),
      ],
      true,
    ],
    ['nobody sits in the body', [], false],
  ])('%s', (_name, seats, reached) => {
    expect(quorumOf(seats, ['c', 'o', 'e'], rules).reached).toBe(reached)
  })

  it('never falls when somebody comes in, and never rises when somebody leaves', () => {
    const anySeat = fc.record({
      sector: fc.constantFrom('c', 'o', 'e'),
      there: fc.boolean(),
      counts: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(anySeat, { minLength: 1, maxLength: 12 }), fc.nat(11), (seats, place) => {
        const before = quorumOf(seats, ['c', 'o', 'e'], rules).reached
        const after = quorumOf(
          seats.map((one, at) => (at === place ? { ...one, there: true } : one)),
          ['c', 'o', 'e'],
          rules,
        ).reached
        expect(before && !after).toBe(false)
      }),
    )
  })

  it('is not made easier by leaving a seat vacant', () => {
    const three = [seat('c', true), seat('o', true), seat('e', true)]
    const vacant = [...three, ...Array.from({ length: 4 }, () => seat('c', false))]
    expect(quorumOf(three, ['c', 'o', 'e'], rules).reached).toBe(true)
    expect(quorumOf(vacant, ['c', 'o', 'e'], rules).reached).toBe(false)
  })
})

describe('a seat', () => {
  const actor = (parts: object): Actor => ({
    kind: 'seat',
    seat: 's',
    mandate: 'm',
    person: 'p',
    body: 'b',
    bodyKind: 'committee',
    sector: 'c',
    hasPosition: true,
    function: 'member',
    voice: true,
    capacity: 'titular',
    ...parts,
  })
  it('speaks for its sector in its own body alone, with the voice, where the sector has a position', () => {
    expect(speaksFor(actor({}), 'b')).toBe(true)
    expect(speaksFor(actor({}), 'other')).toBe(false)
    expect(speaksFor(actor({ voice: false }), 'b')).toBe(false)
    expect(speaksFor(actor({ hasPosition: false }), 'b')).toBe(false)
    expect(speaksFor({ kind: 'office', office: 'operator' }, 'b')).toBe(false)
    expect(speaksFor({ kind: 'public' }, 'b')).toBe(false)
  })
  it('keeps the book as secretary, or as chair where the secretary’s seat is vacant', () => {
    expect(keepsTheBook(actor({ function: 'secretary' }), 'b', false)).toBe(true)
    expect(keepsTheBook(actor({ function: 'chair' }), 'b', false)).toBe(false)
    expect(keepsTheBook(actor({ function: 'chair' }), 'b', true)).toBe(true)
    expect(keepsTheBook(actor({ function: 'secretary' }), 'other', false)).toBe(false)
    expect(keepsTheBook({ kind: 'public' }, 'b', true)).toBe(false)
  })
  it('takes part unless it observes', () => {
    expect(takesPart(actor({ function: 'adviser' }), 'b')).toBe(true)
    expect(takesPart(actor({ function: 'observer' }), 'b')).toBe(false)
  })
  it('counts for the quorum unless it advises, observes, or its sector has no position', () => {
    expect(countsForQuorum({ function: 'member', hasPosition: true })).toBe(true)
    expect(countsForQuorum({ function: 'adviser', hasPosition: true })).toBe(false)
    expect(countsForQuorum({ function: 'observer', hasPosition: true })).toBe(false)
    expect(countsForQuorum({ function: 'member', hasPosition: false })).toBe(false)
  })
})

describe('mandates', () => {
  const mandate = (fromOn: string, untilOn: string | null, capacity = 'titular') => ({
    fromOn,
    untilOn,
    capacity,
  })
  it('are in force from their first day to the day before their last', () => {
    expect(inForceOn(mandate('2026-01-01', '2026-02-01'), '2026-01-01')).toBe(true)
    expect(inForceOn(mandate('2026-01-01', '2026-02-01'), '2026-01-31')).toBe(true)
    expect(inForceOn(mandate('2026-01-01', '2026-02-01'), '2026-02-01')).toBe(false)
    expect(inForceOn(mandate('2026-01-01', null), '2025-12-31')).toBe(false)
  })
  it.each([
    [mandate('2026-01-01', '2026-02-01'), mandate('2026-02-01', null), false],
    [mandate('2026-01-01', '2026-02-02'), mandate('2026-02-01', null), true],
    [mandate('2026-01-01', null), mandate('2020-01-01', null), true],
    [mandate('2026-01-01', null), mandate('2026-01-01', null, 'alternate'), false],
  ])('overlap as titulars only', (one, other, expected) => {
    expect(overlaps(one, other)).toBe(expected)
    expect(overlaps(other, one)).toBe(expected)
  })
})

it('a forum without settings has the stated defaults', () => {
  expect(rulesOf({ rules: null })).toEqual(rules)
  expect(rules).toMatchObject({
    quorumShare: 0.5,
    quorumPerSector: 1,
    silenceIsAssentForMinutes: false,
    statusDecidedBy: 'committee',
  })
})

describe('vacantSince', () => {
  const mandate = (fromOn: string, untilOn: string | null, capacity = 'titular') => ({
    fromOn,
    untilOn,
    capacity,
  })
  it.each([
    ['nobody has ever held it', [], '2026-01-01'],
    ['an alternate does not fill it', [mandate('2026-01-01', null, 'alternate')], '2026-01-01'],
    [
      'the last titular left',
      [mandate('2026-01-01', '2026-02-01'), mandate('2026-02-01', '2026-03-01')],
      '2026-03-01',
    ],
    [
      'the next titular is still to come',
      [mandate('2026-01-01', '2026-02-01'), mandate('2026-07-01', null)],
      '2026-02-01',
    ],
    ['somebody holds it', [mandate('2026-01-01', '2026-02-01'), mandate('2026-04-01', null)], null],
  ])('%s', (_name, mandates, since) => {
    expect(vacantSince(mandates, '2026-01-01', '2026-06-01')).toBe(since)
  })
})
