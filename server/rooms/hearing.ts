import type { RawData } from 'ws'
import * as Y from 'yjs'
import { faultIn, takesIn } from '../../lib/minutes/drafts/document.ts'
import { readFromBrowser, TRY_AGAIN, writePresence } from '../../lib/minutes/drafts/protocol.ts'
import { BYTES, MESSAGES, spend } from './allowance.ts'
import { failRoom } from './closing.ts'
import type { Connection, Hall, Room } from './hall.ts'
import { hearPresence } from './presence.ts'
import { work } from './saving.ts'
import { say, tell, tellAuthors } from './telling.ts'

export function hear(hall: Hall, room: Room, connection: Connection, data: RawData) {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)
  if (!spend(connection.messages, MESSAGES, 1) || !spend(connection.bytes, BYTES, bytes.byteLength))
    return connection.socket.close(TRY_AGAIN, 'too much at once')
  const message = readFromBrowser(bytes)
  if (!message || room.closed) return connection.socket.close(room.closed ? TRY_AGAIN : 1003)
  if (message.is === 'ping') return say(connection, { is: 'pong' })
  if (message.is === 'presence') return hearPresence(hall, room, connection, message.update)
  if (message.is === 'update') return hearUpdate(hall, room, connection, message)
  return bringUpToDate(room, connection, message.vector)
}

function bringUpToDate(room: Room, connection: Connection, vector: Uint8Array) {
  let update: Uint8Array
  try {
    update = Y.encodeStateAsUpdate(room.doc, vector)
  } catch {
    return connection.socket.close(1003)
  }
  connection.synced = true
  say(connection, { is: 'sync', update })
  if (room.presence.size > 0)
    say(connection, { is: 'presence', update: writePresence([...room.presence.values()]) })
}

function hearUpdate(
  hall: Hall,
  room: Room,
  connection: Connection,
  { no, update }: { no: number; update: Uint8Array<ArrayBuffer> },
) {
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
    mendTrial(room)
    return refuse('unreadable')
  }
  for (const client of fresh) room.authors.set(client, connection.person)
  if (fresh.size > 0) void introduce(hall, room, [...fresh], connection.person)
  room.waiting.push({ update, person: connection.person, from: connection, no })
  work(hall, room)
}

/** An update broke the copy that is there to be broken; what others wait for is taken in again. */
function mendTrial(room: Room) {
  room.trial = new Y.Doc()
  Y.applyUpdate(room.trial, Y.encodeStateAsUpdate(room.doc))
  for (const waiting of room.waiting) Y.applyUpdate(room.trial, waiting.update)
}

/**
 * Two servers may meet a new client at once: the table has the last word, and whoever was second comes
 * again under another number.
 */
async function introduce(hall: Hall, room: Room, clients: number[], person: string) {
  try {
    for (const client of clients)
      room.authors.set(client, await hall.mesa.liveDrafts.authorOf(room.meeting, client, person))
    await tellAuthors(hall, room)
  } catch (error) {
    failRoom(hall, room, error)
  }
}
