import { Readable } from 'node:stream'
import { notFound } from 'next/navigation'
import { mesa } from '@/app/_request/mesa'
import { publicViewerOf } from '@/app/_request/who'
import { fileSeenBy } from '@/lib/evidence/seen.ts'
import { isPicture } from '@/lib/evidence/rules.ts'

type Asked = { params: Promise<{ forum: string; digest: string }> }

/**
 * A file that somebody handed in, by its digest. It comes from strangers: nothing in it may run (an opaque origin, no scripts, no guessing of
 * types), and only pictures are shown in place. The digest is its ETag, so that a reader who has it asks once and is answered in a line.
 */
export async function GET(request: Request, { params }: Asked): Promise<Response> {
  const { forum, digest } = await params
  const viewer = await publicViewerOf(forum)
  const file = /^[0-9a-f]{64}$/.test(digest) ? await fileSeenBy(viewer, digest) : null
  if (!file) notFound()
  const headers = new Headers({
    'Content-Type': file.type,
    ETag: `"${digest}"`,
    'Cache-Control': 'no-cache',
    'Accept-Ranges': 'bytes',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Content-Disposition': `${isPicture(file.type) ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)}`,
  })
  if (request.headers.get('if-none-match') === `"${digest}"`)
    return new Response(null, { status: 304, headers })
  const range = rangeIn(request.headers.get('range'), file.size)
  if (range === 'outside')
    return new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${file.size}` } })
  const opened = await mesa().receiving.open(digest, range ?? undefined)
  // The record names it, and the store has lost it: that is a failure of the host, and no page that was never there.
  if (!opened)
    return new Response('410 The store no longer has this file; its digest stands in the log.', {
      status: 410,
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    })
  headers.set('Content-Length', String(range ? range.end - range.start + 1 : opened.size))
  if (range) headers.set('Content-Range', `bytes ${range.start}-${range.end}/${opened.size}`)
  return new Response(Readable.toWeb(opened.stream) as ReadableStream, {
    status: range ? 206 : 200,
    headers,
  })
}

/** One range, as players and interrupted downloads ask for (RFC 9110, 14.1.2); several are answered with the whole. */
function rangeIn(
  header: string | null,
  size: number,
): { start: number; end: number } | 'outside' | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (!from && !to) return null
  const start = from ? Number(from) : Math.max(0, size - Number(to))
  const end = from && to ? Math.min(Number(to), size - 1) : size - 1
  return start > end || start >= size ? 'outside' : { start, end }
}
