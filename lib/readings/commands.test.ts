import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import type { Command } from '../act/command.ts'
import { officeViewer, personViewer, publicViewer } from '../act/viewer.ts'
import { appoint, establishBody, registerOrganisation } from '../bodies/commands.ts'
import { recordCommitment, recordFindings } from '../commitments/commands.ts'
import { openDatabase } from '../db/client.ts'
import { fileAssessment, giveReading } from './commands.ts'
import { assessmentsSeenBy, disputedSeenBy, readingsSeenBy } from './seen.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es', text })
const source = { text: 'Informe' }

/** The small table with a second commitment, which the executive leads and whose working group has a seat of civil society with its voice. */
async function ledTable(slug: string, more: { kind?: string } = {}) {
  const table = await smallTable(database, slug, more)
  // What is set up before a forum opens: the head says that it has not.
  const founding = officeViewer(table.db, { ...table.forum, openedAt: null }, 'operator', new Date())
  const setUp = async (command: object, input: object) =>
    done(await table.act(command as Command, { viewer: founding, key: randomUUID(), input }))
  const { organisation } = await setUp(registerOrganisation, {
    sector: table.executive.sector,
    name: { es: 'Secretaría' },
  })
  const { commitment } = await setUp(recordCommitment, {
    plan: table.plan,
    number: 2,
    title: { es: 'Segundo' },
    invented: true,
    participants: [{ organisation, role: 'lead' }],
  })
  const seat = randomUUID()
  await setUp(establishBody, {
    slug: 'grupo',
    kind: 'group',
    commitment,
    name: { es: 'Grupo' },
    shortName: 'GT',
    seats: [
      {
        id: seat,
        sector: table.civil.sector,
        slug: 'civil',
        name: { es: 'Integrante' },
        function: 'member',
        voice: true,
      },
    ],
  })
  const { person } = await setUp(appoint, {
    seat,
    name: 'Integrante',
    email: `integrante@${slug}.example`,
    capacity: 'titular',
    fromOn: '2020-01-01',
    invented: true,
  })
  const member = async (command: object, input: object) =>
    table.act(command as Command, {
      viewer: await personViewer(table.db, table.forum, String(person), new Date()),
      key: randomUUID(),
      input: { as: seat, ...input },
    })
  const viewer = publicViewer(table.db, table.forum, new Date())
  return {
    table,
    setUp,
    member,
    viewer,
    commitment: String(commitment),
    readings: () => readingsSeenBy(viewer, String(commitment)),
  }
}

