import { listedIn } from './result.ts'

type Said = (
  key: `record.changedParts.${'items' | 'positions' | 'session'}`,
  values?: { count: number; numbers: string },
) => string

/** What a later version of minutes says otherwise; `none` where its text or the earlier one is not kept any more. */
export function changedSaid(
  t: Said,
  locale: string,
  changed: { items: number[]; positions: number[]; session: boolean } | null,
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
    ...(changed.session ? [t('record.changedParts.session')] : []),
  ]
  return parts.length > 0 ? listedIn(locale, parts) : 'none'
}
