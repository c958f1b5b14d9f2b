// A search as the portal asks it, over a forum of many passages and five thousand minutes.
import { forumBySlug, publicViewer } from '../lib/act/viewer.ts'
import { openPublished } from '../lib/db/client.ts'
import { searchSeenBy } from '../lib/search/seen.ts'
import { withClient } from '../scripts/roles.ts'
import type { TestDatabase } from '../testing/databases.ts'
import { quantile } from './figures.ts'
import type { Figure } from './figures.ts'

const MINUTES = 5_000
const WORDS = 40

/**
 * Passages of some forty words, drawn from the words of the demonstration as words are (the second half as often as the
 * first, and so on), a tenth of them items of minutes. Written by the owner, past the rows: what is measured is finding.
 */
async function fill(ownerUrl: string, passages: number): Promise<{ text: number; index: number }> {
  return withClient(ownerUrl, async (client) => {
    await client.query('DROP INDEX search.entry_lexemes')
    await client.query(
      `CREATE TEMP TABLE vocabulary AS SELECT row_number() OVER (ORDER BY n DESC, word) AS place, word FROM search.word
       WHERE "forumId" = (SELECT id FROM forum WHERE slug = 'mexico')`,
    )
    await client.query('ANALYZE vocabulary')
    await client.query(
      `INSERT INTO search.entry
       SELECT (SELECT id FROM forum WHERE slug = 'practica'), CASE WHEN p % 10 = 0 THEN 'minutes_version' ELSE 'progress_report' END,
         gen_random_uuid(), 1, CASE WHEN p % 10 = 0 THEN 'minutes' ELSE 'report' END, CASE WHEN p % 10 = 0 THEN 'minutes' ELSE 'activity' END,
         md5((p % $2::int)::text)::uuid, NULL, 'es', string_agg(v.word, ' '), false,
         NULL, NULL, NULL, NULL, DATE '2016-01-01' + p % 3650, NULL, NULL, NULL, true
       FROM (SELECT p, 1 + floor(power(random(), 3) * (SELECT count(*) FROM vocabulary))::int AS place
             FROM generate_series(1, $1::int) AS p, generate_series(1, ${WORDS})) AS drawn
       JOIN vocabulary v USING (place) GROUP BY p`,
      [passages, MINUTES],
    )
    await client.query(
      'CREATE INDEX entry_lexemes ON search.entry USING gin (lexemes) WITH (fastupdate = off)',
    )
    await client.query('VACUUM ANALYZE search.entry')
    const { rows } = await client.query<{ text: string; index: string }>(
      `SELECT sum(octet_length(said))::text AS text, pg_relation_size('search.entry_lexemes')::text AS index FROM search.entry`,
    )
    return { text: Number(rows[0]?.text), index: Number(rows[0]?.index) }
  })
}

const asked = [
  'fideicomisos',
  'fideicomizos',
  'agua municipios',
  '"plan de acción"',
  'evidencia -agua',
  'transparencia presupuesto',
  'diagnóstico',
  'sociedad civil plataforma',
]

export async function benchSearch(
  database: TestDatabase,
  { passages, rounds }: { passages: number; rounds: number },
): Promise<Figure[]> {
  const { text, index } = await fill(database.ownerUrl, passages)
  const db = openPublished(database.readerUrl, { connections: 3 })
  try {
    const forum = await forumBySlug(db, 'practica')
    if (!forum) throw new Error('the demonstration has no practica')
    const viewer = publicViewer(db, forum, new Date())
    const [taken, floor]: [number[], number[]] = [[], []]
    const timed = async (into: number[], work: () => Promise<unknown>) => {
      const started = performance.now()
      await work()
      into.push(performance.now() - started)
    }
    for (let round = 0; round < rounds + 3; round += 1)
      for (const q of asked) {
        await timed(floor, () => db.forum.findUnique({ where: { slug: 'practica' } }))
        await timed(taken, () => searchSeenBy(viewer, { q }))
      }
    const warm = 3 * asked.length
    const of = passages.toLocaleString('en-GB')
    return [
      {
        name: `A search, p95 of ${asked.length} questions, ${of} passages and ${MINUTES.toLocaleString('en-GB')} minutes, beside one row by its key`,
        ours: quantile(taken.slice(warm), 0.95),
        floor: quantile(floor.slice(warm), 0.95),
        unit: 'ms',
        better: 'lower',
        most: 50,
      },
      {
        name: `The index of words beside the text, ${of} passages`,
        ours: index / 1e6,
        floor: text / 1e6,
        unit: 'MB',
        better: 'lower',
        target: 0.6,
      },
    ]
  } finally {
    await db.$disconnect()
  }
}
