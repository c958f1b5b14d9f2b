import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../scripts/use-database.ts'
import { dayIn } from '../act/calendar.ts'
import { publicViewer } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { proposeStatus } from '../commitments/commands.ts'
import { openDatabase } from '../db/client.ts'
import { addAgendaItem, cancelMeeting, convene, withdrawAgendaItem } from './commands.ts'
import { openDraftDoor } from './draft.ts'
import { draftOf, revisionsOf } from './minutes-queries.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
const draft = openDraftDoor(database)
const prose = (text: string) => ({ lang: 'es', text })
const today = dayIn('America/Mexico_City', new Date())

let table: Awaited<ReturnType<typeof smallTable>>
let [secretary, civil, observer]: Viewer[] = []
beforeAll(async () => {
  table = await smallTable(database, 'borrador', { rules: { noticeDays: { ordinary: 0, extraordinary: 0 } } })
  ;[secretary, civil, observer] = await Promise.all([table.secretary, table.civil, table.observer].map((one) => table.viewerOf(one.person)))
})
afterAll(() => database.$disconnect())

async function convened() {
  const { meeting } = done(await table.secretary.as(convene, { body: table.body, kind: 'ordinary', day: today, time: '23:59', place: prose('Sala') }))
  const { item } = done(await table.civil.as(addAgendaItem, { meeting, title: prose('Uno') }))
  return { meeting: String(meeting), agendaItem: String(item) }
}
const as = (viewer: Viewer | undefined) => viewer ?? publicViewer(table.db, table.forum, new Date())
const text = (agendaItem: string, words: string, base: number) => ({ agendaItem, lang: 'es', text: words, base })
const itemSeen = async (meeting: string) => (await draftOf(as(secretary), meeting))?.items[0]

