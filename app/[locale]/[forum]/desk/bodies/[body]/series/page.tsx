import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { FormArea, FormDay, FormRadios } from '@/components/form/action-form'
import { ButtonLink, EmptyState, Section } from '@/components/page/page'
import { bodySeenBy } from '@/lib/bodies/seen.ts'
import { endSeries, setSeries, setSeriesException } from '@/lib/series/commands.ts'
import { seriesSeenBy, templatesSeenBy } from '@/lib/series/seen.ts'
import type { PlannedDay, SeriesSeen, TemplateSeen } from '@/lib/series/seen.ts'
import { rhythmIn } from '../../../../_planning/words'
import { deskFrame } from '../../../frame'
import type { DeskFrame } from '../../../frame'
import { Act, ActingSeat, Crumbs, Done, PageHead, Why } from '../../../parts'
import { endSeriesAction, setSeriesExceptionAction } from '../actions'

type Props = {
  params: Promise<{ locale: string; forum: string; body: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** So many days of a series are shown at once: a weekly one's next three months. */
const shown = 13

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('planning'))('series.title') }
}

export default async function SeriesPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, say, desk } = frame
  const body = (await bodySeenBy(viewer, (await params).body)) ?? notFound()
  const [series, templates, may] = await Promise.all([
    seriesSeenBy(viewer, [body.id]),
    templatesSeenBy(viewer, body.id),
    mayAct(viewer, setSeries, { body: body.id }),
  ])
  const keeps = may.seats.length > 0
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${desk}/bodies`, label: t('desk.bodies.title') },
          { href: `${desk}/bodies/${body.slug}`, label: body.shortName },
        ]}
        here={t('planning.series.title')}
      />
      <PageHead
        title={`${t('planning.series.title')}: ${say(body.name)}`}
        lead={t('planning.series.lead')}
      >
        {keeps ? (
          <p className="m-0">
            <ButtonLink
              href={`${desk}/bodies/${body.slug}/series/edit`}
              kind={series.length > 0 ? 'plain' : 'main'}
            >
              {t('planning.series.make')}
            </ButtonLink>
          </p>
        ) : (
          <Why>{may.refusal}</Why>
        )}
      </PageHead>
      <Done searchParams={searchParams} frame={frame} />
      {series.length === 0 && (
        <EmptyState title={t('planning.series.none')}>{t('planning.series.noneText')}</EmptyState>
      )}
      {series.map((seriesSeen) => (
        <OneSeries
          key={seriesSeen.id}
          frame={frame}
          body={body.slug}
          series={seriesSeen}
          template={templates.find((each) => each.id === seriesSeen.template)}
          keeps={keeps}
        />
      ))}
    </>
  )
}

function OneSeries({
  frame,
  body,
  series,
  template,
  keeps,
}: {
  frame: DeskFrame
  body: string
  series: SeriesSeen
  template: TemplateSeen | undefined
  keeps: boolean
}) {
  const { t, say, desk, dates } = frame
  return (
    <Section
      id={`series-${series.id}`}
      title={rhythmIn(t, series)}
      aside={
        keeps && (
          <a href={`${desk}/bodies/${body}/series/edit?series=${series.id}`}>
            {t('planning.series.edit')}
          </a>
        )
      }
    >
      <p className="when">
        {[
          t(`words.meetingKinds.${series.kind}`),
          t('planning.series.since', { day: dates.day(series.fromOn) }),
          series.lastOn && t('planning.series.until', { day: dates.day(series.lastOn) }),
          series.place?.text,
          template && say(template.name),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {series.days.length === 0 && <p className="mt-3">{t('planning.series.nextNone')}</p>}
      <ul className="mt-3">
        {series.days.slice(0, shown).map((day) => (
          <DayLine key={day.planned} frame={frame} body={body} series={series} day={day} keeps={keeps} />
        ))}
      </ul>
      {keeps && <End frame={frame} series={series.id} />}
    </Section>
  )
}

async function DayLine({
  frame,
  body,
  series,
  day,
  keeps,
}: {
  frame: DeskFrame
  body: string
  series: SeriesSeen
  day: PlannedDay
  keeps: boolean
}) {
  const { t, dates, desk, viewer } = frame
  const late = day.conveneBy !== null && day.conveneBy < viewer.today
  return (
    <li className="grid items-start gap-x-6 gap-y-2 border-b border-rule py-3 sm:grid-cols-[1fr_auto]">
      <div>
        <p className={day.day ? 'font-semibold' : 'text-soft'}>
          {day.day ? dates.day(day.day) : t('planning.series.out', { day: dates.day(day.planned) })}
          {day.day && day.day !== day.planned && (
            <span className="font-normal text-soft">
              {' '}
              {t('planning.series.movedFrom', { day: dates.day(day.planned) })}
            </span>
          )}
        </p>
        {day.reason && (
          <p className="when" lang={day.reason.lang}>
            {day.reason.text}
          </p>
        )}
        {day.conveneBy && (
          <p className={`when ${late ? 'text-accent' : ''}`}>
            {t(late ? 'planning.series.late' : 'planning.series.conveneBy', {
              day: dates.day(day.conveneBy),
            })}
          </p>
        )}
        {keeps && <ChangeDay frame={frame} series={series.id} day={day} />}
      </div>
      {keeps && day.day && (
        <p className="m-0">
          <ButtonLink
            href={`${desk}/meetings/new?body=${body}&series=${series.id}&day=${day.day}`}
            kind={day.isDue ? 'main' : 'plain'}
            small
          >
            {t('planning.series.convene')}
            <span className="sr-only"> {dates.day(day.day)}</span>
          </ButtonLink>
        </p>
      )}
    </li>
  )
}

async function ChangeDay({ frame, series, day }: { frame: DeskFrame; series: string; day: PlannedDay }) {
  const { t, viewer, locale, dates } = frame
  const may: May = await mayAct(viewer, setSeriesException, { series })
  if (may.seats.length === 0) return null
  const changes =
    day.day === day.planned ? (['out', 'moved'] as const) : (['kept', 'moved', 'out'] as const)
  return (
    <Act
      fold={t('planning.series.exceptionOf', { day: dates.day(day.planned) })}
      frame={frame}
      action={setSeriesExceptionAction}
      submit={t('planning.series.saveException')}
      kind="quiet"
      hidden={{ series, day: day.planned, 'reason.lang': locale }}
      labels={{
        change: t('planning.series.what'),
        movedTo: t('planning.series.movedTo'),
        'reason.text': t('planning.series.reason'),
      }}
    >
      <ActingSeat frame={frame} may={may} />
      <FormRadios
        name="change"
        label={t('planning.series.what')}
        options={changes.map((value) => ({ value, label: t(`planning.series.changes.${value}`) }))}
      />
      <FormDay
        name="movedTo"
        label={t('planning.series.movedTo')}
        hint={t('planning.series.movedToHint')}
      />
      <FormArea
        name="reason.text"
        label={t('planning.series.reason')}
        hint={t('planning.series.reasonHint')}
        rows={2}
      />
    </Act>
  )
}

async function End({ frame, series }: { frame: DeskFrame; series: string }) {
  const may: May = await mayAct(frame.viewer, endSeries, { series })
  return (
    may.seats.length > 0 && (
      <div className="mt-3">
        <Act
          fold={frame.t('planning.series.end')}
          frame={frame}
          action={endSeriesAction}
          hidden={{ series }}
          submit={frame.t('planning.series.endButton')}
          kind="quiet"
        >
          <p>{frame.t('planning.series.endText')}</p>
          <ActingSeat frame={frame} may={may} />
        </Act>
      </div>
    )
  )
}
