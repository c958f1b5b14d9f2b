import { TRY_AGAIN } from '../../lib/minutes/drafts/protocol.ts'
import { EMPTY_ROOM_MS } from './hall.ts'
import type { Connection, Hall, Room } from './hall.ts'
import { takeAway } from './presence.ts'

export function closeRoom({ rooms }: Hall, room: Room, code: number) {
  room.closed = true
  rooms.delete(room.meeting)
  for (const timer of [room.settleTimer, room.emptyTimer, room.movedTimer]) clearTimeout(timer)
  for (const connection of room.connections) connection.socket.close(code)
}

/**
 * The database did not answer, or this copy is behind: everybody comes again to what is committed, with
 * what was not acknowledged.
 */
export function failRoom(hall: Hall, room: Room, error: unknown) {
  if (!hall.stopped) console.error(error)
  closeRoom(hall, room, TRY_AGAIN)
}

export function leave(hall: Hall, room: Room, connection: Connection) {
  hall.connections.delete(connection)
  room.connections.delete(connection)
  takeAway(hall, room, connection)
  if (room.connections.size > 0 || room.closed) return
  room.emptyTimer = setTimeout(() => void forget(hall, room), EMPTY_ROOM_MS)
}

async function forget(hall: Hall, room: Room) {
  await room.working
  if (room.connections.size > 0 || room.closed) return
  closeRoom(hall, room, TRY_AGAIN)
  await hall.mesa.liveDrafts.settle(room.meeting).catch((error: unknown) => console.error(error))
}

export async function closeAllRooms(hall: Hall) {
  const open = (await Promise.allSettled(hall.rooms.values())).flatMap((one) =>
    one.status === 'fulfilled' ? [one.value] : [],
  )
  // What came in is committed and acknowledged before the door closes.
  await Promise.allSettled(open.map((room) => room.working))
  for (const room of open) closeRoom(hall, room, TRY_AGAIN)
  await Promise.allSettled(open.map((room) => hall.mesa.liveDrafts.settle(room.meeting)))
}
