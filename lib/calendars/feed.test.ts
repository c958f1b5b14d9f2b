import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { instantIn } from '../act/calendar.ts'
import { calendarText, lengthOf, uidOf } from './feed.ts'
import type { Calendar, Entry } from './feed.ts'
import { zoneText } from './zone.ts'

const mexico = 'America/Mexico_City'
const at = (zone: string, day: string, time: string) =>
  instantIn(zone, day, time) ?? new Date(Number.NaN)

function entry(more: Partial<Entry> = {}): Entry {
  const from = at(mexico, '2026-12-08', '10:00')
  return {
    uid: uidOf('0190b3c2-0000-7000-8000-000000000001', 'practica'),
    sequence: 2,
    changedAt: new Date('2026-11-20T16:30:05Z'),
    time: { from, until: new Date(from.getTime() + 90 * 60_000) },
    status: 'CONFIRMED',
    summary: 'Comité: sesión ordinaria',
    category: 'Comité',
    description: 'Orden del día',
    place: 'Sala de juntas',
    url: 'https://mesa.example/es/practica/meetings/1',
    video: null,
    ...more,
  }
}
const calendar = (entries: Entry[], more: Partial<Calendar> = {}): Calendar => ({
  name: 'Comité · Mesa',
  lang: 'es',
  zone: mexico,
  url: 'https://mesa.example/es/practica/bodies/comite',
  entries,
  ...more,
})

/** As another library reads it, with the zone that stands in the file and no other. */
function read(text: string) {
  const component = ICAL.Component.fromString(text)
  expect(component.toString().length).toBeGreaterThan(0)
  ICAL.TimezoneService.reset()
  for (const zone of component.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
  return { component, events: component.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one)) }
}
const only = (text: string) => {
  const { events } = read(text)
  expect(events).toHaveLength(1)
  return events[0] as ICAL.Event
}

