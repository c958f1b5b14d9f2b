// Fifty readers over two hundred pages of a forum, at rest and while a member of it acts once a second; and the desk's list of thousands of proposals.
import { spawn } from 'node:child_process'
import autocannon from 'autocannon'
import pg from 'pg'
import type { TestDatabase } from '../testing/databases.ts'
import { median } from './figures.ts'
import type { Figure } from './figures.ts'
import { cookieOf, withServer } from './pages.ts'

const FORUM = 'practica'
const MEMBER = 'mariana.escobedo@practica.example'
const READERS = 50
const PAGES = 200
const GREATEST_AGE_MS = 2_000

/** Pages of one forum that are there, found as a reader finds them: by their links. */
async function pagesOf(url: string): Promise<string[]> {
  const found = new Set<string>([`/es/${FORUM}`, `/en/${FORUM}`])
  for (const path of found) {
    if (found.size >= PAGES * 2) break
    const answer = await fetch(url + path, { redirect: 'manual' })
    if (answer.status !== 200) {
      found.delete(path)
      continue
    }
    const html = await answer.text()
    for (const [, href = ''] of html.matchAll(
      new RegExp(`<a\\b[^>]*\\bhref="(/(?:es|en)/${FORUM}(?:/[^"?#]*)?)"`, 'g'),
    )) {
      if (!/\/desk(\/|$)|\/sign$|\/verify$/.test(href)) found.add(href)
    }
  }
  const pages: string[] = []
  for (const path of found) {
    if (pages.length === PAGES) break
    if ((await fetch(url + path, { redirect: 'manual' })).status === 200) pages.push(path)
  }
  if (pages.length < PAGES) throw new Error(`the forum has ${pages.length} pages`)
  return pages
}

/** Rest is when every page is kept: the acts before have made all of them stale. */
async function warm(url: string, pages: string[]) {
  for (const path of pages) await (await fetch(url + path)).arrayBuffer()
}

type Act = { index: number; sent: number; ms: number }

/** Acts once a second, in a process of its own. */
function acting(
  page: string,
  cookie: string,
  times: number,
): { acts: Act[]; ready: Promise<void>; over: Promise<void> } {
  const acts: Act[] = []
  const child = spawn(process.execPath, ['bench/acting.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PAGE: page, COOKIE: cookie, TIMES: String(times) },
  })
  let said = ''
  const ready = new Promise<void>((done) => {
    child.stdout.on('data', (part: Buffer) => {
      const lines = (said + part.toString()).split('\n')
      said = lines.pop() ?? ''
      for (const line of lines) {
        const [is, index, sent, ms] = line.split(' ')
        if (is === 'ready') done()
        if (is === 'act') acts.push({ index: Number(index), sent: Number(sent), ms: Number(ms) })
      }
    })
  })
  const over = new Promise<void>((done, failed) => {
    child.once('exit', (code) => (code === 0 ? done() : failed(new Error('nobody acts any more'))))
  })
  return { acts, ready, over }
}

type Seen = { at: number; size: number }
type Reading = { perSecond: number; p50: number; p99: number; seen: Seen[] }

