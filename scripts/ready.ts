// What must hold before a server can start, each with the sentence to say when it does not.
import { createHash, randomBytes } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Mistake } from '../lib/settings.ts'
import type { Reached, Settings } from '../lib/settings.ts'
import { bundleVerifier } from './bundle.ts'
import { ROOT, run } from './child.ts'
import { startPostgres } from './postgres.ts'
import {
  admitToRoles,
  APP,
  asAppRole,
  asReaderRole,
  makeRoles,
  READER,
  userOf,
  withClient,
} from './roles.ts'
import { say } from './steps.mjs'

/** In megabytes. */
const ROOM = 500
const OLDEST = 16

export const checkDirectories = (settings: Settings) => {
  try {
    makeDirectory(settings.dataDir)
    accessSync(settings.dataDir, constants.W_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw code === 'ENOSPC' ? diskFull() : notWritable(settings.dataDir, 'Set DATA_DIR to one that is.')
  }
  const { bavail, bsize } = statfsSync(settings.dataDir)
  const free = Math.floor((bavail * bsize) / 1024 / 1024)
  if (free < ROOM)
    say(`! Only ${free} MB are free in ${settings.dataDir}; the database needs room to grow.`)
}

/** One by one: where no directory can be made at all, as in /proc, Node's own recursive way never ends. */
const makeDirectory = (path: string) => {
  if (existsSync(path)) return
  makeDirectory(dirname(path))
  mkdirSync(path)
}

const notWritable = (directory: string, then: string) =>
  new Mistake(`The directory ${directory} is not writable for this user. ${then}`)

const diskFull = () =>
  new Mistake('The disk is full. Make room and start again; nothing that was recorded is lost.')

/** Asked before the long steps. A server of ours that is just ending gets the time to do so. */
export const checkPort = async ({ host, port }: Settings) => {
  for (let tries = 0; ; tries++) {
    const code = await tryToListen(host, port)
    if (!code) return
    if (code === 'EACCES')
      throw new Mistake(
        `This user may not listen on port ${port}. Choose another, for example PORT=3000.`,
      )
    if (code !== 'EADDRINUSE')
      throw new Mistake(`One cannot listen on ${host}: ${code}. Set HOST to an address of this machine.`)
    if (tries === 12) {
      throw new Mistake(
        `Port ${port} is taken by another program, or by a Mesa Abierta that still runs. ` +
          `Stop it, or choose another port, for example PORT=${port + 1}.`,
      )
    }
    await sleep(250)
  }
}

const tryToListen = (host: string, port: number) =>
  new Promise<string | undefined>((answer) => {
    const server = createServer()
    server.on('error', (error: NodeJS.ErrnoException) => answer(error.code ?? error.message))
    server.listen(port, host, () => server.close(() => answer(undefined)))
  })

type Addresses = Pick<Reached, 'databaseUrl' | 'databaseOwnerUrl' | 'databaseReaderUrl'>
type Opened<S> = {
  settings: S & Reached /** Where the built-in one has its files. */
  data?: string
  stop: () => Promise<void>
}

/** The one way to a database, for the server and for every command: one's own, or the built-in one. */
export const reachDatabase = async <S extends Settings>(settings: S): Promise<Opened<S>> => {
  const { databaseUrl } = settings
  if (databaseUrl) {
    const addresses = await openOwnDatabase({ ...settings, databaseUrl })
    return { settings: { ...settings, ...addresses }, stop: async () => undefined }
  }
  const { ownerUrl, appUrl, readerUrl, data, stop } = await startPostgres(settings)
  const addresses: Addresses = {
    databaseUrl: appUrl,
    databaseOwnerUrl: ownerUrl,
    databaseReaderUrl: readerUrl,
  }
  return { settings: { ...settings, ...addresses }, data, stop }
}

/** A database of one's own: reachable, new enough, with the roles that the migrations grant to. */
const openOwnDatabase = async (given: Settings & { databaseUrl: string }): Promise<Addresses> => {
  const { databaseUrl, databaseOwnerUrl = databaseUrl, databaseReaderUrl } = given
  if (given.databaseOwnerUrl) await checkDatabase(databaseOwnerUrl, 'DATABASE_OWNER_URL')
  await checkDatabase(databaseUrl, 'DATABASE_URL')
  await makeRoles(databaseOwnerUrl)
  const [user, owner] = [userOf(databaseUrl), userOf(databaseOwnerUrl)]
  // Where the portal has an address of its own, the application need not be able to read as it does.
  await admitToRoles(databaseOwnerUrl, user, databaseReaderUrl ? [APP] : undefined)
  // For `npm run verify` alone, which reads as the application does: it says so itself when it may not.
  if (owner !== user) await admitToRoles(databaseOwnerUrl, owner).catch(() => undefined)
  if (databaseReaderUrl) {
    await checkDatabase(databaseReaderUrl, 'DATABASE_READER_URL')
    await admitToRoles(databaseOwnerUrl, userOf(databaseReaderUrl), [READER])
  }
  return {
    databaseOwnerUrl,
    databaseUrl: user === owner && user !== APP ? asAppRole(databaseUrl) : databaseUrl,
    databaseReaderUrl: databaseReaderUrl ?? asReaderRole(databaseUrl),
  }
}

const checkDatabase = async (url: string, setting: string) => {
  const { host, pathname } = new URL(url)
  const version = await withClient(url, async (client) => {
    const { rows } = await client.query<{ version: number }>(
      `SELECT current_setting('server_version_num')::int / 10000 AS version`,
    )
    return rows[0]?.version ?? 0
  }).catch((error: NodeJS.ErrnoException) => {
    throw new Mistake(`The database at ${host}${pathname} cannot be used. ${whyNot(error, setting)}`)
  })
  if (version < OLDEST) {
    throw new Mistake(
      `The database at ${host}${pathname} is PostgreSQL ${version}; ${OLDEST} or later is needed.`,
    )
  }
}

const whyNot = (error: NodeJS.ErrnoException, setting: string) => {
  const code = error.code ?? ''
  if (['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH'].includes(code))
    return 'Nothing answers there. Is it running? Is the port right?'
  if (['ENOTFOUND', 'EAI_AGAIN'].includes(code)) return 'There is no such host.'
  if (['28P01', '28000'].includes(code)) return `It refuses the user or the password in ${setting}.`
  if (code === '3D000') return 'It has no database of that name; make one with CREATE DATABASE.'
  return `It said: ${error.message || code}`
}

/** The demonstration makes its own secret, once: sign-ins outlive a restart. */
export const demonstrationSecret = ({ dataDir, loginSecret }: Settings) => {
  if (loginSecret) return loginSecret
  const file = join(dataDir, 'session-secret')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

type Product = {
  inputs: string[]
  stamp: string
  make: { script: string; args: string[] }
  environment: Record<string, string>
}

const client: Product = {
  inputs: ['prisma/schema/*', 'package-lock.json'],
  stamp: 'lib/db/generated/.made-from',
  make: { script: 'node_modules/prisma/build/index.js', args: ['generate'] },
  // No engine is downloaded: Prisma asks for one, and needs none to generate.
  environment: { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true' },
}

const pages: Product = {
  inputs: [
    '{app,components,lib,messages}/**/*',
    'prisma/schema/*',
    'next.config.js',
    'package-lock.json',
    'postcss.config.mjs',
    'tsconfig.json',
  ],
  stamp: '.next/made-from',
  make: { script: 'node_modules/next/dist/bin/next', args: ['build'] },
  environment: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
}

const isStale = ({ inputs, stamp }: Product) =>
  !existsSync(join(ROOT, stamp)) || readFileSync(join(ROOT, stamp), 'utf8') !== digestOf(inputs)

const digestOf = (patterns: string[]) => {
  const hash = createHash('sha256')
  const files = globSync(patterns, { cwd: ROOT, withFileTypes: true }).filter((entry) => entry.isFile())
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).toSorted()) {
    if (/\.test\.tsx?$|[\\/]generated[\\/]/.test(path)) continue
    hash.update(path.slice(ROOT.length)).update('\0').update(readFileSync(path))
  }
  return hash.digest('hex')
}

const make = async (product: Product) => {
  // Before it is made: what is changed meanwhile may not be in it.
  const madeFrom = digestOf(product.inputs)
  const { code, text } = await run(product.make.script, product.make.args, product.environment)
  if (code !== 0 && /ENOSPC/.test(text)) throw diskFull()
  if (code !== 0 && /EACCES|EROFS/.test(text)) throw notWritable(ROOT, 'The build is written there.')
  if (code !== 0) throw new Mistake(text)
  writeFileSync(join(ROOT, product.stamp), madeFrom)
}

export const isClientStale = () => isStale(client)
export const generateClient = () => make(client)
export const arePagesStale = () => isStale(pages)
export const buildPages = async () => {
  await make(pages)
  await bundleVerifier()
}
