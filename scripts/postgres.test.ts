import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { startPostgres } from './postgres.ts'
import { withClient } from './roles.ts'

const dataDir = mkdtempSync(join(inject('server').dataDir, 'postgres-'))

afterAll(async () => {
  // As root the data lies outside this closed directory: a throwaway server takes it away when it stops.
  await startPostgres({ dataDir, throwaway: true }).then((postgres) => postgres.stop())
  rmSync(dataDir, { recursive: true })
})

const start = () => startPostgres({ dataDir })
const ask = (url: string, sql: string) =>
  withClient(url, async (client) => (await client.query(sql)).rows as unknown[])

describe('the built-in PostgreSQL', () => {
  test('keeps its passwords to its user, and lets the application own nothing', async () => {
    const postgres = await start()
    expect(statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600)
    await ask(postgres.ownerUrl, 'CREATE TABLE kept AS SELECT 1 AS one')
    await expect(ask(postgres.appUrl, 'CREATE TABLE mine (one int)')).rejects.toThrow(
      /permission denied/,
    )
    await expect(ask(postgres.appUrl, 'SELECT * FROM kept')).rejects.toThrow(/permission denied/)
    const wrong = postgres.appUrl.replace(/:[^:@]+@/, ':wrong@')
    await expect(ask(wrong, 'SELECT 1')).rejects.toThrow(/password authentication failed/)
    await postgres.stop()
    await expect(ask(postgres.ownerUrl, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/)
  })

  test('is taken over from a start that was killed', async () => {
    const killed = spawn(process.execPath, ['scripts/postgres.ts'], {
      env: Object.assign({}, process.env, { DATA_DIR: dataDir }),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(killed.stdout, 'data')
    killed.kill('SIGKILL')
    await once(killed, 'exit')
    const postgres = await start()
    expect(await ask(postgres.ownerUrl, 'SELECT one FROM kept')).toEqual([{ one: 1 }])
    await postgres.stop()
    await expect(ask(postgres.ownerUrl, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/)
  })

  test('is shared by two, and stopped by the first alone', async () => {
    const holder = await start()
    const guest = await start()
    await guest.stop()
    expect(await ask(holder.ownerUrl, 'SELECT one FROM kept')).toEqual([{ one: 1 }])
    await holder.stop()
  })

  test('moves to another port when somebody took its own', async () => {
    const before = await start()
    await before.stop()
    const port = Number(new URL(before.ownerUrl).port)
    const somebody = createServer().listen(port, '127.0.0.1')
    await once(somebody, 'listening')
    const after = await start()
    expect(new URL(after.ownerUrl).port).not.toBe(String(port))
    expect(await ask(after.ownerUrl, 'SELECT one FROM kept')).toEqual([{ one: 1 }])
    await after.stop()
    somebody.close()
  })
})
