import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import type { Place } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { dayIn } from '../act/calendar.ts'
import { officeViewer, publicViewer } from '../act/viewer.ts'
import { checkLog, compareRows, Differences } from '../act/verify.ts'
import { registerOrganisation } from '../bodies/commands.ts'
import { proposeStatus } from '../commitments/commands.ts'
import { planSeenBy } from '../commitments/plan-seen.ts'
import { commitmentSeenBy, lineageSeenBy } from '../commitments/seen.ts'
import { openAsOf } from '../db/as-of.ts'
import { openDatabase } from '../db/client.ts'
import { factKindNamed } from '../facts.ts'
import { proposeResolution, reviseText, takePosition } from '../proposals/commands.ts'
import { decisionsSeenBy, proposalSeenBy } from '../proposals/seen.ts'
import { effectsOfDecisions } from '../roadmaps/result-seen.ts'
import {
  proposeClosing,
  proposeCommitment,
  proposeMerger,
  proposePlan,
  proposeRewording,
  proposeSplit,
} from './commands.ts'
import { commitmentTextsSeenBy, planChangesSeenBy } from './seen.ts'

const { appUrl } = await useDatabase()
const empty = await useDatabase()
const database = openDatabase(appUrl)
const past = openAsOf(appUrl, 'asof')
afterAll(async () => {
  await database.$disconnect()
  await past.close()
})

const today = dayIn('America/Mexico_City', new Date())
const prose = (text: string) => ({ lang: 'es', text })
const written = {
  mode: 'written',
  title: prose('Se pide'),
  text: prose('Porque sí'),
  deadlineOn: '2030-01-15',
}
const invalid = (path: string, key: string) => ({ is: 'invalid', problems: [{ path, key }] })

type Table = Awaited<ReturnType<typeof tableNamed>>
let count = 0
async function tableNamed(kind = 'live') {
  const table = await smallTable(database, `planes-${(count += 1)}`, { kind })
  const founding = officeViewer(table.db, { ...table.forum, openedAt: null }, 'operator', new Date())
  const register = async (es: string, shortName: string) =>
    String(
      done(
        await table.act(registerOrganisation, {
          viewer: founding,
          key: randomUUID(),
          input: { sector: table.executive.sector, name: { es }, shortName },
        }),
      ).organisation,
    )
  const [sfp, inai] = [await register('Función Pública', 'SFP'), await register('Instituto', 'INAI')]
  const sectors = [table.civil, table.oversight, table.executive]
  const anybody = () => publicViewer(table.db, table.forum, new Date())
  /** Asked by civil society; every sector agrees. */
  const ask = async (command: object, input: object, by: Place = table.civil) =>
    String(done(await by.as(command, { ...written, ...input })).proposal)
  const agree = async (proposal: string) => {
    const { digest } = await database.proposal.findUniqueOrThrow({ where: { id: proposal } })
    for (const place of sectors)
      done(await place.as(takePosition, { proposal, digest, stance: 'agree' }))
    return database.decision.findFirstOrThrow({ where: { proposalId: proposal } })
  }
  const adopt = async (command: object, input: object) => agree(await ask(command, input))
  return { ...table, sfp, inai, anybody, ask, agree, adopt }
}

const fifth = {
  slug: 'plan-5',
  nameEs: 'Quinto Plan',
  startsOn: '2025',
  endsOn: '2029',
  lang: 'es',
  lines: ['1 | Agua | Que alcance | SFP | INAI | Agua | 1', '2 | Gasto abierto | | INAI'].join('\n'),
}

async function withFifth(table: Table) {
  await table.adopt(proposePlan, fifth)
  const plan = await database.plan.findFirstOrThrow({
    where: { forumId: table.forum.id, slug: 'plan-5' },
    include: { commitments: { orderBy: { number: 'asc' } } },
  })
  const [first, second] = plan.commitments
  if (!first || !second) throw new Error('the plan has two commitments')
  return { plan: plan.id, first: first.id, second: second.id }
}

