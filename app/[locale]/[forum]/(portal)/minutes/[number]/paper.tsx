import { inLanguage } from '@/app/_request/dates'
import { Notice, Section, Tag } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { SignedText } from '@/components/page/text'
import { SectorName } from '@/components/proposals/marks'
import type { Sector } from '@/components/proposals/marks'
import type { MinutesSeen } from '@/lib/minutes/queries.ts'
import type { Reading } from '../../../_roadmap/words'

export type MinutesReading = Reading & { at: string }
type Content = NonNullable<MinutesSeen['content']>
type Item = Content['items'][number]
type Given = { reading: MinutesReading; minutes: MinutesSeen }

export function sectorShown(sector: MinutesSeen['sectors'][number], locale: string): Sector {
  return { name: inLanguage(sector.name, locale).text, shape: sector.shape, hue: sector.hue }
}

/** The text itself: who was there, and item by item what was said and agreed. */
export function MinutesPaper({ reading, minutes, content }: Given & { content: Content }) {
  return (
    <div className="paper">
      <Attendance reading={reading} minutes={minutes} content={content} />
      <ErrataAt reading={reading} minutes={minutes} item={null} />
      {content.items.map((item, place) => (
        <ItemText
          key={item.item}
          reading={reading}
          minutes={minutes}
          content={content}
          item={item}
          number={place + 1}
        />
      ))}
    </div>
  )
}

function Attendance({ reading: { locale, t }, minutes, content }: Given & { content: Content }) {
  return (
    <Section title={t('record.attendance')}>
      <p className="mb-3">
        {t(content.quorum.reached ? 'record.quorumMet' : 'record.quorumLacking', {
          there: content.quorum.there,
          of: content.quorum.of,
          needed: content.quorum.needed,
        })}
      </p>
      <DataTable
        caption={t('record.attendance')}
        hideCaption
        columns={[
          { key: 'seat', label: t('record.seat'), heading: true },
          { key: 'sector', label: t('record.sector') },
          { key: 'state', label: t('record.attended') },
        ]}
        rows={content.attendance.map((mark) => {
          const seat = minutes.seats[mark.seat]
          const sector = minutes.sectors.find((each) => each.id === mark.sector)
          const person = mark.mandate ? minutes.holders[mark.mandate]?.name : null
          return {
            key: mark.seat,
            cells: {
              seat: (
                <>
                  <bdi>{seat ? inLanguage(seat.name, locale).text : ''}</bdi>
                  {person && (
                    <span className="when block">
                      <bdi>{person}</bdi>
                    </span>
                  )}
                </>
              ),
              sector: sector ? <SectorName sector={sectorShown(sector, locale)} /> : '',
              state: t(`words.attendances.${mark.state}`),
            },
          }
        })}
      />
    </Section>
  )
}

/** Errata stand where what they correct stands; those of no item, before all of them. */
function ErrataAt({ reading: { t, dates }, minutes, item }: Given & { item: string | null }) {
  return minutes.errata
    .filter((one) => one.approvedAt && one.item === item)
    .map((one) => (
      <Notice
        key={one.id}
        tone="warning"
        title={t('record.erratum', {
          number: one.number ?? 0,
          day: one.approvedAt ? dates.day(dates.dayOf(one.approvedAt)) : '',
        })}
      >
        <p>
          <del className="words-gone" lang={one.wrong.lang}>
            {one.wrong.text}
          </del>{' '}
          →{' '}
          <ins className="words-added" lang={one.right.lang}>
            {one.right.text}
          </ins>
        </p>
        <p className="when">{one.reason.text}</p>
      </Notice>
    ))
}

