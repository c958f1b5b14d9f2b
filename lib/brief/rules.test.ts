import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../act/calendar.ts'
import {
  askedAgain,
  byWeight,
  dueGroup,
  middleOf,
  movedEnds,
  movedTooLate,
  presenceOf,
  recentSince,
  shade,
  shouldHaveBegun,
  sinceWhen,
  speaksOf,
  twoDates,
  warningsIn,
} from './rules.ts'
import type { Load, Mark } from './rules.ts'

const today = '2026-11-29'
const aDay = fc.integer({ min: -400, max: 400 }).map((days) => addDays(today, days))

describe('a text speaks of a thing', () => {
  it.each([
    ['Preparar el diccionario de datos en formato abierto.', { es: 'Diccionario de datos' }, true],
    ['Publish the DATA dictionary', { en: 'Data dictionary' }, true],
    ['La guía de léctura del reporte', { es: 'Guía de lectura del reporte' }, true],
    ['Reescribir los tres reportes', { es: 'Reportes' }, false],
    ['Preparar los datos', { es: 'Diccionario de datos' }, false],
    ['Lo que sea', {}, false],
  ])('%s, %o: %s', (text, title, speaks) => expect(speaksOf(text, title)).toBe(speaks))
})

describe('two days for one thing', () => {
  const activity = {
    id: 'a',
    number: '2.3',
    title: { es: 'Diccionario de datos' },
    endsOn: '2026-11-30',
    commitment: 'c',
  }
  const action = {
    id: 'x',
    text: 'Preparar el diccionario de datos',
    dueOn: '2027-03-31',
    commitment: 'c',
  }
  it.each([
    ['another day, the same thing', {}, 1],
    ['the same day', { dueOn: '2026-11-30' }, 0],
    ['no day', { dueOn: null }, 0],
    ['of another commitment', { commitment: 'd' }, 0],
    ['another thing', { text: 'Avisar a las escuelas' }, 0],
  ])('%s', (_case, other, found) =>
    expect(twoDates([activity], [{ ...action, ...other }])).toHaveLength(found),
  )

  it('never compares a thing with itself', () => {
    fc.assert(
      fc.property(aDay, (day) => {
        const found = twoDates([{ ...activity, endsOn: day }], [{ ...action, dueOn: day }])
        expect(found).toEqual([])
      }),
    )
  })
})

describe('a request that ends after the day that it would move', () => {
  const at = (id: string, endsOn: string) => ({ id, number: id, endsOn })
  it('says by how many days each end moves', () => {
    expect(
      movedEnds(
        [at('1', '2027-01-31'), at('2', '2027-06-30')],
        [at('1', '2027-03-31'), at('2', '2027-06-30')],
      ),
    ).toEqual([{ activity: at('1', '2027-01-31'), to: '2027-03-31', by: 59 }])
  })
  it.each([
    ['later', '2027-12-15', '1'],
    ['on the day itself', '2027-01-31', undefined],
    ['before', '2027-01-30', undefined],
    ['no deadline', null, undefined],
  ])('%s', (_case, lastDay, found) =>
    expect(movedTooLate(lastDay, [{ activity: at('1', '2027-01-31') }])?.id).toBe(found),
  )

  it('is told of the first such day, and of none that lies after the deadline', () => {
    fc.assert(
      fc.property(fc.array(aDay), aDay, (days, lastDay) => {
        const found = movedTooLate(
          lastDay,
          days.map((day, place) => ({ activity: at(String(place), day) })),
        )
        const earliest = days.filter((day) => day < lastDay).toSorted()[0]
        expect(found?.endsOn).toBe(earliest)
      }),
    )
  })
})

describe('an item that asks for what is decided', () => {
  const item = { id: 'now', continues: 'then' }
  const answer = { item: 'first', decidedOn: '2026-10-20', decision: 4 }
  const thread = [
    { id: 'then', continues: 'first' },
    { id: 'first', continues: null },
  ]
  it('is found back along the items that it continues', () => {
    expect(askedAgain([item], thread, [answer], [])).toEqual([{ item, answer }])
  })
  it('is not one where something of the thread is open still', () => {
    expect(askedAgain([item], thread, [answer], ['then'])).toEqual([])
  })
  it('is not one where another thing was decided', () => {
    expect(askedAgain([item], thread, [{ ...answer, item: 'other' }], [])).toEqual([])
  })
  it('does not go round in a circle', () => {
    expect(
      askedAgain([{ id: 'a', continues: 'b' }], [{ id: 'b', continues: 'a' }], [answer], []),
    ).toEqual([])
  })
})

describe('what should have begun', () => {
  it.each([
    ['2026-11-28', undefined, true],
    ['2026-11-28', 'not-started', true],
    ['2026-11-28', 'in-progress', false],
    ['2026-11-29', undefined, false],
  ])('%s, %s: %s', (startsOn, state, found) =>
    expect(shouldHaveBegun(startsOn, state, today)).toBe(found),
  )
})

