import type { ReactNode } from 'react'

/** The head of the log as a box in the margin: how many acts, when signed, and its root. */
export function ProofBox({
  title,
  children,
  root,
}: {
  title: string
  children: ReactNode
  root?: string | null
}) {
  return (
    <div className="washed mt-8 grid gap-1">
      <p className="font-semibold">{title}</p>
      <div className="when">{children}</div>
      {root && <code className="digest">{root}</code>}
    </div>
  )
}

export type HistoryRow = {
  key: string
  sentence: ReactNode
  who: ReactNode
  /** null: nothing but the day of the record is known */
  happened: string | null
  recorded: string | null
  number: { href: string; label: string }
  mark?: ReactNode
  held?: string | null
}

/** The history: a sentence an act, who, for which seat, when, when recorded, and its number in the log. */
export function HistoryList({ rows }: { rows: HistoryRow[] }) {
  return (
    <ol className="divide-y divide-rule border-y border-rule">
      {rows.map((row) => (
        <HistoryLine key={row.key} row={row} />
      ))}
    </ol>
  )
}

export function HistoryLine({ row, children }: { row: HistoryRow; children?: ReactNode }) {
  const { sentence, who, happened, recorded, number, mark, held } = row
  const days = [happened, recorded].filter(Boolean).join(' · ')
  return (
    <li className="grid grid-cols-[1.4rem_minmax(0,1fr)] gap-x-3 py-3">
      <span aria-hidden="true">{mark}</span>
      <div className="min-w-0">
        <p className="font-serif text-[1.05rem]">
          {sentence}
          {held && (
            <>
              {' '}
              <span className="tag">{held}</span>
            </>
          )}
        </p>
        <p className="when">
          {who}
          {who ? ' · ' : ''}
          {days}
          {days ? ' · ' : ''}
          <a href={number.href}>{number.label}</a>
        </p>
        {children}
      </div>
    </li>
  )
}
