import type { Portal } from '@/app/_request/portal'
import type { PlanSeen } from '@/lib/commitments/plan-queries.ts'

const inks: Record<string, string> = {
  'in-force': 'var(--good)',
  inactive: 'var(--accent)',
  concluded: 'var(--oversight)',
  withdrawn: 'var(--soft)',
  unknown: 'var(--edge)',
}

/** Where a plan's commitments stand in the forum's own words: a strip for the eye, and the same in words with the way to each. */
export function StatusCounts({ page: { t, to }, plan }: { page: Portal; plan: PlanSeen }) {
  return (
    <>
      <div className="flex h-4 gap-0.5 overflow-hidden rounded-[0.15rem]" aria-hidden="true">
        {plan.statuses.map(({ status, count }) => (
          <span key={status} style={{ flexGrow: count, background: inks[status] }} />
        ))}
      </div>
      <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1">
        {plan.statuses.map(({ status, count }) => (
          <li key={status} className="inline-flex items-baseline gap-2">
            <i
              className="inline-block size-3 rounded-[0.1rem]"
              style={{ background: inks[status] }}
              aria-hidden="true"
            />
            <a href={`${to.commitments}?${new URLSearchParams({ plan: plan.slug, status })}`}>
              {t(`commitments.plan.standing.${status}`, { count })}
            </a>
          </li>
        ))}
        <li className="when">{t('portal.home.commitments', { count: plan.commitments })}</li>
      </ul>
    </>
  )
}
