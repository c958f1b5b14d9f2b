// What a forum is made from, by answers or by a file, and all that is wrong with it, told at once: before anything is made.
import { z } from 'zod'
import { isZone } from '../../lib/act/calendar.ts'
import { Day, Email, Line, Localised, Slug, WebAddress } from '../../lib/act/fields.ts'
import { ForumSlug } from '../../lib/bodies/commands.ts'
import { ForumRules, functions } from '../../lib/bodies/rules.ts'
import { Mistake } from '../../lib/settings.ts'
import { sentenceOf } from '../words.ts'

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
  people: z.array(Person).default([]),
})
const Sector = z.strictObject({ slug: Slug, name: Localised, hasPosition: z.boolean().default(true) })
const Organisation = z.strictObject({ slug: Slug, sector: Slug, name: Localised, shortName: Line })
const Body = z.strictObject({
  slug: Slug,
  kind: z.enum(['committee', 'group']),
  name: Localised,
  shortName: Line,
  seats: z.array(Seat).min(1),
  commitment: z.strictObject({ plan: Slug, number: z.int() }).optional(),
})
const Commitment = z.strictObject({
  number: z.int().min(1),
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
  commitments: z.array(Commitment).min(1),
})
/** A rule whose name was mistyped would not be there, and nobody would hear of it. */
const Rules = ForumRules.extend({ noticeDays: ForumRules.shape.noticeDays.unwrap().strict() })
  .partial()
  .strict()
const ForumPlan = z.strictObject({
  slug: ForumSlug,
  name: Localised,
  timeZone: z.string().refine(isZone, 'errors.unknownZone').default('America/Mexico_City'),
  rules: Rules.default({}),
  sectors: z.array(Sector).min(1).max(marks.length),
  organisations: z.array(Organisation).default([]),
  plans: z.array(ActionPlan).default([]),
  bodies: z.array(Body).min(1),
})
export type ForumPlan = z.input<typeof ForumPlan>
export type Plan = z.output<typeof ForumPlan>

export const nameOf = ({ plan, number }: { plan: string; number: number }) => `${plan}/${number}`

type Fault = { path: PropertyKey[]; says: string }
/** A part of what was given that can be read by itself, whatever is wrong with the others; and where it stands. */
type Part<T> = { path: PropertyKey[]; value: T }

/** The plan, or a mistake that tells every fault of it: by its place, and by its line where the text of the file is known. */
export const checkedPlan = (given: unknown, text?: string): Plan => {
  const parsed = ForumPlan.safeParse(given)
  const faults: Fault[] = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => ({
      path,
      says: message.endsWith('received undefined') ? 'It is missing.' : sentenceOf(message),
    })),
    ...faultsBetween(given),
  ]
  if (parsed.success && faults.length === 0) return parsed.data
  const lines = text === undefined ? new Map<string, number>() : linesIn(text)
  const told = faults
    .map((fault) => ({ ...fault, line: lineOf(fault.path, lines) }))
    .toSorted((one, other) => one.line - other.line)
    .map(
      ({ path, says, line }) =>
        `  ${line > 0 ? `line ${line}, ` : ''}${path.join('.') || 'the whole'}: ${says}`,
    )
  throw new Mistake(`The forum cannot be made as described:\n${[...new Set(told)].join('\n')}`)
}

