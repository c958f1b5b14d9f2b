import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { openDatabase } from '../db/client.ts'
import { openAccounts, pauseAfter } from './accounts.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl, { connections: 5 })
afterAll(() => database.$disconnect())

const start = Date.parse('2026-03-02T15:00:00Z')
const minute = 60_000
const hour = 60 * minute
let now = start
const accounts = openAccounts(database, () => new Date(now))
const password = 'caballo grapa correcto'
const [lucia, nobody] = ['lucia@ejemplo.org', 'nadie@ejemplo.org']
let user = ''

beforeEach(async () => {
  now = start
  await database.signInFailure.deleteMany()
  await database.invitation.deleteMany()
  await database.signIn.deleteMany()
  user = await accounts.createUser(lucia, password)
})

async function signedIn(): Promise<string> {
  const outcome = await accounts.signIn(lucia, password)
  if (outcome.is !== 'signed-in') throw new Error(outcome.is)
  return outcome.signIn
}

describe('signing in', () => {
  test('with the e-mail however it is typed', async () => {
    expect(await accounts.signIn(' Lucia@Ejemplo.ORG ', password)).toMatchObject({
      is: 'signed-in',
      user,
    })
    expect(await accounts.signedIn(await signedIn())).toMatchObject({ user, email: lucia })
  })

  test('a wrong password and an unknown e-mail are answered alike', async () => {
    expect(await accounts.signIn(lucia, 'wrong')).toEqual({ is: 'refused' })
    expect(await accounts.signIn(nobody, password)).toEqual({ is: 'refused' })
    expect(await accounts.signIn("' OR 1=1 --", password)).toEqual({ is: 'refused' })
    expect(await accounts.signIn(`x@y.z\n,${lucia}`, password)).toEqual({ is: 'refused' })
  })

  test('a sign-in that nobody uses lapses after twelve hours, one in use after thirty days', async () => {
    const idle = await signedIn()
    now += 12 * hour
    expect(await accounts.signedIn(idle)).toBeNull()

    now = start
    const used = await signedIn()
    for (let hours = 0; hours < 30 * 24; hours += 10) {
      now = start + hours * hour
      expect(await accounts.signedIn(used)).not.toBeNull()
    }
    now = start + 30 * 24 * hour
    expect(await accounts.signedIn(used)).toBeNull()
  })

  test('as an invented person, where the demonstration runs', async () => {
    expect(await accounts.signInAs(lucia)).toMatchObject({ is: 'signed-in', user })
    expect(await accounts.signInAs(nobody)).toEqual({ is: 'refused' })
  })
})

describe('guessing', () => {
  test('ten tries in a quarter of an hour, ever slower, the same for an account that does not exist', async () => {
    for (const email of [lucia, nobody]) {
      let tries = 0
      for (now = start; now < start + 15 * minute; now += 500) {
        const outcome = await accounts.signIn(email, 'wrong')
        if (outcome.is === 'refused') tries += 1
        else if (outcome.is === 'wait') now += Math.max(0, outcome.seconds * 1000 - 500)
      }
      expect(tries).toBe(10)
    }
  })

  test('the right password waits as well, and forgets the failures', async () => {
    for (let tries = 0; tries < 3; tries++) await accounts.signIn(lucia, 'wrong')
    expect(await accounts.signIn(lucia, password)).toEqual({ is: 'wait', seconds: 1 })
    now += 1000
    expect(await accounts.signIn(lucia, password)).toMatchObject({ is: 'signed-in' })
    expect(await database.signInFailure.count()).toBe(0)
  })

  test('fifty at the same instant are no way around it', async () => {
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => accounts.signIn(lucia, 'wrong')))
    expect(outcomes.filter(({ is }) => is === 'refused')).toHaveLength(3)
  })

  test('a quarter of an hour of quiet forgets', async () => {
    for (let tries = 0; tries < 3; tries++) await accounts.signIn(lucia, 'wrong')
    now += 15 * minute
    expect(await accounts.signIn(lucia, 'wrong')).toEqual({ is: 'refused' })
    expect(await database.signInFailure.findFirst()).toMatchObject({ failures: 1 })
  })

  test('pauses double', () => {
    expect([1, 2, 3, 4, 9, 10, 11].map(pauseAfter)).toEqual([
      0,
      0,
      1000,
      2000,
      64_000,
      15 * minute,
      15 * minute,
    ])
  })

  test('no address and no e-mail is kept', async () => {
    await accounts.signIn(lucia, 'wrong')
    const rows =
      await database.$queryRaw`SELECT encode(account, 'escape') AS account, failures, "lastAt" FROM sign_in_failure`
    expect(JSON.stringify(rows)).not.toContain('lucia')
    const columns = await database.$queryRaw<{ column_name: string }[]>`
      SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name IN ('sign_in', 'sign_in_failure') ORDER BY 1`
    expect(columns.map(({ column_name: name }) => name)).toEqual([
      'account',
      'endedAt',
      'epoch',
      'expiresAt',
      'failures',
      'id',
      'lastAt',
      'startedAt',
      'userId',
    ])
  })
})

