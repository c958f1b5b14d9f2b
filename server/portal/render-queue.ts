import { isUnbounded } from '../../lib/addresses.ts'
import type { Clock } from './clock.ts'
import { waitingList } from './waiting-list.ts'
import type { Bounds, Job, Urgency } from './waiting-list.ts'

export const BOUNDS: Bounds = {
  atOnce: 2,
  mostUnknown: 200,
  mostUnknownOfOne: 100,
  mostWaited: 1_000,
  mostAhead: 1_000,
  longestMs: 30_000,
}

export class TookTooLong extends Error {}

export type RenderQueue<T> = {
  /** Made anew for somebody who waits, by a rendering that begins after this call. Null: too many are waited for already. */
  wait: (address: string, room: string, urgency: Urgency) => Promise<T> | null
  /** What is being made of this address right now. */
  current: (address: string) => Promise<T> | null
  /** Made anew by the deadline, if nothing more urgent is in the way, and there are not too many. */
  ahead: (address: string, room: string, deadline: number) => void
  /** Nothing is being made, and nothing is to be made. */
  isIdle: () => boolean
  waiting: () => { waited: number; ahead: number; running: number }
}

/**
 * One queue for all renderings of a process. What somebody waits for goes first; what is made ahead goes by
 * its deadline, one at a time.
 */
export function renderQueue<T>(
  render: (address: string, room: string) => Promise<T>,
  clock: Clock,
  bounds: Bounds = BOUNDS,
): RenderQueue<T> {
  const queued = waitingList<T>(bounds)
  const running = new Map<string, Job<T>>()
  // Of what anybody can think of one at a time, so that the other place is there for whoever reads.
  const isRunning = (address: string) =>
    running.has(address) || (isUnbounded(address) && [...running.keys()].some(isUnbounded))
  let aheadRunning = 0

  function pump() {
    while (running.size < bounds.atOnce) {
      const waited = queued.firstWaited(isRunning)
      const next = waited ?? (aheadRunning > 0 ? undefined : queued.firstAhead(isRunning))
      if (!next) return
      begin(next)
    }
  }

  function begin(job: Job<T>) {
    const isAhead = job.urgency === 'ahead'
    queued.remove(job)
    running.set(job.address, job)
    if (isAhead) aheadRunning += 1
    let over = false
    const end = (settle: () => void) => {
      if (over) return
      over = true
      giveUp()
      running.delete(job.address)
      settle()
      if (isAhead) aheadRunning -= 1
      pump()
    }
    const giveUp = clock.after(bounds.longestMs, () =>
      end(() => job.reject(new TookTooLong(job.address))),
    )
    render(job.address, job.room).then(
      (made) => end(() => job.resolve(made)),
      (failed: unknown) => end(() => job.reject(failed)),
    )
  }

  return {
    wait(address, room, urgency) {
      const promise = queued.wait(address, room, urgency, clock.now())
      pump()
      return promise
    },
    current: (address) => running.get(address)?.promise ?? null,
    ahead(address, room, deadline) {
      if (queued.ahead(address, room, deadline)) pump()
    },
    isIdle: () => queued.size() === 0 && running.size === 0,
    waiting: () => ({ ...queued.count(), running: running.size }),
  }
}
