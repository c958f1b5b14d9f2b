import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { freePort } from '../scripts/postgres.ts'
import { cloneDatabase, filesOf, prepareTemplate } from '../testing/databases.ts'
import type { TestDatabase } from '../testing/databases.ts'

export type Server = { url: string; database: TestDatabase }

/** Each worker's own server: the built pages, on a free port, with a copy of the demonstration that it may change. */
export const test = base.extend<{ baseURL: string }, { server: Server; apart: string }>({
  /** A file that says a name here has a server and a copy to itself: it decides what other errands decide, too. */
  apart: ['', { scope: 'worker', option: true }],
  server: [
    async ({}, use) => {
      const database = await cloneDatabase(await prepareTemplate(testServer(), { seeded: true }))
      const { url, stop } = await startServer(database)
      await use({ url, database })
      await stop().finally(() => database.drop())
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
})

export { expect } from '@playwright/test'

/**
 * A server for one errand, after which nothing is as it was: it can be stopped, and started again on the same database. What `before` does
 * there was done when nobody served it yet.
 */
export async function ownServer(before?: (database: TestDatabase) => Promise<void>) {
  const database = await cloneDatabase(await prepareTemplate(testServer(), { seeded: true }))
  await before?.(database)
  let running = await startServer(database)
  return {
    database,
    url: () => running.url,
    async whileStopped(work: () => Promise<void>) {
      await running.stop()
      await work()
      running = await startServer(database)
    },
    async close() {
      await running.stop()
      await database.drop()
    },
  }
}

/** Left in the environment by the global setup. */
export const testServer = () => {
  const {
    TEST_DATABASE_URL: ownerUrl = '',
    TEST_DATABASE_APP_URL: appUrl = '',
    TEST_DATABASE_READER_URL: readerUrl = '',
    TEST_DATA_DIR: dataDir = '',
  } = process.env
  return { ownerUrl, appUrl, readerUrl, dataDir }
}

export const startServer = async (database: TestDatabase, filesDir = filesOf(testServer())) => {
  const port = await freePort()
  const child = spawn(process.execPath, ['scripts/up.ts', '--built'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: Object.assign({}, process.env, {
      MESA_MODE: 'demonstration',
      PORT: String(port),
      PUBLIC_URL: '',
      NODE_OPTIONS: '',
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      DATABASE_READER_URL: database.readerUrl,
      DATA_DIR: join(database.keysDir, 'server'),
      KEYS_DIR: database.keysDir,
      FILES_DIR: filesDir,
      // The links of a test lead to servers of the test itself.
      LINK_CHECKS: 'private',
    }),
  })
  const ended = new Promise<void>((over) => child.on('close', () => over()))
  const said: string[] = []
  const missing = new Set<string>()
  await new Promise<void>((ready, failed) => {
    const listen = (part: Buffer) => {
      said.push(part.toString())
      if (said.join('').includes(`localhost:${port}`)) ready()
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    void ended.then(() => failed(new Error(`The server did not start.\n${said.join('')}`)))
  })
  child.stderr.on('data', (part: Buffer) => {
    process.stderr.write(part)
    for (const [, key = ''] of part.toString().matchAll(/MISSING_MESSAGE: (\S+ \(\w+\))/g))
      missing.add(key)
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    if (missing.size > 0) throw new Error(`Words that no language file has: ${[...missing].join(', ')}`)
  }
  return { url: `http://localhost:${port}`, stop }
}
