import type { Portal } from '@/app/_request/portal'
import type { PlanSeen } from '@/lib/commitments/plan-seen.ts'
import { standingIn } from '@/lib/commitments/rules.ts'
import { onDay } from './words'

const inks: Record<string, string> = {
  'in-force': 'var(--good)',
  'plan-over': 'var(--soft)',
  inactive: 'var(--accent)',
  concluded: 'var(--oversight)',
  withdrawn: 'var(--soft)',
  unknown: 'var(--edge)',
}

/** Where a plan's commitments stand in the forum's own words: a strip for the eye, and the same in words with the way to each. */
export function StatusCounts({ page, plan }: { page: Portal; plan: PlanSeen }) {
  const { t, to } = page
  return (
    <>
      <div className="flex h-4 gap-0.5 overflow-hidden rounded-[0.15rem]" aria-hidden="true">
        {plan.statuses.map(({ status, count }) => (
          <span key={status} style={{ flexGrow: count, background: inks[standingIn(plan, status)] }} />
        ))}
      </div>
      <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1">
        {plan.statuses.map(({ status, count }) => (
          <li key={status} className="inline-flex items-baseline gap-2">
            <i
              className="inline-block size-3 rounded-[0.1rem]"
              style={{ background: inks[standingIn(plan, status)] }}
              aria-hidden="true"
            />
            <a href={`${to.commitments}?${new URLSearchParams({ plan: plan.slug, status })}`}>
              {t(`commitments.plan.standing.${standingIn(plan, status)}`, { count })}
            </a>
          </li>
        ))}
        <li className="when">{t('portal.home.commitments', { count: plan.commitments })}</li>
      </ul>
      <PlanOver page={page} plan={plan} />
    </>
  )
}

/** Of a plan whose period is over: until when what is said of it is known. */
export function PlanOver({ page, plan }: { page: Portal; plan: PlanSeen }) {
  if (!plan.over || !plan.statuses.some(({ status }) => status === 'in-force')) return null
  const { t, viewer } = page
  return (
    <p className="when mt-3 max-w-[62ch]">
      {t(
        viewer.forum.kind === 'record' ? 'commitments.plan.overRecord' : 'commitments.plan.overLive',
        onDay(page, plan.lastDay),
      )}
    </p>
  )
}