function ItemText({
  reading,
  minutes,
  content,
  item,
  number,
}: Given & { content: Content; item: Item; number: number }) {
  const { t, at } = reading
  const commitment = item.commitment ? minutes.commitments[item.commitment] : undefined
  const claims = content.claims.filter((claim) =>
    item.agreements.some((agreement) => agreement.proposal === claim.proposal),
  )
  return (
    <section id={`item-${number}`} className="section">
      <h2 lang={item.title.lang}>
        <span className="number">{number}.</span> {item.title.text}
      </h2>
      {commitment && (
        <p className="when">
          <a href={`${at}/plans/${commitment.plan}/commitments/${commitment.number}`}>
            {t('record.commitment', { number: commitment.number })}
          </a>
        </p>
      )}
      {item.postponed && (
        <Notice title={t('record.postponed')}>
          <p lang={item.postponed.lang}>{item.postponed.text}</p>
        </Notice>
      )}
      <div className="mt-3">
        {item.text ? (
          <SignedText text={item.text.text} lang={item.text.lang} />
        ) : (
          !item.postponed && <p className="when">{t('record.nothingWritten')}</p>
        )}
      </div>
      <ErrataAt reading={reading} minutes={minutes} item={item.item} />
      {item.agreements.length > 0 && (
        <ul className="mt-4 grid gap-3">
          {item.agreements.map((agreement) => (
            <Agreement
              key={agreement.number}
              reading={reading}
              minutes={minutes}
              item={item}
              agreement={agreement}
            />
          ))}
        </ul>
      )}
      {claims.length > 0 && <PositionsTaken reading={reading} minutes={minutes} claims={claims} />}
    </section>
  )
}

type AgreementRow = MinutesSeen['agreements'][number] | undefined

function Agreement({
  reading,
  minutes,
  item,
  agreement,
}: Given & { item: Item; agreement: Item['agreements'][number] }) {
  const { locale, t, dates } = reading
  const row = minutes.agreements.find(
    (each) => each.item === item.item && each.number.endsWith(`/${agreement.number}`),
  )
  const seat = agreement.seat ? minutes.seats[agreement.seat] : undefined
  const proposal = agreement.proposal ? minutes.proposals[agreement.proposal] : undefined
  return (
    <li className="card">
      <p className="when">
        {row?.number ?? agreement.number}
        {' ·'} {t(`record.agreements.${agreement.kind}`)}
      </p>
      <SignedText text={agreement.text.text} lang={agreement.text.lang} />
      {agreement.kind === 'action' && (
        <p className="when mt-1">
          {seat ? inLanguage(seat.name, locale).text : ''}
          {agreement.dueOn ? ` · ${t('record.dueOn', { day: dates.day(agreement.dueOn) })}` : ''}
          <DoneOrOverdue reading={reading} row={row} />
        </p>
      )}
      {row?.closingNote && <SignedText text={row.closingNote.text} lang={row.closingNote.lang} />}
      {proposal && <ProposalLink reading={reading} proposal={proposal} />}
    </li>
  )
}

function DoneOrOverdue({ reading: { t, dates }, row }: { reading: MinutesReading; row: AgreementRow }) {
  if (row?.closedAt) return ` · ${t('record.closedOn', { day: dates.day(dates.dayOf(row.closedAt)) })}`
  if (!row?.overdue) return ''
  return (
    <>
      {' '}
      · <Tag>{t('record.overdue')}</Tag>
    </>
  )
}

function ProposalLink({
  reading: { t, at },
  proposal,
}: {
  reading: MinutesReading
  proposal: MinutesSeen['proposals'][string]
}) {
  return (
    <p className="when mt-1">
      {proposal.decision ? (
        <a href={`${at}/decisions/${proposal.decision.number}`}>
          {t('record.decision', { number: proposal.decision.number })}:{' '}
          {t(`words.outcomes.${proposal.decision.outcome}`)}
        </a>
      ) : (
        <a href={`${at}/proposals/${proposal.number}`}>
          {t('record.proposal', { number: proposal.number })}
        </a>
      )}
    </p>
  )
}

function PositionsTaken({
  reading: { locale, t },
  minutes,
  claims,
}: Given & { claims: Content['claims'] }) {
  return (
    <div className="mt-4">
      <DataTable
        caption={t('record.positionsTaken')}
        labels={false}
        columns={[
          { key: 'sector', label: t('record.sector'), heading: true },
          { key: 'stance', label: t('record.position') },
          { key: 'reason', label: t('record.reason'), said: true },
        ]}
        rows={claims.map((claim) => {
          const sector = minutes.sectors.find((each) => each.id === claim.sector)
          return {
            key: claim.sector,
            cells: {
              sector: sector ? <SectorName sector={sectorShown(sector, locale)} /> : '',
              stance: t(`words.stances.${claim.stance}`),
              reason: claim.reason ? <span lang={claim.reason.lang}>{claim.reason.text}</span> : '',
            },
          }
        })}
      />
    </div>
  )
}
