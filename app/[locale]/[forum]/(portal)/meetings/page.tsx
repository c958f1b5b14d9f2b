import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { datesOf, hourSaid, inLanguage } from '@/app/_request/dates'
import { askedOn } from '@/app/_request/portal'
import type { Asked, Query } from '@/app/_request/portal'
import { publicViewerOf } from '@/app/_request/who'
import { EmptyState, FilterBar, Lead, PageTitle, Pagination } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { isDay } from '@/lib/act/calendar.ts'
import { bodiesSeenBy } from '@/lib/bodies/seen.ts'
import { meetingsSeenBy } from '@/lib/meetings/seen.ts'
import { meetingStates } from '@/lib/meetings/rules.ts'
import type { MeetingReading } from './[meeting]/agenda'
import { MovedFrom } from '../../_planning/moves'

type Props = { params: Promise<{ locale: string; forum: string }>; searchParams: Query }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('record'))('meetings') }
}

function filterIn({ body, state, from, to }: Asked<'/meetings'>) {
  const day = (text: string | undefined) => (text && isDay(text) ? text : undefined)
  return {
    body,
    state: (meetingStates as readonly string[]).find((meetingState) => meetingState === state),
    from: day(from),
    to: day(to),
  }
}

export default async function MeetingsPage({ params, searchParams }: Props) {
  const { locale, forum } = await params
  const asked = await askedOn('/meetings', searchParams)
  const filter = filterIn(asked)
  const viewer = await publicViewerOf(forum)
  const t = await getTranslations()
  const dates = datesOf(locale, viewer.forum.timeZone)
  const at = `/${locale}/${forum}`
  const [{ meetings, next }, bodies] = await Promise.all([
    meetingsSeenBy(viewer, { ...filter, cursor: asked.before }),
    bodiesSeenBy(viewer),
  ])
  const given = Object.fromEntries(
    Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  const reading = { locale, t, dates, at }
  const anyone = { value: '', label: t('history.any') }
  return (
    <>
      <PageTitle>{t('record.meetings')}</PageTitle>
      <Lead>{t('record.meetingsLead')}</Lead>
      <FilterBar
        action={`${at}/meetings`}
        label={t('history.filter')}
        submit={t('history.show')}
        clear={
          Object.keys(given).length ? { href: `${at}/meetings`, label: t('history.clear') } : undefined
        }
        choices={[
          {
            name: 'body',
            label: t('history.body'),
            value: filter.body,
            options: [anyone, ...bodies.map((body) => ({ value: body.id, label: body.shortName }))],
          },
          {
            name: 'state',
            label: t('record.state'),
            value: filter.state,
            options: [
              anyone,
              ...meetingStates.map((meetingState) => ({
                value: meetingState,
                label: t(`record.states.${meetingState}`),
              })),
            ],
          },
        ]}
        days={[
          { name: 'from', label: t('history.from'), value: filter.from },
          { name: 'to', label: t('history.to'), value: filter.to },
        ]}
      />
      {meetings.length === 0 ? (
        <EmptyState title={t('record.noMeetings')}>{t('record.noMeetingsText')}</EmptyState>
      ) : (
        <MeetingTable reading={reading} meetings={meetings} />
      )}
      <Pagination
        label={t('history.pages')}
        first={
          asked.before
            ? { href: `${at}/meetings?${new URLSearchParams(given)}`, label: t('history.newest') }
            : null
        }
        next={
          next
            ? {
                href: `${at}/meetings?${new URLSearchParams({ ...given, before: next })}`,
                label: t('history.older'),
              }
            : null
        }
      />
    </>
  )
}

function MeetingTable({
  reading: { t, locale, dates, at },
  meetings,
}: {
  reading: MeetingReading
  meetings: Awaited<ReturnType<typeof meetingsSeenBy>>['meetings']
}) {
  return (
    <DataTable
      caption={t('record.meetings')}
      hideCaption
      columns={[
        { key: 'day', label: t('record.day'), heading: true },
        { key: 'body', label: t('record.body') },
        { key: 'state', label: t('record.state') },
        { key: 'minutes', label: t('record.minutes') },
      ]}
      rows={meetings.map((meeting) => ({
        key: meeting.id,
        cells: {
          day: (
            <a href={`${at}/meetings/${meeting.id}`}>
              {[dates.day(meeting.heldOn), hourSaid(dates, meeting)].filter(Boolean).join(', ')}
              {meeting.dayIs === 'minutes' ? ` (${t('record.dayOfMinutes').toLowerCase()})` : ''}
              <MovedFrom day={meeting.movedFrom} dates={dates} />
            </a>
          ),
          body: (
            <>
              <span lang={inLanguage(meeting.body.name, locale).lang}>
                {inLanguage(meeting.body.name, locale).text}
              </span>
              {meeting.kind && (
                <span className="when block">
                  {t('record.session', {
                    kind: t(`words.meetingKinds.${meeting.kind}`),
                    number: meeting.number,
                    year: meeting.year,
                  })}
                </span>
              )}
            </>
          ),
          state: meeting.takenOver ? t('record.takenOver') : t(`record.states.${meeting.state}`),
          minutes: meeting.minutes?.number ? (
            <a href={`${at}/minutes/${meeting.minutes.number}`}>{meeting.minutes.number}</a>
          ) : (
            <span className="when">
              {t(meeting.takenOver ? 'record.minutesElsewhere' : 'record.noMinutesYet')}
            </span>
          ),
        },
      }))}
    />
  )
}
