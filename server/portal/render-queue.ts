import type { Clock } from './clock.ts'

/**
 * asked: somebody is led here by an act of their own. known: a page that is kept, and too old. unknown: an address that nothing is known of,
 * which a stranger may make up.
 */
export type Urgency = 'asked' | 'known' | 'unknown'

export type Bounds = {
  /** so many at the same time, of which one at most is ahead of being asked for */
  atOnce: number
  /** waited for: of addresses of which nothing is known, of those of one forum, and of all */
  mostUnknown: number
  mostUnknownOfOne: number
  mostWaited: number
  /** to be made ahead of being waited for */
  mostAhead: number
  /** what takes longer has failed, and its place is free */
  longestMs: number
}

export const BOUNDS: Bounds = {
  atOnce: 2,
  mostUnknown: 200,
  mostUnknownOfOne: 100,
  mostWaited: 1_000,
  mostAhead: 1_000,
  longestMs: 30_000,
}

export class TookTooLong extends Error {}

type Job<T> = {
  address: string
  room: string
  urgency: Urgency | 'ahead'
  /** by when it has to be there, where nobody waits for it yet */
  deadline: number
  /** when it began; null: it has not */
  begun: number | null
  promise: Promise<T>
  settle: (outcome: { made: T } | { failed: unknown }) => void
}

export type RenderQueue<T> = {
  /** Made anew for somebody who waits, by a rendering that begins after this call. Null: too many are waited for already. */
  wait: (address: string, room: string, urgency: Urgency) => Promise<T> | null
  /** What is being made of this address right now, and when that began. */
  current: (address: string) => { promise: Promise<T>; begun: number } | null
  /** Made anew by the deadline, if nothing more urgent is in the way. False: there are too many. */
  ahead: (address: string, room: string, deadline: number) => boolean
  /** Nothing is being made, and nothing is to be made. */
  isIdle: () => boolean
  waiting: () => { waited: number; ahead: number; running: number }
}

const order: Urgency[] = ['asked', 'known', 'unknown']

/**
 * One queue for all renderings of a process. What somebody waits for goes first; what is made ahead goes by its deadline, and rests for as long as
 * it took, so that acts and answers come in between, unless the rest would make the last of them late.
 */
export function renderQueue<T>(
  render: (address: string, room: string) => Promise<T>,
  clock: Clock,
  bounds: Bounds = BOUNDS,
): RenderQueue<T> {
  const queued = new Map<string, Job<T>>()
  const running = new Map<string, Job<T>>()
  let aheadRunning = 0
  let resting = false
  let rests = 0
  /** what a rendering takes, as of late */
  let usual = 10

  function enqueue(address: string, room: string, urgency: Job<T>['urgency'], deadline: number): Job<T> {
    let settle: Job<T>['settle'] = () => undefined
    const promise = new Promise<T>((resolve, reject) => {
      settle = (outcome) => ('made' in outcome ? resolve(outcome.made) : reject(outcome.failed as Error))
    })
    // Whoever waits hears of it; where nobody does, it is no fault of the process.
    promise.catch(() => undefined)
    const job = { address, room, urgency, deadline, begun: null, promise, settle }
    queued.set(address, job)
    return job
  }

  const count = (of: (job: Job<T>) => boolean) =>
    [...queued.values()].reduce((sum, job) => sum + (of(job) ? 1 : 0), 0)

  function isFull(room: string, urgency: Urgency): boolean {
    if (count((job) => job.urgency !== 'ahead') >= bounds.mostWaited) return true
    if (urgency !== 'unknown') return false
    return (
      count((job) => job.urgency === 'unknown') >= bounds.mostUnknown ||
      count((job) => job.urgency === 'unknown' && job.room === room) >= bounds.mostUnknownOfOne
    )
  }

  function firstWaited(): Job<T> | undefined {
    for (const urgency of order)
      for (const job of queued.values())
        if (job.urgency === urgency && !running.has(job.address)) return job
    return undefined
  }

  function aheadByDeadline(): Job<T>[] {
    const ahead = [...queued.values()].filter(
      (job) => job.urgency === 'ahead' && !running.has(job.address),
    )
    return ahead.sort((one, other) => one.deadline - other.deadline)
  }

  /** Whether one of them would come too late if all before it were made without a rest from now on. */
  function isPressing(jobs: Job<T>[]): boolean {
    return jobs.some((job, place) => clock.now() + (place + 2) * usual >= job.deadline)
  }

  function pump() {
    while (running.size < bounds.atOnce) {
      const waited = firstWaited()
      const ahead = waited || aheadRunning > 0 ? [] : aheadByDeadline()
      const next = waited ?? (resting && !isPressing(ahead) ? undefined : ahead[0])
      if (!next) return
      begin(next)
    }
  }

  function begin(job: Job<T>) {
    const isAhead = job.urgency === 'ahead'
    queued.delete(job.address)
    job.begun = clock.now()
    running.set(job.address, job)
    if (isAhead) aheadRunning += 1
    let over = false
    const end = (outcome: Parameters<Job<T>['settle']>[0]) => {
      if (over) return
      over = true
      giveUp()
      running.delete(job.address)
      const took = clock.now() - (job.begun ?? 0)
      usual = usual * 0.9 + took * 0.1
      job.settle(outcome)
      if (isAhead) {
        aheadRunning -= 1
        rest(took)
      }
      pump()
    }
    const giveUp = clock.after(bounds.longestMs, () => end({ failed: new TookTooLong(job.address) }))
    render(job.address, job.room).then(
      (made) => end({ made }),
      (failed: unknown) => end({ failed }),
    )
  }

  function rest(ms: number) {
    resting = true
    rests += 1
    const mine = rests
    clock.after(ms, () => {
      if (mine === rests) resting = false
      pump()
    })
  }

  return {
    wait(address, room, urgency) {
      const known = queued.get(address)
      if (!known || known.urgency === 'ahead') {
        if (isFull(room, urgency)) return null
        // It begins once: what was to be made ahead is waited for now.
        const job = known ?? enqueue(address, room, urgency, clock.now())
        job.urgency = urgency
        pump()
        return job.promise
      }
      if (order.indexOf(urgency) < order.indexOf(known.urgency as Urgency)) known.urgency = urgency
      return known.promise
    },
    current(address) {
      const job = running.get(address)
      return job && job.begun !== null ? { promise: job.promise, begun: job.begun } : null
    },
    ahead(address, room, deadline) {
      if (queued.has(address)) return true
      if (count((job) => job.urgency === 'ahead') >= bounds.mostAhead) return false
      enqueue(address, room, 'ahead', deadline)
      pump()
      return true
    },
    isIdle: () => queued.size === 0 && running.size === 0,
    waiting: () => ({
      waited: count((job) => job.urgency !== 'ahead'),
      ahead: count((job) => job.urgency === 'ahead'),
      running: running.size,
    }),
  }
}
