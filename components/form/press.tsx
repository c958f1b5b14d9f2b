'use client'

import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { Submit } from './action-form'
import { isFollowed } from './followed'

type Props = {
  action: (form: FormData) => Promise<void>
  hidden: Record<string, string>
  sending: string
  kind?: 'main' | 'quiet' | 'plain'
  small?: boolean
  className?: string
  children: ReactNode
}

/** One button that leads elsewhere. Without scripts, and before they wake, the browser posts it itself. */
export function Press({ action, hidden, className, children, ...look }: Props) {
  const press = useMemo(
    () =>
      typeof window === 'undefined'
        ? action
        : (form: FormData) =>
            action(form).catch((error: unknown) => {
              if (!isFollowed(error)) throw error
            }),
    [action],
  )
  return (
    <form action={press} className={className}>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Submit {...look}>{children}</Submit>
    </form>
  )
}
