import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnyCommand } from '../../lib/act/command.ts'
import { officeViewer } from '../../lib/act/viewer.ts'
import { changeKey, freezeLog } from '../../lib/keeping/commands.ts'
import { freezeText, keyChangeText } from '../../lib/keeping/rules.ts'
import { newSeed, publicKeyOf } from '../../lib/log/ed25519.ts'
import { COSIGNATURE, cosignatureLine, formatKey, keyOf } from '../../lib/log/note.ts'
import { publishCheckpoint } from '../../lib/log/publish.ts'
import { beginStore, originOf, publicKeyIn, signAsLog, signKeyChange } from '../../lib/log/signer.ts'
import { openDatabase } from '../../lib/db/client.ts'
import { openMesa } from '../../lib/mesa.ts'
import { nameWitness } from '../../lib/witnesses/commands.ts'
import { namingText } from '../../lib/witnesses/rules.ts'
import { done, smallTable } from '../../prisma/small-table.ts'
import type { Place } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { statusOf } from './log-status.ts'

const { appUrl } = await useDatabase()
const mesa = openMesa(appUrl)
const database = openDatabase(appUrl)
const keysDir = mkdtempSync(join(tmpdir(), 'mesa-status-'))
const emptyStore = mkdtempSync(join(tmpdir(), 'mesa-status-'))
afterAll(async () => {
  await mesa.close()
  await database.$disconnect()
  for (const folder of [keysDir, emptyStore]) rmSync(folder, { recursive: true })
})

const DAY = 24 * 3600
const seconds = () => Math.floor(Date.now() / 1000)
let table: Awaited<ReturnType<typeof smallTable>>
const status = async (store = keysDir) => (await statusOf(mesa, table.forum, store)).join('\n')
const publish = () => publishCheckpoint(mesa.log, table.forum.id, keysDir)
const seeds = new Map<string, Uint8Array<ArrayBufferLike>>()
const witnessKey = (sector: string) =>
  keyOf(`${sector}.example`, publicKeyOf(seeds.get(sector) ?? newSeed()), COSIGNATURE)
const line = (sector: string, text: string, at = seconds()) =>
  cosignatureLine(text, `${sector}.example`, seeds.get(sector) ?? newSeed(), at)

async function name(place: Place, sector: string) {
  seeds.set(sector, newSeed())
  const vkey = formatKey(witnessKey(sector))
  const text = namingText({
    origin: originOf(table.forum.id),
    sector: place.sector,
    key: vkey,
    old: null,
  })
  done(await place.as(nameWitness, { vkey, note: `${text}\n${line(sector, text)}` }))
}
const asOperator = async (command: AnyCommand, input: object) =>
  done(
    await mesa.act(command, {
      viewer: officeViewer(mesa.db, table.forum, 'operator', new Date()),
      key: randomUUID(),
      input,
    }),
  )
const sizeOf = () => mesa.log.size(table.forum.id)

beforeAll(async () => {
  table = await smallTable(database, 'estado')
})

describe('what is said of a log', () => {
  test('names each sector, also one that has no witness, and a witness that is behind or silent', async () => {
    expect(await status()).toMatch(/key {5}none in this store\n {2}signed {2}nothing yet/)
    await name(table.civil, 'civil')
    await name(table.oversight, 'oversight')
    const { size } = await publish()
    const cosigned = async (sector: string, time: number) =>
      mesa.log.saveCosignature(table.forum.id, {
        keyId: witnessKey(sector).id,
        size,
        time,
        line: `— ${sector}`,
      })
    expect(await status()).toContain('has co-signed nothing yet; it was named on')
    await cosigned('civil', seconds())
    await cosigned('oversight', seconds() - 9 * DAY)
    const said = await status()
    expect(said).toMatch(new RegExp(`signed {2}${size} acts\n`))
    expect(said).toMatch(
      /witness of .+ \(civil\): civil\.example\S+\n {2}witness {3}co-signed \d+ acts on \S+\n/,
    )
    expect(said).toMatch(/co-signed \d+ acts on \S+; SILENT for 9 days, and is to be heard within 7/)
    expect(said).toMatch(/witness of .+ \(executive\): none named/)
    expect(said).not.toContain(table.civil.sector)
  })

  test('tells the key that the log says from one that waits in the store, and those before', async () => {
    const first = await publicKeyIn(keysDir, table.forum.id)
    const size = await sizeOf()
    const signed = await signKeyChange(keysDir, table.forum.id, (previous, key) =>
      keyChangeText({ origin: originOf(table.forum.id), previous, key, size }),
    )
    await asOperator(changeKey, { ...signed, after: size })
    const { note } = await publish()
    const before = first && formatKey(first)
    expect(await status()).toContain(`key     ${signed.key}\n`)
    expect(await status()).toContain(`before  ${before}`)
    // A copy without the store; and with one that was begun, and of which no act says so yet.
    expect(await status(emptyStore)).toContain(`key     ${signed.key} (not in this store)`)
    expect(await status(emptyStore)).toContain(`signed  ${size + 1} acts, elsewhere`)
    const waiting = formatKey(await beginStore(emptyStore, table.forum.id, note))
    const copy = await status(emptyStore)
    expect(copy).toContain(`store   ${waiting} (it signs nothing until the log says so`)
    expect(copy.match(/before {2}\S+/g)).toEqual([`before  ${before}`])
  })

  test('says that it was closed, when, and by which act', async () => {
    const size = await sizeOf()
    const key = await publicKeyIn(keysDir, table.forum.id)
    const text = freezeText({ origin: originOf(table.forum.id), size, successor: null })
    const own = await signAsLog(keysDir, table.forum.id, text)
    await asOperator(freezeLog, {
      key: key && formatKey(key),
      after: size,
      successor: null,
      note: `${own}${line('civil', text)}${line('oversight', text)}`,
      reason: { lang: 'es', text: 'Se muda' },
    })
    expect(await status()).toMatch(
      new RegExp(`acts\n {2}closed {2}on \\d{4}-\\d\\d-\\d\\d by act ${size}: it takes in nothing more`),
    )
    expect(await status()).toContain('; 1 act since')
  })
})
