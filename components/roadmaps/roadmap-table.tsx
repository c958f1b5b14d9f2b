import type { Reported } from '@/lib/roadmaps/rules.ts'
import { Sign, StateMark } from './marks'
import { groupsOf } from './rows'
import type { Group, Plan, RoadmapWords, Row, Writes } from './rows'

export type RoadmapTableWords = RoadmapWords & {
  caption: string
  /** heads of the columns; on a phone, before each cell */
  number: string
  activity: string
  responsible: string
  period: string
  state: string
  /** within the cell of the activity */
  product: string
  verification: string
}

export type RoadmapTableProps = {
  id: string
  now: Plan
  baseline: Plan | null
  reported: Reported
  today: string
  writes: Writes
  words: RoadmapTableWords
  hideCaption?: boolean
  /** where an activity is told in full, and what is said of its evidence */
  leads?: (activity: string) => { href: string; note?: string | undefined }
}

/** What the chart shows, to be read: a table by key action, on a phone a list. */
export function RoadmapTable({
  id,
  now,
  baseline,
  reported,
  today,
  writes,
  words,
  hideCaption = false,
  leads,
}: RoadmapTableProps) {
  const heads = [
    words.number,
    words.activity,
    words.responsible,
    words.period,
    ...(baseline ? [words.baseline] : []),
    words.state,
  ]
  return (
    <table className="table table-folding roadmap-table" id={id} role="table">
      <caption className={hideCaption ? 'sr-only' : undefined}>{words.caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {heads.map((head) => (
            <th key={head} scope="col" role="columnheader">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      {groupsOf(now, baseline, reported, today).map((group) => (
        <tbody key={group.item.id} role="rowgroup">
          <GroupHead group={group} columns={heads.length} writes={writes} words={words} />
          {group.rows.map((row) => (
            <ActivityRow
              key={row.item.id}
              row={row}
              withBaseline={baseline !== null}
              writes={writes}
              words={words}
              leads={leads}
            />
          ))}
        </tbody>
      ))}
    </table>
  )
}

type Context = { writes: Writes; words: RoadmapTableWords }

const period = ({ startsOn, endsOn }: { startsOn: string; endsOn: string }, { day }: Writes) =>
  `${day(startsOn)} – ${day(endsOn)}`
const names = (ids: string[], { responsible }: Writes) => ids.map(responsible).join(', ')

function GroupHead({
  group: { item, base, change, drift },
  columns,
  writes,
  words,
}: { group: Group; columns: number } & Context) {
  const title = writes.text(item.title)
  const Word = change === 'dropped' ? 'del' : 'span'
  return (
    <tr role="row">
      <th
        scope="rowgroup"
        role="rowheader"
        colSpan={columns}
        aria-colspan={columns}
        className="roadmap-group"
      >
        <b>
          <span className="number">{item.number}</span>
          <Word lang={title.lang}>{title.text}</Word>
        </b>
        <span className="when">
          {[
            change === 'kept' ? '' : words[change],
            words.weight(item.weight),
            period(item, writes),
            base && drift !== 0
              ? `${words.baseline}: ${period(base, writes)}, ${writes.drift(drift)}`
              : '',
            names(item.responsible, writes),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </th>
    </tr>
  )
}

function ActivityRow({
  row: { item, base, change, drift, state, late },
  withBaseline,
  writes,
  words,
  leads,
}: { row: Row; withBaseline: boolean; leads: RoadmapTableProps['leads'] } & Context) {
  const lead = leads?.(item.id)
  const dropped = change === 'dropped'
  const Word = dropped ? 'del' : 'span'
  const title = writes.text(item.title)
  return (
    <tr role="row" className={dropped ? 'roadmap-dropped' : undefined}>
      <th scope="row" role="rowheader">
        {item.number}
      </th>
      <td role="cell">
        <Word lang={title.lang} className="said">
          {lead ? <a href={lead.href}>{title.text}</a> : title.text}
        </Word>
        {lead?.note && <span className="roadmap-detail">{lead.note}</span>}
        <Detail label={words.product} text={item.product && writes.text(item.product)} />
        <Detail label={words.verification} text={item.verification && writes.text(item.verification)} />
      </td>
      <td role="cell" data-label={words.responsible}>
        {names(item.responsible, writes)}
      </td>
      <td role="cell" data-label={words.period}>
        {dropped ? '' : period(item, writes)}
      </td>
      {withBaseline && (
        <td role="cell" data-label={words.baseline}>
          {base && period(base, writes)}
          {drift !== 0 && <b className="roadmap-drift">{writes.drift(drift)}</b>}
        </td>
      )}
      <td role="cell" data-label={words.state}>
        {dropped ? (
          <b>{words.dropped}</b>
        ) : (
          <span className="roadmap-state">
            <StateMark state={state} />
            {words.states[state]}
          </span>
        )}
        {late && (
          <span className="roadmap-state roadmap-late">
            <Sign of="late" />
            {words.late}
          </span>
        )}
        {change === 'added' && (
          <span className="roadmap-state">
            <Sign of="plus" />
            {words.added}
          </span>
        )}
      </td>
    </tr>
  )
}

function Detail({
  label,
  text,
}: {
  label: string
  text: { text: string; lang?: string | undefined } | null
}) {
  return (
    text && (
      <span className="roadmap-detail">
        <i>{label}:</i> <span lang={text.lang}>{text.text}</span>
      </span>
    )
  )
}
