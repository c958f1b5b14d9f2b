import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { mayAct } from '@/app/_request/may'
import { ButtonLink, EmptyState, Pagination, Section } from '@/components/page/page'
import { convene } from '@/lib/meetings/commands.ts'
import { meetingsSeenBy, upcomingMeetings } from '@/lib/meetings/seen.ts'
import { seriesSeenBy } from '@/lib/series/seen.ts'
import type { SeriesSeen } from '@/lib/series/seen.ts'
import { deskOf } from '@/lib/notices/seen.ts'
import type { Desk } from '@/lib/notices/seen.ts'
import { rhythmIn } from '../../_planning/words'
import { deskFrame } from '../frame'
import type { DeskFrame } from '../frame'
import { Crumbs, Done, MeetingLines, PageHead } from '../parts'

type Props = {
  params: Promise<{ locale: string; forum: string }>
  searchParams: Promise<{ cursor?: string }>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('desk'))('meetings.title') }
}

export default async function MeetingsPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk } = frame
  const { cursor } = await searchParams
  const bodies = [...new Set(viewer.seats.map((seat) => seat.body))]
  const [upcoming, { meetings, next }, mays, series, { bodies: named }] = await Promise.all([
    cursor ? [] : upcomingMeetings(viewer, bodies),
    meetingsSeenBy(viewer, { cursor }),
    Promise.all(bodies.map((body) => mayAct(viewer, convene, { body }))),
    cursor ? [] : seriesSeenBy(viewer, bodies),
    deskOf(viewer),
  ])
  const kept = series.filter(
    (seriesSeen) => (mays[bodies.indexOf(seriesSeen.body)]?.seats.length ?? 0) > 0,
  )
  const past = meetings.filter(
    (meeting) => bodies.includes(meeting.body.id) && !upcoming.some((one) => one.id === meeting.id),
  )
  return (
    <>
      <Crumbs frame={frame} here={t('desk.meetings.title')} />
      <PageHead title={t('desk.meetings.title')} lead={t('desk.meetings.lead')}>
        {mays.some((may) => may.seats.length > 0) && (
          <p>
            <ButtonLink href={`${desk}/meetings/new`}>{t('desk.home.convene')}</ButtonLink>
          </p>
        )}
      </PageHead>
      <Done searchParams={searchParams} frame={frame} />
      {!cursor && (
        <Section title={t('desk.meetings.upcoming')}>
          {upcoming.length === 0 ? (
            <EmptyState title={t('desk.meetings.noneUpcoming')}>
              {t('desk.meetings.noneUpcomingText')}
            </EmptyState>
          ) : (
            <MeetingLines frame={frame} meetings={upcoming} />
          )}
        </Section>
      )}
      {kept.length > 0 && (
        <Section title={t('planning.series.toConvene')}>
          {kept.map((seriesSeen) => (
            <Planned
              key={seriesSeen.id}
              frame={frame}
              series={seriesSeen}
              body={named.find((body) => body.id === seriesSeen.body)}
            />
          ))}
        </Section>
      )}
      <Section title={t('desk.meetings.past')}>
        {past.length === 0 ? (
          <p className="text-soft">{t('desk.meetings.nonePast')}</p>
        ) : (
          <MeetingLines frame={frame} meetings={past} />
        )}
        <Pagination
          label={t('desk.meetings.title')}
          next={
            next ? { href: `${desk}/meetings?cursor=${next}`, label: t('desk.meetings.older') } : null
          }
        />
      </Section>
    </>
  )
}

/** The next days of a series, each one press away from the call. */
function Planned({
  frame: { t, desk, dates },
  series,
  body,
}: {
  frame: DeskFrame
  series: SeriesSeen
  body: Desk['bodies'][number] | undefined
}) {
  const days = series.days.flatMap(({ day, isDue }) => (day ? [{ day, isDue }] : [])).slice(0, 3)
  return (
    body && (
      <div className="border-b border-rule py-3">
        <p>
          <span className="font-semibold">{body.shortName}</span> · {rhythmIn(t, series)} ·{' '}
          <a href={`${desk}/bodies/${body.slug}/series`}>{t('planning.series.all')}</a>
        </p>
        <p className="mt-2 flex flex-wrap gap-3">
          {days.map(({ day, isDue }) => (
            <ButtonLink
              key={day}
              href={`${desk}/meetings/new?body=${body.slug}&series=${series.id}&day=${day}`}
              kind={isDue ? 'main' : 'plain'}
              small
            >
              {t('planning.series.conveneDay', { day: dates.day(day) })}
            </ButtonLink>
          ))}
        </p>
      </div>
    )
  )
}
