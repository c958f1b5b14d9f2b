import { fromDate } from '../act/calendar.ts'
import type { Localised, Prose } from '../act/fields.ts'
import { seatCalled } from '../act/seat-called.ts'
import type { Viewer } from '../act/viewer.ts'
import type { Row } from '../db/client.ts'
import type { Documented } from './rules.ts'

export type DocumentSeen = {
  id: string
  of: Documented
  thing: string
  title: Prose
  file: { digest: string; size: number; type: string; name: string } | null
  address: string | null
  seat: { id: string; name: Localised }
  handedInOn: string
  entryIndex: number
  withdrawn: { on: string; reason: Prose; entryIndex: number } | null
}

/** What stands beside these things, in the order in which it was handed in: all of it is as public as they are. */
export async function documentsSeenBy(viewer: Viewer, things: string[]): Promise<DocumentSeen[]> {
  const { db, forum } = viewer
  if (things.length === 0) return []
  const rows = await db.document.findMany({
    where: { forumId: forum.id, thingId: { in: things } },
    orderBy: { entryIndex: 'asc' },
  })
  const seats = await db.seat.findMany({
    where: { forumId: forum.id, id: { in: rows.map((row) => row.seatId) } },
    include: { body: true },
  })
  return rows.map((row) => {
    const seat = seats.find((one) => one.id === row.seatId)
    return {
      id: row.id,
      of: row.about,
      thing: row.thingId,
      title: row.title,
      file: fileOf(row),
      address: row.address,
      seat: { id: row.seatId, name: seat ? seatCalled(seat) : { es: '' } },
      handedInOn: fromDate(row.handedInOn),
      entryIndex: row.entryIndex,
      withdrawn: row.withdrawnOn &&
        row.withdrawnReason && {
          on: fromDate(row.withdrawnOn),
          reason: row.withdrawnReason,
          entryIndex: row.withdrawnEntry ?? row.entryIndex,
        },
    }
  })
}

function fileOf({ digest, size, type, name }: Row<'document'>): DocumentSeen['file'] {
  return digest
    ? {
        digest,
        size: size ?? 0,
        type: type ?? 'application/octet-stream',
        name: name ?? digest.slice(0, 12),
      }
    : null
}
