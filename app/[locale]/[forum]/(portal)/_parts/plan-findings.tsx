import { EmptyState, Section } from '@/components/page/page'
import type { Portal } from '@/app/_request/portal'
import type { PlanSeen, planResultsSeenBy } from '@/lib/commitments/plan-seen.ts'
import type { StatementSeen } from '@/lib/commitments/source-seen.ts'
import { Undated } from './as-of'
import { Said } from './plan-said'
import { DistributionChart, FindingsTable, PlanComparison } from './results'
import { SourceLine } from './source-line'
import { Words } from './words'

type Finding = PlanResults['others'][number]
type PlanResults = Awaited<ReturnType<typeof planResultsSeenBy>>
type Earlier = PlanResults & { plan: PlanSeen }

/** What the IRM found, in its own measures. */
export function Results({
  page,
  plan,
  irm,
  summary,
}: {
  page: Portal
  plan: PlanSeen
  irm: PlanResults['distributions']
  summary: StatementSeen[]
}) {
  const { t } = page
  return (
    <Section title={t('commitments.plan.results')} id="results">
      <Undated page={page} />
      {summary.length > 0 && <Said page={page} statements={summary} />}
      {irm.length > 0 ? (
        <>
          <p className="mb-6 max-w-[62ch]">{t('commitments.plan.resultsText')}</p>
          <div className="grid gap-10">
            {irm.map((distribution) => (
              <DistributionChart key={distribution.measure} page={page} drawing={distribution} />
            ))}
          </div>
        </>
      ) : (
        <EmptyState
          title={t(plan.invented ? 'commitments.plan.noResultsInvented' : 'commitments.plan.noResults')}
        />
      )}
    </Section>
  )
}

export function Compared({
  page,
  plan,
  irm,
  before,
}: {
  page: Portal
  plan: PlanSeen
  irm: PlanResults['distributions']
  before: Earlier
}) {
  const { t } = page
  return (
    <Section title={t('commitments.plan.previous')} id="previous">
      <PlanComparison page={page} results={[{ plan, distributions: irm }, before]} />
      <SourceLine
        page={page}
        sources={before.distributions
          .filter((distribution) => distribution.author === 'irm')
          .flatMap((distribution) => distribution.sources)
          .slice(0, 1)}
      />
    </Section>
  )
}

/** What a party said of itself: of this plan, and of the one before where the two can be compared. */
export function SelfReport({
  page,
  plan,
  own,
  before,
}: {
  page: Portal
  plan: PlanSeen
  own: Finding[]
  before: Earlier | undefined
}) {
  const { t, to, named } = page
  const reportBefore = before?.others.filter((other) => other.author !== 'irm') ?? []
  if (own.length === 0 && reportBefore.length === 0) return null
  return (
    <Section title={t('commitments.plan.selfReport')} id="self-report">
      <Undated page={page} />
      <p className="mb-3 max-w-[62ch]">{t('commitments.plan.selfReportText')}</p>
      {own.length > 0 && (
        <FindingsTable
          page={page}
          findings={own}
          of={plan.commitments}
          caption={named(plan.name).text}
        />
      )}
      {before && reportBefore.length > 0 && (
        <>
          <p className="mt-4 font-semibold">
            <a href={to.planNamed(before.plan.slug)}>
              <Words of={named(before.plan.name)} />
            </a>
          </p>
          <FindingsTable
            page={page}
            findings={reportBefore}
            of={before.plan.commitments}
            caption={named(before.plan.name).text}
          />
        </>
      )}
    </Section>
  )
}

export function OtherFindings({
  page,
  plan,
  found,
}: {
  page: Portal
  plan: PlanSeen
  found: Finding[]
}) {
  const { t } = page
  if (found.length === 0) return null
  return (
    <Section title={t('commitments.plan.otherFindings')} id="findings">
      <Undated page={page} />
      <FindingsTable
        page={page}
        findings={found}
        of={plan.commitments}
        caption={t('commitments.plan.otherFindings')}
      />
    </Section>
  )
}
