import { openCheckpoint, parseCheckpoint } from './checkpoint.ts'
import type { Checkpoint } from './checkpoint.ts'
import { commitmentIn, opens } from './commitment.ts'
import { fromBase64, fromUtf8, Malformed, sameBytes, toBase64, toHex } from './encoding.ts'
import { parseNote } from './note.ts'
import type { Key } from './note.ts'
import { entryIn, parseReceipt } from './proof.ts'
import type { Opened } from './proof.ts'
import { levelsOver, parseBundle, parseTile, readerOfTiles, TILE_WIDTH, tilesOf } from './tiles.ts'
import type { LevelReader, Tile } from './tiles.ts'
import { leafHash, leafHashes, rootAt, verifyInclusion } from './tree.ts'
import type { Hash } from './tree.ts'

/**
 * What anybody checks of a log without trusting whoever hosts it: step by step, so that a page and a terminal tell the same. Nothing here
 * knows where it runs.
 */

export type StepName =
  | 'receipt-read'
  | 'checkpoint-signed'
  | 'origin'
  | 'witnessed'
  | 'entry-known'
  | 'entry-included'
  | 'entries-counted'
  | 'root-recomputed'
  | 'tiles-agree'
  | 'grown-from'
  | 'values-open'
  | 'text-found'
  | 'devices-signed'

/** `ok: null`: it could not be looked at, and says why not. */
export type Step = { name: StepName; ok: boolean | null; told: Record<string, string | number> }

export type Verdict = 'verified' | 'false' | 'incomplete'

export function verdictOf(steps: Step[]): Verdict {
  if (steps.some((step) => step.ok === false)) return 'false'
  return steps.length === 0 || steps.some((step) => step.ok === null) ? 'incomplete' : 'verified'
}

export type CheckedBy = { log: Key[]; witnesses?: Key[] }

/** The checkpoint in a note, if one of the log's keys signed it. */
function checkSigned(
  note: string,
  { log, witnesses = [] }: CheckedBy,
  steps: Step[],
): Checkpoint | null {
  const origin = parseCheckpoint(parseNote(note).text).origin
  const own = log.filter((key) => key.name === origin)
  if (own.length === 0) {
    steps.push({
      name: 'origin',
      ok: log.length === 0 ? null : false,
      told: { origin, expected: log[0]?.name ?? '' },
    })
    return null
  }
  let problem = ''
  for (const key of own) {
    try {
      const { verified, ...checkpoint } = openCheckpoint(note, key, [
        ...own.filter((one) => one !== key),
        ...witnesses,
      ])
      steps.push({
        name: 'checkpoint-signed',
        ok: true,
        told: { origin, size: checkpoint.size, key: `${key.name}+${key.id}` },
      })
      const by = verified.filter((one) => witnesses.includes(one))
      if (witnesses.length > 0)
        steps.push({
          name: 'witnessed',
          ok: true,
          told: { count: by.length, of: witnesses.length, names: by.map((one) => one.name).join(', ') },
        })
      return checkpoint
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error)
    }
  }
  steps.push({ name: 'checkpoint-signed', ok: false, told: { origin, problem } })
  return null
}

export type CheckedReceipt = {
  steps: Step[]
  index: number | null
  entry: Uint8Array | null /** what a held act is, for its actor */
  opened?: string
}

/**
 * A receipt: that these bytes stand at this place of the log whose key signed it. `entry` may come with the receipt (its `extra`), from a
 * server, or from an archive: who brings it does not matter.
 */
export function checkReceipt(text: string, by: CheckedBy, entry?: Uint8Array): CheckedReceipt {
  const steps: Step[] = []
  try {
    const { index, proof, checkpoint, extra } = parseReceipt(text)
    steps.push({ name: 'receipt-read', ok: true, told: { index } })
    const carried = extra ? entryIn(extra) : null
    const bytes = entry ?? carried?.entry ?? null
    const signed = checkSigned(checkpoint, by, steps)
    if (!bytes) steps.push({ name: 'entry-known', ok: null, told: { index } })
    else
      steps.push({
        name: 'entry-known',
        ok: true,
        told: { bytes: bytes.length, leaf: toHex(leafHash(bytes)) },
      })
    if (signed && bytes) {
      const included = verifyInclusion({
        index,
        size: signed.size,
        leaf: leafHash(bytes),
        root: signed.root,
        proof,
      })
      steps.push({
        name: 'entry-included',
        ok: included,
        told: { index, size: signed.size, hashes: proof.length },
      })
    }
    if (carried?.opened && bytes) steps.push(checkOpened(bytes, carried.opened))
    return { steps, index, entry: bytes, ...(carried?.opened && { opened: carried.opened.value }) }
  } catch (error) {
    if (!(error instanceof Malformed) && !(error instanceof SyntaxError)) throw error
    return {
      steps: [{ name: 'receipt-read', ok: false, told: { problem: error.message } }],
      index: null,
      entry: null,
    }
  }
}

