// The full check of a large archive, beside a loop of SHA-256 over the same file; and how fast a forum is stood up again.
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { entriesOf } from '../lib/act/replay.ts'
import type { StoredEntry } from '../lib/act/replay.ts'
import { writeArchive } from '../lib/archive/write.ts'
import type { Source } from '../lib/archive/write.ts'
import { proposeStatus } from '../lib/commitments/commands.ts'
import { openDatabase } from '../lib/db/client.ts'
import { formatCheckpoint } from '../lib/log/checkpoint.ts'
import { publicKeyOf } from '../lib/log/ed25519.ts'
import { toBase64 } from '../lib/log/encoding.ts'
import { formatKey, keyOf, signNote } from '../lib/log/note.ts'
import type { LogRows } from '../lib/log/publish.ts'
import { sealOf } from '../lib/log/seal.ts'
import { originOf } from '../lib/log/signer.ts'
import { leafHash, rootOf } from '../lib/log/tree.ts'
import { takePosition } from '../lib/proposals/commands.ts'
import { done, smallTable } from '../prisma/small-table.ts'
import { run } from '../scripts/child.ts'
import { restoreInto } from '../scripts/operator/restore.ts'
import { cloneDatabase, prepareTemplate } from '../testing/databases.ts'
import type { TestServer } from '../testing/databases.ts'
import type { Figure } from './figures.ts'

type Payload = {
  seal: Uint8Array
  index: number
  salt: Uint8Array
  value: string
  open: boolean
  erasedAt: null
}

/** A log that no database holds, signed by a key of its own. */
function logOf(
  forum: { id: string; slug: string; kind: string; timeZone: string },
  size: number,
  bodyAt: (index: number) => Uint8Array,
  payloads: Payload[] = [],
): Source {
  const seed = randomBytes(32)
  const leaves = Array.from({ length: size }, (_, index) => leafHash(bodyAt(index)))
  const origin = originOf(forum.id)
  const note = signNote(formatCheckpoint({ origin, size, root: rootOf(leaves) }), origin, seed)
  const log: Partial<LogRows> = {
    size: () => Promise.resolve(size),
    latestCheckpoint: () => Promise.resolve(note),
    cosignatures: () => Promise.resolve([]),
    leaves: (_forum, from, to) => Promise.resolve(leaves.slice(from, to)),
    entries: (_forum, from, to) =>
      Promise.resolve(Array.from({ length: to - from }, (_, at) => bodyAt(from + at))),
  }
  const besides = Map.groupBy(payloads, ({ index }) => Math.floor(index / 256))
  const sorted = new Map(
    [...besides].map(([bundle, rows]) => [
      bundle,
      rows.toSorted((one, other) => one.index - other.index || Buffer.compare(one.seal, other.seal)),
    ]),
  )
  const none = { findMany: () => Promise.resolve([]) }
  const db = {
    historyLine: none,
    evidence: none,
    logPayload: {
      findMany: ({ where }: { where: { index: { gte: number } } }) =>
        Promise.resolve(sorted.get(Math.floor(where.index.gte / 256)) ?? []),
    },
  }
  return {
    db: db as unknown as Source['db'],
    log: log as LogRows,
    store: { open: () => Promise.resolve(null) },
    forum,
    keys: [formatKey(keyOf(origin, publicKeyOf(seed)))],
  }
}

async function written(source: Source, path: string): Promise<void> {
  const file = await open(path, 'w')
  for await (const piece of writeArchive(source, { audience: 'operator', bodies: [] }))
    await file.writeFile(piece)
  await file.close()
}

async function through(
  how: 'ours' | 'floor',
  path: string,
  bytes: number,
): Promise<{ ms: number; kilobytes: number }> {
  const { code, text } = await run('bench/archive-check.ts', [how, path, String(bytes)])
  if (code !== 0) throw new Error(text)
  return JSON.parse(text) as { ms: number; kilobytes: number }
}

async function benchCheck(
  folder: string,
  entries: number,
  rounds: number,
  bytes = 700,
): Promise<Figure[]> {
  const path = join(folder, 'large.tar')
  const shape = Buffer.alloc(
    bytes,
    '{"facts":[{"fields":{"mandate":"6d1f","reason":null},"kind":"proposals.position-taken/1"}],"v":1}',
  )
  await written(
    logOf({ id: randomUUID(), slug: 'grande', kind: 'live', timeZone: 'UTC' }, entries, (index) => {
      const body = Buffer.from(shape)
      body.write(`{"index":${index},`, 0)
      return body
    }),
    path,
  )
  let [ours, floor, kilobytes] = [Infinity, Infinity, 0]
  for (let round = 0; round < rounds; round += 1) {
    const [one, other] = [await through('ours', path, bytes), await through('floor', path, bytes)]
    ours = Math.min(ours, one.ms)
    floor = Math.min(floor, other.ms)
    kilobytes = Math.max(kilobytes, one.kilobytes)
  }
  rmSync(path)
  const told = entries.toLocaleString('en-GB')
  return [
    {
      name: `The full check of an archive of ${told} entries`,
      ours: (entries / ours) * 1000,
      floor: (entries / floor) * 1000,
      unit: 'entries/s',
      better: 'higher',
      target: 0.5,
    },
    {
      name: `Memory of that check, at its peak; floor: the 200 MB that it may have`,
      ours: kilobytes / 1000,
      floor: 200,
      unit: 'MB',
      better: 'lower',
      target: 1,
    },
  ]
}

