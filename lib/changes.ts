import { randomUUID } from 'node:crypto'

/** What has changed of a meeting is told together: whoever follows it asks once. */
const GATHER_MS = 150
/** While somebody types without a pause, fifty screens ask once a second, and not at every letter. */
const APART_MS = 1_000
const BEAT_MS = 15_000
/** How many words may wait for a reader who does not read them. */
const MOST_WAITING = 50
/** Screens of one person. */
const MOST_OPEN = 20

type Follower = {
  person: string
  forum: string
  meeting: string
  say: (words: string) => void
  end: () => void
  allowed: () => Promise<boolean>
}
export type Following = Pick<Follower, 'person' | 'forum' | 'meeting' | 'allowed'>

/** One who does not read what waits for them is let go. */
function followerAt(
  controller: ReadableStreamDefaultController<Uint8Array>,
  following: Following,
  followers: Set<Follower>,
): Follower {
  const bytes = new TextEncoder()
  return {
    ...following,
    say(words) {
      if ((controller.desiredSize ?? 0) < -MOST_WAITING) return this.end()
      controller.enqueue(bytes.encode(words))
    },
    end() {
      if (followers.delete(this)) controller.close()
    },
  }
}

/**
 * Who follows which meeting in this process. It tells them that something changed, and never what: the page
 * asks for that itself, with its reader's own rights. `live`: whether this process hears of changes at all;
 * while it does not, it is silent, and the pages say so.
 */
export function openChanges(live: () => boolean) {
  // Versions of two processes are never the same, so that a page made by one is made anew when it follows the other.
  const process = randomUUID().slice(0, 8)
  const acts = new Map<string, number>()
  const drafts = new Map<string, number>()
  const followers = new Set<Follower>()
  const gathering = new Map<string, NodeJS.Timeout>()
  const toldAt = new Map<string, number>()
  let stopped = false

  const version = (forum: string, meeting: string) =>
    `${process}.${acts.get(forum) ?? 0}.${drafts.get(meeting) ?? 0}`

  function tellSoon(meeting: string) {
    if (gathering.has(meeting)) return
    const wait = Math.max(GATHER_MS, (toldAt.get(meeting) ?? 0) + APART_MS - Date.now())
    gathering.set(
      meeting,
      setTimeout(() => {
        gathering.delete(meeting)
        toldAt.set(meeting, Date.now())
        for (const follower of followers)
          if (follower.meeting === meeting) follower.say(`data: ${version(follower.forum, meeting)}\n\n`)
      }, wait),
    )
  }

  // Whoever signed out, or whose mandate ended, is not told any longer.
  async function beat() {
    if (!live()) return
    for (const follower of followers) {
      if (await follower.allowed().catch(() => true)) follower.say('event: beat\ndata:\n\n')
      else follower.end()
    }
  }
  const beating = setInterval(() => void beat(), BEAT_MS)
  beating.unref()

  return {
    live,
    version,
    heardAct(forum: string) {
      acts.set(forum, (acts.get(forum) ?? 0) + 1)
      for (const follower of followers) if (follower.forum === forum) tellSoon(follower.meeting)
    },
    heardDraft(meeting: string) {
      drafts.set(meeting, (drafts.get(meeting) ?? 0) + 1)
      for (const follower of followers) if (follower.meeting === meeting) tellSoon(meeting)
    },
    /**
     * A stream of server-sent events: the version of now, then each that comes. Null: this person follows on enough
     * screens.
     */
    follow(following: Following): ReadableStream<Uint8Array> | null {
      const { person, forum, meeting } = following
      if ([...followers].filter((one) => one.person === person).length >= MOST_OPEN) return null
      let follower: Follower
      return new ReadableStream<Uint8Array>({
        start(controller) {
          follower = followerAt(controller, following, followers)
          followers.add(follower)
          follower.say(`retry: 2000\ndata: ${version(forum, meeting)}\n\n`)
          if (stopped) follower.end()
        },
        cancel: () => void followers.delete(follower),
      })
    },
    /** How many follow at this moment. */
    count: () => followers.size,
    stop() {
      stopped = true
      clearInterval(beating)
      for (const timer of gathering.values()) clearTimeout(timer)
      for (const follower of followers) follower.end()
    },
  }
}
export type Changes = ReturnType<typeof openChanges>
