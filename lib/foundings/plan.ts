// What a forum is made from, however it was given: by a file, by answers at a terminal, or by the form in the browser. All that is wrong
// with it is told at once, before anything is made.
import { z } from 'zod'
import { isZone } from '../act/calendar.ts'
import { Day, Email, Line, Localised, Slug, WebAddress } from '../act/fields.ts'
import { ForumSlug } from '../bodies/commands.ts'
import { countsForQuorum, ForumRules, functions } from '../bodies/rules.ts'
import { faultsOfShape } from './shape.ts'
import type { Fault } from './shape.ts'

/** The marks of sectors, in the order in which they are given. */
export const marks = [
  { shape: 'circle', hue: 'civil' },
  { shape: 'diamond', hue: 'oversight' },
  { shape: 'square', hue: 'executive' },
  { shape: 'triangle', hue: 'academia' },
  { shape: 'hexagon', hue: 'other' },
  { shape: 'pentagon', hue: 'other' },
] as const

const Person = z.strictObject({
  name: Line,
  email: Email,
  capacity: z.enum(['titular', 'alternate']).default('titular'),
})
const Seat = z.strictObject({
  slug: Slug,
  sector: Slug,
  organisation: Slug.optional(),
  name: Localised,
  function: z.enum(functions),
  voice: z.boolean().default(false),
  people: z.array(Person).max(50).default([]),
})
const Sector = z.strictObject({ slug: Slug, name: Localised, hasPosition: z.boolean().default(true) })
const Organisation = z.strictObject({ slug: Slug, sector: Slug, name: Localised, shortName: Line })
const Body = z.strictObject({
  slug: Slug,
  kind: z.enum(['committee', 'group']),
  name: Localised,
  shortName: Line,
  seats: z.array(Seat).min(1).max(300),
  commitment: z.strictObject({ plan: Slug, number: z.int() }).optional(),
})
const Commitment = z.strictObject({
  number: z.int().min(1).max(9999),
  title: Localised,
  objective: Localised.optional(),
  policyArea: Line.optional(),
  lead: z.array(Slug).default([]),
  support: z.array(Slug).default([]),
})
const planDates = { startsOn: Day.optional(), endsOn: Day.optional() }
/** A plan as it was adopted. It enters here: once the forum is open, the operator records nothing more. */
const ActionPlan = z.strictObject({
  slug: Slug,
  name: Localised,
  adoptedOn: Day,
  ...planDates,
  source: z.strictObject({ text: Line, url: WebAddress.optional() }),
  commitments: z.array(Commitment).min(1).max(500),
})
/** A rule whose name was mistyped would not be there, and nobody would hear of it. */
const Rules = ForumRules.extend({ noticeDays: ForumRules.shape.noticeDays.unwrap().strict() })
  .partial()
  .strict()
export const ForumPlan = z.strictObject({
  slug: ForumSlug,
  name: Localised,
  timeZone: z.string().refine(isZone, 'errors.unknownZone').default('America/Mexico_City'),
  rules: Rules.default({}),
  sectors: z.array(Sector).min(1).max(marks.length),
  organisations: z.array(Organisation).default([]),
  plans: z.array(ActionPlan).default([]),
  bodies: z.array(Body).min(1).max(100),
})
export type ForumPlan = z.input<typeof ForumPlan>
export type Plan = z.output<typeof ForumPlan>

export function nameOf({ plan, number }: { plan: string; number: number }): string {
  return `${plan}/${number}`
}

/** A part of what was given that can be read by itself, whatever is wrong with the others; and where it stands. */
type Part<T = unknown> = { path: PropertyKey[]; value: T }
/** The parts of the whole, and what is in them. */
type Parts = Record<'sectors' | 'organisations' | 'plans' | 'bodies' | 'seats', Part[]>

/** The plan, or every fault of it: by its place, as a message key. */
export function checkedPlan(
  given: unknown,
): { plan: Plan; faults: [] } | { plan: null; faults: Fault[] } {
  const parsed = ForumPlan.safeParse(given)
  const faults = [
    ...(parsed.success ? [] : faultsOfShape(ForumPlan, given, parsed.error)),
    ...faultsBetween(given),
  ]
  return parsed.success && faults.length === 0
    ? { plan: parsed.data, faults: [] }
    : { plan: null, faults }
}

/** What its parts say of each other: names that are not there or there twice, and what an act would refuse when half of it is made. */
function faultsBetween(given: unknown): Fault[] {
  const whole: Part = { path: [], value: given }
  const bodies = partsOf(whole, 'bodies')
  const parts: Parts = {
    sectors: partsOf(whole, 'sectors'),
    organisations: partsOf(whole, 'organisations'),
    plans: partsOf(whole, 'plans'),
    bodies,
    seats: bodies.flatMap((body) => partsOf(body, 'seats')),
  }
  return [
    ...namesTwice(parts),
    ...strangers(parts),
    ...faultsOfPlans(parts),
    ...faultsOfSeats(parts),
    ...faultsOfBodies(parts),
    ...faultsOfPeople(parts),
    ...faultsOfSectors(parts),
    ...faultsOfQuorum(whole, parts),
  ]
}

