'use client'

import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'

type Props = { on: boolean; turn: (on: boolean) => void; className?: string; children: ReactNode }

/** A switch of the page itself. Pressed before its script woke, it is turned as soon as that does. */
export function Toggle({ on, turn, className, children }: Props) {
  const box = useRef<HTMLInputElement>(null)
  const early = useRef(true)
  useEffect(() => {
    const here = box.current
    if (!here) return
    const pressed = early.current && here.checked !== here.defaultChecked
    early.current = false
    if (pressed) turn(here.checked)
    else here.checked = on
  }, [on, turn])
  return (
    <label className={className}>
      <input
        ref={box}
        type="checkbox"
        className="h-5 w-5 accent-accent"
        defaultChecked={on}
        onChange={(event) => turn(event.target.checked)}
      />
      {children}
    </label>
  )
}
