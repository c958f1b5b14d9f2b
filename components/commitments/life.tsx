import type { ReactNode } from 'react'

type StatusProps = {
  label: string
  status: string /** which sectors stand behind it */
  marks?: ReactNode
  children?: ReactNode
  when?: ReactNode
}

/** Where a commitment stands, in the forum's own word, with the decision and the minutes behind it. */
export function StatusCard({ label, status, marks, children, when }: StatusProps) {
  return (
    <div className="card card-strong mt-7 grid gap-1.5">
      <span className="when">{label}</span>
      <b className="flex flex-wrap items-center gap-x-3 font-serif text-xl font-semibold">
        {status}
        {marks}
      </b>
      {children && <div className="max-w-[62ch]">{children}</div>}
      {when && <span className="when">{when}</span>}
    </div>
  )
}

export type LifeEvent = { key: string; day: string; when: string; what: ReactNode; now?: boolean }

/** How many events of a long life stand in the open: the newest. What came before is folded over them. */
const LATELY = 6

export function Timeline({
  events,
  earlier,
}: {
  events: LifeEvent[]
  /** names what is folded, with its count; without it nothing is */
  earlier?: (count: number) => string
}) {
  const folded = earlier && events.length > LATELY + 2 ? events.length - LATELY : 0
  return (
    <>
      {earlier && folded > 0 && (
        <details className="mb-4">
          <summary className="when">{earlier(folded)}</summary>
          <Events events={events.slice(0, folded)} />
        </details>
      )}
      <Events events={events.slice(folded)} />
    </>
  )
}

function Events({ events }: { events: LifeEvent[] }) {
  return (
    <ol className="timeline">
      {events.map(({ key, day, when, what, now }) => (
        <li key={key} {...(now && { 'data-now': true })}>
          <time dateTime={day}>{when}</time>
          {what}
        </li>
      ))}
    </ol>
  )
}
