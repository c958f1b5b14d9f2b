import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, expect, it } from 'vitest'
import { proposeStatus } from '../lib/commitments/commands.ts'
import { openDatabase } from '../lib/db/client.ts'
import { done, smallTable } from '../prisma/small-table.ts'
import { startMailServer } from './mail-server.ts'
import { useDatabase } from './use-database.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es', text })
const LETTERS = 60
const ROUNDS = 5

/** Letters on their way to one person, each about the same proposal. */
async function lettersOnTheirWay() {
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
  const at = new Date()
  const of = { forumId: table.forum.id, personId: table.oversight.person }
  const letters = Array.from({ length: LETTERS }, () => ({
    id: randomUUID(),
    ...of,
    madeAt: at,
    nextAt: at,
    tries: 0,
  }))
  await database.letter.createMany({ data: letters })
  await database.notice.createMany({
    data: letters.map((letter, index) => ({
      id: randomUUID(),
      ...of,
      index,
      ordinal: 0,
      kind: 'asked',
      bodyId: table.body,
      thingId: String(proposal),
      asks: true,
      turn: 0,
      urgent: true,
      at,
      letterId: letter.id,
    })),
  })
  return letters.map(({ id }) => id)
}

it('kill -9 while mail goes out: nothing is lost, and twice went only what the server had taken and nobody had noted', {
  timeout: 300_000,
}, async () => {
  const letters = await lettersOnTheirWay()
  const server = await startMailServer()
  const taken = () => server.taken.map(({ mail }) => (mail.messageId ?? '').slice(1, 37))
  const start = (round: number) =>
    spawn(process.execPath, ['testing/post-writer.ts', String(round)], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: Object.assign({}, process.env, {
        DATABASE_URL: appUrl,
        SESSION_SECRET: 's'.repeat(32),
        SMTP_URL: server.url,
        MAIL_FROM: 'avisos@example.org',
      }),
    })
  const between = new Set<string>()
  for (let round = 0; round < ROUNDS; round += 1) {
    const writer = start(round)
    const before = server.taken.length
    // At its first mail, at its second ...: in the midst of the others of the same moment.
    server.answers.mail = () => {
      if (server.taken.length > before + round) writer.kill('SIGKILL')
      return undefined
    }
    await once(writer, 'close')
    const noted = await database.letter.findMany({ where: { outcome: 'sent' }, select: { id: true } })
    for (const id of taken()) if (!noted.some((letter) => letter.id === id)) between.add(id)
  }
  server.answers.mail = () => undefined
  await once(start(ROUNDS), 'close')
  const all = taken()
  expect(letters.filter((id) => !all.includes(id))).toEqual([])
  const twice = all.filter((id, place) => all.indexOf(id) !== place)
  expect(twice.filter((id) => !between.has(id))).toEqual([])
  expect(await database.letter.count({ where: { outcome: 'sent' } })).toBe(LETTERS)
  await server.stop()
})
