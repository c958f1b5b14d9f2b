import { createHash } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { lastActsIn } from '../lib/act/last-act.ts'
import { portalAddress } from '../lib/addresses.ts'
import { wallClock } from './portal/clock.ts'
import { portalPages } from './portal/pages.ts'
import type { Sizes, Source } from './portal/pages.ts'
import { TookTooLong } from './portal/render-queue.ts'
import type { Page } from './portal/store.ts'
import type { Renderer } from './portal/renderer.ts'
import { verifierPages } from './portal/verifier-pages.ts'
import { sendError } from './error-pages.ts'
import type { ErrorPages } from './error-pages.ts'
import type { Follower } from './log-follower.ts'
import { compress, encodingFor } from './rendering.ts'
import type { Encoding } from './rendering.ts'

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
      render: pageMaker(renderer, verifier, errorPages),
    },
    wallClock(),
  )
  follower.onVersion((version, forum) => pages.heard(forum?.slug ?? '', version))
  follower.onBack(pages.forget)

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
    const refuse = (status: number) => refuseWith(status, request, response, errorPages)
    const silence = follower.renew()
    if (silence) await silence
    // Every forum is known while acts are heard of: what is of none, and what no page could be at, is answered without asking.
    if (asked.is === 'dead' || (asked.slug !== null && follower.live() && !follower.forum(asked.slug)))
      return refuse(404)
    const { address, slug } = asked
    const room = slug ?? ''
    const answer = await pages
      .at(address, room, lastActsIn(request.headers.cookie, slug))
      .catch((error: unknown) => {
        if (!(error instanceof TookTooLong)) throw error
        return { is: 'busy' as const }
      })
    if (answer.is === 'busy') return refuse(503)
    const { page } = answer
    headersOf(response, page, { slug, verifies: verifier?.of(address) })
    await send(request, response, page, (bytes) => pages.packed(address, room, page, bytes))
    return true
  }
}

type Verifier = ReturnType<typeof verifierPages>
type Verifies = ReturnType<NonNullable<Verifier>['of']>

function pageMaker(renderer: Renderer, verifier: Verifier, errorPages: ErrorPages): Source['render'] {
  async function htmlOf(html: string, address: string): Promise<string> {
    const verifies = verifier?.of(address)
    return verifier && verifies ? verifier.withVerifier(html, verifies.savedAs !== null) : html
  }

  return async (address, room, sizes, version) => {
    const made = await renderer.render({ address, logSize: sizes.get(room), version })
    const body =
      made.status >= 400
        ? await errorPages(address, made.status)
        : Buffer.from(await htmlOf(made.html, address))
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
    return { status: made.status, location: made.location, etag, body }
  }
}

function headersOf(
  response: ServerResponse,
  page: Page,
  { slug, verifies }: { slug: string | null; verifies: Verifies | undefined },
) {
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
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  page: Page,
  packed: (bytes: number) => void,
) {
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
  const encoding = encodingFor(request)
  const body = await encodedBy(encoding, page, packed)
  if (encoding) response.setHeader('Content-Encoding', encoding)
  response.setHeader('Content-Length', body.length)
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** Made once for all who read this encoding, and weighed with the page. */
function encodedBy(
  encoding: Encoding | undefined,
  page: Page,
  packed: (bytes: number) => void,
): Buffer | Promise<Buffer> {
  if (!encoding) return page.body
  return (page.encoded[encoding] ??= compress[encoding](page.body).then((body) => {
    packed(body.length)
    return body
  }))
}

async function refuseWith(
  status: number,
  request: IncomingMessage,
  response: ServerResponse,
  errorPages: ErrorPages,
) {
  response.setHeader('Content-Security-Policy', PORTAL_POLICY)
  if (status === 503) response.setHeader('Retry-After', RETRY_AFTER_S)
  // Without what it asks for: there are few error pages, and they are kept.
  const plain: ErrorPages = (url, wrong) => errorPages(url.split('?', 1)[0] ?? '/', wrong)
  await sendError(request, response, plain, status)
  return true
}
