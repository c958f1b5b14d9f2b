import type { Viewer } from '@/lib/act/viewer.ts'
import { isDay } from '@/lib/act/calendar.ts'
import { bodiesSeenBy, sectorsSeenBy } from '@/lib/bodies/seen.ts'
import { plansSeenBy } from '@/lib/commitments/plan-seen.ts'
import { searchKinds } from '@/lib/search/rules.ts'

/** What the address of a search may say, as it was typed. */
export type Given = {
  [name in 'q' | 'kind' | 'body' | 'sector' | 'plan' | 'from' | 'to' | 'after' | 'on' | 'at']?:
    | string
    | undefined
}

/** By what a search can be narrowed here. */
export async function choicesOf(viewer: Viewer) {
  const [bodies, sectors, plans] = await Promise.all([
    bodiesSeenBy(viewer),
    sectorsSeenBy(viewer),
    plansSeenBy(viewer),
  ])
  return { bodies, sectors, plans }
}
export type Choices = Awaited<ReturnType<typeof choicesOf>>

/** What is asked for, where it is something that there is. */
export function askedOf(given: Given, { bodies, sectors, plans }: Choices) {
  const known = (list: { id: string }[], id: string | undefined) =>
    list.some((one) => one.id === id) ? id : undefined
  const day = (text: string | undefined) => (text && isDay(text) ? text : undefined)
  return {
    q: given.q ?? '',
    kind: searchKinds.find((kind) => kind === given.kind),
    body: known(bodies, given.body),
    sector: known(sectors, given.sector),
    plan: known(plans, given.plan),
    from: day(given.from),
    to: day(given.to),
    after: given.after,
  }
}