describe('giving a reading', () => {
  it('sets what the sectors say side by side: whose own work it is, who is silent, and that they differ', async () => {
    const { table, viewer, commitment, readings } = await ledTable('lado-a-lado')
    done(
      await table.executive.as(giveReading, {
        commitment,
        level: 'complete',
        text: prose('Todo está publicado.'),
      }),
    )
    expect(await readings()).toMatchObject({
      disputed: false,
      voices: [
        { role: 'view', latest: null },
        { role: 'view', latest: null },
        { role: 'self', latest: { role: 'self', level: 'complete' } },
      ],
    })
    done(
      await table.civil.as(giveReading, {
        commitment,
        level: 'limited',
        text: prose('Solo una parte abre.'),
      }),
    )
    const seen = await readings()
    expect(seen.disputed).toBe(true)
    expect(
      seen.voices.map(({ latest }) => latest && [latest.role, latest.level, latest.text.text]),
    ).toEqual([
      ['view', 'limited', 'Solo una parte abre.'],
      null,
      ['self', 'complete', 'Todo está publicado.'],
    ])
    expect(await disputedSeenBy(viewer, table.plan)).toEqual({ commitments: [commitment], whole: null })
    const line = await table.db.historyLine.findFirstOrThrow({
      where: { forumId: table.forum.id, kind: 'readings.given/1', sectorId: table.civil.sector },
    })
    expect(line).toMatchObject({ commitmentId: commitment, aboutSeatId: table.civil.seat, held: false })
    expect(JSON.stringify(line.fields)).not.toContain('Solo una parte')
  })

  it('the latest of a sector counts, whichever of its voices gave it, and the earlier stay', async () => {
    const { table, member, commitment, readings } = await ledTable('la-ultima')
    done(await table.executive.as(giveReading, { commitment, level: 'complete', text: prose('Todo.') }))
    done(await member(giveReading, { commitment, level: 'not-started', text: prose('Nada.') }))
    done(await table.civil.as(giveReading, { commitment, level: 'complete', text: prose('Ya está.') }))
    const seen = await readings()
    expect(seen.disputed).toBe(false)
    expect(seen.voices[0]).toMatchObject({
      latest: { level: 'complete' },
      earlier: [{ level: 'not-started', text: { text: 'Nada.' } }],
    })
  })

  it('is of the voice of a sector with a position, in the Committee or in the commitment’s own group', async () => {
    const { table, member, commitment } = await ledTable('quien-la-da')
    const reading = { commitment, level: 'limited', text: prose('Texto') }
    for (const place of [table.secretary, table.adviser, table.observer]) {
      expect(await place.as(giveReading, reading)).toMatchObject({
        is: 'refused',
        refusal: { refused: 'readings.noVoice' },
      })
    }
    expect(await member(giveReading, { ...reading, commitment: table.commitment })).toMatchObject({
      refusal: { refused: 'readings.noVoice' },
    })
    expect((await member(giveReading, reading)).is).toBe('done')
  })

  it('is not repeated word for word; the same level with other words is, and so are the same words from another sector', async () => {
    const { table, commitment } = await ledTable('sin-repetir')
    const reading = { commitment, level: 'limited', text: prose('Texto') }
    done(await table.civil.as(giveReading, reading))
    expect(await table.civil.as(giveReading, { ...reading, text: prose(' Texto\n') })).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'text.text', key: 'readings.alreadySaid' }],
    })
    done(await table.oversight.as(giveReading, reading))
    done(await table.civil.as(giveReading, { ...reading, text: prose('Otro texto') }))
    done(await table.civil.as(giveReading, { ...reading, level: 'complete', text: prose('Otro texto') }))
    done(await table.civil.as(giveReading, reading))
  })

  it.each<[string, object, object]>([
    [
      'no level',
      { level: undefined },
      { is: 'invalid', problems: [{ path: 'level', key: 'errors.chooseLevel' }] },
    ],
    [
      'a level of another scale',
      { level: 'marginal' },
      { is: 'invalid', problems: [{ path: 'level', key: 'errors.chooseLevel' }] },
    ],
    [
      'no reason',
      { text: prose('  ') },
      { is: 'invalid', problems: [{ path: 'text.text', key: 'errors.required' }] },
    ],
    ['a role by choice', { role: 'self' }, { is: 'invalid' }],
    ['no such commitment', { commitment: randomUUID() }, { is: 'missing' }],
  ])('wants more than %s', async (name, more, outcome) => {
    const table = await smallTable(database, `mal-${name.replace(/\W/g, '-').slice(0, 20)}`)
    expect(
      await table.civil.as(giveReading, {
        commitment: table.commitment,
        level: 'limited',
        text: prose('Texto'),
        ...more,
      }),
    ).toMatchObject(outcome)
  })

  it('another forum’s commitment is not there, and in a record nobody speaks', async () => {
    const [table, other] = [
      await smallTable(database, 'una-mesa'),
      await smallTable(database, 'un-registro', { kind: 'record' }),
    ]
    const reading = { level: 'limited', text: prose('Texto') }
    expect(await table.civil.as(giveReading, { commitment: other.commitment, ...reading })).toEqual({
      is: 'missing',
    })
    expect(
      await other.civil.as(giveReading, { commitment: other.commitment, ...reading }),
    ).toMatchObject({ is: 'refused' })
    expect(
      await other.executive.as(fileAssessment, {
        plan: other.plan,
        term: 'mid',
        title: prose('T'),
        text: prose('T'),
      }),
    ).toMatchObject({ is: 'refused' })
  })

  it('the IRM’s finding is one of the readings', async () => {
    const { table, setUp, viewer, commitment, readings } = await ledTable('con-el-irm')
    done(await table.executive.as(giveReading, { commitment, level: 'complete', text: prose('Todo.') }))
    const finding = { commitment, author: 'irm', level: 'complete', source, sure: 'read' }
    await setUp(recordFindings, {
      plan: table.plan,
      findings: [
        { ...finding, measure: 'early-results', level: 'none' },
        { ...finding, measure: 'completion', level: 'limited' },
      ],
    })
    expect(await readings()).toMatchObject({ disputed: true, irm: [{ level: 'limited', source }] })
    expect((await disputedSeenBy(viewer, table.plan)).commitments).toEqual([commitment])
  })

  it('two counts of a plan that cannot both be right are told, each with its source', async () => {
    const { table, setUp, viewer } = await ledTable('dos-cuentas')
    const counted = (author: string, level: string, count: number) => ({
      author,
      measure: 'completion',
      level,
      count,
      source,
      sure: 'read',
    })
    await setUp(recordFindings, { plan: table.plan, findings: [counted('irm', 'limited', 2)] })
    expect((await disputedSeenBy(viewer, table.plan)).whole).toBeNull()
    await setUp(recordFindings, {
      plan: table.plan,
      findings: [counted('government-board', 'completed', 1)],
    })
    expect((await disputedSeenBy(viewer, table.plan)).whole).toMatchObject({
      levels: ['complete'],
      irm: [{ count: 2, source }],
      board: [{ count: 1, source }],
    })
  })
})

