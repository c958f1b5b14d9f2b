import { createHash } from 'node:crypto'
import { lookup } from 'node:dns'
import type { LookupAddress } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { Capture, LinkProblem } from './rules.ts'

/** Larger things are reached, and not digested. */
const MOST_BYTES = 10 * 1024 * 1024
const TITLE_WITHIN = 256 * 1024
const MOST_REDIRECTS = 5
const DEADLINE_MS = 20_000

export type CaptureRules = {
  /** For tests and for a record inside one network: addresses of this machine and of private networks may be asked. */
  privateAddresses: boolean
}

const nothing = (problem: LinkProblem, status: number | null = null): Capture => ({
  reached: false,
  problem,
  status,
  finalAddress: null,
  title: null,
  type: null,
  size: null,
  digest: null,
})

/**
 * Looks at what stands at an address. Anybody with a seat may name one, so the server must not be made to ask
 * its own network: each address that a name resolves to is checked, and the connection goes to the address
 * that was checked (no second look-up in between). Never throws: what goes wrong is what was found.
 */
export async function capture(address: string, rules: CaptureRules): Promise<Capture> {
  const signal = AbortSignal.timeout(DEADLINE_MS)
  try {
    let url = new URL(address)
    for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
      const answer = await ask(url, rules, signal)
      const status = answer.statusCode ?? 0
      const next = status >= 300 && status < 400 ? answer.headers.location : undefined
      if (next === undefined) return await read(answer, url, url.href !== new URL(address).href)
      answer.destroy()
      if (!URL.canParse(next, url.href)) return nothing('failed', status)
      url = new URL(next, url.href)
    }
    return nothing('too-many-redirects')
  } catch (error) {
    return nothing(problemOf(error, signal))
  }
}

class PrivateAddress extends Error {}

function problemOf(error: unknown, signal: AbortSignal): LinkProblem {
  if (error instanceof PrivateAddress) return 'private-address'
  return signal.aborted ? 'slow' : 'unreachable'
}

/**
 * Whether anybody on the internet could ask this address; loopback, private networks, link-local and all that
 * is reserved could not.
 */
export function isPublicAddress(address: string): boolean {
  const parsed = ipaddr.process(address.replace(/^\[|\]$/g, ''))
  return parsed.range() === 'unicast'
}

function ask(
  url: URL,
  { privateAddresses }: CaptureRules,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new PrivateAddress(url.protocol)
  const allowed = (address: string) => privateAddresses || isPublicAddress(address)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) && !allowed(host)) throw new PrivateAddress(host)
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).request(
      url,
      {
        signal,
        agent: false,
        headers: {
          'User-Agent': 'mesa-abierta (checks that cited links still answer)',
          Accept: '*/*',
          'Accept-Encoding': 'identity',
          Connection: 'close',
        },
        lookup: (name, options, answer) => {
          lookup(name, { ...options, all: true }, (error, found: LookupAddress[]) => {
            if (error) return answer(error, '', 0)
            const refused = found.find((lookupAddress) => !allowed(lookupAddress.address))
            const [first] = found
            if (refused || !first)
              return answer(new PrivateAddress(refused?.address ?? name) as NodeJS.ErrnoException, '', 0)
            return options.all
              ? (answer as unknown as (error: null, all: LookupAddress[]) => void)(null, found)
              : answer(null, first.address, first.family)
          })
        },
      },
      resolve,
    )
    request.on('error', reject)
    request.end()
  })
}

async function read(answer: IncomingMessage, url: URL, moved: boolean): Promise<Capture> {
  const status = answer.statusCode ?? 0
  if (status >= 400) {
    answer.destroy()
    return nothing(statusProblem(status), status)
  }
  const type = answer.headers['content-type']?.split(';')[0]?.trim().toLowerCase().slice(0, 100) ?? null
  const hash = createHash('sha256')
  const start: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    if (size < TITLE_WITHIN) start.push(chunk)
    size += chunk.length
    hash.update(chunk)
    if (size > MOST_BYTES) break
  }
  const whole = size <= MOST_BYTES
  return {
    reached: true,
    problem: null,
    status,
    finalAddress: moved ? url.href.slice(0, 2_000) : null,
    type,
    title:
      type === 'text/html' || type === 'application/xhtml+xml'
        ? titleIn(Buffer.concat(start), charsetOf(answer))
        : null,
    size: whole ? size : null,
    digest: whole ? hash.digest('hex') : null,
  }
}

function statusProblem(status: number) {
  if (status === 404 || status === 410) return 'not-found'
  return status < 500 ? 'refused' : 'failed'
}

function charsetOf(answer: IncomingMessage): string {
  return /charset="?([\w-]+)/i.exec(answer.headers['content-type'] ?? '')?.[1] ?? 'utf-8'
}

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  aacute: 'á',
  eacute: 'é',
  iacute: 'í',
  oacute: 'ó',
  uacute: 'ú',
  ntilde: 'ñ',
}

/** The letter that an entity gives by its number. */
function codeOf(entity: string): number {
  if (/^#x/i.test(entity)) return Number.parseInt(entity.slice(2), 16)
  return entity.startsWith('#') ? Number(entity.slice(1)) : Number.NaN
}

/** The title that a page gives itself, as one line of text. */
function titleIn(bytes: Buffer, charset: string): string | null {
  let text: string
  try {
    text = new TextDecoder(charset).decode(bytes)
  } catch {
    text = new TextDecoder().decode(bytes)
  }
  const raw = /<title[^>]*>([^<]{0,1000})/i.exec(text)?.[1]
  const plain = raw
    ?.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) => {
      const code = codeOf(name)
      return Number.isInteger(code) && code > 31 && code < 0x10ffff
        ? String.fromCodePoint(code)
        : (entities[name.toLowerCase()] ?? whole)
    })
    .replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300)
  return plain || null
}
