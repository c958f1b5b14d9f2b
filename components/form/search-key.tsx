'use client'

import { useEffect, useRef } from 'react'

/**
 * `/` leads to the field beside it, from wherever nobody is typing. Without scripts the field is reached as
 * any other.
 */
export function SearchKey() {
  const here = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const lead = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      const at = event.target
      if (
        at instanceof HTMLElement &&
        (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))
      )
        return
      const field = here.current?.closest('form')?.querySelector('input')
      if (!field) return
      event.preventDefault()
      field.focus()
      field.select()
    }
    document.addEventListener('keydown', lead)
    return () => document.removeEventListener('keydown', lead)
  }, [])
  return <span ref={here} hidden />
}
