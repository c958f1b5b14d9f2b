import type { ReactNode } from 'react'
import { actedBy } from '@/app/_request/acted'
import { inLanguage } from '@/app/_request/dates'
import { resultIn } from '@/app/_request/printed'
import { resultNamed } from '@/app/_request/result'
import { Notice, Section, Tag } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { SignedText } from '@/components/page/text'
import { SectorName } from '@/components/proposals/marks'
import type { Sector } from '@/components/proposals/marks'
import type { Localised } from '@/lib/act/fields.ts'
import type { MinutesSeen } from '@/lib/minutes/seen.ts'
import type {
  MinutesDocument,
  MinutesWritten,
  TakenAgreement,
  TakenErratum,
  TakenItem,
  TakenProposal,
} from '@/lib/papers/document.ts'
import type { Reading } from '../../../_roadmap/words'

export type MinutesReading = Reading & { at: string }

/** What a page shows beyond what leaves the house: the marks of the sectors, and what became of what was agreed. */
export type Beside = Pick<MinutesSeen, 'sectors' | 'agreements'> & {
  /** on the desk: where a proposal is read there, and what stands below an item, by its number */
  proposalAt?: (proposal: number) => string | undefined
  below?: (item: number) => ReactNode
}
type Given = { reading: MinutesReading; minutes: MinutesWritten; beside: Beside }

export function sectorShown(sector: MinutesSeen['sectors'][number], locale: string): Sector {
  return { name: inLanguage(sector.name, locale).text, shape: sector.shape, hue: sector.hue }
}

/** A sector of the document, which names it, with its mark. */
function Named({ reading: { locale }, beside, name }: Omit<Given, 'minutes'> & { name: Localised }) {
  const sector = beside.sectors.find((each) => each.name.es === name.es)
  return sector ? (
    <SectorName sector={sectorShown(sector, locale)} />
  ) : (
    <bdi>{inLanguage(name, locale).text}</bdi>
  )
}

/**
 * The text itself: who was there, and item by item what was said and agreed. It is drawn from the document
 * that is taken away as PDF, Word, Markdown and JSON, for the portal and for the desk: what one of them says, all say
 * (paper.test.tsx).
 */
export function MinutesPaper(given: Given) {
  const { reading, minutes } = given
  const told = new Set(minutes.items.flatMap((item) => item.agreements.map(({ proposal }) => proposal)))
  return (
    <div className="paper">
      <Attendance {...given} />
      <Errata reading={reading} errata={minutes.errata} />
      {minutes.items.map((item) => (
        <ItemText key={item.number} {...given} item={item} />
      ))}
      {minutes.proposals
        .filter(({ number, positions }) => !told.has(number) && positions.length > 0)
        .map((proposal) => (
          <section key={proposal.number} className="section">
            <h2>{reading.t('record.proposal', { number: proposal.number })}</h2>
            <PositionsTaken {...given} proposal={proposal} />
          </section>
        ))}
    </div>
  )
}

