import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import {
  FormDay,
  FormHidden,
  FormRadios,
  FormSelect,
  FormText,
  FormTime,
} from '@/components/form/action-form'
import { EmptyState } from '@/components/page/page'
import { addDays } from '@/lib/act/calendar.ts'
import { bodySeenBy } from '@/lib/bodies/seen.ts'
import { meetingKinds } from '@/lib/meetings/rules.ts'
import { setSeries } from '@/lib/series/commands.ts'
import { seriesSeenBy, templatesSeenBy } from '@/lib/series/seen.ts'
import type { SeriesSeen } from '@/lib/series/seen.ts'
import { daysOf, nths, weekdays } from '@/lib/series/rules.ts'
import type { Weekday } from '@/lib/series/rules.ts'
import { deskFrame } from '../../../../frame'
import type { DeskFrame } from '../../../../frame'
import { Act, ActingSeat, Crumbs, PageHead } from '../../../../parts'
import { setSeriesAction } from '../../actions'

type Props = {
  params: Promise<{ locale: string; forum: string; body: string }>
  searchParams: Promise<{ series?: string }>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('planning'))('series.make') }
}

const fieldIn = (t: DeskFrame['t']) => (name: string) => t(`planning.series.${name}`)

export default async function SeriesForm({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, say, desk } = frame
  const [body, { series: id }] = [
    (await bodySeenBy(viewer, (await params).body)) ?? notFound(),
    await searchParams,
  ]
  const [running, templates, may] = await Promise.all([
    seriesSeenBy(viewer, [body.id]),
    templatesSeenBy(viewer, body.id),
    mayAct(viewer, setSeries, { body: body.id }),
  ])
  const series = id ? (running.find((seriesSeen) => seriesSeen.id === id) ?? notFound()) : null
  const title = t(series ? 'planning.series.change' : 'planning.series.make')
  const back = `${desk}/bodies/${body.slug}/series`
  const head = (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${desk}/bodies`, label: t('desk.bodies.title') },
          { href: `${desk}/bodies/${body.slug}`, label: body.shortName },
          { href: back, label: t('planning.series.title') },
        ]}
        here={title}
      />
      <PageHead title={title} lead={say(body.name)} />
    </>
  )
  if (may.seats.length === 0)
    return (
      <>
        {head}
        <EmptyState title={t('planning.series.cannot')}>{may.refusal}</EmptyState>
      </>
    )
  return (
    <>
      {head}
      <Fields frame={frame} body={body.id} series={series} templates={templates} may={may} />
    </>
  )
}

function Fields({
  frame,
  body,
  series,
  templates,
  may,
}: {
  frame: DeskFrame
  body: string
  series: SeriesSeen | null
  templates: Awaited<ReturnType<typeof templatesSeenBy>>
  may: May
}) {
  const { t, viewer, say, locale, dates } = frame
  const field = fieldIn(t)
  return (
    <Act
      frame={frame}
      action={setSeriesAction}
      submit={t('planning.series.save')}
      start={startOf(series, viewer.today)}
      hidden={{ body, ...(series && { series: series.id }) }}
      labels={{
        kind: t('desk.convene.kind'),
        rhythm: field('rhythm'),
        every: field('every'),
        nth: field('nth'),
        weekday: field('weekday'),
        fromOn: field('fromOn'),
        lastOn: field('lastOn'),
        time: field('time'),
        'place.text': field('place'),
      }}
    >
      <ActingSeat frame={frame} may={may} />
      <Rhythm frame={frame} weekday={series?.weekday ?? 'tuesday'} />
      <WhichDays t={t} />
      <div className="grid max-w-3xl items-end gap-6 sm:grid-cols-2">
        <FormDay name="fromOn" label={field('fromOn')} hint={field('fromOnHint')} required />
        <FormDay name="lastOn" label={field('lastOn')} hint={field('lastOnHint')} />
      </div>
      <FormTime
        name="time"
        label={field('time')}
        hint={t('desk.convene.zone', { zone: dates.zone })}
        required
      />
      <FormHidden name="place.lang" start={locale} />
      <FormText name="place.text" label={field('place')} optional={t('planning.optional')} />
      <FormRadios
        name="kind"
        label={t('desk.convene.kind')}
        inline
        options={meetingKinds.map((value) => ({ value, label: t(`words.meetingKinds.${value}`) }))}
      />
      {templates.length > 0 && (
        <FormSelect
          name="template"
          label={field('template')}
          options={[
            { value: '', label: field('noTemplate') },
            ...templates.map((template) => ({ value: template.id, label: say(template.name) })),
          ]}
        />
      )}
    </Act>
  )
}

function Rhythm({ frame, weekday }: { frame: DeskFrame; weekday: Weekday }) {
  const { t } = frame
  const field = fieldIn(t)
  return (
    <FormRadios
      name="rhythm"
      label={field('rhythm')}
      options={[
        {
          value: 'weeks',
          label: field('byWeeks'),
          hint: t('planning.series.byWeeksHint', exampleOf(frame, weekday, 'weeks')),
        },
        {
          value: 'month',
          label: field('byMonth'),
          hint: t('planning.series.byMonthHint', exampleOf(frame, weekday, 'month')),
        },
      ]}
    />
  )
}

/** On which day of the week, and every how many weeks or in which of the month. */
function WhichDays({ t }: { t: DeskFrame['t'] }) {
  const field = fieldIn(t)
  return (
    <div className="grid max-w-3xl items-end gap-6 sm:grid-cols-3">
      <FormSelect
        name="weekday"
        label={field('weekday')}
        options={weekdays.map((value) => ({ value, label: t(`words.weekdays.${value}`) }))}
      />
      <FormText name="every" type="number" label={field('every')} hint={field('everyHint')} />
      <FormSelect
        name="nth"
        label={field('nth')}
        hint={field('nthHint')}
        options={nths.map((value) => ({ value, label: t(`words.nths.${value}`) }))}
      />
    </div>
  )
}

/** The next days of the two rhythms that are taken for each other, in days of the calendar. */
function exampleOf({ t, dates, viewer }: DeskFrame, weekday: Weekday, rhythm: 'weeks' | 'month') {
  const days = { weekday, fromOn: viewer.today, lastOn: null }
  const next = daysOf(
    rhythm === 'weeks' ? { rhythm, every: 2, ...days } : { rhythm, nth: 'second', ...days },
    viewer.today,
    addDays(viewer.today, 130),
  )
  return {
    weekday: t(`words.weekdays.${weekday}`),
    days: next
      .slice(0, 4)
      .map((day) => dates.short(day))
      .join(', '),
  }
}

function startOf(series: SeriesSeen | null, today: string): Record<string, string> {
  if (!series)
    return {
      kind: 'ordinary',
      weekday: 'tuesday',
      every: '2',
      nth: 'second',
      fromOn: today,
      time: '10:00',
    }
  return {
    kind: series.kind,
    rhythm: series.rhythm,
    weekday: series.weekday,
    every: series.rhythm === 'weeks' ? String(series.every) : '2',
    nth: series.rhythm === 'month' ? series.nth : 'second',
    fromOn: series.fromOn,
    lastOn: series.lastOn ?? '',
    time: series.time,
    template: series.template ?? '',
    ...(series.place && { 'place.lang': series.place.lang, 'place.text': series.place.text }),
  }
}
