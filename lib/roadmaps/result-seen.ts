import { fromDate } from '../act/calendar.ts'
import type { Localised } from '../act/fields.ts'
import type { Viewer } from '../act/viewer.ts'

/** What an adopted decision changed: where a commitment stands, and until when, its roadmap or its text, or a plan. */
export type DecisionEffect =
  | { of: 'status'; commitment: number; to: string; since: string; until: string | null }
  | { of: 'roadmap'; commitment: number; version: number }
  | { of: 'commitment'; how: string; commitment: number; others: number[] }
  | { of: 'plan-adopted'; plan: Localised; commitments: number }
  | { of: 'plan-closed'; plan: Localised }

/** By the decision's id. What brought nothing about, because it was not adopted or not carried out, is not there. */
export async function effectsOfDecisions(
  { db, forum }: Viewer,
  decisions: string[],
): Promise<Record<string, DecisionEffect>> {
  if (decisions.length === 0) return {}
  const of = { forumId: forum.id, decisionId: { in: decisions } }
  const plans = await effectsOnPlans({ db, forum }, decisions)
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
  // A plan's decision moves commitments besides: the plan is what was decided.
  return {
    ...Object.fromEntries(found.flatMap(([id, effect]) => (id ? [[id, effect]] : []))),
    ...plans,
  }
}

/** What decisions made of plans and of the text of commitments: the whole of a plan before its parts. */
async function effectsOnPlans(
  { db, forum }: Pick<Viewer, 'db' | 'forum'>,
  decisions: string[],
): Promise<Record<string, DecisionEffect>> {
  const here = { forumId: forum.id }
  const [adopted, closed, changes] = await Promise.all([
    db.plan.findMany({ where: { ...here, decisionId: { in: decisions } } }),
    db.plan.findMany({ where: { ...here, closedBy: { in: decisions } } }),
    db.commitmentChange.findMany({
      where: { ...here, decisionId: { in: decisions } },
      orderBy: { id: 'asc' },
    }),
  ])
  const commitments = await db.commitment.findMany({
    where: { id: { in: changes.map((change) => change.commitmentId) } },
    select: { id: true, number: true },
    orderBy: { number: 'asc' },
  })
  const numbersOf = (of: typeof changes) =>
    commitments
      .filter(({ id }) => of.some((change) => change.commitmentId === id))
      .map(({ number }) => number)
  const said = (decision: string): DecisionEffect | null => {
    const own = changes.filter((change) => change.decisionId === decision)
    const asWhole = adopted.find((plan) => plan.decisionId === decision)
    if (asWhole) return { of: 'plan-adopted', plan: asWhole.name, commitments: own.length }
    const ended = closed.find((plan) => plan.closedBy === decision)
    if (ended) return { of: 'plan-closed', plan: ended.name }
    // What was split or merged is told by what it was, not by what came of it.
    const first = own.find(({ how }) => how === 'split' || how === 'merged') ?? own[0]
    if (!first) return null
    const [number = 0] = numbersOf([first])
    const others = numbersOf(own.filter(({ how }) => how === first.how))
    return { of: 'commitment', how: first.how, commitment: number, others }
  }
  return Object.fromEntries(
    decisions.flatMap((decision) => {
      const effect = said(decision)
      return effect ? [[decision, effect]] : []
    }),
  )
}
