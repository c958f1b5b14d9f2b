import { endOfDay, fromDate } from '../act/calendar.ts'
import type { Circumstances } from '../act/command.ts'
import { longest } from '../act/lengths.ts'
import { refuse } from '../act/refusal.ts'
import type { Refusal } from '../act/refusal.ts'
import type { ForumHead } from '../act/viewer.ts'
import { rulesOf } from '../bodies/rules.ts'
import type { Reader } from '../db/client.ts'
import { deliberatedIn, meetingRecord } from '../meetings/record.ts'
import { decidingSectors } from '../proposals/record.ts'
import { MinutesContent } from './facts.ts'
import { contentOf, draftKeptUntil, hindrances } from './rules.ts'
import type { Content, Paper } from './rules.ts'

type Moment = Pick<Circumstances, 'forum' | 'today'>

/** The draft of a meeting's minutes with the record of its session: what would be circulated now. */
export async function paperOf(db: Reader, moment: Moment, id: string) {
  const meeting = await meetingRecord(db, moment, id)
  if (!meeting) return null
  const where = { meetingId: id }
  const [items, asides, agreements, claims, deliberated, sectors, latest] = await Promise.all([
    db.draftItem.findMany({ where }),
    db.draftRevision.findMany({ where: { ...where, aside: true }, orderBy: { revision: 'asc' } }),
    db.draftAgreement.findMany({ where, orderBy: [{ rank: 'asc' }, { id: 'asc' }] }),
    db.draftClaim.findMany({ where }),
    deliberatedIn(db, id),
    decidingSectors(db, moment.forum.id),
    db.minutesVersion.findFirst({ where: { minutes: { meetingId: id } }, orderBy: { number: 'desc' } }),
  ])
  const proposals = await db.proposal.findMany({
    where: { id: { in: deliberated.map((one) => one.id) } },
    orderBy: { number: 'asc' },
  })
  const paper: Paper = {
    meeting: { ...meeting, quorum: meeting.quorum },
    agenda: meeting.agenda.map((item) => ({
      ...item,
      title: item.title,
      postponedReason: item.postponedReason,
    })),
    texts: items,
    asides: [...new Set(asides.map((aside) => aside.agendaItemId))],
    agreements: agreements.map((agreement) => ({
      ...agreement,
      dueOn: agreement.dueOn && fromDate(agreement.dueOn),
    })),
    claims,
    proposals,
  }
  const named = sectors.map((sector) => ({
    id: sector.id,
    name: sector.name,
  }))
  return {
    meeting,
    paper,
    sectors: named,
    drafts: { items, asides, agreements, claims },
    deliberated,
    proposals,
    latest,
  }
}

/** Why something of a draft cannot be recorded, and the item under which it stands. */
export type ItemFault = { item: string | null; refusal: Refusal }

/**
 * What the fact would not take, told while it is still a draft: whatever its schema says, at the item where
 * it stands. So circulating never fails on a text.
 */
export function faultsIn(content: Content): ItemFault[] {
  const is = lettersIn(content)
  const max = longest.allMinutes
  return [
    ...(is > max
      ? [{ item: null, refusal: refuse('meetings.minutesTooLong', { is, max, over: is - max }) }]
      : []),
    ...unfitIn(content),
  ]
}

/** Of all that somebody wrote in it. */
function lettersIn({ items, claims }: Content): number {
  const texts = [
    ...items.flatMap((item) => [item.text, item.postponed, ...item.agreements.map((each) => each.text)]),
    ...claims.map((claim) => claim.reason),
  ]
  return texts.reduce((sum, one) => sum + (one?.text.length ?? 0), 0)
}

