// Databases for tests: a template made once, and for each test file or browser a copy of it that is dropped afterwards.
import { createHash } from 'node:crypto'
import { cpSync, existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { dropLeftOvers, holdName } from '../scripts/beside.ts'
import { ROOT } from '../scripts/child.ts'
import { WRITTEN_FOR } from '../prisma/demonstration/days.ts'
import { loadInto } from '../scripts/demonstration.ts'
import { applyMigrations } from '../scripts/migrate.ts'
import { startPostgres } from '../scripts/postgres.ts'
import { asAppRole, asReaderRole, dropDatabase, withClient } from '../scripts/roles.ts'

const TEMPLATE_LOCK = 7_321_003

export type TestServer = { ownerUrl: string; appUrl: string; readerUrl: string; dataDir: string }
export type Template = TestServer & { name: string; keysDir: string }
export type EmptyDatabase = {
  name: string
  ownerUrl: string
  appUrl: string
  readerUrl: string
  drop: () => Promise<void>
}
export type TestDatabase = EmptyDatabase & { keysDir: string }

/** A server of its own in a temporary directory, or the one at TEST_DATABASE_URL, whose user may create databases. */
export const startTestServer = async (
  under: string,
): Promise<TestServer & { stop: () => Promise<void> }> => {
  const {
    TEST_DATABASE_URL: ownerUrl,
    TEST_DATABASE_APP_URL: appUrl,
    TEST_DATABASE_READER_URL: readerUrl,
    TEST_DATA_DIR: dataDirGiven,
  } = process.env
  if (ownerUrl) {
    const dataDir = dataDirGiven ?? join(under, 'test')
    return {
      ownerUrl,
      appUrl: appUrl ?? asAppRole(ownerUrl),
      readerUrl: readerUrl ?? asReaderRole(ownerUrl),
      dataDir,
      stop: async () => undefined,
    }
  }
  await sweep(under)
  const dataDir = join(under, `test-${process.pid}`)
  const postgres = await startPostgres({ dataDir, throwaway: true })
  const stop = async () => {
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return {
    ownerUrl: postgres.ownerUrl,
    appUrl: postgres.appUrl,
    readerUrl: postgres.readerUrl,
    dataDir,
    stop,
  }
}

/** Runs that were killed leave a directory, and a server in it. */
const sweep = async (under: string) => {
  if (!existsSync(under)) return
  for (const name of readdirSync(under).filter((one) => /^test-\d+$/.test(one))) {
    if (isAlive(Number(name.slice(5)))) continue
    const dataDir = join(under, name)
    await startPostgres({ dataDir, throwaway: true }).then(
      (postgres) => postgres.stop(),
      () => undefined,
    )
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Made once for these migrations (and, if seeded, this code), by whoever asks first. */
export const prepareTemplate = (
  server: TestServer,
  options: { seeded?: boolean } = {},
): Promise<Template> =>
  withClient(server.ownerUrl, async (client) => {
    const kind = `mesa_template_${options.seeded ? 'seeded' : 'plain'}`
    const name = `${kind}_${digestOf(options.seeded ? ['prisma/**/*', 'lib/**/*'] : ['prisma/migrations/**/*'])}`
    const template: Template = { ...server, name, keysDir: join(server.dataDir, 'keys', name) }
    // Freed with the session, so a run that is killed blocks nobody.
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
    await dropLeftOvers(client, ['draft', 'test'])
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE datname LIKE $1',
      [`${kind}%`],
    )
    const known = rows.map(({ datname }) => datname)
    if (known.includes(name) && (!options.seeded || existsSync(template.keysDir))) return template
    for (const stale of known) await dropDatabase(client, stale)
    rmSync(template.keysDir, { recursive: true, force: true })

    const draft = await holdName(client, 'draft')
    await client.query(`CREATE DATABASE "${draft}"`)
    await applyMigrations(inDatabase(server.ownerUrl, draft))
    if (options.seeded) {
      await loadInto({
        ownerUrl: inDatabase(server.ownerUrl, draft),
        appUrl: inDatabase(server.appUrl, draft),
        keysDir: template.keysDir,
        filesDir: filesOf(server),
        // Numbers and days stand in tests as they were written.
        today: WRITTEN_FOR,
      })
    }
    await client.query(`ALTER DATABASE "${draft}" RENAME TO "${name}"`)
    return template
  })

/** Files lie under their digest: every copy of the demonstration may share them. */
export const filesOf = ({ dataDir }: { dataDir: string }) => join(dataDir, 'files')

const digestOf = (patterns: string[]) => {
  const hash = createHash('sha256')
  const files = globSync(patterns, { cwd: ROOT, withFileTypes: true }).filter((entry) => entry.isFile())
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).toSorted()) {
    if (!/\.test\.ts$|[\\/]generated[\\/]/.test(path))
      hash.update(path.slice(ROOT.length)).update(readFileSync(path))
  }
  return hash.digest('hex').slice(0, 16)
}

const inDatabase = (server: string, name: string) => {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** Another database for a test, held by its session until it is dropped. */
const makeDatabase = async (server: TestServer, template: string): Promise<EmptyDatabase> => {
  const session = new pg.Client({ connectionString: server.ownerUrl })
  // Where the server goes first, nothing is left to be dropped.
  session.on('error', () => undefined)
  await session.connect()
  const name = await holdName(session, 'test')
  await session.query(`CREATE DATABASE "${name}" TEMPLATE "${template}" STRATEGY FILE_COPY`)
  return {
    name,
    ownerUrl: inDatabase(server.ownerUrl, name),
    appUrl: inDatabase(server.appUrl, name),
    readerUrl: inDatabase(server.readerUrl, name),
    drop: async () => {
      await dropDatabase(session, name)
      await session.end()
    },
  }
}

/** With nothing in it, not even tables. */
export const emptyDatabase = (server: TestServer) => makeDatabase(server, 'template0')

export const cloneDatabase = async (template: Template): Promise<TestDatabase> => {
  const database = await makeDatabase(template, template.name)
  const keysDir = join(template.dataDir, 'keys', database.name)
  if (existsSync(template.keysDir)) cpSync(template.keysDir, keysDir, { recursive: true })
  else mkdirSync(keysDir, { recursive: true, mode: 0o700 })
  return {
    ...database,
    keysDir,
    drop: async () => {
      await database.drop()
      rmSync(keysDir, { recursive: true, force: true })
    },
  }
}
