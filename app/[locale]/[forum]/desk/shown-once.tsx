'use client'
import { useActionState, useId } from 'react'

type Told = { link?: string; refused?: boolean }
type Words = {
  text: string
  submit: string
  sending: string
  link: string
  hint: string
  refused: string
}
type Props = {
  action: (previous: Told, form: FormData) => Promise<Told>
  hidden: Record<string, string>
  words: Words
}

/** An address with a secret in it, made at a press and told that once. */
export function ShownOnce({ action, hidden, words }: Props) {
  const [state, send, sending] = useActionState(action, {})
  const id = useId()
  if (state.link) {
    return (
      <div className="notice notice-done mt-2" role="status">
        <label className="label" htmlFor={id}>
          {words.link}
        </label>
        <p className="hint" id={`${id}-hint`}>
          {words.hint}
        </p>
        <input id={id} className="input" readOnly value={state.link} aria-describedby={`${id}-hint`} />
      </div>
    )
  }
  return (
    <form action={send} className="mt-2">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <p className="m-0 text-sm text-soft" role={state.refused ? 'alert' : undefined}>
        {state.refused ? words.refused : words.text}
      </p>
      <button type="submit" className="button button-quiet button-small mt-2" aria-disabled={sending}>
        {sending ? words.sending : words.submit}
      </button>
    </form>
  )
}
