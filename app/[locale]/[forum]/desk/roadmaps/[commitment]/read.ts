import { notFound } from 'next/navigation'
import { cache } from 'react'
import { commitmentNamed } from '@/lib/commitments/seen.ts'
import { organisationsSeenBy } from '@/lib/bodies/seen.ts'
import { Id } from '@/lib/act/fields.ts'
import { draftFrom, roadmapIn } from '@/lib/roadmaps/draft.ts'
import type { DraftItem, DraftRoadmap } from '@/lib/roadmaps/draft.ts'
import { roadmapDraftSeenBy, roadmapSeenBy } from '@/lib/roadmaps/seen.ts'
import { deskFrame } from '../../frame'

export type RoadmapParams = Promise<{ locale: string; forum: string; commitment: string }>

/** A commitment's roadmap as its desk needs it: what is in force, and the working paper, begun or still as it would begin. */
export const roadmapDesk = cache(async (params: RoadmapParams) => {
  const [frame, { commitment: id }] = [await deskFrame(params), await params]
  const { viewer } = frame
  const [commitment, roadmap] = Id.safeParse(id).success
    ? await Promise.all([commitmentNamed(viewer, id), roadmapSeenBy(viewer, id)])
    : [null, null]
  if (!commitment || !roadmap) notFound()
  const [paper, organisations] = await Promise.all([
    roadmapDraftSeenBy(viewer, id),
    organisationsSeenBy(viewer),
  ])
  const latest = roadmap.versions.at(-1)
  const content = paper?.content ?? draftFrom(latest?.roadmap ?? null, 0)
  return {
    frame,
    commitment: { id, ...commitment },
    roadmap,
    latest,
    organisations,
    paper: {
      content,
      revision: paper?.revision ?? 0,
      over: paper?.over ?? latest?.number ?? 0,
      begun: Boolean(paper),
    },
  }
})
export type RoadmapDesk = Awaited<ReturnType<typeof roadmapDesk>>

export type KeyActionPaper = Extract<DraftItem, { kind: 'key-action' }>
export type ActivityPaper = Extract<DraftItem, { kind: 'activity' }>
type Ordered = { keyActions: { id: string; activities: { id: string }[] }[] }

/** The paper's key actions with their activities, in the order of their numbers. */
export function ordered(
  content: DraftRoadmap,
): { keyAction: KeyActionPaper; activities: ActivityPaper[] }[] {
  return (roadmapIn(content) as Ordered).keyActions.flatMap(({ id, activities }) => {
    const keyAction = content.items[id]
    if (keyAction?.kind !== 'key-action') return []
    return [
      {
        keyAction,
        activities: activities.flatMap((activity) => {
          const item = content.items[activity.id]
          return item?.kind === 'activity' ? [item] : []
        }),
      },
    ]
  })
}
