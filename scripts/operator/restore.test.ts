/** @module-tag long */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { compareTables, Differences } from '../../lib/act/verify.ts'
import { writeArchive } from '../../lib/archive/write.ts'
import type { For, Source } from '../../lib/archive/write.ts'
import { proposeStatus } from '../../lib/commitments/commands.ts'
import { openDatabase } from '../../lib/db/client.ts'
import type { Database } from '../../lib/db/client.ts'
import { toBase64 } from '../../lib/log/encoding.ts'
import { publishCheckpoint } from '../../lib/log/publish.ts'
import { openMesa } from '../../lib/mesa.ts'
import { takePosition } from '../../lib/proposals/commands.ts'
import { readSettings } from '../../lib/settings.ts'
import { done, smallTable } from '../../prisma/small-table.ts'
import { archiveAlarm, archiveTo, keepArchives, keptArchives } from '../../lib/archive/files.ts'
import { applyMigrations } from '../migrate.ts'
import { withClient } from '../roles.ts'
import { drill } from './drill.ts'
import { restoreAndSwap, restoreInto } from './restore.ts'
import type { Restoring } from './restore.ts'
import { emptyDatabase } from '../../testing/databases.ts'
import type { EmptyDatabase } from '../../testing/databases.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { verifyArchive } from './verify-archive.ts'

const { appUrl, ownerUrl, keysDir } = await useDatabase({ seeded: true })
const small = await useDatabase()
const folder = mkdtempSync(join(tmpdir(), 'mesa-restore-'))
const mesa = openMesa(appUrl, {
  ...readSettings(),
  files: { directory: join(inject('server').dataDir, 'files') },
})
const database = openDatabase(appUrl)
const made: EmptyDatabase[] = []
let source: Source
let root: string

beforeAll(async () => {
  const forum = await database.forum.findFirstOrThrow({ where: { kind: 'practice' } })
  root = toBase64((await publishCheckpoint(mesa.log, forum.id, keysDir)).root)
  const found = await mesa.archiveSource(forum.slug, keysDir)
  if (!found) throw new Error('the demonstration has a practice forum')
  source = found
})
afterAll(async () => {
  await mesa.close()
  await database.$disconnect()
  for (const one of made) await one.drop()
  rmSync(folder, { recursive: true })
})

const settings = (name: string): Pick<Restoring, 'files' | 'keysDir'> => ({
  files: { directory: join(folder, name, 'files') },
  keysDir: join(folder, name, 'keys'),
})

async function migratedDatabase(): Promise<string> {
  const database = await emptyDatabase(inject('server'))
  made.push(database)
  await applyMigrations(database.ownerUrl)
  return database.ownerUrl
}

async function fileOf(name: string, of: Source, who: For, from = 0): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of writeArchive(of, who, from)) pieces.push(Uint8Array.from(piece))
  const path = join(folder, name)
  writeFileSync(path, Buffer.concat(pieces))
  return path
}

async function inside<T>(url: string, look: (restored: Database) => Promise<T>): Promise<T> {
  const restored = openDatabase(url, { connections: 2 })
  return look(restored).finally(() => restored.$disconnect())
}

async function rowDifferences(one: Database, other: Database, forum: string) {
  const differences = new Differences()
  await compareTables(one, other, forum, differences)
  return differences.told
}

const everybody: For = { audience: 'public', bodies: [] }
const lines = (handle: Database, forum: string) =>
  handle.historyLine.findMany({
    where: { forumId: forum },
    orderBy: [{ index: 'asc' }, { ordinal: 'asc' }],
  })

