/** @module-tag long */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { checkLog, compareRows, Differences } from '../lib/act/verify.ts'
import { personViewer } from '../lib/act/viewer.ts'
import { openDatabase } from '../lib/db/client.ts'
import { factKindNamed } from '../lib/facts.ts'
import { openNote, parseKey } from '../lib/log/note.ts'
import type { Key } from '../lib/log/note.ts'
import { openByPolicy, ownPolicy, parsePolicy } from '../lib/log/policy.ts'
import { verifyReceipt } from '../lib/log/proof.ts'
import { publishCheckpoint, receiptOf, witnessedCheckpoint } from '../lib/log/publish.ts'
import { logRows } from '../lib/log/rows.ts'
import { serveLog } from '../lib/log/serve.ts'
import { SigningRefused } from '../lib/log/signer.ts'
import { takeInCosignatures } from '../lib/log/take-in.ts'
import { resumeParticipation, suspendParticipation } from '../lib/proposals/commands.ts'
import { done, smallTable } from '../prisma/small-table.ts'
import { run } from '../scripts/child.ts'
import { asOwner, forget, rewriteReason } from './malicious-host.ts'
import { cloneDatabase, prepareTemplate } from './databases.ts'
import type { TestDatabase } from './databases.ts'

// A host that has everything: the server, the owner of the database, the log's own key and its memory. Who finds what it does, and when, is
// told in docs/threat-model.md in the same order.

const folders: string[] = []
const ends: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const end of ends.toReversed()) await end()
  await Promise.all(folders.map((one) => rm(one, { recursive: true, force: true })))
})
const folder = async () => {
  const made = await mkdtemp(join(tmpdir(), 'host-'))
  folders.push(made)
  return made
}

/** One forum on one database, its log served, co-signatures taken in; and all that a host can do to it behind everybody's back. */
async function hosted(database: TestDatabase, keysDir: string) {
  const prisma = openDatabase(database.appUrl, { connections: 4 })
  ends.push(() => prisma.$disconnect())
  const rows = logRows(prisma)
  const server = { witnesses: [] as Key[] }
  let forum = ''
  const http = createServer((request, response) => {
    void (async () => {
      const path = (request.url ?? '').replace('/foro/log/', '')
      if (request.method === 'POST') {
        const parts: Buffer[] = []
        for await (const part of request) parts.push(part as Buffer)
        const told = await takeInCosignatures(
          rows,
          forum,
          server.witnesses,
          Buffer.concat(parts),
          new Date(),
        )
        return response.writeHead(told.status).end(told.says)
      }
      const served = await serveLog(rows, forum, keysDir, path)
      return served
        ? response.writeHead(200).end(Buffer.from(served.body))
        : response.writeHead(404).end()
    })()
  })
  await new Promise<void>((listening) => {
    http.listen(0, '127.0.0.1', listening)
  })
  ends.push(
    () =>
      new Promise((closed) => {
        http.close(closed)
      }),
  )
  const address = `http://127.0.0.1:${(http.address() as AddressInfo).port}/foro`
  const changing = (statements: string[]) => asOwner(database.ownerUrl, statements)
  return {
    prisma,
    rows,
    address,
    keysDir,
    asOwner: changing,
    serve: (id: string, witnesses: Key[]) => {
      forum = id
      server.witnesses = witnesses
    },
    publish: () => publishCheckpoint(logRows(prisma), forum, keysDir),
    async signAgain() {
      await forget(database.ownerUrl, keysDir, forum)
      return publishCheckpoint(logRows(prisma), forum, keysDir)
    },
    /** What the host's own check says of it. */
    async selfCheck(key: Key) {
      const differences = new Differences()
      await checkLog(prisma, forum, [{ key, from: 0 }], differences)
      const empty = await cloneDatabase(await prepareTemplate(inject('server')))
      const into = openDatabase(empty.appUrl, { connections: 2 })
      try {
        return [...differences.told, ...(await compareRows(prisma, into, forum, factKindNamed))]
      } finally {
        await into.$disconnect()
        await empty.drop()
      }
    },
  }
}

type Host = Awaited<ReturnType<typeof hosted>>

/** A sector's own machine. */
async function sectorWitness(name: string) {
  const file = join(await folder(), 'key')
  const key = parseKey(
    /Key {2}(\S+)/.exec(
      (await run('stranger/witness.mjs', ['--key', file, '--name', name])).text,
    )?.[1] ?? '',
  )
  return {
    name,
    key,
    file,
    look: (host: Host, ...more: string[]) =>
      run('stranger/witness.mjs', ['--key', file, '--forum', host.address, ...more]),
  }
}

