import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import type { Place } from '../../prisma/small-table.ts'
import { cloneDatabase, prepareTemplate } from '../../testing/databases.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { notWhole } from '../../testing/whole.ts'
import { z } from 'zod'
import { logAllows, openDoor } from '../act/act.ts'
import type { Outcome } from '../act/act.ts'
import { command } from '../act/command.ts'
import type { AnyCommand } from '../act/command.ts'
import { ok } from '../act/refusal.ts'
import { checkLog, Differences } from '../act/verify.ts'
import { entriesOf } from '../act/replay.ts'
import { forumBySlug, officeViewer, publicViewer } from '../act/viewer.ts'
import { proposeStatus } from '../commitments/commands.ts'
import { openDatabase } from '../db/client.ts'
import type { Database } from '../db/client.ts'
import { effects } from '../effects.ts'
import { isSignedBy } from '../log/checkpoint.ts'
import { newSeed, publicKeyOf } from '../log/ed25519.ts'
import { COSIGNATURE, cosignatureLine, formatKey, keyOf, parseKey, signNote } from '../log/note.ts'
import { publishCheckpoint } from '../log/publish.ts'
import { logRows } from '../log/rows.ts'
import { sealIn } from '../log/seal.ts'
import {
  beginStore,
  originOf,
  publicKeyIn,
  signAsLog,
  signKeyChange,
  SigningRefused,
} from '../log/signer.ts'
import { nameWitness } from '../witnesses/commands.ts'
import { namingText } from '../witnesses/rules.ts'
import { changeKey, erasePayloads, freezeLog } from './commands.ts'
import { payloadsErased } from './facts.ts'
import { erasureText, freezeText, keyChangeText } from './rules.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
const keysDir = mkdtempSync(join(tmpdir(), 'mesa-keeping-'))
afterAll(async () => {
  await database.$disconnect()
  rmSync(keysDir, { recursive: true })
})

let table: Awaited<ReturnType<typeof smallTable>>
let sent = 0
const prose = (text: string) => ({ lang: 'es', text })

async function asOperator(
  command: AnyCommand,
  input: object,
  db: Database = database,
  slug = table.forum.slug,
): Promise<Outcome> {
  const forum = await forumBySlug(db, slug)
  if (!forum) throw new Error('no forum')
  return openDoor(db, effects)(command, {
    viewer: officeViewer(db, forum, 'operator', new Date()),
    key: `keeping-${String((sent += 1)).padStart(10, '0')}`,
    input,
  })
}
const refusalOf = (outcome: Outcome) => (outcome.is === 'refused' ? outcome.refusal.refused : outcome.is)
const sizeOf = async () =>
  (await database.logHead.findUniqueOrThrow({ where: { forumId: table.forum.id } })).size
const publish = () => publishCheckpoint(logRows(database), table.forum.id, keysDir)

beforeAll(async () => {
  table = await smallTable(database, 'guardada')
})

