// Every page of a forum of ten years beside the same page of one of half a year, and the brief of a seat
// after three of the ten.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { forumBySlug, personViewer } from '../lib/act/viewer.ts'
import { openMesa } from '../lib/mesa.ts'
import type { Mesa } from '../lib/mesa.ts'
import { giveReading } from '../lib/readings/commands.ts'
import { playYears } from '../prisma/years/play.ts'
import { halfAYear, id, mailOf, tenYears } from '../prisma/years/years.ts'
import type { Size } from '../prisma/years/years.ts'
import type { TestDatabase } from '../testing/databases.ts'
import { countStatements } from '../testing/statements.ts'
import type { Counted, Counting } from '../testing/statements.ts'
import { briefSeenBy } from '../lib/brief/seen.ts'
import { inTurn, median } from './figures.ts'
import type { Figure } from './figures.ts'
import { cookieOf, withServer } from './pages.ts'
import { addressesIn } from './routes.ts'

const SIGNED_MS = 1_000

/** A forum with years behind it, served; `grow` makes every page of it stale by an act. */
export type Served = {
  url: string
  cookie: string
  addresses: Map<string, string>
  counting: Counting
  grow: () => Promise<void>
}

/** Whoever writes these rows down need not wait for the disk: they are measured when they are read. */
async function lay(database: TestDatabase, size: Size): Promise<number> {
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
  try {
    await owner.query(`ALTER DATABASE "${database.name}" SET synchronous_commit = off`)
    const mesa = openMesa(database.appUrl)
    const started = performance.now()
    await playYears(mesa, size)
    const seconds = (performance.now() - started) / 1000
    await mesa.close()
    await owner.query(`ALTER DATABASE "${database.name}" RESET synchronous_commit`)
    await owner.query('VACUUM ANALYZE')
    return seconds
  } finally {
    await owner.end()
  }
}

async function chairOf(mesa: Mesa, size: Size) {
  const forum = await forumBySlug(mesa.db, size.slug)
  if (!forum) throw new Error(`there is no forum ${size.slug}`)
  const seat = id({ size }, 'committee/chair')
  const mandate = await mesa.db.mandate.findFirstOrThrow({
    where: { seatId: seat, untilOn: null },
    include: { person: true },
  })
  return { forum, seat, person: mandate.personId, email: mandate.person.email ?? mailOf('', 0) }
}

/** What the chair says of a commitment, in other words each time: an act like any other. */
function growing(mesa: Mesa, size: Size, commitment: string) {
  return async () => {
    const { forum, seat, person } = await chairOf(mesa, size)
    const viewer = await personViewer(mesa.db, forum, person, new Date())
    const outcome = await mesa.act(giveReading, {
      viewer,
      key: randomUUID(),
      input: {
        as: seat,
        commitment,
        level: 'substantial',
        text: { lang: 'es', text: `Se avanza: ${randomUUID()}` },
      },
    })
    if (outcome.is !== 'done') throw new Error(JSON.stringify(outcome))
  }
}

/** Serves a database through a counter, as long as the work takes. */
export async function withYears<T>(
  database: TestDatabase,
  size: Size,
  work: (served: Served) => Promise<T>,
): Promise<T> {
  const mesa = openMesa(database.appUrl)
  const counting = await countStatements(database.appUrl)
  try {
    const { forum, email } = await chairOf(mesa, size)
    await mesa.accounts.createUser(email, 'practica-mesa-2026').catch(() => undefined)
    const addresses = await addressesIn(mesa.db, forum)
    const commitment = await mesa.db.commitment.findFirstOrThrow({
      where: { forumId: forum.id, number: 1 },
      orderBy: { plan: { rank: 'desc' } },
    })
    const counted = {
      ...database,
      appUrl: counting.through(database.appUrl),
      readerUrl: counting.through(database.readerUrl),
    }
    return await withServer(counted, async (url) => {
      const cookie = await cookieOf(database.appUrl, email)
      return work({ url, cookie, addresses, counting, grow: growing(mesa, size, commitment.id) })
    })
  } finally {
    await mesa.close()
    counting.close()
  }
}

export type Reading = Counted & { status: number; ms: number; kilobytes: number }

/** A page that lacks the last act, as the first who asks for it waits for it. */
export async function readFirst(served: Served, route: string): Promise<Reading> {
  await served.grow()
  // The signer reads the log's last tile within a second of each act: that is no page's doing.
  await sleep(SIGNED_MS)
  return readPage(served, route)
}

/** An act, and what the server asks by itself in the time after it, while nobody reads a page. */
export async function grown({ grow, counting }: Served, ms: number): Promise<Counted> {
  await grow()
  counting.taken()
  await sleep(ms)
  return counting.taken()
}

