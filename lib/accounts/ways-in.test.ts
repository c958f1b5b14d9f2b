import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { openDatabase } from '../db/client.ts'
import { openAccounts } from './accounts.ts'
import { tokenOf } from './ways-in.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl, { connections: 5 })
afterAll(() => database.$disconnect())

const start = Date.parse('2026-03-02T15:00:00Z')
const hour = 60 * 60_000
let now = start
const accounts = openAccounts(database, () => new Date(now))
const password = 'caballo grapa correcto'
let count = 0
let ana = { id: '', forumId: '', email: '' }

beforeEach(async () => {
  now = start
  await database.wayBack.deleteMany()
  await database.letter.deleteMany()
  const table = await smallTable(database, `regreso-${(count += 1)}`, { untilOn: '2031-01-01' })
  const row = await database.person.findUniqueOrThrow({ where: { id: table.oversight.person } })
  ana = { id: row.id, forumId: row.forumId, email: row.email ?? '' }
})

const letters = () => database.letter.findMany({ orderBy: { madeAt: 'asc' } })

describe('a lost password', () => {
  it('has a letter with a link that works once, for two hours, and ends every sign-in', async () => {
    await accounts.createUser(ana.email, password)
    const before = await accounts.signIn(ana.email, password)
    await accounts.askWayBack(` ${ana.email.toUpperCase()} `, 'en')
    expect(await accounts.answerWaysBack()).toBe(1)
    const [letter] = await letters()
    expect(letter).toMatchObject({ about: 'password', language: 'en', personId: ana.id, outcome: null })
    const token = tokenOf(letter?.id ?? '')
    expect(await accounts.invitation(token)).toMatchObject({ is: 'open', email: ana.email })
    // The database alone opens nothing: it holds neither the link nor what it follows from.
    const rows = await database.$queryRaw`SELECT * FROM letter, invitation`
    expect(JSON.stringify(rows)).not.toContain(token)

    expect(await accounts.acceptInvitation(token, 'otro caballo mejor')).toMatchObject({
      is: 'signed-in',
    })
    expect(await accounts.acceptInvitation(token, 'una tercera vez')).toEqual({ is: 'refused' })
    expect(before.is === 'signed-in' && (await accounts.signedIn(before.signIn))).toBeNull()
    expect(await accounts.signIn(ana.email, password)).toEqual({ is: 'refused' })
  })

  it('is over after two hours', async () => {
    await accounts.askWayBack(ana.email, 'es')
    await accounts.answerWaysBack()
    const token = tokenOf((await letters())[0]?.id ?? '')
    now += 2 * hour
    expect(await accounts.invitation(token)).toEqual({ is: 'over' })
    expect(await accounts.acceptInvitation(token, 'otro caballo mejor')).toEqual({ is: 'refused' })
  })

  it('asks alike for an e-mail that nobody has, and keeps neither', async () => {
    await accounts.askWayBack('nadie@ejemplo.org', 'es')
    await accounts.askWayBack(ana.email, 'es')
    expect(await database.wayBack.count()).toBe(2)
    expect(await accounts.answerWaysBack()).toBe(1)
    expect(await database.wayBack.findMany({ select: { email: true } })).toEqual([
      { email: null },
      { email: null },
    ])
    now += hour
    await accounts.answerWaysBack()
    expect(await database.wayBack.count()).toBe(0)
  })

  it('is one letter, however often and by however many it is asked for', async () => {
    await Promise.all(Array.from({ length: 20 }, () => accounts.askWayBack(ana.email, 'es')))
    await Promise.all(Array.from({ length: 5 }, () => accounts.answerWaysBack()))
    await accounts.askWayBack(ana.email, 'es')
    await accounts.answerWaysBack()
    expect(await letters()).toHaveLength(1)
    now += hour / 4
    await accounts.askWayBack(ana.email, 'es')
    await accounts.answerWaysBack()
    expect(await letters()).toHaveLength(2)
  })

  it('takes no invitation away that somebody was given, until one of the two is used', async () => {
    const given = await accounts.inviteUser(ana.email)
    await accounts.askWayBack(ana.email, 'es')
    await accounts.answerWaysBack()
    const sent = tokenOf((await letters())[0]?.id ?? '')
    expect(await accounts.invitation(given)).toMatchObject({ is: 'open' })
    await accounts.acceptInvitation(sent, 'otro caballo mejor')
    expect(await accounts.invitation(given)).toEqual({ is: 'withdrawn' })
  })

  it('has none where the last mandate is over', async () => {
    now = Date.parse('2031-01-02T15:00:00Z')
    await accounts.askWayBack(ana.email, 'es')
    expect(await accounts.answerWaysBack()).toBe(0)
  })
})

describe('an invitation by mail', () => {
  it('takes the place of those before it, and lasts a week', async () => {
    const given = await accounts.inviteUser(ana.email)
    expect(await accounts.mailNewcomer({ person: ana, language: 'es', madeBy: ana.id })).toBe(true)
    expect(await accounts.invitation(given)).toEqual({ is: 'withdrawn' })
    const [letter] = await letters()
    const token = tokenOf(letter?.id ?? '')
    now += 7 * 24 * hour - 1000
    expect(await accounts.invitation(token)).toMatchObject({ is: 'open', email: ana.email })
    await accounts.withdrawInvitation(ana.email)
    expect(await accounts.invitation(token)).toEqual({ is: 'withdrawn' })
  })

  it('is none into an account that has a password', async () => {
    await accounts.createUser(ana.email, password)
    expect(await accounts.mailNewcomer({ person: ana, language: 'es', madeBy: null })).toBe(false)
    expect(await letters()).toEqual([])
  })
})
