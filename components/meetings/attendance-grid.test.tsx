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
  reached: '{there} de {of}',
  notReached: '{there} de {of}, faltan',
  missing: '',
  vacant: 'vacante',
  rest: '',
}

function drawn(state: FormState): string {
  return renderToStaticMarkup(
    <ActionForm action={async () => state} state={state} forum="f" locale="es" faults="" unreachable="">
      <AttendanceGrid
        states={states}
        rows={[
          { ...row, seat: 'a', state: 'absent' },
          { ...row, seat: 'b', state: 'present' },
        ]}
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
