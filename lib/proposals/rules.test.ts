import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  blocks,
  endingOf,
  endings,
  needsReason,
  outcomeOf,
  positionInForce,
  stances,
  voicesListed,
} from './rules.ts'
import type { LapseCause, SectorStand, Stance } from './rules.ts'

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

describe('endingOf', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 19, 12, minute))
  const given = (parts: Partial<Parameters<typeof endingOf>[0]> = {}) => ({
    sector: 'civil',
    digest: 'a',
    entryIndex: 1,
    takenAt: at(1),
    lapsedAt: null as Date | null,
    lapsedBy: null as LapseCause | null,
    ...parts,
  })
  const versions = [{ digest: 'a', madeAt: at(0) }]
  const newText = [...versions, { digest: 'b', madeAt: at(5) }]
  const suspended = { lapsedAt: at(3), lapsedBy: 'suspension' as const }
  const circulated = { lapsedAt: at(3), lapsedBy: 'new-minutes' as const }
  const later = given({ entryIndex: 2, takenAt: at(2) })

  it.each([
    ['nothing, while it counts', given(), [], versions, null],
    ['its sector’s suspension', given(suspended), [], versions, 'suspension'],
    ['another version of the minutes', given(circulated), [], versions, 'new-minutes'],
    ['another position of its sector', given(), [later], versions, 'changed'],
    ['another text', given(), [], newText, 'new-text'],
    [
      'what came first: it was changed, then the sector paused',
      given(suspended),
      [later],
      versions,
      'changed',
    ],
    ['what came first: it lapsed, then the text changed', given(circulated), [], newText, 'new-minutes'],
    [
      'another text, where the list has the current one alone',
      given(),
      [],
      newText.slice(1),
      'new-text',
    ],
    [
      'nothing, whatever another sector said',
      given(),
      [given({ sector: 'executive', entryIndex: 2, takenAt: at(2) })],
      versions,
      null,
    ],
  ])('is %s', (_what, position, others, texts, by) => {
    const ending = endingOf(position, { positions: [position, ...others], versions: texts })
    expect(ending?.by ?? null).toBe(by)
  })

  it('has a word for each cause, in both languages, and none stands for two', () => {
    for (const locale of ['es', 'en']) {
      const { record } = JSON.parse(
        readFileSync(resolve(import.meta.dirname, `../../messages/${locale}.json`), 'utf8'),
      ) as { record: { ended: Record<string, string> } }
      expect(Object.keys(record.ended).toSorted()).toEqual(endings.toSorted())
      expect(new Set(Object.values(record.ended)).size).toBe(endings.length)
    }
  })
})

describe('voicesListed', () => {
  const held = [{ seat: 's1', mandate: 'm1', capacity: 'titular' }]
  const spoke = (mandateId: string) => ({ seatId: 's1', mandateId, capacity: 'alternate' })

  it('is who holds the voice, and whoever gave the position that counts', () => {
    expect(voicesListed(held, null)).toEqual(held)
    expect(voicesListed(held, spoke('m1'))).toEqual(held)
    expect(voicesListed(held, spoke('m2'))).toEqual([
      ...held,
      { seat: 's1', mandate: 'm2', capacity: 'alternate' },
    ])
    expect(voicesListed([], spoke('m2'))).toHaveLength(1)
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
