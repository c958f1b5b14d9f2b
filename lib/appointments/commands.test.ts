import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { openDoor } from '../act/act.ts'
import { addDays, dayIn, fromDate } from '../act/calendar.ts'
import type { Command } from '../act/command.ts'
import { officeViewer, publicViewer } from '../act/viewer.ts'
import {
  appoint,
  choosePublicNaming,
  endMandate,
  giveSeatContact,
  keepInOffice,
  nameRecoverySeat,
} from '../bodies/commands.ts'
import { bodySeenBy, seatSeenBy, voiceGapsSeenBy } from '../bodies/seen.ts'
import { openDatabase, openPublished } from '../db/client.ts'
import { effects } from '../effects.ts'
import { erasePayloads } from '../keeping/commands.ts'
import { takePosition } from '../proposals/commands.ts'
import { pendingOfSeatSeenBy, rosterSeenBy } from '../roster/seen.ts'
import {
  askRestoration,
  confirmRestoration,
  objectToRestoration,
  proposeAppointment,
  proposeEnding,
  settleRestoration,
} from './commands.ts'
import { lostVoicesSeenBy, restorationsSeenBy } from './seen.ts'

const { appUrl, readerUrl } = await useDatabase()
const database = openDatabase(appUrl)
const published = openPublished(readerUrl)
afterAll(async () => {
  await published.$disconnect()
  await database.$disconnect()
})
const act = openDoor(database, effects)
const zone = 'America/Mexico_City'
const es = (text: string) => ({ lang: 'es' as const, text })
const refused = (key: string) => ({ is: 'refused', refusal: { refused: key } })
const invalid = (path: string, key: string) => ({ is: 'invalid', problems: [{ path, key }] })

/** A small table with a clock that the test moves. */
async function table(slug: string, rules: object = {}) {
  let now = new Date('2031-03-03T18:00:00Z')
  const small = await smallTable(database, slug, { clock: () => now, rules })
  const day = () => dayIn(zone, now)
  const founding = () => officeViewer(database, { ...small.forum, openedAt: null }, 'operator', now)
  const system = async (command: object, input: object) =>
    small.act(command as Command, {
      viewer: officeViewer(database, small.forum, 'system', now),
      key: randomUUID(),
      input,
      clock: () => now,
    })
  const mandateOf = async (seat: string) =>
    (
      await database.mandate.findFirstOrThrow({
        where: { seatId: seat, capacity: { in: ['titular', 'acting'] } },
        orderBy: { fromOn: 'desc' },
      })
    ).id
  return {
    ...small,
    day,
    system,
    mandateOf,
    wait: (days: number) => {
      now = new Date(now.getTime() + days * 86_400_000)
    },
    /** It was founded with a term, and its last day is over: nothing that anybody does then ends it. */
    runsOut: async (seat: string) =>
      done(
        await act(endMandate, {
          viewer: founding(),
          key: randomUUID(),
          input: { mandate: await mandateOf(seat), untilOn: day() },
          clock: () => now,
        }),
      ),
    brings: async (person: string, name = 'oficio.pdf') => {
      const id = randomUUID()
      await database.upload.create({
        data: {
          id,
          forumId: small.forum.id,
          personId: person,
          name,
          size: 10,
          createdAt: now,
          digest: randomUUID().replaceAll('-', '').repeat(2),
          type: 'application/pdf',
          doneAt: now,
        },
      })
      return id
    },
    public: () => publicViewer(published, small.forum, now),
    member: () => small.viewerOf(small.civil.person, now),
    someone: (seat: string, parts: object = {}) => ({
      seat,
      name: 'Rosa Tamez',
      email: `rosa-${randomUUID().slice(0, 8)}@example.org`,
      fromOn: day(),
      ...parts,
    }),
  }
}

