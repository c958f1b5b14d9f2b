import { createHash, hash } from 'node:crypto'
import type { Hash as Hashing } from 'node:crypto'
import { canonicalText } from '../log/canonical.ts'
import { openCheckpoint } from '../log/checkpoint.ts'
import { concat, fromBase64, fromUtf8, Malformed, sameBytes, toHex, toUtf8 } from '../log/encoding.ts'
import { formatKey, parseKey } from '../log/note.ts'
import type { Key } from '../log/note.ts'
import { opens } from '../log/seal.ts'
import { originOf } from '../log/signer.ts'
import { LARGEST_ENTRY, parseBundle, parseTile, TILE_WIDTH, tilePath } from '../log/tiles.ts'
import { Edge, HASH_LENGTH, leafHash, rootOf } from '../log/tree.ts'
import type { Hash } from '../log/tree.ts'
import {
  bundlesOf,
  firstBundle,
  headTiles,
  isHeld,
  limits,
  Manifest,
  NAMED,
  names,
  PayloadLine,
  payloadText,
  sealsIn,
} from './format.ts'
import { BLOCK, END, Intake, paddingOf, parseHeader } from './tar.ts'

/** Says where: the member of the archive, and the entry, at which it was seen. */
export class Damaged extends Error {
  override name = 'Damaged'
  readonly where: string
  constructor(where: string, what: string) {
    super(`${where}: ${what}`)
    this.where = where
  }
}

export type Opening = { manifest: Manifest; note: string; root: Hash; keys: Key[]; witnesses: string[] }
export type Bundle = { first: number; entries: Uint8Array[]; leaves: Hash[] }

/** Who wants what stands in an archive while it is checked. Each piece is given after its own check; all of it holds only at the end. */
export type Visitor = {
  begin?: (opening: Opening) => Promise<void>
  bundle?: (bundle: Bundle) => Promise<void>
  payload?: (line: PayloadLine) => Promise<void>
  changed?: (line: PayloadLine) => Promise<void>
  /** pieces of a file, in order; `null` says that it is whole */
  file?: (digest: string, piece: Uint8Array | null) => Promise<void>
}

export type Checks = {
  /** verifier keys that one knows from elsewhere: the log's must be among them. Without any, the archive's own word is taken */
  trusted?: string[]
  /** asked for each entry that bears on members' devices; it throws where it does not hold */
  entry?: (body: Uint8Array, index: number) => void
}

export type Checked = Opening & {
  entries: number
  payloads: number
  erased: number
  leftOut: number
  files: number
  missing: string[]
  bytes: number
}

/**
 * Reads an archive and checks all of it while it passes: the tiles against the root that the log's key signed, each bundle against its tile,
 * what stands beside an entry against the seals in it, files against their digests, and each member against the list at the end.
 * Needs no database, no network, and memory for one bundle. Every byte counts: it is hashed, or must be the one that stands there.
 */
export async function readArchive(
  source: AsyncIterable<Uint8Array>,
  visitor: Visitor = {},
  checks: Checks = {},
): Promise<Checked> {
  const members = new Members(source)
  try {
    return await read(members, visitor, checks)
  } catch (error) {
    if (error instanceof Malformed || error instanceof RangeError)
      throw new Damaged(members.where, error.message)
    throw error
  } finally {
    await members.close()
  }
}

