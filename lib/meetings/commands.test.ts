import { afterAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import type { Outcome } from '../act/act.ts'
import { addDays, dayIn, fromDate, toDate } from '../act/calendar.ts'
import type { Circumstances } from '../act/command.ts'
import { officeViewer, publicViewer } from '../act/viewer.ts'
import { appoint, endMandate } from '../bodies/commands.ts'
import { proposeStatus } from '../commitments/commands.ts'
import { openDatabase } from '../db/client.ts'
import {
  addAgendaItem,
  cancelMeeting,
  closeMeeting,
  convene,
  declareNotHeld,
  openMeeting,
  postponeAgendaItem,
  recordAttendance,
  takeOverMeeting,
  withdrawAgendaItem,
} from './commands.ts'
import { meetingSeenBy, meetingsSeenBy } from './seen.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es', text })
const today = dayIn('America/Mexico_City', new Date())
const call = { kind: 'ordinary', day: today, time: '23:59', place: prose('Sala de juntas') }
const atOnce = { noticeDays: { ordinary: 0, extraordinary: 0 } }
const refused = (key: string) => ({ is: 'refused', refusal: { refused: `meetings.${key}` } })
const invalid = (path: string, key: string) => ({ is: 'invalid', problems: [{ path, key }] })

type Table = Awaited<ReturnType<typeof smallTable>>
let count = 0
const tableWith = (rules: object = atOnce) => smallTable(database, `sesiones-${(count += 1)}`, { rules })
const factsOf = (table: Table, outcome: Outcome) =>
  table.db.historyLine.findMany({
    where: { forumId: table.forum.id, index: outcome.is === 'done' ? outcome.index : -1 },
    orderBy: { ordinal: 'asc' },
  })
const kindsOf = async (table: Table, outcome: Outcome) =>
  (await factsOf(table, outcome)).map((line) => line.kind.replace('meetings.', ''))
const anybody = (table: Table) => publicViewer(table.db, table.forum, new Date())

async function convened(table: Table, parts: object = {}) {
  const { meeting } = done(await table.secretary.as(convene, { body: table.body, ...call, ...parts }))
  return String(meeting)
}
async function opened(table: Table) {
  const meeting = await convened(table)
  done(await table.secretary.as(openMeeting, { meeting }))
  return meeting
}
async function itemsOf(table: Table, meeting: string) {
  return (
    await table.db.agendaItem.findMany({ where: { meetingId: meeting }, orderBy: { rank: 'asc' } })
  ).map((item) => item.id)
}
const seats = (table: Table, states: Record<string, string | undefined>) =>
  Object.entries(states).map(([who, state]) => ({
    seat: (table as unknown as Record<string, { seat: string }>)[who]?.seat,
    state,
  }))

