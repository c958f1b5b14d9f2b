import { describe, expect, it } from 'vitest'
import { addDays, dayIn, instantIn, isDay, timeIn, toInstant } from './calendar.ts'

describe('days', () => {
  it.each([
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['2026-13-01', false],
    ['2026-4-1', false],
    ['2026-04-31', false],
    ['', false],
  ])('%s exists: %s', (day, expected) => expect(isDay(day)).toBe(expected))
  it('move over months and leap days', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
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
  it('that come twice mean the first', () => {
    expect(instantIn('Europe/Madrid', '2026-10-25', '02:30')?.toISOString()).toBe(
      '2026-10-25T00:30:00.000Z',
    )
  })
  it('are written in whole seconds', () => {
    expect(toInstant(new Date('2026-11-23T05:30:00.999Z'))).toBe('2026-11-23T05:30:00Z')
  })
})
