'use client'

import { useSent } from '@/components/form/action-form'
import { useMarked } from '@/components/form/marked'
import { SectorName } from '@/components/proposals/marks'
import type { Sector } from '@/components/proposals/marks'

export type AttendanceRow = {
  seat: string
  name: string
  holder: string
  note: string
  sector: Sector
  sectorId: string
  counts: boolean
  state: string
  /** states that nobody could have sat in */
  impossible: string[]
}
type Props = {
  states: { value: string; label: string }[]
  rows: AttendanceRow[]
  quorum: {
    needed: number
    of: number
    sectors: { id: string; name: string; needed: number; of: number }[]
  }
  words: { reached: string; notReached: string; missing: string; seat: string }
}

const isThere = (state: string) => state === 'present' || state === 'remote' || state === 'represented'

/** A group of radio buttons for each seat, inside a form. With scripts the quorum is counted as one marks; without, when it is saved. */
export function AttendanceGrid({ states, rows, quorum, words }: Props) {
  const sent = useSent()
  // What was marked comes back with a form that wants mending, also without scripts.
  const before = rows.map((row, place) => sent[`seats.${place}.state`] ?? row.state)
  const { ref, marked } = useMarked()
  const counted = rows.filter(
    (row, place) =>
      row.counts && isThere(marked?.[`seats.${place}.state`] ?? before[place] ?? row.state),
  )
  const lacking = quorum.sectors.filter(
    (sector) => counted.filter((row) => row.sectorId === sector.id).length < sector.needed,
  )
  const reached = counted.length >= quorum.needed && lacking.length === 0
  const sentence = (reached ? words.reached : words.notReached)
    .replace('{there}', String(counted.length))
    .replace('{of}', String(quorum.of))
    .replace('{needed}', String(quorum.needed))
  return (
    <div ref={ref}>
      <ul>
        {rows.map((row, place) => (
          <li key={row.seat} className="border-b border-rule py-3">
            <fieldset>
              <legend className="float-left mb-1 w-full font-semibold">
                {row.name}{' '}
                <span className="when block font-normal">
                  {row.holder}
                  {row.note && ` · ${row.note}`}
                </span>
              </legend>
              <p className="clear-both text-sm">
                <SectorName sector={row.sector} />
              </p>
              <input type="hidden" name={`seats.${place}.seat`} value={row.seat} />
              <div className="mt-1.5 flex flex-wrap gap-x-5 gap-y-1">
                {states.map(({ value, label }) => (
                  <label
                    key={value}
                    className={`flex min-h-8 items-center gap-2 ${row.impossible.includes(value) ? 'text-soft opacity-60' : ''}`}
                  >
                    <input
                      type="radio"
                      name={`seats.${place}.state`}
                      value={value}
                      defaultChecked={before[place] === value}
                      disabled={row.impossible.includes(value)}
                      className="h-5 w-5 accent-accent"
                    />
                    {label}
                  </label>
                ))}
              </div>
            </fieldset>
          </li>
        ))}
      </ul>
      <p role="status" className="washed mt-4 font-semibold">
        <span aria-hidden="true" className={reached ? 'text-good' : 'text-bad'}>
          {reached ? '● ' : '○ '}
        </span>
        {sentence}{' '}
        {lacking.length > 0 &&
          words.missing.replace('{sectors}', lacking.map((one) => one.name).join(', '))}
      </p>
    </div>
  )
}
