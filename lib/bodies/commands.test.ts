import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { openDoor } from '../act/act.ts'
import type { Outcome } from '../act/act.ts'
import { addDays, dayIn, toDate } from '../act/calendar.ts'
import type { Command } from '../act/command.ts'
import { forumBySlug, officeViewer, publicViewer } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { effects } from '../effects.ts'
import {
  appoint,
  endMandate,
  establishBody,
  foundForum,
  openForum,
  recordSuccession,
  registerOrganisation,
} from './commands.ts'
import { bodySeenBy, organisationsSeenBy, seatSeenBy, sectorsSeenBy } from './seen.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const act = openDoor(database, effects)
const today = dayIn('America/Mexico_City', new Date())
const refused = (key: string) => ({ is: 'refused', refusal: { refused: `bodies.${key}` } })
const invalid = (path: string, key: string) => ({ is: 'invalid', problems: [{ path, key }] })
const factsOf = (forum: string, outcome: Outcome) =>
  database.historyLine.findMany({
    where: { forumId: forum, index: outcome.is === 'done' ? outcome.index : -1 },
    orderBy: { ordinal: 'asc' },
  })
const kindsOf = async (forum: string, outcome: Outcome) =>
  (await factsOf(forum, outcome)).map((line) => line.kind)

const sectors = [
  { slug: 'civil', name: { es: 'Civil' }, hasPosition: true, shape: 'circle', hue: 'civil' },
]
const plan = (slug: string) => ({
  slug,
  name: { es: 'Nueva' },
  kind: 'live',
  timeZone: 'America/Mexico_City',
  sectors,
})

/** A forum that the operator has founded and not opened. */
async function founded(slug: string) {
  const id = randomUUID()
  const head = {
    id,
    slug,
    name: { es: 'Nueva' },
    kind: 'live',
    timeZone: 'America/Mexico_City',
    rules: {},
    openedAt: null,
  }
  const viewer: Viewer = officeViewer(database, head, 'operator', new Date())
  const operate = (command: object, input: object, as = viewer) =>
    act(command as Command, { viewer: as, key: randomUUID(), input })
  const outcome = await operate(foundForum, plan(slug))
  const forum = await forumBySlug(database, slug)
  if (!forum) throw new Error(JSON.stringify(outcome))
  const anybody = publicViewer(database, forum, new Date())
  const sector = (await sectorsSeenBy(anybody))[0]?.id ?? ''
  return { id, outcome, forum, anybody, sector, operate }
}

describe('founding a forum', () => {
  it('names its sectors in order, and leaves it closed', async () => {
    const { id, outcome, forum, anybody } = await founded('fundada')
    expect(await kindsOf(id, outcome)).toEqual(['bodies.forum-founded/1', 'bodies.sector-named/1'])
    expect(forum).toMatchObject({ kind: 'live', openedAt: null })
    expect(await sectorsSeenBy(anybody)).toMatchObject([
      { slug: 'civil', hasPosition: true, shape: 'circle' },
    ])
  })
  it('is the operator’s, under an address of its own', async () => {
    const { operate, anybody, forum } = await founded('ocupada')
    expect(await operate(foundForum, plan('ocupada'))).toMatchObject(invalid('slug', 'bodies.slugTaken'))
    for (const as of [anybody, officeViewer(database, forum, 'system', new Date())]) {
      expect(await operate(foundForum, plan('otra'), as)).toMatchObject(refused('operatorOnly'))
    }
  })
  it.each([
    ['ab', 'slug', 'errors.badSlug'],
    ['api', 'slug', 'errors.badSlug'],
    ['log', 'slug', 'errors.badSlug'],
    ['Mesa', 'slug', 'errors.badSlug'],
    ['a'.repeat(41), 'slug', 'errors.badSlug'],
    ['mesa-', 'slug', 'errors.badSlug'],
  ])('refuses the address %s', async (slug, path, key) => {
    const parsed = foundForum.input.safeParse(plan(slug))
    expect(parsed.error?.issues[0]).toMatchObject({ path: [path], message: key })
  })
  it('refuses a zone that does not exist, and a table without sectors', () => {
    expect(
      foundForum.input.safeParse({ ...plan('zona'), timeZone: 'America/Atlantis' }).error?.issues[0]
        ?.message,
    ).toBe('errors.unknownZone')
    expect(foundForum.input.safeParse({ ...plan('vacia'), sectors: [] }).error?.issues[0]?.message).toBe(
      'errors.required',
    )
  })
})

