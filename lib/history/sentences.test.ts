import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createTranslator } from 'next-intl'
import { afterAll, describe, expect, it } from 'vitest'
import { useDatabase } from '../../testing/use-database.ts'
import { forumBySlug, publicViewer } from '../act/viewer.ts'
import { functions } from '../bodies/rules.ts'
import { reasonClasses, statuses } from '../commitments/rules.ts'
import { openDatabase } from '../db/client.ts'
import { factKinds } from '../facts.ts'
import { attendanceStates, meetingKinds } from '../meetings/rules.ts'
import { nths, weekdays } from '../series/rules.ts'
import { obstacles, outcomes, stances } from '../proposals/rules.ts'
import { levels, roles, terms } from '../readings/rules.ts'
import { changeReasons, dependencies, progressStates } from '../roadmaps/rules.ts'
import { historySeenBy } from './seen.ts'
import { historyTopics } from './rules.ts'
import { sentenceKey } from './rules.ts'
import { dayOfLine, sentenceParams } from './sentences.ts'

const { appUrl } = await useDatabase({ seeded: true })
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const read = (locale: string) =>
  JSON.parse(
    readFileSync(resolve(import.meta.dirname, `../../messages/${locale}.json`), 'utf8'),
  ) as Record<string, unknown>
const at = (messages: unknown, path: string) =>
  path
    .split('.')
    .reduce((found, name) => (found as Record<string, unknown> | undefined)?.[name], messages)

const vocabularies: Record<string, readonly string[]> = {
  functions,
  reasonClasses,
  statuses,
  attendances: attendanceStates,
  meetingKinds,
  obstacles,
  outcomes,
  stances,
  forumKinds: ['live', 'practice', 'record'],
  bodyKinds: ['committee', 'group', 'former'],
  capacities: ['titular', 'alternate'],
  modes: ['session', 'written'],
  origins: ['seat', 'minutes'],
  roles: ['lead', 'support'],
  authors: ['irm', 'government-board'],
  agreementKinds: ['resolution', 'action'],
  changeReasons,
  progressStates,
  dependencies,
  levels,
  readingRoles: roles,
  terms,
  weekdays,
  nths,
}

