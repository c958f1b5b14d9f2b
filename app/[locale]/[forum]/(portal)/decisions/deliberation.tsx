import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { datesOf, inLanguage } from '@/app/_request/dates'
import { Breadcrumb, Facts, Notice, PageTitle, Section, Tag, TwoColumns } from '@/components/page/page'
import { Digest, SignedText } from '@/components/page/text'
import { ConsensusMarks } from '@/components/proposals/marks'
import { PositionsTable } from '@/components/proposals/positions'
import type { Viewer } from '@/lib/act/viewer.ts'
import { asksForStatus } from '@/lib/commitments/facts.ts'
import type { StatusEffect } from '@/lib/commitments/facts.ts'
import { commitmentNamed } from '@/lib/commitments/queries.ts'
import { meetingSeenBy } from '@/lib/meetings/queries.ts'
import type { ProposalSeen, StandSeen } from '@/lib/proposals/queries.ts'
import { historySeenBy, signaturesAmong } from '@/lib/history/queries.ts'
import type { Signatures } from '@/lib/history/queries.ts'
import { RoadmapAsked } from '../../_roadmap/effect'
import { SignatureMark } from '../_parts/signature'
import { HistoryLines } from '../history/lines'
import { DeliberationFacts } from './deliberation-facts'
import type { DeliberationReading as Reading } from './deliberation-facts'

/** A proposal with what each sector said to it; closed, it is a decision. */
export async function Deliberation({
  viewer,
  locale,
  proposal,
}: {
  viewer: Viewer
  locale: string
  proposal: ProposalSeen
}) {
  const t = await getTranslations()
  const { forum } = viewer
  const dates = datesOf(locale, forum.timeZone)
  const at = `/${locale}/${forum.slug}`
  const [commitment, meeting, history, signatures] = await Promise.all([
    proposal.commitmentId ? commitmentNamed(viewer, proposal.commitmentId) : null,
    proposal.meetingId ? meetingSeenBy(viewer, proposal.meetingId) : null,
    historySeenBy(viewer, { proposal: proposal.id }, 60),
    // A position that stands in minutes was taken by their approval.
    signaturesAmong(
      viewer,
      proposal.positions
        .filter((position) => position.origin !== 'minutes')
        .map((position) => position.entryIndex),
    ),
  ])
  const reading = { locale, t, dates, at }
  const { decision } = proposal
  const title = decision
    ? t('record.decision', { number: decision.number })
    : t('record.proposal', { number: proposal.number })
  const stands = proposal.stands.map((stand) => standShown(reading, stand, decision !== null))
  return (
    <>
      <Breadcrumb
        label={t('history.crumbs')}
        items={[{ href: `${at}/decisions`, label: t('record.decisions') }, { label: title }]}
      />
      <TwoColumns
        aside={
          <DeliberationFacts
            reading={reading}
            proposal={proposal}
            commitment={commitment}
            meeting={meeting}
          />
        }
      >
        <p className="when mb-2">{title}</p>
        <PageTitle lang={proposal.title.lang}>{proposal.title.text}</PageTitle>
        <Outcome reading={reading} proposal={proposal} stands={stands} />

        <WhatEachSaid reading={reading} stands={stands} signatures={signatures} />
        {decision?.outcome === 'no-consensus' &&
          stands.some((stand) => stand.position?.stance === 'object') && (
            <Notice title={t('record.minority')}>{t('record.minorityText')}</Notice>
          )}

        <Section title={t('record.text')} aside={foreign(reading, proposal.text.lang)}>
          <SignedText text={proposal.text.text} lang={proposal.text.lang} />
          <p className="when mt-3">
            {t('record.digest')} <Digest>{proposal.digest}</Digest>
          </p>
        </Section>
        <RoadmapAsked reading={{ locale, t, dates }} viewer={viewer} proposal={proposal} />
        {asksForStatus(proposal.effect) && <WhyThisStatus reading={reading} effect={proposal.effect} />}
        {decision && <FrozenThen reading={reading} proposal={proposal} decision={decision} />}
        <EarlierPositions reading={reading} proposal={proposal} />
        <div className="no-print">
          <Section title={t('history.title')}>
            <HistoryLines viewer={viewer} locale={locale} lines={history.lines} names={history.names} />
          </Section>
        </div>
      </TwoColumns>
    </>
  )
}