describe('convening', () => {
  it('calls a meeting with its first items, and keeps the link for the body', async () => {
    const table = await tableWith()
    const outcome = await table.secretary.as(convene, {
      body: table.body,
      ...call,
      videoLink: 'https://sala.example/abc',
      items: [
        { title: prose('Uno'), commitment: table.commitment },
        { title: prose('Dos'), note: prose('Nota') },
      ],
    })
    expect(await kindsOf(table, outcome)).toEqual([
      'convened/1',
      'agenda-item-added/1',
      'agenda-item-added/1',
    ])
    const { meeting } = done(outcome)
    const seen = await meetingSeenBy(anybody(table), String(meeting))
    expect(seen).toMatchObject({
      state: 'convened',
      heldOn: today,
      number: 1,
      place: prose('Sala de juntas'),
      videoLink: null,
      quorum: { there: 0, of: 4, reached: false },
      quorumFrozen: false,
      agenda: [
        { title: prose('Uno'), commitment: { id: table.commitment } },
        { title: prose('Dos'), note: prose('Nota'), proposedBy: { id: table.secretary.seat } },
      ],
    })
    expect(
      (await meetingSeenBy(await table.viewerOf(table.adviser.person), String(meeting)))?.videoLink,
    ).toBe('https://sala.example/abc')
    const entry = await table.db.logEntry.findUniqueOrThrow({
      where: {
        forumId_index: { forumId: table.forum.id, index: outcome.is === 'done' ? outcome.index : -1 },
      },
    })
    for (const text of ['sala.example', 'Sala de juntas', 'Uno'])
      expect(Buffer.from(entry.body).toString()).not.toContain(text)
  })

  it('is the book keeper’s: the secretary, or the chair while that seat is vacant', async () => {
    const table = await tableWith()
    for (const place of [table.civil, table.executive, table.adviser, table.observer]) {
      expect(await place.as(convene, { body: table.body, ...call })).toMatchObject(
        refused('bookKeeperOnly'),
      )
    }
    const { id } = await table.db.mandate.findFirstOrThrow({ where: { seatId: table.secretary.seat } })
    done(await table.executive.as(endMandate, { mandate: id, untilOn: today }))
    expect(await table.civil.as(convene, { body: table.body, ...call })).toMatchObject(
      refused('bookKeeperOnly'),
    )
    done(await table.executive.as(convene, { body: table.body, ...call }))
  })

  it('asks for notice, a time to come, and a place', async () => {
    const table = await tableWith({})
    const called = (parts: object) =>
      table.secretary.as(convene, { body: table.body, ...call, ...parts })
    expect(await called({ day: addDays(today, 4) })).toMatchObject({
      is: 'invalid',
      problems: [
        {
          path: 'day',
          key: 'meetings.noticeTooShort',
          params: { days: 5, earliest: addDays(today, 5) },
        },
      ],
    })
    done(await called({ day: addDays(today, 5) }))
    expect(await called({ kind: 'extraordinary' })).toMatchObject(
      invalid('day', 'meetings.noticeTooShort'),
    )
    done(await called({ kind: 'extraordinary', day: addDays(today, 1) }))
    // Twice at once nobody sits.
    expect(await called({ kind: 'extraordinary', day: addDays(today, 1) })).toMatchObject(
      invalid('time', 'meetings.sameHour'),
    )
    expect(await called({ day: addDays(today, -1) })).toMatchObject(invalid('day', 'errors.inThePast'))
    expect(await called({ day: '2027-02-29' })).toMatchObject(invalid('day', 'errors.noSuchDay'))
    expect(await called({ time: '24:00' })).toMatchObject(invalid('time', 'errors.noSuchTime'))
    expect(await called({ day: addDays(today, 9), place: undefined })).toMatchObject(
      invalid('place.text', 'meetings.placeOrLink'),
    )
    expect(await called({ videoLink: 'javascript:alert(1)' })).toMatchObject(
      invalid('videoLink', 'errors.badAddress'),
    )
    expect(await called({ kind: 'secret' })).toMatchObject(invalid('kind', 'errors.chooseKind'))
    expect(await called({ place: prose('Sala\u202Eatlus') })).toMatchObject(
      invalid('place.text', 'errors.hidingCharacters'),
    )
    expect(await called({ body: table.civil.seat })).toEqual({ is: 'missing' })
    const other = await tableWith()
    expect(await called({ body: other.body })).toEqual({ is: 'missing' })
    expect(await called({ items: [{ title: prose('Ajeno'), commitment: other.commitment }] })).toEqual({
      is: 'missing',
    })
  })

  it('knows hours that a clock change skips, and takes the first of those that come twice', async () => {
    const table = await tableWith()
    const madrid = {
      forum: { ...table.forum, timeZone: 'Europe/Madrid' },
      now: new Date('2027-01-01T00:00:00Z'),
      today: '2027-01-01',
    } as Circumstances
    const input = (day: string, time: string) =>
      convene.input.parse({ as: table.secretary.seat, body: table.body, ...call, day, time })
    const checked = (day: string, time: string) =>
      convene.check?.({ besides: [] } as never, input(day, time), madrid, { kind: 'public' })
    expect(checked('2027-03-28', '02:30')).toEqual([
      { refused: 'errors.timeDoesNotExist', field: 'time' },
    ])
    expect(checked('2027-03-28', '03:00')).toEqual([])
    expect(checked('2027-10-31', '02:30')).toEqual([])
  })
})

