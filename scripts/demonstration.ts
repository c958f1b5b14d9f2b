import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { dayIn, isDay } from '../lib/act/calendar.ts'
import { forServer, Mistake } from '../lib/settings.ts'
import { run } from './child.ts'
import { applyMigrations } from './migrate.ts'
import { withClient } from './roles.ts'

const LOADING = 'Mesa Abierta: the demonstration is being loaded'

export type Place = {
  ownerUrl: string
  appUrl: string
  keysDir: string /** where its files go; left out: where the settings say */
  filesDir?: string
  /** the day as of which the practice table is made; left out: today, there */
  today?: string
}

/** Whether there is anything to load: an empty database, or one whose loading was cut short. */
export const wantsDemonstration = (ownerUrl: string) =>
  withClient(ownerUrl, async (client) => {
    if (await isHalfLoaded(ownerUrl)) return true
    const { rows } = await client.query<{ empty: boolean }>(
      'SELECT NOT EXISTS (SELECT FROM forum) AS empty',
    )
    return rows[0]?.empty ?? true
  })

const isHalfLoaded = (ownerUrl: string) =>
  withClient(ownerUrl, async (client) => {
    const { rows } = await client.query<{ said: string | null }>(
      `SELECT shobj_description(oid, 'pg_database') AS said FROM pg_database WHERE datname = current_database()`,
    )
    return rows[0]?.said === LOADING
  })

/** Some hundred acts, each a transaction: a note on the database tells whether all of them came in. */
export const loadInto = async (place: Place) => {
  if (await isHalfLoaded(place.ownerUrl)) await emptyDatabase(place.ownerUrl)
  setAside(place.keysDir)
  await noteOn(place.ownerUrl, LOADING)
  await inOwnProcess(place)
  await noteOn(place.ownerUrl, 'Mesa Abierta')
}

const emptyDatabase = async (ownerUrl: string) => {
  await withClient(ownerUrl, (client) =>
    client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public'),
  )
  await applyMigrations(ownerUrl)
}

/** Keys of a log that this database does not hold: perhaps somebody else's, so never deleted. */
const setAside = (keysDir: string) => {
  if (existsSync(keysDir) && readdirSync(keysDir).length > 0) {
    renameSync(keysDir, `${keysDir}.before-${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}`)
  }
  mkdirSync(keysDir, { recursive: true, mode: 0o700 })
}

const noteOn = (ownerUrl: string, note: string) =>
  withClient(ownerUrl, (client) =>
    client.query(
      `DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS %L', current_database(), '${note}'); END $$`,
    ),
  )

/** It leaves no pool and no settings behind, and a build can run beside it. */
const inOwnProcess = async ({ ownerUrl, appUrl, keysDir, filesDir, today }: Place) => {
  const { code, text } = await run('scripts/demonstration.ts', today ? [today] : [], {
    MESA_MODE: 'demonstration',
    DATABASE_OWNER_URL: ownerUrl,
    DATABASE_URL: appUrl,
    KEYS_DIR: keysDir,
    ...(filesDir && { FILES_DIR: filesDir }),
    SESSION_SECRET: 'only while the demonstration is loaded',
  })
  if (code !== 0) throw new Mistake(`The demonstration could not be loaded.\n${text}`)
}

if (import.meta.main) {
  const { environment, orExplain } = await import('./command.ts')
  await orExplain(async () => {
    const { loadDemonstration } = await import('../prisma/seed.ts')
    const {
      databaseUrl: appUrl,
      databaseOwnerUrl: ownerUrl = appUrl,
      keysDir,
    } = forServer(environment())
    const [, , today = dayIn('America/Mexico_City', new Date())] = process.argv
    if (!isDay(today)) throw new Mistake(`${today} is no day; write it as 2026-11-23.`)
    await loadDemonstration({ appUrl, ownerUrl, keysDir, today })
  })
  process.exit(0)
}
