import pg from 'pg'

export type Followed = { id: string; slug: string; timeZone: string; version: number }

/**
 * Hears of every act in every forum, whoever wrote it, and of every word of a witness, through LISTEN. While the connection is down nothing is known to be fresh: `live`
 * is false, and whoever caches must not answer from the cache.
 */
export type Follower = {
  live: () => boolean
  /**
   * A connection can be dead and say nothing. Whoever answers from memory asks first: the promise, where there is one, ends when the connection has
   * answered, or when it is given up. In silence nobody asks, and nothing is sent.
   */
  renew: () => Promise<void> | null
  forum: (slug: string) => Followed | undefined
  /** Rises with every act anywhere. */
  version: () => number
  onAct: (listener: (forum: Followed) => void) => void
  /** A forum has this version from now on; without a forum, all of them together have. */
  onVersion: (listener: (version: number, forum: Followed | null) => void) => void
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
/** By this name an operator, and a test, finds the connection that listens (pg_stat_activity). */
export const FOLLOWER = 'mesa-follower'
/** So long an answer is believed, and so long one is waited for: what was not heard is never older than both. */
const BELIEVED_MS = 1_000

export async function followLog(databaseUrl: string): Promise<Follower> {
  const forums = new Map<string, Followed>()
  const listeners: ((forum: Followed) => void)[] = []
  const saidListeners: { channel: Said; listener: (payload: string) => void }[] = []
  const backListeners: (() => void)[] = []
  const versionListeners: ((version: number, forum: Followed | null) => void)[] = []
  let client: pg.Client | undefined
  let live = false
  let stopped = false
  let version = 0
  let answeredAt = 0
  let renewing: Promise<void> | null = null

  /** One statement after the other: the connection is one. */
  let asked: Promise<unknown> = Promise.resolve()
  function ask<R extends pg.QueryResultRow>(sql: string, values?: string[]) {
    const answer = asked.then(() => (client as pg.Client).query<R>(sql, values))
    asked = answer.then(
      () => {
        answeredAt = performance.now()
      },
      () => undefined,
    )
    return answer
  }

  function renew(): Promise<void> | null {
    if (!live || performance.now() - answeredAt < BELIEVED_MS) return null
    const mine = client
    renewing ??= new Promise<void>((over) => {
      let answered = false
      // A process that was busy looks first at what has arrived meanwhile.
      const silent = setTimeout(
        () =>
          setImmediate(() => {
            if (!answered) lost(mine)
            over()
          }),
        BELIEVED_MS,
      )
      void ask('SELECT 1')
        .then(
          () => {
            answered = true
          },
          () => lost(mine),
        )
        .then(() => {
          clearTimeout(silent)
          over()
        })
    }).finally(() => {
      renewing = null
    })
    return renewing
  }

  async function load() {
    const { rows } = await ask<{ id: string; slug: string; timeZone: string }>(
      'SELECT id, slug, "timeZone" FROM forum',
    )
    for (const row of rows) forums.set(row.slug, { ...row, version: forums.get(row.slug)?.version ?? 0 })
    for (const forum of forums.values()) raise(forum)
  }

  function raise(forum: Followed) {
    version += 1
    forum.version += 1
    for (const listener of versionListeners) {
      listener(forum.version, forum)
      listener(version, null)
    }
  }

  async function heard(id: string) {
    let forum = [...forums.values()].find((followed) => followed.id === id)
    if (!forum) {
      await load()
      forum = [...forums.values()].find((followed) => followed.id === id)
    }
    if (!forum) return
    raise(forum)
    for (const listener of listeners) listener(forum)
  }

  async function connect(): Promise<void> {
    const mine = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      application_name: FOLLOWER,
    })
    client = mine
    // What the one before was asked, and never answered, holds nobody up.
    asked = Promise.resolve()
    mine.on('error', () => lost(mine))
    mine.on('end', () => lost(mine))
    mine.on('notification', ({ channel, payload = '' }) => {
      if (client !== mine) return
      if (channel === 'acts' || channel === 'cosignatures') void heard(payload).catch(() => lost(mine))
      else
        for (const saidListener of saidListeners)
          if (saidListener.channel === channel) saidListener.listener(payload)
    })
    await mine.connect()
    for (const channel of ['acts', 'cosignatures', ...said]) await ask(`LISTEN ${channel}`)
    // What was said while nobody listened is unknown: every version rises before anything is fresh again.
    await load()
    live = true
    for (const forum of forums.values()) for (const listener of listeners) listener(forum)
    for (const listener of backListeners) listener()
  }

  function lost(which: pg.Client | undefined) {
    if (!live || which !== client) return
    live = false
    void which?.end().catch(() => undefined)
    if (!stopped) setTimeout(() => void connect().catch(retry), RETRY_MS)
  }

  function retry() {
    if (!stopped) setTimeout(() => void connect().catch(retry), RETRY_MS)
  }

  await connect()
  return {
    live: () => live,
    renew,
    forum: (slug) => forums.get(slug),
    version: () => version,
    onAct: (listener) => {
      listeners.push(listener)
      for (const forum of forums.values()) listener(forum)
    },
    onVersion: (listener) => {
      versionListeners.push(listener)
    },
    refresh: (id) => {
      for (const forum of forums.values()) if (forum.id === id) raise(forum)
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
