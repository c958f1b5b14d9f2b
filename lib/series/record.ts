import { fromDate } from '../act/calendar.ts'
import type { Prose } from '../act/fields.ts'
import type { Reader } from '../db/client.ts'
import type { MeetingKind } from '../meetings/rules.ts'
import { seriesFrom } from './rules.ts'
import type { Exception, Series } from './rules.ts'

export type RunningSeries = Series & {
  id: string
  body: string
  kind: MeetingKind
  time: string
  place: Prose | null
  template: string | null
  exceptions: (Exception & { reason: Prose | null })[]
}

/** The series of these bodies that have not been ended, as they were set. */
export async function runningSeries(db: Reader, bodies: string[]): Promise<RunningSeries[]> {
  const rows = await db.meetingSeries.findMany({
    where: { bodyId: { in: bodies }, endedAt: null },
    include: { exceptions: { orderBy: { day: 'asc' } } },
    orderBy: [{ setAt: 'asc' }, { id: 'asc' }],
  })
  return rows.flatMap((row) => {
    const series = seriesFrom({
      ...row,
      fromOn: fromDate(row.fromOn),
      lastOn: row.lastOn && fromDate(row.lastOn),
    })
    return series
      ? [
          {
            ...series,
            id: row.id,
            body: row.bodyId,
            kind: row.kind,
            time: row.time,
            place: row.place,
            template: row.templateId,
            exceptions: row.exceptions.map((exception) => ({
              day: fromDate(exception.day),
              change: exception.change,
              movedTo: exception.movedTo && fromDate(exception.movedTo),
              reason: exception.reason,
            })),
          },
        ]
      : []
  })
}