describe('a departure and an arrival', () => {
  it('stand on one form: the last day of one, the first of the other, in their capacity and with the letter', async () => {
    const t = await table('relevo')
    const { seat, person } = t.civil
    const mandate = await t.mandateOf(seat)
    const letter = await t.brings(person)
    const successor = { name: 'Rosa Tamez', email: 'rosa@relevo.example', capacity: 'acting', letter }
    const leaves = { mandate, lastOn: addDays(t.day(), 4) }
    const follow = (parts: object) =>
      t.civil.as(endMandate, { ...leaves, successor: { ...successor, ...parts } })
    // Days that overlap, and a day without anybody, are said at the newcomer's first day.
    expect(await follow({ fromOn: addDays(t.day(), 4) })).toMatchObject(
      invalid('successor.fromOn', 'bodies.daysOverlap'),
    )
    expect(await follow({ fromOn: addDays(t.day(), 6) })).toMatchObject(
      invalid('successor.fromOn', 'bodies.gapWithout'),
    )
    expect(await follow({ lastOn: addDays(t.day(), 4) })).toMatchObject(
      invalid('successor.lastOn', 'errors.endsBeforeItStarts'),
    )
    expect(await follow({ email: 'persona-1@relevo.example' })).toMatchObject(
      invalid('successor.email', 'bodies.ofAnotherSector'),
    )
    expect(await follow({ letter: await t.brings(t.oversight.person) })).toMatchObject(
      invalid('successor.letter', 'bodies.noLetter'),
    )
    done(await follow({ fromOn: addDays(t.day(), 5) }))
    t.wait(5)
    expect(await seatSeenBy(await t.member(), seat)).toMatchObject({
      titular: null,
      acting: { name: 'Rosa Tamez', capacity: 'acting', letter: { name: 'oficio.pdf' } },
      vacantSince: t.day(),
    })
    // Who is acting holds the seat, with all that belongs to it; the titular who comes takes it over on their day.
    const newcomer = await database.person.findFirstOrThrow({
      where: { forumId: t.forum.id, email: 'rosa@relevo.example' },
    })
    const viewer = await t.viewerOf(newcomer.id)
    const name = (input: object) =>
      t.act(appoint, { viewer, key: randomUUID(), input: { as: seat, ...input } })
    done(await name(t.someone(seat, { capacity: 'titular', fromOn: addDays(t.day(), 3) })))
    expect(
      await name(t.someone(seat, { capacity: 'acting', fromOn: addDays(t.day(), 4) })),
    ).toMatchObject(invalid('fromOn', 'bodies.hasTitular'))
    const acting = await database.mandate.findFirstOrThrow({
      where: { seatId: seat, capacity: 'acting' },
    })
    expect(acting.untilOn && fromDate(acting.untilOn)).toBe(addDays(t.day(), 3))
    expect(await pendingOfSeatSeenBy(await t.member(), seat)).toEqual({
      actions: 0,
      overdue: 0,
      minutes: 0,
      proposals: 0,
      evidence: 0,
    })
  })
})

describe('a seat of a sector that has no voice', () => {
  it('is filled, and emptied, by the Committee’s decision, from a day on', async () => {
    const t = await table('asesora')
    const { seat } = t.adviser
    const someone = t.someone(seat, {
      capacity: 'titular',
      title: es('Nombrar'),
      text: es('Porque'),
      mode: 'written',
      deadlineOn: addDays(t.day(), 20),
    })
    expect(await t.civil.as(proposeAppointment, { ...someone, seat: t.secretary.seat })).toMatchObject(
      refused('appointments.sectorAppoints'),
    )
    expect(await t.civil.as(proposeAppointment, someone)).toMatchObject(
      invalid('fromOn', 'bodies.seatTaken'),
    )
    const decide = async (proposal: string) => {
      const { digest } = await database.proposal.findUniqueOrThrow({ where: { id: proposal } })
      for (const place of [t.civil, t.oversight, t.executive])
        done(await place.as(takePosition, { proposal, digest, stance: 'agree' }))
    }
    const ends = done(
      await t.oversight.as(proposeEnding, {
        seat,
        mandate: await t.mandateOf(seat),
        lastOn: t.day(),
        title: es('Terminar'),
        text: es('Porque'),
        mode: 'written',
        deadlineOn: addDays(t.day(), 20),
      }),
    )
    await decide(String(ends.proposal))
    t.wait(400)
    const asked = t.someone(seat, {
      ...someone,
      fromOn: t.day(),
      email: 'nueva@asesora.example',
      deadlineOn: addDays(t.day(), 20),
    })
    const one = done(await t.civil.as(proposeAppointment, asked))
    const other = done(
      await t.executive.as(proposeAppointment, { ...asked, email: 'otra@asesora.example' }),
    )
    t.wait(1)
    await decide(String(one.proposal))
    expect(await seatSeenBy(t.public(), seat)).toMatchObject({ titular: { fromOn: t.day() } })
    // Two that would change the same seat: the second is adopted, and is not carried out.
    await decide(String(other.proposal))
    expect(
      await database.decision.findFirstOrThrow({ where: { proposalId: String(other.proposal) } }),
    ).toMatchObject({ notCarriedOut: 'bodies.seatTaken' })
  })
})