function Attendance({ reading, minutes: { quorum, attendance, guests }, beside }: Given) {
  const { locale, t } = reading
  return (
    <Section title={t('record.attendance')} id="attendance">
      {quorum && (
        <p className="mb-3">
          {t(quorum.reached ? 'record.quorumMet' : 'record.quorumLacking', {
            there: quorum.there,
            of: quorum.of,
            needed: quorum.needed,
          })}
        </p>
      )}
      <DataTable
        caption={t('record.attendance')}
        hideCaption
        columns={[
          { key: 'seat', label: t('record.seat'), heading: true },
          { key: 'sector', label: t('record.sector') },
          { key: 'state', label: t('record.attended') },
        ]}
        rows={attendance.flatMap(({ sector, seats }) =>
          seats.map(({ seat, person, state }, place) => ({
            key: `${sector.es} ${place}`,
            cells: {
              seat: (
                <>
                  <bdi>{inLanguage(seat, locale).text}</bdi>
                  {person && (
                    <span className="when block">
                      <bdi>{person}</bdi>
                    </span>
                  )}
                </>
              ),
              sector: <Named reading={reading} beside={beside} name={sector} />,
              state: t(`words.attendances.${state}`),
            },
          })),
        )}
      />
      {guests.length > 0 && (
        <>
          <h3 className="mt-4">{t('preparing.guests.title')}</h3>
          <ul className="list-disc pl-5">
            {guests.map(({ name, office }, place) => (
              <li key={place}>
                {[name, office?.text].filter(Boolean).join(', ') || t('preparing.guests.unnamed')}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}

/** Errata stand where what they correct stands; those of no item, before all of them. */
function Errata({ reading: { t, dates }, errata }: { reading: MinutesReading; errata: TakenErratum[] }) {
  return errata.map(({ number, approvedAt, wrong, right, reason }) => (
    <Notice
      key={number}
      tone="warning"
      title={t('record.erratum', { number, day: dates.day(dates.dayOf(new Date(approvedAt))) })}
    >
      <p>
        <del className="words-gone" lang={wrong.lang}>
          {wrong.text}
        </del>{' '}
        →{' '}
        <ins className="words-added" lang={right.lang}>
          {right.text}
        </ins>
      </p>
      <p className="when" lang={reason.lang}>
        {reason.text}
      </p>
    </Notice>
  ))
}

function ItemText({ item, ...given }: Given & { item: TakenItem }) {
  const { reading, minutes } = given
  const { t, at } = reading
  const { number, title, commitment, postponed, text, agreements, errata } = item
  return (
    <section id={`item-${number}`} className="section">
      <h2 lang={title.lang}>
        <span className="number">{number}.</span> {title.text}
      </h2>
      {commitment && (
        <p className="when">
          <a href={`${at}/plans/${commitment.plan}/commitments/${commitment.number}`}>
            {t('record.commitment', { number: commitment.number })}
          </a>
        </p>
      )}
      {postponed && (
        <Notice title={t('record.postponed')}>
          <p lang={postponed.lang}>{postponed.text}</p>
        </Notice>
      )}
      <div className="mt-3">
        {text && <SignedText text={text.text} lang={text.lang} />}
        {!text && !postponed && <p className="when">{t('record.nothingWritten')}</p>}
      </div>
      <Errata reading={reading} errata={errata} />
      {agreements.length > 0 && (
        <ul className="mt-4 grid gap-3">
          {agreements.map((agreement) => (
            <Agreement key={agreement.number} {...given} agreement={agreement} />
          ))}
        </ul>
      )}
      {minutes.proposals
        .filter((proposal) => agreements.some((agreement) => agreement.proposal === proposal.number))
        .map((proposal) => (
          <PositionsTaken key={proposal.number} {...given} proposal={proposal} />
        ))}
      {given.beside.below?.(number)}
    </section>
  )
}

type Row = MinutesSeen['agreements'][number] | undefined

function Agreement({ reading, minutes, beside, agreement }: Given & { agreement: TakenAgreement }) {
  const { locale, t, dates } = reading
  const { number, kind, text, seat, dueOn } = agreement
  const row = beside.agreements.find((each) => each.number === number)
  const proposal = minutes.proposals.find((each) => each.number === agreement.proposal)
  return (
    <li className="card">
      <p className="when">
        {number}
        {' ·'} {t(`record.agreements.${kind}`)}
      </p>
      <SignedText text={text.text} lang={text.lang} />
      {kind === 'action' && (
        <p className="when mt-1">
          {seat ? inLanguage(seat, locale).text : ''}
          {dueOn ? ` · ${t('record.dueOn', { day: dates.day(dueOn) })}` : ''}
          <DoneOrOverdue reading={reading} row={row} />
        </p>
      )}
      {row?.closingNote && <SignedText text={row.closingNote.text} lang={row.closingNote.lang} />}
      {proposal && <ProposalLink reading={reading} beside={beside} proposal={proposal} />}
    </li>
  )
}

function DoneOrOverdue({ reading: { t, dates }, row }: { reading: MinutesReading; row: Row }) {
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
  reading,
  beside: { proposalAt },
  proposal: { number, decision },
}: {
  reading: MinutesReading
  beside: Beside
  proposal: TakenProposal
}) {
  const { t, at, locale } = reading
  const here = proposalAt?.(number)
  return (
    <p className="when mt-1">
      {decision ? (
        <>
          {resultNamed(reading, resultIn(decision, locale))}.{' '}
          <a href={here ?? `${at}/decisions/${decision.number}`}>
            {t('record.decision', { number: decision.number })}
          </a>
        </>
      ) : (
        <a href={here ?? `${at}/proposals/${number}`}>{t('record.proposal', { number })}</a>
      )}
    </p>
  )
}

/** What each sector said to one proposal, and why: where two were agreed on under one item, each has its own. */
function PositionsTaken({ reading, minutes, beside, proposal }: Given & { proposal: TakenProposal }) {
  const { t, locale } = reading
  const { number, title, positions } = proposal
  if (positions.length === 0) return null
  return (
    <div className="mt-4">
      <p className="when" lang={title.lang}>
        {title.text}
      </p>
      <DataTable
        caption={`${t('record.positionsTaken')} · ${t('record.proposal', { number })}`}
        labels={false}
        columns={[
          { key: 'sector', label: t('record.sector'), heading: true },
          { key: 'stance', label: t('record.position') },
          { key: 'reason', label: t('record.reason'), said: true },
        ]}
        rows={positions.map(({ sector, person, capacity, seat, stance, reason }) => ({
          key: sector.es,
          cells: {
            sector: (
              <>
                <Named reading={reading} beside={beside} name={sector} />
                <span className="when block font-normal">
                  {actedBy(t, locale, { person, capacity, seat: seat && { name: seat } }, minutes.body)}
                </span>
              </>
            ),
            stance: t(`words.stances.${stance}`),
            reason: reason ? <span lang={reason.lang}>{reason.text}</span> : t('record.noReason'),
          },
        }))}
      />
    </div>
  )
}

export function Observations({
  reading: { locale, t, dates },
  minutes: { observations, body },
}: {
  reading: MinutesReading
  minutes: MinutesDocument
}) {
  if (observations.length === 0) return null
  return (
    <Section title={t('record.observations')}>
      <ul className="grid gap-3">
        {observations.map(({ seat, person, capacity, at, version, text }) => (
          <li key={`${at} ${text.text}`}>
            <p className="when">
              {actedBy(t, locale, { person, capacity, seat: seat && { name: seat } }, body)} ·{' '}
              {dates.moment(new Date(at))}
              {' ·'} {t('record.onVersion', { number: version })}
            </p>
            <SignedText text={text.text} lang={text.lang} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
