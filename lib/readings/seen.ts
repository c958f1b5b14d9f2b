import { fromDate } from '../act/calendar.ts'
import type { Localised, Prose } from '../act/fields.ts'
import type { Viewer } from '../act/viewer.ts'
import { sectorsSeenBy } from '../bodies/seen.ts'
import type { SectorSeen } from '../bodies/seen.ts'
import { seatCalled } from '../act/seat-called.ts'
import { findingOf } from '../commitments/source-seen.ts'
import type { FindingSeen } from '../commitments/source-seen.ts'
import type { Reader } from '../db/client.ts'
import { contradictions, isDisputed, levelOf, roleOf } from './rules.ts'
import type { Level, Role, Term } from './rules.ts'
import { leadingSectors } from './record.ts'

export type ReadingSeen = {
  id: string
  level: Level
  role: Role
  text: Prose
  seat: { id: string; name: Localised }
  givenOn: string
  recordedAt: Date
  entryIndex: number
}
/** A sector with what it says now and what it said before; `latest` null: it has not said. */
export type VoiceSeen = {
  sector: SectorSeen
  role: Role
  latest: ReadingSeen | null /** the newest first */
  earlier: ReadingSeen[]
}
export type ReadingsSeen = {
  voices: VoiceSeen[]
  /** the IRM's completion finding for this commitment, where it published one */
  irm: FindingSeen[]
  disputed: boolean
}

/** What every sector with a position says of how far a commitment got, silence among it, and what the IRM found. */
export async function readingsSeenBy(viewer: Viewer, commitment: string): Promise<ReadingsSeen> {
  const { db, forum } = viewer
  const [rows, found, sectors, leading] = await Promise.all([
    db.reading.findMany({
      where: { forumId: forum.id, commitmentId: commitment },
      orderBy: { entryIndex: 'desc' },
    }),
    db.finding.findMany({
      where: { forumId: forum.id, commitmentId: commitment, author: 'irm', measure: 'completion' },
      orderBy: { id: 'asc' },
    }),
    sectorsSeenBy(viewer),
    leadingSectors(db, forum.id, [commitment]),
  ])
  const names = await seatsNamed(
    db,
    rows.map((row) => row.seatId),
  )
  const voices = sectors
    .filter((sector) => sector.hasPosition)
    .map((sector): VoiceSeen => {
      const [latest = null, ...earlier] = rows
        .filter((row) => row.sectorId === sector.id)
        .map(
          (row): ReadingSeen => ({
            id: row.id,
            level: row.level,
            role: row.role,
            text: row.text,
            seat: { id: row.seatId, name: names.get(row.seatId) ?? { es: '' } },
            givenOn: fromDate(row.givenOn),
            recordedAt: row.recordedAt,
            entryIndex: row.entryIndex,
          }),
        )
      return { sector, role: latest?.role ?? roleOf(sector.id, leading), latest, earlier }
    })
  const irm = found.map(findingOf)
  const said = [
    ...voices.map((voice) => voice.latest?.level ?? null),
    ...irm.map((findingSeen) => levelOf(findingSeen.level)),
  ]
  return { voices, irm, disputed: isDisputed(said) }
}

async function seatsNamed(db: Reader, ids: string[]): Promise<Map<string, Localised>> {
  const seats = await db.seat.findMany({ where: { id: { in: ids } }, include: { body: true } })
  return new Map(seats.map((seat) => [seat.id, seatCalled(seat)]))
}

/** Two that counted how many commitments of a plan were carried out, where both cannot be right. */
export type PlanDispute = {
  irm: FindingSeen[]
  board: FindingSeen[] /** where they part */
  levels: Level[]
}

/** Of a plan: the commitments whose latest readings do not agree, and the two counts of the whole that contradict each other. */
export async function disputedSeenBy(
  { db, forum }: Viewer,
  plan: string,
): Promise<{ commitments: string[]; whole: PlanDispute | null }> {
  const commitments = await db.commitment.findMany({
    where: { forumId: forum.id, planId: plan },
    select: { id: true },
  })
  const [rows, found] = await Promise.all([
    db.reading.findMany({
      where: { forumId: forum.id, commitmentId: { in: commitments.map((commitment) => commitment.id) } },
      orderBy: { entryIndex: 'desc' },
      distinct: ['commitmentId', 'sectorId'],
      select: { commitmentId: true, level: true },
    }),
    db.finding.findMany({
      where: { forumId: forum.id, planId: plan, measure: 'completion' },
      orderBy: { id: 'asc' },
    }),
  ])
  const findings = found.map(findingOf)
  const disputed = commitments.filter(({ id }) =>
    isDisputed([
      ...rows.filter((row) => row.commitmentId === id).map((row) => row.level),
      ...findings
        .filter((finding) => finding.commitmentId === id && finding.author === 'irm')
        .map((finding) => levelOf(finding.level)),
    ]),
  )
  const [irm, board] = ['irm', 'government-board'].map((author) =>
    findings.filter((finding) => finding.commitmentId === null && finding.author === author),
  )
  const levels = contradictions(irm ?? [], board ?? [], commitments.length)
  return {
    commitments: disputed.map((one) => one.id),
    whole: levels.length > 0 ? { irm: irm ?? [], board: board ?? [], levels } : null,
  }
}

export type AssessmentSeen = {
  id: string
  term: Term
  title: Prose
  text: Prose
  address: string | null
  sector: SectorSeen | null
  seat: { id: string; name: Localised }
  filedOn: string
  recordedAt: Date
  entryIndex: number
  /** the one of the same term that took its place */
  replacedBy: string | null
}

/** The self-assessments of a plan, the newest first; what was replaced stays listed. */
export async function assessmentsSeenBy(viewer: Viewer, plan: string): Promise<AssessmentSeen[]> {
  const { db, forum } = viewer
  const [rows, sectors] = await Promise.all([
    db.assessment.findMany({
      where: { forumId: forum.id, planId: plan },
      orderBy: { entryIndex: 'desc' },
    }),
    sectorsSeenBy(viewer),
  ])
  const names = await seatsNamed(
    db,
    rows.map((row) => row.seatId),
  )
  return rows.map(
    (row, at): AssessmentSeen => ({
      id: row.id,
      term: row.term,
      title: row.title,
      text: row.text,
      address: row.address,
      sector: sectors.find((sector) => sector.id === row.sectorId) ?? null,
      seat: { id: row.seatId, name: names.get(row.seatId) ?? { es: '' } },
      filedOn: fromDate(row.filedOn),
      recordedAt: row.recordedAt,
      entryIndex: row.entryIndex,
      replacedBy: rows.slice(0, at).findLast((later) => later.term === row.term)?.id ?? null,
    }),
  )
}
