/** @module-tag long */
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useDatabase } from '../../testing/use-database.ts'
import { openDoor } from '../act/act.ts'
import { replay } from '../act/replay.ts'
import { commitmentsSeenBy } from '../commitments/seen.ts'
import { planSeenBy } from '../commitments/plan-seen.ts'
import { factKindNamed } from '../facts.ts'
import { viewerAt } from '../act/moment.ts'
import { forumBySlug, officeViewer, publicViewer } from '../act/viewer.ts'
import { effects } from '../effects.ts'
import { erasePayloads } from '../keeping/commands.ts'
import { openAsOf } from './as-of.ts'
import { openDatabase, openPublished } from './client.ts'
import { recordedTables, unrecordedTables } from './inventory.ts'

const seeded = await useDatabase({ seeded: true })
const empty = await useDatabase()
const database = openDatabase(seeded.appUrl)
const published = openPublished(seeded.readerUrl)
const past = openAsOf(seeded.readerUrl, 'asof_published')
const whole = openAsOf(seeded.appUrl, 'asof')
const owner = new pg.Client({ connectionString: seeded.ownerUrl })
beforeAll(() => owner.connect())
afterAll(() =>
  Promise.all([
    database.$disconnect(),
    published.$disconnect(),
    past.close(),
    whole.close(),
    owner.end(),
  ]),
)

const forumOf = async (slug: string) => (await database.forum.findUniqueOrThrow({ where: { slug } })).id

/** All rows of a forum's recorded tables, sorted: of now, or as the views show them. */
async function rowsIn(client: pg.Client, schema: string, forum: string): Promise<string> {
  const parts = recordedTables.map(
    (table) =>
      `SELECT '${table}' AS of, to_jsonb(t)::text AS row FROM ${schema}."${table}" t WHERE t."forumId" = '${forum}'`,
  )
  const { rows } = await client.query<{ of: string; row: string }>(
    `SELECT * FROM (${parts.join(' UNION ALL ')}) AS r ORDER BY 1, 2`,
  )
  return rows.map(({ of, row }) => `${of} ${row}`).join('\n')
}

const stand = (at: number | string) =>
  typeof at === 'number'
    ? owner.query(
        `SELECT set_config('mesa.at_index', $1, false), set_config('mesa.at_day', '', false)`,
        [String(at)],
      )
    : owner.query(
        `SELECT set_config('mesa.at_index', '', false), set_config('mesa.at_day', $1, false)`,
        [at],
      )

describe('at a number of the log', () => {
  it.each(['mexico', 'practica'])(
    '%s has exactly the rows that a replay of the log up to there gives',
    { timeout: 240_000 },
    async (slug) => {
      const forum = await forumOf(slug)
      const into = openDatabase(empty.appUrl)
      const scratch = new pg.Client({ connectionString: empty.ownerUrl })
      await scratch.connect()
      const size = (await database.logHead.findUniqueOrThrow({ where: { forumId: forum } })).size
      let compared = 0
      try {
        await replay(database, into, forum, factKindNamed, async (index) => {
          await stand(index)
          expect(await rowsIn(owner, 'asof', forum), `at ${index}`).toBe(
            await rowsIn(scratch, 'public', forum),
          )
          compared += 1
        })
        expect(compared).toBe(size)
        // And the past of all that is the same too, version for version.
        expect(await rowsIn(scratch, 'past', forum)).toBe(await rowsIn(owner, 'past', forum))
      } finally {
        await into.$disconnect()
        await scratch.end()
      }
    },
  )
})

