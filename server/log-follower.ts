import pg from 'pg'

export type Followed = { id: string; slug: string; timeZone: string; version: number }

/**
 * Hears of every act in every forum, whoever wrote it, and of every word of a witness, through LISTEN. While
 * the connection is down nothing is known to be fresh: `live` is false, and whoever caches must not answer
 * from the cache.
 */
export type Follower = {
  live: () => boolean
  /**
   * A connection can be dead and say nothing. Whoever answers from memory asks first: the promise, where
   * there is one, ends when the connection has answered, or when it is given up. In silence nobody asks, and
   * nothing is sent.
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
  /**
   * What servers say to each other about drafts; what was said while the connection was down is lost, and
   * `onBack` tells that it was.
   */
  onSaid: (channel: Said, listener: (payload: string) => void) => void
  onBack: (listener: () => void) => void
  say: (channel: Said, payload: string) => Promise<void>
  stop: () => Promise<void>
}

/**
 * `drafts`: a draft's meeting, and the number of its last update. `presence`: who is where in a draft.
 * `papers`: a meeting, and the table of its working paper that changed.
 */
const said = ['drafts', 'presence', 'papers'] as const
export type Said = (typeof said)[number]

const RETRY_MS = 500
/** By this name an operator, and a test, finds the connection that listens (pg_stat_activity). */
export const FOLLOWER = 'mesa-follower'
/** So long an answer is believed, and so long one is waited for: what was not heard is never older than both. */
const BELIEVED_MS = 1_000

/** What the connection has heard, and who is told. */
type Listening = {
  databaseUrl: string
  forums: Map<string, Followed>
  actListeners: ((forum: Followed) => void)[]
  saidListeners: { channel: Said; listener: (payload: string) => void }[]
  backListeners: (() => void)[]
  versionListeners: ((version: number, forum: Followed | null) => void)[]
  client: pg.Client | undefined
  live: boolean
  stopped: boolean
  version: number
  answeredAt: number
  renewing: Promise<void> | null
  /** One statement after the other: the connection is one. */
  asked: Promise<unknown>
}

export async function followLog(databaseUrl: string): Promise<Follower> {
  const listening: Listening = {
    databaseUrl,
    forums: new Map(),
    actListeners: [],
    saidListeners: [],
    backListeners: [],
    versionListeners: [],
    client: undefined,
    live: false,
    stopped: false,
    version: 0,
    answeredAt: 0,
    renewing: null,
    asked: Promise.resolve(),
  }
  const { forums } = listening
  await connect(listening)
  return {
    live: () => listening.live,
    renew: () => renew(listening),
    forum: (slug) => forums.get(slug),
    version: () => listening.version,
    onAct: (listener) => {
      listening.actListeners.push(listener)
      for (const forum of forums.values()) listener(forum)
    },
    onVersion: (listener) => {
      listening.versionListeners.push(listener)
    },
    refresh: (id) => {
      for (const forum of forums.values()) if (forum.id === id) raise(listening, forum)
    },
    onSaid: (channel, listener) => {
      listening.saidListeners.push({ channel, listener })
    },
    onBack: (listener) => {
      listening.backListeners.push(listener)
    },
    // Who is where is worth no wait and no second try.
    say: async (channel, payload) => {
      if (!listening.live) return
      await ask(listening, 'SELECT pg_notify($1, $2)', [channel, payload]).catch(() => undefined)
    },
    stop: async () => {
      listening.stopped = true
      listening.live = false
      await listening.client?.end().catch(() => undefined)
    },
  }
}

function ask<R extends pg.QueryResultRow>(listening: Listening, sql: string, values?: string[]) {
  const answer = listening.asked.then(() => (listening.client as pg.Client).query<R>(sql, values))
  listening.asked = answer.then(
    () => {
      listening.answeredAt = performance.now()
    },
    () => undefined,
  )
  return answer
}

function renew(listening: Listening): Promise<void> | null {
  if (!listening.live || performance.now() - listening.answeredAt < BELIEVED_MS) return null
  listening.renewing ??= answeredOrLost(listening).finally(() => {
    listening.renewing = null
  })
  return listening.renewing
}

function answeredOrLost(listening: Listening): Promise<void> {
  const mine = listening.client
  return new Promise<void>((over) => {
    let answered = false
    // A process that was busy looks first at what has arrived meanwhile.
    const silent = setTimeout(
      () =>
        setImmediate(() => {
          if (!answered) lost(listening, mine)
          over()
        }),
      BELIEVED_MS,
    )
    void ask(listening, 'SELECT 1')
      .then(
        () => {
          answered = true
        },
        () => lost(listening, mine),
      )
      .then(() => {
        clearTimeout(silent)
        over()
      })
  })
}

async function load(listening: Listening) {
  const { forums } = listening
  const { rows } = await ask<{ id: string; slug: string; timeZone: string }>(
    listening,
    'SELECT id, slug, "timeZone" FROM forum',
  )
  for (const row of rows) forums.set(row.slug, { ...row, version: forums.get(row.slug)?.version ?? 0 })
  for (const forum of forums.values()) raise(listening, forum)
}

function raise(listening: Listening, forum: Followed) {
  listening.version += 1
  forum.version += 1
  for (const listener of listening.versionListeners) {
    listener(forum.version, forum)
    listener(listening.version, null)
  }
}

async function heard(listening: Listening, id: string) {
  const { forums, actListeners } = listening
  let forum = [...forums.values()].find((followed) => followed.id === id)
  if (!forum) {
    await load(listening)
    forum = [...forums.values()].find((followed) => followed.id === id)
  }
  if (!forum) return
  raise(listening, forum)
  for (const listener of actListeners) listener(forum)
}

async function connect(listening: Listening): Promise<void> {
  const mine = new pg.Client({
    connectionString: listening.databaseUrl,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    application_name: FOLLOWER,
  })
  listening.client = mine
  // What the one before was asked, and never answered, holds nobody up.
  listening.asked = Promise.resolve()
  mine.on('error', () => lost(listening, mine))
  mine.on('end', () => lost(listening, mine))
  mine.on('notification', ({ channel, payload = '' }) => {
    if (listening.client !== mine) return
    if (channel === 'acts' || channel === 'cosignatures')
      void heard(listening, payload).catch(() => lost(listening, mine))
    else passOn(listening, channel, payload)
  })
  await mine.connect()
  for (const channel of ['acts', 'cosignatures', ...said]) await ask(listening, `LISTEN ${channel}`)
  // What was said while nobody listened is unknown: every version rises before anything is fresh again.
  await load(listening)
  listening.live = true
  for (const forum of listening.forums.values())
    for (const listener of listening.actListeners) listener(forum)
  for (const listener of listening.backListeners) listener()
}

function passOn({ saidListeners }: Listening, channel: string, payload: string) {
  for (const saidListener of saidListeners)
    if (saidListener.channel === channel) saidListener.listener(payload)
}

function lost(listening: Listening, which: pg.Client | undefined) {
  if (!listening.live || which !== listening.client) return
  listening.live = false
  void which?.end().catch(() => undefined)
  tryAgain(listening)
}

function tryAgain(listening: Listening) {
  if (listening.stopped) return
  setTimeout(() => void connect(listening).catch(() => tryAgain(listening)), RETRY_MS)
}
