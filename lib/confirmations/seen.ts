import { addDays, fromDate } from '../act/calendar.ts'
import type { Localised, Prose } from '../act/fields.ts'
import { seatCalled } from '../act/seat-called.ts'
import type { Viewer } from '../act/viewer.ts'
import { sectorOf } from '../bodies/seen.ts'
import type { SectorSeen } from '../bodies/seen.ts'
import type { Letter } from '../bodies/facts.ts'
import { speaksForTheForum } from '../bodies/rules.ts'
import { textIn } from '../keeping/rules.ts'
import { actsOf } from './facts.ts'
import type { SealedText } from './facts.ts'
import type { Asked, Outcome } from './rules.ts'

type Answer = { sector: SectorSeen; by: Localised | null }

export type RequestSeen = {
  id: string
  kind: Asked
  asked: Answer & { on: string; why: Prose; act: number }
  /** of a takedown: how many texts, and beside which acts they stand */
  texts: { count: number; acts: number[] } | null
  appointment: {
    seat: { id: string; called: Localised }
    /** null: erased; empty: not named in public */
    person: string | null
    capacity: string
    fromOn: string
    lastOn: string | null
    letter: Letter | null
  } | null
  declined: (Answer & { on: string; why: Prose; act: number })[]
  /** how it was closed; by nobody in particular where the last that could declined */
  closed: { outcome: Outcome; on: string; act: number; by: Answer | null } | null
}

const AT_ONCE = 20

/** What sectors asked another to confirm, the latest first. All of it is public. */
export async function requestsSeenBy(
  { db, forum }: Viewer,
  { open = false, before }: { open?: boolean; before?: number | undefined } = {},
): Promise<{ requests: RequestSeen[]; next: number | null }> {
  const rows = await db.confirmationRequest.findMany({
    where: {
      forumId: forum.id,
      ...(open && { outcome: null }),
      ...(before !== undefined && { entryIndex: { lt: before } }),
    },
    include: { refusals: { orderBy: { entryIndex: 'asc' } } },
    orderBy: { entryIndex: 'desc' },
    take: AT_ONCE + 1,
  })
  const shown = rows.slice(0, AT_ONCE)
  if (shown.length === 0) return { requests: [], next: null }
  const [sectors, seats, people] = await Promise.all([
    db.sector.findMany({ where: { forumId: forum.id } }),
    db.seat.findMany({ where: { forumId: forum.id }, include: { body: true } }),
    db.person.findMany({
      where: { id: { in: shown.flatMap(({ personId }) => personId ?? []) } },
      select: { id: true, name: true },
    }),
  ])
  const called = (id: string | null): Localised | null => {
    const found = seats.find((seat) => seat.id === id)
    return found ? seatCalled(found) : null
  }
  const answerOf = (sector: string, seat: string | null): Answer => {
    const found = sectors.find(({ id }) => id === sector)
    if (!found) throw new Error('a request is a sector’s of its forum')
    return { sector: sectorOf(found), by: called(seat) }
  }
  const requests = shown.map((row): RequestSeen => {
    const seat = called(row.seatId)
    return {
      id: row.id,
      kind: row.kind,
      asked: {
        ...answerOf(row.sectorId, row.askedBy),
        on: fromDate(row.askedOn),
        why: row.reason,
        act: row.entryIndex,
      },
      texts: textsOf(row.texts),
      appointment:
        row.seatId && seat && row.fromOn && row.capacity
          ? {
              seat: { id: row.seatId, called: seat },
              person: people.find(({ id }) => id === row.personId)?.name ?? null,
              capacity: row.capacity,
              fromOn: fromDate(row.fromOn),
              lastOn: row.untilOn && addDays(fromDate(row.untilOn), -1),
              letter: row.letter,
            }
          : null,
      declined: row.refusals.map((refusal) => ({
        ...answerOf(refusal.sectorId, refusal.seatId),
        on: fromDate(refusal.declinedOn),
        why: refusal.reason,
        act: refusal.entryIndex,
      })),
      closed:
        row.outcome && row.closedOn && row.closedIndex !== null
          ? {
              outcome: row.outcome,
              on: fromDate(row.closedOn),
              act: row.closedIndex,
              by: row.closedBy ? answerOf(row.closedSectorId ?? row.sectorId, row.closedBy) : null,
            }
          : null,
    }
  })
  return { requests, next: rows.length > AT_ONCE ? (shown.at(-1)?.entryIndex ?? null) : null }
}

/** How many requests wait for an answer of one of the viewer's own sectors. */
export async function requestsAwaiting({ db, forum, seats }: Viewer): Promise<number> {
  const speaking = seats.filter((seat) => speaksForTheForum({ kind: 'seat', ...seat }))
  const sectors = [...new Set(speaking.map(({ sector }) => sector))]
  const counts = await Promise.all(
    sectors.map((sector) =>
      db.confirmationRequest.count({
        where: {
          forumId: forum.id,
          outcome: null,
          sectorId: { not: sector },
          refusals: { none: { sectorId: sector } },
        },
      }),
    ),
  )
  return Math.max(0, ...counts)
}

function textsOf(texts: SealedText[] | null): RequestSeen['texts'] {
  return texts && { count: texts.length, acts: actsOf(texts) }
}

export type TextBeside = { seal: string; act: number; text: string; lang: string }

/**
 * The texts beside these acts that could be asked to be taken down: public, one person's own words, and
 * still there.
 */
export async function textsBesideSeenBy({ db, forum }: Viewer, acts: number[]): Promise<TextBeside[]> {
  const beside = { forumId: forum.id, index: { in: acts } }
  const [rows, held] = await Promise.all([
    db.logPayload.findMany({
      where: { ...beside, open: true, value: { not: null } },
      orderBy: [{ index: 'asc' }, { seal: 'asc' }],
    }),
    db.historyLine.findMany({ where: { ...beside, held: true }, select: { index: true } }),
  ])
  return rows.flatMap(({ seal, index, value }) => {
    const said = textIn(value)
    return said && !held.some((line) => line.index === index)
      ? [{ seal: Buffer.from(seal).toString('base64'), act: index, ...said }]
      : []
  })
}
