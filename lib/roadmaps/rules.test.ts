import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { circleIn, faultsOf, isLate, progressOf, progressOfPlan } from './rules.ts'
import type { Activity, KeyAction, ProgressState, Roadmap } from './rules.ts'

const activity = (number: string, more: Partial<Activity> = {}): Activity => ({
  id: number,
  number,
  title: { es: `Actividad ${number}` },
  product: null,
  responsible: [],
  startsOn: '2026-01-01',
  endsOn: '2026-06-30',
  verification: null,
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
  weight: 1,
  responsible: [],
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

describe('what stands against a roadmap', () => {
  const whole = roadmap(
    keyAction(1, [activity('1.1'), activity('1.2', { after: ['1.1'] })]),
    keyAction(2, [activity('2.1')]),
  )
  it.each<[string, Roadmap, [string, string][]]>([
    ['nothing, where all is well', whole, []],
    ['no key action', roadmap(), [['keyActions', 'roadmaps.noKeyAction']]],
    [
      'a key action without an activity',
      roadmap(keyAction(1, [])),
      [['keyActions.0.activities', 'roadmaps.noActivity']],
    ],
    [
      'a number twice',
      roadmap(keyAction(1, [activity('1.1'), activity('1.1', { id: 'x' })])),
      [['keyActions.0.activities.1.number', 'roadmaps.numberTwice']],
    ],
    [
      'a key action’s number twice',
      roadmap(keyAction(1, [activity('1.1')]), keyAction(1, [activity('1.2')], { id: 'y' })),
      [['keyActions.1.number', 'roadmaps.numberTwice']],
    ],
    [
      'the number of another key action',
      roadmap(keyAction(1, [activity('2.1')])),
      [['keyActions.0.activities.0.number', 'roadmaps.numberOfAnother']],
    ],
    [
      'an end before its start',
      roadmap(keyAction(1, [activity('1.1', { endsOn: '2025-12-31' })])),
      [['keyActions.0.activities.0.endsOn', 'errors.endsBeforeItStarts']],
    ],
    [
      'a start before its key action’s',
      roadmap(keyAction(1, [activity('1.1', { startsOn: '2025-12-31' })])),
      [['keyActions.0.activities.0.startsOn', 'roadmaps.outsideKeyAction']],
    ],
    [
      'an end after its key action’s',
      roadmap(keyAction(1, [activity('1.1', { endsOn: '2027-01-01' })])),
      [['keyActions.0.activities.0.endsOn', 'roadmaps.outsideKeyAction']],
    ],
    [
      'a predecessor that is not there',
      roadmap(keyAction(1, [activity('1.1', { after: ['9.9'] })])),
      [['keyActions.0.activities.0.after', 'roadmaps.unknownPredecessor']],
    ],
    [
      'a circle',
      roadmap(keyAction(1, [activity('1.1', { after: ['1.2'] }), activity('1.2', { after: ['1.1'] })])),
      [['keyActions', 'roadmaps.circle']],
    ],
  ])('%s', (_name, given, expected) => {
    expect(faultsOf(given).map(({ path, key }) => [path, key])).toEqual(expected)
  })

  it('251 activities are one too many', () => {
    const many = roadmap(
      keyAction(
        1,
        Array.from({ length: 251 }, (_, at) => activity(`1.${at + 1}`)),
      ),
    )
    expect(faultsOf(many)).toEqual([
      { path: 'keyActions', key: 'roadmaps.tooManyActivities', params: { count: 251, most: 250 } },
    ])
  })
})

describe('circles', () => {
  it('are named from where they close', () => {
    const [a, b, c, d] = [
      activity('1.1', { after: ['1.2'] }),
      activity('1.2', { after: ['1.3'] }),
      activity('1.3', { after: ['1.2'] }),
      activity('1.4'),
    ]
    expect(circleIn([a, b, c, d])).toEqual(['1.2', '1.3', '1.2'])
    expect(circleIn([activity('1.1', { after: ['1.1'] })])).toEqual(['1.1', '1.1'])
  })

  it('are found in a chain of any length exactly where there is one', () => {
    const chain = (length: number, closed: boolean) => {
      const before = (at: number): string[] => {
        if (at > 0) return [String(at - 1)]
        return closed ? [String(length - 1)] : []
      }
      return Array.from({ length }, (_, at) => activity(String(at), { after: before(at) }))
    }
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 250 }),
        fc.boolean(),
        fc.func(fc.nat()),
        (length, closed, order) => {
          const shuffled = chain(length, closed).toSorted(
            (one, other) => order(one.id) - order(other.id),
          )
          expect(circleIn(shuffled).length > 0).toBe(closed)
        },
      ),
    )
  })
})

