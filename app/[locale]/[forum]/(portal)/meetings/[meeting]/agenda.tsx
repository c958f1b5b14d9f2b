import { inLanguage } from '@/app/_request/dates'
import { EmptyState, Section, Tag } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import type { MeetingSeen } from '@/lib/meetings/queries.ts'
import { ItemOrigin } from '../../../_planning/origin'
import type { Reading } from '../../../_roadmap/words'

export type MeetingReading = Reading & { at: string }
type Item = MeetingSeen['agenda'][number]

export function Agenda({
  reading,
  meeting: { agenda },
}: {
  reading: MeetingReading
  meeting: MeetingSeen
}) {
  const { t } = reading
  return (
    <Section title={t('record.agenda')}>
      {agenda.length === 0 ? (
        <EmptyState title={t('record.noAgenda')} />
      ) : (
        <ol className="grid list-decimal gap-3 pl-6">
          {agenda.map((item) => (
            <AgendaItem key={item.id} reading={reading} item={item} />
          ))}
        </ol>
      )}
    </Section>
  )
}

function AgendaItem({ reading, item }: { reading: MeetingReading; item: Item }) {
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
