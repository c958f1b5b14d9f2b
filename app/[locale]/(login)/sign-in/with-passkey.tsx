'use client'

import { useState, useSyncExternalStore } from 'react'
import { askToSignIn, signInWithPasskey } from '@/app/_request/login-actions'
import { answerOfDevice, knowsPasskeys, neverChanges } from '@/components/form/passkey'

type Props = {
  to: string
  locale: string
  words: { submit: string; text: string; waiting: string; refused: string }
}

/** One press, and the device says who it is. A browser that cannot shows nothing of this. */
export function WithPasskey({ to, locale, words }: Props) {
  const known = useSyncExternalStore(neverChanges, knowsPasskeys, () => false)
  const [state, tell] = useState<'idle' | 'waiting' | 'refused'>('idle')
  if (!known) return null
  const enter = async () => {
    tell('waiting')
    const asked = await askToSignIn().catch(() => null)
    const answer = asked && (await answerOfDevice(asked))
    const next = answer && (await signInWithPasskey(answer, to, locale).catch(() => null))
    if (next) window.location.assign(next)
    else tell('refused')
  }
  return (
    <div className="mt-8 grid max-w-[42rem] gap-3 border-t border-rule pt-6">
      <p>{words.text}</p>
      {state === 'refused' && (
        <p className="notice notice-warning" role="alert">
          {words.refused}
        </p>
      )}
      <p>
        <button
          type="button"
          className="button button-quiet"
          aria-disabled={state === 'waiting'}
          onClick={() => {
            if (state !== 'waiting') void enter()
          }}
        >
          {state === 'waiting' ? words.waiting : words.submit}
        </button>
      </p>
    </div>
  )
}
