import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Breadcrumb, ButtonLink, Facts, Notice, PageTitle, Tag } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import { SectorName } from '@/components/proposals/marks'
import { portal } from '@/app/_request/portal'
import { planSeenBy } from '@/lib/commitments/plan-seen.ts'
import { assessmentsSeenBy } from '@/lib/readings/seen.ts'
import { assessmentName } from '../../../../_parts/plan-readings'

type Props = { params: Promise<{ locale: string; forum: string; plan: string; assessment: string }> }

async function read({ params }: Props) {
  const [page, { plan: slug, assessment: id }] = await Promise.all([portal(params), params])
  const plan = (await planSeenBy(page.viewer, slug)) ?? notFound()
  const assessment =
    (await assessmentsSeenBy(page.viewer, plan.id)).find((assessmentSeen) => assessmentSeen.id === id) ??
    notFound()
  return { page, plan, assessment }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { page, assessment } = await read(props)
  return { title: assessment.title.text || assessmentName(page, assessment) }
}

/** A plan's self-assessment as its authors filed it, with who did, when, and what has taken its place. */
export default async function AssessmentPage(props: Props) {
  const { page, plan, assessment } = await read(props)
  const { t, to, named, marked, dates, forumName } = page
  const { title, text, sector, seat, filedOn, address, entryIndex, replacedBy } = assessment
  return (
    <>
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[
          { href: to.home, label: forumName },
          { href: to.planNamed(plan.slug), label: named(plan.name).text },
          { label: assessmentName(page, assessment) },
        ]}
      />
      <PageTitle lang={title.lang === page.locale ? undefined : title.lang}>{title.text}</PageTitle>
      <p className="mt-2 flex flex-wrap gap-2">
        <Tag>{assessmentName(page, assessment)}</Tag>
        {plan.invented && <Tag>{t('commitments.plan.example')}</Tag>}
        {replacedBy && <Tag>{t('readings.assessments.replaced')}</Tag>}
      </p>
      {replacedBy && (
        <Notice tone="warning">
          {t('readings.assessments.replacedText')}{' '}
          <a href={`${to.planNamed(plan.slug)}/assessments/${replacedBy}`}>
            {t('readings.assessments.replacedLink')}
          </a>
        </Notice>
      )}
      <div className="mt-6">
        <SignedText {...text} whole />
      </div>
      <div className="section">
        <Facts
          items={[
            ...(sector
              ? [{ label: t('bodies.sector'), value: <SectorName sector={marked(sector)} /> }]
              : []),
            { label: t('bodies.seat'), value: <a href={to.seat(seat.id)}>{named(seat.name).text}</a> },
            { label: t('record.day'), value: dates.day(filedOn) },
            ...(address
              ? [
                  {
                    label: t('readings.assessments.original'),
                    value: (
                      <a href={address} rel="noopener noreferrer nofollow ugc" className="break-all">
                        {address}
                      </a>
                    ),
                  },
                ]
              : []),
          ]}
        />
        <p className="mt-5">
          <ButtonLink href={to.entry(entryIndex)} kind="quiet">
            {t('readings.assessments.entry')}
          </ButtonLink>
        </p>
      </div>
    </>
  )
}
