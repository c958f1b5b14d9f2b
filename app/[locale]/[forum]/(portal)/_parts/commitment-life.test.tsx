import { expect, it } from 'vitest'
import { byLog } from './commitment-life'

const day = '2026-10-20'
const at = (hour: number, index?: number, ordinal = 0) => ({
  time: new Date(Date.UTC(2026, 9, 20, hour)),
  ...(index !== undefined && { index, ordinal }),
})
type Event = Parameters<typeof byLog>[0]
const event = (key: string, of: Event['of'], parts: Partial<Event> = {}): Event => ({
  key,
  of,
  day,
  what: key,
  ...parts,
})

it('a day is told in the order of the log, a session at the hour at which it was opened', () => {
  const events = [
    event('changed', 'status', { at: at(20, 9) }),
    event('decided', 'act', { at: at(20, 8) }),
    event('paused', 'act', { at: at(20, 8, 1) }),
    event('session', 'meeting', { at: at(16) }),
    event('proposed', 'act', { at: at(10, 2) }),
    event('a decree', 'outside'),
    event('the day before', 'status', { day: '2026-10-19', at: at(23, 99) }),
  ]
  expect(events.toSorted(byLog).map(({ key }) => key)).toEqual([
    'the day before',
    'a decree',
    'proposed',
    'session',
    'decided',
    'paused',
    'changed',
  ])
})
