import type { ReactNode } from 'react'

export type Column = {
  key: string
  label: string
  figure?: boolean
  said?: boolean /** the cell that names its row */
  heading?: boolean
}
export type Row = { key: string; cells: Record<string, ReactNode> }

/** A table that folds into a list on a phone. The roles keep it a table for a screen reader when its display changes. */
export function DataTable({
  caption,
  columns,
  rows,
  hideCaption = false,
  labels = true,
}: {
  caption: string
  columns: Column[]
  rows: Row[]
  hideCaption?: boolean /** names each cell on a phone */
  labels?: boolean
}) {
  return (
    <table className="table table-folding" role="table">
      <caption className={hideCaption ? 'sr-only' : undefined}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ key, label, figure }) => (
            <th key={key} scope="col" role="columnheader" className={figure ? 'figure' : undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={row.key} role="row">
            {columns.map(({ key, label, figure, said, heading }) => {
              const parts = {
                className: [figure && 'figure', said && 'said'].filter(Boolean).join(' ') || undefined,
                ...(labels && !heading && { 'data-label': label }),
              }
              return heading ? (
                <th key={key} scope="row" role="rowheader" {...parts}>
                  {row.cells[key]}
                </th>
              ) : (
                <td key={key} role="cell" {...parts}>
                  {row.cells[key]}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
