import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cursorIn } from '@/app/_request/cursor'
import { mayAct } from '@/app/_request/may'
import { FormArea, FormRadios } from '@/components/form/action-form'
import { EmptyState, Facts, Section } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import { reportProgress } from '@/lib/roadmaps/commands.ts'
import { reportsSeenBy } from '@/lib/roadmaps/seen.ts'
import { activitiesOf, progressStates } from '@/lib/roadmaps/rules.ts'
import type { DeskFrame } from '../../../../frame'
import { Act, ActingSeat, Crumbs, Done, PageHead, Why } from '../../../../parts'
import { reportProgressAction } from '../../../actions'
import { ListPages } from '../../../../../_roadmap/pages'
import { responsibleSaid, wordingIn } from '../../../../../_roadmap/words'
import { roadmapDesk } from '../../read'
import type { RoadmapDesk } from '../../read'
import { Evidence } from './evidence'

type Props = {
  params: Promise<{ locale: string; forum: string; commitment: string; activity: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const {
    frame: { t },
    commitment,
  } = await roadmapDesk(params)
  return { title: t('roadmaps.of', { number: commitment.number }) }
}

/** An activity of the version in force: what was promised, what was said of it, and a seat's own word. */
export default async function ActivityPage({ params, searchParams }: Props) {
  const [{ frame, commitment, roadmap, latest }, { activity: id }] = [
    await roadmapDesk(params),
    await params,
  ]
  const { t, viewer, locale } = frame
  const activity = (latest && activitiesOf(latest.roadmap).find((one) => one.id === id)) ?? notFound()
  const may = await mayAct(viewer, reportProgress, { commitment: commitment.id, activity: activity.id })
  const asked = await searchParams
  const before = cursorIn(asked.reports)
  const said = await reportsSeenBy(viewer, { commitment: commitment.id, activity: activity.id, before })
  const here = `${frame.desk}/roadmaps/${commitment.id}/activities/${activity.id}`
  const state = roadmap.reported.get(activity.id) ?? 'not-started'
  const title = `${activity.number} ${wordingIn(activity.title, locale)}`
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${frame.desk}/roadmaps`, label: t('roadmaps.list.title') },
          {
            href: `${frame.desk}/roadmaps/${commitment.id}`,
            label: t('roadmaps.of', { number: commitment.number }),
          },
        ]}
        here={activity.number}
      />
      <PageHead title={title} tags={[t(`words.progressStates.${state}`)]} />
      <Done frame={frame} searchParams={searchParams} />
      <Promised frame={frame} activity={activity} names={roadmap.names} />
      <Evidence frame={frame} commitment={commitment.id} activity={activity.id} asked={asked} />
      <Section title={t('roadmaps.report.title')}>
        {may.seats.length === 0 ? (
          <Why>{may.refusal}</Why>
        ) : (
          <Act
            frame={frame}
            action={reportProgressAction}
            hidden={{ commitment: commitment.id, activity: activity.id, 'note.lang': locale }}
            submit={t('roadmaps.report.submit')}
            labels={{ state: t('roadmaps.report.state'), 'note.text': t('roadmaps.report.note') }}
          >
            <ActingSeat frame={frame} may={may} />
            <FormRadios
              name="state"
              label={t('roadmaps.report.state')}
              options={progressStates
                .filter((progressState) => progressState !== state)
                .map((value) => ({
                  value,
                  label: t(`words.progressStates.${value}`),
                  hint: t(`roadmaps.report.hints.${value}`),
                }))}
            />
            <FormArea
              name="note.text"
              label={t('roadmaps.report.note')}
              hint={t('roadmaps.report.noteHint')}
              rows={3}
            />
          </Act>
        )}
      </Section>
      <Reports frame={frame} said={said} here={here} before={before} />
    </>
  )
}

function Promised({
  frame,
  activity,
  names,
}: {
  frame: DeskFrame
  activity: ReturnType<typeof activitiesOf>[number]
  names: RoadmapDesk['roadmap']['names']
}) {
  const { t, locale, dates } = frame
  return (
    <Facts
      items={[
        {
          label: t('roadmaps.fields.days'),
          value: `${dates.day(activity.startsOn)} – ${dates.day(activity.endsOn)}`,
        },
        ...(activity.product
          ? [{ label: t('roadmaps.fields.product'), value: wordingIn(activity.product, locale) }]
          : []),
        ...(activity.responsible.length > 0
          ? [
              {
                label: t('roadmaps.fields.responsible'),
                value: activity.responsible
                  .map((one) => {
                    const name = names[one]
                    return name ? responsibleSaid(frame, name) : ''
                  })
                  .filter(Boolean)
                  .join('; '),
              },
            ]
          : []),
        ...(activity.verification
          ? [
              {
                label: t('roadmaps.fields.verification'),
                value: wordingIn(activity.verification, locale),
              },
            ]
          : []),
      ]}
    />
  )
}

function Reports({
  frame: { t, dates, say, portal },
  said: { reports, next },
  here,
  before,
}: {
  frame: DeskFrame
  said: Awaited<ReturnType<typeof reportsSeenBy>>
  here: string
  before: number | undefined
}) {
  return (
    <Section title={t('roadmaps.report.history')} id="reports">
      {reports.length === 0 && (
        <EmptyState title={t('roadmaps.report.none')}>{t('roadmaps.report.noneText')}</EmptyState>
      )}
      <ul className="grid gap-4">
        {reports.map((report) => (
          <li key={report.id}>
            <b>{t(`words.progressStates.${report.state}`)}</b>{' '}
            <span className="when">
              {say(report.seat.name)} · {dates.day(report.reportedOn)} ·{' '}
              <a href={`${portal}/history/${report.entryIndex}`}>
                {t('roadmaps.report.entry', { number: report.entryIndex })}
              </a>
            </span>
            {report.note && <SignedText text={report.note.text} lang={report.note.lang} />}
          </li>
        ))}
      </ul>
      <ListPages t={t} here={here} list="reports" before={before} next={next} />
    </Section>
  )
}
