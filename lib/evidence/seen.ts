import { fromDate } from '../act/calendar.ts'
import type { Localised, Prose } from '../act/fields.ts'
import type { Viewer } from '../act/viewer.ts'
import { sectorsSeenBy } from '../bodies/seen.ts'
import type { SectorSeen } from '../bodies/seen.ts'
import { seatCalled } from '../act/seat-called.ts'
import type { Row } from '../db/client.ts'
import { stateOfLink } from './rules.ts'
import type { Judgement, LinkState } from './rules.ts'
import { captureOf } from './record.ts'
import type { CaptureSeen } from './record.ts'

export type JudgementSeen = {
  id: string
  sector: string
  seat: { id: string; name: Localised }
  word: Judgement
  reason: Prose | null
  judgedOn: string
  entryIndex: number
}
/** A sector's word on a piece of evidence at this moment; null is silence, and shown as silence. */
export type SectorWord = { sector: SectorSeen; word: Judgement | null; own: boolean }

export type EvidenceSeen = {
  id: string
  commitment: string
  activity: string
  kind: 'file' | 'link'
  title: Prose
  note: Prose | null
  file: { digest: string; size: number; type: string; name: string } | null
  link: { address: string; state: LinkState; captures: CaptureSeen[]; checkedAt: Date | null } | null
  seat: { id: string; name: Localised }
  sector: string
  handedInOn: string
  recordedAt: Date
  entryIndex: number
  words: SectorWord[]
  judgements: JudgementSeen[]
  withdrawn: { on: string; reason: Prose; entryIndex: number } | null
}

type Filter = {
  commitment?: string
  activity?: string
  kind?: string
  ids?: string[]
  /** handed in before this act */
  before?: number | undefined
  most?: number
}

const EVIDENCE_AT_ONCE = 20

/** What was handed in for an activity: so much at once, and before which act the rest was. */
export async function evidenceOfActivity(
  viewer: Viewer,
  of: { commitment: string; activity: string; before?: number | undefined },
): Promise<{ evidence: EvidenceSeen[]; next: number | null }> {
  const found = await evidenceSeenBy(viewer, { ...of, most: EVIDENCE_AT_ONCE + 1 })
  const evidence = found.slice(0, EVIDENCE_AT_ONCE)
  return {
    evidence,
    next: found.length > evidence.length ? (evidence.at(-1)?.entryIndex ?? null) : null,
  }
}

/**
 * What was handed in, the latest first, with each sector's word on it. All of it is public: hidden evidence
 * is none.
 */
export async function evidenceSeenBy(
  viewer: Viewer,
  { commitment, activity, kind, ids, before, most }: Filter,
): Promise<EvidenceSeen[]> {
  const { db, forum } = viewer
  const rows = await db.evidence.findMany({
    where: {
      forumId: forum.id,
      ...(commitment && { commitmentId: commitment }),
      ...(activity && { activityId: activity }),
      ...(kind && { kind }),
      ...(ids && { id: { in: ids } }),
      ...(before !== undefined && { entryIndex: { lt: before } }),
    },
    orderBy: { entryIndex: 'desc' },
    ...(most !== undefined && { take: most }),
  })
  if (rows.length === 0) return []
  const of = {
    where: { forumId: forum.id, evidenceId: { in: rows.map((row) => row.id) } },
    orderBy: { entryIndex: 'asc' },
  } as const
  const [judgements, captures, sectors] = await Promise.all([
    db.evidenceJudgement.findMany(of),
    db.linkCapture.findMany(of),
    sectorsSeenBy(viewer),
  ])
  const seats = await db.seat.findMany({
    where: { forumId: forum.id, id: { in: [...rows, ...judgements].map((row) => row.seatId) } },
    include: { body: true },
  })
  const names = new Map(seats.map((seat) => [seat.id, seatCalled(seat)]))
  const seatOf = (id: string): SeatName => ({ id, name: names.get(id) ?? { es: '' } })
  return rows.map((row): EvidenceSeen => {
    const said = judgements.filter((judgement) => judgement.evidenceId === row.id)
    const found = captures.filter((capture) => capture.evidenceId === row.id).map(captureOf)
    return {
      id: row.id,
      commitment: row.commitmentId,
      activity: row.activityId,
      kind: row.kind as 'file' | 'link',
      title: row.title,
      note: row.note,
      file: row.digest
        ? {
            digest: row.digest,
            size: row.size ?? 0,
            type: row.type ?? '',
            name: row.name ?? row.digest.slice(0, 12),
          }
        : null,
      link: row.address
        ? { address: row.address, state: stateOfLink(found), captures: found, checkedAt: row.checkedAt }
        : null,
      seat: seatOf(row.seatId),
      sector: row.sectorId,
      handedInOn: fromDate(row.handedInOn),
      recordedAt: row.recordedAt,
      entryIndex: row.entryIndex,
      words: sectors
        .filter((sector) => sector.hasPosition)
        .map((sector) => ({
          sector,
          own: sector.id === row.sectorId,
          word: said.findLast((one) => one.sectorId === sector.id)?.word ?? null,
        })),
      judgements: said.map((one) => judgementOf(one, seatOf(one.seatId))),
      withdrawn: row.withdrawnOn &&
        row.withdrawnReason && {
          on: fromDate(row.withdrawnOn),
          reason: row.withdrawnReason,
          entryIndex: row.withdrawnEntry ?? row.entryIndex,
        },
    }
  })
}

