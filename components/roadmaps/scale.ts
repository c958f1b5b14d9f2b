import { addDays, daysBetween, monthAfter } from '@/lib/act/calendar.ts'

export type Step = 'month' | 'quarter' | 'year'

export type Scale = {
  from: string
  /** the day after the last */
  to: string
  step: Step
  /** where a day begins, in hundredths of the whole */
  at: (day: string) => number
  /** where it ends */
  endOf: (day: string) => number
  /** years at their first day in sight, where there is room to write them */
  years: string[]
  /** the first days of the months or quarters: written, except on an axis of years */
  steps: string[]
}

/** More marks than these are no axis any more, but a fence. */
const mostMonths = 16
const mostQuarters = 16

function stepFor(months: number): Step {
  if (months <= mostMonths) return 'month'
  return months <= mostQuarters * 3 ? 'quarter' : 'year'
}

/** The axis that holds these days, in whole months or quarters; its step follows from its length. */
export function scaleOf(days: string[]): Scale {
  const [first = '1970-01-01', last = first] = [
    days.reduce((a, b) => (b < a ? b : a), days[0] ?? ''),
    days.reduce((a, b) => (b > a ? b : a), ''),
  ].filter(Boolean)
  const months =
    (Number(last.slice(0, 4)) - Number(first.slice(0, 4))) * 12 +
    Number(last.slice(5, 7)) -
    Number(first.slice(5, 7)) +
    1
  const step = stepFor(months)
  const size = step === 'month' ? 1 : 3
  const from = monthAfter(first, -((Number(first.slice(5, 7)) - 1) % size))
  const to = monthAfter(last, size - ((Number(last.slice(5, 7)) - 1) % size))
  const length = daysBetween(from, to)
  const at = (day: string) => Math.round((daysBetween(from, day) / length) * 1e4) / 100
  const steps: string[] = []
  for (let day = from; day < to; day = monthAfter(day, size)) steps.push(day)
  const years = steps.filter((day) => day === from || day.endsWith('-01-01'))
  return {
    from,
    to,
    step,
    at,
    endOf: (day) => at(addDays(day, 1)),
    steps,
    years: years.filter((day, place) => at(years[place + 1] ?? to) - at(day) >= 5),
  }
}

/** The highest free lane for each mark, so that no two cover each other. `width` in hundredths of the whole. */
export function lanesOf(marks: { at: number; width: number }[]): number[] {
  const ends: number[] = []
  const lanes: number[] = []
  for (const { at, width, place } of marks
    .map((mark, place) => ({ ...mark, place }))
    .toSorted((a, b) => a.at - b.at)) {
    const free = ends.findIndex((end) => end <= at - width / 2)
    const lane = free === -1 ? ends.length : free
    ends[lane] = at + width / 2
    lanes[place] = lane
  }
  return lanes
}
