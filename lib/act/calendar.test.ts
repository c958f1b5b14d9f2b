import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  changesIn,
  comesTwice,
  dayEndingAt,
  dayIn,
  daysBetween,
  endOfDay,
  hoursAfter,
  instantIn,
  isDay,
  isZone,
  lastDayBefore,
  lastDayOf,
  monthAfter,
  offsetIn,
  startOfDay,
  timeIn,
  toInstant,
  weekdayIn,
} from './calendar.ts'

/** Names that a founder may type and that the runtime lists under another name. */
const aliases = [
  'UTC',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Europe/Kyiv',
  'America/Nuuk',
  'America/Argentina/Buenos_Aires',
  'Pacific/Kanton',
  'US/Pacific',
  'Etc/GMT-14',
  'Etc/GMT+12',
  'America/Port-au-Prince',
  'Antarctica/DumontDUrville',
]
const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), ...aliases])]
const [first, last] = ['2020-01-01', '2035-12-31']
const days = Array.from({ length: daysBetween(first, last) + 1 }, (_none, place) =>
  addDays(first, place),
)

/** What clocks show, asked of the runtime in another way than the calendar asks it. */
const oracles = new Map<string, Intl.DateTimeFormat>()
function shown(zone: string, instant: Date): { day: string; time: string } {
  const oracle =
    oracles.get(zone) ??
    new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  oracles.set(zone, oracle)
  const parts = Object.fromEntries(oracle.formatToParts(instant).map((part) => [part.type, part.value]))
  return {
    day: `${parts.year?.padStart(4, '0')}-${parts.month}-${parts.day}`,
    time: `${parts.hour}:${parts.minute}:${parts.second}`,
  }
}

const before = (instant: Date, seconds = 1) => new Date(instant.getTime() - seconds * 1000)

describe('days', () => {
  it.each([
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['2026-13-01', false],
    ['2026-4-1', false],
    ['2026-04-31', false],
    ['', false],
    ['0000-01-01', false],
    ['0001-01-01', true],
    ['9999-12-31', true],
    ['2026-01-01T00:00', false],
  ])('%s exists: %s', (day, expected) => expect(isDay(day)).toBe(expected))
  it('move over months and leap days, and stay within four digits', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
    expect([addDays('9999-12-31', 1), addDays('0001-01-01', -1)]).toEqual(['9999-12-31', '0001-01-01'])
  })
  it('are counted, and have a place in their week and month', () => {
    expect([daysBetween('2024-02-28', '2024-03-01'), daysBetween('2026-01-01', '2025-12-30')]).toEqual([
      2, -2,
    ])
    expect(['2026-11-30', '2026-12-06', '1969-12-29', '0001-01-01'].map(weekdayIn)).toEqual([0, 6, 0, 0])
    expect([
      monthAfter('2026-01-31', 1),
      monthAfter('2026-01-31', -1),
      monthAfter('2026-12-01', 13),
    ]).toEqual(['2026-02-01', '2025-12-01', '2028-01-01'])
    expect(['2026-12-05', '2024-02', '2023-02', '2025', '0099-12'].map(lastDayOf)).toEqual([
      '2026-12-05',
      '2024-02-29',
      '2023-02-28',
      '2025-12-31',
      '0099-12-31',
    ])
  })
  it('are as many as their number says, whichever two', () => {
    const day = fc
      .integer({ min: -700_000, max: 2_900_000 })
      .map((number) => addDays('1970-01-01', number))
    fc.assert(
      fc.property(day, fc.integer({ min: -9000, max: 9000 }), (one, count) => {
        const other = addDays(one, count)
        return (
          isDay(other) &&
          daysBetween(one, other) === count &&
          Math.abs((weekdayIn(other) - weekdayIn(one) - count) % 7) === 0 &&
          lastDayOf(other) === other
        )
      }),
    )
  })
})

describe('zones', () => {
  it.each(zones)('%s is one', (zone) => expect(isZone(zone)).toBe(true))
  it.each([
    '',
    'Mars/Base',
    'america/mexico_city',
    'EST5EDT',
    '+05:30',
    'GMT',
    'America',
    'America/',
    'localtime',
    '../etc/passwd',
    'UTC\n',
  ])('%j is none', (zone) => expect(isZone(zone)).toBe(false))
})

/**
 * The calendar knows a zone by the settings of its clocks alone. So zones whose clocks are set alike all these years are asked day by day once, and each
 * of them is compared with what the runtime shows around each setting of its clocks.
 */
