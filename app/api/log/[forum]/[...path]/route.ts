import { notFound } from 'next/navigation'
import { mesa } from '@/app/_request/mesa'
import { publicViewerOf } from '@/app/_request/who'
import { receiptOf } from '@/lib/log/publish.ts'
import { serveLog } from '@/lib/log/serve.ts'
import { openPayload } from '@/lib/publication/queries.ts'
import { settings } from '@/lib/settings.ts'

type Asked = { params: Promise<{ forum: string; path: string[] }> }

const headers = { 'X-Content-Type-Options': 'nosniff', 'Access-Control-Allow-Origin': '*' }

/**
 * The log for readers that share no code with us: checkpoint, keys, tiles and entries as C2SP tlog-tiles names them, a receipt for each
 * entry (`proof/<index>`), and what stands beside an entry and is public (`payload/<commitment>`).
 */
export async function GET(_request: Request, { params }: Asked): Promise<Response> {
  const { forum, path } = await params
  const viewer = await publicViewerOf(forum)
  const [room, name] = path
  if (room === 'proof' && name && path.length === 2 && /^(0|[1-9]\d{0,8})$/.test(name)) {
    const receipt = await receiptOf(mesa().log, viewer.forum.id, Number(name))
    if (!receipt) notFound()
    return new Response(receipt, {
      headers: {
        ...headers, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-cache',
        'Content-Disposition': `attachment; filename="${forum}-${name}.tlog-proof"`,
      },
    })
  }
  if (room === 'payload' && name && path.length === 2 && /^[0-9a-f]{64}$/.test(name)) {
    const payload = await openPayload(viewer, name)
    if (!payload) notFound()
    return Response.json(payload, { headers: { ...headers, 'Cache-Control': 'no-cache' } })
  }
  const served = await serveLog(mesa().log, viewer.forum.id, settings().keysDir, path.join('/'))
  if (!served) notFound()
  return new Response(Buffer.from(served.body), { headers: { ...headers, 'Content-Type': served.contentType, 'Cache-Control': served.cacheControl } })
}
