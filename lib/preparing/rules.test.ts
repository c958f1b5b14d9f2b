import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reordered } from './rules.ts'

const on = (id: string) => ({ id, withdrawnAt: null })
const gone = (id: string) => ({ id, withdrawnAt: new Date(0) })

describe('an item changes places', () => {
  it.each([
    ['with the one before it', [on('a'), on('b'), on('c')], 'b', 'up', ['b', 'a', 'c']],
    ['with the one behind it', [on('a'), on('b'), on('c')], 'b', 'down', ['a', 'c', 'b']],
    ['over one that was withdrawn', [on('a'), gone('x'), on('c')], 'c', 'up', ['c', 'x', 'a']],
    ['the first one not upwards', [gone('x'), on('a'), on('b')], 'a', 'up', null],
    ['the last one not downwards', [on('a'), on('b'), gone('x')], 'b', 'down', null],
    ['one that was withdrawn not at all', [on('a'), gone('x')], 'x', 'up', null],
  ] as const)('%s', (_what, agenda, item, to, order) => {
    expect(reordered([...agenda], item, to)).toEqual(order)
  })

  it('loses and adds none, and goes back the way it came', () => {
    const agendas = fc
      .uniqueArray(fc.uuid(), { minLength: 2, maxLength: 12 })
      .chain((ids) => fc.tuple(fc.constant(ids), fc.array(fc.boolean(), { minLength: ids.length })))
      .map(([ids, withdrawn]) => ids.map((id, place) => (withdrawn[place] ? gone(id) : on(id))))
    fc.assert(
      fc.property(agendas, fc.nat(), (agenda, place) => {
        const item = agenda[place % agenda.length]?.id ?? ''
        const order = reordered(agenda, item, 'down')
        if (!order) return
        const known = (id: string) => agenda.filter((one) => one.id === id)
        expect(order.toSorted()).toEqual(agenda.map(({ id }) => id).toSorted())
        expect(reordered(order.flatMap(known), item, 'up')).toEqual(agenda.map(({ id }) => id))
      }),
    )
  })
})
