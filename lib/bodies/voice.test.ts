import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { done } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { openDoor } from '../act/act.ts'
import type { Outcome } from '../act/act.ts'
import { addDays, fromDate } from '../act/calendar.ts'
import type { AnyCommand, Circumstances, Command } from '../act/command.ts'
import { isRefusal } from '../act/refusal.ts'
import type { Standing } from '../act/refusal.ts'
import { forumBySlug, officeViewer, personViewer } from '../act/viewer.ts'
import type { Actor, ForumHead } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { effects } from '../effects.ts'
import { erasePayloads } from '../keeping/commands.ts'
import type { Fact } from '../log/fact.ts'
import { resumeParticipation, suspendParticipation } from '../proposals/commands.ts'
import { mayBecome } from '../amendments/rules.ts'
import type { Shape } from '../amendments/rules.ts'
import type { Change } from '../amendments/facts.ts'
import { appoint, endMandate, establishBody, foundForum, openForum } from './commands.ts'
import type { SeatAmong } from './commands.ts'
import { voiceGapsSeenBy } from './seen.ts'
import { inForceOn, overlap } from '../act/in-force.ts'
import type { Term } from '../act/in-force.ts'
import { ForumRules, voicesHeld } from './rules.ts'
import type { Holding, SeatHeld } from './rules.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())
const act = openDoor(database, effects)

// Random histories of one forum: who is appointed, whose mandate ends, who is erased, who pauses,
// which sector becomes two, and days that pass.
// They are played on the commands alone, and, a smaller number, on the database beside them, where
// both must say the same.

const START = '2030-01-07'
const reason = { lang: 'es' as const, text: 'Así lo pide.' }

/** Two voices of a sector in the committee and one in each of two groups, a seat without it; a sector with one voice; one without any. */
const plan = [
  { key: 'a', body: 'committee', sector: 'civil', voice: true },
  { key: 'b', body: 'committee', sector: 'civil', voice: true },
  { key: 'c', body: 'committee', sector: 'civil', voice: false },
  { key: 'd', body: 'g1', sector: 'civil', voice: true },
  { key: 'e', body: 'g2', sector: 'civil', voice: true },
  { key: 'f', body: 'g2', sector: 'civil', voice: false },
  { key: 'g', body: 'committee', sector: 'executive', voice: true },
  { key: 'h', body: 'committee', sector: 'academia', voice: false },
] as const
/** Who sits when the forum opens, and until which day: some sectors begin with a term, and some seats with nobody. */
type Beginning = { seat: number; lasts: number | null }[]

type Step =
  | {
      is: 'appoint'
      by: number
      seat: number
      capacity: 'titular' | 'alternate'
      from: number
      lasts: number | null
      person: number
    }
  | { is: 'end'; by: number; mandate: number; on: number; successor: number | null }
  | { is: 'erase'; person: number }
  | { is: 'pause' | 'resume'; by: number }
  | { is: 'wait'; days: number }
  /** of a sector, these of its seats go to the second of the two that it becomes */
  | { is: 'split'; of: number; second: boolean[] }

const emailOf = (person: number) => `p${person}@voz.example`
const nameOf = (person: number) => `Persona ${person}`
const capacity = fc.constantFrom('titular' as const, 'titular' as const, 'alternate' as const)
const lasts = fc.option(fc.integer({ min: 1, max: 12 }), { freq: 2 })
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant('appoint' as const),
      by: fc.nat(20),
      seat: fc.nat(plan.length - 1),
      capacity,
      from: fc.nat(6),
      lasts,
      person: fc.nat(9),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      is: fc.constant('end' as const),
      by: fc.nat(20),
      mandate: fc.nat(20),
      on: fc.nat(9),
      successor: fc.option(fc.nat(9), { freq: 1 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('erase' as const), person: fc.nat(9) }) },
  {
    weight: 1,
    arbitrary: fc.record({ is: fc.constantFrom('pause' as const, 'resume' as const), by: fc.nat(20) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ is: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 5 }) }),
  },
)
/** Some histories divide a sector besides: what the sectors decide of it is tried in lib/amendments. */
const anySplit: fc.Arbitrary<Step> = fc.record({
  is: fc.constant('split' as const),
  of: fc.nat(4),
  second: fc.array(fc.boolean(), { minLength: plan.length, maxLength: plan.length }),
})
const anyBeginning: fc.Arbitrary<Beginning> = fc.uniqueArray(
  fc.record({ seat: fc.nat(plan.length - 1), lasts }),
  { selector: (one) => one.seat, maxLength: plan.length },
)
const anyHistory = fc.record({ beginning: anyBeginning, steps: fc.array(anyStep, { maxLength: 16 }) })
const anyDivided = fc.record({
  beginning: anyBeginning,
  steps: fc.array(fc.oneof({ weight: 5, arbitrary: anyStep }, { weight: 1, arbitrary: anySplit }), {
    maxLength: 16,
  }),
})

