import type { Hall, Room } from './hall.ts'
import { hearPresenceElsewhere } from './presence.ts'
import { work } from './saving.ts'
import { tell } from './telling.ts'

/** What happens on other servers, and in forms without scripts. */
export function hearElsewhere(hall: Hall) {
  const { follower, here, rooms } = hall

  follower.onSaid('drafts', (payload) => {
    const [meeting = '', seq] = payload.split(' ')
    if (seq === undefined) return
    within(rooms.get(meeting), (room) => {
      room.heard = Math.max(room.heard, Number(seq))
      if (room.heard > room.seq) work(hall, room)
    })
  })

  // What stands beside the texts: the texts themselves came by their updates.
  follower.onSaid('papers', (payload) => {
    const [meeting = '', paper = ''] = payload.split(' ')
    if (!['draft_claim', 'draft_comment'].includes(paper)) return
    within(rooms.get(meeting), (room) => {
      for (const connection of room.connections) tell(connection, { is: 'changed' })
    })
  })

  follower.onSaid('presence', (payload) => {
    const [meeting = '', from, update = ''] = payload.split(' ')
    if (from === here) return
    within(rooms.get(meeting), (room) => hearPresenceElsewhere(room, Buffer.from(update, 'base64')))
  })

  // What was said while nobody listened is unknown: each room asks the table.
  follower.onBack(() => {
    for (const opened of rooms.values())
      within(opened, (room) => {
        room.heard = Math.max(room.heard, room.seq + 1)
        work(hall, room)
      })
  })
}

/** A room that is still being loaded hears it afterwards; one that is not open here need not know. */
function within(room: Promise<Room> | undefined, does: (room: Room) => void) {
  void room?.then(does).catch(() => undefined)
}