/** A log of some acts, seen and co-signed by the witnesses of two sectors. */
async function scene() {
  const database = await cloneDatabase(await prepareTemplate(inject('server')))
  ends.push(() => database.drop())
  const host = await hosted(database, await folder())
  const table = await smallTable(host.prisma, 'foro')
  const act = async (clock = () => new Date()) => {
    const open = await host.prisma.suspension.findFirst({
      where: { resumedAt: null, sectorId: table.civil.sector },
    })
    const viewer = await personViewer(table.db, table.forum, table.civil.person, clock())
    const more = { viewer, key: table.key(), clock }
    return done(
      open
        ? await table.act(resumeParticipation, {
            ...more,
            input: { as: table.civil.seat, suspension: open.id },
          })
        : await table.act(suspendParticipation, {
            ...more,
            input: { as: table.civil.seat, scope: 'forum', reason: { lang: 'es', text: 'Motivo' } },
          }),
    )
  }
  for (let acts = 0; acts < 8; acts += 1) await act()
  const witnesses = [
    await sectorWitness('civil.example/testigo'),
    await sectorWitness('inai.example/testigo'),
  ] as const
  const [civil, oversight] = witnesses
  host.serve(
    table.forum.id,
    witnesses.map((witness) => witness.key),
  )
  const { size } = await host.publish()
  for (const witness of witnesses) expect(await witness.look(host)).toMatchObject({ code: 0 })
  const keys = await serveLog(host.rows, table.forum.id, host.keysDir, 'keys')
  const log = parseKey(
    Buffer.from(keys?.body ?? [])
      .toString()
      .trim(),
  )
  const policy = parsePolicy(ownPolicy([log], civil, [oversight]) ?? '')
  const entry = async (index: number) =>
    (await host.rows.entries(table.forum.id, index, index + 1))[0] ?? new Uint8Array()
  return {
    database,
    host,
    table,
    act,
    civil,
    oversight,
    log,
    policy,
    size,
    entry,
    forum: table.forum.id,
  }
}

const opened = async ({ host, forum, policy }: Awaited<ReturnType<typeof scene>>) =>
  openByPolicy((await witnessedCheckpoint(host.rows, forum)) ?? '', policy).size

describe('a host that rewrites an old act, its row and the tree, and signs it all again with the real key', () => {
  it('is stopped by its signer, unless that forgets too; then its own check finds nothing, and each witness does at its next look', async () => {
    const before = await scene()
    const { host, civil, oversight, log, forum, size } = before
    expect(await opened(before)).toBe(size)
    const index = (
      await host.prisma.suspension.findFirstOrThrow({
        where: { forumId: forum },
        orderBy: { entryIndex: 'asc' },
      })
    ).entryIndex
    const receipt = (await receiptOf(host.rows, forum, index)) ?? ''
    const rewritten = await rewriteReason(host.prisma, before.database.ownerUrl, forum, 'Otro motivo')
    expect(Buffer.from(rewritten.after).equals(Buffer.from(rewritten.before))).toBe(false)

    await expect(host.publish()).rejects.toThrow(SigningRefused)
    const again = await host.signAgain()
    expect(again.size).toBe(size)
    // The tree, the signature and every checkpoint fit: nothing of the host's own contradicts it any more.
    expect(await host.selfCheck(log)).toEqual([])

    for (const witness of [civil, oversight]) {
      const { code, text: said } = await witness.look(host)
      expect([code, said]).toEqual([3, expect.stringContaining('CONTRADICTION (fork)')])
    }
    // Whoever kept a receipt has the proof in hand, and no sector's policy is satisfied any more.
    expect(verifyReceipt(receipt, rewritten.before, log).size).toBe(size)
    expect(() => verifyReceipt(receipt, rewritten.after, log)).toThrow('not what the receipt proves')
    expect(await witnessedCheckpoint(host.rows, forum)).toBeNull()
  })
})