const ids: string[] = plan.map(() => randomUUID())
const bodies = { committee: randomUUID(), g1: randomUUID(), g2: randomUUID() }
const sectors = { civil: randomUUID(), executive: randomUUID(), academia: randomUUID() }
const forum: ForumHead = {
  id: randomUUID(),
  slug: 'voz',
  name: { es: 'Voz' },
  kind: 'live',
  timeZone: 'America/Mexico_City',
  rules: {},
  openedAt: new Date(0),
}

/** The forum as the commands alone see it: every row that a fact would write, and no database. */
class Memory {
  today = START
  people: { id: string; email: string; erased: boolean }[] = []
  mandates: (Omit<Holding, 'erased'> & { seat: string })[] = []
  /** of which sector each seat is, by its place */
  sectorOf: string[] = plan.map(({ sector }) => sectors[sector])
  #seats: SeatHeld[] | null = null
  #drawn = 0
  #draw = {
    id: () => `00000000-0000-4000-8000-${String((this.#drawn += 1)).padStart(12, '0')}`,
    salt: () => new Uint8Array(32),
  }

  get circumstances(): Circumstances {
    return { forum, now: new Date(`${this.today}T18:00:00Z`), today: this.today, effects }
  }
  isErased(person: string): boolean {
    return this.people.some((one) => one.id === person && one.erased)
  }
  seats(): SeatHeld[] {
    return (this.#seats ??= plan.map(({ body, voice }, at) => ({
      id: ids[at] ?? '',
      body: bodies[body],
      bodyKind: body === 'committee' ? 'committee' : 'group',
      sector: this.sectorOf[at] ?? '',
      voice,
      endedOn: null,
      mandates: this.mandates
        .filter((mandate) => mandate.seat === ids[at])
        .map((mandate) => ({ ...mandate, erased: this.isErased(mandate.person) })),
    })))
  }
  erase(person: number) {
    const erased = this.people[person]
    if (erased) erased.erased = true
    this.#seats = null
  }
  /**
   * A sector becomes two, where that is lawful: the rule of lib/amendments is asked, of the forum's
   * shape as these seats have it.
   */
  split(which: number, second: boolean[]): string {
    const open = [...new Set(this.sectorOf)].filter((sector) => sector !== sectors.academia)
    const of = open[which % open.length] ?? ''
    const [one, other] = [this.#draw.id(), this.#draw.id()]
    const half = (id: string, hue: string) => ({
      sector: id,
      slug: id.slice(-8),
      name: { es: id },
      shape: 'circle',
      hue: `${hue} ${id}`,
    })
    const named = this.sectorOf.map((sector, at) => (second[at] ? other : one))
    const change: Change = {
      kind: 'amendments.sector-split',
      inForceOn: this.today,
      sector: of,
      into: [half(one, 'one'), half(other, 'other')],
      seats: ids.flatMap((seat, at) =>
        this.sectorOf[at] === of ? [{ seat, to: named[at] ?? one }] : [],
      ),
      organisations: [],
    }
    const standing = mayBecome(change, this.#shape())
    if (isRefusal(standing)) return standing.refused
    this.sectorOf = this.sectorOf.map((sector, at) => (sector === of ? (named[at] ?? one) : sector))
    this.#seats = null
    return 'done'
  }
  /** What the rule of lib/amendments asks of a forum. */
  #shape(): Shape {
    const kinds = { committee: 'committee', g1: 'group', g2: 'group' }
    return {
      name: forum.name,
      timeZone: forum.timeZone,
      languages: 'es-en',
      rules: ForumRules.parse({ quorumPerSector: 0 }),
      sectors: [...new Set(this.sectorOf)].map((id) => ({
        id,
        slug: id,
        name: { es: id },
        hasPosition: id !== sectors.academia,
        shape: 'circle',
        hue: id,
        ended: false,
        paused: false,
        recoverySeat: null,
      })),
      bodies: Object.entries(bodies).map(([slug, id]) => ({
        id,
        slug,
        kind: kinds[slug as keyof typeof kinds],
        name: { es: slug },
        shortName: slug,
        commitment: null,
        underWay: 0,
        minutesDue: 0,
      })),
      seats: this.seats().map((seat, rank) => ({
        ...seat,
        rank,
        organisation: null,
        slug: seat.id,
        name: { es: seat.id },
        function: 'member',
        ended: false,
        actions: [],
        mandates: seat.mandates.map((mandate) => ({
          ...mandate,
          inForce: inForceOn(mandate, this.today),
          appoints: mandate.capacity === 'titular' && !mandate.erased,
        })),
      })),
      organisations: [],
      commitments: [],
      answers: [],
      held: [],
    }
  }
  /** Whether by this nobody would be left who could act for any sector: then the person is not erased (lib/keeping). */
  wouldBeDeserted(person: number): boolean {
    const held = voicesHeld(this.seats(), this.today)
    return held.length > 0 && held.every((mandate) => mandate.person === this.people[person]?.id)
  }
  /** Plays something for a look, and takes it back. */
  tried(look: () => void) {
    const [mandates, people] = [this.mandates.map((mandate) => ({ ...mandate })), [...this.people]]
    look()
    Object.assign(this, { mandates, people })
    this.#seats = null
  }
  among(seat: string | undefined): SeatAmong {
    const found = this.seats().find((seatHeld) => seatHeld.id === seat)
    if (!found) throw new Error('no such seat')
    return {
      seat: found,
      ofSector: this.seats().filter((seatHeld) => seatHeld.sector === found.sector),
      recovery: null,
      othersConfirm:
        voicesHeld(
          this.seats().filter(
            ({ sector, bodyKind }) =>
              bodyKind === 'committee' && sector !== found.sector && sector !== sectors.academia,
          ),
          this.today,
        ).length > 0,
      forum,
    }
  }
  known(email: string | undefined): { id: string } | null {
    return this.people.find((person) => person.email === email && !person.erased) ?? null
  }
  /** What a command asks of somebody who is to sit there. */
  newcomer(email: string | undefined, seat: string | undefined, days: Term | null) {
    const known = this.known(email)
    const { sector } = this.among(seat).seat
    const elsewhere =
      days !== null &&
      this.mandates.some(
        (mandate) =>
          mandate.person === known?.id &&
          this.among(mandate.seat).seat.sector !== sector &&
          overlap(days, mandate),
      )
    return { known, elsewhere, arrived: null }
  }
  /** Mandates in force today, by which somebody can act. */
  inForce() {
    return this.mandates.filter(
      (mandate) => inForceOn(mandate, this.today) && !this.isErased(mandate.person),
    )
  }
  actor({ seat: id, person }: { seat: string; person: string }): Actor {
    const { seat } = this.among(id)
    const own = this.inForce().filter((one) => one.seat === id && one.person === person)
    const held = own.find((one) => one.capacity === 'titular') ?? own[0]
    if (!held) return { kind: 'public' }
    return {
      kind: 'seat',
      seat: id,
      mandate: held.id,
      person,
      body: seat.body,
      bodyKind: seat.bodyKind,
      sector: seat.sector,
      hasPosition: true,
      function: 'member',
      voice: seat.voice,
      capacity: held.capacity,
    }
  }
  /** Whether somebody of the sector can appoint to this seat today: asked of `appoint` itself, as each of those who hold a seat. */
  somebodyCan(seat: string): boolean {
    const subject = { ...this.among(seat), known: null, elsewhere: false, arrived: null }
    // Asked for and confirmed by another sector, it is theirs to say all the same.
    return this.inForce().some((one) => {
      const heard = appoint.standing(this.actor(one), subject, this.circumstances)
      return heard === true || heard.refused === 'bodies.anotherSectorConfirms'
    })
  }
  /** What `act` does, as far as it can without a database. */
  act<I extends z.ZodType, S>(command: Command<I, S>, actor: Actor, subject: S, given: unknown): string {
    const parsed = command.input.safeParse(given)
    if (!parsed.success) return parsed.error.issues[0]?.message ?? 'invalid'
    const circumstances = this.circumstances
    const answers: (Standing | (() => Standing | ReturnType<NonNullable<typeof command.check>>))[] = [
      command.standing(actor, subject, circumstances),
      () => command.check?.(subject, parsed.data, circumstances, actor) ?? true,
    ]
    for (const answer of answers) {
      const refusal = [typeof answer === 'function' ? answer() : answer].flat().find(isRefusal)
      if (refusal) return refusal.refused
    }
    const decision = command.decide({
      as: actor,
      subject,
      input: parsed.data,
      draw: this.#draw,
      ...circumstances,
    })
    for (const fact of Array.isArray(decision) ? decision : decision.facts) this.#apply(fact)
    return 'done'
  }
  #apply({ of, fields }: Fact) {
    this.#seats = null
    const text = (name: string) => String(fields[name])
    if (of.kind === 'bodies.person-registered/1')
      this.people.push({ id: text('person'), email: text('email'), erased: false })
    if (of.kind === 'bodies.mandate-began/1') {
      const untilOn = fields.untilOn === undefined ? null : text('untilOn')
      this.mandates.push({
        id: text('mandate'),
        seat: text('seat'),
        person: text('person'),
        capacity: text('capacity'),
        fromOn: text('fromOn'),
        untilOn,
      })
    }
    if (of.kind === 'bodies.mandate-ended/1') {
      const ended = this.mandates.find((mandate) => mandate.id === fields.mandate)
      if (ended) ended.untilOn = text('untilOn')
    }
  }
  begin(beginning: Beginning) {
    for (const { seat, lasts } of beginning) {
      this.mandates.push({
        id: this.#draw.id(),
        seat: ids[seat] ?? '',
        person: this.#draw.id(),
        capacity: 'titular',
        fromOn: START,
        untilOn: lasts === null ? null : addDays(START, lasts),
      })
      const person = this.mandates.at(-1)?.person ?? ''
      this.people.push({ id: person, email: `inicio-${seat}@voz.example`, erased: false })
    }
  }
}

