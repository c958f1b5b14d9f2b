import { afterAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { addDays, dayIn, hoursAfter } from '../act/calendar.ts'
import type { Command } from '../act/command.ts'
import { openDatabase } from '../db/client.ts'
import { cancelMeeting, convene, openMeeting, recordAttendance } from './commands.ts'
import { meetingSeenBy } from './seen.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es', text })
const day = dayIn('America/Mexico_City', new Date())
const call = { kind: 'ordinary', time: '23:59', place: prose('Sala') }
const rules = { conveneAfterDays: 30, noticeDays: { ordinary: 0, extraordinary: 0 } }
const refused = { is: 'refused', refusal: { refused: 'meetings.bookKeeperOnly' } }

type Place = { seat: string; person: string }
let count = 0
/** A table at which one can act some days from now. */
async function tableLater(more: object = {}) {
  const table = await smallTable(database, `llamadas-${(count += 1)}`, { rules: { ...rules, ...more } })
  const inDays = async (days: number, place: Place, command: object, input: object) => {
    const now = hoursAfter(new Date(), days * 24)
    return table.act(command as Command, {
      viewer: await table.viewerOf(place.person, now),
      key: table.key(),
      input: { as: place.seat, ...input },
      clock: () => now,
    })
  }
  return {
    table,
    inDays,
    calls: (now: number, days: number) => ({ body: table.body, ...call, day: addDays(day, now + days) }),
  }
}

describe('where nobody convenes the Committee', () => {
  it('any sector with a voice there may, once the rule’s period is over', async () => {
    const { table, inDays, calls } = await tableLater()
    done(await table.secretary.as(convene, calls(0, 0)))
    expect(await inDays(29, table.civil, convene, calls(29, 3))).toMatchObject(refused)
    for (const place of [table.adviser, table.observer])
      expect(await inDays(31, place, convene, calls(31, 3))).toMatchObject(refused)
    const outcome = await inDays(31, table.civil, convene, calls(31, 3))
    const { meeting } = done(outcome)
    const lines = await table.db.historyLine.findMany({
      where: { forumId: table.forum.id, index: outcome.is === 'done' ? outcome.index : -1 },
      orderBy: { ordinal: 'asc' },
    })
    expect(lines.map((line) => line.kind)).toEqual([
      'meetings.convened/1',
      'meetings.called-by-a-sector/1',
    ])
    const viewer = await table.viewerOf(table.civil.person)
    expect(await meetingSeenBy(viewer, String(meeting))).toMatchObject({
      bySector: { slug: 'civil' },
      convenedBy: { id: table.civil.seat },
    })
    // It is convened now: the other sectors wait for that one.
    expect(await inDays(31, table.oversight, convene, calls(31, 5))).toMatchObject(refused)
  })

  it('the seat that convened keeps the book of that session, and of no other', async () => {
    const { table, inDays, calls } = await tableLater()
    done(await table.secretary.as(convene, calls(0, 0)))
    const { meeting } = done(await inDays(31, table.civil, convene, calls(31, 0)))
    const open = { meeting }
    expect(await inDays(31, table.oversight, openMeeting, open)).toMatchObject(refused)
    done(await inDays(31, table.civil, openMeeting, open))
    done(
      await inDays(31, table.civil, recordAttendance, {
        meeting,
        seats: [{ seat: table.civil.seat, state: 'present' }],
      }),
    )
    const other = done(await inDays(31, table.secretary, convene, { ...calls(31, 9), time: '10:00' }))
    expect(
      await inDays(31, table.civil, cancelMeeting, { meeting: other.meeting, reason: prose('x') }),
    ).toMatchObject(refused)
  })

  it.each([
    ['one that was cancelled does not count', 5, true],
    ['one that is convened for long after the period does not count', 200, false],
  ] as const)('%s', async (_what, ahead, cancelled) => {
    const { table, inDays, calls } = await tableLater()
    const { meeting } = done(await table.secretary.as(convene, calls(0, ahead)))
    if (cancelled) done(await table.secretary.as(cancelMeeting, { meeting, reason: prose('x') }))
    done(await inDays(31, table.civil, convene, calls(31, 3)))
  })

  it('waits 90 days where the forum has no rule of its own', async () => {
    const { table, inDays, calls } = await tableLater({ conveneAfterDays: undefined })
    expect(await inDays(89, table.civil, convene, calls(89, 3))).toMatchObject(refused)
    done(await inDays(90, table.civil, convene, calls(90, 3)))
  })
})
