// Replays each forum's log into an empty database, finds the same rows, recomputes its tree, checks every signed checkpoint,
// and every signature of a member's device.
//   npm run verify            all forums
//   npm run verify -- SLUG    one of them
//   npm run verify -- --archive FILE [--key VKEY] [--identity AGEKEYFILE]    an archive, without any database
//   npm run verify -- --url https://mesa.example.org --forum SLUG [--key VKEY] [--state FILE]   somebody else's, without trusting it
import { HOUR_MS } from '../../lib/act/calendar.ts'
import { checkLog, compareTables, Differences } from '../../lib/act/verify.ts'
import type { KeyInForce } from '../../lib/act/verify.ts'
import type { Reader } from '../../lib/db/client.ts'
import { checkSignatures } from '../../lib/devices/verify.ts'
import { parseKey } from '../../lib/log/note.ts'
import { replay, Unreadable } from '../../lib/act/replay.ts'
import { openDatabase } from '../../lib/db/client.ts'
import { factKindNamed, lexicon } from '../../lib/facts.ts'
import { keysOf, lastSignedIn, publicKeyIn } from '../../lib/log/signer.ts'
import { Mistake } from '../../lib/settings.ts'
import { beside } from '../beside.ts'
import { asAppRole } from '../roles.ts'
import { orExplain, readArguments, withTables } from '../command.ts'
import { verifyArchive } from './verify-archive.ts'
import { verifyUrl } from './verify-url.ts'

/** Most differences have one cause: the first of them tell it. */
const SHOWN = 20
const A_DAY = 24 * HOUR_MS

/** The first key is the store's own, or the one that the first change names; each change is signed by the next checkpoint's key. */
async function keysInForce(db: Reader, forum: string, keysDir: string): Promise<KeyInForce[]> {
  const changes = await db.keyChange.findMany({
    where: { forumId: forum },
    orderBy: { entryIndex: 'asc' },
  })
  const [first] = changes
  const [stored] = await keysOf(keysDir, forum)
  if (!first) return stored ? [{ key: parseKey(stored), from: 0 }] : []
  return [
    { key: parseKey(first.previous), from: 0 },
    ...changes.map(({ key, entryIndex }) => ({ key: parseKey(key), from: entryIndex + 1 })),
  ]
}

export async function verify(ownerUrl: string, keysDir: string, slug?: string): Promise<boolean> {
  const database = openDatabase(asAppRole(ownerUrl), { connections: 4 })
  try {
    const forums = await database.forum.findMany({
      where: slug ? { slug } : {},
      orderBy: { slug: 'asc' },
    })
    if (forums.length === 0)
      throw new Mistake(slug ? `There is no forum ${slug}.` : 'There is no forum yet.')
    let whole = true
    for (const forum of forums) {
      const started = performance.now()
      const differences = new Differences()
      const [key, last, keys] = await Promise.all([
        publicKeyIn(keysDir, forum.id),
        lastSignedIn(keysDir, forum.id),
        keysInForce(database, forum.id, keysDir),
      ])
      // Without its key store, but with keys that an archive brought: what that left out is nowhere here.
      const copy = !key && keys.length > 0
      const log = await beside(ownerUrl, { kind: 'verify' }, (emptyUrl) => {
        const empty = openDatabase(asAppRole(emptyUrl), { connections: 4 })
        // One moment of a running database: what is recorded meanwhile is not part of it, and nothing is written to it.
        return database
          .$transaction(
            async (moment) => {
              await moment.$executeRaw`SET TRANSACTION READ ONLY`
              await moment.$executeRaw`SET LOCAL statement_timeout = 0`
              const checked = await checkLog(
                moment,
                forum.id,
                keys.length > 0 ? keys : null,
                differences,
                { last, copy },
              )
              if (keys.length === 0 && checked.checkpoints > 0)
                differences.add('checkpoints', `their key is not in ${keysDir}`)
              try {
                await replay(moment, empty, forum.id, factKindNamed)
                await compareTables(moment, empty, forum.id, differences)
              } catch (error) {
                if (!(error instanceof Unreadable)) throw error
                differences.add('replay', `the log could not be replayed: ${error.message}`)
              }
              return { ...checked, ...(await checkSignatures(moment, forum.id, differences, lexicon)) }
            },
            { isolationLevel: 'RepeatableRead', timeout: A_DAY, maxWait: A_DAY },
          )
          .finally(() => empty.$disconnect())
      })
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      if (differences.count === 0) {
        console.log(
          `${forum.slug}: ${log.size} acts, ${log.checkpoints} signed checkpoints, ${log.signed} acts signed on devices; the rows are what the log says${log.leftOut > 0 ? `; a copy, whose archive left out ${log.leftOut} values` : ''} (${seconds} s)`,
        )
        continue
      }
      whole = false
      console.log(`${forum.slug}: ${differences.count} differences (${seconds} s)`)
      for (const { where, what } of differences.told.slice(0, SHOWN)) console.log(`  ${where}: ${what}`)
      if (differences.count > SHOWN) console.log(`  and ${differences.count - SHOWN} more`)
    }
    return whole
  } finally {
    await database.$disconnect()
  }
}

if (import.meta.main) {
  const {
    values: { url, archive, forum, key, state, identity },
    positionals: [slug],
  } = readArguments({
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      forum: { type: 'string' },
      key: { type: 'string' },
      state: { type: 'string' },
      archive: { type: 'string' },
      identity: { type: 'string' },
    },
  })
  await orExplain(async () => {
    if (url) {
      if ((await verifyUrl(url, { forum, key, state })) !== 'verified') process.exitCode = 1
      return
    }
    if (archive) {
      if (!(await verifyArchive(archive, { key, identity }))) process.exitCode = 1
      return
    }
    await withTables(async ({ databaseOwnerUrl, keysDir }) => {
      if (!(await verify(databaseOwnerUrl, keysDir, slug))) process.exitCode = 1
    })
  })
  process.exit()
}
