import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Breadcrumb, EmptyState, Facts, PageTitle, Section, TwoColumns } from '@/components/page/page'
import { asWebcal, calendarAddresses } from '@/app/_request/calendar'
import { portal } from '@/app/_request/portal'
import type { Portal } from '@/app/_request/portal'
import { bodySeenBy } from '@/lib/bodies/seen.ts'
import type { BodySeen } from '@/lib/bodies/seen.ts'
import { statementsAbout } from '@/lib/commitments/source-seen.ts'
import { meetingsSeenBy, quietSeenBy } from '@/lib/meetings/seen.ts'
import type { MeetingLine } from '@/lib/meetings/seen.ts'
import { seriesSeenBy } from '@/lib/series/seen.ts'
import type { SeriesSeen } from '@/lib/series/seen.ts'
import { Quiet } from '../../../_pauses/quiet'
import { CalendarAddress } from '../../../_planning/calendar'
import { rhythmIn } from '../../../_planning/words'
import { ChangesOf } from '../../_parts/changes-of'
import { FactsTable } from '../../_parts/facts-table'
import { SeatList, Voiceless } from '../../_parts/seat-list'
import { SourceLine } from '../../_parts/source-line'
import { Words } from '../../_parts/words'

type Props = { params: Promise<{ locale: string; forum: string; body: string }> }

async function read({ params }: Props) {
  const [page, { body }] = await Promise.all([portal(params), params])
  return { page, body: (await bodySeenBy(page.viewer, body)) ?? notFound() }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { page, body } = await read(props)
  return { title: page.named(body.name).text }
}

export default async function BodyPage(props: Props) {
  const { page, body } = await read(props)
  const { t, to, viewer, named, forumName } = page
  const record = viewer.forum.kind === 'record'
  const [{ meetings }, statements, series, quiet] = await Promise.all([
    meetingsSeenBy(viewer, { body: body.id }, 12),
    statementsAbout(viewer, body.id),
    seriesSeenBy(viewer, [body.id]),
    quietSeenBy(viewer, body.id),
  ])
  return (
    <TwoColumns
      aside={
        <>
          <Meetings page={page} body={body} meetings={meetings} />
          {series.length > 0 && <Planned page={page} series={series} />}
          {!record && body.kind !== 'former' && <Subscribe page={page} body={body} />}
        </>
      }
    >
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[
          { href: to.home, label: forumName },
          { href: to.bodies, label: t('bodies.title') },
        ]}
      />
      <PageTitle lang={named(body.name).lang}>{named(body.name).text}</PageTitle>
      <div className="mt-5">
        <BodyFacts page={page} body={body} />
      </div>
      {body.kind !== 'former' && <Quiet quiet={quiet} dates={page.dates} />}
      {body.kind === 'committee' && quiet && !quiet.isOver && (
        <p className="when mt-3 max-w-[62ch]">
          {t('pauses.quiet.until', {
            since: page.dates.day(quiet.since),
            day: page.dates.day(quiet.day),
          })}
        </p>
      )}
      <Section
        title={t('bodies.seats')}
        id="seats"
        aside={t('bodies.seatsCount', { count: body.seats.length })}
      >
        {record && body.seats.length > 0 && (
          <p className="mb-3 max-w-[62ch]">{t('bodies.peopleNotKept')}</p>
        )}
        <Voiceless page={page} body={body} />
        {body.seats.length > 0 ? (
          <SeatList page={page} body={body.slug} seats={body.seats} />
        ) : (
          <EmptyState title={t(record ? 'bodies.noSeats' : 'bodies.noSeatsLive')} />
        )}
      </Section>
      {statements.length > 0 && (
        <Section title={t('bodies.facts')} id="facts">
          <FactsTable page={page} statements={statements} caption={t('bodies.facts')} />
        </Section>
      )}
      <ChangesOf page={page} ids={[body.id]} />
      <p className="mt-8">
        <a href={to.historyOf({ body: body.id })}>{t('bodies.history')}</a>
      </p>
    </TwoColumns>
  )
}

