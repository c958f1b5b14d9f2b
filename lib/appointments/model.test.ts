/** @module-tag long */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../act/calendar.ts'
import { hasEnded, inForceOn, overlap } from '../act/in-force.ts'
import {
  appointersOf,
  firstDayLost,
  goOnInOffice,
  holdsTheSeat,
  makingWay,
  recovers,
  seatIsTaken,
  somebodyAppoints,
  voiceReaches,
  voicesHeld,
  voicesOver,
} from '../bodies/rules.ts'
import type { Capacity, Holding, SeatHeld } from '../bodies/rules.ts'
import { confirmedByAll, confirming, voiceIsLost } from './rules.ts'
import type { SectorThere } from './rules.ts'

// Random histories of who sits where, played on the rules alone: terms that run out, ends, people who are erased, bodies that close, pauses.
// From each state that they reach there is a lawful act by which a sector has its voice again, and it is done, to see that it has.

type Table = { sectors: SectorThere[]; seats: Omit<SeatHeld, 'mandates' | 'endedOn'>[] }
const seat = (id: string, body: string, sector: string, voice: boolean) => ({
  id,
  body,
  bodyKind: body === 'committee' ? 'committee' : 'group',
  sector,
  voice,
})
const sector = (id: string, hasPosition = true) => ({ id, hasPosition })

/** The table of three sectors, with academia beside; one of two; and one sector alone with a group. */
const tables: Record<string, Table> = {
  'three sectors': {
    sectors: [sector('civil'), sector('oversight'), sector('executive'), sector('academia', false)],
    seats: [
      seat('a', 'committee', 'civil', true),
      seat('b', 'committee', 'civil', true),
      seat('c', 'committee', 'civil', false),
      seat('d', 'g1', 'civil', true),
      seat('e', 'committee', 'oversight', true),
      seat('f', 'g1', 'oversight', false),
      seat('g', 'committee', 'executive', true),
      seat('h', 'committee', 'executive', false),
      seat('i', 'committee', 'academia', false),
    ],
  },
  'two sectors': {
    sectors: [sector('civil'), sector('executive')],
    seats: [
      seat('a', 'committee', 'civil', true),
      seat('b', 'g1', 'civil', true),
      seat('c', 'committee', 'executive', true),
      seat('d', 'committee', 'executive', false),
    ],
  },
  'one sector': {
    sectors: [sector('civil')],
    seats: [
      seat('a', 'committee', 'civil', true),
      seat('b', 'committee', 'civil', false),
      seat('c', 'g1', 'civil', true),
    ],
  },
}

const START = '2030-01-07'
type Step =
  | { is: 'appoint'; by: number; seat: number; capacity: Capacity; from: number; lasts: number | null }
  | { is: 'end'; mandate: number; on: number; successor: boolean }
  | { is: 'erase'; person: number }
  | { is: 'close'; body: number }
  | { is: 'recovery'; by: number; seat: number }
  | { is: 'pause'; sector: number }
  | { is: 'wait'; days: number }

const lasts = fc.option(fc.integer({ min: 1, max: 12 }), { freq: 4 })
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant('appoint' as const),
      by: fc.nat(20),
      seat: fc.nat(8),
      capacity: fc.constantFrom('titular' as const, 'alternate' as const, 'acting' as const),
      from: fc.nat(6),
      lasts,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      is: fc.constant('end' as const),
      mandate: fc.nat(20),
      on: fc.nat(9),
      successor: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('erase' as const), person: fc.nat(12) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('close' as const), body: fc.nat(1) }) },
  {
    weight: 1,
    arbitrary: fc.record({ is: fc.constant('recovery' as const), by: fc.nat(9), seat: fc.nat(8) }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('pause' as const), sector: fc.nat(3) }) },
  {
    weight: 4,
    arbitrary: fc.record({ is: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 9 }) }),
  },
)
/** Who sits when the forum opens, and until which day: somebody who can act for a sector, at least. */
const anyBeginning = fc.record({
  first: fc.nat(8),
  others: fc.uniqueArray(fc.record({ seat: fc.nat(8), lasts }), { selector: (one) => one.seat }),
  lasts,
})
const anyHistory = fc.record({
  table: fc.constantFrom(...Object.keys(tables)),
  beginning: anyBeginning,
  steps: fc.array(anyStep, { maxLength: 20 }),
})
type History = typeof anyHistory extends fc.Arbitrary<infer H> ? H : never

