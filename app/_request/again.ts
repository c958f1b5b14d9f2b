import type { MinutesSeen } from '@/lib/minutes/seen.ts'
import { actedBy } from './acted.ts'
import type { Dates } from './dates.ts'
import { listedIn } from './result.ts'

type Earlier = NonNullable<MinutesSeen['approvals'][number]['earlier']>
type Reading = {
  t: (
    key:
      | 'record.approvedBefore'
      | ChangedKey
      | 'record.actedBy'
      | 'record.seatActed'
      | 'desk.erasedPerson'
      | 'bodies.unnamed',
    values?: Record<string, string | number>,
  ) => string
  dates: Dates
  locale: string
}

/**
 * That a sector approved an earlier version, and what made another circulate. It was promised that an approval stays in
 * sight: it does, beside what the sector says now, for as long as it did not approve this version too.
 */
export function approvedBefore(
  { t, dates, locale }: Reading,
  minutes: MinutesSeen,
  earlier: Earlier,
): string {
  const now = minutes.versions.at(-1)
  const changed = earlier.changed && {
    ...earlier.changed,
    positions: earlier.changed.positions.flatMap((id) => minutes.proposals[id]?.number ?? []),
  }
  const { body } = minutes.meeting
  return t('record.approvedBefore', {
    version: earlier.version,
    at: earlier.at ? dates.moment(earlier.at) : '',
    who: actedBy(t, locale, earlier, body),
    now: minutes.version,
    since: now ? dates.moment(now.circulatedAt) : '',
    changed: changedSaid(t, locale, changed),
    by: now ? actedBy(t, locale, { ...now, seat: now.by }, body) : '',
  })
}

type ChangedKey = `record.changedParts.${'items' | 'positions' | 'meeting'}`
type Said = (key: ChangedKey, values?: { count: number; numbers: string }) => string

/** What a later version of minutes says otherwise; `none` where its text or the earlier one is not kept any more. */
export function changedSaid(
  t: Said,
  locale: string,
  changed: { items: number[]; positions: number[]; meeting: boolean } | null,
): string {
  if (!changed) return 'none'
  const numbered = (key: 'items' | 'positions', numbers: number[]) =>
    numbers.length > 0
      ? [
          t(`record.changedParts.${key}`, {
            count: numbers.length,
            numbers: listedIn(locale, numbers.map(String)),
          }),
        ]
      : []
  const parts = [
    ...numbered('items', changed.items),
    ...numbered('positions', changed.positions),
    ...(changed.meeting ? [t('record.changedParts.meeting')] : []),
  ]
  return parts.length > 0 ? listedIn(locale, parts) : 'none'
}
