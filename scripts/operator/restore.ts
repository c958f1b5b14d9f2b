// Stands a forum up from its archive, on an empty machine or beside other forums. All of it, or nothing.
//   npm run restore -- ARCHIVE [ARCHIVE that continues it …] [--at N] [--identity AGEKEYFILE] [--key VKEY]
import { randomUUID } from 'node:crypto'
import { access, mkdir, open, rm, writeFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Damaged, readArchive } from '../../lib/archive/read.ts'
import { fold, intoLog } from '../../lib/archive/restore.ts'
import { openDatabase } from '../../lib/db/client.ts'
import { openStore } from '../../lib/evidence/store.ts'
import { factKindNamed } from '../../lib/facts.ts'
import { toBase64 } from '../../lib/log/encoding.ts'
import { formatKey } from '../../lib/log/note.ts'
import { keysBroughtTo, publicKeyIn } from '../../lib/log/signer.ts'
import { Mistake } from '../../lib/settings.ts'
import type { FileSettings } from '../../lib/settings.ts'
import { openArchive } from '../../lib/archive/files.ts'
import { beside, holdName } from '../beside.ts'
import { orExplain, readArguments, withDatabase } from '../command.ts'
import { applyMigrations } from '../migrate.ts'
import { dropDatabase } from '../roles.ts'

export type Restoring = {
  archives: string[]
  at?: number | undefined
  identity?: string | undefined
  trusted?: string[] | undefined
  files: FileSettings
  keysDir: string
}
export type Restored = {
  forum: string
  slug: string
  timeZone: string
  size: number
  root: string
  missing: string[]
}

/** Checks the archives while it reads them, and fills the database with what they say. */
export async function restoreInto(
  databaseUrl: string,
  { archives, at = Infinity, identity, trusted, files, keysDir }: Restoring,
): Promise<Restored> {
  const database = openDatabase(withoutWaiting(databaseUrl), { connections: 4 })
  try {
    const log = intoLog(database, at)
    let missing: string[] = []
    for (const path of archives) {
      const checked = await readArchive(
        await openArchive(path, identity),
        {
          ...log,
          begin: async (opening) => {
            const { id, slug } = opening.manifest.forum
            if (
              path === archives[0] &&
              (await database.forum.count({ where: { OR: [{ id }, { slug }] } }))
            ) {
              throw new Mistake(
                `There is a forum ${slug} here already: an archive is restored where it is not.`,
              )
            }
            await log.begin?.(opening)
          },
          file: intoStore(files),
        },
        trusted ? { trusted } : {},
      ).catch((error: unknown) => {
        throw error instanceof Damaged
          ? new Mistake(`${path} does not hold. ${error.message}. Nothing was restored.`)
          : error
      })
      await log.end()
      missing = [...missing, ...checked.missing]
    }
    const opening = log.opening()
    const { forum, to } = opening.manifest
    const size = Math.min(at, to)
    const root = await fold(database, opening, size, factKindNamed).catch((error: unknown) => {
      throw error instanceof Damaged
        ? new Mistake(`The archive cannot be restored. ${error.message}. Nothing was restored.`)
        : error
    })
    if (!(await publicKeyIn(keysDir, forum.id))) {
      await mkdir(keysDir, { recursive: true, mode: 0o700 })
      await writeFile(
        keysBroughtTo(keysDir, forum.id),
        opening.keys.map((key) => `${formatKey(key)}\n`).join(''),
      )
    }
    return {
      forum: forum.id,
      slug: forum.slug,
      timeZone: forum.timeZone,
      size,
      root: toBase64(root),
      missing,
    }
  } finally {
    await database.$disconnect()
  }
}

/** No commit waits for the disk: the last one, by which the database takes its name, does so for all before it. */
function withoutWaiting(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  url.searchParams.set(
    'options',
    `${url.searchParams.get('options') ?? ''} -c synchronous_commit=off`.trim(),
  )
  return url.href
}

/** Files go where they always lie, by their digest: one too many does no harm, should the rest fail. */
function intoStore(settings: FileSettings) {
  const store = openStore(settings)
  let arriving: { path: string; handle: FileHandle; size: number } | null = null
  return async (digest: string, piece: Uint8Array | null) => {
    if (!arriving) {
      const path = join(settings.directory, 'arriving', `restored-${randomUUID()}`)
      await mkdir(dirname(path), { recursive: true })
      arriving = { path, handle: await open(path, 'wx'), size: 0 }
    }
    if (piece) {
      await arriving.handle.writeFile(piece)
      arriving.size += piece.length
      return
    }
    const { path, handle, size } = arriving
    arriving = null
    await handle.close()
    await store.keep(path, digest, size)
    await rm(path)
  }
}

/**
 * Restores into a copy, which takes the database's name when all is there: in one transaction of the server's catalogue. Killed at any moment,
 * the database is as it was, or whole; a copy that is left over is dropped by the next run.
 */
export async function restoreAndSwap(ownerUrl: string, restoring: Restoring): Promise<Restored> {
  const name = decodeURIComponent(new URL(ownerUrl).pathname.slice(1))
  await applyMigrations(ownerUrl)
  return beside(ownerUrl, { kind: 'restore', copy: true }, async (url, admin) => {
    const restored = await restoreInto(url, restoring)
    const [old, fresh] = [
      await holdName(admin, 'replaced'),
      decodeURIComponent(new URL(url).pathname.slice(1)),
    ]
    const quoted = (one: string) => admin.escapeIdentifier(one)
    await admin
      .query(
        `BEGIN; ALTER DATABASE ${quoted(name)} RENAME TO ${quoted(old)}; ALTER DATABASE ${quoted(fresh)} RENAME TO ${quoted(name)}; COMMIT`,
      )
      .catch((error: unknown) => {
        throw new Mistake(
          `The restored database could not take its place: ${String(error)}. Stop the server, and try again.`,
        )
      })
    await dropDatabase(admin, old)
    return restored
  })
}

if (import.meta.main) {
  await orExplain(async () => {
    const { values, positionals: archives } = readArguments({
      allowPositionals: true,
      options: {
        at: { type: 'string' },
        identity: { type: 'string' },
        key: { type: 'string', multiple: true },
      },
    })
    const at = values.at === undefined ? undefined : Number(values.at)
    if (archives.length === 0 || (at !== undefined && !(Number.isInteger(at) && at > 0))) {
      throw new Mistake(
        'Say which archive: npm run restore -- ARCHIVE [ARCHIVE that continues it …] [--at N] [--identity AGEKEYFILE] [--key VKEY]',
      )
    }
    // Before the database is touched: a name that was mistyped is no reason to stop the server.
    for (const path of archives) await access(path)
    const started = performance.now()
    await withDatabase(async ({ databaseOwnerUrl, files, keysDir }) => {
      const { slug, size, root, missing } = await restoreAndSwap(databaseOwnerUrl, {
        archives,
        at,
        identity: values.identity,
        trusted: values.key,
        files,
        keysDir,
      })
      console.log(
        `${slug}: ${size} acts restored in ${((performance.now() - started) / 1000).toFixed(1)} s; root ${root}`,
      )
      for (const digest of missing) console.log(`  the archive had not the file ${digest}`)
      console.log(
        'It can be read at once. It signs nothing until the forum’s key store is in KEYS_DIR. Logins are not in an archive: npm run invite.',
      )
    })
  })
  process.exit()
}
