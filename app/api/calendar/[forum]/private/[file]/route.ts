import { bodyCalendar, calendarAnswer, idIn, languageAsked } from '@/app/_request/calendar'
import { mesa } from '@/app/_request/mesa'

type Asked = { params: Promise<{ forum: string; file: string }> }

/** A body's meetings with their video links, for whoever has this address. Whatever is wrong with it, the answer is the same. */
export async function GET(request: Request, { params }: Asked): Promise<Response> {
  const { forum, file } = await params
  const token = idIn(file)
  const asking = token === null ? null : await mesa().calendars.viewerWith(token, forum)
  const written =
    asking && (await bodyCalendar(asking.viewer, asking.body, languageAsked(request, asking.viewer)))
  return written
    ? calendarAnswer(request, written, { isPrivate: true })
    : new Response(null, { status: 404, headers: { 'Cache-Control': 'private, no-store' } })
}
