import { fromDate } from '../act/calendar.ts'
import type { Localised, Prose } from '../act/fields.ts'
import { seatCalled } from '../act/seat-called.ts'
import { sitsIn } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { rulesOf } from '../bodies/rules.ts'
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

export type DocumentPlace = {
  of: Documented
  thing: string
  meeting: string | null
  /** what people call it, where it has words of its own */
  title: Prose | null
}

/** What documents stand beside, for whoever may read it. */
export async function documentPlaceSeenBy(
  viewer: Viewer,
  of: Documented,
  id: string,
): Promise<DocumentPlace | null> {
  const { db, forum } = viewer
  const where = { id, forumId: forum.id }
  const place = { of, thing: id, meeting: null, title: null }
  switch (of) {
    case 'meeting':
      return (await db.meeting.count({ where })) ? { ...place, meeting: id } : null
    case 'item': {
      const row = await db.agendaItem.findFirst({ where })
      return row && { ...place, meeting: row.meetingId, title: row.title }
    }
    case 'proposal': {
      const row = await db.proposal.findFirst({ where })
      const open =
        row && (row.closedAt || rulesOf(forum).openProposalsArePublic || sitsIn(viewer, row.bodyId))
      return open ? { ...place, title: row.title } : null
    }
    case 'minutes': {
      const row = await db.minutes.findFirst({ where })
      const open = row && (row.approvedAt || sitsIn(viewer, row.bodyId))
      return open ? { ...place, meeting: row.meetingId } : null
    }
    case 'suspension':
      return (await db.suspension.count({ where })) ? place : null
  }
}
