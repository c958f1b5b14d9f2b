// Migrations without a downloaded engine: Prisma's own schema engine as WebAssembly, over the `pg` driver.
import { randomUUID, createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import type { ErrorRegistry } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { Mistake } from '../lib/settings.ts'
import { ROOT } from './child.ts'
import { dropDatabase, makeRoles, userOf, withClient } from './roles.ts'

export const MIGRATIONS = join(ROOT, 'prisma/migrations')
const SCHEMA = join(ROOT, 'prisma/schema')
const MIGRATION_LOCK = 7_321_002

type Folders = { migrations: string; schema: string }
const here: Folders = { migrations: MIGRATIONS, schema: SCHEMA }

/** Brings a database up to date; answers with the names of what was applied. Two starts at once wait for each other. */
export const applyMigrations = async (ownerUrl: string, folders = here): Promise<string[]> => {
  await makeRoles(ownerUrl)
  return withClient(ownerUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    const upToDate = await isUpToDate(client, folders).catch((error: { code?: string }) => {
      throw error.code === '42501' ? notTheOwner(ownerUrl) : error
    })
    if (upToDate) return []
    return withEngine(ownerUrl, folders, async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList: listOf(folders),
        filters: everything,
      })
      return appliedMigrationNames
    })
  })
}

/** A command does not migrate what another version of the server may be serving just now. */
export const refuseUnlessMigrated = async (ownerUrl: string) => {
  const upToDate = await withClient(ownerUrl, (client) => isUpToDate(client, here))
  if (!upToDate)
    throw new Mistake(
      'The tables of this database are not yet those of this version: start the server once, which brings them up to date.',
    )
}

const notTheOwner = (url: string) =>
  new Mistake(
    `The database user ${userOf(url)} may not see whether the tables are up to date: ` +
      'set DATABASE_OWNER_URL to the address of who owns them.',
  )

/** Asked at every start, so without the engine. */
const isUpToDate = async (client: pg.Client, { migrations }: Folders) => {
  const { rowCount: begun } = await client.query(
    `SELECT FROM pg_tables WHERE tablename = '_prisma_migrations'`,
  )
  if (!begun) return false
  // A start was killed in the middle of one: what it did was rolled back whole (see `executeScript`), and is still to do.
  await client.query('DELETE FROM _prisma_migrations WHERE finished_at IS NULL')
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT migration_name AS name, checksum FROM _prisma_migrations',
  )
  const names = migrationNames(migrations)
  const unknown = rows.map(({ name }) => name).filter((name) => !names.includes(name))
  if (unknown.length > 0) {
    throw new Mistake(
      `A newer version of Mesa Abierta brought this database further (${unknown.join(', ')}): use that version.`,
    )
  }
  const digestOf = (name: string) => createHash('sha256').update(sqlOf(migrations, name)).digest('hex')
  const changed = rows.find(({ name, checksum }) => checksum !== digestOf(name))
  if (changed) {
    throw new Mistake(
      `The migration ${changed.name} was changed after this database had applied it. ` +
        'Get it back as it was and write a further one; or, where nothing is lost by it, begin with an empty database.',
    )
  }
  return rows.length === names.length
}

const migrationNames = (migrations: string) =>
  readdirSync(migrations, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()

const sqlOf = (migrations: string, name: string) =>
  readFileSync(join(migrations, name, 'migration.sql'), 'utf8')

/** What the schema asks for beyond the migrations, as SQL; empty when they agree. Plays the migrations into a shadow database. */
export const missingSql = (ownerUrl: string, folders = here): Promise<string> =>
  withEngine(ownerUrl, folders, async (engine) => {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'migrations', ...listOf(folders) },
      to: {
        tag: 'schemaDatamodel',
        files: schemaFiles(folders.schema).map(([path, content]) => ({ path, content })),
      },
      script: true,
      exitCode: true,
      filters: everything,
    })
    return exitCode === 2 ? (stdout ?? '') : ''
  })

const everything = { externalTables: [], externalEnums: [] }

const listOf = ({ migrations }: Folders) => ({
  baseDir: migrations,
  lockfile: {
    path: './migration_lock.toml',
    content: readFileSync(join(migrations, 'migration_lock.toml'), 'utf8'),
  },
  shadowDbInitScript: '',
  migrationDirectories: migrationNames(migrations).map((path) => ({
    path,
    migrationFile: {
      path: 'migration.sql',
      content: { tag: 'ok' as const, value: sqlOf(migrations, path) },
    },
  })),
})

const schemaFiles = (schema: string) =>
  readdirSync(schema)
    .filter((name) => name.endsWith('.prisma'))
    .toSorted()
    .map((name): [string, string] => [join(schema, name), readFileSync(join(schema, name), 'utf8')])

type Engine = import('@prisma/schema-engine-wasm').SchemaEngine
type Bindings = typeof import('@prisma/schema-engine-wasm') & {
  __wbg_set_wasm: (exports: WebAssembly.Exports) => void
}