describe('setting up', () => {
  it('registers organisations and their successions', async () => {
    const { id, forum, anybody, sector, operate } = await founded('organiza')
    const first = done(
      await operate(registerOrganisation, {
        sector,
        name: { es: 'INAI' },
        shortName: 'INAI',
        endedOn: '2025-03',
      }),
    ).organisation
    const second = done(
      await operate(registerOrganisation, { sector, name: { es: 'Transparencia' } }),
    ).organisation
    const succeeded = await operate(recordSuccession, {
      predecessor: first,
      successor: second,
      happenedOn: '2025',
    })
    expect(await factsOf(id, succeeded)).toMatchObject([
      {
        kind: 'bodies.organisation-succeeded/1',
        sectorId: sector,
        fields: { predecessor: first, successor: second },
      },
    ])
    expect(await organisationsSeenBy(anybody)).toHaveLength(2)
    expect(
      await operate(recordSuccession, { predecessor: first, successor: first, happenedOn: '2025' }),
    ).toMatchObject(invalid('successor', 'bodies.succeedsItself'))
    expect(
      await operate(recordSuccession, {
        predecessor: first,
        successor: randomUUID(),
        happenedOn: '2025',
      }),
    ).toEqual({ is: 'missing' })
    expect(
      await operate(recordSuccession, { predecessor: first, successor: second, happenedOn: '2025-13' }),
    ).toMatchObject(invalid('happenedOn', 'errors.noSuchLooseDay'))
    const other = await founded('organiza-dos')
    expect(await operate(registerOrganisation, { sector: other.sector, name: { es: 'Ajena' } })).toEqual(
      { is: 'missing' },
    )
    expect(forum.openedAt).toBeNull()
  })

  it('establishes a body with its seats, vacant since today', async () => {
    const { id, anybody, sector, operate } = await founded('cuerpo')
    const body = { slug: 'comite', kind: 'committee', name: { es: 'Comité' }, shortName: 'CC' }
    const seats = [
      { sector, slug: 'uno', name: { es: 'Uno' }, function: 'member', voice: true },
      { sector, slug: 'dos', name: { es: 'Dos' }, function: 'secretary' },
    ]
    const outcome = await operate(establishBody, { ...body, seats })
    expect(await kindsOf(id, outcome)).toEqual([
      'bodies.body-established/1',
      'bodies.seat-established/1',
      'bodies.seat-established/1',
    ])
    expect((await bodySeenBy(anybody, 'comite'))?.seats).toMatchObject([
      { function: 'member', voice: true },
      { function: 'secretary', voice: false },
    ])
    expect(await operate(establishBody, { ...body, seats: [] })).toMatchObject(
      invalid('slug', 'bodies.slugTaken'),
    )
    expect(
      await operate(establishBody, {
        ...body,
        slug: 'otro',
        seats: [{ ...seats[0], sector: randomUUID() }],
      }),
    ).toEqual({ is: 'missing' })
    expect(
      await operate(establishBody, {
        ...body,
        slug: 'otro',
        seats: [{ ...seats[0], function: 'king' }],
      }),
    ).toMatchObject({ is: 'invalid', problems: [{ path: 'seats.0.function' }] })
  })

  it('ends when the forum is opened: from then on the operator is refused', async () => {
    const { id, forum, sector, operate } = await founded('abierta')
    expect(
      await operate(openForum, {}, officeViewer(database, forum, 'system', new Date())),
    ).toMatchObject(refused('operatorOnly'))
    const opening = await operate(openForum, {})
    expect(await kindsOf(id, opening)).toEqual(['bodies.forum-opened/1'])
    const now = await forumBySlug(database, 'abierta')
    expect(now?.openedAt).not.toBeNull()
    const late = officeViewer(database, now ?? forum, 'operator', new Date())
    for (const [command, input] of [
      [openForum, {}],
      [registerOrganisation, { sector, name: { es: 'Tarde' } }],
      [establishBody, { slug: 'tarde', kind: 'group', name: { es: 'Tarde' }, shortName: 'T' }],
    ] as const)
      expect(await operate(command, input, late)).toMatchObject(refused('forumIsOpen'))
  })
})

