import { Timeline } from '@/components/commitments/life'
import type { LifeEvent } from '@/components/commitments/life'
import { Tag } from '@/components/page/page'
import type { Portal } from '@/app/_request/portal'
import type { CommitmentSeen, EventSeen } from '@/lib/commitments/queries.ts'
import type { MeetingLine } from '@/lib/meetings/queries.ts'
import type { historySeenBy } from '@/lib/history/queries.ts'
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

/** Within a day: the plan, what happened outside, the session, and what came of it. */
const order = ['plan', 'outside', 'meeting', 'act', 'status'] as const
type Dated = LifeEvent & { of: (typeof order)[number] }

/**
 * The life of a commitment: the plan, changes of status, proposals and decisions, meetings, pauses, and what happened outside
 * meanwhile.
 */
export function CommitmentLife({ page, commitment, meetings, history, events }: Props) {
  const { t, to, dates, marked, sourced, locale } = page
  const { plan, changes, suspensions } = commitment
  const event = (
    of: Dated['of'],
    key: string,
    day: string,
    what: LifeEvent['what'],
    now = false,
  ): Dated => ({
    of,
    key,
    day,
    when: dates.day(day),
    what,
    ...(now && { now }),
  })
  const entered = changes.find(
    (change) => change.from === null && change.to === 'in-force' && change.decidedOn === plan.adoptedOn,
  )
  const latest = changes.at(-1)
  const planDays = [plan.adoptedOn, plan.endsOn, plan.extendedTo]
  const say = {
    word: (list: string, word: string) => t(`words.${list}.${word}`),
    day: dates.day,
    withheld: '…',
  }
  const life = [
    ...(plan.adoptedOn
      ? [
          event(
            'plan',
            'adopted',
            plan.adoptedOn,
            t(entered ? 'commitments.one.lifeAdopted' : 'commitments.one.lifePlanAdopted'),
            entered === latest && Boolean(entered),
          ),
        ]
      : []),
    ...(plan.endsOn?.length === 10
      ? [event('plan', 'ends', plan.endsOn, t('commitments.one.lifePlanEnds'))]
      : []),
    ...(plan.extendedTo?.length === 10
      ? [event('plan', 'extended', plan.extendedTo, t('commitments.one.lifePlanExtended'))]
      : []),
    ...changes
      .filter((change) => change !== entered)
      .map((change) =>
        event(
          'status',
          change.id,
          change.decidedOn,
          <a href={to.entry(change.entryIndex)}>
            {t('commitments.one.lifeStatus', { to: t(`words.statuses.${change.to}`) })}
          </a>,
          change === latest,
        ),
      ),
    ...history.lines
      .filter(
        (line) =>
          !changes.some(
            (change) => change.decisionId !== null && change.decisionId === line.fields.decision,
          ),
      )
      .map((line) =>
        event(
          'act',
          `${line.index}.${line.ordinal}`,
          line.happenedOn,
          <a href={to.entry(line.index)}>
            {t(
              `history.sentences.${sentenceKey(line.kind)}`,
              sentenceParams(line, history.names, locale, say),
            )}
          </a>,
        ),
      ),
    ...meetings
      .filter((meeting) => meeting.state !== 'cancelled')
      .map((meeting) =>
        event(
          'meeting',
          meeting.id,
          meeting.heldOn,
          <a href={to.meeting(meeting.id)}>
            {meeting.state === 'held'
              ? t('commitments.one.lifeMeeting', { body: meeting.body.shortName })
              : t('commitments.one.lifeMeetingState', {
                  body: meeting.body.shortName,
                  state: t(`words.meetingStates.${meeting.state}`),
                })}
          </a>,
        ),
      ),
    ...suspensions.flatMap((suspension) => [
      event(
        'act',
        `suspended-${suspension.id}`,
        suspension.declaredOn,
        t(
          suspension.commitmentId
            ? 'commitments.one.lifeSuspended'
            : 'commitments.one.lifeSuspendedForum',
          {
            sector: marked(suspension.sector).name,
          },
        ),
      ),
      ...(suspension.resumedOn
        ? [
            event(
              'act',
              `resumed-${suspension.id}`,
              suspension.resumedOn,
              t('commitments.one.lifeResumed', { sector: marked(suspension.sector).name }),
            ),
          ]
        : []),
    ]),
    ...events
      .filter((eventSeen) => !planDays.includes(eventSeen.happenedOn))
      .map((eventSeen) => {
        const what = sourced(eventSeen.what)
        return event(
          'outside',
          eventSeen.id,
          eventSeen.happenedOn,
          <>
            <Tag>{t('commitments.one.lifeOutside')}</Tag> {what && <Words of={what} />}
          </>,
        )
      }),
  ]
  return (
    <Timeline
      events={life.toSorted(
        (one, other) =>
          one.day.localeCompare(other.day) || order.indexOf(one.of) - order.indexOf(other.of),
      )}
    />
  )
}
