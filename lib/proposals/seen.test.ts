import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { done } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { openDoor } from '../act/act.ts'
import type { Command } from '../act/command.ts'
import { forumBySlug, personViewer, publicViewer } from '../act/viewer.ts'
import type { ForumHead, Viewer } from '../act/viewer.ts'
import { proposeStatus } from '../commitments/commands.ts'
import { openDatabase } from '../db/client.ts'
import type { Reader } from '../db/client.ts'
import { effects } from '../effects.ts'
import { takePosition, withdrawProposal } from './commands.ts'
import { proposalPagesSeenBy } from './seen.ts'
import type { ProposalLine } from './seen.ts'

const prose = (text: string) => ({ lang: 'es', text })
const request = {
  mode: 'written',
  to: 'inactive',
  title: prose('Poner en pausa'),
  text: prose('Se propone'),
  reasonClass: 'law',
  tried: prose('Se intentó'),
  conditions: prose('Si cambia la ley'),
  reviewOn: '2030-01-01',
  deadlineOn: '2029-01-01',
}

const { appUrl } = await useDatabase({ seeded: true })
const database = openDatabase(appUrl)
const db: Reader = database
const act = openDoor(database, effects)
let [forum, viewer, seat]: [ForumHead | null, Viewer | null, string] = [null, null, '']
beforeAll(async () => {
  forum = await forumBySlug(db, 'practica')
  if (!forum) throw new Error('the demonstration has no practica')
  const person = await db.person.findFirstOrThrow({
    where: { forumId: forum.id, email: 'elvira.santoyo@practica.example' },
  })
  viewer = await personViewer(db, forum, person.id, new Date())
  seat = viewer.seats.find((heldSeat) => heldSeat.voice)?.seat ?? ''
})
afterAll(() => database.$disconnect())

function reader(): Viewer {
  if (!viewer) throw new Error('nobody reads yet')
  return viewer
}

async function does(command: object, input: object) {
  return done(
    await act(command as Command, {
      viewer: reader(),
      key: randomUUID(),
      input: { as: seat, ...input },
    }),
  )
}

async function propose(commitment: string): Promise<string> {
  const { proposal } = await does(proposeStatus, { commitment, ...request })
  const { digest } = await db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
  await does(takePosition, { proposal, digest, stance: 'object', reason: prose('Todavía no') })
  return String(proposal)
}

/** Of each commitment there is one open proposal at a time: so many that were withdrawn again, and these that are open. */
async function propositions(closed: number, open: number) {
  const all = await db.commitment.findMany({
    where: { forumId: reader().forum.id, plan: { slug: '2019-2022' }, status: 'in-force' },
    orderBy: { number: 'asc' },
  })
  const free: string[] = []
  for (const { id } of all)
    if ((await db.proposal.count({ where: { commitmentId: id, closedAt: null } })) === 0) free.push(id)
  for (let turn = 0; turn < closed; turn += 1)
    await does(withdrawProposal, { proposal: await propose(free[0] ?? ''), reason: prose('Otra vía') })
  for (const commitment of free.slice(1, open + 1)) await propose(commitment)
}

/** Every row that the database gives, those within rows too. */
function counted(db: Reader): { db: Reader; rows: () => number } {
  let rows = 0
  const count = (value: unknown): void => {
    if (Array.isArray(value)) {
      rows += value.length
      value.forEach(count)
    } else if (value && typeof value === 'object') {
      Object.values(value).forEach(count)
    }
  }
  const counting =
    (method: unknown, of: object) =>
    async (...given: unknown[]) => {
      const answer = await (method as (...all: unknown[]) => Promise<unknown>).apply(of, given)
      count(answer)
      return answer
    }
  return {
    rows: () => rows,
    db: new Proxy(db, {
      get: (target, name) => {
        const model = Reflect.get(target, name) as object
        if (typeof model === 'function') return counting(model, target)
        return new Proxy(model, { get: (of, method) => counting(Reflect.get(of, method), of) })
      },
    }),
  }
}

async function everyPage(
  viewer: Viewer,
  size: number,
): Promise<{ lines: ProposalLine[]; pages: number }> {
  const lines: ProposalLine[] = []
  let [cursor, pages]: [string | undefined, number] = [undefined, 0]
  do {
    const page = await proposalPagesSeenBy(viewer, { cursor }, size)
    lines.push(...page.open, ...page.closed)
    cursor = page.next ?? undefined
    pages += 1
  } while (cursor)
  return { lines, pages }
}

it('reads each proposal once, the open ones first, and no more rows for a page however many there are', async () => {
  const cost = async (cursor: string) => {
    const counting = counted(db)
    const page = await proposalPagesSeenBy({ ...reader(), db: counting.db }, { cursor }, 10)
    return { rows: counting.rows(), bytes: JSON.stringify(page).length }
  }
  await propositions(12, 7)
  const few = [await cost(''), await cost('open.1')]
  await propositions(24, 0)
  const many = [await cost(''), await cost('open.1')]
  expect(many.map((one) => one.rows)).toEqual(few.map((one) => one.rows))
  for (const [place, { bytes }] of many.entries())
    expect(bytes).toBeLessThan((few[place]?.bytes ?? 0) * 1.05)

  const expected = await db.proposal.findMany({ where: { forumId: reader().forum.id } })
  for (const size of [1, 2, 7, 38, 100]) {
    const { lines, pages } = await everyPage(reader(), size)
    expect(lines.map((line) => line.id).toSorted()).toEqual(expected.map((one) => one.id).toSorted())
    expect(pages).toBe(Math.ceil(lines.length / size))
    const open = lines.filter((line) => !line.closedAt).map((line) => line.number)
    expect(lines.slice(0, open.length).map((line) => line.number)).toEqual(
      open.toSorted((one, other) => other - one),
    )
    const closings = lines.slice(open.length).map((line) => line.closedAt?.getTime() ?? 0)
    expect(closings).toEqual([...closings].toSorted((one, other) => other - one))
  }
}, 120_000)

it('shows what was said to it, and takes a cursor that is none for the beginning', async () => {
  const whole = await proposalPagesSeenBy(reader(), {}, 5)
  expect(whole.open[0]?.stands.filter((stand) => stand.position?.stance === 'object')).toHaveLength(1)
  for (const cursor of ['', 'x', 'open', 'open.0', 'closed.', 'closed.-1', 'closed.99999999999'])
    expect(await proposalPagesSeenBy(reader(), { cursor }, 5)).toEqual(whole)
  expect(await proposalPagesSeenBy(reader(), { only: 'open', cursor: 'open.1' }, 5)).toEqual({
    open: [],
    closed: [],
    next: null,
  })
})

it('shows the public no open one where the forum’s rule hides them, on any page', async () => {
  const hidden = publicViewer(
    db,
    { ...reader().forum, rules: { openProposalsArePublic: false } },
    new Date(),
  )
  const { lines } = await everyPage(hidden, 10)
  expect(lines.length).toBeGreaterThan(20)
  expect(lines.every((line) => line.closedAt !== null)).toBe(true)
})
