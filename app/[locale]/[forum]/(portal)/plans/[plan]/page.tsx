import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { portal } from '@/app/_request/portal'
import { planSeenBy } from '@/lib/commitments/queries.ts'
import { PlanPage } from '../../_parts/plan-page'

type Props = { params: Promise<{ locale: string; forum: string; plan: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ viewer, named }, { plan: slug }] = await Promise.all([portal(params), params])
  const plan = await planSeenBy(viewer, slug)
  return plan ? { title: named(plan.name).text } : {}
}

export default async function NamedPlanPage({ params }: Props) {
  const [page, { plan: slug }] = await Promise.all([portal(params), params])
  const plan = await planSeenBy(page.viewer, slug)
  return plan ? <PlanPage page={page} plan={plan} /> : notFound()
}
