import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { openDatabase, openPublished } from './client.ts'
import type { Database } from './client.ts'
import { recordedTables } from './inventory.ts'

// What somebody tries who has the password of the application, and what somebody tries who owns the tables. What the owner can do after all
// (switch a guard off) the database cannot keep them from: that, only a log that others have witnessed shows.

const { appUrl, ownerUrl, readerUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

let forum: string
let commitment: string
beforeAll(async () => {
  const table = await smallTable(database, 'atacada')
  forum = table.forum.id
  commitment = table.commitment
})

/** The SQLSTATE with which PostgreSQL refuses; null: it did not. In a session of its own, as another program's would be. */
async function refusal(url: string, statements: string[]): Promise<string | null> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
    return null
  } catch (error) {
    return (error as { code?: string }).code ?? 'unknown'
  } finally {
    await client.end()
  }
}

const NO_PRIVILEGE = '42501'
const GUARDED = '23001'
const everything = async () => ({
  entries: await database.logEntry.findMany({ where: { forumId: forum }, orderBy: { index: 'asc' } }),
  heads: await database.logHead.findMany({ where: { forumId: forum } }),
  payloads: await database.logPayload.findMany({
    where: { forumId: forum },
    orderBy: { seal: 'asc' },
  }),
  commitment: await database.commitment.findUnique({ where: { id: commitment } }),
})

describe('the application’s role', () => {
  it.each<[string, string[], string]>([
    ['changes an entry', ["UPDATE log_entry SET body = '\\x7b7d'"], NO_PRIVILEGE],
    ['deletes entries', ['DELETE FROM log_entry'], NO_PRIVILEGE],
    ['empties the log', ['TRUNCATE log_entry CASCADE'], NO_PRIVILEGE],
    [
      'merges another entry in',
      [
        "MERGE INTO log_entry USING (SELECT 1) AS one ON true WHEN MATCHED THEN UPDATE SET body = '\\x7b7d'",
      ],
      NO_PRIVILEGE,
    ],
    [
      'writes an entry past the function',
      [
        'INSERT INTO log_entry ("forumId", index, body, leaf) SELECT "forumId", 9999, body, leaf FROM log_entry LIMIT 1',
      ],
      NO_PRIVILEGE,
    ],
    ['moves the head', ['UPDATE log_head SET size = 0'], NO_PRIVILEGE],
    ['deletes what stands beside an entry', ['DELETE FROM log_payload'], NO_PRIVILEGE],
    ['switches a guard off', ['ALTER TABLE log_entry DISABLE TRIGGER ALL'], NO_PRIVILEGE],
    ['says that it replicates', ['SET session_replication_role = replica'], NO_PRIVILEGE],
    [
      'becomes the owner',
      [
        "DO $$ DECLARE one text; BEGIN SELECT tableowner INTO one FROM pg_tables WHERE tablename = 'log_entry'; EXECUTE format('SET ROLE %I', one); END $$",
      ],
      NO_PRIVILEGE,
    ],
    ['drops a table', ['DROP TABLE log_entry'], NO_PRIVILEGE],
    ['makes something of its own in the schema', ['CREATE TABLE public.mine (id int)'], NO_PRIVILEGE],
    [
      'puts another function in the place of ours',
      [
        "CREATE OR REPLACE FUNCTION public.recorded() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
      ],
      NO_PRIVILEGE,
    ],
    ['takes what a program writes', ["COPY log_entry FROM PROGRAM 'true'"], NO_PRIVILEGE],
  ])('%s: refused', async (_, statements, code) => {
    const before = await everything()
    expect(await refusal(appUrl, statements)).toBe(code)
    expect(await everything()).toEqual(before)
  })

  it('writes a row of one forum while it acts in none, or in another: refused row by row', async () => {
    const before = await everything()
    expect(
      await refusal(appUrl, [`UPDATE commitment SET status = 'concluded' WHERE id = '${commitment}'`]),
    ).toBe(NO_PRIVILEGE)
    const elsewhere = `SELECT set_config('mesa.forum', '${randomUUID()}', false)`
    expect(
      await refusal(appUrl, [
        elsewhere,
        `UPDATE commitment SET status = 'concluded' WHERE id = '${commitment}'`,
      ]),
    ).toBe(NO_PRIVILEGE)
    expect(await everything()).toEqual(before)
  })

  // Whoever can run one statement can say in which forum they act: the guard does not ask them.
  const claimed = (id: string) => `SELECT set_config('mesa.forum', '${id}', true)`

  it('says that it acts in a forum in whose log it appended nothing: refused when it commits', async () => {
    const before = await everything()
    expect(
      await refusal(appUrl, [
        'BEGIN',
        claimed(forum),
        `UPDATE commitment SET status = 'concluded' WHERE id = '${commitment}'`,
        'COMMIT',
      ]),
    ).toBe(GUARDED)
    expect(await everything()).toEqual(before)
  })

  it('shadows the head with a table of its own, and the guard looks past it', async () => {
    const before = await everything()
    expect(
      await refusal(appUrl, [
        'BEGIN',
        'CREATE TEMP TABLE log_head ("forumId" uuid, size int, "recordedAt" timestamptz, xid text)',
        `INSERT INTO pg_temp.log_head VALUES ('${forum}', 9, now(), pg_current_xact_id()::text)`,
        claimed(forum),
        'SET LOCAL search_path = pg_temp, public',
        `UPDATE public.commitment SET status = 'concluded' WHERE id = '${commitment}'`,
        'COMMIT',
      ]),
    ).toBe(GUARDED)
    expect(await everything()).toEqual(before)
  })

  it('changes rows of one forum under an entry of another: refused when it commits', async () => {
    const other = await smallTable(database, `vecina-${randomUUID().slice(0, 8)}`)
    expect(
      await refusal(appUrl, [
        'BEGIN',
        `SELECT append_entry('${other.forum.id}', '\\x7b7d', sha256('\\x007b7d'::bytea), now(), null, null, 'operator', false, '[]', '[]', null, null, null, null)`,
        claimed(forum),
        `UPDATE commitment SET status = 'concluded' WHERE id = '${commitment}'`,
        'COMMIT',
      ]),
    ).toBe(GUARDED)
  })
})

