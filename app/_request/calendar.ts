import { createHash } from 'node:crypto'
import { getTranslations } from 'next-intl/server'
import { exampleOf } from '@/lib/act/example.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import { languageFor } from '@/lib/bodies/rules.ts'
import { calendarText, uidOf } from '@/lib/calendars/feed.ts'
import type { Entry } from '@/lib/calendars/feed.ts'
import { bodyInCalendar, meetingInCalendar } from '@/lib/calendars/seen.ts'
import type { DayInCalendar, MeetingInCalendar } from '@/lib/calendars/seen.ts'
import { settings } from '@/lib/settings.ts'
import { inLanguage } from './dates'
import type { Locale } from './locales'

type Say = Awaited<ReturnType<typeof getTranslations>>
type Written = { text: string; name: string }
type Named = { id: string; slug: string; name: { es: string; en?: string } }

/** Where calendars ask. With webcal: in front of it an address is opened by the calendar, and not by the browser. */
export function calendarAddresses(forum: string, lang: string) {
  const at = (path: string) => `${settings().publicUrl}/api/calendar/${forum}/${path}.ics?lang=${lang}`
  return {
    meeting: (id: string) => at(`meetings/${id}`),
    body: (id: string) => at(`bodies/${id}`),
    own: (token: string) => at(`private/${token}`),
  }
}

export function asWebcal(address: string): string {
  return address.replace(/^https?:/, 'webcal:')
}

export function languageAsked(request: Request, { forum }: Viewer): Locale {
  return languageFor(forum, new URL(request.url).searchParams.get('lang'))
}

/** The id in `<id>.ics`. */
export function idIn(file: string): string | null {
  return file.endsWith('.ics') ? file.slice(0, -4) : null
}

export async function meetingCalendar(
  viewer: Viewer,
  id: string,
  lang: Locale,
): Promise<Written | null> {
  const meeting = await meetingInCalendar(viewer, id)
  if (!meeting) return null
  const t = await getTranslations({ locale: lang })
  const page = portalOf(viewer, lang)
  return {
    name: `${meeting.body.slug}-${meeting.year}-${meeting.number}`,
    text: calendarText({
      ...whole(viewer, t, meeting.body, lang),
      url: `${page}/meetings/${id}`,
      entries: [meetingEntry(t, viewer, meeting, lang)],
    }),
  }
}

export async function bodyCalendar(viewer: Viewer, id: string, lang: Locale): Promise<Written | null> {
  const seen = await bodyInCalendar(viewer, id)
  if (!seen) return null
  const t = await getTranslations({ locale: lang })
  const entries = [
    ...seen.meetings.map((meeting) => meetingEntry(t, viewer, meeting, lang)),
    ...seen.days.map((day) => dayEntry(t, viewer, seen.body, day, lang)),
  ]
  return {
    name: seen.body.slug,
    text: calendarText({
      ...whole(viewer, t, seen.body, lang),
      url: `${portalOf(viewer, lang)}/bodies/${seen.body.slug}`,
      entries,
    }),
  }
}

function portalOf({ forum }: Viewer, lang: Locale): string {
  return `${settings().publicUrl}/${lang}/${forum.slug}`
}

function whole({ forum }: Viewer, t: Say, body: Named, lang: Locale) {
  const name = t('calendar.name', {
    body: inLanguage(body.name, lang).text,
    forum: inLanguage(forum.name, lang).text,
  })
  return { name: titled(t, forum, name), lang, zone: forum.timeZone }
}

/** An entry stands in somebody's week without its calendar's name. */
function titled(t: Say, forum: Viewer['forum'], name: string): string {
  const example = exampleOf(forum)
  return example ? t(example.titled, { name }) : name
}

function meetingEntry(t: Say, viewer: Viewer, meeting: MeetingInCalendar, lang: Locale): Entry {
  const { id, kind, number, year, state, agenda, reason, videoLink } = meeting
  const url = `${portalOf(viewer, lang)}/meetings/${id}`
  const session = t('calendar.meeting', {
    kind: kind ?? 'other',
    body: inLanguage(meeting.body.name, lang).text,
    number,
    year: String(year),
  })
  const off = state === 'cancelled' || state === 'not-held'
  return {
    uid: uidOf(id, viewer.forum.slug),
    sequence: meeting.sequence,
    changedAt: meeting.changedAt,
    time: meeting.time,
    place: meeting.place?.text ?? null,
    url,
    category: inLanguage(meeting.body.name, lang).text,
    status: off ? 'CANCELLED' : 'CONFIRMED',
    video: videoLink,
    summary: titled(t, viewer.forum, off ? t(`calendar.off.${state}`, { session }) : session),
    description: described([
      // What was erased has no words.
      reason?.text,
      agenda.length > 0 &&
        [
          t('calendar.agenda'),
          ...agenda.map((item, place) => `${place + 1}. ${oneLine(item.text ?? '')}`),
        ].join('\n'),
      videoLink && t('calendar.video', { link: videoLink }),
      t('calendar.page', { url }),
    ]),
  }
}

function dayEntry(t: Say, viewer: Viewer, body: Named, one: DayInCalendar, lang: Locale): Entry {
  const url = `${portalOf(viewer, lang)}/bodies/${body.slug}`
  const session = t('calendar.planned', { kind: one.kind, body: inLanguage(body.name, lang).text })
  return {
    uid: uidOf(`${one.series}-${one.planned}`, viewer.forum.slug),
    sequence: one.sequence,
    changedAt: one.changedAt,
    time: one.time,
    place: one.place?.text ?? null,
    url,
    video: null,
    category: inLanguage(body.name, lang).text,
    status: one.day ? 'TENTATIVE' : 'CANCELLED',
    summary: titled(t, viewer.forum, one.day ? session : t('calendar.off.out', { session })),
    description: described([one.reason?.text, t('calendar.plannedText'), t('calendar.page', { url })]),
  }
}

function described(parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join('\n\n')
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}

const headers = {
  'Content-Type': 'text/calendar; charset=utf-8',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "sandbox; default-src 'none'",
}

/** What everybody may have is asked for again by its ETag; what is for one person is kept nowhere on the way. */
export function calendarAnswer(
  request: Request,
  { text, name }: Written,
  { isPrivate }: { isPrivate: boolean },
): Response {
  const told = { ...headers, 'Content-Disposition': `attachment; filename="${name}.ics"` }
  if (isPrivate)
    return new Response(text, {
      headers: { ...told, 'Cache-Control': 'private, no-store', 'Referrer-Policy': 'no-referrer' },
    })
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`
  const open = { ...told, 'Cache-Control': 'no-cache', ETag: etag, Vary: 'Cookie' }
  return request.headers.get('if-none-match') === etag
    ? new Response(null, { status: 304, headers: open })
    : new Response(text, { headers: open })
}