function unfitIn(content: Content): ItemFault[] {
  const parsed = MinutesContent.safeParse(content)
  return parsed.success
    ? []
    : parsed.error.issues.flatMap((issue): ItemFault[] => {
        const [part, place, field, of] = issue.path
        const item = part === 'items' && typeof place === 'number' ? content.items[place] : undefined
        if (!item || typeof place !== 'number')
          return [{ item: null, refusal: refuse('meetings.notRecordable') }]
        const at = { item: place + 1 }
        const agreement =
          field === 'agreements' && typeof of === 'number' ? item.agreements[of] : undefined
        // An agreement that says nothing is told of as such (rules.ts).
        if (agreement && issue.message === 'errors.required') return []
        const { is, max } =
          ((issue.code === 'custom' ? issue.params : undefined) as
            | { is?: number; max?: number }
            | undefined) ?? {}
        if (issue.message !== 'errors.tooLong' || is === undefined || max === undefined)
          return [{ item: item.item, refusal: refuse('meetings.itemUnreadable', at) }]
        const room = { is, max, over: is - max }
        return [
          {
            item: item.item,
            refusal: agreement
              ? refuse('meetings.agreementTooLong', { ...at, ...room, agreement: agreement.number })
              : refuse('meetings.itemTooLong', { ...at, ...room }),
          },
        ]
      })
}

/** Everything that keeps a draft from being circulated. */
export function hindrancesTo(paper: Paper, sectors: Parameters<typeof hindrances>[1]): Refusal[] {
  return [
    ...hindrances(paper, sectors),
    ...faultsIn(contentOf(paper)).map((itemFault) => itemFault.refusal),
  ]
}

export type Found = NonNullable<Awaited<ReturnType<typeof paperOf>>>

type DraftRow = {
  meeting: string
  state: string
  heldOn: Date
  closedAt: Date | null
  circulated: boolean
  approvedAt: Date | null
  lastSavedAt: Date
}

/**
 * Until when each working paper of a forum is kept; of one meeting, where it is named. Meetings without one
 * are not there.
 */
export async function keptDrafts(
  db: Reader,
  { forum, now }: { forum: ForumHead; now: Date },
  meeting: string | null = null,
): Promise<{ meeting: string; keptUntil: Date | null }[]> {
  const rows = await db.$queryRaw<DraftRow[]>`
    SELECT m.id AS meeting, m.state, m."heldOn", m."closedAt", n.id IS NOT NULL AS circulated,
      n."approvedAt", d."lastSavedAt"
    FROM meeting m JOIN LATERAL (
      SELECT max(s."savedAt") AS "lastSavedAt" FROM (
        SELECT "savedAt" FROM draft_revision WHERE "meetingId" = m.id
        UNION ALL SELECT "savedAt" FROM draft_item WHERE "meetingId" = m.id
        UNION ALL SELECT "savedAt" FROM draft_agreement WHERE "meetingId" = m.id
        UNION ALL SELECT "savedAt" FROM draft_claim WHERE "meetingId" = m.id
        UNION ALL SELECT "savedAt" FROM draft_version WHERE "meetingId" = m.id
        UNION ALL SELECT "savedAt" FROM draft_comment WHERE "meetingId" = m.id
        UNION ALL SELECT "savedAt" FROM draft_session WHERE "meetingId" = m.id) s
    ) d ON d."lastSavedAt" IS NOT NULL
    LEFT JOIN minutes n ON n."meetingId" = m.id
    WHERE m."forumId" = ${forum.id}::uuid AND (${meeting}::uuid IS NULL OR m.id = ${meeting}::uuid)
    ORDER BY m."heldOn", m.id`
  const rules = rulesOf(forum)
  return rows.map(({ meeting: id, heldOn, ...row }) => ({
    meeting: id,
    keptUntil: draftKeptUntil(
      { ...row, dayOver: endOfDay(forum.timeZone, fromDate(heldOn)) },
      { rules, zone: forum.timeZone, now },
    ),
  }))
}

export type Drafted = {
  bodyId: string
  state: string
  takenOver: boolean
  minutes: { approvedAt: Date | null } | null
}

/** A draft is written from the call on until its minutes are approved; a meeting that did not take place has none. */
export function takesDrafts(meeting: Drafted): boolean {
  return (
    !meeting.takenOver &&
    !meeting.minutes?.approvedAt &&
    meeting.state !== 'cancelled' &&
    meeting.state !== 'not-held'
  )
}

export async function personNames(
  db: Reader,
  forum: string,
  ids: string[],
): Promise<Map<string, string | null>> {
  const persons = await db.person.findMany({
    where: { forumId: forum, id: { in: [...new Set(ids)] } },
  })
  return new Map(persons.map((person) => [person.id, person.name]))
}
