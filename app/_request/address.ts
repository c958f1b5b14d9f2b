/** Where to go after signing in: an address within this site, or the fallback. Laxer rules are how redirects lead elsewhere. */
export function safeAddress(wanted: unknown, fallback: string): string {
  if (
    typeof wanted !== 'string' ||
    wanted.length > 1000 ||
    !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(wanted)
  )
    return fallback
  if (!URL.canParse(wanted, 'http://here.invalid')) return fallback
  const { origin, pathname, search, hash } = new URL(wanted, 'http://here.invalid')
  return origin === 'http://here.invalid' && /^\/(es|en)(\/|$)/.test(pathname)
    ? `${pathname}${search}${hash}`
    : fallback
}
