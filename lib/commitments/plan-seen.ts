import { fromDate } from '../act/calendar.ts'
import type { Localised, Source } from '../act/fields.ts'
import type { Viewer } from '../act/viewer.ts'
import { sectorOf } from '../bodies/seen.ts'
import type { SectorSeen } from '../bodies/seen.ts'
import { distributionOf, lastDayOfPlan, planIsOver, statuses } from './rules.ts'
import type { Bar } from './rules.ts'
import { findingOf } from './source-seen.ts'
import type { FindingSeen } from './source-seen.ts'

export type PlanSeen = {
  id: string
  slug: string
  name: Localised
  rank: number
  adoptedOn: string | null
  startsOn: string | null
  endsOn: string | null
  extendedTo: string | null
  invented: boolean
  source: Source | null
  /** the one that was recorded last: what "the plan" means without a name */
  current: boolean
  /** its last day, as exactly as it is known, and whether that is past */
  lastDay: string | null
  over: boolean
  /** from which day on nothing changes in it any more, by a decision of the forum */
  closedOn: string | null
  /** how many commitments stand where, in the forum's own words */
  statuses: { status: string; count: number }[]
  commitments: number
}

/** The plans, the latest first. */
export async function plansSeenBy({ db, forum, today }: Viewer): Promise<PlanSeen[]> {
  const [rows, counts] = await Promise.all([
    db.plan.findMany({ where: { forumId: forum.id }, orderBy: { rank: 'desc' } }),
    db.commitment.groupBy({ by: ['planId', 'status'], where: { forumId: forum.id }, _count: true }),
  ])
  return rows.map((row, at): PlanSeen => {
    const own = statuses.flatMap((status) => {
      const count = counts.find((one) => one.planId === row.id && one.status === status)?._count ?? 0
      return count > 0 ? [{ status, count }] : []
    })
    return {
      id: row.id,
      slug: row.slug,
      name: row.name,
      rank: row.rank,
      adoptedOn: row.adoptedOn,
      startsOn: row.startsOn,
      endsOn: row.endsOn,
      extendedTo: row.extendedTo,
      invented: row.invented,
      source: row.source,
      current: at === 0,
      lastDay: lastDayOfPlan(row),
      // On a table to practise on, a plan stands as on the day of its adoption, for visitors to work on.
      over:
        row.closedOn !== null ||
        (forum.kind !== 'practice' && planIsOver({ ...row, closedOn: null }, today)),
      closedOn: row.closedOn && fromDate(row.closedOn),
      statuses: own,
      commitments: own.reduce((sum, one) => sum + one.count, 0),
    }
  })
}

/** One plan by its slug; without one, the current plan. */
export async function planSeenBy(viewer: Viewer, slug?: string): Promise<PlanSeen | null> {
  return (await plansSeenBy(viewer)).find((plan) => (slug ? plan.slug === slug : plan.current)) ?? null
}

export type Distribution = {
  author: string
  measure: string
  bars: (Omit<Bar, 'identified'> & { identified: number[] })[]
  of: number
  sources: Source[]
}

/** The measures that a plan's page draws as bars; the rest of what was found is listed. */
const drawn = ['completion', 'early-results']

/**
 * What was found about a plan, by who found it: distributions beside what is known by name, and the rest. The IRM's word and a
 * party's report of itself are never added up.
 */
export async function planResultsSeenBy(
  { db, forum }: Viewer,
  plan: PlanSeen,
): Promise<{ distributions: Distribution[]; others: FindingSeen[] }> {
  const [rows, commitments] = await Promise.all([
    db.finding.findMany({ where: { forumId: forum.id, planId: plan.id }, orderBy: { id: 'asc' } }),
    db.commitment.findMany({
      where: { forumId: forum.id, planId: plan.id },
      select: { id: true, number: true },
      orderBy: { number: 'asc' },
    }),
  ])
  const findings = rows.map(findingOf)
  const numberOf = new Map(commitments.map((commitment) => [commitment.id, commitment.number]))
  const authors = [...new Set(findings.map((finding) => finding.author))].toSorted().toReversed()
  const distributions = authors.flatMap((author) =>
    drawn.flatMap((measure): Distribution[] => {
      const own = findings.filter((finding) => finding.author === author && finding.measure === measure)
      const ofPlan = own.flatMap((findingSeen) =>
        findingSeen.commitmentId === null && findingSeen.count !== null
          ? [{ ...findingSeen, count: findingSeen.count }]
          : [],
      )
      const named = own.flatMap((findingSeen) =>
        findingSeen.commitmentId === null
          ? []
          : [{ ...findingSeen, commitment: findingSeen.commitmentId }],
      )
      const bars = distributionOf(measure, ofPlan, named, commitments.length)
      const sources = [
        ...new Map(own.map((findingSeen) => [findingSeen.source.text, findingSeen.source])).values(),
      ]
      return bars.length === 0
        ? []
        : [
            {
              author,
              measure,
              of: plan.commitments,
              sources,
              bars: bars.map((bar) => ({
                ...bar,
                identified: bar.identified
                  .flatMap((id) => numberOf.get(id) ?? [])
                  .toSorted((one, other) => one - other),
              })),
            },
          ]
    }),
  )
  return {
    distributions,
    others: findings.filter(
      (finding) =>
        finding.commitmentId === null &&
        !distributions.some(
          (drawing) => drawing.author === finding.author && drawing.measure === finding.measure,
        ),
    ),
  }
}

export type TableSeen = {
  slug: string
  name: Localised
  kind: string
  sectors: SectorSeen[]
  acts: number
  plan: { name: Localised; commitments: number } | null
}

/** The tables of this installation: those where people act first, then those to practise on, then records of the past. */
export async function tablesSeenBy({ db }: Pick<Viewer, 'db'>): Promise<TableSeen[]> {
  const [forums, heads, plans] = await Promise.all([
    db.forum.findMany({
      include: { sectors: { where: { hasPosition: true }, orderBy: { rank: 'asc' } } },
      orderBy: { slug: 'asc' },
    }),
    db.logHead.findMany(),
    db.plan.findMany({
      include: { _count: { select: { commitments: true } } },
      orderBy: { rank: 'desc' },
    }),
  ])
  const order = ['live', 'practice', 'record']
  return (
    forums
      // What never opened is no table yet.
      .filter(({ kind, openedAt }) => kind === 'record' || openedAt !== null)
      .toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind))
      .map((forum) => {
        const plan = plans.find((one) => one.forumId === forum.id)
        return {
          slug: forum.slug,
          name: forum.name,
          kind: forum.kind,
          sectors: forum.sectors.map(sectorOf),
          acts: heads.find((head) => head.forumId === forum.id)?.size ?? 0,
          plan: plan ? { name: plan.name, commitments: plan._count.commitments } : null,
        }
      })
  )
}