describe('a calendar', () => {
  it('is what another library reads of it', () => {
    const text = calendarText(calendar([entry({ video: 'https://video.example/sala;a=1?b=2,3' })]))
    const { component } = read(text)
    expect(component.getFirstPropertyValue('version')).toBe('2.0')
    expect(component.getFirstPropertyValue('prodid')).toBe('-//Mesa Abierta//Mesa Abierta//ES')
    expect([
      component.getFirstPropertyValue('name'),
      component.getFirstPropertyValue('x-wr-calname'),
    ]).toEqual(['Comité · Mesa', 'Comité · Mesa'])
    expect(String(component.getFirstPropertyValue('refresh-interval'))).toBe('PT1H')
    expect(component.getFirstPropertyValue('url')).toBe('https://mesa.example/es/practica/bodies/comite')
    const event = only(text)
    expect(event).toMatchObject({
      uid: '0190b3c2-0000-7000-8000-000000000001@practica.mesa-abierta',
      sequence: 2,
      summary: 'Comité: sesión ordinaria',
      location: 'Sala de juntas',
    })
    expect(event.startDate.toJSDate().toISOString()).toBe('2026-12-08T16:00:00.000Z')
    expect(event.endDate.toJSDate().toISOString()).toBe('2026-12-08T17:30:00.000Z')
    for (const name of ['dtstamp', 'last-modified'])
      expect(String(event.component.getFirstPropertyValue(name))).toBe('2026-11-20T16:30:05Z')
    expect(event.component.getFirstPropertyValue('status')).toBe('CONFIRMED')
    expect(event.component.getFirstProperty('categories')?.getValues()).toEqual(['Comité'])
    expect(event.component.getFirstProperty('dtstart')?.getParameter('tzid')).toBe(mexico)
    expect(event.component.getFirstPropertyValue('url')).toBe(
      'https://mesa.example/es/practica/meetings/1',
    )
    // An address is no text: nothing in it is escaped.
    expect(text.replaceAll('\r\n ', '')).toContain(
      '\r\nCONFERENCE;VALUE=URI;FEATURE=VIDEO:https://video.example/sala;a=1?b=2,3\r\n',
    )
  })

  it('has its own properties first, then the zone, then its entries, each line ended', () => {
    const text = calendarText(calendar([entry(), entry({ uid: 'other' })]))
    const names = text
      .replaceAll('\r\n ', '')
      .split('\r\n')
      .map((line) => line.split(/[:;]/)[0] ?? '')
    const zone = names.indexOf('BEGIN', 1)
    expect(names.slice(zone).every((name) => !/^(X-|TIMEZONE-ID|REFRESH)/.test(name))).toBe(true)
    expect(text.endsWith('\r\nEND:VCALENDAR\r\n')).toBe(true)
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })

  it('is the same text for the same record', () => {
    expect(calendarText(calendar([entry()]))).toBe(calendarText(calendar([entry()])))
  })

  it('may have no entries, a day without an hour, and a meeting that was cancelled', () => {
    expect(read(calendarText(calendar([]))).component.getAllSubcomponents('vtimezone')).toHaveLength(1)
    const day = only(calendarText(calendar([entry({ time: { on: '2019-12-31' }, place: null })])))
    expect([day.startDate.isDate, day.startDate.toString(), day.endDate.toString()]).toEqual([
      true,
      '2019-12-31',
      '2020-01-01',
    ])
    expect(
      only(calendarText(calendar([entry({ status: 'CANCELLED' })]))).component.getFirstPropertyValue(
        'status',
      ),
    ).toBe('CANCELLED')
    expect(
      only(calendarText(calendar([entry({ status: 'TENTATIVE' })]))).component.getFirstPropertyValue(
        'status',
      ),
    ).toBe('TENTATIVE')
  })

  it('keeps texts texts, whatever stands in them', () => {
    const hostile =
      'Sala; 2, piso\\n\nEND:VEVENT\nBEGIN:VEVENT\r\nUID:falso\rATTENDEE:mailto:x@y.example\u2028DTSTART:20260101\u0000"'
    const said =
      'Sala; 2, piso\\n\nEND:VEVENT\nBEGIN:VEVENT\nUID:falso\nATTENDEE:mailto:x@y.example\nDTSTART:20260101"'
    const text = calendarText(
      calendar([entry({ summary: hostile, category: hostile, description: hostile, place: hostile })], {
        name: hostile,
      }),
    )
    const event = only(text)
    expect([event.summary, event.description, event.location]).toEqual([said, said, said])
    // One, though there are commas in it.
    expect(event.component.getFirstProperty('categories')?.getValues()).toEqual([said])
    // The reader does not know NAME as a text, and gives it as it stands.
    expect(read(text).component.getFirstPropertyValue('name')).toBe(
      said.replace(/[\\;,]/g, '\\$&').replaceAll('\n', '\\n'),
    )
    expect([...text.matchAll(/^BEGIN:VEVENT/gm)]).toHaveLength(1)
    expect(text).not.toMatch(/^(UID:falso|ATTENDEE)/m)
  })

  it('reads back as it was written, in lines of 75 octets, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (given) => {
        const text = calendarText(
          calendar([entry({ summary: `x${given}x`, description: 'ñ€😀 '.repeat(40) })]),
        )
        for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        // Nothing was cut in the middle of a sign.
        expect(Buffer.from(text).toString()).toBe(text)
        const event = only(text)
        expect(event.summary).toBe(
          `x${given}x`
            .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
            .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ''),
        )
        expect(event.description).toBe('ñ€😀 '.repeat(40).trim())
      }),
      { numRuns: 150 },
    )
  })
})

