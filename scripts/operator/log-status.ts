// What `npm run log -- status` says of one log: with which key it is signed, how far, who witnesses it, and whether it was closed.
import { dayIn } from '../../lib/act/calendar.ts'
import { officeViewer } from '../../lib/act/viewer.ts'
import type { ForumHead } from '../../lib/act/viewer.ts'
import { keepingSeenBy } from '../../lib/keeping/seen.ts'
import { keptNow } from '../../lib/keeping/record.ts'
import type { KeptNow } from '../../lib/keeping/record.ts'
import { isSignedBy } from '../../lib/log/checkpoint.ts'
import { formatKey, parseKey } from '../../lib/log/note.ts'
import { signedSize } from '../../lib/log/publish.ts'
import { keysBroughtIn, lastSignedIn, publicKeyIn } from '../../lib/log/signer.ts'
import type { Mesa } from '../../lib/mesa.ts'
import { witnessesOf } from '../../lib/witnesses/seen.ts'
import type { SectorWitness } from '../../lib/witnesses/seen.ts'

export async function statusOf(mesa: Mesa, forum: ForumHead, keysDir: string): Promise<string[]> {
  const now = new Date()
  const viewer = officeViewer(mesa.db, forum, 'operator', now)
  const [log, { freeze }, { sectors, days }, inStore, brought, last] = await Promise.all([
    keptNow(mesa.db, forum.id),
    keepingSeenBy(viewer),
    witnessesOf(viewer),
    publicKeyIn(keysDir, forum.id),
    keysBroughtIn(keysDir, forum.id),
    lastSignedIn(keysDir, forum.id),
  ])
  const own = inStore && formatKey(inStore)
  const signs = keyThatSigns(log, own, brought)
  const line = (word: string, said: string) => `  ${word.padEnd(8)}${said}`
  return [
    `${forum.slug}: ${counted(log.size)}`,
    ...(freeze
      ? [
          line(
            'closed',
            `on ${dayIn(forum.timeZone, freeze.frozenAt)} by act ${freeze.entryIndex}: it takes in nothing more${freeze.successor ? `, and goes on as ${freeze.successor}` : ''}`,
          ),
        ]
      : []),
    line('key', keySaid(signs, own)),
    ...(own && signs && own !== signs
      ? [line('store', `${own} (it signs nothing until the log says so: npm run log -- continue)`)]
      : []),
    line('signed', signedSaid(log, last)),
    ...log.keys.filter((key) => key !== signs).map((key) => line('before', key)),
    ...sectors.flatMap((one) => witnessSaid(one, days)).map((said) => line('witness', said)),
  ]
}

/**
 * The key that the log says it is signed with: its last change says so; where there was none, it is the one that signed the newest checkpoint,
 * which on a copy is a key that the archive brought. Null where nothing was signed and there is no store.
 */
function keyThatSigns({ keys, checkpoint }: KeptNow, own: string | null, brought: string[]) {
  const said = keys.at(-1)
  if (said) return said
  if (!checkpoint) return own
  const known = [...(own ? [own] : []), ...brought]
  return known.find((key) => isSignedBy(checkpoint, parseKey(key))) ?? null
}

function keySaid(signs: string | null, own: string | null): string {
  if (signs === null) return own === null ? 'none in this store' : `${own} (it did not sign this log)`
  return signs === own ? signs : `${signs} (not in this store)`
}

/** How far the log is signed: by this store, which remembers its last word; on a copy, by the checkpoint that came with it. */
function signedSaid({ size, checkpoint }: KeptNow, last: string | null): string {
  const note = last ?? checkpoint
  if (!note) return 'nothing yet'
  const signed = signedSize(note)
  const behind = size > signed ? `; ${counted(size - signed)} since` : ''
  return `${counted(signed)}${behind}${last ? '' : ', elsewhere: this store has signed nothing'}`
}

function witnessSaid(
  { sector, witness, cosigned, behind, silent }: SectorWitness,
  days: number,
): string[] {
  const name = `${sector.name.en ?? sector.name.es} (${sector.slug})`
  if (!witness) return [`of ${name}: none named`]
  if (!cosigned || !behind)
    return [
      `of ${name}: ${witness.key}`,
      `  has co-signed nothing yet; it was named on ${witness.namedOn}`,
    ]
  const late = [
    ...(behind.acts > 0 ? [`${counted(behind.acts)} since`] : []),
    ...(silent ? [`SILENT for ${behind.days} days, and is to be heard within ${days}`] : []),
  ]
  return [
    `of ${name}: ${witness.key}`,
    `  co-signed ${[`${counted(cosigned.size)} on ${cosigned.on}`, ...late].join('; ')}`,
  ]
}

function counted(acts: number): string {
  return acts === 1 ? '1 act' : `${acts} acts`
}
