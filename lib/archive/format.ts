import { z } from 'zod'
import { canonicalText } from '../log/canonical.ts'
import { SEAL_BEGINS, SEAL_LENGTH, writtenSeal } from '../log/seal.ts'
import { TILE_WIDTH, tilePath, tilesOf } from '../log/tiles.ts'
import type { Tile } from '../log/tiles.ts'

/** What an archive is made of: docs/archive-format.md. */

export const FORMAT = 'mesa-abierta-archive/1'

/** Who reads it: everybody; those who hold seats, with what their bodies hold back; the operator, with personal data. */
export const audiences = ['public', 'seats', 'operator'] as const
export type Audience = (typeof audiences)[number]

const Size = z.int().min(0)

export const Manifest = z.strictObject({
  format: z.literal(FORMAT),
  forum: z.strictObject({
    id: z.uuid(),
    slug: z.string().regex(/^[a-z0-9-]{3,40}$/),
    timeZone: z.string().max(64),
  }),
  /** of a practice table */
  example: z.literal(true).optional(),
  origin: z.string().min(1).max(200),
  /** log numbers from..to-1; what stands in the bundle of `from` before it is told again */
  from: Size,
  to: Size,
  for: z.enum(audiences),
  leftOut: z.array(z.enum(['personal', 'contacts', 'held', 'papers', 'logins'])),
})
export type Manifest = z.infer<typeof Manifest>

/** What an archive for them does not have. */
export const leftOutFor: Record<Audience, Manifest['leftOut']> = {
  public: ['personal', 'held', 'papers', 'logins'],
  seats: ['contacts', 'held', 'papers', 'logins'],
  operator: ['papers', 'logins'],
}

/**
 * What stands beside an entry. With salt and value; or erased, and when; or neither, where it is not for whom the archive was made.
 * `held`: the seal is all there is of the act.
 */
export const PayloadLine = z
  .strictObject({
    entry: Size,
    commitment: z.string().length(SEAL_LENGTH),
    personal: z.literal(true).optional(),
    held: z.literal(true).optional(),
    salt: z.string().length(44).optional(),
    value: z.string().optional(),
    erasedAt: z.iso.datetime().optional(),
  })
  .transform(({ commitment: seal, ...beside }) => ({ ...beside, seal }))
export type PayloadLine = z.infer<typeof PayloadLine>

/** A line as it stands in an archive. */
export function payloadText({ seal, ...beside }: PayloadLine): string {
  return canonicalText({ ...beside, ...writtenSeal(seal) })
}

export const limits = {
  manifest: 16_384,
  checkpoint: 1_000_000,
  keys: 65_536,
  line: 32 * 1024 * 1024,
  names: 64 * 1024 * 1024,
} as const

export const names = {
  manifest: 'archive.json',
  checkpoint: 'checkpoint',
  keys: 'keys',
  changed: 'payloads/changed.jsonl',
  missing: 'missing-files',
  sums: 'sha256sums',
  payloads: (first: number) => `payloads/${String(first).padStart(9, '0')}.jsonl`,
  file: (digest: string) => `files/${digest}`,
} as const

/** The first bundle that an archive since `from` has. */
export function firstBundle(from: number): number {
  return Math.floor(from / TILE_WIDTH)
}

/** All that leads from the bundles to the root: the tiles above the leaves, and the leaves of the bundle that is not full. They come first. */
export function headTiles(size: number): (Tile & { level: number })[] {
  return tilesOf(size).filter(({ level, width }) => level > 0 || width < TILE_WIDTH)
}

export type BundlePlace = {
  index: number
  first: number
  width: number
  entries: string
  tile: string | null
  payloads: string
}

export function* bundlesOf(from: number, size: number): Generator<BundlePlace> {
  for (let index = firstBundle(from); index * TILE_WIDTH < size; index += 1) {
    const first = index * TILE_WIDTH
    const width = Math.min(TILE_WIDTH, size - first)
    yield {
      index,
      first,
      width,
      entries: tilePath({ level: 'entries', index, width }),
      tile: width < TILE_WIDTH ? null : tilePath({ level: 0, index, width }),
      payloads: names.payloads(first),
    }
  }
}

export const NAMED = Buffer.from(SEAL_BEGINS)

/** The seals that an entry (or a held act) names, found without reading it as text: of a whole archive that is much. */
export function sealsIn(body: Uint8Array): string[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const found: string[] = []
  for (let at = bytes.indexOf(NAMED); at !== -1; at = bytes.indexOf(NAMED, at + 1)) {
    const from = at + NAMED.length
    const text = bytes.toString('latin1', from, from + SEAL_LENGTH + 1)
    if (/^[A-Za-z0-9+/]{43}="$/.test(text)) found.push(text.slice(0, SEAL_LENGTH))
  }
  return found
}

/** An act that is held: its entry is a seal over the whole of it, and nothing more. */
export function isHeld(body: Uint8Array): boolean {
  return Buffer.from(body.buffer, body.byteOffset, NAMED.length).equals(NAMED)
}
