// npm run serve: an installation of one's own. No demonstration, no made-up passwords, nothing guessed that must be chosen.
import { asEnvironment, forServer, Mistake } from '../lib/settings.ts'
import { whenOrphaned } from './bootstrap.mjs'
import { environment, orExplain } from './command.ts'
import { applyMigrations } from './migrate.ts'
import {
  arePagesStale,
  buildPages,
  checkDirectories,
  checkPort,
  generateClient,
  isClientStale,
  reachDatabase,
} from './ready.ts'
import { say, step } from './steps.mjs'
import { stopInOrder } from './stop.ts'

const { later, whileStarting } = stopInOrder()

const serve = async () => {
  const given = forServer(environment())
  if (given.mode !== 'production') {
    throw new Mistake(
      'MESA_MODE is "demonstration"; leave it out for `npm run serve`, or use `npm start`.',
    )
  }
  checkDirectories(given)
  await checkPort(given)
  // A signal to npm ends npm, and the shell that it put in between, and never reaches us.
  whenOrphaned(() => process.kill(process.pid, 'SIGTERM'))
  const { settings } = await step('Database reached', () => reachDatabase(given))
  const { databaseOwnerUrl: ownerUrl } = settings
  if (isClientStale()) await step('Database client generated', generateClient)
  const applied = await step('Database up to date', () => applyMigrations(ownerUrl))
  for (const name of applied) say(`  applied ${name}`)
  // Only now: it needs the client that may just have been generated.
  await (await import('./operator/past.ts')).makePastWhereDue(ownerUrl)
  if (arePagesStale()) await step('Pages built', buildPages)

  // The server itself never learns the owner's password. Empty, not gone: Next reads the file .env too, and adds what is missing.
  const served = { ...settings, databaseOwnerUrl: undefined }
  Object.assign(process.env, asEnvironment(served), {
    DATABASE_OWNER_URL: '',
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  })
  const server = await step('Server started', async () =>
    (await import('../server/server.ts')).startServer(served),
  )
  later(server.stop)
  say(
    `\nMesa Abierta is open at ${settings.publicUrl}. The first forum is made with: npm run forum:create`,
  )
}

await orExplain(() => whileStarting(serve))
