import { readPresence, writePresence } from '../../lib/minutes/drafts/protocol.ts'
import type { PresenceEntry } from '../../lib/minutes/drafts/protocol.ts'
import type { Connection, Hall, Room } from './hall.ts'
import { broadcast } from './telling.ts'

/** Where fifty people are is said together, or it would be most of what a server says. */
const PRESENCE_MS = 40
/** A notification holds 8,000 bytes. */
const MOST_TOLD = 5_000

export function hearPresence(hall: Hall, room: Room, connection: Connection, update: Uint8Array) {
  if (update.byteLength > 4_000) return
  const [entry] =
    readPresence(update)?.filter(
      (presenceEntry) => connection.client === null || presenceEntry.client === connection.client,
    ) ?? []
  // Nobody speaks for another: under a client number that somebody here has, or that wrote for somebody
  // else, one is not heard.
  if (!entry || ![connection.person, undefined].includes(room.authors.get(entry.client))) return
  if (connection.client === null && room.presence.has(entry.client)) return
  connection.client = entry.client
  spread(hall, room, { ...entry, state: entry.state === null ? null : place(connection, entry.state) })
}

/** Where somebody is, under the name that the server knows them by. */
function place({ person, name, hue }: Connection, state: unknown) {
  const { item = null, cursor } = (state ?? {}) as { item?: unknown; cursor?: unknown }
  return {
    user: { person, name, hue },
    item: typeof item === 'string' ? item.slice(0, 80) : null,
    ...(cursor ? { cursor } : {}),
  }
}

/** Where somebody was is where nobody is, from the moment that they hang up. */
export function takeAway(hall: Hall, room: Room, { client }: Connection) {
  const last = client === null ? undefined : room.presence.get(client)
  if (last) spread(hall, room, { ...last, clock: last.clock + 1, state: null })
}

export function hearPresenceElsewhere(room: Room, update: Uint8Array) {
  const entries = readPresence(update) ?? []
  for (const entry of entries) note(room, entry)
  broadcast(room, { is: 'presence', update: writePresence(entries) })
}

function spread(hall: Hall, room: Room, entry: PresenceEntry) {
  note(room, entry)
  room.moved.set(entry.client, entry)
  room.movedTimer ??= setTimeout(() => tellMoved(hall, room), PRESENCE_MS)
}

function note(room: Room, entry: PresenceEntry) {
  if (entry.state === null) room.presence.delete(entry.client)
  else room.presence.set(entry.client, entry)
}

function tellMoved({ follower, here }: Hall, room: Room) {
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
