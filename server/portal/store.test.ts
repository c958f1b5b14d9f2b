import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pageStore, weightOf } from './store.ts'
import type { Page } from './store.ts'

const MOST = 40_000
const ROOMS = ['uno', 'dos', 'tres', 'cuatro']

function pageOf(bytes: number): Page {
  return {
    version: 1,
    day: '2026-01-01',
    sizes: new Map(),
    begun: 0,
    status: 200,
    location: undefined,
    etag: '',
    body: Buffer.alloc(bytes),
    encoded: {},
    packed: 0,
  }
}

const address = fc.nat(30).map((place) => `/es/${place}`)
const room = fc.constantFrom(...ROOMS)
const move = fc.oneof(
  fc.record({
    is: fc.constant('put' as const),
    room,
    address,
    bytes: fc.integer({ min: 0, max: 12_000 }),
  }),
  fc.record({ is: fc.constant('get' as const), room, address }),
  fc.record({
    is: fc.constant('pack' as const),
    room,
    address,
    bytes: fc.integer({ min: 0, max: 3_000 }),
  }),
  fc.record({ is: fc.constant('drop' as const), room, address }),
)

test('whatever is put, asked for and packed: the bytes are counted and bounded, and who takes less than an equal share loses nothing to others', () => {
  fc.assert(
    fc.property(fc.array(move, { minLength: 60, maxLength: 120 }), (moves) => {
      const store = pageStore(MOST)
      const mine = new Map(ROOMS.map((one) => [one, new Map<string, Page>()]))
      const wrong: string[] = []
      for (const one of moves) {
        const safe = ROOMS.filter(
          (each) => each !== one.room && store.bytes(each) <= MOST / ROOMS.length,
        )
        const before = safe.map((each) => ({ room: each, pages: [...(mine.get(each)?.keys() ?? [])] }))
        const own = mine.get(one.room) ?? new Map<string, Page>()
        if (one.is === 'put') {
          const page = pageOf(one.bytes)
          store.put(one.room, one.address, page)
          own.set(one.address, page)
        } else if (one.is === 'pack') {
          const page = own.get(one.address)
          if (page) page.packed += one.bytes
          store.weigh(one.room, one.address)
        } else if (one.is === 'drop') {
          store.drop(one.room, one.address)
        } else {
          const found = store.get(one.room, one.address)
          if (found && found !== own.get(one.address)) wrong.push(`another page at ${one.address}`)
        }
        for (const { room: each, pages } of before)
          for (const kept of pages)
            if (!store.has(each, kept)) wrong.push(`${each}${kept} went for others`)
        for (const [each, pages] of mine)
          for (const kept of pages.keys()) if (!store.has(each, kept)) pages.delete(kept)
        const counted = ROOMS.map((each) =>
          [...(mine.get(each) ?? [])].reduce((sum, [at, page]) => sum + weightOf(at, page), 0),
        )
        if (counted.some((bytes, place) => bytes !== store.bytes(ROOMS[place])))
          wrong.push('counted otherwise')
        if (store.bytes() !== counted.reduce((sum, bytes) => sum + bytes, 0) || store.bytes() > MOST)
          wrong.push(`${store.bytes()} bytes in all`)
      }
      expect(wrong).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('what is read stays, however many addresses are asked for once', () => {
  const store = pageStore(MOST)
  for (const place of [1, 2, 3]) {
    store.put('uno', `/read/${place}`, pageOf(4_000))
    store.get('uno', `/read/${place}`)
  }
  for (let stranger = 0; stranger < 2_005; stranger += 1)
    store.put('uno', `/once/${stranger}`, pageOf(4_000))
  expect([1, 2, 3].map((place) => store.has('uno', `/read/${place}`))).toEqual([true, true, true])
})

test('of what is read, the least recently read goes first', () => {
  const store = pageStore(MOST)
  for (let place = 0; place < 9; place += 1) {
    store.put('uno', `/${place}`, pageOf(3_000))
    store.get('uno', `/${place}`)
  }
  store.get('uno', '/0')
  store.put('uno', '/more', pageOf(6_000))
  expect([store.has('uno', '/0'), store.has('uno', '/1')]).toEqual([true, false])
})

test('a page of a quarter of all is not kept, and what was kept in its place goes', () => {
  const store = pageStore(MOST)
  store.put('uno', '/large', pageOf(100))
  store.put('uno', '/large', pageOf(MOST / 4))
  expect([store.has('uno', '/large'), store.bytes()]).toEqual([false, 0])
})
