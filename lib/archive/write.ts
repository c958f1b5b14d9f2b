import { createHash, hash } from 'node:crypto'
import { exampleOf } from '../act/example.ts'
import type { Viewer } from '../act/viewer.ts'
import { personRegistered } from '../bodies/facts.ts'
import type { Reader } from '../db/client.ts'
import type { Store } from '../evidence/store.ts'
import { canonicalText } from '../log/canonical.ts'
import { toBase64, toUtf8 } from '../log/encoding.ts'
import { keysToCheckBy, levelsOf, signedSize, withCosignatures } from '../log/publish.ts'
import { opened as openedFact } from '../log/facts.ts'
import type { LogRows } from '../log/publish.ts'
import { sealIn } from '../log/seal.ts'
import { originOf } from '../log/signer.ts'
import { bundleBytes, TILE_WIDTH, tileBytes, tilePath } from '../log/tiles.ts'
import { bundlesOf, firstBundle, FORMAT, headTiles, leftOutFor, names, payloadText } from './format.ts'
import type { Audience, Manifest, PayloadLine } from './format.ts'
import { END, headerOf, paddingOf } from './tar.ts'

/** For whom: with `seats`, the bodies whose held acts they read. */
export type For = { audience: Audience; bodies: string[] }

/** As whom somebody takes the archive away: those who hold seats with what their bodies hold back, everybody else as the public. */
export function readerOf({ seats }: Viewer): For {
  return seats.length > 0
    ? { audience: 'seats', bodies: [...new Set(seats.map((seat) => seat.body))] }
    : { audience: 'public', bodies: [] }
}

export type Source = {
  db: Reader
  log: LogRows
  store: Pick<Store, 'open'>
  forum: { id: string; slug: string; kind: string; timeZone: string }
  /** verifier keys by which to check: the log's own first, then those of its witnesses */
  keys: string[]
}

/** By which keys an archive of this forum is checked: the log's, and those of whoever was named a witness. */
export async function archiveKeys(
  db: Reader,
  log: LogRows,
  keysDir: string,
  forumId: string,
): Promise<string[]> {
  const keys = await keysToCheckBy(log, forumId, keysDir)
  const witnesses =
    keys.length === 0
      ? []
      : await db.witness.findMany({
          where: { forumId },
          orderBy: { entryIndex: 'asc' },
          select: { key: true },
        })
  return [...new Set([...keys, ...witnesses.map(({ key }) => key)])]
}

export class NothingSigned extends Error {
  override name = 'NothingSigned'
}

/** The size of the log that an archive would have now. It throws where there would be none that anybody can check. */
export async function signedActs({
  log,
  forum,
  keys,
}: Pick<Source, 'log' | 'forum' | 'keys'>): Promise<number> {
  const checkpoint = await log.latestCheckpoint(forum.id)
  if (checkpoint === null) throw new NothingSigned(`nothing of the log of ${forum.slug} is signed yet`)
  if (keys.length === 0)
    throw new NothingSigned(
      `the key of the log of ${forum.slug} is not here: nobody could check its archive`,
    )
  return signedSize(checkpoint)
}

/**
 * A forum's archive as bytes, in pieces, as they are read: never more in memory than one bundle and what stands beside it. It ends at the
 * newest checkpoint. The same log and the same reader give the same bytes, whenever and wherever.
 */
