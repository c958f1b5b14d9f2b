import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { done, smallTable } from '../../../prisma/small-table.ts'
import { useDatabase } from '../../../testing/use-database.ts'
import { addDays, dayIn } from '../../act/calendar.ts'
import { publicViewer } from '../../act/viewer.ts'
import type { Viewer } from '../../act/viewer.ts'
import { openDatabase } from '../../db/client.ts'
import {
  addAgendaItem,
  closeMeeting,
  convene,
  openMeeting,
  recordAttendance,
  withdrawAgendaItem,
} from '../../meetings/commands.ts'
import { openDraftDoor } from './door.ts'
import { clearDocuments, openDraftLog } from './updates.ts'
import { openVoicesDoor } from './voices.ts'
import { agreementText, itemText } from './protocol.ts'
import { circulateMinutes } from '../commands.ts'
import { draftOf } from '../draft-seen.ts'
import { versionSeenBy, versionsSeenBy, voicesSeenBy } from '../voices-seen.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
const [draft, voices, log] = [openDraftDoor(database), openVoicesDoor(database), openDraftLog(database)]
const prose = (text: string) => ({ lang: 'es', text })
const today = dayIn('America/Mexico_City', new Date())

let table: Awaited<ReturnType<typeof smallTable>>
let [secretary, civil, adviser, observer, chair]: Viewer[] = []
beforeAll(async () => {
  table = await smallTable(database, 'voces', {
    rules: { noticeDays: { ordinary: 0, extraordinary: 0 } },
  })
  ;[secretary, civil, adviser, observer, chair] = await Promise.all(
    [table.secretary, table.civil, table.adviser, table.observer, table.executive].map((place) =>
      table.viewerOf(place.person),
    ),
  )
})
afterAll(() => database.$disconnect())

const as = (viewer: Viewer | undefined) => viewer ?? publicViewer(table.db, table.forum, new Date())

let ahead = 0
/** A body has one meeting in an hour: each of these is on a day of its own. */
const anotherDay = () => addDays(today, (ahead += 1))
async function convened(text = '', day = anotherDay()) {
  const { meeting } = done(
    await table.secretary.as(convene, {
      body: table.body,
      kind: 'ordinary',
      day,
      time: '23:59',
      place: prose('Sala'),
    }),
  )
  const { item } = done(await table.civil.as(addAgendaItem, { meeting, title: prose('Uno') }))
  const [id, agendaItem] = [String(meeting), String(item)]
  if (text) await draft.saveItem(as(secretary), { agendaItem, lang: 'es', text, base: 0 })
  const { doc } = await log.open(id)
  return { meeting: id, agendaItem, place: itemText(agendaItem), doc }
}

const textAt = (doc: Y.Doc, place: string, paragraph = 0) =>
  (doc.getXmlFragment(place).get(paragraph) as Y.XmlElement).get(0) as Y.XmlText
const wordsOf = (text: Y.XmlText) =>
  (text.toDelta() as { insert: string }[]).map((one) => one.insert).join('')

/** As a browser says where the words are. */
function passage(doc: Y.Doc, place: string, words: string, paragraph = 0) {
  const text = textAt(doc, place, paragraph)
  const at = wordsOf(text).indexOf(words)
  const position = (index: number, assoc: number) =>
    Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index, assoc)) as object
  return { from: position(at, 0), to: position(at + words.length, -1) }
}

/** Somebody else types, in a browser of their own. */
async function typed(meeting: string, person: string, change: (doc: Y.Doc) => void) {
  const { doc } = await log.open(meeting)
  const before = Y.encodeStateVector(doc)
  change(doc)
  await log.append(meeting, [{ update: Uint8Array.from(Y.encodeStateAsUpdate(doc, before)), person }])
}

const seen = async (meeting: string, viewer = secretary) =>
  (await voicesSeenBy(as(viewer), meeting))?.comments ?? []
const said = async (meeting: string) => (await draftOf(as(secretary), meeting))?.items[0]?.text