describe('who sits', () => {
  const someone = (seat: string, parts: object = {}) => ({
    seat,
    name: 'Alguien',
    email: `alguien-${randomUUID().slice(0, 8)}@example.org`,
    capacity: 'alternate',
    fromOn: today,
    ...parts,
  })

  it('an appointment registers the person once, and their name stands beside the entry, not in it', async () => {
    const table = await smallTable(database, 'nombra')
    const input = someone(table.civil.seat)
    const first = await table.civil.as(appoint, input)
    expect(await kindsOf(table.forum.id, first)).toEqual([
      'bodies.person-registered/1',
      'bodies.mandate-began/1',
    ])
    const { index } = first.is === 'done' ? first : { index: -1 }
    const entry = await database.logEntry.findUniqueOrThrow({
      where: { forumId_index: { forumId: table.forum.id, index } },
    })
    expect(Buffer.from(entry.body).toString()).not.toMatch(/Alguien|alguien/)
    const again = await table.civil.as(appoint, input)
    expect(await factsOf(table.forum.id, again)).toMatchObject([
      {
        kind: 'bodies.mandate-began/1',
        aboutSeatId: table.civil.seat,
        personId: done(first).person,
        sectorId: table.civil.sector,
      },
    ])
    // One person would speak for two sectors.
    expect(await table.oversight.as(appoint, { ...input, seat: table.oversight.seat })).toMatchObject(
      invalid('email', 'bodies.ofAnotherSector'),
    )
    const seen = await seatSeenBy(publicViewer(database, table.forum, new Date()), table.civil.seat)
    expect(JSON.stringify(seen)).toContain('Alguien')
    expect(JSON.stringify(seen)).not.toContain('@example.org')
  })

  it('is said by a titular with the voice alone: not by an alternate, nor by a seat without it', async () => {
    const table = await smallTable(database, 'suplente')
    const { person } = done(await table.civil.as(appoint, someone(table.civil.seat)))
    const alternate = await table.viewerOf(String(person))
    const input = { as: table.civil.seat, ...someone(table.civil.seat) }
    expect(await table.act(appoint, { viewer: alternate, key: table.key(), input })).toMatchObject(
      refused('ownSectorOnly'),
    )
    expect(await table.secretary.as(appoint, someone(table.executive.seat))).toMatchObject(
      refused('ownSectorOnly'),
    )
    expect(await table.adviser.as(appoint, someone(table.adviser.seat))).toMatchObject(
      refused('ownSectorOnly'),
    )
    expect(await table.system(appoint, someone(table.adviser.seat))).toMatchObject(
      refused('ownSectorOnly'),
    )
    expect(await table.civil.as(appoint, someone(randomUUID()))).toEqual({ is: 'missing' })
    expect(
      await table.civil.as(appoint, someone(table.civil.seat, { email: 'sin-arroba' })),
    ).toMatchObject(invalid('email', 'errors.badEmail'))
    expect(
      await table.civil.as(appoint, someone(table.civil.seat, { name: 'x'.repeat(201) })),
    ).toMatchObject(invalid('name', 'errors.tooLong'))
    expect(
      await table.civil.as(appoint, someone(table.civil.seat, { fromOn: '2026-02-30' })),
    ).toMatchObject(invalid('fromOn', 'errors.noSuchDay'))
  })

  const mandateOf = async (seat: string) =>
    (
      await database.mandate.findFirstOrThrow({
        where: { seatId: seat, capacity: 'titular' },
        orderBy: { fromOn: 'desc' },
      })
    ).id
  const successor = (parts: object = {}) => ({
    name: 'Quien sigue',
    email: `sigue-${randomUUID().slice(0, 8)}@example.org`,
    ...parts,
  })
  it('the last voice of a sector ends with a successor in the same act, and not without', async () => {
    const table = await smallTable(database, 'ultima')
    const mandate = await mandateOf(table.civil.seat)
    for (const day of [today, addDays(today, 1), addDays(today, 400)]) {
      expect(await table.civil.as(endMandate, { mandate, untilOn: day })).toMatchObject({
        is: 'invalid',
        problems: [{ path: 'untilOn', key: 'bodies.nobodyLeft', params: { day } }],
      })
    }
    // An alternate stands in, and appoints nobody.
    done(await table.civil.as(appoint, someone(table.civil.seat)))
    expect(await table.civil.as(endMandate, { mandate, untilOn: today })).toMatchObject(
      invalid('untilOn', 'bodies.nobodyLeft'),
    )
    const wrong = { mandate, untilOn: today, successor: successor({ email: 'sin-arroba' }) }
    expect(await table.civil.as(endMandate, wrong)).toMatchObject(
      invalid('successor.email', 'errors.badEmail'),
    )
    const handed = await table.civil.as(endMandate, { mandate, untilOn: today, successor: successor() })
    expect(await factsOf(table.forum.id, handed)).toMatchObject([
      { kind: 'bodies.mandate-ended/1', fields: { mandate, untilOn: today } },
      { kind: 'bodies.person-registered/1' },
      {
        kind: 'bodies.mandate-began/1',
        fields: { seat: table.civil.seat, capacity: 'titular', fromOn: today },
      },
    ])
    expect(await table.civil.as(appoint, someone(table.civil.seat))).toMatchObject(
      refused('ownSectorOnly'),
    )
    const next = await table.viewerOf(String(done(handed).person))
    done(
      await table.act(appoint, {
        viewer: next,
        key: table.key(),
        input: { as: table.civil.seat, ...someone(table.civil.seat) },
      }),
    )
  })

  it('an end may come earlier than it was set, not later, and a successor takes over the term that is left', async () => {
    const table = await smallTable(database, 'plazo')
    const [mandate, end] = [await mandateOf(table.secretary.seat), addDays(today, 30)]
    done(await table.executive.as(endMandate, { mandate, untilOn: end }))
    for (const untilOn of [end, addDays(end, 1)]) {
      expect(await table.secretary.as(endMandate, { mandate, untilOn })).toMatchObject({
        is: 'invalid',
        problems: [{ path: 'untilOn', key: 'bodies.endsAlready', params: { day: addDays(end, -1) } }],
      })
    }
    // By the last day, as people say it: it counts, and none is put into the past.
    for (const [lastOn, key] of [
      [addDays(today, -1), 'bodies.endInThePast'],
      [addDays(end, -1), 'bodies.endsAlready'],
      [undefined, 'errors.required'],
    ] as const)
      expect(await table.secretary.as(endMandate, { mandate, lastOn })).toMatchObject(
        invalid('lastOn', key),
      )
    expect(
      await table.secretary.as(endMandate, { mandate, untilOn: today, successor: successor() }),
    ).toMatchObject(invalid('successor.name', 'bodies.ownSectorOnly'))
    const handed = done(
      await table.executive.as(endMandate, {
        mandate,
        lastOn: addDays(today, 9),
        successor: successor(),
      }),
    )
    expect(
      await database.mandate.findUniqueOrThrow({ where: { id: String(handed.mandate) } }),
    ).toMatchObject({ fromOn: toDate(addDays(today, 10)), untilOn: toDate(end) })
  })

  it('two who rely on each other cannot both leave, not even at one moment', async () => {
    const table = await smallTable(database, 'pareja')
    const founding = officeViewer(database, { ...table.forum, openedAt: null }, 'operator', new Date())
    const second = randomUUID()
    const setUp = async (command: object, input: object) =>
      done(await act(command as Command, { viewer: founding, key: randomUUID(), input }))
    await setUp(establishBody, {
      slug: 'segundo',
      kind: 'committee',
      name: { es: 'Segundo' },
      shortName: 'S2',
      seats: [
        {
          id: second,
          sector: table.civil.sector,
          slug: 'civil-2',
          name: { es: 'Civil 2' },
          function: 'member',
          voice: true,
        },
      ],
    })
    const { person } = await setUp(appoint, { ...someone(second), capacity: 'titular' })
    const other = await table.viewerOf(String(person))
    const [one, two] = [await mandateOf(table.civil.seat), await mandateOf(second)]
    const leave = () =>
      Promise.all([
        table.civil.as(endMandate, { mandate: one, untilOn: today }),
        table.act(endMandate, {
          viewer: other,
          key: table.key(),
          input: { as: second, mandate: two, untilOn: today },
        }),
      ])
    const outcomes = await leave()
    expect(outcomes.map((outcome) => outcome.is).toSorted()).toEqual(['done', 'invalid'])
    expect(outcomes.find((outcome) => outcome.is === 'invalid')).toMatchObject(
      invalid('untilOn', 'bodies.nobodyLeft'),
    )
    // Nor one after the other, each for a day on which the other would still be there.
    const again = await smallTable(database, 'pareja-dos')
    const seat = randomUUID()
    const viewer = officeViewer(database, { ...again.forum, openedAt: null }, 'operator', new Date())
    await act(establishBody as Command, {
      viewer,
      key: randomUUID(),
      input: {
        slug: 'segundo',
        kind: 'committee',
        name: { es: 'Segundo' },
        shortName: 'S2',
        seats: [
          {
            id: seat,
            sector: again.civil.sector,
            slug: 'civil-2',
            name: { es: 'Civil 2' },
            function: 'member',
            voice: true,
          },
        ],
      },
    })
    const input = { ...someone(seat), capacity: 'titular' }
    done(await act(appoint as Command, { viewer, key: randomUUID(), input }))
    done(
      await again.civil.as(endMandate, {
        mandate: await mandateOf(again.civil.seat),
        untilOn: addDays(today, 30),
      }),
    )
    for (const day of [addDays(today, 20), addDays(today, 40)]) {
      expect(
        await again.civil.as(endMandate, { mandate: await mandateOf(seat), untilOn: day }),
      ).toMatchObject({ is: 'invalid', problems: [{ key: 'bodies.nobodyLeft' }] })
    }
  })

  it('nobody outside a sector fills its seats: the operator’s office least of all', async () => {
    const table = await smallTable(database, 'nadie')
    for (const seat of [table.adviser.seat, table.executive.seat])
      expect(await table.operate(appoint, someone(seat))).toMatchObject(refused('forumIsOpen'))
    expect(
      await table.operate(endMandate, {
        mandate: await mandateOf(table.secretary.seat),
        untilOn: today,
      }),
    ).toMatchObject(refused('forumIsOpen'))
  })

  it('whoever stood in for a seat and becomes its titular acts as titular', async () => {
    const table = await smallTable(database, 'asciende')
    const standIn = { name: 'Suplente', email: 'suplente@asciende.example' }
    const { person } = done(await table.civil.as(appoint, { ...someone(table.civil.seat), ...standIn }))
    done(
      await table.civil.as(endMandate, {
        mandate: await mandateOf(table.civil.seat),
        untilOn: today,
        successor: standIn,
      }),
    )
    const viewer = await table.viewerOf(String(person))
    expect(viewer.seats).toMatchObject([{ seat: table.civil.seat, capacity: 'titular' }])
    done(
      await table.act(appoint, {
        viewer,
        key: table.key(),
        input: { as: table.civil.seat, ...someone(table.civil.seat) },
      }),
    )
  })

  it('ends by one’s own word too, once, and not before it began', async () => {
    const table = await smallTable(database, 'renuncia')
    const mandate = (await database.mandate.findFirstOrThrow({ where: { seatId: table.observer.seat } }))
      .id
    expect(await table.observer.as(endMandate, { mandate: randomUUID(), untilOn: today })).toEqual({
      is: 'missing',
    })
    expect(await table.observer.as(endMandate, { mandate, untilOn: '2019-12-31' })).toMatchObject(
      invalid('untilOn', 'errors.endsBeforeItStarts'),
    )
    expect(await table.observer.as(endMandate, { mandate, untilOn: addDays(today, -1) })).toMatchObject(
      invalid('untilOn', 'bodies.endInThePast'),
    )
    const ended = await table.observer.as(endMandate, { mandate, untilOn: today })
    expect(await factsOf(table.forum.id, ended)).toMatchObject([
      {
        kind: 'bodies.mandate-ended/1',
        aboutSeatId: table.observer.seat,
        fields: { mandate, untilOn: today },
      },
    ])
    expect(await table.operate(endMandate, { mandate, untilOn: today })).toMatchObject(
      refused('mandateEnded'),
    )
  })
})
