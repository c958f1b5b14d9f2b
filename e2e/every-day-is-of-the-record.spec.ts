import type { APIRequestContext } from '@playwright/test'
import { addDays, dayIn, lastDayBefore } from '../lib/act/calendar.ts'
import { forumBySlug, publicViewer } from '../lib/act/viewer.ts'
import { openDatabase } from '../lib/db/client.ts'
import { seriesSeenBy } from '../lib/series/seen.ts'
import { expect, test } from './server.ts'

const months = {
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  en: 'January February March April May June July August September October November December',
}
const written = {
  es: new RegExp(`(?<!\\d)(\\d{1,2}) de (${months.es.replaceAll(' ', '|')}) de (\\d{4})`, 'g'),
  en: new RegExp(`(?<!\\d)(\\d{1,2}) (${months.en.replaceAll(' ', '|')}) (\\d{4})`, 'g'),
}
type Lang = keyof typeof written

/** The days that are written out in a text. */
function daysIn(text: string, lang: Lang): string[] {
  return [...text.matchAll(written[lang])].map(([, day = '', month = '', year = '']) =>
    [
      year,
      String(months[lang].split(' ').indexOf(month) + 1).padStart(2, '0'),
      day.padStart(2, '0'),
    ].join('-'),
  )
}

/** Every day that the record of a forum knows: in its facts, in the texts beside them, and of its acts. */
async function daysOfTheRecord(appUrl: string, slug: string): Promise<Set<string>> {
  const database = openDatabase(appUrl, { connections: 2 })
  try {
    const forum = await forumBySlug(database, slug)
    if (!forum) throw new Error(`the demonstration has ${slug}`)
    const here = { where: { forumId: forum.id } }
    const [lines, payloads, entries] = await Promise.all([
      database.historyLine.findMany(here),
      database.logPayload.findMany(here),
      database.logCheckpoint.findMany(here),
    ])
    const text = JSON.stringify([
      lines.map(({ fields, happenedOn }) => [fields, happenedOn]),
      payloads.map(({ value }) => value),
    ])
    const instants = [
      ...lines.map(({ recordedAt }) => recordedAt),
      ...entries.map(({ signedAt }) => signedAt),
      ...[...text.matchAll(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g)].map(([instant]) => new Date(instant)),
    ]
    // And the days that a body plans by its rhythm.
    const planned = await seriesSeenBy(
      publicViewer(database, forum, new Date()),
      (await database.body.findMany(here)).map(({ id }) => id),
    )
    const days = [...text.matchAll(/\d{4}-\d{2}-\d{2}/g)].map(([day]) => day)
    return new Set([
      ...days,
      ...planned.flatMap(({ days }) => days.flatMap(({ day, planned: on }) => [day ?? [], on].flat())),
      // The first day without a mandate is said as its last.
      ...[...text.matchAll(/"untilOn":"(\d{4}-\d{2}-\d{2})"/g)].map(([, day = '']) => addDays(day, -1)),
      ...instants.flatMap((at) => [dayIn(forum.timeZone, at), lastDayBefore(forum.timeZone, at)]),
      ...daysIn(text, 'es'),
      ...daysIn(text, 'en'),
      dayIn(forum.timeZone, new Date()),
    ])
  } finally {
    await database.$disconnect()
  }
}

/** The pages of a forum that everybody reads, by the links that lead to them; of a long row of a kind, the first ones. */
async function pagesOf(request: APIRequestContext, start: string): Promise<Map<string, string>> {
  const pages = new Map<string, string>()
  const seen = new Map<string, number>()
  let next = [start]
  while (next.length > 0) {
    const asked = next.filter((address) => {
      const kind = address.replaceAll(/[0-9a-f-]{36}|\d+/g, '#').replace(/\?.*/, '?')
      const times = seen.get(kind) ?? 0
      if (pages.has(address) || times >= 25 || /\/desk|\/log\/|\?/.test(address)) return false
      pages.set(address, '')
      seen.set(kind, times + 1)
      return true
    })
    next = []
    for (const address of asked) {
      const answer = await request.get(address, { maxRetries: 3 })
      if (!answer.headers()['content-type']?.startsWith('text/html')) continue
      const html = await answer.text()
      pages.set(address, html)
      for (const [, href = ''] of html.matchAll(/href="(\/[^"#]*)/g))
        if (href.startsWith(`${start}/`)) next.push(href.replaceAll('&amp;', '&'))
    }
  }
  return pages
}

const textOf = (html: string) =>
  html
    .replaceAll(/<(script|style|head)\b.*?<\/\1>/gs, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll(/\s+/g, ' ')

for (const forum of ['practica', 'mexico'])
  test(`every day that a public page of ${forum} writes is a day of its record`, async ({
    request,
    server,
  }) => {
    const known = await daysOfTheRecord(server.database.appUrl, forum)
    let read = 0
    const invented: string[] = []
    for (const lang of ['es', 'en'] as const) {
      for (const [address, html] of await pagesOf(request, `/${lang}/${forum}`)) {
        const days = daysIn(textOf(html), lang)
        read += days.length
        invented.push(...days.filter((day) => !known.has(day)).map((day) => `${address}: ${day}`))
      }
    }
    expect([...new Set(invented)]).toEqual([])
    expect(read).toBeGreaterThan(300)
  })
