import { escape, foldLines, ICalCalendar, ICalEventStatus } from 'ical-generator'
import type { ICalLuxonDateTimeStub } from 'ical-generator'
import { addDays, dayIn, timeIn, toDate } from '../act/calendar.ts'
import { zoneText } from './zone.ts'

/** Minutes that a meeting is said to take of which nobody planned how long it will be. */
const usual = 120
/** How often a calendar is asked to look again, in seconds. */
const refresh = 3600

export type Entry = {
  /** the same for as long as the thing is the same, wherever the record is hosted */
  uid: string
  /** how often it has been changed since it was first recorded, and when last */
  sequence: number
  changedAt: Date
  /** a day alone, where the record gives no hour */
  time: { from: Date; until: Date } | { on: string }
  status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED'
  summary: string
  /** the body, by which calendars sort and colour */
  category: string
  description: string
  place: string | null
  url: string
  /** for those who may walk in: the caller answers for that */
  video: string | null
}
export type Calendar = { name: string; lang: 'es' | 'en'; zone: string; url: string; entries: Entry[] }

/** Minutes from what is planned for each item: their sum, and no less than usual where an item has none. */
export function lengthOf(planned: (number | null)[]): number {
  const sum = planned.reduce<number>((total, one) => total + (one ?? 0), 0)
  return planned.length > 0 && !planned.includes(null) ? sum : Math.max(usual, sum)
}

export function uidOf(id: string, forum: string): string {
  return `${id}@${forum}.mesa-abierta`
}

/** A calendar as text (RFC 5545, with NAME, REFRESH-INTERVAL and CONFERENCE of RFC 7986). The same record gives the same bytes. */
export function calendarText({ name, lang, zone, url, entries }: Calendar): string {
  // Were the calendar given the zone, the writer would put stamps into it too, which are UTC by the standard.
  const calendar = new ICalCalendar({
    prodId: { company: 'Mesa Abierta', product: 'Mesa Abierta', language: lang.toUpperCase() },
    ttl: refresh,
    url,
    name: escape(plain(name), false),
  })
  for (const {
    uid,
    sequence,
    changedAt,
    time,
    status,
    summary,
    category,
    description,
    place,
    url: page,
    video,
  } of entries) {
    const event = calendar.createEvent({
      id: uid,
      sequence,
      stamp: changedAt,
      lastModified: changedAt,
      timezone: zone,
      summary: plain(summary),
      description: plain(description),
      url: page,
      status: ICalEventStatus[status],
      categories: [{ name: plain(category) }],
      ...(place && { location: plain(place) }),
      ...('on' in time
        ? { allDay: true, start: clock(zone, time.on), end: clock(zone, addDays(time.on, 1)) }
        : { start: clock(zone, time.from), end: clock(zone, time.until) }),
    })
    if (video) event.x([['CONFERENCE;VALUE=URI;FEATURE=VIDEO', video]])
  }
  return inOrder(calendar.toString(), [`X-WR-TIMEZONE:${zone}`, ...zoneOf(zone, entries)])
}

/** What nobody types and some readers stumble over: control characters, and the line breaks that only Unicode knows. */
function plain(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .trim()
}

/** The writer asks a time what clocks show; of a plain Date it would ask the clocks of this machine. */
function clock(zone: string, time: Date | string): ICalLuxonDateTimeStub {
  const [day, hour] =
    typeof time === 'string' ? [time, '00:00'] : [dayIn(zone, time), timeIn(zone, time)]
  const instant = typeof time === 'string' ? toDate(time) : time
  const shown: ICalLuxonDateTimeStub = {
    isValid: true,
    zone: { type: 'iana' },
    setZone: () => shown,
    toJSDate: () => instant,
    toJSON: () => instant.toISOString(),
    toFormat: (format) => (format === 'HHmmss' ? `${hour.replace(':', '')}00` : day.replaceAll('-', '')),
  }
  return shown
}

/** The zone for the years of the entries. A calendar without any has the zone all the same, for it may not be empty. */
function zoneOf(zone: string, entries: Entry[]): string[] {
  const instants = entries.flatMap(({ time }) => ('on' in time ? [] : [time.from, time.until]))
  return zoneText(zone, instants.length > 0 ? instants : [new Date(0)])
}

/**
 * What the writer leaves to be done: the zone comes after the calendar's own properties and before its entries, addresses are not escaped as texts
 * are (RFC 5545, 3.3.13), and the last line is ended like the others.
 */
function inOrder(text: string, zone: string[]): string {
  const lines = text
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .map((line) => (/^(URL|CONFERENCE)[;:]/.test(line) ? line.replace(/\\([\\;,])/g, '$1') : line))
  const head = lines.findIndex((line) => line === 'BEGIN:VEVENT' || line === 'END:VCALENDAR')
  return foldLines([...lines.slice(0, head), ...zone, ...lines.slice(head), ''].join('\r\n'))
}
