import { inLanguage } from '@/app/_request/dates'
import { EmptyState, Section, Tag } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import type { DocumentSeen } from '@/lib/documents/seen.ts'
import type { MeetingSeen } from '@/lib/meetings/seen.ts'
import { DocumentList } from '../../../_documents/list'
import { EarlierWordings } from '../../../_planning/earlier'
import { ItemOrigin } from '../../../_planning/origin'
import type { Reading } from '../../../_roadmap/words'

export type MeetingReading = Reading & { at: string }
type AgendaReading = MeetingReading & { forum: string }
type Item = MeetingSeen['agenda'][number]

export function Agenda({
  reading,
  meeting: { agenda },
  documents,
}: {
  reading: AgendaReading
  meeting: MeetingSeen
  documents: DocumentSeen[]
}) {
  const { t } = reading
  return (
    <Section title={t('record.agenda')}>
      {agenda.length === 0 ? (
        <EmptyState title={t('record.noAgenda')} />
      ) : (
        <ol className="grid list-decimal gap-3 pl-6">
          {agenda.map((item) => (
            <AgendaItem
              key={item.id}
              reading={reading}
              item={item}
              documents={documents.filter((document) => document.thing === item.id)}
            />
          ))}
        </ol>
      )}
    </Section>
  )
}

function AgendaItem({
  reading,
  item,
  documents,
}: {
  reading: AgendaReading
  item: Item
  documents: DocumentSeen[]
}) {
  const { t, locale, dates, at } = reading
  return (
    <li className={item.withdrawnAt ? 'text-soft line-through' : ''}>
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
      <ItemLinks reading={reading} item={item} />
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
      <EarlierWordings item={item} dates={dates} locale={locale} portal={at} />
      <DocumentList documents={documents} forum={reading.forum} locale={locale} dates={dates} />
    </li>
  )
}

/** Who brought an item, how long it may take, and what it is about. */
function ItemLinks({ reading: { t, locale, at }, item }: { reading: MeetingReading; item: Item }) {
  return (
    <span className="when block">
      {item.proposedBy
        ? t('record.itemBy', { seat: inLanguage(item.proposedBy.name, locale).text })
        : ''}
      {item.minutes !== null && <> · {t('planning.minutesOf', { minutes: item.minutes })}</>}
      {item.commitment && (
        <>
          {' '}
          ·{' '}
          <a href={`${at}/plans/${item.commitment.plan}/commitments/${item.commitment.number}`}>
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
  )
}
