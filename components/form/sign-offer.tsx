'use client'

import { useEffect, useRef, useState } from 'react'
import type { Offer } from '@/lib/devices/signing.ts'
import { challengeOf } from '@/lib/log/assertion.ts'
import { fromBase64, toUtf8 } from '@/lib/log/encoding.ts'
import { opens, sealIn } from '@/lib/log/seal.ts'
import { Brings } from './brings'
import { answerOfDevice } from './passkey'

export type SigningWords = {
  title: string
  text: string
  sign: string
  without: string
  cancel: string
  bytes: string
  broken: string
  cancelled: string
  waiting: string
  acts: Record<string, string>
  stances: Record<string, string>
}

type Fact = { kind: string; fields: Record<string, unknown> }
type Shown = { act: string; said: string[] }

/** What the bytes say, in words; null where they are not what is asked to be signed, or a text does not open its seal. */
function shownIn({ signedText, challenge, beside }: Offer, words: SigningWords): Shown[] | null {
  if (challengeOf(toUtf8(signedText)) !== challenge) return null
  const texts = new Map<string, string>()
  for (const { seal, salt, value } of beside) {
    if (!opens(fromBase64(seal), fromBase64(salt), value)) return null
    const said = JSON.parse(value) as { text?: unknown } | string
    texts.set(seal, typeof said === 'string' ? said : String(said.text ?? value))
  }
  const { facts } = JSON.parse(signedText) as { facts: Fact[] }
  const shown = facts.map(({ kind, fields }) => {
    const sealed = Object.values(fields).flatMap((value) => sealIn(value) ?? [])
    const stance =
      typeof fields.stance === 'string' ? [words.stances[fields.stance] ?? fields.stance] : []
    const name = /\.(.*)\//.exec(kind)?.[1] ?? kind
    return {
      act: words.acts[name] ?? kind,
      said: [...stance, ...sealed.map((one) => texts.get(one) ?? '')],
      known: sealed.every((one) => texts.has(one)),
    }
  })
  return shown.every((one) => one.known) ? shown : null
}

function Signed({ shown }: { shown: Shown[] }) {
  return (
    <ul className="list-disc pl-5">
      {shown.map(({ act, said }) => (
        <li key={act}>
          {act}
          {said.map((one) => (
            <blockquote key={one} className="mt-1 whitespace-pre-wrap border-l-2 border-rule pl-3">
              {one}
            </blockquote>
          ))}
        </li>
      ))}
    </ul>
  )
}

/** Shows what is about to be signed, checks in this browser that the bytes say so, and asks the device. Sending without is always possible. */
export function SignOffer({
  offer,
  brings,
  words,
  send,
  cancel,
}: {
  offer: Offer
  /** what it brings about beyond its own words */
  brings: string[]
  words: SigningWords
  send: (signing: string) => void
  cancel: () => void
}) {
  const [state, told] = useState<'asked' | 'waiting' | 'cancelled'>('asked')
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => panel.current?.focus(), [offer])
  const shown = shownIn(offer, words)
  const sign = async () => {
    told('waiting')
    const answer = await answerOfDevice(offer)
    if (answer) send(answer)
    else told('cancelled')
  }
  return (
    <div
      ref={panel}
      tabIndex={-1}
      role="group"
      aria-label={words.title}
      data-offer
      className="notice notice-info stack"
    >
      <p className="font-semibold">{words.title}</p>
      {shown ? (
        <>
          <p>{words.text}</p>
          <Signed shown={shown} />
          {brings.length > 0 && <Brings said={brings} />}
          <details>
            <summary className="cursor-pointer">{words.bytes}</summary>
            <pre className="digest mt-2 whitespace-pre-wrap" tabIndex={0}>
              {offer.signedText}
            </pre>
          </details>
        </>
      ) : (
        <p role="alert">{words.broken}</p>
      )}
      {state === 'cancelled' && <p role="alert">{words.cancelled}</p>}
      <p className="flex flex-wrap gap-3">
        {shown && (
          <button
            type="button"
            className="button"
            aria-disabled={state === 'waiting'}
            onClick={() => {
              if (state !== 'waiting') void sign()
            }}
          >
            {state === 'waiting' ? words.waiting : words.sign}
          </button>
        )}
        <button type="button" className="button button-quiet" onClick={() => send('')}>
          {words.without}
        </button>
        <button type="button" className="button button-plain" onClick={cancel}>
          {words.cancel}
        </button>
      </p>
    </div>
  )
}
