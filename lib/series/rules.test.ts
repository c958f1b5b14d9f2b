import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, isDay } from '../act/calendar.ts'
import {
  conveneBy,
  daysOf,
  fallsOn,
  firstFrom,
  isToBeConvened,
  nextLike,
  nths,
  occurrencesIn,
  weekdayOf,
  weekdays,
} from './rules.ts'
import type { Exception, Series } from './rules.ts'

const monthly = (
  nth: (typeof nths)[number],
  weekday: (typeof weekdays)[number] = 'tuesday',
  fromOn = '2026-01-01',
  lastOn: string | null = null,
): Series => ({ rhythm: 'month', nth, weekday, fromOn, lastOn })
const weekly = (every: number, fromOn = '2026-12-01', lastOn: string | null = null): Series => ({
  rhythm: 'weeks',
  every,
  weekday: 'tuesday',
  fromOn,
  lastOn,
})

describe('the rhythm', () => {
  it('every two weeks on Tuesday, and the second Tuesday of each month, are two things', () => {
    expect(daysOf(weekly(2), '2026-12-01', '2027-02-28')).toEqual([
      '2026-12-01',
      '2026-12-15',
      '2026-12-29',
      '2027-01-12',
      '2027-01-26',
      '2027-02-09',
      '2027-02-23',
    ])
    expect(daysOf(monthly('second'), '2026-12-01', '2027-02-28')).toEqual([
      '2026-12-08',
      '2027-01-12',
      '2027-02-09',
    ])
  })

  it('counts weeks from the first such weekday of the series, wherever one looks in', () => {
    expect(daysOf(weekly(3, '2026-12-02'), '2027-01-01', '2027-02-28')).toEqual([
      '2027-01-19',
      '2027-02-09',
    ])
    expect(daysOf(weekly(52, '2026-12-01'), '2027-01-01', '2029-01-01')).toEqual([
      '2027-11-30',
      '2028-11-28',
    ])
  })

  it('a month without a fifth one is left out, and the last one is the fourth or the fifth', () => {
    expect(daysOf(monthly('fifth'), '2026-01-01', '2026-12-31')).toEqual([
      '2026-03-31',
      '2026-06-30',
      '2026-09-29',
      '2026-12-29',
    ])
    expect(daysOf(monthly('last'), '2026-01-01', '2026-04-30')).toEqual([
      '2026-01-27',
      '2026-02-24',
      '2026-03-31',
      '2026-04-28',
    ])
  })

  it('knows leap days', () => {
    expect(weekdayOf('2028-02-29')).toBe('tuesday')
    expect(daysOf(monthly('fifth'), '2028-02-01', '2028-02-29')).toEqual(['2028-02-29'])
    expect(daysOf(weekly(1, '2028-02-29'), '2028-02-01', '2028-03-08')).toEqual([
      '2028-02-29',
      '2028-03-07',
    ])
  })

  it('keeps its first and its last day, and ends nowhere', () => {
    expect(daysOf(weekly(1, '2026-12-01', '2026-12-15'), '2026-01-01', '2027-12-31')).toEqual([
      '2026-12-01',
      '2026-12-08',
      '2026-12-15',
    ])
    expect(daysOf(weekly(1, '9999-12-30'), '2026-01-01', '2027-01-01')).toEqual([])
    expect(daysOf(weekly(1), '2026-12-31', '2026-12-01')).toEqual([])
  })
})

const someDay = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days))
const someWeekday = fc.constantFrom(...weekdays)
const someSeries: fc.Arbitrary<Series> = fc
  .record({
    of: fc.oneof(
      fc.record({
        rhythm: fc.constant('weeks' as const),
        every: fc.integer({ min: 1, max: 52 }),
        weekday: someWeekday,
      }),
      fc.record({
        rhythm: fc.constant('month' as const),
        nth: fc.constantFrom(...nths),
        weekday: someWeekday,
      }),
    ),
    fromOn: someDay,
    length: fc.option(fc.integer({ min: 0, max: 4_000 })),
  })
  .map(({ of, fromOn, length }) => ({
    ...of,
    fromOn,
    lastOn: length === null ? null : addDays(fromOn, length),
  }))
const someSpan = fc
  .tuple(someDay, fc.integer({ min: 0, max: 800 }))
  .map(([from, length]) => [from, addDays(from, length)] as const)

/** Asked of each day on its own, by counting on fingers. */
function falls(series: Series, day: string): boolean {
  if (
    day < series.fromOn ||
    (series.lastOn !== null && day > series.lastOn) ||
    weekdayOf(day) !== series.weekday
  )
    return false
  if (series.rhythm === 'weeks') {
    let first = series.fromOn
    while (weekdayOf(first) !== series.weekday) first = addDays(first, 1)
    return (Date.parse(day) - Date.parse(first)) % (series.every * 7 * 864e5) === 0
  }
  const before = [7, 14, 21, 28].filter(
    (days) => addDays(day, -days).slice(0, 7) === day.slice(0, 7),
  ).length
  return series.nth === 'last'
    ? addDays(day, 7).slice(0, 7) !== day.slice(0, 7)
    : nths.indexOf(series.nth) === before
}

