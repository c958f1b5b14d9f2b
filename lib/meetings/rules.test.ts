import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../act/viewer.ts'
import { ForumRules } from '../bodies/rules.ts'
import {
  attendanceStates,
  isThere,
  keepsBook,
  mandateThatSat,
  quorumAt,
  quorumKnown,
  sectorsWithPosition,
  speakersAt,
} from './rules.ts'
import type { SeatOn } from './rules.ts'

const seat = (id: string, parts: Partial<SeatOn> = {}): SeatOn => ({
  id,
  function: 'member',
  voice: false,
  required: true,
  sector: 'civil',
  hasPosition: true,
  titular: `${id}-titular`,
  alternate: null,
  ...parts,
})
const actor = (parts: object): Actor => ({
  kind: 'seat',
  seat: 's',
  mandate: 'm',
  person: 'p',
  body: 'b',
  bodyKind: 'committee',
  sector: 'civil',
  hasPosition: true,
  function: 'member',
  voice: false,
  capacity: 'titular',
  ...parts,
})
const rules = ForumRules.parse({})

describe('who keeps the book', () => {
  const secretary = seat('secretary', { function: 'secretary' })
  const chair = seat('chair', { function: 'chair' })
  const empty = { titular: null, alternate: null }
  it.each([
    ['the secretary', actor({ function: 'secretary' }), [secretary, chair], true],
    [
      'not the chair while there is a secretary',
      actor({ function: 'chair' }),
      [secretary, chair],
      false,
    ],
    [
      'the chair where the secretary’s seat is vacant',
      actor({ function: 'chair' }),
      [{ ...secretary, ...empty }, chair],
      true,
    ],
    [
      'not the chair while the secretary’s alternate sits',
      actor({ function: 'chair' }),
      [{ ...secretary, titular: null, alternate: 'm2' }, chair],
      false,
    ],
    [
      'not a member with a voice while there is a chair',
      actor({ voice: true }),
      [{ ...secretary, ...empty }, chair],
      false,
    ],
    [
      'a member with a voice where both are vacant',
      actor({ voice: true }),
      [
        { ...secretary, ...empty },
        { ...chair, ...empty },
      ],
      true,
    ],
    ['a member with a voice where there is neither seat', actor({ voice: true }), [seat('one')], true],
    ['nobody without a voice', actor({}), [seat('one')], false],
    ['nobody of another body', actor({ function: 'secretary', body: 'other' }), [secretary], false],
    ['no office', { kind: 'office', office: 'operator' } satisfies Actor, [seat('one')], false],
  ] as [string, Actor, SeatOn[], boolean][])('%s', (_name, who, seats, keeps) => {
    expect(keepsBook(who, 'b', seats)).toBe(keeps)
  })
})

describe('attendance', () => {
  const both = seat('one', { alternate: 'one-alternate' })
  it.each([
    ['present', 'one-titular'],
    ['remote', 'one-titular'],
    ['represented', 'one-alternate'],
    ['absent', null],
    ['excused', null],
  ])('%s: the mandate that sat', (state, mandate) => {
    expect(mandateThatSat(both, state)).toBe(mandate)
    expect(isThere(state)).toBe(mandate !== null)
  })

  it('lets the first seat with a voice that was there speak for its sector', () => {
    const seats = [
      seat('mute'),
      seat('first', { voice: true }),
      seat('second', { voice: true }),
      seat('other', { sector: 'executive', voice: true }),
    ]
    const sat = (seatId: string, state = 'present') => ({
      seatId,
      state,
      mandateId: isThere(state) ? `${seatId}-titular` : null,
    })
    expect(speakersAt(seats, [sat('mute'), sat('first', 'excused'), sat('second', 'remote')])).toEqual([
      { sector: 'civil', seat: 'second', mandate: 'second-titular' },
    ])
    expect(speakersAt(seats, [sat('mute')])).toEqual([])
    expect(
      sectorsWithPosition([...seats, seat('adviser', { sector: 'academia', hasPosition: false })]),
    ).toEqual(['civil', 'executive'])
  })
})

