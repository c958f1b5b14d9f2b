import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bundleBytes,
  isInLog,
  levelsOver,
  parseBundle,
  parseTile,
  parseTilePath,
  readerOfTiles,
  tileBytes,
  tilePath,
  TILE_WIDTH,
  tilesOf,
} from './tiles.ts'
import type { Tile } from './tiles.ts'
import { consistencyProof, inclusionProof, leafHash, readerOver, rootAt, rootOf } from './tree.ts'
import type { Hash } from './tree.ts'
import { hex, vectors } from './vectors.ts'

const leavesOf = (size: number): Hash[] =>
  Array.from({ length: size }, (_, index) => leafHash(Buffer.from(`leaf ${index}`)))

/** Counts what is read from below, as a database would see it. */
const counting = (leaves: Hash[]) => {
  const seen = { reads: 0, leaves: 0 }
  const read = levelsOver((from, to) => {
    seen.reads += 1
    seen.leaves += to - from
    return Promise.resolve(leaves.slice(from, to))
  })
  return { seen, read }
}

describe('a tile has one address', () => {
  test.each<[Tile, string]>([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 273, width: 112 }, 'tile/0/273.p/112'],
    [{ level: 1, index: 1, width: 17 }, 'tile/1/001.p/17'],
    [{ level: 2, index: 0, width: 1 }, 'tile/2/000.p/1'],
    [{ level: 0, index: 1_234_067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 'entries', index: 999, width: 255 }, 'tile/entries/999.p/255'],
    [{ level: 'entries', index: 1000, width: 256 }, 'tile/entries/x001/000'],
    [{ level: 63, index: 1, width: 1 }, 'tile/63/001.p/1'],
  ])('%j', (tile, path) => {
    expect(tilePath(tile)).toBe(path)
    expect(parseTilePath(path)).toEqual(tile)
  })

  test('whichever tile it is', () => {
    const level = fc.oneof(fc.nat(63), fc.constant('entries' as const))
    fc.assert(
      fc.property(level, fc.maxSafeNat(), fc.integer({ min: 1, max: 256 }), (at, index, width) => {
        expect(parseTilePath(tilePath({ level: at, index, width }))).toEqual({ level: at, index, width })
      }),
    )
  })

  test.each([
    'tile/0/1',
    'tile/0/0001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/00/000',
    'tile/64/000',
    'tile/0/123/456/078',
    'tile/-1/000',
    'tile/0/../../etc/passwd',
    'tile/0/000.p/01',
    'tile/0/x000/001',
    'tile/0/001/',
    '/tile/0/001',
    'tile/0/001.p/',
    'tile/0/001\n',
    'tile/entry/001',
    'tile/0/x999/x999/x999/x999/x999/x999/999',
    'tile/0/٠٠١',
    '',
    'checkpoint',
  ])('%j is nobody’s', (path) => {
    expect(parseTilePath(path)).toBeNull()
  })
})

describe('the tiles of a log', () => {
  test('of 70,000 entries are 273 full and one of 112, one full and one of 17, and one of 1', () => {
    const tiles = tilesOf(70_000)
    const at = (level: number) => tiles.filter((tile) => tile.level === level).map(({ width }) => width)
    expect(at(0)).toEqual([...Array<number>(273).fill(256), 112])
    expect(at(1)).toEqual([256, 17])
    expect(at(2)).toEqual([1])
    expect(tiles).toHaveLength(277)
    const last = ['tile/0/272', 'tile/0/273.p/112', 'tile/1/000', 'tile/1/001.p/17', 'tile/2/000.p/1']
    expect(tiles.map(tilePath)).toEqual(expect.arrayContaining(last))
    expect(tiles.every((tile) => isInLog(tile, 70_000))).toBe(true)
    expect(tiles.filter((tile) => isInLog(tile, 69_999)).map(tilePath)).not.toContain('tile/0/273.p/112')
  })

  test.each([
    [0, []],
    [1, ['tile/0/000.p/1']],
    [256, ['tile/0/000', 'tile/1/000.p/1']],
    [257, ['tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1']],
  ])('of %d entries are %j', (size, paths) => {
    expect(tilesOf(size).map(tilePath)).toEqual(paths)
  })

  test('that are new since an earlier size are those that one did not have', () => {
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(200_000), (a, b) => {
        const [from, size] = [Math.min(a, b), Math.max(a, b)]
        expect(tilesOf(size, from)).toEqual(tilesOf(size).filter((tile) => !isInLog(tile, from)))
      }),
      { numRuns: 40 },
    )
  })
})

