import { Timeline } from '@/components/commitments/life'
import type { LifeEvent } from '@/components/commitments/life'
import { Tag } from '@/components/page/page'
import type { Portal } from '@/app/_request/portal'
import type { CommitmentSeen } from '@/lib/commitments/seen.ts'
import type { EventSeen } from '@/lib/commitments/source-seen.ts'
import type { MeetingLine } from '@/lib/meetings/seen.ts'
import type { historySeenBy } from '@/lib/history/seen.ts'
import { sentenceKey } from '@/lib/history/rules.ts'
import { sentenceParams } from '@/lib/history/sentences.ts'
import { Words } from './words'

type Props = {
  page: Portal
  commitment: CommitmentSeen
  meetings: MeetingLine[]
  history: Awaited<ReturnType<typeof historySeenBy>>
  events: EventSeen[]
}

/** Sessions taken over from a source stand among its events too: what the forum itself did is not outside. */
export function outsideOnly(events: EventSeen[], meetings: MeetingLine[]): EventSeen[] {
  return events.filter(
    (event) => !meetings.some((meeting) => meeting.takenOver && meeting.heldOn === event.happenedOn),
  )
}

/** Of what the log gives no hour: the plan, what happened outside, a session that is known by its day alone. */
const order = ['plan', 'outside', 'meeting', 'act', 'status'] as const
type Dated = Omit<LifeEvent, 'when'> & {
  of: (typeof order)[number]
  /** where it stands within its day: when it was recorded, and by which act */
  at?: { time: Date | null; index?: number; ordinal?: number }
}

/** What happened on one day stands in the order of the log; a session, at the hour at which it was opened. */
export function byLog(one: Dated, other: Dated): number {
  const time = ({ at }: Dated) => at?.time?.getTime() ?? 0
  return (
    one.day.localeCompare(other.day) ||
    time(one) - time(other) ||
    (one.at?.index ?? 0) - (other.at?.index ?? 0) ||
    (one.at?.ordinal ?? 0) - (other.at?.ordinal ?? 0) ||
    order.indexOf(one.of) - order.indexOf(other.of)
  )
}

/**
 * The life of a commitment: the plan, changes of status, proposals and decisions, meetings, pauses, and
 * what happened outside meanwhile.
 */
export function CommitmentLife(life: Props) {
  const lived = [
    ...ofPlan(life),
    ...ofStatus(life),
    ...ofActs(life),
    ...ofMeetings(life),
    ...ofPauses(life),
    ...ofOutside(life),
  ]
  const {
    page: { dates, t },
  } = life
  return (
    <Timeline
      earlier={(count) => t('portal.earlier', { count })}
      events={lived
        .toSorted(byLog)
        .map(({ at: _at, ...event }) => ({ ...event, when: dates.day(event.day) }))}
    />
  )
}

/** The change by which the commitment came into force with its plan: it is told as the plan's beginning. */
function enteredWith({ plan, changes }: CommitmentSeen) {
  return changes.find(
    (change) =>
      change.from === null &&
      change.to === 'in-force' &&
      (change.decidedOn === plan.adoptedOn || change.dayIs === 'presentation'),
  )
}

function ofPlan({ page: { t }, commitment }: Props): Dated[] {
  const { plan, changes } = commitment
  const entered = enteredWith(commitment)
  const now = entered !== undefined && entered === changes.at(-1) && !plan.over
  const presented = entered?.dayIs === 'presentation' ? entered : undefined
  const [adopted, ends, extended] = [plan.adoptedOn, plan.endsOn, plan.extendedTo]
  return [
    ...(presented
      ? [
          {
            of: 'plan' as const,
            key: 'presented',
            day: presented.decidedOn,
            what: t('commitments.one.lifePresented'),
            ...(now && { now }),
          },
        ]
      : []),
    ...(adopted
      ? [
          {
            of: 'plan' as const,
            key: 'adopted',
            day: adopted,
            what: t(entered ? 'commitments.one.lifeAdopted' : 'commitments.one.lifePlanAdopted'),
            ...(now && { now }),
          },
        ]
      : []),
    ...(ends?.length === 10
      ? [
          {
            of: 'plan' as const,
            key: 'ends',
            day: ends,
            what: t(extended ? 'commitments.one.lifePlanFirstEnd' : 'commitments.one.lifePlanEnds'),
          },
        ]
      : []),
    ...(extended?.length === 10
      ? [
          {
            of: 'plan' as const,
            key: 'extended',
            day: extended,
            what: t('commitments.one.lifePlanExtended'),
          },
        ]
      : []),
  ]
}