describe('any other decision', () => {
  it('is its own text, and adopting it is all that it does', async () => {
    const table = await tableNamed()
    const asked = { body: table.body, of: 'calendar', ...written }
    const { proposal } = done(await table.civil.as(proposeResolution, asked))
    const first = await database.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
    const other = { proposal, digest: first.digest, title: prose('Calendario'), text: prose('Enero') }
    const { deadlineOn } = written
    expect(await table.oversight.as(reviseText, { ...other, deadlineOn })).toMatchObject({
      is: 'refused',
      refusal: { refused: 'proposals.onlyItsProposer' },
    })
    expect(
      await table.civil.as(reviseText, {
        ...other,
        title: written.title,
        text: written.text,
        deadlineOn,
      }),
    ).toMatchObject(invalid('text.text', 'proposals.sameText'))
    done(await table.civil.as(reviseText, { ...other, deadlineOn }))
    const decision = await table.agree(String(proposal))
    expect(decision).toMatchObject({ outcome: 'full-consensus', notCarriedOut: null })
    const { decisions } = await decisionsSeenBy(table.anybody(), {})
    expect(decisions[0]).toMatchObject({
      title: { text: 'Calendario' },
      effect: { kind: 'proposals.resolution', of: 'calendar' },
    })
  })

  it('is asked of a body by those who sit there, and of what it is about is chosen', async () => {
    const table = await tableNamed()
    const asked = { body: table.body, of: 'calendar', ...written }
    expect(await table.observer.as(proposeResolution, asked)).toMatchObject({ is: 'refused' })
    expect(await table.civil.as(proposeResolution, { ...asked, body: randomUUID() })).toEqual({
      is: 'missing',
    })
    expect(await table.civil.as(proposeResolution, { ...asked, of: 'ley' })).toMatchObject(
      invalid('of', 'errors.chooseResolution'),
    )
  })
})

describe('a plan', () => {
  it('is adopted with its commitments, in force from that day, with where they come from', async () => {
    const table = await tableNamed()
    const { first } = await withFifth(table)
    expect(await planSeenBy(table.anybody())).toMatchObject({
      slug: 'plan-5',
      adoptedOn: today,
      current: true,
      commitments: 2,
      statuses: [{ status: 'in-force', count: 2 }],
    })
    const seen = await commitmentSeenBy(table.anybody(), 1)
    expect(seen).toMatchObject({
      title: { es: 'Agua' },
      objective: { es: 'Que alcance' },
      policyArea: 'Agua',
      status: 'in-force',
      changes: [{ from: null, to: 'in-force', takenOver: false, decidedOn: today }],
    })
    expect(seen?.participants.map(({ role, organisation }) => [role, organisation.id])).toEqual([
      ['lead', table.sfp],
      ['support', table.inai],
    ])
    expect((await lineageSeenBy(table.anybody(), first)).ancestors).toMatchObject([
      { number: 1, title: { es: 'Compromiso' } },
    ])
    const decision = await database.decision.findFirstOrThrow({ where: { forumId: table.forum.id } })
    expect(await effectsOfDecisions(table.anybody(), [decision.id])).toEqual({
      [decision.id]: { of: 'plan-adopted', plan: { es: 'Quinto Plan' }, commitments: 2 },
    })
  })

  it('is read whole before it is put on the table', async () => {
    const table = await tableNamed()
    const outcome = await table.act(proposePlan, {
      viewer: await table.viewerOf(table.civil.person),
      key: randomUUID(),
      input: { as: table.civil.seat, ...written, ...fifth },
      looked: '',
    })
    expect(outcome).toMatchObject({
      is: 'look',
      consequences: [
        { says: 'consequences.planShown', params: { count: 2 } },
        { says: 'consequences.commitmentShown', params: { number: 1, organisations: 2, from: 1 } },
        { says: 'consequences.commitmentShown', params: { number: 2, title: 'Gasto abierto' } },
      ],
    })
  })

  it('is not adopted twice, and all that is wrong with its lines is told at once', async () => {
    const table = await tableNamed()
    const proposal = await table.ask(proposePlan, fifth)
    const again = { ...written, ...fifth }
    expect(await table.executive.as(proposePlan, again)).toMatchObject(
      invalid('slug', 'plans.alreadyAsked'),
    )
    const rival = await table.ask(proposePlan, { ...fifth, slug: 'plan-5-bis' })
    await table.agree(proposal)
    expect(await table.civil.as(proposePlan, again)).toMatchObject({
      is: 'invalid',
      problems: [
        { path: 'slug', key: 'plans.alreadyAdopted' },
        { path: 'nameEs', key: 'plans.sameName' },
      ],
    })
    const bad = { ...again, slug: 'plan-6', nameEs: 'Sexto', startsOn: '2030', endsOn: '2029' }
    expect(
      await table.civil.as(proposePlan, {
        ...bad,
        lines: '1 | A | | IFAI\n1 | \n',
        inForceOn: '2020-01-01',
      }),
    ).toMatchObject({
      is: 'invalid',
      problems: [
        { path: 'endsOn', key: 'errors.endsBeforeItStarts' },
        { path: 'lines', key: 'plans.unknownOrganisation', params: { line: 1, name: 'IFAI' } },
        { path: 'lines.1', key: 'plans.lineTitleNeeded' },
        { path: 'lines.2', key: 'plans.numberTwice' },
        { path: 'inForceOn', key: 'plans.inForceInThePast' },
      ],
    })
    // Another plan that was asked for meanwhile is another plan.
    expect(await table.agree(rival)).toMatchObject({ notCarriedOut: null })
  })

  it('that was adopted meanwhile is not carried out a second time', async () => {
    const table = await tableNamed()
    const proposal = await table.ask(proposePlan, fifth)
    // As when two were asked for in the same breath.
    await table.adopt(proposePlan, { ...fifth, slug: 'otro', nameEs: 'Otro' })
    const row = await database.proposal.findUniqueOrThrow({ where: { id: proposal } })
    expect(row.effect).toMatchObject({ slug: 'plan-5' })
    await table.agree(proposal)
    expect((await planSeenBy(table.anybody()))?.slug).toBe('plan-5')
  })
})

