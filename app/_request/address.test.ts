import { describe, expect, test } from 'vitest'
import { isOwnOrigin, safeAddress } from './address.ts'

describe('where to go after signing in', () => {
  test.each(['/es', '/en/practica/desk', '/es/practica/desk/meetings/1?done=x&entry=3#item-2'])('%s is an address of ours', (address) => {
    expect(safeAddress(address, '/es/account')).toBe(address)
  })

  test.each([
    'https://example.org/es', '//example.org/es', '/\\example.org', '\\/example.org', '/es\n/x', '/es/ x', 'es/practica', 'javascript:alert(1)',
    '/api/auth/signout', '/%2f/example.org', `/es/${'x'.repeat(1000)}`, '', undefined, null, ['/es'], { toString: () => '/es' },
  ])('%j is not', (address) => {
    expect(safeAddress(address, '/es/account')).toBe('/es/account')
  })

  test('steps upwards stay within the site', () => {
    expect(safeAddress('/es/../../en/x', '/es')).toBe('/en/x')
    expect(safeAddress('/es/..//example.org', '/es')).toBe('/es')
  })
})

describe('from where a form came', () => {
  const own = 'https://mesa.example.org'

  test.each([
    ['https://mesa.example.org', null, true],
    ['https://mesa.example.org', 'same-origin', true],
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
