// Who is who in the database: the owner owns the tables and migrates, the application may do what the migrations grant.
import pg from 'pg'
import { Mistake } from '../lib/settings.ts'

export const APP = 'mesa_app'
export const READER = 'mesa_reader'
const IN_USE = '55006'
const UNKNOWN_DATABASE = '3D000'

export const withClient = async <T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

const ENDING_MS = 30_000
/** Each try waits for five seconds by itself. */
const TRIES = 6

/**
 * Drops a database, whoever is connected to it. `WITH (FORCE)` does not do: while PostgreSQL itself tidies the database up (autovacuum), it refuses
 * an owner who is not the administrator, for he may not end that. The plain command ends autovacuum itself, and waits for the others to be gone
 * (PostgreSQL, CountOtherDBBackends in procarray.c): those are ended before, and nobody comes in any more.
 */
export async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  const codeOf = (error: unknown) => (error as { code?: unknown }).code
  const database = client.escapeIdentifier(name)
  try {
    await client.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`)
  } catch (error) {
    if (codeOf(error) === UNKNOWN_DATABASE) return
    throw error
  }
  for (let tries = 1; ; tries += 1) {
    await client.query(
      `
      SELECT pg_terminate_backend(pid, ${ENDING_MS}) FROM pg_stat_activity
      WHERE datname = $1 AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND pg_has_role(usesysid, 'USAGE')`,
      [name],
    )
    try {
      await client.query(`DROP DATABASE IF EXISTS ${database}`)
      return
    } catch (error) {
      if (tries === TRIES || codeOf(error) !== IN_USE) throw error
    }
  }
}

/** The migrations grant to these roles by name, so they must be there before them. */
export const makeRoles = (ownerUrl: string) =>
  withClient(ownerUrl, async (client) => {
    for (const role of [APP, READER]) {
      const { rows } = await client.query<{ known: boolean; able: boolean }>(
        `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS known,
                (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user) AS able`,
        [role],
      )
      if (rows[0]?.known) continue
      if (!rows[0]?.able) {
        throw new Mistake(
          `The database has no role ${role}, and its owner may not make one. Ask its administrator to run: ` +
            `CREATE ROLE ${role} LOGIN PASSWORD '...'; GRANT ${role} TO "${userOf(ownerUrl)}";`,
        )
      }
      await client.query(`CREATE ROLE ${role}`)
    }
  })

/** Whoever the application signs in as acts by the grants of these roles: as itself, or as their member. */
export const admitToRoles = (ownerUrl: string, user: string, roles = [APP, READER]) =>
  withClient(ownerUrl, async (client) => {
    for (const role of roles.filter((one) => one !== user)) {
      const { rows } = await client.query<{ member: boolean }>(
        'SELECT pg_has_role($1, $2, $3) AS member',
        [user, role, 'SET'],
      )
      if (rows[0]?.member) continue
      await client.query(`GRANT ${role} TO ${client.escapeIdentifier(user)}`).catch((error: unknown) => {
        throw new Mistake(
          `The database user ${user} may not act as ${role}. Ask its administrator to run: ` +
            `GRANT ${role} TO "${user}"; PostgreSQL said: ${String(error)}`,
        )
      })
    }
  })

/** The owner's address, with the application's rights alone: for those who have one user for both. */
export const asAppRole = (ownerUrl: string) => withOption(ownerUrl, `role=${APP}`)

/** What the portal signs in by where it has no address of its own: the application's, with the rights of mesa_reader alone. */
export const asReaderRole = (appUrl: string) => withOption(appUrl, `role=${READER}`)

/** Beside those that stand in the address already: what its operator set there holds for every role. */
const withOption = (address: string, option: string) => {
  const url = new URL(address)
  url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} -c ${option}`.trim())
  return url.href
}

export const userOf = (url: string) => decodeURIComponent(new URL(url).username)
