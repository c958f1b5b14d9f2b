import { fromDate } from '../act/calendar.ts'
import type { Prose } from '../act/fields.ts'
import type { Reader } from '../db/client.ts'
import type { RoadmapText } from './facts.ts'
import type { ChangeReason } from './rules.ts'
import type { ProgressState } from './rules.ts'

export type SealedVersion = {
  id: string
  number: number
  digest: string
  roadmap: RoadmapText
  sealedOn: string
  recordedAt: Date
  decisionId: string
  proposalId: string
  reasonClass: ChangeReason | null
  effectOnGoal: Prose | null
  askedBy: string | null
  entryIndex: number
}

/** Every version of a commitment's roadmap, the baseline first. What was sealed is public. */
export async function sealedVersions(db: Reader, commitment: string): Promise<SealedVersion[]> {
  const rows = await db.roadmapVersion.findMany({
    where: { commitmentId: commitment },
    orderBy: { number: 'asc' },
  })
  return rows.map(({ content, sealedOn, effectOnGoal, reasonClass, ...row }) => ({
    ...row,
    roadmap: content,
    sealedOn: fromDate(sealedOn),
    effectOnGoal,
    reasonClass,
  }))
}

/** The commitment's working group, and the Committee. */
export async function draftingBodies(db: Reader, forum: string, commitment: string): Promise<string[]> {
  const bodies = await db.body.findMany({
    where: { forumId: forum, OR: [{ kind: 'committee' }, { commitmentId: commitment }] },
    select: { id: true },
  })
  return bodies.map((body) => body.id)
}

/**
 * The latest word on each activity of these commitments, and no earlier one: of those there are more
 * with every month.
 */
export async function reportedIn(
  db: Reader,
  commitments: string[],
): Promise<Map<string, ProgressState>> {
  type Row = { activityId: string; state: ProgressState }
  if (commitments.length === 0) return new Map()
  const rows = await db.$queryRaw<Row[]>`
    SELECT DISTINCT ON ("activityId") "activityId", state FROM progress_report
    WHERE "commitmentId" = ANY(${commitments}::uuid[])
    ORDER BY "activityId", "entryIndex" DESC`
  return new Map(rows.map((row) => [row.activityId, row.state]))
}