export async function* writeArchive(
  source: Source,
  { audience, bodies }: For,
  from = 0,
): AsyncGenerator<Uint8Array> {
  const { db, log, store, forum, keys } = source
  const signed = await log.latestCheckpoint(forum.id)
  if (signed === null) throw new NothingSigned(`nothing of the log of ${forum.slug} is signed yet`)
  const checkpoint = await withCosignatures(log, forum.id, signed)
  const to = signedSize(checkpoint)
  if (!Number.isSafeInteger(from) || from < 0 || from > to)
    throw new RangeError(`the log has ${to} signed acts: there is no archive since its first ${from}`)
  const sums: string[] = []
  const member = (name: string, bytes: Uint8Array): Uint8Array[] => {
    sums.push(`${hash('sha256', bytes)}  ${name}\n`)
    return [headerOf(name, bytes.length), bytes, paddingOf(bytes.length)]
  }

  const manifest: Manifest = {
    format: FORMAT,
    forum: { id: forum.id, slug: forum.slug, timeZone: forum.timeZone },
    ...exampleOf(forum)?.member,
    origin: originOf(forum.id),
    from,
    to,
    for: audience,
    leftOut: leftOutFor[audience],
  }
  yield* member(names.manifest, toUtf8(`${canonicalText(manifest)}\n`))
  yield* member(names.checkpoint, toUtf8(checkpoint))
  yield* member(names.keys, toUtf8(keys.map((key) => `${key}\n`).join('')))
  const levels = levelsOf(log, forum.id)
  for (const tile of headTiles(to)) yield* member(tilePath(tile), await tileBytes(tile, levels))

  for (const { index, first, width, entries, tile, payloads } of bundlesOf(from, to)) {
    yield* member(entries, bundleBytes(await log.entries(forum.id, first, first + width)))
    if (tile) yield* member(tile, await tileBytes({ level: 0, index, width }, levels))
    yield* member(
      payloads,
      linesOf(
        await payloadsBeside(db, forum.id, { gte: first, lt: first + width }, { audience, bodies }),
      ),
    )
  }
  const before = firstBundle(from) * TILE_WIDTH
  if (from > 0)
    yield* member(
      names.changed,
      linesOf(await changedBefore(db, forum.id, before, from, { audience, bodies })),
    )

  const missing: string[] = []
  for (const digest of await filesNamed(db, forum.id, before, to)) {
    const opened = await store.open(digest)
    if (!opened) {
      missing.push(digest)
      continue
    }
    yield headerOf(names.file(digest), opened.size)
    const hashed = createHash('sha256')
    let size = 0
    for await (const piece of opened.stream as AsyncIterable<Uint8Array>) {
      hashed.update(piece)
      size += piece.length
      yield piece
    }
    if (size !== opened.size)
      throw new Error(`the store gave ${size} bytes of ${digest}, and had said ${opened.size}`)
    yield paddingOf(size)
    sums.push(`${hashed.digest('hex')}  ${names.file(digest)}\n`)
  }
  yield* member(names.missing, toUtf8(missing.map((digest) => `${digest}\n`).join('')))
  yield* member(names.sums, toUtf8(sums.join('')))
  yield END
}

function linesOf(lines: PayloadLine[]): Uint8Array {
  return toUtf8(lines.map((line) => `${payloadText(line)}\n`).join(''))
}

type Among = { gte?: number; lt?: number; in?: number[] }

/**
 * What stands beside the entries, as this reader may see it: of an act that is held from them the one seal that its entry is, and of
 * personal data that it is there. The history, the entry's own page and /log/payload decide alike; but members, who leave to stand the
 * forum up elsewhere, take with them who sat in it, which its pages tell.
 */
async function payloadsBeside(
  db: Reader,
  forumId: string,
  index: Among,
  { audience, bodies }: For,
): Promise<PayloadLine[]> {
  const [rows, lines] = await Promise.all([
    db.logPayload.findMany({
      where: { forumId, index },
      orderBy: [{ index: 'asc' }, { seal: 'asc' }],
    }),
    db.historyLine.findMany({
      where: { forumId, index, held: true },
      select: { index: true, bodyId: true },
    }),
  ])
  const hidden =
    audience === 'operator'
      ? []
      : lines.filter(({ bodyId }) => !bodyId || !bodies.includes(bodyId)).map((line) => line.index)
  const hiddenEntries = new Set(hidden)
  const outsides =
    hiddenEntries.size === 0
      ? new Map<number, string>()
      : await heldSeals(db, forumId, [...hiddenEntries])
  const named =
    audience === 'seats'
      ? await nameSeals(
          db,
          forumId,
          rows.filter((row) => !row.open).map((row) => row.index),
        )
      : new Set<string>()
  return rows.flatMap((row): PayloadLine[] => {
    const seal = toBase64(row.seal)
    const [entry, personal] = [row.index, row.open ? {} : { personal: true as const }]
    if (hiddenEntries.has(entry))
      return outsides.get(entry) === seal ? [{ entry, seal, held: true }] : []
    if (row.erasedAt) return [{ entry, seal, ...personal, erasedAt: row.erasedAt.toISOString() }]
    if (row.value === null || !row.salt || (!row.open && audience !== 'operator' && !named.has(seal)))
      return [{ entry, seal, ...personal }]
    return [{ entry, seal, ...personal, salt: toBase64(row.salt), value: row.value }]
  })
}

