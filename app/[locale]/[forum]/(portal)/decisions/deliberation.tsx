import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { actedBy } from '@/app/_request/acted'
import { datesOf, inLanguage } from '@/app/_request/dates'
import { resultSaid } from '@/app/_request/result'
import { Breadcrumb, Facts, Notice, PageTitle, Section, Tag, TwoColumns } from '@/components/page/page'
import { Digest, SignedText } from '@/components/page/text'
import { ConsensusMarks } from '@/components/proposals/marks'
import { PositionsTable } from '@/components/proposals/positions'
import type { Viewer } from '@/lib/act/viewer.ts'
import { asksForStatus } from '@/lib/commitments/facts.ts'
import type { StatusEffect } from '@/lib/commitments/facts.ts'
import { commitmentNamed } from '@/lib/commitments/seen.ts'
import { documentsSeenBy } from '@/lib/documents/seen.ts'
import { meetingSeenBy } from '@/lib/meetings/seen.ts'
import type { PositionSeen, ProposalSeen, StandSeen } from '@/lib/proposals/seen.ts'
import { effectsOfDecisions } from '@/lib/roadmaps/result-seen.ts'
import type { DecisionEffect } from '@/lib/roadmaps/result-seen.ts'
import { historySeenBy, signaturesAmong } from '@/lib/history/seen.ts'
import type { Signatures } from '@/lib/history/seen.ts'
import { ConditionsToMeet } from '../../_decisions/paused'
import { ChangeAsked } from '../../_changes/red-line'
import { PlanAsked } from '../../_plans/asked'
import { DocumentList } from '../../_documents/list'
import { FrozenBy } from '../../_pauses/frozen'
import { RoadmapAsked } from '../../_roadmap/effect'
import { AppointmentAsked } from '../../_seating/effect'
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
  const [commitment, meeting, documents, history, effects, signatures] = await around(viewer, proposal)
  const reading = { locale, t, dates, at }
  const { decision } = proposal
  const title = decision
    ? t('record.decision', { number: decision.number })
    : t('record.proposal', { number: proposal.number })
  const stands = proposal.stands.map((stand) => standShown(reading, stand, decision !== null))
  const effect = decision && effects[decision.id]
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
            proposer={proposer(history, proposal)}
          />
        }
      >
        <p className="when mb-2">{title}</p>
        <PageTitle lang={proposal.title.lang}>{proposal.title.text}</PageTitle>
        <Outcome reading={reading} proposal={proposal} stands={stands} effect={effect} />

        {!proposal.closedAt && (
          <FrozenBy
            viewer={viewer}
            locale={locale}
            commitments={[proposal.commitmentId]}
            where="proposal"
            at={`${at}/decisions`}
          />
        )}
        <WhatEachSaid reading={reading} proposal={proposal} stands={stands} signatures={signatures} />
        {decision?.outcome === 'no-consensus' &&
          stands.some((stand) => stand.position?.stance === 'object') && (
            <Notice title={t('record.minority')}>{t('record.minorityText')}</Notice>
          )}

        <TextAsked reading={reading} proposal={proposal} />
        <WhatIsAsked reading={reading} viewer={viewer} proposal={proposal} at={at} />
        {documents.length > 0 && (
          <Section title={t('documents.title')} id="documents">
            <DocumentList documents={documents} forum={forum.slug} locale={locale} dates={dates} />
          </Section>
        )}
        <ConditionsToMeet reading={reading} viewer={viewer} proposal={proposal} />
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

/** What stands around a proposal on its page. */
function around(viewer: Viewer, proposal: ProposalSeen) {
  return Promise.all([
    proposal.commitmentId ? commitmentNamed(viewer, proposal.commitmentId) : null,
    proposal.meetingId ? meetingSeenBy(viewer, proposal.meetingId) : null,
    documentsSeenBy(viewer, [proposal.id]),
    historySeenBy(viewer, { proposal: proposal.id }, 60),
    effectsOfDecisions(viewer, proposal.decision ? [proposal.decision.id] : []),
    // A position that stands in minutes was taken by their approval.
    signaturesAmong(
      viewer,
      proposal.positions
        .filter((position) => position.origin !== 'minutes')
        .map((position) => position.entryIndex),
    ),
  ])
}

