import { cache } from 'react'
import type { Viewer } from '@/lib/act/viewer.ts'
import { draftAccess, draftOf } from '@/lib/minutes/draft-seen.ts'
import type { Draft } from '@/lib/minutes/draft-seen.ts'
import { mesa } from './mesa'

/** The draft with what was typed a moment ago: what is shown is what would be circulated. */
export const settledDraft = cache(async (viewer: Viewer, meeting: string): Promise<Draft | null> => {
  if (await draftAccess(viewer, meeting)) await mesa().liveDrafts.settle(meeting)
  return draftOf(viewer, meeting)
})
