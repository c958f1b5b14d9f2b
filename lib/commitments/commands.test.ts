import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import type { Outcome } from '../act/act.ts'
import { addDays, dayIn } from '../act/calendar.ts'
import { actorFor, personViewer, publicViewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { effects } from '../effects.ts'
import { convene } from '../meetings/commands.ts'
import { proposalSeenBy } from '../proposals/seen.ts'
import {
  keepStatements,
  proposeStatus,
  recordCommitment,
  recordDescent,
  recordFindings,
  recordOutsideEvents,
  recordPlan,
  reviseStatusProposal,
  takeOverStatus,
} from './commands.ts'
import { commitmentSeenBy, lineageSeenBy } from './seen.ts'
import { planSeenBy } from './plan-seen.ts'
import { eventsSeenBy, statementsAbout } from './source-seen.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es', text })
const today = dayIn('America/Mexico_City', new Date())
const refused = (key: string) => ({ is: 'refused', refusal: { refused: key } })
const invalid = (path: string, key: string) => ({ is: 'invalid', problems: [{ path, key }] })
const source = { text: 'Informe', sure: 'read' }

type Table = Awaited<ReturnType<typeof smallTable>>
let count = 0
const tableWith = (parts: object = {}) => smallTable(database, `plan-${(count += 1)}`, parts)
/** A record of the past stays the operator's after it is opened. */
const recordTable = () => tableWith({ kind: 'record' })
const anybody = (table: Table) => publicViewer(table.db, table.forum, new Date())
const factsOf = (table: Table, outcome: Outcome) =>
  table.db.historyLine.findMany({
    where: { forumId: table.forum.id, index: outcome.is === 'done' ? outcome.index : -1 },
    orderBy: { ordinal: 'asc' },
  })

describe('what was before the system', () => {
  it('is taken over by the operator alone, and only into a record of the past once a forum is open', async () => {
    const open = await tableWith()
    const past = await recordTable()
    for (const [command, input] of [
      [recordPlan, { slug: 'otro', name: { es: 'Otro' } }],
      [recordOutsideEvents, { events: [{ happenedOn: '2022', what: { es: 'Sismo' }, source }] }],
    ] as const) {
      expect(await open.operate(command, input)).toMatchObject(refused('bodies.forumIsOpen'))
      expect(await past.system(command, input)).toMatchObject(refused('bodies.operatorOnly'))
      done(await past.operate(command, input))
    }
    expect(await eventsSeenBy(anybody(past))).toMatchObject([
      { happenedOn: '2022', what: { es: 'Sismo' } },
    ])
  })

  it('is a plan with its days, its commitments, and the day from which each is in force', async () => {
    const table = await recordTable()
    const plan = { slug: 'cuarto', name: { es: 'Cuarto' }, startsOn: '2019', endsOn: '2021-08-31' }
    const { plan: id } = done(await table.operate(recordPlan, plan))
    expect(await planSeenBy(anybody(table), 'cuarto')).toMatchObject({
      id,
      startsOn: '2019',
      endsOn: '2021-08-31',
    })
    expect(await table.operate(recordPlan, plan)).toMatchObject(invalid('slug', 'bodies.slugTaken'))
    expect(await table.operate(recordPlan, { ...plan, slug: 'otro', endsOn: '2018' })).toMatchObject(
      invalid('endsOn', 'errors.endsBeforeItStarts'),
    )
    const commitment = {
      plan: id,
      number: 9,
      title: { es: 'Agua' },
      inForceFrom: { day: '2019-12-10', source },
      statements: [{ field: 'lead', value: null, source: null, sure: 'unknown' }],
    }
    const recorded = await table.operate(recordCommitment, commitment)
    expect((await factsOf(table, recorded)).map((line) => line.kind)).toEqual([
      'commitments.commitment-recorded/1',
      'commitments.status-changed/1',
      'commitments.statement-kept/1',
    ])
    expect(await commitmentSeenBy(anybody(table), 9, 'cuarto')).toMatchObject({
      status: 'in-force',
      changes: [{ takenOver: true, decidedOn: '2019-12-10' }],
    })
    expect(await table.operate(recordCommitment, commitment)).toMatchObject(
      invalid('number', 'commitments.numberTaken'),
    )
    expect(await table.operate(recordCommitment, { ...commitment, number: 0 })).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'number' }],
    })
    expect(await table.operate(recordCommitment, { ...commitment, plan: randomUUID() })).toEqual({
      is: 'missing',
    })
  })

  it('is a status with its source and what the source does not give, along legal moves alone', async () => {
    const table = await recordTable()
    const became = {
      commitment: table.commitment,
      to: 'inactive',
      decidedOn: '2021-12-13',
      source,
      missing: ['quórum'],
    }
    const taken = await table.operate(takeOverStatus, became)
    expect(await factsOf(table, taken)).toMatchObject([
      {
        kind: 'commitments.status-changed/1',
        commitmentId: table.commitment,
        fields: {
          from: 'in-force',
          to: 'inactive',
          takenOver: true,
          decision: null,
          missing: ['quórum'],
        },
      },
    ])
    expect(await commitmentSeenBy(anybody(table), 1)).toMatchObject({ status: 'inactive' })
    expect(await table.operate(takeOverStatus, became)).toMatchObject(
      invalid('to', 'commitments.illegalMove'),
    )
    expect(await table.operate(takeOverStatus, { ...became, decidedOn: '2021-02-29' })).toMatchObject(
      invalid('decidedOn', 'errors.noSuchDay'),
    )
    expect(
      await table.operate(takeOverStatus, { ...became, commitment: (await tableWith()).commitment }),
    ).toEqual({ is: 'missing' })
  })

  it('is what sources say, the unknown kept as unknown', async () => {
    const table = await recordTable()
    const finding = {
      commitment: table.commitment,
      author: 'irm',
      measure: 'completion',
      level: 'limited',
      source,
      sure: 'read',
    }
    expect(
      await factsOf(
        table,
        await table.operate(recordFindings, { plan: table.plan, findings: [finding] }),
      ),
    ).toMatchObject([{ kind: 'commitments.finding-recorded/1' }])
    expect(await table.operate(recordFindings, { plan: table.plan, findings: [] })).toMatchObject({
      is: 'invalid',
    })
    expect(
      await table.operate(recordFindings, {
        plan: table.plan,
        findings: [{ ...finding, author: 'rumour' }],
      }),
    ).toMatchObject({ is: 'invalid' })
    const statement = { field: 'quorum', value: null, source: 'Lineamientos', sure: 'unknown' }
    done(await table.operate(keepStatements, { subject: table.body, statements: [statement] }))
    expect(await statementsAbout(anybody(table), table.body)).toMatchObject([
      { field: 'quorum', value: null, sure: 'unknown' },
    ])
    expect(
      await table.operate(keepStatements, { subject: randomUUID(), statements: [statement] }),
    ).toEqual({ is: 'missing' })
  })
})

