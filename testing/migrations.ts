// For those who change the schema: npm run db:new <name> writes what the migrations lack, npm run db:check asks whether they lack anything.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Mistake } from '../lib/settings.ts'
import { environment, orExplain } from '../scripts/command.ts'
import { MIGRATIONS, missingSql } from '../scripts/migrate.ts'
import { startTestServer } from './databases.ts'

const writeMigration = async (ownerUrl: string, name = '') => {
  if (!/^[a-z0-9_]+$/.test(name))
    throw new Mistake('Name the migration in lower case, as in: npm run db:new add_rooms')
  const sql = await missingSql(ownerUrl)
  if (!sql) return console.log('The migrations already say what the schema says.')
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = join(MIGRATIONS, `${stamp}_${name}`)
  mkdirSync(folder)
  writeFileSync(join(folder, 'migration.sql'), sql)
  console.log(`Written: prisma/migrations/${stamp}_${name}/migration.sql. Read it before you commit it.`)
}

const checkMigrations = async (ownerUrl: string) => {
  const sql = await missingSql(ownerUrl)
  if (sql) {
    throw new Mistake(
      'The schema asks for more than the migrations do. ' +
        `Write what is missing with \`npm run db:new <name>\`:\n\n${sql}`,
    )
  }
  console.log('The migrations say what the schema says.')
}

const [task, name] = process.argv.slice(2)
await orExplain(async () => {
  const { ownerUrl, stop } = await startTestServer(environment().dataDir)
  try {
    if (task === 'new') await writeMigration(ownerUrl, name)
    else if (task === 'check') await checkMigrations(ownerUrl)
    else throw new Mistake('Say `npm run db:new <name>` or `npm run db:check`.')
  } finally {
    await stop()
  }
})
// The adapter leaves a timer that would keep this command alive for ten seconds.
process.exit(0)
