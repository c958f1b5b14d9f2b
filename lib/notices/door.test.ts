import { afterAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { dayIn, HOUR_MS } from '../act/calendar.ts'
import { proposeStatus } from '../commitments/commands.ts'
import { openDatabase } from '../db/client.ts'
import { letterSeenBy } from '../letters/seen.ts'
import { convene } from '../meetings/commands.ts'
import { takePosition } from '../proposals/commands.ts'
import { openNoticesDoor } from './door.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es', text })
let count = 0

/** A table whose log is followed from here on, at an hour when people are awake. */
async function tableFollowed() {
  const table = await smallTable(database, `avisos-${(count += 1)}`, {
    rules: { noticeDays: { ordinary: 0, extraordinary: 0 } },
  })
  const door = openNoticesDoor(database)
  await door.follow(table.forum, { tell: true })
  return { table, door }
}
type Table = Awaited<ReturnType<typeof smallTable>>

async function propose(table: Table) {
  const { proposal } = done(
    await table.civil.as(proposeStatus, {
      commitment: table.commitment,
      mode: 'written',
      to: 'inactive',
      title: prose('Pausa'),
      text: prose('Se propone'),
      reasonClass: 'law',
      tried: prose('Todo'),
      conditions: prose('Otra ley'),
      reviewOn: '2031-01-01',
      deadlineOn: '2030-01-31',
    }),
  )
  return String(proposal)
}

const told = (forum: string) =>
  database.notice.findMany({
    where: { forumId: forum },
    orderBy: [{ personId: 'asc' }, { turn: 'asc' }],
  })

describe('who is told', () => {
  it('whoever is asked, and is reminded in the morning; who only sits there with the week; who acted not at all', async () => {
    const { table, door } = await tableFollowed()
    const proposal = await propose(table)
    await door.follow(table.forum, { tell: true })
    const rows = await told(table.forum.id)
    const of = (person: string) => rows.filter((row) => row.personId === person)
    expect(of(table.civil.person)).toEqual([])
    expect(of(table.oversight.person)).toMatchObject([
      { kind: 'asked', thingId: proposal, asks: true, turn: 0, urgent: true },
      { turn: 1, urgent: false },
      { turn: 2, at: new Date('2030-01-30T14:00:00Z') },
    ])
    expect(of(table.adviser.person)).toMatchObject([{ kind: 'known', asks: false, turn: 0 }])
    expect(of(table.adviser.person)[0]?.dueAt).toBeNull()
  })

  it('once for each thing in an act, however much of it changed', async () => {
    const { table, door } = await tableFollowed()
    done(
      await table.secretary.as(convene, {
        body: table.body,
        kind: 'ordinary',
        day: dayIn(table.forum.timeZone, new Date(Date.now() + 48 * HOUR_MS)),
        time: '10:00',
        place: prose('Sala'),
        items: [{ title: prose('Uno') }, { title: prose('Dos') }],
      }),
    )
    await door.follow(table.forum, { tell: true })
    const rows = await told(table.forum.id)
    expect(rows.map((row) => row.kind)).toEqual(Array(5).fill('changed'))
    expect(new Set(rows.map((row) => row.personId)).size).toBe(5)
  })
})

describe('once and only once', () => {
  it('by however many processes the log is followed, and however often', async () => {
    const { table, door } = await tableFollowed()
    await propose(table)
    const others = [door, openNoticesDoor(database), openNoticesDoor(database)]
    await Promise.all(others.map((one) => one.follow(table.forum, { tell: true })))
    const rows = await told(table.forum.id)
    await door.follow(table.forum, { tell: true })
    expect(await told(table.forum.id)).toEqual(rows)
    expect(rows.filter((row) => row.turn === 0).map((row) => row.personId)).toHaveLength(5)
    await Promise.all(others.map((one) => one.gather(table.forum)))
    const letters = await database.letter.findMany({ where: { forumId: table.forum.id } })
    expect(letters.map((letter) => letter.personId).toSorted()).toEqual(
      [table.oversight.person, table.executive.person].toSorted(),
    )
    const [one, other] = await Promise.all([door.take(1), others[1]?.take(10)])
    const taken = [...one, ...(other ?? [])].map(({ id }) => id)
    expect(new Set(taken).size).toBe(2)
  })

  it('a forum that is met with its past, as after a restoration, is told of nothing before', async () => {
    const table = await smallTable(database, `avisos-${(count += 1)}`)
    await propose(table)
    const door = openNoticesDoor(database)
    await door.follow(table.forum, { tell: true })
    await door.follow(table.forum, { tell: true })
    expect(await told(table.forum.id)).toEqual([])
  })

  it('where nobody carries mail, the cursor goes on and nothing piles up', async () => {
    const { table, door } = await tableFollowed()
    await propose(table)
    await door.follow(table.forum, { tell: false })
    await door.follow(table.forum, { tell: true })
    expect(await told(table.forum.id)).toEqual([])
  })
})

