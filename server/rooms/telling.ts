import { fromServer } from '../../lib/minutes/drafts/protocol.ts'
import type { FromServer, LiveEvent } from '../../lib/minutes/drafts/protocol.ts'
import type { DraftAccess } from '../../lib/minutes/draft-seen.ts'
import type { Connection, Hall, Room } from './hall.ts'

/** Whoever comes is sent the whole draft at once: a day's stenographic minutes, and what was deleted from them. */
const MOST_UNSENT = 32 * 1024 * 1024

function send({ socket }: Connection, bytes: Uint8Array) {
  // Whoever does not read is let go, and comes again to the whole text.
  if (socket.bufferedAmount > MOST_UNSENT) socket.terminate()
  else if (socket.readyState === socket.OPEN) socket.send(bytes)
}

export function say(connection: Connection, message: FromServer) {
  send(connection, fromServer(message))
}

export function tell(connection: Connection, event: LiveEvent) {
  say(connection, { is: 'event', event })
}

export function broadcast(room: Room, message: FromServer, except?: Connection) {
  const bytes = fromServer(message)
  for (const connection of room.connections)
    if (connection !== except && connection.synced) send(connection, bytes)
}

export function tellWelcome(connection: Connection) {
  const { person, name, hue, access } = connection
  tell(connection, { is: 'welcome', person, name, hue, ...told(access) })
}

/** What of somebody's access their window knows. */
export function told({ mayWrite, version, approved }: DraftAccess) {
  return { mayWrite, version, approved }
}

export async function tellAuthors({ mesa }: Hall, room: Room, to?: Connection) {
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
