import type { ReactNode } from 'react'

export type AsOfWords = {
  label: string
  summary: string
  day: string
  number: string
  numberHelp: string
  read: string
  presets: string
  choose: string
}
export type AsOfField = { value: string; fault?: string | null }

type Props = {
  words: AsOfWords
  action: string
  day: AsOfField & { max: string }
  number: AsOfField & { max: number }
  presets: { href: string; label: string; current: boolean }[]
  /** the moment that is read, and the query that keeps it; none: today */
  reading?: {
    title: string
    text: string
    query: string
    today: { href: string; label: string }
    children: ReactNode
  } | null
  more: { href: string; label: string }
}

/**
 * Which moment a page is read at. Today it is one line to open; at another moment it stands open above the
 * page and says so. The links in it are marked as its own: all others of the page keep the moment
 * (server/rendering.ts).
 */
export function AsOfBar({ reading, words, ...parts }: Props) {
  const wrong = parts.day.fault ?? parts.number.fault
  if (!reading) {
    return (
      <details className="as-of no-print" open={Boolean(wrong)}>
        <summary>{words.summary}</summary>
        <Choice words={words} {...parts} />
        <p className="when mt-1">
          <a data-own="" href={parts.more.href}>
            {parts.more.label}
          </a>
        </p>
      </details>
    )
  }
  return (
    <section className="as-of as-of-then" aria-label={words.label} data-moment={reading.query}>
      <p className="as-of-title">{reading.title}</p>
      <p className="max-w-[72ch]">
        {reading.text}{' '}
        <a data-own="" href={reading.today.href}>
          {reading.today.label}
        </a>
      </p>
      {reading.children}
      <details className="no-print mt-3">
        <summary>{words.choose}</summary>
        <Choice words={words} {...parts} />
      </details>
      <p className="when no-print mt-2">
        <a data-own="" href={parts.more.href}>
          {parts.more.label}
        </a>
      </p>
    </section>
  )
}

function Choice({ words, action, day, number, presets }: Omit<Props, 'reading' | 'more'>) {
  return (
    <div className="no-print">
      <form action={action} method="get" className="as-of-form" data-own="" aria-label={words.label}>
        <Field name="on" label={words.day} field={day}>
          {(described) => (
            <input
              type="date"
              name="on"
              className="input"
              defaultValue={day.fault ? undefined : day.value}
              max={day.max}
              {...described}
            />
          )}
        </Field>
        <Field name="at" label={words.number} field={number} help={words.numberHelp}>
          {(described) => (
            <input
              type="number"
              name="at"
              className="input as-of-number"
              min={0}
              max={number.max}
              defaultValue={number.fault ? undefined : number.value}
              {...described}
            />
          )}
        </Field>
        <button type="submit" className="button button-plain">
          {words.read}
        </button>
      </form>
      {presets.length > 0 && (
        <p className="when mt-2 flex flex-wrap gap-x-4 gap-y-1">
          <span>{words.presets}:</span>
          {presets.map(({ href, label, current }) =>
            current ? (
              <b key={label}>{label}</b>
            ) : (
              <a key={label} data-own="" rel="nofollow" href={href}>
                {label}
              </a>
            ),
          )}
        </p>
      )}
    </div>
  )
}

type Described = { 'aria-invalid'?: true; 'aria-describedby'?: string }

function Field({
  name,
  label,
  field: { fault },
  help,
  children,
}: {
  name: string
  label: string
  field: AsOfField
  help?: string
  children: (described: Described) => ReactNode
}) {
  const id = `as-of-${name}`
  const helped: Described = help ? { 'aria-describedby': `${id}-help` } : {}
  const described: Described = fault
    ? { 'aria-invalid': true, 'aria-describedby': `${id}-fault` }
    : helped
  return (
    <div className="grid gap-1">
      <label className="grid gap-1">
        <span className="when">{label}</span>
        {children(described)}
      </label>
      {help && !fault && (
        <span className="sr-only" id={`${id}-help`}>
          {help}
        </span>
      )}
      {fault && (
        <p className="fault max-w-[36ch]" id={`${id}-fault`} role="alert">
          {fault}
        </p>
      )}
    </div>
  )
}

export type DifferenceRow = { key: string; what: ReactNode; then: ReactNode; now: ReactNode }

/** What is otherwise at one moment and at another, side by side. */
export function Differences({
  rows,
  words,
}: {
  rows: DifferenceRow[]
  words: { then: string; now: string }
}) {
  return (
    <ul className="as-of-differences">
      {rows.map(({ key, what, then, now }) => (
        <li key={key}>
          <span className="as-of-what">{what}</span>
          <span>
            <span className="when">{words.then}:</span> {then}
          </span>
          <span>
            <span className="when">{words.now}:</span> <b>{now}</b>
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Beside something on a page of the past: what stands there today. */
export function NowMark({ children }: { children: ReactNode }) {
  return <span className="now-mark">{children}</span>
}