describe('on a day', () => {
  it('shows of each row the latest word about that day, and of nothing a part without the whole', async () => {
    const { rows: keys } = await owner.query<{
      child: string
      parent: string
      whole: string
      named: string
    }>(`
      SELECT c.relname AS child, p.relname AS parent, string_agg(format('p.%I = c.%I', b.attname, a.attname), ' AND ') AS whole,
        string_agg(format('c.%I IS NOT NULL', a.attname), ' AND ') AS named
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid, unnest(k.conkey, k.confkey) AS pair(own, other)
      JOIN pg_attribute a ON a.attnum = pair.own JOIN pg_attribute b ON b.attnum = pair.other
      WHERE k.contype = 'f' AND a.attrelid = c.oid AND b.attrelid = p.oid AND c.relnamespace = 'public'::regnamespace
        AND EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'recorded')
      GROUP BY k.oid, c.relname, p.relname`)
    expect(keys.length).toBeGreaterThan(20)
    const days = [
      '2016-12-30',
      '2016-12-31',
      '2019-12-10',
      '2022-05-03',
      ...fc
        .sample(
          fc.date({ min: new Date('2018-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }),
          25,
        )
        .map((day) => day.toISOString().slice(0, 10)),
    ]
    for (const day of days) {
      await stand(day)
      for (const { child, parent, whole: found, named } of keys) {
        const { rows } = await owner.query(
          `SELECT 1 FROM asof."${child}" c WHERE ${named} AND NOT EXISTS (SELECT 1 FROM asof."${parent}" p WHERE ${found}) LIMIT 1`,
        )
        expect(rows, `${child} of ${parent} on ${day}`).toEqual([])
      }
      for (const table of ['commitment', 'mandate', 'meeting', 'proposal', 'organisation']) {
        const { rows } = await owner.query<{ shown: string; meant: string }>(
          `SELECT (SELECT coalesce(string_agg(t::text, '|' ORDER BY t.id), '') FROM asof."${table}" t) AS shown, (
          SELECT coalesce(string_agg(m::text, '|' ORDER BY m.id), '') FROM (SELECT DISTINCT ON (v.id) v.* FROM past."${table}" v WHERE v."inForceFrom" <= $1::date ORDER BY v.id, v."versionNo" DESC) w
          JOIN LATERAL (SELECT (jsonb_populate_record(NULL::public."${table}", to_jsonb(w))).*) m ON true) AS meant`,
          [day],
        )
        expect(rows[0]?.shown, `${table} on ${day}`).toBe(rows[0]?.meant)
      }
    }
  })

  it('gives the statuses of Mexico’s fourth plan as its record names them', async () => {
    const forum = await forumBySlug(published, 'mexico')
    if (!forum) throw new Error('no forum')
    const today = publicViewer(published, forum, new Date())
    const inactive = async (on: string) => {
      const viewer = await viewerAt(today, past.at({ on }), { on })
      const plan = await planSeenBy(viewer, '2019-2022')
      return (
        plan &&
        (await commitmentsSeenBy(viewer, plan.id)).lines
          .filter((line) => line.status === 'inactive')
          .map((line) => line.number)
      )
    }
    expect(await inactive('2019-12-09')).toBeNull()
    expect(await inactive('2019-12-10')).toEqual([])
    expect(await inactive('2021-12-12')).toEqual([])
    expect(await inactive('2021-12-13')).toEqual([1])
    expect(await inactive('2022-05-02')).toEqual([1])
    expect(await inactive('2022-05-03')).toEqual([1, 5])
    expect(await inactive('2022-10-20')).toEqual([1, 5, 9])
  })

  it('knows an organisation that was succeeded later, by the name of then and without its end', async () => {
    const forum = await forumOf('mexico')
    const inai = (on: string) =>
      past.at({ on }).organisation.findFirst({
        where: { forumId: forum, shortName: 'INAI' },
        include: { successors: true },
      })
    expect(await inai('2022-05-03')).toMatchObject({ endedOn: null, successors: [] })
    expect(await inai('2026-01-01')).toMatchObject({
      endedOn: '2025-03',
      successors: [{ happenedOn: '2025-03' }],
    })
  })
})

describe('the handle of a moment', () => {
  it('answers each of many at once at their own moment, found by key or not', async () => {
    const forumId = await forumOf('mexico')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 20, maxLength: 60 }),
        async (numbers) => {
          const answers = await Promise.all(
            numbers.map(async (at) => {
              const then = past.at({ at })
              const key = (index: number) => ({ where: { forumId_index: { forumId, index } } })
              const [count, last, next] = await Promise.all([
                then.logEntry.count({ where: { forumId } }),
                then.logEntry.findUnique(key(at)),
                then.logEntry.findUnique(key(at + 1)),
              ])
              return [count, last?.index, next]
            }),
          )
          expect(answers).toEqual(numbers.map((at) => [at + 1, at, null]))
        },
      ),
      { numRuns: 5 },
    )
  })

  it('shows the public nothing that is not published', async () => {
    const forumId = await forumOf('practica')
    const size = (await database.logHead.findUniqueOrThrow({ where: { forumId } })).size
    expect(await past.at({ at: size - 1 }).person.findMany({ where: { email: { not: null } } })).toEqual(
      [],
    )
    const circulated = await database.minutes.findMany({ where: { approvedAt: null } })
    expect(circulated.length).toBeGreaterThan(0)
    for (const at of [size - 1, Math.floor(size / 2)]) {
      const minutes = await past.at({ at }).minutes.findMany({})
      expect(minutes.filter((one) => one.approvedAt === null)).toEqual([])
      expect(
        await past
          .at({ at })
          .minutesVersion.findMany({ where: { minutesId: { in: circulated.map((one) => one.id) } } }),
      ).toEqual([])
    }
    await expect(past.at({ at: 1 }).draftItem.findMany()).rejects.toThrow(/does not exist/)
    expect(await whole.at({ at: size - 1 }).draftItem.findMany()).toEqual([])
  })
})