/** The language of a text that is not the reader's. */
function foreign({ t, locale }: Reading, lang: string): ReactNode {
  return lang === locale ? null : <Tag>{t(`record.in.${lang}`)}</Tag>
}

type StandShown = ReturnType<typeof standShown>

function standShown(reading: Reading, stand: StandSeen, decided: boolean) {
  const { sector, position, suspended } = stand
  return {
    sector: {
      name: inLanguage(sector.name, reading.locale).text,
      shape: sector.shape,
      hue: sector.hue,
    },
    position,
    said: whatIsSaid(reading, stand, decided),
    filled: Boolean(position && position.stance !== 'object'),
    says: position?.stance ?? (suspended ? 'suspended' : null),
  }
}

function whatIsSaid(
  { t }: Reading,
  { position, suspended, voiceHeld }: StandSeen,
  decided: boolean,
): string {
  if (position) return t(`words.stances.${position.stance}`)
  if (suspended) return t('record.suspended')
  if (!voiceHeld) return t('record.noVoice')
  return decided ? t('record.silence') : t('record.notYet')
}

function outcomeSaid({ t, dates }: Reading, { decision, withdrawnAt }: ProposalSeen) {
  if (decision) return { label: t('record.outcome'), said: t(`words.outcomes.${decision.outcome}`) }
  if (withdrawnAt)
    return {
      label: t('record.withdrawn'),
      said: t('record.withdrawnOn', { day: dates.day(dates.dayOf(withdrawnAt)) }),
    }
  return { label: t('record.open'), said: t('record.waiting') }
}

function Outcome({
  reading,
  proposal,
  stands,
}: {
  reading: Reading
  proposal: ProposalSeen
  stands: StandShown[]
}) {
  const { t } = reading
  const { decision } = proposal
  const { label, said: outcome } = outcomeSaid(reading, proposal)
  const to = asksForStatus(proposal.effect) ? proposal.effect.to : undefined
  return (
    <div className="card card-strong mt-6 grid gap-2">
      <span className="when">{label}</span>
      <b className="flex flex-wrap items-center gap-3 font-serif text-xl font-semibold">
        {outcome}
        <ConsensusMarks
          stands={stands.map(({ sector, filled, says, said }) => ({
            sector,
            filled,
            says,
            label: `${sector.name}: ${said}`,
          }))}
        />
      </b>
      {to && <p>{t('record.asks', { status: t(`words.statuses.${to}`) })}</p>}
      {decision?.obstacle && <p>{t(`record.obstacles.${decision.obstacle}`)}</p>}
      {decision?.notCarriedOut && (
        <Notice tone="warning" title={t('record.notCarriedOut')}>
          {t.has(`refusals.${decision.notCarriedOut}`) ? t('record.notCarriedOutText') : null}
        </Notice>
      )}
    </div>
  )
}

function WhatEachSaid({
  reading,
  stands,
  signatures,
}: {
  reading: Reading
  stands: StandShown[]
  signatures: Signatures
}) {
  const { t, locale, dates, at } = reading
  return (
    <Section title={t('record.whatEachSaid')}>
      <PositionsTable
        caption={t('record.whatEachSaid')}
        words={{
          sector: t('record.sector'),
          position: t('record.position'),
          reason: t('record.reason'),
        }}
        rows={stands.map(({ sector, position, said }) => ({
          key: sector.name,
          sector,
          position: (
            <>
              {said}
              {position && (
                <span className="when block">
                  {[position.seat && inLanguage(position.seat.name, locale).text, position.person]
                    .filter(Boolean)
                    .join(', ')}{' '}
                  · {dates.day(position.takenOn)}
                </span>
              )}
              <SignatureMark signatures={signatures} index={position?.entryIndex} at={at} />
            </>
          ),
          reason: position?.reason ? (
            <>
              <SignedText text={position.reason.text} lang={position.reason.lang} />{' '}
              {foreign(reading, position.reason.lang)}
            </>
          ) : (
            <span className="when">{position ? t('record.noReason') : ''}</span>
          ),
        }))}
      />
    </Section>
  )
}

