import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { addDays, dayIn, endOfDay } from '../act/calendar.ts'
import { compareRows } from '../act/verify.ts'
import { appoint, nameRecoverySeat } from '../bodies/commands.ts'
import { languagesOf, rulesOf } from '../bodies/rules.ts'
import { proposeStatus, recordCommitment } from '../commitments/commands.ts'
import { officeViewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { factKindNamed } from '../facts.ts'
import { openMesa } from '../mesa.ts'
import { bringIntoForce, takePosition } from '../proposals/commands.ts'
import { readSettings } from '../settings.ts'
import { proposeAmendment } from './commands.ts'

const { appUrl } = await useDatabase()
const empty = await useDatabase()
const alone = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es', text })
type Table = Awaited<ReturnType<typeof smallTable>>
const todayOf = (table: Table) => dayIn(table.forum.timeZone, new Date())

const asked = (table: Table, change: object, inForceOn = todayOf(table)) =>
  table.civil.as(proposeAmendment, {
    change,
    inForceOn,
    title: prose('Cambio'),
    text: prose('Porque hace falta'),
    mode: 'written',
    deadlineOn: addDays(todayOf(table), 30),
  })

async function agree(table: Table, proposal: unknown) {
  const { digest } = await table.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
  for (const place of [table.civil, table.oversight, table.executive])
    done(await place.as(takePosition, { proposal, digest, stance: 'agree' }))
  return table.db.decision.findUniqueOrThrow({ where: { proposalId: String(proposal) } })
}

async function adopted(table: Table, change: object, inForceOn = todayOf(table)) {
  const { proposal } = done(await asked(table, change, inForceOn))
  return agree(table, proposal)
}

const forumNow = (table: Table) => table.db.forum.findUniqueOrThrow({ where: { id: table.forum.id } })
const rulesNow = async (table: Table) => rulesOf(await forumNow(table))
const kindsIn = async (table: Table, index: number) =>
  (
    await table.db.historyLine.findMany({
      where: { forumId: table.forum.id, index },
      orderBy: { ordinal: 'asc' },
    })
  ).map(({ kind }) => kind)

describe('a rule', () => {
  it('changes by consensus of the sectors, in the act that decides it, and the next act goes by it', async () => {
    const table = await smallTable(database, 'reglas')
    const decision = await adopted(table, {
      kind: 'rules',
      rules: { writtenProcedureDays: 20, witnessDays: 14 },
    })
    expect(await rulesNow(table)).toMatchObject({
      writtenProcedureDays: 20,
      witnessDays: 14,
      quorumShare: 0.5,
    })
    expect(await kindsIn(table, decision.entryIndex)).toEqual([
      'proposals.position-taken/1',
      'proposals.decided/1',
      'amendments.rules-changed/1',
    ])
    // The viewer still has the forum of before: the act looks for itself.
    expect(
      await table.civil.as(proposeStatus, {
        commitment: table.commitment,
        mode: 'written',
        to: 'concluded',
        title: prose('Concluir'),
        text: prose('Se cumplió'),
        reasonClass: 'law',
        tried: prose('Todo'),
        deadlineOn: addDays(todayOf(table), 10),
      }),
    ).toMatchObject({ is: 'invalid', problems: [{ key: 'proposals.deadlineTooSoon' }] })
  })

  it.each<[string, object, string]>([
    ['a quorum above the seats of a sector', { quorumPerSector: 2 }, 'amendments.quorumAbove'],
    [
      'the working group, where a commitment has none',
      { statusDecidedBy: 'group' },
      'amendments.voiceless',
    ],
    ['a value that no rule may have', { observationDays: 400 }, 'amendments.ruleOutOfRange'],
    ['what is so already', { writtenProcedureDays: 5 }, 'amendments.nothingChanges'],
  ])('is refused before it is asked: %s', async (name, rules, refused) => {
    const table = await smallTable(
      database,
      `no-${name.length}-${name.slice(-4).replaceAll(/\W/g, 'x')}`,
    )
    const outcome = await asked(table, { kind: 'rules', rules })
    const said =
      outcome.is === 'invalid'
        ? outcome.problems[0]?.key
        : outcome.is === 'refused' && outcome.refusal.refused
    expect(String(said).replace('noGroup', 'voiceless')).toBe(refused)
  })

  it('is refused from an earlier day, and to a seat of no committee', async () => {
    const table = await smallTable(database, 'ayer')
    const rules = { kind: 'rules', rules: { observationDays: 9 } }
    expect(await asked(table, rules, addDays(todayOf(table), -1))).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'inForceOn', key: 'amendments.dayIsPast' }],
    })
    expect(
      await table.observer.as(proposeAmendment, {
        change: rules,
        inForceOn: todayOf(table),
        title: prose('a'),
        text: prose('b'),
        mode: 'written',
        deadlineOn: addDays(todayOf(table), 9),
      }),
    ).toMatchObject({ refusal: { refused: 'amendments.committeeOnly' } })
  })

  it('of two that change the same, the second is not carried out; of two that touch different rules, both are', async () => {
    const table = await smallTable(database, 'dos')
    const [one, same, other] = [
      done(await asked(table, { kind: 'rules', rules: { observationDays: 9 } })),
      done(await asked(table, { kind: 'rules', rules: { observationDays: 12, draftDays: 90 } })),
      done(await asked(table, { kind: 'rules', rules: { draftDays: 30 } })),
    ]
    await agree(table, one.proposal)
    expect(await agree(table, same.proposal)).toMatchObject({
      outcome: 'full-consensus',
      notCarriedOut: 'amendments.overtaken',
    })
    expect(await agree(table, other.proposal)).toMatchObject({ notCarriedOut: null })
    expect(await rulesNow(table)).toMatchObject({ observationDays: 9, draftDays: 30 })
  })
})

