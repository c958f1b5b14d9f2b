'use client'

import { useState } from 'react'
import type { ComponentProps } from 'react'
import { useAwake } from './awake'

/**
 * A text area that keeps what was typed before its script woke. React, when it wakes one that starts with text, writes that text over whatever
 * stands there (react-dom, initTextarea; an input it leaves alone); to one that starts with none it does nothing. So one that was typed in starts
 * with none, until it is awake.
 */
export function Area({
  start,
  id,
  ...props
}: Omit<ComponentProps<'textarea'>, 'defaultValue' | 'value'> & { start: string }) {
  const [early] = useState(() => wasTypedIn(id, start))
  const awake = useAwake()
  return <textarea id={id} {...props} defaultValue={early && !awake ? '' : start} />
}

function wasTypedIn(id: string | undefined, start: string): boolean {
  if (typeof document === 'undefined' || !id) return false
  const there = document.getElementById(id)
  return there instanceof HTMLTextAreaElement && there.value !== start.replaceAll(/\r\n?/g, '\n')
}
