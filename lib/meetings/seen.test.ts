import pg from 'pg'
import { afterAll, expect, it } from 'vitest'
import { useDatabase } from '../../testing/use-database.ts'
import { forumBySlug, personViewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { openActionPages, overdueActions } from './seen.ts'
import type { OpenAction } from './seen.ts'

const { appUrl, ownerUrl } = await useDatabase({ seeded: true })
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

async function viewerNamed(email: string) {
  const forum = await forumBySlug(database, 'practica')
  if (!forum) throw new Error('the demonstration has no practica')
  const person = await database.person.findFirstOrThrow({ where: { forumId: forum.id, email } })
  return personViewer(database, forum, person.id, new Date())
}

/** Copies of one action, by the owner of the tables: for several seats and for none, on several days and on none. */
async function copyActions(seats: string[]) {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    await owner.query('ALTER TABLE agreement DISABLE TRIGGER USER')
    const { rows } = await owner.query<{
      name: string
    }>(`SELECT column_name AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name = 'agreement' ORDER BY ordinal_position`)
    const made: Record<string, string> = {
      id: 'gen_random_uuid()',
      number: `'N-' || (n / 3)`,
      closedAt: 'NULL',
      seatId: `($1::uuid[])[1 + n % 3]`,
      dueOn: `CASE n % 4 WHEN 0 THEN NULL ELSE date '2026-01-01' + (n % 4) END`,
    }
    const values = rows.map(({ name }) => made[name] ?? `a."${name}"`).join()
    await owner.query(
      `INSERT INTO agreement (${rows.map(({ name }) => `"${name}"`).join()})
      SELECT ${values} FROM (SELECT a.* FROM agreement a JOIN forum f ON f.id = a."forumId" JOIN body b ON b.id = a."bodyId"
        WHERE f.slug = 'practica' AND a.kind = 'action' AND b.kind = 'committee' LIMIT 1) AS a, generate_series(1, 60) AS n`,
      [seats],
    )
  } finally {
    await owner.end()
  }
}

it('reads every open action of one’s bodies once, one’s own first, by their day, those without one last', async () => {
  const viewer = await viewerNamed('elvira.santoyo@practica.example')
  const others = await database.seat.findMany({
    where: {
      forumId: viewer.forum.id,
      id: { notIn: viewer.seats.map((seat) => seat.seat) },
      bodyId: viewer.seats[0]?.body ?? '',
    },
    take: 1,
  })
  const own = viewer.seats[0]?.seat ?? ''
  await copyActions([own, others[0]?.id ?? ''])
  const all = await database.agreement.findMany({
    where: {
      forumId: viewer.forum.id,
      kind: 'action',
      closedAt: null,
      bodyId: { in: viewer.seats.map((seat) => seat.body) },
    },
  })
  expect(all.length).toBeGreaterThanOrEqual(60)
  const mine = new Set(viewer.seats.map((seat) => seat.seat))
  for (const size of [1, 7, 20, 21, 500]) {
    const found: { of: 'own' | 'others'; one: OpenAction }[] = []
    let cursor: string | undefined
    do {
      const page = await openActionPages(viewer, cursor, size)
      expect(page.own.length + page.others.length).toBeLessThanOrEqual(size)
      found.push(
        ...page.own.map((one) => ({ of: 'own' as const, one })),
        ...page.others.map((other) => ({ of: 'others' as const, one: other })),
      )
      cursor = page.next ?? undefined
    } while (cursor)
    expect(found.map(({ one }) => one.id).toSorted()).toEqual(all.map((one) => one.id).toSorted())
    expect(found.every(({ of, one }) => (of === 'own') === mine.has(one.seat?.id ?? ''))).toBe(true)
    const order = found.map(
      ({ of, one }) => `${of === 'own' ? 0 : 1} ${one.dueOn ?? '9999'} ${one.number}`,
    )
    expect(order).toEqual([...order].toSorted())
  }
}, 60_000)

it('counts those whose day has passed without reading them', async () => {
  const viewer = await viewerNamed('elvira.santoyo@practica.example')
  const overdue = await database.agreement.count({
    where: {
      forumId: viewer.forum.id,
      kind: 'action',
      closedAt: null,
      dueOn: { lt: new Date(viewer.today) },
    },
  })
  expect(await overdueActions(viewer)).toEqual({ overdue })
  expect(overdue).toBeGreaterThan(0)
})
