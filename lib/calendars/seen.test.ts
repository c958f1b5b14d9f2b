import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { addDays, dayIn, instantIn } from '../act/calendar.ts'
import { publicViewer } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { addAgendaItem, cancelMeeting, convene, withdrawAgendaItem } from '../meetings/commands.ts'
import { endSeries, setSeries, setSeriesException } from '../series/commands.ts'
import { firstFrom, weekdayOf } from '../series/rules.ts'
import { bodyInCalendar, meetingInCalendar } from './seen.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const zone = 'America/Mexico_City'
const today = dayIn(zone, new Date())
const prose = (text: string) => ({ lang: 'es', text })
const link = 'https://video.example/sala-secreta'

let table: Awaited<ReturnType<typeof smallTable>>
let secretary: Viewer
let count = 0
beforeEach(async () => {
  table = await smallTable(database, `calendario-${(count += 1)}`)
  secretary = await table.viewerOf(table.secretary.person)
})
const anybody = (now = new Date()) => publicViewer(table.db, table.forum, now)
const call = async (day: string, more: object = {}) =>
  String(
    done(
      await table.secretary.as(convene, {
        body: table.body,
        kind: 'ordinary',
        day,
        time: '10:00',
        place: prose('Sala de juntas'),
        videoLink: link,
        items: [],
        ...more,
      }),
    ).meeting,
  )
const meeting = async (id: string, viewer = anybody()) => {
  const seen = await meetingInCalendar(viewer, id)
  if (!seen) throw new Error('there is no such meeting')
  return seen
}
const body = async (viewer = anybody()) => {
  const seen = await bodyInCalendar(viewer, table.body)
  if (!seen) throw new Error('there is no such body')
  return seen
}

describe('a meeting in a calendar', () => {
  it('says when, where and about what, and its number rises with each act that changed it', async () => {
    const day = addDays(today, 20)
    const id = await call(day, {
      items: [
        { title: prose('Avances'), minutes: 50 },
        { title: prose('Varios'), minutes: 25 },
      ],
    })
    const from = instantIn(zone, day, '10:00') ?? new Date(0)
    expect(await meeting(id)).toMatchObject({
      id,
      state: 'convened',
      sequence: 0,
      agenda: [prose('Avances'), prose('Varios')],
      time: { from, until: new Date(from.getTime() + 75 * 60_000) },
    })
    const { item } = done(
      await table.civil.as(addAgendaItem, { meeting: id, title: prose('Presupuesto') }),
    )
    // Nobody planned how long that takes: two hours, as meetings do.
    const added = await meeting(id)
    expect(added).toMatchObject({
      sequence: 1,
      time: { until: new Date(from.getTime() + 120 * 60_000) },
    })
    expect(added.agenda).toContainEqual(prose('Presupuesto'))
    done(await table.civil.as(withdrawAgendaItem, { item }))
    expect((await meeting(id)).agenda).not.toContainEqual(prose('Presupuesto'))
    done(await table.secretary.as(cancelMeeting, { meeting: id, reason: prose('Se fue la luz') }))
    expect(await meeting(id)).toMatchObject({
      sequence: 3,
      state: 'cancelled',
      reason: prose('Se fue la luz'),
    })
    expect((await body()).meetings).toMatchObject([{ id, sequence: 3, state: 'cancelled' }])
  })

  it('was changed when the last of those acts was recorded', async () => {
    const id = await call(addDays(today, 20))
    done(await table.civil.as(addAgendaItem, { meeting: id, title: prose('Presupuesto') }))
    const { index } = await table.db.historyLine.findFirstOrThrow({
      where: { meetingId: id },
      orderBy: { index: 'desc' },
    })
    const { recordedAt } = await table.db.historyLine.findFirstOrThrow({
      where: { forumId: table.forum.id, index },
    })
    expect((await meeting(id)).changedAt).toEqual(recordedAt)
  })

  it('has its video link for those who sit in the body, and for nobody else', async () => {
    const id = await call(addDays(today, 20))
    expect(await meeting(id, secretary)).toMatchObject({ videoLink: link })
    expect((await body(await table.viewerOf(table.observer.person))).meetings).toMatchObject([
      { videoLink: link },
    ])
    expect(JSON.stringify([await meeting(id), await body()])).not.toContain('secreta')
    const other = await smallTable(database, `calendario-otra-${count}`)
    const foreign = { ...(await other.viewerOf(other.secretary.person)), forum: table.forum }
    expect(JSON.stringify([await meeting(id, foreign), await body(foreign)])).not.toContain('secreta')
  })

  it('is of this forum, and is there', async () => {
    const id = await call(addDays(today, 20))
    const other = await smallTable(database, `calendario-otra-${count}`)
    const elsewhere = publicViewer(other.db, other.forum, new Date())
    for (const asked of [id, randomUUID(), 'x', '', `${id}'`])
      expect(await meetingInCalendar(elsewhere, asked)).toBeNull()
    for (const asked of [table.body, randomUUID(), '../comite'])
      expect(await bodyInCalendar(elsewhere, asked)).toBeNull()
  })
})

describe('a body in a calendar', () => {
  it('begins a year ago', async () => {
    const id = await call(addDays(today, 20))
    const later = (days: number) => anybody(new Date(Date.now() + days * 864e5))
    expect((await body(later(20 + 360))).meetings.map((one) => one.id)).toEqual([id])
    expect((await body(later(20 + 368))).meetings).toEqual([])
  })

  it('has the days that it plans, moved and fallen out ones too, and none beside its meeting', async () => {
    const first = firstFrom(addDays(today, 20), weekdayOf(addDays(today, 20)))
    const [second, third] = [addDays(first, 14), addDays(first, 28)]
    const { series } = done(
      await table.secretary.as(setSeries, {
        body: table.body,
        kind: 'ordinary',
        rhythm: 'weeks',
        every: 2,
        weekday: weekdayOf(first),
        fromOn: first,
        time: '09:30',
        place: prose('Sala'),
      }),
    )
    const days = async () => (await body()).days.slice(0, 3)
    const at = (day: string) => ({
      from: instantIn(zone, day, '09:30'),
      until: new Date((instantIn(zone, day, '09:30')?.getTime() ?? 0) + 120 * 60_000),
    })
    expect(await days()).toMatchObject(
      [first, second, third].map((day) => ({ series, planned: day, day, sequence: 0, time: at(day) })),
    )

    done(
      await table.secretary.as(setSeriesException, {
        series,
        day: second,
        change: 'moved',
        movedTo: addDays(second, 1),
        reason: prose('Es puente'),
      }),
    )
    done(
      await table.secretary.as(setSeriesException, {
        series,
        day: third,
        change: 'out',
        reason: prose('Se pinta la sala'),
      }),
    )
    expect(await days()).toMatchObject([
      { planned: first, sequence: 0 },
      {
        planned: second,
        day: addDays(second, 1),
        sequence: 1,
        reason: prose('Es puente'),
        time: at(addDays(second, 1)),
      },
      { planned: third, day: null, sequence: 1, time: at(third) },
    ])

    const id = await call(first)
    expect(await body()).toMatchObject({ meetings: [{ id }] })
    expect((await days()).map((one) => one.planned)).not.toContain(first)
    // Cancelled, it still stands for its day: the calendar keeps one entry, and does not plan the day again.
    done(await table.secretary.as(cancelMeeting, { meeting: id, reason: prose('Se fue la luz') }))
    expect((await days()).map((one) => one.planned)).not.toContain(first)

    done(await table.secretary.as(endSeries, { series }))
    expect((await body()).days).toEqual([])
  })
})
