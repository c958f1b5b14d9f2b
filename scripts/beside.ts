// Databases for a while, beside the one in question: whatever becomes of the run that makes one, none stays for ever.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { Mistake } from '../lib/settings.ts'
import { applyMigrations } from './migrate.ts'
import { dropDatabase, withClient } from './roles.ts'

/**
 * A name that nobody has, held by this session: `mesa_<kind>_<database of the session>_<at random>`. Locks belong to a database, so the name
 * says in which one it is held.
 */
export async function holdName(session: pg.Client, kind: string): Promise<string> {
  const name = `mesa_${kind}_${await homeOf(session)}_${randomUUID().slice(0, 8)}`
  await session.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [name])
  return name
}

async function homeOf(session: pg.Client): Promise<string> {
  const { rows } = await session.query<{ oid: string }>(
    'SELECT oid::text FROM pg_database WHERE datname = current_database()',
  )
  return rows[0]?.oid ?? ''
}

/** What runs that were killed left behind: with their session went their hold on the name. */
export async function dropLeftOvers(session: pg.Client, kinds: string[]): Promise<void> {
  const { rows } = await session.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE datname ~ $1 AND pg_has_role(datdba, 'USAGE')`,
    [`^mesa_(${kinds.join('|')})_${await homeOf(session)}_[0-9a-f]{8}$`],
  )
  for (const { name } of rows) {
    const {
      rows: [tried],
    } = await session.query<{ free: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS free',
      [name],
    )
    if (!tried?.free) continue
    await dropDatabase(session, name)
    await session.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name])
  }
}

type Beside = {
  kind: 'verify' | 'restore'
  /** a copy of the database in question, with whom nobody may be connected meanwhile; otherwise an empty one */
  copy?: boolean
}

/** A migrated database beside the one in question, dropped afterwards. Whatever becomes of it, the other stays as it is. */
export async function beside<T>(
  ownerUrl: string,
  { kind, copy = false }: Beside,
  use: (url: string, session: pg.Client) => Promise<T>,
): Promise<T> {
  const [url, sessionUrl] = [new URL(ownerUrl), new URL(ownerUrl)]
  const from = copy ? decodeURIComponent(url.pathname.slice(1)) : 'template0'
  if (copy) sessionUrl.pathname = '/postgres'
  return withClient(sessionUrl.href, async (session) => {
    await dropLeftOvers(session, kind === 'restore' ? ['restore', 'replaced'] : [kind])
    const name = await holdName(session, kind)
    url.pathname = `/${name}`
    try {
      await session
        .query(`CREATE DATABASE "${name}" TEMPLATE ${session.escapeIdentifier(from)}`)
        .catch((error: unknown) => {
          if ((error as { code?: unknown }).code === '55006')
            throw new Mistake('The database is in use. Stop the server, and try again.')
          throw new Mistake(
            `For this an empty database is made beside the one there is, and none could be made: ${String(error)}. Set DATABASE_OWNER_URL.`,
          )
        })
      await applyMigrations(url.href)
      return await use(url.href, session)
    } finally {
      await dropDatabase(session, name)
    }
  })
}
