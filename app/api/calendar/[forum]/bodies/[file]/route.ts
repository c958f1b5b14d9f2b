import { notFound } from 'next/navigation'
import { bodyCalendar, calendarAnswer, idIn, languageAsked } from '@/app/_request/calendar'
import { publicViewerOf } from '@/app/_request/who'

type Asked = { params: Promise<{ forum: string; file: string }> }

/** A body's meetings, for a calendar that follows them: the same for everybody, whoever is signed in. */
export async function GET(request: Request, { params }: Asked): Promise<Response> {
  const { forum, file } = await params
  const [viewer, id] = [await publicViewerOf(forum), idIn(file)]
  const written = id === null ? null : await bodyCalendar(viewer, id, languageAsked(request, viewer))
  if (!written) notFound()
  return calendarAnswer(request, written, { isPrivate: false })
}
