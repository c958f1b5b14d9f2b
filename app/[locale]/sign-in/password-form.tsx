'use client'
import { useActionState } from 'react'
import type { FormState } from '@/components/form/form-state'

export type PasswordField = { name: string; label: string; type: 'email' | 'password'; autoComplete: string; hint?: string }

type Props = {
  action: (previous: FormState, form: FormData) => Promise<FormState>
  state: FormState
  hidden: Record<string, string>
  fields: PasswordField[]
  submit: string
}

/** What was typed comes back after a mistake, but never a password. */
export function PasswordForm({ action, state: first, hidden, fields, submit }: Props) {
  const [state, send, sending] = useActionState(action, first)
  return (
    <form action={send} noValidate>
      <div role="alert">{state.message && <p className="form-message">{state.message}</p>}</div>
      {Object.entries({ ...hidden, key: state.key }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      {fields.map(({ name, label, type, autoComplete, hint }) => {
        const error = state.errors[name]
        const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ')
        return (
          <div key={name} className="field">
            <label htmlFor={name}>{label}</label>
            {hint && <p id={`${name}-hint`} className="hint">{hint}</p>}
            {error && <p id={`${name}-error`} className="field-error">{error}</p>}
            <input
              id={name} name={name} type={type} autoComplete={autoComplete} defaultValue={state.values[name]} required
              aria-invalid={error ? true : undefined} aria-describedby={described || undefined}
            />
          </div>
        )
      })}
      <button type="submit" className="button" disabled={sending}>{submit}</button>
    </form>
  )
}
