'use client'

import { useEffect, useId, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { createPortal, useFormStatus } from 'react-dom'

type Props = {
  children: ReactNode
  sending: string
  title: string
  text: ReactNode
  confirm: string
  cancel: string
  kind?: 'main' | 'quiet' | 'plain'
}

/**
 * Sends its form after asking once more, for what cannot be taken back. The browser's own dialog keeps the focus and the rest of the page still.
 * Without scripts it is a plain button that sends.
 */
export function SubmitAfterAsking({
  children,
  sending,
  title,
  text,
  confirm,
  cancel,
  kind = 'main',
}: Props) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const dialog = useRef<HTMLDialogElement>(null)
  const [asking, ask] = useState(false)
  const { pending } = useFormStatus()
  useEffect(() => {
    if (asking) dialog.current?.showModal()
  }, [asking])
  const look = kind === 'main' ? 'button' : `button button-${kind}`
  const send = () => {
    dialog.current?.close()
    button.current?.form?.requestSubmit()
  }
  return (
    <>
      <button
        ref={button}
        type="submit"
        className={look}
        aria-haspopup="dialog"
        aria-disabled={pending}
        onClick={(event) => {
          event.preventDefault()
          if (!pending) ask(true)
        }}
      >
        {pending ? sending : children}
      </button>
      {asking &&
        createPortal(
          <dialog
            ref={dialog}
            className="dialog"
            aria-labelledby={`${id}-title`}
            aria-describedby={`${id}-text`}
            onClose={() => ask(false)}
          >
            <h2 id={`${id}-title`} className="mb-2">
              {title}
            </h2>
            <div id={`${id}-text`}>{text}</div>
            <div className="dialog-end">
              <button type="button" className={look} onClick={send}>
                {confirm}
              </button>
              <button
                type="button"
                className="button button-plain"
                onClick={() => dialog.current?.close()}
              >
                {cancel}
              </button>
            </div>
          </dialog>,
          document.body,
        )}
    </>
  )
}
