import { addDays, daysBetween } from '../act/calendar.ts'

// What a brief counts and compares. It says nothing that is not in the record: two days that do not agree, an order that does not hold, a sum.

export type Titled = { es?: string | undefined; en?: string | undefined }

/** What a person would say in the order in which they would want to know it. */
export const sections = [
  'due',
  'blocked',
  'promised',
  'changed',
  'disputed',
  'outside',
  'people',
  'next',
  'recent',
] as const
export type SectionName = (typeof sections)[number]

/** What must be done, as one asks for it: within a week, by one's own seat, late already, and what comes then. */
export const dueGroups = ['soon', 'seat', 'late', 'coming'] as const
export type DueGroup = (typeof dueGroups)[number]

/** So many days are "soon", and so many still "coming". */
const SOON = 7
const COMING = 90

export type Whose = 'seat' | 'sector' | 'body'

export function daysLeft(dueOn: string, today: string): number {
  return daysBetween(today, dueOn)
}

/** Null: nobody needs to know it yet. */
export function dueGroup(
  due: { dueOn: string | null; whose: Whose; conflict: boolean; lasting?: boolean },
  today: string,
): DueGroup | null {
  const left = due.dueOn === null ? null : daysLeft(due.dueOn, today)
  if (left !== null && left >= 0 && left <= SOON && !due.lasting) return 'soon'
  if (due.whose === 'seat') return 'seat'
  if (left === null) return due.conflict ? 'late' : 'coming'
  if (left < 0 || due.lasting) return 'late'
  return left <= COMING ? 'coming' : null
}

type Weighed = { dueOn: string | null; whose: Whose; conflict: boolean; cost: number }
const nearness: Record<Whose, number> = { seat: 0, sector: 1, body: 2 }

/** By days left, the latest first; what has no day comes last; on one day what conflicts, what costs more, and what is nearer. */
export function byWeight(one: Weighed, other: Weighed): number {
  return (
    (one.dueOn ?? '9999').localeCompare(other.dueOn ?? '9999') ||
    Number(other.conflict) - Number(one.conflict) ||
    other.cost - one.cost ||
    nearness[one.whose] - nearness[other.whose]
  )
}

/** Letters alone, without accents: as words are compared. */
function wordsIn(text: string): string[] {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 3)
}

/**
 * Does a text speak of the thing of this title? Where it has every longer word of the title, and the title has at least two: one
 * word alone ("report") names too much.
 */
export function speaksOf(text: string, title: Titled): boolean {
  const said = new Set(wordsIn(text))
  return [title.es, title.en].some((name) => {
    const words = [...new Set(wordsIn(name ?? ''))]
    return words.length > 1 && words.every((word) => said.has(word))
  })
}

export type ActivityDue = {
  id: string
  number: string
  title: Titled
  endsOn: string
  commitment: string
}
export type ActionDue = {
  id: string
  text: string
  dueOn: string | null
  commitment: string | null
}

/** Two days for one thing: an activity's, and another that minutes set for an action about it. */
export function twoDates<A extends ActivityDue, B extends ActionDue>(
  activities: A[],
  actions: B[],
): { activity: A; action: B }[] {
  return activities.flatMap((activity) =>
    actions
      .filter(
        (action) =>
          action.commitment === activity.commitment &&
          action.dueOn !== null &&
          action.dueOn !== activity.endsOn &&
          speaksOf(action.text, activity.title),
      )
      .map((action) => ({ activity, action })),
  )
}

type Ends = { id: string; number: string; endsOn: string }

/** What a request moves, and by how many days. */
export function movedEnds<A extends Ends>(
  now: A[],
  asked: Ends[],
): { activity: A; to: string; by: number }[] {
  return now.flatMap((activity) => {
    const then = asked.find((one) => one.id === activity.id)
    return then && then.endsOn !== activity.endsOn
      ? [{ activity, to: then.endsOn, by: daysBetween(activity.endsOn, then.endsOn) }]
      : []
  })
}

/** The first day that a request would move and that is over before the request itself has to be answered; null: there is none. */
export function movedTooLate<A extends Ends>(
  lastDay: string | null,
  moved: { activity: A }[],
): A | null {
  if (lastDay === null) return null
  const overBefore = moved
    .map(({ activity }) => activity)
    .filter(({ endsOn }) => endsOn < lastDay)
    .toSorted((one, other) => one.endsOn.localeCompare(other.endsOn))
  return overBefore[0] ?? null
}

export type ItemAsking = { id: string; continues: string | null }
export type Answered = { item: string; decidedOn: string; decision: number }

/**
 * Items of an agenda that ask for what is decided: a proposal was tied to the item, or to one that it continues, and was decided. `earlier`
 * are items of other meetings, for following a thread back.
 */
