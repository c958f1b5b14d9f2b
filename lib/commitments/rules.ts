/**
 * The forum's own words for where a commitment stands. Not OGP's page status, not the responsible body's self-report, not the IRM's
 * finding: four vocabularies that look alike and have different owners. `replaced`: it was split or merged, and goes on in
 * others. `unknown`: a record that does not say.
 */
export const statuses = [
  'in-force',
  'inactive',
  'concluded',
  'withdrawn',
  'replaced',
  'unknown',
] as const
export type Status = (typeof statuses)[number]

/**
 * What a source gives of a change taken over in place of the day of its decision: the day of the minutes with its reasons, or the day on
 * which the plan was presented. Neither is the day of the decision, and no page calls it so.
 */
export const sourcedDays = ['minutes', 'presentation'] as const
export type SourcedDay = (typeof sourcedDays)[number]

export type Period = { endsOn: string | null; extendedTo: string | null }

/** The last day of a plan, as exactly as it is known. */
export function lastDayOfPlan({ endsOn, extendedTo }: Period): string | null {
  return extendedTo ?? endsOn
}

/** A plan's period is over when its last day is past, a month or a year counting to its end; or from the day on which it was closed. */
export function planIsOver(plan: Period & { closedOn?: string | null }, today: string): boolean {
  if (plan.closedOn && plan.closedOn <= today) return true
  const last = lastDayOfPlan(plan)
  return last !== null && last < today.slice(0, last.length)
}

/**
 * What a page calls a status: what was in force is not in force any more once its plan is over, and nobody need have decided that. Nothing is
 * written for it: it follows from the plan's last day.
 */
export function standingIn(plan: { over: boolean }, status: string): string {
  return plan.over && status === 'in-force' ? 'plan-over' : status
}

/** The statuses that a decision can bring about. */
export const decidableStatuses = ['in-force', 'inactive', 'concluded', 'withdrawn'] as const
export type DecidableStatus = (typeof decidableStatuses)[number]

/**
 * Legal moves, all of them. What is concluded or withdrawn is over: a later plan makes a new commitment of it. A sector's pause is a
 * suspension, and no status.
 */
export const moves: Record<Status, readonly DecidableStatus[]> = {
  'in-force': ['inactive', 'concluded', 'withdrawn'],
  inactive: ['in-force', 'withdrawn'],
  concluded: [],
  withdrawn: [],
  replaced: [],
  unknown: ['in-force', 'inactive', 'concluded', 'withdrawn'],
}

export function mayMove(from: string, to: string): boolean {
  return (moves[from as Status] as readonly string[] | undefined)?.includes(to) ?? false
}

/** Concluded, withdrawn or replaced: nothing more can be decided of it. */
export function isOver(status: string): boolean {
  return (moves[status as Status] as readonly string[] | undefined)?.length === 0
}

export type DatedChange = { to: string; decidedOn: string; recordedOn: string; entryIndex: number }

/**
 * The change that made the status of a day: by when it happened (what was so on that day, as is known now), or by when it was recorded
 * (what the record said on that day). Null: nothing had been decided, or recorded, by then.
 */
export function changeOn<C extends DatedChange>(
  changes: C[],
  day: string,
  by: 'happened' | 'recorded',
): C | null {
  const later = (one: C, other: C) =>
    by === 'happened' && one.decidedOn !== other.decidedOn
      ? one.decidedOn > other.decidedOn
      : one.entryIndex > other.entryIndex
  return changes
    .filter((change) => (by === 'happened' ? change.decidedOn : change.recordedOn) <= day)
    .reduce<C | null>((latest, one) => (latest && later(latest, one) ? latest : one), null)
}

/** Why a status is to change: one word for counting, beside the reasons in full. */
export const reasonClasses = [
  'law',
  'budget',
  'turnover',
  'outside-event',
  'feasibility',
  'fulfilled',
  'conditions-met',
  'other',
] as const
export type ReasonClass = (typeof reasonClasses)[number]

/** A commitment that is put to rest must say what would wake it, and when the forum looks again. */
export function needsWaking(to: DecidableStatus): boolean {
  return to === 'inactive'
}

/** The order in which the IRM's levels rise (OGP glossary: completion; early results, "did it open government?"). */
export const levels: Record<string, readonly string[]> = {
  completion: ['not-started', 'limited', 'substantial', 'complete'],
  'early-results': ['worsened', 'none', 'marginal', 'significant', 'outstanding'],
}

export type PlanFinding = { measure: string; level: string; count: number }
export type OneFinding = { measure: string; level: string; commitment: string }
export type Bar = { level: string; count: number; identified: string[]; contradicted: boolean }

/**
 * The IRM's distribution over a plan beside what is known by name. Where every commitment is rated, the rows count; a count that the rows
 * contradict is pointed out. A rating that nobody published is never invented.
 */
export function distributionOf(
  measure: string,
  of: PlanFinding[],
  named: OneFinding[],
  commitments: number,
): Bar[] {
  const own = named.filter((oneFinding) => oneFinding.measure === measure)
  const recorded = of.filter((planFinding) => planFinding.measure === measure)
  const allRated = own.length === commitments && commitments > 0
  return (levels[measure] ?? [])
    .map((level) => {
      const identified = own
        .filter((oneFinding) => oneFinding.level === level)
        .map((oneFinding) => oneFinding.commitment)
      const told = recorded.find((planFinding) => planFinding.level === level)?.count ?? 0
      const count = recorded.length > 0 ? told : identified.length
      return {
        level,
        count,
        identified,
        contradicted: identified.length > count || (allRated && identified.length !== count),
      }
    })
    .filter((bar) => bar.count > 0 || bar.identified.length > 0)
}
