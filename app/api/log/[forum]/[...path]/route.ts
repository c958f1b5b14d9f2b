import { notFound } from 'next/navigation'
import { mesa } from '@/app/_request/mesa'
import { receiptName } from '@/app/_request/receipt'
import { publicViewerOf } from '@/app/_request/who'
import { exampleOf } from '@/lib/act/example.ts'
import { parseKey } from '@/lib/log/note.ts'
import { receiptOf } from '@/lib/log/publish.ts'
import { writtenSeal } from '@/lib/log/seal.ts'
import { serveLog } from '@/lib/log/serve.ts'
import { takeInCosignatures } from '@/lib/log/take-in.ts'
import { openPayload } from '@/lib/history/seen.ts'
import { settings } from '@/lib/settings.ts'
import { namingTextFor, policyOf } from '@/lib/witnesses/seen.ts'
import { witnessKeys } from '@/lib/witnesses/record.ts'

type Asked = { params: Promise<{ forum: string; path: string[] }> }

const headers = { 'X-Content-Type-Options': 'nosniff', 'Access-Control-Allow-Origin': '*' }

/**
 * The log for readers that share no code with us: checkpoint, keys, tiles and entries as C2SP tlog-tiles names them, a receipt for each
 * entry (`proof/<index>`), what stands beside an entry and is public (`payload/<seal>`), and what a sector asks for before it believes a
 * checkpoint (`policy/<sector>`, C2SP tlog-policy), and the text by which its witness is named (`naming/<sector>?key=…`).
 */
export async function GET(request: Request, { params }: Asked): Promise<Response> {
  const { forum, path } = await params
  const viewer = await publicViewerOf(forum)
  const [room, name] = path
  if (room === 'proof' && name && path.length === 2 && /^(0|[1-9]\d{0,8})$/.test(name)) {
    const receipt = await receiptOf(mesa().log, viewer.forum.id, Number(name))
    if (!receipt) notFound()
    return new Response(receipt, {
      headers: {
        ...headers,
        'Content-Type': 'text/plain; charset=utf-8',
        'Cache-Control': 'no-cache',
        'Content-Disposition': `attachment; filename="${await receiptName(viewer.forum, name)}"`,
      },
    })
  }
  if (room === 'payload' && name && path.length === 2 && /^[0-9a-f]{64}$/.test(name)) {
    const payload = await openPayload(viewer, name)
    if (!payload) notFound()
    const { entry, seal, ...beside } = payload
    return Response.json(
      { ...exampleOf(viewer.forum)?.member, entry, ...writtenSeal(seal), ...beside },
      { headers: { ...headers, 'Cache-Control': 'no-cache' } },
    )
  }
  if (room === 'policy' && name && path.length === 2) {
    const keys = await serveLog(mesa().log, viewer.forum.id, settings().keysDir, 'keys')
    const policy =
      keys && (await policyOf(viewer, name, Buffer.from(keys.body).toString().trim().split('\n')))
    if (!policy) notFound()
    return new Response(policy, {
      headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-cache' },
    })
  }
  if (room === 'naming' && name && path.length === 2) {
    const text = await namingTextFor(viewer, name, new URL(request.url).searchParams.get('key') ?? '')
    if (!text) notFound()
    return new Response(text, {
      headers: {
        ...headers,
        'Content-Type': 'text/plain; charset=utf-8',
        'Cache-Control': 'no-cache',
        'Content-Disposition': `attachment; filename="${forum}-${name}-witness.txt"`,
      },
    })
  }
  const served = await serveLog(mesa().log, viewer.forum.id, settings().keysDir, path.join('/'))
  if (!served) notFound()
  return new Response(Buffer.from(served.body), {
    headers: { ...headers, 'Content-Type': served.contentType, 'Cache-Control': served.cacheControl },
  })
}

/** A head of a log with a hundred signatures has a third of this. */
const LARGEST = 64_000

/** What a witness signed (`cosignature`): the note with its line. Anybody may hand it in, for it proves itself. */
export async function POST(request: Request, { params }: Asked): Promise<Response> {
  const { forum, path } = await params
  const viewer = await publicViewerOf(forum)
  if (path.join('/') !== 'cosignature') notFound()
  const told = (status: number, says: string) =>
    new Response(`${says}\n`, {
      status,
      headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
    })
  const body = await bodyOf(request)
  if (!body) return told(413, `At most ${LARGEST} bytes.`)
  const witnesses = await witnessKeys(viewer.db, viewer.forum.id)
  const { status, says } = await takeInCosignatures(
    mesa().log,
    viewer.forum.id,
    witnesses.map((witness) => parseKey(witness.key)),
    body,
    new Date(),
  )
  return told(status, says)
}

async function bodyOf(request: Request): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of request.body ?? []) {
    length += part.length
    if (length > LARGEST) return null
    parts.push(part)
  }
  return Buffer.concat(parts)
}
