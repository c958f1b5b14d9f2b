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
  known,
  sentence,
  rows,
}: {
  /** there is one, or there is none; of all else nothing is marked */
  known: 'unknown' | 'reached' | 'open' | 'lacking'

  sentence: string
  rows: QuorumRow[]
}) {
  return (
    <div className="card">
      <p className="font-semibold">
        {known === 'reached' && (
          <span aria-hidden="true" className="text-good">
            ●{' '}
          </span>
        )}
        {known === 'lacking' && (
          <span aria-hidden="true" className="text-bad">
            ○{' '}
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
