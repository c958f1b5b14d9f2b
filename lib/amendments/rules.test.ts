import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRefusal } from '../act/refusal.ts'
import { ForumRules, languageChoices, somebodyAppoints } from '../bodies/rules.ts'
import type { SeatHeld } from '../bodies/rules.ts'
import type { Change } from './facts.ts'
import { redLineOf } from './red-line.ts'
import { mayBecome, obstaclesIn, rulesByName, rulesWith, shapeAfter } from './rules.ts'
import type { Shape } from './rules.ts'
import { changeFor, isChange } from './wish.ts'
import type { Wish } from './wish.ts'

const id = (of: number) => `00000000-0000-4000-8000-${String(of).padStart(12, '0')}`
const name = (es: string) => ({ es })
const sectors = [1, 2, 3].map(id)
const committee = id(10)
const organisations = [20, 21, 22].map(id)

function shape(rules: object = {}): Shape {
  return {
    name: name('Mesa'),
    timeZone: 'UTC',
    languages: 'es-en',
    rules: ForumRules.parse(rules),
    sectors: sectors.map((sector, at) => ({
      id: sector,
      slug: `s${at}`,
      name: name(`Sector ${at}`),
      hasPosition: true,
      shape: 'circle',
      hue: (['civil', 'oversight', 'executive'] as const)[at] ?? 'other',
      ended: false,
      paused: false,
      recoverySeat: null,
    })),
    bodies: [
      {
        id: committee,
        slug: 'comite',
        kind: 'committee',
        name: name('Comité'),
        shortName: 'CC',
        commitment: null,
        underWay: 0,
        minutesDue: 0,
      },
    ],
    seats: [0, 1, 2, 3, 4, 5].map((at) => ({
      id: id(30 + at),
      body: committee,
      sector: sectors[at % 3] ?? '',
      organisation: at < 3 ? (organisations[at] ?? null) : null,
      slug: `a${at}`,
      name: name(`Asiento ${at}`),
      function: 'member',
      voice: at < 3,
      rank: at,
      ended: false,
      mandates: [
        {
          id: id(50 + at),
          person: id(60 + at),
          fromOn: '2020-01-01',
          untilOn: null,
          inForce: true,
          appoints: true,
        },
      ],
      actions: [],
    })),
    organisations: organisations.map((organisation, at) => ({
      id: organisation,
      sector: sectors[at] ?? '',
      name: name(`Organización ${at}`),
      shortName: null,
      ended: false,
      predecessors: [],
    })),
    commitments: [70, 71, 72].map(id),
    answers: [0, 1, 2].flatMap((at) => [
      { id: id(80 + at), commitment: id(70 + at), organisation: organisations[at] ?? '', role: 'lead' },
      {
        id: id(90 + at),
        commitment: id(70 + at),
        organisation: organisations[(at + 1) % 3] ?? '',
        role: 'support',
      },
    ]),
    held: [],
  }
}

let drawn = 1000
const ids = { id: () => id(++drawn) }
const inForceOn = '2027-01-01'
const change = (wish: Wish, now: Shape): Change => {
  const made = changeFor(wish, { shape: now, ids, inForceOn })
  if (!isChange(made)) throw new Error(made.refused)
  return made
}

describe('rules by their names', () => {
  it('say the same as the rules, and a value changes its own rule alone', () => {
    const rules = ForumRules.parse({})
    expect(rulesByName(rules)).toMatchObject({ noticeOrdinary: 5, draftDays: 180, witnessDays: 7 })
    expect(rulesWith(rules, { noticeExtraordinary: 3 })).toEqual({
      ...rules,
      noticeDays: { ordinary: 5, extraordinary: 3 },
    })
  })

  it.each<[string, object, string | true]>([
    ['two of each sector, who are there', { quorumPerSector: 2 }, true],
    ['three of each sector', { quorumPerSector: 3 }, 'amendments.quorumAbove'],
    ['all who hold a seat', { quorumShare: 1 }, true],
  ])('%s', (_what, rules, expected) => {
    const now = shape()
    const said = mayBecome(change({ kind: 'rules', rules } as Wish, now), now)
    expect(isRefusal(said) ? said.refused : said).toBe(expected)
  })

  it('a share that vacancies put out of reach is refused', () => {
    const now = shape()
    const vacant = {
      ...now,
      seats: now.seats.map((seat, at) => (at < 2 ? { ...seat, mandates: [] } : seat)),
    }
    expect(mayBecome(change({ kind: 'rules', rules: { quorumShare: 0.9 } }, now), vacant)).toMatchObject(
      { refused: 'amendments.shareAbove' },
    )
  })
})

