import type { Metadata } from 'next'
import { EmptyState, PageTitle } from '@/components/page/page'
import { askedOn, portal } from '@/app/_request/portal'
import type { InForum, Query } from '@/app/_request/portal'
import { planSeenBy } from '@/lib/commitments/plan-seen.ts'
import { PlanPage } from '../_parts/plan-page'

type Props = { params: InForum; searchParams: Query }

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const { viewer, named, t } = await portal(params)
  const plan = await planSeenBy(viewer)
  return { title: plan ? named(plan.name).text : t('commitments.plan.title') }
}

export default async function CurrentPlanPage({ params, searchParams }: Props) {
  const [page, asked] = await Promise.all([portal(params), askedOn('/plan', searchParams)])
  const plan = await planSeenBy(page.viewer)
  if (plan) return <PlanPage page={page} plan={plan} asked={asked} />
  return (
    <>
      <PageTitle>{page.t('commitments.plan.title')}</PageTitle>
      <div className="mt-5">
        <EmptyState title={page.t('portal.home.noPlan')} />
      </div>
    </>
  )
}