describe('the operator’s archive', () => {
  it('restores the same rows, the same history, the same files and the same root', async () => {
    const { path } = await archiveTo(source, { to: join(folder, 'whole.tar') })
    const url = await migratedDatabase()
    const restored = await restoreInto(url, { archives: [path], ...settings('whole') })
    expect(restored).toMatchObject({ root, missing: [] })
    await inside(url, async (there) => {
      expect(await rowDifferences(database, there, source.forum.id)).toEqual([])
      expect(await lines(there, source.forum.id)).toEqual(await lines(database, source.forum.id))
      expect(await there.logPayload.count()).toBe(
        await database.logPayload.count({ where: { forumId: source.forum.id } }),
      )
    })
    const again = openMesa(url, { ...readSettings(), ...settings('whole') })
    const second = await again.archiveSource(source.forum.slug, settings('whole').keysDir)
    const copy = second && (await archiveTo(second, { to: join(folder, 'again.tar') }))
    await again.close()
    expect(copy && readFileSync(copy.path).equals(readFileSync(path))).toBe(true)
  })

  it('goes encrypted to an age key, and only that key opens it', async () => {
    const identity = await generateX25519Identity()
    const { path } = await archiveTo(source, {
      to: `${join(folder, 'kept')}/`,
      recipient: await identityToRecipient(identity),
    })
    expect(path).toMatch(/\.tar\.age$/)
    expect(readFileSync(path, 'latin1')).not.toContain('archive.json')
    writeFileSync(join(folder, 'identity'), `# made for a test\n${identity}\n`)
    writeFileSync(join(folder, 'other'), await generateX25519Identity())
    expect(await verifyArchive(path, { identity: join(folder, 'identity') })).toBe(true)
    await expect(verifyArchive(path, { identity: join(folder, 'other') })).rejects.toThrow()
    await expect(verifyArchive(path, {})).rejects.toThrow('--identity')
  })

  it('is drilled: the same log and the same rows, and a row that was changed since is found', async () => {
    const { path } = await archiveTo(source, { to: join(folder, 'drill.tar') })
    expect((await drill(ownerUrl, path)).problems).toEqual([])
    await withClient(ownerUrl, (client) =>
      client.query(
        `ALTER TABLE commitment DISABLE TRIGGER USER; UPDATE commitment SET "policyArea" = 'otra' WHERE "forumId" = '${source.forum.id}' AND number = 1`,
      ),
    )
    expect((await drill(ownerUrl, path)).problems.join()).toContain('commitment')
  })

  it('is made when it is due, kept as often as is said, and missed when it is not there or shrinks', async () => {
    const archives = { directory: join(folder, 'scheduled'), everyHours: 1, keep: 2 }
    expect(await archiveAlarm(archives, source.forum.slug)).toContain('no archive')
    expect(await keepArchives(source, archives)).toBeNull()
    expect(await keptArchives(archives.directory, source.forum.slug)).toHaveLength(1)
    expect(
      await archiveAlarm(archives, source.forum.slug, new Date(Date.now() + 3 * 3_600_000)),
    ).toContain('hours old')
    writeFileSync(join(archives.directory, `${source.forum.slug}-000000000-000000000.tar`), '')
    expect(await archiveAlarm(archives, source.forum.slug)).toContain('has 0 acts')
  })
})

describe('a public archive', () => {
  it('restores a forum whose people are not named', async () => {
    const path = await fileOf('public.tar', source, everybody)
    const url = await migratedDatabase()
    expect(await restoreInto(url, { archives: [path], ...settings('public') })).toMatchObject({ root })
    await inside(url, async (there) => {
      expect(
        await there.person.count({ where: { OR: [{ name: { not: null } }, { email: { not: null } }] } }),
      ).toBe(0)
      const where = { where: { forumId: source.forum.id }, orderBy: { id: 'asc' } } as const
      expect(await there.statusChange.findMany(where)).toEqual(
        await database.statusChange.findMany(where),
      )
      expect(await there.agreement.findMany(where)).toEqual(await database.agreement.findMany(where))
      expect(await there.minutes.count({ where: { approvedAt: { not: null } } })).toBe(
        await database.minutes.count({ where: { forumId: source.forum.id, approvedAt: { not: null } } }),
      )
    })
  })

  it('comes in parts: what was held when the first was made is there with the second; and any log number can be asked for', async () => {
    const prose = (text: string) => ({ lang: 'es', text })
    const there = openMesa(small.appUrl, readSettings())
    const handle = openDatabase(small.appUrl)
    try {
      const table = await smallTable(handle, 'parts', { rules: { openProposalsArePublic: false } })
      const { proposal } = done(
        await table.civil.as(proposeStatus, {
          commitment: table.commitment,
          mode: 'written',
          to: 'inactive',
          title: prose('Pausa'),
          text: prose('Texto retenido'),
          reasonClass: 'law',
          tried: prose('Todo'),
          conditions: prose('Si'),
          reviewOn: '2030-01-01',
          deadlineOn: '2029-01-01',
        }),
      )
      const held = await publishCheckpoint(there.log, table.forum.id, small.keysDir)
      const of = await there.archiveSource('parts', small.keysDir)
      if (!of) throw new Error('the forum was just made')
      const first = await fileOf('first.tar', of, everybody)
      expect(readFileSync(first, 'utf8')).not.toContain('Texto retenido')
      expect(
        readFileSync(await fileOf('seats.tar', of, { audience: 'seats', bodies: [table.body] }), 'utf8'),
      ).toContain('Texto retenido')
      const { digest } = await handle.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
      for (const place of [table.civil, table.oversight, table.executive])
        done(await place.as(takePosition, { proposal, digest, stance: 'agree' }))
      const whole = await publishCheckpoint(there.log, table.forum.id, small.keysDir)
      const second = await fileOf('second.tar', of, everybody, held.size)

      const [early, late, then] = [
        await migratedDatabase(),
        await migratedDatabase(),
        await migratedDatabase(),
      ]
      expect(await restoreInto(early, { archives: [first], ...settings('early') })).toMatchObject({
        size: held.size,
        root: toBase64(held.root),
      })
      expect(await inside(early, (one) => one.proposal.count())).toBe(0)
      expect(await restoreInto(late, { archives: [first, second], ...settings('late') })).toMatchObject({
        size: whole.size,
        root: toBase64(whole.root),
      })
      await inside(late, async (one) => {
        expect((await one.commitment.findFirstOrThrow()).status).toBe('inactive')
        expect(
          (await rowDifferences(handle, one, table.forum.id)).filter(
            ({ where }) => !/person|log_payload/.test(where),
          ),
        ).toEqual([])
      })
      expect(
        await restoreInto(then, { archives: [first, second], at: held.size, ...settings('then') }),
      ).toMatchObject({ root: toBase64(held.root) })
      expect(
        await inside(then, async (one) => [
          await one.proposal.count(),
          await one.decision.count(),
          (await one.commitment.findFirstOrThrow()).status,
        ]),
      ).toEqual([1, 0, 'in-force'])
      await expect(
        restoreInto(await migratedDatabase(), { archives: [second], ...settings('gap') }),
      ).rejects.toThrow('continues a log of')
      await expect(
        restoreInto(await migratedDatabase(), {
          archives: [first, join(folder, 'whole.tar')],
          ...settings('mixed'),
        }),
      ).rejects.toThrow('of the forum')
    } finally {
      await there.close()
      await handle.$disconnect()
    }
  })
})