class Forum {
  today = START
  readonly sectors: SectorThere[]
  seats: SeatHeld[]
  recovery = new Map<string, string>()
  ways = new Set<string>()
  #drawn = 0
  constructor({ sectors, seats }: Table) {
    this.sectors = sectors
    this.seats = seats.map((one) => ({ ...one, endedOn: null, mandates: [] }))
  }
  ofSector = (of: string) => this.seats.filter((one) => one.sector === of)
  draw = () => `m${(this.#drawn += 1)}`
  /** What `appoint` does once it may. */
  give(
    to: SeatHeld,
    days: { capacity: Capacity; fromOn: string; untilOn: string | null },
    person = this.draw(),
  ) {
    for (const { mandate, untilOn } of makingWay(to, days)) mandate.untilOn = untilOn
    to.mandates.push({ id: this.draw(), person, erased: false, ...days })
  }
  /** All who hold a seat today, and can sign in. */
  actors() {
    return this.seats
      .filter((one) => !hasEnded(one.endedOn, this.today))
      .flatMap((at) =>
        at.mandates
          .filter((held) => !held.erased && inForceOn(held, this.today))
          .map((held) => ({ at, held })),
      )
  }
  /** As `appoint` asks. */
  mayFill({ at, held }: { at: SeatHeld; held: Holding }, to: SeatHeld): boolean {
    if (at.sector !== to.sector || !holdsTheSeat(held)) return false
    if (at.voice && voiceReaches(at, to)) return true
    const named = this.recovery.get(to.sector) ?? null
    return at.id === named && recovers(to, this.ofSector(to.sector), named, this.today)
  }
  /** By the system's office, before anybody does anything. */
  keepInOffice() {
    for (const { seat: to, mandate } of goOnInOffice(this.seats, this.today)) {
      const next = to.mandates
        .filter((held) => holdsTheSeat(held) && held.fromOn > this.today)
        .map((held) => held.fromOn)
        .toSorted()[0]
      this.give(to, { capacity: 'acting', fromOn: this.today, untilOn: next ?? null }, mandate.person)
      this.ways.add('kept in office')
    }
  }
}

const chosen = <T>(list: T[], which: number): T | undefined => list[which % Math.max(1, list.length)]

function begun({ table, beginning }: History): Forum {
  const forum = new Forum(tables[table] ?? expect.fail())
  const voices = forum.seats.filter(({ voice }) => voice)
  const until = (days: number | null) => (days === null ? null : addDays(START, days))
  const first = chosen(voices, beginning.first) ?? expect.fail()
  forum.give(first, { capacity: 'titular', fromOn: START, untilOn: until(beginning.lasts) })
  for (const { seat: place, lasts: days } of beginning.others) {
    const to = forum.seats[place]
    if (to && to !== first) forum.give(to, { capacity: 'titular', fromOn: START, untilOn: until(days) })
  }
  return forum
}

function play(forum: Forum, step: Step): void {
  const at = (days: number) => addDays(forum.today, days)
  switch (step.is) {
    case 'wait':
      forum.today = at(step.days)
      return
    case 'appoint': {
      const [by, to] = [chosen(forum.actors(), step.by), chosen(forum.seats, step.seat)]
      const fromOn = at(step.from)
      const untilOn = step.lasts === null ? null : at(step.from + step.lasts)
      const days = { capacity: step.capacity, fromOn, untilOn }
      if (!by || !to || hasEnded(to.endedOn, fromOn) || !forum.mayFill(by, to)) return
      if (!seatIsTaken(to.mandates, days, 'fromOn')) forum.give(to, days)
      return
    }
    case 'end': {
      const all = forum.seats.flatMap((of) => of.mandates.map((held) => ({ of, held })))
      const one = chosen(
        all.filter(({ held }) => !hasEnded(held.untilOn, forum.today)),
        step.mandate,
      )
      const untilOn = at(step.on)
      if (!one || untilOn < one.held.fromOn || hasEnded(one.held.untilOn, untilOn)) return
      const next = {
        capacity: one.held.capacity as Capacity,
        fromOn: untilOn,
        untilOn: one.held.untilOn,
      }
      const others = one.of.mandates.filter((held) => held !== one.held)
      if (step.successor && seatIsTaken(others, next, 'fromOn')) return
      if (
        firstDayLost(
          one.held,
          one.of,
          forum.ofSector(one.of.sector),
          untilOn,
          step.successor ? next : null,
        )
      )
        return
      one.held.untilOn = untilOn
      if (step.successor) forum.give(one.of, next)
      return
    }
    case 'erase': {
      const people = [...new Set(forum.seats.flatMap((of) => of.mandates.map(({ person }) => person)))]
      const person = chosen(people, step.person)
      const held = voicesHeld(forum.seats, forum.today)
      // The last who can act for anybody is not erased before somebody follows (lib/keeping).
      if (held.length > 0 && held.every((one) => one.person === person)) return
      for (const of of forum.seats)
        for (const one of of.mandates) if (one.person === person) one.erased = true
      return
    }
    case 'close': {
      // A body that closes takes its seats with it. The Committee's last seat with a sector's voice does not close.
      const of = step.body === 0 ? forum.seats.filter((one) => one.body === 'g1') : []
      const open = of.filter((one) => !hasEnded(one.endedOn, forum.today))
      const left = forum.seats.filter((one) => !open.includes(one))
      if (voicesHeld(left, forum.today).length === 0) return
      for (const one of open) one.endedOn = forum.today
      return
    }
    case 'recovery': {
      const [by, to] = [chosen(forum.actors(), step.by), chosen(forum.seats, step.seat)]
      if (!by || !to || by.at.sector !== to.sector || !by.at.voice || !holdsTheSeat(by.held)) return
      if (by.at.bodyKind === 'committee' && !hasEnded(to.endedOn, forum.today))
        forum.recovery.set(to.sector, to.id)
      return
    }
    // A sector that pauses says nothing about who sits for it.
    case 'pause':
  }
}