describe('when something is due', () => {
  const line = { dueOn: null as string | null, whose: 'body' as const, conflict: false }
  it.each([
    ['today', { dueOn: today }, 'soon'],
    ['in a week', { dueOn: '2026-12-06' }, 'soon'],
    ['in eight days', { dueOn: '2026-12-07' }, 'coming'],
    ['yesterday', { dueOn: '2026-11-28' }, 'late'],
    ['far ahead', { dueOn: '2027-12-15' }, null],
    ['far ahead, and mine', { dueOn: '2027-12-15', whose: 'seat' }, 'seat'],
    ['late, and mine', { dueOn: '2026-01-01', whose: 'seat' }, 'seat'],
    ['never, and nobody’s', { conflict: true }, 'late'],
    ['never', {}, 'coming'],
    ['since today', { dueOn: today, lasting: true }, 'late'],
  ] as const)('%s', (_case, given, group) => expect(dueGroup({ ...line, ...given }, today)).toBe(group))

  it('is in an order that does not depend on how it came', () => {
    const lines = fc.array(
      fc.record({
        dueOn: fc.option(aDay),
        whose: fc.constantFrom('seat' as const, 'sector' as const, 'body' as const),
        conflict: fc.boolean(),
        cost: fc.integer({ min: 0, max: 5 }),
      }),
    )
    fc.assert(
      fc.property(lines, (given) => {
        const sorted = given.toSorted(byWeight)
        expect(given.toReversed().toSorted(byWeight)).toEqual(sorted)
        const days = sorted.map(({ dueOn }) => dueOn ?? '9999')
        expect(days).toEqual(days.toSorted())
      }),
    )
  })
})

describe('attendance', () => {
  const mark = (seat: string, heldOn: string, state: string): Mark => ({
    seat,
    body: 'b',
    heldOn,
    state,
  })
  it('counts by hand, and says since when somebody did not come', () => {
    expect(
      presenceOf([
        mark('s', '2026-03-01', 'present'),
        mark('s', '2026-05-01', 'absent'),
        mark('s', '2026-04-01', 'represented'),
        mark('s', '2026-06-01', 'excused'),
      ]),
    ).toEqual([
      {
        seat: 's',
        body: 'b',
        of: 4,
        there: 2,
        represented: 1,
        excused: 1,
        absent: 1,
        lastThere: '2026-04-01',
        missed: ['2026-05-01', '2026-06-01'],
      },
    ])
  })

  it('adds up, whatever the order', () => {
    const marks = fc.array(
      fc.record({
        seat: fc.constantFrom('a', 'b'),
        body: fc.constant('b'),
        heldOn: aDay,
        state: fc.constantFrom('present', 'remote', 'represented', 'absent', 'excused'),
      }),
    )
    fc.assert(
      fc.property(marks, (given) => {
        const counted = presenceOf(given)
        expect(counted.reduce((sum, { of }) => sum + of, 0)).toBe(given.length)
        for (const one of counted) {
          expect(one.there + one.excused + one.absent).toBe(one.of)
          expect(one.missed.length).toBeLessThanOrEqual(one.of - one.there)
        }
      }),
    )
  })
})

describe('since when changes are told', () => {
  it.each([
    ['a newcomer', { asked: null, mandateFrom: '2026-02-04', taken: false }, null],
    ['who has taken over', { asked: null, mandateFrom: '2026-02-04', taken: true }, '2026-02-04'],
    ['who asks', { asked: '2026-11-01', mandateFrom: '2026-02-04', taken: false }, '2026-11-01'],
  ])('%s', (_case, given, since) => expect(sinceWhen(given)).toBe(since))
  it('is a month for what is new, where nobody asked', () => {
    expect(recentSince(null, today)).toBe('2026-10-30')
    expect(recentSince('2026-11-28', today)).toBe('2026-11-28')
  })
})

describe('the balance of work', () => {
  const load = (of: string, given: Partial<Load> = {}): Load => ({
    of,
    attendance: 1,
    meetings: 4,
    answer: 2,
    answers: 4,
    open: 1,
    overdue: 0,
    ...given,
  })
  it('is in order where it is even', () => expect(warningsIn([load('a'), load('b')])).toEqual([]))
  it('says who carries more, comes less, answers late, in figures', () => {
    expect(
      warningsIn([load('a', { open: 6 }), load('b', { attendance: 0.5 }), load('c', { answer: 20 })]),
    ).toEqual([
      { is: 'carries-more', of: 'a', open: 6, all: 8, among: 3 },
      { is: 'comes-less', of: 'b', there: 2, meetings: 4 },
      { is: 'answers-late', of: 'c', days: 20 },
    ])
  })
  it('warns nobody who is alone, or of whom little is known', () => {
    expect(warningsIn([load('a', { open: 9 })])).toEqual([])
    expect(warningsIn([load('a', { attendance: 0, meetings: 2 }), load('b')])).toEqual([])
  })
  it('shades more what is more', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(100), (one, other) => {
        const most = Math.max(one, other, 1)
        if (one <= other) expect(shade(one, most)).toBeLessThanOrEqual(shade(other, most))
        expect(shade(most, most)).toBe(4)
      }),
    )
    expect(shade(null, 4)).toBe(0)
  })
  it.each([
    [[], null],
    [[3], 3],
    [[5, 1], 3],
    [[9, 1, 2], 2],
  ])('%o: %s', (values, middle) => expect(middleOf(values)).toBe(middle))
})
