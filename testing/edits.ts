// What a superuser can do to a record with every guard off, one random edit at a time, and whether `npm run verify` finds it.
import { checkLog, compareTables, Differences, followingTables } from '../lib/act/verify.ts'
import { replay } from '../lib/act/replay.ts'
import type { Database, Reader } from '../lib/db/client.ts'
import { openDatabase } from '../lib/db/client.ts'
import { factKindNamed } from '../lib/facts.ts'
import type { Key } from '../lib/log/note.ts'

export type Tried = { edit: string; found: boolean }
export type Trial = { edits: Tried[]; clean: number; falseAlarms: string[] }

type Column = { table: string; name: string; type: string }
type Given = {
  ownerUrl: string
  appUrl: string
  emptyUrl: string
  forum: string
  key: Key
  edits: number
  clean: number
  seed?: number
}

class UndoneAgain extends Error {}

/**
 * Each edit is made by the owner of the tables in a transaction with triggers and constraints out of the way, looked for in it by the same
 * check as `npm run verify`'s, and rolled back. What PostgreSQL refuses even so is no edit, and another is drawn.
 */
export async function tryEdits({
  ownerUrl,
  appUrl,
  emptyUrl,
  forum,
  key,
  edits,
  clean,
  seed = 1,
}: Given): Promise<Trial> {
  const [owner, database, replayed] = [
    openDatabase(ownerUrl, { connections: 1 }),
    openDatabase(appUrl, { connections: 4 }),
    openDatabase(emptyUrl, { connections: 4 }),
  ]
  const random = randomFrom(seed)
  const trial: Trial = { edits: [], clean: 0, falseAlarms: [] }
  try {
    await replay(database, replayed, forum, factKindNamed)
    const columns = await columnsOf(database)
    while (trial.edits.length < edits) {
      const tried = await tryEdit(owner, replayed, forum, key, drawEdit(columns, random), random)
      if (tried) trial.edits.push(tried)
      if (trial.clean < clean) {
        const differences = await look(database, replayed, forum, key)
        trial.clean += 1
        trial.falseAlarms.push(...differences.told.map(({ where, what }) => `${where}: ${what}`))
      }
    }
  } finally {
    await Promise.all([owner, database, replayed].map((one) => one.$disconnect()))
  }
  return trial
}

async function look(db: Reader, replayed: Database, forum: string, key: Key): Promise<Differences> {
  const differences = new Differences()
  await checkLog(db, forum, [{ key, from: 0 }], differences)
  await compareTables(db, replayed, forum, differences)
  return differences
}

type Edit = { name: string; tables: string[]; statement: (forum: string) => string }

