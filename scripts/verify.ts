// Replays each forum's log into an empty database, finds the same rows, recomputes its tree, and checks every signed checkpoint.
//   npm run verify            all forums
//   npm run verify -- SLUG    one of them
//   npm run verify -- --archive FILE [--key VKEY] [--identity AGEKEYFILE]    an archive, without any database
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { compareRows, leavesOf } from '../lib/act/verify.ts'
import type { Difference } from '../lib/act/verify.ts'
import type { Reader } from '../lib/db/client.ts'
import { openDatabase } from '../lib/db/client.ts'
import { factKindNamed } from '../lib/facts.ts'
import { openCheckpoint } from '../lib/log/checkpoint.ts'
import { publicKeyIn } from '../lib/log/signer.ts'
import { Edge } from '../lib/log/tree.ts'
import { sameBytes } from '../lib/log/encoding.ts'
import { Mistake } from '../lib/settings.ts'
import { asAppRole, dropDatabase, withClient } from './roles.ts'
import { environment, orExplain, withOwner } from './command.ts'
import { applyMigrations } from './migrate.ts'

/** Most differences have one cause: the first of them tell it. */
const SHOWN = 20

async function checkpointsOf(db: Reader, forum: string, keysDir: string, leaves: Uint8Array[]): Promise<{ count: number; differences: Difference[] }> {
  const key = await publicKeyIn(keysDir, forum)
  const notes = await db.logCheckpoint.findMany({ where: { forumId: forum }, orderBy: { size: 'asc' } })
  if (!key) return { count: 0, differences: notes.length ? [{ where: 'checkpoints', what: `their key is not in ${keysDir}` }] : [] }
  // One tree grows past all of them: to hash each checkpoint's own would take the square of the log.
  const edge = new Edge()
  const differences = notes.flatMap(({ size, note }): Difference[] => {
    const where = `checkpoint ${size}`
    try {
      const checkpoint = openCheckpoint(note, key)
      if (checkpoint.size !== size) return [{ where, what: `speaks of ${checkpoint.size} entries` }]
      if (size > leaves.length) return [{ where, what: `was signed over ${size} entries; there are ${leaves.length}` }]
      for (const leaf of leaves.slice(edge.size, size)) edge.append(leaf)
      return sameBytes(edge.root(), checkpoint.root) ? [] : [{ where, what: 'was signed over another tree' }]
    } catch (error) {
      return [{ where, what: error instanceof Error ? error.message : String(error) }]
    }
  })
  return { count: notes.length, differences }
}

/** An empty database beside the one in question, dropped afterwards. */
async function besides<T>(ownerUrl: string, use: (appUrl: string) => Promise<T>): Promise<T> {
  const name = `mesa_verify_${randomUUID().slice(0, 8)}`
  const url = new URL(ownerUrl)
  url.pathname = `/${name}`
  await withClient(ownerUrl, (client) => client.query(`CREATE DATABASE "${name}" TEMPLATE template0`)).catch((error: unknown) => {
    throw new Mistake(`To replay the log an empty database is needed, and none could be made: ${String(error)}. Set DATABASE_OWNER_URL.`)
  })
  try {
    await applyMigrations(url.href)
    return await use(asAppRole(url.href))
  } finally {
    await withClient(ownerUrl, (client) => dropDatabase(client, name))
  }
}

export async function verify(ownerUrl: string, keysDir: string, slug?: string): Promise<boolean> {
  const database = openDatabase(asAppRole(ownerUrl), { connections: 4 })
  try {
    const forums = await database.forum.findMany({ where: slug ? { slug } : {}, orderBy: { slug: 'asc' } })
    if (forums.length === 0) throw new Mistake(slug ? `There is no forum ${slug}.` : 'There is no forum yet.')
    let whole = true
    for (const forum of forums) {
      const started = performance.now()
      const { leaves, differences } = await leavesOf(database, forum.id)
      const checkpoints = await checkpointsOf(database, forum.id, keysDir, leaves)
      differences.push(...checkpoints.differences)
      const rows = await besides(ownerUrl, async (emptyUrl) => {
        const empty = openDatabase(emptyUrl, { connections: 4 })
        return compareRows(database, empty, forum.id, factKindNamed).finally(() => empty.$disconnect())
      })
      differences.push(...rows)
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      if (differences.length === 0) {
        console.log(`${forum.slug}: ${leaves.length} acts, ${checkpoints.count} signed checkpoints; the rows are what the log says (${seconds} s)`)
        continue
      }
      whole = false
      console.log(`${forum.slug}: ${differences.length} differences (${seconds} s)`)
      for (const { where, what } of differences.slice(0, SHOWN)) console.log(`  ${where}: ${what}`)
      if (differences.length > SHOWN) console.log(`  and ${differences.length - SHOWN} more`)
    }
    return whole
  } finally {
    await database.$disconnect()
  }
}

if (import.meta.main) {
  await orExplain(async () => {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: {
      archive: { type: 'string' }, key: { type: 'string', multiple: true }, identity: { type: 'string' },
    } })
    if (values.archive) {
      const { verifyArchive } = await import('./verify-archive.ts')
      if (!(await verifyArchive(values.archive, values))) process.exitCode = 1
      return
    }
    await withOwner(async (ownerUrl) => {
      if (!(await verify(ownerUrl, environment().keysDir, positionals[0]))) process.exitCode = 1
    })
  })
  process.exit()
}
