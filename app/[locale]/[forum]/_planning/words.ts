import type { getTranslations } from 'next-intl/server'
import type { RunningSeries } from '@/lib/series/record.ts'

type Say = Awaited<ReturnType<typeof getTranslations>>

/** "Every two weeks on Tuesday, at 10:00", or "The second Tuesday of each month, at 10:00": never the one for the other. */
export function rhythmIn(t: Say, series: RunningSeries): string {
  const weekday = t(`words.weekdays.${series.weekday}`)
  const rhythm =
    series.rhythm === 'weeks'
      ? t('planning.series.weeks', { every: series.every, weekday })
      : t('planning.series.month', { nth: t(`words.nths.${series.nth}`), weekday })
  return t('planning.series.told', { rhythm, time: series.time })
}
