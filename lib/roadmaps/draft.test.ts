import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { publicViewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { openRoadmapDoor, roadmapIn, unfinishedIn } from './draft.ts'
import type { DraftRoadmap } from './draft.ts'
import { roadmapDraftSeenBy } from './seen.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
const door = openRoadmapDoor(database)
let table: Awaited<ReturnType<typeof smallTable>>
beforeAll(async () => {
  table = await smallTable(database)
})
afterAll(() => database.$disconnect())

const viewer = (place: { person: string }) => table.viewerOf(place.person)
const keyAction = {
  kind: 'key-action',
  id: randomUUID(),
  number: '1',
  title: { es: 'Primera' },
  weight: '2',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
}
const activity = {
  kind: 'activity',
  id: randomUUID(),
  keyAction: keyAction.id,
  number: '1.1',
  title: { es: 'Una', en: '' },
  startsOn: '',
  endsOn: '',
}
const save = async (item: object, base: number, place = table.civil) =>
  door.saveItem(await viewer(place), { commitment: table.commitment, base, item })
const paper = async () => {
  const row = await roadmapDraftSeenBy(await viewer(table.civil), table.commitment)
  return { revision: row?.revision ?? 0, content: row?.content as unknown as DraftRoadmap }
}

it('keeps what is unfinished, says what is missing, and becomes a roadmap when it is whole', async () => {
  expect(await save(keyAction, 0)).toEqual({ is: 'saved', revision: 1 })
  expect(await save(activity, 1, table.executive)).toEqual({ is: 'saved', revision: 2 })
  expect(unfinishedIn((await paper()).content)).toEqual([
    { number: '', field: 'aim' },
    { number: '', field: 'how' },
    { number: '', field: 'who' },
    { number: '', field: 'when' },
    { number: '', field: 'feedback' },
    { number: '1.1', field: 'startsOn' },
    { number: '1.1', field: 'endsOn' },
  ])
  await save({ kind: 'whole', aim: { es: 'Meta' }, possible: false, why: { es: 'No se halló cómo' } }, 2)
  await save({ ...activity, startsOn: '2026-02-01', endsOn: '2026-03-01' }, 3)
  const { content } = await paper()
  expect(unfinishedIn(content)).toEqual([])
  expect(roadmapIn(content)).toMatchObject({
    aim: { es: 'Meta' },
    keyActions: [{ number: 1, weight: 2, activities: [{ number: '1.1', title: { es: 'Una' } }] }],
  })
})

it('two who write the same item are told, and two who write different items are not', async () => {
  const { revision } = await paper()
  expect(await save({ ...activity, title: { es: 'De una' } }, revision)).toMatchObject({ is: 'saved' })
  expect(await save({ ...activity, title: { es: 'De otra' } }, revision, table.oversight)).toMatchObject(
    { is: 'conflict', revision: revision + 1, theirs: { title: { es: 'De una' } } },
  )
  expect(await save({ ...keyAction, weight: 5 }, revision, table.oversight)).toMatchObject({
    is: 'saved',
  })
  expect(
    await save({ ...activity, title: { es: 'De otra' } }, revision + 1, table.oversight),
  ).toMatchObject({ is: 'saved' })
  expect((await paper()).content.items[activity.id]).toMatchObject({ title: { es: 'De otra' } })
})

it('takes a key action out with its activities, and nothing that waits for what is gone', async () => {
  const other = { ...activity, id: randomUUID(), number: '2.1' }
  const second = { ...keyAction, id: randomUUID(), number: 2 }
  await save(second, 90)
  await save({ ...other, keyAction: second.id, after: [activity.id] }, 90)
  const { revision } = await paper()
  expect(
    await door.dropItem(await viewer(table.civil), {
      commitment: table.commitment,
      base: revision,
      id: activity.id,
    }),
  ).toMatchObject({ is: 'saved' })
  expect((await paper()).content.items[other.id]).toMatchObject({ after: [] })
  await door.dropItem(await viewer(table.civil), {
    commitment: table.commitment,
    base: 99,
    id: second.id,
  })
  expect(
    Object.values((await paper()).content.items)
      .map((one) => one.kind)
      .toSorted(),
  ).toEqual(['key-action', 'whole'])
})

it('is read and written by the group and the Committee alone, observers read, and a fault is said at its field', async () => {
  const refused = { is: 'refused', refusal: { refused: 'roadmaps.notOfThisGroup' } }
  expect(await save(keyAction, 99, table.observer)).toMatchObject(refused)
  expect(await roadmapDraftSeenBy(await viewer(table.observer), table.commitment)).not.toBeNull()
  const signedOut = publicViewer(table.db, table.forum, new Date())
  expect(await roadmapDraftSeenBy(signedOut, table.commitment)).toBeNull()
  expect(
    await door.saveItem(signedOut, { commitment: table.commitment, base: 99, item: keyAction }),
  ).toMatchObject(refused)
  const other = await smallTable(database, 'otra')
  expect(
    await door.saveItem(await other.viewerOf(other.civil.person), {
      commitment: table.commitment,
      base: 0,
      item: keyAction,
    }),
  ).toEqual({ is: 'missing' })
  expect(await save({ ...keyAction, weight: 'mucho', title: { es: 'a\u202Eb' } }, 99)).toMatchObject({
    is: 'invalid',
    problems: [{ path: 'item.title.es', key: 'errors.hidingCharacters' }, { path: 'item.weight' }],
  })
  expect(await save({ ...activity, id: randomUUID(), keyAction: randomUUID() }, 99)).toEqual({
    is: 'missing',
  })
})