describe('the agenda', () => {
  it('takes items from any seat but an observer’s, and lets a sector’s item go by its own hand alone', async () => {
    const table = await tableWith()
    const meeting = await convened(table)
    const { item } = done(
      await table.adviser.as(addAgendaItem, { meeting, title: prose('De la academia') }),
    )
    expect(await table.observer.as(addAgendaItem, { meeting, title: prose('x') })).toMatchObject(
      refused('notOfThisBody'),
    )
    expect(await table.civil.as(addAgendaItem, { meeting, title: prose('') })).toMatchObject(
      invalid('title.text', 'errors.required'),
    )
    expect(
      await table.civil.as(addAgendaItem, { meeting, title: prose('a'.repeat(301)) }),
    ).toMatchObject(invalid('title.text', 'errors.tooLong'))
    expect(await table.secretary.as(withdrawAgendaItem, { item })).toMatchObject(
      refused('ownSectorsItem'),
    )
    expect(await table.civil.as(postponeAgendaItem, { item, reason: prose('x') })).toMatchObject(
      refused('bookKeeperOnly'),
    )
    expect(await table.secretary.as(postponeAgendaItem, { item })).toMatchObject({ is: 'invalid' })
    const withdrawn = await table.adviser.as(withdrawAgendaItem, { item })
    expect(await factsOf(table, withdrawn)).toMatchObject([
      {
        kind: 'meetings.agenda-item-withdrawn/1',
        meetingId: meeting,
        bodyId: table.body,
        fields: { item },
      },
    ])
    expect(await table.adviser.as(withdrawAgendaItem, { item })).toMatchObject(refused('itemWithdrawn'))
    const { item: own } = done(await table.civil.as(addAgendaItem, { meeting, title: prose('Nuestro') }))
    expect(
      await kindsOf(
        table,
        await table.secretary.as(postponeAgendaItem, { item: own, reason: prose('Falta un dato') }),
      ),
    ).toEqual(['agenda-item-postponed/1'])
    expect(await table.civil.as(withdrawAgendaItem, { item: own })).toMatchObject(
      refused('itemPostponed'),
    )
  })

  it('keeps an item on which a proposal is open', async () => {
    const table = await tableWith()
    const meeting = await convened(table)
    const { item } = done(await table.civil.as(addAgendaItem, { meeting, title: prose('Pausa') }))
    done(
      await table.civil.as(proposeStatus, {
        commitment: table.commitment,
        mode: 'session',
        agendaItem: item,
        to: 'withdrawn',
        title: prose('Retirar'),
        text: prose('x'),
        reasonClass: 'law',
        tried: prose('x'),
      }),
    )
    expect(await table.civil.as(withdrawAgendaItem, { item })).toMatchObject(refused('itemHasProposal'))
    expect((await meetingSeenBy(anybody(table), meeting))?.agenda).toMatchObject([
      { proposals: [{ number: 1 }] },
    ])
  })

  it('brings back what was left over, once', async () => {
    const table = await tableWith()
    const first = await convened(table, {
      items: [{ title: prose('Pospuesto') }, { title: prose('Retirado') }, { title: prose('Tratado') }],
    })
    const [postponed, withdrawn] = await itemsOf(table, first)
    done(
      await table.secretary.as(postponeAgendaItem, { item: postponed, reason: prose('Falta un dato') }),
    )
    done(await table.secretary.as(withdrawAgendaItem, { item: withdrawn }))
    const second = await convened(table, {
      day: addDays(today, 1),
      items: [{ title: prose('Nuevo') }],
    })
    const titles = async (meeting: string) =>
      (await meetingSeenBy(anybody(table), meeting))?.agenda.map((item) => [
        item.title.text,
        item.continues,
      ])
    expect(await titles(second)).toEqual([
      ['Pospuesto', postponed],
      ['Nuevo', null],
    ])
    expect(await titles(await convened(table, { day: addDays(today, 2) }))).toEqual([])
    done(await table.secretary.as(cancelMeeting, { meeting: second, reason: prose('Sin sala') }))
    expect(
      (await titles(await convened(table, { day: addDays(today, 3) })))?.map(([title]) => title),
    ).toEqual(['Pospuesto', 'Nuevo'])
  })
})

