import type { ReactNode } from 'react'
import { StatusCard } from '@/components/commitments/life'
import { Notice, Section } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import { SectorMark } from '@/components/proposals/marks'
import type { Portal } from '@/app/_request/portal'
import type { StatusChangeSeen, SuspensionSeen } from '@/lib/commitments/queries.ts'
import type { MeetingSeen } from '@/lib/meetings/queries.ts'
import type { ProposalSeen } from '@/lib/proposals/queries.ts'
import { TodayIs } from './as-of'
import { SourceLine } from './source-line'
import { Stands } from './stands'
import { capital } from './words'

type Props = {
  page: Portal
  change: StatusChangeSeen | undefined
  ruling: ProposalSeen | undefined
  meeting: MeetingSeen | null /** where it is read at another moment: its status today */
  today?: string | undefined
}

/**
 * Where a commitment stands, with the decision and the minutes behind it; for a record taken over, its source and what that
 * does not give.
 */
export function CommitmentStatus({ page, change, ruling, meeting, today }: Props) {
  const { t, to, dates, named } = page
  if (!change) {
    return (
      <StatusCard label={t('commitments.one.status')} status={t('commitments.one.unknown')}>
        <p>{t('commitments.one.unknownText')}</p>
      </StatusCard>
    )
  }
  const session = {
    day: dates.day(meeting?.heldOn ?? change.decidedOn),
    body: meeting ? named(meeting.body.name).text : '',
  }
  const status = t(`words.statuses.${change.to}`)
  return (
    <StatusCard
      label={t('commitments.one.status')}
      status={capital(status)}
      marks={
        ruling && <Stands page={page} stands={ruling.stands} silent={t('commitments.one.silent')} />
      }
      when={
        <>
          {t('commitments.one.decidedOn', { day: dates.day(change.decidedOn) })}
          {' · '}
          {change.recordedOn === change.decidedOn
            ? t('commitments.one.inForceSame')
            : t('commitments.one.recorded', { day: dates.day(change.recordedOn) })}
          {' · '}
          <a href={to.entry(change.entryIndex)}>
            {t('commitments.one.act', { index: change.entryIndex })}
          </a>
        </>
      }
    >
      <TodayIs page={page} then={status} now={today && t(`words.statuses.${today}`)} />
      {ruling?.decision && (
        <p>
          <Ruling page={page} ruling={ruling} meeting={meeting} session={session} />
        </p>
      )}
      {change.reasonClass && (
        <p>{t('commitments.one.reason', { reason: t(`words.reasonClasses.${change.reasonClass}`) })}.</p>
      )}
      {change.conditions && (
        <>
          <p className="mt-1">{t('commitments.one.conditions')}</p>
          <SignedText {...change.conditions} />
        </>
      )}
      {change.reviewOn && <p>{t('commitments.one.reviewBy', { day: dates.day(change.reviewOn) })}</p>}
      {change.takenOver && (
        <>
          <p>{t('commitments.one.takenOverFrom')}</p>
          {meeting && (
            <p className="mt-1">
              {t.rich('commitments.one.minutesOf', {
                ...session,
                session: (text) => <a href={to.meeting(meeting.id)}>{text}</a>,
              })}
            </p>
          )}
          {change.source && <SourceLine page={page} sources={[change.source]} />}
          {change.missing.length > 0 && (
            <>
              <p className="mt-3 font-semibold">{t('commitments.one.missing')}</p>
              <ul className="list-disc pl-5" lang={page.locale === 'es' ? undefined : 'es'}>
                {change.missing.map((one) => (
                  <li key={one}>{one}</li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </StatusCard>
  )
}

function Ruling({
  page: { t, to },
  ruling,
  meeting,
  session,
}: {
  page: Portal
  ruling: ProposalSeen
  meeting: MeetingSeen | null
  session: { day: string; body: string }
}) {
  const number = ruling.decision?.number ?? 0
  const outcome = t(`words.outcomes.${ruling.decision?.outcome ?? 'no-consensus'}`)
  const link = { ruling: (text: ReactNode) => <a href={to.decision(number)}>{text}</a> }
  const said = { outcome: capital(outcome), number }
  if (ruling.mode === 'written' || !meeting)
    return t.rich('commitments.one.byWriting', { ...said, ...link, body: ruling.body.shortName })
  const item = meeting.agenda.find((one) => one.id === ruling.agendaItemId)
  return t.rich('commitments.one.bySession', {
    ...said,
    ...session,
    ...link,
    item: item ? String(item.rank + 1) : 'none',
    paperNumber: meeting.minutes?.number ?? 'none',
    session: (text) => <a href={to.meeting(meeting.id)}>{text}</a>,
    paper: (text) => <a href={to.minutes(meeting.minutes?.number ?? '')}>{text}</a>,
  })
}

/** Sectors that paused: those that still do, in full; those that came back, in a line. */
export function Suspensions({ page, suspensions }: { page: Portal; suspensions: SuspensionSeen[] }) {
  const { t, dates, marked, viewer } = page
  if (suspensions.length === 0) return null
  const pending = suspensions.some((suspension) => suspension.resumedOn === null)
  const meaning = t(
    viewer.forum.kind === 'record'
      ? 'commitments.one.suspensionTextRecord'
      : 'commitments.one.suspensionText',
  )
  return (
    <Section
      title={t(pending ? 'commitments.one.suspended' : 'commitments.one.pauses')}
      id="suspensions"
    >
      {suspensions.map((suspension) => (
        <Notice key={suspension.id} tone={suspension.resumedOn ? 'info' : 'warning'}>
          <p>
            <SectorMark
              sector={marked(suspension.sector)}
              says={suspension.resumedOn ? null : 'suspended'}
            />{' '}
            {t(
              suspension.commitmentId
                ? 'commitments.one.suspensionHere'
                : 'commitments.one.suspensionForum',
              {
                sector: marked(suspension.sector).name,
                day: dates.day(suspension.declaredOn),
              },
            )}{' '}
            {suspension.resumedOn
              ? t('commitments.one.resumed', {
                  sector: marked(suspension.sector).name,
                  day: dates.day(suspension.resumedOn),
                })
              : meaning}
          </p>
          <details className="mt-2">
            <summary className="cursor-pointer">{t('commitments.one.reasonHead')}</summary>
            <SignedText {...suspension.reason} />
            {suspension.source && <SourceLine page={page} sources={[suspension.source]} />}
          </details>
        </Notice>
      ))}
    </Section>
  )
}
