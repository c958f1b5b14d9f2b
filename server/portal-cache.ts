import { createHash } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { dayIn } from '../lib/act/calendar.ts'
import type { ErrorPages } from './error-pages.ts'
import type { Follower } from './log-follower.ts'
import { verifierScript } from './verifier.ts'
import { bodyOf, compress, encodingFor, keepingMoment, render, withoutScripts } from './rendering.ts'
import type { Encoding } from './rendering.ts'

type Page = {
  version: string
  status: number
  location: string | undefined
  etag: string
  body: Buffer
  encoded: Partial<Record<Encoding, Promise<Buffer>>>
}

const MOST_PAGES = 2_000
const NOT_PORTAL = new Set(['sign-in', 'sign-out', 'account', 'invitation', 'people'])

/** A page of the portal: what everybody may read. Null for all else: the desk, sign-in, the log's files. */
export function portalForum(pathname: string): { slug: string | null } | null {
  const [, locale, slug, room] = pathname.split('/')
  if (locale !== 'es' && locale !== 'en') return null
  if (!slug) return { slug: null }
  return NOT_PORTAL.has(slug) || room === 'desk' ? null : { slug }
}

/** The portal is read, not run: no script is sent with it, and none would be allowed. */
export const PORTAL_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The pages whose very job is arithmetic in the reader's own browser: one script, named by its hash, that asks this server alone. */
const WITH_VERIFIER = /^\/(?:es|en)\/[a-z0-9-]{3,40}\/(?:verify|witnesses\/sign)$/

export type PortalCache = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

/**
 * The portal's pages, kept whole for as long as their forum's log does not grow, and no longer than a day, for some tell how long a thing
 * has lasted. Answers false where the request is not for the portal.
 */
export function portalCache(
  handle: RequestListener,
  follower: Follower,
  publicUrl: string,
  errorPages: ErrorPages,
): PortalCache {
  const { host } = new URL(publicUrl)
  const verifier = verifierScript()
  const verifierPolicy =
    verifier && `${PORTAL_POLICY}; script-src '${verifier.hash}'; connect-src 'self'`
  const pages = new Map<string, Page>()
  const making = new Map<string, Promise<Page>>()

  const versionOf = (slug: string | null) => {
    const forum = slug ? follower.forum(slug) : undefined
    return forum
      ? `${forum.version}/${dayIn(forum.timeZone, new Date())}`
      : `all/${follower.version()}/${dayIn('UTC', new Date())}`
  }

  async function make(url: string, version: string): Promise<Page> {
    const response = await render(handle, url, host)
    const plain = () => keepingMoment(withoutScripts(bodyOf(response).toString('utf8')))
    const [path = '', query = ''] = url.split('?', 2)
    const body =
      response.statusCode >= 400
        ? await errorPages(url, response.statusCode)
        : Buffer.from(
            verifier && WITH_VERIFIER.test(path)
              ? await withVerifier(plain(), new URLSearchParams(query).has('save'))
              : plain(),
          )
    const location = response.getHeader('location')
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
    return {
      version,
      status: response.statusCode,
      location: location ? String(location) : undefined,
      etag,
      body,
      encoded: {},
    }
  }

  async function withVerifier(html: string, saved: boolean): Promise<string> {
    if (!verifier) return html
    const page = html
      .replaceAll('__VERIFIER__', verifier.hash)
      .replace('</body>', () => `<script>${verifier.script}</script></body>`)
    return saved ? standingAlone(page) : page
  }

  /** A page to be kept: its styles within it, so that it is one file, which may ask nobody but the site that it came from. */
  async function standingAlone(html: string): Promise<string> {
    let whole = html
    for (const [link, href = ''] of html.matchAll(
      /<link\b[^>]*\brel="stylesheet"[^>]*\bhref="([^"]+)"[^>]*>/g,
    )) {
      const styles = bodyOf(await render(handle, href, host)).toString('utf8')
      whole = whole.replace(
        link,
        () =>
          `<style>${styles.replaceAll(/@font-face\s*\{[^}]*\}/g, '').replaceAll('</style', '<\\/style')}</style>`,
      )
    }
    const policy = `default-src 'none'; script-src '${verifier?.hash}'; style-src 'unsafe-inline'; img-src data:; connect-src ${publicUrl}`
    return whole
      .replace(/<link\b[^>]*\brel="(?:preload|icon)"[^>]*>/g, '')
      .replace(
        /<meta charSet="utf-8"\s*\/?>/i,
        (charset) => `${charset}<meta http-equiv="Content-Security-Policy" content="${policy}">`,
      )
      .replaceAll(/ (href|action)="\/(?!\/)/g, (_link, name: string) => ` ${name}="${publicUrl}/`)
  }

  async function pageFor(url: string, slug: string | null): Promise<Page> {
    const version = versionOf(slug)
    const kept = pages.get(url)
    if (kept && kept.version === version && follower.live()) return kept
    const key = `${version} ${url}`
    const current = making.get(key) ?? make(url, version).finally(() => making.delete(key))
    making.set(key, current)
    const page = await current
    pages.delete(url)
    // What was rendered while an act arrived may be older than the act: it is shown, and not kept.
    if (page.status < 500 && page.version === versionOf(slug) && follower.live()) pages.set(url, page)
    const oldest = pages.size > MOST_PAGES ? pages.keys().next().value : undefined
    if (oldest !== undefined) pages.delete(oldest)
    return page
  }

  return async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false
    const url = request.url ?? '/'
    const portal = portalForum(url.split('?', 1)[0] ?? '/')
    if (!portal || url.length > 2_000 || request.headers.rsc !== undefined) return false
    const page = await pageFor(url, portal.slug)

    response.statusCode = page.status
    const [asked = '', query = ''] = url.split('?', 2)
    const verifies = verifierPolicy && WITH_VERIFIER.test(asked)
    response.setHeader('Content-Security-Policy', verifies ? verifierPolicy : PORTAL_POLICY)
    if (verifies && new URLSearchParams(query).has('save'))
      response.setHeader(
        'Content-Disposition',
        `attachment; filename="${portal.slug}-${asked.endsWith('/verify') ? 'verify' : 'witness'}.html"`,
      )
    response.setHeader('Cache-Control', 'no-cache')
    if (page.location) {
      response.setHeader('Location', page.location)
      response.end()
      return true
    }
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.setHeader('Vary', 'Accept-Encoding')
    response.setHeader('ETag', page.etag)
    if (page.status === 200 && request.headers['if-none-match'] === page.etag) {
      response.statusCode = 304
      response.end()
      return true
    }
    const encoding = encodingFor(request)
    const body = encoding ? await (page.encoded[encoding] ??= compress[encoding](page.body)) : page.body
    if (encoding) response.setHeader('Content-Encoding', encoding)
    response.setHeader('Content-Length', body.length)
    response.end(request.method === 'HEAD' ? undefined : body)
    return true
  }
}
