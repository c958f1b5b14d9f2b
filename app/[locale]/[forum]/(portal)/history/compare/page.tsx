import type { Metadata } from 'next'
import { Breadcrumb, EmptyState, Lead, Notice, PageTitle, Section } from '@/components/page/page'
import { comparisonBetween, daysAsked } from '@/app/_request/compare'
import type { AskedDays } from '@/app/_request/compare'
import { askedOn, portal } from '@/app/_request/portal'
import type { InForum, Portal, Query } from '@/app/_request/portal'
import { plansSeenBy } from '@/lib/commitments/plan-seen.ts'
import type { PlanSeen } from '@/lib/commitments/plan-seen.ts'
import type { Comparison } from '@/lib/then/seen.ts'
import { DifferenceList } from '../../_parts/as-of'
import { Words } from '../../_parts/words'
import { HistoryLines } from '../lines'

type Props = { params: InForum; searchParams: Query }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await portal(params)
  return { title: t('asOf.comparison.title') }
}

/** Two days of a plan side by side, commitment by commitment, with the acts that lie between them. */
export default async function ComparePage({ params, searchParams }: Props) {
  const [page, asked] = await Promise.all([portal(params), askedOn('/history/compare', searchParams)])
  const { t, to, present } = page
  const days = daysAsked({ from: asked.from, to: asked.to }, present.today)
  const plans = await plansSeenBy(present)
  const plan = plans.find((each) => each.slug === asked.plan) ?? plans.find((each) => each.current)
  const complete = days.from && days.to && days.faults.length === 0
  const comparison = complete ? await comparisonBetween(present, days, plan?.slug) : null
  return (
    <>
      <Breadcrumb
        label={t('history.crumbs')}
        items={[{ href: to.history, label: t('history.title') }, { label: t('asOf.comparison.title') }]}
      />
      <PageTitle>{t('asOf.comparison.title')}</PageTitle>
      <Lead>{t('asOf.comparison.lead')}</Lead>
      <Days page={page} days={days} plans={plans} plan={plan} />
      {days.turned && <Notice>{t('asOf.comparison.turned')}</Notice>}
      {!complete && days.faults.length === 0 && <p className="mt-4">{t('asOf.comparison.need')}</p>}
      {comparison && <Compared page={page} comparison={comparison} />}
    </>
  )
}

function Days({
  page: { t, to, named, dates, present },
  days,
  plans,
  plan,
}: {
  page: Portal
  days: AskedDays
  plans: PlanSeen[]
  plan: PlanSeen | undefined
}) {
  return (
    <form
      action={`${to.history}/compare`}
      method="get"
      className="as-of-form no-print mt-6"
      aria-label={t('asOf.comparison.title')}
    >
      {(['from', 'to'] as const).map((name) => {
        const fault = days.faults.find((each) => each.field === name)
        const id = `compare-${name}-fault`
        return (
          <div key={name} className="grid gap-1">
            <label className="grid gap-1">
              <span className="when">{t(`asOf.comparison.${name}`)}</span>
              <input
                type="date"
                name={name}
                className="input"
                required
                max={present.today}
                defaultValue={fault ? undefined : days[name]}
                {...(fault && { 'aria-invalid': true, 'aria-describedby': id })}
              />
            </label>
            {fault && (
              <p className="fault max-w-[36ch]" id={id} role="alert">
                {t(fault.key, { day: dates.day(fault.day) })}
              </p>
            )}
          </div>
        )
      })}
      {plans.length > 1 && (
        <label className="grid gap-1">
          <span className="when">{t('asOf.comparison.plan')}</span>
          <select name="plan" className="input" defaultValue={plan?.slug}>
            {plans.map((each) => (
              <option key={each.slug} value={each.slug}>
                {named(each.name).text}
              </option>
            ))}
          </select>
        </label>
      )}
      <button type="submit" className="button">
        {t('asOf.comparison.compare')}
      </button>
    </form>
  )
}

async function Compared({ page, comparison }: { page: Portal; comparison: Comparison }) {
  const { t, to, dates, named, sourced, present, locale, slug } = page
  const { plan, from, to: until, commitments, table, names, others, more, began } = comparison
  const days = { from, to: until }
  const words = { then: dates.day(from), now: dates.day(until) }
  const between = `${to.history}?${new URLSearchParams(days)}`
  return (
    <>
      <Section
        title={t('asOf.comparison.between', { from: words.then, to: words.now })}
        id="commitments"
        aside={
          <a href={`/api/compare/${slug}?${new URLSearchParams({ ...days, plan: plan.slug })}`}>
            {t('asOf.comparison.data')}
          </a>
        }
      >
        <p>
          <Words of={named(plan.name)} />
        </p>
        <p className="when mt-1 flex flex-wrap gap-x-4 gap-y-1">
          {t('asOf.comparison.count', { changed: commitments.length, all: plan.commitments })}
          {[from, until].map((day) => (
            <a key={day} href={`${to.planNamed(plan.slug)}?on=${day}`}>
              {t('asOf.comparison.thenPage', { day: dates.day(day) })}
            </a>
          ))}
        </p>
        {began && (
          <p className="mt-3 max-w-[62ch]">{t('asOf.comparison.notYet', { day: words.then })}</p>
        )}
        {commitments.length === 0 && (
          <div className="mt-4">
            <EmptyState title={t('asOf.comparison.nothing')} />
          </div>
        )}
        {commitments.map(({ id, number, title, differences, lines }) => (
          <article key={id} className="compared" aria-labelledby={`compared-${number}`}>
            <h3 id={`compared-${number}`}>
              <span className="number">{number}</span>
              <a href={to.commitment(plan.slug, number)}>
                <Words of={sourced(title) ?? { text: t('commitments.one.untitled') }} />
              </a>
            </h3>
            {differences.length > 0 ? (
              <DifferenceList page={page} differences={differences} words={words} plain />
            ) : (
              <p className="when mt-1">{t('asOf.comparison.unchanged')}</p>
            )}
            {lines.length > 0 ? (
              <details className="mt-2" open={lines.length <= 4}>
                <summary>{t('asOf.comparison.acts', { count: lines.length })}</summary>
                <div className="mt-2">
                  <HistoryLines viewer={present} locale={locale} lines={lines} names={names} />
                </div>
              </details>
            ) : (
              <p className="when mt-1">{t('asOf.comparison.noActs')}</p>
            )}
          </article>
        ))}
      </Section>
      {table.length > 0 && (
        <Section
          title={t('asOf.comparison.table')}
          id="table"
          aside={t('asOf.comparison.acts', { count: table.length })}
        >
          <p className="mb-3 max-w-[62ch]">{t('asOf.comparison.tableText')}</p>
          <HistoryLines viewer={present} locale={locale} lines={table} names={names} />
        </Section>
      )}
      <p className="mt-6 flex flex-wrap gap-x-6 gap-y-1">
        {more && <span>{t('asOf.comparison.more')}</span>}
        {others > 0 && <span>{t('asOf.comparison.others', { count: others })}</span>}
        <a href={between}>{t('asOf.comparison.history')}</a>
      </p>
    </>
  )
}
