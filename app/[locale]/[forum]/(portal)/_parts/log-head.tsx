import { ProofBox } from '@/components/log/proof'
import type { Portal } from '@/app/_request/portal'
import type { logHeadSeenBy } from '@/lib/publication/queries.ts'

type Head = Awaited<ReturnType<typeof logHeadSeenBy>>

/** The root of the log's tree as its newest checkpoint says it: third line of the note (C2SP tlog-checkpoint). */
export function rootOf({ checkpoint }: Head): string | null {
  return checkpoint?.note.split('\n')[2] ?? null
}

/** How many acts, when signed, and the root that proves them. */
export function LogHead({ page: { t, to, dates }, head }: { page: Portal; head: Head }) {
  return (
    <ProofBox title={t('portal.home.log')} root={rootOf(head)}>
      <p>{t('portal.home.logActs', { count: head.size })}</p>
      <p>
        {head.checkpoint
          ? t('portal.home.logSigned', { size: head.checkpoint.size, moment: dates.moment(head.checkpoint.signedAt) })
          : t('portal.home.logUnsigned')}
      </p>
      <p>
        <a href={to.history}>{t('portal.home.check')}</a>
      </p>
    </ProofBox>
  )
}
