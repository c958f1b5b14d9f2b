import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import type { Outcome } from '../act/act.ts'
import { addDays, dayIn } from '../act/calendar.ts'
import { publicViewer } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { compareRows } from '../act/verify.ts'
import { endMandate } from '../bodies/commands.ts'
import { openDatabase } from '../db/client.ts'
import { factKindNamed } from '../facts.ts'
import { deskOf } from '../notices/seen.ts'
import { addAgendaItem, cancelMeeting, convene, withdrawAgendaItem } from '../meetings/commands.ts'
import { meetingSeenBy } from '../meetings/seen.ts'
import { dropTemplate, endSeries, setSeries, setSeriesException, setTemplate } from './commands.ts'
import { proposedMeeting, seriesSeenBy, templatesSeenBy } from './seen.ts'
import { firstFrom, weekdayOf } from './rules.ts'

const { appUrl } = await useDatabase()
const empty = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es', text })
const today = dayIn('America/Mexico_City', new Date())
const refused = (key: string) => ({ is: 'refused', refusal: { refused: `meetings.${key}` } })
const invalid = (path: string, key: string) => ({ is: 'invalid', problems: [{ path, key }] })
const missing = { is: 'missing' }

let table: Awaited<ReturnType<typeof smallTable>>
let secretary: Viewer
let count = 0
beforeEach(async () => {
  table = await smallTable(database, `serie-${(count += 1)}`)
  secretary = await table.viewerOf(table.secretary.person)
})
const anybody = () => publicViewer(table.db, table.forum, new Date())
const kindsOf = async (outcome: Outcome) =>
  (
    await table.db.historyLine.findMany({
      where: { forumId: table.forum.id, index: outcome.is === 'done' ? outcome.index : -1 },
      orderBy: { ordinal: 'asc' },
    })
  ).map((line) => line.kind)

const agenda = (more: object = {}) => ({
  body: table.body,
  name: { es: 'Ordinaria', en: 'Ordinary' },
  kind: 'ordinary',
  place: prose('Sala de juntas'),
  ...more,
  items: [
    { title: { es: 'Lista de asistencia' }, minutes: 5 },
    {
      title: { es: 'Avances', en: 'Progress' },
      note: prose('Traer cifras'),
      minutes: 40,
      commitment: table.commitment,
    },
  ],
})
const makeTemplate = async (more: object = {}) =>
  String(done(await table.secretary.as(setTemplate, agenda(more))).template)

