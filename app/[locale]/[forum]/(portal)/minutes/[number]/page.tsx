import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { actedBy } from '@/app/_request/acted'
import { approvedBefore } from '@/app/_request/again'
import { datesOf, inLanguage, timesSaid } from '@/app/_request/dates'
import { publicViewerOf } from '@/app/_request/who'
import { TakeAway } from '@/components/meetings/take-away'
import {
  Breadcrumb,
  Contents,
  Facts,
  Notice,
  PageTitle,
  Section,
  TwoColumns,
} from '@/components/page/page'
import { Digest } from '@/components/page/text'
import { ConsensusMarks, SectorName } from '@/components/proposals/marks'
import { documentsSeenBy } from '@/lib/documents/seen.ts'
import { minutesSeenBy } from '@/lib/minutes/seen.ts'
import type { MinutesSeen } from '@/lib/minutes/seen.ts'
import { documentOf, filesOf } from '@/lib/papers/document.ts'
import { settings } from '@/lib/settings.ts'
import { historySeenBy, signaturesAmong } from '@/lib/history/seen.ts'
import type { Signatures } from '@/lib/history/seen.ts'
import { DocumentList } from '../../../_documents/list'
import { SignatureMark } from '../../_parts/signature'
import { HistoryLines } from '../../history/lines'
import { MinutesPaper, Observations, sectorShown } from './paper'
import type { MinutesReading as Reading } from './paper'

