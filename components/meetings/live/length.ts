import { useEffect, useState } from 'react'
import type * as Y from 'yjs'

const COUNT_AFTER_MS = 400
/** Markdown has more signs than the text that it marks: from this share of the limit on it is counted as it would be circulated. */
const NEAR = 0.5

/** How long a text is, as it would be circulated; 0 while it is far from its limit. */
export function useLength(fragment: Y.XmlFragment, most: number): number {
  const [length, tell] = useState(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let stopped = false
    const count = async () => {
      if (lettersIn(fragment) < most * NEAR) return tell(0)
      // Loaded by whoever writes much. Where it cannot be, the page with what is circulated says it.
      const printed = await import('@/lib/minutes/drafts/markdown.ts').then(
        ({ markdownOf }) => markdownOf(fragment).length,
        () => 0,
      )
      if (!stopped) tell(printed)
    }
    const changed = () => {
      clearTimeout(timer)
      timer = setTimeout(() => void count(), COUNT_AFTER_MS)
    }
    changed()
    fragment.observeDeep(changed)
    return () => {
      stopped = true
      clearTimeout(timer)
      fragment.unobserveDeep(changed)
    }
  }, [fragment, most])
  return length
}

/** Letters and their marks, without printing them. */
function lettersIn(parent: Y.XmlFragment): number {
  return parent
    .toArray()
    .reduce(
      (sum: number, child) =>
        sum + ('toArray' in child ? lettersIn(child as Y.XmlFragment) + 2 : (child as Y.XmlText).length),
      0,
    )
}
