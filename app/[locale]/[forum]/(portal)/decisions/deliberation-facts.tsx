import { actedBy } from '@/app/_request/acted'
import type { Acted } from '@/app/_request/acted'
import { endSaid, inLanguage } from '@/app/_request/dates'
import { Facts } from '@/components/page/page'
import type { commitmentNamed } from '@/lib/commitments/seen.ts'
import type { MeetingSeen } from '@/lib/meetings/seen.ts'
import type { ProposalSeen } from '@/lib/proposals/seen.ts'
import type { Reading } from '../../_roadmap/words'

export type DeliberationReading = Reading & { at: string }

/** Beside a deliberation: whose it is, what it is about, and when it was proposed, deliberated and decided. */
export function DeliberationFacts({
  reading,
  proposal,
  commitment,
  meeting,
  proposer,
}: {
  reading: DeliberationReading
  proposal: ProposalSeen
  commitment: Awaited<ReturnType<typeof commitmentNamed>> | null
  meeting: MeetingSeen | null
  proposer: Acted
}) {
  const { locale, t, dates, at } = reading
  const { decision } = proposal
  return (
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
              {proposer.seat && <>, {actedBy(t, locale, proposer, proposal.body)}</>}
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
                value: <Deliberated reading={reading} proposal={proposal} meeting={meeting} />,
              },
            ]
          : []),
        ...(decision ? decided(reading, decision) : []),
      ]}
    />
  )
}

function Deliberated({
  reading: { t, dates, at },
  proposal,
  meeting,
}: {
  reading: DeliberationReading
  proposal: ProposalSeen
  meeting: MeetingSeen
}) {
  const item = meeting.agenda.find((one) => one.id === proposal.agendaItemId)
  return (
    <>
      <a href={`${at}/meetings/${meeting.id}`}>
        {meeting.body.shortName}, {dates.day(meeting.heldOn)}
      </a>
      {item && <>, {t('record.item', { number: meeting.agenda.indexOf(item) + 1 })}</>}
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
  )
}

function decided(
  { t, dates, at }: DeliberationReading,
  decision: NonNullable<ProposalSeen['decision']>,
) {
  return [
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
}
