import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { decode } from 'next-auth/jwt'
import { WebSocketServer } from 'ws'
import type { RawData, WebSocket } from 'ws'
import * as Y from 'yjs'
import { isOwnOrigin, sessionCookieName } from '../lib/accounts/origin.ts'
import { forumBySlug, personViewer } from '../lib/act/viewer.ts'
import type { ForumHead } from '../lib/act/viewer.ts'
import { faultIn, takesIn } from '../lib/minutes/drafts/document.ts'
import type { Written } from '../lib/minutes/drafts/updates.ts'
import {
  fromServer,
  LARGEST_UPDATE,
  readFromBrowser,
  readPresence,
  SHAPE,
  TRY_AGAIN,
  writePresence,
} from '../lib/minutes/drafts/protocol.ts'
import type { FromServer, LiveEvent, PresenceEntry } from '../lib/minutes/drafts/protocol.ts'
import { draftAccess } from '../lib/minutes/queries.ts'
import type { DraftAccess } from '../lib/minutes/queries.ts'
import type { Mesa } from '../lib/mesa.ts'
import type { ServerSettings } from '../lib/settings.ts'
import type { Follower } from './log-follower.ts'

export const COLLAB_PATH = '/collab/'

/** Signed out elsewhere, or replaced in the seat: told within a second. */
const ASK_AGAIN_MS = 700
const SETTLE_AFTER_MS = 500
const SETTLE_AT_MOST_MS = 2_000
/** Settling reads the whole draft: a very long one is settled less often, so that it takes a tenth of the time at most. Whoever reads settles first. */
const SETTLE_SHARE = 10
/** A room that everybody left is kept for those who reload. */
const EMPTY_ROOM_MS = 20_000
/** Where fifty people are is said together, or it would be most of what a server says. */
const PRESENCE_MS = 40
/** A notification holds 8,000 bytes. */
const MOST_TOLD = 5_000
/** A person types some ten messages a second; a burst after a lost connection may be longer. */
const MESSAGES = { most: 600, perSecond: 120 }
const BYTES = { most: 8 * LARGEST_UPDATE, perSecond: 1024 * 1024 }
/** Whoever comes is sent the whole draft at once: a day's stenographic minutes, and what was deleted from them. */
const MOST_UNSENT = 32 * 1024 * 1024
/** Windows of one person in all drafts. */
const MOST_OPEN = 20
/** A telephone that went to sleep, or left the network, does not hang up. */
const ALIVE_MS = 30_000

type Bucket = { left: number; at: number }
type Connection = {
  socket: WebSocket
  signIn: string
  forum: ForumHead
  meeting: string
  person: string
  name: string
  hue: string | null
  access: DraftAccess
  client: number | null
  synced: boolean
  messages: Bucket
  bytes: Bucket
}

type Waiting = Written & { from: Connection; no: number }

/** One draft, as long as somebody has it open here. Everything in it is committed: what is not yet stands in `waiting`. */
type Room = {
  meeting: string
  doc: Y.Doc
  /** runs ahead of `doc` by what waits to be committed: whoever breaks it breaks nothing */
  trial: Y.Doc
  seq: number
  heard: number
  authors: Map<number, string>
  connections: Set<Connection>
  presence: Map<number, PresenceEntry>
  /** what of it was not told yet */
  moved: Map<number, PresenceEntry>
  movedTimer: NodeJS.Timeout | undefined
  waiting: Waiting[]
  working: Promise<void> | null
  settleTimer: NodeJS.Timeout | undefined
  /** how long it took last */
  settledInMs: number
  unsettledSince: number | null
  emptyTimer: NodeJS.Timeout | undefined
  closed: boolean
}

export type Collab = {
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  stop: () => Promise<void>
}

