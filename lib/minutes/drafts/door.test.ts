import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../../prisma/small-table.ts'
import { useDatabase } from '../../../testing/use-database.ts'
import { addDays, dayIn } from '../../act/calendar.ts'
import { publicViewer } from '../../act/viewer.ts'
import type { Viewer } from '../../act/viewer.ts'
import { proposeStatus } from '../../commitments/commands.ts'
import { openDatabase } from '../../db/client.ts'
import { addAgendaItem, cancelMeeting, convene, withdrawAgendaItem } from '../../meetings/commands.ts'
import { openDraftDoor } from './door.ts'
import { draftOf, revisionsOf } from '../draft-seen.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
const draft = openDraftDoor(database)
const prose = (text: string) => ({ lang: 'es', text })
const today = dayIn('America/Mexico_City', new Date())

let table: Awaited<ReturnType<typeof smallTable>>
let [secretary, civil, observer]: Viewer[] = []
beforeAll(async () => {
  table = await smallTable(database, 'borrador', {
    rules: { noticeDays: { ordinary: 0, extraordinary: 0 } },
  })
  ;[secretary, civil, observer] = await Promise.all(
    [table.secretary, table.civil, table.observer].map((place) => table.viewerOf(place.person)),
  )
})
afterAll(() => database.$disconnect())

let ahead = 0
/** A body has one meeting in an hour: each of these is on a day of its own. */
const anotherDay = () => addDays(today, (ahead += 1))
async function convened(day = anotherDay()) {
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
  return { meeting: String(meeting), agendaItem: String(item) }
}
const as = (viewer: Viewer | undefined) => viewer ?? publicViewer(table.db, table.forum, new Date())
const text = (agendaItem: string, words: string, base: number) => ({
  agendaItem,
  lang: 'es',
  text: words,
  base,
})
const itemSeen = async (meeting: string) => (await draftOf(as(secretary), meeting))?.items[0]

