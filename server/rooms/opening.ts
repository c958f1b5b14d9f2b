import * as Y from 'yjs'
import type { Hall, Room } from './hall.ts'
import { settleSoon } from './saving.ts'

/**
 * A room that could not be loaded is no room: the next who comes tries again, and nobody is shown an empty
 * text.
 */
export function roomOf(hall: Hall, meeting: string): Promise<Room> {
  const { rooms } = hall
  const open = rooms.get(meeting) ?? load(hall, meeting)
  rooms.set(meeting, open)
  open.catch(() => {
    if (rooms.get(meeting) === open) rooms.delete(meeting)
  })
  return open
}

async function load(hall: Hall, meeting: string): Promise<Room> {
  const { doc, seq, authors } = await hall.mesa.liveDrafts.open(meeting)
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
  settleSoon(hall, room)
  return room
}
