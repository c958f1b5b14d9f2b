import { offsetIn } from '../act/calendar.ts'

/** Clocks in a zone are set otherwise from `at` on. */
type Change = { at: number; from: number; to: number }

const day = 864e5
/** Years have four digits. */
const lastDay = Date.UTC(9999, 11, 31)

/**
 * The clocks of a zone as RFC 5545 (3.6.5) tells them, for the years of some instants: each change of those years by itself, with no
 * rule for the years after them. A rule would promise what a parliament has not decided yet, as it was with Mexico in October 2022.
 */
export function zoneText(zone: string, instants: Date[]): string[] {
  const observances = runsOf(instants).flatMap(([first, last]) => {
    const start = Date.UTC(first, 0, 1) - day
    const before = offsetIn(zone, new Date(start))
    return [
      { at: start, from: before, to: before },
      ...changesIn(zone, start, Math.min(Date.UTC(last + 1, 0, 2), lastDay)),
    ]
  })
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${zone}`,
    ...observances.flatMap((one) => observance(zone, one)),
    'END:VTIMEZONE',
  ]
}

/** Their years, those that follow each other together: a year that somebody mistyped costs one year, and not the centuries before it. */
function runsOf(instants: Date[]): [number, number][] {
  const years = [...new Set(instants.map((one) => Math.min(one.getUTCFullYear(), 9999)))].sort(
    (a, b) => a - b,
  )
  const runs: [number, number][] = []
  for (const year of years) {
    const run = runs.at(-1)
    if (run && year === run[1] + 1) run[1] = year
    else runs.push([year, year])
  }
  return runs
}

/** Clocks are never set twice within a day: where two days differ, the second between them is looked for. */
function changesIn(zone: string, start: number, end: number): Change[] {
  const offset = (at: number) => offsetIn(zone, new Date(at))
  const days = Array.from(
    { length: Math.ceil((end - start) / day) },
    (_none, place) => start + place * day,
  )
  return days.flatMap((at): Change[] => {
    const [from, to] = [offset(at), offset(at + day)]
    if (from === to) return []
    let [early, late] = [at, at + day]
    while (late - early > 1000) {
      const middle = early + Math.floor((late - early) / 2000) * 1000
      if (offset(middle) === from) early = middle
      else late = middle
    }
    return [{ at: late, from, to }]
  })
}

/** Its beginning is written as clocks showed it that were not yet set. */
function observance(zone: string, { at, from, to }: Change): string[] {
  const kind = /Daylight|Summer/.test(nameAt(zone, at, 'long')) ? 'DAYLIGHT' : 'STANDARD'
  return [
    `BEGIN:${kind}`,
    `DTSTART:${new Date(at + from).toISOString().slice(0, 19).replace(/[-:]/g, '')}`,
    `TZOFFSETFROM:${offsetText(from)}`,
    `TZOFFSETTO:${offsetText(to)}`,
    `TZNAME:${nameAt(zone, at, 'short')}`,
    `END:${kind}`,
  ]
}

function nameAt(zone: string, at: number, timeZoneName: 'long' | 'short'): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName }).formatToParts(
    new Date(at),
  )
  return parts.find((one) => one.type === 'timeZoneName')?.value ?? zone
}

function offsetText(offset: number): string {
  const seconds = Math.abs(offset) / 1000
  const parts = [seconds / 3600, (seconds % 3600) / 60, seconds % 60].map((one) =>
    String(Math.floor(one)).padStart(2, '0'),
  )
  return `${offset < 0 ? '-' : '+'}${parts.slice(0, parts[2] === '00' ? 2 : 3).join('')}`
}
