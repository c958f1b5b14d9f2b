import { watchDevices } from '../../lib/devices/watch.ts'
import { lexicon } from '../../lib/facts.ts'
import { originOf } from '../../lib/log/signer.ts'
import { Damaged, readArchive } from '../../lib/archive/read.ts'
import { formatKey } from '../../lib/log/note.ts'
import { openArchive } from '../../lib/archive/files.ts'
import { actsSaid } from '../words.ts'

/** Checks an archive, or one that continues another, without a database. */
export async function verifyArchive(
  path: string,
  { key, identity }: { key?: string | undefined; identity?: string | undefined },
): Promise<boolean> {
  const started = performance.now()
  let devices: ReturnType<typeof watchDevices> | null = null
  try {
    const { manifest, keys, witnesses, payloads, erased, leftOut, files, missing, bytes } =
      await readArchive(
        await openArchive(path, identity),
        {
          begin: async ({ manifest: { forum } }) => {
            devices = watchDevices(originOf(forum.id), lexicon)
          },
        },
        { ...(key && { trusted: [key] }), entry: (body, index) => devices?.visit(index, body) },
      )
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    console.log(
      `${path} holds: ${manifest.forum.slug}, ${actsSaid(manifest.from, manifest.to)}, for ${manifest.for}; ${bytes} bytes (${seconds} s)`,
    )
    console.log(
      `  beside them ${payloads} values; ${erased} erased, ${leftOut} left out; ${files} files${missing.length > 0 ? `; missing: ${missing.join(', ')}` : ''}`,
    )
    console.log(`  co-signed by ${witnesses.length > 0 ? witnesses.join(', ') : 'nobody'}`)
    const judged = devicesIn(devices)
    console.log(
      `  ${judged.signed} acts signed on members' devices${judged.ok ? ', each signature holds' : `; ${judged.faults} do not hold: ${judged.problem}`}`,
    )
    if (!key)
      console.log(
        `  by the key that it brings itself; compare it with one from elsewhere, or say --key:\n  ${keys[0] ? formatKey(keys[0]) : ''}`,
      )
    return judged.ok
  } catch (error) {
    if (!(error instanceof Damaged)) throw error
    console.log(`${path} does not hold. ${error.message}`)
    return false
  }
}

function devicesIn(devices: ReturnType<typeof watchDevices> | null) {
  const { ok, told } = devices?.step() ?? { ok: true, told: {} as Record<string, string | number> }
  return {
    ok: ok === true,
    signed: told.signed ?? 0,
    faults: told.faults ?? 0,
    problem: told.problem ?? '',
  }
}