describe('the text of an item', () => {
  it('is kept with every save; the same text again is no revision', async () => {
    const { meeting, agendaItem } = await convened()
    expect(await draft.saveItem(as(secretary), text(agendaItem, '', 0))).toEqual({ is: 'saved', revision: 0 })
    expect(await draft.saveItem(as(secretary), text(agendaItem, 'Uno', 0))).toEqual({ is: 'saved', revision: 1 })
    expect(await draft.saveItem(as(secretary), text(agendaItem, 'Uno', 0))).toEqual({ is: 'saved', revision: 1 })
    expect(await draft.saveItem(as(civil), text(agendaItem, 'Uno, dos', 1))).toEqual({ is: 'saved', revision: 2 })
    expect(await draft.saveItem(as(secretary), text(agendaItem, '', 2))).toEqual({ is: 'saved', revision: 3 })
    expect((await revisionsOf(as(secretary), agendaItem)).map((one) => one.text)).toEqual(['', 'Uno, dos', 'Uno'])
    expect(await itemSeen(meeting)).toMatchObject({ text: '', revision: 3, asides: [], by: 'Persona 3' })
  })

  it('written by two at once: both are told, both texts are shown, until somebody settles them', async () => {
    const { meeting, agendaItem } = await convened()
    expect(await draft.saveItem(as(secretary), text(agendaItem, 'De la secretaría', 0))).toEqual({ is: 'saved', revision: 1 })
    const conflict = await draft.saveItem(as(civil), text(agendaItem, 'De la sociedad civil', 0))
    expect(conflict).toMatchObject({
      is: 'conflict', mine: { revision: 2, text: 'De la sociedad civil', by: 'Persona 0' }, theirs: { revision: 1, text: 'De la secretaría', by: 'Persona 3' },
    })
    expect(await draft.saveItem(as(civil), text(agendaItem, 'De la sociedad civil', 0))).toEqual(conflict)
    expect(await draft.saveItem(as(civil), text(agendaItem, 'De la sociedad civil, más', 0))).toMatchObject({ is: 'conflict', mine: { revision: 3 } })
    expect(await itemSeen(meeting)).toMatchObject({ text: 'De la secretaría', revision: 1, asides: [{ revision: 3, text: 'De la sociedad civil, más' }] })
    expect((await draftOf(as(secretary), meeting))?.hindrances.map((one) => one.refused)).toContain('meetings.notClosedYet')
    expect(await draft.settleItem(as(civil), { ...text(agendaItem, 'De ambas', 1), asides: [3] })).toEqual({ is: 'saved', revision: 4 })
    expect(await itemSeen(meeting)).toMatchObject({ text: 'De ambas', revision: 4, asides: [] })
    expect(await revisionsOf(as(secretary), agendaItem)).toHaveLength(4)
  })

  it('settled over a text that changed once more, is set aside in its turn', async () => {
    const { meeting, agendaItem } = await convened()
    await draft.saveItem(as(secretary), text(agendaItem, 'A', 0))
    await draft.saveItem(as(civil), text(agendaItem, 'B', 0))
    await draft.saveItem(as(secretary), text(agendaItem, 'A2', 1))
    expect(await draft.settleItem(as(civil), { ...text(agendaItem, 'AB', 1), asides: [2] })).toMatchObject({ is: 'conflict', theirs: { text: 'A2' } })
    expect(await itemSeen(meeting)).toMatchObject({ text: 'A2', asides: [{ text: 'AB' }] })
  })

  it('loses nothing when many save in the same instant', async () => {
    const { agendaItem } = await convened()
    const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => draft.saveItem(as(at % 2 ? civil : secretary), text(agendaItem, `Texto ${at}`, 0))))
    expect(answers.filter((one) => one.is === 'saved')).toHaveLength(1)
    expect(answers.filter((one) => one.is === 'conflict')).toHaveLength(11)
    expect(new Set((await revisionsOf(as(secretary), agendaItem)).map((one) => one.text)).size).toBe(12)
  })

  it.each([
    ['20,001 characters', 'a'.repeat(20_001), 'errors.tooLong'],
    ['a megabyte', 'a'.repeat(1_000_000), 'errors.tooLong'],
    ['letters that reorder', 'acuerdo \u202Eon', 'errors.hidingCharacters'],
    ['zero-width letters', 'acu\u200Berdo', 'errors.hidingCharacters'],
    ['control characters', 'a\u0000b', 'errors.controlCharacters'],
  ])('is refused with a sentence: %s', async (_name, words, key) => {
    const { agendaItem } = await convened()
    expect(await draft.saveItem(as(secretary), text(agendaItem, words, 0))).toMatchObject({ is: 'invalid', problems: [{ path: 'text', key }] })
    expect(await revisionsOf(as(secretary), agendaItem)).toEqual([])
  })

  it('is the body’s: written by no observer, read by nobody else, and gone with its item or meeting', async () => {
    const { meeting, agendaItem } = await convened()
    await draft.saveItem(as(secretary), text(agendaItem, 'Uno', 0))
    expect(await draft.saveItem(as(observer), text(agendaItem, 'x', 1))).toMatchObject({ is: 'refused', refusal: { refused: 'meetings.notOfThisBody' } })
    expect(await draft.saveItem(as(undefined), text(agendaItem, 'x', 1))).toMatchObject({ is: 'refused', refusal: { refused: 'meetings.notOfThisBody' } })
    expect(await draftOf(as(observer), meeting)).toMatchObject({ mayWrite: false, items: [{ text: 'Uno' }] })
    expect(await draftOf(as(undefined), meeting)).toBeNull()
    expect(await revisionsOf(as(undefined), agendaItem)).toEqual([])
    const other = await smallTable(database, `ajena-${randomUUID().slice(0, 8)}`)
    expect(await draft.saveItem(await other.viewerOf(other.secretary.person), text(agendaItem, 'x', 1))).toEqual({ is: 'missing' })
    expect(await draft.saveItem(as(secretary), { ...text(agendaItem, 'x', 1), forumId: table.forum.id })).toMatchObject({ is: 'invalid' })
    done(await table.civil.as(withdrawAgendaItem, { item: agendaItem }))
    expect(await draft.saveItem(as(secretary), text(agendaItem, 'x', 1))).toMatchObject({ refusal: { refused: 'meetings.itemWithdrawn' } })
    const gone = await convened()
    done(await table.secretary.as(cancelMeeting, { meeting: gone.meeting, reason: prose('x') }))
    expect(await draft.saveItem(as(secretary), text(gone.agendaItem, 'x', 0))).toMatchObject({ refusal: { refused: 'meetings.notNow', params: { state: 'cancelled' } } })
  })
})

