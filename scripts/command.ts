import { existsSync } from 'node:fs'
import { Mistake, readSettings } from '../lib/settings.ts'
import type { Settings } from '../lib/settings.ts'

/** The environment, with what stands in a file `.env`; what is set outside wins. */
export const environment = (): Settings => {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return readSettings()
}

/** Runs a command of the terminal: a mistake that one can put right is said as a sentence, all else with its stack. */
export const orExplain = async (command: () => Promise<void>) => {
  try {
    await command()
  } catch (error) {
    console.error(error instanceof Mistake ? `\n${error.message}` : error)
    process.exit(1)
  }
}

/** A database that one may create others beside: the one of one's own, or the built-in one. */
export const withOwner = async (use: (ownerUrl: string) => Promise<void>) => {
  const { dataDir, databaseUrl, databaseOwnerUrl } = environment()
  const given = process.env.TEST_DATABASE_URL ?? databaseOwnerUrl ?? databaseUrl
  if (given) return use(given)
  const { startPostgres } = await import('./postgres.ts')
  const postgres = await startPostgres({ dataDir })
  try {
    await use(postgres.ownerUrl)
  } finally {
    await postgres.stop()
  }
}

/** The database of one's own, or the built-in one: as its owner, and as the application. */
export const withDatabase = async (
  use: (database: { ownerUrl: string; appUrl: string }) => Promise<void>,
) => {
  const { dataDir, databaseUrl, databaseOwnerUrl } = environment()
  if (databaseUrl) {
    const { openOwnDatabase } = await import('./ready.ts')
    return use(await openOwnDatabase(databaseUrl, databaseOwnerUrl))
  }
  const { startPostgres } = await import('./postgres.ts')
  const postgres = await startPostgres({ dataDir })
  try {
    await use(postgres)
  } finally {
    await postgres.stop()
  }
}
