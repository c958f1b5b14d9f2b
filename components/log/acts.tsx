import type { ReactNode } from 'react'
import { HistoryLine } from './proof'
import type { HistoryRow } from './proof'

export type HistoryActRow = HistoryRow & {
  under: {
    title: string
    open: boolean
    children: ReactNode
    more: { href: string; label: string } | null
  } | null
}

/** The history by day and act: a line an act, and what it recorded folded under it. */
export function HistoryDays({ days }: { days: { day: string; acts: HistoryActRow[] }[] }) {
  return days.map(({ day, acts }) => (
    <section key={day} className="mt-8">
      <h2 className="text-[1.05rem]">{day}</h2>
      <ol className="mt-2 divide-y divide-rule border-y border-rule">
        {acts.map(({ under, ...row }) => (
          <HistoryLine key={row.key} row={row}>
            {under && (
              <details className="mt-1" open={under.open}>
                <summary className="when">{under.title}</summary>
                {under.children}
                {under.more && (
                  <p className="when mt-2">
                    <a href={under.more.href}>{under.more.label}</a>
                  </p>
                )}
              </details>
            )}
          </HistoryLine>
        ))}
      </ol>
    </section>
  ))
}
