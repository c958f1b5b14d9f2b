import { setTimeout as sleep } from 'node:timers/promises'
import { forumBySlug } from '../lib/act/viewer.ts'
import { publishCheckpoint } from '../lib/log/publish.ts'
import { SigningRefused } from '../lib/log/signer.ts'
import type { Mesa } from '../lib/mesa.ts'
import type { Settings } from '../lib/settings.ts'
import type { Followed, Follower } from './log-follower.ts'

/** Acts that arrive together are signed together; a checkpoint follows within a second. */
const GATHER_MS = 150
const DUE_EVERY_MS = 20_000

/** What runs beside the pages: the signer follows the log, and deadlines are kept. */
export function keepHouse(mesa: Mesa, follower: Follower, settings: Settings): { stop: () => Promise<void> } {
  const signing = new Map<string, Promise<void>>()
  const wanted = new Set<string>()
  let stopped = false

  async function sign(forum: Followed) {
    while (wanted.delete(forum.id) && !stopped) {
      await sleep(GATHER_MS)
      await publishCheckpoint(mesa.log, forum.id, settings.keysDir).catch((error: unknown) => {
        // A refusal is the signer's last word: the rows contradict what it has signed. It must be seen, and must not stop the server.
        console.error(error instanceof SigningRefused ? `The log of ${forum.slug} is not signed: ${error.message}` : error)
      })
    }
  }

  function want(forum: Followed) {
    wanted.add(forum.id)
    if (stopped || signing.has(forum.id)) return
    signing.set(forum.id, sign(forum).finally(() => {
      signing.delete(forum.id)
      if (wanted.has(forum.id)) want(forum)
    }))
  }

  async function keepDeadlines() {
    for (const { slug } of await mesa.db.forum.findMany({ where: { kind: { not: 'record' }, openedAt: { not: null } }, select: { slug: true } })) {
      const forum = await forumBySlug(mesa.db, slug)
      if (forum && !stopped) await mesa.runDue(forum)
    }
  }

  let keeping: Promise<void> = Promise.resolve()
  const tick = () => {
    keeping = keepDeadlines().catch((error: unknown) => console.error(error))
  }
  follower.onAct(want)
  tick()
  const timer = setInterval(tick, DUE_EVERY_MS)

  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await Promise.allSettled([keeping, ...signing.values()])
    },
  }
}
