import fc from 'fast-check'
import { createTranslator } from 'next-intl'
import { expect, it } from 'vitest'
import { addDays, changesIn, dayIn, endOfDay, startOfDay } from '@/lib/act/calendar.ts'
import en from '@/messages/en.json' with { type: 'json' }
import es from '@/messages/es.json' with { type: 'json' }
import { datesOf, endSaid, hourSaid, timesSaid } from './dates'

const zones = [
  'America/Mexico_City',
  'America/Tijuana',
  'America/Santiago',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'UTC',
]

/** Every hour of the day around a midnight, and around each setting of the clocks. */
const instants = (zone: string) => {
  const changes = changesIn(zone, new Date('2010-01-01'), new Date('2027-01-01')).map(({ at }) => at)
  const midnights = fc
    .integer({ min: 0, max: 9000 })
    .map((days) => startOfDay(zone, addDays('2010-01-01', days)).getTime())
  const turns = changes.length > 0 ? fc.oneof(midnights, fc.constantFrom(...changes)) : midnights
  return fc
    .tuple(turns, fc.integer({ min: -26 * 60, max: 26 * 60 }))
    .map(([turn, minutes]) => new Date(turn + minutes * 60_000))
}
const placed = fc.constantFrom(...zones).chain((zone) => fc.tuple(fc.constant(zone), instants(zone)))

const languages = {
  es: createTranslator({ locale: 'es', messages: es }),
  en: createTranslator({ locale: 'en', messages: en }),
}

it.each(['es', 'en'] as const)(
  'whatever is written of an instant names the day on which it falls in the forum’s zone (%s)',
  (locale) => {
    fc.assert(
      fc.property(placed, ([zone, at]) => {
        const dates = datesOf(locale, zone)
        const day = dates.day(dayIn(zone, at))
        expect(dates.moment(at)).toContain(day)
        expect(dates.exact(at)).toContain(day)
        expect(dates.dayOf(at)).toBe(dayIn(zone, at))
      }),
      { numRuns: 3_000 },
    )
  },
)

it.each(['es', 'en'] as const)(
  'a deadline is said by its last day, never by a midnight (%s)',
  (locale) => {
    const t = languages[locale]
    fc.assert(
      fc.property(placed, ([zone, at]) => {
        const dates = datesOf(locale, zone)
        const last = dayIn(zone, at)
        const told = endSaid(t, dates, endOfDay(zone, last))
        expect(told).toContain(dates.day(last))
        expect(told).not.toMatch(/\d\d:\d\d/)
      }),
      { numRuns: 1_000 },
    )
  },
)

it.each(['es', 'en'] as const)(
  'a meeting is said by the hours that the record has of it (%s)',
  (locale) => {
    const t = languages[locale]
    fc.assert(
      fc.property(
        placed,
        fc.integer({ min: 1, max: 60 * 24 * 10 }),
        fc.integer({ min: 1, max: 60 * 30 }),
        fc.constantFrom('convened', 'in-session', 'held', 'not-held', 'cancelled'),
        ([zone, startsAt], late, lasts, state) => {
          const dates = datesOf(locale, zone)
          const began = state === 'in-session' || state === 'held'
          const openedAt = began ? new Date(startsAt.getTime() + late * 60_000) : null
          const closedAt =
            openedAt && state === 'held' ? new Date(openedAt.getTime() + lasts * 60_000) : null
          const [planned, heldOn] = [dayIn(zone, startsAt), dayIn(zone, openedAt ?? startsAt)]
          const meeting = {
            state,
            heldOn,
            convenedFor: planned === heldOn ? null : planned,
            startsAt,
            openedAt,
            closedAt,
          }
          const told = timesSaid(t, dates, meeting)
          expect(told).toHaveLength(began ? 2 : 1)
          expect(told.at(-1)?.value).toContain(dates.day(planned))
          expect(told.at(-1)?.value).toContain(dates.time(startsAt))
          for (const at of [openedAt, closedAt].filter((instant) => instant !== null)) {
            expect(told[0]?.value).toContain(dates.day(dayIn(zone, at)))
            expect(told[0]?.value).toContain(dates.time(at))
          }
          expect(hourSaid(dates, meeting)).toBe(dates.time(openedAt ?? startsAt))
        },
      ),
      { numRuns: 1_500 },
    )
  },
)

it('a month and a year of a source are said as such', () => {
  const dates = datesOf('es', 'America/Mexico_City')
  expect(dates.day('2020-03')).toBe('marzo de 2020')
  expect(dates.day('2020')).toBe('2020')
  expect(dates.day('2020-03-01')).toBe('1 de marzo de 2020')
})

it('a zone is named as people name it', () => {
  expect(datesOf('es', 'America/Mexico_City').zone).toBe('hora de Ciudad de México')
  expect(datesOf('en', 'America/Mexico_City').zone).toBe('Mexico City Time')
  expect(datesOf('es', 'UTC').zone).toBe('UTC')
})