describe('what ends a sign-in at once', () => {
  test('signing out, for that one alone', async () => {
    const [here, there] = [await signedIn(), await signedIn()]
    await accounts.signOut(here)
    expect(await accounts.signedIn(here)).toBeNull()
    expect(await accounts.signedIn(there)).not.toBeNull()
  })

  test('signing out everywhere', async () => {
    const all = [await signedIn(), await signedIn()]
    await accounts.signOutEverywhere(user)
    for (const one of all) expect(await accounts.signedIn(one)).toBeNull()
    expect(await accounts.signInsOf(user)).toEqual([])
  })

  test('another password', async () => {
    const before = await signedIn()
    const outcome = await accounts.changePassword(user, password, 'otro caballo, otra grapa')
    expect(await accounts.signedIn(before)).toBeNull()
    expect(outcome).toMatchObject({ is: 'signed-in' })
    if (outcome.is === 'signed-in') expect(await accounts.signedIn(outcome.signIn)).not.toBeNull()
    expect(await accounts.signIn(lucia, password)).toEqual({ is: 'refused' })
    expect(await accounts.signIn(lucia, 'otro caballo, otra grapa')).toMatchObject({ is: 'signed-in' })
  })

  test('not a password change that is refused', async () => {
    const before = await signedIn()
    expect(await accounts.changePassword(user, 'wrong', 'otro caballo, otra grapa')).toEqual({
      is: 'refused',
    })
    expect(await accounts.changePassword(user, password, 'corta')).toEqual({
      is: 'problem',
      key: 'errors.passwordTooShort',
    })
    expect(await accounts.signedIn(before)).not.toBeNull()
  })

  test('an id that is none is nobody', async () => {
    expect(await accounts.signedIn(crypto.randomUUID())).toBeNull()
  })
})

const ownerId = '00000000-0000-4000-8000-000000000001'

