import type { ReactNode } from 'react'
import { daysBetween } from '@/lib/act/calendar.ts'
import { progressStates } from '@/lib/roadmaps/rules.ts'
import type { ProgressState, Reported } from '@/lib/roadmaps/rules.ts'
import { Sign, signs, StateMark } from './marks'
import { groupsOf } from './rows'
import type { Group, Plan, RoadmapWords, Row, Writes } from './rows'
import { lanesOf, scaleOf } from './scale'
import type { Scale } from './scale'

export type OutsideEvent = { key: string; day: string; label: ReactNode }

export type GanttWords = RoadmapWords & {
  caption: ReactNode
  /** what the part that scrolls is called */
  region: string
  asTable: string
  today: string
  drift: string
  events: string
  /** of an event whose day the chart does not reach */
  outOfSight: string
  key: string
}

export type GanttProps = {
  /** of the figure; its patterns take their names from it */
  id: string
  /** the id of the table that says the same */
  tableId: string
  now: Plan
  baseline: Plan | null
  reported: Reported
  today: string
  events?: OutsideEvent[]
  writes: Writes
  words: GanttWords
}

const ROW = 22
const HEAD = 34
const AXIS = 42
const LANE = 22
/** From here on, key actions fold. */
const MANY = 40

/**
 * A roadmap over time: its baseline as a pale frame, today's version in front, an arrow from the day it
 * should have ended to the day it will. Days are hundredths of the width, rows are pixels: so it is as wide
 * as its place, and neither letters nor patterns are stretched.
 */
export function Gantt({
  id,
  tableId,
  now,
  baseline,
  reported,
  today,
  events = [],
  writes,
  words,
}: GanttProps) {
  const groups = groupsOf(now, baseline, reported, today)
  const scale = scaleOf(daysOf(groups, [today, ...events.map(({ day }) => day)]))
  const inSight = (day: string) => day >= scale.from && day < scale.to
  // By day: the flags count from left to right.
  const numbered = [...events]
    .toSorted((a, b) => Number(a.day > b.day) - Number(a.day < b.day))
    .map((event, place) => ({ ...event, number: place + 1 }))
  const count = groups.reduce((sum, { rows }) => sum + rows.length, 0)
  const flags = flagsOf(
    scale,
    inSight(today) ? today : null,
    numbered.filter(({ day }) => inSight(day)),
  )
  const many = count > MANY
  const draw: Drawing = { id, scale, writes, words, many }
  return (
    <figure className="gantt" id={id}>
      <figcaption>
        {words.caption} <a href={`#${tableId}`}>{words.asTable}</a>
      </figcaption>
      <Key words={words} withBaseline={baseline !== null} withEvents={events.length > 0} />
      <div className="gantt-scroll" role="region" aria-label={words.region} tabIndex={0}>
        <div className="gantt-sheet">
          <Axis draw={draw} flags={flags} />
          {groups.map((group) =>
            many ? (
              <details
                key={group.item.id}
                className="gantt-group"
                open={group.item.startsOn <= today && today <= group.item.endsOn}
              >
                <summary className="gantt-row gantt-head" style={{ top: flags.height }}>
                  <Head group={group} draw={draw} />
                </summary>
                <Rows group={group} draw={draw} />
              </details>
            ) : (
              <div key={group.item.id} className="gantt-group">
                <div className="gantt-row gantt-head" style={{ top: flags.height }}>
                  <Head group={group} draw={draw} />
                </div>
                <Rows group={group} draw={draw} />
              </div>
            ),
          )}
        </div>
      </div>
      {events.length > 0 && (
        <div className="gantt-events">
          <p className="when">{words.events}</p>
          <ol>
            {numbered.map(({ key, day, label, number }) => (
              <li key={key}>
                <b className="gantt-number">{number}</b>
                <span>
                  <time dateTime={day}>{writes.day(day)}</time> {label}
                  {!inSight(day) && <span className="when"> ({words.outOfSight})</span>}
                </span>
              </li>
            ))}
          </ol>
        </div>
      )}
    </figure>
  )
}

type Drawing = { id: string; scale: Scale; writes: Writes; words: GanttWords; many: boolean }

/**
 * All that the roadmap spans, and of the rest (today, what happened outside) what is no further from it
 * than a quarter of its length.
 */
function daysOf(groups: Group[], others: string[]): string[] {
  const own = groups
    .flatMap(({ item, base, rows }) => [item, base, ...rows.flatMap((row) => [row.item, row.base])])
    .flatMap((one) => (one ? [one.startsOn, one.endsOn] : []))
  const [first, last] = [own.toSorted()[0], own.toSorted().at(-1)]
  if (!first || !last) return others
  const near = daysBetween(first, last) / 4
  return [
    ...own,
    ...others.filter((day) => daysBetween(day, first) <= near && daysBetween(last, day) <= near),
  ]
}

