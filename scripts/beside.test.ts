/** @module-tag long */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { beside } from './beside.ts'
import { startPostgres } from './postgres.ts'
import type { Postgres } from './postgres.ts'
import { dropDatabase, withClient } from './roles.ts'

const dataDir = mkdtempSync(join(inject('server').dataDir, 'beside-'))
let postgres: Postgres
let adminUrl: string
const at = (name: string, url = postgres.ownerUrl) =>
  Object.assign(new URL(url), { pathname: `/${name}` }).href
const ask = (sql: string, url = postgres.ownerUrl) =>
  withClient(url, async (client) => (await client.query(sql)).rows as Record<string, unknown>[])
const databases = async () =>
  (await ask(`SELECT datname FROM pg_database WHERE datname LIKE 'mesa\\_%'`)).map((row) => row.datname)

const until = (sql: string, client: pg.Client) =>
  expect.poll(async () => (await client.query(sql)).rowCount).toBeGreaterThan(0)

// A server of its own, for it is told to tidy up at once, and never to come to an end of it.
beforeAll(async () => {
  postgres = await startPostgres({ dataDir, throwaway: true })
  const { admin } = JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8')) as { admin: string }
  adminUrl = Object.assign(new URL(postgres.ownerUrl), { username: 'mesa_admin', password: admin }).href
  await ask(`ALTER SYSTEM SET autovacuum_naptime = '1s'`, adminUrl)
  await ask('SELECT pg_reload_conf()', adminUrl)
})
afterAll(async () => {
  await postgres.stop()
  rmSync(dataDir, { recursive: true })
})

/** A database of the owner's, in which an autovacuum worker is at work, and would be for hours. */
async function beingTidied(name: string): Promise<void> {
  await ask(`CREATE DATABASE ${name} TEMPLATE template0`)
  await withClient(at(name), async (client) => {
    await client.query(`CREATE TABLE much (one int, filling text) WITH (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0,
      autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1)`)
    await client.query(`INSERT INTO much SELECT n, repeat('x', 500) FROM generate_series(1, 20000) n`)
    await client.query('DELETE FROM much WHERE one % 2 = 0')
  })
  // Who is at work there is told to nobody but the administrator.
  await withClient(adminUrl, (client) =>
    until(
      `SELECT FROM pg_stat_activity WHERE backend_type = 'autovacuum worker' AND datname = '${name}'`,
      client,
    ),
  )
}

describe('dropping a database, as its owner', () => {
  it('is not refused while PostgreSQL tidies it up, as WITH (FORCE) is', async () => {
    expect(
      await ask(
        'SELECT rolsuper OR pg_has_role(current_user, $$pg_signal_backend$$, $$USAGE$$) AS may FROM pg_roles WHERE rolname = current_user',
      ),
    ).toEqual([{ may: false }])
    await beingTidied('tidied')
    await expect(ask('DROP DATABASE tidied WITH (FORCE)')).rejects.toMatchObject({ code: '42501' })
    await withClient(postgres.ownerUrl, (client) => dropDatabase(client, 'tidied'))
    expect(await ask(`SELECT FROM pg_database WHERE datname = 'tidied'`)).toEqual([])
  })

  it('ends whoever is connected, and one that is not there is no fault', async () => {
    await ask('CREATE DATABASE visited TEMPLATE template0')
    const [owner, app] = [postgres.ownerUrl, postgres.appUrl].map(
      (url) => new pg.Client({ connectionString: at('visited', url) }),
    )
    const gone: unknown[] = []
    for (const one of [owner, app]) {
      one?.on('error', (error) => gone.push((error as { code?: unknown }).code))
      await one?.connect()
    }
    await withClient(postgres.ownerUrl, async (client) => {
      await dropDatabase(client, 'visited')
      await dropDatabase(client, 'visited')
    })
    expect(await ask(`SELECT FROM pg_database WHERE datname = 'visited'`)).toEqual([])
    await expect.poll(() => gone).toContain('57P01')
  })
})

describe('a database beside another', () => {
  it('is migrated, and gone afterwards, also after a fault', async () => {
    const before = await databases()
    await expect(
      beside(postgres.ownerUrl, { kind: 'verify' }, async (url) => {
        expect(await ask('SELECT count(*)::int AS count FROM forum', url)).toEqual([{ count: 0 }])
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await databases()).toEqual(before)
  })

  it('of a run that was killed is dropped by the next; of one that still runs, never', async () => {
    const before = await databases()
    const script = `import { beside } from './scripts/beside.ts'
      await beside(process.env.URL, { kind: 'verify' }, (url) => { console.log(new URL(url).pathname.slice(1)); return new Promise(() => process.stdin.resume()) })`
    const run = async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        env: { ...process.env, URL: postgres.ownerUrl },
        stdio: ['pipe', 'pipe', 'inherit'],
      })
      const [name] = (await once(child.stdout, 'data')) as [Buffer]
      return { child, name: name.toString().trim() }
    }
    const [killed, running] = [await run(), await run()]
    killed.child.kill('SIGKILL')
    await once(killed.child, 'close')
    await withClient(postgres.ownerUrl, (client) =>
      until(
        `SELECT WHERE NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory'
      AND objid = (hashtextextended('${killed.name}', 0) & 4294967295)::oid)`,
        client,
      ),
    )
    await beside(postgres.ownerUrl, { kind: 'verify' }, async () => {
      expect(await databases()).not.toContain(killed.name)
      expect(await databases()).toContain(running.name)
    })
    running.child.kill('SIGKILL')
    await once(running.child, 'close')
    await withClient(postgres.ownerUrl, (client) => dropDatabase(client, running.name))
    expect(await databases()).toEqual(before)
  })
})