describe('draft agreements and claims', () => {
  it('an agreement is written, changed, told apart when two change it, and removed', async () => {
    const { meeting, agendaItem } = await convened()
    const id = randomUUID()
    const agreement = { id, agendaItem, kind: 'action', lang: 'es', text: 'Avisar', seat: table.civil.seat, dueOn: '2027-01-15' }
    expect(await draft.saveAgreement(as(secretary), { ...agreement, seat: null, dueOn: null, text: '', base: 0 })).toEqual({ is: 'saved', revision: 1 })
    expect(await draft.saveAgreement(as(secretary), { ...agreement, base: 1 })).toEqual({ is: 'saved', revision: 2 })
    expect(await draft.saveAgreement(as(secretary), { ...agreement, base: 1 })).toEqual({ is: 'saved', revision: 2 })
    expect(await draft.saveAgreement(as(civil), { ...agreement, text: 'No avisar', base: 1 })).toMatchObject({
      is: 'conflict', mine: { text: 'No avisar' }, theirs: { text: 'Avisar', revision: 2 },
    })
    expect(await draft.saveAgreement(as(civil), { ...agreement, seat: randomUUID(), base: 2 })).toMatchObject({ is: 'invalid', problems: [{ path: 'seat' }] })
    expect(await draft.saveAgreement(as(civil), { ...agreement, dueOn: '2027-02-30', base: 2 })).toMatchObject({ is: 'invalid', problems: [{ path: 'dueOn', key: 'errors.noSuchDay' }] })
    const other = await convened()
    expect(await draft.saveAgreement(as(civil), { ...agreement, agendaItem: other.agendaItem, base: 2 })).toEqual({ is: 'missing' })
    expect((await draftOf(as(secretary), meeting))?.items.find((one) => one.item === agendaItem)?.agreements).toMatchObject([{ id, text: 'Avisar', seat: table.civil.seat, dueOn: '2027-01-15', revision: 2 }])
    expect(await draft.removeAgreement(as(civil), { id, base: 1 })).toMatchObject({ refusal: { refused: 'meetings.changedMeanwhile' } })
    expect(await draft.removeAgreement(as(civil), { id, base: 2 })).toMatchObject({ is: 'saved' })
    expect(await draft.removeAgreement(as(civil), { id, base: 2 })).toEqual({ is: 'missing' })
  })

  it('a claim is one per proposal and sector', async () => {
    const { meeting, agendaItem } = await convened()
    const { proposal } = done(await table.civil.as(proposeStatus, {
      commitment: table.commitment, mode: 'session', agendaItem, to: 'withdrawn', title: prose('Retirar'), text: prose('x'), reasonClass: 'law', tried: prose('x'),
    }))
    const claim = { meeting, proposal, sector: table.civil.sector, stance: 'agree', lang: 'es', base: 0 }
    expect(await draft.saveClaim(as(secretary), claim)).toEqual({ is: 'saved', revision: 1 })
    expect(await draft.saveClaim(as(secretary), { ...claim, stance: 'object', reason: 'No', base: 1 })).toEqual({ is: 'saved', revision: 2 })
    expect(await draft.saveClaim(as(civil), { ...claim, stance: 'stand-aside', base: 1 })).toMatchObject({ is: 'conflict', mine: { stance: 'stand-aside' }, theirs: { stance: 'object', text: 'No' } })
    expect(await draft.saveClaim(as(secretary), { ...claim, stance: 'perhaps' })).toMatchObject({ is: 'invalid', problems: [{ path: 'stance', key: 'errors.chooseStance' }] })
    expect(await draft.saveClaim(as(secretary), { ...claim, sector: table.adviser.sector })).toEqual({ is: 'missing' })
    expect(await draft.saveClaim(as(secretary), { ...claim, proposal: randomUUID() })).toEqual({ is: 'missing' })
    expect((await draftOf(as(secretary), meeting))?.claims).toMatchObject([{ proposal, stance: 'object', reason: 'No', revision: 2 }])
    expect(await draft.removeClaim(as(secretary), { proposal, sector: table.civil.sector, base: 2 })).toMatchObject({ is: 'saved' })
    expect(await draft.removeClaim(as(secretary), { proposal, sector: table.civil.sector, base: 2 })).toEqual({ is: 'missing' })
  })
})
