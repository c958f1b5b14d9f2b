const loopback = ['localhost', '127.0.0.1', '[::1]']

/**
 * Whether a form was sent from a page of ours. The framework lets a request without Origin pass, and let `Origin: null` pass once
 * (CVE-2026-27978); a browser of today names the origin with every POST, so what does not is refused.
 */
export function isOwnOrigin(
  origin: string | null | undefined,
  site: string | null | undefined,
  publicUrl: string,
): boolean {
  if (!origin || !URL.canParse(origin) || (site && site !== 'same-origin' && site !== 'none'))
    return false
  const [from, own] = [new URL(origin), new URL(publicUrl)]
  if (from.origin === own.origin) return true
  // The same machine under its other names: nobody else can serve a page from there.
  const here = [from, own].every(({ hostname }) => loopback.includes(hostname))
  return here && from.protocol === own.protocol && from.port === own.port
}

/** The name of the cookie that says which sign-in it is: the one that next-auth itself chooses, so that its own routes read what we set. */
export function loginCookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Secure-next-auth.session-token' : 'next-auth.session-token'
}
