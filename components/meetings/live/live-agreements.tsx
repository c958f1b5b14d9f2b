'use client'

import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { flushSync } from 'react-dom'
import * as Y from 'yjs'
import { agreementKinds, AGREEMENTS, agreementText } from '@/lib/minutes/drafts/protocol.ts'
import { useLiveDraft } from './live-draft'
import { LiveText } from './live-text'

type Row = { id: string; kind: string; rank: number; seat: string; dueOn: string; proposal: string }
type Option = { value: string; label: string }
type Props = {
  item: string
  seats: Option[]
  proposals: Option[] /** what stands there until the connection has brought them */
  children?: ReactNode
}

const rowsOf = (doc: Y.Doc) => doc.getMap<Y.Map<string | number | null>>(AGREEMENTS)
/** The one that this window is making: its text takes the caret as it is drawn. */
let inTheMaking: string | null = null

/**
 * A new agreement, drawn and written in before the next key: a letter typed after the choice would otherwise go
 * into the text that one came from.
 */
export function addAgreement(doc: Y.Doc, item: string, kind: string, locale: string): void {
  const rows = rowsOf(doc)
  const rank =
    Math.max(
      -1,
      ...[...rows.values()]
        .filter((agreement) => agreement.get('item') === item)
        .map((agreement) => Number(agreement.get('rank')) || 0),
    ) + 1
  const id = crypto.randomUUID()
  const row = new Y.Map<string | number | null>(
    Object.entries({ item, kind, lang: locale, rank, proposal: null, seat: null, dueOn: null }),
  )
  inTheMaking = id
  flushSync(() => rows.set(id, row))
  inTheMaking = null
}

function agreementsIn(doc: Y.Doc, item: string): Row[] {
  const text = (row: Y.Map<string | number | null>, name: string) => {
    const value = row.get(name)
    return typeof value === 'string' ? value : ''
  }
  return [...rowsOf(doc)]
    .filter(([, row]) => row.get('item') === item)
    .map(([id, row]) => ({
      id,
      kind: text(row, 'kind'),
      rank: Number(row.get('rank')) || 0,
      seat: text(row, 'seat'),
      dueOn: text(row, 'dueOn'),
      proposal: text(row, 'proposal'),
    }))
    .toSorted((one, other) => one.rank - other.rank || (one.id < other.id ? -1 : 1))
}

/** The agreements of an item: rows with a kind, a seat and a day, whose text is written together. */
export function LiveAgreements({ item, seats, proposals, children }: Props) {
  const { doc, ready, writable, words, locale } = useLiveDraft()
  const [, setVersion] = useState(0)
  useEffect(() => {
    const changed = () => setVersion((one) => one + 1)
    rowsOf(doc).observeDeep(changed)
    return () => rowsOf(doc).unobserveDeep(changed)
  }, [doc])
  if (!ready) return children
  const rows = agreementsIn(doc, item)
  return (
    <>
      {rows.map((row, at) => (
        <Agreement key={row.id} item={item} row={row} at={at} seats={seats} proposals={proposals} />
      ))}
      {writable && (
        <p className="flex flex-wrap gap-3">
          {agreementKinds.map((kind) => (
            <button
              key={kind}
              type="button"
              className="button button-plain button-small"
              onClick={() => addAgreement(doc, item, kind, locale)}
            >
              {words.add[kind]}
            </button>
          ))}
        </p>
      )}
    </>
  )
}

function Agreement({
  item,
  row,
  at,
  seats,
  proposals,
}: Pick<Props, 'item' | 'seats' | 'proposals'> & { row: Row; at: number }) {
  const { doc, writable, words, say } = useLiveDraft()
  const set = (name: string, value: string) =>
    rowsOf(doc)
      .get(row.id)
      ?.set(name, value === '' ? null : value)
  return (
    <div className="card grid gap-3">
      <p className="flex flex-wrap items-baseline justify-between gap-3">
        <span className="font-semibold">{words.kinds[row.kind]}</span>
        {writable && (
          <button
            type="button"
            className="underline"
            onClick={() => {
              rowsOf(doc).delete(row.id)
              say(words.agreement.removed)
            }}
          >
            {words.agreement.remove}
          </button>
        )}
      </p>
      <LiveText
        place={agreementText(row.id)}
        item={item}
        label={`${words.agreement.text} ${at + 1}`}
        small
        focus={row.id === inTheMaking}
      />
      <div className="flex flex-wrap gap-4">
        {row.kind === 'action' && (
          <>
            <Choice
              label={words.agreement.seat}
              empty={words.agreement.noSeat}
              options={seats}
              value={row.seat}
              disabled={!writable}
              onChange={(value) => set('seat', value)}
            />
            <label className="live-field">
              {words.agreement.dueOn}
              <input
                type="date"
                value={row.dueOn}
                disabled={!writable}
                onChange={(event) => set('dueOn', event.target.value)}
              />
            </label>
          </>
        )}
        {row.kind === 'resolution' && proposals.length > 0 && (
          <Choice
            label={words.agreement.proposal}
            empty={words.agreement.noProposal}
            options={proposals}
            value={row.proposal}
            disabled={!writable}
            onChange={(value) => set('proposal', value)}
          />
        )}
      </div>
    </div>
  )
}

function Choice({
  label,
  empty,
  options,
  value,
  disabled,
  onChange,
}: {
  label: string
  empty: string
  options: Option[]
  value: string
  disabled: boolean
  onChange: (value: string) => void
}) {
  return (
    <label className="live-field">
      {label}
      <select
        value={options.some((option) => option.value === value) ? value : ''}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{empty}</option>
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </label>
  )
}
