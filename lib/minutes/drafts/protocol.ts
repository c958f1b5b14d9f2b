import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

// What a browser and a server say to each other about a draft, over one WebSocket. "Saved" is an acknowledgement that names the update, sent
// when it is on the disk; nothing else is.

/** Raised whenever the document may hold something new: an editor that does not know it would throw it away, so it is not let in. */
export const SHAPE = 1

/** What one message carries: more than the longest paste, each letter of three bytes. What waits longer goes in several. */
export const LARGEST_UPDATE = 4 * 1024 * 1024
export const LONGEST_PASTE = 1_000_000

/** The texts and maps of a draft's document: a fragment for each item and each agreement, shaped as the editor's schema writes it. */
export const itemText = (item: string) => `item/${item}`
export const agreementText = (agreement: string) => `agreement/${agreement}`
export const AGREEMENTS = 'agreements'
export const LANGUAGES = 'languages'

/** Here and not among the rules, which bring the validator of acts along: a fifth of all that the editor's page loads. */
export const agreementKinds = ['resolution', 'action'] as const
export type AgreementKind = (typeof agreementKinds)[number]

/** A link leads to the web, to an e-mail address, or to a place in this installation; never to a script. */
export function isSafeAddress(href: unknown): href is string {
  return (
    typeof href === 'string' &&
    href.length <= 2000 &&
    /^(https?:\/\/[^\s<>"]+|mailto:[^\s<>"]+|\/(?!\/)[^\s<>"]*|#[^\s<>"]*)$/i.test(href)
  )
}

/** Why a connection ended for good, as WebSocket close codes; on any other code the browser comes again. */
export const closings = {
  4401: 'signed-out',
  4403: 'not-yours',
  4404: 'gone',
  4409: 'outdated',
} as const
export type Closing = (typeof closings)[keyof typeof closings]
export const TRY_AGAIN = 1013

/** What is told beside the text: who one is here, whose letters are whose, what the committee did meanwhile. */
export type LiveEvent =
  | {
      is: 'welcome'
      person: string
      name: string
      hue: string | null
      mayWrite: boolean
      version: CirculatedVersion | null
      approved: boolean
    }
  | { is: 'minutes'; mayWrite: boolean; version: CirculatedVersion | null; approved: boolean }
  | { is: 'authors'; authors: [client: number, name: string][] }
  /** the rows beside the text changed: attendance, positions, comments */
  | { is: 'changed' }
  /** an update was not taken, and why */
  | { is: 'refused'; no: number; why: string }
export type CirculatedVersion = { number: number; at: string }

export type FromBrowser =
  | { is: 'sync'; vector: Uint8Array }
  | { is: 'update'; no: number; update: Uint8Array<ArrayBuffer> }
  | { is: 'presence'; update: Uint8Array }
  | { is: 'ping' }

export type FromServer =
  | { is: 'sync'; update: Uint8Array }
  | { is: 'update'; update: Uint8Array }
  | { is: 'presence'; update: Uint8Array }
  | { is: 'pong' }
  | { is: 'saved'; no: number }
  | { is: 'event'; event: LiveEvent }

const SYNC = 0,
  UPDATE = 1,
  PRESENCE = 2,
  BEAT = 3,
  SAVED = 4,
  EVENT = 5

export function fromBrowser(message: FromBrowser): Uint8Array {
  return written((to) => {
    if (message.is === 'sync') put(to, SYNC, message.vector)
    else if (message.is === 'presence') put(to, PRESENCE, message.update)
    else if (message.is === 'ping') encoding.writeVarUint(to, BEAT)
    else {
      encoding.writeVarUint(to, UPDATE)
      encoding.writeVarUint(to, message.no)
      encoding.writeVarUint8Array(to, message.update)
    }
  })
}

export function fromServer(message: FromServer): Uint8Array {
  return written((to) => {
    if (message.is === 'pong') encoding.writeVarUint(to, BEAT)
    else if (message.is === 'saved') {
      encoding.writeVarUint(to, SAVED)
      encoding.writeVarUint(to, message.no)
    } else if (message.is === 'event') {
      encoding.writeVarUint(to, EVENT)
      encoding.writeVarString(to, JSON.stringify(message.event))
    } else put(to, { sync: SYNC, update: UPDATE, presence: PRESENCE }[message.is], message.update)
  })
}

function written(write: (to: encoding.Encoder) => void): Uint8Array {
  const to = encoding.createEncoder()
  write(to)
  return encoding.toUint8Array(to)
}

function put(to: encoding.Encoder, kind: number, bytes: Uint8Array) {
  encoding.writeVarUint(to, kind)
  encoding.writeVarUint8Array(to, bytes)
}

/** Null: bytes that no browser of ours sends. */
export function readFromBrowser(bytes: Uint8Array): FromBrowser | null {
  try {
    const from = decoding.createDecoder(bytes)
    switch (decoding.readVarUint(from)) {
      case SYNC:
        return { is: 'sync', vector: decoding.readVarUint8Array(from) }
      case UPDATE:
        return {
          is: 'update',
          no: decoding.readVarUint(from),
          update: Uint8Array.from(decoding.readVarUint8Array(from)),
        }
      case PRESENCE:
        return { is: 'presence', update: decoding.readVarUint8Array(from) }
      case BEAT:
        return { is: 'ping' }
      default:
        return null
    }
  } catch {
    return null
  }
}

export function readFromServer(bytes: Uint8Array): FromServer | null {
  const from = decoding.createDecoder(bytes)
  switch (decoding.readVarUint(from)) {
    case SYNC:
      return { is: 'sync', update: decoding.readVarUint8Array(from) }
    case UPDATE:
      return { is: 'update', update: decoding.readVarUint8Array(from) }
    case PRESENCE:
      return { is: 'presence', update: decoding.readVarUint8Array(from) }
    case BEAT:
      return { is: 'pong' }
    case SAVED:
      return { is: 'saved', no: decoding.readVarUint(from) }
    case EVENT:
      return { is: 'event', event: JSON.parse(decoding.readVarString(from)) as LiveEvent }
    default:
      return null
  }
}

/** Where somebody is in the draft, as others may see it: the server writes who it is. */
export type Present = {
  user: { person: string; name: string; hue: string | null }
  item: string | null
  cursor?: unknown
}
export type PresenceEntry = { client: number; clock: number; state: unknown }

/** The presence messages of y-protocols, so that its Awareness reads them. */
export function readPresence(update: Uint8Array): PresenceEntry[] | null {
  try {
    const from = decoding.createDecoder(update)
    return Array.from({ length: Math.min(100, decoding.readVarUint(from)) }, () => ({
      client: decoding.readVarUint(from),
      clock: decoding.readVarUint(from),
      state: JSON.parse(decoding.readVarString(from)) as unknown,
    }))
  } catch {
    return null
  }
}

export function writePresence(entries: PresenceEntry[]): Uint8Array {
  return written((to) => {
    encoding.writeVarUint(to, entries.length)
    for (const { client, clock, state } of entries) {
      encoding.writeVarUint(to, client)
      encoding.writeVarUint(to, clock)
      encoding.writeVarString(to, JSON.stringify(state))
    }
  })
}
