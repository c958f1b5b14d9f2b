import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { appoint, endMandate } from '../bodies/commands.ts'
import { proposeStatus } from '../commitments/commands.ts'
import { openDatabase } from '../db/client.ts'
import { Prisma } from '../db/generated/client.ts'
import { recordedTables, unrecordedTables } from '../db/inventory.ts'
import { suspendParticipation, takePosition } from '../proposals/commands.ts'
import { addDays } from './calendar.ts'
import { command, officeCommand, seatCommand } from './command.ts'
import { SeatId } from './fields.ts'
import { ok } from './refusal.ts'

const { appUrl, ownerUrl } = await useDatabase()
const database = openDatabase(appUrl)
let table: Awaited<ReturnType<typeof smallTable>>
beforeAll(async () => {
  table = await smallTable(database)
})
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es', text })
const request = (commitment: string) => ({
  commitment,
  mode: 'written',
  to: 'inactive',
  title: prose('Pausa'),
  text: prose('Texto'),
  reasonClass: 'law',
  tried: prose('Todo'),
  conditions: prose('Si'),
  reviewOn: '2030-01-01',
  deadlineOn: '2029-01-01',
})
const size = async () =>
  (await table.db.logHead.findUniqueOrThrow({ where: { forumId: table.forum.id } })).size

describe('one key', () => {
  it('has one answer, however often and from wherever it arrives', async () => {
    const fresh = await smallTable(database, 'clave')
    const key = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => fresh.civil.as(proposeStatus, request(fresh.commitment), key)),
    )
    expect(new Set(answers.map((answer) => JSON.stringify({ ...answer, again: undefined }))).size).toBe(
      1,
    )
    expect(answers.filter((answer) => answer.is === 'done' && !answer.again)).toHaveLength(1)
    expect(await fresh.db.proposal.count({ where: { forumId: fresh.forum.id } })).toBe(1)
  })
  it('with other words is a conflict, and a refusal keeps nothing', async () => {
    const fresh = await smallTable(database, 'clave-dos')
    const key = randomUUID()
    expect(
      await fresh.secretary.as(suspendParticipation, { scope: 'forum', reason: prose('x') }, key),
    ).toMatchObject({
      is: 'refused',
    })
    const suspended = await fresh.civil.as(
      suspendParticipation,
      { scope: 'forum', reason: prose('x') },
      key,
    )
    expect(suspended).toMatchObject({ is: 'done', again: false })
    expect(
      await fresh.civil.as(suspendParticipation, { scope: 'forum', reason: prose('y') }, key),
    ).toEqual({
      is: 'conflict',
    })
    expect(
      await fresh.civil.as(suspendParticipation, { scope: 'forum', reason: prose('x') }, key),
    ).toMatchObject({
      is: 'done',
      again: true,
    })
    expect(
      await fresh.civil.as(suspendParticipation, { scope: 'forum', reason: prose('x') }, 'short'),
    ).toMatchObject({
      is: 'invalid',
      problems: [{ key: 'errors.badKey' }],
    })
  })
})

