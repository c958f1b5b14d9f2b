/**
 * asked: somebody is led here by an act of their own. known: a page that is kept, and too old. unknown: an address of which nothing is known, and
 * which a stranger may have made up.
 */
export type Urgency = 'asked' | 'known' | 'unknown'

export type Bounds = {
  /** so many are made at the same time, of which one at most is ahead of being asked for */
  atOnce: number
  /** waited for: addresses of which nothing is known, those of them of one forum, and all */
  mostUnknown: number
  mostUnknownOfOne: number
  mostWaited: number
  /** to be made ahead of being waited for */
  mostAhead: number
  /** what takes longer has failed, and its place is free */
  longestMs: number
}

export type Job<T> = {
  address: string
  room: string
  urgency: Urgency | 'ahead'
  /** by when it has to be there */
  deadline: number
  promise: Promise<T>
  resolve: (made: T) => void
  reject: (failed: unknown) => void
}

export type WaitingList<T> = {
  /** A job that has not begun, for somebody who waits. Null: there are too many. */
  wait: (address: string, room: string, urgency: Urgency, now: number) => Promise<T> | null
  /** Whether it was added: it may be there already, and there may be too many. */
  ahead: (address: string, room: string, deadline: number) => boolean
  remove: (job: Job<T>) => void
  firstWaited: (isRunning: (address: string) => boolean) => Job<T> | undefined
  firstAhead: (isRunning: (address: string) => boolean) => Job<T> | undefined
  size: () => number
  count: () => { waited: number; ahead: number }
}

const order: Urgency[] = ['asked', 'known', 'unknown']

/** What has not begun yet: each address once, and only so many. */
export function waitingList<T>(bounds: Bounds): WaitingList<T> {
  const queued = new Map<string, Job<T>>()
  const count = (of: (job: Job<T>) => boolean) =>
    [...queued.values()].reduce((sum, job) => sum + (of(job) ? 1 : 0), 0)

  function add(address: string, room: string, urgency: Job<T>['urgency'], deadline: number): Job<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    // Whoever waits hears of it; where nobody does, it is no fault of the process.
    promise.catch(() => undefined)
    const job: Job<T> = { address, room, urgency, deadline, promise, resolve, reject }
    queued.set(address, job)
    return job
  }

  function isFull(room: string, urgency: Urgency): boolean {
    if (count((job) => job.urgency !== 'ahead') >= bounds.mostWaited) return true
    if (urgency !== 'unknown') return false
    return (
      count((job) => job.urgency === 'unknown') >= bounds.mostUnknown ||
      count((job) => job.urgency === 'unknown' && job.room === room) >= bounds.mostUnknownOfOne
    )
  }

  return {
    wait(address, room, urgency, now) {
      const known = queued.get(address)
      if (known && known.urgency !== 'ahead') {
        if (order.indexOf(urgency) < order.indexOf(known.urgency)) known.urgency = urgency
        return known.promise
      }
      if (isFull(room, urgency)) return null
      // It begins once: what was to be made ahead is waited for now.
      const job = known ?? add(address, room, urgency, now)
      job.urgency = urgency
      return job.promise
    },
    ahead(address, room, deadline) {
      if (queued.has(address) || count((job) => job.urgency === 'ahead') >= bounds.mostAhead)
        return false
      add(address, room, 'ahead', deadline)
      return true
    },
    remove: (job) => {
      queued.delete(job.address)
    },
    firstWaited(isRunning) {
      for (const urgency of order)
        for (const job of queued.values())
          if (job.urgency === urgency && !isRunning(job.address)) return job
      return undefined
    },
    firstAhead(isRunning) {
      let first: Job<T> | undefined
      for (const job of queued.values())
        if (
          job.urgency === 'ahead' &&
          !isRunning(job.address) &&
          !(first && first.deadline <= job.deadline)
        )
          first = job
      return first
    },
    size: () => queued.size,
    count: () => ({
      waited: count((job) => job.urgency !== 'ahead'),
      ahead: count((job) => job.urgency === 'ahead'),
    }),
  }
}