function ofStatus({ page: { t, to }, commitment }: Props): Dated[] {
  const { changes } = commitment
  const [entered, latest] = [enteredWith(commitment), changes.at(-1)]
  return changes
    .filter((change) => change !== entered)
    .map((change) => ({
      of: 'status' as const,
      key: change.id,
      day: change.decidedOn,
      at: { time: change.recordedAt, index: change.entryIndex },
      what: (
        <a href={to.entry(change.entryIndex)}>
          {t(change.dayIs === 'minutes' ? 'commitments.one.lifeReasons' : 'commitments.one.lifeStatus', {
            to: t(`words.statuses.${change.to}`),
          })}
        </a>
      ),
      ...(change === latest && { now: true }),
    }))
}

/** A decision that changed the status is told as that change, and not again. */
function ofActs({ page: { t, to, dates, locale }, commitment, history }: Props): Dated[] {
  const say = {
    word: (list: string, word: string) => t(`words.${list}.${word}`),
    day: dates.day,
    withheld: '…',
  }
  return history.lines
    .filter(
      (line) =>
        !commitment.changes.some(
          (change) => change.decisionId !== null && change.decisionId === line.fields.decision,
        ),
    )
    .map((line) => ({
      of: 'act' as const,
      key: `${line.index}.${line.ordinal}`,
      day: line.happenedOn,
      at: { time: line.recordedAt, index: line.index, ordinal: line.ordinal },
      what: (
        <a href={to.entry(line.index)}>
          {t(
            `history.sentences.${sentenceKey(line.kind)}`,
            sentenceParams(line, history.names, locale, say),
          )}
        </a>
      ),
    }))
}

function ofMeetings({ page: { t, to }, meetings }: Props): Dated[] {
  return meetings
    .filter((meeting) => meeting.state !== 'cancelled')
    .map((meeting) => ({
      of: 'meeting' as const,
      key: meeting.id,
      day: meeting.heldOn,
      at: { time: meeting.openedAt },
      what: (
        <a href={to.meeting(meeting.id)}>
          {meeting.state === 'held'
            ? t(
                meeting.dayIs === 'minutes'
                  ? 'commitments.one.lifeMinutes'
                  : 'commitments.one.lifeMeeting',
                { body: meeting.body.shortName },
              )
            : t('commitments.one.lifeMeetingState', {
                body: meeting.body.shortName,
                state: t(`words.meetingStates.${meeting.state}`),
              })}
        </a>
      ),
    }))
}

function ofPauses({ page: { t, marked }, commitment: { suspensions } }: Props): Dated[] {
  return suspensions.flatMap((suspension) => {
    const sector = marked(suspension.sector).name
    const began = suspension.commitmentId
      ? 'commitments.one.lifeSuspended'
      : 'commitments.one.lifeSuspendedForum'
    return [
      {
        of: 'act' as const,
        key: `suspended-${suspension.id}`,
        day: suspension.declaredOn,
        at: { time: suspension.source ? null : suspension.declaredAt, index: suspension.entryIndex },
        what: t(began, { sector }),
      },
      ...(suspension.resumedOn
        ? [
            {
              of: 'act' as const,
              key: `resumed-${suspension.id}`,
              day: suspension.resumedOn,
              at: { time: suspension.resumedAt },
              what: t('commitments.one.lifeResumed', { sector }),
            },
          ]
        : []),
    ]
  })
}

function ofOutside({ page: { t, sourced }, commitment: { plan }, events }: Props): Dated[] {
  const planDays = [plan.adoptedOn ?? plan.startsOn, plan.endsOn, plan.extendedTo]
  return events
    .filter((eventSeen) => !planDays.includes(eventSeen.happenedOn))
    .map((eventSeen) => {
      const what = sourced(eventSeen.what)
      return {
        of: 'outside' as const,
        key: eventSeen.id,
        day: eventSeen.happenedOn,
        what: (
          <>
            <Tag>{t('commitments.one.lifeOutside')}</Tag> {what && <Words of={what} />}
          </>
        ),
      }
    })
}
