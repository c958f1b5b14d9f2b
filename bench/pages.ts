// A public page and the desk under load, each beside its floor; how soon an act shows; what a page weighs.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import autocannon from 'autocannon'
import jwt from 'next-auth/jwt'
import pg from 'pg'
import { forumBySlug, personViewer } from '../lib/act/viewer.ts'
import { openMesa } from '../lib/mesa.ts'
import { suspendParticipation } from '../lib/proposals/commands.ts'
import { freePort } from '../scripts/postgres.ts'
import type { TestDatabase } from '../testing/databases.ts'
import { median } from './figures.ts'
import type { Figure } from './figures.ts'

const PUBLIC = '/es/practica/commitments/2'
const DESK = '/es/practica/desk'
export const BENCH_SECRET = 'only-for-the-benchmark-0123456789abcdef'

export async function startChild(
  script: string,
  args: string[],
  env: Record<string, string>,
  sign: string,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  await new Promise<void>((ready, failed) => {
    child.stdout.on('data', (part: Buffer) => {
      if (part.toString().includes(sign)) ready()
    })
    child.once('close', () => failed(new Error(`${script} ended`)))
  })
  return child
}

/** Told to stop, and gone: the database stops after whoever uses it. */
export async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise<void>((over) => child.once('exit', () => over()))
  if (child.exitCode === null && child.kill('SIGTERM')) await gone
}

/** Rounds in turn, so that a machine that slows down slows both. */
export async function load(
  url: string,
  seconds: number,
  cookie?: string,
): Promise<{ perSecond: number; p50: number }> {
  const result = await autocannon({
    url,
    connections: 10,
    duration: seconds,
    ...(cookie && { headers: { cookie } }),
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} answers were not 200, ${result.errors} failed`)
  return { perSecond: result.requests.average, p50: result.latency.p50 }
}

/** Uncompressed, as the floor serves it: the same bytes on both sides. */
async function oneByOne(url: string, times: number, cookie: string): Promise<number> {
  const taken: number[] = []
  for (let round = 0; round < times; round += 1) {
    const started = performance.now()
    const answer = await fetch(url, {
      headers: { cookie, 'accept-encoding': 'identity' },
      redirect: 'manual',
    })
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`)
    taken.push(performance.now() - started)
  }
  return median(taken)
}

/** The cookie of somebody who is signed in: the row that the sign-in makes, sealed as the seam seals it. */
export async function cookieOf(databaseUrl: string, email: string): Promise<string> {
  const mesa = openMesa(databaseUrl)
  try {
    const outcome = await mesa.accounts.signInAs(email)
    if (outcome.is !== 'signed-in') throw new Error(`nobody signs in as ${email}`)
    return `next-auth.session-token=${await jwt.encode({ token: { signIn: outcome.signIn }, secret: BENCH_SECRET })}`
  } finally {
    await mesa.close()
  }
}

/** From the commit of an act to the first page that shows it, in milliseconds. */
async function freshness(databaseUrl: string, url: string): Promise<number> {
  const mesa = openMesa(databaseUrl)
  try {
    const forum = await forumBySlug(mesa.db, 'practica')
    const person = await mesa.db.person.findFirstOrThrow({
      where: { email: 'elvira.santoyo@practica.example' },
    })
    if (!forum) throw new Error('the demonstration has no practica')
    const viewer = await personViewer(mesa.db, forum, person.id, new Date())
    const seat = viewer.seats.find((heldSeat) => heldSeat.voice)?.seat
    await (await fetch(`${url}/es/practica/decisions`)).text()
    const mark = `Marca ${randomUUID()}`
    const done = await mesa.act(suspendParticipation, {
      viewer,
      key: randomUUID(),
      input: { as: seat, scope: 'forum', reason: { lang: 'es', text: mark } },
    })
    if (done.is !== 'done') throw new Error(JSON.stringify(done))
    const committed = performance.now()
    while (!(await (await fetch(`${url}/es/practica/decisions`)).text()).includes(mark)) {
      if (performance.now() - committed > 10_000) throw new Error('the act never showed')
    }
    return performance.now() - committed
  } finally {
    await mesa.close()
  }
}

export type Weight = { path: string; html: number; script: number; all: number; requests: number }