describe('the text of an item', () => {
  it('is kept with every save; the same text again is no revision', async () => {
    const { meeting, agendaItem } = await convened()
    expect(await draft.saveItem(as(secretary), text(agendaItem, '', 0))).toEqual({
      is: 'saved',
      revision: 0,
    })
    expect(await draft.saveItem(as(secretary), text(agendaItem, 'Uno', 0))).toEqual({
      is: 'saved',
      revision: 1,
    })
    expect(await draft.saveItem(as(secretary), text(agendaItem, 'Uno', 0))).toEqual({
      is: 'saved',
      revision: 1,
    })
    expect(await draft.saveItem(as(civil), text(agendaItem, 'Uno, dos', 1))).toEqual({
      is: 'saved',
      revision: 2,
    })
    expect(await draft.saveItem(as(secretary), text(agendaItem, '', 2))).toEqual({
      is: 'saved',
      revision: 3,
    })
    expect((await revisionsOf(as(secretary), agendaItem)).map((one) => one.text)).toEqual([
      '',
      'Uno, dos',
      'Uno',
    ])
    expect(await itemSeen(meeting)).toMatchObject({ text: '', revision: 3, asides: [], by: 'Persona 3' })
  })

  it('written by two at once: both are told, both texts are shown, until somebody settles them', async () => {
    const { meeting, agendaItem } = await convened()
    expect(await draft.saveItem(as(secretary), text(agendaItem, 'De la secretaría', 0))).toEqual({
      is: 'saved',
      revision: 1,
    })
    const conflict = await draft.saveItem(as(civil), text(agendaItem, 'De la sociedad civil', 0))
    expect(conflict).toMatchObject({
      is: 'conflict',
      mine: { revision: 2, text: 'De la sociedad civil', by: 'Persona 0' },
      theirs: { revision: 1, text: 'De la secretaría', by: 'Persona 3' },
    })
    expect(await draft.saveItem(as(civil), text(agendaItem, 'De la sociedad civil', 0))).toEqual(
      conflict,
    )
    expect(
      await draft.saveItem(as(civil), text(agendaItem, 'De la sociedad civil, más', 0)),
    ).toMatchObject({ is: 'conflict', mine: { revision: 3 } })
    expect(await itemSeen(meeting)).toMatchObject({
      text: 'De la secretaría',
      revision: 1,
      asides: [{ revision: 3, text: 'De la sociedad civil, más' }],
    })
    expect(
      (await draftOf(as(secretary), meeting))?.hindrances.map((hindrance) => hindrance.refusal.refused),
    ).toContain('meetings.notClosedYet')
    expect(
      await draft.settleItem(as(civil), { ...text(agendaItem, 'De ambas', 1), asides: [3] }),
    ).toEqual({ is: 'saved', revision: 4 })
    expect(await itemSeen(meeting)).toMatchObject({ text: 'De ambas', revision: 4, asides: [] })
    expect(await revisionsOf(as(secretary), agendaItem)).toHaveLength(4)
  })

  it('settled over a text that changed once more, is set aside in its turn', async () => {
    const { meeting, agendaItem } = await convened()
    await draft.saveItem(as(secretary), text(agendaItem, 'A', 0))
    await draft.saveItem(as(civil), text(agendaItem, 'B', 0))
    await draft.saveItem(as(secretary), text(agendaItem, 'A2', 1))
    expect(
      await draft.settleItem(as(civil), { ...text(agendaItem, 'AB', 1), asides: [2] }),
    ).toMatchObject({ is: 'conflict', theirs: { text: 'A2' } })
    expect(await itemSeen(meeting)).toMatchObject({ text: 'A2', asides: [{ text: 'AB' }] })
  })

  it('loses nothing when many save in the same instant', async () => {
    const { agendaItem } = await convened()
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        draft.saveItem(as(at % 2 ? civil : secretary), text(agendaItem, `Texto ${at}`, 0)),
      ),
    )
    expect(answers.filter((answer) => answer.is === 'saved')).toHaveLength(1)
    expect(answers.filter((answer) => answer.is === 'conflict')).toHaveLength(11)
    expect(new Set((await revisionsOf(as(secretary), agendaItem)).map((one) => one.text)).size).toBe(12)
  })

  it.each([
    ['200,001 characters', 'a'.repeat(200_001), 'errors.tooLong'],
    ['a megabyte', 'a'.repeat(1_000_000), 'errors.tooLong'],
    ['letters that reorder', 'acuerdo \u202Eon', 'errors.hidingCharacters'],
    ['zero-width letters', 'acu\u200Berdo', 'errors.hidingCharacters'],
    ['control characters', 'a\u0000b', 'errors.controlCharacters'],
  ])('is refused with a sentence: %s', async (_name, words, key) => {
    const { agendaItem } = await convened()
    expect(await draft.saveItem(as(secretary), text(agendaItem, words, 0))).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'text', key }],
    })
    expect(await revisionsOf(as(secretary), agendaItem)).toEqual([])
  })

  it('is the body’s: written by no observer, read by nobody else, and gone with its item or meeting', async () => {
    const { meeting, agendaItem } = await convened()
    await draft.saveItem(as(secretary), text(agendaItem, 'Uno', 0))
    expect(await draft.saveItem(as(observer), text(agendaItem, 'x', 1))).toMatchObject({
      is: 'refused',
      refusal: { refused: 'meetings.notOfThisBody' },
    })
    expect(await draft.saveItem(as(undefined), text(agendaItem, 'x', 1))).toMatchObject({
      is: 'refused',
      refusal: { refused: 'meetings.notOfThisBody' },
    })
    expect(await draftOf(as(observer), meeting)).toMatchObject({
      mayWrite: false,
      items: [{ text: 'Uno' }],
    })
    expect(await draftOf(as(undefined), meeting)).toBeNull()
    expect(await revisionsOf(as(undefined), agendaItem)).toEqual([])
    const other = await smallTable(database, `ajena-${randomUUID().slice(0, 8)}`)
    expect(
      await draft.saveItem(await other.viewerOf(other.secretary.person), text(agendaItem, 'x', 1)),
    ).toEqual({ is: 'missing' })
    expect(
      await draft.saveItem(as(secretary), { ...text(agendaItem, 'x', 1), forumId: table.forum.id }),
    ).toMatchObject({ is: 'invalid' })
    done(await table.civil.as(withdrawAgendaItem, { item: agendaItem }))
    expect(await draft.saveItem(as(secretary), text(agendaItem, 'x', 1))).toMatchObject({
      refusal: { refused: 'meetings.itemWithdrawn' },
    })
    const gone = await convened()
    done(await table.secretary.as(cancelMeeting, { meeting: gone.meeting, reason: prose('x') }))
    expect(await draft.saveItem(as(secretary), text(gone.agendaItem, 'x', 0))).toMatchObject({
      refusal: { refused: 'meetings.notNow', params: { state: 'cancelled' } },
    })
  })
})

