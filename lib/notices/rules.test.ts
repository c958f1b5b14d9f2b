import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR_MS, timeIn } from '../act/calendar.ts'
import { stoppingIn, stoppingToken } from './stopping.ts'
import { tellings, usualWhen, whens } from './rules.ts'

const zone = 'America/Mexico_City'
/** Six hours behind: a Thursday, at noon. */
const from = new Date('2026-12-03T18:00:00Z')
const until = (instant: string) => new Date(instant)
const at = (when: (typeof whens)[number], dueAt: Date | null, kind: 'asked' | 'known' = 'asked') =>
  tellings(zone, { kind, when, from, dueAt }).map((telling) => telling.at.toISOString())

describe('when somebody is told', () => {
  it('at once, with the day’s mail, with Monday’s, or never', () => {
    expect(at('at-once', null, 'known')).toEqual(['2026-12-03T18:00:00.000Z'])
    expect(at('daily', null, 'known')).toEqual(['2026-12-04T14:00:00.000Z'])
    expect(at('weekly', null, 'known')).toEqual(['2026-12-07T14:00:00.000Z'])
    expect(at('none', null, 'known')).toEqual([])
  })

  it('and reminded at half of the time and on the day before the last', () => {
    // The end of the tenth: midnight, in Mexico.
    expect(at('at-once', until('2026-12-11T06:00:00Z'))).toEqual([
      '2026-12-03T18:00:00.000Z',
      '2026-12-07T14:00:00.000Z',
      '2026-12-09T14:00:00.000Z',
    ])
  })

  it('once of a deadline, whatever was chosen, and in time', () => {
    expect(at('none', until('2026-12-11T06:00:00Z'))).toEqual(['2026-12-04T14:00:00.000Z'])
    // Monday would be too late.
    expect(at('weekly', until('2026-12-06T06:00:00Z'))[0]).toBe('2026-12-04T14:00:00.000Z')
    expect(at('daily', until('2026-12-04T06:00:00Z'))).toEqual(['2026-12-03T18:00:00.000Z'])
  })

  it('never at night and never too late, in any zone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('America/Mexico_City', 'Europe/Lisbon', 'Asia/Kolkata', 'Pacific/Apia'),
        fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 24 * 60 }),
        fc.constantFrom(...whens),
        (place, start, hours, when) => {
          const dueAt = new Date(start.getTime() + hours * HOUR_MS)
          const all = tellings(place, { kind: 'asked', when, from: start, dueAt })
          expect(all.length).toBeGreaterThan(0)
          for (const telling of all) {
            expect(telling.at < dueAt).toBe(true)
            const time = timeIn(place, telling.at)
            expect(telling.urgent || (time >= '08:00' && time < '20:00')).toBe(true)
          }
          expect(new Set(all.map((telling) => telling.at.getTime())).size).toBe(all.length)
        },
      ),
    )
  })

  it('as usual where nothing was chosen', () => {
    expect(usualWhen('asked', false)).toBe('at-once')
    expect(usualWhen('changed', true)).toBe('at-once')
    expect(usualWhen('changed', false)).toBe('daily')
    expect(usualWhen('known', false)).toBe('weekly')
  })
})

describe('the link that stops a kind', () => {
  const said = { person: '00000000-0000-4000-8000-000000000001', kinds: ['known', 'asked'] as const }
  const token = stoppingToken({ ...said, kinds: [...said.kinds] }, 'secret')

  it('says whose mail, and of which kinds', () => {
    expect(stoppingIn(token, 'secret')).toEqual({ person: said.person, kinds: ['asked', 'known'] })
  })

  it.each([token.replace('known', 'changed'), token.slice(0, -1), token.replace('1.', '2.'), '', '..'])(
    'is worth nothing when it was changed: %s',
    (other) => expect(stoppingIn(other, 'secret')).toBeNull(),
  )

  it('and is of this installation', () => expect(stoppingIn(token, 'another')).toBeNull())
})
