import { Lead, PageTitle, Section, Tag } from '@/components/page/page'
import { DisputedMark } from '@/components/readings/disputed'
import type { Portal } from '@/app/_request/portal'
import type { PlanSeen } from '@/lib/commitments/plan-seen.ts'
import type { StatementSeen } from '@/lib/commitments/source-seen.ts'
import { CitedSource } from './facts-table'
import { StatusCounts } from './status-counts'
import { onDay } from './words'

export function Head({
  page,
  plan,
  disputed,
  statements,
}: {
  page: Portal
  plan: PlanSeen
  disputed: boolean
  statements: StatementSeen[]
}) {
  const { t, named, dates } = page
  // No source gives the day of its adoption: the plan is counted from the day on which it was presented.
  const presented = statements.find(
    ({ field, value }) => field === 'presented' && value === plan.startsOn && !plan.adoptedOn,
  )
  const loose = Boolean(plan.startsOn && plan.endsOn && plan.startsOn.length < 10)
  return (
    <>
      <PageTitle lang={named(plan.name).lang}>{named(plan.name).text}</PageTitle>
      <Lead>
        {t(loose ? 'commitments.plan.leadLoose' : 'commitments.plan.lead', {
          count: plan.commitments,
          from: plan.startsOn ?? 'none',
          fromDay: dates.day(plan.startsOn ?? ''),
          to: plan.endsOn ?? 'none',
          toDay: dates.day(plan.endsOn ?? ''),
        })}{' '}
        {plan.extendedTo && t('commitments.plan.extended', { day: dates.day(plan.extendedTo) })}{' '}
        {plan.over && t('commitments.plan.overSince', onDay(page, plan.lastDay))}
      </Lead>
      {presented && (
        <p className="when mt-1 max-w-[62ch]">
          {t('commitments.plan.countedFromPresentation', { day: dates.day(plan.startsOn ?? '') })}{' '}
          <CitedSource page={page} statement={presented} />
        </p>
      )}
      <p className="mt-2 flex gap-2">
        {plan.over && <Tag>{t('commitments.plan.over')}</Tag>}
        {plan.current && !plan.over && <Tag>{t('commitments.plan.current')}</Tag>}
        {plan.invented && <Tag>{t('commitments.plan.example')}</Tag>}
        {disputed && (
          <a href="#two-counts">
            <DisputedMark>{t('readings.disputed')}</DisputedMark>
          </a>
        )}
      </p>
    </>
  )
}

export function Statuses({ page, plan }: { page: Portal; plan: PlanSeen }) {
  const { t } = page
  return (
    <Section title={t('commitments.plan.statuses')} id="statuses">
      <p className="mb-4 max-w-[62ch]">
        {t('commitments.plan.statusesText')}{' '}
        <a href="#vocabularies">{t('commitments.vocabularies.title')}</a>.
      </p>
      <StatusCounts page={page} plan={plan} />
    </Section>
  )
}
