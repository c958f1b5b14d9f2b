import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { addDays, dayIn } from '../act/calendar.ts'
import { publicViewer } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { endMandate } from '../bodies/commands.ts'
import { proposeStatus } from '../commitments/commands.ts'
import { openDatabase } from '../db/client.ts'
import {
  addAgendaItem,
  closeMeeting,
  convene,
  openMeeting,
  postponeAgendaItem,
  recordAttendance,
  withdrawAgendaItem,
} from '../meetings/commands.ts'
import { openDraftDoor } from '../minutes/drafts/door.ts'
import { openSessionDoor } from './door.ts'
import { followsMeeting, sessionSeenBy } from './seen.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
const session = openSessionDoor(database)
const prose = (text: string) => ({ lang: 'es', text })
const today = dayIn('America/Mexico_City', new Date())

let table: Awaited<ReturnType<typeof smallTable>>
let secretary: Viewer
beforeAll(async () => {
  table = await smallTable(database, 'sesion', {
    rules: { noticeDays: { ordinary: 0, extraordinary: 0 } },
  })
  secretary = await table.viewerOf(table.secretary.person)
})
afterAll(() => database.$disconnect())

let ahead = 0
/** A body has one meeting in an hour: what stays convened is on a day of its own. */
const anotherDay = () => addDays(today, (ahead += 1))
async function convened(titles = ['Uno', 'Dos', 'Tres'], day = today) {
  const { meeting } = done(
    await table.secretary.as(convene, {
      body: table.body,
      kind: 'ordinary',
      day,
      time: '23:59',
      place: prose('Sala'),
    }),
  )
  const items: string[] = []
  for (const title of titles)
    items.push(String(done(await table.civil.as(addAgendaItem, { meeting, title: prose(title) })).item))
  return { meeting: String(meeting), items: items as [string, string, string] }
}
async function inSession() {
  const made = await convened()
  done(await table.secretary.as(openMeeting, { meeting: made.meeting }))
  return made
}
async function begun() {
  const made = await inSession()
  expect(await session.begin(secretary, { meeting: made.meeting })).toEqual({ is: 'saved' })
  return made
}
const seen = async (meeting: string) =>
  (await sessionSeenBy(secretary, meeting)) ?? expect.fail('not seen')
/** As if what runs had run for so much longer. */
async function later(meeting: string, ms: number) {
  const { runningSince } = await database.draftSession.findUniqueOrThrow({
    where: { meetingId: meeting },
  })
  await database.draftSession.update({
    where: { meetingId: meeting },
    data: { runningSince: runningSince && new Date(runningSince.getTime() - ms) },
  })
}
/** Asks again until the clock of the database says a later moment than then. */
async function afterwards(meeting: string, then: Date) {
  for (;;) {
    const now = await seen(meeting)
    if (now.at > then) return now
  }
}
const refused = (key: string, params?: object) => ({
  is: 'refused',
  refusal: { refused: key, ...(params && { params }) },
})

