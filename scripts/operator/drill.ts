// Restores the newest archive into a database that is dropped again, and compares: an archive that was never restored is none.
//   npm run drill                      of each forum, the newest in ARCHIVE_DIR
//   npm run drill -- ARCHIVE [--identity AGEKEYFILE]
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compareTables, Differences } from '../../lib/act/verify.ts'
import { continueWith, rootOfLog } from '../../lib/archive/restore.ts'
import { openDatabase } from '../../lib/db/client.ts'
import type { Database } from '../../lib/db/client.ts'
import { factKindNamed } from '../../lib/facts.ts'
import { toBase64 } from '../../lib/log/encoding.ts'
import { Mistake } from '../../lib/settings.ts'
import { archiveAlarm, keptArchives } from '../../lib/archive/files.ts'
import { beside } from '../beside.ts'
import { orExplain, readArguments, withTables } from '../command.ts'
import { asAppRole } from '../roles.ts'
import { restoreInto } from './restore.ts'

const SHOWN = 10
/** Acts go on while rows are compared: then once more, with those. */
const TRIES = 5

/** The log of the archive is how the running one begins, and with the acts since then its rows are the running ones. Answers what is not so. */
export async function drill(
  ownerUrl: string,
  archive: string,
  identity?: string,
): Promise<{ told: string; problems: string[] }> {
  const started = performance.now()
  const folder = await mkdtemp(join(tmpdir(), 'mesa-drill-'))
  const running = openDatabase(asAppRole(ownerUrl), { connections: 4 })
  try {
    return await beside(ownerUrl, { kind: 'restore' }, async (url) => {
      const restored = await restoreInto(url, {
        archives: [archive],
        identity,
        files: { directory: folder },
        keysDir: folder,
      })
      const { forum, slug, size, timeZone, root, missing } = restored
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      const problems = missing.map(
        (digest) => `the file ${digest} was handed in, and the archive has it not`,
      )
      const head = (await running.logHead.findUnique({ where: { forumId: forum } }))?.size ?? 0
      if (head < size) problems.push(`the running log of ${slug} has ${head} acts, the archive ${size}`)
      else if (toBase64(await rootOfLog(running, forum, size)) !== root)
        problems.push(
          `the running log of ${slug} does not begin with that of the archive: one of them was rewritten`,
        )
      else problems.push(...(await rowsOtherwise(running, url, { forum, size, zone: timeZone })))
      return {
        told: `${archive}: ${slug}, ${size} acts restored in ${seconds} s; ${head - size} acts since`,
        problems,
      }
    })
  } finally {
    await running.$disconnect()
    await rm(folder, { recursive: true, force: true })
  }
}

async function rowsOtherwise(
  running: Database,
  url: string,
  { forum, size, zone }: { forum: string; size: number; zone: string },
): Promise<string[]> {
  const into = openDatabase(url, { connections: 4 })
  const sizeOf = async (database: Database) =>
    (await database.logHead.findUnique({ where: { forumId: forum } }))?.size ?? 0
  try {
    let found: string[] = []
    for (let tries = 0, from = size; tries < TRIES; tries += 1) {
      await continueWith(running, into, forum, { from, zone }, factKindNamed)
      from = await sizeOf(into)
      const differences = new Differences()
      await compareTables(running, into, forum, differences)
      found = differences.told.map(({ where, what }) => `${where}: ${what}`)
      if (found.length === 0 || (await sizeOf(running)) === from) break
    }
    return found
  } finally {
    await into.$disconnect()
  }
}

if (import.meta.main) {
  await orExplain(async () => {
    const { values, positionals } = readArguments({
      allowPositionals: true,
      options: { identity: { type: 'string' } },
    })
    await withTables(async ({ archives, databaseOwnerUrl: ownerUrl }) => {
      const chosen = positionals.map((path) => ({ path, alarm: null as string | null }))
      if (chosen.length === 0) {
        if (!archives) throw new Mistake('Say which archive, or set ARCHIVE_DIR.')
        const database = openDatabase(asAppRole(ownerUrl), { connections: 1 })
        const forums = await database.forum
          .findMany({ select: { slug: true } })
          .finally(() => database.$disconnect())
        for (const { slug } of forums) {
          const [newest] = await keptArchives(archives.directory, slug)
          chosen.push({ path: newest?.path ?? '', alarm: await archiveAlarm(archives, slug) })
        }
      }
      for (const { path, alarm } of chosen) {
        const { told, problems } = path
          ? await drill(ownerUrl, path, values.identity)
          : { told: 'nothing to restore', problems: [] }
        const all = [...(alarm ? [alarm] : []), ...problems]
        console.log(
          `${told}: ${all.length === 0 ? 'the same log, the same rows' : `${all.length} problems`}`,
        )
        for (const one of all.slice(0, SHOWN)) console.log(`  ${one}`)
        if (all.length > 0) process.exitCode = 1
      }
    })
  })
  process.exit()
}
