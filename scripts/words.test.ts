import { describe, expect, test } from 'vitest'
import { actsSaid } from './words.ts'

describe('which acts', () => {
  test.each([
    [0, 25, '25 acts, numbers 0 to 24'],
    [25, 26, '1 act, number 25'],
    [0, 1, '1 act, number 0'],
    [20, 25, '5 acts, numbers 20 to 24'],
    [25, 25, 'no acts; the log has 25'],
    [0, 0, 'no acts; the log has 0'],
  ])('after the first %d, as far as the first %d: %s', (from, to, said) => {
    expect(actsSaid(from, to)).toBe(said)
  })
})
