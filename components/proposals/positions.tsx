import type { ReactNode } from 'react'
import { DataTable } from '@/components/page/table'
import { SectorName } from './marks'
import type { Sector } from './marks'

export type PositionRow = { key: string; sector: Sector; position: ReactNode; reason: ReactNode }

/** What each sector said, silence included. */
export function PositionsTable({
  caption,
  words,
  rows,
}: {
  caption: string
  words: { sector: string; position: string; reason: string }
  rows: PositionRow[]
}) {
  return (
    <DataTable
      caption={caption}
      hideCaption
      labels={false}
      columns={[
        { key: 'sector', label: words.sector, heading: true },
        { key: 'position', label: words.position },
        { key: 'reason', label: words.reason, said: true },
      ]}
      rows={rows.map(({ key, sector, position, reason }) => ({
        key,
        cells: { sector: <SectorName sector={sector} />, position, reason },
      }))}
    />
  )
}