type Asked =
  | { command: AnyCommand; by: number | null; input: Record<string, unknown> }
  | { erase: number }
  | { wait: number }
  | { split: number; second: boolean[] }

/** A step as something that can be asked of the forum as it stands; null where there is nobody and nothing for it. */
function askedOf(memory: Memory, step: Step): Asked | null {
  const at = (offset: number) => addDays(memory.today, offset)
  const chosen = <T>(list: T[], which: number): T | undefined => list[which % Math.max(1, list.length)]
  const actors = memory.inForce()
  const by = 'by' in step ? memory.mandates.indexOf(chosen(actors, step.by) ?? expect.fail()) : null
  switch (step.is) {
    case 'wait':
      return { wait: step.days }
    case 'split':
      return { split: step.of, second: step.second }
    case 'erase':
      return memory.people.length > 0 && !memory.wouldBeDeserted(step.person % memory.people.length)
        ? { erase: step.person % memory.people.length }
        : null
    case 'appoint':
      return {
        command: appoint,
        by,
        input: {
          seat: ids[step.seat],
          name: nameOf(step.person),
          email: emailOf(step.person),
          capacity: step.capacity,
          fromOn: at(step.from),
          ...(step.lasts !== null && { untilOn: at(step.from + step.lasts) }),
        },
      }
    case 'end': {
      const mandate = chosen(
        memory.mandates.filter((one) => one.untilOn === null || one.untilOn > memory.today),
        step.mandate,
      )
      const successor =
        step.successor === null
          ? {}
          : { successor: { name: nameOf(step.successor), email: emailOf(step.successor) } }
      return mandate
        ? { command: endMandate, by, input: { mandate: mandate.id, untilOn: at(step.on), ...successor } }
        : null
    }
    case 'pause':
      return { command: suspendParticipation, by, input: { scope: 'forum', reason } }
    case 'resume':
      return { command: resumeParticipation, by, input: {} }
  }
}

