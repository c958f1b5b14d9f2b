import type { Page } from '@playwright/test'
import { everyRoute, routeOf } from './at-once.ts'
import { expect, test } from './server.ts'
import { signedIn } from './table.ts'

// What a machine can see of WCAG 2.2 beyond axe, on a page of every route that links lead to, on a screen of 320 pixels: nothing is wider
// than the screen (1.4.10), nothing that one presses is too small or too near (2.5.8), nothing jumps, and two links of one name in one
// place lead to one page (2.4.4).

const WIDTH = 320

/** What is wrong with the page as it stands, each as a sentence. */
const faultsOf = (page: Page) =>
  page.evaluate(async (width) => {
    const faults: string[] = []
    const wide = document.documentElement.scrollWidth
    if (wide > width) faults.push(`is ${wide} wide`)

    const shifts = await new Promise<number>((done) => {
      let sum = 0
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & {
          value: number
          hadRecentInput: boolean
        })[])
          if (!entry.hadRecentInput) sum += entry.value
      }).observe({ type: 'layout-shift', buffered: true })
      // What was buffered is handed over before the frame after next.
      requestAnimationFrame(() => requestAnimationFrame(() => done(sum)))
    })
    if (shifts >= 0.1) faults.push(`shifts by ${shifts.toFixed(2)}`)

    const targets = [
      ...document.querySelectorAll<HTMLElement>('a[href], button, input, select, summary'),
    ]
      .filter((one) => one.checkVisibility() && !one.closest('.sr-only'))
      .map((one) => {
        // The words beside a box belong to what one presses.
        const label = one.closest('label') ?? one
        return { one, rect: label.getBoundingClientRect() }
      })
      .filter(({ rect }) => rect.width > 1 && rect.height > 1 && rect.bottom > 0)
    // A link within a sentence is as high as its line.
    const inSentence = (one: HTMLElement) =>
      getComputedStyle(one).display === 'inline' &&
      [...(one.closest('p, li, td, th, dd, dt, div')?.childNodes ?? [])].some(
        (node) => !node.contains(one) && /[\p{L}\d]/u.test(node.textContent ?? ''),
      )
    const small = targets.filter(
      ({ one, rect }) => (rect.width < 24 || rect.height < 24) && !inSentence(one),
    )
    for (const { one, rect } of small) {
      const [x, y] = [rect.x + rect.width / 2, rect.y + rect.height / 2]
      const near = targets.find(({ one: other, rect: its }) => {
        if (other === one || other.contains(one) || one.contains(other)) return false
        const dx = Math.max(its.left - x, 0, x - its.right)
        const dy = Math.max(its.top - y, 0, y - its.bottom)
        return Math.hypot(dx, dy) < 12
      })
      if (near)
        faults.push(
          `“${one.innerText.slice(0, 30)}” is ${Math.round(rect.width)}×${Math.round(rect.height)}, beside “${near.one.innerText.slice(0, 30)}”`,
        )
    }

    const places = new Map<string, Set<string>>()
    for (const link of document.querySelectorAll<HTMLAnchorElement>('main a[href]')) {
      const within = link.closest('li, tr, dd, p, section, nav')
      const named = (link.getAttribute('aria-label') ?? link.innerText).trim()
      if (!named || !link.checkVisibility()) continue
      const place = `${named} | ${[...document.querySelectorAll('li, tr, dd, p, section, nav')].indexOf(within as Element)}`
      places.set(place, (places.get(place) ?? new Set()).add(link.href))
    }
    for (const [place, hrefs] of places)
      if (hrefs.size > 1)
        faults.push(`“${place.split(' | ')[0]}” leads to ${hrefs.size} pages in one place`)
    return faults
  }, WIDTH)

for (const [who, person] of [
  ['anybody', null],
  ['a member', 'mariana'],
] as const)
  test(`on a narrow screen nothing is too wide, too small or jumps, for ${who}`, async ({ browser }) => {
    const narrow = { viewport: { width: WIDTH, height: 800 } }
    const page = person
      ? await signedIn(browser, person, narrow)
      : await (await browser.newContext(narrow)).newPage()
    const looked = new Set<string>()
    const faults: string[] = []
    const next = person ? ['/es/practica/desk'] : ['/es/practica', '/es/mexico', '/en/mexico/plan']
    for (let address = next.shift(); address; address = next.shift()) {
      const route = routeOf(address, everyRoute)
      const kind = `${address.split('/')[2]} ${route}`
      if (!route || looked.has(kind) || (person && !route.includes('/desk'))) continue
      looked.add(kind)
      await page.goto(address)
      faults.push(...(await faultsOf(page)).map((fault) => `${address}: ${fault}`))
      const links = await page.evaluate(() =>
        [...document.querySelectorAll('a[href^="/"]')].map((link) => link.getAttribute('href') ?? ''),
      )
      next.push(
        ...links.map((link) => link.split('#')[0] ?? '').filter((link) => !/[?&]save=/.test(link)),
      )
    }
    expect(faults).toEqual([])
    expect(looked.size).toBeGreaterThan(20)
    await page.context().close()
  })

test('the title says that a form has an error, and the list of what wants mending is under the eyes', async ({
  browser,
}) => {
  const page = await signedIn(browser, 'mariana')
  await page.goto('/es/practica/desk/proposals/new')
  await page
    .getByRole('link', { name: /^8\. Fortalecer/ })
    .first()
    .click()
  const send = page.getByRole('button', { name: 'Presentar la propuesta' })
  await expect(send).toBeVisible()
  const title = await page.title()
  expect(title).not.toMatch(/^Error:/)
  await send.click()
  await expect(page.locator('[data-error-summary]').first()).toBeFocused()
  await expect(page).toHaveTitle(`Error: ${title}`)
  await page.context().close()
})
