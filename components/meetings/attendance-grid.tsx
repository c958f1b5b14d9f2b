'use client'

import { useSent } from '@/components/form/action-form'
import { useAwake } from '@/components/form/awake'
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
  /** what was recorded; empty: nothing yet, and nothing is marked for anybody */
  state: string
  /** nobody holds it: there is nothing to mark */
  vacant: boolean
  /** states that nobody could have sat in */
  impossible: string[]
}
type State = { value: string; label: string }
type Props = {
  states: State[]
  rows: AttendanceRow[]
  quorum: {
    needed: number
    of: number
    sectors: { id: string; name: string; needed: number; of: number }[]
  }
  words: {
    unknown: string
    reached: string
    open: string
    lacking: string
    missing: string
    missingMany: string
    vacant: string
    rest: string
  }
}

const isThere = (state: string) => state === 'present' || state === 'remote' || state === 'represented'
const fieldOf = (place: number) => `seats.${place}.state`

/**
 * A group of radio buttons for each seat, inside a form; unmarked until somebody marks it. With scripts the
 * quorum is counted as one marks; without, when it is saved.
 */
export function AttendanceGrid({ states, rows, quorum, words }: Props) {
  const sent = useSent()
  const awake = useAwake()
  // What was marked comes back with a form that wants mending, also without scripts.
  const before = rows.map((row, place) => sent[fieldOf(place)] ?? row.state)
  const { ref, marked } = useMarked()
  const stateAt = (place: number) => marked?.[fieldOf(place)] ?? before[place] ?? ''
  const counted = rows.filter((row, place) => row.counts && isThere(stateAt(place)))
  const lacking = quorum.sectors.filter(
    (sector) => counted.filter((row) => row.sectorId === sector.id).length < sector.needed,
  )
  const reached = counted.length >= quorum.needed && lacking.length === 0
  const nobodyIsMarked = rows.every((_, place) => !stateAt(place))
  const waited = rows.filter((row, place) => row.counts && !row.vacant && !stateAt(place))
  const unmarked = waited.length
  const couldBe =
    counted.length + unmarked >= quorum.needed &&
    lacking.every(({ id, needed }) => {
      const ofSector = [...counted, ...waited].filter((row) => row.sectorId === id)
      return ofSector.length >= needed
    })
  const is = known({ nobodyIsMarked, reached, couldBe })
  const sentence = words[is]
    .replace('{unmarked}', String(unmarked))
    .replace('{there}', String(counted.length))
    .replace('{of}', String(quorum.of))
    .replace('{needed}', String(quorum.needed))
  return (
    <div ref={ref}>
      {awake && (
        <button
          type="button"
          className="button button-plain button-small mb-2"
          onClick={(event) => markRest(event.currentTarget.form, rows)}
        >
          {words.rest}
        </button>
      )}
      <ul>
        {rows.map((row, place) => (
          <li key={row.seat} className="border-b border-rule py-3">
            <Seat
              row={row}
              place={place}
              states={states}
              start={before[place] ?? ''}
              vacant={words.vacant}
            />
          </li>
        ))}
      </ul>
      <p role="status" className="washed mt-4 font-semibold">
        {is === 'reached' && (
          <span aria-hidden="true" className="text-good">
            ●{' '}
          </span>
        )}
        {is === 'lacking' && (
          <span aria-hidden="true" className="text-bad">
            ○{' '}
          </span>
        )}
        {sentence}{' '}
        {is === 'lacking' &&
          lacking.length > 0 &&
          (lacking.length > 1 ? words.missingMany : words.missing).replace(
            '{sectors}',
            lacking.map((sector) => sector.name).join(', '),
          )}
      </p>
    </div>
  )
}

/** As `quorumKnown` of lib/meetings/rules.ts, whose schemas the browser does without. */
function known({
  nobodyIsMarked,
  reached,
  couldBe,
}: {
  nobodyIsMarked: boolean
  reached: boolean
  couldBe: boolean
}): 'unknown' | 'reached' | 'open' | 'lacking' {
  if (nobodyIsMarked) return 'unknown'
  if (reached) return 'reached'
  return couldBe ? 'open' : 'lacking'
}

/** Everybody of whom nothing is marked yet, and who could be there. */
function markRest(form: HTMLFormElement | null, rows: AttendanceRow[]): void {
  rows.forEach((row, place) => {
    const group = form?.elements.namedItem(fieldOf(place))
    if (!(group instanceof RadioNodeList) || group.value || row.impossible.includes('present')) return
    group.value = 'present'
  })
  form?.dispatchEvent(new Event('input', { bubbles: true }))
}

function Seat({
  row,
  place,
  states,
  start,
  vacant,
}: {
  row: AttendanceRow
  place: number
  states: State[]
  start: string
  vacant: string
}) {
  const who = (
    <>
      {row.name}{' '}
      <span className="when block font-normal">
        {row.vacant ? vacant : row.holder}
        {row.note && ` · ${row.note}`}
      </span>
    </>
  )
  if (row.vacant)
    return (
      <>
        <p className="mb-1 font-semibold">{who}</p>
        <p className="text-sm">
          <SectorName sector={row.sector} />
        </p>
        <input type="hidden" name={`seats.${place}.seat`} value={row.seat} />
      </>
    )
  return (
    <fieldset {...(start && { 'data-preset': '' })}>
      <legend className="float-left mb-1 w-full font-semibold">{who}</legend>
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
              name={fieldOf(place)}
              value={value}
              defaultChecked={start === value}
              disabled={row.impossible.includes(value)}
              className="h-5 w-5 accent-accent"
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