describe.each(['es', 'en'] as const)('in %s', (locale) => {
  const messages = read(locale)

  it('every kind of fact has its sentence, and every word of a fact its translation', () => {
    expect(
      factKinds
        .map((kind) => kind.kind)
        .filter((kind) => typeof at(messages, `history.sentences.${sentenceKey(kind)}`) !== 'string'),
    ).toEqual([])
    const words = Object.entries(vocabularies).flatMap(([list, own]) =>
      own.map((word) => `words.${list}.${word}`),
    )
    expect(words.filter((word) => typeof at(messages, word) !== 'string')).toEqual([])
  })

  it.each(['mexico', 'practica'])(
    'the whole history of %s is said, no word and no name missing',
    async (slug) => {
      const faults: string[] = []
      const t = createTranslator({
        locale,
        messages,
        onError: (error) => faults.push(error.message),
      }) as unknown as (key: string, params?: Record<string, string | number>) => string
      const forum = await forumBySlug(database, slug)
      if (!forum) throw new Error(`there is no forum ${slug}`)
      const viewer = publicViewer(database, forum, new Date())
      const say = {
        word: (list: string, word: string) => t(`words.${list}.${word}`),
        day: (day: string) => day,
        withheld: t('history.withheld'),
      }
      let before: string | undefined
      let said = 0
      do {
        const page = await historySeenBy(viewer, { ...(before && { before }) }, 200)
        for (const line of page.lines) {
          const sentence = t(
            `history.sentences.${sentenceKey(line.kind)}`,
            sentenceParams(line, page.names, locale, say),
          )
          said += 1
          if (/\{|undefined|\[object|“”|«»| {2}|[0-9a-f]{8}-[0-9a-f]{4}-/.test(sentence))
            faults.push(`${line.index} ${line.kind}: ${sentence}`)
        }
        before = page.next ?? undefined
      } while (before)
      expect(said).toBeGreaterThan(100)
      expect(faults).toEqual([])
    },
  )
})

it('the history can be asked for each capability that records anything', () => {
  expect([...new Set(factKinds.map((kind) => kind.kind.split('.')[0]))].toSorted()).toEqual(
    [...historyTopics].toSorted(),
  )
})

it('a person who was erased, and whatever else has no name for this reader, is no id in a sentence', () => {
  const id = '3629db19-1f36-4425-b36a-13f4d8474547'
  const nothing = new Proxy({}, { get: () => undefined })
  const names = new Proxy({}, { get: () => nothing }) as unknown as Parameters<typeof sentenceParams>[1]
  const say = { word: (_list: string, word: string) => word, day: (day: string) => day, withheld: '…' }
  for (const { kind } of factKinds)
    for (const field of ['person', 'seat', 'body', 'proposal', 'anything']) {
      const line = {
        kind,
        fields: { frozen: { sectors: [] }, quorum: {}, texts: [], [field]: id },
      } as unknown as Parameters<typeof sentenceParams>[0]
      expect(sentenceParams(line, names, 'es', say)[field], `${kind} ${field}`).not.toBe(id)
    }
})

it.each([
  [{ happenedOn: '2020-03' }, '2020-03-31', '2020-03'],
  [{ happenedOn: '2020' }, '2020-12-31', '2020'],
  [{ happenedOn: '2020-03-23' }, '2020-03-23', '2020-03-23'],
  [{ title: '2020', heldOn: '2026-05-04' }, '2026-05-04', '2026-05-04'],
  [{ number: 3 }, '2026-05-04', '2026-05-04'],
])('a line of %o that counts from %s is told as of %s', (fields, happenedOn, told) => {
  expect(dayOfLine({ fields, happenedOn })).toBe(told)
})

it('days and months in a sentence are written out, and the first day without a mandate as the last of it', () => {
  const nothing = new Proxy({}, { get: () => undefined })
  const names = new Proxy({}, { get: () => nothing }) as unknown as Parameters<typeof sentenceParams>[1]
  const say = {
    word: (_list: string, word: string) => word,
    day: (day: string) => `<${day}>`,
    withheld: '…',
  }
  const told = (fields: Record<string, unknown>) =>
    sentenceParams(
      { kind: 'none/1', fields } as unknown as Parameters<typeof sentenceParams>[0],
      names,
      'es',
      say,
    )
  expect(told({ on: '2020-03', day: '2026-01-01', untilOn: '2026-07-01', year: '2020' })).toMatchObject({
    on: '<2020-03>',
    day: '<2026-01-01>',
    untilOn: '<2026-06-30>',
    year: '2020',
  })
})

it.each(['es', 'en'] as const)(
  '%s tells of a decision by whom it was qualified or hindered, each cause by itself',
  (locale) => {
    const faults: string[] = []
    const t = createTranslator({
      locale,
      messages: read(locale),
      onError: (error) => faults.push(error.message),
    }) as unknown as (key: string, params?: Record<string, string | number>) => string
    const [inai, sfp] = ['INAI', 'SFP']
    const names = {
      sectors: { inai: { name: { es: inai } }, sfp: { name: { es: sfp } } },
      proposals: {},
      commitments: {},
      meetings: {},
    } as unknown as Parameters<typeof sentenceParams>[1]
    const stand = (sector: string, stance: string | null, more: object = {}) => ({
      sector,
      stance,
      suspended: false,
      voices: [{}],
      ...more,
    })
    const said = (obstacle: string | null, sectors: object[], notCarriedOut: string | null = null) => {
      const fields = {
        number: 3,
        proposal: 'x',
        outcome: '',
        obstacle,
        notCarriedOut,
        frozen: { sectors },
      }
      const line = { kind: 'proposals.decided/1', fields } as unknown as Parameters<
        typeof sentenceParams
      >[0]
      const say = { word: (_list: string, word: string) => word, day: String, withheld: '…' }
      return t('history.sentences.proposals.decided.1', sentenceParams(line, names, locale, say))
    }
    const sentences = [
      said(null, [stand('inai', 'agree'), stand('sfp', 'agree')]),
      said(null, [stand('inai', 'agree-with-reservation'), stand('sfp', 'agree')]),
      said(null, [stand('inai', 'stand-aside'), stand('sfp', 'agree')]),
      said(null, [stand('inai', 'agree'), stand('sfp', 'agree')], 'commitments.illegalMove'),
      said('objection', [stand('inai', 'object'), stand('sfp', 'agree')]),
      said('suspension', [stand('inai', null, { suspended: true }), stand('sfp', 'agree')]),
      said('no-voice', [stand('inai', null, { voices: [] }), stand('sfp', 'agree')]),
      said('silence', [stand('inai', null), stand('sfp', 'agree')]),
      said('quorum', [stand('inai', 'agree'), stand('sfp', 'agree')]),
    ]
    expect(faults).toEqual([])
    expect(new Set(sentences).size).toBe(sentences.length)
    const named = sentences.map((sentence) => [sentence.includes(inai), sentence.includes(sfp)])
    const inaiAlone = [true, false]
    const nobody = [false, false]
    expect(named).toEqual([
      nobody,
      inaiAlone,
      inaiAlone,
      nobody,
      inaiAlone,
      inaiAlone,
      inaiAlone,
      inaiAlone,
      nobody,
    ])
  },
)
