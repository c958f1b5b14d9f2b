import { expect, test } from 'vitest'
import { newest } from './newest.ts'

test('the same name has what was made for it', () => {
  const kept = newest<object>(2)
  const made = kept('a', () => ({}))
  expect(kept('a', () => ({}))).toBe(made)
  expect(kept('b', () => ({}))).not.toBe(made)
})

test('past so many the one goes that was not asked for longest', () => {
  const kept = newest<string>(2)
  kept('a', () => 'first')
  kept('b', () => 'first')
  kept('a', () => 'again')
  kept('c', () => 'first')
  expect(kept('a', () => 'anew')).toBe('first')
  expect(kept('b', () => 'anew')).toBe('anew')
})

test('what fails is told to whoever asked, and made anew for the next', async () => {
  const kept = newest<Promise<string>>(2)
  await expect(kept('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await kept('a', () => Promise.resolve('yes'))).toBe('yes')
})
