// The log as files, its growth and its proofs, and the reader's browser: each beside the least that it could cost.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium } from '@playwright/test'
import type { Browser } from '@playwright/test'
import pg from 'pg'
import { formatCheckpoint } from '../lib/log/checkpoint.ts'
import { checkWhole, verdictOf } from '../lib/log/check.ts'
import { publicKeyOf } from '../lib/log/ed25519.ts'
import { formatKey, keyOf, signNote } from '../lib/log/note.ts'
import type { Key } from '../lib/log/note.ts'
import { watchDevices } from '../lib/devices/watch.ts'
import { lexicon } from '../lib/facts.ts'
import { logRows } from '../lib/log/rows.ts'
import {
  bundleBytes,
  levelsOver,
  parseTilePath,
  readerOfTiles,
  TILE_WIDTH,
  tileBytes,
  tilePath,
} from '../lib/log/tiles.ts'
import type { LevelReader } from '../lib/log/tiles.ts'
import { inclusionProof, leafHash, rootAt, verifyInclusion } from '../lib/log/tree.ts'
import { openDatabase } from '../lib/db/client.ts'
import { run } from '../scripts/child.ts'
import { findChromium } from '../scripts/chromium.ts'
import { freePort } from '../scripts/postgres.ts'
import type { TestDatabase } from '../testing/databases.ts'
import { median, quantile } from './figures.ts'
import type { Figure } from './figures.ts'
import { ended, load, startChild, withServer } from './pages.ts'

const TILES = ['checkpoint', 'tile/0/000', 'tile/entries/000']

export async function benchLog(
  seeded: TestDatabase,
  empty: TestDatabase,
  { seconds, entries, checked }: { seconds: number; entries: number; checked: number },
): Promise<Figure[]> {
  return [
    ...(await withServer(seeded, async (ours) => [
      ...(await benchFiles(ours, seconds)),
      ...(await benchBrowser(ours, checked)),
    ])),
    ...(await benchGrowth(empty, entries)),
  ]
}

/** Requests in a second, ours and bare, in turn. */
async function benchFiles(ours: string, seconds: number): Promise<Figure[]> {
  const port = await freePort()
  const floor = await startChild(
    'bench/static-server.ts',
    TILES.map((path) => `${ours}/practica/log/${path}`),
    { PORT: String(port) },
    'ready',
  )
  try {
    const figures: Figure[] = []
    for (const path of TILES) {
      const [mine, bare] = [ours, `http://127.0.0.1:${port}`].map(
        (base) => `${base}/practica/log/${path}`,
      ) as [string, string]
      await Promise.all([load(mine, 1), load(bare, 1)])
      const rounds: { ours: number; floor: number }[] = []
      for (let round = 0; round < 3; round += 1)
        rounds.push({
          floor: (await load(bare, seconds)).perSecond,
          ours: (await load(mine, seconds)).perSecond,
        })
      figures.push({
        name: `The log's \`${path}\`, 10 connections`,
        ours: median(rounds.map((round) => round.ours)),
        floor: median(rounds.map((round) => round.floor)),
        unit: 'requests/s',
        better: 'higher',
        target: 0.8,
      })
    }
    return figures
  } finally {
    await ended(floor)
  }
}

/**
 * The page that readers get, checking a log of invented entries from a server that only hands out files; the
 * terminal's command and, within this process, the same function, from the same server.
 */
async function benchBrowser(ours: string, count: number): Promise<Figure[]> {
  const log = await inventedLog(count)
  const page = await fetch(`${ours}/es/practica/verify`)
  const { server, base } = await serveLog(log, await page.text())
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
  try {
    const taken: Record<'browser' | 'terminal' | 'inside', number[]> = {
      browser: [],
      terminal: [],
      inside: [],
    }
    for (let round = 0; round < 3; round += 1) {
      taken.inside.push(await checkedInside(base, log.key))
      taken.terminal.push(await checkedInTerminal(base, log.key))
      taken.browser.push(await checkedInBrowser(base, browser))
    }
    const whole = `The whole of a log of ${count.toLocaleString('en-GB')} entries, checked in Chromium`
    return [
      {
        name: `${whole}; beside it the command in a terminal`,
        ours: median(taken.browser),
        floor: median(taken.terminal),
        unit: 's',
        better: 'lower',
        target: 3,
      },
      {
        name: `${whole}; beside it the same function within Node, running already`,
        ours: median(taken.browser),
        floor: median(taken.inside),
        unit: 's',
        better: 'lower',
      },
    ]
  } finally {
    await browser.close()
    server.close()
  }
}

