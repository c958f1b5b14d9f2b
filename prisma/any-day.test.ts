import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { fromDate, instantIn, isDay, weekdayIn } from '../lib/act/calendar.ts'
import { forumBySlug, personViewer } from '../lib/act/viewer.ts'
import { openDatabase } from '../lib/db/client.ts'
import { deskOf } from '../lib/notices/seen.ts'
import { cloneDatabase, prepareTemplate } from '../testing/databases.ts'
import { Days, WRITTEN_FOR } from './demonstration/days.ts'
import { personId } from './demonstration/table.ts'
import { loadDemonstration } from './seed.ts'

// The tour works on whatever day the demonstration is opened: its year lies behind that day, and its open ends are open.

const template = await prepareTemplate(inject('server'))

async function openedOn(today: string) {
  const database = await cloneDatabase(template)
  const keysDir = mkdtempSync(join(tmpdir(), 'mesa-keys-'))
  await loadDemonstration({ ...database, keysDir, today })
  const db = openDatabase(database.appUrl, { connections: 3 })
  afterAll(async () => {
    await db.$disconnect()
    await database.drop()
    rmSync(keysDir, { recursive: true })
  })
  const forum = (await forumBySlug(db, 'practica')) ?? expect.fail('there is no practica')
  return { db, forum }
}

describe.each(['2026-11-23', '2026-11-30', '2027-03-01', '2028-02-29', '2028-12-31'])(
  'opened on %s',
  async (today) => {
    const { db, forum } = await openedOn(today)
    const here = { forumId: forum.id }
    const start = instantIn(forum.timeZone, today, '00:00') ?? expect.fail()
    const viewerOf = (person: string) => personViewer(db, forum, personId(person), start)

    it('nothing has happened yet that lies ahead, and the last of it lies a week back at most', async () => {
      const lines = await db.historyLine.findMany({ where: here, orderBy: { index: 'desc' } })
      const [last] = lines
      expect(lines.filter(({ recordedAt }) => recordedAt >= start)).toEqual([])
      expect(start.getTime() - (last?.recordedAt.getTime() ?? 0)).toBeLessThan(10 * 24 * 3600 * 1000)
      const meetings = await db.meeting.findMany({ where: here })
      expect(
        meetings.filter(({ state, heldOn }) => state === 'held' && fromDate(heldOn) >= today),
      ).toEqual([])
      expect(meetings.filter(({ heldOn }) => [5, 6].includes(weekdayIn(fromDate(heldOn))))).toEqual([])
      expect(
        meetings.filter(({ state, heldOn }) => state === 'convened' && fromDate(heldOn) > today),
      ).toHaveLength(2)
    })

    it('what waits on the tour waits', async () => {
      const kinds = async (person: string) =>
        (await deskOf(await viewerOf(person))).waiting.map(({ kind }) => kind)
      expect(await kinds('elvira.santoyo')).toEqual(
        expect.arrayContaining(['take-position', 'approve-minutes', 'approve-erratum']),
      )
      expect(await kinds('omar.villasenor')).toContain('keep-draft')
      expect(await kinds('mariana.escobedo')).toContain('approve-minutes')
      const open = await db.proposal.findMany({ where: { ...here, closedAt: null } })
      expect(open).toHaveLength(2)
      expect(open.every(({ deadlineAt }) => deadlineAt && deadlineAt > start)).toBe(true)
      expect(
        await db.meeting.count({ where: { ...here, state: 'convened', body: { slug: 'gtp-3' } } }),
      ).toBe(1)
      expect(await db.suspension.count({ where: { ...here, resumedAt: null } })).toBe(1)
    })

    it('what is said of days says the days of this year', async () => {
      const said = JSON.stringify(
        await Promise.all([
          db.agreement.findMany({ where: here }),
          db.agendaItem.findMany({ where: here }),
          db.minutesVersion.findMany({ where: here }),
          db.proposalVersion.findMany({ where: here }),
          db.plan.findMany({ where: here }),
          db.suspension.findMany({ where: here }),
          db.evidence.findMany({ where: here }),
        ]),
        (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
      )
      expect(said).not.toMatch(/\{(d|m|M|n|y|ym):/)
      const year = new Days(today).day('2026-02-04').slice(0, 4)
      const plan = await db.plan.findFirstOrThrow({ where: { ...here, slug: { not: '2019-2022' } } })
      expect(plan.slug.startsWith(`${year}-`)).toBe(true)
    })
  },
)

it('days move by whole weeks; history stays', () => {
  const days = new Days('2028-02-29')
  expect(weekdayIn(days.day('2026-03-12'))).toBe(weekdayIn('2026-03-12'))
  expect(isDay(days.day('2028-02-03'))).toBe(true)
  expect(days.day('2019-12-10')).toBe('2019-12-10')
  expect(
    new Days(WRITTEN_FOR).moved({ on: '2026-03-11', of: ['el {d:2026-03-11}', '{M:2026-04-15}'] }),
  ).toEqual({
    on: '2026-03-11',
    of: ['el 11 de marzo', 'April'],
  })
  expect(new Days('2026-11-22').day('2026-03-12')).toBe('2026-03-05')
})
