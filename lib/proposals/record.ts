import { toDate } from '../act/calendar.ts'
import type { Circumstances } from '../act/command.ts'
import type { Ruling } from '../act/effect.ts'
import { refuse } from '../act/refusal.ts'
import type { Reader, Row } from '../db/client.ts'
import { blocks, notResumed, positionInForce } from './rules.ts'
import type { SectorStand } from './rules.ts'

type Voice = { seat: string; mandate: string; capacity: string; sector: string; body: string }

/** The seats that hold a sector's voice in a body on a day, with whoever holds them, titular first. */
export async function voicesIn(db: Reader, body: string, today: string): Promise<Voice[]> {
  return db.$queryRaw<Voice[]>`
    SELECT s.id AS seat, m.id AS mandate, m.capacity, s."sectorId" AS sector, s."bodyId" AS body
    FROM seat s JOIN sector t ON t.id = s."sectorId" AND t."hasPosition"
    JOIN mandate m ON m."seatId" = s.id AND public.in_force(m."fromOn", m."untilOn", ${toDate(today)}::date)
    WHERE s."bodyId" = ${body}::uuid AND s.voice AND NOT public.has_ended(s."endedOn", ${toDate(today)}::date)
    ORDER BY s.rank, m.capacity DESC, m.id`
}

/** The sectors that must say something for this body to decide: those with a position, in their order. */
export async function decidingSectors(db: Reader, forum: string) {
  return db.sector.findMany({ where: { forumId: forum, hasPosition: true }, orderBy: { rank: 'asc' } })
}

/** The working groups of a commitment: their voices reach it, and it alone. */
export async function groupsAbout(
  db: Reader,
  forum: string,
  commitment: string | null,
): Promise<string[]> {
  if (!commitment) return []
  return (
    await db.body.findMany({ where: { forumId: forum, commitmentId: commitment }, select: { id: true } })
  ).map((one) => one.id)
}

export async function openSuspensions(db: Reader, forum: string) {
  return db.suspension.findMany({ where: { forumId: forum, ...notResumed } })
}

const nothing: Ruling = { legal: refuse('proposals.closed'), inForceOn: null, facts: () => [] }

type OpenSuspension = { id: string; sectorId: string; commitmentId: string | null; resumedAt: null }
/** What is weighed of a position, whether the log has it or it is in the making. */
export type PositionMade = Pick<
  Row<'position'>,
  'id' | 'sectorId' | 'seatId' | 'mandateId' | 'digest' | 'stance' | 'origin' | 'lapsedAt'
> & { entryIndex: number | null /** in which its speaker spoke */; capacity: string }
type Loaded = {
  proposal: Row<'proposal'>
  versions: Row<'proposalVersion'>[]
  positions: PositionMade[]
  sectors: { id: string; rank: number }[]
  voices: Voice[]
  suspensions: OpenSuspension[]
  nextDecision: number
  /** the other proposals about the same commitment that nobody has closed, by their numbers */
  alsoOpen: number[]
}

/** A row as JSON has its times as text. Their names tell them: `...At` is an instant, `...On` a day. */
function revived<T extends object>(row: T): T {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' && /[a-z](At|On)$/.test(name) ? new Date(value) : value,
    ]),
  ) as T
}