/** A page as it is answered now. */
export async function readPage(served: Served, route: string): Promise<Reading> {
  const { url, cookie, addresses, counting } = served
  counting.taken()
  const started = performance.now()
  const answer = await fetch(url + addresses.get(route), {
    // Nothing stays open towards a server that is stopped afterwards.
    headers: { connection: 'close', ...(route.startsWith('/desk') && { cookie }) },
    redirect: 'manual',
  })
  const text = await answer.text()
  const ms = performance.now() - started
  return { status: answer.status, ms, kilobytes: text.length / 1000, ...counting.taken() }
}

export type Page = { route: string; status: number; old: Reading; young: Reading; ratio: number }

/**
 * In turn, so that a machine that slows down slows both; of each the median time, and the fewest
 * statements and rows.
 */
export async function comparePages([old, young]: [Served, Served], rounds: number): Promise<Page[]> {
  const pages: Page[] = []
  for (const route of old.addresses.keys()) {
    const readings: { old: Reading[]; young: Reading[] } = { old: [], young: [] }
    for (let round = 0; round <= rounds; round += 1) {
      const [one, other] = [await readFirst(young, route), await readFirst(old, route)]
      if (round === 0) continue
      readings.young.push(one)
      readings.old.push(other)
    }
    const [ours, floor] = [settled(readings.old), settled(readings.young)]
    pages.push({ route, status: ours.status, old: ours, young: floor, ratio: ours.ms / floor.ms })
  }
  return pages
}

function settled(readings: Reading[]): Reading {
  const least = readings.toSorted((a, b) => a.statements.length - b.statements.length)[0]
  if (!least) throw new Error('nothing was read')
  return {
    ...least,
    ms: median(readings.map(({ ms }) => ms)),
    rows: Math.min(...readings.map(({ rows }) => rows)),
  }
}

async function briefOfChair(mesa: Mesa, size: Size): Promise<void> {
  const { forum, seat, person } = await chairOf(mesa, size)
  const viewer = await personViewer(mesa.db, forum, person, new Date())
  if (!(await briefSeenBy(viewer, { seat }))) throw new Error('no brief')
}

/** So many acts were recorded since whoever holds the chair took it over. */
async function actsBehind(mesa: Mesa, size: Size): Promise<number> {
  const { forum, seat } = await chairOf(mesa, size)
  const [counted] = await mesa.db.$queryRaw<{ acts: number }[]>`
    SELECT count(DISTINCT h.index)::int AS acts FROM history_line h WHERE h."forumId" = ${forum.id}::uuid
      AND h."recordedAt" >= (SELECT max(m."fromOn") FROM mandate m WHERE m."seatId" = ${seat}::uuid)`
  return counted?.acts ?? 0
}

async function benchBrief(old: TestDatabase, young: TestDatabase, times: number): Promise<Figure> {
  const [ten, half] = [openMesa(old.appUrl), openMesa(young.appUrl)]
  try {
    const acts = await actsBehind(ten, tenYears)
    for (let warm = 0; warm < 5; warm += 1)
      await Promise.all([briefOfChair(ten, tenYears), briefOfChair(half, halfAYear)])
    const taken = await inTurn(
      times,
      () => briefOfChair(ten, tenYears),
      () => briefOfChair(half, halfAYear),
    )
    return {
      name: `The brief of a seat with three years and ${acts.toLocaleString('en-GB')} acts behind it, p50; beside that of half a year`,
      ...taken,
      unit: 'ms',
      better: 'lower',
      most: 300,
    }
  } finally {
    await Promise.all([ten.close(), half.close()])
  }
}

export async function benchYears(
  [old, young]: [TestDatabase, TestDatabase],
  { rounds, times }: { rounds: number; times: number },
): Promise<Figure[]> {
  console.log(`  played in ${(await lay(young, halfAYear)).toFixed(0)} s …`)
  console.log(`  played in ${(await lay(old, tenYears)).toFixed(0)} s …`)
  const brief = await benchBrief(old, young, times)
  const pages = await withYears(old, tenYears, (ten) =>
    withYears(young, halfAYear, (half) => comparePages([ten, half], rounds)),
  )
  const there = pages.filter((page) => page.old.status === 200 && page.young.status === 200)
  return [
    brief,
    ...there
      .toSorted((one, other) => other.ratio - one.ratio)
      .map(
        (page): Figure => ({
          name: `\`${page.route || '/'}\` of ten years, first rendering, beside half a year's (${page.old.statements.length} statements, ${page.young.statements.length})`,
          ours: page.old.ms,
          floor: page.young.ms,
          unit: 'ms',
          better: 'lower',
          target: 1.5,
        }),
      ),
  ]
}
