import { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestListener } from 'node:http'
import { Socket } from 'node:net'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { readsAsOf } from '../lib/act/moment.ts'

export const compress = {
  br: (body: Buffer) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (body: Buffer) => promisify(gzip)(body, { level: 6 }),
}
export type Encoding = keyof typeof compress

export function encodingFor(request: IncomingMessage): Encoding | undefined {
  const accepted = String(request.headers['accept-encoding'] ?? '')
  return (['br', 'gzip'] as const).find((one) => accepted.includes(one))
}

/**
 * Takes the scripts out of a page that needs none. React has escaped every text, so what reads as a script element is one of the
 * framework's own.
 */
export function withoutScripts(html: string): string {
  return html
    .replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, '')
    .replace(
      /<link\b(?=[^>]*\brel="(?:preload|modulepreload)")(?=[^>]*(?:\bas="script"|rel="modulepreload"))[^>]*>/g,
      '',
    )
}

/**
 * Lets the links and the filters of a page that is read at another moment lead to pages at that moment. The page says which (`data-moment`);
 * what is the choice of the moment itself is marked (`data-own`), and an address that names a moment keeps its own.
 */
export function keepingMoment(html: string): string {
  const [, query = '', name = '', value = ''] =
    /<section\b[^>]* data-moment="((on|at)=([\d-]+))"/.exec(html) ?? []
  if (!query) return html
  return html
    .replace(/<a\b[^>]*?\bhref="([^"#]*)[^>]*>/g, (tag, address: string) => {
      if (!readsAsOf(address) || tag.includes(' data-own=') || /[?;&](?:on|at)=/.test(address))
        return tag
      return tag.replace(
        `href="${address}`,
        `href="${address}${address.includes('?') ? '&amp;' : '?'}${query}`,
      )
    })
    .replace(/<form\b[^>]*?\baction="([^"]*)"[^>]*>/g, (tag, address: string) =>
      readsAsOf(address) && !tag.includes(' data-own=')
        ? `${tag}<input type="hidden" name="${name}" value="${value}"/>`
        : tag,
    )
}

/** An answer that is kept instead of sent. */
export class Captured extends ServerResponse {
  readonly chunks: Buffer[] = []
  readonly #done: () => void
  constructor(request: IncomingMessage, done: () => void) {
    super(request)
    this.#done = done
  }
  #keep(chunk: unknown, encoding: unknown) {
    if (chunk && typeof chunk !== 'function') {
      const letters = (typeof encoding === 'string' ? encoding : 'utf8') as BufferEncoding
      this.chunks.push(
        typeof chunk === 'string' ? Buffer.from(chunk, letters) : Buffer.from(chunk as Uint8Array),
      )
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
export async function render(
  handle: RequestListener,
  url: string,
  host: string,
  made?: { logSize: number | undefined; version: string | null },
): Promise<Captured> {
  const request = new IncomingMessage(new Socket())
  request.method = 'GET'
  request.url = url
  // Where the page stands: its layout marks the room, and links to the same page in the other language. And of how much of the log it is made.
  request.headers = {
    host,
    accept: 'text/html',
    'x-asked': url,
    ...(made?.version && { 'x-version': made.version }),
    ...(made?.logSize !== undefined && { 'x-log-size': String(made.logSize) }),
  }
  request.push(null)
  return capture(handle, request)
}

/** Lets Next answer a request, and keeps what it answered. */
export async function capture(handle: RequestListener, request: IncomingMessage): Promise<Captured> {
  return new Promise((resolve, reject) => {
    const response: Captured = new Captured(request, () => resolve(response))
    Promise.resolve(handle(request, response) as unknown).catch(reject)
  })
}

export function bodyOf(captured: Captured): Buffer {
  return Buffer.concat(captured.chunks)
}