function namesTwice({ sectors, organisations, plans, bodies }: Parts): Fault[] {
  return [
    ...[sectors, organisations, plans, bodies, ...bodies.map((body) => partsOf(body, 'seats'))].flatMap(
      (list) => twice(list, 'slug'),
    ),
    ...plans.flatMap((plan) => twice(partsOf(plan, 'commitments'), 'number')),
  ]
}

/** What bears a name that one before it bears. */
function twice(list: Part[], field: string): Fault[] {
  return list.flatMap(({ path, value }, place): Fault[] => {
    const named = fieldOf(value, field)
    return isName(named) && list.slice(0, place).some((one) => fieldOf(one.value, field) === named)
      ? [{ path: [...path, field], says: 'foundings.twice', params: { name: String(named) } }]
      : []
  })
}

/** Sectors and organisations that are named and are in no list. */
function strangers({ sectors, organisations, seats }: Parts): Fault[] {
  const stranger = (part: Part, field: 'sector' | 'organisation', known: Part[]): Fault[] => {
    const named = fieldOf(part.value, field)
    const names = known.map((one) => textIn(one, 'slug'))
    return typeof named !== 'string' || names.includes(named)
      ? []
      : [
          field === 'sector'
            ? { path: [...part.path, field], says: 'foundings.noSuchSector', params: { name: named } }
            : {
                path: [...part.path, field],
                says: 'foundings.noSuchOrganisation',
                params: { name: named },
              },
        ]
  }
  return [
    ...[...organisations, ...seats].flatMap((part) => stranger(part, 'sector', sectors)),
    ...seats.flatMap((seat) => stranger(seat, 'organisation', organisations)),
  ]
}

function faultsOfPlans({ plans, organisations, bodies }: Parts): Fault[] {
  const commitments = plans.flatMap((plan) =>
    partsOf(plan, 'commitments').map((part) => ({
      part,
      name: nameOf({ plan: textIn(plan, 'slug'), number: Number(fieldOf(part.value, 'number')) }),
    })),
  )
  const known = organisations.map((one) => textIn(one, 'slug'))
  return [
    ...commitments.flatMap(({ part }) => {
      const named = ['lead', 'support'].flatMap((role) => partsOf(part, role))
      return named.flatMap(({ path, value }, place): Fault[] => {
        if (typeof value !== 'string') return []
        if (!known.includes(value))
          return [{ path, says: 'foundings.noSuchOrganisation', params: { name: value } }]
        return named.slice(0, place).some((one) => one.value === value)
          ? [{ path, says: 'foundings.organisationTwice', params: { name: value } }]
          : []
      })
    }),
    ...bodies.flatMap((body): Fault[] => {
      const of = Body.shape.commitment.safeParse(fieldOf(body.value, 'commitment')).data
      return of && !commitments.some(({ name }) => name === nameOf(of))
        ? [
            {
              path: [...body.path, 'commitment'],
              says: 'foundings.noSuchCommitment',
              params: { name: nameOf(of) },
            },
          ]
        : []
    }),
    ...plans.flatMap(({ path, value }): Fault[] => {
      const { startsOn, endsOn } = z.object(planDates).safeParse(value).data ?? {}
      return startsOn && endsOn && endsOn < startsOn
        ? [{ path: [...path, 'endsOn'], says: 'errors.endsBeforeItStarts' }]
        : []
    }),
  ]
}

/** A seat has one titular, is held by an organisation of its own sector, and speaks for it only where it may take a position. */
function faultsOfSeats({ organisations, seats }: Parts): Fault[] {
  return seats.flatMap((seat): Fault[] => {
    const people = partsOf(seat, 'people')
    const titulars = people.filter(
      ({ value }) => (fieldOf(value, 'capacity') ?? 'titular') === 'titular',
    )
    const organisation = organisations.find(
      (one) => isName(textIn(one, 'slug')) && textIn(one, 'slug') === textIn(seat, 'organisation'),
    )
    const silent = ['adviser', 'observer'].includes(textIn(seat, 'function'))
    const elsewhere: Fault[] =
      organisation && textIn(organisation, 'sector') !== textIn(seat, 'sector')
        ? [
            {
              path: [...seat.path, 'organisation'],
              says: 'foundings.ofAnotherSector',
              params: { name: textIn(organisation, 'slug'), sector: textIn(organisation, 'sector') },
            },
          ]
        : []
    const voiceless: Fault[] =
      silent && fieldOf(seat.value, 'voice') === true
        ? [{ path: [...seat.path, 'voice'], says: 'foundings.voiceWithoutPosition' }]
        : []
    return [
      ...titulars.slice(1).map(({ path }): Fault => ({ path, says: 'foundings.secondTitular' })),
      ...people.flatMap((person, place): Fault[] =>
        people.slice(0, place).some((one) => isSame(emailIn(one), emailIn(person)))
          ? [{ path: [...person.path, 'email'], says: 'foundings.personTwice' }]
          : [],
      ),
      ...elsewhere,
      ...voiceless,
    ]
  })
}