describe('a template', () => {
  it('is made, changed and dropped by whoever keeps the book', async () => {
    const outcome = await table.secretary.as(setTemplate, agenda())
    expect(await kindsOf(outcome)).toEqual(['meetings.template-set/1'])
    const template = String(done(outcome).template)
    expect(await templatesSeenBy(anybody(), table.body)).toEqual([
      {
        id: template,
        body: table.body,
        name: { es: 'Ordinaria', en: 'Ordinary' },
        kind: 'ordinary',
        place: prose('Sala de juntas'),
        items: [
          { title: { es: 'Lista de asistencia' }, note: null, minutes: 5, commitment: null },
          {
            title: { es: 'Avances', en: 'Progress' },
            note: prose('Traer cifras'),
            minutes: 40,
            commitment: table.commitment,
          },
        ],
        setIn: expect.any(Number) as number,
      },
    ])
    done(
      await table.secretary.as(setTemplate, {
        ...agenda(),
        template,
        name: { es: 'Mensual' },
        place: undefined,
        items: [{ title: { en: 'Welcome' } }],
      }),
    )
    expect(await templatesSeenBy(anybody(), table.body)).toMatchObject([
      {
        id: template,
        name: { es: 'Mensual' },
        place: null,
        items: [{ title: { en: 'Welcome' }, minutes: null }],
      },
    ])
    const [{ setIn = 0 } = {}] = await templatesSeenBy(anybody(), table.body)
    // Changed again as it was seen: at once. Sent from a page that is older: it is said, and sent once more.
    const again = { ...agenda(), template, seen: String(setIn) }
    const sent = (looked: string) =>
      table.act(setTemplate, {
        viewer: secretary,
        key: table.key(),
        input: { as: table.secretary.seat, ...again },
        looked,
      })
    const secretary = await table.viewerOf(table.secretary.person)
    expect(await sent('')).toMatchObject({ is: 'done' })
    const late = await sent('')
    expect(late).toMatchObject({
      is: 'look',
      consequences: [{ says: 'consequences.templateUnseen' }],
    })
    expect(await sent(late.is === 'look' ? late.token : '')).toMatchObject({ is: 'done' })
    expect(await kindsOf(await table.secretary.as(dropTemplate, { template }))).toEqual([
      'meetings.template-dropped/1',
    ])
    expect(await templatesSeenBy(anybody(), table.body)).toEqual([])
    expect(await table.secretary.as(dropTemplate, { template })).toEqual(missing)
    expect(await table.secretary.as(setTemplate, { ...agenda(), template })).toEqual(missing)
  })

  it('is nobody else’s to change, and of no body that ended or of another forum', async () => {
    const template = await makeTemplate()
    for (const place of [table.civil, table.oversight, table.executive, table.adviser, table.observer]) {
      expect(await place.as(setTemplate, agenda())).toMatchObject(refused('bookKeeperOnly'))
      expect(await place.as(dropTemplate, { template })).toMatchObject(refused('bookKeeperOnly'))
    }
    const other = await smallTable(database, `serie-otra-${count}`)
    expect(await other.secretary.as(setTemplate, agenda())).toEqual(missing)
    expect(await other.secretary.as(dropTemplate, { template })).toEqual(missing)
    expect(
      await table.secretary.as(setTemplate, {
        ...agenda(),
        items: [{ title: { es: 'x' }, commitment: other.commitment }],
      }),
    ).toEqual(missing)
    const { id } = await table.db.mandate.findFirstOrThrow({ where: { seatId: table.secretary.seat } })
    done(await table.executive.as(endMandate, { mandate: id, untilOn: today }))
    done(await table.executive.as(dropTemplate, { template }))
  })

  it('is refused at the field that is wrong', async () => {
    await makeTemplate()
    const set = (more: object) =>
      table.secretary.as(setTemplate, { ...agenda(), name: { es: 'Otra' }, ...more })
    expect(await set({ name: { es: 'ORDINARIA' } })).toMatchObject(
      invalid('name.es', 'meetings.templateNameTaken'),
    )
    expect(await set({ name: { es: 'Otra', en: 'ordinary' } })).toMatchObject(
      invalid('name.en', 'meetings.templateNameTaken'),
    )
    expect(await set({ name: {} })).toMatchObject(invalid('name.es', 'errors.required'))
    expect(await set({ kind: 'secret' })).toMatchObject(invalid('kind', 'errors.chooseKind'))
    expect(await set({ items: [] })).toMatchObject(refused('templateEmpty'))
    expect(await set({ items: undefined })).toMatchObject(refused('templateEmpty'))
    expect(
      await set({ items: Array.from({ length: 200 }, () => ({ title: { es: 'x' } })) }),
    ).toMatchObject(invalid('items', 'errors.tooMany'))
    expect(await set({ items: [{ title: {} }] })).toMatchObject(
      invalid('items.0.title.es', 'errors.required'),
    )
    for (const minutes of [0, 601, 1.5, 'x'])
      expect(await set({ items: [{ title: { es: 'x' }, minutes }] })).toMatchObject(
        invalid('items.0.minutes', 'meetings.minutesFromOne'),
      )
    expect(await set({ place: prose('Sala\u202Eatlus') })).toMatchObject(
      invalid('place.text', 'errors.hidingCharacters'),
    )
  })

  it('fills a page and no more, and fifty long items are one act', async () => {
    const long = {
      title: { es: 'á'.repeat(200), en: 'é'.repeat(200) },
      note: prose('ñ'.repeat(20_000)),
      minutes: 600,
    }
    await makeTemplate({ name: { es: 'Larga' } })
    done(
      await table.secretary.as(setTemplate, {
        ...agenda(),
        name: { es: 'Llena' },
        items: Array.from({ length: 50 }, () => long),
      }),
    )
    for (let place = 3; place <= 50; place += 1)
      await makeTemplate({ name: { es: `Plantilla ${place}` } })
    expect(
      await table.secretary.as(setTemplate, { ...agenda(), name: { es: 'Una más' } }),
    ).toMatchObject(refused('tooManyTemplates'))
    expect(await templatesSeenBy(anybody(), table.body)).toHaveLength(50)
  })

  it('of a running series is not dropped', async () => {
    const template = await makeTemplate()
    const series = await makeSeries({ template })
    expect(await table.secretary.as(dropTemplate, { template })).toMatchObject(refused('templateInUse'))
    done(await table.secretary.as(endSeries, { series }))
    done(await table.secretary.as(dropTemplate, { template }))
  })
})

