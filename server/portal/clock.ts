import { dayIn } from '../../lib/act/calendar.ts'

/** Time as the portal's rooms see it: passed in, so that what they promise can be tried at every moment. */
export type Clock = {
  /** milliseconds, which never run backwards */
  now: () => number
  today: (zone: string) => string
  /** Gives what calls it off. */
  after: (ms: number, then: () => void) => () => void
}

const MINUTE_MS = 60_000

/** Days turn with a minute, in every zone that there is: asked for each page that is read, a day is worked out once a minute. */
export function wallClock(): Clock {
  const days = new Map<string, { minute: number; day: string }>()
  return {
    now: () => performance.now(),
    today(zone) {
      const minute = Math.floor(Date.now() / MINUTE_MS)
      const known = days.get(zone)
      if (known?.minute === minute) return known.day
      const day = dayIn(zone, new Date())
      days.set(zone, { minute, day })
      return day
    },
    after(ms, then) {
      const timer = setTimeout(then, ms).unref()
      return () => clearTimeout(timer)
    },
  }
}
