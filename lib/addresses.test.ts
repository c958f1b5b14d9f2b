import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import config from '../next.config.js'
import { readsAsOf } from './act/moment.ts'
import { movedRoutes, portalAddress, portalRoutes } from './addresses.ts'
import type { PortalRoute } from './addresses.ts'

const portal = join(import.meta.dirname, '../app/[locale]/[forum]/(portal)')
const pages = globSync('**/page.tsx', { cwd: portal }).map((path) => {
  const folder = dirname(path)
  return {
    route: (folder === '.' ? '' : `/${folder}`) as PortalRoute,
    source: readFileSync(join(portal, path), 'utf8'),
  }
})
const parts = globSync('_parts/*.tsx', { cwd: portal })
  .map((path) => readFileSync(join(portal, path), 'utf8'))
  .join('\n')
const routes = Object.keys(portalRoutes) as PortalRoute[]
const names: Record<string, string> = {
  plan: '2019-2022',
  body: 'coordinating-committee',
  number: '7',
  index: '0',
  meeting: '5f2504e0-4f89-41d3-9a0c-0305e82c3301',
  seat: '5f2504e0-4f89-41d3-9a0c-0305e82c3301',
  activity: '5f2504e0-4f89-41d3-9a0c-0305e82c3301',
  assessment: '5f2504e0-4f89-41d3-9a0c-0305e82c3301',
}
const exampleOf = (route: string) =>
  `/es/practica${route.replaceAll(/\[(\w+)\]/g, (_all, name: string) => names[name] ?? '')}`

describe('the table of the portal’s routes', () => {
  it('has a row for each page, and a page for each row', () => {
    expect(routes.toSorted()).toEqual(pages.map(({ route }) => route).toSorted())
  })

  it('is the only way by which a page reads what it is asked for, under its own name', () => {
    const wrong = pages.flatMap(({ route, source }) => {
      const left = source
        .replaceAll(/searchParams(?:: Query|\?: undefined)/g, '')
        .replaceAll(/\{ params, searchParams \}/g, '')
        .replaceAll(
          new RegExp(
            `askedOn\\(\\s*'${route.replaceAll(/[[\]]/g, '\\$&')}',\\s*(?:props\\.)?searchParams,?\\s*\\)`,
            'g',
          ),
          '',
        )
      return /searchParams|useSearchParams/.test(left) ? [route] : []
    })
    expect(wrong).toEqual([])
    expect(/searchParams/.test(parts)).toBe(false)
  })

  it('names nothing that its page does not read', () => {
    const saved = readFileSync(join(import.meta.dirname, '../server/portal/verifier-pages.ts'), 'utf8')
    const unread = pages.flatMap(({ route, source }) =>
      portalRoutes[route]
        // The moment is read by the layout (AsOf) and by the viewer, from the address.
        .filter((name) => name !== 'on' && name !== 'at')
        .filter((name) => {
          const read = new RegExp(
            `\\b(?:asked|query)\\.${name}\\b|\\{[^{}]*\\b${name}\\b[^{}]*\\}: Asked<|\\bone\\('${name}'`,
          )
          const elsewhere = route === '/plan' || route === '/plans/[plan]' ? parts : ''
          return name === 'save' ? !saved.includes('save=1') : !read.test(source + elsewhere)
        })
        .map((name) => `${route}?${name}`),
    )
    expect(unread).toEqual([])
  })

  it('lets those be read at another moment that have a past, and no others', () => {
    const read = (route: PortalRoute) =>
      (portalRoutes[route] as readonly string[]).filter((name) => name === 'on' || name === 'at')
    expect(routes.map((route) => [route, read(route)])).toEqual(
      routes.map((route) => [route, readsAsOf(exampleOf(route)) ? ['on', 'at'] : []]),
    )
  })

  it('knows what had another name', async () => {
    const moved = ((await config.redirects?.()) ?? []).flatMap(
      ({ source }) => /^\/:locale[^/]*\/:forum[^/]*(\/\S+)$/.exec(source)?.[1] ?? [],
    )
    expect(moved).toEqual(movedRoutes)
  })

  it('leads every page that there is to itself', () => {
    for (const route of routes) {
      expect(portalAddress(exampleOf(route)), route).toEqual({
        is: 'page',
        slug: 'practica',
        address: exampleOf(route),
      })
      expect(portalAddress(`${exampleOf(route)}/`), route).toEqual({
        is: 'moved',
        address: exampleOf(route),
      })
    }
  })
})

describe('an address', () => {
  const given = fc.array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom('state', 'body', 'from', 'to', 'before', 'on', 'at', 'utm_source', 'x', 'STATE'),
        fc.string({ minLength: 1, maxLength: 6 }),
      ),
      fc.string({ maxLength: 130 }),
    ),
    { maxLength: 12 },
  )

  it('has one spelling for what its page reads, in whatever order and with whatever else it comes', () => {
    fc.assert(
      fc.property(given, fc.array(fc.string()), (query, more) => {
        const known = new Set<string>(portalRoutes['/meetings'])
        const first = new Map<string, string>()
        for (const [name, value] of query)
          if (known.has(name) && !first.has(name)) first.set(name, value)
        const once = [...first]
          .toReversed()
          .concat(more.map((name, place) => [`x${place}${name}`, name]))
        const [one, other] = [query, once].map((pairs) =>
          portalAddress(`/es/practica/meetings?${new URLSearchParams(pairs)}`),
        )
        expect(one).toEqual(other)
        const address = one?.is === 'page' ? one.address : ''
        expect(portalAddress(address)).toEqual(one)
        expect(
          [...new URLSearchParams(address.split('?')[1] ?? '').keys()].every((name) => known.has(name)),
        ).toBe(true)
      }),
    )
  })

  it('is of no page where its shape is of none: nothing is rendered to find that out', () => {
    const dead = [
      '/es/x',
      '/es/practica/nada',
      '/es/practica/commitments/uno',
      '/es/practica/commitments/0',
      '/es/practica/decisions/-1',
      '/es/practica/seats/nadie',
      '/es/practica/history/01',
      '/es/practica/plans/p/commitments',
      '/es/practica/bodies/%2e%2e%2f',
      '/es/practica//meetings',
      '/es/practica/desk-nada',
      '/es/error/404',
    ]
    expect(dead.filter((address) => portalAddress(address)?.is !== 'dead')).toEqual([])
  })

  it('of others is left to them', () => {
    const others = [
      '/',
      '/practica',
      '/es/practica/desk',
      '/es/practica/desk/proposals?x',
      '/es/sign-in',
      '/en/account',
      '/es/invitation/abc',
      '/es/sign-in/people',
      '/practica/log/checkpoint',
      '/api/files',
      '/fr/mexico',
      '/_next/x.js',
    ]
    expect(others.filter((address) => portalAddress(address) !== null)).toEqual([])
  })

  it('may name an id in capitals, a number of minutes in any letters, and save a page by a word alone', () => {
    expect(portalAddress(`/es/practica/meetings/${(names.meeting ?? '').toUpperCase()}`)).toEqual({
      is: 'page',
      slug: 'practica',
      address: `/es/practica/meetings/${names.meeting}`,
    })
    expect(portalAddress('/es/practica/minutes/ÑU-2026-01')).toEqual(
      portalAddress('/es/practica/minutes/%C3%91U-2026%2D01'),
    )
    expect(portalAddress('/es/practica/verify?save')).toEqual(
      portalAddress('/es/practica/verify?save=1'),
    )
    expect(portalAddress('/es/practica/verify?save')).not.toEqual(portalAddress('/es/practica/verify'))
  })
})