describe('draft agreements and claims', () => {
  it('an agreement is written, changed, told apart when two change it, and removed', async () => {
    const { meeting, agendaItem } = await convened()
    const id = randomUUID()
    const agreement = {
      id,
      agendaItem,
      kind: 'action',
      lang: 'es',
      text: 'Avisar',
      seat: table.civil.seat,
      dueOn: '2027-01-15',
    }
    expect(
      await draft.saveAgreement(as(secretary), {
        ...agreement,
        seat: null,
        dueOn: null,
        text: '',
        base: 0,
      }),
    ).toEqual({ is: 'saved', revision: 1 })
    expect(await draft.saveAgreement(as(secretary), { ...agreement, base: 1 })).toEqual({
      is: 'saved',
      revision: 2,
    })
    expect(await draft.saveAgreement(as(secretary), { ...agreement, base: 1 })).toEqual({
      is: 'saved',
      revision: 2,
    })
    expect(
      await draft.saveAgreement(as(civil), { ...agreement, text: 'No avisar', base: 1 }),
    ).toMatchObject({
      is: 'conflict',
      mine: { text: 'No avisar' },
      theirs: { text: 'Avisar', revision: 2 },
    })
    expect(
      await draft.saveAgreement(as(civil), { ...agreement, seat: randomUUID(), base: 2 }),
    ).toMatchObject({ is: 'invalid', problems: [{ path: 'seat' }] })
    expect(
      await draft.saveAgreement(as(civil), { ...agreement, dueOn: '2027-02-30', base: 2 }),
    ).toMatchObject({ is: 'invalid', problems: [{ path: 'dueOn', key: 'errors.noSuchDay' }] })
    const other = await convened()
    expect(
      await draft.saveAgreement(as(civil), { ...agreement, agendaItem: other.agendaItem, base: 2 }),
    ).toEqual({ is: 'missing' })
    expect(
      (await draftOf(as(secretary), meeting))?.items.find((item) => item.item === agendaItem)
        ?.agreements,
    ).toMatchObject([{ id, text: 'Avisar', seat: table.civil.seat, dueOn: '2027-01-15', revision: 2 }])
    expect(await draft.removeAgreement(as(civil), { id, base: 1 })).toMatchObject({
      refusal: { refused: 'meetings.changedMeanwhile' },
    })
    expect(await draft.removeAgreement(as(civil), { id, base: 2 })).toMatchObject({ is: 'saved' })
    expect(await draft.removeAgreement(as(civil), { id, base: 2 })).toEqual({ is: 'missing' })
  })

  it('a claim is one per proposal and sector', async () => {
    const { meeting, agendaItem } = await convened()
    const { proposal } = done(
      await table.civil.as(proposeStatus, {
        commitment: table.commitment,
        mode: 'session',
        agendaItem,
        to: 'withdrawn',
        title: prose('Retirar'),
        text: prose('x'),
        reasonClass: 'law',
        tried: prose('x'),
      }),
    )
    const claim = { meeting, proposal, sector: table.civil.sector, stance: 'agree', lang: 'es', base: 0 }
    expect(await draft.saveClaim(as(secretary), claim)).toEqual({ is: 'saved', revision: 1 })
    expect(
      await draft.saveClaim(as(secretary), { ...claim, stance: 'object', reason: 'No', base: 1 }),
    ).toEqual({ is: 'saved', revision: 2 })
    expect(await draft.saveClaim(as(civil), { ...claim, stance: 'stand-aside', base: 1 })).toMatchObject(
      { is: 'conflict', mine: { stance: 'stand-aside' }, theirs: { stance: 'object', text: 'No' } },
    )
    expect(await draft.saveClaim(as(secretary), { ...claim, stance: 'perhaps' })).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'stance', key: 'errors.chooseStance' }],
    })
    expect(await draft.saveClaim(as(secretary), { ...claim, sector: table.adviser.sector })).toEqual({
      is: 'missing',
    })
    expect(await draft.saveClaim(as(secretary), { ...claim, proposal: randomUUID() })).toEqual({
      is: 'missing',
    })
    expect((await draftOf(as(secretary), meeting))?.claims).toMatchObject([
      { proposal, stance: 'object', reason: 'No', revision: 2 },
    ])
    expect(
      await draft.removeClaim(as(secretary), { proposal, sector: table.civil.sector, base: 2 }),
    ).toMatchObject({ is: 'saved' })
    expect(
      await draft.removeClaim(as(secretary), { proposal, sector: table.civil.sector, base: 2 }),
    ).toEqual({ is: 'missing' })
  })
})

