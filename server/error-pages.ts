import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { isOwnOrigin } from '../lib/accounts/origin.ts'
import { LARGEST_FORM } from '../lib/act/lengths.ts'
import { askedOf } from '../lib/act/moment.ts'
import { bodyOf, capture, compress, encodingFor, render, withoutScripts } from './rendering.ts'
import type { Encoding } from './rendering.ts'

export type ErrorPages = (url: string, status: number) => Promise<Buffer>

const known = [403, 404, 413, 500, 503]

/**
 * When a page fails or is not there, Next sends an empty document and leaves it to scripts to say so. Whoever
 * reads without scripts gets a page of its own instead: rendered once for each language, and kept.
 */
export function errorPages(handle: RequestListener, host: string): ErrorPages {
  const kept = new Map<string, Promise<Buffer>>()

  async function make(address: string): Promise<Buffer> {
    const page = await render(handle, address, host)
    if (page.statusCode !== 200) throw new Error(`${address} answers ${page.statusCode}`)
    return Buffer.from(withoutScripts(bodyOf(page).toString('utf8')))
  }

  return (url, status) => {
    const locale = /^\/en(\/|\?|$)/.test(url) ? 'en' : 'es'
    const { on, at } = askedOf(url)
    // It may be there today: the page says at which moment it was not, and leads to the page of today. There
    // are too many of these to keep.
    if (status === 404 && (on || at)) {
      return make(`/${locale}/error/then?${new URLSearchParams({ page: url })}`).catch(() =>
        Buffer.from('<!doctype html><title>404</title><h1>404</h1>'),
      )
    }
    const address = `/${locale}/error/${shownStatus(status)}`
    const page = kept.get(address) ?? make(address)
    kept.set(address, page)
    return page.catch((error: unknown) => {
      console.error(error)
      kept.delete(address)
      return Buffer.from(`<!doctype html><title>${status}</title><h1>${status}</h1>`)
    })
  }
}

/** Some refusals have a page of their own; the others are shown as one of their kind. */
function shownStatus(status: number): number {
  if (known.includes(status)) return status
  return status < 500 ? 404 : 500
}

/** A page that a browser asks for whole: no file, no data, none of the framework's own exchanges. */
export function isDocument(request: IncomingMessage): boolean {
  const [path = '/'] = (request.url ?? '/').split('?', 1)
  if (
    /^\/(_next|api)\//.test(path) ||
    /^\/[a-z0-9-]{3,40}\/(log|files)\//.test(path) ||
    /\.[a-z0-9]{2,5}$/i.test(path)
  )
    return false
  return request.headers.rsc === undefined && request.headers['next-action'] === undefined
}

/** An address whose percent signs mean nothing (RFC 3986, 2.1) leads nowhere. */
export function isReadable(address: string): boolean {
  try {
    decodeURIComponent(address.split('?', 1)[0] ?? '')
    return true
  } catch {
    return false
  }
}

/** Why a form is refused before anybody looks at it: it comes from elsewhere, or it is too large. */
export function refusedStatus(request: IncomingMessage, publicUrl: string): 403 | 413 | null {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return null
  // A witness comes from nowhere, and what it brings proves itself: nobody's login is asked there.
  if (/^(?:\/api\/log\/[a-z0-9-]{3,40}|\/[a-z0-9-]{3,40}\/log)\/cosignature$/.test(request.url ?? ''))
    return null
  // One click in a mail program comes from nowhere too, and its address is all that it may do (RFC 8058).
  if (request.url?.startsWith('/api/stop-mail/')) return null
  const site = request.headers['sec-fetch-site']
  if (!isOwnOrigin(request.headers.origin, typeof site === 'string' ? site : null, publicUrl)) return 403
  // Files come in as a stream, and are measured while they do.
  if (request.url?.startsWith('/api/uploads')) return null
  return Number(request.headers['content-length'] ?? 0) > LARGEST_FORM ? 413 : null
}

/** Answers with Next's page, or with the page that says why there is none. */
export async function answerDocument(
  handle: RequestListener,
  request: IncomingMessage,
  response: ServerResponse,
  pages: ErrorPages,
): Promise<void> {
  const encoding = encodingFor(request)
  delete request.headers['accept-encoding']
  const captured = await capture(handle, request)
  for (const [name, value] of Object.entries(captured.getHeaders()))
    if (value !== undefined) response.setHeader(name, value)
  response.statusCode = captured.statusCode
  if (captured.statusCode < 400) return send(request, response, bodyOf(captured), encoding)
  return sendError(request, response, pages, captured.statusCode, encoding)
}

export async function sendError(
  request: IncomingMessage,
  response: ServerResponse,
  pages: ErrorPages,
  status: number,
  encoding = encodingFor(request),
): Promise<void> {
  request.resume()
  response.statusCode = status
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Cache-Control', 'no-store')
  return send(request, response, await pages(request.url ?? '/', status), encoding)
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  encoding: ReturnType<typeof encodingFor>,
): Promise<void> {
  const packed = encoding && body.length > 0 ? await packedOnce(body, encoding) : body
  if (packed !== body) response.setHeader('Content-Encoding', String(encoding))
  response.appendHeader('Vary', 'Accept-Encoding')
  response.setHeader('Content-Length', packed.length)
  response.end(request.method === 'HEAD' ? undefined : packed)
}

/** Error pages are few, and kept: whoever asks for what is not there, a thousand times, has it packed once. */
const packed = new WeakMap<Buffer, Partial<Record<Encoding, Promise<Buffer>>>>()

function packedOnce(body: Buffer, encoding: Encoding): Promise<Buffer> {
  const known = packed.get(body) ?? {}
  packed.set(body, known)
  return (known[encoding] ??= compress[encoding](body))
}