const over = { titleEs: 'Agua', objectiveEs: 'Que alcance' }

describe('a commitment', () => {
  it('is reworded, and how it read stays with the decision, and in the past', async () => {
    const table = await tableNamed()
    const { first } = await withFifth(table)
    const before = await database.logHead.findFirstOrThrow({ where: { forumId: table.forum.id } })
    const decision = await table.adopt(proposeRewording, {
      commitment: first,
      titleEs: 'Agua limpia',
      titleEn: 'Clean water',
      objectiveEs: 'Que alcance',
      leads: [table.inai],
    })
    expect(await commitmentSeenBy(table.anybody(), 1)).toMatchObject({
      title: { es: 'Agua limpia', en: 'Clean water' },
      participants: [{ role: 'lead', organisation: { id: table.inai } }],
    })
    expect(await commitmentTextsSeenBy(table.anybody(), first)).toMatchObject([
      { how: 'with-plan', before: null, after: { title: { es: 'Agua' } } },
      {
        how: 'reworded',
        decision: { id: decision.id, number: decision.number },
        before: { title: { es: 'Agua' } },
        after: { title: { es: 'Agua limpia' } },
      },
    ])
    // The same page, as it stood before.
    const then = { ...table.anybody(), db: past.at({ at: before.size - 1 }) }
    expect(await commitmentSeenBy(then, 1)).toMatchObject({
      title: { es: 'Agua' },
      participants: [{ organisation: { id: table.sfp } }, { organisation: { id: table.inai } }],
    })
    expect(await effectsOfDecisions(table.anybody(), [decision.id])).toMatchObject({
      [decision.id]: { of: 'commitment', how: 'reworded', commitment: 1 },
    })
  })

  it('is reworded twice: in other parts both hold, in the same part the second is not carried out', async () => {
    const table = await tableNamed()
    const { first } = await withFifth(table)
    const who = { leads: [table.sfp], supports: [table.inai] }
    const asked = { commitment: first, ...over, ...who }
    const [title, goal, late] = [
      await table.ask(proposeRewording, { ...asked, titleEs: 'Agua limpia' }),
      await table.ask(proposeRewording, { ...asked, objectiveEs: 'Que sobre' }),
      await table.ask(proposeRewording, { ...asked, titleEs: 'Agua potable' }),
    ]
    expect(await table.agree(title)).toMatchObject({ notCarriedOut: null })
    expect(await table.agree(goal)).toMatchObject({ notCarriedOut: null })
    expect(await table.agree(late)).toMatchObject({ notCarriedOut: 'plans.overtaken' })
    expect(await commitmentSeenBy(table.anybody(), 1)).toMatchObject({
      title: { es: 'Agua limpia' },
      objective: { es: 'Que sobre' },
    })
  })

  it.each([
    [{ ...over, titleEs: '' }, 'titleEs', 'plans.titleNeeded'],
    [{ titleEs: 'Agua limpia' }, 'objectiveEs', 'plans.objectiveNeeded'],
    [{ ...over, titleEs: 'Otra', leads: [randomUUID()] }, 'leads', 'errors.unknownThing'],
  ])('is not reworded with %j', async (input, path, key) => {
    const table = await tableNamed()
    const { first } = await withFifth(table)
    const given = { ...written, commitment: first, ...input, titleEs: input.titleEs || undefined }
    expect(await table.civil.as(proposeRewording, given)).toMatchObject(invalid(path, key))
  })

  it('that reads so already is not reworded', async () => {
    const table = await tableNamed()
    const { first } = await withFifth(table)
    const same = { ...over, leads: [table.sfp], supports: [table.inai] }
    expect(
      await table.civil.as(proposeRewording, { ...written, commitment: first, ...same }),
    ).toMatchObject(invalid('titleEs', 'plans.alreadySo'))
  })

  it('is added to a plan, or carried over into it, under a number that is free', async () => {
    const table = await tableNamed()
    const { plan } = await withFifth(table)
    const one = { plan, titleEs: 'Tercero', number: '3' }
    expect(await table.civil.as(proposeCommitment, { ...written, ...one, number: '2' })).toMatchObject(
      invalid('number', 'plans.numberTaken'),
    )
    const rival = await table.ask(proposeCommitment, one)
    await table.adopt(proposeCommitment, { ...one, titleEs: 'Viene de antes', from: table.commitment })
    expect(await table.agree(rival)).toMatchObject({ notCarriedOut: 'plans.numberTaken' })
    const seen = await commitmentSeenBy(table.anybody(), 3)
    expect(seen).toMatchObject({ title: { es: 'Viene de antes' }, status: 'in-force' })
    expect((await lineageSeenBy(table.anybody(), seen?.id ?? '')).ancestors).toHaveLength(1)
  })

  it('is split, and several are merged: they go on in others', async () => {
    const table = await tableNamed()
    const { plan, first, second } = await withFifth(table)
    expect(
      await table.civil.as(proposeSplit, { ...written, commitment: first, lang: 'es', lines: 'Uno' }),
    ).toMatchObject(invalid('lines', 'plans.twoNeeded'))
    const split = await table.adopt(proposeSplit, {
      commitment: first,
      lang: 'es',
      lines: 'Agua rural\nAgua urbana',
    })
    expect(await commitmentSeenBy(table.anybody(), 1)).toMatchObject({ status: 'replaced' })
    expect(await commitmentSeenBy(table.anybody(), 3)).toMatchObject({
      title: { es: 'Agua rural' },
      status: 'in-force',
      participants: [{ organisation: { id: table.sfp } }, { organisation: { id: table.inai } }],
    })
    expect(await effectsOfDecisions(table.anybody(), [split.id])).toMatchObject({
      [split.id]: { of: 'commitment', how: 'split', commitment: 1 },
    })
    expect((await lineageSeenBy(table.anybody(), first)).heirs.map(({ number }) => number)).toEqual(
      expect.arrayContaining([3, 4]),
    )
    const rural = (await commitmentSeenBy(table.anybody(), 3))?.id
    const both = { plan, commitments: [second, rural], number: '9', titleEs: 'Agua y gasto' }
    expect(
      await table.civil.as(proposeMerger, { ...written, ...both, commitments: [second, first] }),
    ).toMatchObject(invalid('commitments', 'plans.oneIsOver'))
    expect(
      await table.civil.as(proposeMerger, {
        ...written,
        ...both,
        commitments: [second, table.commitment],
      }),
    ).toMatchObject({
      is: 'invalid',
      problems: expect.arrayContaining([{ path: 'commitments', key: 'plans.ofSeveralPlans' }]) as [],
    })
    await table.adopt(proposeMerger, both)
    expect(await commitmentSeenBy(table.anybody(), 2)).toMatchObject({ status: 'replaced' })
    expect(await commitmentSeenBy(table.anybody(), 9)).toMatchObject({ status: 'in-force' })
    expect(
      await table.civil.as(proposeSplit, {
        ...written,
        commitment: second,
        lang: 'es',
        lines: 'a\nb',
      }),
    ).toMatchObject({ is: 'refused', refusal: { refused: 'commitments.isOver' } })
  })
})