describe('a mandate', () => {
  it('must be in force at the moment of the act: its end bites at once', async () => {
    const fresh = await smallTable(database, 'mandato')
    const { mandate } = (await fresh.viewerOf(fresh.civil.person)).seats[0] ?? { mandate: '' }
    const today = (await fresh.viewerOf(fresh.civil.person)).today
    expect(await fresh.civil.as(endMandate, { mandate, untilOn: addDays(today, -1) })).toMatchObject({
      is: 'invalid',
      problems: [{ key: 'bodies.endInThePast' }],
    })
    expect(await fresh.oversight.as(endMandate, { mandate, untilOn: today })).toMatchObject({
      refusal: { refused: 'bodies.ownSectorOnly' },
    })
    // The page was loaded before the end: the viewer still believes in the seat.
    const stale = await fresh.viewerOf(fresh.civil.person)
    done(
      await fresh.civil.as(endMandate, {
        mandate,
        untilOn: today,
        successor: { name: 'Quien sigue', email: 'sigue@mandato.example' },
      }),
    )
    const late = await fresh.act(suspendParticipation, {
      viewer: stale,
      key: fresh.key(),
      input: { as: fresh.civil.seat, scope: 'forum', reason: prose('tarde') },
    })
    expect(late).toMatchObject({ refusal: { refused: 'proposals.noVoice' } })
  })
  it('is given by its own sector alone, once a forum is open', async () => {
    const fresh = await smallTable(database, 'nombra')
    const someone = {
      seat: fresh.civil.seat,
      name: 'Alguien',
      email: 'alguien@example.org',
      capacity: 'alternate',
      fromOn: '2026-01-01',
    }
    expect(await fresh.operate(appoint, someone)).toMatchObject({
      refusal: { refused: 'bodies.forumIsOpen' },
    })
    expect(await fresh.oversight.as(appoint, someone)).toMatchObject({
      refusal: { refused: 'bodies.ownSectorOnly' },
    })
    done(await fresh.civil.as(appoint, someone))
    expect(await fresh.civil.as(appoint, { ...someone, capacity: 'titular' })).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'fromOn', key: 'bodies.seatTaken' }],
    })
    expect(await fresh.civil.as(appoint, { ...someone, untilOn: '2025-01-01' })).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'untilOn', key: 'errors.endsBeforeItStarts' }],
    })
  })
})

describe('what an act may not reach', () => {
  it('another forum’s things are not there', async () => {
    const other = await smallTable(database, 'ajena')
    expect(await table.civil.as(proposeStatus, request(other.commitment))).toEqual({ is: 'missing' })
    expect(
      await table.civil.as(takePosition, {
        proposal: randomUUID(),
        digest: '0'.repeat(64),
        stance: 'agree',
      }),
    ).toEqual({ is: 'missing' })
  })
  it('nothing half done: a refused act appends nothing', async () => {
    const before = await size()
    expect(await table.observer.as(proposeStatus, request(table.commitment))).toMatchObject({
      is: 'refused',
    })
    expect(
      await table.civil.as(proposeStatus, { ...request(table.commitment), to: 'sideways' }),
    ).toMatchObject({ is: 'invalid', problems: [{ path: 'to', key: 'errors.chooseStatus' }] })
    expect(await size()).toBe(before)
  })
})

describe('whoever a command is not for', () => {
  const input = z.strictObject({ as: SeatId.optional() })
  const parts = {
    input,
    subject: async () => ({}),
    gravity: 'routine' as const,
    standing: () => ok,
  }
  const never = () => {
    throw new Error('it was decided for somebody whom it is not for')
  }

  it('is turned away before anything is checked or decided, though its standing forgot them', async () => {
    const forSeats = seatCommand({ ...parts, name: 'test.by-a-seat', check: never, decide: never })
    const forOffices = officeCommand({
      ...parts,
      name: 'test.by-an-office',
      check: never,
      decide: never,
    })
    const refused = { is: 'refused', refusal: { refused: 'errors.notInThisCapacity' } }
    const before = await size()
    expect(await table.civil.as(forOffices, {})).toMatchObject(refused)
    expect(await table.operate(forSeats, {})).toMatchObject(refused)
    expect(await size()).toBe(before)
  })

  it('an act that decides nothing is none: it is refused, and nothing is appended', async () => {
    const before = await size()
    const idle = command({ ...parts, name: 'test.idle', decide: () => [] })
    expect(await table.civil.as(idle, {})).toMatchObject({
      is: 'refused',
      refusal: { refused: 'errors.nothingToRecord' },
    })
    expect(await size()).toBe(before)
  })
})

