import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import type { Place } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { publicViewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { publicKeyOf } from '../log/ed25519.ts'
import { COSIGNATURE, cosignatureLine, formatKey, keyOf, signNote } from '../log/note.ts'
import { originOf } from '../log/signer.ts'
import { dismissWitness, nameWitness } from './commands.ts'
import { witnessesOf } from './seen.ts'
import { witnessKeys } from './record.ts'
import { namingText } from './rules.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())
const prose = (text: string) => ({ lang: 'es', text })

type Holder = { name: string; seed: Uint8Array; key: string }
const holder = (
  name = `${randomUUID().slice(0, 8)}.example/testigo`,
  seed: Uint8Array = randomBytes(32),
): Holder => ({ name, seed, key: formatKey(keyOf(name, publicKeyOf(seed), COSIGNATURE)) })

let table: Awaited<ReturnType<typeof smallTable>>
beforeAll(async () => {
  table = await smallTable(database, 'testigos')
})
const textFor = (place: Place, fresh: Holder, old: Holder | null = null) =>
  namingText({
    origin: originOf(table.forum.id),
    sector: place.sector,
    key: fresh.key,
    old: old?.key ?? null,
  })
const noteBy = (text: string, ...signers: Holder[]) =>
  `${text}\n${signers.map((signer) => cosignatureLine(text, signer.name, signer.seed, 1_800_000_000)).join('')}`
const nameAs = (place: Place, fresh: Holder, note: string) =>
  place.as(nameWitness, { vkey: fresh.key, note })
const ofSector = async (place: Place) =>
  (await witnessesOf(publicViewer(table.db, table.forum, new Date()))).sectors.find(
    (sector) => sector.sector.id === place.sector,
  )

describe('a sector’s witness', () => {
  const first = holder()

  it('is named by the sector’s voice, with a note that the key signed', async () => {
    done(await nameAs(table.civil, first, noteBy(textFor(table.civil, first), first)))
    expect(await witnessKeys(table.db, table.forum.id)).toEqual([
      { sector: table.civil.sector, key: first.key },
    ])
    expect(await ofSector(table.civil)).toMatchObject({
      witness: { key: first.key, name: first.name, withoutOldKey: false },
      cosigned: null,
      behind: null,
      silent: false,
    })
    expect(await ofSector(table.oversight)).toMatchObject({ witness: null })
  })

  it('is taken as a form sends it: other line ends, and the last one lost', async () => {
    const fresh = holder()
    done(
      await nameAs(
        table.oversight,
        fresh,
        noteBy(textFor(table.oversight, fresh), fresh).replaceAll('\n', '\r\n').trimEnd(),
      ),
    )
    expect((await ofSector(table.oversight))?.witness?.key).toBe(fresh.key)
  })

  it('changes with the signature of the key before it; without that, the record says so', async () => {
    const [second, third] = [holder(), holder()]
    done(await nameAs(table.civil, second, noteBy(textFor(table.civil, second, first), second, first)))
    expect(await ofSector(table.civil)).toMatchObject({
      witness: { key: second.key, withoutOldKey: false },
      before: [{ key: first.key }],
    })
    done(await nameAs(table.civil, third, noteBy(textFor(table.civil, third, second), third)))
    expect(await ofSector(table.civil)).toMatchObject({
      witness: { key: third.key, withoutOldKey: true },
    })
    expect((await witnessKeys(table.db, table.forum.id)).map((one) => one.key)).toContain(third.key)
    expect((await witnessKeys(table.db, table.forum.id)).map((one) => one.key)).not.toContain(second.key)
  })

  it('does not begin anew because somebody dismissed the key first', async () => {
    const [one, other] = [holder(), holder()]
    const { witness } = done(
      await nameAs(table.executive, one, noteBy(textFor(table.executive, one), one)),
    )
    done(await table.executive.as(dismissWitness, { witness, reason: prose('Se perdió la máquina') }))
    expect(await ofSector(table.executive)).toMatchObject({ witness: null, before: [{ key: one.key }] })
    expect(
      await nameAs(table.executive, other, noteBy(textFor(table.executive, other), other)),
    ).toMatchObject({ is: 'invalid', problems: [{ path: 'note', key: 'witnesses.otherText' }] })
    done(await nameAs(table.executive, other, noteBy(textFor(table.executive, other, one), other)))
    expect(await ofSector(table.executive)).toMatchObject({
      witness: { key: other.key, withoutOldKey: true },
    })
  })

  it.each([
    ['nothing', () => ''],
    ['another kind of key', () => formatKey(keyOf('a.example/b', publicKeyOf(randomBytes(32))))],
    ['another id', () => holder().key.replace(/\+[0-9a-f]{8}\+/, '+00000000+')],
    ['a key too short', () => 'a.example/b+00000000+BAAA'],
    ['base64 that is not canonical', () => `${holder().key.slice(0, -1)}!`],
    ['words', () => 'mi llave'],
  ])('is refused at the field of the key with %s', async (_what, key) => {
    expect(await table.civil.as(nameWitness, { vkey: key(), note: 'x\n\n— y z\n' })).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'vkey' }],
    })
  })

  it('has each key once in a forum, also under another name', async () => {
    const now = holder((await ofSector(table.civil))?.witness?.name, first.seed)
    expect(
      await nameAs(table.oversight, first, noteBy(textFor(table.oversight, first), first)),
    ).toMatchObject({ is: 'invalid', problems: [{ path: 'vkey', key: 'witnesses.keyKnown' }] })
    expect(await nameAs(table.oversight, now, noteBy(textFor(table.oversight, now), now))).toMatchObject(
      { is: 'invalid', problems: [{ path: 'vkey', key: 'witnesses.keyKnown' }] },
    )
  })

  const fresh = holder()
  it.each<[string, () => string, string]>([
    ['no signature', () => textFor(table.civil, fresh), 'witnesses.noNote'],
    [
      'the text for another sector',
      () => noteBy(textFor(table.oversight, fresh), fresh),
      'witnesses.otherText',
    ],
    [
      'one line more',
      () => noteBy(`${textFor(table.civil, fresh)}otra\n`, fresh),
      'witnesses.otherText',
    ],
  ])('is refused at the field of the note with %s', async (_what, note, key) => {
    expect(await nameAs(table.civil, fresh, note())).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'note', key }],
    })
  })

  it('needs the new key’s own, valid, timestamped signature', async () => {
    const place = await smallTable(database, `m-${randomUUID().slice(0, 8)}`)
    const text = namingText({
      origin: originOf(place.forum.id),
      sector: place.civil.sector,
      key: fresh.key,
      old: null,
    })
    const good = noteBy(text, fresh)
    const bad = good.replace(/.{8}\n$/, (end) =>
      end.startsWith('A') ? `B${end.slice(1)}` : `A${end.slice(1)}`,
    )
    for (const note of [noteBy(text, holder()), bad, signNote(text, fresh.name, fresh.seed)]) {
      expect(await place.civil.as(nameWitness, { vkey: fresh.key, note })).toMatchObject({
        is: 'invalid',
        problems: [{ path: 'note', key: 'witnesses.notSigned' }],
      })
    }
    done(await place.civil.as(nameWitness, { vkey: fresh.key, note: good }))
  })

  it('is named by nobody without the voice, and dismissed by nobody of another sector', async () => {
    for (const place of [table.secretary, table.adviser, table.observer]) {
      expect(await nameAs(place, fresh, noteBy(textFor(place, fresh), fresh))).toMatchObject({
        is: 'refused',
        refusal: { refused: 'witnesses.noVoice' },
      })
    }
    const witness = (await ofSector(table.civil))?.witness?.id
    expect(await table.oversight.as(dismissWitness, { witness, reason: prose('x') })).toMatchObject({
      is: 'refused',
      refusal: { refused: 'witnesses.anotherSectors' },
    })
    expect(await table.civil.as(dismissWitness, { witness: randomUUID(), reason: prose('x') })).toEqual({
      is: 'missing',
    })
    done(await table.civil.as(dismissWitness, { witness, reason: prose('x') }))
    expect(await table.civil.as(dismissWitness, { witness, reason: prose('x') })).toMatchObject({
      is: 'refused',
      refusal: { refused: 'witnesses.alreadyDismissed' },
    })
  })
})
