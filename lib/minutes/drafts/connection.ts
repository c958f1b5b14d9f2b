import * as Y from 'yjs'
import { closings, fromBrowser, LARGEST_UPDATE, readFromServer } from './protocol.ts'
import type { Closing, LiveEvent } from './protocol.ts'

// The writer's end of a shared draft, in a browser (or in a test): what was typed is kept here until the
// server says that it has it.

/** How it stands with what was typed. `saved` is said only when everything was acknowledged. */
export type ConnectionState =
  | { is: 'connecting' }
  | { is: 'saved' }
  | { is: 'saving' }
  /** not connected; `kept` changes wait on this device */
  | { is: 'offline'; kept: number }
  /** connected, and the server has not confirmed for too long: nothing more should be typed until it does */
  | { is: 'unconfirmed'; kept: number }
  /** the server will not take what this window has */
  | { is: 'refused'; why: string }
  | { is: 'ended'; why: Closing; kept: number }

/** Changes that were not acknowledged, where they outlive the window. In the order in which they were added. */
export type Keep = {
  add: (update: Uint8Array) => Promise<number | null>
  all: () => Promise<{ id: number; update: Uint8Array<ArrayBuffer> }[]>
  remove: (ids: number[]) => Promise<void>
}

export type Socket = Pick<
  WebSocket,
  'send' | 'close' | 'readyState' | 'binaryType' | 'onopen' | 'onmessage' | 'onclose' | 'onerror'
>

export type LiveOptions = {
  doc: Y.Doc
  openSocket: () => Socket
  keep: Keep
  tell: (standing: ConnectionState) => void
  onEvent: (event: LiveEvent) => void
  onPresence: (update: Uint8Array) => void
  onSynced: () => void
  /** After how long without a word from the server nothing more is taken. */
  patience?: number
}

export type Live = {
  /** Null until the first sync: before it, nothing may be typed. */
  synced: () => boolean
  sayPresence: (update: Uint8Array) => void
  /** The network is said to be back. */
  tryNow: () => void
  stop: () => void
}

/** Typing sends at most so often; what comes in between goes together. */
const GATHER_MS = 40
/** No acknowledgement for so long: the connection is given up, and until then nothing more is taken. */
export const UNCONFIRMED_MS = 10_000
const RETRIES_MS = [300, 800, 2_000, 4_000, 8_000]

const REMOTE = Symbol('from the server')
/** Some changes as one update, and where each is kept on this device. */
type Change = { update: Uint8Array; kept: (Promise<number | null> | number)[]; changes: number }
type Sent = Change & { no: number; at: number }

/** What a window knows of its draft's connection, whether there is one at the moment or not. */
type Line = Required<LiveOptions> & {
  socket: Socket | null
  synced: boolean
  everSynced: boolean
  stopped: boolean
  failures: number
  no: number
  heardAt: number
  timer: ReturnType<typeof setTimeout> | undefined
  gathering: ReturnType<typeof setTimeout> | undefined
  sentAt: number
  standing: ConnectionState
  /** typed, and not sent yet */
  outbox: Change[]
  /** sent, and not acknowledged yet */
  sent: Sent[]
}

export function connectDraft(options: LiveOptions): Live {
  const line = newLine(options)
  const { doc } = line
  const typed = (update: Uint8Array, origin: unknown) => take(line, update, origin)
  const beat = setInterval(() => listen(line), line.patience * 0.4)
  doc.on('update', typed)
  connect(line)
  return {
    synced: () => line.everSynced,
    sayPresence: (update) => {
      if (line.synced)
        line.socket?.send(fromBrowser({ is: 'presence', update }) as Uint8Array<ArrayBuffer>)
    },
    tryNow: () => {
      if (!line.socket && !line.stopped) connect(line)
    },
    stop() {
      line.stopped = true
      clearInterval(beat)
      clearTimeout(line.timer)
      clearTimeout(line.gathering)
      doc.off('update', typed)
      const open = line.socket
      line.socket = null
      open?.close()
    },
  }
}

function newLine(options: LiveOptions): Line {
  return {
    ...options,
    patience: options.patience ?? UNCONFIRMED_MS,
    socket: null,
    synced: false,
    everSynced: false,
    stopped: false,
    failures: 0,
    no: 0,
    heardAt: Date.now(),
    timer: undefined,
    gathering: undefined,
    sentAt: 0,
    standing: { is: 'connecting' },
    outbox: [],
    sent: [],
  }
}

// --- How it stands ---

function waiting({ outbox, sent }: Line): number {
  return [...outbox, ...sent].reduce((sum, one) => sum + one.changes, 0)
}

function say(line: Line, next: ConnectionState) {
  if (JSON.stringify(next) === JSON.stringify(line.standing)) return
  line.standing = next
  line.tell(next)
}

function sayHow(line: Line) {
  if (line.standing.is === 'ended' || line.standing.is === 'refused') return
  say(line, standingOf(line))
}

function standingOf(line: Line): ConnectionState {
  const kept = waiting(line)
  if (!line.everSynced && line.failures === 0) return { is: 'connecting' }
  if (!line.synced) return { is: 'offline', kept }
  if (kept === 0) return { is: 'saved' }
  const [oldest] = line.sent
  const late = oldest && Date.now() - oldest.at > line.patience
  return late ? { is: 'unconfirmed', kept } : { is: 'saving' }
}

// --- What is typed, until the server has it ---

function take(line: Line, update: Uint8Array, origin: unknown) {
  if (origin === REMOTE || line.stopped) return
  line.outbox.push({ update, kept: [line.keep.add(update).catch(() => null)], changes: 1 })
  sayHow(line)
  sendSoon(line)
}

