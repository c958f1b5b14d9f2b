import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, inject, it } from 'vitest'
import { smallTable } from '../../prisma/small-table.ts'
import { keepHouse } from '../../server/housekeeping.ts'
import { followLog } from '../../server/log-follower.ts'
import { cloneDatabase, prepareTemplate } from '../../testing/databases.ts'
import type { TestDatabase } from '../../testing/databases.ts'
import { registerOrganisation } from '../bodies/commands.ts'
import { openDoor } from '../act/act.ts'
import { officeViewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { effects } from '../effects.ts'
import { openMesa } from '../mesa.ts'
import { forServer, readSettings } from '../settings.ts'
import { publishCheckpoint } from './publish.ts'
import { logRows } from './rows.ts'
import { SigningRefused } from './signer.ts'

const keysDir = mkdtempSync(join(tmpdir(), 'mesa-rollback-'))
const databases: TestDatabase[] = []
afterAll(async () => {
  for (const database of databases) await database.drop()
  rmSync(keysDir, { recursive: true })
})

/** A database of its own, as it is copied and restored with nobody connected. */
async function copyOf(template?: TestDatabase): Promise<TestDatabase> {
  const server = inject('server')
  const copy = await cloneDatabase(
    template
      ? { ...server, name: template.name, keysDir: template.keysDir }
      : await prepareTemplate(server),
  )
  databases.push(copy)
  return copy
}

it('signs no restored backup, 20 of 20, whether or not it went on since, and the pages are told', async () => {
  const live = await copyOf()
  const opened = openDatabase(live.appUrl, { connections: 3 })
  const { forum } = await smallTable(opened, 'restaurada')
  await opened.$disconnect()
  let sent = 0
  const grow = async (url: string, count: number) => {
    const database = openDatabase(url, { connections: 3 })
    const act = openDoor(database, effects)
    const sector = await database.sector.findFirstOrThrow({ where: { forumId: forum.id } })
    for (let more = 0; more < count; more += 1) {
      const outcome = await act(registerOrganisation, {
        viewer: officeViewer(database, { ...forum, openedAt: null }, 'operator', new Date()),
        key: `rollback-${String((sent += 1)).padStart(12, '0')}`,
        input: { sector: sector.id, name: { es: `Organización ${sent}` } },
      })
      if (outcome.is !== 'done') throw new Error(JSON.stringify(outcome))
    }
    return database
  }

  let refused = 0
  for (let round = 0; round < 20; round += 1) {
    const backup = await copyOf(live)
    const database = await grow(live.appUrl, 1 + (round % 3))
    await publishCheckpoint(logRows(database), forum.id, keysDir)
    await database.$disconnect()
    // As it was; or with other acts since, as many, fewer or more than were signed.
    const restored = await grow(backup.appUrl, round % 2 ? round % 5 : 0)
    const said = await publishCheckpoint(logRows(restored), forum.id, keysDir).catch(
      (error: unknown) => error,
    )
    if (said instanceof SigningRefused) refused += 1
    await restored.$disconnect()
  }
  expect(refused).toBe(20)

  // A server on the newest backup: it runs, and its pages learn that the log is not signed; with the newer state back, that it is.
  const serve = async (database: TestDatabase) => {
    const settings = {
      ...forServer(readSettings({ DATABASE_URL: database.appUrl, SESSION_SECRET: 'x'.repeat(32) })),
      keysDir,
    }
    const mesa = openMesa(database.appUrl, settings)
    const follower = await followLog(database.appUrl)
    const before = follower.forum(forum.slug)?.version ?? 0
    const house = keepHouse(mesa, follower, settings)
    await house.signed()
    const told = {
      notSigned: mesa.notSigned.get(forum.id),
      stale: (follower.forum(forum.slug)?.version ?? 0) > before,
    }
    await house.stop()
    await follower.stop()
    await mesa.close()
    return told
  }
  const backup = databases.at(-1)
  if (!backup) throw new Error('there were twenty')
  const told = await serve(backup)
  expect(told.notSigned?.signed).toBeGreaterThan(0)
  expect(told.stale).toBe(true)
  expect((await serve(live)).notSigned).toBeUndefined()
})
