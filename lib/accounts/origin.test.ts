import { describe, expect, test } from 'vitest'
import { isOwnOrigin } from './origin.ts'

describe('from where a form came', () => {
  const own = 'https://mesa.example.org'

  test.each([
    ['https://mesa.example.org', null, true],
    ['https://mesa.example.org', 'same-origin', true],
    ['https://mesa.example.org', 'none', true],
    ['https://mesa.example.org', 'same-site', false],
    ['https://mesa.example.org', 'cross-site', false],
    ['http://mesa.example.org', null, false],
    ['https://mesa.example.org:8443', null, false],
    ['https://mesa.example.org.evil.example', null, false],
    ['https://example.org', null, false],
    ['null', null, false],
    ['', null, false],
    [null, null, false],
  ])('%s, %s: %s', (origin, site, expected) => {
    expect(isOwnOrigin(origin, site, own)).toBe(expected)
  })

  test('this machine has several names', () => {
    expect(isOwnOrigin('http://127.0.0.1:3000', null, 'http://localhost:3000')).toBe(true)
    expect(isOwnOrigin('http://127.0.0.1:3001', null, 'http://localhost:3000')).toBe(false)
    expect(isOwnOrigin('http://localhost', null, own)).toBe(false)
  })
})
