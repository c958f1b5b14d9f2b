import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { openDatabase } from '../db/client.ts'
import { suspendParticipation } from '../proposals/commands.ts'
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { publicKeyOf } from './ed25519.ts'
import { toBase64 } from './encoding.ts'
import { COSIGNATURE, cosignatureLine, keyOf, openNote, parseKey, parseNote } from './note.ts'
import { parseReceipt, verifyReceipt } from './proof.ts'
import { publishCheckpoint, receiptOf } from './publish.ts'
import { logRows } from './rows.ts'
import { serveLog } from './serve.ts'
import { takeInCosignatures } from './take-in.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
const rows = logRows(database)
const keysDir = await mkdtemp(join(tmpdir(), 'keys-'))
afterAll(async () => {
  await database.$disconnect()
  await rm(keysDir, { recursive: true })
})

const witness = (name: string) => {
  const seed = randomBytes(32)
  return { name, seed, key: keyOf(name, publicKeyOf(seed), COSIGNATURE) }
}
const [civil, oversight, nobodys] = [
  witness('civil.example/testigo'),
  witness('inai.example/testigo'),
  witness('nadie.example/testigo'),
]
const known = [civil.key, oversight.key]
const now = new Date('2026-11-23T18:00:00Z')
const seconds = now.getTime() / 1000

let table: Awaited<ReturnType<typeof smallTable>>
let [forum, first, second] = ['', '', '']
const act = async () => {
  await table.civil.as(suspendParticipation, { scope: 'forum', reason: { lang: 'es', text: 'x' } })
  return (await publishCheckpoint(rows, forum, keysDir)).note
}
beforeAll(async () => {
  table = await smallTable(database, 'firmas')
  forum = table.forum.id
  first = (await publishCheckpoint(rows, forum, keysDir)).note
  second = await act()
})
const textOf = (checkpoint: string) => parseNote(checkpoint).text
const noteBy = (text: string, time: number, ...signers: (typeof civil)[]) =>
  `${text}\n${signers.map((signer) => cosignatureLine(text, signer.name, signer.seed, time)).join('')}`
const handIn = (body: string | Uint8Array) => takeInCosignatures(rows, forum, known, body, now)
const served = async (path: string) => {
  const found = await serveLog(rows, forum, keysDir, path)
  return found && Buffer.from(found.body).toString()
}
const whoSigned = (note: string | null) =>
  note
    ? openNote(note, known)
        .verified.map((key) => key.name)
        .toSorted()
    : null

describe('what a witness signed', () => {
  it('is taken in under the checkpoint that it is of, once, and shown there', async () => {
    expect(await served('witnessed')).toBeNull()
    expect(await served('checkpoint')).toBe(second)
    const note = noteBy(textOf(first), seconds - 60, civil)
    expect(await handIn(note)).toEqual({ status: 200, says: 'Taken in: 1.' })
    expect(await handIn(note)).toEqual({ status: 200, says: 'Known already.' })
    expect(whoSigned(await served('witnessed'))).toEqual([civil.name])
    expect(textOf((await served('witnessed')) ?? '')).toBe(textOf(first))
    expect(await served('checkpoint')).toBe(second)
  })

  it('comes with the log’s own line or without, in any number, and what is not known is left aside', async () => {
    expect(
      await handIn(
        `${second}${noteBy(textOf(second), seconds - 50, nobodys, civil, oversight)
          .split('\n\n')
          .at(-1)}`,
      ),
    ).toEqual({ status: 200, says: 'Taken in: 2.' })
    expect(whoSigned(await served('checkpoint'))).toEqual([civil.name, oversight.name])
    expect((await served('checkpoint'))?.startsWith(second)).toBe(true)
    expect(await served('checkpoint')).toBe(await served('witnessed'))
  })

  it('counts at its last word', async () => {
    expect(await handIn(noteBy(textOf(second), seconds - 10, civil))).toEqual({
      status: 200,
      says: 'Taken in: 1.',
    })
    expect(await handIn(noteBy(textOf(second), seconds - 20, civil))).toMatchObject({
      status: 409,
      says: expect.stringContaining('since') as string,
    })
    expect(await handIn(noteBy(textOf(first), seconds - 5, civil))).toMatchObject({
      status: 409,
      says: expect.stringContaining('entries since') as string,
    })
    expect(
      (await rows.cosignatures(forum)).find((cosigned) => cosigned.keyId === civil.key.id),
    ).toMatchObject({
      time: seconds - 10,
    })
  })

  it('is in the receipts of what it covers; of what came later the latest checkpoint gives them', async () => {
    const third = await act()
      .then(() =>
        table.oversight.as(suspendParticipation, { scope: 'forum', reason: { lang: 'es', text: 'x' } }),
      )
      .then(() => publishCheckpoint(rows, forum, keysDir))
    const key = parseKey(((await served('keys')) ?? '').trim())
    const [covered, later] = [
      (await receiptOf(rows, forum, 0)) ?? '',
      (await receiptOf(rows, forum, third.size - 1)) ?? '',
    ]
    expect(whoSigned(parseReceipt(covered).checkpoint)).toEqual([civil.name, oversight.name])
    expect(
      verifyReceipt(covered, (await rows.entries(forum, 0, 1))[0] ?? new Uint8Array(), key).size,
    ).toBe(parseCheckpoint(textOf(second)).size)
    expect(parseReceipt(later).checkpoint).toBe(third.note)
  })
})

