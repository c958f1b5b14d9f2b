import { afterAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { addDays, dayIn } from '../act/calendar.ts'
import { publicViewer } from '../act/viewer.ts'
import { bodyInCalendar, meetingInCalendar } from '../calendars/seen.ts'
import { proposeStatus } from '../commitments/commands.ts'
import { openDatabase } from '../db/client.ts'
import {
  addAgendaItem,
  cancelMeeting,
  convene,
  openMeeting,
  withdrawAgendaItem,
} from '../meetings/commands.ts'
import { meetingSeenBy, meetingsSeenBy } from '../meetings/seen.ts'
import { setSeries, setTemplate } from '../series/commands.ts'
import { seriesSeenBy } from '../series/seen.ts'
import { correctAgendaItem, moveMeeting, noteGuest, removeGuest, reorderAgenda } from './commands.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es', text })
const today = dayIn('America/Mexico_City', new Date())
const later = addDays(today, 20)
const reason = prose('La sala está en obra')
const call = { kind: 'ordinary', day: later, time: '10:00', place: prose('Sala de juntas') }
const refused = (key: string) => ({ is: 'refused', refusal: { refused: `meetings.${key}` } })
const invalid = (path: string, key: string) => ({ is: 'invalid', problems: [{ path, key }] })

type Table = Awaited<ReturnType<typeof smallTable>>
let count = 0
const tableWith = (rules: object = {}) => smallTable(database, `movidas-${(count += 1)}`, { rules })
const anybody = (table: Table) => publicViewer(table.db, table.forum, new Date())
const seen = async (table: Table, meeting: string) => {
  const found = await meetingSeenBy(anybody(table), meeting)
  if (!found) throw new Error('the meeting is there')
  return found
}
async function convened(table: Table, parts: object = {}) {
  const { meeting } = done(await table.secretary.as(convene, { body: table.body, ...call, ...parts }))
  return String(meeting)
}
const to = (meeting: string, parts: object = {}) => ({
  meeting,
  seen: 0,
  day: addDays(later, 7),
  time: '12:00',
  place: prose('Sala de juntas'),
  reason,
  ...parts,
})