type Props = { params: Promise<{ locale: string; forum: string; number: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return {
    title: (await getTranslations('record'))('minutesNumber', {
      number: decodeURIComponent((await params).number),
    }),
  }
}

/** Approved minutes: the exact text that each sector approved, its agreements, and its errata at the spot. */
export default async function MinutesPage({ params }: Props) {
  const { locale, forum, number } = await params
  const viewer = await publicViewerOf(forum)
  const minutes = await minutesSeenBy(viewer, decodeURIComponent(number))
  if (!minutes?.approvedAt) notFound()
  const t = await getTranslations()
  const dates = datesOf(locale, viewer.forum.timeZone)
  const at = `/${locale}/${forum}`
  const [history, documents, signatures] = await Promise.all([
    historySeenBy(viewer, { meeting: minutes.meeting.id }, 40),
    documentsSeenBy(viewer, [minutes.id]),
    signaturesAmong(
      viewer,
      minutes.approvals.flatMap((approval) => approval.entryIndex ?? []),
    ),
  ])
  const { meeting } = minutes
  const reading = { locale, t, dates, at }
  const document = documentOf(minutes, viewer.forum, settings().publicUrl)
  const body = inLanguage(meeting.body.name, locale)
  return (
    <>
      <Breadcrumb
        label={t('history.crumbs')}
        items={[
          { href: `${at}/meetings`, label: t('record.meetings') },
          {
            href: `${at}/meetings/${meeting.id}`,
            label: `${meeting.body.shortName}, ${dates.day(meeting.heldOn)}`,
          },
        ]}
      />
      <TwoColumns
        aside={<MinutesFacts reading={reading} minutes={minutes} approvedAt={minutes.approvedAt} />}
      >
        <p className="when mb-2">
          {t('record.minutesTitle')} · {minutes.number}
        </p>
        <PageTitle lang={body.lang}>
          {t('record.meetingOf', { body: body.text, day: dates.day(meeting.heldOn) })}
        </PageTitle>
        <DayAndPlace reading={reading} meeting={meeting} />

        <Approval reading={reading} minutes={minutes} signatures={signatures} forum={forum} />

        {!minutes.erased && <ItemsOf reading={reading} items={document.items} />}
        {minutes.erased ? (
          <Notice title={t('record.erasedTitle')}>{t('record.erasedText')}</Notice>
        ) : (
          <MinutesPaper reading={reading} minutes={document} beside={minutes} />
        )}
        <Observations reading={reading} minutes={document} />
        {documents.length > 0 && (
          <Section title={t('documents.title')} id="documents">
            <DocumentList documents={documents} forum={forum} locale={locale} dates={dates} />
          </Section>
        )}
        <div className="no-print">
          <details className="section">
            <summary className="cursor-pointer font-serif text-[1.35rem] font-semibold">
              {t('history.title')}
            </summary>
            <HistoryLines viewer={viewer} locale={locale} lines={history.lines} names={history.names} />
          </details>
        </div>
      </TwoColumns>
    </>
  )
}

/** On a phone the facts stand below all of the text: day and place are said first. */
function DayAndPlace({
  reading: { t, dates },
  meeting,
}: {
  reading: Reading
  meeting: MinutesSeen['meeting']
}) {
  return (
    <p className="when mt-2">
      {timesSaid(t, dates, meeting)
        .map(({ label, value }) => `${label}: ${value}`)
        .join(' · ')}
      {meeting.place && (
        <>
          {' · '}
          {t('record.place')}: <bdi>{meeting.place.text}</bdi>
        </>
      )}
    </p>
  )
}

function ItemsOf({
  reading: { t },
  items,
}: {
  reading: Reading
  items: { number: number; title: { text: string } }[]
}) {
  return (
    <Contents
      label={t('portal.contents')}
      items={[
        { id: 'attendance', title: t('record.attendance') },
        ...items.map(({ number, title }) => ({
          id: `item-${number}`,
          title: `${number}. ${title.text}`,
        })),
      ]}
    />
  )
}

function MinutesFacts({
  reading: { locale, t, dates, at },
  minutes,
  approvedAt,
}: {
  reading: Reading
  minutes: MinutesSeen
  approvedAt: Date
}) {
  const { meeting } = minutes
  return (
    <Facts
      items={[
        {
          label: t('record.body'),
          value: (
            <a href={`${at}/bodies/${meeting.body.slug}`}>
              {inLanguage(meeting.body.name, locale).text}
            </a>
          ),
        },
        ...timesSaid(t, dates, meeting),
        ...(meeting.place ? [{ label: t('record.place'), value: <bdi>{meeting.place.text}</bdi> }] : []),
        { label: t('record.approvedOn'), value: dates.moment(approvedAt) },
        {
          label: t('record.version'),
          value: t('record.versionOf', {
            number: minutes.version,
            digest: minutes.digest.slice(0, 12),
          }),
        },
        {
          label: t('record.inLog'),
          value: (
            <a href={`${at}/history/${minutes.entryIndex}`}>
              {t('history.act', { number: minutes.entryIndex })}
            </a>
          ),
        },
      ]}
    />
  )
}

type Approved = MinutesSeen['approvals'][number]

function whatIsSaid({ t, dates }: Reading, { says, since }: Approved): string {
  if (says === 'approved') return t('record.approved')
  if (says === 'suspended') return t('record.suspendedSince', { day: since ? dates.day(since) : '' })
  return says === 'silence' ? t('record.silenceCounted') : t('record.silence')
}

/** What each sector said to these minutes, and the text that it was said to. */
function Approval({
  reading,
  minutes,
  signatures,
  forum,
}: {
  reading: Reading
  minutes: MinutesSeen
  signatures: Signatures
  forum: string
}) {
  const { locale, t, dates, at } = reading
  const consents = minutes.approvals.map((approval) => {
    const { sector, says, at: when, entryIndex } = approval
    return {
      sector: sectorShown(sector, locale),
      filled: says === 'approved',
      says,
      said: whatIsSaid(reading, approval),
      who: when ? actedBy(t, locale, approval, minutes.meeting.body) : '',
      before: approval.earlier && approvedBefore(reading, minutes, approval.earlier),
      when: when ? dates.moment(when) : '',
      entryIndex,
    }
  })
  return (
    <div className="card card-strong mt-6 grid gap-2">
      <b className="flex flex-wrap items-center gap-3 font-serif text-xl font-semibold">
        {t('record.minutesApproved')}{' '}
        <ConsensusMarks
          stands={consents.map(({ sector, filled, says, said }) => ({
            sector,
            filled,
            says,
            label: `${sector.name}: ${said}`,
          }))}
        />
      </b>
      <ul className="grid gap-1">
        {consents.map(({ sector, said, who, when, before, entryIndex }) => (
          <li key={sector.name}>
            <SectorName sector={sector} />: {said}
            {(who || when) && (
              <span className="when block">{[who, when].filter(Boolean).join(' · ')}</span>
            )}
            {before && <span className="when block">{before}</span>}
            <SignatureMark signatures={signatures} index={entryIndex} at={at} />
          </li>
        ))}
      </ul>
      {minutes.silenceIsAssent && <p className="when">{t('record.silenceRule')}</p>}
      <p className="when">
        {t('record.digest')} <Digest>{minutes.digest}</Digest>
      </p>
      <TakeAway
        label={t('takeAway.label')}
        files={filesOf(forum, minutes.number ?? minutes.meeting.id, locale).map(({ format, href }) => ({
          href,
          name: t(`takeAway.${format}`),
        }))}
      />
    </div>
  )
}
