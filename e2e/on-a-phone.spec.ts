import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { everyRoute, routeOf } from './at-once.ts'
import { expect, test } from './server.ts'
import { commitmentPage, propose, signedIn, takePosition } from './table.ts'

const width = 390
const phone = { viewport: { width, height: 844 }, isMobile: true, hasTouch: true }

/** Not beside the window's own width, which on a phone grows with what does not fit. */
const widthOf = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth)

/**
 * Puts a word that nobody breaks into every text: a name, an address, whatever somebody typed. Figures
 * and what is kept on one line are ours.
 */
const withLongWords = (page: Page) =>
  page.evaluate(() => {
    const texts = document.createTreeWalker(
      document.querySelector('main') ?? document.body,
      NodeFilter.SHOW_TEXT,
    )
    const found: Text[] = []
    while (texts.nextNode()) found.push(texts.currentNode as Text)
    const typed = found.filter(({ data, parentElement: within }) => {
      const ours = within?.closest('select, script, style, svg, pre, .sr-only, .tabular-nums')
      return data.trim() && within && !ours && getComputedStyle(within).whiteSpace !== 'nowrap'
    })
    for (const text of typed) text.data += ` ${'palabra'.repeat(20)}`
  })

/** Of each route so many pages that links lead to, and which of them are too wide. */
async function tooWide(page: Page, starts: string[], most: number) {
  const [looked, wide, known] = [new Map<string, number>(), [] as string[], new Set<string>()]
  const next = [...starts]
  for (let address = next.shift(); address; address = next.shift()) {
    const route = routeOf(address, everyRoute)
    const times = looked.get(route ?? '') ?? 0
    if (!route || known.has(address) || times >= most) continue
    known.add(address)
    looked.set(route, times + 1)
    await page.goto(address, { waitUntil: 'domcontentloaded' })
    const wideness = await widthOf(page)
    if (wideness > width) wide.push(`${address}: ${wideness}`)
    await withLongWords(page)
    const longest = await widthOf(page)
    if (longest > width) wide.push(`${address}, with long words: ${longest}`)
    const links = await page.evaluate(() =>
      [...document.querySelectorAll('a[href^="/"]')].map((link) => link.getAttribute('href') ?? ''),
    )
    // What is saved as a file is no page.
    next.push(...links.map((link) => link.split('#')[0] ?? '').filter((link) => !/[?&]save=/.test(link)))
  }
  return { wide, looked }
}

for (const [language, person, most] of [
  ['es', 'mariana', 3],
  ['en', 'omar', 1],
] as const)
  test(`no page is wider than a phone, in ${language}`, async ({ browser }) => {
    const page = await signedIn(browser, person, { ...phone, javaScriptEnabled: false })
    const starts = ['practica/desk', 'practica', 'mexico'].map((start) => `/${language}/${start}`)
    const { wide, looked } = await tooWide(page, starts, most)
    expect(wide).toEqual([])
    // It walked, and did not only stand at the door.
    expect(looked.size).toBeGreaterThan(everyRoute.length / 2)
    await page.context().close()
  })

test('everything fits on a phone, and a position is taken with a thumb', async ({ browser }) => {
  const page = await signedIn(browser, 'mariana', phone)
  const pages = [
    '/es/practica',
    '/es/practica/plan',
    '/es/practica/commitments',
    '/es/practica/commitments/2',
    '/es/practica/bodies/coordinating-committee',
    '/es/practica/meetings',
    '/es/practica/minutes/CC-2026-05',
    '/es/practica/decisions/2',
    '/es/practica/history',
    '/es/practica/history/198',
    '/es/practica/verify',
    '/es/mexico/plan',
    '/es/practica/plans/2026-2028/commitments/1',
    '/es/mexico/plans/2016-2018',
    '/es/practica/desk/roadmaps/assessments/2026-2028',
    '/es/practica/desk',
    '/es/practica/desk/meetings',
    '/es/practica/desk/proposals',
    '/es/practica/desk/actions',
    '/es/practica/desk/bodies',
    '/es/practica/desk/participation',
  ]
  for (const path of pages) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await widthOf(page), path).toBeLessThanOrEqual(width)
    expect(
      (await new AxeBuilder({ page }).analyze()).violations.map(
        (violation) => `${path}: ${violation.id}`,
      ),
    ).toEqual([])
  }
  const proposal = await propose(page, 5, 'Declarar inactivo el compromiso 5')
  await takePosition(page, proposal, 'De acuerdo')
  await page.goto(commitmentPage(5))
  await expect(page.getByText('En vigor', { exact: true })).toBeVisible()
})