describe('moving a meeting', () => {
  it('gives it another day, hour and place, and keeps what it was', async () => {
    const table = await tableWith()
    const meeting = await convened(table, { videoLink: 'https://sala.example/1' })
    const outcome = await table.secretary.as(
      moveMeeting,
      to(meeting, { place: prose('Biblioteca'), videoLink: 'https://sala.example/2' }),
    )
    done(outcome)
    expect(await seen(table, meeting)).toMatchObject({
      state: 'convened',
      number: 1,
      heldOn: addDays(later, 7),
      movedFrom: later,
      convenedFor: null,
      place: prose('Biblioteca'),
      videoLink: null,
      moves: [
        {
          number: 1,
          from: { heldOn: later, place: prose('Sala de juntas') },
          to: { heldOn: addDays(later, 7), place: prose('Biblioteca') },
          reason,
        },
      ],
    })
    const body = await meetingSeenBy(await table.viewerOf(table.civil.person), meeting)
    expect(body?.videoLink).toBe('https://sala.example/2')
    const entry = await table.db.logEntry.findUniqueOrThrow({
      where: {
        forumId_index: { forumId: table.forum.id, index: outcome.is === 'done' ? outcome.index : -1 },
      },
    })
    for (const text of ['sala.example', 'Biblioteca', 'obra'])
      expect(Buffer.from(entry.body).toString()).not.toContain(text)
  })

  it('is moved twice, and tells both times and the day that it was called for', async () => {
    const table = await tableWith()
    const meeting = await convened(table)
    done(await table.secretary.as(moveMeeting, to(meeting)))
    done(await table.secretary.as(moveMeeting, to(meeting, { seen: 1, day: addDays(later, 9) })))
    expect(await seen(table, meeting)).toMatchObject({
      heldOn: addDays(later, 9),
      movedFrom: later,
      moves: [
        { from: { heldOn: later }, to: { heldOn: addDays(later, 7) } },
        { from: { heldOn: addDays(later, 7) }, to: { heldOn: addDays(later, 9) } },
      ],
    })
  })

  it('tells the second of two secretaries that it was moved', async () => {
    const table = await tableWith()
    const meeting = await convened(table)
    done(await table.secretary.as(moveMeeting, to(meeting)))
    expect(await table.secretary.as(moveMeeting, to(meeting, { day: addDays(later, 8) }))).toMatchObject(
      refused('movedBySomebody'),
    )
  })

  it('asks for what a call asks for, by the notice of its kind', async () => {
    const table = await tableWith()
    const meeting = await convened(table)
    const moved = (parts: object) => table.secretary.as(moveMeeting, to(meeting, parts))
    expect(await moved({ day: addDays(today, 4) })).toMatchObject({
      is: 'invalid',
      problems: [
        {
          path: 'day',
          key: 'meetings.moveNoticeOrdinary',
          params: { days: 5, earliest: addDays(today, 5), others: 1 },
        },
      ],
    })
    expect(await moved({ day: addDays(today, -1) })).toMatchObject(invalid('day', 'errors.inThePast'))
    expect(await moved({ place: undefined })).toMatchObject(
      invalid('place.text', 'meetings.placeOrLink'),
    )
    expect(await moved({ day: later, time: '10:00' })).toMatchObject(
      invalid('day', 'meetings.nothingMoved'),
    )
    expect(await moved({ reason: undefined })).toMatchObject({ is: 'invalid' })
    const soon = await convened(table, { kind: 'extraordinary', day: addDays(today, 6) })
    expect(await table.secretary.as(moveMeeting, to(soon, { day: today, time: '23:59' }))).toMatchObject(
      invalid('day', 'meetings.noticeTooShort'),
    )
    done(await table.secretary.as(moveMeeting, to(soon, { day: addDays(today, 1) })))
    // Another room on the same day needs no notice.
    done(
      await table.secretary.as(
        moveMeeting,
        to(soon, { seen: 1, day: addDays(today, 1), place: prose('Aula') }),
      ),
    )
    expect(await seen(table, soon)).toMatchObject({ place: prose('Aula') })
  })

  it('goes nowhere where the same body meets already, and finds its own hour free', async () => {
    const table = await tableWith()
    const meeting = await convened(table)
    await convened(table, { day: addDays(later, 7), time: '12:30' })
    expect(await table.secretary.as(moveMeeting, to(meeting))).toMatchObject(
      invalid('time', 'meetings.sameHour'),
    )
    done(await table.secretary.as(moveMeeting, to(meeting, { day: later, time: '10:30' })))
  })

  it('is the book keeper’s, before it is opened, and not once it was cancelled', async () => {
    const table = await tableWith({ noticeDays: { ordinary: 0, extraordinary: 0 } })
    const meeting = await convened(table, { day: today, time: '23:59' })
    for (const place of [table.civil, table.adviser, table.observer])
      expect(await place.as(moveMeeting, to(meeting))).toMatchObject(refused('bookKeeperOnly'))
    const other = await convened(table, { day: addDays(today, 3) })
    done(await table.secretary.as(cancelMeeting, { meeting: other, reason }))
    expect(await table.secretary.as(moveMeeting, to(other))).toMatchObject(refused('onlyBeforeItOpens'))
    done(await table.secretary.as(openMeeting, { meeting }))
    expect(await table.secretary.as(moveMeeting, to(meeting))).toMatchObject(
      refused('onlyBeforeItOpens'),
    )
  })

  it('is convened for one day, moved to another, and held on a third', async () => {
    const table = await tableWith({ noticeDays: { ordinary: 0, extraordinary: 0 } })
    const now = new Date()
    const meeting = await convened(table, { day: addDays(today, 2) })
    done(await table.secretary.as(moveMeeting, to(meeting, { day: today, time: '23:59' })))
    const tomorrow = new Date(now.getTime() + 26 * 60 * 60_000)
    done(
      await table.act(openMeeting, {
        viewer: await table.viewerOf(table.secretary.person, tomorrow),
        key: table.key(),
        input: { as: table.secretary.seat, meeting },
        clock: () => tomorrow,
      }),
    )
    const held = await seen(table, meeting)
    expect([held.movedFrom, held.convenedFor]).toEqual([addDays(today, 2), today])
    expect(held.heldOn > today).toBe(true)
  })

  it('keeps its proposals, its UID, and its place in a series; the sequence only rises', async () => {
    const table = await tableWith()
    const { template } = done(
      await table.secretary.as(setTemplate, {
        body: table.body,
        name: { es: 'Ordinaria' },
        kind: 'ordinary',
        items: [{ title: { es: 'Lista' } }],
      }),
    )
    const { series } = done(
      await table.secretary.as(setSeries, {
        body: table.body,
        kind: 'ordinary',
        rhythm: 'weeks',
        every: 1,
        weekday: 'friday',
        fromOn: addDays(today, 8),
        time: '10:00',
        place: prose('Sala'),
        template,
      }),
    )
    expect(series).toBeTruthy()
    const daysOf = async () =>
      (await seriesSeenBy(anybody(table), [table.body]))[0]?.days.flatMap((one) => one.day ?? []) ?? []
    const [first = ''] = await daysOf()
    const meeting = await convened(table, { day: first, items: [{ title: prose('Uno') }] })
    const item = (await seen(table, meeting)).agenda[0]?.id
    const { proposal } = done(
      await table.civil.as(proposeStatus, {
        commitment: table.commitment,
        to: 'concluded',
        mode: 'session',
        agendaItem: item,
        title: prose('Concluir'),
        text: prose('Se pide concluirlo.'),
        reasonClass: 'fulfilled',
        tried: prose('Todo'),
      }),
    )
    expect(await daysOf()).not.toContain(first)

    const sequences: number[] = []
    const look = async () => {
      const entry = await meetingInCalendar(anybody(table), meeting)
      sequences.push(entry?.sequence ?? -1)
      expect(entry?.id).toBe(meeting)
      return entry
    }
    await look()
    done(await table.secretary.as(moveMeeting, to(meeting, { day: addDays(first, 3) })))
    const moved = await look()
    expect(moved?.time).toMatchObject({ from: expect.any(Date) })
    done(await table.secretary.as(moveMeeting, to(meeting, { seen: 1, day: addDays(first, 4) })))
    await look()
    done(
      await table.secretary.as(correctAgendaItem, {
        item,
        seen: 0,
        title: prose('Uno, corregido'),
      }),
    )
    await look()
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b))
    expect(new Set(sequences).size).toBe(sequences.length)
    expect(await daysOf()).not.toContain(first)
    expect((await bodyInCalendar(anybody(table), table.body))?.meetings.map((one) => one.id)).toEqual([
      meeting,
    ])
    expect((await seen(table, meeting)).agenda[0]?.proposals).toMatchObject([{ id: proposal }])
    const { meetings } = await meetingsSeenBy(anybody(table))
    expect(meetings).toMatchObject([{ heldOn: addDays(first, 4), movedFrom: first }])
  })
})