type Wanted = { seat: string; email: string; fromOn: string; untilOn?: string }

/** Plays a step on the commands alone, and says what was heard. */
function playedOn(memory: Memory, asked: Asked): string {
  if ('wait' in asked) {
    memory.today = addDays(memory.today, asked.wait)
    return 'waited'
  }
  if ('erase' in asked) {
    memory.erase(asked.erase)
    return 'erased'
  }
  if ('split' in asked) return memory.split(asked.split, asked.second)
  const { command, by, input } = asked
  const actor = memory.actor(memory.mandates[by ?? -1] ?? expect.fail())
  if (command === appoint) {
    const { seat, email, fromOn, untilOn = null } = input as Wanted
    const newcomer = memory.newcomer(email, seat, { fromOn, untilOn })
    return memory.act(appoint, actor, { ...memory.among(seat), ...newcomer }, input)
  }
  if (command === endMandate) {
    const among = memory.among(memory.mandates.find((one) => one.id === input.mandate)?.seat)
    const mandate = among.seat.mandates.find((holding) => holding.id === input.mandate) ?? expect.fail()
    const { successor, untilOn: fromOn } = input as { successor?: { email: string }; untilOn: string }
    const untilOn = mandate.untilOn && mandate.untilOn <= fromOn ? null : mandate.untilOn
    const days = successor ? { fromOn, untilOn } : null
    const newcomer = memory.newcomer(successor?.email, among.seat.id, days)
    return memory.act(endMandate, actor, { ...among, mandate, ...newcomer }, input)
  }
  // A pause says nothing about who sits, and is here to show that it does not.
  return 'paused'
}

