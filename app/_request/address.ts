/** Where to go after signing in: an address within this site, or the fallback. A custom callback is how redirects are opened to others. */
export function safeAddress(wanted: unknown, fallback: string): string {
  if (typeof wanted !== 'string' || wanted.length > 1000 || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(wanted)) return fallback
  if (!URL.canParse(wanted, 'http://here.invalid')) return fallback
  const { origin, pathname, search, hash } = new URL(wanted, 'http://here.invalid')
  return origin === 'http://here.invalid' && /^\/(es|en)(\/|$)/.test(pathname) ? `${pathname}${search}${hash}` : fallback
}

const loopback = ['localhost', '127.0.0.1', '[::1]']

/**
 * Whether a form was sent from a page of ours. Next lets a request without Origin pass, and let `Origin: null` pass once (CVE-2026-27978); a
 * browser of today names the origin with every POST, so what does not is refused.
 */
export function isOwnOrigin(origin: string | null, site: string | null, publicUrl: string): boolean {
  if (!origin || !URL.canParse(origin) || (site !== null && site !== 'same-origin')) return false
  const [from, own] = [new URL(origin), new URL(publicUrl)]
  if (from.origin === own.origin) return true
  // The same machine under its other names: nobody else can serve a page from there.
  return from.protocol === own.protocol && from.port === own.port && loopback.includes(from.hostname) && loopback.includes(own.hostname)
}
