import type { Reader } from '../db/client.ts'
import { groupsAbout } from '../proposals/record.ts'
import type { Documented } from './rules.ts'

/** What a document stands beside, with those who may hand one in there. */
export type Thing = {
  of: Documented
  id: string
  /** its body; null: a suspension is of a sector, and of no body */
  body: string | null
  meeting: string | null
  proposal: string | null
  commitment: string | null
  /** of a suspension: the sector that declared it, and the groups whose voices reach it */
  sector: string | null
  groups: string[]
  /** is it still closed to the public? */
  held: boolean
}

const nothing = {
  meeting: null,
  proposal: null,
  commitment: null,
  sector: null,
  groups: [],
  held: false,
}

type Find = (db: Reader, forum: string, id: string, openIsPublic: boolean) => Promise<Thing | null>

const finding: Record<Documented, Find> = {
  meeting: async (db, forum, id) => {
    const row = await db.meeting.findFirst({ where: { id, forumId: forum } })
    return row && { ...nothing, of: 'meeting', id, body: row.bodyId, meeting: id }
  },
  item: async (db, forum, id) => {
    const row = await db.agendaItem.findFirst({
      where: { id, forumId: forum },
      include: { meeting: true },
    })
    return (
      row && {
        ...nothing,
        of: 'item',
        id,
        body: row.meeting.bodyId,
        meeting: row.meetingId,
        commitment: row.commitmentId,
      }
    )
  },
  proposal: async (db, forum, id, openIsPublic) => {
    const row = await db.proposal.findFirst({ where: { id, forumId: forum } })
    return (
      row && {
        ...nothing,
        of: 'proposal',
        id,
        body: row.bodyId,
        proposal: id,
        commitment: row.commitmentId,
        held: !row.closedAt && !openIsPublic,
      }
    )
  },
  minutes: async (db, forum, id) => {
    const row = await db.minutes.findFirst({ where: { id, forumId: forum } })
    return (
      row && {
        ...nothing,
        of: 'minutes',
        id,
        body: row.bodyId,
        meeting: row.meetingId,
        held: row.approvedAt === null,
      }
    )
  },
  suspension: async (db, forum, id) => {
    const row = await db.suspension.findFirst({ where: { id, forumId: forum } })
    return (
      row && {
        ...nothing,
        of: 'suspension',
        id,
        body: null,
        commitment: row.commitmentId,
        sector: row.sectorId,
        groups: await groupsAbout(db, forum, row.commitmentId),
      }
    )
  },
}

export async function thingNamed(
  db: Reader,
  forum: string,
  { of, thing, openIsPublic }: { of: Documented; thing: string; openIsPublic: boolean },
): Promise<Thing | null> {
  return finding[of](db, forum, thing, openIsPublic)
}