/** One statement, for an act holds its forum's lock for as long as it reads. */
async function loaded(db: Reader, forum: string, id: string, today: string): Promise<Loaded | null> {
  const [row] = await db.$queryRaw<Loaded[]>`
    SELECT to_jsonb(p) AS proposal,
      (SELECT jsonb_agg(to_jsonb(v) ORDER BY v.number) FROM proposal_version v WHERE v."proposalId" = p.id) AS versions,
      (SELECT coalesce(jsonb_agg(to_jsonb(o) || jsonb_build_object('capacity', m.capacity) ORDER BY o."entryIndex"), '[]')
       FROM position o JOIN mandate m ON m.id = o."mandateId" WHERE o."proposalId" = p.id) AS positions,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'rank', t.rank) ORDER BY t.rank), '[]')
       FROM sector t WHERE t."forumId" = p."forumId" AND t."hasPosition") AS sectors,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('seat', s.id, 'mandate', m.id, 'capacity', m.capacity,
                                                    'sector', s."sectorId", 'body', s."bodyId")
                                 ORDER BY s.rank, m.capacity DESC, m.id), '[]')
       FROM seat s JOIN sector t ON t.id = s."sectorId" AND t."hasPosition"
       JOIN mandate m ON m."seatId" = s.id AND public.in_force(m."fromOn", m."untilOn", ${today}::date)
       WHERE s."bodyId" = p."bodyId" AND s.voice AND NOT public.has_ended(s."endedOn", ${today}::date)) AS voices,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'sectorId', u."sectorId",
                                                    'commitmentId', u."commitmentId", 'resumedAt', null)), '[]')
       FROM suspension u WHERE u."forumId" = p."forumId" AND u."resumedAt" IS NULL) AS suspensions,
      (SELECT coalesce(max(d.number), 0) + 1 FROM decision d WHERE d."forumId" = p."forumId") AS "nextDecision",
      (SELECT coalesce(jsonb_agg(q.number ORDER BY q.number), '[]') FROM proposal q
       WHERE q."forumId" = p."forumId" AND q."commitmentId" = p."commitmentId" AND q.id <> p.id
         AND q."closedAt" IS NULL AND q."withdrawnAt" IS NULL) AS "alsoOpen"
    FROM proposal p WHERE p.id = ${id}::uuid AND p."forumId" = ${forum}::uuid`
  return row ?? null
}

/**
 * A proposal with all that its next position, its closing and its page need: read inside the act, under the
 * forum's lock.
 */
export async function deliberation(db: Reader, { forum, today, effects }: Circumstances, id: string) {
  const row = await loaded(db, forum.id, id, today)
  if (!row) return null
  const { proposal, versions, positions, ...table } = row
  const whole = {
    ...revived(proposal),
    versions: versions.map(revived),
    positions: positions.map(revived),
    ...table,
  }
  // Only the position that completes the consensus carries the effect out: while two sectors or more stand
  // against it, none can.
  const against = standsOf(whole).filter((stand) => !stand.stance || stand.stance === 'object').length
  const ruling =
    proposal.closedAt || against > 1 ? nothing : await effects.ruling(db, proposal.effect, forum.id)
  return { ...whole, ruling }
}
export type Deliberation = NonNullable<Awaited<ReturnType<typeof deliberation>>>

type Weighed = Pick<Row<'proposal'>, 'digest' | 'commitmentId'> &
  Pick<Loaded, 'positions' | 'sectors' | 'voices' | 'suspensions'>

/** How each sector with a position stands towards the current text. */
export function standsOf(
  proposal: Weighed,
): (SectorStand & { position: Weighed['positions'][number] | null })[] {
  const given = proposal.positions.map((position) => ({ ...position, sector: position.sectorId }))
  return proposal.sectors.map(({ id: sector }) => {
    const position = positionInForce(given, sector, proposal.digest)
    return {
      sector,
      position,
      stance: position?.stance ?? null,
      voiceHeld: proposal.voices.some((voice) => voice.sector === sector),
      suspended: proposal.suspensions.some(
        (suspension) => suspension.sectorId === sector && blocks(suspension, proposal.commitmentId),
      ),
    }
  })
}

/** Written procedures whose deadline has passed, and which nobody has closed. */
export async function proposalsDue(db: Reader, forum: string, now: Date) {
  return db.proposal.findMany({
    where: { forumId: forum, closedAt: null, deadlineAt: { lte: now } },
    select: { id: true },
    orderBy: { deadlineAt: 'asc' },
  })
}

/** What was decided for a day that has come, in the order in which it was decided. */
export async function changesDue(db: Reader, forum: string, today: string) {
  const rows = await db.pendingChange.findMany({
    where: { forumId: forum, settledAt: null, inForceOn: { lte: toDate(today) } },
    select: { id: true },
    orderBy: [{ inForceOn: 'asc' }, { entryIndex: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ id }) => id)
}
