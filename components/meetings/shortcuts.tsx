'use client'

import { useEffect, useSyncExternalStore } from 'react'
import { Toggle } from '@/components/form/toggle'

export type Shortcut = { key: string; label: string /** what is pressed, or gone to */; target: string }
type Props = { title: string; on: string; shortcuts: Shortcut[] }

const kept = 'mesa/shortcuts'
const changed = 'mesa-shortcuts'

function listen(tell: () => void): () => void {
  window.addEventListener(changed, tell)
  return () => window.removeEventListener(changed, tell)
}

// A browser may forbid storage altogether; then they are on.
function isOn(): boolean {
  try {
    return localStorage.getItem(kept) !== 'off'
  } catch {
    return true
  }
}

function turn(on: boolean): void {
  try {
    localStorage.setItem(kept, on ? 'on' : 'off')
  } catch {
    // see above
  }
  window.dispatchEvent(new Event(changed))
}

/** Single letters, for whoever runs a session without a mouse; they can be turned off (WCAG 2.1.4), and are no letters in a field. */
export function Shortcuts({ title, on, shortcuts }: Props) {
  const active = useSyncExternalStore(listen, isOn, () => true)
  useEffect(() => {
    if (!active) return
    const pressed = (event: KeyboardEvent) => {
      const at = event.target instanceof HTMLElement ? event.target : document.body
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        event.repeat ||
        at.isContentEditable ||
        at.closest('input:not([type=checkbox], [type=radio]), select, textarea, [role=dialog]')
      )
        return
      const target = shortcuts.find(({ key }) => key === event.key.toLowerCase())?.target
      const found = target ? document.querySelector<HTMLElement>(target) : null
      if (!found) return
      event.preventDefault()
      found.focus()
      if (found instanceof HTMLButtonElement) found.click()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [active, shortcuts])
  return (
    <section aria-label={title} className="needs-script">
      <h2 className="mb-2">{title}</h2>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-3 gap-y-1.5">
        {shortcuts.map(({ key, label }) => (
          <div key={key} className="contents">
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
      <Toggle on={active} turn={turn} className="mt-2 flex min-h-8 items-center gap-2">
        {on}
      </Toggle>
    </section>
  )
}
