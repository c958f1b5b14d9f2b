import { notFound } from 'next/navigation'
import { setTimeout as sleep } from 'node:timers/promises'
import { mesa } from '@/app/_request/mesa'
import { receiptName } from '@/app/_request/receipt'
import { viewerOf } from '@/app/_request/who'
import { receiptOf } from '@/lib/log/publish.ts'
import { ownHeldAct } from '@/lib/history/seen.ts'

type Asked = { params: Promise<{ forum: string; index: string }> }

/** A checkpoint follows an act within a second; whoever asks at once waits for it. */
const TRIES = 25
const PAUSE_MS = 200

/**
 * The receipt of an act for whoever has just acted. Of a public act it is the one that everybody gets; of one that is held, its own actor's says
 * what they did, and proves it.
 */
export async function GET(_request: Request, { params }: Asked): Promise<Response> {
  const { forum, index } = await params
  if (!/^(0|[1-9]\d{0,8})$/.test(index)) notFound()
  const viewer = await viewerOf(forum)
  const number = Number(index)
  const held = await ownHeldAct(viewer, number)
  for (let tries = 0; tries < TRIES; tries += 1) {
    const receipt = await receiptOf(mesa().log, viewer.forum.id, number, held ?? undefined)
    if (receipt) {
      return new Response(receipt, {
        headers: {
          'Content-Type': 'text/plain; charset=utf-8',
          'Content-Disposition': `attachment; filename="${await receiptName(viewer.forum, number)}"`,
          'Cache-Control': 'private, no-store',
          'X-Content-Type-Options': 'nosniff',
        },
      })
    }
    await sleep(PAUSE_MS)
  }
  notFound()
}
