'use client'

import * as Dialog from '@radix-ui/react-dialog'
import { useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useFormStatus } from 'react-dom'

type Props = { children: ReactNode; sending: string; title: string; text: ReactNode; confirm: string; cancel: string; kind?: 'main' | 'quiet' | 'plain' }

/** Sends its form after asking once more, for what cannot be taken back. Without scripts it is a plain button that sends. */
export function SubmitAfterAsking({ children, sending, title, text, confirm, cancel, kind = 'main' }: Props) {
  const button = useRef<HTMLButtonElement>(null)
  const [asking, ask] = useState(false)
  const { pending } = useFormStatus()
  const look = kind === 'main' ? 'button' : `button button-${kind}`
  const send = () => {
    ask(false)
    button.current?.form?.requestSubmit()
  }
  return (
    <Dialog.Root open={asking} onOpenChange={ask}>
      <button
        ref={button} type="submit" className={look} aria-haspopup="dialog" aria-disabled={pending}
        onClick={(event) => {
          event.preventDefault()
          if (!pending) ask(true)
        }}
      >
        {pending ? sending : children}
      </button>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-veil" />
        <Dialog.Content className="dialog">
          <Dialog.Title className="mb-2">{title}</Dialog.Title>
          <Dialog.Description asChild><div>{text}</div></Dialog.Description>
          <div className="dialog-end">
            <button type="button" className={look} onClick={send}>{confirm}</button>
            <Dialog.Close className="button button-plain">{cancel}</Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