describe('another key', () => {
  it('signs from the next checkpoint on, the earlier one beside it, and what was signed before stays good', async () => {
    const before = await publish()
    const old = await publicKeyIn(keysDir, table.forum.id)
    const size = await sizeOf()
    const signed = await signKeyChange(keysDir, table.forum.id, (previous, key) =>
      keyChangeText({ origin: originOf(table.forum.id), previous, key, size }),
    )
    // Until the act is in the log, the old key signs.
    expect((await publish()).note).toBe(before.note)
    expect(await asOperator(changeKey, { ...signed, after: size })).toMatchObject({
      is: 'done',
      index: size,
    })
    const after = await publish()
    const fresh = parseKey(signed.key)
    expect(old && isSignedBy(after.note, old)).toBe(true)
    expect(isSignedBy(after.note, fresh)).toBe(true)
    expect(await publicKeyIn(keysDir, table.forum.id)).toEqual(fresh)
    expect(await logRows(database).changedKeys(table.forum.id)).toEqual([signed.key, signed.previous])
    const differences = new Differences()
    await checkLog(
      database,
      table.forum.id,
      [
        { key: parseKey(signed.previous), from: 0 },
        { key: fresh, from: size + 1 },
      ],
      differences,
    )
    expect(differences.told).toEqual([])
  })

  it('is refused without the signatures that it takes', async () => {
    const size = await sizeOf()
    const origin = originOf(table.forum.id)
    const seed = newSeed()
    const own = await publicKeyIn(keysDir, table.forum.id)
    if (!own) throw new Error('signed by now')
    const [previous, key] = [formatKey(own), formatKey(keyOf(origin, publicKeyOf(seed)))]
    const text = keyChangeText({ origin, previous, key, size })
    const asked = { previous, key, after: size }
    expect(
      refusalOf(await asOperator(changeKey, { ...asked, note: signNote(text, origin, seed) })),
    ).toBe('keeping.nobodyAgreed')
    expect(
      refusalOf(
        await asOperator(changeKey, { ...asked, note: await signAsLog(keysDir, table.forum.id, text) }),
      ),
    ).toBe('keeping.newKeyDidNotSign')
    expect(
      refusalOf(
        await asOperator(changeKey, { ...asked, after: size + 1, note: signNote(text, origin, seed) }),
      ),
    ).toBe('keeping.beyondTheLog')
    expect(
      refusalOf(
        await asOperator(changeKey, {
          ...asked,
          previous: key,
          key: previous,
          note: signNote(text, origin, seed),
        }),
      ),
    ).toBe('keeping.notTheKeyOfNow')
    expect(
      await asOperator(changeKey, { ...asked, key: `${origin}+00000000+AQ==`, note: 'x' }),
    ).toMatchObject({ is: 'invalid', problems: [{ path: 'key', key: 'errors.badVerifierKey' }] })
    expect(await sizeOf()).toBe(size)
  })

  it('may not sign where the log does not say so', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'mesa-elsewhere-'))
    const { note } = await publish()
    await beginStore(elsewhere, table.forum.id, note)
    await expect(publishCheckpoint(logRows(database), table.forum.id, elsewhere)).rejects.toThrow(
      SigningRefused,
    )
    rmSync(elsewhere, { recursive: true })
  })
})

describe('what may not stay', () => {
  it('is erased by an act with its reason: the entry keeps its bytes, rows and replay forget', async () => {
    const bytes = async () => {
      const kept: string[] = []
      for await (const { body } of entriesOf(database, table.forum.id))
        kept.push(Buffer.from(body).toString('hex'))
      return kept
    }
    const before = await bytes()
    const person = await database.person.findFirstOrThrow({
      where: { forumId: table.forum.id, email: { not: null } },
    })
    const personal = await database.logPayload.findMany({
      where: { forumId: table.forum.id, open: false },
    })
    const ofPerson = personal.filter(
      ({ value }) => value === JSON.stringify(person.name) || value === JSON.stringify(person.email),
    )
    const index = ofPerson[0]?.index
    const payloads = personal
      .filter((one) => one.index === index && ofPerson.includes(one))
      .map((one) => Buffer.from(one.seal).toString('base64'))
    expect(payloads.length).toBe(2)

    expect(
      await asOperator(erasePayloads, { payloads, reason: prose('Lo pidió la persona'), note: null }),
    ).toMatchObject({ is: 'done' })
    expect(await database.person.findUniqueOrThrow({ where: { id: person.id } })).toMatchObject({
      name: null,
      email: null,
    })
    expect((await bytes()).slice(0, before.length)).toEqual(before)
    expect(
      JSON.stringify(await database.logPayload.findMany({ where: { forumId: table.forum.id } })),
    ).not.toContain(person.email)
    expect(await notWhole(database, table.forum.id)).toEqual([])
    expect(
      refusalOf(await asOperator(erasePayloads, { payloads, reason: prose('Otra vez'), note: null })),
    ).toBe('keeping.erasedBefore')
    expect(
      refusalOf(
        await asOperator(erasePayloads, {
          payloads: [`${'A'.repeat(43)}=`],
          reason: prose('x'),
          note: null,
        }),
      ),
    ).toBe('keeping.noSuchValue')
  })

  it('of each kind that there is, all at once, in the demonstration', { tags: ['long'] }, async () => {
    const seeded = await cloneDatabase(await prepareTemplate(inject('server'), { seeded: true }))
    const db = openDatabase(seeded.appUrl, { connections: 2 })
    try {
      const forum = await db.forum.findUniqueOrThrow({ where: { slug: 'practica' } })
      const [lines, stored] = [
        await db.historyLine.findMany({ where: { forumId: forum.id } }),
        await db.logPayload.findMany({ where: { forumId: forum.id } }),
      ]
      const text = (value: string | null) =>
        value !== null &&
        Object.keys(JSON.parse(value) as object)
          .toSorted()
          .join() === 'lang,text'
      const chosen = new Map<string, string>()
      for (const { kind, fields } of lines) {
        for (const [name, value] of Object.entries(fields as Record<string, unknown>)) {
          const seal = sealIn(value)
          const payload = stored.find((one) => Buffer.from(one.seal).toString('base64') === seal)
          if (
            !payload ||
            (payload.open && !text(payload.value)) ||
            stored.some(
              (one) => one !== payload && payload.open && one.value?.includes(payload.value ?? ''),
            )
          )
            continue
          if (!chosen.has(`${kind} ${name}`))
            chosen.set(`${kind} ${name}`, Buffer.from(payload.seal).toString('base64'))
        }
      }
      expect(chosen.size).toBeGreaterThan(15)
      // Two sectors' witnesses would have to sign for texts: here the fact is recorded without the command.
      const erase = command({
        name: 'keeping.erase-payloads',
        input: z.object({}),
        subject: () => Promise.resolve({}),
        gravity: 'irreversible',
        standing: () => ok,
        decide: () => [
          payloadsErased({
            payloads: [...chosen.values()],
            entries: [1],
            reason: { lang: 'es', text: 'Prueba' },
            note: null,
          }),
        ],
      })
      expect(await asOperator(erase, {}, db, 'practica')).toMatchObject({ is: 'done' })
      expect(await notWhole(db, forum.id)).toEqual([])
    } finally {
      await db.$disconnect()
      await seeded.drop()
    }
  })

  it('is not erased by anybody but the operator’s office', async () => {
    const act = openDoor(database, effects)
    for (const viewer of [
      publicViewer(database, table.forum, new Date()),
      officeViewer(database, table.forum, 'system', new Date()),
    ]) {
      const outcome = await act(erasePayloads, {
        viewer,
        key: `keeping-nobody-${String((sent += 1))}`.padEnd(20, 'x'),
        input: { payloads: [`${'A'.repeat(43)}=`], reason: prose('x'), note: null },
      })
      expect(refusalOf(outcome)).toBe('keeping.operatorOnly')
    }
  })
})

