/** @module-tag long */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { liveCommittee } from './live-committee.ts'
import type { LiveCommittee } from './live-committee.ts'
import { crashRounds } from './live-crash.ts'
import { startPostgres } from '../scripts/postgres.ts'
import type { Postgres } from '../scripts/postgres.ts'
import { cloneDatabase, filesOf, prepareTemplate } from './databases.ts'

// A server that keeps its promises: the tests' throwaway one forgets what it has not written yet. Fifty rounds: npm run bench -- live-crash
const dataDir = mkdtempSync(join(inject('server').dataDir, 'live-crash-'))
let postgres: Postgres
let committee: LiveCommittee
let databaseUrl: string

beforeAll(async () => {
  postgres = await startPostgres({ dataDir })
  databaseUrl = (await cloneDatabase(await prepareTemplate({ ...postgres, dataDir }))).appUrl
  committee = await liveCommittee(databaseUrl, 'caidas-en-vivo')
})

afterAll(async () => {
  await committee.database.$disconnect()
  await startPostgres({ dataDir, throwaway: true }).then((one) => one.stop())
  rmSync(dataDir, { recursive: true })
})

test.for([
  ['the server', 2],
  ['PostgreSQL', 1],
] as const)(
  'kill -9 of %s while four people write: what was acknowledged is there, once; what was kept comes back, once',
  { timeout: 300_000 },
  async ([victim, rounds]) => {
    const count = await crashRounds({
      committee,
      databaseUrl,
      postgres,
      dataDir,
      files: filesOf({ dataDir }),
      victim,
      rounds,
      marks: 150,
    })
    expect(count.acknowledged).toBeGreaterThan(0)
    expect(count).toMatchObject({ rounds, lost: 0, doubled: 0, lostWithKeep: 0 })
  },
)
