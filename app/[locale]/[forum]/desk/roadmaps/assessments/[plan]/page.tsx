import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { mayAct } from '@/app/_request/may'
import { FormArea, FormRadios, FormText } from '@/components/form/action-form'
import { Section, Tag } from '@/components/page/page'
import { planSeenBy } from '@/lib/commitments/plan-seen.ts'
import { fileAssessment } from '@/lib/readings/commands.ts'
import { assessmentsSeenBy } from '@/lib/readings/seen.ts'
import { terms } from '@/lib/readings/rules.ts'
import { deskFrame } from '../../../frame'
import type { DeskFrame } from '../../../frame'
import { Act, ActingSeat, Crumbs, Done, PageHead, Why } from '../../../parts'
import { fileAssessmentAction } from '../../actions'

type Props = {
  params: Promise<{ locale: string; forum: string; plan: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('readings'))('assessments.file') }
}

/** A plan's self-assessments: those that were filed, and the form for the next one. */
export default async function FileAssessmentPage({ params, searchParams }: Props) {
  const [frame, { plan: slug }] = [await deskFrame(params), await params]
  const { t, viewer, locale, say } = frame
  const plan = (await planSeenBy(viewer, slug)) ?? notFound()
  const [may, assessments] = await Promise.all([
    mayAct(viewer, fileAssessment, { plan: plan.id }),
    assessmentsSeenBy(viewer, plan.id),
  ])
  return (
    <>
      <Crumbs
        frame={frame}
        path={[{ href: `${frame.desk}/roadmaps`, label: t('roadmaps.list.title') }]}
        here={t('readings.assessments.link')}
      />
      <PageHead
        title={t('readings.assessments.file')}
        lead={t('readings.assessments.fileLead', { plan: say(plan.name) })}
      />
      <Done frame={frame} searchParams={searchParams} />
      <Filed frame={frame} plan={plan.slug} assessments={assessments} />
      <Section title={t('readings.assessments.file')}>
        {may.seats.length === 0 ? (
          <Why>{may.refusal}</Why>
        ) : (
          <Act
            frame={frame}
            action={fileAssessmentAction}
            hidden={{ plan: plan.id, 'title.lang': locale, 'text.lang': locale }}
            submit={t('readings.assessments.submit')}
            labels={{
              term: t('readings.assessments.term'),
              'title.text': t('readings.assessments.docTitle'),
              'text.text': t('readings.assessments.docText'),
              address: t('readings.assessments.address'),
            }}
          >
            <ActingSeat frame={frame} may={may} />
            <FormRadios
              name="term"
              label={t('readings.assessments.term')}
              inline
              options={terms.map((value) => ({
                value,
                label: t('readings.assessments.termName', { term: value }),
              }))}
            />
            <FormText name="title.text" label={t('readings.assessments.docTitle')} required />
            <FormArea
              name="text.text"
              label={t('readings.assessments.docText')}
              hint={t('readings.assessments.docTextHint')}
              rows={14}
              signed
              required
            />
            <FormText
              name="address"
              type="url"
              label={t('readings.assessments.address')}
              hint={t('readings.assessments.addressHint')}
              optional={t('desk.form.optional')}
            />
          </Act>
        )}
      </Section>
    </>
  )
}

function Filed({
  frame: { t, dates, say, portal },
  plan,
  assessments,
}: {
  frame: DeskFrame
  plan: string
  assessments: Awaited<ReturnType<typeof assessmentsSeenBy>>
}) {
  return (
    <Section title={t('readings.assessments.filedAlready')}>
      {assessments.length === 0 && <p className="text-soft">{t('readings.assessments.none')}</p>}
      <ul>
        {assessments.map((assessment) => (
          <li key={assessment.id} className="border-b border-rule py-2.5">
            <a
              href={`${portal}/plans/${plan}/assessments/${assessment.id}`}
              lang={assessment.title.lang}
            >
              {assessment.title.text}
            </a>{' '}
            {assessment.replacedBy && <Tag>{t('readings.assessments.replaced')}</Tag>}
            <span className="when block">
              {t(`readings.assessments.termName`, { term: assessment.term })} ·{' '}
              {dates.day(assessment.filedOn)} · {say(assessment.seat.name)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
