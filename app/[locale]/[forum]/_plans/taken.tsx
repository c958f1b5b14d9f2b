import type { ReactNode } from 'react'
import { inLanguage } from '@/app/_request/dates'
import { Card } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import { SectorMark } from '@/components/proposals/marks'
import type { RecordSeen } from '@/lib/records/seen.ts'
import { wordingIn } from '../_roadmap/words'
import type { Reading } from '../_roadmap/words'

/** What was taken over from before the system: what the source says, and what each sector says of it. */
export function Taken({
  reading,
  record,
  at,
  heading: Heading = 'h2',
  children,
}: {
  reading: Reading
  record: RecordSeen
  /** where the forum's public pages are */
  at: string
  /** below the heading of where it stands */
  heading?: 'h2' | 'h3'
  children?: ReactNode
}) {
  const { t, dates, locale } = reading
  const { commitment, source } = record
  return (
    <li id={`record-${record.number}`}>
      <Card>
        <p className="when">
          {record.number} · {t(`words.takenKinds.${record.of}`)} · {dates.day(record.happenedOn)} ·{' '}
          {inLanguage(record.body.name, locale).text}
          {record.status && ` · ${t(`words.statuses.${record.status}`)}`}
        </p>
        <Heading lang={record.title.lang} className="m-0 text-xl">
          {record.title.text}
        </Heading>
        {commitment && (
          <p>
            <a href={`${at}/plans/${commitment.plan}/commitments/${commitment.number}`}>
              {commitment.number}. {wordingIn(commitment.title, locale)}
            </a>
          </p>
        )}
        <SignedText {...record.text} />
        <p className="when mt-2">
          {t('taken.source')}:{' '}
          {source.url ? (
            <a href={source.url} rel="noopener noreferrer nofollow">
              {source.text}
            </a>
          ) : (
            source.text
          )}{' '}
          ·{' '}
          <a href={`${at}/history/${record.entryIndex}`}>
            {t('history.act', { number: record.entryIndex })}
          </a>
        </p>
        <p className="mt-3 font-semibold">
          {t('taken.confirmedBy', { count: record.confirmedBy, of: record.sectors.length })}
        </p>
        <ul>
          {record.sectors.map(({ sector, says, words, saidOn }) => (
            <li key={sector.id} className="py-1">
              <SectorMark
                sector={{
                  name: inLanguage(sector.name, locale).text,
                  shape: sector.shape,
                  hue: sector.hue,
                }}
                filled={says === 'confirms'}
                says={null}
              />{' '}
              {inLanguage(sector.name, locale).text}:{' '}
              {says ? t(`words.takenWords.${says}`) : t('taken.nothing')}
              {saidOn && <span className="when"> · {dates.day(saidOn)}</span>}
              {words && <SignedText {...words} />}
            </li>
          ))}
        </ul>
        {children}
      </Card>
    </li>
  )
}