describe('a host that drops the last five acts', () => {
  it('is found by each witness at its next look, also once the log has grown again, and by whoever kept a receipt', async () => {
    const before = await scene()
    const { host, act, civil, oversight, log, forum, size, entry } = before
    const [receipt, dropped] = [
      (await receiptOf(host.rows, forum, size - 1)) ?? '',
      await entry(size - 1),
    ]
    await host.asOwner([
      `UPDATE suspension SET "resumedAt" = NULL, "resumedOn" = NULL, "resumedBy" = NULL WHERE id IN (SELECT (fields->>'suspension')::uuid FROM history_line
        WHERE "forumId" = '${forum}' AND index >= ${size - 5} AND kind = 'proposals.participation-resumed/1')`,
      `DELETE FROM log_payload WHERE "forumId" = '${forum}' AND index >= ${size - 5}`,
      `DELETE FROM history_line WHERE "forumId" = '${forum}' AND index >= ${size - 5}`,
      `DELETE FROM log_entry WHERE "forumId" = '${forum}' AND index >= ${size - 5}`,
      `UPDATE log_head SET size = ${size - 5} WHERE "forumId" = '${forum}'`,
      `DELETE FROM suspension WHERE "entryIndex" >= ${size - 5}`,
      `DELETE FROM past.suspension WHERE "onRecordFrom" >= ${size - 5}`,
      `UPDATE past.suspension SET "onRecordUntil" = NULL, "inForceUntil" = NULL WHERE "onRecordUntil" >= ${size - 5}`,
      `UPDATE log_head h SET "recordedAt" = (SELECT max("recordedAt") FROM history_line l WHERE l."forumId" = h."forumId")`,
    ])
    await expect(host.publish()).rejects.toThrow('it was cut')
    await host.signAgain()
    expect(await host.selfCheck(log)).toEqual([])
    expect(await civil.look(host)).toMatchObject({
      code: 3,
      text: expect.stringContaining('CONTRADICTION (rollback)') as string,
    })

    // Filled up again it is no rollback to the eye, and a fork to whoever remembers.
    for (let acts = 0; acts < 6; acts += 1) await act()
    await host.publish()
    expect(await oversight.look(host)).toMatchObject({
      code: 3,
      text: expect.stringContaining('CONTRADICTION (fork)') as string,
    })
    expect(verifyReceipt(receipt, dropped, log).size).toBe(size)
    expect(Buffer.from(await entry(size - 1)).equals(Buffer.from(dropped))).toBe(false)
  })
})

describe('a host that shows two histories to two witnesses', () => {
  it('deceives each of them, and satisfies no sector’s policy; the first comparison of two witnesses proves it', async () => {
    const before = await scene()
    const { host, act, civil, oversight, log, forum, policy, size } = before
    const history = async () => {
      const newest = (await witnessedCheckpoint(host.rows, forum)) ?? ''
      // A verifier with a sector's policy refuses the newest of either at once: no history has both.
      expect(openNote(newest, [log, civil.key, oversight.key]).verified).toHaveLength(2)
      expect(() => openByPolicy(newest, policy)).toThrow('too few')
      return newest
    }
    await host.asOwner([
      `INSERT INTO log_entry SELECT "forumId", ${size}, '\\x7b7d', sha256('\\x007b7d') FROM log_entry WHERE "forumId" = '${forum}' AND index = 0`,
      `UPDATE log_head SET size = ${size + 1} WHERE "forumId" = '${forum}'`,
    ])
    await host.publish()
    // Each sees growth, and signs.
    expect((await oversight.look(host)).code).toBe(0)
    const shownToOversight = await history()
    await host.asOwner([
      `DELETE FROM log_entry WHERE "forumId" = '${forum}' AND index = ${size}`,
      `UPDATE log_head SET size = ${size} WHERE "forumId" = '${forum}'`,
    ])
    await act()
    await host.signAgain()
    expect((await civil.look(host)).code).toBe(0)
    await history()

    // And whoever lays the two words side by side holds the log's own signature on both.
    const shown = join(await folder(), 'oversight.txt')
    await writeFile(shown, shownToOversight)
    expect(await civil.look(host, '--compare', shown)).toMatchObject({
      code: 3,
      text: expect.stringContaining('CONTRADICTION (split)') as string,
    })
    // Shown the other history, each is the witness of its own.
    expect((await oversight.look(host)).code).toBe(3)
  })
})

describe('a host that back-dates', () => {
  it('is found by each witness at its next look: it saw a log without the act after the time that the act claims', async () => {
    const before = await scene()
    const { host, act, civil, oversight, forum, size } = before
    // The door never lets the record run backwards; its host moves what the door goes by.
    const then = new Date(Date.now() - 3 * 86_400_000)
    await host.asOwner([`UPDATE log_head SET "recordedAt" = '${then.toISOString()}'`])
    await act(() => then)
    await host.publish()
    for (const witness of [civil, oversight]) {
      expect(await witness.look(host)).toMatchObject({
        code: 3,
        text: expect.stringContaining(`Act ${size} says that it was recorded at`) as string,
      })
    }
    // It continues the log, so it is signed: the lie is in what it says, and stays there, between two words of two witnesses.
    expect(openByPolicy((await witnessedCheckpoint(host.rows, forum)) ?? '', before.policy).size).toBe(
      size + 1,
    )
    await act()
    await host.publish()
    expect((await civil.look(host)).code).toBe(0)
  })
})