describe('the portal’s role', () => {
  it.each<[string, string[]]>([
    ['reads how to write to a person', ['SELECT email FROM public.person']],
    ['reads where a body meets by video', ['SELECT "videoLink" FROM public.meeting']],
    ['reads a draft', ['SELECT text FROM public.draft_item']],
    ['reads what somebody typed into a draft', ['SELECT update FROM public.draft_update']],
    ['reads who signs in', ['SELECT * FROM public."user"']],
    ['reads sign-ins', ['SELECT * FROM public.sign_in']],
    ['reads answers to idempotency keys', ['SELECT * FROM public.act_key']],
    ['reads a file on its way in', ['SELECT * FROM public.upload']],
    ['changes a row', ["UPDATE public.commitment SET status = 'concluded'"]],
    ['deletes rows through a view', ['DELETE FROM published.commitment']],
    [
      'appends to the log',
      [
        "SELECT append_entry(gen_random_uuid(), '\\x7b7d', sha256('\\x007b7d'::bytea), now(), null, null, 'operator', false, '[]', '[]', null, null, null, null)",
      ],
    ],
    ['becomes the application', ['SET ROLE mesa_app']],
    ['switches row-level security off', ['ALTER TABLE public.minutes DISABLE ROW LEVEL SECURITY']],
    ['makes something of its own', ['CREATE TABLE published.mine (id int)']],
    ['asks past row-level security', ['SET row_security = off', 'SELECT * FROM public.history_line']],
  ])('%s: refused', async (_, statements) => {
    const before = await everything()
    expect(await refusal(readerUrl, statements)).toBe(NO_PRIVILEGE)
    expect(await everything()).toEqual(before)
  })

  it('has a view of every recorded table, and of the log, and of nothing else', async () => {
    const views = await database.$queryRaw<{ name: string; invoker: boolean }[]>`
      SELECT relname AS name, coalesce('security_invoker=true' = ANY (reloptions), false) AS invoker FROM pg_class
      WHERE relnamespace = 'published'::regnamespace AND relkind = 'v'`
    // What the reader may not read at all, the view of the owner tells where its person agreed: a name.
    expect(views.filter((view) => !view.invoker).map((view) => view.name)).toEqual(['person'])
    const log = [
      'log_head',
      'log_entry',
      'log_payload',
      'log_checkpoint',
      'log_cosignature',
      'history_line',
    ]
    expect(views.map((view) => view.name).toSorted()).toEqual([...recordedTables, ...log].toSorted())
  })

  it('sees of minutes, proposals and acts what is public, and no row more', async () => {
    const published = openPublished(readerUrl, { connections: 2 })
    try {
      for (const [table, condition] of [
        ['minutes', '"approvedAt" IS NULL'],
        ['history_line', 'held'],
        ['log_payload', 'NOT open'],
        ['person', 'email IS NOT NULL'],
        ['meeting', '"videoLink" IS NOT NULL'],
      ] as const) {
        const count = (db: Database) =>
          db.$queryRawUnsafe<{ count: number }[]>(
            `SELECT count(*)::int AS count FROM ${table} WHERE ${condition}`,
          )
        expect([table, await count(published)]).toEqual([table, [{ count: 0 }]])
      }
      expect(await published.commitment.count()).toBe(await database.commitment.count())
    } finally {
      await published.$disconnect()
    }
  })
})