/** Who may appoint to a seat on a day, in the words of decision 006 and without the rules' own functions. */
function namesFor(memory: Memory, to: (typeof plan)[number], day: string): boolean {
  return memory.mandates.some((mandate) => {
    const from = plan[ids.indexOf(mandate.seat)]
    return (
      from?.voice &&
      memory.sectorOf[plan.indexOf(from)] === memory.sectorOf[plan.indexOf(to)] &&
      (from.body === 'committee' || from.body === to.body) &&
      mandate.capacity === 'titular' &&
      mandate.fromOn <= day &&
      (mandate.untilOn === null || day < mandate.untilOn) &&
      !memory.isErased(mandate.person)
    )
  })
}

const ahead = Array.from({ length: 20 }, (_, days) => days)
/** The seats and the days to come on which nobody could appoint, if nobody did anything by then. No step reaches further ahead. */
function without(memory: Memory): Set<string> {
  const days = ahead.map((one) => addDays(memory.today, one))
  return new Set(
    plan.flatMap((seat) =>
      days.filter((day) => !namesFor(memory, seat, day)).map((day) => `${seat.key} ${day}`),
    ),
  )
}

/** Who can appoint is who the rule says, in whichever words. */
function theyAgree(memory: Memory): void {
  for (const [place, to] of plan.entries()) {
    const can = memory.somebodyCan(ids[place] ?? expect.fail())
    if (can !== namesFor(memory, to, memory.today)) throw new Error(`${to.key}: appoint says ${can}`)
  }
}

/** Nobody is kept in a seat: with somebody who follows, whoever may appoint may leave today. */
function everybodyMayLeave(memory: Memory): void {
  for (const one of memory.inForce()) {
    const [among, actor] = [memory.among(one.seat), memory.actor(one)]
    const mandate = among.seat.mandates.find((held) => held.id === one.id)
    const nobody = { known: null, elsewhere: false, arrived: null }
    if (!mandate || appoint.standing(actor, { ...among, ...nobody }, memory.circumstances) !== true)
      continue
    memory.tried(() => {
      const successor = { name: 'Quien sigue', email: `sigue-${memory.people.length}@voz.example` }
      expect(
        memory.act(
          endMandate,
          actor,
          { ...among, mandate, ...nobody },
          { mandate: one.id, untilOn: memory.today, successor },
        ),
      ).toBe('done')
    })
  }
}