describe('invitations', () => {
  test('work once', async () => {
    const token = await accounts.inviteUser('Nuevo@ejemplo.org')
    expect(await accounts.invitation(token)).toMatchObject({ email: 'nuevo@ejemplo.org' })
    expect(await accounts.signIn('nuevo@ejemplo.org', '')).toEqual({ is: 'refused' })
    expect(await accounts.acceptInvitation(token, 'corta')).toEqual({
      is: 'problem',
      key: 'errors.passwordTooShort',
    })
    const both = await Promise.all([1, 2].map(() => accounts.acceptInvitation(token, password)))
    expect(both.map(({ is }) => is).toSorted()).toEqual(['refused', 'signed-in'])
    expect(await accounts.invitation(token)).toEqual({ is: 'over' })
    expect(await accounts.acceptInvitation(token, 'otra frase muy distinta')).toEqual({ is: 'refused' })
    expect(await accounts.withdrawInvitation('nuevo@ejemplo.org')).toBe(false)
    expect(await accounts.signIn('nuevo@ejemplo.org', password)).toMatchObject({ is: 'signed-in' })
  })

  test('last a week, and only the latest counts', async () => {
    const [first, second] = [await accounts.inviteUser(lucia), await accounts.inviteUser(lucia)]
    expect(await accounts.invitation(first)).toEqual({ is: 'withdrawn' })
    now += 7 * 24 * hour
    expect(await accounts.invitation(second)).toEqual({ is: 'over' })
    expect(await accounts.invitationOut(lucia)).toBeNull()
    expect(await accounts.withdrawInvitation(lucia)).toBe(false)
    expect(await accounts.acceptInvitation(second, password)).toEqual({ is: 'refused' })
  })

  test('can be withdrawn until they are used, and say so', async () => {
    const token = await accounts.inviteUser('Nueva@ejemplo.org', ownerId)
    expect(await accounts.invitationOut(' nueva@ejemplo.org')).toMatchObject({ madeBy: ownerId })
    expect(await accounts.invitationOut(lucia)).toBeNull()
    expect(await accounts.withdrawInvitation('nueva@ejemplo.org')).toBe(true)
    expect(await accounts.invitation(token)).toEqual({ is: 'withdrawn' })
    expect(await accounts.acceptInvitation(token, password)).toEqual({ is: 'refused' })
    expect(await accounts.hasPassword('nueva@ejemplo.org')).toBe(false)
    expect(await accounts.withdrawInvitation('nueva@ejemplo.org')).toBe(false)
    // Another works, and is its own person's: whoever else had one opens nothing with it.
    const next = await accounts.inviteUser('nueva@ejemplo.org')
    const others = await accounts.inviteUser('otro@ejemplo.org')
    expect(await accounts.acceptInvitation(others, password)).toMatchObject({ is: 'signed-in' })
    expect(await accounts.invitation(next)).toMatchObject({ is: 'open', email: 'nueva@ejemplo.org' })
    // At one moment, one of the two comes first.
    const [used, taken] = await Promise.all([
      accounts.acceptInvitation(next, password),
      accounts.withdrawInvitation('nueva@ejemplo.org'),
    ])
    expect(used.is === 'signed-in').toBe(!taken)
  })

  test('end every sign-in of an account that had a password', async () => {
    const before = await signedIn()
    await accounts.acceptInvitation(await accounts.inviteUser(lucia), 'otro caballo, otra grapa')
    expect(await accounts.signedIn(before)).toBeNull()
  })

  test('of whoever appoints are for newcomers alone', async () => {
    expect(await accounts.inviteNewcomer(lucia)).toBeNull()
    const token = await accounts.inviteNewcomer('otra@ejemplo.org')
    expect(await accounts.invitation(token ?? '')).toMatchObject({ email: 'otra@ejemplo.org' })
    expect(await accounts.hasPassword('otra@ejemplo.org')).toBe(false)
    await accounts.acceptInvitation(token ?? '', password)
    expect(await accounts.inviteNewcomer(' Otra@ejemplo.org')).toBeNull()
  })

  test('the database does not know the link', async () => {
    const token = await accounts.inviteUser(lucia)
    const rows =
      await database.$queryRaw`SELECT encode("tokenHash", 'escape'), encode("tokenHash", 'base64') FROM invitation`
    expect(JSON.stringify(rows)).not.toContain(token)
    expect(token).toMatch(/^[\w-]{43}$/)
  })
})

describe('a login of somebody whom the law has forgotten', () => {
  test('goes with its sign-ins and invitations, and nobody signs in with it', async () => {
    const open = await signedIn()
    await accounts.inviteUser(lucia)
    expect(await accounts.forget(' Lucia@Ejemplo.ORG ')).toBe(true)
    expect(await accounts.signedIn(open)).toBeNull()
    expect(await accounts.signIn(lucia, password)).toEqual({ is: 'refused' })
    expect(await database.invitation.count()).toBe(0)
    expect(await accounts.forget(lucia)).toBe(false)
  })

  test('stays where somebody in a forum has its e-mail', async () => {
    const table = await smallTable(database, 'con-correo')
    const { email } = await table.db.person.findFirstOrThrow({ where: { email: { not: null } } })
    await accounts.createUser(email ?? '', password)
    expect(await accounts.forget(email ?? '')).toBe(false)
    expect(await accounts.signIn(email ?? '', password)).toMatchObject({ is: 'signed-in' })
  })
})
