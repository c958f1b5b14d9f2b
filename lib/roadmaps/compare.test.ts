import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byNumber, compare, furthestDrift, isUnchanged, merge } from './compare.ts'
import { activitiesOf } from './rules.ts'
import type { Activity, KeyAction, Roadmap } from './rules.ts'

const activity = (number: string, more: Partial<Activity> = {}): Activity => ({
  id: `a${number}`,
  number,
  title: { es: `Actividad ${number}` },
  product: { es: 'Informe' },
  responsible: ['x', 'y'],
  startsOn: '2026-01-01',
  endsOn: '2026-06-30',
  verification: { es: 'Liga' },
  after: [],
  dependsOn: [],
  ...more,
})
const keyAction = (
  number: number,
  activities: Activity[],
  more: Partial<KeyAction> = {},
): KeyAction => ({
  id: `k${number}`,
  number,
  title: { es: `Acción ${number}` },
  weight: 2,
  responsible: ['x'],
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  activities,
  ...more,
})
const roadmap = (...keyActions: KeyAction[]): Roadmap => ({
  aim: { es: 'Meta' },
  finalAim: null,
  participation: { possible: false, why: { es: 'No se halló cómo' } },
  accountability: null,
  keyActions,
})
const base = roadmap(keyAction(1, [activity('1.1'), activity('1.2')]), keyAction(2, [activity('2.1')]))

/** The same roadmap with one activity written otherwise; null drops it. */
function withActivity(of: Roadmap, id: string, more: Partial<Activity> | null): Roadmap {
  const rewritten = (each: Activity): Activity[] => {
    if (each.id !== id) return [each]
    return more ? [{ ...each, ...more }] : []
  }
  return {
    ...of,
    keyActions: of.keyActions.map((action) => ({
      ...action,
      activities: action.activities.flatMap(rewritten),
    })),
  }
}

describe('comparing two versions', () => {
  it('tells what was added, dropped, weakened and moved, by identity', () => {
    const after = roadmap(
      keyAction(1, [activity('1.1', { endsOn: '2026-08-29', product: null }), activity('1.3')], {
        weight: 1,
      }),
      keyAction(2, [activity('2.1', { title: { es: 'Otra redacción' } })]),
    )
    const told = compare(base, after)
    expect(told.added.map((itemChange) => itemChange.number)).toEqual(['1.3'])
    expect(told.dropped.map((itemChange) => itemChange.number)).toEqual(['1.2'])
    expect(told.weakened.map((itemChange) => itemChange.number)).toEqual(['1', '1.1'])
    expect(told.moved.map((itemChange) => [itemChange.number, itemChange.drift])).toEqual([['1.1', 60]])
    expect(
      told.changed.map((itemChange) => [itemChange.number, itemChange.fields.map(({ field }) => field)]),
    ).toEqual([
      ['1', ['weight']],
      ['1.1', ['product', 'endsOn']],
      ['2.1', ['title']],
    ])
    expect(told.drift).toBe(60)
  })

  it('sees through another order, and tells of a move to another key action', () => {
    const [first, second] = base.keyActions
    if (!first || !second) throw new Error('two key actions')
    expect(
      isUnchanged(
        compare(base, roadmap(second, { ...first, activities: [...first.activities].toReversed() })),
      ),
    ).toBe(true)
    const moved = roadmap(
      { ...first, activities: first.activities.slice(0, 1) },
      { ...second, activities: [...second.activities, activity('1.2', { number: '2.2' })] },
    )
    expect(
      compare(base, moved).changed.map((itemChange) => [
        itemChange.number,
        itemChange.fields.map(({ field }) => field),
      ]),
    ).toEqual([['2.2', ['within', 'number']]])
  })

  it('sorts numbers as people do', () => {
    expect(['1.10', '1.9', '2.1', '1.1'].toSorted(byNumber)).toEqual(['1.1', '1.9', '1.10', '2.1'])
  })
})