describe('a zone', () => {
  const cases: [string, string, string][] = [
    [mexico, '2022-04-02', '10:00'],
    [mexico, '2022-04-04', '10:00'],
    [mexico, '2022-10-29', '10:00'],
    [mexico, '2022-10-31', '10:00'],
    [mexico, '2023-07-03', '10:00'],
    [mexico, '2026-01-15', '09:00'],
    [mexico, '2026-07-15', '23:30'],
    [mexico, '2026-12-31', '23:59'],
    ['America/Tijuana', '2026-03-07', '10:00'],
    ['America/Tijuana', '2026-03-09', '10:00'],
    ['America/Tijuana', '2026-11-02', '10:00'],
    ['Europe/Madrid', '2026-10-25', '12:00'],
    ['Europe/Madrid', '2026-10-24', '12:00'],
    ['Asia/Kathmandu', '2026-05-05', '08:15'],
    ['Africa/Casablanca', '2026-03-01', '10:00'],
    ['Pacific/Auckland', '2026-01-01', '10:00'],
    ['UTC', '2026-01-01', '10:00'],
  ]
  it.each(cases)(
    '%s, %s %s, is the same instant for a reader who knows the file alone',
    (zone, day, time) => {
      const from = at(zone, day, time)
      const event = only(
        calendarText(
          calendar([entry({ time: { from, until: new Date(from.getTime() + 36e5) } })], { zone }),
        ),
      )
      expect(event.startDate.toJSDate().toISOString()).toBe(from.toISOString())
      // What the file says about the clocks, and not what the reader knew before.
      expect(event.startDate.toString()).toBe(`${day}T${time}:00${zone === 'UTC' ? 'Z' : ''}`)
    },
  )

  it('says that Mexico sets its clocks until October 2022, and no longer', () => {
    const of = (year: string) => zoneText(mexico, [new Date(`${year}-06-01T12:00:00Z`)]).join('\n')
    expect(of('2022')).toContain(
      'BEGIN:DAYLIGHT\nDTSTART:20220403T020000\nTZOFFSETFROM:-0600\nTZOFFSETTO:-0500\nTZNAME:CDT\nEND:DAYLIGHT',
    )
    expect(of('2022')).toContain(
      'BEGIN:STANDARD\nDTSTART:20221030T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0600\nTZNAME:CST\nEND:STANDARD',
    )
    expect(of('2026')).not.toContain('DAYLIGHT')
    expect(of('2026')).toContain('TZOFFSETTO:-0600')
  })

  it('costs the years of the entries, and not those between them', () => {
    const days = ['2022-07-04', '2026-12-08', '2206-12-08', '9999-12-08']
    const { component, events } = read(
      calendarText(
        calendar(
          days.map((day) =>
            entry({
              uid: day,
              time: { from: at(mexico, day, '10:00'), until: at(mexico, day, '12:00') },
            }),
          ),
        ),
      ),
    )
    expect(events.map((one) => one.startDate.toJSDate().toISOString())).toEqual([
      '2022-07-04T15:00:00.000Z',
      '2026-12-08T16:00:00.000Z',
      '2206-12-08T16:00:00.000Z',
      '9999-12-08T16:00:00.000Z',
    ])
    // Day by day from 2022 to 9999 it would be a minute, in which nobody else is answered.
    const told = component
      .getFirstSubcomponent('vtimezone')
      ?.getAllSubcomponents()
      .map((one) => String(one.getFirstPropertyValue('dtstart')).slice(0, 10))
    expect(told).toEqual([
      '2021-12-30',
      '2022-04-03',
      '2022-10-30',
      '2025-12-30',
      '2205-12-30',
      '9998-12-30',
    ])
  })

  it('holds from one year to another, in a meeting that ends after midnight too', () => {
    const from = at('America/Tijuana', '2026-12-31', '23:00')
    const entries = ['2025-07-01', '2026-03-08', '2027-11-07'].map((day) =>
      entry({
        uid: day,
        time: { from: at('America/Tijuana', day, '12:00'), until: at('America/Tijuana', day, '13:00') },
      }),
    )
    const { events } = read(
      calendarText(
        calendar([...entries, entry({ time: { from, until: new Date(from.getTime() + 2 * 36e5) } })], {
          zone: 'America/Tijuana',
        }),
      ),
    )
    expect(events.map((one) => one.startDate.toJSDate().toISOString())).toEqual([
      '2025-07-01T19:00:00.000Z',
      '2026-03-08T19:00:00.000Z',
      '2027-11-07T20:00:00.000Z',
      '2027-01-01T07:00:00.000Z',
    ])
    expect(events.at(-1)?.endDate.toString()).toBe('2027-01-01T01:00:00')
  })
})

describe('how long a meeting is said to take', () => {
  it.each([
    [[], 120],
    [[null], 120],
    [[30, 45], 75],
    [[30, null], 120],
    [[150, null], 150],
  ])('%j: %i minutes', (planned, minutes) => expect(lengthOf(planned)).toBe(minutes))
})