describe('an agenda put right', () => {
  it('says other words, and keeps what it said', async () => {
    const table = await tableWith()
    const meeting = await convened(table, {
      items: [{ title: prose('Uno'), note: prose('Nota') }],
    })
    const item = (await seen(table, meeting)).agenda[0]?.id
    done(
      await table.secretary.as(correctAgendaItem, {
        item,
        seen: 0,
        title: prose('Primero'),
        commitment: table.commitment,
        by: table.civil.seat,
      }),
    )
    expect((await seen(table, meeting)).agenda).toMatchObject([
      {
        id: item,
        title: prose('Primero'),
        note: null,
        commitment: { id: table.commitment },
        proposedBy: { id: table.civil.seat },
        earlier: [
          {
            number: 1,
            title: prose('Uno'),
            note: prose('Nota'),
            commitment: null,
            proposedBy: { id: table.secretary.seat },
          },
        ],
      },
    ])
    const again = (parts: object) =>
      table.secretary.as(correctAgendaItem, { item, seen: 1, title: prose('Primero'), ...parts })
    expect(await again({ seen: 0 })).toMatchObject(refused('itemCorrectedBySomebody'))
    expect(await again({ commitment: table.commitment })).toMatchObject(
      invalid('title.text', 'meetings.nothingCorrected'),
    )
    // It is civil society's by now: the secretary, of another sector, cannot take it from them.
    expect(await again({ by: table.secretary.seat })).toMatchObject(
      invalid('by', 'meetings.broughtByAnother'),
    )
    expect(await table.civil.as(correctAgendaItem, { item, seen: 1, title: prose('x') })).toMatchObject(
      refused('bookKeeperOnly'),
    )
    done(await table.civil.as(withdrawAgendaItem, { item }))
    expect(await again({ title: prose('x') })).toMatchObject(refused('itemWithdrawn'))
  })

  it('keeps an item with its commitment while a proposal depends on it', async () => {
    const table = await tableWith()
    const meeting = await convened(table, {
      items: [{ title: prose('Uno'), commitment: table.commitment }],
    })
    const item = (await seen(table, meeting)).agenda[0]?.id
    const { proposal } = done(
      await table.civil.as(proposeStatus, {
        commitment: table.commitment,
        to: 'concluded',
        mode: 'session',
        agendaItem: item,
        title: prose('Concluir'),
        text: prose('Se pide concluirlo.'),
        reasonClass: 'fulfilled',
        tried: prose('Todo'),
      }),
    )
    expect(
      await table.secretary.as(correctAgendaItem, { item, seen: 0, title: prose('Uno') }),
    ).toMatchObject(invalid('commitment', 'meetings.itemHoldsProposal'))
    done(
      await table.secretary.as(correctAgendaItem, {
        item,
        seen: 0,
        title: prose('Otro'),
        commitment: table.commitment,
      }),
    )
    expect((await seen(table, meeting)).agenda[0]?.proposals).toMatchObject([{ id: proposal }])
  })

  it('changes its order step by step, and tells whoever saw another one', async () => {
    const table = await tableWith()
    const meeting = await convened(table, {
      items: [{ title: prose('Uno') }, { title: prose('Dos') }],
    })
    done(await table.civil.as(addAgendaItem, { meeting, title: prose('Tres') }))
    const titles = async () => (await seen(table, meeting)).agenda.map((item) => item.title.text)
    const three = (await seen(table, meeting)).agenda[2]?.id
    const step = (parts: object) =>
      table.secretary.as(reorderAgenda, { item: three, seen: 3, to: 'up', ...parts })
    done(await step({}))
    expect(await titles()).toEqual(['Uno', 'Tres', 'Dos'])
    expect(await step({})).toMatchObject(refused('agendaReorderedBySomebody'))
    done(await step({ seen: 2 }))
    expect(await step({ seen: 1 })).toMatchObject(refused('isFirst'))
    done(await step({ seen: 1, to: 'down' }))
    expect(await titles()).toEqual(['Uno', 'Tres', 'Dos'])
    expect(await table.civil.as(reorderAgenda, { item: three, seen: 2, to: 'up' })).toMatchObject(
      refused('bookKeeperOnly'),
    )
  })
})

