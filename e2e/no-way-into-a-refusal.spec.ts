import type { APIRequestContext } from '@playwright/test'
import { routeOf } from './at-once.ts'
import { expect, test } from './server.ts'
import { people, signedIn } from './table.ts'
import type { Person } from './table.ts'

/** Pages that are one form, by the last folder of their route: a link alone is an offer to fill it in. */
const errands = /\/(new|edit|ask|event|import|lineage|reading|revise|circulate|items\/\[item\])$/

const mainOf = (html: string) =>
  /<main[\s>][\s\S]*<\/main>/.exec(html)?.[0].replace(/<script[\s\S]*?<\/script>/g, '') ?? ''
const refuses = (main: string) => /<p[^>]* data-why=/.test(main)
const offers = (main: string) => /<form\b/.test(main)
const pathOf = (address: string) => address.split('?')[0] ?? ''
/** What one may go on to: a choice of several, before the form. */
const leadsOn = (main: string, address: string) =>
  [...main.matchAll(/href="(\/es\/[^"#]*)/g)].some(([, href = '']) =>
    /^[?/]/.test(href.startsWith(pathOf(address)) ? href.slice(pathOf(address).length) : ''),
  )

type Way = { from: string; to: string; button: boolean }

const waysIn = (html: string, from: string): Way[] =>
  [...html.matchAll(/<a\b[^>]*>/g)].flatMap(([tag]) => {
    const to = /href="(\/es\/practica\/desk[^"#]*)/.exec(tag)?.[1]?.replaceAll('&amp;', '&')
    const button = /class="button(?:"| (?!button-plain))/.test(tag)
    return to && routeOf(to) ? [{ from, to, button }] : []
  })

/** Every page to which links lead from this desk; of pages of one route that differ by whose they are, so many. */
async function waysOf(request: APIRequestContext, start: string, most: number) {
  const [pages, ways, times] = [new Map<string, string>(), [] as Way[], new Map<string, number>()]
  let next = [start]
  while (next.length > 0) {
    const asked = next.filter((address) => {
      const kind = `${routeOf(address) ?? ''}?${[...new URL(address, 'http://here').searchParams.keys()].join('&')}`
      const time = times.get(kind) ?? 0
      if (pages.has(address) || time >= most) return false
      times.set(kind, time + 1)
      pages.set(address, '')
      return true
    })
    const found = await Promise.all(
      asked.map(async (address) => {
        const answer = await request.get(address, { maxRetries: 3 })
        return { address, html: answer.ok() ? await answer.text() : '' }
      }),
    )
    next = []
    for (const { address, html } of found) {
      pages.set(address, mainOf(html))
      const led = waysIn(html, address)
      ways.push(...led)
      next.push(...led.map(({ to }) => to))
    }
  }
  return { pages, ways }
}

test.describe.configure({ mode: 'parallel' })

for (const person of Object.keys(people) as Person[])
  test(`whatever ${person} is offered, ${person} may do`, async ({ browser }) => {
    const page = await signedIn(browser, person)
    const { pages, ways } = await waysOf(page.request, '/es/practica/desk', 6)
    // Whoever holds no seat any more finds less.
    expect(pages.size).toBeGreaterThan(5)
    const offered = ways.filter(({ to, button }) => button || errands.test(routeOf(to) ?? ''))
    const inVain = offered.filter(({ to }) => {
      const main = pages.get(to)
      return main !== undefined && main !== '' && refuses(main) && !offers(main) && !leadsOn(main, to)
    })
    expect([...new Set(inVain.map(({ from, to }) => `${from} → ${to}`))]).toEqual([])
    await page.context().close()
  })
