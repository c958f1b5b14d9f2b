import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { EmptyState, Section } from '@/components/page/page'
import { roadmapsSeenBy } from '@/lib/roadmaps/seen.ts'
import type { RoadmapLine } from '@/lib/roadmaps/seen.ts'
import { deskFrame } from '../frame'
import type { DeskFrame } from '../frame'
import { Crumbs, PageHead } from '../parts'
import { percent, wordingIn } from '../../_roadmap/words'

type Props = { params: Promise<{ locale: string; forum: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('roadmaps'))('list.title') }
}

export default async function RoadmapsPage({ params }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, say } = frame
  const roadmaps = await roadmapsSeenBy(viewer)
  const plans = [...new Map(roadmaps.map((roadmap) => [roadmap.plan.slug, roadmap.plan])).values()]
  return (
    <>
      <Crumbs frame={frame} here={t('roadmaps.list.title')} />
      <PageHead title={t('roadmaps.list.title')} lead={t('roadmaps.list.lead')} />
      {plans.length === 0 && (
        <EmptyState title={t('roadmaps.list.none')}>{t('roadmaps.list.noneText')}</EmptyState>
      )}
      {plans.map((plan) => (
        <Section
          key={plan.slug}
          title={say(plan.name)}
          aside={
            <a href={`${frame.desk}/roadmaps/assessments/${plan.slug}`}>
              {t('readings.assessments.link')}
            </a>
          }
        >
          <ul>
            {roadmaps
              .filter((roadmap) => roadmap.plan.slug === plan.slug)
              .map((roadmap) => (
                <Line key={roadmap.commitment.id} frame={frame} one={roadmap} />
              ))}
          </ul>
        </Section>
      ))}
    </>
  )
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
