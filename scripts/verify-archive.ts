import { Damaged, readArchive } from '../lib/archive/read.ts'
import { formatKey } from '../lib/log/note.ts'
import { openArchive } from './archive-files.ts'

/** Checks an archive, or one that continues another, without a database. */
export async function verifyArchive(path: string, { key, identity }: { key?: string | undefined; identity?: string | undefined }): Promise<boolean> {
  const started = performance.now()
  try {
    const { manifest, keys, witnesses, entries, payloads, erased, leftOut, files, missing, bytes } =
      await readArchive(await openArchive(path, identity), {}, key ? { trusted: [key] } : {})
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    console.log(`${path} holds: ${manifest.forum.slug}, acts ${manifest.from} to ${manifest.to} (${entries}), for ${manifest.for}; ${bytes} bytes (${seconds} s)`)
    console.log(`  beside them ${payloads} values; ${erased} erased, ${leftOut} left out; ${files} files${missing.length > 0 ? `; missing: ${missing.join(', ')}` : ''}`)
    console.log(`  co-signed by ${witnesses.length > 0 ? witnesses.join(', ') : 'nobody'}`)
    if (!key) console.log(`  by the key that it brings itself; compare it with one from elsewhere, or say --key:\n  ${keys[0] ? formatKey(keys[0]) : ''}`)
    return true
  } catch (error) {
    if (!(error instanceof Damaged)) throw error
    console.log(`${path} does not hold. ${error.message}`)
    return false
  }
}