describe('the clock', () => {
  it('cannot make the record run backwards', async () => {
    const fresh = await smallTable(database, 'reloj')
    const early = new Date('2020-01-01T00:00:00Z')
    const back = await fresh.act(suspendParticipation, {
      viewer: await fresh.viewerOf(fresh.civil.person),
      key: fresh.key(),
      input: { as: fresh.civil.seat, scope: 'forum', reason: prose('x') },
      clock: () => early,
    })
    expect(back.is).toBe('done')
    const lines = await fresh.db.historyLine.findMany({
      where: { forumId: fresh.forum.id },
      orderBy: [{ index: 'asc' }, { ordinal: 'asc' }],
    })
    const times = lines.map((line) => line.recordedAt.getTime())
    expect(times).toEqual([...times].toSorted((a, b) => a - b))
  })
})

describe('the database itself', () => {
  const refused = (work: Promise<unknown>) => expect(work).rejects.toThrow()
  it('refuses a recorded row that changes without an entry', async () => {
    await refused(
      database.commitment.update({ where: { id: table.commitment }, data: { status: 'concluded' } }),
    )
    await refused(
      database.sector.create({
        data: {
          id: randomUUID(),
          forumId: table.forum.id,
          slug: 'nuevo',
          name: {},
          hasPosition: true,
          shape: 'circle',
          hue: 'civil',
          rank: 9,
        },
      }),
    )
    expect(
      (await database.commitment.findUniqueOrThrow({ where: { id: table.commitment } })).status,
    ).toBe('in-force')
  })
  it('has an entry for one forum that covers no row of another', async () => {
    const other = await smallTable(database, 'vecina')
    await refused(
      database.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT append_entry(${other.forum.id}::uuid, '\\x7b7d'::bytea, sha256('\\x007b7d'::bytea), now(), null, null, 'operator', false, '[]', '[]', null, null, null, null)`
        await tx.commitment.update({ where: { id: table.commitment }, data: { status: 'concluded' } })
      }),
    )
  })
  it('refuses to change, delete or empty the log, even for the owner of the tables', async () => {
    const owner = new pg.Client({ connectionString: ownerUrl })
    await owner.connect()
    try {
      for (const attempt of [
        'UPDATE log_entry SET body = body',
        'DELETE FROM log_entry',
        'TRUNCATE log_entry',
        `SET session_replication_role = replica; DELETE FROM log_entry`,
      ])
        await refused(owner.query(attempt))
      await refused(owner.query('TRUNCATE seat CASCADE'))
    } finally {
      await owner.end()
    }
    for (const attempt of [
      'UPDATE log_entry SET body = body',
      'DELETE FROM log_payload',
      'INSERT INTO log_head VALUES (gen_random_uuid(), 9)',
      'DELETE FROM seat',
      'DELETE FROM mandate',
    ]) {
      await refused(database.$executeRaw(Prisma.raw(attempt)))
    }
  })
  it('knows no second titular on one seat at once', async () => {
    const { seatId, personId } = await database.mandate.findFirstOrThrow({
      where: { forumId: table.forum.id },
    })
    await refused(
      database.mandate.create({
        data: {
          id: randomUUID(),
          forumId: table.forum.id,
          seatId,
          personId,
          capacity: 'titular',
          fromOn: new Date('2026-03-01'),
          untilOn: null,
        },
      }),
    )
  })
  it('has every table in one of the two lists, and the guard on each recorded one', async () => {
    const tables = await database.$queryRaw<
      { name: string }[]
    >`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1`
    expect(tables.map((one) => one.name)).toEqual(
      [...recordedTables, ...Object.keys(unrecordedTables)].toSorted(),
    )
    const guards = await database.$queryRaw<{ name: string }[]>`
      SELECT DISTINCT c.relname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE t.tgname = 'recorded' AND t.tgdeferrable AND t.tginitdeferred AND t.tgenabled = 'A' ORDER BY 1`
    expect(guards.map((guard) => guard.name)).toEqual([...recordedTables].toSorted())
    const owned = await database.$queryRaw<
      { name: string }[]
    >`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND pg_has_role(current_user, tableowner, 'MEMBER')`
    expect(owned).toEqual([])
  })
})