describe('the past', () => {
  it('is kept of every recorded table, and every table has a view of its name', async () => {
    const { rows } = await owner.query<{ table: string }>(
      `SELECT table_schema || '.' || table_name AS table FROM information_schema.tables WHERE table_schema IN ('past', 'asof')`,
    )
    const there = new Set(rows.map((row) => row.table))
    for (const table of recordedTables)
      expect([...there]).toEqual(expect.arrayContaining([`past.${table}`, `asof.${table}`]))
    for (const table of Object.keys(unrecordedTables))
      expect(there.has(`asof.${table}`), table).toBe(true)
    const { rows: views } = await owner.query<{
      table_name: string
    }>(`SELECT table_name FROM information_schema.tables p WHERE table_schema = 'published'
      AND NOT EXISTS (SELECT FROM information_schema.tables a WHERE a.table_schema = 'asof_published' AND a.table_name = p.table_name)`)
    expect(views).toEqual([])
    const { rows: quiet } =
      await owner.query(`SELECT relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'recorded')
      AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'past' AND t.tgenabled = 'A')`)
    expect(quiet).toEqual([])
  })

  it.each([
    ['the application', () => seeded.appUrl, `UPDATE past.commitment SET status = 'concluded'`],
    ['the application', () => seeded.appUrl, 'DELETE FROM past.commitment'],
    ['the application', () => seeded.appUrl, 'TRUNCATE past.commitment'],
    [
      'the application',
      () => seeded.appUrl,
      `SELECT past.reach_commitment(gen_random_uuid(), '2000-01-01')`,
    ],
    ['the portal', () => seeded.readerUrl, 'SELECT email FROM past.person'],
    ['the portal', () => seeded.readerUrl, 'SELECT * FROM asof.person'],
    ['the portal', () => seeded.readerUrl, `UPDATE past.commitment SET status = 'concluded'`],
  ])('is not %s’s to change, or to read more of', async (_who, url, statement) => {
    const client = new pg.Client({ connectionString: url() })
    await client.connect()
    await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' })
    await client.end()
  })
})

describe('what was taken down', () => {
  it('is in no version any more', async () => {
    const forum = await forumBySlug(database, 'practica')
    if (!forum) throw new Error('no forum')
    const person = await database.person.findFirstOrThrow({
      where: { forumId: forum.id, name: 'Hugo Barrera Solís' },
    })
    const named = () => whole.at({ on: '2026-06-01' }).person.findUnique({ where: { id: person.id } })
    expect(await named()).toMatchObject({ name: 'Hugo Barrera Solís' })
    const beside = await database.logPayload.findMany({
      where: {
        forumId: forum.id,
        open: false,
        value: { in: [JSON.stringify(person.name), JSON.stringify(person.email)] },
      },
    })
    const outcome = await openDoor(database, effects)(erasePayloads, {
      viewer: officeViewer(database, forum, 'operator', new Date()),
      key: 'as-of-erases-a-person',
      input: {
        payloads: beside.map((one) => Buffer.from(one.seal).toString('base64')),
        reason: { lang: 'es', text: 'Lo pidió' },
        note: null,
      },
    })
    expect(outcome).toMatchObject({ is: 'done' })
    expect(await named()).toMatchObject({ name: null, email: null })
    const { rows } = await owner.query(`SELECT 1 FROM past.person p WHERE p::text LIKE '%Hugo Barrera%'`)
    expect(rows).toEqual([])
  })
})
