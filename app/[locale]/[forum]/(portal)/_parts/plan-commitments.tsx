import { Section } from '@/components/page/page'
import type { Portal } from '@/app/_request/portal'
import type { commitmentsSeenBy } from '@/lib/commitments/seen.ts'
import type { PlanSeen } from '@/lib/commitments/plan-seen.ts'
import { CommitmentLines, Paused } from './commitment-lines'

/**
 * More commitments than these are read in parts: the page begins with what is said of the plan, and must
 * not wait for a hundred.
 */
export const COMMITMENTS_SHOWN = 25

export function firstOfEachPart({ commitments }: PlanSeen): number[] {
  return Array.from(
    { length: Math.ceil(commitments / COMMITMENTS_SHOWN) },
    (_, part) => part * COMMITMENTS_SHOWN + 1,
  )
}

export function CommitmentsInParts({
  page,
  plan,
  commitments,
  disputed,
  parts,
  from,
}: {
  page: Portal
  plan: PlanSeen
  commitments: Awaited<ReturnType<typeof commitmentsSeenBy>>
  disputed: string[]
  parts: number[]
  from: number
}) {
  const { t, to } = page
  const next = parts.find((first) => first > from)
  return (
    <Section
      title={t('commitments.plan.commitments')}
      id="commitments"
      aside={<a href={`${to.commitments}?plan=${plan.slug}`}>{t('commitments.list.filters')}</a>}
    >
      <Paused page={page} suspensions={commitments.paused} />
      {parts.length > 1 && (
        <nav
          id="parts"
          aria-label={t('commitments.plan.parts')}
          className="no-print mb-4 flex flex-wrap gap-3"
        >
          {parts.map((first) => (
            <PartLink key={first} page={page} plan={plan} first={first} current={first === from} />
          ))}
        </nav>
      )}
      <CommitmentLines page={page} plan={plan} lines={commitments.lines} disputed={disputed} />
      {next !== undefined && (
        <p className="no-print mt-6">
          <PartLink page={page} plan={plan} first={next} current={false} />
        </p>
      )}
    </Section>
  )
}

function PartLink({
  page: { t, to },
  plan,
  first,
  current,
}: {
  page: Portal
  plan: PlanSeen
  first: number
  current: boolean
}) {
  return (
    <a
      className="button button-plain"
      href={`${to.planNamed(plan.slug)}?from=${first}#parts`}
      {...(current && { 'aria-current': 'page' })}
    >
      {t('commitments.plan.part', {
        first,
        last: Math.min(first + COMMITMENTS_SHOWN - 1, plan.commitments),
      })}
    </a>
  )
}