describe('from every state that a forum can reach', () => {
  it('no act of anybody takes a day from a sector on which it had somebody who may appoint', () => {
    const heard = new Map<string, number>()
    fc.assert(
      fc.property(anyHistory, ({ beginning, steps }) => {
        const memory = new Memory()
        memory.begin(beginning)
        for (const step of steps) {
          if ('by' in step && memory.inForce().length === 0) continue
          const asked = askedOf(memory, step)
          if (!asked) continue
          const before = step.is === 'wait' || step.is === 'erase' ? null : without(memory)
          const said = playedOn(memory, asked)
          heard.set(`${step.is} ${said}`, (heard.get(`${step.is} ${said}`) ?? 0) + 1)
          if (before)
            expect(
              [...without(memory)].filter((one) => !before.has(one)),
              JSON.stringify(step),
            ).toEqual([])
          theyAgree(memory)
          everybodyMayLeave(memory)
        }
      }),
      { numRuns: 2_000 },
    )
    // The histories reached what they are about.
    expect(
      ['end done', 'end bodies.nobodyLeft', 'end bodies.endsAlready', 'appoint done'].filter(
        (one) => !heard.has(one),
      ),
    ).toEqual([])
  }, 120_000)

  it('a sector that becomes two leaves none of its seats to nobody: both appoint from the first day, and each by itself', () => {
    const heard = new Map<string, number>()
    fc.assert(
      fc.property(anyDivided, ({ beginning, steps }) => {
        const memory = new Memory()
        memory.begin(beginning)
        for (const step of steps) {
          if ('by' in step && memory.inForce().length === 0) continue
          const asked = askedOf(memory, step)
          if (!asked) continue
          const before = step.is === 'wait' || step.is === 'erase' ? null : without(memory)
          const was = [...memory.sectorOf]
          const said = playedOn(memory, asked)
          heard.set(`${step.is} ${said}`, (heard.get(`${step.is} ${said}`) ?? 0) + 1)
          if (step.is === 'split' && said === 'done') {
            const moved = plan.filter((_seat, at) => memory.sectorOf[at] !== was[at])
            expect(moved.length).toBeGreaterThan(1)
            for (const seat of moved)
              expect(namesFor(memory, seat, memory.today), `${seat.key} after a split`).toBe(true)
          } else if (before)
            expect(
              [...without(memory)].filter((one) => !before.has(one)),
              JSON.stringify(step),
            ).toEqual([])
          theyAgree(memory)
          everybodyMayLeave(memory)
        }
      }),
      { numRuns: 2_000 },
    )
    expect(
      ['split done', 'split amendments.splitWithoutVoice'].filter((one) => (heard.get(one) ?? 0) < 20),
    ).toEqual([])
  }, 120_000)

  it('the database says the same as the commands alone, and tells where nobody can appoint', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory, async ({ beginning, steps }) => {
        const memory = new Memory()
        memory.begin(beginning)
        const founded = await inDatabase(beginning)
        for (const step of steps) {
          if ('by' in step && memory.inForce().length === 0) continue
          const asked = askedOf(memory, step)
          if (!asked) continue
          const heard = await founded.played(memory, asked)
          expect(playedOn(memory, asked), JSON.stringify(step)).toBe(heard)
        }
        expect(await founded.mandates()).toEqual(
          memory.mandates.map(({ seat, capacity, fromOn, untilOn }) => ({
            seat: plan[ids.indexOf(seat)]?.key,
            capacity,
            fromOn,
            untilOn,
          })),
        )
        const locked = plan.filter(
          (seat) => seat.sector !== 'academia' && !namesFor(memory, seat, memory.today),
        )
        expect(await founded.lockedOn(memory.today)).toEqual(
          [...new Set(locked.map(({ sector, body }) => `${sector} ${body}`))].toSorted(),
        )
      }),
      { numRuns: 20 },
    )
  }, 240_000)
})

