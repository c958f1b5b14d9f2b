// A page as of a day and as of a log number, beside the same page of today, over a log of a million entries and as many rows of the past.
import { withClient } from '../scripts/roles.ts'
import type { TestDatabase } from '../testing/databases.ts'
import { inTurn } from './figures.ts'
import type { Figure } from './figures.ts'
import { withServer } from './pages.ts'

const ENTRIES = 1_000_000
const DAY = '2026-09-30'
const ACT = 200

/**
 * A million entries more in the log of `practica`, each with its line of the history; three hundred thousand reports of progress and two hundred
 * thousand pieces of evidence, as many rows of their past, and of the evidence a second version each. Written past the guards, by the owner:
 * what is measured is reading.
 */
async function fill(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    const {
      rows: [forum],
    } = await client.query<{ id: string; size: number }>(
      `SELECT f.id, h.size FROM forum f JOIN log_head h ON h."forumId" = f.id WHERE f.slug = 'practica'`,
    )
    if (!forum) throw new Error('the demonstration has no practica')
    const guards = async (state: 'ENABLE' | 'DISABLE') => {
      for (const table of ['log_entry', 'history_line', 'log_head', 'progress_report', 'evidence'])
        await client.query(`ALTER TABLE ${table} ${state} TRIGGER USER`)
    }
    await guards('DISABLE')
    await client.query(
      `CREATE TEMP TABLE others AS SELECT gen_random_uuid() AS id, n FROM generate_series(0, 999) AS n`,
    )
    await client.query(
      `INSERT INTO log_entry SELECT $1, n, b, sha256('\\x00'::bytea || b) FROM (
      SELECT n, convert_to('{"facts":[],"n":' || n || ',"v":1}', 'UTF8') AS b FROM generate_series($2::int, $2::int + $3::int - 1) AS n) AS e`,
      [forum.id, forum.size, ENTRIES],
    )
    // One line in fifty is about a commitment that the pages show.
    await client.query(
      `INSERT INTO history_line ("forumId", index, ordinal, kind, fields, "recordedAt", "happenedOn", office, "commitmentId", held)
      SELECT $1, n, 0, 'roadmaps.progress-reported/1', said.fields, now(), '2026-11-01'::date - (n % 400), 'system',
        CASE WHEN n % 50 = 0 THEN (SELECT array_agg(id ORDER BY id) FROM commitment WHERE "forumId" = $1)[1 + n / 50 % 17] ELSE (SELECT array_agg(id) FROM others)[1 + n % 1000] END, false
      FROM generate_series($2::int, $2::int + $3::int - 1) AS n,
        (SELECT fields FROM history_line WHERE "forumId" = $1 AND kind = 'roadmaps.progress-reported/1' LIMIT 1) AS said`,
      [forum.id, forum.size, ENTRIES],
    )
    await client.query(`UPDATE log_head SET size = $2::int + $3::int WHERE "forumId" = $1`, [
      forum.id,
      forum.size,
      ENTRIES,
    ])
    for (const [table, count] of [
      ['progress_report', 300_000],
      ['evidence', 200_000],
    ] as const) {
      await client.query(
        `CREATE TEMP TABLE added AS SELECT (jsonb_populate_record(NULL::${table}, to_jsonb(t) || jsonb_build_object('id', gen_random_uuid(), 'commitmentId', o.id))).*
        FROM generate_series(1, ${count}) AS place JOIN others o ON o.n = place % 1000 CROSS JOIN LATERAL (SELECT * FROM ${table} WHERE "forumId" = $1 LIMIT 1) AS t`,
        [forum.id],
      )
      await client.query(`INSERT INTO ${table} SELECT * FROM added`)
      await client.query(
        `INSERT INTO past.${table} SELECT a.*, 0, 100, CASE WHEN $1 = 'evidence' THEN 150 END, '2026-03-01', CASE WHEN $1 = 'evidence' THEN '2026-05-01'::date END FROM added a`,
        [table],
      )
      if (table === 'evidence')
        await client.query(
          `INSERT INTO past.evidence SELECT a.*, 1, 150, NULL, '2026-05-01', NULL FROM added a`,
        )
      await client.query('DROP TABLE added')
    }
    await guards('ENABLE')
    await client.query('VACUUM ANALYZE')
  })
}

async function fetched(url: string): Promise<void> {
  const answer = await fetch(url, { headers: { 'accept-encoding': 'identity' } })
  const text = await answer.text()
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`)
  if (
    url.includes('?on=') !== text.includes('data-moment="on=') ||
    url.includes('?at=') !== text.includes('data-moment="at=')
  )
    throw new Error(`${url} is not of its moment`)
}

/** At addresses that nobody asked for before: a page that is kept is sent as it is, of whatever moment. */
export async function benchAsOf(database: TestDatabase, rounds: number): Promise<Figure[]> {
  await fill(database.ownerUrl)
  return withServer(database, async (url) => {
    const figures: Figure[] = []
    const pages: [string, string][] = [
      ['the plan', '/es/practica/plan'],
      ['a commitment', '/es/practica/plans/2026-2028/commitments/1'],
      ['a body', '/es/practica/bodies/coordinating-committee'],
      ['the meetings', '/es/practica/meetings'],
      ['the decisions', '/es/practica/decisions'],
    ]
    let asked = 0
    for (const [name, path] of pages) {
      const then = (moment: string) => fetched(`${url}${path}?${moment}&first=${(asked += 1)}`)
      const today = () => fetched(`${url}${path}?first=${(asked += 1)}`)
      for (let warm = 0; warm < 15; warm += 1)
        await Promise.all([then(`on=${DAY}`), then(`at=${ACT}`), today()])
      figures.push(
        {
          name: `As of a day, ${name}, first rendering, beside today’s, 1,000,000 entries`,
          ...(await inTurn(rounds, () => then(`on=${DAY}`), today)),
          unit: 'ms',
          better: 'lower',
          target: 2,
        },
        {
          name: `As of a log number, ${name}, first rendering, beside today’s, 1,000,000 entries`,
          ...(await inTurn(rounds, () => then(`at=${ACT}`), today)),
          unit: 'ms',
          better: 'lower',
          target: 2,
        },
      )
    }
    return figures
  })
}
