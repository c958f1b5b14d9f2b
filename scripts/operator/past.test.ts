import { expect, it } from 'vitest'
import { recordedTables } from '../../lib/db/inventory.ts'
import { makePastWhereDue, pastToBeMade } from './past.ts'
import { withClient } from '../roles.ts'
import { useDatabase } from '../../testing/use-database.ts'

const database = await useDatabase({ seeded: true })

const pastRows = () =>
  withClient(database.ownerUrl, async (client) => {
    const all = recordedTables
      .map((table) => `SELECT '${table} ' || to_jsonb(t)::text AS row FROM past."${table}" t`)
      .join(' UNION ALL ')
    return (await client.query<{ row: string }>(`SELECT row FROM (${all}) AS r ORDER BY row`)).rows.map(
      ({ row }) => row,
    )
  })

it('a database from before the past was kept gets all of it, from its first act on', async () => {
  const kept = await pastRows()
  expect(kept.length).toBeGreaterThan(1_000)
  await withClient(database.ownerUrl, async (client) => {
    for (const table of recordedTables) await client.query(`DELETE FROM past."${table}"`)
    await client.query('INSERT INTO past.to_be_made SELECT id FROM forum')
  })
  await makePastWhereDue(database.ownerUrl)
  expect(await pastRows()).toEqual(kept)
  expect(await pastToBeMade(database.ownerUrl)).toEqual([])
})