describe('what is no witness’s word about this log', () => {
  const { origin, size, root } = { origin: 'mesa-abierta/otra', size: 3, root: new Uint8Array(32) }
  const changed = (line: string) =>
    line.replace(/.{10}\n$/, (end) => `${end.startsWith('A') ? 'B' : 'A'}${end.slice(1)}`)
  it.each<[string, () => string | Uint8Array, number, RegExp]>([
    ['nothing', () => '', 400, /note without signatures/],
    ['bytes that are no text', () => Uint8Array.of(0xff, 0xfe, 10, 10), 400, /./],
    ['words', () => 'hola\n', 400, /note without signatures/],
    ['a checkpoint that nobody signed', () => textOf(second), 400, /note without signatures/],
    [
      'another log',
      () => noteBy(formatCheckpoint({ origin, size, root }), seconds, civil),
      404,
      /This is the log/,
    ],
    ['a line more', () => noteBy(`${textOf(second)}más\n`, seconds, civil), 400, /three lines/],
    [
      'a size that is none',
      () => noteBy(textOf(second).replace(/\n\d+\n/, '\n007\n'), seconds, civil),
      400,
      /./,
    ],
    [
      'more entries than the log has',
      () => noteBy(textOf(second).replace(/\n\d+\n/, '\n9999\n'), seconds, civil),
      409,
      /none of 9999/,
    ],
    [
      'a head that was never signed',
      () => noteBy(textOf(second).replace(/\n\d+\n/, '\n1\n'), seconds, civil),
      409,
      /exactly 1/,
    ],
    [
      'another root',
      () => noteBy(textOf(second).replace(/\n[^\n]+\n$/, `\n${toBase64(root)}\n`), seconds, civil),
      422,
      /evidence/,
    ],
    ['a key that no sector named', () => noteBy(textOf(second), seconds, nobodys), 403, /has named/],
    ['the log’s own signature alone', () => second, 403, /has named/],
    [
      'a named key with a bad signature',
      () => changed(noteBy(textOf(second), seconds, civil)),
      400,
      /bad signature by civil/,
    ],
    [
      'one good line and one bad of another',
      () =>
        `${noteBy(textOf(second), seconds, oversight)}${changed(cosignatureLine(textOf(second), civil.name, civil.seed, seconds))}`,
      400,
      /bad signature/,
    ],
    [
      'base64 that is not written as it should be',
      () => noteBy(textOf(second), seconds, civil).replace(/\n$/, '=\n'),
      400,
      /./,
    ],
    ['a time to come', () => noteBy(textOf(second), seconds + 600, civil), 422, /still to come/],
    [
      'a line that is none',
      () => `${noteBy(textOf(second), seconds, civil)}y nada más\n`,
      400,
      /not a signature line/,
    ],
    [
      'too many lines',
      () =>
        `${textOf(second)}\n${cosignatureLine(textOf(second), civil.name, civil.seed, seconds).repeat(101)}`,
      400,
      /1 to 100/,
    ],
  ])('%s', async (_what, body, status, says) => {
    const before = await database.logCosignature.count()
    const told = await handIn(body())
    expect(told).toMatchObject({ status, says: expect.stringMatching(says) as string })
    expect(told.says).not.toContain('\n')
    expect(await database.logCosignature.count()).toBe(before)
  })

  it('is never asked of PostgreSQL to be taken away', async () => {
    await expect(database.logCosignature.deleteMany({ where: { forumId: forum } })).rejects.toThrow(
      /permission denied/,
    )
  })
})