describe('where a commitment comes from', () => {
  /** Three plans of one commitment each, the middle one the table's own. */
  async function threePlans(kind = 'record') {
    const table = await tableWith({ kind })
    const made = [table.commitment]
    for (const number of [2, 3]) {
      const { plan } = done(
        await table.operate(recordPlan, { slug: `plan-${number}`, name: { es: `Plan ${number}` } }),
      )
      made.push(
        String(
          done(
            await table.operate(recordCommitment, {
              plan,
              number,
              title: { es: `Compromiso ${number}` },
            }),
          ).commitment,
        ),
      )
    }
    return { table, made }
  }

  it('is told step by step across plans, in both directions, with its source', async () => {
    const {
      table,
      made: [first, second, third],
    } = await threePlans()
    done(await table.operate(recordDescent, { ancestor: first, heir: second, source }))
    done(
      await table.operate(recordDescent, {
        ancestor: second,
        heir: third,
        note: prose('Retoma el padrón'),
      }),
    )
    expect(await lineageSeenBy(anybody(table), String(third))).toMatchObject({
      ancestors: [
        { id: second, note: prose('Retoma el padrón') },
        { id: first, source },
      ],
      heirs: [],
    })
    expect(await lineageSeenBy(anybody(table), String(first))).toMatchObject({
      ancestors: [],
      heirs: [{ id: second }, { id: third, plan: { slug: 'plan-3' } }],
    })
  })

  it('is of an earlier plan, said once, and for a reason', async () => {
    const {
      table,
      made: [first, second],
    } = await threePlans()
    expect(await table.operate(recordDescent, { ancestor: second, heir: first, source })).toMatchObject(
      invalid('ancestor', 'commitments.ancestorIsLater'),
    )
    expect(await table.operate(recordDescent, { ancestor: first, heir: first, source })).toMatchObject(
      invalid('ancestor', 'commitments.ancestorIsLater'),
    )
    expect(await table.operate(recordDescent, { ancestor: first, heir: second })).toMatchObject(
      invalid('note.text', 'errors.reasonNeeded'),
    )
    done(await table.operate(recordDescent, { ancestor: first, heir: second, source }))
    expect(await table.operate(recordDescent, { ancestor: first, heir: second, source })).toMatchObject(
      invalid('ancestor', 'commitments.descentKnown'),
    )
    expect(
      await table.operate(recordDescent, { ancestor: first, heir: table.forum.id, source }),
    ).toEqual({ is: 'missing' })
  })

  it('is said by a seat of the Committee that takes part, and by the operator no more once the forum is open', async () => {
    const table = await tableWith()
    const descent = { ancestor: table.commitment, heir: table.commitment, note: prose('x') }
    expect(await table.operate(recordDescent, descent)).toMatchObject({ is: 'refused' })
    expect(await table.observer.as(recordDescent, descent)).toMatchObject(
      refused('commitments.committeeOnly'),
    )
    expect(await table.civil.as(recordDescent, descent)).toMatchObject(
      invalid('ancestor', 'commitments.ancestorIsLater'),
    )
  })
})

