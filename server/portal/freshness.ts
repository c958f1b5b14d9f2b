/** How old a page may be while it is read: so long after the first act that it does not show. */
export const GREATEST_AGE_MS = 2_000

/** Acts that were heard so close to each other count as heard with the first of them: a burst of thousands needs no memory. */
const TOGETHER_MS = 10

/**
 * fresh: nothing is known that it does not show. stale: something is, and it may be shown for a while yet. over: it must not be shown any more.
 */
export type Freshness = { is: 'fresh' } | { is: 'stale'; until: number } | { is: 'over' }

export type Heard = {
  /** A room (a forum, or all of them) has this version from now on. */
  heard: (room: string, version: number, now: number) => void
  /** Nothing is known of what was not heard: no version before this one may be shown, however young it is. */
  forget: () => void
  standing: (room: string, version: number, now: number) => Freshness
}

type Room = {
  latest: number /** no version before it may be shown */
  floor: number
  times: { version: number; at: number }[]
}

/** When each version was heard of, no farther back than a page may be old. */
export function heardVersions(): Heard {
  const rooms = new Map<string, Room>()

  function roomOf(name: string): Room {
    const room = rooms.get(name) ?? { latest: 0, floor: 0, times: [] }
    rooms.set(name, room)
    return room
  }

  function prune(room: Room, now: number) {
    while (room.times[0] && room.times[0].at + GREATEST_AGE_MS <= now) {
      room.floor = Math.max(room.floor, room.times[0].version)
      room.times.shift()
    }
  }

  return {
    heard(name, version, now) {
      const room = roomOf(name)
      if (version <= room.latest) return
      room.latest = version
      prune(room, now)
      const last = room.times.at(-1)
      if (last && now - last.at < TOGETHER_MS) last.version = version
      else room.times.push({ version, at: now })
    },
    forget() {
      for (const room of rooms.values()) Object.assign(room, { floor: room.latest, times: [] })
    },
    standing(name, version, now) {
      const room = roomOf(name)
      prune(room, now)
      if (version >= room.latest) return { is: 'fresh' }
      const next = version < room.floor ? undefined : room.times.find((time) => time.version > version)
      return next ? { is: 'stale', until: next.at + GREATEST_AGE_MS } : { is: 'over' }
    },
  }
}
