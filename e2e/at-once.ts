import { globSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { APIRequestContext, Page } from '@playwright/test'

const pages = globSync('app/[[]locale[]]/**/page.tsx').filter(
  (path) => !/\/error\/|\[\.\.\.rest\]|^app\/\[locale\]\/page/.test(path),
)
/** As the folders of app say them. */
const routesOf = (paths: string[]) =>
  paths
    .map((path) =>
      path
        .replace(/^app/, '')
        .replace(/\/page\.tsx$/, '')
        .replaceAll(/\/\([\w-]+\)/g, ''),
    )
    // A folder with a name before one with any name: so Next chooses too.
    .toSorted((one, other) => one.split('[').length - other.split('[').length)

/** Every page but those that say a fault. */
export const everyRoute = routesOf(pages)
/** Pages with scripts: all but the portal, which is sent without any. */
export const routes = routesOf(pages.filter((path) => !path.includes('(portal)')))

const patternOf = (route: string) => new RegExp(`^${route.replaceAll(/\[\w+\]/g, '[^/]+')}$`)
export const routeOf = (address: string, among = routes) =>
  among.find((route) => patternOf(route).test(address.split(/[?#]/)[0] ?? ''))

const controlsIn = (html: string) =>
  html.match(/<(?:select|textarea|input(?![^>]*type="(?:hidden|submit|file)"))\b/g)?.length ?? 0

/**
 * Follows the links that a person finds, from page to page, and answers for each route with the address that has the most to press. Of a route
 * no more than `most` addresses are looked at: a hundred commitments have one form.
 */
export async function walk(
  request: APIRequestContext,
  starts: string[],
  most: number,
): Promise<Map<string, { address: string; controls: number }>> {
  const found = new Map<string, { address: string; controls: number }>()
  const looked = new Map<string, number>()
  const known = new Set<string>()
  let next = starts
  while (next.length > 0) {
    const asked = next.filter((address) => {
      const route = routeOf(address)
      // A question in the address makes another page of it.
      const kind = `${route}?${[...new URL(address, 'http://here').searchParams.keys()].join('&')}`
      const times = looked.get(kind) ?? 0
      if (!route || known.has(address) || times >= most) return false
      known.add(address)
      looked.set(kind, times + 1)
      return true
    })
    const pages = await Promise.all(
      asked.map(async (address) => {
        // A connection that was kept for the next question may be closed in the very moment of it.
        const answer = await request.get(address, { maxRetries: 3 })
        return { address, html: answer.ok() ? await answer.text() : '' }
      }),
    )
    next = []
    for (const { address, html } of pages) {
      const route = routeOf(address) ?? ''
      const controls = controlsIn(html)
      if (html && controls >= (found.get(route)?.controls ?? 0)) found.set(route, { address, controls })
      next.push(
        ...[...html.matchAll(/href="(\/es\/[^"#]*)/g)].map(([, href = '']) =>
          href.replaceAll('&amp;', '&'),
        ),
      )
    }
  }
  return found
}

/** The addresses of the desk whose pages hold a form of an act that binds: of a route no more than `most` are looked at. */
export async function bindingPages(
  request: APIRequestContext,
  starts: string[],
  most: number,
): Promise<string[]> {
  const holding: string[] = []
  const known = new Set(starts)
  const looked = new Map<string, number>()
  let next = starts
  while (next.length > 0) {
    const pages = await Promise.all(
      next.map(async (address) => {
        const answer = await request.get(address, { maxRetries: 3 })
        return { address, html: answer.ok() ? await answer.text() : '' }
      }),
    )
    holding.push(
      ...pages.filter(({ html }) => html.includes('data-gravity')).map(({ address }) => address),
    )
    next = pages.flatMap(({ html }) =>
      [...html.matchAll(/href="(\/es\/practica\/desk\/[^"#?]*)/g)].flatMap(([, href = '']) => {
        const route = routeOf(href)
        const times = looked.get(route ?? '') ?? 0
        if (!route || known.has(href) || times >= most) return []
        known.add(href)
        looked.set(route, times + 1)
        return [href]
      }),
    )
  }
  return holding
}

/** The scripts of a page, held back until they are let go. */
export async function scriptsHeldBack(page: Page): Promise<() => void> {
  let release = () => {}
  const released = new Promise<void>((go) => {
    release = go
  })
  await page.route('**/_next/static/**/*.js', async (route) => {
    await released
    await route.continue()
  })
  return () => release()
}

/** A control by its name and its place among those of that name, and what a person left it showing. */
export type Pressed = { name: string; place: number; kind: string; shows: string }

/**
 * Presses and types in everything that the page has, in an instant: as a person would who is quicker than the scripts. What one cannot see or
 * may not change is left alone.
 */
export const pressEverything = (page: Page): Promise<Pressed[]> =>
  page.evaluate(() => {
    document.querySelectorAll('details').forEach((one) => {
      one.open = true
    })
    type Drawn = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement
    const all = [
      ...document.querySelectorAll<Drawn>(
        'input:not([type=hidden], [type=file], [type=submit]), select, textarea',
      ),
    ]
    const open = (drawn: Drawn) =>
      !drawn.disabled && !('readOnly' in drawn && drawn.readOnly) && drawn.checkVisibility()
    const words: Record<string, string> = {
      date: '2031-02-03',
      time: '07:08',
      number: '7',
      email: 'alguien@practica.example',
      url: 'https://practica.example/uno',
    }
    const write = (drawn: Drawn, value: string) => {
      const prototype = Object.getPrototypeOf(drawn) as object
      Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(drawn, value)
      drawn.dispatchEvent(new Event('input', { bubbles: true }))
      drawn.dispatchEvent(new Event('change', { bubbles: true }))
    }
    for (const drawn of all.filter(open)) {
      if (drawn instanceof HTMLSelectElement) {
        const other = [...drawn.options].findLast((option) => !option.disabled && !option.selected)
        if (other) write(drawn, other.value)
      } else if (drawn.type === 'checkbox') drawn.click()
      else if (drawn.type === 'radio') {
        const choice = all.filter(
          (other) => other.name === drawn.name && other.form === drawn.form && open(other),
        ) as HTMLInputElement[]
        if (choice.findLast((other) => !other.defaultChecked) === drawn) drawn.click()
      } else write(drawn, words[drawn.type] ?? `${drawn.value} Escrito al instante`.trim())
    }
    return all.filter(open).map((drawn) => {
      const same = all.filter((other) => other.name === drawn.name)
      const ticked = drawn instanceof HTMLInputElement && ['checkbox', 'radio'].includes(drawn.type)
      return {
        name: drawn.name,
        place: same.indexOf(drawn),
        kind: drawn.type,
        shows: ticked ? String((drawn as HTMLInputElement).checked) : drawn.value,
      }
    })
  })

/** What the page shows now of what was pressed, where that is something else. */
export const lostOf = (page: Page, pressed: Pressed[]): Promise<string[]> =>
  page.evaluate((before) => {
    const all = [
      ...document.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(
        'input:not([type=hidden], [type=file], [type=submit]), select, textarea',
      ),
    ]
    return before.flatMap(({ name, place, kind, shows }) => {
      const now = all.filter((one) => one.name === name)[place]
      const ticked = now instanceof HTMLInputElement && ['checkbox', 'radio'].includes(kind)
      const value = now && (ticked ? String(now.checked) : now.value)
      return value === shows
        ? []
        : [`${kind} ${name || '(no name)'} #${place}: ${shows} became ${value ?? 'nothing, it is gone'}`]
    })
  }, pressed)

/** What would be pressed in vain: a button that only a script answers, and that does not say that it is asleep. */
export const pressedInVain = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('button')]
      .filter((one) => {
        const asleep = one.disabled || !one.checkVisibility()
        const posts =
          one.type === 'submit' && one.form !== null && !one.form.action.startsWith('javascript:')
        return !asleep && !posts
      })
      .map((one) => one.textContent),
  )

/** The scripts are awake: every control and button of the page is React's. And they have come to rest. */
export async function awake(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea')].every((one) =>
      Object.keys(one).some((key) => key.startsWith('__reactFiber')),
    ),
  )
  await atRest(page)
}

/** What was to be drawn is drawn: the browser has drawn twice. */
const atRest = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((rest) => {
        requestAnimationFrame(() => requestAnimationFrame(() => rest()))
      }),
  )

declare global {
  interface Window {
    takenIn?: number
    next?: { router?: { refresh: () => void } }
  }
}

/** The page is made anew under one's hands, as it is when somebody else acted. */
export async function refreshed(page: Page): Promise<void> {
  const forms = await page.evaluate(() => {
    window.takenIn = 0
    document.addEventListener(
      'mesa-taken-in',
      () => {
        window.takenIn = (window.takenIn ?? 0) + 1
      },
      true,
    )
    return document.querySelectorAll('form input[type=hidden][name=key]').length
  })
  const answer = page.waitForResponse((response) => response.request().headers().rsc !== undefined)
  await page.evaluate(() => window.next?.router?.refresh())
  await answer
  // Each form says when it was drawn anew.
  if (forms > 0) await page.waitForFunction(() => (window.takenIn ?? 0) > 0)
  await atRest(page)
}

/** A line on which each page stops half-way, at a place in its HTML, until it is told to go on. */
export async function slowly(
  server: string,
  placeIn: (html: string) => number,
): Promise<{ url: string; goOn: () => void; close: () => Promise<void> }> {
  const told = Promise.withResolvers<void>()
  const line = createServer((request, response) => {
    void (async () => {
      const { cookie = '' } = request.headers
      const answer = await fetch(new URL(request.url ?? '/', server), { headers: { cookie } })
      const type = answer.headers.get('content-type') ?? ''
      response.writeHead(answer.status, { 'content-type': type })
      if (!type.startsWith('text/html')) return response.end(Buffer.from(await answer.arrayBuffer()))
      const html = await answer.text()
      response.write(html.slice(0, placeIn(html)))
      await told.promise
      return response.end(html.slice(placeIn(html)))
    })()
  })
  await new Promise<void>((listening) => {
    line.listen(0, new URL(server).hostname, listening)
  })
  return {
    url: `http://${new URL(server).hostname}:${(line.address() as AddressInfo).port}`,
    goOn: () => told.resolve(),
    close: async () => {
      told.resolve()
      line.closeAllConnections()
      await new Promise((closed) => {
        line.close(closed)
      })
    },
  }
}