describe('a session', () => {
  it('begins with the first item, goes on, back and to any, and counts what each takes', async () => {
    const {
      meeting,
      items: [one, two, three],
    } = await inSession()
    expect(await seen(meeting)).toMatchObject({ item: null, running: false, mayRun: true, next: null })
    await session.begin(secretary, { meeting })
    expect(await seen(meeting)).toMatchObject({ item: one, running: true, previous: null, next: two })
    await later(meeting, 30_000)
    expect(await session.go(secretary, { meeting, from: one, to: 'next' })).toEqual({ is: 'saved' })
    expect(await session.go(secretary, { meeting, from: two, to: three })).toEqual({ is: 'saved' })
    expect(await session.go(secretary, { meeting, from: three, to: 'previous' })).toEqual({
      is: 'saved',
    })
    const now = await seen(meeting)
    expect(now).toMatchObject({ item: two, running: true, previous: one, next: three })
    expect(now.items[0]?.spentMs).toBeGreaterThanOrEqual(30_000)
    expect(now.items.map((item) => Boolean(item.begunAt))).toEqual([true, true, true])
    const first = now.items[0]?.begunAt
    await session.go(secretary, { meeting, from: two, to: one })
    expect((await seen(meeting)).items[0]?.begunAt).toEqual(first)
  })

  it('pauses, stands still, and goes on', async () => {
    const {
      meeting,
      items: [one],
    } = await begun()
    expect(await session.goOn(secretary, { meeting, from: one })).toEqual(
      refused('meetings.alreadyRunning'),
    )
    expect(await session.pause(secretary, { meeting, from: one })).toEqual({ is: 'saved' })
    const paused = await seen(meeting)
    expect((await afterwards(meeting, paused.at)).items).toEqual(paused.items)
    expect(paused.running).toBe(false)
    expect(await session.pause(secretary, { meeting, from: one })).toEqual(
      refused('meetings.alreadyPaused'),
    )
    expect(await session.goOn(secretary, { meeting, from: one })).toEqual({ is: 'saved' })
    expect(await seen(meeting)).toMatchObject({ running: true, item: one })
  })

  it('survives a restart: another process counts on from the same instant', async () => {
    const { meeting } = await begun()
    const again = openDatabase(appUrl)
    const viewer = { ...secretary, db: again }
    await later(meeting, 20_000)
    const other = (await sessionSeenBy(viewer, meeting)) ?? expect.fail()
    expect(other.items[0]?.spentMs).toBeGreaterThanOrEqual(20_000)
    expect(await openSessionDoor(again).go(viewer, { meeting, from: other.item, to: 'next' })).toEqual({
      is: 'saved',
    })
    await again.$disconnect()
  })

  it('pressed twice at once moves by one item, and tells the one who came late', async () => {
    const {
      meeting,
      items: [one, two],
    } = await begun()
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => session.go(secretary, { meeting, from: one, to: 'next' })),
    )
    expect(answers.filter((answer) => answer.is === 'saved')).toHaveLength(1)
    expect(answers.filter((answer) => answer.is === 'refused')).toEqual(
      Array(7).fill(refused('meetings.movedMeanwhile', { item: 2 })),
    )
    expect((await seen(meeting)).item).toBe(two)
    const other = await inSession()
    const begins = await Promise.all([
      session.begin(secretary, { meeting: other.meeting }),
      session.begin(secretary, { meeting: other.meeting }),
    ])
    expect(begins.map((answer) => answer.is).toSorted()).toEqual(['refused', 'saved'])
  })

  it('passes over what was postponed or withdrawn, and ends with the last', async () => {
    const {
      meeting,
      items: [one, two, three],
    } = await begun()
    done(
      await table.secretary.as(postponeAgendaItem, { item: two, reason: prose('Falta un documento') }),
    )
    expect(await session.go(secretary, { meeting, from: one, to: two })).toEqual(
      refused('meetings.itemPostponed'),
    )
    expect(await session.go(secretary, { meeting, from: one, to: 'next' })).toEqual({ is: 'saved' })
    expect(await seen(meeting)).toMatchObject({ item: three, previous: one, next: null })
    expect(await session.go(secretary, { meeting, from: three, to: 'next' })).toEqual(
      refused('meetings.lastItem'),
    )
    done(await table.civil.as(withdrawAgendaItem, { item: one }))
    expect(await session.go(secretary, { meeting, from: three, to: one })).toEqual(
      refused('meetings.itemWithdrawn'),
    )
    expect(await session.go(secretary, { meeting, from: three, to: 'previous' })).toEqual(
      refused('meetings.firstItem'),
    )
    expect(await session.go(secretary, { meeting, from: three, to: randomUUID() })).toEqual(
      refused('errors.unknownThing'),
    )
  })

  it('ends with the act that closes it: the last item takes no more', async () => {
    const {
      meeting,
      items: [one],
    } = await begun()
    done(
      await table.secretary.as(recordAttendance, {
        meeting,
        seats: [{ seat: table.civil.seat, state: 'present' }],
      }),
    )
    done(await table.secretary.as(closeMeeting, { meeting }))
    const closed = await seen(meeting)
    expect(closed).toMatchObject({ running: false, mayRun: false, mayPlan: false, state: 'held' })
    expect((await afterwards(meeting, closed.at)).items).toEqual(closed.items)
    expect(await session.go(secretary, { meeting, from: one, to: 'next' })).toEqual(
      refused('meetings.notNow', { state: 'held' }),
    )
    expect(await session.plan(secretary, { meeting, items: [{ item: one, minutes: 5 }] })).toEqual(
      refused('meetings.notNow', { state: 'held' }),
    )
  })
})

