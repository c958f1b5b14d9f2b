import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createTranslator } from 'next-intl'
import { afterAll, expect, it } from 'vitest'
import { useDatabase } from '../../scripts/use-database.ts'
import { forumBySlug, publicViewer, personViewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { minutesSeenBy } from '../meetings/minutes-queries.ts'
import { documentOf } from './minutes-document.ts'
import { writeMarkdown } from './minutes-markdown.ts'
import { writePdf } from './minutes-pdf.ts'
import { printOf } from './minutes-print.ts'
const { appUrl } = await useDatabase({ seeded: true })
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())
it('x', async () => {
  const forum = await forumBySlug(database, 'practica')
  if (!forum) throw new Error('x')
  const numbers = (await database.minutes.findMany({ where: { forumId: forum.id }, include: { errata: true } })).map((m) => [m.number, m.meetingId, m.approvedAt, m.errata.length])
  console.log(numbers)
  const messages = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../messages/es.json'), 'utf8')) as Record<string, unknown>
  const t = createTranslator({ locale: 'es', messages }) as any
  const seat = await database.mandate.findFirst({ where: { seat: { body: { slug: 'coordinating-committee' } }, forumId: forum.id, untilOn: null } })
  for (const [number, meeting] of numbers) {
    const viewer = number ? publicViewer(database, forum, new Date()) : await personViewer(database, forum, seat!.personId, new Date())
    const seen = await minutesSeenBy(viewer, String(number ?? meeting))
    if (!seen) continue
    const document = documentOf(seen, forum, 'https://mesa.example.org')
    const print = printOf(document, { lang: 'es', say: (k, v) => t(k, v), day: (d) => d, moment: (m) => m.toISOString() }, 'https://mesa.example.org')
    writeFileSync(`/tmp/mesa/papers-out/${number ?? meeting}.pdf`, await writePdf(print))
    writeFileSync(`/tmp/mesa/papers-out/${number ?? meeting}.md`, writeMarkdown(print))
    writeFileSync(`/tmp/mesa/papers-out/${number ?? meeting}.json`, JSON.stringify(document, null, 2))
  }
  expect(1).toBe(1)
})
