import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { checkLog, compareRows, compareTables, Differences } from '../../lib/act/verify.ts'
import { archiveTo } from '../../lib/archive/files.ts'
import { openDatabase } from '../../lib/db/client.ts'
import { factKindNamed } from '../../lib/facts.ts'
import { publishCheckpoint } from '../../lib/log/publish.ts'
import { openMesa } from '../../lib/mesa.ts'
import { readSettings } from '../../lib/settings.ts'
import { applyMigrations } from '../../scripts/migrate.ts'
import { restoreInto } from '../../scripts/operator/restore.ts'
import { emptyDatabase } from '../../testing/databases.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { playYears } from './play.ts'
import { twoMonths } from './years.ts'
import type { Years } from './years.ts'

// A forum's years, in small: what they leave behind is what their log says, wherever it is read.

const { appUrl, keysDir } = await useDatabase()
const empty = await useDatabase()
const mesa = openMesa(appUrl)
const database = openDatabase(appUrl, { connections: 4 })
const folder = mkdtempSync(join(tmpdir(), 'mesa-years-'))
let years: Years
let forum: string

beforeAll(async () => {
  years = await playYears(mesa, twoMonths)
  forum = years.stage.forumId
})
afterAll(async () => {
  await Promise.all([mesa.close(), database.$disconnect()])
  rmSync(folder, { recursive: true })
})

it('have plans that follow each other, meetings with their minutes, successions and new people', async () => {
  const here = { where: { forumId: forum } }
  const [plans, commitments, meetings, published, endings, successors] = await Promise.all([
    database.plan.findMany({ ...here, orderBy: { slug: 'asc' }, select: { closedOn: true } }),
    database.commitment.count(here),
    database.meeting.count(here),
    database.minutes.count({ where: { forumId: forum, approvedAt: { not: null } } }),
    database.mandate.count({ where: { forumId: forum, untilOn: { not: null } } }),
    database.organisation.count({ where: { forumId: forum, endedOn: { not: null } } }),
  ])
  expect(plans.map(({ closedOn }) => closedOn !== null)).toEqual([true, false])
  expect({ commitments, meetings, published, endings, successors }).toMatchObject({
    commitments: twoMonths.plans * twoMonths.commitments,
    meetings: twoMonths.meetings,
    published: twoMonths.meetings,
    successors: 2,
  })
  expect(endings).toBeGreaterThanOrEqual(2)
})

describe('their log', () => {
  it('holds, and played again gives every row', async () => {
    const differences = new Differences()
    await checkLog(database, forum, null, differences)
    expect(differences.told).toEqual([])
    const into = openDatabase(empty.appUrl, { connections: 2 })
    try {
      expect(await compareRows(database, into, forum, factKindNamed)).toEqual([])
    } finally {
      await into.$disconnect()
    }
  })

  it('goes into an archive, from which the same forum stands up', async () => {
    await publishCheckpoint(mesa.log, forum, keysDir)
    const source = await mesa.archiveSource(twoMonths.slug, keysDir)
    if (!source) throw new Error('there is no such forum')
    const { path } = await archiveTo(source, { to: join(folder, 'years.tar') })
    const elsewhere = await emptyDatabase(inject('server'))
    await applyMigrations(elsewhere.ownerUrl)
    await restoreInto(elsewhere.ownerUrl, {
      archives: [path],
      files: readSettings().files,
      keysDir: folder,
    })
    const restored = openDatabase(elsewhere.ownerUrl, { connections: 2 })
    const differences = new Differences()
    await compareTables(database, restored, forum, differences)
    await restored.$disconnect()
    await elsewhere.drop()
    expect(differences.told).toEqual([])
  })
})
