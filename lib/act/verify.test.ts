/** @module-tag long */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { proposeStatus } from '../commitments/commands.ts'
import { openDatabase } from '../db/client.ts'
import { factKindNamed } from '../facts.ts'
import { takePosition } from '../proposals/commands.ts'
import { checkLog, compareRows, Differences } from './verify.ts'

const { appUrl, ownerUrl } = await useDatabase()
const empty = await useDatabase()
const database = openDatabase(appUrl)
const prose = (text: string) => ({ lang: 'es', text })
let table: Awaited<ReturnType<typeof smallTable>>

beforeAll(async () => {
  table = await smallTable(database, 'mesa', { rules: { openProposalsArePublic: false } })
  const { proposal } = done(
    await table.civil.as(proposeStatus, {
      commitment: table.commitment,
      mode: 'written',
      to: 'inactive',
      title: prose('Pausa'),
      text: prose('Texto'),
      reasonClass: 'law',
      tried: prose('Todo'),
      conditions: prose('Si'),
      reviewOn: '2030-01-01',
      deadlineOn: '2029-01-01',
    }),
  )
  const { digest } = await table.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
  for (const place of [table.civil, table.oversight, table.executive])
    done(await place.as(takePosition, { proposal, digest, stance: 'agree' }))
})
afterAll(() => database.$disconnect())

async function differencesIn(db: typeof database) {
  const differences = new Differences()
  await checkLog(db, table.forum.id, null, differences)
  return differences.told
}

async function asOwner(...statements: string[]) {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    for (const statement of statements) await owner.query(statement)
  } finally {
    await owner.end()
  }
}

describe('a record that nobody touched', () => {
  it('is the fold of its log, row for row, held acts included', async () => {
    const into = openDatabase(empty.appUrl)
    try {
      expect(await differencesIn(database)).toEqual([])
      expect(await compareRows(database, into, table.forum.id, factKindNamed)).toEqual([])
      const lines = (handle: typeof database) =>
        handle.historyLine.findMany({
          where: { forumId: table.forum.id },
          orderBy: [{ index: 'asc' }, { ordinal: 'asc' }],
        })
      expect(await lines(into)).toEqual(await lines(database))
    } finally {
      await into.$disconnect()
    }
  })
})

describe('a record that its host rewrote', () => {
  const unguarded = (table: string) => `ALTER TABLE ${table} DISABLE TRIGGER USER`
  it.each([
    ['a status', `UPDATE commitment SET status = 'concluded'`, 'commitment'],
    [
      'a position',
      `UPDATE position SET stance = 'object' WHERE id = (SELECT id FROM position LIMIT 1)`,
      'position',
    ],
    [
      'a row more',
      `INSERT INTO outside_event (id, "forumId", "happenedOn", what, source) SELECT gen_random_uuid(), id, '2026-01-01', '{}', '{}' FROM forum`,
      'outside_event',
    ],
    [
      'a line of the history',
      `UPDATE history_line SET "happenedOn" = '2020-01-01' WHERE index = 1`,
      'history_line',
    ],
    [
      'a personal value that is no longer so',
      `UPDATE log_payload SET open = true WHERE NOT open`,
      'log_payload',
    ],
    ['a row less', `DELETE FROM position WHERE id = (SELECT id FROM position LIMIT 1)`, 'position'],
  ])('shows: %s', async (_name, tampering, where) => {
    const keep = ['position', 'commitment', 'history_line', 'log_payload']
    await asOwner(
      ...keep.map((table) => `CREATE TABLE kept_${table} AS TABLE ${table}`),
      ...[...keep, 'outside_event'].map(unguarded),
      tampering,
    )
    const fresh = await freshDatabase()
    try {
      const found = await compareRows(database, fresh.handle, table.forum.id, factKindNamed)
      expect(found.map((difference) => difference.where)).toContain(where)
      expect(new Set(found.map((difference) => difference.where)).size).toBe(1)
    } finally {
      await fresh.close()
      await asOwner(
        'DELETE FROM position',
        'INSERT INTO position TABLE kept_position',
        'DELETE FROM outside_event',
        'UPDATE commitment c SET status = k.status FROM kept_commitment k WHERE k.id = c.id',
        'DELETE FROM history_line',
        'INSERT INTO history_line TABLE kept_history_line',
        'DELETE FROM log_payload',
        'INSERT INTO log_payload TABLE kept_log_payload',
        ...keep.map((table) => `DROP TABLE kept_${table}`),
      )
    }
  })

  it('shows: what stands beside an entry, and an entry’s own bytes', async () => {
    await asOwner(
      `UPDATE log_payload SET value = replace(value, 'Texto', 'Otra cosa') WHERE value LIKE '%Texto%'`,
    )
    expect((await differencesIn(database)).map((difference) => difference.what)).toContain(
      'what stands beside it does not open its seal',
    )
    await asOwner(
      'ALTER TABLE log_entry DISABLE TRIGGER no_change',
      'ALTER TABLE log_entry DROP CONSTRAINT leaf_is_of_body',
      `UPDATE log_entry SET body = convert_to(replace(convert_from(body, 'UTF8'), 'Persona', 'Personb') || ' ', 'UTF8') WHERE index = 2`,
    )
    expect(await differencesIn(database)).toContainEqual({
      where: 'entry 2',
      what: 'its stored hash is not the hash of its bytes',
    })
  })
})

async function freshDatabase() {
  const { applyMigrations } = await import('../../scripts/migrate.ts')
  const { emptyDatabase } = await import('../../testing/databases.ts')
  const database = await emptyDatabase(inject('server'))
  await applyMigrations(database.ownerUrl)
  const handle = openDatabase(database.appUrl, { connections: 2 })
  return {
    handle,
    close: async () => {
      await handle.$disconnect()
      await database.drop()
    },
  }
}
