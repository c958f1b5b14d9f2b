import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import next from 'next'
import { openChanges } from '../lib/changes.ts'
import { openMesa } from '../lib/mesa.ts'
import type { Mesa } from '../lib/mesa.ts'
import { asEnvironment } from '../lib/settings.ts'
import type { ServerSettings } from '../lib/settings.ts'
import {
  answerDocument,
  errorPages,
  isDocument,
  isReadable,
  refusedStatus,
  sendError,
} from './error-pages.ts'
import { COLLAB_PATH, openCollab } from './rooms.ts'
import { logFiles } from './log-files.ts'
import { followLog } from './log-follower.ts'
import type { Follower } from './log-follower.ts'
import { keepHouse } from './housekeeping.ts'
import { openRenderer } from './portal/renderer.ts'
import type { Renderer } from './portal/renderer.ts'
import { portalCache } from './portal-cache.ts'
import { logSizes } from './portal/sizes.ts'

export type RunningServer = { url: string; stop: () => Promise<void> }

/**
 * Headers that a visitor has no business to send: past advisories of the framework turned on each of them
 * (CVE-2025-29927, CVE-2026-44581), and a forwarded host would write the visitor's words into our links.
 */
const NOT_FROM_OUTSIDE = [
  'x-middleware-subrequest',
  'x-nonce',
  'content-security-policy',
  'content-security-policy-report-only',
  'x-forwarded-host',
  'x-matched-path',
  'x-invoke-path',
  'x-asked',
  'x-log-size',
  'x-version',
]

function guardHeaders(request: IncomingMessage, response: ServerResponse, secure: boolean) {
  for (const name of NOT_FROM_OUTSIDE) delete request.headers[name]
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Referrer-Policy', 'same-origin')
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=()')
  if (secure) response.setHeader('Strict-Transport-Security', 'max-age=31536000')
}

/**
 * Pages with forms run our own scripts alone, by a nonce that Next reads from the request and that nobody
 * outside can choose.
 */
function deskPolicy(request: IncomingMessage, response: ServerResponse, dev: boolean) {
  const nonce = randomBytes(16).toString('base64')
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    `style-src 'self'${dev ? " 'unsafe-inline'" : ''}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  request.headers['content-security-policy'] = policy
  response.setHeader('Content-Security-Policy', policy)
}

export async function startServer(
  settings: ServerSettings,
  { dev = false } = {},
): Promise<RunningServer> {
  Object.assign(process.env, asEnvironment(settings), {
    NODE_ENV: dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  })
  // Next would hang up on upgrades whose path looks like a page's: it gets its own from us, those by which
  // pages reload in development.
  const upgradesOfNext = createServer()
  const app = next({
    dev,
    dir: process.cwd(),
    hostname: 'localhost',
    port: settings.port,
    httpServer: upgradesOfNext,
  })
  const follower = await followLog(settings.databaseUrl)
  const mesa = openMesa(settings.databaseUrl, settings)
  const changes = openChanges(follower.live)
  follower.onAct((forum) => changes.heardAct(forum.id))
  follower.onSaid('papers', (payload) => changes.heardDraft(payload.slice(0, 36)))
  // One committee for the process: pages, actions and route handlers find it here (app/_request/mesa.ts,
  // changes.ts).
  Object.assign(globalThis, { mesa, changes })
  await app.prepare()
  const handle = app.getRequestHandler() as RequestListener
  const house = keepHouse(mesa, follower, settings)
  // In development nothing is kept, and pages are made here.
  const renderer = dev ? null : openRenderer()
  const server = createServer(listenerFor({ settings, mesa, follower, renderer, handle }))
  // Longer than a proxy keeps a connection that rests (60 s in nginx): who closes second sends no request
  // into a closed one.
  server.keepAliveTimeout = 75_000
  const collab = openCollab(mesa, follower, settings)
  server.on('upgrade', (request, socket, head) => {
    if (request.url?.startsWith(COLLAB_PATH)) collab.upgrade(request, socket, head)
    else if (dev) upgradesOfNext.emit('upgrade', request, socket, head)
    // Next never answers an upgrade that it does not know: the socket would hang open.
    else socket.destroy()
  })
  // What is not signed is not published: who comes first must not be told that there is no log.
  await house.signed()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(settings.port, settings.host, resolve)
  })
  return {
    url: settings.publicUrl,
    async stop() {
      await collab.stop()
      // Streams have no end of their own: the server would wait for them.
      changes.stop()
      await closed(server)
      await house.stop()
      await renderer?.stop()
      await follower.stop()
      await mesa.close()
      await app.close()
    },
  }
}

type Parts = {
  settings: ServerSettings
  mesa: Mesa
  follower: Follower
  /** null in development */
  renderer: Renderer | null
  handle: RequestListener
}

/** Whoever knows a path answers it: the log's files first, then the portal's kept pages, then Next. */
function listenerFor({ settings, mesa, follower, renderer, handle }: Parts): RequestListener {
  const { publicUrl, keysDir } = settings
  const pages = errorPages(handle, new URL(publicUrl).host)
  const sizes = (slug: string | null) => logSizes(mesa.published, slug)
  const dev = renderer === null
  const portal = dev ? null : portalCache(handle, renderer, follower, sizes, publicUrl, pages)
  const files = logFiles(mesa.log, follower, keysDir)
  const secure = publicUrl.startsWith('https:')

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const filed = files(request, response)
    if (filed === true || (await filed)) return
    guardHeaders(request, response, secure)
    const path = request.url ?? '/'
    if (!isReadable(path)) return sendError(request, response, pages, 404)
    if (await portal?.(request, response)) return
    // Where somebody wanted to go, for the way back from signing in.
    request.headers['x-asked'] = path
    const document = isDocument(request)
    if (document) deskPolicy(request, response, dev)
    const refused = refusedStatus(request, publicUrl)
    if (refused) await sendError(request, response, pages, refused)
    else if (document && !dev) await answerDocument(handle, request, response, pages)
    else await (handle(request, response) as unknown)
  }

  return (request, response) => {
    void answer(request, response).catch((error: unknown) => {
      console.error(error)
      if (!response.headersSent) response.statusCode = 500
      response.end()
    })
  }
}

function closed(server: Server): Promise<void> {
  return new Promise<void>((resolve) => {
    server.close(() => resolve())
    // A connection whose stream has just ended is idle a moment later.
    setInterval(() => server.closeIdleConnections(), 100).unref()
    setTimeout(() => server.closeAllConnections(), 5_000).unref()
  })
}