describe('a session', () => {
  it('opens on its day, counts who is there, and freezes the quorum when it closes', async () => {
    const table = await tableWith()
    const meeting = await convened(table)
    expect(await table.civil.as(openMeeting, { meeting })).toMatchObject(refused('bookKeeperOnly'))
    expect(await table.secretary.as(closeMeeting, { meeting })).toMatchObject(refused('notNow'))
    expect(await kindsOf(table, await table.secretary.as(openMeeting, { meeting }))).toEqual([
      'session-opened/2',
    ])
    expect(await table.secretary.as(closeMeeting, { meeting })).toMatchObject(refused('nobodyThere'))
    const taken = await table.secretary.as(recordAttendance, {
      meeting,
      seats: seats(table, {
        civil: 'present',
        oversight: 'remote',
        executive: 'absent',
        secretary: 'present',
      }),
    })
    const titular = await table.db.mandate.findFirstOrThrow({ where: { seatId: table.civil.seat } })
    expect((await factsOf(table, taken)).map((line) => line.fields)).toMatchObject([
      { seat: table.civil.seat, from: null, state: 'present', mandate: titular.id },
      { state: 'remote' },
      { state: 'absent', mandate: null },
      { state: 'present' },
    ])
    expect((await meetingSeenBy(anybody(table), meeting))?.quorum).toMatchObject({
      there: 3,
      of: 4,
      needed: 2,
      reached: true,
    })
    const again = await table.secretary.as(recordAttendance, {
      meeting,
      seats: seats(table, { civil: 'present', secretary: 'absent' }),
    })
    expect((await factsOf(table, again)).map((line) => line.fields)).toMatchObject([
      { seat: table.secretary.seat, from: 'present', state: 'absent' },
    ])
    const closed = await table.secretary.as(closeMeeting, { meeting })
    expect((await factsOf(table, closed)).map((line) => line.fields)).toMatchObject([
      { quorum: { reached: false, there: 2, of: 4 } },
    ])
    expect(await meetingSeenBy(anybody(table), meeting)).toMatchObject({
      state: 'held',
      quorumFrozen: true,
      quorum: { there: 2 },
    })
    for (const [one, input] of [
      [recordAttendance, { meeting, seats: seats(table, { civil: 'absent' }) }],
      [openMeeting, { meeting }],
      [closeMeeting, { meeting }],
    ] as const) {
      expect(await table.secretary.as(one, input)).toMatchObject(refused('notNow'))
    }
    expect(await table.civil.as(addAgendaItem, { meeting, title: prose('Tarde') })).toMatchObject(
      refused('agendaClosed'),
    )
  })

  it('is of the day on which it is opened, whatever it was convened for', async () => {
    const table = await tableWith()
    const meeting = await convened(table)
    const later = new Date(Date.now() + 9 * 864e5)
    const late = dayIn(table.forum.timeZone, later)
    const outcome = await table.act(openMeeting, {
      viewer: await table.viewerOf(table.secretary.person, later),
      key: table.key(),
      input: { as: table.secretary.seat, meeting },
      clock: () => later,
    })
    expect((await factsOf(table, outcome)).map(({ fields }) => fields)).toMatchObject([
      { on: late, convenedFor: today },
    ])
    expect(await meetingSeenBy(anybody(table), meeting)).toMatchObject({
      heldOn: late,
      convenedFor: today,
    })
    expect(
      await table.db.historyLine.findFirstOrThrow({
        where: { forumId: table.forum.id, index: outcome.is === 'done' ? outcome.index : -1 },
      }),
    ).toMatchObject({
      happenedOn: toDate(late),
    })
  })

  it('does not open before its day', async () => {
    const table = await tableWith()
    expect(
      await table.secretary.as(openMeeting, {
        meeting: await convened(table, { day: addDays(today, 2) }),
      }),
    ).toMatchObject(refused('notYetItsDay'))
  })

  it('records nothing of whoever nothing was marked for, and nothing before it is open', async () => {
    const table = await tableWith()
    const meeting = await convened(table, { day: addDays(today, 90) })
    const nothing = seats(table, { civil: undefined, oversight: undefined, executive: undefined })
    expect(
      await table.secretary.as(recordAttendance, { meeting, seats: seats(table, { civil: 'absent' }) }),
    ).toMatchObject(refused('notOpenYet'))
    const open = await opened(table)
    expect(await table.secretary.as(recordAttendance, { meeting: open, seats: nothing })).toMatchObject(
      invalid('seats', 'meetings.nobodyMarked'),
    )
    const marked = await table.secretary.as(recordAttendance, {
      meeting: open,
      seats: [...seats(table, { civil: 'present' }), ...nothing.slice(1)],
    })
    expect((await factsOf(table, marked)).map(({ fields }) => fields)).toMatchObject([
      { seat: table.civil.seat, from: null, state: 'present' },
    ])
    expect(await table.db.attendance.count({ where: { meetingId: open } })).toBe(1)
  })

  it('takes down nobody who could not have been there', async () => {
    const table = await tableWith()
    const { id } = await table.db.mandate.findFirstOrThrow({ where: { seatId: table.secretary.seat } })
    done(await table.executive.as(endMandate, { mandate: id, untilOn: today }))
    const { meeting } = done(await table.executive.as(convene, { body: table.body, ...call }))
    done(await table.executive.as(openMeeting, { meeting }))
    const attend = (list: object[]) => table.executive.as(recordAttendance, { meeting, seats: list })
    expect(await attend(seats(table, { secretary: 'absent' }))).toMatchObject(
      invalid('seats.0.state', 'meetings.seatIsVacant'),
    )
    expect(await attend(seats(table, { secretary: 'present' }))).toMatchObject(
      invalid('seats.0.state', 'meetings.seatIsVacant'),
    )
    expect(await attend(seats(table, { civil: 'represented' }))).toMatchObject(
      invalid('seats.0.state', 'meetings.noAlternate'),
    )
    done(
      await table.civil.as(appoint, {
        seat: table.civil.seat,
        name: 'Suplente',
        email: `suplente@${table.forum.slug}.example`,
        capacity: 'alternate',
        fromOn: today,
      }),
    )
    done(await attend(seats(table, { civil: 'represented' })))
    const alternate = await table.db.mandate.findFirstOrThrow({
      where: { seatId: table.civil.seat, capacity: 'alternate' },
    })
    expect(await table.db.attendance.findMany({ where: { meetingId: String(meeting) } })).toMatchObject([
      { state: 'represented', mandateId: alternate.id },
    ])
    expect((await meetingSeenBy(anybody(table), String(meeting)))?.attendance[0]).toMatchObject({
      state: 'represented',
      sat: { name: 'Suplente', capacity: 'alternate' },
    })
    expect(await attend(seats(table, { civil: 'represented' }))).toMatchObject(refused('nothingChanged'))
    expect(
      await attend([...seats(table, { civil: 'present' }), ...seats(table, { civil: 'absent' })]),
    ).toMatchObject(invalid('seats.1.state', 'errors.unknownThing'))
    expect(await attend(seats(await tableWith(), { civil: 'present' }))).toMatchObject(
      invalid('seats.0.state', 'errors.unknownThing'),
    )
    expect(await attend(seats(table, { civil: 'asleep' }))).toMatchObject(
      invalid('seats.0.state', 'errors.chooseState'),
    )
    expect(
      await table.civil.as(recordAttendance, { meeting, seats: seats(table, { civil: 'present' }) }),
    ).toMatchObject(refused('bookKeeperOnly'))
  })

  it('lets an alternate be the only one there', async () => {
    const table = await tableWith()
    done(
      await table.oversight.as(appoint, {
        seat: table.oversight.seat,
        name: 'Suplente',
        email: `otra@${table.forum.slug}.example`,
        capacity: 'alternate',
        fromOn: today,
      }),
    )
    const { id } = await table.db.mandate.findFirstOrThrow({
      where: { seatId: table.oversight.seat, capacity: 'titular' },
    })
    // A mandate that runs out leaves a seat like this; here it ends before the forum is open.
    const viewer = officeViewer(table.db, { ...table.forum, openedAt: null }, 'operator', new Date())
    done(
      await table.act(endMandate, { viewer, key: table.key(), input: { mandate: id, untilOn: today } }),
    )
    const meeting = await opened(table)
    expect(
      await table.secretary.as(recordAttendance, {
        meeting,
        seats: seats(table, { oversight: 'present' }),
      }),
    ).toMatchObject(invalid('seats.0.state', 'meetings.noTitular'))
    done(
      await table.secretary.as(recordAttendance, {
        meeting,
        seats: seats(table, { oversight: 'represented' }),
      }),
    )
  })

  it('is cancelled with a reason before it opens, and not afterwards', async () => {
    const table = await tableWith()
    const meeting = await convened(table)
    expect(await table.executive.as(cancelMeeting, { meeting, reason: prose('x') })).toMatchObject(
      refused('bookKeeperOnly'),
    )
    expect(await table.secretary.as(cancelMeeting, { meeting })).toMatchObject({ is: 'invalid' })
    expect(
      await kindsOf(table, await table.secretary.as(cancelMeeting, { meeting, reason: prose('Sismo') })),
    ).toEqual(['cancelled/1'])
    expect(await meetingSeenBy(anybody(table), meeting)).toMatchObject({
      state: 'cancelled',
      reason: prose('Sismo'),
    })
    expect(
      await table.secretary.as(cancelMeeting, { meeting: await opened(table), reason: prose('x') }),
    ).toMatchObject(refused('notNow'))
  })

  it('is declared not held when its hour has come and the quorum has not', async () => {
    const table = await tableWith()
    const meeting = await convened(table)
    expect(await table.secretary.as(declareNotHeld, { meeting })).toMatchObject(refused('notYetItsHour'))
    const later = new Date(Date.now() + 864e5)
    const declare = async () =>
      table.act(declareNotHeld, {
        viewer: await table.viewerOf(table.secretary.person, later),
        key: table.key(),
        input: { as: table.secretary.seat, meeting },
        clock: () => later,
      })
    done(await table.secretary.as(openMeeting, { meeting }))
    const all = seats(table, { civil: 'present', oversight: 'present', executive: 'present' })
    done(await table.secretary.as(recordAttendance, { meeting, seats: all }))
    expect(await declare()).toMatchObject(refused('quorumIsThere'))
    done(
      await table.secretary.as(recordAttendance, {
        meeting,
        seats: seats(table, { executive: 'absent', oversight: 'excused' }),
      }),
    )
    const outcome = await declare()
    expect((await factsOf(table, outcome)).map((line) => [line.kind, line.fields])).toMatchObject([
      ['meetings.not-held/1', { quorum: { reached: false, there: 1, of: 4 } }],
    ])
    expect(await meetingSeenBy(anybody(table), meeting)).toMatchObject({
      state: 'not-held',
      quorumFrozen: true,
    })
  })
})

