'use client'

import { useEffect, useRef } from 'react'

/** Another item begins at its heading; while it is the same one, everybody stays where they read. */
export function TopAtNewItem({ item }: { item: string }) {
  const shown = useRef(item)
  useEffect(() => {
    if (shown.current !== item) window.scrollTo({ top: 0 })
    shown.current = item
  }, [item])
  return null
}
