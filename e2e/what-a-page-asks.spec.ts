import { randomUUID } from 'node:crypto'
import { addressesIn, deskRoutes } from '../bench/routes.ts'
import { openDoor } from '../lib/act/act.ts'
import type { Command } from '../lib/act/command.ts'
import { forumBySlug, personViewer } from '../lib/act/viewer.ts'
import { openDatabase } from '../lib/db/client.ts'
import { effects } from '../lib/effects.ts'
import { giveReading } from '../lib/readings/commands.ts'
import { commitmentId, personId, seatId } from '../prisma/demonstration/table.ts'
import { cloneDatabase, prepareTemplate } from '../testing/databases.ts'
import { countStatements } from '../testing/statements.ts'
import { expect, startServer, test, testServer } from './server.ts'
import { signedIn } from './table.ts'

/** A page of the desk asks the database at most so often, right after an act, when nothing is remembered. */
const USUAL = 40
const most: Record<string, number> = {}

test('each page of the desk asks no more than it may', async ({ browser }) => {
  const database = await cloneDatabase(await prepareTemplate(testServer(), { seeded: true }))
  const counting = await countStatements(database.appUrl)
  const served = await startServer({
    ...database,
    appUrl: counting.through(database.appUrl),
    readerUrl: counting.through(database.readerUrl),
  })
  const own = openDatabase(database.appUrl, { connections: 2 })
  try {
    const forum = await forumBySlug(own, 'practica')
    if (!forum) throw new Error('the demonstration has a practice forum')
    const chair = await personViewer(own, forum, personId('fernando.quintanar'), new Date())
    const act = openDoor(own, effects)
    /** An act like any other: nothing that was read before it is of the forum as it is now. */
    const grow = () =>
      act(giveReading as unknown as Command, {
        viewer: chair,
        key: randomUUID(),
        input: {
          as: seatId('committee/chair'),
          commitment: commitmentId('2026-2028', 1),
          level: 'substantial',
          text: { lang: 'es', text: `Se avanza: ${randomUUID()}` },
        },
      })
    const page = await signedIn(browser, 'fernando', { baseURL: served.url })
    const addresses = await addressesIn(own, forum)
    const told: string[] = []
    for (const route of deskRoutes) {
      const grown = await grow()
      const size = grown.is === 'done' ? grown.index + 1 : 0
      // The signer reads the log after each act: once it has signed, what is counted is the page's own.
      await expect
        .poll(async () => (await page.request.get('/practica/log/checkpoint')).text())
        .toContain(`\n${size}\n`)
      counting.taken()
      const answer = await page.request.get(addresses.get(route) ?? '', { maxRedirects: 0 })
      const { statements } = counting.taken()
      const may = most[route] ?? USUAL
      console.error(`${route} ${answer.status()} ${statements.length}`)
      if (statements.length > may) told.push(`${route} asks ${statements.length}, and may ask ${may}`)
    }
    expect(told).toEqual([])
  } finally {
    await own.$disconnect()
    await served.stop()
    counting.close()
    await database.drop()
  }
})