/** Where an exception has a day of the series stand; null where it falls out. */
function whereItStands(planned: string, exception: Exception | undefined): string | null {
  if (exception?.change === 'out') return null
  return exception?.change === 'moved' ? exception.movedTo : planned
}

describe('for any rhythm', () => {
  it('the days are just those that fall so, each once and in order', () => {
    fc.assert(
      fc.property(someSeries, someSpan, (series, [from, to]) => {
        const expected: string[] = []
        for (let day = from; day <= to; day = addDays(day, 1)) if (falls(series, day)) expected.push(day)
        expect(daysOf(series, from, to)).toEqual(expected)
      }),
      { numRuns: 150 },
    )
  })

  it('no day lies outside the window or the series, and all are of its weekday', () => {
    fc.assert(
      fc.property(someSeries, someSpan, (series, [from, to]) => {
        for (const day of daysOf(series, from, to)) {
          expect(
            isDay(day) &&
              day >= from &&
              day <= to &&
              day >= series.fromOn &&
              (series.lastOn === null || day <= series.lastOn),
          ).toBe(true)
          expect(weekdayOf(day)).toBe(series.weekday)
          expect(fallsOn(series, day)).toBe(true)
        }
      }),
    )
  })

  it('weeks stay as far apart as they are told, across the turn of any year', () => {
    fc.assert(
      fc.property(
        someSeries.filter((series) => series.rhythm === 'weeks'),
        someSpan,
        (series, [from, to]) => {
          const days = daysOf(series, from, to)
          days
            .slice(1)
            .forEach((day, place) => expect(addDays(days[place] ?? '', 7 * series.every)).toBe(day))
        },
      ),
    )
  })

  it('exceptions are honoured: what fell out is nowhere, what moved is where it moved to, and nothing else changes', () => {
    const change = fc.record({
      place: fc.nat(),
      change: fc.constantFrom('out' as const, 'moved' as const, 'kept' as const),
      by: fc.integer({ min: -40, max: 40 }),
    })
    fc.assert(
      fc.property(
        someSeries,
        someSpan,
        fc.array(change, { maxLength: 5 }),
        someDay,
        (series, [from, to], changes, stray) => {
          const days = daysOf(series, from, to)
          const exceptions = new Map<string, Exception>()
          for (const one of changes) {
            const day = days[one.place % Math.max(1, days.length)]
            if (day)
              exceptions.set(day, {
                day,
                change: one.change,
                movedTo: one.change === 'moved' ? addDays(day, one.by) : null,
              })
          }
          // An exception for a day that is none says nothing.
          if (!fallsOn(series, stray))
            exceptions.set(stray, { day: stray, change: 'moved', movedTo: from })
          const found = occurrencesIn(series, [...exceptions.values()], from, to)
          for (const { planned, day } of found) {
            expect(day).toBe(whereItStands(planned, exceptions.get(planned)))
            expect(fallsOn(series, planned)).toBe(true)
            if (day !== null) expect(day >= from && day <= to).toBe(true)
          }
          const gone = days.filter((day) => {
            const to_ = exceptions.get(day)?.movedTo
            return to_ && (to_ < from || to_ > to)
          })
          expect(found.map((occurrence) => occurrence.planned).toSorted()).toEqual(
            days.filter((day) => !gone.includes(day)).toSorted(),
          )
          const places = found.map((occurrence) => occurrence.day ?? occurrence.planned)
          expect(places).toEqual([...places].toSorted())
        },
      ),
    )
  })
})

describe('one day of it', () => {
  it('is moved into a window from outside, and out of one', () => {
    const moved: Exception[] = [{ day: '2026-12-29', change: 'moved', movedTo: '2027-01-05' }]
    expect(occurrencesIn(weekly(2), moved, '2027-01-01', '2027-01-31')).toEqual([
      { planned: '2026-12-29', day: '2027-01-05' },
      { planned: '2027-01-12', day: '2027-01-12' },
      { planned: '2027-01-26', day: '2027-01-26' },
    ])
    expect(occurrencesIn(weekly(2), moved, '2026-12-20', '2026-12-31')).toEqual([])
  })

  it('is to be convened from three days before the last day of notice until it is over', () => {
    expect(conveneBy('2027-01-12', 5)).toBe('2027-01-07')
    expect(
      ['2027-01-03', '2027-01-04', '2027-01-07', '2027-01-12', '2027-01-13'].map((today) =>
        isToBeConvened('2027-01-12', 5, today),
      ),
    ).toEqual([false, true, true, true, false])
  })

  it('like one before is on the same weekday, the first that the notice leaves open', () => {
    expect(nextLike('2026-11-17', '2026-11-28')).toBe('2026-12-01')
    expect(nextLike('2026-12-29', '2026-11-28')).toBe('2027-01-05')
    fc.assert(
      fc.property(someDay, someDay, (heldOn, earliest) => {
        const day = nextLike(heldOn, earliest)
        expect(day > heldOn && day >= earliest && weekdayOf(day) === weekdayOf(heldOn)).toBe(true)
        expect(addDays(day, -7) <= heldOn || addDays(day, -7) < earliest).toBe(true)
      }),
    )
    expect(firstFrom('2026-11-24', 'tuesday')).toBe('2026-11-24')
  })
})
