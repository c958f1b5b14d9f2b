// Makes the rows' past for forums whose log began before it was kept: the log is replayed once beside the database, and the past copied.
//   npm run past          every start of the server does it by itself where it is due
import pg from 'pg'
import { replay } from '../../lib/act/replay.ts'
import { openDatabase } from '../../lib/db/client.ts'
import { recordedTables } from '../../lib/db/inventory.ts'
import { factKindNamed } from '../../lib/facts.ts'
import { beside } from '../beside.ts'
import { orExplain, withTables } from '../command.ts'
import { asAppRole, withClient } from '../roles.ts'
import { say } from '../steps.mjs'

const AT_ONCE = 2_000

/** Forums whose past is still to be made. */
export const pastToBeMade = (ownerUrl: string): Promise<string[]> =>
  withClient(ownerUrl, async (client) =>
    (await client.query<{ id: string }>('SELECT "forumId" AS id FROM past.to_be_made')).rows.map(
      ({ id }) => id,
    ),
  )

export async function makePast(ownerUrl: string, forum: string): Promise<void> {
  const source = openDatabase(asAppRole(ownerUrl), { connections: 2 })
  try {
    await withClient(ownerUrl, async (owner) => {
      await owner.query('BEGIN')
      // Nobody acts there meanwhile: what they did would stand in the one past and not in the other.
      await owner.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [forum])
      await beside(ownerUrl, { kind: 'verify' }, async (emptyUrl) => {
        const into = openDatabase(asAppRole(emptyUrl), { connections: 2 })
        await replay(source, into, forum, factKindNamed).finally(() => into.$disconnect())
        await withClient(emptyUrl, async (scratch) => {
          await scratch.query('BEGIN')
          for (const table of recordedTables) await copy(table, { from: scratch, to: owner, forum })
        })
      })
      await owner.query('DELETE FROM past.to_be_made WHERE "forumId" = $1', [forum])
      await owner.query('COMMIT')
    })
  } finally {
    await source.$disconnect()
  }
}

async function copy(
  table: string,
  { from, to, forum }: { from: pg.Client; to: pg.Client; forum: string },
): Promise<void> {
  const name = `past.${pg.escapeIdentifier(table)}`
  await to.query(`DELETE FROM ${name} WHERE "forumId" = $1`, [forum])
  await from.query(
    `DECLARE rows NO SCROLL CURSOR FOR SELECT to_jsonb(t) AS row FROM ${name} t WHERE t."forumId" = '${forum}'`,
  )
  for (;;) {
    const { rows } = await from.query<{ row: object }>(`FETCH ${AT_ONCE} FROM rows`)
    if (rows.length === 0) break
    await to.query(`INSERT INTO ${name} SELECT * FROM jsonb_populate_recordset(NULL::${name}, $1)`, [
      JSON.stringify(rows.map(({ row }) => row)),
    ])
  }
  await from.query('CLOSE rows')
}

/** At the start of a server, after the migrations. */
export async function makePastWhereDue(ownerUrl: string): Promise<void> {
  const due = await pastToBeMade(ownerUrl)
  if (due.length > 0)
    say(`  the past of ${due.length} forum${due.length === 1 ? '' : 's'} is made from the log, once`)
  for (const forum of due) await makePast(ownerUrl, forum)
}

if (import.meta.main) {
  await orExplain(() => withTables(({ databaseOwnerUrl }) => makePastWhereDue(databaseOwnerUrl)))
  process.exit()
}
