import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { mayAct } from '@/app/_request/may'
import { ButtonLink, EmptyState, Pagination, Section } from '@/components/page/page'
import { convene } from '@/lib/meetings/commands.ts'
import { meetingsSeenBy, upcomingMeetings } from '@/lib/meetings/queries.ts'
import { deskFrame } from '../frame'
import { Crumbs, MeetingLines, PageHead } from '../parts'

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
  const [upcoming, { meetings, next }, mays] = await Promise.all([
    cursor ? [] : upcomingMeetings(viewer, bodies), meetingsSeenBy(viewer, { cursor }),
    Promise.all(bodies.map((body) => mayAct(viewer, convene, { body }))),
  ])
  const past = meetings.filter((meeting) => bodies.includes(meeting.body.id) && !upcoming.some((one) => one.id === meeting.id))
  return (
    <>
      <Crumbs frame={frame} here={t('desk.meetings.title')} />
      <PageHead title={t('desk.meetings.title')} lead={t('desk.meetings.lead')}>
        {mays.some((may) => may.seats.length > 0) && <p>
          <ButtonLink href={`${desk}/meetings/new`}>{t('desk.home.convene')}</ButtonLink></p>}
      </PageHead>
      {!cursor && (
        <Section title={t('desk.meetings.upcoming')}>
          {upcoming.length === 0
            ? <EmptyState title={t('desk.meetings.noneUpcoming')}>{t('desk.meetings.noneUpcomingText')}</EmptyState>
            : <MeetingLines frame={frame} meetings={upcoming} />}
        </Section>
      )}
      <Section title={t('desk.meetings.past')}>
        {past.length === 0 ? <p className="text-soft">{t('desk.meetings.nonePast')}</p>
          : <MeetingLines frame={frame} meetings={past} />}
        <Pagination label={t('desk.meetings.title')}
          next={next ? { href: `${desk}/meetings?cursor=${next}`, label: t('desk.meetings.older') } : null} />
      </Section>
    </>
  )
}
