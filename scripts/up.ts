// npm start: from a fresh clone, or from wherever the last run ended, to a table that one can sit down at.
import { asEnvironment, Mistake } from '../lib/settings.ts'
import type { ServerSettings } from '../lib/settings.ts'
import { whenOrphaned } from './bootstrap.mjs'
import { environment, orExplain } from './command.ts'
import { loadInto, wantsDemonstration } from './demonstration.ts'
import { applyMigrations } from './migrate.ts'
import {
  arePagesStale,
  buildPages,
  checkDirectories,
  checkPort,
  demonstrationSecret,
  generateClient,
  isClientStale,
  reachDatabase,
} from './ready.ts'
import { say, step } from './steps.mjs'
import { stopInOrder } from './stop.ts'

const dev = process.argv.includes('--dev')
/** The browser tests build and load once, and start many servers. */
const built = process.argv.includes('--built')

const { later, whileStarting } = stopInOrder()

const up = async () => {
  process.env.MESA_MODE ||= 'demonstration'
  const given = environment()
  if (given.mode !== 'demonstration') {
    throw new Mistake(
      '`npm start` is the demonstration, with public passwords. For an installation of your own: npm run serve',
    )
  }
  checkDirectories(given)
  await checkPort(given)
  whenOrphaned(() => process.kill(process.pid, 'SIGTERM'))

  const opening = step(given.databaseUrl ? 'Database reached' : 'Database started', () =>
    reachDatabase(given),
  )
  later(async () => (await opening.catch(() => undefined))?.stop())
  const [{ settings, data }] = await Promise.all([
    opening,
    isClientStale() && step('Database client generated', generateClient),
  ])
  if (data && !data.startsWith(settings.dataDir)) {
    say(
      `  its data is in ${data}: nobody but root may enter ${settings.dataDir}, and PostgreSQL does not run as root`,
    )
  }
  const { databaseUrl: appUrl, databaseOwnerUrl: ownerUrl, keysDir } = settings
  const applied = await step('Database up to date', () => applyMigrations(ownerUrl))
  if (applied.length > 0) say(`  ${applied.length} migration${applied.length === 1 ? '' : 's'} applied`)
  // Only now: it needs the client that may just have been generated.
  await (await import('./operator/past.ts')).makePastWhereDue(ownerUrl)

  await Promise.all([
    !built &&
      (await wantsDemonstration(ownerUrl)) &&
      step('Demonstration loaded', () => loadInto({ ownerUrl, appUrl, keysDir })),
    !dev && !built && arePagesStale() && step('Pages built', buildPages),
  ])

  const complete: ServerSettings = { ...settings, loginSecret: demonstrationSecret(settings) }
  const NODE_ENV = dev ? 'development' : 'production'
  Object.assign(process.env, asEnvironment(complete), { NODE_ENV, NEXT_TELEMETRY_DISABLED: '1' })
  const server = await step('Server started', async () =>
    (await import('../server/server.ts')).startServer(complete, { dev }),
  )
  later(server.stop)
  await welcome(server.url)
}

const welcome = async (url: string) => {
  const { demonstrationPassword, demonstrationPeople } = await import(
    '../prisma/demonstration/people.ts'
  )
  const width = Math.max(...demonstrationPeople.map(({ email }) => email.length))
  say(`
Mesa Abierta is open at ${url}
  ${url}/es/mexico    the real record of the fourth action plan, to read
  ${url}/es/practica  the same table to try on, with invented people

Sign in with one press at ${url}/es/sign-in/people; the password of all of them is ${demonstrationPassword}`)
  for (const { email, name, seat, sector } of demonstrationPeople) {
    say(`  ${email.padEnd(width)}  ${name}: ${seat.en} (${sector.en})`)
  }
  say('\nIt listens on this machine alone, since these passwords are public. Ctrl-C stops everything.')
}

await orExplain(() => whileStarting(up))