/** A forum of its own, so founded and so begun, on which the same steps are played as acts. */
async function inDatabase(beginning: Beginning) {
  const slug = `voz-${randomUUID().slice(0, 8)}`
  const founding: ForumHead = { ...forum, id: randomUUID(), slug, openedAt: null }
  const [seats, kept, people]: [Map<string, string>, string[], string[]] = [new Map(), [], []]
  let present = founding
  let sent = 0
  const send = (
    command: AnyCommand,
    day: string,
    person: string | null,
    input: object,
  ): Promise<Outcome> => {
    const now = new Date(`${day}T18:00:00Z`)
    const request = { key: `${slug}-${String((sent += 1)).padStart(10, '0')}`, input, clock: () => now }
    const viewer =
      person === null
        ? Promise.resolve(officeViewer(database, present, 'operator', now))
        : personViewer(database, present, person, now)
    return viewer.then((found) => act(command, { ...request, viewer: found }))
  }
  const operate = async (command: AnyCommand, input: object) =>
    done(await send(command, START, null, input))
  const own = { civil: randomUUID(), executive: randomUUID(), academia: randomUUID() }
  await operate(foundForum, {
    slug,
    name: { es: 'Voz' },
    kind: 'live',
    timeZone: 'America/Mexico_City',
    sectors: Object.entries(own).map(([key, id]) => ({
      id,
      slug: key,
      name: { es: key },
      hasPosition: key !== 'academia',
      shape: 'circle',
      hue: 'other',
    })),
  })
  for (const body of ['committee', 'g1', 'g2']) {
    const there = plan.filter((one) => one.body === body).map((one) => ({ ...one, id: randomUUID() }))
    for (const { key, id } of there) seats.set(key, id)
    await operate(establishBody, {
      slug: body,
      kind: body === 'committee' ? 'committee' : 'group',
      name: { es: body },
      shortName: body,
      seats: there.map(({ id, key, sector, voice }) => ({
        id,
        sector: own[sector],
        slug: `asiento-${key}`,
        name: { es: key },
        function: 'member',
        voice,
      })),
    })
  }
  const began = ({ mandate, person }: Record<string, string | number>) => {
    if (mandate !== undefined) kept.push(String(mandate))
    if (person !== undefined && !people.includes(String(person))) people.push(String(person))
  }
  for (const { seat, lasts } of beginning) {
    began(
      await operate(appoint, {
        seat: seats.get(plan[seat]?.key ?? ''),
        name: `Inicio ${seat}`,
        email: `inicio-${seat}@voz.example`,
        capacity: 'titular',
        fromOn: START,
        ...(lasts !== null && { untilOn: addDays(START, lasts) }),
      }),
    )
  }
  await operate(openForum, {})
  present = (await forumBySlug(database, slug)) ?? expect.fail()

  const inForum = (seat: unknown) => seats.get(plan[ids.indexOf(String(seat))]?.key ?? '')
  async function erased(which: number, day: string): Promise<void> {
    const { email } = await database.person.findUniqueOrThrow({ where: { id: people[which] ?? '' } })
    if (email === null) return
    const entry = await database.logPayload.findFirstOrThrow({
      where: { forumId: present.id, open: false, value: JSON.stringify(email) },
    })
    const beside = await database.logPayload.findMany({
      where: { forumId: present.id, open: false, index: entry.index, erasedAt: null },
    })
    done(
      await send(erasePayloads, day, null, {
        payloads: beside.map((one) => Buffer.from(one.seal).toString('base64')),
        reason,
        note: null,
      }),
    )
  }
  return {
    /** Before the memory plays the same: ids are told apart by their place. */
    async played(memory: Memory, asked: Asked): Promise<string> {
      if ('wait' in asked) return 'waited'
      if ('erase' in asked) return erased(asked.erase, memory.today).then(() => 'erased')
      // None of the histories that are played here divides a sector.
      if ('split' in asked) throw new Error('not played as acts')
      const by = asked.by === null ? null : memory.mandates[asked.by]
      const place = memory.mandates.findIndex((mandate) => mandate.id === asked.input.mandate)
      const input = {
        ...asked.input,
        ...(asked.input.seat !== undefined && { seat: inForum(asked.input.seat) }),
        ...(place >= 0 && { mandate: kept[place] }),
        ...(by && { as: inForum(by.seat) }),
      }
      const person = by ? people[memory.people.findIndex((one) => one.id === by.person)] : null
      if (asked.command === resumeParticipation) {
        const suspension = await database.suspension.findFirst({
          where: { forumId: present.id, resumedAt: null },
        })
        if (suspension)
          await send(asked.command, memory.today, person ?? null, {
            ...input,
            suspension: suspension.id,
          })
        return 'paused'
      }
      const outcome = await send(asked.command, memory.today, person ?? null, input)
      if (asked.command === suspendParticipation) return 'paused'
      if (outcome.is === 'done') began(outcome.result)
      if (outcome.is === 'invalid') return outcome.problems[0]?.key ?? 'invalid'
      return outcome.is === 'refused' ? outcome.refusal.refused : outcome.is
    },
    async mandates() {
      const rows = await database.mandate.findMany({
        where: { forumId: present.id },
        include: { seat: true },
      })
      return rows
        .toSorted((one, other) => kept.indexOf(one.id) - kept.indexOf(other.id))
        .map(({ seat, capacity, fromOn, untilOn }) => ({
          seat: seat.slug.replace('asiento-', ''),
          capacity,
          fromOn: fromDate(fromOn),
          untilOn: untilOn && fromDate(untilOn),
        }))
    },
    async lockedOn(day: string) {
      const viewer = officeViewer(database, present, 'operator', new Date(`${day}T18:00:00Z`))
      const gaps = (await voiceGapsSeenBy(viewer)).filter((voiceGap) => voiceGap.from === day)
      return gaps
        .flatMap(({ sector, bodies }) => bodies.map((body) => `${sector.slug} ${body.slug}`))
        .toSorted()
    },
  }
}
