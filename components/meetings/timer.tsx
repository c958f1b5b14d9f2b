'use client'

import { useEffect, useRef, useState } from 'react'
import { clock, overrun } from './clock'

/** Time that the server counted until `at`, by its own clock, and whether it runs on. */
export type Counting = { ms: number; at: number; running: boolean }

/** A sample of the difference between two clocks that is so much larger than the smallest is another clock, and no delay. */
const ANOTHER_CLOCK_MS = 10_000

/** The server's time, carried on between its answers. Each answer comes late, none early: the smallest difference seen is the truest. */
function useServerTime(at: number, running: boolean): number {
  const [now, tell] = useState(at)
  const offset = useRef<number | null>(null)
  useEffect(() => {
    const [seen, known] = [Date.now() - at, offset.current]
    offset.current =
      known !== null && Math.abs(seen - known) < ANOTHER_CLOCK_MS ? Math.min(known, seen) : seen
    if (!running) return
    const timer = setInterval(() => tell(Date.now() - (offset.current ?? 0)), 250)
    return () => clearInterval(timer)
  }, [at, running])
  return now
}

function useElapsed({ ms, at, running }: Counting): number {
  const now = useServerTime(at, running)
  return running ? ms + Math.max(0, now - at) : ms
}

export function Elapsed(counting: Counting) {
  return <span className="tabular-nums">{clock(useElapsed(counting))}</span>
}

export type TimerWords = {
  label: string
  planned: string
  unplanned: string
  over: string
  announced: string
  paused: string
}

/** The time of an item. It is read, not told each second; that it is over is told once. Over is said in words, and coloured too. */
export function ItemTimer({
  counting,
  plannedMinutes,
  words,
}: {
  counting: Counting
  plannedMinutes: number | null
  words: TimerWords
}) {
  const ms = useElapsed(counting)
  const over = overrun(ms, plannedMinutes)
  return (
    <div className="item-timer" {...(over !== null && { 'data-over': true })}>
      <p role="timer" aria-label={words.label} className="item-timer-figure">
        {clock(ms)}
      </p>
      <p>
        {plannedMinutes === null
          ? words.unplanned
          : words.planned.replace('{minutes}', String(plannedMinutes))}
      </p>
      {over !== null && <p className="item-timer-over">{words.over.replace('{over}', clock(over))}</p>}
      {!counting.running && <p className="font-semibold">{words.paused}</p>}
      <p role="status" className="sr-only">
        {over !== null && counting.running ? words.announced : ''}
      </p>
    </div>
  )
}
