import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import S3rver from '@20minutes/s3rver'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bucketStore, folderStore } from './store.ts'
import type { Store } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'mesa-store-'))
let speaker: { run(): Promise<AddressInfo>; close(): Promise<void>; httpServer?: Server }
const stores: { folder?: Store; bucket?: Store } = {}

beforeAll(async () => {
  speaker = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: join(folder, 's3'),
    configureBuckets: [{ name: 'mesa' }],
  })
  const { port } = await speaker.run()
  stores.folder = folderStore(join(folder, 'kept'))
  stores.bucket = bucketStore({
    url: `http://127.0.0.1:${port}/mesa`,
    region: 'us-east-1',
    keyId: 'S3RVER',
    secret: 'S3RVER',
  })
})
afterAll(async () => {
  await speaker.close()
  rmSync(folder, { recursive: true, force: true })
})

function file(bytes: Buffer) {
  const path = join(folder, randomBytes(6).toString('hex'))
  writeFileSync(path, bytes)
  return { path, digest: createHash('sha256').update(bytes).digest('hex') }
}

describe.each(['folder', 'bucket'] as const)('a %s', (kind) => {
  const store = () => {
    const one = stores[kind]
    if (!one) throw new Error('not open yet')
    return one
  }

  it('gives back what it was given, whole or in part', async () => {
    const bytes = randomBytes(300_000)
    const { path, digest } = file(bytes)
    await store().keep(path, digest, bytes.length)
    const whole = await store().open(digest)
    expect(whole?.size).toBe(bytes.length)
    expect(whole && (await buffer(whole.stream)).equals(bytes)).toBe(true)
    const part = await store().open(digest, { start: 100, end: 199 })
    expect(part?.size).toBe(bytes.length)
    expect(part && (await buffer(part.stream)).equals(bytes.subarray(100, 200))).toBe(true)
  })

  it('keeps the same bytes once', async () => {
    const bytes = randomBytes(1_000)
    const { path, digest } = file(bytes)
    await store().keep(path, digest, bytes.length)
    rmSync(path)
    // It is not even read again.
    await store().keep(path, digest, bytes.length)
    const again = await store().open(digest)
    expect(again && (await buffer(again.stream)).equals(bytes)).toBe(true)
  })

  it('knows what it has not', async () => {
    expect(await store().open('0'.repeat(64))).toBe(null)
  })

  it('drops what nobody handed in, and once is enough', async () => {
    const bytes = randomBytes(10)
    const { path, digest } = file(bytes)
    await store().keep(path, digest, bytes.length)
    await store().drop(digest)
    await store().drop(digest)
    expect(await store().open(digest)).toBe(null)
  })
})

describe('a store that cannot', () => {
  it('leaves no half file behind in a folder', async () => {
    const store = folderStore(join(folder, 'half'))
    await expect(store.keep(join(folder, 'nowhere'), 'a'.repeat(64), 5)).rejects.toThrow(/ENOENT/)
    expect(readdirSync(join(folder, 'half', 'aa'))).toEqual([])
  })

  it('says what the bucket answered', async () => {
    const { port } = speaker.httpServer?.address() as AddressInfo
    const store = bucketStore({
      url: `http://127.0.0.1:${port}/there-is-none`,
      region: 'us-east-1',
      keyId: 'S3RVER',
      secret: 'S3RVER',
    })
    const { path, digest } = file(randomBytes(10))
    await expect(store.keep(path, digest, 10)).rejects.toThrow(/answered 404 to PUT/)
  })
})
