import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { canonicalBytes } from './canonical.ts'
import { publicKeyOf } from './ed25519.ts'
import { formatKey, keyOf, signNote } from './note.ts'
import { verifyReceipt } from './proof.ts'
import { publishCheckpoint, receiptOf } from './publish.ts'
import type { Cosigned, LogRows } from './publish.ts'
import { serveLog } from './serve.ts'
import type { Served } from './serve.ts'
import { originOf, SigningRefused } from './signer.ts'
import { leafHash } from './tree.ts'

const forum = 'practica'
const seed = new Uint8Array(32).fill(7)
const key = keyOf(originOf(forum), publicKeyOf(seed))
const otherKey = keyOf(originOf(forum), publicKeyOf(new Uint8Array(32)))
const stranger = fileURLToPath(new URL('../../stranger/read-log.mjs', import.meta.url))

const actAt = (index: number, told = 'acto'): Uint8Array => {
  const recordedAt = new Date(1_764_000_000_000 + index * 1000).toISOString()
  return canonicalBytes({ v: 1, recordedAt, facts: [{ kind: 'example/1', told }] })
}

/** What PostgreSQL does in life: rows, and a lock. */
class Rows implements LogRows {
  bodies: Uint8Array[] = []
  checkpoints: { size: number; note: string }[] = []
  cosigned: Cosigned[] = []
  #before: Promise<unknown> = Promise.resolve()

  size() {
    return Promise.resolve(this.bodies.length)
  }

  leaves(_: string, from: number, to: number) {
    return Promise.resolve(this.bodies.slice(from, to).map(leafHash))
  }

  entries(_: string, from: number, to: number) {
    return Promise.resolve(this.bodies.slice(from, to))
  }

  latestCheckpoint() {
    return Promise.resolve(this.checkpoints.at(-1)?.note ?? null)
  }

  changedKeys() {
    return Promise.resolve([])
  }

  checkpointAt(_: string, size: number) {
    return Promise.resolve(this.checkpoints.find((checkpoint) => checkpoint.size === size)?.note ?? null)
  }

  cosignatures(_: string, size?: number) {
    return Promise.resolve(
      this.cosigned
        .filter((cosigned) => size === undefined || cosigned.size === size)
        .toSorted((one, other) => other.size - one.size),
    )
  }

  saveCosignature(_: string, one: Cosigned) {
    this.cosigned.push(one)
    return Promise.resolve(true)
  }

  saveCheckpoint(_: string, size: number, note: string) {
    if (!this.checkpoints.some((checkpoint) => checkpoint.size === size))
      this.checkpoints.push({ size, note })
    return Promise.resolve()
  }

  exclusively<T>(_: string, work: () => Promise<T>): Promise<T> {
    const mine = this.#before.then(work, work)
    this.#before = mine
    return mine
  }

  grow(count: number, told?: string) {
    for (let more = 0; more < count; more += 1) this.bodies.push(actAt(this.bodies.length, told))
  }
}

let folder = ''
let rows = new Rows()
let spoil: (path: string, served: Served) => Served | null = (_, served) => served
const keysDir = () => join(folder, 'keys')
const publish = () => publishCheckpoint(rows, forum, keysDir(), seed)

const server = createServer((request, response) => {
  const path = request.url?.replace('/practica/log/', '') ?? ''
  void serveLog(rows, forum, keysDir(), path).then((served) => {
    const given = served && spoil(path, served)
    if (!given) return response.writeHead(404).end()
    return response
      .writeHead(200, { 'content-type': given.contentType, 'cache-control': given.cacheControl })
      .end(given.body)
  })
})

beforeAll(() => new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready)))
afterAll(() => new Promise((done) => server.close(done)))
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-'))
  rows = new Rows()
  spoil = (_, served) => served
  return () => rm(folder, { recursive: true })
})