describe('what one chooses', () => {
  it('nothing of a kind; but a deadline is told once, with the day’s mail and without reminders', async () => {
    const { table, door } = await tableFollowed()
    await door.stopKinds(table.oversight.person, ['asked'])
    await door.stopKinds(table.adviser.person, ['known'])
    await propose(table)
    await door.follow(table.forum, { tell: true })
    const rows = await told(table.forum.id)
    expect(rows.filter((row) => row.personId === table.adviser.person)).toEqual([])
    expect(rows.filter((row) => row.personId === table.oversight.person)).toMatchObject([
      { turn: 0, urgent: false },
    ])
  })

  it('what waited to be told is not told any more', async () => {
    const { table, door } = await tableFollowed()
    await propose(table)
    await door.follow(table.forum, { tell: true })
    const choice = { body: table.body, kind: 'known', chosen: 'none' } as const
    await door.choose(table.forum.id, table.adviser.person, [choice], 'en')
    expect(await door.choicesOf(table.adviser.person)).toEqual([choice])
    expect(await door.languageOf(table.adviser.person)).toBe('en')
    const rows = await told(table.forum.id)
    expect(rows.filter((row) => row.personId === table.adviser.person)).toEqual([])
  })
})

describe('what a letter says', () => {
  it('what is still asked, and nothing to who has answered', async () => {
    const { table, door } = await tableFollowed()
    const proposal = await propose(table)
    await door.follow(table.forum, { tell: true })
    const notices = (await told(table.forum.id)).filter(
      (row) => row.personId === table.oversight.person && row.turn === 0,
    )
    const seen = async () => letterSeenBy(await table.viewerOf(table.oversight.person), notices)
    expect((await seen())?.asked).toMatchObject([
      { says: 'brief.work.take-position', dueOn: '2030-01-31', to: `/desk/proposals/${proposal}` },
    ])
    const { digest } = await table.db.proposal.findUniqueOrThrow({ where: { id: proposal } })
    done(await table.oversight.as(takePosition, { proposal, digest, stance: 'agree' }))
    expect(await seen()).toBeNull()
  })
})

describe('a letter that is not taken', () => {
  it('comes again after growing waits, for five days', async () => {
    const { table, door } = await tableFollowed()
    await propose(table)
    await door.follow(table.forum, { tell: true })
    await door.gather(table.forum)
    const start = Date.now()
    let now = start
    const later = openNoticesDoor(database, () => new Date(now))
    const waits: number[] = []
    for (let tries = 0; tries < 60; tries += 1) {
      const letters = (await later.take(100)).filter((one) => one.forumId === table.forum.id)
      const [letter] = letters
      if (!letter) break
      for (const one of letters) await later.postpone(one, '451 later')
      const { nextAt, outcome } = await database.letter.findUniqueOrThrow({ where: { id: letter.id } })
      if (outcome) {
        expect(outcome).toBe('given-up')
        break
      }
      waits.push((nextAt.getTime() - now) / 60_000)
      now = nextAt.getTime()
    }
    expect(waits.slice(0, 5)).toEqual([1, 2, 4, 8, 16])
    expect(Math.max(...waits)).toBe(240)
    expect((now - start) / HOUR_MS).toBeGreaterThan(100)
  })
})