describe('guests', () => {
  it('are noted by name or office, count for nothing, and are named in nothing that leaves with the log', async () => {
    const table = await tableWith()
    const meeting = await convened(table)
    const outcome = await table.secretary.as(noteGuest, {
      meeting,
      name: 'Rosa Invitada',
      office: prose('Dirección de Archivos'),
    })
    done(outcome)
    done(await table.secretary.as(noteGuest, { meeting, office: prose('Prensa') }))
    const found = await seen(table, meeting)
    expect(found.guests).toMatchObject([
      { name: 'Rosa Invitada', office: prose('Dirección de Archivos') },
      { name: null, office: prose('Prensa') },
    ])
    expect(found.quorum).toMatchObject({ there: 0, of: 4 })
    const index = outcome.is === 'done' ? outcome.index : -1
    const payloads = await table.db.logPayload.findMany({ where: { forumId: table.forum.id, index } })
    expect(payloads.map(({ open, value }) => [value, open])).toContainEqual(['"Rosa Invitada"', false])
    expect(await table.secretary.as(noteGuest, { meeting })).toMatchObject(
      invalid('name', 'meetings.guestNeedsNameOrOffice'),
    )
    expect(await table.secretary.as(noteGuest, { meeting, office: prose('Prensa') })).toMatchObject(
      invalid('name', 'meetings.guestIsThere'),
    )
    expect(await table.civil.as(noteGuest, { meeting, name: 'x' })).toMatchObject(
      refused('bookKeeperOnly'),
    )
    const [guest] = found.guests
    done(await table.secretary.as(removeGuest, { guest: guest?.id }))
    expect(await table.secretary.as(removeGuest, { guest: guest?.id })).toMatchObject(
      refused('guestIsGone'),
    )
    expect((await seen(table, meeting)).guests).toHaveLength(1)
  })
})
