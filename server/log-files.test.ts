import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { formatCheckpoint } from '../lib/log/checkpoint.ts'
import { toUtf8 } from '../lib/log/encoding.ts'
import { signNote } from '../lib/log/note.ts'
import type { LogRows } from '../lib/log/publish.ts'
import { leafHash, rootOf } from '../lib/log/tree.ts'
import { logFiles } from './log-files.ts'
import type { Followed, Follower } from './log-follower.ts'

const entries = Array.from({ length: 300 }, (_, index) => toUtf8(`{"act":${index}}`))
const noteOf = (size: number) =>
  signNote(
    formatCheckpoint({ origin: 'mesa', size, root: rootOf(entries.slice(0, size).map(leafHash)) }),
    'mesa',
    new Uint8Array(32),
  )
let [size, reads, now] = [257, 0, 0]
const rows = {
  latestCheckpoint: () => {
    reads += 1
    return Promise.resolve(noteOf(size))
  },
  cosignatures: () => Promise.resolve([]),
  entries: (_forum: string, from: number, to: number) => Promise.resolve(entries.slice(from, to)),
  leaves: (_forum: string, from: number, to: number) =>
    Promise.resolve(entries.slice(from, to).map(leafHash)),
} as Partial<LogRows> as LogRows
const forum: Followed = { id: 'f', slug: 'practica', timeZone: 'UTC', version: 1 }
const files = logFiles(
  rows,
  {
    forum: (slug: string) => (slug === 'practica' ? forum : undefined),
  } as Partial<Follower> as Follower,
  '/nowhere',
  () => now,
)

const server = createServer((request, response) => {
  void Promise.resolve(files(request, response)).then((answered) => {
    if (!answered) response.writeHead(418).end()
  })
})
await new Promise<void>((ready) => {
  server.listen(0, '127.0.0.1', ready)
})
afterAll(() => {
  server.close()
})
const ask = (path: string, method = 'GET') =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method })

test('tiles and checkpoint are answered with the headers of files that never change, or always may', async () => {
  const tile = await ask('/practica/log/tile/0/000')
  expect(Buffer.from(await tile.arrayBuffer())).toEqual(
    Buffer.concat(entries.slice(0, 256).map(leafHash)),
  )
  expect(Object.fromEntries(tile.headers)).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'access-control-allow-origin': '*',
    'content-length': '8192',
  })
  const checkpoint = await ask('/practica/log/checkpoint')
  expect([await checkpoint.text(), checkpoint.headers.get('cache-control')]).toEqual([
    noteOf(257),
    'no-cache',
  ])
  const head = await ask('/practica/log/tile/entries/001.p/1', 'HEAD')
  expect([head.status, await head.text(), head.headers.get('content-length')]).toEqual([
    200,
    '',
    String(2 + '{"act":256}'.length),
  ])
})

test('a tile is read once; many who ask for the checkpoint at once are one read; an act makes it be read anew', async () => {
  await ask('/practica/log/tile/0/000')
  reads = 0
  await Promise.all(Array.from({ length: 20 }, () => ask('/practica/log/tile/0/000')))
  expect(reads).toBe(0)
  now += 120
  await Promise.all(Array.from({ length: 20 }, () => ask('/practica/log/checkpoint')))
  expect(reads).toBe(1)
  size = 300
  forum.version += 1
  expect(await (await ask('/practica/log/checkpoint')).text()).toBe(noteOf(300))
})

test('what is not signed, not spelled as a tile is, or not of a log is left to others', async () => {
  size = 257
  for (const path of [
    '/practica/log/tile/0/001.p/2',
    '/practica/log/tile/0/001',
    '/practica/log/tile/0/0',
    '/practica/log/tile/0/x000/000',
    '/otra/log/checkpoint',
    '/practica/log/keys',
    '/practica/log/checkpoint?x',
    '/',
  ]) {
    expect((await ask(path)).status, path).toBe(418)
  }
  expect((await ask('/practica/log/checkpoint', 'POST')).status).toBe(418)
})
