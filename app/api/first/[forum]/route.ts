import { defaultLocale } from '@/app/_request/locales'
import { forumAsked } from '@/app/_request/who'
import { languagesOf } from '@/lib/bodies/rules.ts'

type Asked = { params: Promise<{ forum: string }> }

/** A forum's address without a language leads to its home in the first language that it offers. */
export async function GET(_request: Request, { params }: Asked): Promise<Response> {
  const { forum: slug } = await params
  const forum = await forumAsked(slug)
  const first = forum ? languagesOf(forum)[0] : defaultLocale
  // What names no forum is a page that says so, whatever letters it has.
  const home = `/${first}/${encodeURIComponent(slug)}`
  return new Response(null, { status: 307, headers: { Location: home } })
}
