/** @module-tag long */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { checkLog, compareRows, Differences } from '../lib/act/verify.ts'
import { distributionOf } from '../lib/commitments/rules.ts'
import { openDatabase } from '../lib/db/client.ts'
import { factKindNamed } from '../lib/facts.ts'
import { formatKey } from '../lib/log/note.ts'
import { publicKeyIn } from '../lib/log/signer.ts'
import { cloneDatabase, prepareTemplate } from '../testing/databases.ts'
import { useDatabase } from '../testing/use-database.ts'
import { WRITTEN_FOR } from './demonstration/days.ts'
import { idOf } from './demonstration/stage.ts'
import { demonstrationPeople, loadDemonstration } from './seed.ts'

const seeded = await useDatabase({ seeded: true })
const db = openDatabase(seeded.appUrl, { connections: 4 })
afterAll(() => db.$disconnect())

const forums = { mexico: idOf('mexico'), practica: idOf('practica') }

/** The demonstration's log, the same everywhere: whoever changes a fact kind or an act of it sees it here. */
const golden = {
  mexico: {
    size: 125,
    root: 'xQGdOiB4PeP7mBCXe6sztinDsJ8gQsuebsUCwV8/5KU=',
    key: 'mesa-abierta/79f6d3f8-65b3-4462-acb4-cf743a9476ff+06afbba9+AR8CbJfu+vQxPAB0S8r+KRaheroARRWSLMIGqem0en86',
  },
  practica: {
    size: 267,
    root: '81FUT7eZl1lrq7kXEHgLmc+mPoTd5MIwZMCxO1xEJ/Q=',
    key: 'mesa-abierta/6653da6c-b91d-498f-b3d4-af14d1820b08+e23ecffa+AVe46mdl0HCwlMx+37tGwF0j1Xkug4jFps82SIAf05Du',
  },
}

async function headOf(source: typeof db, forum: string, keysDir: string) {
  const [differences, key] = [new Differences(), await publicKeyIn(keysDir, forum)]
  const { size, root } = await checkLog(source, forum, key && [{ key, from: 0 }], differences)
  expect(differences.told).toEqual([])
  return { size, root: Buffer.from(root).toString('base64'), key: key ? formatKey(key) : '' }
}

async function plainDatabase() {
  const database = await cloneDatabase(await prepareTemplate(inject('server')))
  afterAll(() => database.drop())
  return database
}

describe('the demonstration', () => {
  it.each(['mexico', 'practica'] as const)('has the golden log of %s', async (slug) => {
    expect(await headOf(db, forums[slug], seeded.keysDir)).toEqual(golden[slug])
  })

  it('loads into another database with the same log', async () => {
    const { appUrl, ownerUrl } = await plainDatabase()
    const keysDir = mkdtempSync(join(tmpdir(), 'mesa-keys-'))
    await loadDemonstration({ appUrl, ownerUrl, keysDir, today: WRITTEN_FOR })
    const other = openDatabase(appUrl, { connections: 2 })
    for (const slug of ['mexico', 'practica'] as const)
      expect(await headOf(other, forums[slug], keysDir)).toEqual(golden[slug])
    await other.$disconnect()
    rmSync(keysDir, { recursive: true })
  })

  it.each(['mexico', 'practica'] as const)('has in %s the rows that its log says', async (slug) => {
    const { appUrl } = await plainDatabase()
    const empty = openDatabase(appUrl, { connections: 2 })
    expect(await compareRows(db, empty, forums[slug], factKindNamed)).toEqual([])
    await empty.$disconnect()
  })

  it('has an account for each of its people', async () => {
    const users = await db.user.findMany({ select: { email: true } })
    expect(users.map(({ email }) => email).toSorted()).toEqual(
      demonstrationPeople.map(({ email }) => email).toSorted(),
    )
  })
})