type InventedLog = Awaited<ReturnType<typeof inventedLog>>

async function inventedLog(count: number) {
  const bodies = Array.from({ length: count }, (_, index) =>
    Buffer.from(JSON.stringify({ v: 1, facts: [], index, text: 'x'.repeat(660) })),
  )
  const leaves = bodies.map(leafHash)
  const levels = levelsOver((from, to) => Promise.resolve(leaves.slice(from, to)))
  const key = keyOf('bench', publicKeyOf(new Uint8Array(32)))
  const note = signNote(
    formatCheckpoint({
      origin: key.name,
      size: count,
      root: await rootAt(count, readerOfTiles(levels)),
    }),
    key.name,
    new Uint8Array(32),
  )
  return { bodies, levels, key, note }
}

/** The page that checks it stands beside the log's files, and is told of this log instead of its own. */
async function serveLog(
  { bodies, levels, key, note }: InventedLog,
  page: string,
): Promise<{ server: Server; base: string }> {
  let html = page
  const server = createServer((request, response) => {
    void (async () => {
      if (request.url === '/')
        return response.setHeader('Content-Type', 'text/html; charset=utf-8').end(html)
      if (request.url === '/log/checkpoint') return response.end(note)
      const tile = parseTilePath((request.url ?? '').slice('/log/'.length))
      if (!tile) return response.writeHead(404).end()
      const { level, index, width } = tile
      return response.end(
        level === 'entries'
          ? bundleBytes(bodies.slice(index * TILE_WIDTH, index * TILE_WIDTH + width))
          : await tileBytes({ level, index, width }, levels),
      )
    })()
  })
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready)
  })
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  html = page.replace(/data-given="([^"]*)"/, (_all, given: string) => {
    const known = JSON.parse(
      given
        .replaceAll('&quot;', '"')
        .replaceAll('&#x27;', "'")
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&'),
    ) as object
    return `data-given="${JSON.stringify({
      ...known,
      log: `${base}/log`,
      keys: [formatKey(key)],
      witnesses: [],
      origin: key.name,
    })
      .replaceAll('&', '&amp;')
      .replaceAll('"', '&quot;')}"`
  })
  return { server, base }
}

/** In seconds, as the others. */
async function checkedInside(base: string, key: Key): Promise<number> {
  const started = performance.now()
  const { steps } = await checkWhole(
    {
      checkpoint: async () => (await fetch(`${base}/log/checkpoint`)).text(),
      tile: async (tile) =>
        new Uint8Array(await (await fetch(`${base}/log/${tilePath(tile)}`)).arrayBuffer()),
    },
    { log: [key] },
    { visit: watchDevices(key.name, lexicon).visit },
  )
  if (verdictOf(steps) !== 'verified') throw new Error(`Node says ${JSON.stringify(steps)}`)
  return (performance.now() - started) / 1000
}

async function checkedInTerminal(base: string, key: Key): Promise<number> {
  const typed = performance.now()
  const { code, text } = await run('scripts/operator/verify.ts', [
    '--url',
    base,
    '--key',
    formatKey(key),
  ])
  if (code !== 0 || !text.includes('VERIFIED')) throw new Error(`the terminal says ${text}`)
  return (performance.now() - typed) / 1000
}

async function checkedInBrowser(base: string, browser: Browser): Promise<number> {
  const tab = await browser.newPage()
  await tab.goto(`${base}/`)
  await tab.locator('[data-part="whole"]').click()
  const result = tab.locator('[data-part="result"]')
  await tab.waitForFunction(
    () =>
      !['running', undefined].includes(
        document.querySelector<HTMLElement>('[data-part="result"]')?.dataset.word,
      ),
    undefined,
    { timeout: 300_000 },
  )
  if ((await result.getAttribute('data-word')) !== 'verified') throw new Error(await result.innerText())
  const seconds = Number(await result.getAttribute('data-seconds'))
  await tab.close()
  return seconds
}

