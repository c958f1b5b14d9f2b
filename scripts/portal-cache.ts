import { createHash } from 'node:crypto'
import { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestListener } from 'node:http'
import { Socket } from 'node:net'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { dayIn } from '../lib/act/calendar.ts'
import type { Follower } from './log-follower.ts'

const compress = {
  br: (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (body: Buffer) => promisify(gzip)(body, { level: 6 }),
}
type Encoding = keyof typeof compress

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
  "default-src 'none'", "style-src 'self'", "style-src-attr 'unsafe-inline'", "img-src 'self' data:", "font-src 'self'", "form-action 'self'",
  "base-uri 'none'", "frame-ancestors 'none'",
].join('; ')

/**
 * Takes the scripts out of a page that needs none. React has escaped every text, so what reads as a script element is one of the
 * framework's own.
 */
export function withoutScripts(html: string): string {
  return html
    .replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, '')
    .replace(/<link\b(?=[^>]*\brel="(?:preload|modulepreload)")(?=[^>]*(?:\bas="script"|rel="modulepreload"))[^>]*>/g, '')
}

class Captured extends ServerResponse {
  readonly chunks: Buffer[] = []
  readonly #done: () => void
  constructor(request: IncomingMessage, done: () => void) {
    super(request)
    this.#done = done
  }
  #keep(chunk: unknown, encoding: unknown) {
    if (chunk && typeof chunk !== 'function') {
      this.chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, (typeof encoding === 'string' ? encoding : 'utf8') as BufferEncoding) : Buffer.from(chunk as Uint8Array))
    }
  }
  override write(chunk: unknown, ...rest: unknown[]): boolean {
    this.#keep(chunk, rest[0])
    const callback = rest.find((one) => typeof one === 'function') as (() => void) | undefined
    if (callback) process.nextTick(callback)
    return true
  }
  override end(...given: unknown[]): this {
    this.#keep(given[0], given[1])
    const callback = given.find((one) => typeof one === 'function') as (() => void) | undefined
    callback?.()
    this.emit('finish')
    this.emit('close')
    this.#done()
    return this
  }
  override flushHeaders() {}
}

/** Asks Next for a page as nobody in particular: no cookie, no header of the visitor's goes with it. */
async function render(handle: RequestListener, url: string, host: string): Promise<Captured> {
  const request = new IncomingMessage(new Socket())
  request.method = 'GET'
  request.url = url
  request.headers = { host, accept: 'text/html' }
  request.push(null)
  return new Promise((resolve, reject) => {
    const response: Captured = new Captured(request, () => resolve(response))
    Promise.resolve(handle(request, response) as unknown).catch(reject)
  })
}

export type PortalCache = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

/**
 * The portal's pages, kept whole for as long as their forum's log does not grow, and no longer than a day, for some tell how long a thing
 * has lasted. Answers false where the request is not for the portal.
 */
export function portalCache(handle: RequestListener, follower: Follower, host: string): PortalCache {
  const pages = new Map<string, Page>()
  const making = new Map<string, Promise<Page>>()

  const versionOf = (slug: string | null) => {
    const forum = slug ? follower.forum(slug) : undefined
    return forum ? `${forum.version}/${dayIn(forum.timeZone, new Date())}` : `all/${follower.version()}/${dayIn('UTC', new Date())}`
  }

  async function make(url: string, version: string): Promise<Page> {
    const response = await render(handle, url, host)
    const body = Buffer.from(withoutScripts(Buffer.concat(response.chunks).toString('utf8')))
    const location = response.getHeader('location')
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
    return { version, status: response.statusCode, location: location ? String(location) : undefined, etag, body, encoded: {} }
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
    response.setHeader('Content-Security-Policy', PORTAL_POLICY)
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
    const accepted = String(request.headers['accept-encoding'] ?? '')
    const encoding = (['br', 'gzip'] as const).find((one) => accepted.includes(one))
    const body = encoding ? await (page.encoded[encoding] ??= compress[encoding](page.body)) : page.body
    if (encoding) response.setHeader('Content-Encoding', encoding)
    response.setHeader('Content-Length', body.length)
    response.end(request.method === 'HEAD' ? undefined : body)
    return true
  }
}