describe('the record of Mexico', () => {
  const here = { forumId: forums.mexico }

  it('has no people, and is not open to acts', async () => {
    expect(await db.person.count({ where: here })).toBe(0)
    expect((await db.forum.findUniqueOrThrow({ where: { slug: 'mexico' } })).openedAt).toBeNull()
  })

  it('names thirteen commitments by OGP’s ids, three of them inactive, known by the days of their minutes', async () => {
    const commitments = await db.commitment.findMany({
      where: { ...here, plan: { slug: '2019-2022' } },
      orderBy: { number: 'asc' },
    })
    expect(commitments.map(({ ogpId }) => ogpId)).toEqual(
      Array.from({ length: 13 }, (_, place) => `MX00${75 + place}`),
    )
    expect(
      commitments
        .filter(({ status }) => status === 'inactive')
        .map(({ number, statusSince }) => [number, statusSince?.toISOString().slice(0, 10)]),
    ).toEqual([
      [1, '2021-12-13'],
      [5, '2022-05-03'],
      [9, '2022-10-20'],
    ])
    expect(commitments.filter(({ status }) => status === 'in-force')).toHaveLength(10)
  })

  it('holds the report’s numbers, and rates no commitment that no source rates', async () => {
    const findings = await db.finding.findMany({
      where: { ...here, plan: { slug: '2019-2022' }, author: 'irm' },
      include: { commitment: true },
    })
    const told = findings.flatMap(({ measure, level, count }) =>
      count === null ? [] : [{ measure, level, count }],
    )
    const named = findings.flatMap(({ measure, level, commitment }) =>
      commitment ? [{ measure, level, commitment: String(commitment.number) }] : [],
    )
    const bars = (measure: string) =>
      distributionOf(measure, told, named, 13).map(({ level, count, identified }) => [
        level,
        count,
        identified.toSorted(),
      ])
    expect(bars('completion')).toEqual([
      ['limited', 7, []],
      ['substantial', 5, []],
      ['complete', 1, ['10']],
    ])
    expect(bars('early-results')).toEqual([
      ['none', 4, ['1', '5', '9']],
      ['marginal', 5, []],
      ['significant', 3, ['2']],
      ['outstanding', 1, ['10']],
    ])
  })

  it('holds the third plan: eleven commitments, seven titles, and two readings of how far they came', async () => {
    const commitments = await db.commitment.findMany({ where: { ...here, plan: { slug: '2016-2018' } } })
    expect(commitments).toHaveLength(11)
    expect(commitments.filter(({ title }) => Object.keys(title as object).length > 0)).toHaveLength(7)
    expect(commitments.every(({ status }) => status === 'unknown')).toBe(true)
    const board = await db.finding.findMany({
      where: { ...here, author: 'government-board', measure: 'completion' },
    })
    expect(board.map(({ level, count }) => [level, count])).toEqual([['completed', 8]])
  })

  it('gives a rating of a single commitment only where a source does', async () => {
    const kept = await db.sourcedStatement.findMany({ where: here })
    const commitments = await db.commitment.findMany({ where: { ...here, plan: { slug: '2019-2022' } } })
    const rated = (field: string) =>
      commitments
        .filter(({ id }) =>
          kept.some((one) => one.subject === id && one.field === field && one.value !== null),
        )
        .map(({ number }) => number)
        .toSorted((a, b) => a - b)
    expect([rated('completion'), rated('early-results')]).toEqual([[10], [1, 2, 5, 9, 10]])
    expect([...new Set(kept.map(({ sure }) => sure))].toSorted()).toEqual([
      'derived',
      'draft',
      'press',
      'read',
      'unknown',
    ])
  })

  it('names who took over from INAI and SFP', async () => {
    const successions = await db.succession.findMany({
      where: here,
      include: { predecessor: true, successor: true },
      orderBy: { happenedOn: 'asc' },
    })
    expect(
      successions.map(({ predecessor, successor, happenedOn }) => [
        predecessor.shortName,
        (successor.name as { es: string }).es,
        happenedOn,
      ]),
    ).toEqual([
      ['SFP', 'Secretaría Anticorrupción y Buen Gobierno', '2025-01'],
      ['INAI', 'Secretaría Anticorrupción y Buen Gobierno', '2025-03'],
    ])
  })
})

describe('the practice table', () => {
  const here = { forumId: forums.practica }

  it('has invented people and civil organisations', async () => {
    expect(await db.person.count({ where: { ...here, invented: false } })).toBe(0)
    expect(
      await db.organisation.count({
        where: { ...here, invented: false, sector: { slug: 'civil-society' } },
      }),
    ).toBe(0)
  })

  it('lets no act rest on a real commitment', async () => {
    const real = (await db.commitment.findMany({ where: { ...here, plan: { slug: '2019-2022' } } })).map(
      ({ id }) => id,
    )
    expect(real).toHaveLength(13)
    const about = { ...here, commitmentId: { in: real } }
    expect(
      await Promise.all([
        db.proposal.count({ where: about }),
        db.suspension.count({ where: about }),
        db.agendaItem.count({ where: about }),
        db.reading.count({ where: about }),
      ]),
    ).toEqual([0, 0, 0, 0])
  })

  it('reads its first commitment in three voices that differ, and assesses itself half way', async () => {
    const readings = await db.reading.findMany({ where: here, orderBy: { entryIndex: 'asc' } })
    expect(readings.map(({ role, level }) => [role, level])).toEqual([
      ['self', 'substantial'],
      ['view', 'limited'],
      ['view', 'limited'],
    ])
    expect(new Set(readings.map(({ sectorId }) => sectorId)).size).toBe(3)
    expect(await db.assessment.findMany({ where: here, select: { term: true } })).toEqual([
      { term: 'mid' },
    ])
    expect(
      await Promise.all([
        db.reading.count({ where: { forumId: forums.mexico } }),
        db.assessment.count({ where: { forumId: forums.mexico } }),
      ]),
    ).toEqual([0, 0])
  })

  it('put commitment 2 to rest by consensus with a reservation: decided in October, in force in November', async () => {
    const change = await db.statusChange.findFirstOrThrow({
      where: { ...here, to: 'inactive' },
      include: { commitment: true },
    })
    const decision = await db.decision.findUniqueOrThrow({ where: { id: change.decisionId ?? '' } })
    expect([
      change.commitment.number,
      change.decidedOn.toISOString().slice(0, 10),
      change.recordedAt.toISOString().slice(0, 10),
      decision.outcome,
    ]).toEqual([2, '2026-10-20', '2026-11-03', 'consensus-with-reservations'])
  })

  it('leaves something to do: a draft, minutes, an erratum, a proposal, sessions to come', async () => {
    const waiting = await Promise.all([
      db.draftItem.count({ where: here }).then(Boolean),
      db.minutes.count({ where: { ...here, approvedAt: null } }),
      db.erratum.count({ where: { ...here, approvedAt: null } }),
      db.proposal.count({ where: { ...here, closedAt: null } }),
      db.meeting.count({ where: { ...here, state: 'convened' } }),
    ])
    expect(waiting).toEqual([true, 3, 1, 2, 3])
  })

  it('left the adviser’s seat vacant, and one mandate ended', async () => {
    const seat = await db.seat.findFirstOrThrow({
      where: { ...here, function: 'adviser' },
      include: { mandates: true },
    })
    expect([seat.required, seat.mandates.length]).toEqual([true, 0])
    expect(await db.mandate.count({ where: { ...here, untilOn: { not: null } } })).toBe(1)
  })
})
