import { afterAll, expect, it } from 'vitest'
import { personId } from '../../prisma/demonstration/table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { forumBySlug, personViewer, publicViewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { inheritedSeenBy } from './seen.ts'

// What goes on with the seats of an organisation that ends, in the demonstration as it is loaded.

const { appUrl } = await useDatabase({ seeded: true })
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const now = new Date('2026-11-29T18:00:00Z')
const forum = await forumBySlug(database, 'practica')
if (!forum) throw new Error('no practice table')
const institute = await database.organisation.findFirstOrThrow({
  where: { forumId: forum.id, shortName: 'INAI' },
})
const seats = await database.seat
  .findMany({ where: { organisationId: institute.id } })
  .then((rows) => rows.map(({ id }) => id))
const told = (all: Awaited<ReturnType<typeof inheritedSeenBy>>) =>
  all.map(({ kind, number, heldOn, dueOn }) => [kind, number, heldOn, dueOn])

it('lists actions, minutes and proposals one by one, a sector’s word once, for whoever sits there', async () => {
  const viewer = await personViewer(database, forum, personId('elvira.santoyo'), now)
  const all = await inheritedSeenBy(viewer, seats)
  expect(told(all)).toEqual([
    ['action', 'GTP-4-2026-01/1', null, '2027-02-26'],
    ['action', 'GTP-1-2026-01/2', null, '2027-03-31'],
    ['minutes', 'CC', '2026-11-12', '2027-01-16'],
    ['proposal', '6', null, '2027-12-15'],
    ['proposal', '5', null, '2027-12-15'],
  ])
  expect(new Set(all.map(({ seat }) => seat)).size).toBeGreaterThan(0)
})

it('tells nobody else of minutes that circulate', async () => {
  const all = await inheritedSeenBy(publicViewer(database, forum, now), seats)
  expect(all.map(({ kind }) => kind)).not.toContain('minutes')
})

it('has nothing to tell of no seat', async () => {
  expect(await inheritedSeenBy(publicViewer(database, forum, now), [])).toEqual([])
})
