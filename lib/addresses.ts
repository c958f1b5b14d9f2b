/** By these a page is read at another moment (lib/act/moment.ts). */
const moment = ['on', 'at'] as const

/**
 * Every page of a forum's portal, by its folder in `app/[locale]/[forum]/(portal)`, with what its address may
 * ask for: the one list of both. A page reads its parameters through `askedOn` (app/_request/portal.ts),
 * which knows no others, and what keeps pages (server/portal-cache.ts) tells no addresses apart by anything
 * else. `lib/addresses.test.ts` compares it with the pages.
 */
export const portalRoutes = {
  '': [],
  '/accessibility': [],
  '/archive': [],
  '/bodies': moment,
  '/bodies/[body]': moment,
  '/commitments': ['plan', 'status', 'area', 'sector', 'order', ...moment],
  '/commitments/[number]': moment,
  '/confirmations': ['before'],
  '/decisions': ['body', 'outcome', 'before', ...moment],
  '/decisions/[number]': moment,
  '/events': ['before'],
  '/forum': moment,
  '/help': [],
  '/history': [
    'topic',
    'body',
    'sector',
    'commitment',
    'seat',
    'person',
    'meeting',
    'proposal',
    'from',
    'to',
    'by',
    'before',
  ],
  '/history/[index]': [],
  '/history/compare': ['from', 'to', 'plan'],
  '/links': ['state', 'before'],
  '/meetings': ['body', 'state', 'from', 'to', 'before', ...moment],
  '/meetings/[meeting]': moment,
  '/minutes/[number]': moment,
  '/plan': ['from', ...moment],
  '/plans/[plan]': ['from', ...moment],
  '/plans/[plan]/assessments/[assessment]': moment,
  '/plans/[plan]/commitments/[number]': moment,
  '/plans/[plan]/commitments/[number]/roadmap': moment,
  '/plans/[plan]/commitments/[number]/roadmap/activities/[activity]': ['evidence', 'reports', ...moment],
  '/plans/[plan]/commitments/[number]/roadmap/compare': ['from', 'to', ...moment],
  '/proposals/[number]': moment,
  '/records': ['before', ...moment],
  '/roster': moment,
  '/search': ['q', 'kind', 'body', 'sector', 'plan', 'from', 'to', 'after', ...moment],
  '/seats/[seat]': moment,
  '/sources': [],
  '/verify': ['save'],
  '/witnesses': [],
  '/witnesses/sign': ['save'],
} as const satisfies Record<string, readonly string[]>

export type PortalRoute = keyof typeof portalRoutes
export type Asks<R extends PortalRoute> = (typeof portalRoutes)[R][number]

/** Pages that had another name: next.config.js says where they are now. */
export const movedRoutes = ['/check']

/** What counts by being there, whatever stands behind it. */
const flags = new Set(['save'])

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const SLUG = /^[a-z0-9-]{1,80}$/
const shapes: Record<string, RegExp> = {
  plan: SLUG,
  body: SLUG,
  number: /^[1-9]\d{0,6}$/,
  index: /^(?:0|[1-9]\d{0,8})$/,
  meeting: ID,
  seat: ID,
  activity: ID,
  assessment: ID,
  commitment: ID,
  proposal: ID,
  thing: ID,
}
/** A minute's number begins with the short name of its body, which people choose. */
const MINUTES_NUMBER = /^[^/\p{Cc}]{1,250}$/u

/** Nothing that our own pages ask for is longer. */
const LONGEST_VALUE = 120

/** Addresses with anybody's words in them: their pages are made for whoever asks, one at a time, and never kept. */
export function isUnbounded(address: string): boolean {
  return /^\/(?:es|en)\/[^/?]+\/search\?/.test(address)
}

/** What has its own pages under the same first segment, or none that anybody asks for. */
const NOT_PORTAL = new Set([
  'sign-in',
  'sign-out',
  'account',
  'invitation',
  'people',
  'founding',
  'acceptance',
  'mail',
  'stop-mail',
])

/**
 * Whether something could be named so, where an address of the desk names it. What could not is not
 * there, and no database is asked for it.
 */
export function couldName(name: string, value: string): boolean {
  return (shapes[name] ?? SLUG).test(value)
}

type Segment = string | RegExp
const patterns = [...Object.keys(portalRoutes), ...movedRoutes].map((route) => ({
  route,
  segments: route
    .split('/')
    .slice(1)
    .map((segment) => shapeOf(segment, route)),
}))

function shapeOf(segment: string, route: string): Segment {
  const [, name = ''] = /^\[(\w+)\]$/.exec(segment) ?? []
  if (!name) return segment
  return route.startsWith('/minutes') ? MINUTES_NUMBER : (shapes[name] ?? SLUG)
}

export type PortalAddress =
  /** with the one spelling under which it is kept; the page of all forums has no slug */
  | { is: 'page'; slug: string | null; address: string }
  /** of no page that there could be */
  | { is: 'dead'; slug: string | null }
  /** spelled with a slash at its end */
  | { is: 'moved'; address: string }

/** Which page of the portal an address asks for. Null: it is for others (the desk, signing in, the log's files). */
export function portalAddress(url: string): PortalAddress | null {
  const [path = ''] = url.split('?', 1)
  const query = url.slice(path.length + 1)
  const [, locale = '', slug = '', ...rest] = path.split('/')
  if ((locale !== 'es' && locale !== 'en') || NOT_PORTAL.has(slug) || rest[0] === 'desk') return null
  if (path.endsWith('/') && !path.includes('//'))
    return { is: 'moved', address: path.slice(0, -1) + (query && `?${query}`) }
  if (path === `/${locale}`) return { is: 'page', slug: null, address: path }
  if (!/^[a-z0-9-]{3,40}$/.test(slug)) return { is: 'dead', slug: null }
  const named = rest.map(decoded)
  const pattern = patterns.find(
    ({ segments }) =>
      segments.length === named.length &&
      segments.every((segment, place) => fits(segment, named[place] ?? '')),
  )
  if (!pattern) return { is: 'dead', slug }
  // An id may be typed in capitals: it is the same id, and the same page.
  const here = named
    .map((name) => encodeURIComponent(ID.test(name) ? name.toLowerCase() : name))
    .join('/')
  const asked = askedIn(query, portalRoutes[pattern.route as PortalRoute] ?? [])
  return { is: 'page', slug, address: `/${locale}/${slug}${here && `/${here}`}${asked && `?${asked}`}` }
}

function fits(segment: Segment, name: string): boolean {
  return typeof segment === 'string' ? segment === name : segment.test(name)
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return ''
  }
}

/** What the page knows, in the order of the table, each once. */
function askedIn(query: string, names: readonly string[]): string {
  if (!query || names.length === 0) return ''
  const given = new URLSearchParams(query)
  return new URLSearchParams(
    names.flatMap((name) => {
      const value = given.get(name)?.trim()
      // Of what was typed the page itself says that it is too long.
      if (name === 'q' && value) return [[name, value.slice(0, LONGEST_VALUE + 1)]]
      if (value === undefined || value.length > LONGEST_VALUE) return []
      if (flags.has(name)) return [[name, '1']]
      return value ? [[name, value]] : []
    }),
  ).toString()
}
