'use client'

import { Fragment, useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'

/**
 * A form that saves itself, on a page that is made anew while somebody types: it takes in what others wrote, but never under the hands of
 * whoever is in one of its fields, and not what it sent itself.
 */
export function Undisturbed({ revision, children }: { revision: number; children: ReactNode }) {
  const here = useRef<HTMLDivElement>(null)
  const [round, begin] = useState(0)
  useEffect(() => {
    const place = here.current
    if (!place) return
    const isOwn = () =>
      place.querySelector<HTMLInputElement>('input[name="base"]')?.value === String(revision)
    const isTyping = () =>
      place.contains(document.activeElement) &&
      document.activeElement?.matches('input, select, textarea')
    const catchUp = () => {
      if (!isOwn() && !isTyping()) begin((before) => before + 1)
    }
    // Once the save that is on its way has been answered, and the field was left.
    const soon = setTimeout(catchUp, 400)
    const left = () => void setTimeout(catchUp, 400)
    place.addEventListener('focusout', left)
    return () => {
      clearTimeout(soon)
      place.removeEventListener('focusout', left)
    }
  }, [revision])
  return (
    <div ref={here}>
      <Fragment key={round}>{children}</Fragment>
    </div>
  )
}