type Flag = { key: string; day: string; number: number; y: number }
type Flags = { height: number; today: { day: string; y: number } | null; events: Flag[] }

/** Today and the events in sight, each in a lane where nothing covers it. */
function flagsOf(scale: Scale, today: string | null, events: Omit<Flag, 'y'>[]): Flags {
  const lanes = lanesOf([
    ...(today ? [{ at: Math.min(Math.max(scale.at(today), 5), 95), width: 10 }] : []),
    ...events.map(({ day }) => ({ at: scale.at(day), width: 4.5 })),
  ])
  const laneOf = (place: number) => AXIS + LANE * (lanes[place] ?? 0) + LANE / 2
  return {
    height: AXIS + LANE * (Math.max(-1, ...lanes) + 1),
    today: today ? { day: today, y: laneOf(0) } : null,
    events: events.map((event, place) => ({ ...event, y: laneOf(place + (today ? 1 : 0)) })),
  }
}

/** The lines again, over the ground of what stays in sight while the rows pass beneath. */
function Lines({ of, height }: { of: string; height: number }) {
  return (
    <svg className="gantt-lines-again" viewBox="0 0 100 1" preserveAspectRatio="none" height={height}>
      <use href={`#${of}`} />
    </svg>
  )
}

/** What stands at an edge is written towards the middle. */
function anchorAt(share: number) {
  if (share < 5) return 'start'
  return share > 95 ? 'end' : 'middle'
}

/** What is drawn more than once, drawn here and used by its name. */
function Shapes({ id }: { id: string }) {
  return (
    <defs>
      <pattern
        id={`${id}-hatch`}
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <path className="gantt-hatch" d="M1.25 0V5" />
      </pattern>
      <marker
        id={`${id}-drift`}
        className="gantt-arrow"
        orient="auto"
        markerUnits="userSpaceOnUse"
        markerWidth="7"
        markerHeight="7"
        refX="6"
        refY="3.5"
      >
        <path d="m0 0 7 3.5L0 7Z" />
      </marker>
      <marker
        id={`${id}-from`}
        className="gantt-end"
        markerUnits="userSpaceOnUse"
        markerWidth="4"
        markerHeight="10"
        refX="0"
        refY="0"
      >
        <path d="M0-1.5H4L0 8Z" />
      </marker>
      <marker
        id={`${id}-to`}
        className="gantt-end"
        markerUnits="userSpaceOnUse"
        markerWidth="4"
        markerHeight="10"
        refX="4"
        refY="0"
      >
        <path d="M0-1.5H4V8Z" />
      </marker>
      {Object.entries(signs).map(([name, d]) => (
        <path key={name} id={`${id}-${name}`} className={`sign-${name}`} d={d} />
      ))}
    </defs>
  )
}

function Axis({
  draw: { id, scale, writes, words },
  flags: { height, today, events },
}: {
  draw: Drawing
  flags: Flags
}) {
  const path = (days: string[]) => days.map((day) => `M${scale.at(day)} 0V1`).join('')
  const todayAt = today ? scale.at(today.day) : 0
  return (
    <>
      <svg className="gantt-lines" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <g id={`${id}-lines`}>
          <g id={`${id}-steps`}>
            <path className="gantt-line gantt-step" d={path(scale.steps.slice(1))} />
            <path
              className="gantt-line gantt-year"
              d={path(scale.years.filter((day) => day !== scale.from))}
            />
          </g>
          <path className="gantt-line gantt-event" d={path(events.map(({ day }) => day))} />
          {today && <path className="gantt-line gantt-today" d={path([today.day])} />}
        </g>
      </svg>
      <div className="gantt-row gantt-axis">
        <span className="gantt-label" />
        <svg height={height} aria-hidden="true">
          <Shapes id={id} />
          <Lines of={`${id}-steps`} height={height} />
          {/* From its flag down: above it stand the months. */}
          {today && (
            <line
              className="gantt-line gantt-today"
              x1={`${todayAt}%`}
              x2={`${todayAt}%`}
              y1={today.y}
              y2={height}
            />
          )}
          {events.map(({ key, day, y }) => (
            <line
              key={key}
              className="gantt-line gantt-event"
              x1={`${scale.at(day)}%`}
              x2={`${scale.at(day)}%`}
              y1={y}
              y2={height}
            />
          ))}
          <g id={`${id}-scale`}>
            {scale.years.map((day) => (
              <text key={day} className="gantt-tick gantt-years" x={`${scale.at(day)}%`} dx="5" y="17">
                {day.slice(0, 4)}
              </text>
            ))}
            {scale.step !== 'year' &&
              scale.steps.map((day) => (
                <text key={day} className="gantt-tick" x={`${scale.at(day)}%`} dx="5" y="34">
                  {writes.month(day)}
                </text>
              ))}
          </g>
          {today && (
            <text className="gantt-now" x={`${todayAt}%`} y={today.y + 4} textAnchor={anchorAt(todayAt)}>
              {words.today}
            </text>
          )}
          {events.map(({ key, day, number, y }) => (
            <g key={key} className="gantt-mark">
              <circle cx={`${scale.at(day)}%`} cy={y} r="9" />
              <text x={`${scale.at(day)}%`} y={y + 4} textAnchor="middle">
                {number}
              </text>
            </g>
          ))}
        </svg>
      </div>
    </>
  )
}

