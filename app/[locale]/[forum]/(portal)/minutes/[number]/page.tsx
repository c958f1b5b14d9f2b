import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { datesOf, inLanguage } from '@/app/_request/dates'
import { publicViewerOf } from '@/app/_request/who'
import { TakeAway } from '@/components/meetings/take-away'
import { Breadcrumb, Facts, Notice, PageTitle, Section, Tag, TwoColumns } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { Digest, SignedText } from '@/components/page/text'
import { ConsensusMarks, SectorName } from '@/components/proposals/marks'
import { minutesSeenBy } from '@/lib/minutes/queries.ts'
import type { MinutesSeen } from '@/lib/minutes/queries.ts'
import { filesOf } from '@/lib/papers/document.ts'
import { historySeenBy, signaturesAmong } from '@/lib/history/queries.ts'
import { SignatureMark } from '../../_parts/signature'
import { HistoryLines } from '../../history/lines'

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
  const [history, signatures] = await Promise.all([
    historySeenBy(viewer, { meeting: minutes.meeting.id }, 40),
    signaturesAmong(
      viewer,
      minutes.approvals.flatMap((approval) => approval.entryIndex ?? []),
    ),
  ])
  const { content, meeting } = minutes
  const body = inLanguage(meeting.body.name, locale)
  type SectorSeen = MinutesSeen['sectors'][number]
  const shown = (sector: SectorSeen) => ({
    name: inLanguage(sector.name, locale).text,
    shape: sector.shape,
    hue: sector.hue,
  })
  const consents = minutes.approvals.map(
    ({ sector, says, since, at: when, seat, person, entryIndex }) => {
      const said =
        says === 'approved'
          ? t('record.approved')
          : says === 'suspended'
            ? t('record.suspendedSince', { day: since ? dates.day(since) : '' })
            : says === 'silence'
              ? t('record.silenceCounted')
              : t('record.silence')
      return {
        sector: shown(sector),
        filled: says === 'approved',
        says,
        said,
        who: [seat && inLanguage(seat.name, locale).text, person].filter(Boolean).join(', '),
        when: when ? dates.moment(when) : '',
        entryIndex,
      }
    },
  )
  const errataAt = (item: string | null) =>
    minutes.errata.filter((one) => one.approvedAt && one.item === item)
  const erratum = (one: MinutesSeen['errata'][number]) => (
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
  )
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
        aside={
          <Facts
            items={[
              {
                label: t('record.body'),
                value: <a href={`${at}/bodies/${meeting.body.slug}`}>{body.text}</a>,
              },
              {
                label: t('record.when'),
                value: meeting.startsAt ? dates.moment(meeting.startsAt) : dates.day(meeting.heldOn),
              },
              ...(meeting.place
                ? [{ label: t('record.place'), value: <bdi>{meeting.place.text}</bdi> }]
                : []),
              { label: t('record.approvedOn'), value: dates.moment(minutes.approvedAt) },
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
        }
      >
        <p className="when mb-2">
          {t('record.minutesTitle')} · {minutes.number}
        </p>
        <PageTitle lang={body.lang}>
          {t('record.meetingOf', { body: body.text, day: dates.day(meeting.heldOn) })}
        </PageTitle>

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
            {consents.map(({ sector, said, who, when, entryIndex }) => (
              <li key={sector.name}>
                <SectorName sector={sector} />: {said}
                {(who || when) && (
                  <span className="when block">{[who, when].filter(Boolean).join(' · ')}</span>
                )}
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
            files={filesOf(forum, minutes.number ?? minutes.meeting.id, locale).map(
              ({ format, href }) => ({ href, name: t(`takeAway.${format}`) }),
            )}
          />
        </div>

        {content === null ? (
          <Notice title={t('record.erasedTitle')}>{t('record.erasedText')}</Notice>
        ) : (
          <div className="paper">
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
                      sector: sector ? <SectorName sector={shown(sector)} /> : '',
                      state: t(`words.attendances.${mark.state}`),
                    },
                  }
                })}
              />
            </Section>
            {errataAt(null).map(erratum)}
            {content.items.map((item, place) => {
              const commitment = item.commitment ? minutes.commitments[item.commitment] : undefined
              const claims = content.claims.filter((claim) =>
                item.agreements.some((agreement) => agreement.proposal === claim.proposal),
              )
              return (
                <section key={item.item} id={`item-${place + 1}`} className="section">
                  <h2 lang={item.title.lang}>
                    <span className="number">{place + 1}.</span> {item.title.text}
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
                  {errataAt(item.item).map(erratum)}
                  {item.agreements.length > 0 && (
                    <ul className="mt-4 grid gap-3">
                      {item.agreements.map((agreement) => {
                        const row = minutes.agreements.find(
                          (each) =>
                            each.item === item.item && each.number.endsWith(`/${agreement.number}`),
                        )
                        const seat = agreement.seat ? minutes.seats[agreement.seat] : undefined
                        const proposal = agreement.proposal
                          ? minutes.proposals[agreement.proposal]
                          : undefined
                        return (
                          <li key={agreement.number} className="card">
                            <p className="when">
                              {row?.number ?? agreement.number} ·{' '}
                              {t(`record.agreements.${agreement.kind}`)}
                            </p>
                            <SignedText text={agreement.text.text} lang={agreement.text.lang} />
                            {agreement.kind === 'action' && (
                              <p className="when mt-1">
                                {seat ? inLanguage(seat.name, locale).text : ''}
                                {agreement.dueOn
                                  ? ` · ${t('record.dueOn', { day: dates.day(agreement.dueOn) })}`
                                  : ''}
                                {row?.closedAt ? (
                                  ` · ${t('record.closedOn', { day: dates.day(dates.dayOf(row.closedAt)) })}`
                                ) : row?.overdue ? (
                                  <>
                                    {' '}
                                    · <Tag>{t('record.overdue')}</Tag>
                                  </>
                                ) : (
                                  ''
                                )}
                              </p>
                            )}
                            {row?.closingNote && (
                              <SignedText text={row.closingNote.text} lang={row.closingNote.lang} />
                            )}
                            {proposal && (
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
                            )}
                          </li>
                        )
                      })}
                    </ul>
                  )}
                  {claims.length > 0 && (
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
                              sector: sector ? <SectorName sector={shown(sector)} /> : '',
                              stance: t(`words.stances.${claim.stance}`),
                              reason: claim.reason ? (
                                <span lang={claim.reason.lang}>{claim.reason.text}</span>
                              ) : (
                                ''
                              ),
                            },
                          }
                        })}
                      />
                    </div>
                  )}
                </section>
              )
            })}
          </div>
        )}
        {minutes.observations.length > 0 && (
          <Section title={t('record.observations')}>
            <ul className="grid gap-3">
              {minutes.observations.map((observation) => (
                <li key={observation.id}>
                  <p className="when">
                    {observation.seat ? inLanguage(observation.seat.name, locale).text : ''} ·{' '}
                    {dates.moment(observation.at)} ·{' '}
                    {t('record.onVersion', { number: observation.version })}
                  </p>
                  <SignedText text={observation.text.text} lang={observation.text.lang} />
                </li>
              ))}
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