type Told = { facts?: { kind: string; fields: Record<string, unknown> }[] }

async function bodiesOf(
  db: Reader,
  forumId: string,
  entries: number[],
): Promise<{ index: number; body: Told }[]> {
  const rows = await db.logEntry.findMany({
    where: { forumId, index: { in: entries } },
    select: { index: true, body: true },
  })
  return rows.map(({ index, body }) => ({
    index,
    body: JSON.parse(Buffer.from(body).toString('utf8')) as Told,
  }))
}

async function heldSeals(db: Reader, forumId: string, entries: number[]): Promise<Map<number, string>> {
  return new Map(
    (await bodiesOf(db, forumId, entries)).map(({ index, body }) => [index, sealIn(body) ?? '']),
  )
}

/** Which of the values beside these entries are the names of people. */
async function nameSeals(db: Reader, forumId: string, entries: number[]): Promise<Set<string>> {
  const facts = (await bodiesOf(db, forumId, [...new Set(entries)])).flatMap(
    ({ body }) => body.facts ?? [],
  )
  return new Set(
    facts
      .filter(({ kind }) => kind === personRegistered.kind)
      .flatMap(({ fields }) => sealIn(fields.name) ?? []),
  )
}

/** Of entries that an earlier archive has: those that acts since then have opened or erased something of. */
async function changedBefore(
  db: Reader,
  forumId: string,
  before: number,
  from: number,
  who: For,
): Promise<PayloadLine[]> {
  const [openings, last] = await Promise.all([
    db.historyLine.findMany({
      where: { forumId, kind: openedFact.kind, index: { gte: from } },
      select: { fields: true },
    }),
    db.historyLine.findFirst({
      where: { forumId, index: { lt: from } },
      orderBy: { index: 'desc' },
      select: { recordedAt: true },
    }),
  ])
  const erased = await db.logPayload.findMany({
    where: { forumId, index: { lt: before }, erasedAt: { gte: last?.recordedAt ?? new Date(0) } },
    select: { index: true },
  })
  const opened = openings
    .flatMap(({ fields }) => (fields as { entries?: number[] }).entries ?? [])
    .filter((index) => index < before)
  const entries = [...new Set([...opened, ...erased.map((one) => one.index)])].toSorted((a, b) => a - b)
  return entries.length === 0 ? [] : payloadsBeside(db, forumId, { in: entries }, who)
}

/** Files that these entries handed in, each once, by their digest. */
async function filesNamed(db: Reader, forumId: string, from: number, to: number): Promise<string[]> {
  const handedIn = {
    where: { forumId, entryIndex: { gte: from, lt: to }, digest: { not: null } },
    select: { digest: true },
  } as const
  const [evidence, documents, letters] = await Promise.all([
    db.evidence.findMany(handedIn),
    db.document.findMany(handedIn),
    db.historyLine.findMany({
      where: {
        forumId,
        index: { gte: from, lt: to },
        // Whatever names a letter: by which somebody was appointed, or is to be.
        fields: { path: ['letter', 'digest'], string_contains: '' },
      },
      select: { fields: true },
    }),
  ])
  const named = letters.flatMap(({ fields }) => {
    const { letter } = fields as { letter?: { digest: string } | null }
    return letter ? [letter.digest] : []
  })
  const digests = [...evidence, ...documents].flatMap(({ digest }) => (digest ? [digest] : []))
  return [...new Set([...digests, ...named])].toSorted()
}