const wordOf = { kept: 'span', added: 'ins', dropped: 'del' } as const

/**
 * A key action as a bracket over its activities, its weight at its name; where its end moved, what it
 * spanned before below it.
 */
function Head({ group, draw }: { group: Group; draw: Drawing }) {
  const { item, base, change, drift } = group
  const { id, scale, writes, words, many } = draw
  const Word = wordOf[change]
  const title = writes.text(item.title)
  const notes = notesOf(group, [], draw)
  return (
    <>
      <span className="gantt-label">
        <b>{item.number}</b> <Word lang={title.lang}>{title.text}</Word>
        <small>{words.weight(item.weight)}</small>
        <span className="sr-only"> · {notes}</span>
      </span>
      <svg height={HEAD} aria-hidden="true">
        <Lines of={`${id}-lines`} height={HEAD} />
        {many && <use className="gantt-again" href={`#${id}-scale`} />}
        <line
          className={change === 'dropped' ? 'gantt-bracket gantt-gone' : 'gantt-bracket'}
          x1={`${scale.at(item.startsOn)}%`}
          x2={`${scale.endOf(item.endsOn)}%`}
          y1="13"
          y2="13"
          markerStart={`url(#${id}-from)`}
          markerEnd={`url(#${id}-to)`}
        >
          <title>{`${item.number} ${title.text} · ${words.weight(item.weight)} · ${notes}`}</title>
        </line>
        {base && drift !== 0 && (
          <>
            <line
              className="gantt-base"
              x1={`${scale.at(base.startsOn)}%`}
              x2={`${scale.endOf(base.endsOn)}%`}
              y1="26"
              y2="26"
            />
            <line
              className="gantt-drift"
              x1={`${scale.endOf(base.endsOn)}%`}
              x2={`${scale.endOf(item.endsOn)}%`}
              y1="26"
              y2="26"
              markerEnd={`url(#${id}-drift)`}
            />
          </>
        )}
      </svg>
    </>
  )
}

/** What is drawn of an item, in words: who hears the page hears this, and whoever points at the bar reads it. */
function notesOf(
  { item, base, change, drift }: Pick<Row | Group, 'item' | 'base' | 'change' | 'drift'>,
  notes: string[],
  { writes, words }: Drawing,
): string {
  const period = (one: { startsOn: string; endsOn: string }) =>
    `${writes.day(one.startsOn)} – ${writes.day(one.endsOn)}`
  return [
    period(item),
    ...notes,
    change === 'kept' ? '' : words[change],
    base && drift !== 0 ? `${words.baseline}: ${period(base)} (${writes.drift(drift)})` : '',
  ]
    .filter(Boolean)
    .join(' · ')
}

type Placed = ReturnType<typeof placedIn>[number]

function placedIn(rows: Row[], draw: Drawing) {
  const { scale, writes, words } = draw
  return rows.map((row, place) => ({
    ...row,
    y: place * ROW,
    from: scale.at(row.item.startsOn),
    to: scale.endOf(row.item.endsOn),
    title: writes.text(row.item.title),
    notes: notesOf(
      row,
      row.change === 'dropped' ? [] : [words.states[row.state], row.late ? words.late : ''],
      draw,
    ),
  }))
}

function Labels({ placed }: { placed: Placed[] }) {
  return (
    <ol className="gantt-labels">
      {placed.map(({ item, change, title, notes }) => {
        const Word = wordOf[change]
        return (
          <li key={item.id} className="gantt-label">
            <b>{item.number}</b> <Word lang={title.lang}>{title.text}</Word>
            <span className="sr-only"> · {notes}</span>
          </li>
        )
      })}
    </ol>
  )
}