async function read(members: Members, visitor: Visitor, checks: Checks): Promise<Checked> {
  const manifest = manifestIn(await members.whole(names.manifest, limits.manifest))
  const note = fromUtf8(await members.whole(names.checkpoint, limits.checkpoint))
  const keys = keysIn(await members.whole(names.keys, limits.keys))
  const { root, witnesses } = signedBy(note, manifest, keys, checks.trusted)
  const opening: Opening = { manifest, note, root, keys, witnesses }
  await visitor.begin?.(opening)

  const { blocks, tail } = await headIn(members, manifest.to, root)
  const counted = { entries: 0, payloads: 0, erased: 0, leftOut: 0, files: 0 }
  const files = new Set<string>()
  const take = async (line: PayloadLine, at: string, how: Visitor['payload']) => {
    checkOpens(line, at)
    if (line.value !== undefined) counted.payloads += 1
    else if (line.erasedAt) counted.erased += 1
    else counted.leftOut += 1
    await how?.(line)
  }
  for (const { index, first, width, entries: entriesName, tile, payloads } of bundlesOf(
    manifest.from,
    manifest.to,
  )) {
    const bundle = await members.whole(entriesName, TILE_WIDTH * (LARGEST_ENTRY + 2))
    const entries = parseBundle(bundle)
    if (entries.length !== width)
      throw new Damaged(entriesName, `has ${entries.length} entries, and should have ${width}`)
    const leaves = entries.map(leafHash)
    const tiled = tile ? await members.whole(tile, TILE_WIDTH * HASH_LENGTH) : tail
    if (!same(concat(leaves), tiled)) {
      const wrong = leaves.findIndex(
        (leaf, place) => !same(leaf, tiled.subarray(place * HASH_LENGTH, (place + 1) * HASH_LENGTH)),
      )
      throw new Damaged(
        `${entriesName}, entry ${first + Math.max(wrong, 0)}`,
        'these are not the bytes that the log has there',
      )
    }
    if (tile && !same(rootOf(leaves), blocks[index] ?? END))
      throw new Damaged(tile, 'is not the tile that the root stands over')
    if (checks.entry && WATCHED.some((mark) => has(bundle, mark))) {
      entries.forEach(
        (body, place) =>
          WATCHED.some((mark) => has(body, mark)) && checkEntry(checks, body, first + place),
      )
    }
    if (HANDED_IN.some((mark) => has(bundle, mark)))
      for (const body of entries) for (const digest of filesIn(body)) files.add(digest)
    counted.entries += Math.max(0, first + width - Math.max(first, manifest.from))
    await visitor.bundle?.({ first, entries, leaves })
    const beside = new Beside(first, has(bundle, NAMED) ? entries : [])
    for await (const line of members.lines(payloads)) {
      for (const digest of beside.take(line, members.where)) files.add(digest)
      await take(line, members.where, visitor.payload)
    }
    beside.end(payloads)
  }
  if (manifest.from > 0) {
    let last = ''
    for await (const line of members.lines(names.changed)) {
      const place = orderOf(line)
      if (line.entry >= firstBundle(manifest.from) * TILE_WIDTH || place <= last)
        throw new Damaged(`${names.changed}, entry ${line.entry}`, 'is out of its order')
      last = place
      await take(line, members.where, visitor.changed)
    }
  }
  const missing = await filesAfter(members, files, visitor, counted)
  await members.end()
  return { ...opening, ...counted, missing, bytes: members.bytes }
}

function manifestIn(bytes: Uint8Array): Manifest {
  const text = fromUtf8(bytes)
  const parsed = Manifest.safeParse(jsonIn(text))
  if (!parsed.success)
    throw new Malformed(
      `not the head of an archive that this version reads: ${parsed.error.issues.map((issue) => issue.path.join('.') || issue.message).join(', ')}`,
    )
  const manifest = parsed.data
  if (`${canonicalText(manifest)}\n` !== text)
    throw new Malformed('is not written as archives are (canonical JSON, one line)')
  if (manifest.from > manifest.to) throw new Malformed('ends before it begins')
  if (manifest.origin !== originOf(manifest.forum.id))
    throw new Malformed('its log is not that of its forum')
  return manifest
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Malformed('not JSON')
  }
}

function keysIn(bytes: Uint8Array): Key[] {
  const lines = fromUtf8(bytes).split('\n')
  if (lines.pop() !== '' || lines.length === 0) throw new Malformed('one verifier key a line')
  return lines.map(parseKey)
}