describe('two requests over one version', () => {
  it.each<[string, Roadmap, Roadmap, string[]]>([
    [
      'different activities',
      withActivity(base, 'a1.1', { endsOn: '2026-07-01' }),
      withActivity(base, 'a2.1', { product: null }),
      [],
    ],
    [
      'the same activity, the same words',
      withActivity(base, 'a1.1', { product: null }),
      withActivity(base, 'a1.1', { product: null }),
      [],
    ],
    [
      'the same activity, other words',
      withActivity(base, 'a1.1', { product: null }),
      withActivity(base, 'a1.1', { endsOn: '2026-07-01' }),
      ['1.1'],
    ],
    [
      'one drops what the other writes',
      withActivity(base, 'a1.2', null),
      withActivity(base, 'a1.2', { endsOn: '2026-07-01' }),
      ['1.2'],
    ],
    ['both drop it', withActivity(base, 'a1.2', null), withActivity(base, 'a1.2', null), []],
    [
      'the aim, each in other words',
      { ...base, aim: { es: 'Una' } },
      { ...base, aim: { es: 'Otra' } },
      ['aim'],
    ],
    [
      'one drops a key action in which the other adds',
      roadmap(...base.keyActions.slice(0, 1)),
      roadmap(...base.keyActions.slice(0, 1), keyAction(2, [activity('2.1'), activity('2.2')])),
      ['2.2'],
    ],
  ])('%s', (_name, mine, theirs, conflicts) => {
    expect(merge(base, mine, theirs).conflicts).toEqual(conflicts)
  })

  it('takes both, where they touch different things', () => {
    const { roadmap: both } = merge(
      base,
      withActivity(base, 'a1.1', { endsOn: '2026-07-01' }),
      withActivity(base, 'a1.2', null),
    )
    expect(activitiesOf(both).map((one) => [one.number, one.endsOn])).toEqual([
      ['1.1', '2026-07-01'],
      ['2.1', '2026-06-30'],
    ])
  })

  const change = fc.constantFrom<Partial<Activity> | null>(
    null,
    {},
    { endsOn: '2026-07-01' },
    { product: null },
    { title: { en: 'Words' } },
  )
  const changed = fc
    .tuple(change, change, change)
    .map(([one, two, three]) =>
      withActivity(withActivity(withActivity(base, 'a1.1', one), 'a1.2', two), 'a2.1', three),
    )

  it('of which one changed nothing, is the other', () => {
    fc.assert(
      fc.property(changed, (other) => {
        for (const { roadmap: merged, conflicts } of [
          merge(base, other, base),
          merge(base, base, other),
        ]) {
          expect(conflicts).toEqual([])
          expect(isUnchanged(compare(other, merged))).toBe(true)
        }
      }),
    )
  })

  it('conflict alike, whichever was first; without a conflict they are one text', () => {
    fc.assert(
      fc.property(changed, changed, (one, other) => {
        const [here, there] = [merge(base, one, other), merge(base, other, one)]
        expect([...here.conflicts].toSorted()).toEqual([...there.conflicts].toSorted())
        if (here.conflicts.length === 0)
          expect(isUnchanged(compare(here.roadmap, there.roadmap))).toBe(true)
      }),
    )
  })
})

describe('how far a roadmap slipped', () => {
  it.each([
    ['nothing', base, 0],
    ['an activity that ends later', withActivity(base, 'a1.1', { endsOn: '2026-07-15' }), 15],
    ['one that ends earlier', withActivity(base, 'a1.1', { endsOn: '2026-06-01' }), 0],
    ['one that was dropped', withActivity(base, 'a1.1', null), 0],
    [
      'the furthest of two',
      withActivity(withActivity(base, 'a1.1', { endsOn: '2026-07-01' }), 'a2.1', {
        endsOn: '2026-07-10',
      }),
      10,
    ],
  ])('%s', (_what, after, days) => expect(furthestDrift(base, after)).toBe(days))
})
