import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createTranslator } from 'next-intl'
import { afterAll, describe, expect, it } from 'vitest'
import { useDatabase } from '../../testing/use-database.ts'
import { forumBySlug, publicViewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { factKindNamed, factKinds } from '../facts.ts'
import { attendanceRecorded, convened, sessionClosed } from '../meetings/facts.ts'
import { minutesPublished } from '../minutes/facts.ts'
import { actsSeenBy } from './acts-seen.ts'
import type { HistoryAct } from './acts-seen.ts'
import type { HistoryFilter } from './seen.ts'
import { leadOf } from './rules.ts'
import { actSentenceKey, sentenceParams } from './sentences.ts'

const { appUrl } = await useDatabase({ seeded: true })
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

async function viewerIn(slug: string) {
  const forum = await forumBySlug(database, slug)
  if (!forum) throw new Error(`there is no forum ${slug}`)
  return publicViewer(database, forum, new Date())
}

/** The whole history of a forum by act, page after page, each act with its line. */
async function toldIn(slug: string, locale: 'es' | 'en', filter: HistoryFilter = {}, size = 30) {
  const viewer = await viewerIn(slug)
  const faults: string[] = []
  // Through unknown: keys are made of the facts here, and its type knows only those that are written out.
  const t = createTranslator({
    locale,
    messages: JSON.parse(
      readFileSync(resolve(import.meta.dirname, `../../messages/${locale}.json`), 'utf8'),
    ) as Record<string, unknown>,
    onError: (error) => faults.push(error.message),
  }) as unknown as (key: string, params?: Record<string, string | number>) => string
  const say = {
    word: (list: string, word: string) => t(`words.${list}.${word}`),
    day: (day: string) => day,
    withheld: t('history.withheld'),
  }
  const told: { act: HistoryAct; line: string }[] = []
  let before: string | undefined
  do {
    const page = await actsSeenBy(viewer, { ...filter, ...(before && { before }) }, size)
    for (const act of page.acts)
      told.push({
        act,
        line: t(actSentenceKey(act.lead.kind), {
          ...sentenceParams(act.lead, page.names, locale, say),
          ...act.counts,
        }),
      })
    before = page.next ?? undefined
  } while (before)
  return { told, faults }
}

describe.each(['mexico', 'practica'])('every act of %s', (slug) => {
  it.each(['es', 'en'] as const)(
    'is told in one line in %s, and never as a bare list',
    async (locale) => {
      const { told, faults } = await toldIn(slug, locale)
      expect(faults).toEqual([])
      expect(told.length).toBeGreaterThan(50)
      const bare = told.filter(({ act }) => act.many > 1 && !factKindNamed.get(act.lead.kind)?.act)
      expect(bare.map(({ act }) => act.facts.map(({ kind }) => kind).join(', '))).toEqual([])
      const unsaid = /\{|undefined|\[object|“”|«»| {2}|[0-9a-f]{8}-[0-9a-f]{4}-/
      expect(told.filter(({ line }) => unsaid.test(line)).map(({ line }) => line)).toEqual([])
    },
  )

  it('is told once, whatever the size of a page, and with all its facts', async () => {
    const [small, large] = [await toldIn(slug, 'es', {}, 7), await toldIn(slug, 'es', {}, 300)]
    expect(small.told).toEqual(large.told)
    const { forum } = await viewerIn(slug)
    const lines = await database.historyLine.count({ where: { forumId: forum.id, held: false } })
    expect(large.told.reduce((sum, { act }) => sum + act.many, 0)).toBe(lines)
    expect(new Set(large.told.map(({ act }) => act.index)).size).toBe(large.told.length)
  })
})

it('the closing of a session says who was there, the call how many items, the minutes how many agreements', async () => {
  const { told } = await toldIn('practica', 'es')
  const of = (kind: string) => told.filter(({ act }) => act.lead.kind === kind).map(({ line }) => line)
  for (const line of of(sessionClosed.kind))
    expect(line).toMatch(/^Se cerró la sesión .*, (con|sin) quórum: .*presente/)
  for (const line of of(attendanceRecorded.kind)) expect(line).toMatch(/^Se pasó lista .*presente/)
  expect(of(convened.kind).join('\n')).toMatch(/con \d+ puntos en el orden del día/)
  expect(of(minutesPublished.kind).join('\n')).toMatch(/publicada la minuta .*, con (un|\d+) acuerdo/)
  // Attendance is one line an act, however many seats there are.
  expect(of(sessionClosed.kind).length).toBeGreaterThan(5)
})

it('a filter finds an act by any of its facts, and its line is still that of the whole', async () => {
  const viewer = await viewerIn('practica')
  const { acts } = await actsSeenBy(viewer, { kinds: [attendanceRecorded.kind] }, 1)
  const [act] = acts
  const seat = act?.facts.find((fact) => fact.aboutSeatId)?.aboutSeatId
  const filtered = await actsSeenBy(viewer, { seat: seat ?? '', kinds: [attendanceRecorded.kind] }, 1)
  expect(filtered.acts[0]).toEqual(act)
  expect(act?.many).toBeGreaterThan(1)
})

it('of the facts of an act the weightiest tells it, and of equals the first', () => {
  const weigh = (fact: { weight: number }) => fact.weight
  const [light, heavy, second] = [{ weight: 0 }, { weight: 2 }, { weight: 2, second: true }]
  expect(leadOf([], weigh)).toBeUndefined()
  expect(leadOf([light], weigh)).toBe(light)
  expect(leadOf([light, heavy, second], weigh)).toBe(heavy)
})

it('whatever counts or was attended has its sentence for the act, in both languages', () => {
  for (const locale of ['es', 'en']) {
    const messages = JSON.parse(
      readFileSync(resolve(import.meta.dirname, `../../messages/${locale}.json`), 'utf8'),
    ) as { history: { acts: Record<string, Record<string, Record<string, string>>> } }
    const missing = factKinds
      .filter(({ act }) => act?.counts ?? act?.attended)
      .filter(({ kind }) => {
        const [capability = '', fact = '', version = ''] = kind.split(/[./]/)
        return !messages.history.acts[capability]?.[fact]?.[version]
      })
    expect(missing.map(({ kind }) => kind)).toEqual([])
  }
})
