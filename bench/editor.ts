// The page on which minutes are written together, as Chromium loads it: its scripts, and when the first letter stands there.
import { gzipSync } from 'node:zlib'
import { chromium } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import * as Y from 'yjs'
import { addDays, dayIn } from '../lib/act/calendar.ts'
import { forumBySlug, personViewer } from '../lib/act/viewer.ts'
import { addAgendaItem, convene } from '../lib/meetings/commands.ts'
import { itemText } from '../lib/minutes/drafts/protocol.ts'
import { openMesa } from '../lib/mesa.ts'
import { done } from '../prisma/small-table.ts'
import { findChromium } from '../scripts/chromium.ts'
import { openWriter } from '../testing/live-table.ts'
import type { TestDatabase } from '../testing/databases.ts'
import { median } from './figures.ts'
import type { Figure } from './figures.ts'
import { cookieOf, withServer } from './pages.ts'

const FORUM = 'practica'
const WRITERS = ['omar.villasenor', 'mariana.escobedo'].map((name) => `${name}@practica.example`)
const ITEMS = 5
const LINES_A_PAGE = 10
const LINE =
  'La representación de la sociedad civil preguntó por el estado de los compromisos y pidió que conste la fecha de la última entrega. '.repeat(
    2,
  )

export async function benchEditor(database: TestDatabase, times: number): Promise<Figure[]> {
  const drafts = { short: await conveneIn(database), long: await conveneIn(database) }
  return withServer(database, async (url) => {
    const cookies = await Promise.all(WRITERS.map((email) => cookieOf(database.appUrl, email)))
    await write(url, cookies, drafts.short, 1)
    await write(url, cookies, drafts.long, 100)
    const browser = await chromium.launch({ executablePath: findChromium() ?? '' })
    const visit = (draft: Drafted, slower: number, plain = false) =>
      visitOf(browser, url, cookies[0] ?? '', draft, { slower, plain })
    try {
      await visit(drafts.short, 1)
      await visit(drafts.short, 1, true)
      await visit(drafts.long, 1)
      const taken: Record<'live' | 'plain' | 'short' | 'long', Visit[]> = {
        live: [],
        plain: [],
        short: [],
        long: [],
      }
      for (let time = 0; time < times; time += 1) {
        taken.plain.push(await visit(drafts.short, 4, true))
        taken.live.push(await visit(drafts.short, 4))
        taken.short.push(await visit(drafts.short, 1))
        taken.long.push(await visit(drafts.long, 1))
      }
      const letter = (visits: Visit[]) => median(visits.map((one) => one.ms))
      const script = (visits: Visit[]) => median(visits.map((one) => one.script)) / 1000
      return [
        {
          name: 'JavaScript of the page where minutes are written together, gzip',
          ours: script(taken.live),
          floor: script(taken.plain),
          unit: 'kB',
          better: 'lower',
          most: 330,
        },
        {
          name: 'Its first letter, with a processor four times slower',
          ours: letter(taken.live),
          floor: letter(taken.plain),
          unit: 'ms',
          better: 'lower',
          most: 2_000,
        },
        {
          name: 'The first letter in a draft of 100 pages beside one of 1 page',
          ours: letter(taken.long),
          floor: letter(taken.short),
          unit: 'ms',
          better: 'lower',
          target: 2,
        },
      ]
    } finally {
      await browser.close()
    }
  })
}

type Drafted = { meeting: string; items: string[] }

let ahead = 0
/** A body has one meeting in an hour: each is on a day of its own. */
const anotherDay = () => addDays(dayIn('America/Mexico_City', new Date()), (ahead += 1))

