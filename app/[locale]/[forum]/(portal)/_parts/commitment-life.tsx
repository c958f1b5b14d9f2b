import { Timeline } from '@/components/commitments/life'
import type { LifeEvent } from '@/components/commitments/life'
import { Tag } from '@/components/page/page'
import type { Portal } from '@/app/_request/portal'
import type { CommitmentSeen, EventSeen } from '@/lib/commitments/queries.ts'
import type { MeetingLine } from '@/lib/meetings/queries.ts'
import type { historySeenBy } from '@/lib/publication/queries.ts'
import { sentenceKey } from '@/lib/publication/rules.ts'
import { sentenceParams } from '@/lib/publication/sentences.ts'
import { Words } from './words'

/** What of a commitment's history makes its life; who was named and what sources say stands elsewhere. */
export const lifeKinds = ['proposals.proposed/1', 'proposals.text-changed/1', 'proposals.withdrawn/1', 'proposals.decided/1']

type Props = {
  page: Portal; commitment: CommitmentSeen; meetings: MeetingLine[]; history: Awaited<ReturnType<typeof historySeenBy>>; events: EventSeen[]
}

/** The life of a commitment: the plan, changes of status, proposals and decisions, meetings, pauses, and what happened outside meanwhile. */
export function CommitmentLife({ page, commitment, meetings, history, events }: Props) {
  const { t, to, dates, named, marked, sourced, locale } = page
  const { plan, changes, suspensions } = commitment
  const event = (key: string, day: string, what: LifeEvent['what'], now = false): LifeEvent => ({ key, day, when: dates.day(day), what, ...(now && { now }) })
  const entered = changes.find((one) => one.from === null && one.to === 'in-force' && one.decidedOn === plan.adoptedOn)
  const latest = changes.at(-1)
  const say = { word: (list: string, word: string) => t(`words.${list}.${word}`), day: dates.day, withheld: '…' }
  const life = [
    ...(plan.adoptedOn ? [event('adopted', plan.adoptedOn, t(entered ? 'commitments.one.lifeAdopted' : 'commitments.one.lifePlanAdopted'), entered === latest && Boolean(entered))] : []),
    ...(plan.endsOn?.length === 10 ? [event('ends', plan.endsOn, t('commitments.one.lifePlanEnds'))] : []),
    ...(plan.extendedTo?.length === 10 ? [event('extended', plan.extendedTo, t('commitments.one.lifePlanExtended'))] : []),
    ...changes.filter((one) => one !== entered).map((one) => event(
      one.id, one.decidedOn, <a href={to.entry(one.entryIndex)}>{t('commitments.one.lifeStatus', { to: t(`words.statuses.${one.to}`) })}</a>, one === latest,
    )),
    ...history.lines.map((line) => event(
      `${line.index}.${line.ordinal}`, line.happenedOn,
      <a href={to.entry(line.index)}>{t(`history.sentences.${sentenceKey(line.kind)}`, sentenceParams(line, history.names, locale, say))}</a>,
    )),
    ...meetings.map((one) => event(one.id, one.heldOn, <a href={to.meeting(one.id)}>{t('commitments.one.lifeMeeting', { body: named(one.body.name).text })}</a>)),
    ...suspensions.flatMap((one) => [
      event(`suspended-${one.id}`, one.declaredOn, t(one.commitmentId ? 'commitments.one.lifeSuspended' : 'commitments.one.lifeSuspendedForum', { sector: marked(one.sector).name })),
      ...(one.resumedOn ? [event(`resumed-${one.id}`, one.resumedOn, t('commitments.one.lifeResumed', { sector: marked(one.sector).name }))] : []),
    ]),
    ...events.map((one) => {
      const what = sourced(one.what)
      return event(one.id, one.happenedOn, <><Tag>{t('commitments.one.lifeOutside')}</Tag> {what && <Words of={what} />}</>)
    }),
  ]
  return <Timeline events={life.sort((before, after) => before.day.localeCompare(after.day))} />
}