describe('minutes planned', () => {
  it('are set from the call on, changed, and taken away', async () => {
    const {
      meeting,
      items: [one, two],
    } = await convened(['Uno', 'Dos', 'Tres'], anotherDay())
    expect(
      await session.plan(secretary, {
        meeting,
        items: [
          { item: one, minutes: 15 },
          { item: two, minutes: 5 },
        ],
      }),
    ).toEqual({ is: 'saved' })
    expect(
      await session.plan(secretary, { meeting, items: [{ item: one, minutes: 20 }, { item: two }] }),
    ).toEqual({ is: 'saved' })
    expect((await seen(meeting)).items.map((item) => item.planned)).toEqual([20, null, null])
    expect(await session.begin(secretary, { meeting })).toEqual(
      refused('meetings.notNow', { state: 'convened' }),
    )
  })

  it.each([0, -5, 601, 2.5, 'x'])('%s is no number of minutes', async (minutes) => {
    const {
      meeting,
      items: [one],
    } = await convened(['Uno', 'Dos', 'Tres'], anotherDay())
    expect(await session.plan(secretary, { meeting, items: [{ item: one, minutes }] })).toMatchObject({
      is: 'invalid',
    })
    expect(await session.plan(secretary, { meeting, items: [] })).toMatchObject({ is: 'invalid' })
  })

  it('are of this meeting’s items', async () => {
    const [mine, other] = [
      await convened(['Uno', 'Dos', 'Tres'], anotherDay()),
      await convened(['Uno', 'Dos', 'Tres'], anotherDay()),
    ]
    expect(
      await session.plan(secretary, {
        meeting: mine.meeting,
        items: [{ item: other.items[0], minutes: 5 }],
      }),
    ).toEqual({ is: 'missing' })
  })
})

