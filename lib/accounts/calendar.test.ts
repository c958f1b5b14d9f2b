import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { addDays, dayIn } from '../act/calendar.ts'
import { publicViewer } from '../act/viewer.ts'
import { endMandate } from '../bodies/commands.ts'
import { openDatabase } from '../db/client.ts'
import { openAccounts } from './accounts.ts'
import { openCalendarDoor } from './calendar.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

let now = Date.now()
const [accounts, calendars] = [openAccounts(database), openCalendarDoor(database, () => new Date(now))]
const password = 'caballo grapa correcto'

let table: Awaited<ReturnType<typeof smallTable>>
let [user, slug, count] = ['', '', 0]
beforeEach(async () => {
  now = Date.now()
  slug = `calendario-${(count += 1)}`
  table = await smallTable(database, slug)
  user = await accounts.createUser(`persona-0@${slug}.example`, password)
})

const viewer = (place = table.civil) => table.viewerOf(place.person)
const made = async () => {
  const token = await calendars.make(user, await viewer(), table.body)
  if (!token) throw new Error('no address was made')
  return token
}

describe('the private address of a calendar', () => {
  it('stands for its owner, in that body', async () => {
    const token = await made()
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    const asking = await calendars.viewerWith(token, slug)
    expect(asking).toMatchObject({
      body: table.body,
      viewer: { person: table.civil.person, seats: [{ seat: table.civil.seat }] },
    })
    expect(await calendars.madeAt(user, table.body)).toEqual(new Date(Math.floor(now / 1000) * 1000))
  })

  it('is kept as a hash alone', async () => {
    const token = await made()
    const rows = await database.calendarAddress.findMany({ where: { userId: user } })
    expect(rows).toHaveLength(1)
    expect(
      JSON.stringify(
        rows.map((row) => ({ ...row, tokenHash: Buffer.from(row.tokenHash).toString('latin1') })),
      ),
    ).not.toContain(token)
    expect(Buffer.from(rows[0]?.tokenHash ?? []).equals(Buffer.from(token, 'base64url'))).toBe(false)
  })

  it('is one at a time, also where two are made at once', async () => {
    const first = await made()
    const second = await made()
    expect(await calendars.viewerWith(first, slug)).toBeNull()
    expect(await calendars.viewerWith(second, slug)).not.toBeNull()
    const both = await Promise.all([made(), made()])
    const answers = await Promise.all(both.map((token) => calendars.viewerWith(token, slug)))
    expect(answers.filter(Boolean)).toHaveLength(1)
  })

  it('opens nothing once it was revoked, or when it is another’s', async () => {
    const token = await made()
    const other = await smallTable(database, `${slug}-otra`)
    expect(await calendars.viewerWith(token, `${slug}-otra`)).toBeNull()
    expect(await calendars.viewerWith(token, 'no-such-forum')).toBeNull()
    for (const wrong of [
      '',
      'x',
      `${token}x`,
      token.slice(1),
      token.toUpperCase(),
      "' OR 1=1 --",
      '\u0000',
    ])
      expect(await calendars.viewerWith(wrong, slug)).toBeNull()
    // Somebody else revokes their own, and this one stands.
    const stranger = await accounts.createUser(`persona-1@${slug}.example`, password)
    await calendars.revoke(stranger, table.body)
    expect(await calendars.viewerWith(token, slug)).not.toBeNull()
    await calendars.revoke(user, other.body)
    expect(await calendars.viewerWith(token, slug)).not.toBeNull()
    await calendars.revoke(user, table.body)
    expect(await calendars.viewerWith(token, slug)).toBeNull()
    expect(await calendars.madeAt(user, table.body)).toBeNull()
  })

  it('is made by nobody who does not sit in the body', async () => {
    const other = await smallTable(database, `${slug}-otra`)
    expect(
      await calendars.make(user, publicViewer(table.db, table.forum, new Date()), table.body),
    ).toBeNull()
    expect(await calendars.make(user, await viewer(), other.body)).toBeNull()
    expect(await database.calendarAddress.count({ where: { userId: user } })).toBe(0)
  })

  it('ends with the mandate, on its day', async () => {
    const token = await made()
    const { id } = await table.db.mandate.findFirstOrThrow({ where: { seatId: table.civil.seat } })
    const today = dayIn(table.forum.timeZone, new Date())
    done(
      await table.civil.as(endMandate, {
        mandate: id,
        untilOn: addDays(today, 1),
        successor: { name: 'Quien sigue', email: 'sigue@calendario.example' },
      }),
    )
    expect(await calendars.viewerWith(token, slug)).not.toBeNull()
    now += 864e5
    expect(await calendars.viewerWith(token, slug)).toBeNull()
  })

  it('ends with a new password and with signing out everywhere, as sign-ins do', async () => {
    const token = await made()
    await accounts.signOutEverywhere(user)
    expect(await calendars.viewerWith(token, slug)).toBeNull()
    expect(await calendars.madeAt(user, table.body)).toBeNull()
    const again = await made()
    expect(await accounts.changePassword(user, password, 'otra grapa correcta')).toMatchObject({
      is: 'signed-in',
    })
    expect(await calendars.viewerWith(again, slug)).toBeNull()
  })

  it('goes with its account', async () => {
    const token = await made()
    await database.user.delete({ where: { id: user } })
    expect(await calendars.viewerWith(token, slug)).toBeNull()
  })
})
