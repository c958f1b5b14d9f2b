import { afterAll, expect, it } from 'vitest'
import { openDatabase } from '../db/client.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { seatCalled } from './seat-called.ts'

const database = await useDatabase({ seeded: true })
const db = openDatabase(database.appUrl, { connections: 2 })
afterAll(() => db.$disconnect())

it('no two seats of a forum are called alike, in either language', async () => {
  const seats = await db.seat.findMany({ include: { body: true } })
  expect(seats.length).toBeGreaterThan(40)
  for (const lang of ['es', 'en'] as const) {
    const called = seats.map((seat) => `${seat.forumId} ${seatCalled(seat)[lang]}`)
    expect(called.filter((name, place) => called.indexOf(name) !== place)).toEqual([])
  }
})
