import { isDay } from '@/lib/act/calendar.ts'
import { viewerAt } from '@/lib/act/moment.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import { comparisonSeenBy } from '@/lib/then/seen.ts'
import type { Comparison } from '@/lib/then/seen.ts'
import { mesa } from './mesa'

export type DayFault = { field: 'from' | 'to'; key: string; day: string }
export type AskedDays = {
  from: string
  to: string
  faults: DayFault[] /** given the other way round */
  turned: boolean
}

/** Two days that an address asks for, in the order of the calendar, and what is wrong with each. */
export function daysAsked(
  { from = '', to = '' }: { from?: string | undefined; to?: string | undefined },
  today: string,
): AskedDays {
  const faults = (
    [
      ['from', from],
      ['to', to],
    ] as const
  ).flatMap(([field, given]): DayFault[] => {
    const day = given.slice(0, 40)
    if (!day) return []
    if (!isDay(day)) return [{ field, key: 'asOf.comparison.noSuchDay', day }]
    return day > today ? [{ field, key: 'asOf.comparison.dayToCome', day }] : []
  })
  const turned = faults.length === 0 && from !== '' && to !== '' && from > to
  return turned ? { from: to, to: from, faults, turned } : { from, to, faults, turned }
}

/** Read by the public: what was public then and is public now. */
export async function comparisonBetween(
  today: Viewer,
  { from, to }: AskedDays,
  plan: string | undefined,
): Promise<Comparison | null> {
  const [earlier, later] = await Promise.all(
    [from, to].map((on) => viewerAt(today, mesa().then({ on }).published, { on })),
  )
  return earlier && later ? comparisonSeenBy(today, [earlier, later], plan) : null
}
