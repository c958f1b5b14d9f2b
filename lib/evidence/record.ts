import { fromDate, hoursAfter } from '../act/calendar.ts'
import type { Reader } from '../db/client.ts'
import { LINK_CHECK_DAYS } from './rules.ts'
import type { Capture } from './rules.ts'

export type CaptureSeen = Capture & {
  id: string
  capturedOn: string
  recordedAt: Date
  entryIndex: number
}

type CaptureRow = Capture & {
  id: string
  capturedOn: Date
  recordedAt: Date
  entryIndex: number
}

export function captureOf({
  id,
  reached,
  problem,
  status,
  finalAddress,
  title,
  type,
  size,
  digest,
  capturedOn,
  recordedAt,
  entryIndex,
}: CaptureRow): CaptureSeen {
  return {
    id,
    reached,
    problem,
    status,
    finalAddress,
    title,
    type,
    size,
    digest,
    capturedOn: fromDate(capturedOn),
    recordedAt,
    entryIndex,
  }
}

/** Links that nobody looked at yet, and those whose week is over; with what was found there last. */
export async function linksDue(
  db: Reader,
  forum: string,
  now: Date,
  size = 20,
): Promise<{ id: string; address: string; last: Capture | null }[]> {
  const due = hoursAfter(now, -24 * LINK_CHECK_DAYS)
  const rows = await db.evidence.findMany({
    where: {
      forumId: forum,
      kind: 'link',
      withdrawnOn: null,
      OR: [{ checkedAt: null }, { checkedAt: { lte: due } }],
    },
    orderBy: [{ checkedAt: { sort: 'asc', nulls: 'first' } }, { entryIndex: 'asc' }],
    take: size,
  })
  const captures = await db.linkCapture.findMany({
    where: { forumId: forum, evidenceId: { in: rows.map((row) => row.id) } },
    orderBy: { entryIndex: 'asc' },
  })
  return rows.flatMap(({ id, address }) => {
    const last = captures.findLast((capture) => capture.evidenceId === id)
    return address ? [{ id, address, last: last ? captureOf(last) : null }] : []
  })
}
