import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { openDoor } from '../act/act.ts'
import type { Outcome } from '../act/act.ts'
import { addDays, dayIn } from '../act/calendar.ts'
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
import { bodySeenBy, organisationsSeenBy, seatSeenBy, sectorsSeenBy } from './queries.ts'

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
    ).toMatchObject(invalid('happenedOn', 'errors.noSuchDay'))
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
    const again = await table.oversight.as(appoint, { ...input, seat: table.oversight.seat })
    expect(await factsOf(table.forum.id, again)).toMatchObject([
      {
        kind: 'bodies.mandate-began/1',
        aboutSeatId: table.oversight.seat,
        personId: done(first).person,
        sectorId: table.oversight.sector,
      },
    ])
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

  it('is the operator’s where a sector has nobody left who could say it', async () => {
    const table = await smallTable(database, 'nadie')
    done(await table.operate(appoint, someone(table.adviser.seat)))
    const { id } = await database.mandate.findFirstOrThrow({ where: { seatId: table.civil.seat } })
    expect(await table.operate(endMandate, { mandate: id, untilOn: today })).toMatchObject(
      refused('forumIsOpen'),
    )
    done(await table.civil.as(endMandate, { mandate: id, untilOn: today }))
    done(await table.operate(appoint, someone(table.civil.seat, { capacity: 'titular', fromOn: today })))
    expect(await table.operate(appoint, someone(table.civil.seat))).toMatchObject(refused('forumIsOpen'))
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