describe('who runs it', () => {
  it('the keeper of the book alone; whoever sits in the body follows it, and nobody else', async () => {
    const {
      meeting,
      items: [one],
    } = await begun()
    const outside = await smallTable(database, `ajena-${randomUUID().slice(0, 8)}`)
    const sitting = await Promise.all(
      [table.civil, table.executive, table.adviser, table.observer].map((place) =>
        table.viewerOf(place.person),
      ),
    )
    const outsiders = [
      publicViewer(table.db, table.forum, new Date()),
      await table.viewerOf(outside.secretary.person),
    ]
    for (const viewer of [...sitting, ...outsiders]) {
      const answers = [
        await session.begin(viewer, { meeting }),
        await session.go(viewer, { meeting, from: one, to: 'next' }),
        await session.pause(viewer, { meeting, from: one }),
        await session.goOn(viewer, { meeting, from: one }),
        await session.plan(viewer, { meeting, items: [{ item: one, minutes: 1 }] }),
      ]
      expect(answers).toEqual(Array(5).fill(refused('meetings.bookKeeperOnly')))
    }
    for (const viewer of sitting)
      expect(await sessionSeenBy(viewer, meeting)).toMatchObject({
        item: one,
        mayRun: false,
        mayPlan: false,
      })
    for (const viewer of outsiders)
      expect([await sessionSeenBy(viewer, meeting), await followsMeeting(viewer, meeting)]).toEqual([
        null,
        false,
      ])
    expect(
      await session.go(await outside.viewerOf(outside.secretary.person), {
        meeting,
        from: one,
        to: 'next',
      }),
    ).toEqual({ is: 'missing' })
    expect(await followsMeeting(secretary, 'no-meeting')).toBe(false)
  })

  it('the chair where the secretary’s seat is vacant', async () => {
    const own = await smallTable(database, 'sin-secretaria', {
      rules: { noticeDays: { ordinary: 0, extraordinary: 0 } },
    })
    const { meeting } = done(
      await own.secretary.as(convene, {
        body: own.body,
        kind: 'ordinary',
        day: today,
        time: '23:59',
        place: prose('Sala'),
      }),
    )
    done(await own.secretary.as(addAgendaItem, { meeting, title: prose('Uno') }))
    done(await own.secretary.as(openMeeting, { meeting }))
    const { mandate } = (await own.viewerOf(own.secretary.person)).seats[0] ?? expect.fail()
    done(await own.executive.as(endMandate, { mandate, untilOn: today }))
    expect(await session.begin(await own.viewerOf(own.secretary.person), { meeting })).toEqual(
      refused('meetings.bookKeeperOnly'),
    )
    expect(await session.begin(await own.viewerOf(own.executive.person), { meeting })).toEqual({
      is: 'saved',
    })
  })

  it('nothing before there is an item, or before it has begun', async () => {
    const { meeting } = await convened([])
    done(await table.secretary.as(openMeeting, { meeting }))
    expect(await session.begin(secretary, { meeting })).toEqual(refused('meetings.emptyAgenda'))
    expect(await session.pause(secretary, { meeting, from: randomUUID() })).toEqual(
      refused('meetings.notBegun'),
    )
  })

  it.each([[{ meeting: 'x' }], [{}], [null], [{ meeting: randomUUID(), more: 1 }]])(
    'what was forged is not understood: %j',
    async (input) => {
      expect(await session.begin(secretary, input)).toMatchObject({ is: 'invalid' })
      expect(await session.begin(secretary, { meeting: randomUUID() })).toEqual({ is: 'missing' })
    },
  )
})

describe('whoever listens', () => {
  it('hears of the meeting when its working paper changed, once that is committed, whichever door wrote it', async () => {
    const {
      meeting,
      items: [one],
    } = await inSession()
    const { proposal } = done(
      await table.civil.as(proposeStatus, {
        commitment: table.commitment,
        mode: 'session',
        agendaItem: one,
        to: 'withdrawn',
        title: prose('Retirar'),
        text: prose('x'),
        reasonClass: 'law',
        tried: prose('x'),
      }),
    )
    const listener = new pg.Client({ connectionString: appUrl })
    await listener.connect()
    const heard: (string | undefined)[] = []
    listener.on('notification', ({ payload }) => heard.push(payload?.slice(0, 36)))
    await listener.query('LISTEN papers')
    const draft = openDraftDoor(database)
    const writes = [
      () => session.begin(secretary, { meeting }),
      () => draft.saveItem(secretary, { agendaItem: one, lang: 'es', text: 'Se dijo', base: 0 }),
      () =>
        draft.saveClaim(secretary, {
          meeting,
          proposal,
          sector: table.civil.sector,
          stance: 'agree',
          lang: 'es',
          base: 0,
        }),
      () => draft.removeClaim(secretary, { proposal, sector: table.civil.sector, base: 1 }),
    ]
    for (const [place, write] of writes.entries()) {
      expect(await write()).toMatchObject({ is: 'saved' })
      await expect.poll(() => heard.length).toBeGreaterThan(place)
    }
    expect(await session.begin(secretary, { meeting })).toMatchObject({ is: 'refused' })
    await listener.query('SELECT 1')
    expect(new Set(heard)).toEqual(new Set([meeting]))
    await listener.end()
  })
})