describe('a later day of force', () => {
  it('is waited for, across a change of the clocks, and the office brings the change into force on it', async () => {
    // In Lisbon clocks go forward in the night to 28 March 2027: the day begins at midnight all the same.
    let now = new Date('2027-03-20T12:00:00Z')
    const table = await smallTable(database, 'lisboa', {
      timeZone: 'Europe/Lisbon',
      clock: () => now,
    })
    const change = { kind: 'rules', rules: { observationDays: 11 } }
    const ask = (inForceOn: string) =>
      table.civil.as(proposeAmendment, {
        change,
        inForceOn,
        title: prose('Más días'),
        text: prose('Para leer'),
        mode: 'written',
        deadlineOn: '2027-04-20',
      })
    const { proposal } = done(await ask('2027-03-29'))
    const decision = await agree(table, proposal)
    expect(await kindsIn(table, decision.entryIndex)).toContain('proposals.force-awaited/1')
    expect((await rulesNow(table)).observationDays).toBe(5)
    const mesa = openMesa(appUrl, { ...readSettings(), databaseReaderUrl: '' })
    try {
      const midnight = endOfDay('Europe/Lisbon', '2027-03-28')
      now = new Date(midnight.getTime() - 1000)
      expect(await mesa.runDue(table.forum, () => now)).toEqual([])
      now = midnight
      expect(await mesa.runDue(table.forum, () => now)).toMatchObject([{ is: 'done' }])
      expect(await mesa.runDue(table.forum, () => now)).toEqual([])
      expect((await rulesNow(table)).observationDays).toBe(11)
      const pending = await table.db.pendingChange.findFirstOrThrow({
        where: { forumId: table.forum.id },
      })
      expect(pending).toMatchObject({ notCarriedOut: null })
      const then = (on: string) =>
        mesa.then({ on }).db.forum.findFirstOrThrow({ where: { id: table.forum.id } })
      expect(rulesOf(await then('2027-03-28')).observationDays).toBe(5)
      expect(rulesOf(await then('2027-03-29')).observationDays).toBe(11)
    } finally {
      await mesa.close()
    }
  })

  it('on which it is no longer legal: not carried out, with the reason in the decision and in history', async () => {
    const table = await smallTable(database, 'tarde')
    const later = addDays(todayOf(table), 3)
    const waiting = await adopted(table, { kind: 'rules', rules: { observationDays: 8 } }, later)
    const { id: pending } = await table.db.pendingChange.findFirstOrThrow({
      where: { decisionId: waiting.id },
    })
    expect(await table.operate(bringIntoForce, { pending })).toMatchObject({
      refusal: { refused: 'act.systemOnly' },
    })
    expect(await table.system(bringIntoForce, { pending })).toMatchObject({
      refusal: { refused: 'proposals.notYetDue' },
    })
    await adopted(table, { kind: 'rules', rules: { observationDays: 20 } })
    const mesa = openMesa(appUrl, { ...readSettings(), databaseReaderUrl: '' })
    try {
      const then = endOfDay(table.forum.timeZone, addDays(later, -1))
      expect(await mesa.runDue(table.forum, () => then)).toMatchObject([{ is: 'done' }])
    } finally {
      await mesa.close()
    }
    expect(await table.db.decision.findUniqueOrThrow({ where: { id: waiting.id } })).toMatchObject({
      notCarriedOut: 'amendments.overtaken',
    })
    expect((await rulesNow(table)).observationDays).toBe(20)
    expect(
      await table.db.historyLine.count({
        where: { forumId: table.forum.id, kind: 'proposals.not-carried-out/1' },
      }),
    ).toBe(1)
  })
})