const withEngine = async <T>(
  ownerUrl: string,
  { schema }: Folders,
  use: (engine: Engine) => Promise<T>,
): Promise<T> => {
  const factory = new MigrationPg(separately(ownerUrl))
  const adapter = bindMigrationAwareSqlAdapterFactory(factory)
  const bindings = await loadEngine()
  const engine = await bindings.SchemaEngine.new(
    { datamodels: schemaFiles(schema) },
    () => undefined,
    adapter,
  )
  try {
    return await use(engine)
  } catch (error) {
    throw explained(error, adapter.errorRegistry)
  } finally {
    engine.free()
    await factory.pool.end()
  }
}

let loaded: Promise<Bindings> | undefined

const loadEngine = () =>
  (loaded ??= (async () => {
    // A panic is told through this registry alone; without it only a TypeError is seen.
    Object.assign(globalThis, {
      PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error(message) },
    })
    const from = createRequire(import.meta.url)
    const file = from.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    const bindings = (await import(file)) as Bindings
    const { instance } = await WebAssembly.instantiate(readFileSync(file.replace(/\.js$/, '.wasm')), {
      './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports,
    })
    bindings.__wbg_set_wasm(instance.exports)
    const start = instance.exports.__wbindgen_start
    if (typeof start === 'function') start()
    return bindings
  })())

/** The engine only numbers the driver's errors; what PostgreSQL said is in the adapter's registry. */
const explained = (error: unknown, registry: ErrorRegistry) => {
  const said = error instanceof Error ? error.message : String(error)
  const number = /External error id#(\d+)/.exec(said)?.[1]
  const cause = number === undefined ? undefined : registry.consumeError(Number(number))?.error
  const told = cause ? `\nPostgreSQL said: ${String(cause)}` : ''
  return new Mistake(`The migration did not go through. ${said.split('\n')[0]}${told}`)
}

/** As separate fields: with a connection string the adapter would take the main database for the shadow. */
const separately = (url: string): pg.PoolConfig => {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  return {
    host: decodeURIComponent(hostname),
    port: Number(port || 5432),
    database: decodeURIComponent(pathname.slice(1)),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    options: searchParams.get('options') ?? undefined,
    ssl: /^(require|verify-ca|verify-full)$/.test(searchParams.get('sslmode') ?? '') ? true : undefined,
  }
}

const MARK = '\u0000char'
const CHAR_TYPE = 18
const TEXT_TYPE = 25
const MARK_AS_DONE = 'UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL'

/** Catalogue columns of type "char" are unknown to the adapter: they are read as text, marked by name ... */
class CatalogPool extends pg.Pool {
  override query = ((...given: unknown[]) => {
    const answer: unknown = Reflect.apply(super.query, this, given)
    if (!(answer instanceof Promise)) return answer
    return answer.then((result: pg.QueryResult | pg.QueryResult[]) => {
      for (const field of [result].flat().flatMap((queryResult) => queryResult.fields ?? [])) {
        if (field.dataTypeID === CHAR_TYPE)
          Object.assign(field, { dataTypeID: TEXT_TYPE, name: field.name + MARK })
      }
      return result
    })
  }) as pg.Pool['query']
}

class MigrationPg extends PrismaPg {
  readonly pool: pg.Pool
  readonly #settings: pg.PoolConfig
  readonly #afterwards: string

  constructor(settings: pg.PoolConfig, afterwards = MARK_AS_DONE) {
    const pool = new CatalogPool(settings)
    super(pool)
    this.pool = pool
    this.#settings = settings
    this.#afterwards = afterwards
  }

  override async connect() {
    const adapter = await super.connect()
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query)
      result.columnNames.forEach((name, column) => {
        if (!name.endsWith(MARK)) return
        // ... and reported as what the engine expects: it panics on Text here.
        result.columnNames[column] = name.slice(0, -MARK.length)
        result.columnTypes[column] = ColumnTypeEnum.Character
      })
      return result
    }
    // Whole: the adapter splits at each semicolon, also inside $$ ... $$. And as one implicit transaction, with the note that
    // it is done, which the engine makes only afterwards.
    adapter.executeScript = async (script) =>
      void (await this.pool.query(`${script};\n${this.#afterwards}`))
    return adapter
  }

  override async connectToShadowDb() {
    const database = `shadow_${randomUUID().slice(0, 8)}`
    const owner = new pg.Client(this.#settings)
    await owner.connect()
    await owner.query(`CREATE DATABASE "${database}" TEMPLATE template0`)
    const shadow = new MigrationPg({ ...this.#settings, database }, '')
    const adapter = await shadow.connect()
    // First disconnect, then drop: the adapter does it the other way round.
    adapter.dispose = async () => {
      await shadow.pool.end()
      await dropDatabase(owner, database)
      await owner.end()
    }
    return adapter
  }
}