describe('a plan that is closed', () => {
  let table: Table
  let ids: Awaited<ReturnType<typeof withFifth>>
  beforeAll(async () => {
    table = await tableNamed()
    ids = await withFifth(table)
  })
  const outcomes = () => [
    { commitment: ids.first, outcome: 'completed', note: prose('Alcanzó') },
    { commitment: ids.second, outcome: 'carried-over' },
  ]

  it('says of each commitment what became of it', async () => {
    const ask = (given: object[]) =>
      table.civil.as(proposeClosing, { ...written, plan: ids.plan, outcomes: given })
    expect(await ask(outcomes().slice(1))).toMatchObject(invalid('outcomes', 'plans.outcomeMissing'))
    expect(await ask(outcomes())).toMatchObject(invalid('outcomes.1.outcome', 'plans.notCarriedOn'))
    expect(await ask([...outcomes(), { commitment: table.commitment, outcome: 'not' }])).toMatchObject(
      invalid('outcomes', 'plans.outcomeUnknown'),
    )
  })

  it('takes no more changes, and its page says what became of it', async () => {
    await table.adopt(proposePlan, {
      ...fifth,
      slug: 'plan-6',
      nameEs: 'Sexto Plan',
      lines: '1 | Gasto | | SFP | | | 2',
    })
    const [waiting, status] = [
      await table.ask(proposeCommitment, { plan: ids.plan, titleEs: 'Tarde', number: '7' }),
      await table.ask(proposeStatus, {
        commitment: ids.second,
        to: 'concluded',
        reasonClass: 'law',
        tried: prose('Todo'),
      }),
    ]
    await table.adopt(proposeClosing, { plan: ids.plan, outcomes: outcomes() })
    expect(await table.agree(waiting)).toMatchObject({ notCarriedOut: 'plans.isClosed' })
    expect(await table.agree(status)).toMatchObject({ notCarriedOut: 'plans.isClosed' })
    expect(await planSeenBy(table.anybody(), 'plan-5')).toMatchObject({ over: true, closedOn: today })
    const changes = await planChangesSeenBy(table.anybody(), ids.plan)
    expect(changes.closed).toMatchObject({
      figures: { completed: 1, 'carried-over': 1, not: 0 },
      outcomes: [
        { number: 1, outcome: 'completed', note: { text: 'Alcanzó' } },
        { number: 2, outcome: 'carried-over', heirs: [{ number: 1, plan: 'plan-6' }] },
      ],
    })
    expect(await commitmentSeenBy(table.anybody(), 1, 'plan-5')).toMatchObject({ status: 'concluded' })
    expect(
      await table.civil.as(proposeRewording, { ...written, commitment: ids.second, titleEs: 'x' }),
    ).toMatchObject({ is: 'refused', refusal: { refused: 'plans.isClosed' } })
    expect(
      await table.civil.as(proposeStatus, {
        ...written,
        commitment: ids.second,
        to: 'concluded',
        reasonClass: 'law',
        tried: prose('Todo'),
      }),
    ).toMatchObject({ is: 'refused', refusal: { refused: 'plans.isClosed' } })
  })

  it('is the fold of its log, with all that was changed', async () => {
    const into = openDatabase(empty.appUrl)
    try {
      const differences = new Differences()
      await checkLog(database, table.forum.id, null, differences)
      expect(differences.told).toEqual([])
      expect(await compareRows(database, into, table.forum.id, factKindNamed)).toEqual([])
    } finally {
      await into.$disconnect()
    }
  })
})

it('what the portal reads of a proposal about a plan is its effect as it was asked', async () => {
  const table = await tableNamed()
  const proposal = await table.ask(proposePlan, fifth)
  expect((await proposalSeenBy(table.anybody(), proposal))?.effect).toMatchObject({
    kind: 'plans.adopt',
    commitments: [{ number: 1 }, { number: 2 }],
  })
})
