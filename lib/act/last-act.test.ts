import { expect, test } from 'vitest'
import { lastActCookie, lastActsIn } from './last-act.ts'

const cookies = `a=1; ${lastActCookie('practica')}=41; next-auth.session-token=x;${lastActCookie('otra-mesa')}=0`

test('a page of a forum waits for that forum’s act, the page of all forums for each', () => {
  expect(lastActsIn(cookies, 'practica')).toEqual(new Map([['practica', 41]]))
  expect(lastActsIn(cookies, null)).toEqual(
    new Map([
      ['practica', 41],
      ['otra-mesa', 0],
    ]),
  )
  expect(lastActsIn(cookies, 'mexico')).toEqual(new Map())
})

test('what is no such number is none', () => {
  for (const sent of [
    undefined,
    '',
    'mesa-act-practica=x',
    'mesa-act-practica=-1',
    'mesa-act-practica=1234567890',
    'x-mesa-act-practica=1',
    'mesa-act-=1',
    'mesa-act-practica=1x',
  ]) {
    expect(lastActsIn(sent, 'practica'), String(sent)).toEqual(new Map())
  }
  const many = Array.from({ length: 500 }, (_, place) => `${lastActCookie(`forum-${place}`)}=1`).join(
    '; ',
  )
  expect(lastActsIn(many, null).size).toBeLessThan(10)
})