const read = (...options: string[]): Promise<{ code: number; told: string }> =>
  new Promise((done) => {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/practica/log`
    execFile(process.execPath, [stranger, address, ...options], (error, out, errors) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, told: out + errors })
    })
  })

describe('somebody else’s reader', () => {
  test.each([0, 1, 2, 255, 256, 257, 700])(
    'finds a log of %d entries as it was signed',
    async (size) => {
      rows.grow(size)
      await publish()
      const { code, told } = await read('--key', formatKey(key))
      expect(told).toContain('No difference.')
      expect(told).toMatch(new RegExp(`Entries +${size}\\b`))
      expect(code).toBe(0)
    },
  )

  test('reads no further than what is signed', async () => {
    rows.grow(3)
    await publish()
    rows.grow(2)
    expect((await read()).told).toMatch(/Entries +3\b/)
    expect(await serveLog(rows, forum, keysDir(), 'tile/entries/000.p/5')).toBeNull()
    expect((await serveLog(rows, forum, keysDir(), 'tile/entries/000.p/2'))?.contentType).toBe(
      'application/octet-stream',
    )
  })

  test('sees that a log has grown from what it kept, and that one was rewritten', async () => {
    const kept = join(folder, 'checkpoint')
    rows.grow(300)
    await publish()
    expect((await read('--save', kept)).code).toBe(0)
    rows.grow(20)
    await publish()
    expect((await read('--since', kept)).told).toContain('the 300 entries')

    const rewritten = new Rows()
    rewritten.grow(320, 'otro')
    rows = rewritten
    await rm(keysDir(), { recursive: true })
    await publish()
    const after = await read('--since', kept)
    expect(after).toMatchObject({ code: 1, told: expect.stringContaining('rewritten') as string })

    rows = new Rows()
    rows.grow(10)
    await rm(keysDir(), { recursive: true })
    await publish()
    expect(await read('--since', kept)).toMatchObject({
      code: 1,
      told: expect.stringContaining('was cut') as string,
    })
  })

  test.each<[string, string, (bytes: Buffer) => Buffer, string]>([
    [
      'a changed word in an entry',
      'tile/entries/001.p/44',
      (bytes) => swap(bytes, 'acto', 'acta'),
      'do not have the root',
    ],
    ['two entries in each other’s place', 'tile/entries/000', moveFirst, 'do not have the root'],
    [
      'a missing entry',
      'tile/entries/000',
      (bytes) => bytes.subarray(2 + bytes.readUInt16BE(0)),
      'whole entries',
    ],
    ['a changed leaf tile', 'tile/0/000', (bytes) => flip(bytes, 77), 'tile/0/000 is not what'],
    ['a changed upper tile', 'tile/1/000.p/1', (bytes) => flip(bytes, 3), 'tile/1/000.p/1 is not what'],
    [
      'a changed size',
      'checkpoint',
      (bytes) => swap(bytes, '\n300\n', '\n301\n'),
      'signature of the checkpoint is bad',
    ],
    [
      'no signature',
      'checkpoint',
      (bytes) => bytes.subarray(0, bytes.lastIndexOf('\n\n') + 2),
      'not signed by',
    ],
    ['another key', 'keys', () => Buffer.from(`${formatKey(otherKey)}\n`), 'not signed by'],
    ['no key', 'keys', () => Buffer.alloc(0), 'shows no key'],
  ])('finds %s', async (_, spoilt, change, told) => {
    rows.grow(300)
    await publish()
    spoil = (path, served) =>
      path === spoilt ? { ...served, body: change(Buffer.from(served.body)) } : served
    expect(await read()).toMatchObject({ code: 1, told: expect.stringContaining(told) as string })
  })

  test('says so where a tile is withheld, or nobody answers', async () => {
    rows.grow(300)
    await publish()
    spoil = (path, served) => (path === 'tile/0/001.p/44' ? null : served)
    expect(await read()).toMatchObject({
      code: 1,
      told: expect.stringContaining('answers 404') as string,
    })
  })

  test('holds the host to a key that it has from elsewhere', async () => {
    rows.grow(1)
    await publish()
    const { code, told } = await read('--key', formatKey(otherKey))
    expect(told).toContain('does not show the key')
    expect(code).toBe(1)
  })
})

describe('publishing', () => {
  test('saves each head once, though many ask at the same time', async () => {
    rows.grow(5)
    await Promise.all(Array.from({ length: 10 }, () => publish()))
    expect(rows.checkpoints.map(({ size }) => size)).toEqual([5])
    await Promise.all(
      Array.from({ length: 10 }, () => {
        rows.grow(1)
        return publish()
      }),
    )
    expect(rows.checkpoints.at(-1)?.size).toBe(15)
  })

  test('after a crash between the signature and its row, the row is made up for', async () => {
    rows.grow(5)
    const { note } = await publish()
    rows.checkpoints = []
    expect((await publish()).note).toBe(note)
    expect(rows.checkpoints).toEqual([{ size: 5, note }])
  })

  test('stops where the rows were cut, rewritten, or restored from an old copy', async () => {
    rows.grow(300)
    await publish()
    const restored = (bodies: Uint8Array[]) =>
      Object.assign(new Rows(), { bodies, checkpoints: [...rows.checkpoints] })
    const changed = rows.bodies.with(7, actAt(7, 'otro'))
    for (const bodies of [rows.bodies.slice(0, 299), changed, [...changed, actAt(300)], []]) {
      await expect(publishCheckpoint(restored(bodies), forum, keysDir(), seed)).rejects.toThrow(
        SigningRefused,
      )
    }
    expect(
      (await publishCheckpoint(restored([...rows.bodies, actAt(300)]), forum, keysDir(), seed)).size,
    ).toBe(301)
  })

  test('makes no second key for a log that was signed before', async () => {
    rows.grow(2)
    await publishCheckpoint(rows, forum, keysDir())
    await rm(keysDir(), { recursive: true })
    await expect(publishCheckpoint(rows, forum, keysDir())).rejects.toThrow('put the key store back')
  })

  test('gives receipts for what is signed', async () => {
    rows.grow(300)
    expect(await receiptOf(rows, forum, 0)).toBeNull()
    await publish()
    for (const index of [0, 255, 256, 299]) {
      expect(
        verifyReceipt((await receiptOf(rows, forum, index)) ?? '', actAt(index), key),
      ).toMatchObject({ size: 300 })
    }
    expect(await receiptOf(rows, forum, 300)).toBeNull()
  })

  test('answers with the headers of tlog-tiles, and with nothing at other addresses', async () => {
    rows.grow(300)
    expect(await serveLog(rows, forum, keysDir(), 'checkpoint')).toBeNull()
    expect(await serveLog(rows, forum, keysDir(), 'keys')).toBeNull()
    await publish()
    const answer = (path: string) => serveLog(rows, forum, keysDir(), path)
    expect(await answer('checkpoint')).toMatchObject({
      contentType: 'text/plain; charset=utf-8',
      cacheControl: 'no-cache',
    })
    expect(Buffer.from((await answer('keys'))?.body ?? '').toString()).toBe(`${formatKey(key)}\n`)
    const immutable = 'public, max-age=31536000, immutable'
    expect(await answer('tile/0/001.p/44')).toMatchObject({
      contentType: 'application/octet-stream',
      cacheControl: immutable,
    })
    const nowhere = [
      '',
      'tile',
      'tile/0/001',
      'tile/0/001.p/45',
      'tile/1/000',
      'tile/entries/002.p/1',
      '../keys',
    ]
    for (const path of nowhere) expect(await answer(path)).toBeNull()
  })

  test('a checkpoint that somebody else wrote into the file is seen by the reader', async () => {
    const kept = join(folder, 'forged')
    const empty = `${originOf(forum)}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n`
    await writeFile(kept, signNote(empty, originOf(forum), new Uint8Array(32)))
    rows.grow(1)
    await publish()
    expect(await read('--since', kept)).toMatchObject({
      code: 1,
      told: expect.stringContaining('not signed by') as string,
    })
  })
})

function flip(bytes: Buffer, place: number): Buffer {
  return Buffer.from(bytes.with(place, (bytes[place] ?? 0) ^ 1))
}

function swap(bytes: Buffer, from: string, to: string): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1')
}

/** The first entry behind the second. */
function moveFirst(bytes: Buffer): Buffer {
  const first = 2 + bytes.readUInt16BE(0)
  const second = first + 2 + bytes.readUInt16BE(first)
  return Buffer.concat([bytes.subarray(first, second), bytes.subarray(0, first), bytes.subarray(second)])
}
