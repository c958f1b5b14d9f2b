import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { calendarAddresses } from '@/app/_request/calendar'
import { beginningSaid, datesOf, inLanguage } from '@/app/_request/dates'
import { publicViewerOf } from '@/app/_request/who'
import { QuorumMeter } from '@/components/meetings/quorum'
import {
  Breadcrumb,
  EmptyState,
  Facts,
  Notice,
  PageTitle,
  Section,
  Tag,
  TwoColumns,
} from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { SignedText } from '@/components/page/text'
import { SectorName } from '@/components/proposals/marks'
import { meetingSeenBy } from '@/lib/meetings/queries.ts'
import { historySeenBy } from '@/lib/history/queries.ts'
import { ItemOrigin } from '../../../_planning/origin'
import { HistoryLines } from '../../history/lines'

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
  const history = await historySeenBy(viewer, { meeting: meeting.id }, 60)
  const named = (sector: string) => meeting.sectors.find((sectorName) => sectorName.id === sector)
  const shown = (sector: {
    name: { es: string; en?: string | undefined }
    shape: string
    hue: string
  }) => ({
    name: inLanguage({ es: sector.name.es, ...(sector.name.en && { en: sector.name.en }) }, locale).text,
    shape: sector.shape,
    hue: sector.hue,
  })
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
      <TwoColumns
        aside={
          <Facts
            items={[
              {
                label: t('record.state'),
                value: meeting.takenOver ? t('record.takenOver') : t(`record.states.${meeting.state}`),
              },
              { label: t('record.when'), value: beginningSaid(t, dates, meeting) },
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
              {
                label: t('record.minutes'),
                value: meeting.minutes?.number ? (
                  <a href={`${at}/minutes/${meeting.minutes.number}`}>{meeting.minutes.number}</a>
                ) : meeting.takenOver ? (
                  t('record.minutesElsewhere')
                ) : (
                  t('record.noMinutesYet')
                ),
              },
              ...(meeting.takenOver
                ? []
                : [
                    {
                      label: t('calendar.title'),
                      value: (
                        <a href={calendarAddresses(forum, locale).meeting(meeting.id)}>
                          {t('calendar.add')}
                        </a>
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
        }
      >
        <p className="when mb-2">
          {meeting.kind
            ? t('record.session', {
                kind: t(`words.meetingKinds.${meeting.kind}`),
                number: meeting.number,
                year: meeting.year,
              })
            : t('record.sessionOf')}
        </p>
        <PageTitle lang={body.lang}>
          {t('record.meetingOf', { body: body.text, day: dates.day(meeting.heldOn) })}
        </PageTitle>
        {meeting.takenOver && (
          <Notice title={t('record.takenOverTitle')}>
            {meeting.source && (
              <p>
                {t('record.source')}{' '}
                {meeting.source.url ? (
                  <a href={meeting.source.url} rel="noopener noreferrer">
                    {meeting.source.text}
                  </a>
                ) : (
                  meeting.source.text
                )}
              </p>
            )}
            {meeting.missing?.length ? (
              <>
                <p className="mt-2">{t('record.missing')}</p>
                <ul className="list-disc pl-5">
                  {meeting.missing.map((one) => (
                    <li key={one} lang="es">
                      {one}
                    </li>
                  ))}
                </ul>
              </>
            ) : null}
          </Notice>
        )}
        {meeting.reason && (
          <Notice title={t(`record.states.${meeting.state}`)}>
            <SignedText text={meeting.reason.text} lang={meeting.reason.lang} />
          </Notice>
        )}

        {!meeting.takenOver && (
          <Section title={t('record.agenda')}>
            {meeting.agenda.length === 0 ? (
              <EmptyState title={t('record.noAgenda')} />
            ) : (
              <ol className="grid list-decimal gap-3 pl-6">
                {meeting.agenda.map((item) => (
                  <li key={item.id} className={item.withdrawnAt ? 'text-soft line-through' : ''}>
                    <span className="font-serif text-lg" lang={item.title.lang}>
                      {item.title.text}
                    </span>
                    {item.postponedAt && (
                      <>
                        {' '}
                        <Tag>{t('record.postponed')}</Tag>
                      </>
                    )}
                    {item.withdrawnAt && (
                      <>
                        {' '}
                        <Tag>{t('record.withdrawnItem')}</Tag>
                      </>
                    )}
                    {item.note && <SignedText text={item.note.text} lang={item.note.lang} />}
                    <span className="when block">
                      {item.proposedBy
                        ? t('record.itemBy', { seat: inLanguage(item.proposedBy.name, locale).text })
                        : ''}
                      {item.minutes !== null && (
                        <> · {t('planning.minutesOf', { minutes: item.minutes })}</>
                      )}
                      {item.commitment && (
                        <>
                          {' '}
                          ·{' '}
                          <a
                            href={`${at}/plans/${item.commitment.plan}/commitments/${item.commitment.number}`}
                          >
                            {t('record.commitment', { number: item.commitment.number })}
                          </a>
                        </>
                      )}
                      {item.proposals.map((proposal) => (
                        <span key={proposal.id}>
                          {' '}
                          ·{' '}
                          <a href={`${at}/proposals/${proposal.number}`}>
                            {t('record.proposal', { number: proposal.number })}
                          </a>
                        </span>
                      ))}
                    </span>
                    {item.origin && (
                      <span className="when block">
                        <ItemOrigin
                          item={item}
                          meetings={`${at}/meetings`}
                          portal={at}
                          locale={locale}
                          dates={dates}
                        />
                      </span>
                    )}
                    {item.postponedReason && (
                      <blockquote className="signed-text" lang={item.postponedReason.lang}>
                        {item.postponedReason.text}
                      </blockquote>
                    )}
                  </li>
                ))}
              </ol>
            )}
          </Section>
        )}

        {began && !meeting.takenOver && (
          <Section title={t('record.attendance')}>
            <QuorumMeter
              reached={meeting.quorum.reached}
              sentence={t(meeting.quorum.reached ? 'record.quorumMet' : 'record.quorumLacking', {
                there: meeting.quorum.there,
                of: meeting.quorum.of,
                needed: meeting.quorum.needed,
              })}
              rows={meeting.quorum.sectors.flatMap((one) => {
                const sector = named(one.sector)
                return sector
                  ? [
                      {
                        key: one.sector,
                        sector: shown(sector),
                        there: one.there,
                        of: one.of,
                        needed: one.needed,
                        text: t('record.thereOf', { there: one.there, of: one.of }),
                      },
                    ]
                  : []
              })}
            />
            <div className="mt-4">
              <DataTable
                caption={t('record.attendance')}
                hideCaption
                columns={[
                  { key: 'seat', label: t('record.seat'), heading: true },
                  { key: 'sector', label: t('record.sector') },
                  { key: 'state', label: t('record.attended') },
                ]}
                rows={meeting.attendance.map((mark) => ({
                  key: mark.seat.id,
                  cells: {
                    seat: (
                      <>
                        <bdi>{inLanguage(mark.seat.name, locale).text}</bdi>
                        {mark.sat?.name && (
                          <span className="when block">
                            <bdi>{mark.sat.name}</bdi>
                          </span>
                        )}
                      </>
                    ),
                    sector: <SectorName sector={shown(mark.seat.sector)} />,
                    state: mark.vacant
                      ? t('record.vacant')
                      : mark.state
                        ? t(`words.attendances.${mark.state}`)
                        : t('record.notTaken'),
                  },
                }))}
              />
            </div>
          </Section>
        )}
        <Section title={t('history.title')}>
          <HistoryLines viewer={viewer} locale={locale} lines={history.lines} names={history.names} />
        </Section>
      </TwoColumns>
    </>
  )
}