/** Each reader goes through the pages in an order of their own, and notes of each by which size of the log it was made. */
async function read(url: string, pages: string[], seconds: number): Promise<Reading> {
  const seen = new Map<number, Seen>()
  let reader = 0
  const run = autocannon({
    url,
    connections: READERS,
    duration: seconds,
    timeout: 30,
    setupClient: (client) => {
      const from = Math.floor((reader * pages.length) / READERS)
      reader += 1
      client.setRequests(
        [...pages.slice(from), ...pages.slice(0, from)].map((path) => ({
          method: 'GET' as const,
          path,
        })),
      )
      client.on('headers', (parsed: unknown) => {
        const { headers } = parsed as { headers: string[] }
        const place = headers.findIndex((name) => name.toLowerCase() === 'mesa-log-size')
        if (place === -1) return
        const size = Number(headers[place + 1])
        // Of each size, the last time that it was read.
        seen.set(size, { at: Date.now(), size })
      })
    },
  })
  const result = await run
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were not 200, ${result.errors} failed`)
  return {
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    seen: [...seen.values()],
  }
}

/** How long after an act had been sent a page was still read that does not show it. */
function oldest(acts: Act[], seen: Seen[]): number {
  const ages = seen.flatMap(({ at, size }) => {
    const first = acts.find((act) => act.index >= size)
    return first && at > first.sent ? [at - first.sent] : []
  })
  return Math.max(0, ...ages)
}

async function openProposal(ownerUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ id: string }>(
      `SELECT p.id FROM proposal p JOIN forum f ON f.id = p."forumId" WHERE f.slug = $1 AND p."closedAt" IS NULL AND p.mode = 'written' ORDER BY p.number DESC LIMIT 1`,
      [FORUM],
    )
    if (!rows[0]) throw new Error(`${FORUM} has no open proposal in writing`)
    return rows[0].id
  } finally {
    await client.end()
  }
}

export async function benchReadingWhileActing(
  database: TestDatabase,
  seconds: number,
): Promise<Figure[]> {
  return withServer(database, async (url) => {
    const [cookie, proposal, pages] = [
      await cookieOf(database.appUrl, MEMBER),
      await openProposal(database.ownerUrl),
      await pagesOf(url),
    ]
    const page = `${url}/es/${FORUM}/desk/proposals/${proposal}`
    const alone = acting(page, cookie, seconds)
    await alone.over
    const rounds: { rest: Reading; acting: Reading; acts: Act[] }[] = []
    for (let round = 0; round < 3; round += 1) {
      await warm(url, pages)
      const rest = await read(url, pages, seconds)
      const member = acting(page, cookie, seconds)
      await member.ready
      const reading = await read(url, pages, seconds)
      await member.over
      rounds.push({ rest, acting: reading, acts: member.acts })
    }
    const of = (what: (round: (typeof rounds)[number]) => number) => median(rounds.map(what))
    const p50 = (acts: Act[]) => median(acts.map((act) => act.ms))
    return [
      {
        name: '50 readers over 200 pages while one act a second is recorded; beside it at rest',
        ours: of((one) => one.acting.perSecond),
        floor: of((one) => one.rest.perSecond),
        unit: 'requests/s',
        better: 'higher',
        target: 0.5,
      },
      {
        name: 'The same, p50; beside it at rest',
        ours: of((one) => one.acting.p50),
        floor: of((one) => one.rest.p50),
        unit: 'ms',
        better: 'lower',
      },
      {
        name: 'The same, p99; beside it at rest',
        ours: of((one) => one.acting.p99),
        floor: of((one) => one.rest.p99),
        unit: 'ms',
        better: 'lower',
        most: 100,
      },
      {
        name: 'The oldest page that one of them read, counted from when the act was sent that it lacks; beside it 2 s',
        ours: Math.max(...rounds.map((round) => oldest(round.acts, round.acting.seen))),
        floor: GREATEST_AGE_MS,
        unit: 'ms',
        better: 'lower',
        target: 1.1,
      },
      {
        name: 'The act itself, by its form, p50; beside it acts alone',
        ours: of((one) => p50(one.acts)),
        floor: p50(alone.acts),
        unit: 'ms',
        better: 'lower',
        target: 1.5,
      },
    ]
  })
}

const MANY = 7_300

/** Copies of what the demonstration has, by the owner of the tables: it is measured how they are read, not how they came. */
async function copyProposals(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    for (const table of ['proposal', 'proposal_version', 'position', 'decision'])
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    const columns = async (table: string, changed: Record<string, string>) => {
      const { rows } = await client.query<{ name: string }>(
        'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position',
        ['public', table],
      )
      return {
        names: rows.map(({ name }) => `"${name}"`).join(),
        values: rows.map(({ name }) => changed[name] ?? `t."${name}"`).join(),
      }
    }
    await client.query(`CREATE TEMPORARY TABLE copies AS
      SELECT p.id AS of, gen_random_uuid() AS id, 10000 + (row_number() OVER ())::int AS number
      FROM proposal p JOIN forum f ON f.id = p."forumId" AND f.slug = '${FORUM}' CROSS JOIN generate_series(1, ${Math.ceil(MANY / 4)})
      LIMIT ${MANY}`)
    const tables: [string, Record<string, string>, string][] = [
      ['proposal', { id: 'c.id', number: 'c.number' }, 't.id = c.of'],
      ['proposal_version', { proposalId: 'c.id' }, 't."proposalId" = c.of'],
      ['position', { id: 'gen_random_uuid()', proposalId: 'c.id' }, 't."proposalId" = c.of'],
      [
        'decision',
        { id: 'gen_random_uuid()', proposalId: 'c.id', number: 'c.number' },
        't."proposalId" = c.of',
      ],
    ]
    for (const [table, changed, joined] of tables) {
      const { names, values } = await columns(table, changed)
      await client.query(
        `INSERT INTO ${table} (${names}) SELECT ${values} FROM ${table} t JOIN copies c ON ${joined}`,
      )
    }
    await client.query('ANALYZE')
  } finally {
    await client.end()
  }
}

async function opening(
  url: string,
  cookie: string,
  times: number,
): Promise<{ ms: number; bytes: number }> {
  const taken: number[] = []
  let bytes = 0
  for (let round = 0; round < times; round += 1) {
    const started = performance.now()
    const answer = await fetch(url, {
      headers: { cookie, 'accept-encoding': 'identity' },
      redirect: 'manual',
    })
    bytes = (await answer.arrayBuffer()).byteLength
    if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`)
    taken.push(performance.now() - started)
  }
  return { ms: median(taken), bytes }
}

/** The list of proposals as it is, and with thousands more of them. */
export async function benchDeskProposals(database: TestDatabase, times: number): Promise<Figure[]> {
  return withServer(database, async (url) => {
    const cookie = await cookieOf(database.appUrl, MEMBER)
    const page = `${url}/es/${FORUM}/desk/proposals`
    await opening(page, cookie, 10)
    const few = await opening(page, cookie, times)
    await copyProposals(database.ownerUrl)
    await opening(page, cookie, 10)
    const many = await opening(page, cookie, times)
    return [
      {
        name: `The desk's list of proposals with ${MANY.toLocaleString('en-GB')} of them, p50; beside it the demonstration's few`,
        ours: many.ms,
        floor: few.ms,
        unit: 'ms',
        better: 'lower',
        most: 60,
      },
      {
        name: 'The same, as HTML',
        ours: many.bytes / 1000,
        floor: few.bytes / 1000,
        unit: 'kB',
        better: 'lower',
        most: 200,
      },
    ]
  })
}
