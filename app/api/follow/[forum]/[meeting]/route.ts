import { changes } from '@/app/_request/changes'
import { mesa } from '@/app/_request/mesa'
import { signedIn, viewerOf } from '@/app/_request/who'
import { personViewer } from '@/lib/act/viewer.ts'
import { followsMeeting } from '@/lib/sittings/seen.ts'

type Context = { params: Promise<{ forum: string; meeting: string }> }

/** Tells a page that its meeting changed, for as long as its reader sits in the body. It says that, and nothing else. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { forum, meeting } = await params
  const [user, viewer, following] = [await signedIn(), await viewerOf(forum), changes()]
  if (!user || !viewer.person) return new Response(null, { status: 401 })
  if (!following) return new Response(null, { status: 503 })
  if (!(await followsMeeting(viewer, meeting))) return new Response(null, { status: 404 })
  const person = viewer.person
  const allowed = async () =>
    Boolean(await mesa().accounts.signedIn(user.signIn)) &&
    followsMeeting(await personViewer(mesa().db, viewer.forum, person, new Date()), meeting)
  const stream = following.follow({ person, forum: viewer.forum.id, meeting, allowed })
  if (!stream) return new Response(null, { status: 429 })
  return new Response(stream, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // Neither kept nor gathered on the way: not by Next's compression, nor by a proxy in front.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })
}
