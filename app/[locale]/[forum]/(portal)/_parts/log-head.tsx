import { ProofBox } from '@/components/log/proof'
import type { Portal } from '@/app/_request/portal'
import type { logHeadSeenBy } from '@/lib/history/seen.ts'
import { witnessesOf } from '@/lib/witnesses/seen.ts'
import { WitnessMarks } from './witness-marks'

type Head = Awaited<ReturnType<typeof logHeadSeenBy>>

/** The root of the log's tree as its newest checkpoint says it: third line of the note (C2SP tlog-checkpoint). */
export function rootOf({ checkpoint }: Head): string | null {
  return checkpoint?.note.split('\n')[2] ?? null
}

/** How many acts, when signed, by whose witnesses too, and the root that proves them. */
export async function LogHead({ page, head }: { page: Portal; head: Head }) {
  const { t, to, dates, viewer } = page
  const seen = viewer.forum.kind === 'record' ? null : await witnessesOf(viewer)
  return (
    <ProofBox title={t('portal.home.log')} root={rootOf(head)}>
      <p>{t('portal.home.logActs', { count: head.size })}</p>
      <p>
        {head.checkpoint
          ? t('portal.home.logSigned', {
              size: head.checkpoint.size,
              moment: dates.moment(head.checkpoint.signedAt),
            })
          : t('portal.home.logUnsigned')}
      </p>
      {seen && (
        <p className="flex flex-wrap items-center gap-x-3">
          <a href={to.at('/witnesses')}>{t('witnesses.logHead')}</a>{' '}
          <WitnessMarks page={page} seen={seen} />
        </p>
      )}
      <p>
        <a href={to.history}>{t('portal.home.check')}</a>
      </p>
    </ProofBox>
  )
}
