import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encode } from 'next-auth/jwt'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { openMesa } from '../lib/mesa.ts'
import type { Mesa } from '../lib/mesa.ts'
import { connectDraft } from '../lib/minutes/drafts/connection.ts'
import type { Keep, Live, Socket, ConnectionState } from '../lib/minutes/drafts/connection.ts'
import { itemText, readPresence, SHAPE } from '../lib/minutes/drafts/protocol.ts'
import type { LiveEvent, Present } from '../lib/minutes/drafts/protocol.ts'
import type { Settings } from '../lib/settings.ts'
import { openCollab } from '../server/rooms.ts'
import { followLog } from '../server/log-follower.ts'

// For tests and figures: the shared drafts alone, without pages, and writers who connect to them as a browser does.

export const LIVE_SECRET = 'only-for-tests-and-figures-of-drafts-0123456789'

/** How long is waited for what does not come, also beside other work. */
const PATIENCE_MS = 60_000

export type LiveServer = { port: number; mesa: Mesa; stop: () => Promise<void> }

export async function startLiveServer({
  databaseUrl,
  files,
  port = 0,
  publicUrl,
  aliveMs,
  change = (mesa) => mesa,
}: {
  databaseUrl: string
  files: Settings['files']
  port?: number
  publicUrl?: string
  aliveMs?: number
  change?: (mesa: Mesa) => Mesa
}): Promise<LiveServer> {
  const mesa = openMesa(databaseUrl, {
    files,
    databaseReaderUrl: undefined,
    publicUrl: 'http://localhost:3000',
    links: { checked: false, privateAddresses: false },
  })
  const follower = await followLog(databaseUrl)
  // It has no pages: it says which server it is.
  const server = createServer((_request, response) => {
    response.end(String((server.address() as AddressInfo).port))
  })
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve)
  })
  const listening = (server.address() as AddressInfo).port
  const collab = openCollab(
    change(mesa),
    follower,
    {
      mode: 'demonstration',
      host: '127.0.0.1',
      port: listening,
      publicUrl: publicUrl ?? `http://localhost:${listening}`,
      dataDir: '',
      keysDir: '',
      loginSecret: LIVE_SECRET,
      databaseUrl,
      databaseOwnerUrl: undefined,
      databaseReaderUrl: undefined,
      files,
      links: { checked: false, privateAddresses: false },
    },
    { aliveMs },
  )
  server.on('upgrade', (request, socket, head) => collab.upgrade(request, socket, head))
  return {
    port: listening,
    mesa,
    async stop() {
      await collab.stop()
      server.closeAllConnections()
      server.close()
      await follower.stop()
      await mesa.close()
    },
  }
}

