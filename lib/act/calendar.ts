const formats = new Map<string, Intl.DateTimeFormat>()

function wallClock(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formats.set(zone, made)
  return made
}

function wallTime(instant: Date, zone: string): string {
  const parts = Object.fromEntries(
    wallClock(zone)
      .formatToParts(instant)
      .map((part) => [part.type, part.value]),
  )
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}`
}

/** The day, 'YYYY-MM-DD', on which `instant` falls in `zone`. */
export function dayIn(zone: string, instant: Date): string {
  return wallTime(instant, zone).slice(0, 10)
}

/** 'HH:MM' in `zone`. */
export function timeIn(zone: string, instant: Date): string {
  return wallTime(instant, zone).slice(11, 16)
}

/** Whether 'YYYY-MM-DD' names a day that exists. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text
}

/**
 * The instant at which clocks in `zone` show `day` and `time`; null where no clock shows it, because it is skipped when summer
 * time begins. A time that comes twice when summer time ends means the first of the two.
 */
export function instantIn(zone: string, day: string, time: string): Date | null {
  const wanted = `${day}T${time}:00`
  const asUtc = Date.parse(`${wanted}Z`)
  if (Number.isNaN(asUtc)) return null
  const offsets = [-36e5 * 26, 0, 36e5 * 26].map((shift) => offsetIn(zone, new Date(asUtc + shift)))
  const candidates = offsets.map((offset) => asUtc - offset).sort((a, b) => a - b)
  const found = candidates.find((candidate) => wallTime(new Date(candidate), zone) === wanted)
  return found === undefined ? null : new Date(found)
}

/** By how much clocks in `zone` are ahead of UTC at `instant`, in milliseconds. */
export function offsetIn(zone: string, instant: Date): number {
  const second = Math.floor(instant.getTime() / 1000) * 1000
  return Date.parse(`${wallTime(instant, zone)}Z`) - second
}

/** The day from which on it is sure that a day, a month or a year has come: the last of it. */
export function lastDayOf(day: string): string {
  const [year = 0, month = 12, of] = day.split('-').map(Number)
  return of === undefined ? new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) : day
}

/** `day` moved by a number of days. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 864e5).toISOString().slice(0, 10)
}

/** A day as the database keeps it. */
export function toDate(day: string): Date {
  return new Date(`${day}T00:00:00Z`)
}

export function fromDate(date: Date): string {
  return date.toISOString().slice(0, 10)
}

/** An instant as it stands in an entry: UTC, whole seconds. */
export function toInstant(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}

export function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000)
}