describe('what no single party may do', () => {
  const seeds = new Map<string, Uint8Array>()
  const line = (sector: string, text: string, at = 1_800_000_000) => {
    const seed = seeds.get(sector)
    if (!seed) throw new Error(`${sector} has no witness`)
    return cosignatureLine(text, `${sector}.example`, seed, at)
  }
  const nameFor = async (place: Place, sector: string) => {
    const seed = newSeed()
    seeds.set(sector, seed)
    const key = formatKey(keyOf(`${sector}.example`, publicKeyOf(seed), COSIGNATURE))
    const text = namingText({ origin: originOf(table.forum.id), sector: place.sector, key, old: null })
    done(await place.as(nameWitness, { vkey: key, note: `${text}\n${line(sector, text)}` }))
  }

  beforeAll(async () => {
    await nameFor(table.civil, 'civil')
    await nameFor(table.oversight, 'oversight')
    await nameFor(table.executive, 'executive')
  })

  it('takes a text down that somebody said on the record with the witnesses of two sectors', async () => {
    const { seal } = await database.logPayload.findFirstOrThrow({
      where: { forumId: table.forum.id, open: true, value: { startsWith: '{"lang"' } },
    })
    const payloads = [Buffer.from(seal).toString('base64')]
    const text = erasureText({ origin: originOf(table.forum.id), payloads })
    const asked = { payloads, reason: prose('Nombra a una víctima') }
    expect(refusalOf(await asOperator(erasePayloads, { ...asked, note: null }))).toBe(
      'keeping.sectorsDidNotSign',
    )
    expect(
      refusalOf(
        await asOperator(erasePayloads, { ...asked, note: `${text}\n${line('executive', text)}` }),
      ),
    ).toBe('keeping.sectorsDidNotSign')
    expect(
      refusalOf(
        await asOperator(erasePayloads, {
          ...asked,
          note: `${text}\n${line('executive', text)}${line('executive', text)}`,
        }),
      ),
    ).toBe('keeping.sectorsDidNotSign')
    expect(
      await asOperator(erasePayloads, {
        ...asked,
        note: `${text}\n${line('executive', text)}${line('civil', text)}`,
      }),
    ).toMatchObject({ is: 'done' })
    expect(await notWhole(database, table.forum.id)).toEqual([])
  })

  it('goes on elsewhere with a new key that two sectors’ witnesses sign, when the old one is not to be had', async () => {
    const { note: last, size } = await publish()
    const previous = (await logRows(database).changedKeys(table.forum.id))[0]
    if (!previous) throw new Error('the key was changed above')
    const elsewhere = mkdtempSync(join(tmpdir(), 'mesa-elsewhere-'))
    const key = formatKey(await beginStore(elsewhere, table.forum.id, last))
    const text = keyChangeText({ origin: originOf(table.forum.id), previous, key, size })
    const own = await signAsLog(elsewhere, table.forum.id, text)
    expect(refusalOf(await asOperator(changeKey, { previous, key, after: size, note: own }))).toBe(
      'keeping.nobodyAgreed',
    )
    expect(
      refusalOf(
        await asOperator(changeKey, {
          previous,
          key,
          after: size,
          note: `${own}${line('executive', text)}`,
        }),
      ),
    ).toBe('keeping.nobodyAgreed')
    const outcome = await asOperator(changeKey, {
      previous,
      key,
      after: size,
      note: `${own}${line('civil', text)}${line('oversight', text)}`,
    })
    expect(outcome).toMatchObject({ is: 'done' })
    expect(
      await database.keyChange.findFirstOrThrow({ where: { forumId: table.forum.id, key } }),
    ).toMatchObject({ withoutOld: true })
    expect(
      isSignedBy(
        (await publishCheckpoint(logRows(database), table.forum.id, elsewhere)).note,
        parseKey(key),
      ),
    ).toBe(true)
    // The old host's signer, should it come back to this database, is not the log's any more.
    await expect(publish()).rejects.toThrow(SigningRefused)
    rmSync(keysDir, { recursive: true })
    renameSync(elsewhere, keysDir)
  })

  it('closes the log for good: signed by it and by two sectors, and nothing is appended after', async () => {
    const size = await sizeOf()
    const own = await publicKeyIn(keysDir, table.forum.id)
    if (!own) throw new Error('signed by now')
    const text = freezeText({ origin: originOf(table.forum.id), size, successor: null })
    const asked = { key: formatKey(own), after: size, successor: null, reason: prose('La mesa se muda') }
    expect(await logAllows(database, table.forum)).toBe(true)
    const signed = await signAsLog(keysDir, table.forum.id, text)
    expect(
      refusalOf(
        await asOperator(freezeLog, {
          ...asked,
          note: `${text}\n${line('civil', text)}${line('oversight', text)}`,
        }),
      ),
    ).toBe('keeping.logDidNotSign')
    expect(
      refusalOf(await asOperator(freezeLog, { ...asked, note: `${signed}${line('civil', text)}` })),
    ).toBe('keeping.sectorsDidNotSign')
    const longAgo = Date.now() / 1000 - 31 * 24 * 3600
    const note = `${signed}${line('civil', text)}${line('oversight', text, Math.floor(longAgo))}`
    expect(refusalOf(await asOperator(freezeLog, { ...asked, note }))).toBe('keeping.signedLongAgo')
    expect(
      await asOperator(freezeLog, {
        ...asked,
        note: `${signed}${line('civil', text)}${line('oversight', text)}`,
      }),
    ).toMatchObject({ is: 'done', index: size })
    expect((await publish()).size).toBe(size + 1)
    const { slug } = table.forum
    expect(
      refusalOf(
        await asOperator(
          erasePayloads,
          { payloads: [`${'A'.repeat(43)}=`], reason: prose('x'), note: null },
          database,
          slug,
        ),
      ),
    ).toBe('keeping.noSuchValue')
    const late = await table.civil.as(proposeStatus, {
      commitment: table.commitment,
      mode: 'written',
      to: 'inactive',
      title: prose('Tarde'),
      text: prose('Texto'),
      reasonClass: 'law',
      tried: prose('Todo'),
      conditions: prose('Si'),
      reviewOn: '2030-01-01',
      deadlineOn: '2029-01-01',
    })
    expect(refusalOf(late)).toBe('keeping.frozen')
    // What every form of the desk asks before it shows itself says the same.
    expect(await logAllows(database, table.forum)).toMatchObject({ refused: 'keeping.frozen' })
    expect(await sizeOf()).toBe(size + 1)
    expect(await notWhole(database, table.forum.id)).toEqual([])
  })
})
