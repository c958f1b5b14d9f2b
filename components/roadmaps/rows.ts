import { daysBetween } from '@/lib/act/calendar.ts'
import { activitiesOf, isLate } from '@/lib/roadmaps/rules.ts'
import type {
  Activity,
  KeyAction,
  ProgressState,
  Reported,
  Roadmap,
  Wording,
} from '@/lib/roadmaps/rules.ts'

/** How the page writes what a roadmap holds: in the reader's language, with the forum's names and days. */
export type Writes = {
  text: (wording: Wording) => { text: string; lang?: string | undefined }
  day: (day: string) => string
  /** the short name of the month in which a day falls, for an axis */
  month: (day: string) => string
  /** so many days later; earlier where it is negative */
  drift: (days: number) => string
  responsible: (id: string) => string
}

/** Words that the chart and its table share. */
export type RoadmapWords = {
  states: Record<ProgressState, string>
  baseline: string
  added: string
  dropped: string
  late: string
  weight: (weight: number) => string
}

export type Plan = Pick<Roadmap, 'keyActions'>
export type Change = 'kept' | 'added' | 'dropped'

/** `item` as it is now, or as it was where it was dropped. `drift`: days by which its end moved. */
type Compared<Item> = { item: Item; base: Item | null; change: Change; drift: number }
export type Row = Compared<Activity> & { state: ProgressState; late: boolean }
export type Group = Compared<KeyAction> & { rows: Row[] }

const { compare: byNumber } = new Intl.Collator('en', { numeric: true })

function compared<Item extends { id: string; endsOn: string }>(
  item: Item,
  known: Map<string, Item> | null,
): Compared<Item> {
  const base = known?.get(item.id) ?? null
  return {
    item,
    base,
    change: base || !known ? 'kept' : 'added',
    drift: base ? daysBetween(base.endsOn, item.endsOn) : 0,
  }
}

/** Today's roadmap beside its baseline, key action by key action; what was dropped keeps the place of its number. */
export function groupsOf(now: Plan, baseline: Plan | null, reported: Reported, today: string): Group[] {
  const keyActions = baseline && new Map(baseline.keyActions.map((action) => [action.id, action]))
  const activities =
    baseline && new Map(activitiesOf(baseline).map((activity) => [activity.id, activity]))
  const kept = new Set([...now.keyActions, ...activitiesOf(now)].map((one) => one.id))
  const gone = <Item extends { id: string }>(items: Item[] | undefined) =>
    (items ?? []).filter(({ id }) => !kept.has(id))
  const droppedRows = (of: KeyAction | null) =>
    gone(of?.activities).map(
      (item): Row => ({
        item,
        base: item,
        change: 'dropped',
        drift: 0,
        state: 'not-started',
        late: false,
      }),
    )
  const groups = now.keyActions.map((action): Group => {
    const group = compared(action, keyActions)
    const rows = action.activities.map(
      (item): Row => ({
        ...compared(item, activities),
        state: reported.get(item.id) ?? 'not-started',
        late: isLate(item, reported, today),
      }),
    )
    return {
      ...group,
      rows: [...rows, ...droppedRows(group.base)].toSorted((a, b) =>
        byNumber(a.item.number, b.item.number),
      ),
    }
  })
  const dropped = gone(baseline?.keyActions).map(
    (item): Group => ({ item, base: item, change: 'dropped', drift: 0, rows: droppedRows(item) }),
  )
  return [...groups, ...dropped].toSorted((a, b) => a.item.number - b.item.number)
}