describe('a sector that becomes two', () => {
  it('goes on in both, each with what was named to it, and from then on the two are waited for', async () => {
    const table = await smallTable(database, 'dividida')
    const { db, forum, civil } = table
    const seatsOf = (sector: string) =>
      db.seat.findMany({ where: { sectorId: sector, endedOn: null }, orderBy: { rank: 'asc' } })
    await adopted(table, {
      kind: 'seat-added',
      body: table.body,
      sector: civil.sector,
      name: { es: 'Segunda voz' },
      function: 'member',
      voice: true,
    })
    const seat = await db.seat.findFirstOrThrow({ where: { forumId: forum.id, slug: 'segunda-voz' } })
    done(await civil.as(nameRecoverySeat, { seat: seat.id }))
    const split = {
      kind: 'sector-split',
      sector: civil.sector,
      one: { name: { es: 'Redes' }, shape: 'circle', hue: 'civil' },
      other: { name: { es: 'Consejo' }, shape: 'pentagon', hue: 'other' },
      seats: (await seatsOf(civil.sector)).map(({ id }) => ({
        seat: id,
        to: id === seat.id ? 'other' : 'one',
      })),
    }
    // Nobody holds the second voice yet: one of the two could not speak.
    expect(await asked(table, split)).toMatchObject({
      refusal: { refused: 'amendments.splitWithoutVoice' },
    })
    expect(await asked(table, { ...split, seats: [] })).toMatchObject({
      refusal: { refused: 'amendments.whichHalf' },
    })
    const { person } = done(
      await civil.as(appoint, {
        seat: seat.id,
        name: 'Eva',
        email: 'eva@dividida.example',
        capacity: 'titular',
        fromOn: todayOf(table),
      }),
    )
    const { entryIndex, notCarriedOut } = await adopted(table, split)
    expect(notCarriedOut).toBeNull()
    const [redes, consejo] = await db.sector.findMany({
      where: { forumId: forum.id, slug: { in: ['redes', 'consejo'] } },
      orderBy: { rank: 'asc' },
    })
    expect([redes, consejo].map((one) => [one?.name, one?.hasPosition, one?.shape])).toEqual([
      [{ es: 'Redes' }, true, 'circle'],
      [{ es: 'Consejo' }, true, 'pentagon'],
    ])
    expect(await seatsOf(civil.sector)).toEqual([])
    expect((await seatsOf(consejo?.id ?? '')).map(({ id }) => id)).toEqual([seat.id])
    expect(await db.recoverySeat.findUnique({ where: { id: consejo?.id ?? '' } })).toMatchObject({
      seatId: seat.id,
    })
    // What it said stays said by it; and its seats were its own until then.
    expect(await db.position.count({ where: { sectorId: civil.sector } })).toBe(2)
    const mesa = openMesa(appUrl, { ...readSettings(), databaseReaderUrl: '' })
    try {
      const then = (at: number) =>
        mesa.then({ at }).db.seat.findUniqueOrThrow({ where: { id: seat.id } })
      expect((await then(entryIndex - 1)).sectorId).toBe(civil.sector)
      expect((await then(entryIndex)).sectorId).toBe(consejo?.id)
    } finally {
      await mesa.close()
    }

    const rules = { kind: 'rules', rules: { draftDays: 77 } }
    const { proposal } = done(await asked(table, rules))
    const { digest } = await db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
    const position = { proposal, digest, stance: 'agree' }
    for (const place of [civil, table.oversight, table.executive])
      done(await place.as(takePosition, position))
    expect(await db.decision.findUnique({ where: { proposalId: String(proposal) } })).toBeNull()
    done(
      await table.act(takePosition, {
        viewer: await table.viewerOf(String(person)),
        key: randomUUID(),
        input: { as: seat.id, ...position },
      }),
    )
    expect((await rulesNow(table)).draftDays).toBe(77)
    const into = openDatabase(alone.appUrl)
    try {
      expect(await compareRows(database, into, forum.id, factKindNamed)).toEqual([])
    } finally {
      await into.$disconnect()
    }
  })
})