/** A held entry says a commitment alone; the receipt of its actor says what it is one to. */
export function checkOpened(entry: Uint8Array, { salt, value }: Opened): Step {
  const commitment = commitmentIn(JSON.parse(fromUtf8(entry)))
  const ok = commitment !== null && opens(fromBase64(commitment), fromBase64(salt), value)
  return {
    name: 'values-open',
    ok,
    told: { commitment: commitment ?? '' },
  }
}

/** Where a whole log comes from: a server, a folder, an archive. */
export type LogSource = {
  checkpoint: () => Promise<string>
  /** the bytes of a tile of hashes, or of a bundle of entries */
  tile: (tile: Tile) => Promise<Uint8Array>
}

export type CheckedWhole = { steps: Step[]; checkpoint: Checkpoint | null }

type Watching = {
  /** told how many of how many entries are behind us; what it returns is waited for, so that a page stays alive */
  progress?: (done: number, of: number) => Promise<void> | void
  /** what the reader saw before: the log must have grown from it */
  seen?: Checkpoint | null
  /** each entry, once its bundle has been read: for what else is to be looked at */
  visit?: (index: number, entry: Uint8Array) => void
}

/** The whole log: every entry hashed, the tree computed again, the root compared with the signed one, the served tiles with both. */
export async function checkWhole(
  source: LogSource,
  by: CheckedBy,
  { progress, seen = null, visit }: Watching = {},
): Promise<CheckedWhole> {
  const steps: Step[] = []
  const note = await source.checkpoint()
  let signed: Checkpoint | null
  try {
    signed = checkSigned(note, by, steps)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return {
      steps: [{ name: 'checkpoint-signed', ok: false, told: { problem: error.message } }],
      checkpoint: null,
    }
  }
  if (!signed) return { steps, checkpoint: null }
  if (seen && seen.size > signed.size) {
    steps.push({ name: 'grown-from', ok: false, told: { seen: seen.size, size: signed.size } })
    return { steps, checkpoint: signed }
  }
  const leaves: Hash[] = []
  const levels = levelsOver((from, to) => Promise.resolve(leaves.slice(from, to)))
  const rootOfFirst = (size: number) => rootAt(size, readerOfTiles(levels))
  try {
    for await (const {
      tile: { index, width },
      bytes,
    } of ahead(source, bundlesOf(signed.size))) {
      const entries = parseBundle(bytes)
      if (entries.length !== width)
        throw new Malformed(`a bundle of ${entries.length} entries where ${width} belong`)
      for (const [place, entry] of entries.entries()) visit?.(leaves.length + place, entry)
      leaves.push(...(await leafHashes(entries)))
      await progress?.(index * TILE_WIDTH + width, signed.size)
    }
    steps.push({ name: 'entries-counted', ok: true, told: { size: leaves.length } })
    const root = await rootOfFirst(signed.size)
    steps.push({
      name: 'root-recomputed',
      ok: sameBytes(root, signed.root),
      told: { root: toBase64(root), signed: toBase64(signed.root) },
    })
    if (seen)
      steps.push({
        name: 'grown-from',
        ok: sameBytes(await rootOfFirst(seen.size), seen.root),
        told: { seen: seen.size, size: signed.size },
      })
    steps.push(await compareTiles(source, levels, signed.size))
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    steps.push({
      name: 'entries-counted',
      ok: false,
      told: { size: leaves.length, problem: error.message },
    })
  }
  return { steps, checkpoint: signed }
}

function* bundlesOf(size: number): Generator<Tile> {
  for (let at = 0; at < size; at += TILE_WIDTH)
    yield { level: 'entries', index: at / TILE_WIDTH, width: Math.min(TILE_WIDTH, size - at) }
}

/** So many questions are on their way while the answer before them is being worked on: a server is far, a hash is near. */
const ASKED_AT_ONCE = 6

async function* ahead<T extends Tile>(
  { tile: ask }: LogSource,
  tiles: Iterable<T>,
): AsyncGenerator<{ tile: T; bytes: Uint8Array }> {
  const waiting: { tile: T; coming: Promise<Uint8Array> }[] = []
  const next = async () => {
    const one = waiting.shift()
    return one && { tile: one.tile, bytes: await one.coming }
  }
  for (const tile of tiles) {
    const coming = ask(tile)
    // Told when it is its turn.
    coming.catch(() => undefined)
    waiting.push({ tile, coming })
    const done = waiting.length === ASKED_AT_ONCE ? await next() : undefined
    if (done) yield done
  }
  for (let done = await next(); done; done = await next()) yield done
}

async function compareTiles(source: LogSource, levels: LevelReader, size: number): Promise<Step> {
  const tiles = tilesOf(size)
  for await (const {
    tile: { level, index, width },
    bytes,
  } of ahead(source, tiles)) {
    const served = parseTile(bytes)
    const own = await levels(level, index * TILE_WIDTH, index * TILE_WIDTH + width)
    if (
      served.length !== own.length ||
      served.some((hash, place) => !sameBytes(hash, own[place] ?? new Uint8Array()))
    ) {
      return {
        name: 'tiles-agree',
        ok: false,
        told: { tiles: tiles.length, level: String(level), index },
      }
    }
  }
  return { name: 'tiles-agree', ok: true, told: { tiles: tiles.length } }
}
