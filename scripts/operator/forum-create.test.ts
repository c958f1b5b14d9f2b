import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { seatsAwaiting } from '../../lib/accounts/people.ts'
import { openMesa } from '../../lib/mesa.ts'
import { createForum } from './forum-create.ts'
import type { ForumPlan } from '../../lib/foundings/plan.ts'
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
    [{ ...example, password: 'x' }, /password: There is no field “password” here/],
    [{ ...example, organisations: [elsewhere] }, /no sector “industry” in the list/],
    [{ ...example, bodies: lookingAfterNothing }, /Commitment 2027-2029\/9 is in no plan/],
    [{ ...example, bodies: withoutFirstSeat }, /The sector “civil-society” takes positions/],
  ])('says what is wrong before anything is made', async (plan, sentence) => {
    await expect(create(plan)).rejects.toThrow(sentence)
    expect(await mesa.db.forum.count()).toBe(0)
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

  test('what was cut short leaves nothing behind, and its address is free', async () => {
    const plan = { ...example, slug: 'otro' }
    const rows = () =>
      Promise.all([
        mesa.db.forum.count(),
        mesa.db.logEntry.count(),
        mesa.db.seat.count(),
        mesa.db.person.count(),
      ])
    const before = await rows()
    const together: typeof mesa.together = (work) =>
      mesa.together((act, tx) => {
        let acts = 0
        const failing: typeof act = async (...given) => {
          if (acts++ < 5) return act(...given)
          throw new Error('killed')
        }
        return work(failing, tx)
      })
    await expect(createForum({ ...mesa, together }, plan, 'https://mesa.example')).rejects.toThrow(
      'killed',
    )
    expect(await rows()).toEqual(before)
    await create(plan)
    expect(await mesa.db.forum.findFirst({ where: { slug: 'otro' } })).toMatchObject({
      openedAt: expect.any(Date),
    })
  })
})
