import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../db/client.ts'
import { publicViewer } from '../act/viewer.ts'
import { bodySeenBy, seatSeenBy } from '../bodies/seen.ts'
import { smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { recordCommitment, recordFindings, recordPlan } from './commands.ts'
import { commitmentSeenBy, commitmentsSeenBy } from './seen.ts'
import { planResultsSeenBy, planSeenBy, plansSeenBy, tablesSeenBy } from './plan-seen.ts'

const place = await useDatabase()
const database = openDatabase(place.appUrl)
const table = await smallTable(database)
const other = await smallTable(database, 'otra')
const viewer = publicViewer(table.db, table.forum, new Date())
const elsewhere = publicViewer(other.db, other.forum, new Date())

describe('a plan', () => {
  it('is the current one when it was recorded last, and is found by its own name', async () => {
    const plans = await plansSeenBy(viewer)
    expect(
      plans.map(({ slug, current, commitments, statuses }) => ({
        slug,
        current,
        commitments,
        statuses,
      })),
    ).toEqual([
      { slug: 'plan-1', current: true, commitments: 1, statuses: [{ status: 'in-force', count: 1 }] },
    ])
    expect((await planSeenBy(viewer))?.slug).toBe('plan-1')
    expect(await planSeenBy(viewer, 'plan-2')).toBeNull()
  })
})

describe('a commitment', () => {
  it('is found by its number in its plan, with the change that put it in force', async () => {
    const found = await commitmentSeenBy(viewer, 1)
    expect(found?.id).toBe(table.commitment)
    expect(
      found?.changes.map(({ from, to, decidedOn, takenOver }) => ({ from, to, decidedOn, takenOver })),
    ).toEqual([{ from: null, to: 'in-force', decidedOn: '2026-01-05', takenOver: true }])
    expect(await commitmentSeenBy(viewer, 2)).toBeNull()
    expect(await commitmentSeenBy(viewer, 1, 'plan-2')).toBeNull()
  })
  it('is filtered by what its plan has, and by nothing else', async () => {
    expect((await commitmentsSeenBy(viewer, table.plan, { status: 'in-force' })).lines).toHaveLength(1)
    expect((await commitmentsSeenBy(viewer, table.plan, { status: 'inactive' })).lines).toHaveLength(0)
    expect((await commitmentsSeenBy(viewer, table.plan, { sector: 'civil' })).lines).toHaveLength(0)
  })
  it('is seen in its own part of a large plan, and in no other', async () => {
    expect(
      (await commitmentsSeenBy(viewer, table.plan, { part: { skip: 0, take: 25 } })).lines.map(
        (line) => line.number,
      ),
    ).toEqual([1])
    expect(
      (await commitmentsSeenBy(viewer, table.plan, { part: { skip: 25, take: 25 } })).lines,
    ).toEqual([])
  })
  it('is not seen from another forum', async () => {
    expect((await commitmentSeenBy(elsewhere, 1))?.id).toBe(other.commitment)
    expect((await commitmentsSeenBy(elsewhere, table.plan)).all).toBe(0)
  })
})

it('seats and bodies of another forum, and ids that are none, are not there', async () => {
  expect((await seatSeenBy(viewer, table.civil.seat))?.titular?.name).toBe('Persona 0')
  expect(await seatSeenBy(elsewhere, table.civil.seat)).toBeNull()
  expect(await seatSeenBy(viewer, 'no-uuid')).toBeNull()
  expect((await bodySeenBy(viewer, 'comite'))?.id).toBe(table.body)
  expect(await bodySeenBy(viewer, 'nowhere')).toBeNull()
})

it('the results of a plan draw what was counted, name what is known by name, and keep a self-report apart', async () => {
  const [plan, first, second] = [randomUUID(), randomUUID(), randomUUID()]
  const open = await smallRecord({ plan, commitments: [first, second] })
  const { distributions, others } = await planResultsSeenBy(open.viewer, open.plan)
  expect(distributions.map(({ author, measure, of, bars }) => ({ author, measure, of, bars }))).toEqual([
    {
      author: 'irm',
      measure: 'completion',
      of: 2,
      bars: [
        { level: 'limited', count: 1, identified: [], contradicted: false },
        { level: 'complete', count: 1, identified: [2], contradicted: false },
      ],
    },
  ])
  expect(others.map(({ author, level, count }) => ({ author, level, count }))).toEqual([
    { author: 'government-board', level: 'completed', count: 2 },
  ])
})

/** A record of the past, in which the operator may still write: two commitments, what the IRM found, and what a board said of itself. */
async function smallRecord({ plan, commitments }: { plan: string; commitments: string[] }) {
  const record = await smallTable(database, 'pasado', { kind: 'record' })
  const source = { text: 'informe' }
  await record.operate(recordPlan, { id: plan, slug: 'plan-2', name: { es: 'Plan 2' } })
  for (const [at, id] of commitments.entries())
    await record.operate(recordCommitment, { id, plan, number: at + 1, title: { es: 'uno' } })
  const finding = { author: 'irm', measure: 'completion', source, sure: 'read' }
  await record.operate(recordFindings, {
    plan,
    findings: [
      { ...finding, level: 'limited', count: 1 },
      { ...finding, level: 'complete', count: 1 },
      { ...finding, level: 'complete', commitment: commitments[1] },
      { ...finding, author: 'government-board', level: 'completed', count: 2 },
    ],
  })
  const seen = publicViewer(record.db, record.forum, new Date())
  const found = await planSeenBy(seen, 'plan-2')
  if (!found) throw new Error('the plan is not there')
  return { viewer: seen, plan: found }
}

it('the tables of an installation are listed with their sectors, their plan and their acts', async () => {
  const tables = await tablesSeenBy(viewer)
  expect(
    tables.map(({ slug, sectors, plan }) => [slug, sectors.length, plan?.commitments]),
  ).toContainEqual(['mesa', 3, 1])
})
