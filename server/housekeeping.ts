import { setTimeout as sleep } from 'node:timers/promises'
import { forumBySlug } from '../lib/act/viewer.ts'
import type { ForumHead } from '../lib/act/viewer.ts'
import { publishCheckpoint, signedSize } from '../lib/log/publish.ts'
import { lastSignedIn, publicKeyIn, SigningRefused } from '../lib/log/signer.ts'
import type { Mesa } from '../lib/mesa.ts'
import type { ServerSettings } from '../lib/settings.ts'
import { keepArchives } from '../lib/archive/files.ts'
import type { Followed, Follower } from './log-follower.ts'
import { carrierOf, follow, handOver } from './post.ts'
import type { Carrier } from './post.ts'

/** Acts that arrive together are signed together; a checkpoint follows within a second. */
const GATHER_MS = 150
const DUE_EVERY_MS = 20_000
/** A link that was just handed in is looked at soon; the others wait for their week. */
const LINKS_AFTER_MS = 1_000
/** What belongs together is often done within a few seconds: it goes out in one mail. */
const POST_AFTER_MS = 3_000
const ARCHIVES_EVERY_MS = 10 * 60 * 1000
const TIDY_EVERY_MS = 60 * 60 * 1000

type House = {
  mesa: Mesa
  follower: Follower
  settings: ServerSettings
  signing: Map<string, Promise<void>>
  wanted: Set<string>
  stopped: boolean
  /** null: nobody is sent mail */
  carrier: Carrier | null
}

/** What runs beside the pages: the signer follows the log, and deadlines are kept. */
export function keepHouse(
  mesa: Mesa,
  follower: Follower,
  settings: ServerSettings,
): { signed: () => Promise<void>; stop: () => Promise<void> } {
  const house: House = {
    mesa,
    follower,
    settings,
    signing: new Map(),
    wanted: new Set(),
    stopped: false,
    carrier: carrierOf(mesa, settings),
  }
  const { signing } = house
  if (!house.carrier) console.error('MAIL: SMTP_URL is not set, so nobody is told anything by mail.')
  const deadlines = alone(house, () => inEachForum(house, (forum) => mesa.runDue(forum)))
  const links = alone(house, () => inEachForum(house, (forum) => mesa.checkLinks(forum)))
  const tidy = alone(house, () => mesa.receiving.tidy(new Date()))
  const drafts = alone(house, () => inEachForum(house, (forum) => mesa.draft.clear(forum, new Date())))
  const archives = alone(house, () => archiveAll(house))
  const post = alone(house, () => deliver(house))
  const forgotten = alone(house, () => mesa.notices.tidy())

  let soon: NodeJS.Timeout | undefined
  let postSoon: NodeJS.Timeout | undefined
  follower.onAct((forum) => {
    want(house, forum)
    soon ??= setTimeout(() => {
      soon = undefined
      void links()
    }, LINKS_AFTER_MS)
    postSoon ??= setTimeout(() => {
      postSoon = undefined
      void post()
    }, POST_AFTER_MS)
  })
  void deadlines()
  void tidy()
  void drafts()
  // What has not been signed since the last start is, by then.
  void Promise.allSettled(signing.values()).then(archives)
  const timers = [
    setInterval(() => {
      void deadlines()
      void links()
      void post()
    }, DUE_EVERY_MS),
    setInterval(() => {
      void tidy()
      void forgotten()
      void drafts()
    }, TIDY_EVERY_MS),
    setInterval(() => void archives(), ARCHIVES_EVERY_MS),
  ]

  return {
    /** Every act that was there when this was asked is signed, or its signing was refused. */
    async signed() {
      await Promise.all(signing.values())
    },
    async stop() {
      house.stopped = true
      clearTimeout(soon)
      clearTimeout(postSoon)
      for (const timer of timers) clearInterval(timer)
      await Promise.allSettled([
        deadlines(),
        links(),
        tidy(),
        drafts(),
        archives(),
        post(),
        forgotten(),
        ...signing.values(),
      ])
      house.carrier?.close()
    },
  }
}

/** One at a time each: a slow round must not meet the next one. */
function alone(house: House, work: () => Promise<unknown>): () => Promise<void> {
  let running: Promise<void> | null = null
  const begin = () =>
    work()
      .then(
        () => undefined,
        (error: unknown) => console.error(error),
      )
      .finally(() => {
        running = null
      })
  return () => {
    if (house.stopped) return running ?? Promise.resolve()
    running ??= begin()
    return running
  }
}

// --- The signer ---

function want(house: House, forum: Followed) {
  const { signing, wanted } = house
  wanted.add(forum.id)
  if (house.stopped || signing.has(forum.id)) return
  signing.set(
    forum.id,
    sign(house, forum).finally(() => {
      signing.delete(forum.id)
      if (wanted.has(forum.id)) want(house, forum)
    }),
  )
}

async function sign(house: House, forum: Followed) {
  const { mesa, follower, settings, wanted } = house
  while (wanted.delete(forum.id) && !house.stopped) {
    await sleep(GATHER_MS)
    await publishCheckpoint(mesa.log, forum.id, settings.keysDir).then(
      () => {
        if (mesa.notSigned.delete(forum.id)) follower.refresh(forum.id)
      },
      (error: unknown) =>
        error instanceof SigningRefused ? refused(house, forum, error) : console.error(error),
    )
  }
}

/** The signer's last word: the rows contradict what it has signed. Every page says so, and the server goes on. */
async function refused(
  { mesa, follower, settings }: House,
  forum: Followed,
  { message }: SigningRefused,
) {
  console.error(`The log of ${forum.slug} is not signed: ${message}`)
  const last = await lastSignedIn(settings.keysDir, forum.id)
  mesa.notSigned.set(forum.id, { signed: last ? signedSize(last) : 0 })
  follower.refresh(forum.id)
}

// --- The post ---

async function deliver(house: House) {
  const { mesa, carrier, settings } = house
  await inEachForum(house, (forum) => follow(mesa, forum, carrier))
  if (!carrier) return
  await mesa.accounts.answerWaysBack()
  await handOver(mesa, settings, carrier, () => house.stopped)
}

// --- What is due ---

async function inEachForum(house: House, keep: (forum: ForumHead) => Promise<unknown>) {
  const { db } = house.mesa
  for (const { slug } of await db.forum.findMany({
    where: { kind: { not: 'record' }, openedAt: { not: null } },
    select: { slug: true },
  })) {
    const forum = await forumBySlug(db, slug)
    if (forum && !house.stopped && !(await isCopy(house, forum.id))) await keep(forum)
  }
}

/**
 * Restored from an archive, and without the key to sign with: the host's own offices do nothing there that
 * nobody could check.
 */
async function isCopy({ mesa, settings }: House, forum: string) {
  return (
    !(await publicKeyIn(settings.keysDir, forum)) && (await mesa.log.latestCheckpoint(forum)) !== null
  )
}

/**
 * Every forum's, records of the past too. What is wrong is said each time, for a line that was said once is
 * overlooked.
 */
async function archiveAll(house: House) {
  const { mesa, settings } = house
  if (!settings.archives) return
  for (const { slug } of await mesa.db.forum.findMany({
    select: { slug: true },
    orderBy: { slug: 'asc' },
  })) {
    const source = house.stopped ? null : await mesa.archiveSource(slug, settings.keysDir)
    if (!source) continue
    const wrong = await keepArchives(source, settings.archives).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    )
    if (wrong) console.error(`ARCHIVES: ${wrong}`)
  }
}