describe('comments', () => {
  it('are said on a passage or on an item, for the seat that one has, and settled by their author or by who keeps the book', async () => {
    const { meeting, place, doc } = await convened('Se acordó un plazo breve.')
    expect(
      await voices.comment(as(adviser), {
        meeting,
        place,
        passage: JSON.stringify(passage(doc, place, 'un plazo breve')),
        text: '¿Cuánto?',
      }),
    ).toEqual({ is: 'saved', revision: 0 })
    expect(await voices.comment(as(civil), { meeting, place, text: 'Falta la lista.' })).toEqual({
      is: 'saved',
      revision: 0,
    })
    const [first, second] = await seen(meeting)
    expect(first).toMatchObject({
      quoted: 'un plazo breve',
      text: '¿Cuánto?',
      replacement: null,
      by: 'Persona 4',
      seat: { id: table.adviser.seat },
      outcome: null,
      mayClose: true,
    })
    expect(second).toMatchObject({ quoted: '', passage: null, seat: { id: table.civil.seat } })
    expect((await seen(meeting, civil)).map((one) => one.mayClose)).toEqual([false, true])
    expect(
      await voices.closeComment(as(chair), { comment: first?.id, outcome: 'settled' }),
    ).toMatchObject({ refusal: { refused: 'meetings.notYourComment' } })
    expect(
      await voices.closeComment(as(adviser), { comment: first?.id, outcome: 'accepted' }),
    ).toMatchObject({ is: 'invalid', problems: [{ path: 'outcome' }] })
    expect(
      await voices.closeComment(as(adviser), { comment: first?.id, outcome: 'settled' }),
    ).toMatchObject({ is: 'saved' })
    expect(
      await voices.closeComment(as(secretary), { comment: second?.id, outcome: 'settled' }),
    ).toMatchObject({ is: 'saved' })
    expect(
      await voices.closeComment(as(secretary), { comment: second?.id, outcome: 'settled' }),
    ).toMatchObject({ refusal: { refused: 'meetings.commentClosed' } })
    expect((await seen(meeting)).map((one) => [one.outcome, one.closedBy])).toEqual([
      ['settled', 'Persona 3'],
      ['settled', 'Persona 4'],
    ])
  })

  it('are for the body: an observer reads them, nobody else does, and nobody writes into another place', async () => {
    const { meeting, place, agendaItem, doc } = await convened('Texto')
    const other = await convened('Otro')
    const say = (viewer: Viewer | undefined, more: object = {}) =>
      voices.comment(as(viewer), { meeting, place, text: 'x', ...more })
    expect(await say(observer)).toMatchObject({ refusal: { refused: 'meetings.notOfThisBody' } })
    expect(await say(undefined)).toMatchObject({ refusal: { refused: 'meetings.notOfThisBody' } })
    expect(await say(civil, { place: other.place })).toEqual({ is: 'missing' })
    expect(await say(civil, { place: itemText(randomUUID()) })).toEqual({ is: 'missing' })
    expect(await say(civil, { meeting: randomUUID() })).toEqual({ is: 'missing' })
    expect(await say(civil, { place: 'languages' })).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'place' }],
    })
    expect(await say(civil, { text: ' ' })).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'text', key: 'errors.required' }],
    })
    expect(await say(civil, { text: 'a'.repeat(5_001) })).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'text', key: 'errors.tooLong' }],
    })
    expect(await say(civil, { text: 'acu\u202Eerdo' })).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'text', key: 'errors.hidingCharacters' }],
    })
    expect(
      await say(civil, { passage: { from: { item: { client: 1, clock: 1 } }, to: {} } }),
    ).toMatchObject({ refusal: { refused: 'meetings.passageNotFound' } })
    expect(await say(civil, { passage: passage(other.doc, other.place, 'Otro') })).toMatchObject({
      refusal: { refused: 'meetings.passageNotFound' },
    })
    for (const bad of [
      '{',
      '[]',
      'x'.repeat(3_000),
      { from: {}, to: {}, more: 1 },
      { from: { client: 'a' }, to: {} },
    ])
      expect(await say(civil, { passage: bad })).toMatchObject({ is: 'invalid' })
    expect(await say(civil, { passage: passage(doc, place, 'Texto') })).toMatchObject({ is: 'saved' })
    expect(await seen(meeting, observer)).toMatchObject([{ quoted: 'Texto', mayClose: false }])
    expect((await voicesSeenBy(as(observer), meeting))?.maySpeak).toBe(false)
    expect(await voicesSeenBy(as(undefined), meeting)).toBeNull()
    const [id] = (await seen(meeting)).map((one) => one.id)
    const stranger = await smallTable(database, `ajena-${randomUUID().slice(0, 8)}`)
    expect(
      await voices.closeComment(await stranger.viewerOf(stranger.secretary.person), {
        comment: id,
        outcome: 'settled',
      }),
    ).toEqual({ is: 'missing' })
    expect(await voicesSeenBy(await stranger.viewerOf(stranger.secretary.person), meeting)).toBeNull()
    done(await table.civil.as(withdrawAgendaItem, { item: agendaItem }))
    expect(await say(civil)).toEqual({ is: 'missing' })
  })
})

