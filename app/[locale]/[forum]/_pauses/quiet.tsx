import { getTranslations } from 'next-intl/server'
import type { Dates } from '@/app/_request/dates'
import { Notice } from '@/components/page/page'
import type { QuietSeen } from '@/lib/meetings/seen.ts'

/**
 * Since when nothing was held or convened, where that is longer than the rule says: as a day and a way on, and
 * nobody's fault.
 */
export async function Quiet({ quiet, dates }: { quiet: QuietSeen | null; dates: Dates }) {
  if (!quiet?.isOver) return null
  const t = await getTranslations('pauses.quiet')
  return (
    <Notice title={t('title', { day: dates.day(quiet.since) })}>
      <p className="max-w-prose">{t('text')}</p>
    </Notice>
  )
}