describe('progress', () => {
  const two = roadmap(
    keyAction(1, [activity('1.1'), activity('1.2'), activity('1.3'), activity('1.4')], { weight: 3 }),
    keyAction(2, [activity('2.1')], { weight: 1 }),
  )
  const reported = (states: Record<string, ProgressState>) => new Map(Object.entries(states))

  it.each<[string, Record<string, ProgressState>, number, number, number]>([
    ['nothing reported', {}, 0, 0, 5],
    ['one of four in the heavy one', { '1.1': 'complete' }, 3 / 16, 0, 4],
    ['the light one verified', { '2.1': 'verified' }, 1 / 4, 1 / 4, 4],
    ['in progress counts for nothing', { '1.1': 'in-progress', '2.1': 'in-progress' }, 0, 0, 5],
    [
      'all of it',
      { '1.1': 'verified', '1.2': 'verified', '1.3': 'verified', '1.4': 'complete', '2.1': 'verified' },
      1,
      13 / 16,
      0,
    ],
  ])('%s', (_name, states, done, verified, late) => {
    const progress = progressOf(two, reported(states), '2026-07-01')
    expect([progress.done, progress.verified, progress.late, progress.of]).toEqual([
      done,
      verified,
      late,
      5,
    ])
  })

  it('late begins the day after', () => {
    expect(isLate(activity('1.1'), new Map(), '2026-06-30')).toBe(false)
    expect(isLate(activity('1.1'), new Map(), '2026-07-01')).toBe(true)
    expect(isLate(activity('1.1'), reported({ '1.1': 'complete' }), '2026-07-01')).toBe(false)
  })

  it('never leaves 0 to 1, and only grows when more is done', () => {
    const states = fc.constantFrom<ProgressState>('not-started', 'in-progress', 'complete', 'verified')
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.integer({ min: 1, max: 100 }), fc.array(states, { minLength: 1, maxLength: 6 })),
          { minLength: 1, maxLength: 6 },
        ),
        (given) => {
          const map = roadmap(
            ...given.map(([weight, each], at) =>
              keyAction(
                at + 1,
                each.map((_, place) => activity(`${at + 1}.${place + 1}`)),
                { weight },
              ),
            ),
          )
          const said = new Map<string, ProgressState>(
            given.flatMap(([, each], at) =>
              each.map((state, place) => [`${at + 1}.${place + 1}`, state] as const),
            ),
          )
          const { done, verified } = progressOf(map, said, '2026-07-01')
          expect(verified).toBeGreaterThanOrEqual(0)
          expect(done).toBeGreaterThanOrEqual(verified)
          expect(done).toBeLessThanOrEqual(1 + 1e-9)
          const [first = ''] = said.keys()
          expect(
            progressOf(map, new Map(said).set(first, 'verified'), '2026-07-01').done,
          ).toBeGreaterThanOrEqual(done)
        },
      ),
    )
  })

  it('of a plan is the mean of its commitments; what is late adds up', () => {
    const [half, none] = [
      progressOf(two, reported({ '2.1': 'verified', '1.1': 'complete' }), '2026-07-01'),
      progressOf(two, new Map(), '2026-07-01'),
    ]
    expect(progressOfPlan([half, none])).toEqual({ done: 7 / 32, verified: 1 / 8, late: 8, of: 10 })
    expect(progressOfPlan([])).toEqual({ done: 0, verified: 0, late: 0, of: 0 })
  })
})