/** For a sector, one of its seats in a body that is there: by which way somebody comes to sit on it, and it is taken. */
function wayBack(forum: Forum, to: SeatHeld): string {
  const { today } = forum
  const own = forum.ofSector(to.sector)
  const voices = voicesOver(to, own, today)
  // A sector to which no voice was given has none to lose: the Committee decides who sits for it, and somebody can bring it up.
  if (voices.length === 0) return forum.actors().length > 0 ? 'decision' : 'none'
  if (somebodyAppoints(to, own, today)) return 'own'
  const lost = voices.find((one) => voiceIsLost(one, own, today)) ?? expect.fail()
  const named = forum.recovery.get(to.sector) ?? null
  const recovering = forum.actors().find((one) => forum.mayFill(one, lost))
  const days = { capacity: 'titular' as const, fromOn: today, untilOn: nextOf(lost, today) }
  const taken = seatIsTaken(lost.mandates, days, 'fromOn')
  if (taken) return `taken: ${taken.refused}`
  if (recovering && recovers(lost, own, named, today)) {
    forum.give(lost, days)
    return 'recovery seat'
  }
  const sectors = confirming(to.sector, forum.sectors, forum.seats, today)
  const confirmed = sectors.filter((one) =>
    forum.actors().some(({ at, held }) => at.sector === one && at.voice && holdsTheSeat(held)),
  )
  if (!confirmedByAll(sectors, confirmed)) return 'none'
  forum.give(lost, days)
  return sectors.length >= 2 ? 'letter' : 'letter, with twice the days'
}

function nextOf(to: SeatHeld, today: string): string | null {
  return (
    to.mandates
      .filter((held) => holdsTheSeat(held) && !held.erased && held.fromOn > today)
      .map((held) => held.fromOn)
      .toSorted()[0] ?? null
  )
}

/** Nobody ever holds a seat beside another, whichever way they came to it. */
function oneAtATime(forum: Forum): boolean {
  return forum.seats.every(({ mandates }) =>
    mandates.every((one, at) =>
      mandates
        .slice(at + 1)
        .every((other) => !holdsTheSeat(one) || !holdsTheSeat(other) || !overlap(one, other)),
    ),
  )
}

describe('from every state that a forum can reach', () => {
  it('there is a lawful act by which a sector has its voice again, in forums of three, two and one sector', () => {
    const ways = new Map<string, number>()
    fc.assert(
      fc.property(anyHistory, (history) => {
        const forum = begun(history)
        for (const step of history.steps) {
          play(forum, step)
          forum.keepInOffice()
          expect(voicesHeld(forum.seats, forum.today).length, 'somebody is there').toBeGreaterThan(0)
          expect(oneAtATime(forum)).toBe(true)
          for (const to of forum.seats.filter((one) => !hasEnded(one.endedOn, forum.today))) {
            const before = forum.seats
            forum.seats = structuredClone(before)
            const way = wayBack(forum, forum.seats.find(({ id }) => id === to.id) ?? expect.fail())
            ways.set(`${history.table}: ${way}`, (ways.get(`${history.table}: ${way}`) ?? 0) + 1)
            expect([
              'own',
              'decision',
              'recovery seat',
              'letter',
              'letter, with twice the days',
            ]).toContain(way)
            const own = forum.ofSector(to.sector)
            const voices = voicesOver(to, own, forum.today)
            // The one act restores a voice that reaches this seat; where its own body's was not the first that was lost, the next does.
            if (voices.length > 0)
              expect(voices.some((one) => appointersOf(one, own, forum.today).length > 0)).toBe(true)
            expect(oneAtATime(forum)).toBe(true)
            forum.seats = before
          }
          for (const way of forum.ways) ways.set(`${history.table}: ${way}`, 1)
        }
      }),
      { numRuns: 10_000 },
    )
    // The histories reached each of the ways.
    for (const way of [
      'three sectors: own',
      'three sectors: decision',
      'three sectors: letter',
      'three sectors: letter, with twice the days',
      'three sectors: recovery seat',
      'three sectors: kept in office',
      'two sectors: letter, with twice the days',
      'two sectors: kept in office',
      'one sector: kept in office',
    ])
      expect(ways.get(way) ?? 0, `${way} of ${JSON.stringify([...ways])}`).toBeGreaterThan(0)
  }, 240_000)
})
