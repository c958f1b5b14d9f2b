import { concat, Malformed } from './encoding.ts'
import { HASH_LENGTH, paired, rootOf } from './tree.ts'
import type { Hash, HashReader } from './tree.ts'

/**
 * A log as files (C2SP tlog-tiles): 256 hashes to a tile, each level above holding the roots of the full tiles below it. Only the
 * last tile of a level is partial, and it says so in its name.
 */

export const TILE_WIDTH = 256
const TILE_HEIGHT = 8
const HIGHEST_LEVEL = 63

/** An entry's length stands before it in two bytes: what is larger belongs beside the entry, under its seal. */
export const LARGEST_ENTRY = 65_535

/** A tile of hashes, or a bundle of 256 entries, which goes by the same numbers. A width of 256 is a full one. */
export type Tile = { level: number | 'entries'; index: number; width: number }

/** Hashes from..to-1 of a level: of level 0 the leaves, of level n the roots of the full tiles below. */
export type LevelReader = (level: number, from: number, to: number) => Promise<Hash[]>

/** The leaf hashes from..to-1 of a log, as its database has them. */
export type LeafReader = (from: number, to: number) => Promise<Hash[]>

/** tile/<L>/<N>[.p/<W>]: 1234067 is x001/x234/067, so that no folder has more than a thousand names. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? []
  const number = groups
    .map((group, place) => (place < groups.length - 1 ? `x${group}` : group))
    .join('/')
  return `tile/${level}/${number}${width < TILE_WIDTH ? `.p/${width}` : ''}`
}

const TILE_PATH = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/

/** Only the path that `tilePath` writes is the tile's: whatever else one may spell is null. */
export function parseTilePath(path: string): Tile | null {
  const [, kind = '', number = '', partial] = TILE_PATH.exec(path) ?? []
  if (kind === '') return null
  const tile: Tile = {
    level: kind === 'entries' ? kind : Number(kind),
    index: Number(number.replaceAll(/[x/]/g, '')),
    width: partial === undefined ? TILE_WIDTH : Number(partial),
  }
  const possible =
    (tile.level === 'entries' || tile.level <= HIGHEST_LEVEL) &&
    tile.width > 0 &&
    Number.isSafeInteger(tile.index)
  return possible && tilePath(tile) === path ? tile : null
}

/** Whether a log of this size has the tile. An empty one there never is; of a partial one also the narrower it once was. */
export function isInLog({ level, index, width }: Tile, size: number): boolean {
  return index * TILE_WIDTH + width <= countAt(level === 'entries' ? 0 : level, size)
}

/** All tiles of a log, and, with `from`, only what has changed since that size. */
export function tilesOf(size: number, from = 0): (Tile & { level: number })[] {
  const tiles: (Tile & { level: number })[] = []
  for (let level = 0; countAt(level, size) > 0; level += 1) {
    const [before, count] = [countAt(level, from), countAt(level, size)]
    for (let index = Math.floor(before / TILE_WIDTH); index * TILE_WIDTH < count; index += 1) {
      const width = Math.min(TILE_WIDTH, count - index * TILE_WIDTH)
      if (index * TILE_WIDTH + width > before) tiles.push({ level, index, width })
    }
  }
  return tiles
}

/** How many hashes a level has: floor(size / 256^level). */
function countAt(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level)
}

/**
 * The levels of a growing log over its leaf hashes. Roots of full tiles never change again and are remembered: 32 bytes for 256
 * entries, so that a signature over 100,000 entries reads two tiles of leaves and not all of them.
 */
export function levelsOver(leaves: LeafReader): LevelReader {
  const roots = new Map<string, Hash>()
  const rootOfTile = async (level: number, index: number): Promise<Hash> => {
    const name = `${level}/${index}`
    const known = roots.get(name)
    if (known) return known
    const root = rootOf(await read(level, index * TILE_WIDTH, (index + 1) * TILE_WIDTH))
    roots.set(name, root)
    return root
  }
  const read: LevelReader = async (level, from, to) => {
    if (level === 0) {
      const found = await leaves(from, to)
      if (found.length !== to - from)
        throw new RangeError(`the log has not all leaves from ${from} to ${to - 1}`)
      return found
    }
    const hashes: Hash[] = []
    for (let index = from; index < to; index += 1) hashes.push(await rootOfTile(level - 1, index))
    return hashes
  }
  return read
}

/** Hashes of any complete subtree, for proofs and roots: folded from the tile that it lies in. Each tile is read once. */
export function readerOfTiles(read: LevelReader): HashReader {
  return async (nodes) => {
    const parts = nodes.map(({ level, index }) => {
      const width = 2 ** (level % TILE_HEIGHT)
      return { level: Math.floor(level / TILE_HEIGHT), from: index * width, to: (index + 1) * width }
    })
    const needed = new Map<string, (typeof parts)[number]>()
    for (const part of parts) {
      const other = needed.get(tileOf(part)) ?? part
      needed.set(tileOf(part), {
        ...part,
        from: Math.min(part.from, other.from),
        to: Math.max(part.to, other.to),
      })
    }
    const tiles = new Map(
      await Promise.all(
        [...needed].map(
          async ([tile, { level, from, to }]) =>
            [tile, { from, hashes: await read(level, from, to) }] as const,
        ),
      ),
    )
    return parts.map((part) => {
      const tile = tiles.get(tileOf(part))
      return folded(tile?.hashes.slice(part.from - tile.from, part.to - tile.from) ?? [])
    })
  }
}

function tileOf({ level, from }: { level: number; from: number }): string {
  return `${level}/${Math.floor(from / TILE_WIDTH)}`
}

/** The root of a complete subtree. */
function folded(hashes: Hash[]): Hash {
  let level = hashes
  while (level.length > 1) level = paired(level)
  const [root] = level
  if (!root) throw new RangeError('a subtree without leaves')
  return root
}

/** A tile's bytes: its hashes, one after the other. */
export async function tileBytes(
  { level, index, width }: Tile & { level: number },
  read: LevelReader,
): Promise<Uint8Array> {
  return concat(await read(level, index * TILE_WIDTH, index * TILE_WIDTH + width))
}

export function parseTile(bytes: Uint8Array): Hash[] {
  const width = bytes.length / HASH_LENGTH
  if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH) throw new Malformed('not a tile')
  const starts = Array.from({ length: width }, (_, place) => place * HASH_LENGTH)
  return starts.map((start) => Uint8Array.from(bytes.subarray(start, start + HASH_LENGTH)))
}

/** A bundle's bytes: before each entry its length, two bytes, big-endian. */
export function bundleBytes(entries: Uint8Array[]): Uint8Array {
  return concat(
    entries.flatMap((entry) => {
      if (entry.length > LARGEST_ENTRY)
        throw new RangeError(`an entry of ${entry.length} bytes; at most ${LARGEST_ENTRY} fit`)
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry]
    }),
  )
}

/** The entries as views of the bundle: a large log is mostly copying otherwise. */
export function parseBundle(bytes: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < bytes.length; ) {
    const start = at + 2
    const end = start + (start <= bytes.length ? view.getUint16(at) : 0)
    if (end > bytes.length) throw new Malformed('a bundle that ends within an entry')
    entries.push(new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start))
    at = end
  }
  if (entries.length === 0 || entries.length > TILE_WIDTH)
    throw new Malformed(`a bundle has 1 to ${TILE_WIDTH} entries`)
  return entries
}
