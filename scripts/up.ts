// npm start: from a fresh clone, or from wherever the last run ended, to a table that one can sit down at.
import { asEnvironment, Mistake } from '../lib/settings.ts'
import type { ServerSettings, Settings } from '../lib/settings.ts'
import { whenOrphaned } from './bootstrap.mjs'
import { environment, orExplain } from './command.ts'
import { loadInto, wantsDemonstration } from './demonstration.ts'
import { applyMigrations } from './migrate.ts'
import { startPostgres } from './postgres.ts'
import {
  arePagesStale, buildPages, checkDirectories, checkPort, demonstrationSecret, generateClient, isClientStale, openOwnDatabase,
} from './ready.ts'
import { say, step } from './steps.mjs'
import { stopInOrder } from './stop.ts'

const dev = process.argv.includes('--dev')
/** The browser tests build once, and start many servers. */
const built = process.argv.includes('--built')

const { later, whileStarting } = stopInOrder()

const up = async () => {
  process.env.MESA_MODE ||= 'demonstration'
  const settings = environment()
  if (settings.mode !== 'demonstration') {
    throw new Mistake('`npm start` is the demonstration, with public passwords. For an installation of your own: npm run serve')
  }
  checkDirectories(settings)
  await checkPort(settings)
  whenOrphaned(() => process.kill(process.pid, 'SIGTERM'))

  const opening = step('Database started', () => openDatabase(settings))
  later(async () => (await opening).stop())
  const [database] = await Promise.all([opening, isClientStale() && step('Database client generated', generateClient)])
  const applied = await step('Database up to date', () => applyMigrations(database.ownerUrl))
  if (applied.length > 0) say(`  ${applied.length} migration${applied.length === 1 ? '' : 's'} applied`)

  const place = { ...database, keysDir: settings.keysDir }
  await Promise.all([
    (await wantsDemonstration(database.ownerUrl)) && step('Demonstration loaded', () => loadInto(place)),
    !dev && !built && arePagesStale() && step('Pages built', buildPages),
  ])

  const complete: ServerSettings = {
    ...settings, databaseUrl: database.appUrl, databaseOwnerUrl: database.ownerUrl, sessionSecret: demonstrationSecret(settings),
  }
  Object.assign(process.env, asEnvironment(complete), { NODE_ENV: dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' })
  const server = await step('Server started', async () => (await import('./server.ts')).startServer(complete, { dev }))
  later(server.stop)
  await welcome(server.url)
}

const openDatabase = async ({ databaseUrl, databaseOwnerUrl, dataDir }: Settings) =>
  databaseUrl
    ? { ...(await openOwnDatabase(databaseUrl, databaseOwnerUrl)), stop: async () => undefined }
    : startPostgres({ dataDir })

type Person = { name: string; email: string; password: string; seat: string }

const welcome = async (url: string) => {
  const { demonstrationPeople } = (await import('../prisma/seed.ts')) as { demonstrationPeople: Person[] }
  say('')
  say(`Mesa Abierta is open at ${url}`)
  say('')
}

await orExplain(() => whileStarting(up))
