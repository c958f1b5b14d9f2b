import type { APIRequestContext } from '@playwright/test'
import { everyRoute, routeOf } from './at-once.ts'
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

const waysIn = (html: string, from: string, within: RegExp): Way[] =>
  [...html.matchAll(/<a\b[^>]*>/g)].flatMap(([tag]) => {
    const to = /href="([^"#]*)/.exec(tag)?.[1]?.replaceAll('&amp;', '&')
    const button = /class="button(?:"| (?!button-plain))/.test(tag)
    return to && within.test(to) ? [{ from, to, button }] : []
  })

/** A server that many ask at once says to some that they should come back. */
const fewAtOnce = (addresses: string[]) =>
  Array.from({ length: Math.ceil(addresses.length / 4) }, (_, at) => addresses.slice(4 * at, 4 * at + 4))

/**
 * Every page within to which links lead from this one, and the links to where nothing is; of pages of one route that
 * differ by whose they are, so many.
 */
async function waysOf(request: APIRequestContext, start: string, within: RegExp, most: number) {
  const [pages, ways, times] = [new Map<string, string>(), [] as Way[], new Map<string, number>()]
  const dead = new Map<string, number>()
  let next = [start]
  while (next.length > 0) {
    const asked = next.filter((address) => {
      const kind = `${routeOf(address, everyRoute) ?? address}?${[...new URL(address, 'http://here').searchParams.keys()].join('&')}`
      const time = times.get(kind) ?? 0
      if (pages.has(address) || time >= most) return false
      times.set(kind, time + 1)
      pages.set(address, '')
      return true
    })
    const found: { address: string; html: string }[] = []
    for (const some of fewAtOnce(asked)) {
      const answers = await Promise.all(
        some.map(async (address) => ({
          address,
          answer: await request.get(address, { maxRetries: 3 }),
        })),
      )
      for (const { address, answer } of answers) {
        if (!answer.ok()) dead.set(address, answer.status())
        found.push({ address, html: answer.ok() ? await answer.text() : '' })
      }
    }
    next = []
    for (const { address, html } of found) {
      pages.set(address, mainOf(html))
      const led = waysIn(html, address, within)
      ways.push(...led)
      next.push(...led.map(({ to }) => to))
    }
  }
  const toNothing = ways.flatMap(({ from, to }) => {
    const status = dead.get(to)
    return status ? [`${from} → ${to} (${String(status)})`] : []
  })
  return { pages, ways, toNothing: [...new Set(toNothing)] }
}

test.describe.configure({ mode: 'parallel' })

for (const person of Object.keys(people) as Person[])
  test(`whatever ${person} is offered, ${person} may do`, async ({ browser }) => {
    const page = await signedIn(browser, person)
    const { pages, ways, toNothing } = await waysOf(
      page.request,
      '/es/practica/desk',
      /^\/es\/practica\/desk\b/,
      6,
    )
    expect(toNothing).toEqual([])
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

for (const forum of ['mexico', 'practica'])
  test(`no link of ${forum} that anybody reads leads to nothing`, async ({ request }) => {
    const within = new RegExp(`^/(?:es|en)/${forum}(?!/desk)\\b`)
    const { pages, toNothing } = await waysOf(request, `/es/${forum}`, within, 6)
    expect(pages.size).toBeGreaterThan(50)
    expect(toNothing).toEqual([])
  })