type SeatName = { id: string; name: Localised }

function judgementOf(row: Row<'evidenceJudgement'>, seat: SeatName): JudgementSeen {
  return {
    id: row.id,
    sector: row.sectorId,
    seat,
    word: row.word,
    reason: row.reason,
    judgedOn: fromDate(row.judgedOn),
    entryIndex: row.entryIndex,
  }
}

/** How many pieces each activity of a commitment has, and how many of them some sector questions: for the lists. */
export async function evidenceCounts(
  { db, forum }: Viewer,
  commitment: string,
): Promise<Record<string, { count: number; questioned: number }>> {
  const rows = await db.evidence.findMany({
    where: { forumId: forum.id, commitmentId: commitment, withdrawnOn: null },
    select: { id: true, activityId: true },
  })
  const said = await db.evidenceJudgement.findMany({
    where: { forumId: forum.id, evidenceId: { in: rows.map((row) => row.id) } },
    orderBy: { entryIndex: 'asc' },
    select: { evidenceId: true, sectorId: true, word: true },
  })
  const latest = new Map(said.map((one) => [`${one.evidenceId}/${one.sectorId}`, one]))
  const questioned = new Set(
    [...latest.values()].flatMap((one) => (one.word === 'questioned' ? [one.evidenceId] : [])),
  )
  const counts: Record<string, { count: number; questioned: number }> = {}
  for (const { id, activityId } of rows) {
    const { count, questioned: before } = counts[activityId] ?? { count: 0, questioned: 0 }
    counts[activityId] = { count: count + 1, questioned: before + (questioned.has(id) ? 1 : 0) }
  }
  return counts
}

/** The file of that digest as this forum's record names it, or null where nobody handed it in here. */
export async function fileSeenBy(
  { db, forum }: Viewer,
  digest: string,
): Promise<{ digest: string; size: number; type: string; name: string } | null> {
  const first = { where: { forumId: forum.id, digest }, orderBy: { entryIndex: 'asc' } } as const
  const row = (await db.evidence.findFirst(first)) ?? (await db.document.findFirst(first))
  if (!row) return letterSeenBy({ db, forum }, digest)
  return row.digest
    ? {
        digest,
        size: row.size ?? 0,
        type: row.type ?? 'application/octet-stream',
        name: row.name ?? digest,
      }
    : null
}

/** A letter by which somebody was appointed, or is to be. It names them, so it is not there for whom it must not be named to. */
async function letterSeenBy({ db, forum }: Pick<Viewer, 'db' | 'forum'>, digest: string) {
  const is = { forumId: forum.id, letter: { path: ['digest'], equals: digest } }
  const [mandate, restoration, request] = await Promise.all([
    db.mandate.findFirst({ where: is, include: { person: true } }),
    db.restoration.findFirst({ where: is }),
    db.confirmationRequest.findFirst({ where: is }),
  ])
  const asked = restoration ?? request
  const person =
    mandate?.person ??
    (asked?.personId && (await db.person.findUnique({ where: { id: asked.personId } })))
  return person && person.name ? (mandate?.letter ?? asked?.letter ?? null) : null
}