describe('suggested changes', () => {
  it('are accepted by who keeps the book: the words change, in the rows and for whoever has it open, as the words of who suggested them', async () => {
    const { meeting, place, doc } = await convened('Se acordó un plazo breve para la entrega.')
    expect(
      await voices.suggest(as(adviser), {
        meeting,
        place,
        passage: passage(doc, place, 'un plazo breve'),
        replacement: 'un plazo de diez días',
        text: '',
      }),
    ).toMatchObject({ is: 'saved' })
    const [one] = await seen(meeting)
    expect(one).toMatchObject({
      quoted: 'un plazo breve',
      replacement: 'un plazo de diez días',
      mayClose: true,
    })
    expect((await seen(meeting, adviser))[0]?.mayClose).toBe(false)
    for (const who of [adviser, civil, chair])
      expect(
        await voices.closeComment(as(who), { comment: one?.id, outcome: 'accepted' }),
      ).toMatchObject({ refusal: { refused: 'meetings.bookKeeperOnly' } })
    // Elsewhere in the paragraph somebody goes on writing.
    await typed(meeting, table.civil.person, (open) => textAt(open, place).insert(0, 'Ayer: '))
    expect(
      await voices.closeComment(as(secretary), { comment: one?.id, outcome: 'accepted' }),
    ).toMatchObject({ is: 'saved' })
    expect(await said(meeting)).toBe('Ayer: Se acordó un plazo de diez días para la entrega.')
    const { doc: now, authors } = await log.open(meeting)
    expect(wordsOf(textAt(now, place))).toBe('Ayer: Se acordó un plazo de diez días para la entrega.')
    expect([...authors.values()]).toContain(table.adviser.person)
    expect(await log.settle(meeting)).toBe(false)
    expect((await seen(meeting))[0]).toMatchObject({ outcome: 'accepted', closedBy: 'Persona 3' })
    expect(
      await voices.closeComment(as(secretary), { comment: one?.id, outcome: 'turned-down' }),
    ).toMatchObject({ refusal: { refused: 'meetings.commentClosed' } })
  })

  it('change nothing where the passage says something else by now, and nothing when they are turned down', async () => {
    const { meeting, place, doc } = await convened('Uno dos tres.')
    const [two, three] = [passage(doc, place, 'dos'), passage(doc, place, 'tres')]
    await voices.suggest(as(adviser), { meeting, place, passage: two, replacement: 'DOS' })
    await voices.suggest(as(adviser), { meeting, place, passage: three, replacement: '' })
    await typed(meeting, table.civil.person, (open) => textAt(open, place).insert(5, 'x'))
    const [first, second] = await seen(meeting)
    expect(
      await voices.closeComment(as(secretary), { comment: first?.id, outcome: 'accepted' }),
    ).toMatchObject({ refusal: { refused: 'meetings.passageChanged' } })
    expect(await said(meeting)).toBe('Uno dxos tres.')
    expect(
      await voices.closeComment(as(secretary), { comment: first?.id, outcome: 'settled' }),
    ).toMatchObject({ is: 'invalid' })
    expect(
      await voices.closeComment(as(secretary), { comment: first?.id, outcome: 'turned-down' }),
    ).toMatchObject({ is: 'saved' })
    expect(
      await voices.closeComment(as(secretary), { comment: second?.id, outcome: 'accepted' }),
    ).toMatchObject({ is: 'saved' })
    expect(await said(meeting)).toBe('Uno dxos .')
  })

  it('are refused with a sentence: across paragraphs, too long, or the same words', async () => {
    const { meeting, place, doc } = await convened(`Uno.\n\nDos.\n\n${'largo '.repeat(100)}`)
    const across = { from: passage(doc, place, 'Uno').from, to: passage(doc, place, 'Dos', 1).to }
    const long = passage(doc, place, 'largo '.repeat(99).trim(), 2)
    const suggest = (given: object) =>
      voices.suggest(as(civil), { meeting, place, replacement: 'x', ...given })
    expect(await suggest({ passage: across })).toMatchObject({
      refusal: { refused: 'meetings.passageNotOne' },
    })
    expect(
      await voices.comment(as(civil), { meeting, place, passage: across, text: 'x' }),
    ).toMatchObject({ is: 'saved' })
    expect((await seen(meeting))[0]?.quoted).toBe('Uno.\nDos')
    expect(await suggest({ passage: long })).toMatchObject({
      refusal: { refused: 'meetings.passageTooLong', params: { max: 500 } },
    })
    expect(await suggest({ passage: passage(doc, place, 'Uno'), replacement: 'Uno' })).toMatchObject({
      refusal: { refused: 'meetings.nothingSuggested' },
    })
    expect(await suggest({})).toMatchObject({ is: 'invalid', problems: [{ path: 'passage' }] })
    expect(await suggest({ passage: { from: across.to, to: across.from } })).toMatchObject({
      refusal: { refused: 'meetings.passageNotFound' },
    })
  })

  it('on an agreement, too; and of two who close at once one is told', async () => {
    const { meeting, agendaItem } = await convened('Texto')
    const id = randomUUID()
    await draft.saveAgreement(as(civil), {
      id,
      agendaItem,
      kind: 'resolution',
      lang: 'es',
      text: 'Aprobar la lista',
      base: 0,
    })
    const place = agreementText(id)
    const { doc } = await log.open(meeting)
    await voices.suggest(as(adviser), {
      meeting,
      place,
      passage: passage(doc, place, 'la lista'),
      replacement: 'las listas',
    })
    const [one] = await seen(meeting)
    const answers = await Promise.all(
      [0, 1, 2].map(() => voices.closeComment(as(secretary), { comment: one?.id, outcome: 'accepted' })),
    )
    expect(answers.map((each) => each.is).toSorted()).toEqual(['refused', 'refused', 'saved'])
    expect((await draftOf(as(secretary), meeting))?.items[0]?.agreements[0]?.text).toBe(
      'Aprobar las listas',
    )
  })
})

