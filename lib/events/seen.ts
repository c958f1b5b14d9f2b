import { fromDate } from '../act/calendar.ts'
import type { Localised, Prose, Source } from '../act/fields.ts'
import type { Viewer } from '../act/viewer.ts'
import { seatCalled } from '../act/seat-called.ts'
import { sealedVersions } from '../roadmaps/record.ts'
import { numbersIn } from './record.ts'
import type { SourcedText } from './record.ts'

export type LinkSeen = {
  id: string
  event: string
  happenedOn: string
  what: SourcedText
  source: Source
  commitment: string
  activities: string[]
  numbers: string[]
  effect: Prose
  seat: { id: string; name: Localised }
  body: { id: string; shortName: string }
  linkedOn: string
  entryIndex: number
  /** the meeting that takes it up, the last where it was put off; null: due on the next agenda */
  reassessed: { meeting: string; heldOn: string; state: string; postponed: boolean } | null
}

type Filter = { commitment?: string; events?: string[] }

/** Which outside events hit which activities, how, and what became of their reassessment. */
export async function eventLinksSeenBy(
  { db, forum }: Viewer,
  { commitment, events }: Filter,
): Promise<LinkSeen[]> {
  const rows = await db.eventLink.findMany({
    where: {
      forumId: forum.id,
      ...(commitment && { commitmentId: commitment }),
      ...(events && { eventId: { in: events } }),
    },
    orderBy: { entryIndex: 'asc' },
  })
  if (rows.length === 0) return []
  type Taken = { linkId: string; meetingId: string; heldOn: Date; state: string; postponed: boolean }
  const [happened, seats, bodies, taken] = await Promise.all([
    db.outsideEvent.findMany({ where: { id: { in: rows.map((row) => row.eventId) } } }),
    db.seat.findMany({
      where: { id: { in: rows.map((row) => row.seatId) } },
      include: { body: true },
    }),
    db.body.findMany({ where: { id: { in: rows.map((row) => row.bodyId) } } }),
    db.$queryRaw<Taken[]>`
      WITH RECURSIVE chain("linkId", item) AS (
        SELECT r."linkId", r."itemId" FROM reassessment r JOIN agenda_item i ON i.id = r."itemId"
        WHERE r."linkId"::text = ANY(${rows.map((row) => row.id)}) AND i."withdrawnAt" IS NULL
        UNION
        SELECT c."linkId", i.id FROM agenda_item i JOIN chain c ON i."continuesId" = c.item
      )
      SELECT DISTINCT ON (c."linkId") c."linkId", m.id AS "meetingId", m."heldOn", m.state, i."postponedAt" IS NOT NULL AS postponed
      FROM chain c JOIN agenda_item i ON i.id = c.item JOIN meeting m ON m.id = i."meetingId" ORDER BY c."linkId", m."entryIndex" DESC`,
  ])
  const versions = new Map(
    await Promise.all(
      [...new Set(rows.map((row) => row.commitmentId))].map(
        async (one) => [one, await sealedVersions(db, one)] as const,
      ),
    ),
  )
  return rows.flatMap((row): LinkSeen[] => {
    const event = happened.find((one) => one.id === row.eventId)
    const body = bodies.find((one) => one.id === row.bodyId)
    const last = taken.find((one) => one.linkId === row.id)
    const seat = seats.find((one) => one.id === row.seatId)
    return !event || !body
      ? []
      : [
          {
            id: row.id,
            event: event.id,
            happenedOn: event.happenedOn,
            what: event.what,
            source: event.source,
            commitment: row.commitmentId,
            activities: row.activityIds,
            numbers: numbersIn(versions.get(row.commitmentId) ?? [], row.activityIds),
            effect: row.effect,
            seat: {
              id: row.seatId,
              name: seat ? seatCalled(seat) : { es: '' },
            },
            body: { id: body.id, shortName: body.shortName },
            linkedOn: fromDate(row.linkedOn),
            entryIndex: row.entryIndex,
            reassessed: last
              ? {
                  meeting: last.meetingId,
                  heldOn: fromDate(last.heldOn),
                  state: last.state,
                  postponed: last.postponed,
                }
              : null,
          },
        ]
  })
}

export type EventLine = {
  id: string
  happenedOn: string
  what: SourcedText
  source: Source
  links: LinkSeen[]
}

/** The register of outside events, the latest first, with what each hit. Paged by day and id. */
export async function eventRegister(
  viewer: Viewer,
  cursor?: { on: string; id: string },
  size = 25,
): Promise<{ events: EventLine[]; next: { on: string; id: string } | null }> {
  const { db, forum } = viewer
  const rows = await db.outsideEvent.findMany({
    where: {
      forumId: forum.id,
      ...(cursor && {
        OR: [{ happenedOn: { lt: cursor.on } }, { happenedOn: cursor.on, id: { lt: cursor.id } }],
      }),
    },
    orderBy: [{ happenedOn: 'desc' }, { id: 'desc' }],
    take: size + 1,
  })
  const page = rows.slice(0, size)
  const links = await eventLinksSeenBy(viewer, { events: page.map((row) => row.id) })
  const last = page.at(-1)
  return {
    events: page.map(({ id, happenedOn, what, source }) => ({
      id,
      happenedOn,
      what,
      source,
      links: links.filter((link) => link.event === id),
    })),
    next: rows.length > size && last ? { on: last.happenedOn, id: last.id } : null,
  }
}