describe('half an archive', () => {
  const forumsIn = (url: string) => inside(url, (one) => one.forum.count())

  it('restores nothing, and says where it is damaged', async () => {
    const whole = readFileSync(await fileOf('sound.tar', source, everybody))
    const url = await migratedDatabase()
    const bundle = whole.indexOf('bodies.forum-founded')
    for (const [bytes, where] of [
      [whole.subarray(0, whole.length / 2), 'not complete'],
      [Buffer.from(whole).fill('x', bundle, bundle + 1), 'entry 0'],
    ] as const) {
      writeFileSync(join(folder, 'damaged.tar'), bytes)
      await expect(
        restoreAndSwap(url, { archives: [join(folder, 'damaged.tar')], ...settings('damaged') }),
      ).rejects.toThrow(where)
      expect(await forumsIn(url)).toBe(0)
    }
  })

  it('is never served: killed in the middle, the database is as it was; run again, it is whole', {
    timeout: 300_000,
  }, async () => {
    const path = await fileOf('killed.tar', source, everybody)
    const url = await migratedDatabase()
    const env = {
      ...process.env,
      DATABASE_URL: url,
      DATABASE_OWNER_URL: url,
      TEST_DATABASE_URL: url,
      FILES_DIR: join(folder, 'killed', 'files'),
      KEYS_DIR: join(folder, 'killed', 'keys'),
    }
    const start = () =>
      spawn(process.execPath, ['scripts/operator/restore.ts', path], {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      })
    const copies = `datname LIKE 'mesa_restore_%'`
    for (const moment of [
      `pg_database WHERE ${copies}`,
      `pg_stat_activity WHERE ${copies}`,
      `pg_stat_activity WHERE ${copies} AND query LIKE '%log_entry%'`,
      `pg_stat_activity WHERE ${copies} AND query LIKE '%history_line%'`,
    ]) {
      const child = start()
      const ended = once(child, 'close')
      await once(child, 'spawn')
      // Asked without a pause: a moment is short.
      const come = await withClient(ownerUrl, async (client) => {
        while (child.exitCode === null)
          if ((await client.query(`SELECT FROM ${moment}`)).rowCount) return true
        return false
      })
      expect(come, moment).toBe(true)
      child.kill('SIGKILL')
      await ended
      expect(await forumsIn(url)).toBe(0)
    }
    const [code] = (await once(start(), 'close')) as [number]
    expect(code).toBe(0)
    // What the killed ones left is swept up by the one that ran through.
    expect(
      await withClient(
        ownerUrl,
        async (client) =>
          (
            await client.query(
              `SELECT FROM pg_database WHERE ${copies} OR datname LIKE 'mesa_replaced_%'`,
            )
          ).rowCount,
      ),
    ).toBe(0)
    expect(await inside(url, (one) => one.logEntry.count())).toBe(
      await database.logEntry.count({ where: { forumId: source.forum.id } }),
    )
    expect(await inside(url, (one) => one.commitment.count())).toBe(
      await database.commitment.count({ where: { forumId: source.forum.id } }),
    )
  })
})