describe('a succession', () => {
  const succeed = (predecessors: number[], successors: number[]): Wish => ({
    kind: 'organisation-succeeded',
    predecessors: predecessors.map((at) => organisations[at] ?? ''),
    successors: successors.map((at) => organisations[at] ?? ''),
    seats: [],
    commitments: [],
  })

  it('of another sector takes no seat of this one', () => {
    const now = shape()
    expect(mayBecome(change(succeed([0], [1]), now), now)).toMatchObject({
      refused: 'amendments.otherSector',
    })
  })

  it('by none closes the seats, where that leaves no sector without a voice', () => {
    const now = shape()
    expect(mayBecome(change(succeed([0], []), now), now)).toMatchObject({
      refused: 'amendments.voiceless',
    })
    const voiced = { ...now, seats: now.seats.map((seat) => ({ ...seat, voice: true })) }
    expect(mayBecome(change(succeed([0], []), voiced), voiced)).toBe(true)
  })

  it('by itself is refused, and so is one in a circle', () => {
    const now = shape()
    const chosen = { ...change(succeed([0], [1]), now), successors: [organisations[0]] } as Change
    expect(mayBecome(chosen, now)).toMatchObject({ refused: 'amendments.succeedsItself' })
    const before = {
      ...now,
      organisations: now.organisations.map((organisation, at) =>
        at === 0 ? { ...organisation, predecessors: [organisations[1] ?? ''] } : organisation,
      ),
    }
    expect(mayBecome(change(succeed([0], [1]), now), before)).toMatchObject({
      refused: 'amendments.inACircle',
    })
  })
})

const seat = fc.integer({ min: 0, max: 5 }).map((at) => id(30 + at))
const anyWish: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({
    kind: fc.constant('rules' as const),
    rules: fc.record({
      quorumPerSector: fc.integer({ min: 0, max: 3 }),
      observationDays: fc.integer({ min: 0, max: 60 }),
    }),
  }),
  fc.record({ kind: fc.constant('voice-changed' as const), seat, voice: fc.boolean() }),
  fc.record({ kind: fc.constant('seat-closed' as const), seat }),
  fc.record({
    kind: fc.constant('languages-changed' as const),
    languages: fc.constantFrom(...languageChoices),
  }),
  fc.record({
    kind: fc.constant('seat-renamed' as const),
    seat,
    name: fc.constantFrom('Uno', 'Dos').map(name),
  }),
  fc.record({ kind: fc.constant('sector-ended' as const), sector: fc.constantFrom(...sectors) }),
  fc.record({
    kind: fc.constant('seat-added' as const),
    body: fc.constant(committee),
    sector: fc.constantFrom(...sectors),
    name: fc.constant(name('Nuevo')),
    function: fc.constant('member' as const),
    voice: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('organisation-succeeded' as const),
    predecessors: fc.constantFrom(...organisations).map((one) => [one]),
    successors: fc.subarray(organisations, { maxLength: 1 }),
    seats: fc.constant<{ seat: string; to: string }[]>([]),
    commitments: fc.constant<{ commitment: string; to: string }[]>([]),
  }),
)

describe('whatever a succession leaves', () => {
  /**
   * Three organisations of one sector, each with a seat that has something to do; the sectors' voices
   * sit elsewhere.
   */
  const founded: Shape = (({ seats, organisations: all, ...now }) => ({
    ...now,
    organisations: all.map((one) => ({ ...one, sector: sectors[0] ?? '' })),
    seats: seats.map((one, at) => ({
      ...one,
      sector: at < 3 ? (sectors[0] ?? '') : one.sector,
      voice: at >= 3,
      actions: [id(100 + at)],
    })),
  }))(shape())
  const spare = id(33)
  const anySuccession = fc.record({
    predecessors: fc.subarray(organisations, { minLength: 1, maxLength: 2 }),
    successors: fc.subarray(organisations),
    registers: fc.option(fc.constant({ name: name('Nueva') }), { nil: undefined }),
    to: fc.array(fc.constantFrom('new', 'nobody', ...organisations), { minLength: 6, maxLength: 6 }),
  })

  it('has one holder, or is named as left without one', () => {
    const made = { changes: 0, many: 0, nobody: 0 }
    fc.assert(
      fc.property(anySuccession, ({ to, ...given }) => {
        const told = (at: number) => (to[at] === 'nobody' ? 'close' : (to[at] ?? 'close'))
        const asked = changeFor(
          {
            kind: 'organisation-succeeded',
            ...given,
            seats: [0, 1, 2].map((at) => ({ seat: id(30 + at), to: told(at) })),
            commitments: [0, 1, 2].map((at) => ({ commitment: id(70 + at), to: to[3 + at] ?? '' })),
            actionsTo: spare,
          },
          { shape: founded, ids, inForceOn },
        )
        if (!isChange(asked) || asked.kind !== 'amendments.organisation-succeeded') return
        if (isRefusal(mayBecome(asked, founded))) return
        const heirs = [...asked.successors, ...(asked.registers ? [asked.registers.organisation] : [])]
        const [before, after] = [founded.answers, shapeAfter(asked, founded).answers]
        const lines = JSON.stringify(redLineOf(asked))
        const passing = new Set(
          before
            .filter((one) => asked.predecessors.includes(one.organisation))
            .map((one) => one.commitment),
        )
        made.changes += 1
        made.many += heirs.length > 1 ? 1 : 0
        expect(after.some((one) => asked.predecessors.includes(one.organisation))).toBe(false)
        for (const commitment of passing) {
          const heir = asked.commitments?.find((one) => one.commitment === commitment)?.to ?? null
          made.nobody += heir === null ? 1 : 0
          const holders = after.filter(
            (one) => one.commitment === commitment && one.organisation === heir,
          )
          expect(holders).toHaveLength(heir === null ? 0 : 1)
          expect(lines).toContain(commitment)
        }
        // What none of those that end answered for stays as it was.
        expect(after.filter((one) => !passing.has(one.commitment))).toEqual(
          before.filter((one) => !passing.has(one.commitment)),
        )
        // Each seat goes to one heir or closes, is named, and what it had to do goes with it or to a seat that stays.
        const own = founded.seats.filter((one) => asked.predecessors.includes(one.organisation ?? ''))
        expect(asked.seats.map(({ seat: one }) => one).toSorted()).toEqual(
          own.map((one) => one.id).toSorted(),
        )
        for (const { seat: one, to: heir } of asked.seats) {
          expect(heir === null || heirs.includes(heir)).toBe(true)
          expect(lines).toContain(one)
        }
        if (asked.seats.some((one) => one.to === null)) expect(lines).toContain(spare)
      }),
      { numRuns: 2000 },
    )
    expect(Math.min(made.changes, made.many, made.nobody)).toBeGreaterThan(20)
  })
})

