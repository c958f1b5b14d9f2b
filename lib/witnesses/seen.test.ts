import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { publicViewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { publicKeyOf } from '../log/ed25519.ts'
import { COSIGNATURE, cosignatureLine, formatKey, keyOf, parseNote } from '../log/note.ts'
import { publishCheckpoint } from '../log/publish.ts'
import { logRows } from '../log/rows.ts'
import { originOf } from '../log/signer.ts'
import { takeInCosignatures } from '../log/take-in.ts'
import { suspendParticipation } from '../proposals/commands.ts'
import { nameWitness } from './commands.ts'
import { namingTextFor, policyOf, witnessesOf } from './seen.ts'
import { namingText } from './rules.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
const rows = logRows(database)
const keysDir = await mkdtemp(join(tmpdir(), 'keys-'))
afterAll(async () => {
  await database.$disconnect()
  await rm(keysDir, { recursive: true })
})

const DAY = 86_400_000
const name = 'civil.example/testigo'
const seed = randomBytes(32)
const key = keyOf(name, publicKeyOf(seed), COSIGNATURE)
const vkey = formatKey(key)
let table: Awaited<ReturnType<typeof smallTable>>
beforeAll(async () => {
  table = await smallTable(database, 'ausencias', { rules: { witnessDays: 10 } })
})
const seen = async (after = 0) => {
  const all = await witnessesOf(publicViewer(table.db, table.forum, new Date(Date.now() + after)))
  return { ...all, civil: all.sectors.find((sector) => sector.sector.id === table.civil.sector) }
}
const anybody = () => publicViewer(table.db, table.forum, new Date())

it('a witness that is away for thirty days blocks nothing, and its lag is counted in acts and days', async () => {
  const text = namingText({
    origin: originOf(table.forum.id),
    sector: table.civil.sector,
    key: vkey,
    old: null,
  })
  expect(await namingTextFor(anybody(), 'civil', vkey)).toBe(text)
  done(
    await table.civil.as(nameWitness, {
      vkey,
      note: `${text}\n${cosignatureLine(text, name, seed, 1_800_000_000)}`,
    }),
  )
  expect(await seen()).toMatchObject({
    witnessed: null,
    days: 10,
    civil: { cosigned: null, behind: null, silent: false },
  })

  const { note, size } = await publishCheckpoint(rows, table.forum.id, keysDir)
  const body = parseNote(note).text
  const line = cosignatureLine(body, name, seed, Math.floor(Date.now() / 1000))
  expect(
    await takeInCosignatures(rows, table.forum.id, [key], `${body}\n${line}`, new Date()),
  ).toMatchObject({ status: 200 })
  expect(await seen()).toMatchObject({
    size,
    signed: size,
    witnessed: size,
    civil: { cosigned: { size, line }, behind: { acts: 0, days: 0 }, silent: false },
  })

  for (const place of [table.oversight, table.executive])
    done(await place.as(suspendParticipation, { scope: 'forum', reason: { lang: 'es', text: 'x' } }))
  await publishCheckpoint(rows, table.forum.id, keysDir)
  expect((await seen(9.5 * DAY)).civil).toMatchObject({ behind: { acts: 2, days: 9 }, silent: false })
  expect((await seen(30.5 * DAY)).civil).toMatchObject({
    cosigned: { size },
    behind: { acts: 2, days: 30 },
    silent: true,
  })
})

it('a policy and a text to sign are had for sectors with a position and keys of witnesses alone', async () => {
  expect(await policyOf(anybody(), 'civil', [])).toBeNull()
  expect(await namingTextFor(anybody(), 'academia', vkey)).toBeNull()
  expect(await namingTextFor(anybody(), 'civil', formatKey(keyOf(name, publicKeyOf(seed))))).toBeNull()
  // At the next change the text names the key that is in force.
  expect((await namingTextFor(anybody(), 'civil', vkey))?.split('\n')[4]).toBe(vkey)
})