describe('a sector that has lost its voice', () => {
  it('has it again by its organisation’s letter, which the two others confirm and nobody objects to', async () => {
    const t = await table('carta')
    await t.runsOut(t.executive.seat)
    const { seat } = t.executive
    expect(await lostVoicesSeenBy(t.public())).toMatchObject([{ seat: { id: seat } }])
    const letter = await t.brings(t.civil.person)
    const given = {
      seat,
      name: 'Rosa Tamez',
      email: 'rosa@carta.example',
      letter,
      reason: es('Se fue.'),
    }
    expect(await t.civil.as(askRestoration, { ...given, seat: t.oversight.seat })).toMatchObject(
      refused('appointments.sectorHasSomebody'),
    )
    expect(await t.civil.as(askRestoration, { ...given, seat: t.secretary.seat })).toMatchObject(
      refused('appointments.voiceFirst'),
    )
    expect(await t.civil.as(askRestoration, { ...given, seat: t.adviser.seat })).toMatchObject(
      refused('appointments.committeeDecides'),
    )
    expect(await t.oversight.as(askRestoration, given)).toMatchObject(
      invalid('letter', 'bodies.noLetter'),
    )
    const restoration = String(done(await t.civil.as(askRestoration, given)).restoration)
    expect(await t.oversight.as(askRestoration, given)).toMatchObject(
      refused('appointments.askedAlready'),
    )
    expect(await t.civil.as(confirmRestoration, { restoration })).toMatchObject(
      refused('appointments.confirmedByYours'),
    )
    expect(await t.secretary.as(confirmRestoration, { restoration })).toMatchObject(
      refused('appointments.otherSectorsConfirm'),
    )
    expect(await t.system(settleRestoration, { restoration })).toMatchObject(
      refused('appointments.notYetDue'),
    )
    done(await t.oversight.as(confirmRestoration, { restoration }))
    expect(await restorationsSeenBy(t.public())).toMatchObject([
      {
        person: 'Rosa Tamez',
        confirmed: [{ slug: 'civil' }, { slug: 'oversight' }],
        objectUntil: { last: addDays(t.day(), 10), inForce: addDays(t.day(), 11) },
      },
    ])
    t.wait(10)
    expect(await t.system(settleRestoration, { restoration })).toMatchObject(
      refused('appointments.notYetDue'),
    )
    t.wait(1)
    done(await t.system(settleRestoration, { restoration }))
    expect(await seatSeenBy(t.public(), seat)).toMatchObject({
      titular: { name: 'Rosa Tamez', fromOn: t.day(), letter: { name: 'oficio.pdf' } },
    })
    expect(await voiceGapsSeenBy(t.public())).toEqual([])
    expect(await t.civil.as(objectToRestoration, { restoration, reason: es('No') })).toMatchObject(
      refused('appointments.closed'),
    )
  })

  it('is not filled by a letter that somebody objects to, and another may be handed in', async () => {
    const t = await table('objecion', { objectionDays: 3 })
    await t.runsOut(t.executive.seat)
    const ask = async () =>
      done(
        await t.civil.as(askRestoration, {
          seat: t.executive.seat,
          name: 'Rosa Tamez',
          email: 'rosa@objecion.example',
          letter: await t.brings(t.civil.person),
          reason: es('Se fue.'),
        }),
      ).restoration
    const restoration = await ask()
    done(await t.secretary.as(objectToRestoration, { restoration, reason: es('No es de la oficina.') }))
    expect(await restorationsSeenBy(t.public())).toMatchObject([
      { outcome: 'objected', closed: { why: { text: 'No es de la oficina.' } } },
    ])
    await ask()
  })

  it('has it again by the seat that it named beforehand, which appoints to nobody while somebody else can', async () => {
    const t = await table('rescate')
    const { seat } = t.secretary
    expect(await t.secretary.as(nameRecoverySeat, { seat })).toMatchObject(refused('bodies.voiceNames'))
    done(await t.executive.as(nameRecoverySeat, { seat }))
    expect(await t.executive.as(nameRecoverySeat, { seat })).toMatchObject(
      invalid('seat', 'bodies.recoveryAlready'),
    )
    const titular = { ...t.someone(t.executive.seat), capacity: 'titular' }
    expect(await t.secretary.as(appoint, titular)).toMatchObject(refused('bodies.ownSectorOnly'))
    await t.runsOut(t.executive.seat)
    done(await t.secretary.as(appoint, titular))
    expect(
      await database.historyLine.count({
        where: { forumId: t.forum.id, kind: 'bodies.recovery-seat-used/1' },
      }),
    ).toBe(1)
    expect(
      await t.secretary.as(appoint, { ...t.someone(t.executive.seat), capacity: 'alternate' }),
    ).toMatchObject(refused('bodies.ownSectorOnly'))
  })

  it('goes on with who held it last, where nobody in the whole forum is left; and the last is not erased', async () => {
    const t = await table('ultimos')
    expect(await t.system(keepInOffice, {})).toMatchObject(refused('bodies.somebodyActs'))
    await t.runsOut(t.civil.seat)
    await t.runsOut(t.oversight.seat)
    const { email } = await database.person.findUniqueOrThrow({ where: { id: t.executive.person } })
    const { seal } = await database.logPayload.findFirstOrThrow({
      where: { forumId: t.forum.id, open: false, value: JSON.stringify(email) },
    })
    expect(
      await t.operate(erasePayloads, {
        payloads: [Buffer.from(seal).toString('base64')],
        reason: es('Lo pidió.'),
        note: null,
      }),
    ).toMatchObject(refused('keeping.lastWhoCanAct'))
    await t.runsOut(t.executive.seat)
    done(await t.system(keepInOffice, {}))
    const { seats = [] } = (await bodySeenBy(t.public(), 'comite')) ?? {}
    expect(seats.filter(({ acting }) => acting).length).toBe(3)
    expect(await voiceGapsSeenBy(t.public())).toEqual([])
  })
})