function TextAsked({ reading, proposal }: { reading: Reading; proposal: ProposalSeen }) {
  const { t } = reading
  return (
    <Section title={t('record.text')} aside={foreign(reading, proposal.text.lang)}>
      <SignedText text={proposal.text.text} lang={proposal.text.lang} />
      <p className="when mt-3">
        {t('record.digest')} <Digest>{proposal.digest}</Digest>
      </p>
    </Section>
  )
}

/** What the decision would bring about, or has: each kind of effect in its own words. */
function WhatIsAsked({
  reading,
  viewer,
  proposal,
  at,
}: {
  reading: Reading
  viewer: Viewer
  proposal: ProposalSeen
  at: string
}) {
  const { locale, t, dates } = reading
  return (
    <>
      <ChangeAsked reading={{ locale, t, dates }} viewer={viewer} proposal={proposal} at={at} />
      <RoadmapAsked reading={{ locale, t, dates }} viewer={viewer} proposal={proposal} />
      <PlanAsked reading={{ locale, t, dates }} viewer={viewer} proposal={proposal} />
      <AppointmentAsked reading={{ locale, t, dates }} viewer={viewer} effect={proposal.effect} />
      {asksForStatus(proposal.effect) && <WhyThisStatus reading={reading} effect={proposal.effect} />}
    </>
  )
}

/** The language of a text that is not the reader's. */
function foreign({ t, locale }: Reading, lang: string): ReactNode {
  return lang === locale ? null : <Tag>{t(`record.in.${lang}`)}</Tag>
}

/** In which mandate it was proposed: the act says. */
function proposer(
  { lines, names }: Awaited<ReturnType<typeof historySeenBy>>,
  { entryIndex, proposedBy }: ProposalSeen,
) {
  const line = lines.find((one) => one.index === entryIndex)
  const holder = line?.mandateId ? names.holders[line.mandateId] : undefined
  return {
    seat: proposedBy,
    person: holder?.name ?? null,
    capacity: holder?.capacity ?? null,
  }
}

type StandShown = ReturnType<typeof standShown>

function standShown(reading: Reading, stand: StandSeen, decided: boolean) {
  const { sector, position, before, suspended } = stand
  return {
    sector: {
      name: inLanguage(sector.name, reading.locale).text,
      shape: sector.shape,
      hue: sector.hue,
    },
    position,
    before,
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

/** Of a position that does not count: what it was, and what ended it. */
function beforeSaid({ t, dates }: Reading, { stance, takenOn, ended }: PositionSeen): string | null {
  return (
    ended &&
    t('record.before', {
      stance: t(`words.stances.${stance}`),
      day: dates.day(takenOn),
      ended: endedSaid({ t, dates }, ended),
    })
  )
}

function endedSaid(
  { t, dates }: Pick<Reading, 't' | 'dates'>,
  { by, at }: NonNullable<PositionSeen['ended']>,
): string {
  return t(`record.ended.${by}`, { day: dates.day(dates.dayOf(at)) })
}

function outcomeSaid(
  reading: Reading,
  { decision, withdrawnAt, stands }: ProposalSeen,
  effect: DecisionEffect | null | undefined,
) {
  const { t, dates, locale } = reading
  const nameOf = (id: string) => {
    const stand = stands.find((one) => one.sector.id === id)
    return stand ? inLanguage(stand.sector.name, locale).text : ''
  }
  if (decision)
    return { label: t('record.outcome'), said: `${resultSaid(reading, decision, nameOf, effect)}.` }
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
  effect,
}: {
  reading: Reading
  proposal: ProposalSeen
  stands: StandShown[]
  effect: DecisionEffect | null | undefined
}) {
  const { t } = reading
  const { decision } = proposal
  const { label, said: outcome } = outcomeSaid(reading, proposal, effect)
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
      {to && !effect && <p>{t('record.asks', { status: t(`words.statuses.${to}`) })}</p>}
      {decision?.outcome === 'no-consensus' && <p>{t('record.nothingChanges')}</p>}
    </div>
  )
}

