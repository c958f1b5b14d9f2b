import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { commitmentId, id } from '../../prisma/demonstration/table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { forumBySlug, publicViewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { assessmentsSeenBy, disputedSeenBy, readingsSeenBy } from './seen.ts'

const { appUrl } = await useDatabase({ seeded: true })
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

async function visitor(slug: string) {
  const forum = await forumBySlug(database, slug)
  if (!forum) throw new Error(`there is no forum ${slug}`)
  return publicViewer(database, forum, new Date())
}
const [practice, record] = [await visitor('practica'), await visitor('mexico')]
const [water, plan] = [commitmentId('2026-2028', 1), id('2026-2028')]

async function recorded(slug: string) {
  return database.plan.findFirstOrThrow({
    where: { forumId: record.forum.id, slug },
    include: { commitments: { orderBy: { number: 'asc' } } },
  })
}

describe('the readings of a commitment', () => {
  it('are in the order of the sectors, each with its seat and its entry', async () => {
    const { voices, irm, disputed } = await readingsSeenBy(practice, water)
    expect(
      voices.map(({ sector, role, latest }) => [sector.slug, role, latest?.level, latest?.seat.name.es]),
    ).toEqual([
      ['civil-society', 'view', 'limited', 'Integrante de sociedad civil (GTP 1)'],
      ['oversight', 'view', 'limited', 'Comisionada o comisionado del INAI (CC)'],
      ['executive', 'self', 'substantial', 'Secretaría del grupo (GTP 1)'],
    ])
    expect([irm, disputed]).toEqual([[], true])
    const [first] = voices
    const line = await database.historyLine.findFirstOrThrow({
      where: { forumId: practice.forum.id, kind: 'readings.given/1', sectorId: first?.sector.id ?? '' },
    })
    expect(first?.latest?.entryIndex).toBe(line.index)
  })

  it('are silence where nobody spoke, with whose work it would be', async () => {
    const { voices, disputed } = await readingsSeenBy(practice, commitmentId('2026-2028', 2))
    expect(voices.map(({ role, latest, earlier }) => [role, latest, earlier])).toEqual(
      Array(3).fill(['view', null, []]),
    )
    expect(disputed).toBe(false)
  })

  it('hold the IRM’s finding where it published one by name', async () => {
    const { commitments } = await recorded('2019-2022')
    const { voices, irm, disputed } = await readingsSeenBy(record, commitments[9]?.id ?? '')
    expect(irm.map(({ level, source }) => [level, Boolean(source.text)])).toEqual([['complete', true]])
    expect([voices.every((voice) => voice.latest === null), disputed]).toEqual([true, false])
  })

  it('are not seen from another forum', async () => {
    expect((await readingsSeenBy(record, water)).voices.every((voice) => voice.latest === null)).toBe(
      true,
    )
    expect(await disputedSeenBy(record, plan)).toEqual({ commitments: [], whole: null })
    expect(await assessmentsSeenBy(record, plan)).toEqual([])
  })
})

describe('what is disputed in a plan', () => {
  it('is the commitment on which readings differ', async () => {
    expect(await disputedSeenBy(practice, plan)).toEqual({ commitments: [water], whole: null })
    expect(await disputedSeenBy(practice, randomUUID())).toEqual({ commitments: [], whole: null })
  })

  it('is Mexico’s third plan as a whole: the board calls eight complete, the IRM none', async () => {
    const third = await recorded('2016-2018')
    const { commitments, whole } = await disputedSeenBy(record, third.id)
    expect([commitments, whole?.levels]).toEqual([[], ['complete']])
    expect(whole?.board.map(({ level, count, source }) => [level, count, Boolean(source.text)])).toEqual(
      [['completed', 8, true]],
    )
    expect(whole?.irm.map(({ count }) => count).toSorted()).toEqual([1, 5, 5])
  })

  it('is nothing where one alone counted', async () => {
    expect(await disputedSeenBy(record, (await recorded('2019-2022')).id)).toEqual({
      commitments: [],
      whole: null,
    })
  })
})

it('a plan’s self-assessment is a document with who filed it', async () => {
  expect(await assessmentsSeenBy(practice, plan)).toMatchObject([
    {
      term: 'mid',
      filedOn: '2026-11-04',
      replacedBy: null,
      address: null,
      sector: { slug: 'executive' },
      seat: { name: { es: 'Secretaría técnica (CC)' } },
    },
  ])
})
