import { addDays, changesIn, dayIn, offsetIn, toDate, toInstant } from '../act/calendar.ts'
import type { Change } from '../act/calendar.ts'

/**
 * The clocks of a zone as RFC 5545 (3.6.5) tells them, for the years of some instants: each change of those years by itself, with no
 * rule for the years after them. A rule would promise what a parliament has not decided yet, as it was with Mexico in October 2022.
 */
export function zoneText(zone: string, instants: Date[]): string[] {
  const observances = runsOf(instants).flatMap(([first, last]) => {
    const [from, to] = [first, last].map((year) => String(year).padStart(4, '0'))
    const [start, end] = [toDate(addDays(`${from}-01-01`, -1)), toDate(addDays(`${to}-12-31`, 2))]
    const before = offsetIn(zone, start)
    return [{ at: start.getTime(), from: before, to: before }, ...changesIn(zone, start, end)]
  })
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${zone}`,
    ...observances.flatMap((change) => observance(zone, change)),
    'END:VTIMEZONE',
  ]
}

/** Their years, those that follow each other together: a year that somebody mistyped costs one year, and not the centuries before it. */
function runsOf(instants: Date[]): [number, number][] {
  const years = [
    ...new Set(instants.map((instant) => Number(dayIn('UTC', instant).slice(0, 4)))),
  ].toSorted((a, b) => a - b)
  const runs: [number, number][] = []
  for (const year of years) {
    const run = runs.at(-1)
    if (run && year === run[1] + 1) run[1] = year
    else runs.push([year, year])
  }
  return runs
}

/** Its beginning is written as clocks showed it that were not yet set. */
function observance(zone: string, { at, from, to }: Change): string[] {
  const kind = /Daylight|Summer/.test(nameAt(zone, at, 'long')) ? 'DAYLIGHT' : 'STANDARD'
  return [
    `BEGIN:${kind}`,
    `DTSTART:${toInstant(new Date(at + from)).replace(/[-:Z]/g, '')}`,
    `TZOFFSETFROM:${offsetText(from)}`,
    `TZOFFSETTO:${offsetText(to)}`,
    `TZNAME:${nameAt(zone, at, 'short')}`,
    `END:${kind}`,
  ]
}

function nameAt(zone: string, at: number, timeZoneName: 'long' | 'short'): string {
  // days: the name of a zone's clocks, and no day.
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName }).formatToParts(
    new Date(at),
  )
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone
}

function offsetText(offset: number): string {
  const seconds = Math.abs(offset) / 1000
  const parts = [seconds / 3600, (seconds % 3600) / 60, seconds % 60].map((one) =>
    String(Math.floor(one)).padStart(2, '0'),
  )
  return `${offset < 0 ? '-' : '+'}${parts.slice(0, parts[2] === '00' ? 2 : 3).join('')}`
}
