import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { calendarAddresses } from '@/app/_request/calendar'
import { beginningSaid, datesOf, inLanguage, timesSaid } from '@/app/_request/dates'
import { publicViewerOf } from '@/app/_request/who'
import { Breadcrumb, Facts, Notice, PageTitle, Section, TwoColumns } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import { meetingSeenBy } from '@/lib/meetings/seen.ts'
import type { MeetingSeen } from '@/lib/meetings/seen.ts'
import { documentsSeenBy } from '@/lib/documents/seen.ts'
import { historySeenBy } from '@/lib/history/seen.ts'
import { DocumentList } from '../../../_documents/list'
import { Guests } from '../../../_planning/guests'
import { Moves } from '../../../_planning/moves'
import { SourceName } from '../../_parts/source-line'
import { InBoth } from '../../_parts/words'
import { HistoryLines } from '../../history/lines'
import { Agenda } from './agenda'
import type { MeetingReading as Reading } from './agenda'
import { Attendance } from './attendance'

type Props = { params: Promise<{ locale: string; forum: string; meeting: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, forum, meeting: id } = await params
  const viewer = await publicViewerOf(forum)
  const meeting = await meetingSeenBy(viewer, id)
  return {
    title: meeting
      ? `${meeting.body.shortName}, ${datesOf(locale, viewer.forum.timeZone).day(meeting.heldOn)}`
      : '',
  }
}

export default async function MeetingPage({ params }: Props) {
  const { locale, forum, meeting: id } = await params
  const viewer = await publicViewerOf(forum)
  const meeting = await meetingSeenBy(viewer, id)
  if (!meeting) notFound()
  const t = await getTranslations()
  const dates = datesOf(locale, viewer.forum.timeZone)
  const at = `/${locale}/${forum}`
  const [history, documents] = await Promise.all([
    historySeenBy(viewer, { meeting: meeting.id }, 60),
    documentsSeenBy(viewer, [meeting.id, ...meeting.agenda.map((item) => item.id)]),
  ])
  const ofMeeting = documents.filter((document) => document.thing === meeting.id)
  const reading = { locale, t, dates, at }
  const body = inLanguage(meeting.body.name, locale)
  const began =
    meeting.state === 'in-session' || meeting.state === 'held' || meeting.state === 'not-held'
  return (
    <>
      <Breadcrumb
        label={t('history.crumbs')}
        items={[
          { href: `${at}/meetings`, label: t('record.meetings') },
          { href: `${at}/bodies/${meeting.body.slug}`, label: meeting.body.shortName },
        ]}
      />
      <TwoColumns aside={<MeetingFacts reading={reading} meeting={meeting} forum={forum} />}>
        <p className="when mb-2">
          {meeting.kind
            ? t('record.session', {
                kind: t(`words.meetingKinds.${meeting.kind}`),
                number: meeting.number,
                year: meeting.year,
              })
            : t(meeting.dayIs === 'minutes' ? 'record.minutes' : 'record.sessionOf')}
        </p>
        <PageTitle lang={body.lang}>
          {t(meeting.dayIs === 'minutes' ? 'record.minutesOf' : 'record.meetingOf', {
            body: body.text,
            day: dates.day(meeting.heldOn),
          })}
        </PageTitle>
        {meeting.bySector && (
          <p>{t('preparing.bySector', { sector: inLanguage(meeting.bySector.name, locale).text })}</p>
        )}
        <Moves meeting={meeting} dates={dates} portal={at} />
        {meeting.takenOver && <TakenOver reading={reading} meeting={meeting} />}
        {meeting.reason && (
          <Notice title={t(`record.states.${meeting.state}`)}>
            <SignedText text={meeting.reason.text} lang={meeting.reason.lang} />
          </Notice>
        )}

        {!meeting.takenOver && (
          <Agenda reading={{ ...reading, forum }} meeting={meeting} documents={documents} />
        )}
        {meeting.guests.length > 0 && (
          <Section title={t('preparing.guests.title')} id="guests">
            <Guests guests={meeting.guests} />
          </Section>
        )}
        {ofMeeting.length > 0 && (
          <Section title={t('documents.title')} id="documents">
            <DocumentList documents={ofMeeting} forum={forum} locale={locale} dates={dates} />
          </Section>
        )}

        {began && !meeting.takenOver && <Attendance reading={reading} meeting={meeting} />}
        <Section title={t('history.title')}>
          <HistoryLines viewer={viewer} locale={locale} lines={history.lines} names={history.names} />
        </Section>
      </TwoColumns>
    </>
  )
}

type Given = { reading: Reading; meeting: MeetingSeen }

function MeetingFacts({ reading, meeting, forum }: Given & { forum: string }) {
  const { locale, t, dates, at } = reading
  return (
    <Facts
      items={[
        {
          label: t('record.state'),
          value: meeting.takenOver ? t('record.takenOver') : t(`record.states.${meeting.state}`),
        },
        ...(meeting.dayIs === 'minutes'
          ? [{ label: t('record.dayOfMinutes'), value: beginningSaid(t, dates, meeting) }]
          : timesSaid(t, dates, meeting)),
        ...(meeting.place
          ? [
              {
                label: t('record.place'),
                value: <bdi lang={meeting.place.lang}>{meeting.place.text}</bdi>,
              },
            ]
          : []),
        ...(meeting.convenedBy
          ? [
              {
                label: t('record.convenedBy'),
                value: inLanguage(meeting.convenedBy.name, locale).text,
              },
            ]
          : []),
        { label: t('record.minutes'), value: <MinutesOf reading={reading} meeting={meeting} /> },
        ...(meeting.takenOver
          ? []
          : [
              {
                label: t('calendar.title'),
                value: (
                  <a href={calendarAddresses(forum, locale).meeting(meeting.id)}>{t('calendar.add')}</a>
                ),
              },
            ]),
        {
          label: t('record.inLog'),
          value: (
            <a href={`${at}/history/${meeting.entryIndex}`}>
              {t('history.act', { number: meeting.entryIndex })}
            </a>
          ),
        },
      ]}
    />
  )
}

function MinutesOf({ reading: { t, at }, meeting: { minutes, takenOver } }: Given) {
  if (minutes?.number) return <a href={`${at}/minutes/${minutes.number}`}>{minutes.number}</a>
  return takenOver ? t('record.minutesElsewhere') : t('record.noMinutesYet')
}

/** A meeting from before this record: where what is known of it comes from, and what is not known. */
function TakenOver({ reading: { t, at, ...reading }, meeting: { source, missing, reasonsFor } }: Given) {
  const page = { t, locale: reading.locale === 'en' ? ('en' as const) : ('es' as const) }
  return (
    <Notice title={t('record.takenOverTitle')}>
      {source && (
        <p>
          {t('record.source')} <SourceName page={page} source={source} />
        </p>
      )}
      {reasonsFor.map(({ to, commitment }) => (
        <p key={commitment.id} className="mt-2">
          {t.rich('record.reasonsFor', {
            status: t(`words.statuses.${to}`),
            number: commitment.number,
            title: commitment.title[page.locale] ?? commitment.title.es ?? commitment.title.en ?? '',
            page: (text) => (
              <a href={`${at}/plans/${commitment.plan}/commitments/${commitment.number}`}>{text}</a>
            ),
          })}
        </p>
      ))}
      {missing?.length ? (
        <>
          <p className="mt-2">{t('record.missing')}</p>
          <ul className="list-disc pl-5">
            {missing.map((line) => (
              <li key={typeof line === 'string' ? line : line.es}>
                <InBoth page={page} line={line} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Notice>
  )
}