describe('working paper whose days are over', () => {
  const daysOn = (days: number) => new Date(Date.now() + days * 864e5)
  const counts = async (meeting: string) => {
    const where = { meetingId: meeting }
    return [
      await table.db.draftItem.count({ where }),
      await table.db.draftRevision.count({ where }),
      await table.db.draftAgreement.count({ where }),
      await table.db.draftClaim.count({ where }),
      await table.db.draftSession.count({ where }),
      await table.db.draftSessionItem.count({ where }),
    ]
  }
  /** A draft with a text twice saved, an agreement and a claim. */
  async function written(day = anotherDay()) {
    const { meeting, agendaItem } = await convened(day)
    await draft.saveItem(as(secretary), text(agendaItem, 'Uno', 0))
    await draft.saveItem(as(secretary), text(agendaItem, 'Dos', 1))
    await draft.saveAgreement(as(secretary), {
      id: randomUUID(),
      agendaItem,
      kind: 'resolution',
      lang: 'es',
      text: 'Va',
      base: 0,
    })
    const taken = {
      stance: 'agree',
      lang: 'es',
      reason: '',
      revision: 1,
      savedBy: table.secretary.person,
      savedAt: new Date(),
    }
    await database.draftClaim.create({
      data: {
        proposalId: randomUUID(),
        sectorId: table.civil.sector,
        meetingId: meeting,
        forumId: table.forum.id,
        ...taken,
      },
    })
    await database.draftSession.create({
      data: {
        meetingId: meeting,
        forumId: table.forum.id,
        itemId: agendaItem,
        savedBy: table.secretary.person,
        savedAt: new Date(),
      },
    })
    await database.draftSessionItem.create({
      data: { agendaItemId: agendaItem, meetingId: meeting, forumId: table.forum.id, spentMs: 0 },
    })
    expect(await counts(meeting)).toEqual([1, 2, 1, 1, 1, 1])
    return { meeting, agendaItem }
  }
  const clear = (now: Date) => draft.clear(table.forum, now)
  const keptUntil = async (meeting: string, now = new Date()) =>
    (await draftOf({ ...as(secretary), now, today: dayIn(table.forum.timeZone, now) }, meeting))
      ?.keptUntil

  it('is kept until the day that the page says, and then is truly gone, from every table', async () => {
    const { meeting } = await written()
    expect(await keptUntil(meeting)).toBeNull()
    const around = [daysOn(180)]
    done(await table.secretary.as(cancelMeeting, { meeting, reason: prose('Sin sala') }))
    around.push(daysOn(180))
    expect(around.map((one) => dayIn(table.forum.timeZone, new Date(one.getTime() - 1000)))).toContain(
      await keptUntil(meeting),
    )
    await clear(daysOn(179))
    expect(await counts(meeting)).toEqual([1, 2, 1, 1, 1, 1])
    expect(await clear(daysOn(181))).toBeGreaterThan(0)
    expect(await counts(meeting)).toEqual([0, 0, 0, 0, 0, 0])
    expect(await clear(daysOn(181))).toBe(0)
    expect(await keptUntil(meeting)).toBeNull()
  })

  it('of a session that nobody opened goes too, unless somebody still writes in it; that of another forum stays', async () => {
    const other = await smallTable(database, `ajena-${randomUUID().slice(0, 8)}`)
    const { meeting, agendaItem } = await written(today)
    expect(await keptUntil(meeting, daysOn(2))).toBe(
      dayIn(table.forum.timeZone, new Date(Date.parse(`${today}T06:00:00Z`) + 181 * 864e5 - 1)),
    )
    await draft.clear(other.forum, daysOn(400))
    expect(await counts(meeting)).toEqual([1, 2, 1, 1, 1, 1])
    await database.draftItem.update({
      where: { agendaItemId: agendaItem },
      data: { savedAt: daysOn(170) },
    })
    await clear(daysOn(185))
    expect(await counts(meeting)).toEqual([1, 2, 1, 1, 1, 1])
    await clear(daysOn(351))
    expect(await counts(meeting)).toEqual([0, 0, 0, 0, 0, 0])
  })

  it('goes in batches, by two servers at once, and each is counted once', async () => {
    const meetings: string[] = []
    for (let place = 0; place < 45; place += 1) {
      const { meeting, agendaItem } = await convened()
      await draft.saveItem(as(secretary), text(agendaItem, `Texto ${place}`, 0))
      done(await table.secretary.as(cancelMeeting, { meeting, reason: prose('x') }))
      meetings.push(meeting)
    }
    const cleared = await Promise.all([
      clear(daysOn(200)),
      clear(daysOn(200)),
      openDraftDoor(database).clear(table.forum, daysOn(200)),
    ])
    expect(cleared.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(45)
    expect(await table.db.draftRevision.count({ where: { meetingId: { in: meetings } } })).toBe(0)
    expect(await clear(daysOn(200))).toBe(0)
  })

  it('is what the forum’s rule says', async () => {
    const brief = await smallTable(database, `breve-${randomUUID().slice(0, 8)}`, {
      rules: { noticeDays: { ordinary: 0, extraordinary: 0 }, draftDays: 10 },
    })
    const { meeting } = done(
      await brief.secretary.as(convene, {
        body: brief.body,
        kind: 'ordinary',
        day: today,
        time: '23:59',
        place: prose('Sala'),
      }),
    )
    const { item } = done(await brief.civil.as(addAgendaItem, { meeting, title: prose('Uno') }))
    await draft.saveItem(await brief.viewerOf(brief.secretary.person), text(String(item), 'Uno', 0))
    done(await brief.secretary.as(cancelMeeting, { meeting, reason: prose('x') }))
    expect(await draft.clear(brief.forum, daysOn(9))).toBe(0)
    expect(await draft.clear(brief.forum, daysOn(11))).toBe(1)
  })
})