function BodyFacts({ page, body }: { page: Portal; body: BodySeen }) {
  const { t, to, dates, sourced, viewer } = page
  const title = body.commitment && sourced(body.commitment.title)
  // What a record does not say is not known: no day stands for it.
  const dayOf = (end: 'since' | 'until', day: string | null) =>
    day || viewer.forum.kind === 'record'
      ? [{ label: t(`bodies.${end}`), value: day ? dates.day(day) : t('bodies.dayUnknown') }]
      : []
  const items = [
    ...(body.commitment
      ? [
          {
            label: t('bodies.looksAfter'),
            value: (
              <a href={to.commitment(body.commitment.plan, body.commitment.number)}>
                {body.commitment.number}. {title && <Words of={title} />}
              </a>
            ),
          },
        ]
      : []),
    ...dayOf('since', body.since),
    ...dayOf('until', body.until),
  ]
  return (
    <>
      {items.length > 0 && <Facts items={items} />}
      {body.source && <SourceLine page={page} sources={[body.source]} />}
    </>
  )
}

function Meetings({
  page: { t, to, dates },
  body,
  meetings,
}: {
  page: Portal
  body: BodySeen
  meetings: MeetingLine[]
}) {
  return (
    <section>
      <h2 className="mb-3 text-[1.1rem]">{t('bodies.meetings')}</h2>
      {meetings.length === 0 ? (
        <p>{t('bodies.noMeetings')}</p>
      ) : (
        <ul className="grid gap-2.5">
          {meetings.map((meeting) => (
            <li key={meeting.id}>
              <a href={to.meeting(meeting.id)}>
                <time dateTime={meeting.heldOn}>{dates.day(meeting.heldOn)}</time>
              </a>
              <span className="when block">
                {[
                  meeting.dayIs === 'minutes'
                    ? t('record.dayOfMinutes').toLowerCase()
                    : t.has(`words.meetingStates.${meeting.state}`) &&
                      t(`words.meetingStates.${meeting.state}`),
                  meeting.kind && t(`words.meetingKinds.${meeting.kind}`),
                ]
                  .filter(Boolean)
                  .join(' · ')}
                {meeting.minutes?.number && (
                  <>
                    {' '}
                    ·{' '}
                    <a href={to.minutes(meeting.minutes.number)}>
                      {t('bodies.minutes', { number: meeting.minutes.number })}
                    </a>
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-4">
        <a href={`${to.meetings}?${new URLSearchParams({ body: body.id })}`}>
          {t('bodies.allMeetings')}
        </a>
      </p>
    </section>
  )
}

/** The body's rhythm and its next days: planned, and no call. */
function Planned({ page: { t, dates }, series }: { page: Portal; series: SeriesSeen[] }) {
  return (
    <section className="mt-8" id="planned" aria-labelledby="planned-title">
      <h2 id="planned-title" className="mb-3 text-[1.1rem]">
        {t('planning.series.planned')}
      </h2>
      {series.map((seriesSeen) => (
        <div key={seriesSeen.id} className="mb-4">
          <p className="font-semibold">{rhythmIn(t, seriesSeen)}</p>
          <ul className="mt-1 grid gap-1">
            {seriesSeen.days.slice(0, 4).map(({ planned, day, reason }) => (
              <li key={planned}>
                {day ? (
                  <time dateTime={day}>{dates.day(day)}</time>
                ) : (
                  t('planning.series.out', { day: dates.day(planned) })
                )}
                {day &&
                  day !== planned &&
                  ` (${t('planning.series.movedFrom', { day: dates.day(planned) })})`}
                {reason && (
                  <span className="when block" lang={reason.lang}>
                    {reason.text}
                  </span>
                )}
              </li>
            ))}
          </ul>
          {seriesSeen.days.length === 0 && <p>{t('planning.series.nextNone')}</p>}
        </div>
      ))}
      <p className="when">{t('planning.series.plannedText')}</p>
    </section>
  )
}

function Subscribe({ page: { t, slug, locale }, body }: { page: Portal; body: BodySeen }) {
  const address = calendarAddresses(slug, locale).body(body.id)
  return (
    <section className="mt-8" id="calendar" aria-labelledby="calendar-title">
      <h2 id="calendar-title" className="mb-3 text-[1.1rem]">
        {t('calendar.title')}
      </h2>
      <CalendarAddress t={t} address={address} webcal={asWebcal(address)} />
    </section>
  )
}
