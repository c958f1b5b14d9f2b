import { getTranslations } from 'next-intl/server'
import { datesOf, endSaid, inLanguage } from '@/app/_request/dates'
import { Breadcrumb, Facts, Notice, PageTitle, Section, Tag, TwoColumns } from '@/components/page/page'
import { Digest, SignedText } from '@/components/page/text'
import { ConsensusMarks } from '@/components/proposals/marks'
import { PositionsTable } from '@/components/proposals/positions'
import type { Viewer } from '@/lib/act/viewer.ts'
import { commitmentNamed } from '@/lib/commitments/queries.ts'
import { meetingSeenBy } from '@/lib/meetings/queries.ts'
import type { ProposalSeen } from '@/lib/proposals/queries.ts'
import { historySeenBy, signaturesAmong } from '@/lib/history/queries.ts'
import { RoadmapAsked } from '../../_roadmap/effect'
import { SignatureMark } from '../_parts/signature'
import { HistoryLines } from '../history/lines'

type Effect = {
  to?: string
  reasonClass?: string
  tried?: { lang: string; text: string }
  conditions?: { lang: string; text: string } | null
  reviewOn?: string | null
  evidence?: { title: string; address: string | null }[]
}

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
  const effect = proposal.effect as Effect
  const { decision } = proposal
  const item = meeting?.agenda.find((one) => one.id === proposal.agendaItemId)
  const title = decision
    ? t('record.decision', { number: decision.number })
    : t('record.proposal', { number: proposal.number })
  const foreign = (lang: string) => (lang === locale ? null : <Tag>{t(`record.in.${lang}`)}</Tag>)
  const stands = proposal.stands.map(({ sector, position, suspended, voiceHeld }) => {
    const name = inLanguage(sector.name, locale).text
    const said = position
      ? t(`words.stances.${position.stance}`)
      : suspended
        ? t('record.suspended')
        : voiceHeld
          ? decision
            ? t('record.silence')
            : t('record.notYet')
          : t('record.noVoice')
    return {
      sector: { name, shape: sector.shape, hue: sector.hue },
      position,
      said,
      filled: Boolean(position && position.stance !== 'object'),
      says: position?.stance ?? (suspended ? 'suspended' : null),
    }
  })
  const earlier = proposal.positions.filter(
    (position) => !proposal.stands.some((stand) => stand.position?.id === position.id),
  )
  return (
    <>
      <Breadcrumb
        label={t('history.crumbs')}
        items={[{ href: `${at}/decisions`, label: t('record.decisions') }, { label: title }]}
      />
      <TwoColumns
        aside={
          <Facts
            items={[
              {
                label: t('record.body'),
                value: (
                  <a href={`${at}/bodies/${proposal.body.slug}`}>
                    {inLanguage(proposal.body.name, locale).text}
                  </a>
                ),
              },
              ...(commitment
                ? [
                    {
                      label: t('record.about'),
                      value: (
                        <a href={`${at}/plans/${commitment.plan}/commitments/${commitment.number}`}>
                          {commitment.number}.{' '}
                          {commitment.title[locale === 'en' ? 'en' : 'es'] ??
                            commitment.title.es ??
                            commitment.title.en}
                        </a>
                      ),
                    },
                  ]
                : []),
              { label: t('record.mode'), value: t(`words.modes.${proposal.mode}`) },
              {
                label: t('record.proposedOn'),
                value: (
                  <>
                    {dates.day(dates.dayOf(proposal.proposedAt))}
                    {proposal.proposedBy && <>, {inLanguage(proposal.proposedBy.name, locale).text}</>}
                  </>
                ),
              },
              ...(proposal.deadlineAt && !decision
                ? [{ label: t('record.deadline'), value: endSaid(t, dates, proposal.deadlineAt) }]
                : []),
              ...(meeting
                ? [
                    {
                      label: t('record.deliberated'),
                      value: (
                        <>
                          <a href={`${at}/meetings/${meeting.id}`}>
                            {meeting.body.shortName}, {dates.day(meeting.heldOn)}
                          </a>
                          {item && (
                            <>, {t('record.item', { number: meeting.agenda.indexOf(item) + 1 })}</>
                          )}
                          {meeting.minutes?.number && (
                            <>
                              {' '}
                              ·{' '}
                              <a href={`${at}/minutes/${meeting.minutes.number}`}>
                                {t('record.minutesNumber', { number: meeting.minutes.number })}
                              </a>
                            </>
                          )}
                        </>
                      ),
                    },
                  ]
                : []),
              ...(decision
                ? [
                    { label: t('record.decidedOn'), value: dates.day(decision.decidedOn) },
                    { label: t('record.recordedOn'), value: dates.moment(decision.recordedAt) },
                    {
                      label: t('record.inLog'),
                      value: (
                        <a href={`${at}/history/${decision.entryIndex}`}>
                          {t('history.act', { number: decision.entryIndex })}
                        </a>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        }
      >
        <p className="when mb-2">{title}</p>
        <PageTitle lang={proposal.title.lang}>{proposal.title.text}</PageTitle>
        <div className="card card-strong mt-6 grid gap-2">
          <span className="when">
            {decision
              ? t('record.outcome')
              : proposal.withdrawnAt
                ? t('record.withdrawn')
                : t('record.open')}
          </span>
          <b className="flex flex-wrap items-center gap-3 font-serif text-xl font-semibold">
            {decision
              ? t(`words.outcomes.${decision.outcome}`)
              : proposal.withdrawnAt
                ? t('record.withdrawnOn', { day: dates.day(dates.dayOf(proposal.withdrawnAt)) })
                : t('record.waiting')}
            <ConsensusMarks
              stands={stands.map(({ sector, filled, says, said }) => ({
                sector,
                filled,
                says,
                label: `${sector.name}: ${said}`,
              }))}
            />
          </b>
          {effect.to && <p>{t('record.asks', { status: t(`words.statuses.${effect.to}`) })}</p>}
          {decision?.obstacle && <p>{t(`record.obstacles.${decision.obstacle}`)}</p>}
          {decision?.notCarriedOut && (
            <Notice tone="warning" title={t('record.notCarriedOut')}>
              {t.has(`refusals.${decision.notCarriedOut}`) ? t('record.notCarriedOutText') : null}
            </Notice>
          )}
        </div>

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
                  {foreign(position.reason.lang)}
                </>
              ) : (
                <span className="when">{position ? t('record.noReason') : ''}</span>
              ),
            }))}
          />
        </Section>
        {decision?.outcome === 'no-consensus' &&
          stands.some((stand) => stand.position?.stance === 'object') && (
            <Notice title={t('record.minority')}>{t('record.minorityText')}</Notice>
          )}

        <Section title={t('record.text')} aside={foreign(proposal.text.lang)}>
          <SignedText text={proposal.text.text} lang={proposal.text.lang} />
          <p className="when mt-3">
            {t('record.digest')} <Digest>{proposal.digest}</Digest>
          </p>
        </Section>
        <RoadmapAsked reading={{ locale, t, dates }} viewer={viewer} proposal={proposal} />
        {proposal.effect.kind === 'commitments.status' && effect.reasonClass && (
          <Section title={t('record.why')}>
            <Facts
              items={[
                {
                  label: t('record.reasonClass'),
                  value: t(`words.reasonClasses.${effect.reasonClass}`),
                },
                ...(effect.tried
                  ? [
                      {
                        label: t('record.tried'),
                        value: <SignedText text={effect.tried.text} lang={effect.tried.lang} />,
                      },
                    ]
                  : []),
                ...(effect.conditions
                  ? [
                      {
                        label: t('record.conditions'),
                        value: (
                          <SignedText text={effect.conditions.text} lang={effect.conditions.lang} />
                        ),
                      },
                    ]
                  : []),
                ...(effect.reviewOn
                  ? [{ label: t('record.reviewOn'), value: dates.day(effect.reviewOn) }]
                  : []),
                ...(effect.evidence?.length
                  ? [
                      {
                        label: t('record.evidence'),
                        value: (
                          <ul>
                            {effect.evidence.map((piece) => (
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
                        ),
                      },
                    ]
                  : []),
              ]}
            />
          </Section>
        )}
        {decision && (
          <Section title={t('record.frozen')}>
            <p className="mb-3 max-w-[62ch]">{t('record.frozenText')}</p>
            <Facts
              items={[
                {
                  label: t('record.quorum'),
                  value: t(
                    decision.frozen.quorum.reached ? 'record.quorumMet' : 'record.quorumLacking',
                    {
                      there: decision.frozen.quorum.there,
                      of: decision.frozen.quorum.of,
                      needed: decision.frozen.quorum.needed,
                    },
                  ),
                },
                ...decision.frozen.sectors.map((one) => {
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
        )}
        {earlier.length > 0 && (
          <Section title={t('record.earlier')}>
            <ul className="grid gap-3">
              {earlier.map((positionSeen) => {
                const sector = proposal.stands.find(
                  (stand) => stand.sector.id === positionSeen.sector,
                )?.sector
                return (
                  <li key={positionSeen.id}>
                    <b>{sector ? inLanguage(sector.name, locale).text : ''}</b>:{' '}
                    {t(`words.stances.${positionSeen.stance}`)} · {dates.day(positionSeen.takenOn)}{' '}
                    <Tag>
                      {positionSeen.lapsedAt
                        ? t('record.lapsed')
                        : positionSeen.digest === proposal.digest
                          ? t('record.replaced')
                          : t('record.olderText')}
                    </Tag>
                    {positionSeen.reason && (
                      <SignedText text={positionSeen.reason.text} lang={positionSeen.reason.lang} />
                    )}
                  </li>
                )
              })}
            </ul>
          </Section>
        )}
        <div className="no-print">
          <Section title={t('history.title')}>
            <HistoryLines viewer={viewer} locale={locale} lines={history.lines} names={history.names} />
          </Section>
        </div>
      </TwoColumns>
    </>
  )
}