/** Acts as they were done, over and over with names and salts of their own: a proposal and two sectors' positions on it. */
async function manyActs(server: TestServer, size: number): Promise<Source> {
  const { appUrl, drop } = await cloneDatabase(await prepareTemplate(server))
  const database = openDatabase(appUrl, { connections: 2 })
  try {
    const table = await smallTable(database, 'muchos')
    const before = (await database.logHead.findUniqueOrThrow({ where: { forumId: table.forum.id } }))
      .size
    const prose = (text: string) => ({ lang: 'es', text })
    const { proposal } = done(
      await table.civil.as(proposeStatus, {
        commitment: table.commitment,
        mode: 'written',
        to: 'inactive',
        title: prose('Pausa'),
        text: prose('Texto'),
        reasonClass: 'law',
        tried: prose('Todo'),
        conditions: prose('Si'),
        reviewOn: '2030-01-01',
        deadlineOn: '2029-01-01',
      }),
    )
    const { digest } = await database.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
    for (const place of [table.civil, table.oversight])
      done(await place.as(takePosition, { proposal, digest, stance: 'agree' }))
    const acts: StoredEntry[] = []
    for await (const act of entriesOf(database, table.forum.id)) acts.push(act)
    const textOf = (body: Uint8Array) => Buffer.from(body).toString('utf8')
    const known = new Set(
      acts.slice(0, before).flatMap(({ body }) => textOf(body).match(/[0-9a-f-]{36}/g) ?? []),
    )
    const [bodies, payloads]: [Uint8Array[], Payload[]] = [[], []]
    for (let index = 0; index < size; index += 1) {
      const turn = index < before ? index : before + ((index - before) % (acts.length - before))
      if (turn === before) for (const id of [...names.keys()]) if (!known.has(id)) names.delete(id)
      const act = acts[turn]
      if (!act) throw new Error('there are acts')
      const renamed = (text: string) =>
        index < before
          ? text
          : text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => (known.has(id) ? id : nameOf(id)))
      let body = renamed(textOf(act.body))
      // A proposal's number is its own in its forum.
      if (turn === before) body = body.replace(/"number":\d+/, `"number":${index}`)
      for (const { seal, value, open } of act.payloads) {
        const [salt, text] = [randomBytes(32), renamed(value ?? '')]
        const resealed = sealOf(salt, text)
        body = body.replaceAll(toBase64(seal), toBase64(resealed))
        payloads.push({ seal: resealed, index, salt, value: text, open, erasedAt: null })
      }
      bodies.push(Buffer.from(body))
    }
    return logOf(
      { id: table.forum.id, slug: 'muchos', kind: 'live', timeZone: table.forum.timeZone },
      size,
      (index) => bodies[index] ?? Buffer.alloc(0),
      payloads,
    )
  } finally {
    await database.$disconnect()
    await drop()
  }
}

const names = new Map<string, string>()

function nameOf(id: string): string {
  const name = names.get(id) ?? randomUUID()
  names.set(id, name)
  return name
}

async function benchRestore(server: TestServer, folder: string, size: number): Promise<Figure> {
  const path = join(folder, 'many.tar')
  await written(await manyActs(server, size), path)
  const { ownerUrl, keysDir, drop } = await cloneDatabase(await prepareTemplate(server))
  try {
    const started = performance.now()
    await restoreInto(ownerUrl, {
      archives: [path],
      files: { directory: join(folder, 'files') },
      keysDir,
    })
    const each = (size / (performance.now() - started)) * 1000
    return {
      name: `Restoring ${size.toLocaleString('en-GB')} acts from an archive, checks included; floor: 3,000 acts/s`,
      ours: each,
      floor: 3_000,
      unit: 'acts/s',
      better: 'higher',
      target: 1,
    }
  } finally {
    await drop()
  }
}

export async function benchArchive(
  server: TestServer,
  { entries, rounds, restored }: { entries: number; rounds: number; restored: number },
): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mesa-bench-'))
  try {
    return [...(await benchCheck(folder, entries, rounds)), await benchRestore(server, folder, restored)]
  } finally {
    rmSync(folder, { recursive: true })
  }
}
