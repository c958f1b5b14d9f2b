import { describe, expect, test } from 'vitest'
import { safeAddress } from './address.ts'

describe('where to go after signing in', () => {
  const ours = ['/es', '/en/practica/desk', '/es/practica/desk/meetings/1?done=x&entry=3#item-2']

  test.each(ours)('%s is an address of ours', (address) => {
    expect(safeAddress(address, '/es/account')).toBe(address)
  })

  test.each([
    'https://example.org/es',
    '//example.org/es',
    '/\\example.org',
    '\\/example.org',
    '/es\n/x',
    '/es/ x',
    'es/practica',
    'javascript:alert(1)',
    '/api/auth/signout',
    '/%2f/example.org',
    `/es/${'x'.repeat(1000)}`,
    '',
    undefined,
    null,
    ['/es'],
    { toString: () => '/es' },
  ])('%j is not', (address) => {
    expect(safeAddress(address, '/es/account')).toBe('/es/account')
  })

  test('steps upwards stay within the site', () => {
    expect(safeAddress('/es/../../en/x', '/es')).toBe('/en/x')
    expect(safeAddress('/es/..//example.org', '/es')).toBe('/es')
  })
})
