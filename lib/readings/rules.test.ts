import { describe, expect, it } from 'vitest'
import { levels as irmLevels } from '../commitments/rules.ts'
import { contradictions, isDisputed, levelOf, levels, roleOf } from './rules.ts'
import type { Counted, Level } from './rules.ts'

it('the scale is the IRM’s own for completion', () => {
  expect(levels).toEqual(irmLevels.completion)
})

it.each<[string, Level | null]>([
  ['not-started', 'not-started'],
  ['limited', 'limited'],
  ['complete', 'complete'],
  ['completed', 'complete'],
  ['withdrawn', null],
  ['', null],
])('“%s” is %s on the one scale', (word, level) => {
  expect(levelOf(word)).toBe(level)
})

describe('a dispute', () => {
  it.each<[string, (Level | null)[], boolean]>([
    ['nobody spoke', [], false],
    ['nobody but silence', [null, null, null], false],
    ['one spoke', ['limited', null, null], false],
    ['two say the same', ['limited', 'limited', null], false],
    ['all say the same', ['complete', 'complete', 'complete', 'complete'], false],
    ['two differ', ['limited', 'complete'], true],
    ['one of four differs', ['complete', 'complete', 'complete', 'substantial'], true],
    ['two differ and the rest is silent', [null, 'not-started', null, 'limited'], true],
  ])('%s', (_name, said, disputed) => {
    expect(isDisputed(said)).toBe(disputed)
    expect(isDisputed([...said].toReversed())).toBe(disputed)
  })
})

it.each([
  ['a', ['a', 'b'], 'self'],
  ['b', ['a', 'b'], 'self'],
  ['c', ['a', 'b'], 'view'],
  ['a', [], 'view'],
])('sector %s, where %j lead, speaks as %s', (sector, leading, role) => {
  expect(roleOf(sector, leading)).toBe(role)
})

describe('two counts of one plan', () => {
  const counted = (counts: Record<string, number | null>): Counted[] =>
    Object.entries(counts).map(([level, count]) => ({ level, count }))
  const irm = { substantial: 5, limited: 5, 'not-started': 1 }
  it.each<[string, Record<string, number | null>, Record<string, number | null>, number, Level[]]>([
    ['Mexico’s third plan: eight complete, and none', irm, { completed: 8 }, 11, ['complete']],
    ['one told of a part alone, so that the rest is open', { substantial: 5 }, { completed: 6 }, 11, []],
    ['both name a level, with different numbers', { complete: 2 }, { completed: 3 }, 11, ['complete']],
    ['both name it, with one number', { complete: 3 }, { completed: 3 }, 11, []],
    [
      'both told of all',
      irm,
      { substantial: 4, limited: 6, 'not-started': 1 },
      11,
      ['limited', 'substantial'],
    ],
    ['only one counted', irm, {}, 11, []],
    ['a share, and no count', irm, { completed: null }, 11, []],
    ['words of another scale', irm, { yes: 11 }, 11, []],
    ['a plan without commitments', {}, {}, 0, []],
  ])('%s', (_name, one, other, of, levelsApart) => {
    expect(contradictions(counted(one), counted(other), of)).toEqual(levelsApart)
    expect(contradictions(counted(other), counted(one), of)).toEqual(levelsApart)
  })
})