/** Acts appended to a log of a thousand and to one of a million, in turn; and proofs out of the latter. */
export async function benchGrowth(
  { ownerUrl, appUrl }: TestDatabase,
  entries: number,
): Promise<Figure[]> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  const database = openDatabase(appUrl, { connections: 2 })
  try {
    const [small, large] = [await fill(owner, 1_000), await fill(owner, entries)]
    await owner.query('VACUUM ANALYZE log_entry')
    const taken: Record<string, number[]> = { [small]: [], [large]: [] }
    const body = Buffer.alloc(700, 'x')
    for (let round = 0; round < 400; round += 1) {
      for (const forum of [small, large]) {
        const started = performance.now()
        await owner.query(
          `SELECT append_entry($1, $2, $3, now(), NULL, NULL, 'system', false, '[]', '[]', NULL, NULL, NULL, 'null')`,
          [forum, body, Buffer.from(leafHash(body))],
        )
        taken[forum]?.push(performance.now() - started)
      }
    }
    const rows = logRows(database)
    const size = await rows.size(large)
    const tiles = new Map<number, number>()
    const levels = levelsOver((from, to) => rows.leaves(large, from, to))
    const counting: LevelReader = (level, from, to) => {
      tiles.set(level, (tiles.get(level) ?? 0) + 1)
      return levels(level, from, to)
    }
    // What a running server has hashed once when it signed.
    const root = await rootAt(size, readerOfTiles(levels))
    const [times, counts]: [number[], number[]] = [[], []]
    for (let round = 0; round < 300; round += 1) {
      const index = Math.floor((((round * 7919) % 300) / 300) * size)
      tiles.clear()
      const started = performance.now()
      const proof = await inclusionProof(index, size, readerOfTiles(counting))
      times.push(performance.now() - started)
      counts.push(Math.max(...tiles.values()))
      if (round % 50 === 0) {
        const [entry] = await rows.entries(large, index, index + 1)
        if (!entry || !verifyInclusion({ index, size, leaf: leafHash(entry), root, proof }))
          throw new Error(`the proof of ${index} does not hold`)
      }
    }
    const told = entries.toLocaleString('en-GB')
    return [
      {
        name: `An entry appended to a log of ${told}, with its commit; beside it to one of 1,000`,
        ours: median(taken[large] ?? []),
        floor: median(taken[small] ?? []),
        unit: 'ms',
        better: 'lower',
        target: 1.2,
      },
      {
        name: `Tiles of one level read for an inclusion proof in a log of ${told}, at most; beside it 1 + log256(n)`,
        ours: Math.max(...counts),
        floor: 1 + Math.log(size) / Math.log(TILE_WIDTH),
        unit: 'tiles',
        better: 'lower',
        target: 1,
      },
      {
        name: `An inclusion proof in a log of ${told}, p95; beside it p50`,
        ours: quantile(times, 0.95),
        floor: quantile(times, 0.5),
        unit: 'ms',
        better: 'lower',
        most: 5,
      },
    ]
  } finally {
    await database.$disconnect()
    await owner.end()
  }
}

/** A forum's log of so many invented entries, put there past `append_entry`: what is measured comes after. */
async function fill(owner: pg.Client, count: number): Promise<string> {
  const forum = randomUUID()
  await owner.query(
    `INSERT INTO log_entry ("forumId", index, body, leaf)
     SELECT $1, n, body, sha256('\\x00'::bytea || body) FROM generate_series(0, $2::int - 1) AS n,
     LATERAL (SELECT convert_to(rpad('{"act":' || n, 300, 'x'), 'UTF8') AS body) AS made`,
    [forum, count],
  )
  await owner.query('INSERT INTO log_head ("forumId", size) VALUES ($1, $2)', [forum, count])
  return forum
}
