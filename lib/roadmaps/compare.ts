import { daysBetween } from '../act/calendar.ts'
import { activitiesOf } from './rules.ts'
import type { Activity, KeyAction, Roadmap, Wording } from './rules.ts'

/** A field that reads otherwise now. */
export type FieldChange = { field: string; before: unknown; after: unknown }

export type ItemChange = {
  id: string
  kind: 'key-action' | 'activity'
  number: string
  title: Wording
  /** null: not there before, or not there any more */
  before: KeyAction | Activity | null
  after: KeyAction | Activity | null
  fields: FieldChange[]
  /** promises less than before: a lower weight, no product, no means of verification, somebody fewer who answers */
  weakened: boolean
  /** days by which its end moved; 0 where it was added or dropped */
  drift: number
}

export type Comparison = {
  added: ItemChange[]
  dropped: ItemChange[]
  changed: ItemChange[]
  weakened: ItemChange[]
  moved: ItemChange[]
  /** of the roadmap as a whole: aims, participation, accountability */
  whole: FieldChange[]
  /** the furthest that the last day of the roadmap moved, in days */
  drift: number
}

type Item = { kind: ItemChange['kind']; number: string; value: KeyAction | Activity; within: string }

function itemsOf(roadmap: Roadmap): Map<string, Item> {
  const items = new Map<string, Item>()
  for (const keyAction of roadmap.keyActions) {
    items.set(keyAction.id, {
      kind: 'key-action',
      number: String(keyAction.number),
      value: keyAction,
      within: '',
    })
    for (const activity of keyAction.activities)
      items.set(activity.id, {
        kind: 'activity',
        number: activity.number,
        value: activity,
        within: keyAction.id,
      })
  }
  return items
}

/** Content, not layout: two spellings of nothing are one, and lists that mean sets are compared as sets. */
function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other))
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return [...(value as string[])].toSorted()
  if (value === null || typeof value !== 'object') return value ?? null
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )
}

/** Names of the fields that a version can change. Numbers and order are layout, but a promise that moved house is told. */
const keyActionFields = ['number', 'title', 'weight', 'responsible', 'startsOn', 'endsOn'] as const
const activityFields = [
  'number',
  'title',
  'product',
  'responsible',
  'startsOn',
  'endsOn',
  'verification',
  'after',
  'dependsOn',
] as const
const wholeFields = ['aim', 'finalAim', 'participation', 'accountability'] as const

function fieldChanges(before: Item, after: Item): FieldChange[] {
  const names: readonly string[] = before.kind === 'key-action' ? keyActionFields : activityFields
  const [old, now] = [before.value, after.value] as unknown as [
    Record<string, unknown>,
    Record<string, unknown>,
  ]
  const changes = names
    .filter((name) => !same(old[name], now[name]))
    .map((field) => ({ field, before: old[field], after: now[field] }))
  return before.within === after.within
    ? changes
    : [{ field: 'within', before: before.within, after: after.within }, ...changes]
}

function isWeakened(before: Item['value'], after: Item['value']): boolean {
  const fewer = before.responsible.some((one) => !after.responsible.includes(one))
  if ('weight' in before && 'weight' in after) return fewer || after.weight < before.weight
  if (!('product' in before) || !('product' in after)) return fewer
  return (
    fewer ||
    Boolean(before.product && !after.product) ||
    Boolean(before.verification && !after.verification)
  )
}

/** What the second roadmap does to the first: item by item, by identity, whatever became of numbers and order. */
export function compare(before: Roadmap, after: Roadmap): Comparison {
  const [old, now] = [itemsOf(before), itemsOf(after)]
  const entry = (id: string, one: Item | undefined, other: Item | undefined): ItemChange => {
    const shown = other ?? one
    const fields = one && other ? fieldChanges(one, other) : []
    return {
      id,
      kind: shown?.kind ?? 'activity',
      number: shown?.number ?? '',
      title: shown?.value.title ?? {},
      before: one?.value ?? null,
      after: other?.value ?? null,
      fields,
      weakened: one && other ? isWeakened(one.value, other.value) : false,
      drift: one && other ? daysBetween(one.value.endsOn, other.value.endsOn) : 0,
    }
  }
  const added = [...now].filter(([id]) => !old.has(id)).map(([id, item]) => entry(id, undefined, item))
  const dropped = [...old].filter(([id]) => !now.has(id)).map(([id, item]) => entry(id, item, undefined))
  const changed = [...old].flatMap(([id, item]) => {
    const change = now.has(id) ? entry(id, item, now.get(id)) : null
    return change && change.fields.length > 0 ? [change] : []
  })
  const whole = wholeFields
    .filter((field) => !same(before[field], after[field]))
    .map((field) => ({ field, before: before[field], after: after[field] }))
  return {
    added,
    dropped,
    changed,
    whole,
    weakened: changed.filter((itemChange) => itemChange.weakened),
    moved: changed.filter((itemChange) =>
      itemChange.fields.some(({ field }) => field === 'startsOn' || field === 'endsOn'),
    ),
    drift: daysBetween(lastDayOf(before), lastDayOf(after)),
  }
}