// A weekday that comes in ten days: its notice is open, and its week is not this one.
const first = addDays(today, 10)
const rhythm = (more: object = {}) => ({
  body: table.body,
  kind: 'ordinary',
  rhythm: 'weeks',
  every: 2,
  weekday: weekdayOf(first),
  fromOn: first,
  time: '10:30',
  place: prose('Sala'),
  ...more,
})
const makeSeries = async (more: object = {}) =>
  String(done(await table.secretary.as(setSeries, rhythm(more))).series)
const daysSeen = async (viewer: Viewer = anybody()) =>
  (await seriesSeenBy(viewer, [table.body])).flatMap((seriesSeen) => seriesSeen.days)
const fortnight = (place: number) => addDays(first, 14 * place)

describe('a series', () => {
  it('is set, set anew and ended, and convenes nothing', async () => {
    const outcome = await table.secretary.as(setSeries, rhythm({ nth: 'second' }))
    expect(await kindsOf(outcome)).toEqual(['meetings.series-set/1'])
    const series = String(done(outcome).series)
    const [seen] = await seriesSeenBy(anybody(), [table.body])
    expect(seen).toMatchObject({
      id: series,
      rhythm: 'weeks',
      every: 2,
      weekday: weekdayOf(first),
      fromOn: first,
      lastOn: null,
      time: '10:30',
      place: prose('Sala'),
      exceptions: [],
    })
    expect(seen?.days.slice(0, 3)).toMatchObject(
      [0, 1, 2].map((place) => ({
        planned: fortnight(place),
        day: fortnight(place),
        conveneBy: addDays(fortnight(place), -5),
      })),
    )
    expect(seen?.days).toHaveLength(26)
    done(
      await table.secretary.as(setSeries, {
        ...rhythm({
          rhythm: 'month',
          nth: 'last',
          every: 3,
          lastOn: addDays(today, 70),
          place: undefined,
        }),
        series,
      }),
    )
    expect(await seriesSeenBy(anybody(), [table.body])).toMatchObject([
      { id: series, rhythm: 'month', nth: 'last', lastOn: addDays(today, 70), place: null },
    ])
    expect((await daysSeen()).length).toBeGreaterThan(0)
    expect((await daysSeen()).length).toBeLessThan(4)
    expect(await kindsOf(await table.secretary.as(endSeries, { series }))).toEqual([
      'meetings.series-ended/1',
    ])
    expect(await seriesSeenBy(anybody(), [table.body])).toEqual([])
    expect(await table.secretary.as(endSeries, { series })).toMatchObject(refused('seriesEnded'))
    expect(
      await table.secretary.as(setSeriesException, {
        series,
        day: first,
        change: 'out',
        reason: prose('x'),
      }),
    ).toMatchObject(refused('seriesEnded'))
    expect(await table.secretary.as(setSeries, { ...rhythm(), series })).toEqual(missing)
    expect(await table.db.meeting.count({ where: { forumId: table.forum.id } })).toBe(0)
  })

  it('is nobody else’s to set', async () => {
    const series = await makeSeries()
    for (const place of [table.civil, table.oversight, table.executive, table.adviser, table.observer]) {
      expect(await place.as(setSeries, rhythm())).toMatchObject(refused('bookKeeperOnly'))
      expect(
        await place.as(setSeriesException, { series, day: first, change: 'out', reason: prose('x') }),
      ).toMatchObject(refused('bookKeeperOnly'))
      expect(await place.as(endSeries, { series })).toMatchObject(refused('bookKeeperOnly'))
    }
    const other = await smallTable(database, `serie-otra-${count}`)
    expect(await other.secretary.as(setSeries, rhythm())).toEqual(missing)
    expect(await other.secretary.as(setSeries, { ...rhythm({ body: other.body }), series })).toEqual(
      missing,
    )
    expect(await other.secretary.as(endSeries, { series })).toEqual(missing)
  })

  it.each([
    ['zero weeks', { every: 0 }, 'every', 'meetings.weeksFromOne'],
    ['half a week', { every: 1.5 }, 'every', 'meetings.weeksFromOne'],
    ['more weeks than a year', { every: 53 }, 'every', 'meetings.weeksFromOne'],
    ['no number of weeks', { every: undefined }, 'every', 'meetings.weeksFromOne'],
    ['no rhythm', { rhythm: undefined }, 'rhythm', 'meetings.chooseRhythm'],
    ['no word which of the month', { rhythm: 'month' }, 'nth', 'meetings.chooseNth'],
    ['a weekday that is none', { weekday: 'someday' }, 'weekday', 'meetings.chooseWeekday'],
    [
      'an end before its beginning',
      { lastOn: addDays(first, -1) },
      'lastOn',
      'errors.endsBeforeItStarts',
    ],
    [
      'an end that has passed',
      { fromOn: '2020-01-01', lastOn: '2020-12-31' },
      'lastOn',
      'errors.inThePast',
    ],
    [
      'an end before it ever falls',
      { rhythm: 'month', nth: 'fifth', weekday: 'monday', fromOn: '2030-01-01', lastOn: '2030-01-20' },
      'lastOn',
      'meetings.noOccurrence',
    ],
    ['a beginning in thousands of years', { fromOn: '9999-12-31' }, 'fromOn', 'meetings.tooFarAhead'],
    ['a day that is none', { fromOn: '2027-02-29' }, 'fromOn', 'errors.noSuchDay'],
    ['an hour that is none', { time: '25:00' }, 'time', 'errors.noSuchTime'],
    ['a template that is not there', { template: randomUUID() }, 'template', 'errors.unknownThing'],
  ])('with %s is refused at its field', async (_what, more, path, key) => {
    expect(await table.secretary.as(setSeries, rhythm(more))).toMatchObject(invalid(path, key))
  })

  it('there are ten of them at most, and one may end in thousands of years', async () => {
    for (let place = 0; place < 10; place += 1) await makeSeries({ lastOn: '9999-12-31' })
    expect(await table.secretary.as(setSeries, rhythm())).toMatchObject(refused('tooManySeries'))
    expect(await daysSeen()).toHaveLength(260)
  })
})