/** The checkpoint under the log's key, and which of the witnesses' keys it bears as well. */
function signedBy(note: string, { origin, to }: Manifest, keys: Key[], trusted?: string[]) {
  const own = keys
    .filter(({ name }) => name === origin)
    .filter((key) => !trusted || trusted.includes(formatKey(key)))
  if (own.length === 0)
    throw new Damaged(
      names.keys,
      trusted ? 'the log’s key here is not the one that you trust' : `there is no key of ${origin}`,
    )
  const others = keys.filter(({ name }) => name !== origin)
  const problems: string[] = []
  for (const key of own) {
    try {
      const { size, root, verified } = openCheckpoint(note, key, others)
      if (size !== to) throw new Malformed(`is of ${size} entries, and the archive ends at ${to}`)
      return { root, witnesses: verified.filter((one) => one !== key).map(({ name }) => name) }
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      problems.push(error.message)
    }
  }
  throw new Damaged(names.checkpoint, problems.join('; '))
}

/** The roots of all full bundles, and the leaves of the last that is not, once they are known to lead to the root. */
async function headIn(
  members: Members,
  size: number,
  root: Hash,
): Promise<{ blocks: Hash[]; tail: Uint8Array }> {
  let tail: Uint8Array = new Uint8Array()
  const blocks: Hash[] = []
  let below: Hash[] = blocks
  let [level, above]: [number, Hash[]] = [1, []]
  for (const tile of headTiles(size)) {
    const path = tilePath(tile)
    const bytes = await members.whole(path, TILE_WIDTH * HASH_LENGTH)
    if (bytes.length !== tile.width * HASH_LENGTH)
      throw new Damaged(path, `has ${bytes.length} bytes, and should have ${tile.width * HASH_LENGTH}`)
    const hashes = parseTile(bytes)
    if (tile.level === 0) tail = bytes
    else if (tile.level === 1) blocks.push(...hashes)
    else {
      if (tile.level !== level)
        [below, above, level] = [tile.level === 2 ? blocks : above, [], tile.level]
      hashes.forEach((one, place) => {
        const from = (tile.index * TILE_WIDTH + place) * TILE_WIDTH
        if (!sameBytes(one, rootOf(below.slice(from, from + TILE_WIDTH))))
          throw new Damaged(path, 'is not the tile over those beneath it')
      })
      above.push(...hashes)
    }
  }
  const edge = new Edge()
  for (const block of blocks) edge.append(block)
  const found = tail.length === 0 ? edge.root() : edge.rootWith(rootOf(parseTile(tail)))
  if (!sameBytes(found, root))
    throw new Damaged(names.checkpoint, 'was signed over another tree than the tiles of this archive')
  return { blocks, tail }
}

function checkEntry({ entry }: Checks, body: Uint8Array, index: number): void {
  try {
    entry?.(body, index)
  } catch (error) {
    throw new Damaged(`entry ${index}`, error instanceof Error ? error.message : String(error))
  }
}

/** What whoever judges devices' signatures has to see: the signatures, and who held what with whose word until then. */
const WATCHED = ['"signed":', '"devices.', '"witnesses.', '"bodies.mandate-began'].map((text) =>
  Buffer.from(text),
)
const HANDED_IN = ['evidence', 'documents'].map((of) => Buffer.from(`"${of}.handed-in/`))
const LETTER = Buffer.from('"letter":{')

