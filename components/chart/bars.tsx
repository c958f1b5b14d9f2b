import { DataTable } from '@/components/page/table'

export type BarRow = {
  key: string
  label: string
  count: number
  note: string
  /** what is known by name: its box is filled and carries this; a box without stands for what was only counted */
  named?: string[]
}

/** A distribution, one box for each that was counted, and the same as a table for whoever would rather read. */
export function BarDistribution({
  title,
  rows,
  words,
}: {
  title: string
  rows: BarRow[]
  words: { level: string; count: string; note: string; asTable: string }
}) {
  return (
    <figure>
      <figcaption className="mb-3 font-semibold">{title}</figcaption>
      <div className="bars" aria-hidden="true">
        {rows.map(({ key, label, count, named = [] }) => (
          <div key={key} className="contents">
            <span>{label}</span>
            <span className="text-right font-semibold tabular-nums">{count}</span>
            <span className="boxes">
              {Array.from({ length: Math.max(count, named.length) }, (_, place) => (
                <span key={place} className={named[place] ? 'box box-named' : 'box'}>
                  {named[place]}
                </span>
              ))}
            </span>
          </div>
        ))}
      </div>
      <details className="mt-3">
        <summary className="cursor-pointer text-soft">{words.asTable}</summary>
        <DataTable
          caption={title}
          hideCaption
          columns={[
            { key: 'level', label: words.level, heading: true },
            { key: 'count', label: words.count, figure: true },
            { key: 'note', label: words.note },
          ]}
          rows={rows.map(({ key, label, count, note }) => ({
            key,
            cells: { level: label, count, note },
          }))}
        />
      </details>
    </figure>
  )
}
