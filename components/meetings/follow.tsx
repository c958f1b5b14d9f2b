'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef, useState, useTransition } from 'react'

export type FollowWords = { lost: string; reload: string }
type Props = {
  address: string
  /** as of which change the page was made */
  seen: string
  words: FollowWords
  locale: string
  timeZone: string
}

/** Two beats of the server, and nothing was heard. */
const LOST_MS = 30_000
const AGAIN_MS = 4_000

/**
 * Makes the page anew whenever its meeting changed, in place: nobody loses where they read or what they type. It asks once at a time, however
 * much is told, and says so when it no longer hears.
 */
export function Follow({ address, seen, words, locale, timeZone }: Props) {
  const refresh = useRefresh()
  const latest = useRef(seen)
  const [lostAt, lose] = useState<string | null>(null)
  useEffect(() => {
    latest.current = seen
  }, [seen])

  useEffect(() => {
    let source: EventSource
    let again: ReturnType<typeof setTimeout> | undefined
    let heardAt = Date.now()
    const heard = () => {
      heardAt = Date.now()
      lose(null)
    }
    const listen = () => {
      source = new EventSource(address)
      source.addEventListener('beat', heard)
      source.addEventListener('message', ({ data }) => {
        heard()
        if (data === latest.current) return
        latest.current = String(data)
        refresh()
      })
      // A browser tries again by itself where the line broke, and not where it was answered with a refusal.
      source.addEventListener('error', () => {
        if (source.readyState === EventSource.CLOSED) again = setTimeout(listen, AGAIN_MS)
      })
    }
    listen()
    const watch = setInterval(() => {
      if (Date.now() - heardAt < LOST_MS) return
      // days: an hour, on the device that lost the line.
      lose(
        new Intl.DateTimeFormat(locale, {
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
          timeZone,
        }).format(heardAt),
      )
    }, 2_000)
    return () => {
      source.close()
      clearTimeout(again)
      clearInterval(watch)
    }
  }, [address, locale, timeZone, refresh])

  return (
    <div role="status" className="following" {...(lostAt && { 'data-lost': true })}>
      {lostAt && (
        <>
          {words.lost.replace('{at}', lostAt)} <a href="">{words.reload}</a>
        </>
      )}
    </div>
  )
}

/** One at a time; what is asked for meanwhile is asked once more. */
function useRefresh(): () => void {
  const router = useRouter()
  const [pending, start] = useTransition()
  const state = useRef({ pending: false, wanted: false })
  const refresh = useCallback(() => {
    if (state.current.pending) state.current.wanted = true
    else {
      state.current.pending = true
      start(() => router.refresh())
    }
  }, [router])
  useEffect(() => {
    state.current.pending = pending
    if (pending || !state.current.wanted) return
    state.current.wanted = false
    refresh()
  }, [pending, refresh])
  return refresh
}