function Bar({ row: { item, from, to, y, title, notes } }: { row: Placed }) {
  return (
    // A day in a plan of five years is still to be seen.
    <rect
      x={`${from}%`}
      y={y + 6.5}
      width={`${Math.max(Math.round((to - from) * 100) / 100, 0.4)}%`}
      height="9"
    >
      <title>{`${item.number} ${title.text} · ${notes}`}</title>
    </rect>
  )
}

function Rows({ group: { rows }, draw }: { group: Group; draw: Drawing }) {
  const { id, scale } = draw
  const height = rows.length * ROW
  const placed = placedIn(rows, draw)
  const framed = placed.flatMap(({ base, change, y }) =>
    base && change === 'kept'
      ? [
          `M${scale.at(base.startsOn)} ${y + 3.5}H${scale.endOf(base.endsOn)}v15H${scale.at(base.startsOn)}Z`,
        ]
      : [],
  )
  const sign = (name: keyof typeof signs, { item, y }: Placed, x: number, dx: number) => (
    <use
      key={`${name} ${item.id}`}
      href={`#${id}-${name}`}
      x={`${x}%`}
      y={y + 5}
      transform={`translate(${dx})`}
    />
  )
  const dropped = placed.filter(({ change }) => change === 'dropped')
  const drifted = placed.flatMap(({ item, base, drift, to, y }) =>
    base && drift !== 0 ? [{ key: item.id, from: scale.endOf(base.endsOn), to, y: y + 18.5 }] : [],
  )
  return (
    <div className="gantt-row">
      <Labels placed={placed} />
      <svg height={height} aria-hidden="true">
        {framed.length > 0 && (
          <svg viewBox={`0 0 100 ${height}`} preserveAspectRatio="none">
            <path className="gantt-frame" d={framed.join('')} />
          </svg>
        )}
        {progressStates.map((state) => {
          const own = placed.filter((row) => row.change !== 'dropped' && row.state === state)
          return (
            own.length > 0 && (
              <g
                key={state}
                className={`gantt-bar gantt-${state}`}
                {...(state === 'in-progress' && { fill: `url(#${id}-hatch)` })}
              >
                {own.map((row) => (
                  <Bar key={row.item.id} row={row} />
                ))}
              </g>
            )
          )
        })}
        {dropped.length > 0 && (
          <g className="gantt-gone">
            {dropped.map((row) => (
              <Bar key={row.item.id} row={row} />
            ))}
            <svg viewBox={`0 0 100 ${height}`} preserveAspectRatio="none">
              <path d={dropped.map(({ from, to, y }) => `M${from} ${y + 11}H${to}`).join('')} />
            </svg>
          </g>
        )}
        {drifted.length > 0 && (
          <g className="gantt-drift" markerEnd={`url(#${id}-drift)`}>
            {drifted.map(({ key, from, to, y }) => (
              <line key={key} x1={`${from}%`} x2={`${to}%`} y1={y} y2={y} />
            ))}
          </g>
        )}
        {placed.flatMap((row) => [
          row.change === 'added' && sign('plus', row, row.from, -14),
          row.late && sign('late', row, row.to, 4),
          row.change !== 'dropped' && row.state === 'verified' && sign('tick', row, row.to, 4),
        ])}
      </svg>
    </div>
  )
}

/** What every shape means; of what is not in sight, nothing. */
function Key({
  words,
  withBaseline,
  withEvents,
}: {
  words: GanttWords
  withBaseline: boolean
  withEvents: boolean
}) {
  const states: readonly ProgressState[] = progressStates
  return (
    <ul className="gantt-key" aria-label={words.key}>
      {states.map((state) => (
        <li key={state}>
          <StateMark state={state} />
          {words.states[state]}
        </li>
      ))}
      <li>
        <Sign of="late" />
        {words.late}
      </li>
      {withBaseline && (
        <>
          <li>
            <i className="gantt-key-frame" aria-hidden="true" />
            {words.baseline}
          </li>
          <li>
            <svg className="gantt-key-drift" viewBox="0 0 22 8" aria-hidden="true">
              <path d="M0 4H15" />
              <path d="m14 .5 7 3.5-7 3.5Z" />
            </svg>
            {words.drift}
          </li>
          <li>
            <Sign of="plus" />
            {words.added}
          </li>
          <li>
            <i className="gantt-key-gone" aria-hidden="true" />
            {words.dropped}
          </li>
        </>
      )}
      {withEvents && (
        <li>
          <b className="gantt-number" aria-hidden="true">
            1
          </b>
          {words.events}
        </li>
      )}
    </ul>
  )
}