async function conveneIn({ appUrl }: TestDatabase): Promise<Drafted> {
  const mesa = openMesa(appUrl)
  try {
    const forum = await forumBySlug(mesa.db, FORUM)
    const { id: person } = await mesa.db.person.findFirstOrThrow({ where: { email: WRITERS[0] ?? '' } })
    const { id: body } = await mesa.db.body.findFirstOrThrow({
      where: { forumId: forum?.id ?? '', kind: 'committee' },
    })
    if (!forum) throw new Error(`the demonstration has no ${FORUM}`)
    const viewer = await personViewer(mesa.db, forum, person, new Date())
    const seat = viewer.seats.find((heldSeat) => heldSeat.body === body)?.seat
    const act = async (command: object, input: object) =>
      done(
        await mesa.act(command as typeof convene, {
          viewer,
          key: crypto.randomUUID(),
          input: { as: seat, ...input },
        }),
      )
    const { meeting } = await act(convene, {
      body,
      kind: 'extraordinary',
      day: anotherDay(),
      time: '23:58',
      place: { lang: 'es', text: 'A distancia' },
    })
    const items: string[] = []
    while (items.length < ITEMS)
      items.push(
        String(
          (
            await act(addAgendaItem, {
              meeting,
              title: { lang: 'es', text: `Punto ${items.length + 1}` },
            })
          ).item,
        ),
      )
    return { meeting: String(meeting), items }
  } finally {
    await mesa.close()
  }
}

/** Two people write it line by line, in turns, as it would have come to be. */
async function write(
  url: string,
  cookies: string[],
  { meeting, items }: Drafted,
  pages: number,
): Promise<void> {
  const writers = cookies.map((cookie) =>
    openWriter({ port: Number(new URL(url).port), forum: FORUM, meeting, cookie }),
  )
  await Promise.all(writers.map((writer) => writer.synced()))
  for (let line = 0; line < pages * LINES_A_PAGE; line += 1) {
    const { doc } = writers[line % writers.length] ?? (writers[0] as (typeof writers)[number])
    const fragment = doc.getXmlFragment(itemText(items[line % items.length] ?? ''))
    doc.transact(() => {
      const [paragraph, text] = [new Y.XmlElement('paragraph'), new Y.XmlText()]
      fragment.insert(fragment.length, [paragraph])
      paragraph.insert(0, [text])
      text.insert(0, `${line}. ${LINE}`)
    })
    // As fast as a server takes it from one window.
    if (line % 5 === 4)
      await new Promise((resolve) => {
        setTimeout(resolve, 45)
      })
  }
  await Promise.all(writers.map((writer) => writer.until('saved')))
  for (const writer of writers) writer.stop()
}

type Visit = { ms: number; script: number }

/** A window with an empty cache: from the address to the first letter that one has typed. */
async function visitOf(
  browser: Browser,
  url: string,
  cookie: string,
  { meeting }: Drafted,
  { slower, plain }: { slower: number; plain: boolean },
): Promise<Visit> {
  const [name = '', value = ''] = cookie.split(/=(.*)/s)
  const context = await browser.newContext({ locale: 'es-MX', viewport: { width: 1280, height: 900 } })
  await context.addCookies([{ name, value, url }])
  try {
    const page = await context.newPage()
    await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slower })
    const scripts = scriptsOf(page)
    await page.goto(`${url}/es/${FORUM}/desk/meetings/${meeting}/draft${plain ? '?plain=1' : ''}`, {
      waitUntil: 'commit',
    })
    const field = page.locator(plain ? 'textarea' : '.live-text[contenteditable=true]').first()
    await field.focus()
    await page.keyboard.press('Control+Home')
    const mark = 'ñandú'.charAt(Math.floor(Math.random() * 5))
    const before = await contentOf(page, plain)
    await page.keyboard.type(mark)
    await page.waitForFunction(
      ([selector, text]) => {
        const shown = document.querySelector<HTMLTextAreaElement>(selector)
        return (shown?.value ?? shown?.textContent) !== text
      },
      [plain ? 'textarea' : '.live-text', before] as const,
    )
    const ms = await page.evaluate(() => performance.now())
    await page.waitForLoadState('networkidle')
    return { ms, script: await scripts() }
  } finally {
    await context.close()
  }
}

function contentOf(page: Page, plain: boolean): Promise<string> {
  return page.evaluate(
    (selector) => {
      const shown = document.querySelector<HTMLTextAreaElement>(selector)
      return shown?.value ?? shown?.textContent ?? ''
    },
    plain ? 'textarea' : '.live-text',
  )
}

function scriptsOf(page: Page): () => Promise<number> {
  const sizes: Promise<number>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      sizes.push(response.body().then((body) => gzipSync(body).length))
  })
  return async () => (await Promise.all(sizes)).reduce((sum, one) => sum + one, 0)
}