/** Why a status is asked for. */
function WhyThisStatus({ reading: { t, dates }, effect }: { reading: Reading; effect: StatusEffect }) {
  const { reasonClass, tried, conditions, reviewOn, evidence } = effect
  const signed = (label: string, text: { lang: string; text: string } | null | undefined) =>
    text ? [{ label, value: <SignedText text={text.text} lang={text.lang} /> }] : []
  return (
    <Section title={t('record.why')}>
      <Facts
        items={[
          { label: t('record.reasonClass'), value: t(`words.reasonClasses.${reasonClass}`) },
          ...signed(t('record.tried'), tried),
          ...signed(t('record.conditions'), conditions),
          ...(reviewOn ? [{ label: t('record.reviewOn'), value: dates.day(reviewOn) }] : []),
          ...(evidence.length > 0
            ? [{ label: t('record.evidence'), value: <EvidenceList evidence={evidence} /> }]
            : []),
        ]}
      />
    </Section>
  )
}

function EvidenceList({ evidence }: { evidence: StatusEffect['evidence'] }) {
  return (
    <ul>
      {evidence.map((piece) => (
        <li key={piece.title + piece.address}>
          {piece.address ? (
            <a href={piece.address} rel="noopener noreferrer nofollow ugc">
              {piece.title}
            </a>
          ) : (
            piece.title
          )}
        </li>
      ))}
    </ul>
  )
}

/** Quorum and voices as they were when it was decided. */
function FrozenThen({
  reading: { t, locale },
  proposal,
  decision: {
    frozen: { quorum, sectors },
  },
}: {
  reading: Reading
  proposal: ProposalSeen
  decision: NonNullable<ProposalSeen['decision']>
}) {
  return (
    <Section title={t('record.frozen')}>
      <p className="mb-3 max-w-[62ch]">{t('record.frozenText')}</p>
      <Facts
        items={[
          {
            label: t('record.quorum'),
            value: t(quorum.reached ? 'record.quorumMet' : 'record.quorumLacking', {
              there: quorum.there,
              of: quorum.of,
              needed: quorum.needed,
            }),
          },
          ...sectors.map((one) => {
            const sector = proposal.stands.find((stand) => stand.sector.id === one.sector)
            return {
              label: sector ? inLanguage(sector.sector.name, locale).text : one.sector,
              value: t('record.entitled', {
                count: one.voices.length,
                there: one.there,
                of: one.of,
              }),
            }
          }),
        ]}
      />
    </Section>
  )
}

/** Positions that count no longer stay to be read. */
function EarlierPositions({ reading, proposal }: { reading: Reading; proposal: ProposalSeen }) {
  const { t, locale, dates } = reading
  const earlier = proposal.positions.filter(
    (position) => !proposal.stands.some((stand) => stand.position?.id === position.id),
  )
  if (earlier.length === 0) return null
  const whyNot = ({ lapsedAt, digest }: ProposalSeen['positions'][number]) => {
    if (lapsedAt) return t('record.lapsed')
    return digest === proposal.digest ? t('record.replaced') : t('record.olderText')
  }
  return (
    <Section title={t('record.earlier')}>
      <ul className="grid gap-3">
        {earlier.map((positionSeen) => {
          const sector = proposal.stands.find((stand) => stand.sector.id === positionSeen.sector)?.sector
          return (
            <li key={positionSeen.id}>
              <b>{sector ? inLanguage(sector.name, locale).text : ''}</b>:{' '}
              {t(`words.stances.${positionSeen.stance}`)} · {dates.day(positionSeen.takenOn)}{' '}
              <Tag>{whyNot(positionSeen)}</Tag>
              {positionSeen.reason && (
                <SignedText text={positionSeen.reason.text} lang={positionSeen.reason.lang} />
              )}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
