import type { Prose } from '../act/fields.ts'
import type { Viewer } from '../act/viewer.ts'
import { seatNames } from '../meetings/seen.ts'
import { seatsOn } from '../meetings/record.ts'
import { keepsBook } from '../meetings/rules.ts'
import { draftAccess } from './draft-seen.ts'
import { personNames } from './draft-record.ts'
import { draftContent } from './drafts/updates.ts'
import type { DraftContent } from './drafts/updates.ts'
import { changesBetween } from './rules.ts'

/**
 * What was said about a draft, the oldest first, and what the viewer may do about each: for the body alone.
 * What is closed, the last of it.
 */
export async function voicesSeenBy(viewer: Viewer, id: string) {
  const access = await draftAccess(viewer, id)
  if (!access) return null
  const { db, today } = viewer
  const { bodyId } = await db.meeting.findUniqueOrThrow({ where: { id }, select: { bodyId: true } })
  const [open, closed, seated] = await Promise.all([
    db.draftComment.findMany({
      where: { meetingId: id, closedAt: null },
      orderBy: [{ savedAt: 'asc' }, { id: 'asc' }],
      take: 500,
    }),
    db.draftComment.findMany({
      where: { meetingId: id, closedAt: { not: null } },
      orderBy: [{ closedAt: 'desc' }, { id: 'asc' }],
      take: 100,
    }),
    seatsOn(db, bodyId, today),
  ])
  const rows = [...open, ...closed]
  const [names, seats] = await Promise.all([
    personNames(
      db,
      viewer.forum.id,
      rows.flatMap((row) => (row.closedBy ? [row.savedBy, row.closedBy] : [row.savedBy])),
    ),
    seatNames(
      viewer,
      rows.map((row) => row.seatId),
    ),
  ])
  const keepsIt =
    access.mayWrite && viewer.seats.some((seat) => keepsBook({ kind: 'seat', ...seat }, bodyId, seated))
  return {
    maySpeak: access.mayWrite,
    comments: rows.map((row) => ({
      id: row.id,
      place: row.place,
      passage: row.passage,
      quoted: row.quoted,
      text: row.text,
      replacement: row.replacement,
      by: names.get(row.savedBy) ?? null,
      seat: seats[row.seatId] ?? null,
      at: row.savedAt,
      outcome: row.outcome,
      closedBy: row.closedBy && (names.get(row.closedBy) ?? null),
      closedAt: row.closedAt,
      mayClose:
        row.closedAt === null &&
        (keepsIt || (access.mayWrite && row.replacement === null && row.savedBy === viewer.person)),
    })),
  }
}
export type Voices = NonNullable<Awaited<ReturnType<typeof voicesSeenBy>>>

/** How a draft stood, the newest first, a page at a time by the version's number. */
export async function versionsSeenBy(viewer: Viewer, id: string, cursor?: string, size = 20) {
  if (!(await draftAccess(viewer, id))) return null
  const before = Number(cursor)
  const rows = await viewer.db.draftVersion.findMany({
    where: { meetingId: id, ...(Number.isInteger(before) && before > 0 && { number: { lt: before } }) },
    omit: { content: true },
    orderBy: { number: 'desc' },
    take: size + 1,
  })
  const shown = rows.slice(0, size)
  const names = await personNames(
    viewer.db,
    viewer.forum.id,
    shown.flatMap((one) => one.savedBy ?? []),
  )
  return {
    versions: shown.map((one) => ({
      number: one.number,
      reason: one.reason,
      name: one.name,
      by: one.savedBy && (names.get(one.savedBy) ?? null),
      at: one.savedAt,
    })),
    next: rows.length > size ? String(shown.at(-1)?.number) : null,
  }
}

/** One version, word by word beside the present draft, or beside the version before it. */
export async function versionSeenBy(
  viewer: Viewer,
  id: string,
  number: number,
  beside: 'present' | 'before',
) {
  if (
    !Number.isInteger(number) ||
    number < 1 ||
    number > 2_147_483_647 ||
    !(await draftAccess(viewer, id))
  )
    return null
  const { db } = viewer
  const version = await db.draftVersion.findUnique({
    where: { meetingId_number: { meetingId: id, number } },
  })
  if (!version) return null
  const [agenda, earlier, present, names] = await Promise.all([
    db.agendaItem.findMany({
      where: { meetingId: id, withdrawnAt: null },
      orderBy: [{ rank: 'asc' }, { id: 'asc' }],
    }),
    db.draftVersion.findFirst({
      where: { meetingId: id, number: { lt: number } },
      orderBy: { number: 'desc' },
    }),
    draftContent(db, id),
    personNames(db, viewer.forum.id, version.savedBy ? [version.savedBy] : []),
  ])
  const textOf = ({ lang, text }: Prose) => ({ lang, text })
  const asMinutes = (content: DraftContent) => ({
    items: agenda.map((item) => {
      const said = content.items.find((one) => one.item === item.id)
      return {
        item: item.id,
        title: item.title,
        text: said ? textOf(said) : null,
        agreements: content.agreements
          .filter((agreement) => agreement.item === item.id)
          .map((agreement, place) => ({
            number: place + 1,
            text: textOf(agreement),
            dueOn: agreement.dueOn,
          })),
      }
    }),
  })
  const [own, nothing] = [asMinutes(version.content), asMinutes({ items: [], agreements: [] })]
  const changes =
    beside === 'present'
      ? changesBetween(own, asMinutes(present))
      : changesBetween(earlier ? asMinutes(earlier.content) : nothing, own)
  return {
    number,
    reason: version.reason,
    name: version.name,
    by: version.savedBy && (names.get(version.savedBy) ?? null),
    at: version.savedAt,
    before: earlier?.number ?? null,
    items: agenda.map((item) => ({ id: item.id, title: item.title })),
    changes,
  }
}
