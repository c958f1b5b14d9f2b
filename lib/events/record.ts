import type { Prose } from '../act/fields.ts'
import type { Reader } from '../db/client.ts'
import { sealedVersions } from '../roadmaps/record.ts'
import { activitiesOf } from '../roadmaps/rules.ts'

export type SourcedText = { es?: string; en?: string }

export type ReassessmentDue = {
  id: string
  commitment: string
  numbers: string[]
  what: SourcedText
  happenedOn: string
  effect: Prose
  proposedBy: string
  sector: string
}

/** So many on one agenda: the rest, the oldest first, on the next. Each names up to 250 activities, and all go into one act. */
const mostReassessed = 8

/** What the next agenda of a body takes up: links that stand on no agenda yet, or whose item was withdrawn. What was postponed comes back by its item. */
export async function reassessmentsDue(db: Reader, body: string): Promise<ReassessmentDue[]> {
  type Row = {
    id: string
    commitmentId: string
    activityIds: string[]
    what: SourcedText
    happenedOn: string
    effect: Prose
    seatId: string
    sectorId: string
  }
  const rows = await db.$queryRaw<Row[]>`
    SELECT l.id, l."commitmentId", l."activityIds"::text[], e.what, e."happenedOn", l.effect, l."seatId", l."sectorId"
    FROM event_link l JOIN outside_event e ON e.id = l."eventId"
    WHERE l."bodyId" = ${body}::uuid AND NOT EXISTS (
      SELECT 1 FROM reassessment r JOIN agenda_item i ON i.id = r."itemId" WHERE r."linkId" = l.id AND i."withdrawnAt" IS NULL)
    ORDER BY l."entryIndex" LIMIT ${mostReassessed}`
  const versions = new Map(
    await Promise.all(
      [...new Set(rows.map((row) => row.commitmentId))].map(
        async (one) => [one, await sealedVersions(db, one)] as const,
      ),
    ),
  )
  return rows.map(({ id, commitmentId, activityIds, what, happenedOn, effect, seatId, sectorId }) => ({
    id,
    commitment: commitmentId,
    what,
    happenedOn,
    effect,
    proposedBy: seatId,
    sector: sectorId,
    numbers: numbersIn(versions.get(commitmentId) ?? [], activityIds),
  }))
}

/** Activities by the numbers that they had last. */
export function numbersIn(
  versions: { roadmap: Parameters<typeof activitiesOf>[0] }[],
  ids: string[],
): string[] {
  const known = new Map(
    versions.flatMap((version) =>
      activitiesOf(version.roadmap).map((each) => [each.id, each.number] as const),
    ),
  )
  return ids
    .flatMap((id) => known.get(id) ?? [])
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
}