async function tryEdit(
  owner: Database,
  replayed: Database,
  forum: string,
  key: Key,
  edit: Edit,
  random: () => number,
): Promise<Tried | null> {
  let found: boolean | null = null
  await owner
    .$transaction(
      async (tx) => {
        for (const table of edit.tables) {
          await tx.$executeRawUnsafe(`ALTER TABLE "${table}" DISABLE TRIGGER USER`)
          await tx.$executeRawUnsafe(`DO $$ DECLARE one text; BEGIN
        FOR one IN SELECT conname FROM pg_constraint WHERE conrelid = '"${table}"'::regclass AND contype IN ('f', 'c', 'p', 'u', 'x') LOOP
          EXECUTE format('ALTER TABLE "${table}" DROP CONSTRAINT IF EXISTS %I CASCADE', one);
        END LOOP; END $$`)
        }
        await tx.$executeRawUnsafe(`SELECT setseed(${random()})`)
        const changed = await tx.$executeRawUnsafe(edit.statement(forum))
        if (changed > 0) found = (await look(tx, replayed, forum, key)).count > 0
        throw new UndoneAgain()
      },
      { timeout: 60_000 },
    )
    .catch((error: unknown) => {
      if (
        !(error instanceof UndoneAgain) &&
        found === null &&
        !/Raw query failed|Code: `/.test(String(error))
      )
        throw error
    })
  return found === null ? null : { edit: edit.name, found }
}

/** Columns that nothing in the log says: which transaction appended last, and when our own row for a checkpoint was made. */
const NOT_OF_THE_LOG = new Set(['log_head.xid', 'log_checkpoint.signedAt'])

async function columnsOf(db: Reader): Promise<Column[]> {
  const columns = await db.$queryRaw<Column[]>`
    SELECT table_name AS "table", column_name AS name, udt_name AS type FROM information_schema.columns WHERE table_schema = 'public'`
  const edited = new Set([...followingTables, 'log_entry', 'log_head', 'log_checkpoint'])
  return columns.filter(
    ({ table, name }) =>
      edited.has(table) && name !== 'forumId' && !NOT_OF_THE_LOG.has(`${table}.${name}`),
  )
}

/** Another value of the same type, whatever stands there. */
const otherValue: Record<string, (column: string) => string> = {
  text: (c) => `coalesce(${c}, '') || 'x'`,
  jsonb: (c) => `coalesce(${c}, 'null'::jsonb) || '["x"]'::jsonb`,
  uuid: () => 'gen_random_uuid()',
  int4: (c) => `coalesce(${c}, 0) + 1`,
  float8: (c) => `coalesce(${c}, 0) + 1`,
  bool: (c) => `NOT coalesce(${c}, false)`,
  date: (c) => `coalesce(${c}, '2020-01-01') + 1`,
  timestamptz: (c) => `coalesce(${c}, '2020-01-01') + interval '1 second'`,
  bytea: (c) =>
    `CASE WHEN octet_length(${c}) > 0 THEN set_byte(${c}, octet_length(${c}) / 2, (get_byte(${c}, octet_length(${c}) / 2) + 1) % 256) ELSE '\\x00' END`,
  _uuid: (c) => `coalesce(${c}, '{}') || gen_random_uuid()`,
  _text: (c) => `coalesce(${c}, '{}') || 'x'::text`,
  _int4: (c) => `coalesce(${c}, '{}') || 1`,
}

function drawEdit(columns: Column[], random: () => number): Edit {
  const among = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const kind = random()
  if (kind < 0.2) return among(edits)
  const { table, name, type } = among(columns)
  const oneRow = (forum: string) =>
    `ctid = (SELECT ctid FROM "${table}" WHERE "forumId" = '${forum}' ORDER BY random() LIMIT 1)`
  if (kind < 0.35 && table !== 'log_checkpoint') {
    return {
      name: `a row of ${table} is gone`,
      tables: [table],
      statement: (forum) => `DELETE FROM "${table}" WHERE ${oneRow(forum)}`,
    }
  }
  const other = otherValue[type]
  if (!other) throw new Error(`no other value for a column of the type ${type}`)
  const changed = `${other(`"${name}"`)}`
  if (kind < 0.5 && !['log_head', 'log_checkpoint'].includes(table)) {
    const all = columns.filter((column) => column.table === table).map((column) => `"${column.name}"`)
    const values = all.map((one) => (one === `"${name}"` ? changed : one))
    return {
      name: `${table} has a row more, with another ${name}`,
      tables: [table],
      statement: (forum) =>
        `INSERT INTO "${table}" ("forumId", ${all.join(', ')}) SELECT "forumId", ${values.join(', ')} FROM "${table}" WHERE ${oneRow(forum)}`,
    }
  }
  return {
    name: `${table}.${name} says something else`,
    tables: [table],
    statement: (forum) => `UPDATE "${table}" SET "${name}" = ${changed} WHERE ${oneRow(forum)}`,
  }
}

const someEntry = (forum: string) =>
  `(SELECT index FROM log_entry WHERE "forumId" = '${forum}' ORDER BY random() LIMIT 1)`

/** What somebody does who knows how a log is made. */
const edits: Edit[] = [
  {
    name: 'an entry is rewritten, and its hash with it',
    tables: ['log_entry'],
    statement: (
      forum,
    ) => `WITH other AS (SELECT index, convert_to(replace(convert_from(body, 'UTF8'), '"v":1', '"v":1.0'), 'UTF8') AS body FROM log_entry WHERE "forumId" = '${forum}' AND index = ${someEntry(forum)})
      UPDATE log_entry e SET body = other.body, leaf = sha256('\\x00'::bytea || other.body) FROM other WHERE e."forumId" = '${forum}' AND e.index = other.index`,
  },
  {
    name: 'two entries change places',
    tables: ['log_entry'],
    statement: (
      forum,
    ) => `WITH one AS MATERIALIZED (SELECT index AS low FROM log_entry WHERE "forumId" = '${forum}' AND index > 0 ORDER BY random() LIMIT 1)
      UPDATE log_entry SET index = CASE WHEN index = low THEN low - 1 ELSE low END FROM one WHERE "forumId" = '${forum}' AND index IN (low, low - 1)`,
  },
  {
    name: 'the salts of two values change places',
    tables: ['log_payload'],
    statement: (
      forum,
    ) => `WITH two AS MATERIALIZED (SELECT commitment, salt FROM log_payload WHERE "forumId" = '${forum}' ORDER BY random() LIMIT 2)
      UPDATE log_payload p SET salt = other.salt FROM two AS own, two AS other
      WHERE p."forumId" = '${forum}' AND p.commitment = own.commitment AND own.commitment <> other.commitment`,
  },
  {
    name: 'a value beside an entry is erased without an act',
    tables: ['log_payload'],
    statement: (forum) =>
      `UPDATE log_payload SET salt = NULL, value = NULL, "erasedAt" = now() WHERE ctid = (SELECT ctid FROM log_payload WHERE "forumId" = '${forum}' ORDER BY random() LIMIT 1)`,
  },
  {
    name: 'the last acts are cut off, with all that stood beside them',
    tables: ['log_entry', 'log_payload', 'history_line', 'log_head'],
    statement: (
      forum,
    ) => `WITH cut AS MATERIALIZED (SELECT size - 1 - floor(random() * 5)::int AS at FROM log_head WHERE "forumId" = '${forum}'),
      entries AS (DELETE FROM log_entry USING cut WHERE "forumId" = '${forum}' AND index >= cut.at),
      payloads AS (DELETE FROM log_payload USING cut WHERE "forumId" = '${forum}' AND index >= cut.at),
      lines AS (DELETE FROM history_line USING cut WHERE "forumId" = '${forum}' AND index >= cut.at)
      UPDATE log_head SET size = cut.at FROM cut WHERE "forumId" = '${forum}'`,
  },
]

/** Mulberry32: the same seed draws the same edits. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
