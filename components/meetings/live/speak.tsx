import { useId, useState } from 'react'
import type { FormEvent, KeyboardEvent } from 'react'
import type { KeepAnswer } from '../keeper'
import { useLiveDraft } from './live-draft'
import type { Passage } from './passages'

export type Spoken = { kind: 'comment' | 'suggest'; place: string; words: string; passage: Passage }

/** Says something about a passage, or what it should say instead. What was typed stays until the server has it. */
export function Speak({ kind, place, words: quoted, passage, close }: Spoken & { close: () => void }) {
  const { words, meeting, keepAddress, say } = useLiveDraft()
  const id = useId()
  const [state, setState] = useState<{ is: 'writing' | 'sending' } | { is: 'refused'; why: string }>({
    is: 'writing',
  })
  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const typed = Object.fromEntries(
      [...new FormData(event.currentTarget)].filter(
        (one): one is [string, string] => typeof one[1] === 'string',
      ),
    )
    setState({ is: 'sending' })
    try {
      const answer = await fetch(keepAddress, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          save: kind,
          fields: { ...typed, meeting, place, passage: JSON.stringify(passage) },
        }),
      })
      if (!answer.ok) throw new Error(String(answer.status))
      const kept = (await answer.json()) as KeepAnswer
      if (kept.is !== 'saved')
        return setState({
          is: 'refused',
          why: (kept.is === 'refused' && Object.values(kept.errors)[0]) || kept.message,
        })
      say(words.comments.sent)
      close()
    } catch {
      setState({ is: 'refused', why: words.comments.unreachable })
    }
  }
  const leave = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close()
  }
  const toSend = kind === 'suggest' ? words.comments.sendSuggestion : words.comments.send
  return (
    <form className="live-speak" onSubmit={(event) => void send(event)} onKeyDown={leave}>
      <p className="hint">{words.comments.about.replace('{words}', quoted)}</p>
      {kind === 'suggest' && (
        <Field
          id={id}
          name="replacement"
          label={words.comments.replacement}
          hint={words.comments.replacementHint}
          start={quoted}
          focus
        />
      )}
      <Field
        id={id}
        name="text"
        label={kind === 'suggest' ? words.comments.reason : words.comments.text}
        focus={kind === 'comment'}
      />
      {state.is === 'refused' && (
        <p role="alert" className="fault">
          {state.why}
        </p>
      )}
      <p className="flex flex-wrap gap-3">
        <button type="submit" className="button button-small" disabled={state.is === 'sending'}>
          {state.is === 'sending' ? words.comments.sending : toSend}
        </button>
        <button type="button" className="button button-plain button-small" onClick={close}>
          {words.comments.cancel}
        </button>
      </p>
    </form>
  )
}

function Field({
  id,
  name,
  label,
  hint,
  start,
  focus,
}: {
  id: string
  name: string
  label: string
  hint?: string
  start?: string
  focus: boolean
}) {
  return (
    <p className="field">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      {hint && (
        <span id={`${id}-${name}-hint`} className="hint">
          {hint}
        </span>
      )}
      <textarea
        id={`${id}-${name}`}
        name={name}
        rows={2}
        className="input"
        {...(hint && { 'aria-describedby': `${id}-${name}-hint` })}
        autoFocus={focus}
        {...(start !== undefined && { defaultValue: start })}
      />
    </p>
  )
}
