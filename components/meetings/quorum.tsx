import { SectorName } from '@/components/proposals/marks'
import type { Sector } from '@/components/proposals/marks'

export type QuorumRow = {
  key: string
  sector: Sector
  there: number
  of: number
  needed: number
  text: string
}

/** Who is there, in all and of each sector: boxes for the eye, a sentence for everybody. */
export function QuorumMeter({
  reached,
  sentence,
  rows,
}: {
  /** null: attendance was not taken, and nobody knows */
  reached: boolean | null
  sentence: string
  rows: QuorumRow[]
}) {
  return (
    <div className="card">
      <p className="font-semibold">
        {reached !== null && (
          <span aria-hidden="true" className={reached ? 'text-good' : 'text-bad'}>
            {reached ? '● ' : '○ '}
          </span>
        )}
        {sentence}
      </p>
      <ul className="mt-3 grid gap-2">
        {rows.map(({ key, sector, there, of, text }) => (
          <li key={key} className="flex flex-wrap items-center justify-between gap-x-4">
            <SectorName sector={sector} />
            <span className={`hue-${sector.hue} flex items-center gap-3`}>
              <span className="meter" aria-hidden="true">
                {Array.from({ length: of }, (_, place) => (
                  <i key={place} {...(place < there && { 'data-there': true })} />
                ))}
              </span>
              <span className="text-ink">{text}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