/** Drafts that several people write at once. Nothing is acknowledged, and nothing is shown to anybody else, before PostgreSQL has committed it. */
export function openCollab(
  mesa: Mesa,
  follower: Follower,
  settings: ServerSettings,
  { aliveMs = ALIVE_MS } = {},
): Collab {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_UPDATE + 1024,
    perMessageDeflate: false,
  })
  const rooms = new Map<string, Promise<Room>>()
  const connections = new Set<Connection>()
  const here = randomUUID()
  const { liveDrafts: log } = mesa
  let stopped = false

  async function enter(request: IncomingMessage, socket: WebSocket) {
    // What comes before we know who it is waits, within bounds.
    const early: RawData[] = []
    let waiting = 0
    const wait = (data: RawData) => {
      waiting += Array.isArray(data) ? Buffer.concat(data).byteLength : data.byteLength
      if (early.push(data) > 50 || waiting > LARGEST_UPDATE) socket.terminate()
    }
    socket.on('message', wait)
    const url = new URL(request.url ?? '/', settings.publicUrl)
    const [, , slug = '', meeting = ''] = url.pathname.split('/')
    if (Number(url.searchParams.get('shape')) !== SHAPE) return socket.close(4409)
    const signIn = await signInOf(request)
    const user = signIn ? await mesa.accounts.signedIn(signIn) : null
    if (!user) return socket.close(4401)
    const forum = await forumBySlug(mesa.db, slug)
    const person =
      forum && (await mesa.db.person.findFirst({ where: { forumId: forum.id, email: user.email } }))
    if (!person || !/^[0-9a-f-]{36}$/.test(meeting)) return socket.close(4403)
    const viewer = await personViewer(mesa.db, forum, person.id, new Date())
    const access = await draftAccess(viewer, meeting)
    if (!access) return socket.close(4403)
    const sector =
      viewer.seats[0] &&
      (await mesa.db.sector.findUnique({ where: { id: viewer.seats[0].sector }, select: { hue: true } }))
    if ([...connections].filter((one) => one.person === person.id).length >= MOST_OPEN)
      return socket.close(TRY_AGAIN, 'too many windows')
    const room = await roomOf(meeting)
    if (stopped || socket.readyState !== socket.OPEN) return socket.close(TRY_AGAIN)
    const now = Date.now()
    const connection: Connection = {
      socket,
      signIn: user.signIn,
      forum,
      meeting,
      person: person.id,
      name: person.name ?? '',
      hue: sector?.hue ?? null,
      access,
      client: null,
      synced: false,
      messages: { left: MESSAGES.most, at: now },
      bytes: { left: BYTES.most, at: now },
    }
    connections.add(connection)
    room.connections.add(connection)
    clearTimeout(room.emptyTimer)
    socket.on('close', () => leave(room, connection))
    tell(connection, welcome(connection))
    await tellAuthors(room, connection)
    socket.off('message', wait)
    socket.on('message', (data) => hear(room, connection, data))
    for (const data of early) hear(room, connection, data)
  }

  async function signInOf(request: IncomingMessage): Promise<string | null> {
    const name = sessionCookieName(settings.publicUrl)
    const cookie = (request.headers.cookie ?? '').split(/;\s*/).find((one) => one.startsWith(`${name}=`))
    if (!cookie) return null
    const opened = await decode({
      token: decodeURIComponent(cookie.slice(name.length + 1)),
      secret: settings.sessionSecret,
    }).catch(() => null)
    return typeof opened?.signIn === 'string' ? opened.signIn : null
  }

  /** A room that could not be loaded is no room: the next who comes tries again, and nobody is shown an empty text. */
  function roomOf(meeting: string): Promise<Room> {
    const open = rooms.get(meeting) ?? load(meeting)
    rooms.set(meeting, open)
    open.catch(() => {
      if (rooms.get(meeting) === open) rooms.delete(meeting)
    })
    return open
  }

  async function load(meeting: string): Promise<Room> {
    const { doc, seq, authors } = await log.open(meeting)
    const trial = new Y.Doc()
    Y.applyUpdate(trial, Y.encodeStateAsUpdate(doc))
    const room: Room = {
      meeting,
      doc,
      trial,
      seq,
      heard: seq,
      authors,
      connections: new Set(),
      presence: new Map(),
      moved: new Map(),
      movedTimer: undefined,
      waiting: [],
      working: null,
      settleTimer: undefined,
      settledInMs: 0,
      unsettledSince: null,
      emptyTimer: undefined,
      closed: false,
    }
    settleSoon(room)
    return room
  }

  function welcome({ person, name, hue, access }: Connection): LiveEvent {
    return {
      is: 'welcome',
      person,
      name,
      hue,
      mayWrite: access.mayWrite,
      version: access.version,
      approved: access.approved,
    }
  }

  function send({ socket }: Connection, bytes: Uint8Array) {
    // Whoever does not read is let go, and comes again to the whole text.
    if (socket.bufferedAmount > MOST_UNSENT) socket.terminate()
    else if (socket.readyState === socket.OPEN) socket.send(bytes)
  }

  function say(connection: Connection, message: FromServer) {
    send(connection, fromServer(message))
  }

  function tell(connection: Connection, event: LiveEvent) {
    say(connection, { is: 'event', event })
  }

  function broadcast(room: Room, message: FromServer, except?: Connection) {
    const bytes = fromServer(message)
    for (const connection of room.connections)
      if (connection !== except && connection.synced) send(connection, bytes)
  }

  async function tellAuthors(room: Room, to?: Connection) {
    const persons = await mesa.db.person.findMany({
      where: { id: { in: [...new Set(room.authors.values())] } },
      select: { id: true, name: true },
    })
    const names = new Map(persons.map((person) => [person.id, person.name ?? '']))
    const event: LiveEvent = {
      is: 'authors',
      authors: [...room.authors].map(([client, person]) => [client, names.get(person) ?? '']),
    }
    if (to) tell(to, event)
    else for (const connection of room.connections) tell(connection, event)
  }

  function hear(room: Room, connection: Connection, data: RawData) {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)
    if (!spend(connection.messages, MESSAGES, 1) || !spend(connection.bytes, BYTES, bytes.byteLength))
      return connection.socket.close(TRY_AGAIN, 'too much at once')
    const message = readFromBrowser(bytes)
    if (!message || room.closed) return connection.socket.close(room.closed ? TRY_AGAIN : 1003)
    if (message.is === 'ping') return say(connection, { is: 'pong' })
    if (message.is === 'presence') return hearPresence(room, connection, message.update)
    if (message.is === 'update') return hearUpdate(room, connection, message.no, message.update)
    let update: Uint8Array
    try {
      update = Y.encodeStateAsUpdate(room.doc, message.vector)
    } catch {
      return connection.socket.close(1003)
    }
    connection.synced = true
    say(connection, { is: 'sync', update })
    if (room.presence.size > 0)
      say(connection, { is: 'presence', update: writePresence([...room.presence.values()]) })
  }

  function spend(bucket: Bucket, { most, perSecond }: typeof MESSAGES, cost: number): boolean {
    const now = Date.now()
    bucket.left = Math.min(most, bucket.left + ((now - bucket.at) / 1000) * perSecond) - cost
    bucket.at = now
    return bucket.left >= 0
  }

  function hearUpdate(room: Room, connection: Connection, no: number, update: Uint8Array<ArrayBuffer>) {
    const refuse = (why: string) => tell(connection, { is: 'refused', no, why })
    if (!connection.access.mayWrite) return refuse('read-only')
    const fresh = new Set<number>()
    const mayWriteAs = (client: number) => {
      const author = room.authors.get(client)
      if (author === undefined) fresh.add(client)
      return author === undefined || author === connection.person
    }
    const fault = faultIn(update, room.trial, { items: connection.access.items, mayWriteAs })
    if (fault) return refuse(fault)
    if (!takesIn(room.trial, update)) {
      // It broke the copy that is there to be broken; what others wait for is taken in again.
      room.trial = new Y.Doc()
      Y.applyUpdate(room.trial, Y.encodeStateAsUpdate(room.doc))
      for (const waiting of room.waiting) Y.applyUpdate(room.trial, waiting.update)
      return refuse('unreadable')
    }
    for (const client of fresh) room.authors.set(client, connection.person)
    if (fresh.size > 0) void introduce(room, [...fresh], connection.person)
    room.waiting.push({ update, person: connection.person, from: connection, no })
    work(room)
  }

  /** Two servers may meet a new client at once: the table has the last word, and whoever was second comes again under another number. */
  async function introduce(room: Room, clients: number[], person: string) {
    try {
      for (const client of clients)
        room.authors.set(client, await log.authorOf(room.meeting, client, person))
      await tellAuthors(room)
    } catch (error) {
      fail(room, error)
    }
  }

  /** One commit at a time for a draft, of all that came in while the last one was under way. */
  function work(room: Room) {
    room.working ??= (async () => {
      while (!room.closed && (room.waiting.length > 0 || room.heard > room.seq)) {
        if (room.waiting.length > 0) await commit(room)
        else await catchUp(room)
      }
    })()
      .catch((error: unknown) => fail(room, error))
      .finally(() => {
        room.working = null
      })
  }

  async function commit(room: Room) {
    const batch = room.waiting.slice(0, 200)
    const rows = oneEach(batch)
    const seq = await log.append(room.meeting, rows)
    // The draft's time was over (lib/minutes/drafts/door.ts): nothing of it is kept any longer.
    if (seq === null) return close(room, 4404)
    room.waiting.splice(0, batch.length)
    if (seq !== room.seq + rows.length) await catchUp(room, seq)
    room.seq = Math.max(room.seq, seq)
    for (const { update, person, from, no } of batch) {
      Y.applyUpdate(room.doc, update, person)
      say(from, { is: 'saved', no })
    }
    // Many who write at once are one message to each; whoever reads their own letters again has them already.
    const [only] = batch
    if (only && batch.length === 1) broadcast(room, { is: 'update', update: only.update }, only.from)
    else broadcast(room, { is: 'update', update: Y.mergeUpdates(rows.map((row) => row.update)) })
    settleSoon(room)
  }

  /** Neighbouring updates of one person are one row. */
  function oneEach(batch: Waiting[]): Written[] {
    const rows: { person: string; updates: Uint8Array[] }[] = []
    for (const { person, update } of batch) {
      const last = rows.at(-1)
      if (last?.person === person) last.updates.push(update)
      else rows.push({ person, updates: [update] })
    }
    return rows.map(({ person, updates }) => ({
      person,
      update: Uint8Array.from(
        updates.length === 1 ? (updates[0] ?? new Uint8Array()) : Y.mergeUpdates(updates),
      ),
    }))
  }

  /** What other servers, or forms without scripts, have written since. */
  async function catchUp(room: Room, upTo = room.heard) {
    const rows = await log.since(room.meeting, room.seq)
    if (!rows)
      throw new Error(
        `The draft of meeting ${room.meeting} was folded further than this server had read.`,
      )
    for (const { update, person, seq } of rows) {
      Y.applyUpdate(room.doc, update, person)
      Y.applyUpdate(room.trial, update)
      broadcast(room, { is: 'update', update })
      room.seq = Math.max(room.seq, seq)
    }
    room.heard = Math.max(room.heard, room.seq)
    if (room.seq < upTo) room.heard = room.seq
    const authors = await mesa.db.draftAuthor.findMany({ where: { meetingId: room.meeting } })
    if (authors.length > room.authors.size) {
      for (const author of authors) room.authors.set(Number(author.client), author.person)
      await tellAuthors(room)
    }
    settleSoon(room)
  }

  /** The database did not answer, or this copy is behind: everybody comes again to what is committed, with what was not acknowledged. */
  function fail(room: Room, error: unknown) {
    if (!stopped) console.error(error)
    close(room, TRY_AGAIN)
  }

  function close(room: Room, code: number) {
    room.closed = true
    rooms.delete(room.meeting)
    for (const timer of [room.settleTimer, room.emptyTimer, room.movedTimer]) clearTimeout(timer)
    for (const connection of room.connections) connection.socket.close(code)
  }

  function settleSoon(room: Room) {
    const now = Date.now()
    room.unsettledSince ??= now
    clearTimeout(room.settleTimer)
    const rest = Math.min(room.settledInMs * SETTLE_SHARE, EMPTY_ROOM_MS)
    const delay = Math.max(
      0,
      Math.min(
        Math.max(SETTLE_AFTER_MS, rest),
        room.unsettledSince + Math.max(SETTLE_AT_MOST_MS, rest) - now,
      ),
    )
    room.settleTimer = setTimeout(() => {
      room.unsettledSince = null
      const begun = performance.now()
      void log.settle(room.meeting).then(
        () => {
          room.settledInMs = performance.now() - begun
        },
        (error: unknown) => console.error(error),
      )
    }, delay)
  }

  function hearPresence(room: Room, connection: Connection, update: Uint8Array) {
    if (update.byteLength > 4_000) return
    const [entry] =
      readPresence(update)?.filter(
        (presenceEntry) => connection.client === null || presenceEntry.client === connection.client,
      ) ?? []
    // Nobody speaks for another: under a client number that somebody here has, or that wrote for somebody else, one is not heard.
    if (!entry || ![connection.person, undefined].includes(room.authors.get(entry.client))) return
    if (connection.client === null && room.presence.has(entry.client)) return
    connection.client = entry.client
    const { item = null, cursor } = (entry.state ?? {}) as { item?: unknown; cursor?: unknown }
    const state =
      entry.state === null
        ? null
        : {
            user: { person: connection.person, name: connection.name, hue: connection.hue },
            item: typeof item === 'string' ? item.slice(0, 80) : null,
            ...(cursor ? { cursor } : {}),
          }
    spread(room, { ...entry, state })
  }

  function spread(room: Room, entry: PresenceEntry) {
    note(room, entry)
    room.moved.set(entry.client, entry)
    room.movedTimer ??= setTimeout(() => tellMoved(room), PRESENCE_MS)
  }

  function note(room: Room, entry: PresenceEntry) {
    if (entry.state === null) room.presence.delete(entry.client)
    else room.presence.set(entry.client, entry)
  }

  function tellMoved(room: Room) {
    const moved = [...room.moved.values()]
    room.movedTimer = undefined
    room.moved.clear()
    broadcast(room, { is: 'presence', update: writePresence(moved) })
    for (const part of inParts(moved))
      void follower.say(
        'presence',
        `${room.meeting} ${here} ${Buffer.from(writePresence(part)).toString('base64')}`,
      )
  }

  function inParts(entries: PresenceEntry[]): PresenceEntry[][] {
    const parts: PresenceEntry[][] = []
    let size = Infinity
    for (const entry of entries) {
      const own = Buffer.byteLength(JSON.stringify(entry))
      if ((size += own) > MOST_TOLD) {
        parts.push([])
        size = own
      }
      parts.at(-1)?.push(entry)
    }
    return parts
  }

  function leave(room: Room, connection: Connection) {
    connections.delete(connection)
    room.connections.delete(connection)
    const last = connection.client === null ? undefined : room.presence.get(connection.client)
    if (last) spread(room, { ...last, clock: last.clock + 1, state: null })
    if (room.connections.size > 0 || room.closed) return
    room.emptyTimer = setTimeout(() => void forget(room), EMPTY_ROOM_MS)
  }

  async function forget(room: Room) {
    await room.working
    if (room.connections.size > 0 || room.closed) return
    close(room, TRY_AGAIN)
    await log.settle(room.meeting).catch((error: unknown) => console.error(error))
  }

  // --- What happens elsewhere ---

  follower.onSaid('drafts', (payload) => {
    const [meeting = '', seq] = payload.split(' ')
    if (seq === undefined) return
    void rooms
      .get(meeting)
      ?.then((room) => {
        room.heard = Math.max(room.heard, Number(seq))
        if (room.heard > room.seq) work(room)
      })
      .catch(() => undefined)
  })

  // What stands beside the texts: the texts themselves came by their updates.
  follower.onSaid('papers', (payload) => {
    const [meeting = '', paper = ''] = payload.split(' ')
    if (!['draft_claim', 'draft_comment'].includes(paper)) return
    void rooms
      .get(meeting)
      ?.then((room) => {
        for (const connection of room.connections) tell(connection, { is: 'changed' })
      })
      .catch(() => undefined)
  })

  follower.onSaid('presence', (payload) => {
    const [meeting = '', from, update = ''] = payload.split(' ')
    if (from === here) return
    void rooms
      .get(meeting)
      ?.then((room) => {
        const entries = readPresence(Buffer.from(update, 'base64')) ?? []
        for (const entry of entries) note(room, entry)
        broadcast(room, { is: 'presence', update: writePresence(entries) })
      })
      .catch(() => undefined)
  })

  // What was said while nobody listened is unknown: each room asks the table.
  follower.onBack(() => {
    for (const room of rooms.values())
      void room
        .then((one) => {
          one.heard = Math.max(one.heard, one.seq + 1)
          work(one)
        })
        .catch(() => undefined)
  })

  const asked = new Map<string, NodeJS.Timeout>()
  follower.onAct(({ id }) => {
    if (asked.has(id)) return
    asked.set(
      id,
      setTimeout(() => {
        asked.delete(id)
        void askAgain(
          [...connections].filter((connection) => connection.forum.id === id),
          true,
        ).catch(console.error)
      }, 100),
    )
  })

  /** May they still? A mandate that ended, a circulation, an approval changes what somebody may do with an open tab. */
  async function askAgain(those: Connection[], acted: boolean) {
    for (const connection of those) {
      const access = await draftAccess(
        await personViewer(mesa.db, connection.forum, connection.person, new Date()),
        connection.meeting,
      )
      if (!access) {
        connection.socket.close(4403)
        continue
      }
      const told = JSON.stringify([
        connection.access.mayWrite,
        connection.access.version,
        connection.access.approved,
      ])
      connection.access = access
      if (JSON.stringify([access.mayWrite, access.version, access.approved]) !== told) {
        tell(connection, {
          is: 'minutes',
          mayWrite: access.mayWrite,
          version: access.version,
          approved: access.approved,
        })
      }
      if (acted) tell(connection, { is: 'changed' })
    }
  }

  async function askSignIns() {
    // Whoever comes in while it is asked was not asked about.
    const those = [...connections]
    if (those.length === 0) return
    const still = await mesa.accounts.stillSignedIn([
      ...new Set(those.map((connection) => connection.signIn)),
    ])
    for (const connection of those) if (!still.has(connection.signIn)) connection.socket.close(4401)
  }

  let asking = false
  const signInTimer = setInterval(() => {
    if (asking) return
    asking = true
    // A database that does not answer signs nobody out.
    void askSignIns()
      .catch(() => undefined)
      .finally(() => {
        asking = false
      })
  }, ASK_AGAIN_MS)
  // A mandate ends with its day, without an act.
  const dayTimer = setInterval(
    () => void askAgain([...connections], false).catch(() => undefined),
    30_000,
  )
  // A browser answers a ping by itself, also for a window in the background (RFC 6455, 5.5.2).
  const answered = new WeakSet<WebSocket>()
  const aliveTimer = setInterval(() => {
    for (const { socket } of connections) {
      if (!answered.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }, aliveMs)

  return {
    upgrade(request, socket, head) {
      if (stopped || !isOwnOrigin(request.headers.origin, undefined, settings.publicUrl)) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
        return
      }
      sockets.handleUpgrade(request, socket, head, (opened) => {
        opened.on('error', () => opened.terminate())
        answered.add(opened)
        opened.on('pong', () => answered.add(opened))
        void enter(request, opened).catch((error: unknown) => {
          if (!stopped) console.error(error)
          opened.close(TRY_AGAIN)
        })
      })
    },
    async stop() {
      stopped = true
      clearInterval(signInTimer)
      clearInterval(dayTimer)
      clearInterval(aliveTimer)
      for (const timer of asked.values()) clearTimeout(timer)
      const open = (await Promise.allSettled(rooms.values())).flatMap((one) =>
        one.status === 'fulfilled' ? [one.value] : [],
      )
      // What came in is committed and acknowledged before the door closes.
      await Promise.allSettled(open.map((room) => room.working))
      for (const room of open) close(room, TRY_AGAIN)
      await Promise.allSettled(open.map((room) => log.settle(room.meeting)))
      for (const connection of connections) connection.socket.terminate()
      sockets.close()
    },
  }
}
