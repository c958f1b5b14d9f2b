import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createTranslator } from 'next-intl'
import { afterAll, describe, expect, it } from 'vitest'
import { useDatabase } from '../../testing/use-database.ts'
import { forumBySlug, personViewer, publicViewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { minutesSeenBy } from '../minutes/seen.ts'
import { documentOf, fileNameOf, markOf } from './document.ts'
import { writeJson } from './json.ts'
import { writeMarkdown } from './markdown.ts'
import { printOf } from './print.ts'

const { appUrl } = await useDatabase({ seeded: true })
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())
const home = 'https://mesa.example.org'

async function practice() {
  const forum = await forumBySlug(database, 'practica')
  if (!forum) throw new Error('there is no forum practica')
  return { forum, anybody: publicViewer(database, forum, new Date()) }
}

async function taken(key: string) {
  const { forum, anybody } = await practice()
  const seen = await minutesSeenBy(anybody, key)
  if (!seen) throw new Error(`nobody sees ${key}`)
  return { seen, document: documentOf(seen, forum, home) }
}

describe('minutes to take away', () => {
  it('say what the page says: text, agreements, positions, approvals with their acts, digest and address', async () => {
    const { seen, document } = await taken('CC-2026-05')
    expect(document).toMatchObject({
      schema: 'mesa-abierta/minutes/1',
      number: 'CC-2026-05',
      state: 'approved',
      version: seen.version,
      digest: seen.digest,
      logEntry: seen.entryIndex,
      erased: false,
      addresses: {
        es: `${home}/es/practica/minutes/CC-2026-05`,
        en: `${home}/en/practica/minutes/CC-2026-05`,
      },
      meeting: { heldOn: '2026-10-20' },
      quorum: { reached: true },
    })
    expect(document.items.map((item) => item.title.text)).toEqual(
      seen.content?.items.map((item) => item.title.text),
    )
    expect(
      document.items
        .flatMap((item) => item.agreements)
        .map((takenAgreement) => [takenAgreement.number, takenAgreement.kind, takenAgreement.dueOn]),
    ).toEqual([
      ['CC-2026-05/1', 'resolution', null],
      ['CC-2026-05/2', 'action', '2027-01-29'],
    ])
    expect(document.proposals).toMatchObject([
      {
        number: 4,
        decision: { number: 4, outcome: 'consensus-with-reservations' },
        positions: [{ stance: 'agree' }, { stance: 'agree' }, { stance: 'agree-with-reservation' }],
      },
    ])
    const entries = await database.approval.findMany({
      where: { minutesId: seen.id },
      orderBy: { entryIndex: 'asc' },
    })
    expect(document.approvals.map((approval) => approval.logEntry)).toEqual(
      entries.map((entry) => entry.entryIndex),
    )
    expect(
      document.approvals.every(
        (approval) => approval.says === 'approved' && approval.person && approval.at,
      ),
    ).toBe(true)
    expect(document.attendance.flatMap((mark) => mark.seats)).toHaveLength(
      seen.content?.attendance.length ?? 0,
    )
    expect(JSON.parse(writeJson(document).toString())).toEqual(document)
    expect(fileNameOf(document, 'minuta')).toBe('minuta-cc-2026-05')
  })

  it('that circulate are not public, and say so; a draft is in no file', async () => {
    const { forum, anybody } = await practice()
    const circulating = await database.minutes.findFirstOrThrow({
      where: { forumId: forum.id, approvedAt: null, meeting: { body: { kind: 'committee' } } },
    })
    expect(await minutesSeenBy(anybody, circulating.meetingId)).toBeNull()
    const { personId } = await database.mandate.findFirstOrThrow({
      where: { forumId: forum.id, untilOn: null, seat: { bodyId: circulating.bodyId, voice: true } },
    })
    const member = await personViewer(database, forum, personId, new Date())
    const seen = await minutesSeenBy(member, circulating.meetingId)
    if (!seen) throw new Error('a member sees them')
    const document = documentOf(seen, forum, home)
    expect(document).toMatchObject({
      number: null,
      state: 'circulated',
      version: 2,
      approvedAt: null,
      addresses: null,
    })
    expect(fileNameOf(document, 'minuta')).toMatch(/^minuta-[a-z-]+-2026-11-12-v2$/)
    const drafted = await database.draftItem.findFirstOrThrow({
      where: { forumId: forum.id, meetingId: { not: circulating.meetingId } },
    })
    if (!(await database.minutes.findUnique({ where: { meetingId: drafted.meetingId } })))
      expect(await minutesSeenBy(member, drafted.meetingId)).toBeNull()
  })

  it('have the same mark until something in them changes', async () => {
    const { document } = await taken('CC-2026-05')
    expect(markOf((await taken('CC-2026-05')).document)).toBe(markOf(document))
    expect(markOf({ ...document, erased: true })).not.toBe(markOf(document))
  })

  it.each(['es', 'en'] as const)('are said in %s, no word missing', async (lang) => {
    const faults: string[] = []
    const messages = JSON.parse(
      readFileSync(resolve(import.meta.dirname, `../../messages/${lang}.json`), 'utf8'),
    ) as Record<string, unknown>
    const say = createTranslator({
      locale: lang,
      messages,
      onError: (error) => faults.push(error.message),
    }) as unknown as (key: string, values?: Record<string, string | number>) => string
    const { forum } = await practice()
    const all = await database.minutes.findMany({
      where: { forumId: forum.id, approvedAt: { not: null } },
    })
    expect(all.length).toBeGreaterThan(4)
    for (const { number } of all) {
      const { document } = await taken(number ?? '')
      const print = printOf(
        document,
        {
          lang,
          say,
          day: (day) => day,
          moment: (instant) => instant.toISOString(),
          times: ({ heldOn }) => [{ label: 'record.when', value: heldOn }],
          result: ({ outcome }) => outcome,
          who: ({ person }) => person ?? '',
        },
        home,
      )
      const text = writeMarkdown(print).toString()
      expect(text).toContain(document.digest)
      expect(text).not.toContain('undefined')
      expect(print.pageOf(2, 5)).toBe(lang === 'es' ? 'Página 2 de 5' : 'Page 2 of 5')
    }
    expect(faults).toEqual([])
  })
})
