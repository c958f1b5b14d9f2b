import pg from 'pg'

export type Followed = { id: string; slug: string; timeZone: string; version: number }

/**
 * Hears of every act in every forum, whoever wrote it, and of every word of a witness, through LISTEN. While the connection is down nothing is known to be fresh: `live`
 * is false, and whoever caches must not answer from the cache.
 */
export type Follower = {
  live: () => boolean
  forum: (slug: string) => Followed | undefined
  /** Rises with every act anywhere. */
  version: () => number
  onAct: (listener: (forum: Followed) => void) => void
  /** Something that pages of a forum show has changed without an act. */
  refresh: (id: string) => void
  /** What servers say to each other about drafts; what was said while the connection was down is lost, and `onBack` tells that it was. */
  onSaid: (channel: Said, listener: (payload: string) => void) => void
  onBack: (listener: () => void) => void
  say: (channel: Said, payload: string) => Promise<void>
  stop: () => Promise<void>
}

/**
 * `drafts`: a draft's meeting, and the number of its last update. `presence`: who is where in a draft. `papers`: a meeting, and the table of its
 * working paper that changed.
 */
const said = ['drafts', 'presence', 'papers'] as const
export type Said = (typeof said)[number]

const RETRY_MS = 500

export async function followLog(databaseUrl: string): Promise<Follower> {
  const forums = new Map<string, Followed>()
  const listeners: ((forum: Followed) => void)[] = []
  const saidListeners: { channel: Said; listener: (payload: string) => void }[] = []
  const backListeners: (() => void)[] = []
  let client: pg.Client | undefined
  let live = false
  let stopped = false
  let version = 0

  /** One statement after the other: the connection is one. */
  let asked: Promise<unknown> = Promise.resolve()
  function ask<R extends pg.QueryResultRow>(sql: string, values?: string[]) {
    const answer = asked.then(() => (client as pg.Client).query<R>(sql, values))
    asked = answer.catch(() => undefined)
    return answer
  }

  async function load() {
    const { rows } = await ask<{ id: string; slug: string; timeZone: string }>(
      'SELECT id, slug, "timeZone" FROM forum',
    )
    for (const row of rows)
      forums.set(row.slug, { ...row, version: (forums.get(row.slug)?.version ?? 0) + 1 })
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
      if (channel === 'acts' || channel === 'cosignatures') void heard(payload).catch(lost)
      else for (const one of saidListeners) if (one.channel === channel) one.listener(payload)
    })
    await client.connect()
    for (const channel of ['acts', 'cosignatures', ...said]) await ask(`LISTEN ${channel}`)
    // What was said while nobody listened is unknown: every version rises before anything is fresh again.
    await load()
    live = true
    for (const forum of forums.values()) for (const listener of listeners) listener(forum)
    for (const listener of backListeners) listener()
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
    refresh: (id) => {
      version += 1
      for (const forum of forums.values()) if (forum.id === id) forum.version += 1
    },
    onSaid: (channel, listener) => {
      saidListeners.push({ channel, listener })
    },
    onBack: (listener) => {
      backListeners.push(listener)
    },
    // Who is where is worth no wait and no second try.
    say: async (channel, payload) => {
      if (live) await ask('SELECT pg_notify($1, $2)', [channel, payload]).catch(() => undefined)
    },
    stop: async () => {
      stopped = true
      live = false
      await client?.end().catch(() => undefined)
    },
  }
}