describe('quorum at a session', () => {
  const three = ['civil', 'oversight', 'executive'].map((sector) =>
    seat(sector, { sector, voice: true }),
  )
  const sat = (...ids: string[]) => ids.map((seatId) => ({ seatId, state: 'present' }))
  it('needs its share in total and somebody of each sector', () => {
    expect(quorumAt(three, sat('civil', 'oversight', 'executive'), rules)).toMatchObject({
      reached: true,
      there: 3,
      of: 3,
      needed: 2,
    })
    expect(quorumAt(three, sat('civil', 'oversight'), rules)).toMatchObject({ reached: false, there: 2 })
  })
  it('counts a vacant seat that is required, and not one that is not', () => {
    const vacant = { titular: null, alternate: null }
    expect(quorumAt([...three, seat('empty', vacant)], [], rules).of).toBe(4)
    expect(quorumAt([...three, seat('empty', { ...vacant, required: false })], [], rules).of).toBe(3)
    expect(quorumAt([...three, seat('filled', { required: false })], [], rules).of).toBe(4)
    expect(
      quorumAt(
        [...three, seat('adviser', { function: 'adviser', sector: 'academia', hasPosition: false })],
        [],
        rules,
      ).of,
    ).toBe(3)
  })
  it('never falls when one more seat comes in', () => {
    const states = fc.array(fc.constantFrom(...attendanceStates), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(
        states,
        fc.integer({ min: 0, max: 2 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, at, quorumShare) => {
          const some = { ...rules, quorumShare }
          const before = three.map((seatOn, place) => ({
            seatId: seatOn.id,
            state: given[place] ?? 'absent',
          }))
          const after = before.map((one, place) => (place === at ? { ...one, state: 'remote' } : one))
          return !quorumAt(three, before, some).reached || quorumAt(three, after, some).reached
        },
      ),
    )
  })
})

describe('what is known of a quorum', () => {
  const mark = (
    state: string | null,
    parts: { counts?: boolean; vacant?: boolean; of?: string } = {},
  ) => ({
    state,
    counts: parts.counts ?? true,
    vacant: parts.vacant ?? false,
    seat: { sector: { id: parts.of ?? 'civil' } },
  })
  type Marks = ReturnType<typeof mark>[]
  const known = (attendance: Marks, frozen = false) => {
    const there = (of?: string) =>
      attendance.filter(
        ({ state, counts, seat: { sector } }) => counts && isThere(state) && (!of || sector.id === of),
      ).length
    const sectors = [...new Set(attendance.map(({ seat: { sector } }) => sector.id))].map((sector) => ({
      sector,
      there: there(sector),
      of: 2,
      needed: 1,
      reached: there(sector) >= 1,
    }))
    const reached = there() >= 2 && sectors.every((sector) => sector.reached)
    return quorumKnown({
      quorumFrozen: frozen,
      quorum: { reached, there: there(), needed: 2, sectors },
      attendance,
    }).is
  }
  it.each<[string, string, Marks]>([
    ['nobody is marked', 'unknown', [mark(null), mark(null)]],
    ['enough are there, whoever else comes', 'reached', [mark('present'), mark('remote'), mark(null)]],
    ['somebody is not marked yet', 'open', [mark('present'), mark(null)]],
    ['all are marked', 'lacking', [mark('present'), mark('absent')]],
    [
      'whoever is not marked would not be enough',
      'lacking',
      [mark('absent'), mark('absent'), mark(null)],
    ],
    [
      'a sector is missing that has nobody left to mark',
      'lacking',
      [mark('present'), mark('present'), mark(null), mark('absent', { of: 'oversight' })],
    ],
    ['a vacant seat is not waited for', 'lacking', [mark('present'), mark(null, { vacant: true })]],
    ['nor one that does not count', 'lacking', [mark('present'), mark(null, { counts: false })]],
  ])('%s: %s', (_, is, attendance) => {
    expect(known(attendance)).toBe(is)
  })
  it('it is frozen with the session', () => {
    expect(known([mark('present'), mark(null)], true)).toBe('lacking')
  })
})
