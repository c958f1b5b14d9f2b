/**
 * Public pages may be a moment old (server/portal), but never older than the act that led somebody to them. So whoever acts carries the number of
 * that act for as long as it matters, in a cookie that says nothing else: no address is spelled in two ways, and no script is needed.
 */
const PREFIX = 'mesa-act-'

/** Longer than any page may be old, with time to spare for a server that hears late. */
export const LAST_ACT_SECONDS = 60

/** Acts in more forums than these, in one minute, are nobody's. */
const MOST = 8

export function lastActCookie(slug: string): string {
  return PREFIX + slug
}

const none: ReadonlyMap<string, number> = new Map()

/** The acts that a request's cookies name, by the slugs of their forums: those of one, or of all. */
export function lastActsIn(
  cookies: string | undefined,
  slug: string | null,
): ReadonlyMap<string, number> {
  if (!cookies?.includes(PREFIX)) return none
  const found = [...cookies.matchAll(/(?:^|;\s*)mesa-act-([a-z0-9-]{3,40})=(\d{1,9})(?=;|$)/g)].slice(
    0,
    MOST,
  )
  return new Map(
    found.flatMap(([, forum = '', act]) =>
      slug === null || forum === slug ? [[forum, Number(act)] as const] : [],
    ),
  )
}
