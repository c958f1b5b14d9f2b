import type { ReactNode } from 'react'
import { StatusCard } from '@/components/commitments/life'
import { Notice, Section } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import { SectorMark } from '@/components/proposals/marks'
import type { Portal } from '@/app/_request/portal'
import type { PlanSeen } from '@/lib/commitments/plan-seen.ts'
import type { StatusChangeSeen, SuspensionSeen } from '@/lib/commitments/seen.ts'
import type { StatementSeen } from '@/lib/commitments/source-seen.ts'
import { standingIn } from '@/lib/commitments/rules.ts'
import type { MeetingSeen } from '@/lib/meetings/seen.ts'
import type { ProposalSeen } from '@/lib/proposals/seen.ts'
import { TodayIs } from './as-of'
import { CitedSource, Value } from './facts-table'
import { SourceLine } from './source-line'
import { Stands } from './stands'
import { InBoth, capital, onDay } from './words'

type Props = {
  page: Portal
  plan: PlanSeen
  change: StatusChangeSeen | undefined
  statements: StatementSeen[]
  ruling: ProposalSeen | undefined
  meeting: MeetingSeen | null /** where it is read at another moment: its status today */
  today?: string | undefined
}

/**
 * Where a commitment stands, with the decision and the minutes behind it; for a record taken over, its source and what that
 * does not give.
 */
export function CommitmentStatus({ page, plan, change, statements, ruling, meeting, today }: Props) {
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
  const standing = standingIn(plan, change.to)
  const status = t(`words.statuses.${standing}`)
  return (
    <StatusCard
      label={t('commitments.one.status')}
      status={capital(status)}
      marks={
        ruling && <Stands page={page} stands={ruling.stands} silent={t('commitments.one.silent')} />
      }
      when={
        <>
          {t(`commitments.one.dayOf.${change.dayIs ?? 'decision'}`, {
            day: dates.day(change.decidedOn),
          })}
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
      {standing === 'plan-over' && (
        <p>
          {t(
            page.viewer.forum.kind === 'record'
              ? 'commitments.one.overRecord'
              : 'commitments.one.overLive',
            onDay(page, plan.lastDay),
          )}
        </p>
      )}
      {change.takenOver && (
        <FromASource page={page} change={change} statements={statements} meeting={meeting} />
      )}
    </StatusCard>
  )
}

/** A status from before the system: who decided it, the minutes with its reasons, until when it is known, and what is not. */
function FromASource({
  page,
  change,
  statements,
  meeting,
}: {
  page: Portal
  change: StatusChangeSeen
  statements: StatementSeen[]
  meeting: MeetingSeen | null
}) {
  const { t, to, dates, named } = page
  const session = {
    day: dates.day(meeting?.heldOn ?? change.decidedOn),
    body: meeting ? named(meeting.body.name).text : '',
  }
  return (
    <>
      <p>{t('commitments.one.takenOverFrom')}</p>
      {change.body && (
        <p className="mt-1">
          {t.rich('commitments.one.takenOverBody', {
            body: named(change.body.name).text,
            page: (text) => <a href={to.body(change.body?.slug ?? '')}>{text}</a>,
          })}
        </p>
      )}
      {meeting && (
        <p className="mt-1">
          {t.rich('commitments.one.minutesOf', {
            ...session,
            session: (text) => <a href={to.meeting(meeting.id)}>{text}</a>,
          })}
        </p>
      )}
      {change.knownUntil && (
        <p className="mt-1">{t('commitments.one.knownUntil', { day: dates.day(change.knownUntil) })}</p>
      )}
      {change.source && <SourceLine page={page} sources={[change.source]} />}
      <WhatIsSaid page={page} statements={statements} />
      {change.missing.length > 0 && (
        <>
          <p className="mt-3 font-semibold">{t('commitments.one.missing')}</p>
          <ul className="list-disc pl-5">
            {change.missing.map((line) => (
              <li key={typeof line === 'string' ? line : line.es}>
                <InBoth page={page} line={line} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

/** Who decided a status that was taken over, when and why, as far as its sources say: in the open, and not among all facts. */
const ofTheRuling = ['decided-by', 'decided-on', 'reasons', 'effect', 'civil-society-pause', 'context']

function WhatIsSaid({ page, statements }: { page: Portal; statements: StatementSeen[] }) {
  const { t } = page
  const said = ofTheRuling.flatMap((field) => statements.filter((one) => one.field === field))
  if (said.length === 0) return null
  return (
    <dl className="mt-3 grid gap-2" id="ruling">
      {said.map((statement) => (
        <div key={statement.id}>
          <dt className="font-semibold">{t(`words.statementFields.${statement.field}`)}</dt>
          <dd>
            <Value page={page} field={statement.field} value={statement.value} />
            <span className="when block">
              {statement.note && <InBoth page={page} line={statement.note} />}{' '}
              <CitedSource page={page} statement={statement} /> ·{' '}
              {t(`commitments.facts.sureWords.${statement.sure}`)}
            </span>
          </dd>
        </div>
      ))}
    </dl>
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

/** A reason in the reader’s language, where whoever recorded it wrote both. */
export function inOwnLanguage(
  { reason, reasonIn }: Pick<SuspensionSeen, 'reason' | 'reasonIn'>,
  locale: string,
) {
  return reasonIn?.lang === locale ? reasonIn : reason
}

/** Sectors that paused: those that still do, in full; those that came back, in a line. */
export function Suspensions({ page, suspensions }: { page: Portal; suspensions: SuspensionSeen[] }) {
  const { t, dates, marked } = page
  if (suspensions.length === 0) return null
  const pending = suspensions.some(
    (suspension) => suspension.resumedOn === null && !suspension.takenOver,
  )
  // That no end of it was recorded says nothing where it was taken over from a source.
  const meaning = ({ takenOver }: SuspensionSeen) =>
    takenOver
      ? `${t('commitments.one.suspensionTextRecord')} ${t('commitments.one.suspensionEndUnknown')}`
      : t('commitments.one.suspensionText')
  const title = suspensions.every((suspension) => suspension.takenOver && !suspension.resumedOn)
    ? 'commitments.one.suspensionsTaken'
    : 'commitments.one.pauses'
  return (
    <Section title={t(pending ? 'commitments.one.suspended' : title)} id="suspensions">
      {suspensions.map((suspension) => (
        <Notice
          key={suspension.id}
          tone={suspension.resumedOn || suspension.takenOver ? 'info' : 'warning'}
        >
          <p>
            <SectorMark
              sector={marked(suspension.sector)}
              says={suspension.resumedOn || suspension.takenOver ? null : 'suspended'}
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
              : meaning(suspension)}
          </p>
          <details className="mt-2">
            <summary className="cursor-pointer">{t('commitments.one.reasonHead')}</summary>
            <SignedText {...inOwnLanguage(suspension, page.locale)} />
            {suspension.source && <SourceLine page={page} sources={[suspension.source]} />}
          </details>
        </Notice>
      ))}
    </Section>
  )
}