describe('a day of a series', () => {
  const change = (series: string, more: object) =>
    table.secretary.as(setSeriesException, { series, day: first, reason: prose('Es feriado'), ...more })

  it('falls out with its reason, moves to another day, and stands as planned after all', async () => {
    const series = await makeSeries()
    const outcome = await change(series, { change: 'out' })
    expect(await kindsOf(outcome)).toEqual(['meetings.series-exception-set/1'])
    expect((await daysSeen())[0]).toEqual({
      planned: first,
      day: null,
      reason: prose('Es feriado'),
      conveneBy: null,
      isDue: false,
    })
    done(await change(series, { change: 'moved', movedTo: addDays(first, 2) }))
    expect((await daysSeen())[0]).toMatchObject({
      planned: first,
      day: addDays(first, 2),
      reason: prose('Es feriado'),
    })
    done(await change(series, { change: 'kept' }))
    expect((await daysSeen())[0]).toMatchObject({ planned: first, day: first, reason: null })
    const into = openDatabase(empty.appUrl)
    try {
      expect(await compareRows(database, into, table.forum.id, factKindNamed)).toEqual([])
    } finally {
      await into.$disconnect()
    }
    const { body } = await table.db.logEntry.findUniqueOrThrow({
      where: {
        forumId_index: { forumId: table.forum.id, index: outcome.is === 'done' ? outcome.index : -1 },
      },
    })
    expect(Buffer.from(body).toString()).not.toContain('feriado')
  })

  it('is refused at the field that is wrong', async () => {
    const series = await makeSeries()
    expect(await change(series, { day: addDays(first, 1), change: 'out' })).toMatchObject(
      invalid('day', 'meetings.notAnOccurrence'),
    )
    expect(await change(series, { day: '9999-12-31', change: 'out' })).toMatchObject(
      invalid('day', 'meetings.notAnOccurrence'),
    )
    expect(await change(series, { change: undefined })).toMatchObject(
      invalid('change', 'meetings.chooseChange'),
    )
    expect(await change(series, { change: 'out', reason: undefined })).toMatchObject(
      invalid('reason.text', 'errors.required'),
    )
    expect(await change(series, { change: 'moved' })).toMatchObject(
      invalid('movedTo', 'errors.required'),
    )
    expect(await change(series, { change: 'moved', movedTo: first })).toMatchObject(
      invalid('movedTo', 'meetings.movesNowhere'),
    )
    expect(await change(series, { change: 'moved', movedTo: addDays(today, -1) })).toMatchObject(
      invalid('movedTo', 'errors.inThePast'),
    )
    expect(await change(series, { change: 'moved', movedTo: '9999-12-31' })).toMatchObject(
      invalid('movedTo', 'meetings.tooFarAhead'),
    )
    expect(await change(series, { change: 'kept' })).toMatchObject(
      invalid('day', 'meetings.noException'),
    )
    expect(await change(randomUUID(), { change: 'out' })).toEqual(missing)
  })

  it('of the past is left alone', async () => {
    const series = await makeSeries({
      fromOn: addDays(today, -14),
      weekday: weekdayOf(addDays(today, -14)),
      every: 1,
    })
    expect(await change(series, { day: addDays(today, -7), change: 'out' })).toMatchObject(
      invalid('day', 'errors.inThePast'),
    )
  })

  it('does not move onto another: of its own series, of another one, moved there, or of a meeting', async () => {
    const series = await makeSeries()
    const weekly = await makeSeries({ every: 1, weekday: weekdayOf(addDays(first, 1)) })
    const onto = (movedTo: string) => change(series, { change: 'moved', movedTo })
    expect(await onto(fortnight(1))).toMatchObject(invalid('movedTo', 'meetings.dayTaken'))
    expect(await onto(addDays(first, 8))).toMatchObject(invalid('movedTo', 'meetings.dayTaken'))
    done(await table.secretary.as(endSeries, { series: weekly }))
    done(await change(series, { day: fortnight(1), change: 'moved', movedTo: addDays(first, 8) }))
    expect(await onto(addDays(first, 8))).toMatchObject(invalid('movedTo', 'meetings.dayTaken'))
    // The day that it left is free, until it comes back.
    done(await onto(fortnight(1)))
    expect(await change(series, { day: fortnight(1), change: 'kept' })).toMatchObject(
      invalid('day', 'meetings.dayTaken'),
    )
    done(
      await table.secretary.as(convene, {
        body: table.body,
        kind: 'ordinary',
        day: addDays(first, 3),
        time: '10:00',
        place: prose('Sala'),
      }),
    )
    expect(await onto(addDays(first, 3))).toMatchObject(invalid('movedTo', 'meetings.dayTaken'))
  })

  it('for which a meeting stands is not planned any more, whatever became of the meeting', async () => {
    const series = await makeSeries()
    done(await change(series, { change: 'moved', movedTo: addDays(first, 1) }))
    const call = async (day: string) =>
      String(
        done(
          await table.secretary.as(convene, {
            body: table.body,
            kind: 'ordinary',
            day,
            time: '10:00',
            place: prose('Sala'),
          }),
        ).meeting,
      )
    const meeting = await call(addDays(first, 1))
    expect((await daysSeen())[0]).toMatchObject({ planned: fortnight(1) })
    expect(await change(series, { change: 'out' })).toMatchObject(
      invalid('day', 'meetings.occurrenceConvened'),
    )
    done(await table.secretary.as(cancelMeeting, { meeting, reason: prose('Sismo') }))
    expect((await daysSeen())[0]).toMatchObject({ planned: fortnight(1) })
    await call(fortnight(1))
    expect((await daysSeen())[0]).toMatchObject({ planned: fortnight(2) })
  })

  it('comes onto the desk of whoever keeps the book once its notice is near, with the last day to convene it', async () => {
    const series = await makeSeries({ fromOn: addDays(today, 8), weekday: weekdayOf(addDays(today, 8)) })
    const waits = async (who: { person: string }) =>
      (await deskOf(await table.viewerOf(who.person))).waiting.filter(
        (waiting) => waiting.kind === 'convene',
      )
    expect(await waits(table.secretary)).toEqual([
      {
        kind: 'convene',
        body: table.body,
        series,
        day: addDays(today, 8),
        dueOn: addDays(today, 3),
        dueAt: null,
      },
    ])
    for (const place of [table.civil, table.executive, table.adviser, table.observer])
      expect(await waits(place)).toEqual([])
    done(await change(series, { day: addDays(today, 8), change: 'moved', movedTo: addDays(today, 9) }))
    expect(await waits(table.secretary)).toEqual([])
    done(await change(series, { day: addDays(today, 8), change: 'moved', movedTo: addDays(today, 2) }))
    // Its notice is over: the day is said, for the day to be moved.
    expect(await waits(table.secretary)).toMatchObject([
      { day: addDays(today, 2), dueOn: addDays(today, -3) },
    ])
    done(await change(series, { day: addDays(today, 8), change: 'out' }))
    expect(await waits(table.secretary)).toEqual([])
  })
})