it('a meeting of the past is taken over by the operator’s office, with its source and what is missing', async () => {
  const table = await tableWith()
  const past = {
    body: table.body,
    heldOn: '2021-12-13',
    dayIs: 'minutes',
    source: { text: 'Informe' },
    missing: [{ es: 'quórum', en: 'quorum' }],
  }
  expect(await table.operate(takeOverMeeting, past)).toMatchObject({
    is: 'refused',
    refusal: { refused: 'bodies.forumIsOpen' },
  })
  expect(await table.secretary.as(takeOverMeeting, past)).toMatchObject({ is: 'invalid' })
  const forum = { ...table.forum, openedAt: null }
  const take = (input: object) =>
    table.act(takeOverMeeting, {
      viewer: { ...anybody(table), forum, office: 'operator' },
      key: table.key(),
      input,
    })
  expect(await take({ ...past, heldOn: today })).toMatchObject(
    invalid('heldOn', 'meetings.notInThePast'),
  )
  const outcome = await take(past)
  // Nobody proposes here, today, what was on an agenda then.
  expect(await kindsOf(table, outcome)).toEqual(['taken-over/1'])
  expect(await meetingSeenBy(anybody(table), String(done(outcome).meeting))).toMatchObject({
    state: 'held',
    takenOver: true,
    kind: null,
    startsAt: null,
    heldOn: '2021-12-13',
    dayIs: 'minutes',
    agenda: [],
    reasonsFor: [],
    source: { text: 'Informe' },
    missing: [{ es: 'quórum', en: 'quorum' }],
  })
})

it('meetings are read newest first, a page at a time, none twice', async () => {
  const table = await tableWith()
  for (const [ahead, time] of [
    [3, '10:00'],
    [1, '10:00'],
    [1, '12:00'],
    [2, '10:00'],
  ] as const)
    await convened(table, { day: addDays(today, ahead), time })
  const first = await meetingsSeenBy(anybody(table), {}, 3)
  const second = await meetingsSeenBy(anybody(table), { cursor: first.next ?? '' }, 3)
  expect([...first.meetings, ...second.meetings].map((one) => one.heldOn)).toEqual(
    [3, 2, 1, 1].map((ahead) => addDays(today, ahead)),
  )
  expect(new Set([...first.meetings, ...second.meetings].map((one) => one.id)).size).toBe(4)
  expect(second.next).toBeNull()
  expect((await meetingsSeenBy(anybody(table), { cursor: 'nonsense' }, 9)).meetings).toHaveLength(4)
  expect((await meetingsSeenBy(anybody(table), { state: 'held' })).meetings).toEqual([])
  const [line] = await table.db.meeting.findMany({ where: { forumId: table.forum.id } })
  expect(fromDate(line?.heldOn ?? new Date(0)) > today).toBe(true)
})