/** Looked for before anything is parsed: most acts have none of what is searched. */
function has(bytes: Uint8Array, words: Buffer): boolean {
  return asBuffer(bytes).includes(words)
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return asBuffer(one).equals(other)
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Files that an act handed in. */
function filesIn(body: Uint8Array): string[] {
  if (![...HANDED_IN, LETTER].some((mark) => has(body, mark))) return []
  const { facts } = jsonIn(fromUtf8(body)) as {
    facts?: { kind: string; fields: { digest?: string | null; letter?: { digest: string } | null } }[]
  }
  return (facts ?? []).flatMap(({ kind, fields }) => {
    if (fields.letter) return [fields.letter.digest]
    return /^(evidence|documents)\.handed-in\//.test(kind) && fields.digest ? [fields.digest] : []
  })
}

function checkOpens(line: PayloadLine, at: string): void {
  const { entry, seal, salt, value, erasedAt, held } = line
  const where = `${at}, entry ${entry}`
  const sealed = fromBase64(seal)
  if ((salt === undefined) !== (value === undefined) || (value !== undefined && (erasedAt ?? held)))
    throw new Damaged(where, 'says two things of one seal')
  if (salt === undefined || value === undefined) return
  if (!opens(sealed, fromBase64(salt), value))
    throw new Damaged(where, 'what stands beside the entry does not open its seal')
  // The seal is over NFC; of other spellings of the same text only that one is what was sealed.
  if (value !== value.normalize('NFC')) throw new Damaged(where, 'is not spelt as it was sealed')
}

const orderOf = ({ entry, seal }: Pick<PayloadLine, 'entry' | 'seal'>) =>
  `${String(entry).padStart(16, '0')} ${toHex(fromBase64(seal))}`

/** What must stand beside a bundle's entries: each seal that they name, once, in order, and no other. */
class Beside {
  readonly #named = new Map<number, Set<string>>()
  /** a held act's own seal, and whether the act is told */
  readonly #held = new Map<number, { seal: string; told: boolean }>()
  readonly #told = new Map<number, Set<string>>()
  #last = ''

  constructor(first: number, entries: Uint8Array[]) {
    for (const [place, body] of entries.entries()) {
      const seals = sealsIn(body)
      if (seals.length > 0) this.#named.set(first + place, new Set(seals))
      if (isHeld(body)) this.#held.set(first + place, { seal: seals[0] ?? '', told: false })
    }
  }

  take({ entry, seal, held, value }: PayloadLine, at: string): string[] {
    const where = `${at}, entry ${entry}`
    const named = this.#named.get(entry)
    const order = orderOf({ entry, seal })
    if (!named) throw new Damaged(where, `the entry names no seal ${seal}`)
    if (order <= this.#last) throw new Damaged(where, 'is out of its order')
    this.#last = order
    const told = this.#told.get(entry) ?? new Set<string>()
    this.#told.set(entry, told.add(seal))
    const own = this.#held.get(entry)
    if (held && own?.seal !== seal)
      throw new Damaged(where, 'is said to be held, and the log says otherwise')
    if (own?.seal !== seal || value === undefined) return []
    own.told = true
    const body = toUtf8(value)
    for (const inner of sealsIn(body)) named.add(inner)
    return filesIn(body)
  }

  end(where: string): void {
    for (const [entry, named] of this.#named) {
      const told = this.#told.get(entry) ?? new Set<string>()
      const at = `${where}, entry ${entry}`
      for (const seal of named)
        if (!told.has(seal))
          throw new Damaged(at, `nothing stands beside the entry for the seal ${seal}`)
      // Of an act that was held and is erased, what stood beside it cannot be known any more.
      if (this.#held.get(entry)?.told === false) continue
      for (const seal of told)
        if (!named.has(seal)) throw new Damaged(at, `the entry names no seal ${seal}`)
    }
  }
}

async function filesAfter(
  members: Members,
  files: Set<string>,
  visitor: Visitor,
  counted: { files: number },
): Promise<string[]> {
  let last = ''
  while ((await members.peek()) !== names.missing) {
    const name = await members.peek()
    const digest = /^files\/([0-9a-f]{64})$/.exec(name)?.[1]
    if (!digest || digest <= last) throw new Damaged(name, 'is not the member that comes here')
    if (!files.delete(digest)) throw new Damaged(name, 'no act in this archive handed this file in')
    last = digest
    const hashed = createHash('sha256')
    for await (const piece of members.pieces(name)) {
      hashed.update(piece)
      await visitor.file?.(digest, piece)
    }
    if (hashed.digest('hex') !== digest)
      throw new Damaged(name, 'these are not the bytes of that digest')
    await visitor.file?.(digest, null)
    counted.files += 1
  }
  const text = fromUtf8(await members.whole(names.missing, limits.names))
  const missing = text === '' ? [] : text.slice(0, -1).split('\n')
  if (text !== missing.map((one) => `${one}\n`).join(''))
    throw new Damaged(names.missing, 'one digest a line')
  for (const digest of missing)
    if (!files.delete(digest))
      throw new Damaged(names.missing, `no act in this archive handed in ${digest}`)
  const [lost] = files
  if (lost)
    throw new Damaged(
      names.file(lost),
      'an act handed this file in, and the archive neither has it nor says that it is missing',
    )
  return missing
}

/** The members of a tar, in the order in which they must come. */
class Members {
  where = 'the beginning'
  bytes = 0
  readonly #intake: Intake
  readonly #sums: string[] = []
  #next: { name: string; size: number } | null = null

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#intake = new Intake(source)
  }

  async peek(): Promise<string> {
    return (this.#next ??= parseHeader(await this.#take(BLOCK))).name
  }

  async whole(name: string, most: number): Promise<Uint8Array> {
    const size = await this.#enter(name, most)
    // A copy: the piece it came in may be gone with the next question.
    const bytes = new Uint8Array(await this.#take(size))
    this.#sums.push(`${hash('sha256', bytes)}  ${name}\n`)
    await this.#leave(size)
    return bytes
  }

  async *pieces(name: string): AsyncGenerator<Uint8Array> {
    const size = await this.#enter(name, Number.MAX_SAFE_INTEGER)
    const hashed: Hashing = createHash('sha256')
    for (let left = size; left > 0; ) {
      const piece = await this.#intake.some(left)
      if (!piece) throw this.#cutShort()
      left -= piece.length
      this.bytes += piece.length
      hashed.update(piece)
      yield piece
    }
    this.#sums.push(`${hashed.digest('hex')}  ${name}\n`)
    await this.#leave(size)
  }

  async *lines(name: string): AsyncGenerator<PayloadLine> {
    let begun: Uint8Array[] = []
    let length = 0
    for await (const piece of this.pieces(name)) {
      let from = 0
      for (let end = piece.indexOf(0x0a); end !== -1; end = piece.indexOf(0x0a, from)) {
        yield lineIn(concat([...begun, piece.subarray(from, end)]))
        begun = []
        length = 0
        from = end + 1
      }
      length += piece.length - from
      if (length > limits.line) throw new Malformed('a line longer than any that we write')
      if (from < piece.length) begun.push(new Uint8Array(piece.subarray(from)))
    }
    if (begun.length > 0) throw new Malformed('the last line is cut short')
  }

  async end(): Promise<void> {
    const expected = this.#sums.slice()
    const given = fromUtf8(await this.whole(names.sums, limits.names)).split(/(?<=\n)/)
    const wrong = expected.findIndex((line, place) => line !== given[place])
    if (wrong !== -1)
      throw new Damaged(
        expected[wrong]?.slice(66, -1) ?? names.sums,
        'is not what the list of digests says',
      )
    if (given.length !== expected.length)
      throw new Damaged(names.sums, 'names members that are not there')
    this.where = 'the end'
    const end = await this.#take(END.length)
    if (!same(end, END)) throw new Damaged(this.where, 'an archive ends in two empty blocks')
    if (await this.#intake.some(1)) throw new Damaged(this.where, 'something stands behind the end')
  }

  close(): Promise<void> {
    return this.#intake.close()
  }

  async #enter(name: string, most: number): Promise<number> {
    const found = await this.peek()
    if (found !== name) throw new Damaged(found, `is not the member that comes here, which is ${name}`)
    const size = this.#next?.size ?? 0
    this.#next = null
    this.where = name
    if (size > most)
      throw new Damaged(name, `says that it has ${size} bytes; no more than ${most} can be`)
    return size
  }

  async #leave(size: number): Promise<void> {
    const padding = paddingOf(size)
    if (!same(await this.#take(padding.length), padding))
      throw new Damaged(this.where, 'what fills its last block is not empty')
  }

  async #take(count: number): Promise<Uint8Array> {
    const taken = await this.#intake.take(count)
    if (!taken) throw this.#cutShort()
    this.bytes += count
    return taken
  }

  #cutShort() {
    return new Damaged(this.where, 'the archive ends here, and is not complete')
  }
}

function lineIn(bytes: Uint8Array): PayloadLine {
  const text = fromUtf8(bytes)
  const parsed = PayloadLine.safeParse(jsonIn(text))
  if (!parsed.success || payloadText(parsed.data) !== text)
    throw new Malformed('a line that we did not write')
  return parsed.data
}
