import { DataTable } from '@/components/page/table'

export type BarRow = { key: string; label: string; count: number; note: string; hue?: string }

/** A distribution as the report draws it, and the same as a table for whoever would rather read. */
export function BarDistribution({ title, rows, words }: { title: string; rows: BarRow[]; words: { level: string; count: string; note: string; asTable: string } }) {
  const most = Math.max(1, ...rows.map((row) => row.count))
  return (
    <figure>
      <figcaption className="mb-3 font-semibold">{title}</figcaption>
      <div className="bars" aria-hidden="true">
        {rows.map(({ key, label, count, hue }) => (
          <div key={key} className="contents">
            <span>{label}</span>
            <span className="bar"><span style={{ width: `${(100 * count) / most}%`, background: hue ?? 'var(--accent)' }} /></span>
            <span className="figure font-semibold tabular-nums">{count}</span>
          </div>
        ))}
      </div>
      <details className="mt-3">
        <summary className="cursor-pointer text-soft">{words.asTable}</summary>
        <DataTable
          caption={title} hideCaption
          columns={[{ key: 'level', label: words.level, heading: true }, { key: 'count', label: words.count, figure: true }, { key: 'note', label: words.note }]}
          rows={rows.map(({ key, label, count, note }) => ({ key, cells: { level: label, count, note } }))}
        />
      </details>
    </figure>
  )
}