describe('whatever a split leaves', () => {
  /** The first sector has three seats in the Committee more, one of them its organisation's. */
  const founded: Shape = (({ seats, ...now }) => ({
    ...now,
    seats: [
      ...seats,
      ...seats.slice(0, 3).map((one, at) => ({
        ...one,
        id: id(40 + at),
        sector: sectors[0] ?? '',
        organisation: at === 0 ? (organisations[0] ?? null) : null,
        slug: `b${at}`,
        rank: 6 + at,
        voice: at > 0,
      })),
    ],
  }))(shape())
  const own = founded.seats.filter((one) => one.sector === sectors[0])
  const half = fc.constantFrom('one' as const, 'other' as const)
  const split = (halves: ('one' | 'other')[], organisation: 'one' | 'other', one = 'Redes'): Wish => ({
    kind: 'sector-split',
    sector: sectors[0] ?? '',
    one: { name: name(one), shape: 'circle', hue: 'civil' },
    other: { name: name('Academia'), shape: 'hexagon', hue: 'academia' },
    organisations: [{ organisation: organisations[0] ?? '', to: organisation }],
    seats: own.map((seat, at) => ({ seat: seat.id, to: halves[at] ?? 'one' })),
  })
  const refusedAs = (wish: Wish, now = founded) => {
    const made = changeFor(wish, { shape: now, ids, inForceOn })
    const said = isChange(made) ? mayBecome(made, now) : made
    return isRefusal(said) ? said.refused : 'ok'
  }

  it('has all that the sector had, in one of two that both can speak, appoint and decide', () => {
    const heard = new Map<string, number>()
    fc.assert(
      fc.property(
        fc.array(half, { minLength: own.length, maxLength: own.length }),
        half,
        fc.subarray(own.map((one) => one.id)),
        fc.subarray(own.map((one) => one.id)),
        (halves, organisation, vacant, voices) => {
          const now: Shape = {
            ...founded,
            seats: founded.seats.map((one) =>
              one.sector === sectors[0]
                ? {
                    ...one,
                    voice: voices.includes(one.id),
                    mandates: vacant.includes(one.id) ? [] : one.mandates,
                  }
                : one,
            ),
          }
          const wish = split(halves, organisation)
          const said = refusedAs(wish, now)
          heard.set(said, (heard.get(said) ?? 0) + 1)
          if (said !== 'ok') return
          const made = change(wish, now)
          if (made.kind !== 'amendments.sector-split') throw new Error(made.kind)
          const after = shapeAfter(made, now)
          const lines = JSON.stringify(redLineOf(made))
          const heirs = made.into.map((one) => one.sector)
          expect(obstaclesIn(after)).toEqual([])
          // Nobody sits for what is no more; whoever sat there sits, as before, for one of the two.
          expect(after.seats.some((one) => one.sector === sectors[0])).toBe(false)
          for (const seat of own) {
            const then = after.seats.find((one) => one.id === seat.id)
            expect(heirs).toContain(then?.sector)
            expect({ ...then, sector: '' }).toEqual({
              ...now.seats.find((one) => one.id === seat.id),
              sector: '',
            })
            expect(lines).toContain(seat.id)
            const organised = after.organisations.find((one) => one.id === seat.organisation)
            if (organised) expect(then?.sector).toBe(organised.sector)
          }
          for (const heir of heirs) {
            const seats = after.seats.filter((one) => one.sector === heir)
            const ofSector: SeatHeld[] = seats.map((one) => ({
              ...one,
              bodyKind: 'committee',
              endedOn: null,
              mandates: one.mandates.map((held) => ({ ...held, capacity: 'titular', erased: false })),
            }))
            for (const one of seats) expect(somebodyAppoints(one, ofSector, inForceOn)).toBe(true)
          }
        },
      ),
      { numRuns: 1500 },
    )
    const reached = ['ok', 'amendments.seatApart', 'amendments.splitWithoutVoice'].map(
      (said) => heard.get(said) ?? 0,
    )
    expect(Math.min(...reached)).toBeGreaterThan(20)
  })

  it.each<[string, Wish, (now: Shape) => Shape, string]>([
    [
      'what is named to none of the two',
      { ...split(['one', 'one', 'one', 'other', 'other'], 'one'), organisations: [] } as Wish,
      (now) => now,
      'amendments.whichHalf',
    ],
    [
      'by the name of a sector beside it',
      split(['one', 'one', 'one', 'other', 'other'], 'one', 'Sector 1'),
      (now) => now,
      'amendments.nameTaken',
    ],
    [
      'both by one name',
      split(['one', 'one', 'one', 'other', 'other'], 'one', 'Academia'),
      (now) => now,
      'amendments.nameTaken',
    ],
    [
      'while it is suspended',
      split(['one', 'one', 'one', 'other', 'other'], 'one'),
      (now) => ({ ...now, sectors: now.sectors.map((one) => ({ ...one, paused: true })) }),
      'amendments.sectorPaused',
    ],
    [
      'while minutes say what it said',
      split(['one', 'one', 'one', 'other', 'other'], 'one'),
      (now) => ({ ...now, bodies: now.bodies.map((one) => ({ ...one, minutesDue: 1 })) }),
      'amendments.sectorInMinutes',
    ],
    [
      'by its own name and mark, which are free',
      split(['one', 'one', 'one', 'other', 'other'], 'one', 'Sector 0'),
      (now) => now,
      'ok',
    ],
  ])('%s', (_what, wish, so, expected) => {
    expect(refusedAs(wish, so(founded))).toBe(expected)
  })

  it('a seat that came or went since it was asked: overtaken, for nobody said whose it is', () => {
    const asked = change(split(['one', 'one', 'one', 'other', 'other'], 'one'), founded)
    const added = change(
      {
        kind: 'seat-added',
        body: committee,
        sector: sectors[0] ?? '',
        name: name('Más'),
        function: 'member',
        voice: false,
      },
      founded,
    )
    expect(mayBecome(asked, shapeAfter(added, founded))).toMatchObject({
      refused: 'amendments.overtaken',
    })
    expect(mayBecome(asked, shapeAfter(asked, founded))).toMatchObject({ refused: 'amendments.gone' })
  })
})