function WhatEachSaid({
  reading,
  proposal,
  stands,
  signatures,
}: {
  reading: Reading
  proposal: ProposalSeen
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
        rows={stands.map(({ sector, position, before, said }) => ({
          key: sector.name,
          sector,
          position: (
            <>
              {said}
              {position && (
                <span className="when block">
                  {actedBy(t, locale, position, proposal.body)} · {dates.day(position.takenOn)}
                </span>
              )}
              {before && (
                <span className="when block">
                  {actedBy(t, locale, before, proposal.body)}. {beforeSaid(reading, before)}
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

/** Quorum and voices as they were when it was decided: who could speak for each sector, and who did. */
function FrozenThen({
  reading,
  proposal,
  decision: {
    frozen: { mode, quorum, sectors },
  },
}: {
  reading: Reading
  proposal: ProposalSeen
  decision: NonNullable<ProposalSeen['decision']>
}) {
  const { t, locale } = reading
  return (
    <Section title={t('record.frozen')}>
      <p className="mb-3 max-w-[62ch]">{t('record.frozenText')}</p>
      <Facts
        items={[
          {
            label: t('record.quorum'),
            value: quorumSaid(reading, mode, quorum),
          },
          ...sectors.map(({ sector, there, of }) => {
            const stand = proposal.stands.find((one) => one.sector.id === sector)
            return {
              label: stand ? inLanguage(stand.sector.name, locale).text : sector,
              value: stand && (
                <WhoCouldSpeak
                  reading={reading}
                  proposal={proposal}
                  stand={stand}
                  // In writing nobody is present.
                  present={mode === 'session' ? { there, of } : null}
                />
              ),
            }
          }),
        ]}
      />
    </Section>
  )
}

/** In session seats are counted, in writing the sectors that spoke. */
function quorumSaid(
  { t }: Reading,
  mode: string,
  { reached, there, of, needed }: NonNullable<ProposalSeen['decision']>['frozen']['quorum'],
): string {
  if (mode === 'written') return t('record.spokenInWriting', { there, of })
  return t(reached ? 'record.quorumMet' : 'record.quorumLacking', { there, of, needed })
}

function WhoCouldSpeak({
  reading: { t, locale },
  proposal,
  stand: { voices, position },
  present,
}: {
  reading: Reading
  proposal: ProposalSeen
  stand: StandSeen
  present: { there: number; of: number } | null
}) {
  return (
    <>
      {t('record.couldSpeak', { count: voices.length })}
      {voices.length > 0 && (
        <ul>
          {voices.map((voice) => (
            <li key={voice.mandate}>
              {actedBy(t, locale, voice, proposal.body)}
              {voice.mandate === position?.mandate && (
                <>
                  {' '}
                  <Tag>{t('record.spoke')}</Tag>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {voices.length > 0 && !position && <span className="block">{t('record.nobodySpoke')}</span>}
      {present && <span className="when block">{t('record.seatsThere', present)}</span>}
    </>
  )
}

/** Positions that count no longer stay to be read. */
function EarlierPositions({ reading, proposal }: { reading: Reading; proposal: ProposalSeen }) {
  const { t, locale, dates } = reading
  const earlier = proposal.positions.filter(
    (position) => !proposal.stands.some((stand) => stand.position?.id === position.id),
  )
  if (earlier.length === 0) return null
  return (
    <Section title={t('record.earlier')}>
      <ul className="grid gap-3">
        {earlier.map((positionSeen) => {
          const sector = proposal.stands.find((stand) => stand.sector.id === positionSeen.sector)?.sector
          return (
            <li key={positionSeen.id}>
              <b>{sector ? inLanguage(sector.name, locale).text : ''}</b>:{' '}
              {t(`words.stances.${positionSeen.stance}`)} ·{' '}
              {actedBy(t, locale, positionSeen, proposal.body)} · {dates.day(positionSeen.takenOn)}
              {positionSeen.ended && (
                <>
                  {' '}
                  <Tag>{endedSaid(reading, positionSeen.ended)}</Tag>
                </>
              )}
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