/** Somebody has to convene: a forum has a committee, and a committee has a chair. */
function faultsOfBodies({ bodies }: Parts): Fault[] {
  if (bodies.length === 0) return []
  const committees = bodies.filter((body) => textIn(body, 'kind') === 'committee')
  const kinds = bodies.map((body) => textIn(body, 'kind'))
  if (committees.length === 0 && kinds.every((kind) => kind === 'group'))
    return [{ path: ['bodies'], says: 'foundings.noCommittee' }]
  return committees
    .filter((body) => partsOf(body, 'seats').length > 0)
    .filter((body) => !partsOf(body, 'seats').some((seat) => textIn(seat, 'function') === 'chair'))
    .map((body) => ({ path: [...body.path, 'seats'], says: 'foundings.noChair' }))
}

/** An e-mail is one person's, and a person is of one sector: a login must not hold the voices of two. */
function faultsOfPeople({ seats }: Parts): Fault[] {
  const people = seats.flatMap((seat) =>
    partsOf(seat, 'people').map((part) => ({
      part,
      email: emailIn(part),
      name: textIn(part, 'name').trim().toLowerCase(),
      sector: textIn(seat, 'sector'),
    })),
  )
  return people.flatMap(({ part, email, name, sector }, place): Fault[] => {
    const others = people.slice(0, place).filter((one) => isSame(one.email, email))
    const path = [...part.path, 'email']
    if (others.some((one) => one.sector !== sector))
      return [{ path, says: 'foundings.emailInTwoSectors', params: { email } }]
    return others.some((one) => one.name !== name)
      ? [{ path, says: 'foundings.emailOfTwo', params: { email } }]
      : []
  })
}

/** Decisions are the sectors' consensus: there is one with a position at least, and each of these has somebody to say it. */
function faultsOfSectors({ sectors, bodies, seats }: Parts): Fault[] {
  const deciding = sectors.filter((sector) => fieldOf(sector.value, 'hasPosition') !== false)
  if (sectors.length > 0 && deciding.length === 0)
    return [{ path: ['sectors'], says: 'foundings.nobodyDecides' }]
  if (seats.length === 0) return []
  const inCommittee = bodies
    .filter((body) => textIn(body, 'kind') === 'committee')
    .flatMap((body) => partsOf(body, 'seats'))
  const speaks = (seat: Part, sector: Part) =>
    textIn(seat, 'sector') === textIn(sector, 'slug') && fieldOf(seat.value, 'voice') === true
  return deciding
    .filter((sector) => isName(textIn(sector, 'slug')))
    .filter((sector) => !inCommittee.some((seat) => speaks(seat, sector)))
    .map((sector) => ({
      path: sector.path,
      says: 'foundings.noVoice',
      params: { name: textIn(sector, 'slug') },
    }))
}

/** A quorum that no meeting of a committee could reach. */
function faultsOfQuorum(whole: Part, { sectors, bodies }: Parts): Fault[] {
  const rules: Part = { path: ['rules'], value: fieldOf(whole.value, 'rules') }
  const wanted = fieldOf(rules.value, 'quorumPerSector')
  if (typeof wanted !== 'number' || !Number.isInteger(wanted)) return []
  const deciding = sectors.filter((sector) => fieldOf(sector.value, 'hasPosition') !== false)
  const most = bodies
    .filter((body) => textIn(body, 'kind') === 'committee')
    .flatMap((body) =>
      deciding.map(
        (sector) =>
          partsOf(body, 'seats').filter(
            (seat) =>
              textIn(seat, 'sector') === textIn(sector, 'slug') &&
              countsForQuorum({ function: textIn(seat, 'function'), hasPosition: true }),
          ).length,
      ),
    )
    .filter((seats) => seats > 0)
  const fewest = Math.min(...most)
  return most.length > 0 && wanted > fewest
    ? [
        {
          path: ['rules', 'quorumPerSector'],
          says: 'foundings.quorumOutOfReach',
          params: { wanted, most: fewest },
        },
      ]
    : []
}

function isName(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value !== '')
}

function isSame(one: string, other: string): boolean {
  return one !== '' && one === other
}

function emailIn(part: Part): string {
  return textIn(part, 'email').trim().normalize('NFC').toLowerCase()
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, field)
    ? (value as Record<string, unknown>)[field]
    : undefined
}

function textIn({ value }: Part, field: string): string {
  const found = fieldOf(value, field)
  return typeof found === 'string' ? found : ''
}

function partsOf({ path, value }: Part, field: string): Part[] {
  const list = fieldOf(value, field)
  return Array.isArray(list)
    ? list.map((one: unknown, place) => ({ path: [...path, field, place], value: one }))
    : []
}

/** Letters and digits of a name, as an address has them. */
export function slugOf(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
}
