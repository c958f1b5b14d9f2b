import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { seatsAwaiting } from '../../lib/accounts/people.ts'
import { openMesa } from '../../lib/mesa.ts'
import { createForum } from './forum-create.ts'
import { checkedPlan } from './forum-plan.ts'
import type { ForumPlan } from './forum-plan.ts'
import { useDatabase } from '../../testing/use-database.ts'

const database = await useDatabase()
const mesa = openMesa(database.appUrl)
afterAll(() => mesa.close())

const example = JSON.parse(readFileSync('docs/forum.example.json', 'utf8')) as ForumPlan
const create = (plan: unknown) => createForum(mesa, plan, 'https://mesa.example')

describe('making a forum', () => {
  const elsewhere = { ...example.organisations?.[0], sector: 'industry' }
  const withoutFirstSeat = example.bodies.map((body) => ({ ...body, seats: body.seats.slice(1) }))

  const lookingAfterNothing = example.bodies.map((body) => ({
    ...body,
    commitment: { plan: '2027-2029', number: 9 },
  }))

  test.each([
    [{ ...example, slug: 'Foro Nuevo' }, /slug: Use 3 to 40 lower-case letters/],
    [{ ...example, sectors: [] }, /sectors/],
    [{ ...example, password: 'x' }, /Unrecognized key.*password/],
    [{ ...example, organisations: [elsewhere] }, /sector "industry", which is not in the list/],
    [
      { ...example, bodies: lookingAfterNothing },
      /looks after commitment 2027-2029\/9, which is in no plan/,
    ],
    [{ ...example, bodies: withoutFirstSeat }, /"civil-society" has a position and no seat/],
  ])('says what is wrong before anything is made', async (plan, sentence) => {
    await expect(create(plan)).rejects.toThrow(sentence)
    expect(await mesa.db.forum.count()).toBe(0)
  })

  test('tells every fault at once, each with its place and its line, also those that an act would find later', () => {
    const text = JSON.stringify(
      {
        ...example,
        slug: 'log',
        rules: { quorumshare: 1, noticeDays: { extra: 1 } },
        sectors: [...example.sectors, example.sectors[0]],
        plans: example.plans?.map((plan) => ({ ...plan, startsOn: '2027-13-01', endsOn: '2026-01-01' })),
        bodies: example.bodies.map((body) => ({
          ...body,
          kind: 'board',
          seats: body.seats.map((seat) => ({
            ...seat,
            sector: seat.sector === 'academia' ? 'science' : seat.sector,
            people: seat.people?.map((person) => ({ ...person, capacity: 'titular' })),
          })),
        })),
      },
      null,
      2,
    )
    const lines = text.split('\n')
    const lineOf = (part: string) => lines.findIndex((line) => line.includes(part)) + 1
    expect(() => checkedPlan(JSON.parse(text), text)).toThrow(
      expect.objectContaining({
        message: expect.toSatisfy((message: string) => {
          for (const [part, says] of [
            ['"slug": "log"', 'slug: Use 3 to 40'],
            ['"rules"', 'rules: Unrecognized key: "quorumshare"'],
            ['"noticeDays"', 'rules.noticeDays: Unrecognized key: "extra"'],
            ['"startsOn"', 'plans.0.startsOn: There is no such day'],
            ['"kind": "board"', 'bodies.0.kind: Invalid option'],
            ['"sector": "science"', 'bodies.0.seats.4.sector: "adviser" is of the sector "science"'],
          ] as const)
            expect(message).toContain(`line ${lineOf(part)}, ${says}`)
          expect(message).toContain('sectors.4.slug: There is "civil-society" twice.')
          expect(message).toContain('bodies.0.seats.0.people.1: The seat has a titular already.')
          return true
        }) as unknown,
      }),
    )
  })

  test('the example becomes an open forum, whose people are invited, and whose log tells it', async () => {
    const invited = await create(example)
    expect(invited.map(({ email }) => email)).toEqual([
      'ana@example.org',
      'beto@example.org',
      'carla@example.org',
      'diego@example.org',
      'elsa@example.org',
    ])
    const [token = ''] = invited[0]?.link?.match(/[^/]+$/) ?? []
    expect(invited[0]?.link).toBe(`https://mesa.example/es/invitation/${token}`)
    // What the page of that link names: the forum and the seat, and nobody else's.
    expect(await seatsAwaiting(mesa.db, 'beto@example.org', new Date())).toMatchObject([
      {
        slug: 'ejemplo',
        seats: [{ name: { en: 'Representative of civil society' }, capacity: 'alternate' }],
      },
    ])
    expect(await seatsAwaiting(mesa.db, 'nobody@example.org', new Date())).toEqual([])
    expect(await mesa.accounts.invitation(token)).toMatchObject({ email: 'ana@example.org' })
    const forum = await mesa.db.forum.findFirst({ where: { slug: 'ejemplo' } })
    expect(forum).toMatchObject({ kind: 'live', openedAt: expect.any(Date) })
    expect(await mesa.db.mandate.count()).toBe(5)
    expect(
      await mesa.db.commitment.findMany({
        select: { number: true, status: true },
        orderBy: { number: 'asc' },
      }),
    ).toEqual([
      { number: 1, status: 'in-force' },
      { number: 2, status: 'in-force' },
    ])
    expect(await mesa.db.logEntry.count()).toBe(12)
  })

  test('a second one at the same address is refused', async () => {
    await expect(create(example)).rejects.toThrow(/open forum at \/ejemplo already/)
  })

  test('what was cut short goes on where it stopped', async () => {
    let acts = 0
    const act: typeof mesa.act = async (...given) => {
      if (acts++ < 5) return mesa.act(...given)
      throw new Error('killed')
    }
    const plan = { ...example, slug: 'otro' }
    const before = await mesa.db.logEntry.count()
    await expect(createForum({ ...mesa, act }, plan, 'https://mesa.example')).rejects.toThrow('killed')
    await create(plan)
    expect(await mesa.db.logEntry.count()).toBe(before + 12)
    expect(await mesa.db.forum.findFirst({ where: { slug: 'otro' } })).toMatchObject({
      openedAt: expect.any(Date),
    })
  })
})
