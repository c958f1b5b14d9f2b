import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { withClient } from '../../scripts/roles.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { openDatabase } from '../db/client.ts'
import { formatKey } from './note.ts'
import { verifyReceipt } from './proof.ts'
import { publishCheckpoint, receiptOf } from './publish.ts'
import { logRows } from './rows.ts'
import { serveLog } from './serve.ts'
import { publicKeyIn, SigningRefused } from './signer.ts'

const { appUrl, ownerUrl, keysDir } = await useDatabase({ seeded: true })
const database = openDatabase(appUrl, { connections: 8 })
afterAll(() => database.$disconnect())

const forum = (await database.forum.findFirstOrThrow({ where: { slug: 'practica' } })).id
const rows = logRows(database)
const size = await rows.size(forum)

/** As a superuser of the host could: past every trigger. */
const rewrite = (sql: string): Promise<unknown> =>
  withClient(ownerUrl, (client) => client.query(`ALTER TABLE log_entry DISABLE TRIGGER USER; ${sql}`))

const read = (address: string): Promise<{ code: number; told: string }> =>
  new Promise((done) => {
    const stranger = fileURLToPath(new URL('../../stranger/read-log.mjs', import.meta.url))
    execFile(process.execPath, [stranger, address], (error, out, errors) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, told: out + errors })
    })
  })

describe('the log of the demonstration', () => {
  test('is signed once, though twenty of two processes ask at the same time', async () => {
    const elsewhere = openDatabase(appUrl, { connections: 8 })
    const others = logRows(elsewhere)
    const asked = Array.from({ length: 20 }, (_, turn) =>
      publishCheckpoint(turn % 2 ? rows : others, forum, keysDir),
    )
    expect(new Set((await Promise.all(asked)).map(({ note }) => note)).size).toBe(1)
    await elsewhere.$disconnect()
    expect(await database.logCheckpoint.count({ where: { forumId: forum, size } })).toBe(1)
  })

  test('is read by a stranger', async () => {
    const server = createServer((request, response) => {
      void serveLog(rows, forum, keysDir, request.url?.slice('/log/'.length) ?? '').then((served) =>
        response.writeHead(served ? 200 : 404).end(served?.body),
      )
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const { code, told } = await read(`http://127.0.0.1:${(server.address() as AddressInfo).port}/log`)
    await new Promise((done) => server.close(done))
    const key = await publicKeyIn(keysDir, forum)
    expect(told).toContain('No difference.')
    expect(told).toContain(key ? formatKey(key) : 'no key')
    expect(told).toMatch(new RegExp(`Entries +${size}\\b`))
    expect(code).toBe(0)
  })

  test('gives a receipt for each entry', async () => {
    const key = await publicKeyIn(keysDir, forum)
    if (!key) throw new Error('no key')
    for (const index of [0, Math.floor(size / 2), size - 1]) {
      const [entry] = await rows.entries(forum, index, index + 1)
      expect(
        verifyReceipt((await receiptOf(rows, forum, index)) ?? '', entry ?? new Uint8Array(), key),
      ).toMatchObject({ size })
    }
  })

  test('is not signed again once a superuser has rewritten an entry, or cut the last', async () => {
    await rewrite(`UPDATE log_entry SET body = body || '\\x20', leaf = sha256('\\x00' || body || '\\x20')
      WHERE "forumId" = '${forum}' AND index = 3`)
    await expect(publishCheckpoint(logRows(database), forum, keysDir)).rejects.toThrow(SigningRefused)
    await rewrite(`UPDATE log_head SET size = size - 1 WHERE "forumId" = '${forum}'`)
    await expect(publishCheckpoint(logRows(database), forum, keysDir)).rejects.toThrow('it was cut')
  })
})
