import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { done, smallTable } from '../prisma/small-table.ts'
import { openDatabase } from '../lib/db/client.ts'
import { suspendParticipation } from '../lib/proposals/commands.ts'
import { followLog } from './log-follower.ts'
import { useDatabase } from '../testing/use-database.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
const table = await smallTable(database)

/** The way to the database, which can go dead without a word: nothing comes through any more, and nobody hangs up. */
let dead = false
const { hostname, port } = new URL(appUrl)
const sockets: Socket[] = []
const way = createServer((here) => {
  const there = connect(Number(port), hostname)
  sockets.push(here, there)
  for (const [from, to] of [
    [here, there],
    [there, here],
  ] as const) {
    from.on('data', (part) => {
      if (!dead) to.write(part)
    })
    from.on('error', () => to.destroy())
    from.on('close', () => to.end())
  }
})
await new Promise<void>((ready) => {
  way.listen(0, '127.0.0.1', ready)
})
const byTheWay = new URL(appUrl)
byTheWay.hostname = '127.0.0.1'
byTheWay.port = String((way.address() as AddressInfo).port)
const follower = await followLog(byTheWay.href)
afterAll(async () => {
  await follower.stop()
  for (const socket of sockets) socket.destroy()
  way.close()
  await database.$disconnect()
})

const version = () => follower.forum('mesa')?.version ?? 0
const suspend = async () =>
  done(
    await table.civil.as(suspendParticipation, {
      scope: table.commitment,
      reason: { lang: 'es', text: 'Una razón' },
    }),
  )

test('an act is heard of once, by its forum and by all', async () => {
  const heard: [string | null, number][] = []
  follower.onVersion((now, forum) => {
    heard.push([forum?.slug ?? null, now])
  })
  const [before, all] = [version(), follower.version()]
  await suspend()
  await expect.poll(version).toBe(before + 1)
  expect(heard).toEqual([
    ['mesa', before + 1],
    [null, all + 1],
  ])
})

test('a connection that is dead, and does not say so, is found out by whoever reads; what it missed counts as unknown', async () => {
  const back: number[] = []
  follower.onBack(() => {
    back.push(version())
  })
  const before = version()
  dead = true
  // Until its last answer is old enough to be doubted, nobody asks.
  await expect.poll(() => follower.renew() !== null, { timeout: 10_000 }).toBe(true)
  await follower.renew()
  expect(follower.live()).toBe(false)
  dead = false
  await expect.poll(() => follower.live(), { timeout: 15_000 }).toBe(true)
  expect(back).toHaveLength(1)
  expect(version()).toBeGreaterThan(before)
})
