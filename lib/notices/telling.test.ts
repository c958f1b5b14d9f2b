import { expect, it } from 'vitest'
import { factKinds } from '../facts.ts'

const told = (kind: string) =>
  factKinds.flatMap((fact) => (fact.notices.some((notice) => notice.kind === kind) ? [fact.kind] : []))

it('every kind of fact says whom it is told to, if it is only that it tells nobody', () => {
  expect(factKinds.filter((fact) => !Array.isArray(fact.notices))).toEqual([])
})

it('these ask something of their readers, and may wake them', () => {
  expect(told('asked')).toEqual([
    'proposals.proposed/1',
    'proposals.text-changed/1',
    'meetings.minutes-circulated/1',
    'meetings.agreement-reached/1',
    'meetings.erratum-proposed/1',
    'records.taken-over/1',
    'appointments.restoration-asked/1',
  ])
})

it('what has a deadline is asked, and stands on the desk', () => {
  const odd = factKinds.flatMap((fact) =>
    fact.notices.filter((notice) => notice.until && (notice.kind !== 'asked' || !notice.thing)),
  )
  expect(odd).toEqual([])
})
