/** @module-tag long */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import { openDoor } from '../lib/act/act.ts'
import { checkLog, compareRows, Differences } from '../lib/act/verify.ts'
import { personViewer } from '../lib/act/viewer.ts'
import { proposeStatus } from '../lib/commitments/commands.ts'
import { openDatabase } from '../lib/db/client.ts'
import type { Database } from '../lib/db/client.ts'
import { effects } from '../lib/effects.ts'
import { factKindNamed } from '../lib/facts.ts'
import { takePosition } from '../lib/proposals/commands.ts'
import { done, smallTable } from '../prisma/small-table.ts'
import { startPostgres } from '../scripts/postgres.ts'
import { cloneDatabase, prepareTemplate } from './databases.ts'

// A server that keeps its promises: the tests' throwaway one forgets what it has not written yet.
const dataDir = mkdtempSync(join(inject('server').dataDir, 'crash-'))
const start = async () => ({ ...(await startPostgres({ dataDir })), dataDir })

afterAll(async () => {
  await startPostgres({ dataDir, throwaway: true }).then((postgres) => postgres.stop())
  rmSync(dataDir, { recursive: true })
})

const prose = (text: string) => ({ lang: 'es', text })
const postmaster = (data: string) =>
  Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])

type Said = { sent: string[]; kept: Map<string, number> }

/** Lets somebody act until, at some instant, `kill` strikes; answers with what the writer sent and what it was told is kept. */
async function actUntil(kill: (writer: number) => void, url: string, args: string[]): Promise<Said> {
  const writer = spawn(process.execPath, ['testing/crash-writer.ts', url, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let text = ''
  writer.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  const closed = once(writer, 'close')
  // Some were kept; and at whatever it is in the middle of, it is struck.
  const words = 2 + Math.floor(Math.random() * 6)
  while (text.split('\n').length <= words || !text.includes('kept')) await once(writer.stdout, 'data')
  kill(Number(writer.pid))
  await closed
  const lines = text.split('\n').map((line) => line.split(' '))
  const of = (word: string) => lines.filter(([one]) => one === word)
  return {
    sent: of('sent').map(([, key = '']) => key),
    kept: new Map(of('kept').map(([, key = '', index]) => [key, Number(index)])),
  }
}

test.for([
  ['the process that acts', 5],
  ['PostgreSQL', 3],
] as const)(
  'kill -9 of %s: what was acknowledged is kept, and sent again it is not done twice',
  { timeout: 300_000 },
  async ([what, rounds]) => {
    let server = await start()
    const template = await prepareTemplate(server)
    const [{ appUrl }, empty] = [await cloneDatabase(template), await cloneDatabase(template)]
    const onServer = async <T>(url: string, work: (database: Database) => Promise<T>) => {
      const database = openDatabase(url)
      return work(database).finally(() => database.$disconnect())
    }
    const { forum, person, seat, proposal, digest } = await onServer(appUrl, async (database) => {
      const table = await smallTable(database, 'caidas')
      const { proposal } = done(
        await table.civil.as(proposeStatus, {
          commitment: table.commitment,
          mode: 'written',
          to: 'concluded',
          title: prose('Cierre'),
          text: prose('Texto'),
          reasonClass: 'law',
          tried: prose('Todo'),
          deadlineOn: '2029-01-01',
        }),
      )
      const { digest } = await table.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
      return { forum: table.forum, ...table.civil, proposal: String(proposal), digest }
    })

    const all: Said = { sent: [], kept: new Map() }
    for (let round = 0; round < rounds; round += 1) {
      const said = await actUntil(
        (writer) => process.kill(what === 'PostgreSQL' ? postmaster(server.data) : writer, 'SIGKILL'),
        appUrl,
        [forum.slug, person, seat, proposal, digest],
      )
      all.sent.push(...said.sent)
      said.kept.forEach((index, key) => all.kept.set(key, index))
      if (what === 'PostgreSQL') server = await start()
    }

    await onServer(appUrl, async (database) => {
      const act = openDoor(database, effects)
      const viewer = await personViewer(database, forum, person, new Date())
      const written = () => database.actKey.count({ where: { key: { in: all.sent } } })
      const lost = all.sent.length - (await written())
      expect(lost).toBeLessThanOrEqual(rounds)
      let again = 0
      for (const key of all.sent) {
        const outcome = await act(takePosition, {
          viewer,
          key,
          input: { as: seat, proposal, digest, stance: 'agree' },
        })
        if (outcome.is !== 'done') throw new Error(JSON.stringify(outcome))
        if (all.kept.has(key)) expect(outcome).toMatchObject({ index: all.kept.get(key), again: true })
        if (outcome.again) again += 1
      }
      expect(all.sent.length - again).toBe(lost)
      expect(await database.position.count({ where: { proposalId: proposal } })).toBe(all.sent.length)
      const differences = new Differences()
      await checkLog(database, forum.id, null, differences)
      expect(differences.told).toEqual([])
      await onServer(empty.appUrl, async (into) =>
        expect(await compareRows(database, into, forum.id, factKindNamed)).toEqual([]),
      )
    })
    await server.stop()
  },
)