function sendSoon(line: Line) {
  if (!line.synced || line.gathering !== undefined || line.outbox.length === 0) return
  const pause = line.sentAt + GATHER_MS - Date.now()
  // The first letter after a pause goes at once, with whatever else this moment writes.
  if (pause <= 0) queueMicrotask(() => send(line))
  else line.gathering = setTimeout(() => send(line), pause)
}

function send(line: Line) {
  line.gathering = undefined
  if (!line.synced || !line.socket || line.outbox.length === 0) return
  const going = line.outbox.splice(0, inOneMessage(line.outbox))
  const update = Uint8Array.from(
    going.length === 1
      ? (going[0]?.update ?? new Uint8Array())
      : Y.mergeUpdates(going.map((change) => change.update)),
  )
  line.sentAt = Date.now()
  line.no += 1
  line.sent.push({
    no: line.no,
    changes: going.reduce((sum, one) => sum + one.changes, 0),
    kept: going.flatMap((change) => change.kept),
    update,
    at: line.sentAt,
  })
  line.socket.send(fromBrowser({ is: 'update', no: line.no, update }) as Uint8Array<ArrayBuffer>)
  sendSoon(line)
}

/** What was written without a connection may be more than one message carries. */
function inOneMessage(outbox: Change[]): number {
  let bytes = 0
  const tooMany = outbox.findIndex(({ update }) => (bytes += update.byteLength) > LARGEST_UPDATE)
  return tooMany === -1 ? outbox.length : Math.max(1, tooMany)
}

async function acknowledged(line: Line, upTo: number) {
  const done = line.sent.filter((one) => one.no <= upTo)
  line.sent = line.sent.filter((one) => one.no > upTo)
  sayHow(line)
  const ids = await placesOf(done)
  if (ids.length > 0) await line.keep.remove(ids).catch(() => undefined)
}

/** Where changes are kept on this device. */
async function placesOf(changes: Change[]): Promise<number[]> {
  return (await Promise.all(changes.flatMap((change) => change.kept))).filter((id) => id !== null)
}

// --- The connection, while there is one ---

function connect(line: Line) {
  clearTimeout(line.timer)
  if (line.stopped || line.standing.is === 'ended') return
  const opening = line.openSocket()
  line.socket = opening
  opening.binaryType = 'arraybuffer'
  line.heardAt = Date.now()
  opening.onopen = () => {
    const vector = Y.encodeStateVector(line.doc)
    opening.send(fromBrowser({ is: 'sync', vector }) as Uint8Array<ArrayBuffer>)
  }
  opening.onmessage = ({ data }) => {
    if (line.socket === opening) hear(line, new Uint8Array(data as ArrayBuffer))
  }
  opening.onclose = ({ code }) => {
    if (line.socket === opening) lost(line, code)
  }
  opening.onerror = () => undefined
}

function hear(line: Line, bytes: Uint8Array) {
  line.heardAt = Date.now()
  const message = readFromServer(bytes)
  if (message?.is === 'sync') begin(line, message.update)
  else if (message?.is === 'update') Y.applyUpdate(line.doc, message.update, REMOTE)
  else if (message?.is === 'presence') line.onPresence(message.update)
  else if (message?.is === 'saved') void acknowledged(line, message.no)
  else if (message?.is === 'event') {
    // Without a mandate to write it is the server's last word on what comes; otherwise this window's text
    // has gone its own way.
    if (message.event.is === 'refused') say(line, { is: 'refused', why: message.event.why })
    else line.onEvent(message.event)
  }
}

function begin(line: Line, update: Uint8Array) {
  Y.applyUpdate(line.doc, update, REMOTE)
  // What was on its way when the connection broke goes again, in its order; the server knows what it has
  // already.
  line.outbox = [...line.sent, ...line.outbox].map(({ update: unsent, kept, changes }) => ({
    update: unsent,
    kept,
    changes,
  }))
  line.sent = []
  line.synced = true
  line.failures = 0
  if (line.everSynced) return goOn(line)
  line.everSynced = true
  void takeUp(line).finally(() => {
    if (!line.stopped) goOn(line)
  })
}

function goOn(line: Line) {
  line.onSynced()
  sayHow(line)
  sendSoon(line)
}

/** What an earlier window typed here and never got to send. It goes on top of what the server has. */
async function takeUp(line: Line) {
  const found = await line.keep.all().catch(() => [])
  const own = new Set(await placesOf(line.outbox))
  for (const { id, update } of found) {
    if (own.has(id)) continue
    Y.applyUpdate(line.doc, update, REMOTE)
    line.outbox.push({ update, kept: [id], changes: 1 })
  }
}

function lost(line: Line, code: number) {
  line.socket = null
  line.synced = false
  const why = (closings as Record<number, Closing>)[code]
  if (why) return say(line, { is: 'ended', why, kept: waiting(line) })
  line.failures += 1
  sayHow(line)
  if (line.stopped) return
  const pause = RETRIES_MS[Math.min(line.failures, RETRIES_MS.length) - 1] ?? 8_000
  line.timer = setTimeout(() => connect(line), pause * (0.8 + Math.random() * 0.4))
}

/** A connection can be dead without having been closed: whoever hears nothing asks, and hangs up (hedgedoc#6608). */
function listen(line: Line) {
  const { socket, patience } = line
  if (!socket) return
  sayHow(line)
  const quiet = Date.now() - line.heardAt
  const unanswered = line.sent[0] ? Date.now() - line.sent[0].at : 0
  if (quiet > patience * 1.4 || unanswered > patience * 1.4) {
    lost(line, 1006)
    socket.close()
  } else if (line.synced) socket.send(fromBrowser({ is: 'ping' }) as Uint8Array<ArrayBuffer>)
}
