import { notFound } from 'next/navigation'
import { calendarAnswer, idIn, languageAsked, meetingCalendar } from '@/app/_request/calendar'
import { viewerOf } from '@/app/_request/who'

type Asked = { params: Promise<{ forum: string; file: string }> }

/** One meeting, to be put into a calendar; for who is signed in and sits in the body, with the way into its video call. */
export async function GET(request: Request, { params }: Asked): Promise<Response> {
  const { forum, file } = await params
  const [viewer, id] = [await viewerOf(forum), idIn(file)]
  const written = id === null ? null : await meetingCalendar(viewer, id, languageAsked(request, viewer))
  if (!written) notFound()
  return calendarAnswer(request, written, { isPrivate: viewer.person !== null })
}
