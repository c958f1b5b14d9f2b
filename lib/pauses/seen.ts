import { fromDate } from '../act/calendar.ts'
import type { Prose } from '../act/fields.ts'
import type { Viewer } from '../act/viewer.ts'
import { sectorsSeenBy } from '../bodies/seen.ts'
import type { SectorSeen } from '../bodies/seen.ts'

/** A sector's words, and the act in which it said them. */
export type Said = {
  id: string
  sector: SectorSeen
  text: Prose
  address: string | null
  on: string
  entryIndex: number
}
export type Settled = { on: string; note: Prose | null; entryIndex: number }
export type ConditionSeen = {
  id: string
  number: number
  text: Prose
  namedOn: string
  entryIndex: number
  /** who of the other sectors says that it is met */
  words: Said[]
  accepted: Settled | null
  dropped: Settled | null
}
export type PauseSeen = { answers: Said[]; conditions: ConditionSeen[] }

/** What others answered to suspensions, and what is asked for to come back: all of it is public. */
export async function pausesSeenBy(
  viewer: Viewer,
  suspensions: string[],
): Promise<Record<string, PauseSeen>> {
  const { db, forum } = viewer
  if (suspensions.length === 0) return {}
  const where = { forumId: forum.id, suspensionId: { in: suspensions } }
  const [answers, conditions, sectors] = await Promise.all([
    db.suspensionAnswer.findMany({ where, orderBy: { entryIndex: 'asc' } }),
    db.returnCondition.findMany({
      where,
      orderBy: [{ suspensionId: 'asc' }, { number: 'asc' }],
      include: { words: { orderBy: { entryIndex: 'asc' } } },
    }),
    sectorsSeenBy(viewer),
  ])
  type Row = { id: string; sectorId: string; text: Prose; entryIndex: number }
  const said = (row: Row, on: Date, address: string | null = null): Said[] => {
    const sector = sectors.find((one) => one.id === row.sectorId)
    const { id, text, entryIndex } = row
    return sector ? [{ id, sector, text, address, on: fromDate(on), entryIndex }] : []
  }
  return Object.fromEntries(
    suspensions.map((suspension) => [
      suspension,
      {
        answers: answers
          .filter((one) => one.suspensionId === suspension)
          .flatMap((one) => said(one, one.answeredOn)),
        conditions: conditions
          .filter((one) => one.suspensionId === suspension)
          .map((one) => ({
            id: one.id,
            number: one.number,
            text: one.text,
            namedOn: fromDate(one.namedOn),
            entryIndex: one.entryIndex,
            words: one.words.flatMap((word) => said(word, word.saidOn, word.address)),
            accepted: settledOn(one.acceptedOn, one.acceptedNote, one.acceptedIn ?? one.entryIndex),
            dropped: settledOn(one.droppedOn, one.droppedNote, one.droppedIn ?? one.entryIndex),
          })),
      },
    ]),
  )
}

function settledOn(on: Date | null, note: Prose | null, entryIndex: number): Settled | null {
  return on && { on: fromDate(on), note, entryIndex }
}
