import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blocks, needsReason, outcomeOf, positionInForce, stances } from './rules.ts'
import type { SectorStand, Stance } from './rules.ts'

const stand = (stance: Stance | null, parts: Partial<SectorStand> = {}): SectorStand => ({
  sector: 'one',
  voiceHeld: true,
  suspended: false,
  stance,
  ...parts,
})

describe('outcomeOf', () => {
  it.each<[string, SectorStand[], boolean, string, string | null]>([
    ['all agree', [stand('agree'), stand('agree'), stand('agree')], true, 'full-consensus', null],
    [
      'one has a reservation',
      [stand('agree'), stand('agree-with-reservation'), stand('agree')],
      true,
      'consensus-with-reservations',
      null,
    ],
    [
      'one stands aside',
      [stand('agree'), stand('stand-aside'), stand('agree')],
      true,
      'consensus-with-reservations',
      null,
    ],
    [
      'one objects',
      [stand('agree'), stand('object'), stand('agree')],
      true,
      'no-consensus',
      'objection',
    ],
    ['one is silent', [stand('agree'), stand(null), stand('agree')], true, 'no-consensus', 'silence'],
    [
      'one is suspended and silent',
      [stand('agree'), stand(null, { suspended: true }), stand('agree')],
      true,
      'no-consensus',
      'suspension',
    ],
    [
      'nobody holds a voice',
      [stand('agree'), stand(null, { voiceHeld: false }), stand('agree')],
      true,
      'no-consensus',
      'no-voice',
    ],
    ['no quorum', [stand('agree'), stand('agree'), stand('agree')], false, 'no-consensus', 'quorum'],
    [
      'an objection outweighs silence',
      [stand('object'), stand(null), stand('agree')],
      false,
      'no-consensus',
      'objection',
    ],
    [
      'a position voiced before a suspension stands',
      [stand('agree', { suspended: true }), stand('agree')],
      true,
      'full-consensus',
      null,
    ],
    ['no sector has a position', [], true, 'no-consensus', 'no-voice'],
  ])('%s', (_name, stands, quorate, outcome, obstacle) => {
    expect(outcomeOf(stands, quorate)).toMatchObject({ outcome, obstacle, adopted: obstacle === null })
  })

  const anyStand = fc.record({
    sector: fc.uuid(),
    voiceHeld: fc.boolean(),
    suspended: fc.boolean(),
    stance: fc.option(fc.constantFrom(...stances), { nil: null }),
  })

  it('adopts exactly when every sector has spoken, none objects and quorum was met', () => {
    fc.assert(
      fc.property(fc.array(anyStand, { maxLength: 6 }), fc.boolean(), (stands, quorate) => {
        const expected =
          stands.length > 0 &&
          quorate &&
          stands.every((one) => one.stance !== null && one.stance !== 'object')
        expect(outcomeOf(stands, quorate).adopted).toBe(expected)
      }),
    )
  })

  it('no sector outvotes another: the order and the number of those who agree change nothing', () => {
    fc.assert(
      fc.property(fc.array(anyStand, { minLength: 1, maxLength: 6 }), (stands) => {
        const reckoning = outcomeOf(stands, true)
        expect(outcomeOf(stands.toReversed(), true)).toMatchObject({
          adopted: reckoning.adopted,
          outcome: reckoning.outcome,
          obstacle: reckoning.obstacle,
        })
        expect(outcomeOf([...stands, stand('agree')], true).adopted).toBe(reckoning.adopted)
      }),
    )
  })

  it('an objection is never overcome', () => {
    fc.assert(
      fc.property(fc.array(anyStand, { maxLength: 6 }), fc.boolean(), (stands, quorate) => {
        expect(outcomeOf([...stands, stand('object')], quorate)).toMatchObject({
          adopted: false,
          obstacle: 'objection',
        })
      }),
    )
  })
})

describe('positionInForce', () => {
  const position = (parts: object) => ({
    sector: 'civil',
    digest: 'a',
    stance: 'agree',
    entryIndex: 1,
    lapsedAt: null,
    ...parts,
  })

  it('is the latest on exactly this text, by the order of the log', () => {
    const given = [
      position({ entryIndex: 3, stance: 'object' }),
      position({ entryIndex: 2 }),
      position({ entryIndex: 9, digest: 'b' }),
    ]
    expect(positionInForce(given, 'civil', 'a')?.entryIndex).toBe(3)
  })

  it('is the one in the making, which the log does not have yet', () => {
    const made = position({ entryIndex: null })
    const given = [position({ entryIndex: 3 }), made, position({ entryIndex: 9 })]
    expect(positionInForce(given, 'civil', 'a')).toBe(made)
  })

  it('is none where the text changed, the position lapsed, or another sector spoke', () => {
    expect(positionInForce([position({})], 'civil', 'b')).toBeNull()
    expect(positionInForce([position({ lapsedAt: new Date() })], 'civil', 'a')).toBeNull()
    expect(positionInForce([position({})], 'executive', 'a')).toBeNull()
  })
})

describe('blocks', () => {
  it.each([
    [null, 'c1', true],
    [null, null, true],
    ['c1', 'c1', true],
    ['c1', 'c2', false],
    ['c1', null, false],
  ])('a suspension of %s and a proposal about %s', (commitmentId, about, expected) => {
    expect(blocks({ commitmentId, resumedAt: null }, about)).toBe(expected)
    expect(blocks({ commitmentId, resumedAt: new Date() }, about)).toBe(false)
  })
})

it('asks a reason for a reservation and an objection', () => {
  expect(stances.filter(needsReason)).toEqual(['agree-with-reservation', 'object'])
})
