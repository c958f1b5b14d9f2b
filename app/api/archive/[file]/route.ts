import { notFound } from 'next/navigation'
import { mesa } from '@/app/_request/mesa'
import { viewerOf } from '@/app/_request/who'
import { NothingSigned, readerOf, signedActs, writeArchive } from '@/lib/archive/write.ts'
import { settings } from '@/lib/settings.ts'

type Asked = { params: Promise<{ file: string }> }

/** Each is a walk through the log: so many at once, of which the public may have not all. Those who hold seats find one free. */
const AT_ONCE = 6
const BY_THE_PUBLIC = 4
const running = { all: 0, public: 0 }

const said = (status: number, text: string, headers: Record<string, string> = {}) =>
  new Response(`${status} ${text}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
  })

/**
 * A forum to take away: `<forum>.tar`, or with `?since=<size>` what came after that many acts. Written as it is sent, at the pace of whoever
 * takes it; nothing is gathered here.
 */
export async function GET(request: Request, { params }: Asked): Promise<Response> {
  const { file } = await params
  const slug = /^([a-z0-9-]{3,40})\.tar$/.exec(file)?.[1]
  const since = new URL(request.url).searchParams.get('since') || '0'
  if (!slug) notFound()
  if (!/^(0|[1-9]\d{0,8})$/.test(since))
    return said(400, 'since is how many acts of the log an earlier archive ends with.')
  const viewer = await viewerOf(slug)
  const source = await mesa().archiveSource(slug, settings().keysDir)
  if (!source) notFound()
  const reader = readerOf(viewer)
  try {
    const size = await signedActs(source)
    if (Number(since) > size)
      return said(400, `The log has ${size} signed acts; there is nothing after the first ${since}.`)
    const full =
      running.all >= AT_ONCE || (reader.audience === 'public' && running.public >= BY_THE_PUBLIC)
    if (full)
      return said(429, 'Others are taking the archive away at this moment.', { 'Retry-After': '60' })
    const name = `${slug}-${since.padStart(9, '0')}-${String(size).padStart(9, '0')}.tar`
    return new Response(
      counted(writeArchive(source, reader, Number(since)), reader.audience === 'public'),
      {
        headers: {
          'Content-Type': 'application/x-tar',
          'Content-Disposition': `attachment; filename="${name}"`,
          'X-Content-Type-Options': 'nosniff',
          // Neither kept nor gathered on the way.
          'Cache-Control': 'no-store, no-transform',
          'X-Accel-Buffering': 'no',
        },
      },
    )
  } catch (error) {
    if (error instanceof NothingSigned) return said(404, `${error.message}.`)
    throw error
  }
}

/** Asks for the next piece when there is room for it, and frees its place however it ends: whole, cancelled, or failed. */
function counted(pieces: AsyncGenerator<Uint8Array>, byPublic: boolean): ReadableStream<Uint8Array> {
  running.all += 1
  running.public += byPublic ? 1 : 0
  let over = false
  const leave = () => {
    if (over) return
    over = true
    running.all -= 1
    running.public -= byPublic ? 1 : 0
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = await pieces.next()
          if (!done) return controller.enqueue(value)
          leave()
          controller.close()
        } catch (error) {
          leave()
          controller.error(error)
        }
      },
      async cancel() {
        leave()
        await pieces.return(undefined)
      },
    },
    { highWaterMark: 2 },
  )
}
