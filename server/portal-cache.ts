import { createHash } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { lastActsIn } from '../lib/act/last-act.ts'
import { portalAddress } from '../lib/addresses.ts'
import { wallClock } from './portal/clock.ts'
import { portalPages } from './portal/pages.ts'
import type { Rendered, Sizes } from './portal/pages.ts'
import { TookTooLong } from './portal/render-queue.ts'
import type { Page } from './portal/store.ts'
import type { Renderer } from './portal/renderer.ts'
import { verifierPages } from './portal/verifier-pages.ts'
import { sendError } from './error-pages.ts'
import type { ErrorPages } from './error-pages.ts'
import type { Follower } from './log-follower.ts'
import { compress, encodingFor } from './rendering.ts'

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

export type PortalCache = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

/** How many entries a forum's log has, by the handle that the portal's pages read with; without a slug, every forum's. */
export type ReadSizes = (slug: string | null) => Promise<Sizes>

/** Who is told that too many are waiting comes back after so long. */
const RETRY_AFTER_S = 2

/**
 * The portal's pages, kept whole while their forum's log does not grow, and no longer than a day, for some tell how long a thing has lasted; a
 * little longer while they are made anew (portal/). Answers false where the request is not for the portal.
 */
export function portalCache(
  handle: RequestListener,
  renderer: Renderer,
  follower: Follower,
  readSizes: ReadSizes,
  publicUrl: string,
  errorPages: ErrorPages,
): PortalCache {
  const verifier = verifierPages(handle, publicUrl)
  const pages = portalPages(
    {
      live: follower.live,
      room(room) {
        const forum = room ? follower.forum(room) : { version: follower.version(), timeZone: 'UTC' }
        return forum ? { version: forum.version, zone: forum.timeZone } : null
      },
      sizes: (room) => readSizes(room || null),
      render: make,
    },
    wallClock(),
  )
  follower.onVersion((version, forum) => pages.heard(forum?.slug ?? '', version))
  follower.onBack(pages.forget)

  async function make(
    address: string,
    room: string,
    sizes: Sizes,
    version: string | null,
  ): Promise<Rendered> {
    const made = await renderer.render({ address, logSize: sizes.get(room), version })
    const body =
      made.status >= 400
        ? await errorPages(address, made.status)
        : Buffer.from(await htmlOf(made.html, address))
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
    return { status: made.status, location: made.location, etag, body }
  }

  async function htmlOf(html: string, address: string): Promise<string> {
    const verifies = verifier?.of(address)
    return verifier && verifies ? verifier.withVerifier(html, verifies.savedAs !== null) : html
  }

  /** Made once for all who read this encoding, and weighed with the page. */
  function encodedFor(
    request: IncomingMessage,
    address: string,
    room: string,
    page: Page,
  ): { encoding?: string; body: Buffer | Promise<Buffer> } {
    const encoding = encodingFor(request)
    if (!encoding) return { body: page.body }
    const made = (page.encoded[encoding] ??= compress[encoding](page.body).then((body) => {
      pages.packed(address, room, page, body.length)
      return body
    }))
    return { encoding, body: made }
  }

  async function send(
    request: IncomingMessage,
    response: ServerResponse,
    { address, slug }: { address: string; slug: string | null },
    page: Page,
  ) {
    const verifies = verifier?.of(address)
    response.statusCode = page.status
    response.setHeader(
      'Content-Security-Policy',
      verifies ? `${PORTAL_POLICY}; ${verifies.policy}` : PORTAL_POLICY,
    )
    if (verifies?.savedAs)
      response.setHeader('Content-Disposition', `attachment; filename="${verifies.savedAs}"`)
    response.setHeader('Cache-Control', 'no-cache')
    const size = slug === null ? undefined : page.sizes.get(slug)
    if (size !== undefined && page.status < 400) response.setHeader('Mesa-Log-Size', size)
    if (page.location) {
      response.setHeader('Location', page.location)
      response.end()
      return
    }
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.setHeader('Vary', 'Accept-Encoding')
    response.setHeader('ETag', page.etag)
    if (page.status === 200 && request.headers['if-none-match'] === page.etag) {
      response.statusCode = 304
      response.end()
      return
    }
    const { encoding, body: made } = encodedFor(request, address, slug ?? '', page)
    const body = await made
    if (encoding) response.setHeader('Content-Encoding', encoding)
    response.setHeader('Content-Length', body.length)
    response.end(request.method === 'HEAD' ? undefined : body)
  }

  async function refuse(request: IncomingMessage, response: ServerResponse, status: number) {
    response.setHeader('Content-Security-Policy', PORTAL_POLICY)
    if (status === 503) response.setHeader('Retry-After', RETRY_AFTER_S)
    // Without what it asks for: there are few error pages, and they are kept.
    await sendError(
      request,
      response,
      (url, wrong) => errorPages(url.split('?', 1)[0] ?? '/', wrong),
      status,
    )
    return true
  }

  return async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false
    const asked = portalAddress(request.url ?? '/')
    if (!asked) return false
    if (asked.is === 'moved') {
      response.statusCode = 308
      response.setHeader('Location', asked.address)
      response.end()
      return true
    }
    const silence = follower.renew()
    if (silence) await silence
    // Every forum is known while acts are heard of: what is of none, and what no page could be at, is answered without asking.
    if (asked.is === 'dead' || (asked.slug !== null && follower.live() && !follower.forum(asked.slug)))
      return refuse(request, response, 404)
    const answer = await pages
      .at(asked.address, asked.slug ?? '', lastActsIn(request.headers.cookie, asked.slug))
      .catch((error: unknown) => {
        if (!(error instanceof TookTooLong)) throw error
        return { is: 'busy' as const }
      })
    if (answer.is === 'busy') return refuse(request, response, 503)
    await send(request, response, asked, answer.page)
    return true
  }
}