describe('filing a self-assessment', () => {
  const paper = { term: 'mid', title: prose('Medio término'), text: prose('## Lo que va') }

  it('is a document by act; a further one of the same term replaces it, and it stays listed', async () => {
    const { table, viewer } = await ledTable('autoevaluacion')
    const { assessment, plan } = done(
      await table.executive.as(fileAssessment, { plan: table.plan, ...paper }),
    )
    expect(plan).toBe('plan-1')
    done(await table.executive.as(fileAssessment, { plan: table.plan, ...paper, term: 'end' }))
    const next = done(
      await table.secretary.as(fileAssessment, {
        plan: table.plan,
        ...paper,
        address: 'https://ejemplo.example/informe.pdf',
      }),
    )
    const last = done(
      await table.secretary.as(fileAssessment, { plan: table.plan, ...paper, title: prose('Otra vez') }),
    )
    expect(
      (await assessmentsSeenBy(viewer, table.plan)).map(({ id, term, replacedBy, address }) => [
        id,
        term,
        replacedBy,
        address,
      ]),
    ).toEqual([
      [last.assessment, 'mid', null, null],
      [next.assessment, 'mid', last.assessment, 'https://ejemplo.example/informe.pdf'],
      [expect.any(String), 'end', null, null],
      [assessment, 'mid', next.assessment, null],
    ])
    const line = await table.db.historyLine.findFirstOrThrow({
      where: { forumId: table.forum.id, kind: 'readings.assessment-filed/1' },
    })
    expect(JSON.stringify(line.fields)).not.toContain('Medio término')
  })

  it('is of the Committee’s seats of a sector that leads a commitment of the plan', async () => {
    const { table, member } = await ledTable('quien-la-presenta')
    for (const place of [table.civil, table.oversight, table.adviser]) {
      expect(await place.as(fileAssessment, { plan: table.plan, ...paper })).toMatchObject({
        is: 'refused',
        refusal: { refused: 'readings.notLeading' },
      })
    }
    expect(await table.observer.as(fileAssessment, { plan: table.plan, ...paper })).toMatchObject({
      refusal: { refused: 'readings.notOfTheCommittee' },
    })
    expect(await member(fileAssessment, { plan: table.plan, ...paper })).toMatchObject({
      refusal: { refused: 'readings.notOfTheCommittee' },
    })
    expect((await table.secretary.as(fileAssessment, { plan: table.plan, ...paper })).is).toBe('done')
    expect(await table.executive.as(fileAssessment, { plan: table.plan, ...paper })).toMatchObject({
      refusal: { refused: 'readings.alreadyFiled' },
    })
  })

  it.each<[string, object, object]>([
    [
      'no term',
      { term: undefined },
      { is: 'invalid', problems: [{ path: 'term', key: 'errors.chooseTerm' }] },
    ],
    [
      'an empty title',
      { title: prose('') },
      { is: 'invalid', problems: [{ path: 'title.text', key: 'errors.required' }] },
    ],
    [
      'an address that is a script',
      { address: 'javascript:alert(1)' },
      { is: 'invalid', problems: [{ path: 'address', key: 'errors.badAddress' }] },
    ],
    ['no such plan', { plan: randomUUID() }, { is: 'missing' }],
  ])('wants more than %s', async (name, more, outcome) => {
    const { table } = await ledTable(`doc-${name.replace(/\W/g, '-').slice(0, 20)}`)
    expect(
      await table.executive.as(fileAssessment, { plan: table.plan, ...paper, ...more }),
    ).toMatchObject(outcome)
  })
})