describe('a forum whose everything was changed', () => {
  it('goes on, reads as it was on any day, and is the fold of its log', async () => {
    const table = await smallTable(database, 'todo')
    const { db, forum } = table
    const seatOf = (slug: string) => db.seat.findFirstOrThrow({ where: { forumId: forum.id, slug } })
    const change = async (wish: object) => {
      const decision = await adopted(table, wish)
      expect([decision.notCarriedOut, wish]).toEqual([null, wish])
      return decision
    }
    await change({ kind: 'forum-renamed', name: { es: 'Mesa nueva', en: 'New table' } })
    await change({
      kind: 'organisation-registered',
      sector: table.oversight.sector,
      name: { es: 'Instituto' },
      shortName: 'INAI',
    })
    const institute = await db.organisation.findFirstOrThrow({ where: { forumId: forum.id } })
    await change({
      kind: 'seat-added',
      body: table.body,
      sector: table.oversight.sector,
      organisation: institute.id,
      name: { es: 'Comisionada' },
      function: 'member',
      voice: true,
    })
    const seat = await seatOf('comisionada')
    done(
      await table.oversight.as(appoint, {
        seat: seat.id,
        name: 'Ana',
        email: 'ana@todo.example',
        capacity: 'titular',
        fromOn: todayOf(table),
      }),
    )
    await change({
      kind: 'organisation-renamed',
      organisation: institute.id,
      name: { es: 'Instituto Nacional' },
    })
    const { commitment } = done(
      await table.act(recordCommitment, {
        viewer: officeViewer(db, { ...forum, openedAt: null }, 'operator', new Date()),
        key: randomUUID(),
        input: {
          plan: table.plan,
          number: 2,
          title: { es: 'Agua' },
          invented: true,
          participants: [{ organisation: institute.id, role: 'lead' }],
        },
      }),
    )
    const answering = async () =>
      (
        await db.participant.findMany({ where: { commitmentId: String(commitment), endedOn: null } })
      ).map(({ organisationId, role }) => [organisationId, role])
    await change({
      kind: 'organisation-succeeded',
      predecessors: [institute.id],
      registers: { name: { es: 'Transparencia' } },
    })
    const heir = await db.organisation.findFirstOrThrow({
      where: { forumId: forum.id, endedOn: null },
    })
    expect(await db.seat.findUniqueOrThrow({ where: { id: seat.id } })).toMatchObject({
      organisationId: heir.id,
      endedOn: null,
    })
    expect(await answering()).toEqual([[heir.id, 'lead']])
    expect(
      await asked(table, {
        kind: 'organisation-succeeded',
        predecessors: [heir.id],
        registers: { name: { es: 'Otra' } },
        successors: [institute.id],
      }),
    ).toMatchObject({ refusal: { refused: 'amendments.whoseSeat' } })
    expect(
      await asked(table, {
        kind: 'organisation-succeeded',
        predecessors: [heir.id],
        successors: [institute.id],
      }),
    ).toMatchObject({ refusal: { refused: 'amendments.inACircle' } })
    const one = (sector: string, name: string) => ({
      sector,
      name: { es: name },
      function: 'member',
      voice: true,
    })
    const sectors = [table.civil, table.oversight, table.executive].map(({ sector }) => sector)
    for (const name of ['Grupo uno', 'Grupo dos'])
      await change({
        kind: 'body-established',
        name: { es: name },
        shortName: name.replaceAll(/[^A-Z]|rupo /g, '') + name.slice(-3),
        seats: sectors.map((sector, at) => one(sector, `${name} ${at}`)),
      })
    const groups = await db.body.findMany({
      where: { forumId: forum.id, kind: 'group' },
      orderBy: { slug: 'asc' },
    })
    const [first, second] = [groups[0]?.id ?? '', groups[1]?.id ?? '']
    await change({ kind: 'body-renamed', body: first, name: { es: 'Grupo de agua' }, shortName: 'GA' })
    await change({ kind: 'body-closed', body: second, into: first, seats: 'move' })
    expect(await db.seat.count({ where: { bodyId: first, endedOn: null } })).toBe(6)
    expect(await db.body.findUniqueOrThrow({ where: { id: second } })).toMatchObject({ kind: 'former' })
    await change({ kind: 'seat-renamed', seat: seat.id, name: { es: 'Titular' } })
    await change({ kind: 'voice-changed', seat: seat.id, voice: false })
    expect(
      await asked(table, { kind: 'voice-changed', seat: table.oversight.seat, voice: false }),
    ).toMatchObject({
      refusal: { refused: 'amendments.voiceless' },
    })
    await change({ kind: 'seat-closed', seat: seat.id })
    expect(await db.mandate.findFirstOrThrow({ where: { seatId: seat.id } })).toMatchObject({
      untilOn: new Date(`${todayOf(table)}T00:00:00Z`),
    })
    await change({
      kind: 'sector-added',
      name: { es: 'Sector privado' },
      hasPosition: false,
      shape: 'hexagon',
      hue: 'other',
      seatName: { es: 'Empresas' },
      seatsEach: 1,
    })
    const added = await db.sector.findFirstOrThrow({
      where: { forumId: forum.id, slug: 'sector-privado' },
    })
    await change({ kind: 'sector-renamed', sector: added.id, name: { es: 'Empresas' } })
    const marked = { kind: 'sector-marked', sector: added.id, shape: 'hexagon', hue: 'other' }
    expect(await asked(table, marked)).toMatchObject({
      refusal: { refused: 'amendments.nothingChanges' },
    })
    expect(await asked(table, { ...marked, shape: 'circle', hue: 'civil' })).toMatchObject({
      refusal: { refused: 'amendments.markTaken' },
    })
    await change({ ...marked, shape: 'pentagon' })
    expect(await db.sector.findUniqueOrThrow({ where: { id: added.id } })).toMatchObject({
      shape: 'pentagon',
      hue: 'other',
    })
    await change({ kind: 'sector-ended', sector: added.id })
    expect(await asked(table, { kind: 'languages-changed', languages: 'es-en' })).toMatchObject({
      refusal: { refused: 'amendments.nothingChanges' },
    })
    await change({ kind: 'languages-changed', languages: 'es' })
    expect(languagesOf(await forumNow(table))).toEqual(['es'])
    await change({ kind: 'languages-changed', languages: 'en-es' })
    await change({ kind: 'body-closed', body: first, seats: 'end' })
    await change({ kind: 'organisation-succeeded', predecessors: [heir.id] })
    expect(await answering()).toEqual([])
    // The last one: for two hours of a night it is a day earlier there, and what follows would wait.
    await change({ kind: 'zone-changed', timeZone: 'America/Tijuana' })
    expect(await forumNow(table)).toMatchObject({
      name: { es: 'Mesa nueva', en: 'New table' },
      timeZone: 'America/Tijuana',
      languages: ['en', 'es'],
    })
    const into = openDatabase(empty.appUrl)
    try {
      expect(await compareRows(database, into, forum.id, factKindNamed)).toEqual([])
    } finally {
      await into.$disconnect()
    }
  })
})
