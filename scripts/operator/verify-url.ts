// npm run verify -- --url https://mesa.example.org --forum practica: checks a whole log from its public
// addresses, without trusting the server.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { watchDevices } from '../../lib/devices/watch.ts'
import { lexicon } from '../../lib/facts.ts'
import { checkWhole, verdictOf } from '../../lib/log/check.ts'
import type { LogSource, Step, Verdict } from '../../lib/log/check.ts'
import { formatCheckpoint, parseCheckpoint } from '../../lib/log/checkpoint.ts'
import type { Checkpoint } from '../../lib/log/checkpoint.ts'
import { formatKey, parseKey } from '../../lib/log/note.ts'
import type { Key } from '../../lib/log/note.ts'
import { tilePath } from '../../lib/log/tiles.ts'
import { Mistake } from '../../lib/settings.ts'

export type Asked = { forum?: string | undefined; key?: string | undefined; state?: string | undefined }

/** What this machine saw before: the key that it took at first, and the newest checkpoint that it found whole. */
type State = { keys: string[]; checkpoint: string }

const sentences: Record<Step['name'], string> = {
  'receipt-read': 'the receipt can be read',
  'checkpoint-signed': 'the log signed its checkpoint',
  origin: 'it is the log that was asked for',
  witnessed: 'witnesses signed it',
  'entry-known': 'the entry is known',
  'entry-included': 'the entry is in the tree',
  'entries-counted': 'every entry was read',
  'root-recomputed': 'the tree computed again has the signed root',
  'tiles-agree': 'the tiles that are served say the same',
  'grown-from': 'it continues what was seen before',
  'values-open': 'what stands beside opens its seal',
  'text-found': 'the text is named by its entry',
  'devices-signed': 'what members’ devices signed holds',
}
const words: Record<Verdict, string> = { verified: 'VERIFIED', false: 'FALSE', incomplete: 'INCOMPLETE' }

export async function verifyUrl(url: string, { forum, key, state }: Asked): Promise<Verdict> {
  const address = `${url.replace(/\/+$/, '')}${forum ? `/${forum}` : ''}/log`
  const asked = async (path: string) => {
    const response = await fetch(`${address}/${path}`).catch((error: unknown) => {
      throw new Mistake(`${address} does not answer: ${String(error)}`)
    })
    if (!response.ok) throw new Mistake(`${address}/${path} answers ${response.status}.`)
    return response
  }
  const seen = state && existsSync(state) ? (JSON.parse(readFileSync(state, 'utf8')) as State) : null
  const keys = await keysFrom(key, seen, asked)
  const source: LogSource = {
    checkpoint: async () => (await asked('checkpoint')).text(),
    tile: async (tile) => new Uint8Array(await (await asked(tilePath(tile))).arrayBuffer()),
  }
  const devices = watchDevices(keys[0]?.name ?? '', lexicon)
  const { steps, checkpoint } = await checkWhole(
    source,
    { log: keys },
    { seen: seen ? parseCheckpoint(seen.checkpoint) : null, visit: devices.visit },
  )
  if (checkpoint) steps.push(devices.step())
  for (const step of steps) console.log(lineOf(step))
  const verdict = verdictOf(steps)
  console.log(words[verdict])
  if (state && checkpoint && verdict === 'verified') remember(state, keys, checkpoint)
  return verdict
}

/**
 * Given, remembered, or, the first time, as the server says them: then they are shown, to be compared with
 * what others saw.
 */
async function keysFrom(
  given: string | undefined,
  seen: State | null,
  asked: (path: string) => Promise<Response>,
): Promise<Key[]> {
  if (given) return [parseKey(given)]
  if (seen) return seen.keys.map(parseKey)
  const keys = (await (await asked('keys')).text()).trim().split('\n').map(parseKey)
  console.log(
    `The server says that its key is ${keys.map(formatKey).join(' ')}\n` +
      'Compare it with what others saw, and give it with --key, or keep it with --state FILE.',
  )
  return keys
}

function remember(state: string, keys: Key[], checkpoint: Checkpoint): void {
  const seen: State = { keys: keys.map(formatKey), checkpoint: formatCheckpoint(checkpoint) }
  writeFileSync(state, `${JSON.stringify(seen, null, 2)}\n`)
}

function markOf(ok: Step['ok']): string {
  if (ok === true) return 'ok '
  return ok === false ? 'NO ' : '?  '
}

function lineOf({ name, ok, told }: Step): string {
  const facts = Object.entries(told)
    .map(([label, value]) => `${label} ${value}`)
    .join(', ')
  return `${markOf(ok)} ${sentences[name]} (${facts})`
}
