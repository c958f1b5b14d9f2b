import { randomUUID } from 'node:crypto'
import { get } from 'node:http'
import type { APIRequestContext } from '@playwright/test'
import pg from 'pg'
import { forumBySlug, personViewer } from '../lib/act/viewer.ts'
import { openMesa } from '../lib/mesa.ts'
import type { Mesa } from '../lib/mesa.ts'
import { suspendParticipation } from '../lib/proposals/commands.ts'
import { FOLLOWER } from '../server/log-follower.ts'
import { expect, ownServer, test } from './server.ts'
import { people, propose, signedIn, takePosition } from './table.ts'

const HISTORY = '/es/practica/history'

async function look(request: APIRequestContext, address: string, headers: Record<string, string> = {}) {
  const answer = await request.get(address, { headers, maxRedirects: 0 })
  const size = Number(answer.headers()['mesa-log-size'] ?? Number.NaN)
  return { status: answer.status(), size, etag: answer.headers().etag ?? '', text: await answer.text() }
}

/** A stranger, who takes nothing with them: each request on a connection of its own. */
function statusOf(url: string): Promise<number> {
  return new Promise((done, failed) => {
    get(url, { agent: false }, (answer) => {
      answer.resume().on('end', () => done(answer.statusCode ?? 0))
    }).on('error', failed)
  })
}

/** An act by somebody in another process: the server hears of it, and does not do it. */
async function actElsewhere(mesa: Mesa, mark: string): Promise<number> {
  const forum = await forumBySlug(mesa.db, 'practica')
  const person = await mesa.db.person.findFirstOrThrow({ where: { email: people.elvira } })
  if (!forum) throw new Error('the demonstration has no practica')
  const viewer = await personViewer(mesa.db, forum, person.id, new Date())
  const seat = viewer.seats.find((heldSeat) => heldSeat.voice)?.seat
  const commitments = await mesa.db.commitment.findMany({
    where: { forumId: forum.id },
    orderBy: { number: 'desc' },
    take: 8,
  })
  for (const { id } of commitments) {
    const done = await mesa.act(suspendParticipation, {
      viewer,
      key: randomUUID(),
      input: { as: seat, scope: id, reason: { lang: 'es', text: mark } },
    })
    if (done.is === 'done') return done.index
  }
  throw new Error('nothing was left to pause')
}

function endingWhoListens(owner: pg.Client, database: string) {
  let [ended, stopped] = [0, false]
  const over = (async () => {
    while (!stopped) {
      const { rowCount } = await owner.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = $2`,
        [database, FOLLOWER],
      )
      ended += rowCount ?? 0
    }
  })()
  return {
    count: () => ended,
    async stop() {
      stopped = true
      await over
    },
  }
}

test('whoever acts finds the act on every public page that they go to, and the page says how far it goes', async ({
  browser,
  request,
}) => {
  const mariana = await signedIn(browser, 'mariana')
  const proposal = await propose(mariana, 11, 'Leer mientras se actúa')
  for (const path of [`/es/practica`, HISTORY, '/es/practica/decisions'])
    expect((await look(request, path)).status).toBe(200)
  await takePosition(mariana, proposal, 'De acuerdo')
  const entry = Number(new URL(mariana.url()).searchParams.get('entry'))
  for (const path of [
    HISTORY,
    '/es/practica/decisions',
    '/es/practica',
    `/es/practica/history/${entry}`,
  ]) {
    const answer = await mariana.goto(path)
    expect(Number(answer?.headers()['mesa-log-size']), path).toBeGreaterThan(entry)
    await expect(
      mariana.getByRole('link', {
        name: `hasta el acto ${Number(answer?.headers()['mesa-log-size']) - 1}`,
      }),
      path,
    ).toBeVisible()
  }
})

test('an address is one page, whatever is written behind it; what is not there costs others nothing', async ({
  request,
  baseURL,
}) => {
  const plain = await look(request, '/es/practica/meetings')
  // A reader, or the proxy before us, may go on with a connection that rested: it is kept for longer than they keep it.
  expect((await request.get('/es/practica/meetings')).headers()['keep-alive']).toBe('timeout=75')
  for (const query of ['?utm_source=a', '?x=1&state=&y=2', '?fbclid=b&BODY=c'])
    expect(await look(request, `/es/practica/meetings${query}`)).toEqual(plain)
  expect((await look(request, '/es/practica/meetings?state=held')).etag).not.toBe(plain.etag)
  expect((await look(request, '/es/practica/meetings', { 'if-none-match': plain.etag })).status).toBe(
    304,
  )
  expect((await look(request, '/es/practica/meetings', { rsc: '1' })).etag).toBe(plain.etag)
  expect((await look(request, '/es/practica/meetings/')).status).toBe(308)

  const statuses = new Set<number>()
  const dead = Array.from({ length: 2_005 }, (_, place) =>
    place % 20 ? `/es/practica/nada-${place}` : `/es/practica/decisions/${5_000 + place}`,
  )
  for (let first = 0; first < dead.length; first += 401) {
    const asked = Promise.all(
      dead
        .slice(first, first + 401)
        .map(async (address) => statuses.add(await statusOf(`${baseURL}${address}`))),
    )
    expect(await look(request, '/es/practica/meetings')).toEqual(plain)
    await asked
  }
  expect([...statuses].filter((status) => status !== 404 && status !== 503)).toEqual([])
})

test('while the server hears of no acts, no page comes from memory; when it hears again, none from before', async ({
  request,
}) => {
  const { database, url, close } = await ownServer()
  const mesa = openMesa(database.appUrl)
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
  try {
    const page = `${url()}/es/practica/decisions`
    const shows = async (mark: string) => (await look(request, page)).text.includes(mark)
    const marks = Array.from({ length: 4 }, () => `Marca ${randomUUID()}`)
    await look(request, page)
    await actElsewhere(mesa, marks[0] ?? '')
    await expect.poll(() => shows(marks[0] ?? '')).toBe(true)

    // The connection that listens ends as often as it comes back; the others go on.
    const ends = endingWhoListens(owner, database.name)
    await expect.poll(ends.count).toBeGreaterThan(0)
    await actElsewhere(mesa, marks[1] ?? '')
    await expect.poll(() => shows(marks[1] ?? '')).toBe(true)
    await actElsewhere(mesa, marks[2] ?? '')
    expect(await shows(marks[2] ?? '')).toBe(true)

    await ends.stop()
    await actElsewhere(mesa, marks[3] ?? '')
    await expect.poll(() => shows(marks[3] ?? '')).toBe(true)
  } finally {
    await owner.end()
    await mesa.close()
    await close()
  }
})
