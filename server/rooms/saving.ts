import * as Y from 'yjs'
import type { Written } from '../../lib/minutes/drafts/updates.ts'
import { closeRoom, failRoom } from './closing.ts'
import { EMPTY_ROOM_MS } from './hall.ts'
import type { Hall, Room, Waiting } from './hall.ts'
import { broadcast, say, tellAuthors } from './telling.ts'

const SETTLE_AFTER_MS = 500
const SETTLE_AT_MOST_MS = 2_000
/**
 * Settling reads the whole draft: a very long one is settled less often, so that it takes a tenth of the
 * time at most. Whoever reads settles first.
 */
const SETTLE_SHARE = 10

/** One commit at a time for a draft, of all that came in while the last one was under way. */
export function work(hall: Hall, room: Room) {
  room.working ??= workOff(hall, room)
    .catch((error: unknown) => failRoom(hall, room, error))
    .finally(() => {
      room.working = null
    })
}

async function workOff(hall: Hall, room: Room) {
  while (!room.closed && (room.waiting.length > 0 || room.heard > room.seq)) {
    if (room.waiting.length > 0) await commit(hall, room)
    else await catchUp(hall, room)
  }
}

async function commit(hall: Hall, room: Room) {
  const batch = room.waiting.slice(0, 200)
  const rows = oneEach(batch)
  const seq = await hall.mesa.liveDrafts.append(room.meeting, rows)
  // The draft's time was over (lib/minutes/drafts/door.ts): nothing of it is kept any longer.
  if (seq === null) return closeRoom(hall, room, 4404)
  room.waiting.splice(0, batch.length)
  if (seq !== room.seq + rows.length) await catchUp(hall, room, seq)
  room.seq = Math.max(room.seq, seq)
  for (const { update, person, from, no } of batch) {
    Y.applyUpdate(room.doc, update, person)
    say(from, { is: 'saved', no })
  }
  // Many who write at once are one message to each; whoever reads their own letters again has them already.
  const [only] = batch
  if (only && batch.length === 1) broadcast(room, { is: 'update', update: only.update }, only.from)
  else broadcast(room, { is: 'update', update: Y.mergeUpdates(rows.map((row) => row.update)) })
  settleSoon(hall, room)
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
async function catchUp(hall: Hall, room: Room, upTo = room.heard) {
  const { liveDrafts: log, db } = hall.mesa
  const rows = await log.since(room.meeting, room.seq)
  if (!rows)
    throw new Error(`The draft of meeting ${room.meeting} was folded further than this server had read.`)
  for (const { update, person, seq } of rows) {
    Y.applyUpdate(room.doc, update, person)
    Y.applyUpdate(room.trial, update)
    broadcast(room, { is: 'update', update })
    room.seq = Math.max(room.seq, seq)
  }
  room.heard = Math.max(room.heard, room.seq)
  if (room.seq < upTo) room.heard = room.seq
  const authors = await db.draftAuthor.findMany({ where: { meetingId: room.meeting } })
  if (authors.length > room.authors.size) {
    for (const author of authors) room.authors.set(Number(author.client), author.person)
    await tellAuthors(hall, room)
  }
  settleSoon(hall, room)
}

export function settleSoon({ mesa }: Hall, room: Room) {
  clearTimeout(room.settleTimer)
  room.settleTimer = setTimeout(() => {
    room.unsettledSince = null
    const begun = performance.now()
    void mesa.liveDrafts.settle(room.meeting).then(
      () => {
        room.settledInMs = performance.now() - begun
      },
      (error: unknown) => console.error(error),
    )
  }, untilSettled(room))
}

function untilSettled(room: Room): number {
  const now = Date.now()
  room.unsettledSince ??= now
  const rest = Math.min(room.settledInMs * SETTLE_SHARE, EMPTY_ROOM_MS)
  const latest = room.unsettledSince + Math.max(SETTLE_AT_MOST_MS, rest)
  return Math.max(0, Math.min(Math.max(SETTLE_AFTER_MS, rest), latest - now))
}