describe('asking for another status', () => {
  const request = {
    mode: 'written',
    to: 'inactive',
    title: prose('Pausa'),
    text: prose('Texto'),
    reasonClass: 'law',
    tried: prose('Todo'),
    conditions: prose('Si'),
    reviewOn: addDays(today, 200),
    deadlineOn: addDays(today, 30),
  }

  it('puts one proposal on the table, which the public reads', async () => {
    const table = await tableWith()
    const ask = { commitment: table.commitment, ...request }
    const asked = await table.adviser.as(proposeStatus, ask)
    expect(await factsOf(table, asked)).toMatchObject([
      { kind: 'proposals.proposed/1', commitmentId: table.commitment, bodyId: table.body, held: false },
    ])
    expect(await proposalSeenBy(anybody(table), String(done(asked).proposal))).toMatchObject({
      number: 1,
      mode: 'written',
      title: prose('Pausa'),
      effect: { kind: 'commitments.status', to: 'inactive', reviewOn: request.reviewOn },
    })
    expect(await table.civil.as(proposeStatus, ask)).toMatchObject({
      refusal: { refused: 'commitments.alreadyProposed', params: { number: 1 } },
    })
    expect(await table.observer.as(proposeStatus, ask)).toMatchObject(refused('proposals.notOfThisBody'))
  })

  it('tells all that a request lacks at once, also what only its status and its way ask for', async () => {
    const table = await tableWith()
    const { title: _, tried: __, ...rest } = request
    const lacking = { ...rest, conditions: undefined, reviewOn: undefined, deadlineOn: undefined }
    expect(
      await table.civil.as(proposeStatus, { commitment: table.commitment, ...lacking }),
    ).toMatchObject({
      is: 'invalid',
      problems: [
        { path: 'title' },
        { path: 'tried' },
        { path: 'conditions.text', key: 'commitments.conditionsNeeded' },
        { path: 'reviewOn', key: 'commitments.reviewNeeded' },
        { path: 'deadlineOn', key: 'proposals.deadlineNeeded' },
      ],
    })
  })

  it('tells before anything is filled in that one is open already, for it is the button that asks', async () => {
    const table = await tableWith()
    const now = new Date()
    const circumstances = { forum: table.forum, now, today, effects }
    const viewer = await personViewer(table.db, table.forum, table.civil.person, now)
    const standing = async () => {
      const naming = { commitment: table.commitment } as never
      const subject = await proposeStatus.subject(table.db, naming, circumstances)
      return (
        subject && proposeStatus.standing(actorFor(viewer, table.civil.seat), subject, circumstances)
      )
    }
    expect(await standing()).toBe(true)
    done(await table.adviser.as(proposeStatus, { commitment: table.commitment, ...request }))
    expect(await standing()).toMatchObject({ refused: 'commitments.alreadyProposed' })
  })

  it.each([
    [{ conditions: undefined }, 'conditions.text', 'commitments.conditionsNeeded'],
    [{ reviewOn: undefined }, 'reviewOn', 'commitments.reviewNeeded'],
    [{ reviewOn: today }, 'reviewOn', 'commitments.reviewInThePast'],
    [{ deadlineOn: undefined }, 'deadlineOn', 'proposals.deadlineNeeded'],
    [{ deadlineOn: addDays(today, 4) }, 'deadlineOn', 'proposals.deadlineTooSoon'],
    [{ to: 'in-force' }, 'to', 'commitments.illegalMove'],
    [{ to: 'unknown' }, 'to', 'errors.chooseStatus'],
    [{ mode: 'by-mail' }, 'mode', 'errors.chooseMode'],
    [{ reasonClass: 'mood' }, 'reasonClass', 'errors.chooseReason'],
    [{ mode: 'session' }, 'agendaItem', 'commitments.itemNeeded'],
    [{ title: prose('x'.repeat(301)) }, 'title.text', 'errors.tooLong'],
    [{ text: prose('x'.repeat(1_000_000)) }, 'text.text', 'errors.tooLong'],
    [{ tried: prose('a\u202Eb') }, 'tried.text', 'errors.hidingCharacters'],
    [
      { evidence: [{ title: 'x', address: 'javascript:alert(1)' }] },
      'evidence.0.address',
      'errors.badAddress',
    ],
    [{ reviewOn: '2027-02-29' }, 'reviewOn', 'errors.noSuchDay'],
  ])('refuses %j at its field', async (parts, path, key) => {
    const table = await shared
    const outcome = await table.civil.as(proposeStatus, {
      commitment: table.commitment,
      ...request,
      ...parts,
    })
    expect(outcome).toMatchObject({ is: 'invalid' })
    expect(outcome.is === 'invalid' && outcome.problems).toContainEqual(
      expect.objectContaining({ path, key }),
    )
  })

  it('takes no field that it does not know: who forges one is told, and nothing is done', async () => {
    const table = await shared
    expect(
      await table.civil.as(proposeStatus, { commitment: table.commitment, ...request, number: 99 }),
    ).toMatchObject({ is: 'invalid' })
    expect(await table.db.proposal.count({ where: { forumId: table.forum.id } })).toBe(0)
  })

  it('in session, under an item that is on the table of the deciding body', async () => {
    const table = await tableWith({ rules: { noticeDays: { ordinary: 0, extraordinary: 0 } } })
    const { meeting } = done(
      await table.secretary.as(convene, {
        body: table.body,
        kind: 'ordinary',
        day: today,
        time: '23:59',
        place: prose('Sala'),
        items: [{ title: prose('Uno'), commitment: table.commitment }],
      }),
    )
    const item = await table.db.agendaItem.findFirstOrThrow({ where: { meetingId: String(meeting) } })
    const { deadlineOn: _deadline, ...inSession } = {
      ...request,
      mode: 'session',
      commitment: table.commitment,
    }
    expect(await table.civil.as(proposeStatus, { ...inSession, agendaItem: randomUUID() })).toEqual({
      is: 'missing',
    })
    const { proposal } = done(await table.civil.as(proposeStatus, { ...inSession, agendaItem: item.id }))
    expect(await proposalSeenBy(anybody(table), String(proposal))).toMatchObject({
      mode: 'session',
      meetingId: meeting,
      agendaItemId: item.id,
      deadlineAt: null,
    })
  })

  it('is revised on the text as it stands: a stale digest is refused', async () => {
    const table = await tableWith()
    const { proposal } = done(
      await table.civil.as(proposeStatus, { commitment: table.commitment, ...request }),
    )
    const { digest } = await table.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
    const { mode: _mode, ...text } = request
    const changed = await table.civil.as(reviseStatusProposal, {
      proposal,
      digest,
      ...text,
      text: prose('Otro'),
    })
    expect(await factsOf(table, changed)).toMatchObject([
      { kind: 'proposals.text-changed/1', fields: { version: 2, from: digest } },
    ])
    expect(await table.civil.as(reviseStatusProposal, { proposal, digest, ...text })).toMatchObject(
      refused('proposals.textChanged'),
    )
    expect(await table.civil.as(reviseStatusProposal, { proposal, digest: 'x', ...text })).toMatchObject(
      invalid('digest', 'errors.staleText'),
    )
    expect(
      await table.civil.as(reviseStatusProposal, { proposal: randomUUID(), digest, ...text }),
    ).toEqual({ is: 'missing' })
  })
})

const shared = tableWith()
