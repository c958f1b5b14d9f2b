'use client'

import * as Tabs from '@radix-ui/react-tabs'
import { lazy, Suspense, useRef, useState, useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'

export type PreviewWords = { write: string; preview: string; nothing: string }

const AsTyped = ({ text }: { text: string }) => <p className="whitespace-pre-wrap">{text}</p>

// Whoever never looks does not load it; without a connection the text is shown as it was typed, and the page stays.
const MarkdownBody = lazy(async () => ({
  default: await import('@/components/page/markdown-body').then(
    (loaded) => loaded.MarkdownBody,
    () => AsTyped,
  ),
}))

const never = () => () => {}

/** Two tabs over one text area, which stays in the form behind the preview. Without scripts there is the area alone. */
export function Preview({ words, children }: { words: PreviewWords; children: ReactNode }) {
  const area = useRef<HTMLDivElement>(null)
  const [text, show] = useState<string | null>(null)
  const hasScripts = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  const look = (tab: string) =>
    show(tab === 'preview' ? (area.current?.querySelector('textarea')?.value ?? '') : null)
  return (
    <Tabs.Root
      value={text === null ? 'write' : 'preview'}
      onValueChange={look}
      className={hasScripts ? 'tab-sheet' : undefined}
    >
      {hasScripts && (
        <Tabs.List className="tabs">
          <Tabs.Trigger value="write" className="tab">
            {words.write}
          </Tabs.Trigger>
          <Tabs.Trigger value="preview" className="tab">
            {words.preview}
          </Tabs.Trigger>
        </Tabs.List>
      )}
      <Tabs.Content ref={area} value="write" forceMount hidden={text !== null} tabIndex={-1}>
        {children}
      </Tabs.Content>
      <Tabs.Content value="preview" className="preview signed-text">
        {text?.trim() ? (
          <Suspense>
            <MarkdownBody text={text} />
          </Suspense>
        ) : (
          <p className="soft">{words.nothing}</p>
        )}
      </Tabs.Content>
    </Tabs.Root>
  )
}
