import { expect, it } from 'vitest'
import { endsSoon, missedInARow } from './rules.ts'

it.each([
  ['no end', null, false],
  ['ended yesterday', '2026-11-30', false],
  ['its last day is today', '2026-12-02', true],
  ['in sixty days', '2027-01-30', true],
  ['in sixty-one days', '2027-01-31', false],
])('a mandate that ends soon: %s', (_name, untilOn, soon) => {
  expect(endsSoon({ untilOn }, '2026-12-01')).toBe(soon)
})

const meetings = (...there: boolean[]) => there.map((one) => ({ there: one }))
it.each([
  ['nobody came three times', meetings(false, false, false), 3],
  ['only the last two', meetings(false, false, true, false, false), 0],
  ['the last four', meetings(false, false, false, false, true), 4],
  ['there were only two', meetings(false, false), 0],
  ['somebody came last', meetings(true, false, false, false), 0],
])('a seat for which nobody came: %s', (_name, latest, count) => {
  expect(missedInARow(latest)).toHaveLength(count)
})