/** What a first visit fetches, compressed as a browser asks for it: the page, and all that it names. */
async function weigh(url: string, path: string): Promise<Weight> {
  const html = await (await fetch(url + path)).text()
  const named = new Set(
    [...html.matchAll(/(?:href|src)="(\/_next\/[^"]+|\/[^"]+\.(?:svg|woff2|ico))"/g)].map(
      (found) => found[1] ?? '',
    ),
  )
  let script = 0
  let all = gzipSync(html).length
  for (const address of [...named]) {
    const bytes = Buffer.from(await (await fetch(url + address)).arrayBuffer())
    const size = /\.(woff2|png)(\?|$)/.test(address) ? bytes.length : gzipSync(bytes).length
    if (/\.js(\?|$)/.test(address)) script += size
    all += size
    if (!/\.css(\?|$)/.test(address)) continue
    for (const font of bytes.toString().matchAll(/url\(([^)]+\.woff2)\)/g)) {
      const at = new URL(font[1] ?? '', url + address)
      if (named.has(at.pathname)) continue
      named.add(at.pathname)
      all += (await (await fetch(at)).arrayBuffer()).byteLength
    }
  }
  return { path, html: gzipSync(html).length, script, all, requests: named.size + 1 }
}

/** Does something with the product served on a database, as it is served in use. */
export async function withServer<Result>(
  database: TestDatabase,
  work: (url: string, pid: number) => Promise<Result>,
): Promise<Result> {
  const port = await freePort()
  const env = {
    MESA_MODE: 'demonstration',
    PORT: String(port),
    PUBLIC_URL: '',
    SESSION_SECRET: BENCH_SECRET,
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    DATABASE_READER_URL: database.readerUrl,
    DATA_DIR: `${database.keysDir}/server`,
    KEYS_DIR: database.keysDir,
  }
  // The accounts read the settings of the process that they run in.
  Object.assign(process.env, env)
  const server = await startChild('scripts/up.ts', ['--built'], env, `localhost:${port}`)
  try {
    return await work(`http://localhost:${port}`, server.pid ?? 0)
  } finally {
    await ended(server)
  }
}

export async function benchPages(
  database: TestDatabase,
  seconds: number,
): Promise<{ figures: Figure[]; weights: Weight[]; fresh: number }> {
  return withServer(database, (ours) => measurePages(database, ours, seconds))
}

async function measurePages(database: TestDatabase, ours: string, seconds: number) {
  const floorPort = await freePort()
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
  const floor = await startChild(
    'bench/floor-server.ts',
    [],
    { PORT: String(floorPort), DATABASE_URL: database.ownerUrl },
    'ready',
  )
  const bare = `http://127.0.0.1:${floorPort}`
  try {
    const cookie = await cookieOf(database.appUrl, 'mariana.escobedo@practica.example')
    await owner.query('CREATE TABLE bench_page (path text PRIMARY KEY, body text NOT NULL)')
    for (const [path, headers] of [
      [PUBLIC, {}],
      [DESK, { cookie }],
    ] as const) {
      const page = await (await fetch(ours + path, { headers })).text()
      await owner.query('INSERT INTO bench_page VALUES ($1, $2)', [path, page])
    }
    await Promise.all([load(ours + PUBLIC, 2), load(bare + PUBLIC, 2)])
    const rounds: { ours: number; floor: number }[] = []
    for (let round = 0; round < 3; round += 1) {
      rounds.push({
        floor: (await load(bare + PUBLIC, seconds)).perSecond,
        ours: (await load(ours + PUBLIC, seconds)).perSecond,
      })
    }
    await oneByOne(ours + DESK, 30, cookie)
    await oneByOne(bare + DESK, 30, cookie)
    const desk: { ours: number; floor: number }[] = []
    for (let round = 0; round < 3; round += 1) {
      desk.push({
        floor: await oneByOne(bare + DESK, 60, cookie),
        ours: await oneByOne(ours + DESK, 60, cookie),
      })
    }
    const figures: Figure[] = [
      {
        name: 'A public commitment page, 10 connections',
        ours: median(rounds.map((round) => round.ours)),
        floor: median(rounds.map((round) => round.floor)),
        unit: 'requests/s',
        better: 'higher',
        target: 0.5,
      },
      {
        name: 'The desk’s first page, p50, one reader',
        ours: median(desk.map((one) => one.ours)),
        floor: median(desk.map((one) => one.floor)),
        unit: 'ms',
        better: 'lower',
        target: 10,
      },
    ]
    const weights = []
    for (const path of ['/es/practica', PUBLIC, '/es/mexico/plan', '/es/practica/history'])
      weights.push(await weigh(ours, path))
    return { figures, weights, fresh: await freshness(database.appUrl, ours) }
  } finally {
    await ended(floor)
    await owner.end()
  }
}
