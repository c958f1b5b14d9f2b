import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { ParseArgsConfig } from 'node:util'
import { Malformed } from '../lib/log/encoding.ts'
import type { Mesa } from '../lib/mesa.ts'
import { Mistake, readSettings } from '../lib/settings.ts'
import type { Reached, Settings } from '../lib/settings.ts'

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
    end(error)
  }
}

/** What was typed behind the command; an option that it does not know is a mistake as well. */
export const readArguments = <C extends ParseArgsConfig>(config: C) => {
  try {
    return parseArgs(config)
  } catch (error) {
    return end(error)
  }
}

const end = (error: unknown): never => {
  console.error(sentenceFor(error) ?? error)
  process.exit(1)
}

/** What whoever typed the command can put right: a setting, an option, a key, or the name of a file. */
const sentenceFor = (error: unknown) => {
  if (!(error instanceof Error)) return undefined
  const { code = '', path } = error as NodeJS.ErrnoException
  if (error instanceof Mistake || code.startsWith('ERR_PARSE_ARGS')) return `\n${error.message}`
  if (error instanceof Malformed) return `\nWhat was given cannot be read: ${error.message}.`
  if (path && ['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR'].includes(code))
    return `\n${path} cannot be used: ${error.message}`
  return undefined
}

/**
 * The settings with their database behind them, as the server has them. Without DATABASE_URL it is the built-in one, if there is one: whoever
 * forgot a setting must not found a forum in a database that was made for it just now.
 */
export const withDatabase = async (use: (settings: Reached) => Promise<void>) => {
  // Only now, here and below: some of these files are commands too, which wait for this one.
  const [{ hasPostgres }, { reachDatabase }] = await Promise.all([
    import('./postgres.ts'),
    import('./ready.ts'),
  ])
  const given = environment()
  if (!given.databaseUrl && !hasPostgres(given.dataDir)) {
    throw new Mistake(
      `DATABASE_URL is not set, and there is no built-in database in ${given.dataDir}. Set it as for the server, ` +
        'in the environment or in .env; the demonstration makes its own: npm start.',
    )
  }
  const { settings, stop } = await reachDatabase(given)
  try {
    await use(settings)
  } finally {
    await stop()
  }
}

/** For a command that reads what is recorded: its tables are those of this version. */
export const withTables = (use: (settings: Reached) => Promise<void>) =>
  withDatabase(async (settings) => {
    const { refuseUnlessMigrated } = await import('./migrate.ts')
    await refuseUnlessMigrated(settings.databaseOwnerUrl)
    await use(settings)
  })

/** The committee behind a command, opened as the server opens it. */
export const withMesa = (use: (mesa: Mesa, settings: Reached) => Promise<void>) =>
  withTables(async (settings) => {
    const { openMesa } = await import('../lib/mesa.ts')
    const mesa = openMesa(settings.databaseUrl, settings)
    await use(mesa, settings).finally(() => mesa.close())
  })
