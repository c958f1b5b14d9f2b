import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { EmptyState, Section } from '@/components/page/page'
import { plansSeenBy } from '@/lib/commitments/plan-seen.ts'
import type { PlanSeen } from '@/lib/commitments/plan-seen.ts'
import { roadmapsSeenBy } from '@/lib/roadmaps/seen.ts'
import type { RoadmapLine } from '@/lib/roadmaps/seen.ts'
import { deskFrame } from '../frame'
import type { DeskFrame } from '../frame'
import { Crumbs, PageHead } from '../parts'
import { percent, wordingIn } from '../../_roadmap/words'

type Props = {
  params: Promise<{ locale: string; forum: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('roadmaps'))('list.title') }
}

/** Those of the plans under way, or of the one that is asked for: what is over is a link and no list. */
export default async function RoadmapsPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, say, desk } = frame
  const [plans, asked] = [await plansSeenBy(viewer), (await searchParams).plan]
  const shown = plansShown(plans, asked)
  const roadmaps = await Promise.all(shown.map((plan) => roadmapsSeenBy(viewer, plan.id)))
  const others = plans.filter((plan) => !shown.includes(plan))
  return (
    <>
      <Crumbs frame={frame} here={t('roadmaps.list.title')} />
      <PageHead title={t('roadmaps.list.title')} lead={t('roadmaps.list.lead')} />
      {plans.length === 0 && (
        <EmptyState title={t('roadmaps.list.none')}>{t('roadmaps.list.noneText')}</EmptyState>
      )}
      {shown.map((plan, at) => (
        <Section
          key={plan.slug}
          title={say(plan.name)}
          aside={
            <a href={`${desk}/roadmaps/assessments/${plan.slug}`}>{t('readings.assessments.link')}</a>
          }
        >
          <ul>
            {roadmaps[at]?.map((roadmap) => (
              <Line key={roadmap.commitment.id} frame={frame} one={roadmap} />
            ))}
          </ul>
        </Section>
      ))}
      {others.length > 0 && (
        <Section title={t('roadmaps.list.others')}>
          <ul className="grid gap-2">
            {others.map(({ slug, name }) => (
              <li key={slug}>
                <a href={`${desk}/roadmaps?plan=${slug}`}>{say(name)}</a>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

function plansShown(plans: PlanSeen[], asked: string | string[] | undefined): PlanSeen[] {
  const underWay = plans.filter(({ over }) => !over)
  const named = plans.filter(({ slug }) => slug === asked)
  if (named.length > 0) return named
  // After the last plan and before the next, the last is what one looks for.
  return underWay.length > 0 ? underWay : plans.slice(0, 1)
}

function Line({
  frame: { t, desk, dates, locale },
  one: { commitment, version, progress },
}: {
  frame: DeskFrame
  one: RoadmapLine
}) {
  const state = () => {
    if (version === null) return t('roadmaps.list.unsealed')
    const [number, day] = [version.number, dates.day(version.sealedOn)]
    return number === 1
      ? t('roadmaps.list.baseline', { day })
      : t('roadmaps.list.version', { number, day })
  }
  return (
    <li className="grid gap-x-6 border-b border-rule py-3 sm:grid-cols-[1fr_16rem]">
      <a href={`${desk}/roadmaps/${commitment.id}`} className="font-semibold">
        {commitment.number}. {wordingIn(commitment.title, locale)}
      </a>
      <span className="when">
        {state()}
        {progress && ` · ${t('roadmaps.done', { percent: percent(progress.done) })}`}
        {progress && progress.late > 0 && (
          <strong className="text-accent"> · {t('roadmaps.late', { count: progress.late })}</strong>
        )}
      </span>
    </li>
  )
}
