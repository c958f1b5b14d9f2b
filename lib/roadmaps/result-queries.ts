import { fromDate } from '../act/calendar.ts'
import type { Viewer } from '../act/viewer.ts'

/** What an adopted decision changed: where a commitment stands, and until when, or its roadmap. */
export type DecisionEffect =
  | { of: 'status'; commitment: number; to: string; since: string; until: string | null }
  | { of: 'roadmap'; commitment: number; version: number }

/** By the decision's id. What brought nothing about, because it was not adopted or not carried out, is not there. */
export async function effectsOfDecisions(
  { db, forum }: Viewer,
  decisions: string[],
): Promise<Record<string, DecisionEffect>> {
  if (decisions.length === 0) return {}
  const of = { forumId: forum.id, decisionId: { in: decisions } }
  const [changed, sealed] = await Promise.all([
    db.statusChange.findMany({ where: of }),
    db.roadmapVersion.findMany({ where: of, omit: { content: true } }),
  ])
  const ids = [...changed, ...sealed].map((row) => row.commitmentId)
  const [commitments, all] = await Promise.all([
    db.commitment.findMany({ where: { id: { in: ids } }, select: { id: true, number: true } }),
    db.statusChange.findMany({
      where: { forumId: forum.id, commitmentId: { in: changed.map((row) => row.commitmentId) } },
      orderBy: { entryIndex: 'asc' },
    }),
  ])
  const numberOf = (id: string) => commitments.find((commitment) => commitment.id === id)?.number ?? 0
  const until = ({ commitmentId, entryIndex }: (typeof changed)[number]) => {
    const next = all.find((one) => one.commitmentId === commitmentId && one.entryIndex > entryIndex)
    return next ? fromDate(next.decidedOn) : null
  }
  const found: [string | null, DecisionEffect][] = [
    ...changed.map((row): [string | null, DecisionEffect] => [
      row.decisionId,
      {
        of: 'status',
        commitment: numberOf(row.commitmentId),
        to: row.to,
        since: fromDate(row.decidedOn),
        until: until(row),
      },
    ]),
    ...sealed.map((row): [string | null, DecisionEffect] => [
      row.decisionId,
      { of: 'roadmap', commitment: numberOf(row.commitmentId), version: row.number },
    ]),
  ]
  return Object.fromEntries(found.flatMap(([id, effect]) => (id ? [[id, effect]] : [])))
}
