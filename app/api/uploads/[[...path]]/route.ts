import { mesa } from '@/app/_request/mesa'
import { isLocale } from '@/app/_request/locales'
import { cameFromHere } from '@/app/_request/origin'
import { forumAsked, viewerOf } from '@/app/_request/who'
import { safeAddress } from '@/app/_request/address'
import { isRefusal } from '@/lib/act/refusal.ts'

/**
 * Where files come in (docs/decisions/041): tus for browsers with scripts, a plain form for those without. The forum is named in a header or in
 * the address, for the body is a stream that nobody has read yet.
 */
async function take(request: Request): Promise<Response> {
  if (request.method !== 'HEAD' && !(await cameFromHere())) return new Response(null, { status: 403 })
  const asked = new URL(request.url)
  const slug = request.headers.get('x-forum') ?? asked.searchParams.get('forum') ?? ''
  if (!(await forumAsked(slug))) return new Response(null, { status: 404 })
  const viewer = await viewerOf(slug)
  if (!asked.pathname.endsWith('/form')) return mesa().receiving.handle(viewer, request)

  const locale = asked.searchParams.get('locale') ?? ''
  const back = safeAddress(
    asked.searchParams.get('back'),
    `/${isLocale(locale) ? locale : 'es'}/${slug}/desk`,
  )
  const upload = request.method === 'POST' ? await mesa().receiving.form(viewer, request) : ''
  const answer = new URLSearchParams(
    isRefusal(upload) ? { refused: upload.refused } : { upload: String(upload) },
  )
  return new Response(null, {
    status: 303,
    headers: { Location: `${back}?${answer}#evidence`, 'Cache-Control': 'no-store' },
  })
}

export { take as POST, take as PATCH, take as HEAD }