export function askedAgain<I extends ItemAsking>(
  items: I[],
  earlier: ItemAsking[],
  answered: Answered[],
  open: string[],
): { item: I; answer: Answered }[] {
  const before = new Map([...earlier, ...items].map((item) => [item.id, item.continues]))
  return items.flatMap((item) => {
    const thread = threadOf(item.id, before)
    if (thread.some((id) => open.includes(id))) return []
    const answer = answered
      .filter((one) => thread.includes(one.item))
      .toSorted((one, other) => other.decidedOn.localeCompare(one.decidedOn))[0]
    return answer ? [{ item, answer }] : []
  })
}

function threadOf(id: string, before: Map<string, string | null>): string[] {
  const thread: string[] = []
  let at: string | null | undefined = id
  while (at && !thread.includes(at)) {
    thread.push(at)
    at = before.get(at)
  }
  return thread
}

/** Its first day has passed, and nobody reported that anything was begun. */
export function shouldHaveBegun(startsOn: string, state: string | undefined, today: string): boolean {
  return startsOn < today && (state ?? 'not-started') === 'not-started'
}

export type Mark = { seat: string; body: string; heldOn: string; state: string }
export type Presence = {
  seat: string
  body: string
  /** sessions in which it was noted how the seat took part */
  of: number
  there: number
  represented: number
  excused: number
  absent: number
  lastThere: string | null
  /** missed without a break up to the last one */
  missed: string[]
}

const there = new Set(['present', 'remote', 'represented'])

/** How each seat took part in the sessions of each body, as a person would count it by hand. */
export function presenceOf(marks: Mark[]): Presence[] {
  const rows = Map.groupBy(marks, ({ seat, body }) => `${seat} ${body}`)
  return [...rows.values()].flatMap((own) => {
    const inOrder = own.toSorted((one, other) => one.heldOn.localeCompare(other.heldOn))
    const [first] = inOrder
    if (!first) return []
    const count = (state: string) => own.filter((mark) => mark.state === state).length
    const lastThere = inOrder.findLast((mark) => there.has(mark.state))?.heldOn ?? null
    return [
      {
        seat: first.seat,
        body: first.body,
        of: own.length,
        there: own.filter((mark) => there.has(mark.state)).length,
        represented: count('represented'),
        excused: count('excused'),
        absent: count('absent'),
        lastThere,
        missed: inOrder
          .filter(({ heldOn }) => lastThere === null || heldOn > lastThere)
          .map(({ heldOn }) => heldOn),
      },
    ]
  })
}

/** From which day on changes are told: what was asked for, or a mandate's first day; null: everything. */
export function sinceWhen({
  asked,
  mandateFrom,
  taken,
}: {
  asked: string | null
  mandateFrom: string | null
  taken: boolean
}): string | null {
  if (asked) return asked
  return taken ? mandateFrom : null
}

/** Where no day was asked for, what is new is of so many days. */
export function recentSince(since: string | null, today: string): string {
  return since ?? addDays(today, -30)
}

/** What is carried, by whom. */
export type Load = {
  of: string
  /** share of sessions in which it was there; null: it was called to none */
  attendance: number | null
  meetings: number
  /** days between being asked and answering, in the middle; null: it answered nothing */
  answer: number | null
  answers: number
  open: number
  overdue: number
}

/** From 0, nothing, to 4, the most of all: what a heat map shades, beside the figure itself. */
export function shade(value: number | null, most: number): 0 | 1 | 2 | 3 | 4 {
  if (value === null || value <= 0 || most <= 0) return 0
  return Math.min(4, Math.max(1, Math.ceil((value / most) * 4))) as 1 | 2 | 3 | 4
}

export function middleOf(values: number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}

export type Warning =
  | { is: 'carries-more'; of: string; open: number; all: number; among: number }
  | { is: 'comes-less'; of: string; there: number; meetings: number }
  | { is: 'answers-late'; of: string; days: number }

const FEWEST_MEETINGS = 3
const RARELY = 0.6
const LONG_ANSWER = 14

/**
 * What the table could talk about, in figures alone. More than half as much again as an even share, or fewer than three sessions in five, or
 * two weeks to answer: bounds that were chosen, which no source gives.
 */
export function warningsIn(loads: Load[]): Warning[] {
  const all = loads.reduce((sum, { open }) => sum + open, 0)
  const even = loads.length === 0 ? 0 : all / loads.length
  return loads.flatMap((load): Warning[] => [
    ...(loads.length > 1 && load.open >= 3 && load.open > even * 1.5
      ? [{ is: 'carries-more' as const, of: load.of, open: load.open, all, among: loads.length }]
      : []),
    ...(load.attendance !== null && load.meetings >= FEWEST_MEETINGS && load.attendance < RARELY
      ? [
          {
            is: 'comes-less' as const,
            of: load.of,
            there: Math.round(load.attendance * load.meetings),
            meetings: load.meetings,
          },
        ]
      : []),
    ...(load.answer !== null && load.answers > 1 && load.answer > LONG_ANSWER
      ? [{ is: 'answers-late' as const, of: load.of, days: Math.round(load.answer) }]
      : []),
  ])
}
