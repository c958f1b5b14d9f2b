// The brief of a seat with three years behind it, beside the demonstration's one.
import pg from 'pg'
import { forumBySlug, personViewer } from '../lib/act/viewer.ts'
import { briefSeenBy } from '../lib/brief/queries.ts'
import { openDatabase } from '../lib/db/client.ts'
import { personId, seatId } from '../prisma/demonstration/table.ts'
import type { TestDatabase } from '../testing/databases.ts'
import { median } from './figures.ts'
import type { Figure } from './figures.ts'

const FORUM = 'practica'
/** So often the demonstration's year is laid behind itself: some ten thousand acts. */
const COPIES = 64

/** What refers to what: ids of a copy are made of the id and the number of the copy, wherever they stand. */
const copied: Record<
  string,
  { ids: string[]; days?: string[]; instants?: string[]; changed?: Record<string, string> }
> = {
  meeting: {
    ids: ['id'],
    days: ['heldOn'],
    instants: ['startsAt', 'openedAt', 'closedAt'],
    changed: { number: 't.number + 1000 * n', year: 't.year' },
  },
  agenda_item: { ids: ['id', 'meetingId', 'continuesId'] },
  attendance: { ids: ['meetingId'] },
  minutes: { ids: ['id', 'meetingId'], changed: { number: `t.number || '-' || n` } },
  minutes_version: { ids: ['minutesId'] },
  approval: { ids: ['minutesId'] },
  agreement: {
    ids: ['id', 'minutesId', 'agendaItemId'],
    days: ['dueOn'],
    changed: { closedAt: 'coalesce(t."closedAt", now())' },
  },
  proposal: {
    ids: ['id', 'meetingId', 'agendaItemId'],
    changed: { number: 't.number + 1000 * n', closedAt: 'coalesce(t."closedAt", now())' },
  },
  proposal_version: { ids: ['proposalId'] },
  position: { ids: ['id', 'proposalId'] },
  decision: {
    ids: ['id', 'proposalId'],
    days: ['decidedOn'],
    changed: { number: 't.number + 1000 * n' },
  },
  progress_report: { ids: ['id'] },
  reading: { ids: ['id'] },
  link_capture: { ids: ['id'] },
  history_line: {
    ids: ['meetingId', 'proposalId'],
    days: ['happenedOn'],
    instants: ['recordedAt'],
    changed: { index: '300 + t.index + 300 * n' },
  },
}

/** Copies laid into the past, three weeks apart, by the owner of the tables: it is measured how they are read, not how they came. */
async function layYears(ownerUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    for (const [table, { ids, days = [], instants = [], changed = {} }] of Object.entries(copied)) {
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
      const { rows } = await client.query<{ name: string }>(
        'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position',
        ['public', table],
      )
      const value = (name: string) => {
        if (changed[name]) return changed[name]
        if (ids.includes(name)) return `md5(t."${name}"::text || n)::uuid`
        if (days.includes(name)) return `t."${name}" - 17 * n`
        if (instants.includes(name)) return `t."${name}" - make_interval(days => 17 * n)`
        return `t."${name}"`
      }
      await client.query(
        `INSERT INTO ${table} (${rows.map(({ name }) => `"${name}"`).join()})
         SELECT ${rows.map(({ name }) => value(name)).join()} FROM ${table} t
         JOIN forum f ON f.id = t."forumId" AND f.slug = '${FORUM}' CROSS JOIN generate_series(1, ${COPIES}) AS n`,
      )
      await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
    }
    await client.query('ANALYZE')
    const { rows } = await client.query<{ acts: number }>(
      `SELECT count(DISTINCT h.index)::int AS acts FROM history_line h JOIN forum f ON f.id = h."forumId" AND f.slug = '${FORUM}'`,
    )
    return rows[0]?.acts ?? 0
  } finally {
    await client.end()
  }
}

async function readBrief(appUrl: string, times: number): Promise<number> {
  const database = openDatabase(appUrl)
  try {
    const forum = await forumBySlug(database, FORUM)
    if (!forum) throw new Error('the demonstration has this forum')
    const taken: number[] = []
    for (let round = 0; round < times + 5; round += 1) {
      const started = performance.now()
      const viewer = await personViewer(database, forum, personId('fernando.quintanar'), new Date())
      const brief = await briefSeenBy(viewer, { seat: seatId('committee/chair') })
      if (!brief) throw new Error('no brief')
      if (round >= 5) taken.push(performance.now() - started)
    }
    return median(taken)
  } finally {
    await database.$disconnect()
  }
}

export async function benchBrief(database: TestDatabase, times: number): Promise<Figure[]> {
  const floor = await readBrief(database.appUrl, times)
  const acts = await layYears(database.ownerUrl)
  return [
    {
      name: `The brief of a seat with three years and ${acts.toLocaleString('en-GB')} acts behind it, p50; beside it the demonstration's year`,
      ours: await readBrief(database.appUrl, times),
      floor,
      unit: 'ms',
      better: 'lower',
      most: 300,
    },
  ]
}
