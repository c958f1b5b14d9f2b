import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sealedRoadmap } from '../../prisma/small-roadmap.ts'
import type { Table } from '../../prisma/small-roadmap.ts'
import { done } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { addDays, dayIn } from '../act/calendar.ts'
import { publicViewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { cancelMeeting, convene, postponeAgendaItem, withdrawAgendaItem } from '../meetings/commands.ts'
import { activitiesOf } from '../roadmaps/rules.ts'
import { linkEvent } from './commands.ts'
import { eventLinksSeenBy, eventRegister } from './seen.ts'
import { reassessmentsDue } from './record.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())
const prose = (text: string) => ({ lang: 'es', text })
const today = dayIn('America/Mexico_City', new Date())

let table: Table
let activities: string[] = []
beforeAll(async () => {
  const sealed = await sealedRoadmap(database, 'hechos')
  table = sealed.table
  activities = activitiesOf(sealed.roadmap).map((activity) => activity.id)
})
const anybody = () => publicViewer(table.db, table.forum, new Date())
const decree = () => ({
  commitment: table.commitment,
  happenedOn: '2026-03',
  what: prose(`Decreto ${randomUUID().slice(0, 8)}`),
  source: 'Diario Oficial',
  address: 'https://dof.example/1',
  activities: activities.slice(0, 2),
  effect: prose('Sin fideicomiso no hay con qué pagarla'),
})
const linked = async (more = {}) => {
  done(await table.civil.as(linkEvent, { ...decree(), ...more }))
  return (await eventLinksSeenBy(anybody(), { commitment: table.commitment })).at(-1)
}
const call = async (days: number) =>
  String(
    done(
      await table.secretary.as(convene, {
        body: table.body,
        kind: 'ordinary',
        day: addDays(today, days),
        time: '10:00',
        place: prose('Sala'),
        items: [{ title: prose('Otro punto') }],
      }),
    ).meeting,
  )
const stateOf = async (link: string | undefined) =>
  (await eventLinksSeenBy(anybody(), { commitment: table.commitment })).find(
    (linkSeen) => linkSeen.id === link,
  )?.reassessed

describe('an outside event', () => {
  it('is recorded with its source, and linked to the activities that it hits', async () => {
    const link = await linked()
    expect(link).toMatchObject({
      happenedOn: '2026-03',
      source: { text: 'Diario Oficial', url: 'https://dof.example/1' },
      numbers: ['1.1', '1.2'],
      effect: prose('Sin fideicomiso no hay con qué pagarla'),
      body: { shortName: 'CC' },
      reassessed: null,
    })
    const { events } = await eventRegister(anybody())
    expect(
      events.find((eventLine) => eventLine.id === link?.event)?.links.map((linkSeen) => linkSeen.id),
    ).toEqual([link?.id])
  })

  it('that is known is linked to more, and not twice to the same', async () => {
    const link = await linked()
    expect(
      await table.oversight.as(linkEvent, {
        commitment: table.commitment,
        event: link?.event,
        activities: activities.slice(0, 1),
        effect: prose('x'),
      }),
    ).toMatchObject({ is: 'invalid', problems: [{ path: 'activities', key: 'events.alreadyLinked' }] })
    done(
      await table.oversight.as(linkEvent, {
        commitment: table.commitment,
        event: link?.event,
        activities: activities.slice(2),
        effect: prose('x'),
      }),
    )
    expect(
      (await eventLinksSeenBy(anybody(), { events: [link?.event ?? ''] })).map(
        (linkSeen) => linkSeen.numbers,
      ),
    ).toEqual([['1.1', '1.2'], ['2.1']])
  })

  it.each([
    ['no activity', { activities: [] }, 'activities', 'errors.chooseActivities'],
    [
      'an activity of another roadmap',
      { activities: [randomUUID()] },
      'activities',
      'errors.unknownThing',
    ],
    ['no day', { happenedOn: undefined }, 'happenedOn', 'errors.required'],
    ['a day that is none', { happenedOn: '2026-02-31' }, 'happenedOn', 'errors.noSuchLooseDay'],
    ['a day to come', { happenedOn: '2099-01-01' }, 'happenedOn', 'events.notYet'],
    ['no words', { what: undefined }, 'what.text', 'errors.required'],
    ['no source', { source: undefined }, 'source', 'events.sourceNeeded'],
    ['an address that runs', { address: 'javascript:alert(1)' }, 'address', 'errors.badAddress'],
  ])('with %s is refused at its field', async (_what, more, path, key) => {
    expect(await table.civil.as(linkEvent, { ...decree(), ...more })).toMatchObject({
      is: 'invalid',
      problems: [{ path, key }],
    })
  })

  it('is not recorded by observers, and not for a commitment without a roadmap', async () => {
    expect(await table.observer.as(linkEvent, decree())).toMatchObject({
      is: 'refused',
      refusal: { refused: 'roadmaps.notOfThisGroup' },
    })
    expect(await table.civil.as(linkEvent, { ...decree(), commitment: randomUUID() })).toEqual({
      is: 'missing',
    })
    expect(await table.civil.as(linkEvent, { ...decree(), event: randomUUID() })).toEqual({
      is: 'missing',
    })
  })
})

describe('its reassessment', () => {
  it('comes onto the next agenda by itself, with its words and its effect, and no second time', async () => {
    const link = await linked()
    expect((await reassessmentsDue(table.db, table.body)).map((one) => one.id)).toContain(link?.id)
    const meeting = await call(30)
    const items = await table.db.agendaItem.findMany({
      where: { meetingId: meeting },
      orderBy: { rank: 'asc' },
    })
    expect(items.find((item) => (item.title as { text: string }).text === link?.what.es)).toMatchObject({
      commitmentId: table.commitment,
      note: link?.effect,
      sectorId: table.civil.sector,
    })
    expect((items.at(-1)?.title as { text: string }).text).toBe('Otro punto')
    expect(await reassessmentsDue(table.db, table.body)).toEqual([])
    expect(await stateOf(link?.id)).toMatchObject({ meeting, state: 'convened', postponed: false })
    const next = await call(31)
    expect(await table.db.agendaItem.count({ where: { meetingId: next } })).toBe(1)
  })

  it('comes back when it was put off, when its meeting was cancelled, and when its sector withdrew it', async () => {
    const link = await linked()
    const first = await call(40)
    const itemIn = async (meeting: string) =>
      (
        await table.db.agendaItem.findFirstOrThrow({
          where: { meetingId: meeting, title: { path: ['text'], equals: link?.what.es ?? '' } },
        })
      ).id
    done(
      await table.secretary.as(postponeAgendaItem, {
        item: await itemIn(first),
        reason: prose('Falta el decreto'),
      }),
    )
    expect(await stateOf(link?.id)).toMatchObject({ meeting: first, postponed: true })
    const second = await call(41)
    expect(await stateOf(link?.id)).toMatchObject({ meeting: second, postponed: false })
    done(await table.secretary.as(cancelMeeting, { meeting: second, reason: prose('Sin sala') }))
    const third = await call(42)
    expect(await stateOf(link?.id)).toMatchObject({ meeting: third, state: 'convened' })

    const other = await linked()
    const fourth = await call(43)
    done(
      await table.civil.as(withdrawAgendaItem, {
        item: (
          await table.db.agendaItem.findFirstOrThrow({
            where: { meetingId: fourth, title: { path: ['text'], equals: other?.what.es ?? '' } },
          })
        ).id,
      }),
    )
    expect((await reassessmentsDue(table.db, table.body)).map((one) => one.id)).toEqual([other?.id])
  })
})

describe('the register', () => {
  it('is read page by page, the latest first', async () => {
    for (const happenedOn of ['2025-01-01', '2025-01-01', '2025-01-02']) await linked({ happenedOn })
    const all = (await eventRegister(anybody(), undefined, 100)).events
    const paged: string[] = []
    let cursor: { on: string; id: string } | undefined
    do {
      const { events, next } = await eventRegister(anybody(), cursor, 2)
      paged.push(...events.map((eventLine) => eventLine.id))
      cursor = next ?? undefined
    } while (cursor)
    expect(paged).toEqual(all.map((eventLine) => eventLine.id))
    expect(all.map((eventLine) => eventLine.happenedOn)).toEqual(
      all
        .map((eventLine) => eventLine.happenedOn)
        .toSorted()
        .toReversed(),
    )
  })
})
