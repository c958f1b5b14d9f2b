import { useCallback, useState, useSyncExternalStore } from 'react'
import { TAKEN_IN } from './held'

/** What the form around an element shows, by the names of its fields, whoever marked it and when: the form itself is asked. Null where there is none. */
export function useMarked(): {
  ref: (inside: HTMLElement | null) => void
  marked: Record<string, string> | null
} {
  const [inside, ref] = useState<HTMLElement | null>(null)
  const form = inside?.closest('form') ?? null
  const listen = useCallback(
    (changed: () => void) => {
      const told = ['input', TAKEN_IN]
      told.forEach((event) => form?.addEventListener(event, changed))
      return () => told.forEach((event) => form?.removeEventListener(event, changed))
    },
    [form],
  )
  const asked = useSyncExternalStore(
    listen,
    () => (form ? JSON.stringify(entriesOf(form)) : null),
    () => null,
  )
  return { ref, marked: asked === null ? null : (JSON.parse(asked) as Record<string, string>) }
}

const entriesOf = (form: HTMLFormElement) =>
  Object.fromEntries(
    [...new FormData(form)].filter((one): one is [string, string] => typeof one[1] === 'string'),
  )