describe('versions', () => {
  it('are named by whoever writes, listed a page at a time, and shown beside another', async () => {
    const { meeting, agendaItem } = await convened('Uno dos')
    expect(await voices.nameVersion(as(adviser), { meeting, name: 'Antes' })).toMatchObject({
      is: 'saved',
    })
    expect(await voices.nameVersion(as(observer), { meeting, name: 'x' })).toMatchObject({
      refusal: { refused: 'meetings.notOfThisBody' },
    })
    expect(await voices.nameVersion(as(civil), { meeting, name: ' ' })).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'name' }],
    })
    expect(await voices.nameVersion(as(civil), { meeting: randomUUID(), name: 'x' })).toEqual({
      is: 'missing',
    })
    await draft.saveItem(as(secretary), { agendaItem, lang: 'es', text: 'Uno tres', base: 1 })
    await voices.nameVersion(as(civil), { meeting, name: 'Después' })
    const page = await versionsSeenBy(as(observer), meeting, undefined, 1)
    expect(page).toMatchObject({
      versions: [{ name: 'Después', reason: 'named', by: 'Persona 0' }],
      next: expect.any(String) as string,
    })
    const older = await versionsSeenBy(as(observer), meeting, page?.next ?? '')
    expect(older?.versions.map((version) => version.name)).toContain('Antes')
    const number = older?.versions.find((version) => version.name === 'Antes')?.number ?? 0
    expect((await versionSeenBy(as(civil), meeting, number, 'present'))?.changes[0]?.pieces).toEqual([
      { text: 'Uno ', is: 'same' },
      { text: 'dos', is: 'removed' },
      { text: 'tres', is: 'added' },
    ])
    expect(
      (await versionSeenBy(as(civil), meeting, page?.versions[0]?.number ?? 0, 'before'))?.before,
    ).toBe(number)
    expect(await versionsSeenBy(as(undefined), meeting)).toBeNull()
    expect(await versionSeenBy(as(undefined), meeting, number, 'present')).toBeNull()
    expect(await versionSeenBy(as(civil), meeting, 999, 'present')).toBeNull()
  })

  it('come back whole, with the present kept before, and nothing lost that others write at that moment', async () => {
    const { meeting, agendaItem, place } = await convened('Primero.\n\nSegundo.')
    const [stays, goes] = [randomUUID(), randomUUID()]
    const agreement = {
      agendaItem,
      kind: 'action',
      lang: 'es',
      seat: table.civil.seat,
      dueOn: '2027-01-15',
      base: 0,
    }
    await draft.saveAgreement(as(civil), { ...agreement, id: stays, text: 'Avisar' })
    await voices.nameVersion(as(civil), { meeting, name: 'Buena' })
    const number = (await versionsSeenBy(as(civil), meeting))?.versions[0]?.number ?? 0
    await draft.removeAgreement(as(civil), { id: stays, base: 1 })
    await draft.saveAgreement(as(civil), { ...agreement, id: goes, text: 'Otra' })
    await draft.saveItem(as(secretary), {
      agendaItem,
      lang: 'es',
      text: 'Primero cambiado.\n\nSegundo.\n\nTercero.',
      base: 1,
    })
    // Two windows that have not heard of it yet: what they write arrives after the draft went back.
    const [{ doc: one }, { doc: other }] = [await log.open(meeting), await log.open(meeting)]
    const vectors = [one, other].map((doc) => Y.encodeStateVector(doc))
    textAt(one, place).insert(0, 'A: ')
    textAt(other, place, 2).insert(0, 'B:')
    expect(await voices.restoreVersion(as(secretary), { meeting, number: String(number) })).toEqual({
      is: 'saved',
      revision: number,
    })
    expect(await said(meeting)).toBe('Primero.\n\nSegundo.')
    const now = await draftOf(as(secretary), meeting)
    expect(now?.items[0]?.agreements).toMatchObject([
      { id: stays, text: 'Avisar', seat: table.civil.seat, dueOn: '2027-01-15' },
    ])
    expect((await versionsSeenBy(as(civil), meeting))?.versions[0]).toMatchObject({
      reason: 'restored',
      name: String(number),
    })
    const kept = await versionSeenBy(as(civil), meeting, number + 1, 'present')
    expect(
      kept?.changes[0]?.pieces.some((piece) => piece.is === 'removed' && piece.text.includes('Tercero')),
    ).toBe(true)
    await log.append(
      meeting,
      [one, other].map((doc, at) => ({
        update: Uint8Array.from(Y.encodeStateAsUpdate(doc, vectors[at])),
        person: table.civil.person,
      })),
    )
    await log.settle(meeting)
    expect(await said(meeting)).toBe('A: Primero.\n\nSegundo.\n\nB:')
  })

  it('come back for one item alone, and for nobody who may not write', async () => {
    const { meeting, agendaItem } = await convened('Uno')
    const { item } = done(await table.civil.as(addAgendaItem, { meeting, title: prose('Dos') }))
    await draft.saveItem(as(civil), { agendaItem: item, lang: 'es', text: 'Dos', base: 0 })
    await voices.nameVersion(as(civil), { meeting, name: 'v' })
    const number = (await versionsSeenBy(as(civil), meeting))?.versions[0]?.number
    await draft.saveItem(as(civil), { agendaItem, lang: 'es', text: 'Uno nuevo', base: 1 })
    await draft.saveItem(as(civil), { agendaItem: item, lang: 'es', text: 'Dos nuevo', base: 1 })
    expect(await voices.restoreVersion(as(observer), { meeting, number })).toMatchObject({
      refusal: { refused: 'meetings.notOfThisBody' },
    })
    expect(await voices.restoreVersion(as(civil), { meeting, number: 999 })).toEqual({ is: 'missing' })
    expect(await voices.restoreVersion(as(civil), { meeting, number, item: randomUUID() })).toEqual({
      is: 'missing',
    })
    expect(await voices.restoreVersion(as(civil), { meeting, number, item: agendaItem })).toMatchObject({
      is: 'saved',
    })
    expect((await draftOf(as(civil), meeting))?.items.map((one) => one.text)).toEqual([
      'Uno',
      'Dos nuevo',
    ])
    const answers = await Promise.all(
      [0, 1, 2].map(() => voices.restoreVersion(as(civil), { meeting, number })),
    )
    expect(answers.every((answer) => answer.is === 'saved')).toBe(true)
    expect((await draftOf(as(civil), meeting))?.items.map((one) => one.text)).toEqual(['Uno', 'Dos'])
  })

  it('one is kept of each circulated version, as it was circulated', async () => {
    const { meeting, agendaItem } = await convened('Se circula esto.', today)
    done(await table.secretary.as(openMeeting, { meeting }))
    done(
      await table.secretary.as(recordAttendance, {
        meeting,
        seats: [table.civil, table.oversight, table.executive, table.secretary].map(({ seat }) => ({
          seat,
          state: 'present',
        })),
      }),
    )
    done(await table.secretary.as(closeMeeting, { meeting }))
    done(
      await table.secretary.as(circulateMinutes, {
        meeting,
        digest: (await draftOf(as(secretary), meeting))?.digest,
      }),
    )
    const circulated = async () =>
      (
        await database.draftVersion.findMany({ where: { meetingId: meeting, reason: 'circulated' } })
      ).map((one) => [one.name, JSON.stringify(one.content).includes('Se circula esto.')])
    await typed(meeting, table.civil.person, (doc) =>
      textAt(doc, itemText(agendaItem)).insert(0, 'Corregido: '),
    )
    await log.settle(meeting)
    await log.settle(meeting)
    expect(await circulated()).toEqual([['1', true]])
    expect(await said(meeting)).toBe('Corregido: Se circula esto.')
    done(
      await table.secretary.as(circulateMinutes, {
        meeting,
        digest: (await draftOf(as(secretary), meeting))?.digest,
      }),
    )
    await draft.saveItem(as(secretary), { agendaItem, lang: 'es', text: 'Otra cosa', base: 2 })
    expect((await circulated()).map(([name]) => name)).toEqual(['1', '2'])
  })

  it('and all that stands beside the rows goes when a draft’s time is over', async () => {
    const [one, other] = [await convened('Uno'), await convened('Dos')]
    for (const { meeting, place } of [one, other]) {
      await voices.comment(as(civil), { meeting, place, text: 'x' })
      await voices.nameVersion(as(civil), { meeting, name: 'x' })
      await typed(meeting, table.civil.person, (doc) => textAt(doc, place).insert(0, 'x'))
    }
    await database.$transaction((tx) => clearDocuments(tx, [one.meeting], new Date()))
    const left = ({ meeting: meetingId }: { meeting: string }) =>
      Promise.all([
        database.draftDocument.count({ where: { meetingId } }),
        database.draftUpdate.count({ where: { meetingId } }),
        database.draftAuthor.count({ where: { meetingId } }),
        database.draftVersion.count({ where: { meetingId } }),
        database.draftComment.count({ where: { meetingId } }),
      ])
    expect(await left(one)).toEqual([0, 0, 0, 0, 0])
    expect((await left(other)).every((count) => count > 0)).toBe(true)
    expect(
      await log.append(one.meeting, [{ update: Uint8Array.from([0, 0]), person: table.civil.person }]),
    ).toBeNull()
  })
})
