import { expect, test } from 'vitest'
import { hashPassword, isPassword, passwordProblem, nobodysHash } from './password.ts'

const sentence = 'caballo grapa correcto'

test('a password is kept as a hash that says how it was made', async () => {
  const hash = await hashPassword(sentence)
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(await isPassword(sentence, hash)).toBe(true)
  expect(await isPassword(`${sentence} `, hash)).toBe(false)
  expect(await hashPassword(sentence)).not.toBe(hash)
})

test('the same characters composed by another keyboard are the same password', async () => {
  const hash = await hashPassword('ñandú y café')
  expect(await isPassword('n\u0303andu\u0301 y cafe\u0301', hash)).toBe(true)
})

test('nobody has no password', async () => {
  for (const guess of ['', sentence, 'A'.repeat(43)]) expect(await isPassword(guess, null)).toBe(false)
})

test('an unknown account is compared at the same cost as a known one', async () => {
  // The time itself says nothing on a busy machine; what is computed does.
  const shapeOf = (hash: string) =>
    hash.split('$').map((part, place) => (place < 4 ? part : part.length))
  expect(shapeOf(nobodysHash)).toEqual(shapeOf(await hashPassword(sentence)))
  expect(await isPassword('A', null)).toBe(false)
})

test.each([
  ['corta', 'errors.passwordTooShort'],
  ['x'.repeat(257), 'errors.passwordTooLong'],
  ['password2026!', 'errors.passwordTooCommon'],
  ['Contraseña123', 'errors.passwordTooCommon'],
  ['MesaAbierta2026', 'errors.passwordTooCommon'],
  ['123456789012', 'errors.passwordTooCommon'],
  ['abcdefghijkl', 'errors.passwordTooCommon'],
  ['aaaaaaaaaaaa', 'errors.passwordTooCommon'],
  ['lucia.ramos@ejemplo.org', 'errors.passwordIsEmail'],
  ['lucia.ramos12', 'errors.passwordIsEmail'],
  [sentence, null],
  ['cuatro princesas bailan', null],
])('%j: %j', (password, problem) => {
  expect(passwordProblem(password, 'lucia.ramos@ejemplo.org')).toBe(problem)
})
