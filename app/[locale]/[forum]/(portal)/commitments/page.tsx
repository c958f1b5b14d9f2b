import type { Metadata } from 'next'
import { Breadcrumb, EmptyState, FilterBar, Lead, PageTitle, Tag } from '@/components/page/page'
import { askedOn, portal } from '@/app/_request/portal'
import type { InForum, Portal, Query } from '@/app/_request/portal'
import { commitmentOrders, commitmentsSeenBy } from '@/lib/commitments/seen.ts'
import { plansSeenBy } from '@/lib/commitments/plan-seen.ts'
import type { PlanSeen } from '@/lib/commitments/plan-seen.ts'
import { standingIn } from '@/lib/commitments/rules.ts'
import { disputedSeenBy } from '@/lib/readings/seen.ts'
import { areaName } from '../_parts/area'
import { CommitmentLines, Paused } from '../_parts/commitment-lines'

type Props = { params: InForum; searchParams: Query }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await portal(params)
  return { title: t('commitments.list.title') }
}

export default async function CommitmentsPage({ params, searchParams }: Props) {
  const [page, asked] = await Promise.all([portal(params), askedOn('/commitments', searchParams)])
  const { t, to, viewer, named, locale, forumName } = page
  const plans = await plansSeenBy(viewer)
  const plan = plans.find((each) => each.slug === asked.plan) ?? plans.find((each) => each.current)
  const crumbs = (
    <Breadcrumb
      label={t('portal.crumbs')}
      items={[{ href: to.home, label: forumName }, { label: t('commitments.list.title') }]}
    />
  )
  if (!plan)
    return (
      <>
        {crumbs}
        <PageTitle>{t('commitments.list.title')}</PageTitle>
        <div className="mt-5">
          <EmptyState title={t('portal.home.noPlan')} />
        </div>
      </>
    )

  const [status, area, sector] = [asked.status, asked.area, asked.sector]
  const order = commitmentOrders.find((each) => each === asked.order) ?? 'number'
  const found = await commitmentsSeenBy(viewer, plan.id, {
    order,
    lang: locale,
    ...(status && { status }),
    ...(area && { area }),
    ...(sector && { sector }),
  })
  const disputed = await disputedSeenBy(viewer, plan.id)
  return (
    <>
      {crumbs}
      <PageTitle>{t('commitments.list.title')}</PageTitle>
      <Lead lang={named(plan.name).lang}>
        <a href={to.planNamed(plan.slug)}>{named(plan.name).text}</a>{' '}
        {plan.invented && <Tag>{t('commitments.plan.example')}</Tag>}
      </Lead>
      <Filters
        page={page}
        plan={plan}
        plans={plans}
        found={found}
        filter={{ status, area, sector, order }}
      />
      <Paused page={page} suspensions={found.paused} />
      <p className="when mb-2" role="status">
        {t('commitments.list.shown', { count: found.lines.length, all: found.all })}
      </p>
      {found.lines.length > 0 ? (
        <CommitmentLines page={page} plan={plan} lines={found.lines} disputed={disputed.commitments} />
      ) : (
        <EmptyState title={t(found.all === 0 ? 'commitments.list.none' : 'commitments.list.nothing')} />
      )}
    </>
  )
}

/** Between one thing and itself there is nothing to choose. */
function ifSeveral<Choice>(things: unknown[], choice: Choice): Choice[] {
  return things.length > 1 ? [choice] : []
}

function Filters({
  page,
  plan,
  plans,
  found,
  filter: { status, area, sector, order },
}: {
  page: Portal
  plan: PlanSeen
  plans: PlanSeen[]
  found: Awaited<ReturnType<typeof commitmentsSeenBy>>
  filter: Record<'status' | 'area' | 'sector', string | undefined> & { order: string }
}) {
  const { t, to, named, marked } = page
  const filtered = Boolean(status || area || sector)
  const any = (label: string) => ({ value: '', label })
  return (
    <FilterBar
      action={to.commitments}
      label={t('commitments.list.filters')}
      submit={t('commitments.list.apply')}
      clear={
        filtered
          ? { href: `${to.commitments}?plan=${plan.slug}`, label: t('commitments.list.clear') }
          : undefined
      }
      choices={[
        ...ifSeveral(plans, {
          name: 'plan',
          label: t('commitments.list.plan'),
          value: plan.slug,
          options: plans.map((each) => ({ value: each.slug, label: named(each.name).text })),
        }),
        {
          name: 'status',
          label: t('commitments.list.status'),
          value: status,
          options: [
            any(t('commitments.list.any')),
            ...found.statuses.map((each) => ({
              value: each,
              label: t(`words.statuses.${standingIn(plan, each)}`),
            })),
          ],
        },
        ...ifSeveral(found.areas, {
          name: 'area',
          label: t('commitments.list.area'),
          value: area,
          options: [
            any(t('commitments.list.anyArea')),
            ...found.areas.map((each) => ({ value: each, label: areaName(page, each) })),
          ],
        }),
        ...ifSeveral(found.sectors, {
          name: 'sector',
          label: t('commitments.list.sector'),
          value: sector,
          options: [
            any(t('commitments.list.anySector')),
            ...found.sectors.map((each) => ({ value: each.slug, label: marked(each).name })),
          ],
        }),
        {
          name: 'order',
          label: t('commitments.list.order'),
          value: order,
          options: commitmentOrders.map((each) => ({
            value: each,
            label: t(`commitments.list.orders.${each}`),
          })),
        },
      ]}
    />
  )
}