describe('the owner of the tables', () => {
  it.each<[string, string[], string]>([
    ['changes an entry', ['UPDATE log_entry SET body = body'], GUARDED],
    ['empties the log', ['TRUNCATE log_entry CASCADE'], GUARDED],
    ['changes a recorded row', ["UPDATE commitment SET status = 'concluded'"], GUARDED],
    ['empties a recorded table', ['TRUNCATE commitment CASCADE'], GUARDED],
    ['says that it replicates', ['SET session_replication_role = replica'], NO_PRIVILEGE],
  ])('%s: refused, unless a guard is switched off', async (_, statements, code) => {
    const before = await everything()
    expect(await refusal(ownerUrl, statements)).toBe(code)
    expect(await everything()).toEqual(before)
  })

  it('finds every guard on, for every kind of session', async () => {
    const guards = await database.$queryRaw<{ table: string; name: string; state: string }[]>`
      SELECT c.relname AS table, t.tgname AS name, t.tgenabled::text AS state FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE NOT t.tgisinternal AND t.tgname IN ('recorded', 'no_truncate', 'no_change')`
    expect(guards.length).toBeGreaterThan(60)
    expect(guards.filter((guard) => guard.state !== 'A')).toEqual([])
  })
})

/** Who administers the built-in PostgreSQL; a server that was lent to the tests keeps its own to itself. */
function administratorUrl(): string | null {
  const file = join(inject('server').dataDir, 'postgres.json')
  if (!existsSync(file)) return null
  const { admin } = JSON.parse(readFileSync(file, 'utf8')) as { admin: string }
  return Object.assign(new URL(ownerUrl), { username: 'mesa_admin', password: admin }).href
}

describe.skipIf(administratorUrl() === null)(
  'the database’s administrator, who skips ordinary triggers by saying that it replicates',
  () => {
    it.each<[string, string]>([
      ['changes an entry', 'UPDATE log_entry SET body = body'],
      ['deletes entries', 'DELETE FROM log_entry'],
      ['empties the log', 'TRUNCATE log_entry CASCADE'],
      ['changes a recorded row', "UPDATE commitment SET status = 'concluded'"],
      ['deletes a recorded row', 'DELETE FROM seat'],
      ['empties a recorded table', 'TRUNCATE commitment CASCADE'],
    ])('%s: refused', async (_, statement) => {
      const before = await everything()
      expect(
        await refusal(administratorUrl() ?? '', ['SET session_replication_role = replica', statement]),
      ).toBe(GUARDED)
      expect(await everything()).toEqual(before)
    })
  },
)
