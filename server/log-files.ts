import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LogRows } from '../lib/log/publish.ts'
import { serveLog } from '../lib/log/serve.ts'
import type { Served } from '../lib/log/serve.ts'
import type { Follower } from './log-follower.ts'

const ADDRESS = /^\/([a-z0-9-]{3,40})\/log\/(checkpoint|tile\/[0-9a-z/.]{5,60})$/

/** In bytes. A forum of a million acts has 32 MB of hashes, and most who check it ask for the same last tiles. */
const MOST_KEPT = 32 * 1024 * 1024

/** A checkpoint follows an act within a second: this much older than that it may be, and one read answers all who ask meanwhile. */
const FRESH_MS = 100

type KeptFile = Served & { headers: string[] }

/**
 * A log's checkpoint and tiles as the static files that they are: from memory, before the framework. Whoever checks a whole log asks for thousands of
 * them. Answers false where the request is for something else: app/api/log answers that, and everything that is not there.
 */
export function logFiles(
  rows: LogRows,
  follower: Follower,
  keysDir: string,
  clock = () => performance.now(),
): (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean> {
  const tiles = new Map<string, KeptFile>()
  const heads = new Map<string, { version: number; until: number; kept: Promise<KeptFile | null> }>()
  let bytes = 0

  const read = async (forumId: string, path: string): Promise<KeptFile | null> => {
    const served = await serveLog(rows, forumId, keysDir, path)
    return (
      served && {
        ...served,
        headers: [
          'Content-Type',
          served.contentType,
          'Cache-Control',
          served.cacheControl,
          'Content-Length',
          String(served.body.length),
          'X-Content-Type-Options',
          'nosniff',
          'Access-Control-Allow-Origin',
          '*',
        ],
      }
    )
  }

  function head(forumId: string, version: number): Promise<KeptFile | null> {
    const known = heads.get(forumId)
    if (known && known.version === version && known.until > clock()) return known.kept
    const kept = read(forumId, 'checkpoint')
    heads.set(forumId, { version, until: clock() + FRESH_MS, kept })
    return kept
  }

  async function tile(name: string, forumId: string, path: string): Promise<KeptFile | null> {
    const found = await read(forumId, path)
    if (!found || tiles.has(name)) return found
    tiles.set(name, found)
    bytes += found.body.length
    for (const [oldest, { body }] of tiles) {
      if (bytes <= MOST_KEPT) break
      tiles.delete(oldest)
      bytes -= body.length
    }
    return found
  }

  function answer(kept: KeptFile, request: IncomingMessage, response: ServerResponse): true {
    response.writeHead(200, kept.headers)
    response.end(request.method === 'HEAD' ? undefined : kept.body)
    return true
  }

  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false
    const [, slug = '', path = ''] = ADDRESS.exec(request.url ?? '') ?? []
    const forum = slug ? follower.forum(slug) : undefined
    if (!forum) return false
    const name = `${forum.id}/${path}`
    const known = tiles.get(name)
    if (known) return answer(known, request, response)
    return (path === 'checkpoint' ? head(forum.id, forum.version) : tile(name, forum.id, path)).then(
      (kept) => kept !== null && answer(kept, request, response),
    )
  }
}