export type LinkLine = {
  evidence: EvidenceSeen
  commitment: { number: number; plan: string; title: { es?: string; en?: string } }
}

/** A state of links, as the board asks the database for it; the dead where none is asked for. */
function numberOf(state: string | undefined): number {
  if (state === 'alive') return 1
  return state === 'not-yet' ? 2 : 0
}

/**
 * The board of links: the dead first, then by the day they were handed in, the latest first. Paged by the
 * entry that handed them in.
 */
export async function linksSeenBy(
  viewer: Viewer,
  { state, cursor }: { state?: string; cursor?: number } = {},
  size = 25,
) {
  const { db, forum } = viewer
  // The latest capture of each link says its state; the board asks for one state at a time, so that a page is
  // one walk along an index.
  type Row = { id: string; entryIndex: number }
  const wanted = numberOf(state)
  const rows = await db.$queryRaw<Row[]>`
    SELECT e.id, e."entryIndex" FROM evidence e
    LEFT JOIN LATERAL (
      SELECT reached FROM link_capture c WHERE c."evidenceId" = e.id ORDER BY c."entryIndex" DESC LIMIT 1
    ) latest ON true
    WHERE e."forumId" = ${forum.id}::uuid AND e.kind = 'link' AND e."withdrawnOn" IS NULL
      AND e."entryIndex" < ${cursor ?? 2_147_483_647}
      AND CASE ${wanted}::int WHEN 0 THEN latest.reached IS FALSE WHEN 1 THEN latest.reached IS TRUE
        ELSE latest.reached IS NULL END
    ORDER BY e."entryIndex" DESC LIMIT ${size + 1}`
  const page = rows.slice(0, size)
  const evidences = await evidenceSeenBy(viewer, { ids: page.map((row) => row.id) })
  const commitments = await db.commitment.findMany({
    where: { forumId: forum.id, id: { in: evidences.map((evidence) => evidence.commitment) } },
    include: { plan: true },
  })
  const lines = evidences.flatMap((evidence): LinkLine[] => {
    const commitment = commitments.find((one) => one.id === evidence.commitment)
    return commitment
      ? [
          {
            evidence,
            commitment: {
              number: commitment.number,
              plan: commitment.plan.slug,
              title: commitment.title,
            },
          },
        ]
      : []
  })
  return { lines, next: rows.length > size ? (page.at(-1)?.entryIndex ?? null) : null }
}

/** How many links stand in each state of the board. */
export async function linkCounts({
  db,
  forum,
}: Viewer): Promise<{ dead: number; alive: number; notYet: number }> {
  const [row] = await db.$queryRaw<{ dead: number; alive: number; notYet: number }[]>`
    SELECT count(*) FILTER (WHERE latest.reached IS FALSE)::int AS dead,
           count(*) FILTER (WHERE latest.reached)::int AS alive,
           count(*) FILTER (WHERE latest.reached IS NULL)::int AS "notYet"
    FROM evidence e
    LEFT JOIN LATERAL (
      SELECT reached FROM link_capture c WHERE c."evidenceId" = e.id ORDER BY c."entryIndex" DESC LIMIT 1
    ) latest ON true
    WHERE e."forumId" = ${forum.id}::uuid AND e.kind = 'link' AND e."withdrawnOn" IS NULL`
  return row ?? { dead: 0, alive: 0, notYet: 0 }
}

/** Where the bytes of a file lie that this person brought and that was found to be what it says. */
export async function waitingFile(
  { db, forum, person }: Viewer,
  id: string,
): Promise<{ digest: string; size: number } | null> {
  if (!person) return null
  const row = await db.upload.findFirst({ where: { id, forumId: forum.id, personId: person } })
  return row?.digest ? { digest: row.digest, size: row.size } : null
}

/** A file that this person brought and has not handed in yet; or why it cannot be. */
export async function uploadSeenBy({ db, forum, person }: Viewer, id: string) {
  if (!person) return null
  const row = await db.upload.findFirst({ where: { id, forumId: forum.id, personId: person } })
  return (
    row && {
      id: row.id,
      name: row.name,
      size: row.size,
      type: row.type,
      done: row.digest !== null,
      refused: row.refused,
    }
  )
}