/** What its parts say of each other: names that are not there or there twice, and what an act would refuse when half of it is made. */
const faultsBetween = (given: unknown): Fault[] => {
  const at = (name: string): Part<unknown>[] => partsOf({ path: [], value: given }, name)
  const [sectors, organisations, plans, bodies] = [
    at('sectors'),
    at('organisations'),
    at('plans'),
    at('bodies'),
  ]
  const seats = bodies.flatMap((body) => partsOf(body, 'seats'))
  const commitments = plans.flatMap((plan) =>
    partsOf(plan, 'commitments').map((part) => ({ plan, part })),
  )
  const promised = commitments.map(({ plan, part }) =>
    nameOf({ plan: textIn(plan, 'slug'), number: Number(fieldOf(part.value, 'number')) }),
  )
  const stranger = (
    part: Part<unknown>,
    field: string,
    known: Part<unknown>[],
    list: string,
  ): Fault[] => {
    const named = fieldOf(part.value, field)
    if (typeof named !== 'string' || known.some((one) => textIn(one, 'slug') === named)) return []
    return [
      {
        path: [...part.path, field],
        says: `"${textIn(part, 'slug')}" is of the ${field} "${named}", which is not in the list of ${list}.`,
      },
    ]
  }
  return [
    ...[sectors, organisations, plans, bodies, ...bodies.map((body) => partsOf(body, 'seats'))].flatMap(
      (list) => twice(list, 'slug'),
    ),
    ...plans.flatMap((plan) => twice(partsOf(plan, 'commitments'), 'number')),
    ...[...organisations, ...seats].flatMap((part) => stranger(part, 'sector', sectors, 'sectors')),
    ...seats.flatMap((seat) => stranger(seat, 'organisation', organisations, 'organisations')),
    ...commitments.flatMap(({ part }, place) =>
      ['lead', 'support'].flatMap((role) =>
        partsOf(part, role)
          .filter(({ value }) => !organisations.some((one) => textIn(one, 'slug') === value))
          .map(({ path, value }) => ({
            path,
            says: `Commitment ${promised[place]} names the organisation "${String(value)}", which is not in the list of organisations.`,
          })),
      ),
    ),
    ...bodies.flatMap((body) => {
      const of = Body.shape.commitment.safeParse(fieldOf(body.value, 'commitment')).data
      return of && !promised.includes(nameOf(of))
        ? [
            {
              path: [...body.path, 'commitment'],
              says: `The body "${textIn(body, 'slug')}" looks after commitment ${nameOf(of)}, which is in no plan.`,
            },
          ]
        : []
    }),
    ...plans.flatMap(({ path, value }) => {
      const { startsOn, endsOn } = z.object(planDates).safeParse(value).data ?? {}
      return startsOn && endsOn && endsOn < startsOn
        ? [{ path: [...path, 'endsOn'], says: sentenceOf('errors.endsBeforeItStarts') }]
        : []
    }),
    ...faultsOfSeats({ sectors, bodies, seats }),
  ]
}

/** A seat has one titular, and a sector with a position somebody to say it. */
const faultsOfSeats = ({
  sectors,
  bodies,
  seats,
}: Record<'sectors' | 'bodies' | 'seats', Part<unknown>[]>): Fault[] => [
  ...seats.flatMap((seat) =>
    partsOf(seat, 'people')
      .filter(({ value }) => (fieldOf(value, 'capacity') ?? 'titular') === 'titular')
      .slice(1)
      .map(({ path }) => ({
        path,
        says: 'The seat has a titular already. It has one, and alternates.',
      })),
  ),
  ...sectors
    .filter((sector) => fieldOf(sector.value, 'hasPosition') !== false)
    .filter(
      (sector) =>
        bodies.length > 0 &&
        !seats.some(
          (seat) =>
            textIn(seat, 'sector') === textIn(sector, 'slug') && fieldOf(seat.value, 'voice') === true,
        ),
    )
    .map((sector) => ({
      path: sector.path,
      says: `The sector "${textIn(sector, 'slug')}" has a position and no seat with its voice: nothing could be adopted.`,
    })),
]

/** What bears a name that one before it bears. */
const twice = (list: Part<unknown>[], field: string): Fault[] =>
  list.flatMap(({ path, value }, place) => {
    const named = fieldOf(value, field)
    return named !== undefined && list.slice(0, place).some((one) => fieldOf(one.value, field) === named)
      ? [{ path: [...path, field], says: `There is "${String(named)}" twice.` }]
      : []
  })

const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined

const textIn = ({ value }: Part<unknown>, field: string): string => {
  const found = fieldOf(value, field)
  return typeof found === 'string' ? found : ''
}

const partsOf = ({ path, value }: Part<unknown>, field: string): Part<unknown>[] => {
  const list = fieldOf(value, field)
  return Array.isArray(list)
    ? list.map((one: unknown, place) => ({ path: [...path, field, place], value: one }))
    : []
}

/** On which line of a JSON text, which is known to be one, each value begins. */
const linesIn = (text: string): Map<string, number> => {
  const tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)]
  const lines = new Map<string, number>()
  let place = 0
  const next = () => tokens[place++]?.[0] ?? ''
  const value = (path: PropertyKey[]) => {
    const before = text.slice(0, tokens[place]?.index ?? text.length)
    lines.set(path.join('.'), before.split('\n').length)
    const opened = next()
    if (opened !== '{' && opened !== '[') return
    for (let count = 0; place < tokens.length; count += 1) {
      if (/^[}\]]$/.test(tokens[place]?.[0] ?? '')) break
      if (opened === '{') {
        const name = JSON.parse(next()) as string
        next()
        value([...path, name])
      } else {
        value([...path, count])
      }
      if (tokens[place]?.[0] === ',') next()
    }
    next()
  }
  value([])
  return lines
}

/** Of what is not there: where it would have to be. 0 where no line is known. */
const lineOf = (path: PropertyKey[], lines: Map<string, number>): number => {
  for (let length = path.length; length >= 0; length -= 1) {
    const line = lines.get(path.slice(0, length).join('.'))
    if (line !== undefined) return line
  }
  return 0
}