describe('what the public is told of a seat', () => {
  it('is the office’s contact, and a name only while its person wants that', async () => {
    const t = await table('directorio')
    const { seat, person } = t.civil
    expect(await t.oversight.as(giveSeatContact, { seat, phone: '55 1234 5678' })).toMatchObject(
      refused('bodies.contactOfOwnSector'),
    )
    expect(await t.civil.as(giveSeatContact, { seat, phone: 'llámenme' })).toMatchObject(
      invalid('phone', 'errors.badPhone'),
    )
    done(await t.civil.as(giveSeatContact, { seat, phone: '55 1234 5678', email: 'o@oficina.example' }))
    const [told] = await rosterSeenBy(t.public())
    const own = (seats = told?.seats ?? []) => seats.find(({ id }) => id === seat)
    expect(own()).toMatchObject({
      contact: { email: 'o@oficina.example', phone: '55 1234 5678' },
      titular: { person },
    })
    const before = own()?.titular?.name
    done(await t.civil.as(choosePublicNaming, { named: 'no' }))
    expect(await t.civil.as(choosePublicNaming, { named: 'no' })).toMatchObject(
      invalid('named', 'bodies.namingAlready'),
    )
    expect(await seatSeenBy(t.public(), seat)).toMatchObject({ titular: { name: '' } })
    expect(await seatSeenBy(await t.member(), seat)).toMatchObject({ titular: { name: before } })
    // The role that reads for the public cannot read the column, whatever it asks for.
    await expect(published.$queryRaw`SELECT name FROM public.person LIMIT 1`).rejects.toThrow(
      /permission denied/,
    )
    await expect(published.$queryRaw`SELECT name FROM past.person LIMIT 1`).rejects.toThrow(
      /permission denied/,
    )
    done(await t.civil.as(choosePublicNaming, { named: 'yes' }))
    expect(await seatSeenBy(t.public(), seat)).toMatchObject({ titular: { name: before } })
  })
})