/** The same in a process of its own. It ends with this one. */
export async function forkLiveServer({
  databaseUrl,
  directory,
  port = 0,
  publicUrl = '',
}: {
  databaseUrl: string
  directory: string
  port?: number
  publicUrl?: string
}): Promise<{ port: number; child: ChildProcess }> {
  const child = fork(
    `${import.meta.dirname}/live-process.ts`,
    [databaseUrl, directory, String(port), publicUrl],
    { execArgv: ['--expose-gc'], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
  )
  const [{ port: listening }] = (await once(child, 'message')) as [{ port: number }]
  return { port: listening, child }
}

/** What a browser would hold after signing in. */
export async function cookieFor(signIn: string): Promise<string> {
  return `next-auth.session-token=${await encode({ token: { signIn }, secret: LIVE_SECRET })}`
}

export type Writer = {
  doc: Y.Doc
  live: Live
  events: LiveEvent[]
  /** Who else is there, as the server says it. */
  present: () => Present[]
  standing: () => ConnectionState
  standings: ConnectionState[]
  until: (is: ConnectionState['is']) => Promise<void>
  synced: () => Promise<void>
  /** Types at the end of an item's only paragraph. */
  type: (item: string, text: string) => void
  /** Types, and comes back when it has left this end of the line, or there is no line. */
  typeAndSend: (item: string, text: string) => Promise<void>
  text: (item: string) => string
  stop: () => void
}

type WriterOptions = {
  port: number | (() => number)
  host?: string
  localAddress?: string
  cookie: string
  forum: string
  meeting: string
  keep?: Keep
  patience?: number
  shape?: number
  origin?: string
}

export function openWriter(options: WriterOptions): Writer {
  const { keep = keepNothing(), patience = 10_000 } = options
  const doc = new Y.Doc()
  const standings: ConnectionState[] = [{ is: 'connecting' }]
  const events: LiveEvent[] = []
  const present = new Map<number, Present>()
  const standing = () => standings.at(-1) as ConnectionState
  let isSynced = false
  let sent = 0
  const live = connectDraft({
    doc,
    keep,
    patience,
    tell: (next) => standings.push(next),
    onEvent: (event) => events.push(event),
    onPresence: (update) => {
      for (const { client, state } of readPresence(update) ?? [])
        if (state) present.set(client, state as Present)
        else present.delete(client)
    },
    onSynced: () => {
      isSynced = true
    },
    openSocket: () =>
      openSocket(options, () => {
        sent += 1
      }),
  })
  return {
    doc,
    live,
    events,
    present: () => [...present.values()],
    standing,
    standings,
    text: (item) => textIn(doc, item),
    until(is) {
      // Saved is what stays so; the others may be over when one looks.
      const from = standings.length - 1
      const came = () =>
        standing().is === is || (is !== 'saved' && standings.slice(from).some((one) => one.is === is))
      return eventually(came, PATIENCE_MS, () => `"${is}", and not ${JSON.stringify(standing())}`)
    },
    synced: () =>
      eventually(
        () => isSynced,
        PATIENCE_MS,
        () => 'the first sync',
      ),
    type: (item, letters) => typeInto(doc, item, letters),
    async typeAndSend(item, letters) {
      const before = sent
      typeInto(doc, item, letters)
      await eventually(
        () => sent > before || standing().is === 'offline',
        PATIENCE_MS,
        () => 'that it was sent',
      )
    },
    stop: () => live.stop(),
  }
}

function openSocket(
  { port, host, localAddress, cookie, forum, meeting, shape = SHAPE, origin }: WriterOptions,
  onSend: () => void,
): Socket {
  const at = typeof port === 'number' ? port : port()
  const socket = new WebSocket(`ws://127.0.0.1:${at}/collab/${forum}/${meeting}?shape=${shape}`, {
    headers: { cookie, origin: origin ?? `http://${host ?? 'localhost'}:${at}` },
    localAddress,
  })
  const send = socket.send.bind(socket)
  return Object.assign(socket, {
    send: (bytes: Uint8Array) => {
      onSend()
      send(bytes)
    },
  }) as unknown as Socket
}

function textIn(doc: Y.Doc, item: string): string {
  return doc
    .getXmlFragment(itemText(item))
    .toArray()
    .map((one) => (one instanceof Y.XmlElement ? one.toArray().map(String).join('') : ''))
    .join('\n')
}

function typeInto(doc: Y.Doc, item: string, letters: string) {
  const fragment = doc.getXmlFragment(itemText(item))
  doc.transact(() => {
    if (fragment.length === 0) fragment.insert(0, [new Y.XmlElement('paragraph')])
    const paragraph = fragment.get(fragment.length - 1) as Y.XmlElement
    if (paragraph.length === 0) paragraph.insert(0, [new Y.XmlText()])
    const last = paragraph.get(paragraph.length - 1) as Y.XmlText
    last.insert(last.length, letters)
  })
}

/** Something that stands still until it is let go: for a moment that one would otherwise have to hit. */
export function gate() {
  const [opened, entered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  return {
    /** somebody stands before it */
    entered: entered.promise,
    open: opened.resolve,
    pass: () => {
      entered.resolve()
      return opened.promise
    },
  }
}

export async function eventually(
  holds: () => boolean | Promise<boolean>,
  ms = PATIENCE_MS,
  what: () => string = () => 'what was waited for',
): Promise<void> {
  const until = Date.now() + ms
  while (!(await holds())) {
    if (Date.now() > until) throw new Error(`${what()} did not come within ${ms} ms`)
    await new Promise((resolve) => {
      setTimeout(resolve, 10)
    })
  }
}

function keepNothing(): Keep {
  return {
    add: () => Promise.resolve(null),
    all: () => Promise.resolve([]),
    remove: () => Promise.resolve(),
  }
}

/** A device whose storage outlives the window. */
export function keepHere(): Keep & { size: () => number } {
  const rows = new Map<number, Uint8Array<ArrayBuffer>>()
  let next = 1
  return {
    add: (update) => {
      rows.set(next, Uint8Array.from(update))
      return Promise.resolve((next += 1) - 1)
    },
    all: () => Promise.resolve([...rows].map(([id, update]) => ({ id, update }))),
    remove: (ids) => {
      for (const id of ids) rows.delete(id)
      return Promise.resolve()
    },
    size: () => rows.size,
  }
}