describe(`every day from ${first} to ${last} in every zone`, () => {
  const [from, to] = [
    new Date(`${addDays(first, -3)}T00:00:00Z`),
    new Date(`${addDays(last, 3)}T00:00:00Z`),
  ]
  const changes = new Map(zones.map((zone) => [zone, changesIn(zone, from, to)]))
  const alike = new Map(
    zones.map((zone) => [JSON.stringify([offsetIn(zone, from), changes.get(zone)]), zone]),
  )

  it('ends with the first instant of a later day, which begins the next, and not a second before', {
    timeout: 120_000,
  }, () => {
    const wrong: string[] = []
    for (const zone of alike.values()) {
      let start = startOfDay(zone, first)
      for (const day of days) {
        const end = endOfDay(zone, day)
        const next = addDays(day, 1)
        const right =
          dayIn(zone, start) === day &&
          dayIn(zone, before(end)) === day &&
          dayIn(zone, end) === next &&
          end > start &&
          startOfDay(zone, next).getTime() === end.getTime()
        if (!right) wrong.push(`${zone} ${day}`)
        start = end
      }
    }
    expect(alike.size).toBeGreaterThan(50)
    expect(wrong).toEqual([])
  })

  it('is what the runtime shows, around each setting of the clocks and at its first and last second', {
    timeout: 120_000,
  }, () => {
    const wrong: string[] = []
    for (const zone of zones) {
      for (const { at } of changes.get(zone) ?? []) {
        const set = new Date(at)
        if (dayIn(zone, before(set)) > dayIn(zone, set))
          wrong.push(`${zone} goes back a day at ${set.toISOString()}`)
        if (
          shown(zone, before(set)).day !== dayIn(zone, before(set)) ||
          shown(zone, set).time.slice(0, 5) !== timeIn(zone, set)
        )
          wrong.push(`${zone} ${set.toISOString()}`)
        for (const day of [-1, 0, 1].map((step) => addDays(dayIn(zone, set), step))) {
          const end = endOfDay(zone, day)
          if (shown(zone, before(end)).day !== day || shown(zone, end).day !== addDays(day, 1))
            wrong.push(`${zone} ${day}`)
        }
      }
    }
    expect([...changes.values()].flat().length).toBeGreaterThan(4000)
    expect(wrong).toEqual([])
  })
})

describe('any day of any zone, back to the days before there were zones', () => {
  const zone = fc.constantFrom(...zones)
  const instant = fc
    .integer({ min: Date.parse('1820-01-01') / 1000, max: Date.parse('2100-01-01') / 1000 })
    .map((second) => new Date(second * 1000))
  const runs = { numRuns: 3000 }

  it('is shown as the runtime shows it', () => {
    fc.assert(
      fc.property(zone, instant, (at, when) => {
        const { day, time } = shown(at, when)
        expect([dayIn(at, when), timeIn(at, when)]).toEqual([day, time.slice(0, 5)])
      }),
      runs,
    )
  })
  it('ends where a later day begins', () => {
    fc.assert(
      fc.property(zone, instant, (at, when) => {
        const day = shown(at, when).day
        const [start, end] = [startOfDay(at, day), endOfDay(at, day)]
        expect(shown(at, start).day).toBe(day)
        expect(shown(at, before(end)).day).toBe(day)
        expect(shown(at, end).day > day).toBe(true)
        expect(shown(at, before(start)).day < day).toBe(true)
        expect([lastDayBefore(at, end), dayEndingAt(at, end), dayEndingAt(at, before(end))]).toEqual([
          day,
          day,
          null,
        ])
      }),
      runs,
    )
  })
  it('has hours that lead back to their instant, or to the first of two that show the same', () => {
    fc.assert(
      fc.property(zone, instant, (at, when) => {
        const whole = new Date(
          Math.floor(when.getTime() / 60_000) * 60_000 - (offsetIn(at, when) % 60_000),
        )
        const found = instantIn(at, dayIn(at, whole), timeIn(at, whole))
        if (!found) throw new Error(`${at} ${whole.toISOString()} is nowhere`)
        expect([dayIn(at, found), timeIn(at, found)]).toEqual([dayIn(at, whole), timeIn(at, whole)])
        expect(found <= whole).toBe(true)
        if (found < whole) expect(comesTwice(at, whole) && comesTwice(at, found)).toBe(true)
      }),
      runs,
    )
  })
})

