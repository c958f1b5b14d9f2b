import { toDate } from '../act/calendar.ts'
import type { Circumstances } from '../act/command.ts'
import type { Ruling } from '../act/effect.ts'
import { refuse } from '../act/refusal.ts'
import type { Reader } from '../db/client.ts'
import { blocks, positionInForce } from './rules.ts'
import type { SectorStand, Stance } from './rules.ts'

type Voice = { seat: string; mandate: string; capacity: string; sector: string }

/** The seats that hold a sector's voice in a body on a day, with whoever holds them, titular first. */
export async function voicesIn(db: Reader, body: string, today: string): Promise<Voice[]> {
  return db.$queryRaw<Voice[]>`
    SELECT s.id AS seat, m.id AS mandate, m.capacity, s."sectorId" AS sector
    FROM seat s JOIN sector t ON t.id = s."sectorId" AND t."hasPosition"
    JOIN mandate m ON m."seatId" = s.id AND m."fromOn" <= ${toDate(today)}::date AND (m."untilOn" IS NULL OR m."untilOn" > ${toDate(today)}::date)
    WHERE s."bodyId" = ${body}::uuid AND s.voice AND (s."endedOn" IS NULL OR s."endedOn" > ${toDate(today)}::date)
    ORDER BY s.rank, m.capacity DESC, m.id`
}

/** The sectors that must say something for this body to decide: those with a position, in their order. */
export async function decidingSectors(db: Reader, forum: string) {
  return db.sector.findMany({ where: { forumId: forum, hasPosition: true }, orderBy: { rank: 'asc' } })
}

export async function openSuspensions(db: Reader, forum: string) {
  return db.suspension.findMany({ where: { forumId: forum, resumedAt: null } })
}

const nothing: Ruling = { legal: refuse('proposals.closed'), facts: () => [] }

/** A proposal with all that its next position, its closing and its page need: read inside the act, under the forum's lock. */
export async function deliberation(db: Reader, { forum, today, effects }: Circumstances, id: string) {
  const proposal = await db.proposal.findFirst({
    where: { id, forumId: forum.id },
    include: { versions: { orderBy: { number: 'asc' } }, positions: { orderBy: { entryIndex: 'asc' } } },
  })
  if (!proposal) return null
  const [sectors, voices, suspensions, decisions] = await Promise.all([
    decidingSectors(db, forum.id), voicesIn(db, proposal.bodyId, today), openSuspensions(db, forum.id),
    db.decision.aggregate({ where: { forumId: forum.id }, _max: { number: true } }),
  ])
  const ruling = proposal.closedAt ? nothing : await effects.ruling(db, proposal.effect)
  return { ...proposal, sectors, voices, suspensions, ruling, nextDecision: (decisions._max.number ?? 0) + 1 }
}
export type Deliberation = NonNullable<Awaited<ReturnType<typeof deliberation>>>

type Weighed = Pick<Deliberation, 'digest' | 'commitmentId' | 'sectors' | 'voices' | 'suspensions' | 'positions'>

/** How each sector with a position stands towards the current text. */
export function standsOf(proposal: Weighed): (SectorStand & { position: Weighed['positions'][number] | null })[] {
  const given = proposal.positions.map((position) => ({ ...position, sector: position.sectorId }))
  return proposal.sectors.map(({ id: sector }) => {
    const position = positionInForce(given, sector, proposal.digest)
    return {
      sector, position, stance: (position?.stance ?? null) as Stance | null,
      voiceHeld: proposal.voices.some((voice) => voice.sector === sector),
      suspended: proposal.suspensions.some((one) => one.sectorId === sector && blocks(one, proposal.commitmentId)),
    }
  })
}

/** Written procedures whose deadline has passed, and which nobody has closed. */
export async function proposalsDue(db: Reader, forum: string, now: Date) {
  return db.proposal.findMany({
    where: { forumId: forum, closedAt: null, deadlineAt: { lte: now } }, select: { id: true }, orderBy: { deadlineAt: 'asc' },
  })
}