describe('a call begins with', () => {
  const proposed = (asked: object, viewer = secretary, lang: 'es' | 'en' = 'es') =>
    proposedMeeting(viewer, table.body, asked, lang)

  it('nothing, where nothing of the body’s own was named', async () => {
    const nothing = {
      from: null,
      template: null,
      kind: 'ordinary',
      day: addDays(today, 5),
      time: '10:00',
      place: null,
      videoLink: null,
      items: [],
    }
    const other = await smallTable(database, `serie-otra-${count}`)
    const { template } = done(
      await other.secretary.as(setTemplate, {
        ...agenda(),
        body: other.body,
        items: [{ title: { es: 'Ajeno' } }],
      }),
    )
    for (const asked of [
      {},
      { template: 'x' },
      { like: 'x' },
      { series: randomUUID() },
      { template: String(template) },
      { like: randomUUID() },
    ])
      expect(await proposed(asked)).toEqual(nothing)
  })

  it('a template, in the reader’s language where it has it', async () => {
    const template = await makeTemplate({ kind: 'extraordinary' })
    expect(await proposed({ template })).toMatchObject({
      from: 'template',
      template,
      kind: 'extraordinary',
      day: addDays(today, 1),
      place: prose('Sala de juntas'),
      items: [
        { title: prose('Lista de asistencia'), minutes: 5 },
        {
          title: prose('Avances'),
          note: prose('Traer cifras'),
          minutes: 40,
          commitment: table.commitment,
        },
      ],
    })
    expect((await proposed({ template }, secretary, 'en')).items.map((item) => item.title)).toEqual([
      prose('Lista de asistencia'),
      { lang: 'en', text: 'Progress' },
    ])
  })

  it('a day of a series and its template, or the next one that its notice leaves open', async () => {
    const template = await makeTemplate()
    const series = await makeSeries({ template })
    expect(await proposed({ series, template: '' })).toMatchObject({
      from: 'series',
      template: null,
      items: [],
    })
    expect(await proposed({ series, day: fortnight(2) })).toMatchObject({
      from: 'series',
      template,
      day: fortnight(2),
      time: '10:30',
      place: prose('Sala'),
      items: [{}, {}],
    })
    expect(await proposed({ series, day: addDays(first, 1) })).toMatchObject({ day: first })
  })

  it('a meeting before: what people wrote, its place and its time, and the link for the body alone', async () => {
    const day = addDays(today, 6)
    const call = {
      body: table.body,
      kind: 'ordinary',
      day,
      time: '16:15',
      place: prose('Biblioteca'),
      videoLink: 'https://sala.example/abc',
      items: [
        { title: prose('Uno'), minutes: 20, commitment: table.commitment },
        { title: prose('Dos') },
      ],
    }
    const meeting = String(done(await table.secretary.as(convene, call)).meeting)
    const { item } = done(await table.civil.as(addAgendaItem, { meeting, title: prose('Tres') }))
    expect((await meetingSeenBy(anybody(), meeting))?.agenda.map((one) => one.minutes)).toEqual([
      20,
      null,
      null,
    ])
    const like = await proposed({ like: meeting })
    expect(like).toMatchObject({
      from: 'meeting',
      kind: 'ordinary',
      day: firstFrom(addDays(day, 1), weekdayOf(day)),
      time: '16:15',
      place: prose('Biblioteca'),
      videoLink: 'https://sala.example/abc',
      items: [
        { title: prose('Uno'), minutes: 20, commitment: table.commitment },
        { title: prose('Dos'), minutes: null },
        { title: prose('Tres') },
      ],
    })
    done(await table.civil.as(withdrawAgendaItem, { item }))
    done(await table.secretary.as(cancelMeeting, { meeting, reason: prose('Sismo') }))
    expect((await proposed({ like: meeting }, anybody())).videoLink).toBeNull()
    const next = String(
      done(
        await table.secretary.as(convene, {
          ...call,
          day: addDays(day, 7),
          items: [{ title: prose('Nuevo') }],
        }),
      ).meeting,
    )
    expect((await meetingSeenBy(anybody(), next))?.agenda.map((one) => one.title.text)).toEqual([
      'Uno',
      'Dos',
      'Nuevo',
    ])
    expect(
      (await proposed({ like: next })).items.map((proposedItem) => proposedItem.title.text),
    ).toEqual(['Nuevo'])
  })
})