describe('days that clocks make odd', () => {
  const [start, end] = [
    (zone: string, day: string) => toInstant(startOfDay(zone, day)),
    (zone: string, day: string) => toInstant(endOfDay(zone, day)),
  ]
  it('begin at one where summer time begins at midnight, and end at the first instant of the next', () => {
    expect(instantIn('America/Santiago', '2026-09-06', '00:00')).toBeNull()
    expect([
      end('America/Santiago', '2026-09-05'),
      timeIn('America/Santiago', endOfDay('America/Santiago', '2026-09-05')),
    ]).toEqual(['2026-09-06T04:00:00Z', '01:00'])
    expect(end('Africa/Cairo', '2026-04-23')).toBe('2026-04-23T22:00:00Z')
    expect(end('Asia/Beirut', '2026-03-28')).toBe('2026-03-28T22:00:00Z')
    expect(end('America/Havana', '2026-03-07')).toBe('2026-03-08T05:00:00Z')
    expect(end('America/Asuncion', '2023-09-30')).toBe('2023-10-01T04:00:00Z')
    expect(end('Atlantic/Azores', '2026-03-28')).toBe('2026-03-29T01:00:00Z')
    expect(end('America/Scoresbysund', '2023-03-25')).toBe('2023-03-26T01:00:00Z')
  })
  it('end once, where clocks are set back over midnight', () => {
    expect([start('America/Havana', '2026-11-01'), end('America/Havana', '2026-10-31')]).toEqual([
      '2026-11-01T04:00:00Z',
      '2026-11-01T04:00:00Z',
    ])
    expect(comesTwice('America/Havana', new Date('2026-11-01T04:30:00Z'))).toBe(true)
    expect(end('America/Santiago', '2026-04-04')).toBe('2026-04-05T04:00:00Z')
    expect(end('Asia/Beirut', '2026-10-24')).toBe('2026-10-24T22:00:00Z')
    // The first minute of the seventh came, and the last hour of the sixth again.
    expect(end('America/St_Johns', '2010-11-06')).toBe('2010-11-07T02:30:00Z')
  })
  it('end with half an hour, three quarters, and two hours more or less', () => {
    expect(end('Australia/Lord_Howe', '2026-10-03')).toBe('2026-10-03T13:30:00Z')
    expect(end('Australia/Lord_Howe', '2026-10-04')).toBe('2026-10-04T13:00:00Z')
    expect(end('Pacific/Chatham', '2026-09-26')).toBe('2026-09-26T11:15:00Z')
    expect(end('Antarctica/Troll', '2026-03-29')).toBe('2026-03-29T22:00:00Z')
    expect(end('America/St_Johns', '2026-03-08')).toBe('2026-03-09T02:30:00Z')
  })
  it('are empty where a zone never had them', () => {
    expect([
      start('Pacific/Apia', '2011-12-30'),
      end('Pacific/Apia', '2011-12-30'),
      end('Pacific/Apia', '2011-12-29'),
    ]).toEqual(Array(3).fill('2011-12-30T10:00:00Z'))
    expect(instantIn('Pacific/Apia', '2011-12-30', '12:00')).toBeNull()
    expect([start('Pacific/Kwajalein', '1993-08-21'), end('Pacific/Kwajalein', '1993-08-21')]).toEqual(
      Array(2).fill('1993-08-21T12:00:00Z'),
    )
    expect(dayEndingAt('Pacific/Apia', endOfDay('Pacific/Apia', '2011-12-30'))).toBe('2011-12-29')
  })
  it('are told in seconds where a zone was', () => {
    expect(end('America/Mexico_City', '1900-01-01')).toBe('1900-01-02T06:36:36Z')
    expect(end('Africa/Monrovia', '1972-01-05')).toBe('1972-01-06T00:44:30Z')
  })
})

describe('instants', () => {
  it('are read in the forum’s zone', () => {
    const evening = new Date('2026-11-23T05:30:00Z')
    expect(dayIn('America/Mexico_City', evening)).toBe('2026-11-22')
    expect(timeIn('America/Mexico_City', evening)).toBe('23:30')
    expect(dayIn('UTC', evening)).toBe('2026-11-23')
  })
  it('have no summer time in Mexico City since 2022, and had it before', () => {
    expect(instantIn('America/Mexico_City', '2026-07-01', '10:00')?.toISOString()).toBe(
      '2026-07-01T16:00:00.000Z',
    )
    expect(instantIn('America/Mexico_City', '2021-07-01', '10:00')?.toISOString()).toBe(
      '2021-07-01T15:00:00.000Z',
    )
  })
  it('do not exist where the clocks skip them', () => {
    expect(instantIn('Europe/Madrid', '2026-03-29', '02:30')).toBeNull()
    expect(instantIn('Europe/Madrid', '2026-03-29', '03:00')?.toISOString()).toBe(
      '2026-03-29T01:00:00.000Z',
    )
    expect(instantIn('America/Tijuana', '2026-03-08', '02:15')).toBeNull()
  })
  it('that come twice mean the first, and are known', () => {
    const [one, two] = [new Date('2026-10-25T00:30:00.000Z'), new Date('2026-10-25T01:30:00.000Z')]
    expect(instantIn('Europe/Madrid', '2026-10-25', '02:30')).toEqual(one)
    expect(
      [one, two, hoursAfter(one, -1), hoursAfter(two, 1)].map((each) =>
        comesTwice('Europe/Madrid', each),
      ),
    ).toEqual([true, true, false, false])
  })
  it('are written in whole seconds', () => {
    expect(toInstant(new Date('2026-11-23T05:30:00.999Z'))).toBe('2026-11-23T05:30:00Z')
  })
})
