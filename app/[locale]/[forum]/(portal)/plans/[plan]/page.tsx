import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { askedOn, portal } from '@/app/_request/portal'
import type { Query } from '@/app/_request/portal'
import { planSeenBy } from '@/lib/commitments/plan-seen.ts'
import { PlanPage } from '../../_parts/plan-page'

type Props = { params: Promise<{ locale: string; forum: string; plan: string }>; searchParams: Query }

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const [{ viewer, named }, { plan: slug }] = await Promise.all([portal(params), params])
  const plan = await planSeenBy(viewer, slug)
  return plan ? { title: named(plan.name).text } : {}
}

export default async function NamedPlanPage({ params, searchParams }: Props) {
  const [page, { plan: slug }, asked] = await Promise.all([
    portal(params),
    params,
    askedOn('/plans/[plan]', searchParams),
  ])
  const plan = await planSeenBy(page.viewer, slug)
  return plan ? <PlanPage page={page} plan={plan} asked={asked} /> : notFound()
}
