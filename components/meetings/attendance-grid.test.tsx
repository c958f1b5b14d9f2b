import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { ActionForm } from '@/components/form/action-form'
import type { FormState } from '@/components/form/form-state'
import { AttendanceGrid } from './attendance-grid'

const states = ['present', 'absent'].map((value) => ({ value, label: value }))
const row = {
  name: 'Asiento',
  holder: 'Ana',
  note: '',
  sector: { name: 'Sector', shape: 'circle', hue: 'civil' },
  sectorId: 's',
  counts: true,
  vacant: false,
  impossible: [],
}
const words = {
  unknown: 'nadie marcado',
  reached: '{there} de {of}',
  open: '{there} de {of}, {unmarked} por marcar',
  lacking: '{there} de {of}, no hay',
  missing: '',
  missingMany: '',
  vacant: 'vacante',
  rest: '',
}

const recorded = [
  { ...row, seat: 'a', state: 'absent' },
  { ...row, seat: 'b', state: 'present' },
]

function drawn(state: FormState, rows = recorded): string {
  return renderToStaticMarkup(
    <ActionForm action={async () => state} state={state} forum="f" locale="es" faults="" unreachable="">
      <AttendanceGrid
        states={states}
        rows={rows}
        quorum={{ needed: 2, of: 2, sectors: [] }}
        words={words}
      />
    </ActionForm>,
  )
}
const marked = (html: string) =>
  [...html.matchAll(/<input[^>]*type="radio"[^>]*>/g)]
    .map(([input]) => input)
    .filter((input) => input.includes('checked'))
    .map((input) => /name="([^"]+)".*value="([^"]+)"/.exec(input)?.slice(1))

test('starts with what was recorded', () => {
  expect(marked(drawn({ ok: true, key: 'k', errors: {}, values: {} }))).toEqual([
    ['seats.0.state', 'absent'],
    ['seats.1.state', 'present'],
  ])
})

test('a form that comes back keeps the marks that were made, also without scripts, and counts them', () => {
  const html = drawn({
    ok: false,
    key: 'k',
    errors: {},
    values: { 'seats.0.state': 'present', 'seats.1.state': 'present' },
  })
  expect(marked(html)).toEqual([
    ['seats.0.state', 'present'],
    ['seats.1.state', 'present'],
  ])
  expect(html).toContain('2 de 2')
})

const fresh: FormState = { ok: true, key: 'k', errors: {}, values: {} }
const seats = (...states: string[]) =>
  states.map((state, place) => ({ ...row, seat: String(place), state }))

test.each([
  ['nobody is marked', seats('', ''), 'nadie marcado'],
  ['somebody is not marked yet', seats('present', ''), '1 de 2, 1 por marcar'],
  ['everybody is marked, and too few are there', seats('present', 'absent'), '1 de 2, no hay'],
  [
    'whoever holds no seat is not waited for',
    [...seats('present'), { ...row, seat: 'v', state: '', vacant: true }],
    '1 de 2, no hay',
  ],
  ['enough are there', seats('present', 'present'), '2 de 2<'],
])('says of the quorum what is known: %s', (_, rows, said) => {
  expect(drawn(fresh, rows).replaceAll(/<!-- -->| (?=<)/g, '')).toContain(said)
})
