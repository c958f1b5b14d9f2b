import { fromDate } from '../act/calendar.ts'
import type { Localised, Prose } from '../act/fields.ts'
import type { Viewer } from '../act/viewer.ts'
import { sectorOf } from '../bodies/seen.ts'
import type { SectorSeen } from '../bodies/seen.ts'
import { decidingSectors } from '../proposals/record.ts'
import { confirmedBy, latestOf } from './rules.ts'
import type { TakenKind, Word } from './rules.ts'

export type RecordSeen = {
  id: string
  number: number
  of: TakenKind
  body: { id: string; slug: string; name: Localised }
  commitment: { number: number; title: { es?: string; en?: string }; plan: string } | null
  status: string | null
  title: Prose
  text: Prose
  happenedOn: string
  source: { text: string; url?: string | undefined }
  takenOn: string
  entryIndex: number
  /** what each sector with a position says to it now; null: nothing yet */
  sectors: {
    sector: SectorSeen
    says: Word | null
    words: Prose | null
    saidOn: string | null
    entryIndex: number | null
  }[]
  confirmedBy: number
}

const PAGE = 50

/** What was taken over from before the system, a page of it and the latest first, with what each sector says to it. */
export async function recordsSeenBy(
  { db, forum }: Viewer,
  { commitment, before }: { commitment?: string /** its number */; before?: string | undefined } = {},
): Promise<RecordSeen[]> {
  const rows = await db.takenOver.findMany({
    where: {
      forumId: forum.id,
      ...(commitment && { commitmentId: commitment }),
      ...(before && /^\d{1,9}$/.test(before) && { number: { lt: Number(before) } }),
    },
    include: { words: { orderBy: { entryIndex: 'asc' } } },
    orderBy: { number: 'desc' },
    take: PAGE,
  })
  const [sectors, bodies, commitments] = await Promise.all([
    decidingSectors(db, forum.id),
    db.body.findMany({ where: { id: { in: rows.map((row) => row.bodyId) } } }),
    db.commitment.findMany({
      where: { id: { in: rows.flatMap((row) => row.commitmentId ?? []) } },
      include: { plan: { select: { slug: true } } },
    }),
  ])
  return rows.flatMap((row) => {
    const body = bodies.find((one) => one.id === row.bodyId)
    const about = commitments.find((one) => one.id === row.commitmentId)
    const said = row.words.map((word) => ({ ...word, sector: word.sectorId }))
    const latest = latestOf(said)
    return body
      ? [
          {
            id: row.id,
            number: row.number,
            of: row.of,
            body: { id: body.id, slug: body.slug, name: body.name },
            commitment: about
              ? { number: about.number, title: about.title, plan: about.plan.slug }
              : null,
            status: row.status,
            title: row.title,
            text: row.text,
            happenedOn: row.happenedOn,
            source: row.source,
            takenOn: fromDate(row.takenOn),
            entryIndex: row.entryIndex,
            sectors: sectors.map((sector) => {
              const word = latest.find((one) => one.sector === sector.id)
              return {
                sector: sectorOf(sector),
                says: word?.says ?? null,
                words: word?.words ?? null,
                saidOn: word ? fromDate(word.saidOn) : null,
                entryIndex: word?.entryIndex ?? null,
              }
            }),
            confirmedBy: confirmedBy(
              said,
              sectors.map((sector) => sector.id),
            ),
          },
        ]
      : []
  })
}
