import { headers } from 'next/headers'
import { settings } from '@/lib/settings.ts'

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

/** Asked before anything is written: by actions here, and by route handlers, which answer 403. */
export async function cameFromHere(): Promise<boolean> {
  const sent = await headers()
  return isOwnOrigin(sent.get('origin'), sent.get('sec-fetch-site'), settings().publicUrl)
}