describe('whatever is adopted, in whatever order', () => {
  it('a change applies to what stands or says why not, and never leaves a forum that can decide nothing', () => {
    fc.assert(
      fc.property(fc.array(anyWish, { maxLength: 12 }), (wishes) => {
        const founded = shape()
        // All were asked for over the same forum, and are adopted one after another.
        const asked = wishes.flatMap((wish) => {
          const made = changeFor(wish, { shape: founded, ids, inForceOn })
          return isChange(made) ? [made] : []
        })
        let now = founded
        for (const one of asked) {
          const standing = mayBecome(one, now)
          if (isRefusal(standing)) {
            expect(standing.refused).toMatch(/^amendments\.\w+$/)
            continue
          }
          now = shapeAfter(one, now)
          expect(obstaclesIn(now)).toEqual([])
        }
      }),
      { numRuns: 300 },
    )
  })

  it('of two that touch the same rule the second is overtaken; of two that do not, both stand', () => {
    const now = shape()
    const [one, same, other] = [{ observationDays: 9 }, { observationDays: 8 }, { draftDays: 9 }].map(
      (rules) => change({ kind: 'rules', rules }, now),
    )
    if (!one || !same || !other) throw new Error('three were made')
    const after = shapeAfter(one, now)
    expect(mayBecome(same, after)).toMatchObject({ refused: 'amendments.overtaken' })
    expect(rulesByName(shapeAfter(other, after).rules)).toMatchObject({
      observationDays: 9,
      draftDays: 9,
    })
  })
})
