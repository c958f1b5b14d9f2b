'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { keepForm } from './keeper'
import type { Keeping } from './keeper'

export type AutosaveWords = {
  typing: string
  saving: string
  savedAt: string
  offline: string
  signedOut: string
  restored: string
  mine: string
  theirs: string
  theirText: string
}
type Props = {
  save: string
  address: string
  storageKey: string
  words: AutosaveWords
  /** the server keeps the other text aside, and the page shows both: so for the text of an item */
  keptAside?: boolean
}

/** Stands inside a form and saves it as one types. Without JavaScript the form's own button does the same. */
export function Autosave({ save, address, storageKey, words, keptAside = false }: Props) {
  const here = useRef<HTMLDivElement>(null)
  const keeper = useRef<ReturnType<typeof keepForm> | null>(null)
  const [keeping, tell] = useState<Keeping>({ is: 'quiet' })
  const [restored, setRestored] = useState(false)
  const router = useRouter()

  useEffect(() => {
    const form = here.current?.closest('form')
    if (!form) return
    keeper.current = keepForm(form, {
      save,
      address,
      storageKey,
      tell,
      restored: () => setRestored(true),
    })
    return () => keeper.current?.stop()
  }, [save, address, storageKey])

  useEffect(() => {
    if (keeping.is !== 'conflict' || !keptAside) return
    keeper.current?.yield()
    router.refresh()
  }, [keeping, keptAside, router])

  const takeTheirs = () => {
    keeper.current?.yield()
    router.refresh()
  }
  return (
    <div ref={here} className="text-sm text-soft">
      <p role="status" className="m-0 min-h-6">
        {restored && keeping.is !== 'conflict' && (
          <strong className="mr-2 font-semibold text-ink">{words.restored}</strong>
        )}
        {sentenceOf(keeping, words)}
      </p>
      {keeping.is === 'conflict' && !keptAside && (
        <div className="mt-2 grid gap-2 border-l-4 border-accent bg-wash p-3">
          <p className="m-0 font-semibold text-ink">{words.theirText}</p>
          <p className="m-0 whitespace-pre-wrap font-serif text-ink">{keeping.theirs.text}</p>
          <p className="m-0 flex flex-wrap gap-3">
            <button
              type="button"
              className="underline"
              onClick={() => keeper.current?.keepMine(keeping.theirs.revision)}
            >
              {words.mine}
            </button>
            <button type="button" className="underline" onClick={takeTheirs}>
              {words.theirs}
            </button>
          </p>
        </div>
      )}
    </div>
  )
}

function sentenceOf(keeping: Keeping, words: AutosaveWords): string {
  switch (keeping.is) {
    case 'typing':
      return words.typing
    case 'saving':
      return words.saving
    case 'saved':
      return words.savedAt.replace('{at}', keeping.at)
    case 'offline':
      return words.offline
    case 'signed-out':
      return words.signedOut
    case 'refused':
    case 'conflict':
      return keeping.message
    case 'quiet':
      return ''
  }
}
