'use client'

import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { Submit, useLook } from './action-form'
import { useAwake } from './awake'
import { Brings } from './brings'

export type LookWords = { title: string; change: string; confirm: string; keep: string }

/**
 * The button that sends a form. Where what was sent is final, the answer is what it would bring about, in the button's place, with a button
 * that does it: the page comes back so without scripts as well. What is changed meanwhile is another act, and is shown again.
 */
export function SendOrLookAgain({
  children,
  sending,
  words,
  kind = 'main',
  small = false,
}: {
  children: ReactNode
  sending: string
  words: LookWords
  kind?: 'main' | 'quiet' | 'plain'
  small?: boolean
}) {
  const id = useId()
  const shown = useLook()
  const [left, leave] = useState<typeof shown>()
  const awake = useAwake()
  if (!shown || shown === left)
    return (
      <p>
        <Submit sending={sending} kind={kind} small={small}>
          {children}
        </Submit>
      </p>
    )
  return (
    <div
      data-look
      tabIndex={-1}
      role="group"
      aria-labelledby={id}
      // Without scripts the page comes back from its beginning: it is taken to what is asked.
      autoFocus
      className="notice notice-warning stack"
    >
      <p id={id} className="font-semibold">
        {words.title}
      </p>
      <Brings said={shown.said} />
      <p className="hint">{words.change}</p>
      <input type="hidden" name="looked" value={shown.token} />
      <p className="flex flex-wrap gap-3">
        <Submit sending={sending}>{words.confirm}</Submit>
        {awake && (
          <button type="button" className="button button-plain" onClick={() => leave(shown)}>
            {words.keep}
          </button>
        )}
      </p>
    </div>
  )
}
