import { describe, expect, it } from 'vitest'
import {
  changeOn,
  distributionOf,
  mayMove,
  moves,
  needsWaking,
  planIsOver,
  standingIn,
  statuses,
} from './rules.ts'

describe('moves', () => {
  it.each([
    ['in-force', ['inactive', 'concluded', 'withdrawn']],
    ['inactive', ['in-force', 'withdrawn']],
    ['concluded', []],
    ['withdrawn', []],
    ['unknown', ['in-force', 'inactive', 'concluded', 'withdrawn']],
  ])('from %s', (from, to) => {
    expect(statuses.filter((one) => mayMove(from, one))).toEqual(
      statuses.filter((one) => (to as string[]).includes(one)),
    )
  })
  it('never lead nowhere new, and never to what nobody can decide', () => {
    for (const [from, to] of Object.entries(moves)) {
      expect(to).not.toContain(from)
      expect(to).not.toContain('unknown')
    }
    expect(mayMove('nonsense', 'inactive')).toBe(false)
  })
  it('ask for what would wake a commitment that is put to rest', () => {
    expect(needsWaking('inactive')).toBe(true)
    expect(needsWaking('concluded')).toBe(false)
  })
})

describe('distributionOf', () => {
  const plan = [
    { measure: 'completion', level: 'limited', count: 7 },
    { measure: 'completion', level: 'substantial', count: 5 },
    { measure: 'completion', level: 'complete', count: 1 },
  ]
  it('draws the recorded counts, and names only what is known by name', () => {
    const bars = distributionOf(
      'completion',
      plan,
      [{ measure: 'completion', level: 'complete', commitment: '10' }],
      13,
    )
    expect(bars).toEqual([
      { level: 'limited', count: 7, identified: [], contradicted: false },
      { level: 'substantial', count: 5, identified: [], contradicted: false },
      { level: 'complete', count: 1, identified: ['10'], contradicted: false },
    ])
  })
  it('counts rows where nothing was recorded for the plan', () => {
    const named = ['1', '2'].map((commitment) => ({
      measure: 'completion',
      level: 'limited',
      commitment,
    }))
    expect(distributionOf('completion', [], named, 2)).toEqual([
      { level: 'limited', count: 2, identified: ['1', '2'], contradicted: false },
    ])
  })
  it('points out a row that contradicts the recorded distribution', () => {
    const named = ['1', '2'].map((commitment) => ({
      measure: 'completion',
      level: 'complete',
      commitment,
    }))
    expect(
      distributionOf('completion', plan, named, 13).find((bar) => bar.level === 'complete')
        ?.contradicted,
    ).toBe(true)
  })
})

describe('changeOn', () => {
  const change = (to: string, decidedOn: string, recordedOn: string, entryIndex: number) => ({
    to,
    decidedOn,
    recordedOn,
    entryIndex,
  })
  const changes = [
    change('in-force', '2019-12-10', '2026-01-12', 3),
    change('inactive', '2022-10-20', '2026-01-12', 9),
    change('in-force', '2026-02-01', '2026-02-20', 12),
  ]
  it.each([
    ['2019-12-09', 'happened', undefined],
    ['2019-12-10', 'happened', 'in-force'],
    ['2022-10-19', 'happened', 'in-force'],
    ['2022-10-20', 'happened', 'inactive'],
    ['2026-02-10', 'happened', 'in-force'],
    ['2022-10-20', 'recorded', undefined],
    ['2026-01-12', 'recorded', 'inactive'],
    ['2026-02-19', 'recorded', 'inactive'],
    ['2026-02-20', 'recorded', 'in-force'],
  ] as const)('on %s, by when it %s', (day, by, status) => {
    expect(changeOn(changes, day, by)?.to).toBe(status)
  })
  it('takes the later entry of two on one day', () => {
    expect(
      changeOn(
        [
          change('inactive', '2026-03-01', '2026-03-01', 5),
          change('withdrawn', '2026-03-01', '2026-03-01', 4),
        ],
        '2026-03-01',
        'happened',
      )?.to,
    ).toBe('inactive')
  })
})

describe('a plan is over', () => {
  it.each([
    ['2021-08-31', '2022-08-31', '2022-08-31', false],
    ['2021-08-31', '2022-08-31', '2022-09-01', true],
    ['2021-08-31', null, '2021-09-01', true],
    ['2018', null, '2018-12-31', false],
    ['2018', null, '2019-01-01', true],
    ['2025-03', null, '2025-03-31', false],
    ['2025-03', null, '2025-04-01', true],
    [null, null, '2026-01-01', false],
  ])('%s, extended to %s: on %s', (endsOn, extendedTo, day, over) => {
    expect(planIsOver({ endsOn, extendedTo }, day)).toBe(over)
  })

  it('and then what was in force is so no more, and what was decided stands', () => {
    expect(statuses.map((status) => standingIn({ over: true }, status))).toEqual([
      'plan-over',
      'inactive',
      'concluded',
      'withdrawn',
      'replaced',
      'unknown',
    ])
    expect(statuses.map((status) => standingIn({ over: false }, status))).toEqual([...statuses])
  })
})
