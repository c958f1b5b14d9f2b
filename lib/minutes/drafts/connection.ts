import * as Y from 'yjs'
import { closings, fromBrowser, LARGEST_UPDATE, readFromServer } from './protocol.ts'
import type { Closing, LiveEvent } from './protocol.ts'

// The writer's end of a shared draft, in a browser (or in a test): what was typed is kept here until the server says that it has it.

/** How it stands with what was typed. `saved` is said only when everything was acknowledged. */
export type Standing =
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
  tell: (standing: Standing) => void
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

export function connectDraft({
  doc,
  openSocket,
  keep,
  tell,
  onEvent,
  onPresence,
  onSynced,
  patience = UNCONFIRMED_MS,
}: LiveOptions): Live {
  let socket: Socket | null = null
  let synced = false
  let everSynced = false
  let stopped = false
  let failures = 0
  let no = 0
  let heardAt = Date.now()
  let timer: ReturnType<typeof setTimeout> | undefined
  let gathering: ReturnType<typeof setTimeout> | undefined
  let sentAt = 0
  let standing: Standing = { is: 'connecting' }
  /** typed, and not sent yet */
  let outbox: Change[] = []
  /** sent, and not acknowledged yet */
  let sent: Sent[] = []

  const waiting = () => [...outbox, ...sent].reduce((sum, one) => sum + one.changes, 0)
  function say(next: Standing) {
    if (JSON.stringify(next) === JSON.stringify(standing)) return
    standing = next
    tell(next)
  }
  function sayHow() {
    if (standing.is === 'ended' || standing.is === 'refused') return
    if (!everSynced) return say(failures > 0 ? { is: 'offline', kept: waiting() } : { is: 'connecting' })
    if (!synced) return say({ is: 'offline', kept: waiting() })
    if (waiting() === 0) return say({ is: 'saved' })
    const oldest = sent[0]
    say(
      oldest && Date.now() - oldest.at > patience
        ? { is: 'unconfirmed', kept: waiting() }
        : { is: 'saving' },
    )
  }

  function typed(update: Uint8Array, origin: unknown) {
    if (origin === REMOTE || stopped) return
    outbox.push({ update, kept: [keep.add(update).catch(() => null)], changes: 1 })
    sayHow()
    sendSoon()
  }

  function sendSoon() {
    if (!synced || gathering !== undefined || outbox.length === 0) return
    const pause = sentAt + GATHER_MS - Date.now()
    // The first letter after a pause goes at once, with whatever else this moment writes.
    if (pause <= 0) queueMicrotask(send)
    else gathering = setTimeout(send, pause)
  }

  function send() {
    gathering = undefined
    if (!synced || !socket || outbox.length === 0) return
    const going = outbox.splice(0, inOneMessage(outbox))
    const update = Uint8Array.from(
      going.length === 1
        ? (going[0]?.update ?? new Uint8Array())
        : Y.mergeUpdates(going.map((change) => change.update)),
    )
    sentAt = Date.now()
    sent.push({
      no: (no += 1),
      changes: going.reduce((sum, one) => sum + one.changes, 0),
      kept: going.flatMap((change) => change.kept),
      update,
      at: sentAt,
    })
    socket.send(fromBrowser({ is: 'update', no, update }) as Uint8Array<ArrayBuffer>)
    sendSoon()
  }

  /** What was written without a connection may be more than one message carries. */
  function inOneMessage(waiting: Change[]): number {
    let bytes = 0
    const tooMany = waiting.findIndex(({ update }) => (bytes += update.byteLength) > LARGEST_UPDATE)
    return tooMany === -1 ? waiting.length : Math.max(1, tooMany)
  }

  async function acknowledged(upTo: number) {
    const done = sent.filter((one) => one.no <= upTo)
    sent = sent.filter((one) => one.no > upTo)
    sayHow()
    const ids = (await Promise.all(done.flatMap((one) => one.kept))).filter((id) => id !== null)
    if (ids.length > 0) await keep.remove(ids).catch(() => undefined)
  }

  function connect() {
    clearTimeout(timer)
    if (stopped || standing.is === 'ended') return
    const opening = openSocket()
    socket = opening
    opening.binaryType = 'arraybuffer'
    heardAt = Date.now()
    opening.onopen = () => {
      opening.send(
        fromBrowser({ is: 'sync', vector: Y.encodeStateVector(doc) }) as Uint8Array<ArrayBuffer>,
      )
    }
    opening.onmessage = ({ data }) => {
      if (socket === opening) hear(new Uint8Array(data as ArrayBuffer))
    }
    opening.onclose = ({ code }) => {
      if (socket === opening) lost(code)
    }
    opening.onerror = () => undefined
  }

  function hear(bytes: Uint8Array) {
    heardAt = Date.now()
    const message = readFromServer(bytes)
    if (message?.is === 'sync') begin(message.update)
    else if (message?.is === 'update') Y.applyUpdate(doc, message.update, REMOTE)
    else if (message?.is === 'presence') onPresence(message.update)
    else if (message?.is === 'saved') void acknowledged(message.no)
    else if (message?.is === 'event') {
      if (message.event.is === 'refused') return refused(message.event.why)
      onEvent(message.event)
    }
  }

  function begin(update: Uint8Array) {
    Y.applyUpdate(doc, update, REMOTE)
    // What was on its way when the connection broke goes again, in its order; the server knows what it has already.
    outbox = [...sent, ...outbox].map(({ update: waiting, kept: places, changes }) => ({
      update: waiting,
      kept: places,
      changes,
    }))
    sent = []
    synced = true
    failures = 0
    if (!everSynced) {
      everSynced = true
      void takeUp().finally(() => {
        if (!stopped) {
          onSynced()
          sayHow()
          sendSoon()
        }
      })
      return
    }
    onSynced()
    sayHow()
    sendSoon()
  }

  /** What an earlier window typed here and never got to send. It goes on top of what the server has. */
  async function takeUp() {
    const found = await keep.all().catch(() => [])
    const own = new Set(
      (await Promise.all(outbox.flatMap((change) => change.kept))).filter((id) => id !== null),
    )
    for (const { id, update } of found) {
      if (own.has(id)) continue
      Y.applyUpdate(doc, update, REMOTE)
      outbox.push({ update, kept: [id], changes: 1 })
    }
  }

  function refused(why: string) {
    // Without a mandate to write it is the server's last word on what comes; otherwise this window's text has gone its own way.
    say({ is: 'refused', why })
  }

  function lost(code: number) {
    socket = null
    synced = false
    const why = (closings as Record<number, Closing>)[code]
    if (why) return say({ is: 'ended', why, kept: waiting() })
    failures += 1
    sayHow()
    if (!stopped)
      timer = setTimeout(
        connect,
        (RETRIES_MS[Math.min(failures, RETRIES_MS.length) - 1] ?? 8_000) * (0.8 + Math.random() * 0.4),
      )
  }

  /** A connection can be dead without having been closed: whoever hears nothing asks, and hangs up (hedgedoc#6608). */
  const beat = setInterval(() => {
    if (!socket) return
    sayHow()
    const quiet = Date.now() - heardAt
    const unanswered = sent[0] ? Date.now() - sent[0].at : 0
    if (quiet > patience * 1.4 || unanswered > patience * 1.4) {
      const dead = socket
      lost(1006)
      dead.close()
    } else if (synced) socket.send(fromBrowser({ is: 'ping' }) as Uint8Array<ArrayBuffer>)
  }, patience * 0.4)

  doc.on('update', typed)
  connect()
  return {
    synced: () => everSynced,
    sayPresence: (update) => {
      if (synced) socket?.send(fromBrowser({ is: 'presence', update }) as Uint8Array<ArrayBuffer>)
    },
    tryNow: () => {
      if (!socket && !stopped) connect()
    },
    stop() {
      stopped = true
      clearInterval(beat)
      clearTimeout(timer)
      clearTimeout(gathering)
      doc.off('update', typed)
      const open = socket
      socket = null
      open?.close()
    },
  }
}
