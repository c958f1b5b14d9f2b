import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOpen, movedTo, neighbour, pausedAt, resumedAt, spentOn } from './rules.ts'
import type { Course, OnAgenda } from './rules.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 5, 10) + seconds * 1000)
const course = (parts: Partial<Course> = {}): Course => ({
  item: 'a',
  since: at(0),
  spent: {},
  ...parts,
})

function pressed(what: string, course: Course, now: Date): Course {
  if (what === 'pause') return pausedAt(course, now)
  if (what === 'go-on') return resumedAt(course, now)
  return movedTo(course, what, now)
}

describe('the time of an item', () => {
  it.each<[string, Course, string, number, number]>([
    ['runs while it is on the table', course(), 'a', 90, 90_000],
    ['begins where it stopped', course({ spent: { a: 5_000 } }), 'a', 10, 15_000],
    [
      'stands while the session is paused',
      course({ since: null, spent: { a: 5_000 } }),
      'a',
      3600,
      5_000,
    ],
    ['is what it was for an item that has been left', course({ spent: { b: 7_000 } }), 'b', 3600, 7_000],
    ['is nothing for an item that nobody began', course(), 'c', 3600, 0],
    ['takes nothing back when a clock was set back', course({ spent: { a: 5_000 } }), 'a', -60, 5_000],
    ['ends within what a row holds', course(), 'a', 10 ** 8, 14 * 86_400_000],
  ])('%s', (_name, given, item, seconds, expected) => {
    expect(spentOn(given, item, at(seconds))).toBe(expected)
  })

  it('is kept by a pause, and goes on from there', () => {
    const paused = pausedAt(course(), at(60))
    expect(paused).toEqual({ item: 'a', since: null, spent: { a: 60_000 } })
    expect(pausedAt(paused, at(100))).toEqual(paused)
    const resumed = resumedAt(paused, at(600))
    expect(spentOn(resumed, 'a', at(610))).toBe(70_000)
    expect(resumedAt(resumed, at(700))).toEqual(resumed)
  })

  it('is kept when another item comes, and runs for that one, also out of a pause', () => {
    expect(movedTo(null, 'a', at(0))).toEqual(course())
    expect(movedTo(course(), 'b', at(30))).toEqual({ item: 'b', since: at(30), spent: { a: 30_000 } })
    expect(movedTo(pausedAt(course(), at(30)), 'b', at(90))).toEqual({
      item: 'b',
      since: at(90),
      spent: { a: 30_000 },
    })
    const back = movedTo(movedTo(course(), 'b', at(30)), 'a', at(40))
    expect([spentOn(back, 'a', at(50)), spentOn(back, 'b', at(50))]).toEqual([40_000, 10_000])
  })

  it('adds up to the time that was not paused, whatever was pressed', () => {
    const press = fc.tuple(
      fc.integer({ min: 0, max: 4000 }),
      fc.constantFrom('a', 'b', 'c', 'pause', 'go-on'),
    )
    fc.assert(
      fc.property(fc.array(press, { maxLength: 40 }), (presses) => {
        let [now, running, state] = [0, 0, movedTo(null, 'a', at(0))]
        for (const [seconds, what] of presses) {
          if (state.since) running += seconds
          now += seconds
          state = pressed(what, state, at(now))
        }
        const spent = ['a', 'b', 'c'].map((item) => spentOn(state, item, at(now)))
        expect(spent.reduce((sum, one) => sum + one, 0)).toBe(running * 1000)
        expect(Math.min(...spent)).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

describe('the next item', () => {
  const item = (id: string, parts: Partial<OnAgenda> = {}): OnAgenda => ({
    id,
    withdrawnAt: null,
    postponedAt: null,
    ...parts,
  })
  const agenda = [
    item('a'),
    item('b', { withdrawnAt: at(0) }),
    item('c', { postponedAt: at(0) }),
    item('d'),
    item('e'),
  ]

  it.each<[string, 'next' | 'previous', string | null]>([
    ['a', 'next', 'd'],
    ['b', 'next', 'd'],
    ['c', 'next', 'd'],
    ['d', 'next', 'e'],
    ['e', 'next', null],
    ['a', 'previous', null],
    ['c', 'previous', 'a'],
    ['d', 'previous', 'a'],
    ['e', 'previous', 'd'],
    ['unknown', 'next', null],
    ['unknown', 'previous', null],
  ])('from %s, %s is %s', (from, where, expected) => {
    expect(neighbour(agenda, from, where)).toBe(expected)
  })

  it('is one that was neither withdrawn nor postponed', () => {
    expect(agenda.filter(isOpen).map((onAgenda) => onAgenda.id)).toEqual(['a', 'd', 'e'])
  })
})