/** By how many days the activity that slipped furthest ends later than before; 0 where none did. */
export function furthestDrift(
  before: Pick<Roadmap, 'keyActions'>,
  after: Pick<Roadmap, 'keyActions'>,
): number {
  const old = new Map(activitiesOf(before).map((activity) => [activity.id, activity.endsOn]))
  return activitiesOf(after).reduce(
    (most, { id, endsOn }) => Math.max(most, daysBetween(old.get(id) ?? endsOn, endsOn)),
    0,
  )
}

export function isUnchanged({ added, dropped, changed, whole }: Comparison): boolean {
  return added.length + dropped.length + changed.length + whole.length === 0
}

function lastDayOf(roadmap: Roadmap): string {
  return activitiesOf(roadmap).reduce(
    (last, one) => (one.endsOn > last ? one.endsOn : last),
    activitiesOf(roadmap)[0]?.endsOn ?? '1970-01-01',
  )
}

/**
 * Two requests that were written over the same version: `theirs` is in force now, `mine` still asks. What only one of them touched is
 * taken from that one; an item that both touched differently is a conflict, and nobody's text is dropped.
 */
export function merge(
  base: Roadmap,
  mine: Roadmap,
  theirs: Roadmap,
): { roadmap: Roadmap; conflicts: string[] } {
  const [first, ours, others] = [itemsOf(base), itemsOf(mine), itemsOf(theirs)]
  const touched = (items: Map<string, Item>, id: string) => {
    const [was, is] = [first.get(id), items.get(id)]
    if (!was || !is) return was !== is
    return was.within !== is.within || fieldChanges(was, is).length > 0
  }
  const ids = [...new Set([...others.keys(), ...ours.keys()].concat([...first.keys()]))]
  const conflicts: string[] = []
  const chosen = new Map<string, Item>()
  for (const id of ids) {
    const [byMe, byThem] = [touched(ours, id), touched(others, id)]
    const agreed = same(bare(ours.get(id)), bare(others.get(id)))
    if (byMe && byThem && !agreed)
      conflicts.push((ours.get(id) ?? others.get(id) ?? first.get(id))?.number ?? '')
    const taken = byMe ? ours.get(id) : others.get(id)
    if (taken) chosen.set(id, taken)
  }
  const keyActions = [...chosen.values()].flatMap((item) =>
    'activities' in item.value ? [item.value] : [],
  )
  const whole = Object.fromEntries(
    wholeFields.map((field) => {
      const byMe = !same(base[field], mine[field])
      if (byMe && !same(base[field], theirs[field]) && !same(mine[field], theirs[field]))
        conflicts.push(field)
      return [field, byMe ? mine[field] : theirs[field]]
    }),
  ) as Pick<Roadmap, (typeof wholeFields)[number]>
  const roadmap = {
    ...whole,
    keyActions: keyActions
      .toSorted((one, other) => one.number - other.number)
      .map((keyAction) => ({
        ...keyAction,
        activities: [...chosen.values()]
          .flatMap((item) =>
            item.within === keyAction.id && !('activities' in item.value) ? [item.value] : [],
          )
          .toSorted((one, other) => byNumber(one.number, other.number)),
      })),
  }
  // An activity whose key action the other request dropped has no place to go.
  for (const item of chosen.values())
    if (item.within && !chosen.has(item.within)) conflicts.push(item.number)
  return { roadmap, conflicts: [...new Set(conflicts)] }
}

function bare(item: Item | undefined): unknown {
  if (!item) return null
  const value: Record<string, unknown> = { ...item.value }
  delete value.activities
  return Object.entries({ ...value, within: item.within })
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, one]) => `${name}=${JSON.stringify(plain(one))}`)
}

/** `1.10` comes after `1.9`. */
export function byNumber(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true })
}
