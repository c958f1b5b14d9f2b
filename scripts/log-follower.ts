import pg from 'pg'

export type Followed = { id: string; slug: string; timeZone: string; version: number }

/**
 * Hears of every act in every forum, whoever wrote it, through LISTEN. While the connection is down nothing is known to be fresh: `live`
 * is false, and whoever caches must not answer from the cache.
 */
export type Follower = {
  live: () => boolean
  forum: (slug: string) => Followed | undefined
  /** Rises with every act anywhere. */
  version: () => number
  onAct: (listener: (forum: Followed) => void) => void
  /** Hears of a meeting whose working paper changed. After a cut connection nobody knows of which: `onAct` then tells of every forum. */
  onDraft: (listener: (meeting: string) => void) => void
  stop: () => Promise<void>
}

const RETRY_MS = 500

export async function followLog(databaseUrl: string): Promise<Follower> {
  const forums = new Map<string, Followed>()
  const listeners: ((forum: Followed) => void)[] = []
  const draftListeners: ((meeting: string) => void)[] = []
  let client: pg.Client | undefined
  let live = false
  let stopped = false
  let version = 0

  async function load() {
    const { rows } = await (client as pg.Client).query<{ id: string; slug: string; timeZone: string }>('SELECT id, slug, "timeZone" FROM forum')
    for (const row of rows) forums.set(row.slug, { ...row, version: (forums.get(row.slug)?.version ?? 0) + 1 })
    version += 1
  }

  async function heard(id: string) {
    version += 1
    let forum = [...forums.values()].find((one) => one.id === id)
    if (!forum) {
      await load()
      forum = [...forums.values()].find((one) => one.id === id)
    }
    if (!forum) return
    forum.version += 1
    for (const listener of listeners) listener(forum)
  }

  async function connect(): Promise<void> {
    client = new pg.Client({ connectionString: databaseUrl, keepAlive: true })
    client.on('error', lost)
    client.on('end', lost)
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel === 'drafts') for (const listener of draftListeners) listener(payload)
      else void heard(payload).catch(lost)
    })
    await client.connect()
    await client.query('LISTEN acts; LISTEN drafts')
    // What was said while nobody listened is unknown: every version rises before anything is fresh again.
    await load()
    live = true
    for (const forum of forums.values()) for (const listener of listeners) listener(forum)
  }

  function lost() {
    if (!live && client) return
    live = false
    if (!stopped) setTimeout(() => void connect().catch(retry), RETRY_MS)
  }

  function retry() {
    if (!stopped) setTimeout(() => void connect().catch(retry), RETRY_MS)
  }

  await connect()
  return {
    live: () => live,
    forum: (slug) => forums.get(slug),
    version: () => version,
    onAct: (listener) => {
      listeners.push(listener)
      for (const forum of forums.values()) listener(forum)
    },
    onDraft: (listener) => void draftListeners.push(listener),
    stop: async () => {
      stopped = true
      live = false
      await client?.end().catch(() => undefined)
    },
  }
}