describe('levels over a database', () => {
  const leaves = leavesOf(70_000)

  test('give the tiles of the tree', async () => {
    const { read } = counting(leaves)
    expect(hex(await tileBytes({ level: 0, index: 273, width: 112 }, read))).toBe(
      hex(Buffer.concat(leaves.slice(273 * 256))),
    )
    const above = parseTile(await tileBytes({ level: 1, index: 0, width: 256 }, read))
    for (const [index, hash] of above.entries())
      expect(hex(hash)).toBe(hex(rootOf(leaves.slice(index * 256, (index + 1) * 256))))
    expect(hex(await tileBytes({ level: 2, index: 0, width: 1 }, read))).toBe(
      hex(rootOf(leaves.slice(0, 65_536))),
    )
  })

  test('give roots and proofs as the whole array does, and read little once they know the full tiles', async () => {
    const { seen, read } = counting(leaves)
    const [tiled, whole] = [readerOfTiles(read), readerOver(leaves)]
    expect(await rootAt(70_000, tiled)).toEqual(rootOf(leaves))
    expect(seen.leaves).toBe(70_000)
    const [reads, read70k] = [seen.reads, seen.leaves]
    expect(await consistencyProof(69_900, 70_000, tiled)).toEqual(
      await consistencyProof(69_900, 70_000, whole),
    )
    expect(await rootAt(70_000, tiled)).toEqual(rootOf(leaves))
    expect(seen.reads - reads).toBeLessThanOrEqual(3)
    expect(seen.leaves - read70k).toBeLessThanOrEqual(3 * TILE_WIDTH)
    for (const index of [0, 255, 256, 65_535, 65_536, 69_999]) {
      expect(await inclusionProof(index, 70_000, tiled)).toEqual(
        await inclusionProof(index, 70_000, whole),
      )
    }
  })

  test('agree with the array for any size and place', async () => {
    const [tiled, whole] = [readerOfTiles(counting(leaves).read), readerOver(leaves)]
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2000 }), fc.nat(), async (size, seed) => {
        expect(await rootAt(size, tiled)).toEqual(await rootAt(size, whole))
        expect(await inclusionProof(seed % size, size, tiled)).toEqual(
          await inclusionProof(seed % size, size, whole),
        )
        const old = 1 + (seed % size)
        expect(await consistencyProof(old, size, tiled)).toEqual(
          await consistencyProof(old, size, whole),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('do not make a tree of leaves that are not there', async () => {
    const { read } = counting(leavesOf(10))
    await expect(rootAt(11, readerOfTiles(read))).rejects.toThrow('not all leaves')
    await expect(tileBytes({ level: 1, index: 0, width: 1 }, read)).rejects.toThrow('not all leaves')
  })
})

describe('an entry bundle', () => {
  test('has these bytes for ever', () => {
    expect(hex(bundleBytes([Buffer.from('uno'), new Uint8Array(), Buffer.from('é')]))).toBe(
      '0003756e6f00000002c3a9',
    )
  })

  test('reads as it was written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 600 }), { minLength: 1, maxLength: 256 }),
        (entries) => {
          expect(parseBundle(bundleBytes(entries))).toEqual(entries)
        },
      ),
      { numRuns: 50 },
    )
    expect(parseBundle(bundleBytes([new Uint8Array(65_535)]))).toEqual([new Uint8Array(65_535)])
  })

  test('takes no entry of more than 65,535 bytes', () => {
    expect(() => bundleBytes([new Uint8Array(65_536)])).toThrow(RangeError)
  })

  test.each([
    ['nothing', ''],
    ['half a length', '00'],
    ['a length alone', '0001'],
    ['a cut entry', '0003756e'],
    ['a stray byte', '0001ff00'],
  ])('of %s is refused', (_, bytes) => {
    expect(() => parseBundle(Buffer.from(bytes, 'hex'))).toThrow()
  })

  test('and a tile of a broken hash, or too many', () => {
    for (const length of [0, 31, 33, 257 * 32]) expect(() => parseTile(new Uint8Array(length))).toThrow()
    expect(parseTile(new Uint8Array(256 * 32))).toHaveLength(256)
  })
})

describe.runIf(vectors)('vectors', () => {
  const { tile_paths, tiled_log_15 } = vectors ?? {}

  test.each(tile_paths?.tile ?? [])('$path', ({ level, index, partial, path }) => {
    expect(tilePath({ level, index, width: partial || TILE_WIDTH })).toBe(path)
    expect(parseTilePath(path)).toEqual({ level, index, width: partial || TILE_WIDTH })
  })

  test.each(tile_paths?.entries_for_index ?? [])(
    'entry $index of $log_size is in $path',
    ({ index, log_size, path }) => {
      const place = Math.floor(Number(index) / TILE_WIDTH)
      const width = Math.min(TILE_WIDTH, Number(log_size) - place * TILE_WIDTH)
      expect(tilePath({ level: 'entries', index: place, width })).toBe(path)
      expect(isInLog({ level: 'entries', index: place, width }, Number(log_size))).toBe(true)
    },
  )

  test.each(tile_paths?.must_reject ?? [])('%s is refused', (path) => {
    expect(parseTilePath(path)).toBeNull()
  })

  test.each(tile_paths?.layout_of_size ?? [])('the layout of $size', ({ size, levels }) => {
    for (const { level, full, partial } of levels) {
      const widths = tilesOf(size)
        .filter((tile) => tile.level === level)
        .map(({ width }) => width)
      expect(widths).toEqual([...Array<number>(full).fill(TILE_WIDTH), ...(partial ? [partial] : [])])
    }
  })

  test('the files of a log of tessera', async () => {
    const entries = tiled_log_15?.entries_utf8.map((entry) => Buffer.from(entry)) ?? []
    const { read } = counting(entries.map(leafHash))
    for (const [width, bytes] of Object.entries(tiled_log_15?.tile_0_000_p_b64 ?? {})) {
      expect(
        Buffer.from(await tileBytes({ level: 0, index: 0, width: Number(width) }, read)).toString(
          'base64',
        ),
      ).toBe(bytes)
    }
    for (const [width, bytes] of Object.entries(tiled_log_15?.entries_000_p_b64 ?? {})) {
      expect(Buffer.from(bundleBytes(entries.slice(0, Number(width)))).toString('base64')).toBe(bytes)
    }
  })
})
