import { z } from 'zod'
import { isZone } from '../act/calendar.ts'
import { Id, Line, Localised } from '../act/fields.ts'
import { isRefusal, refuse } from '../act/refusal.ts'
import type { Refusal } from '../act/refusal.ts'
import { functions, languageChoices } from '../bodies/rules.ts'
import type { Change, SeatAsked } from './facts.ts'
import {
  dividedWith,
  ruleNames,
  rulesByName,
  answersInherited,
  seatsInherited,
  slugOf,
  unfitRules,
} from './rules.ts'
import type { RuleName, RuleValues, Shape } from './rules.ts'

const wishing = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ kind: z.literal(kind), ...shape })

const Mark = {
  shape: z.enum(['circle', 'diamond', 'square', 'triangle', 'hexagon', 'pentagon'], {
    error: 'errors.required',
  }),
  hue: z.enum(['civil', 'oversight', 'executive', 'academia', 'other'], { error: 'errors.required' }),
}

/** Which of the two that a sector becomes. */
const Half = z.enum(['one', 'other'])

const SeatWish = {
  sector: Id,
  organisation: Id.optional(),
  name: Localised,
  function: z.enum(functions, { error: 'errors.required' }),
  voice: z.boolean().default(false),
}

const Days = z.coerce
  .number()
  .pipe(z.int({ error: 'errors.notUnderstood' }))
  .optional()
const Deciding = z.enum(['committee', 'group']).optional()

/** What a person may wish of a forum, as a form sends it: what stands there now is looked up, never typed. */
export const Wish = z.discriminatedUnion('kind', [
  wishing('rules', {
    rules: z.strictObject({
      quorumShare: z.coerce.number().optional(),
      quorumPerSector: Days,
      noticeOrdinary: Days,
      noticeExtraordinary: Days,
      writtenProcedureDays: Days,
      openProposalsArePublic: z.boolean().optional(),
      statusDecidedBy: Deciding,
      roadmapsDecidedBy: Deciding,
      observationDays: Days,
      silenceIsAssentForMinutes: z.boolean().optional(),
      draftDays: Days,
      witnessDays: Days,
      conveneAfterDays: Days,
      objectionDays: Days,
    } satisfies Record<RuleName, z.ZodType>),
  }),
  wishing('forum-renamed', { name: Localised }),
  wishing('zone-changed', { timeZone: z.string().refine(isZone, 'errors.unknownZone') }),
  wishing('languages-changed', {
    languages: z.enum(languageChoices, { error: 'errors.required' }),
  }),
  wishing('body-established', {
    name: Localised,
    shortName: Line,
    commitment: Id.optional(),
    seats: z.array(z.strictObject(SeatWish)).min(1, 'errors.required').max(40, 'errors.tooMany'),
  }),
  wishing('body-renamed', { body: Id, name: Localised, shortName: Line }),
  wishing('body-closed', {
    body: Id,
    into: Id.optional(),
    seats: z.enum(['end', 'move'], { error: 'errors.required' }),
    actionsTo: Id.optional(),
  }),
  wishing('seat-added', { body: Id, ...SeatWish }),
  wishing('seat-renamed', { seat: Id, name: Localised }),
  wishing('voice-changed', { seat: Id, voice: z.boolean() }),
  wishing('seat-moved', { seat: Id, body: Id }),
  wishing('seat-closed', { seat: Id, actionsTo: Id.optional() }),
  wishing('sector-added', {
    name: Localised,
    hasPosition: z.boolean(),
    ...Mark,
    seatName: Localised,
    /** how many seats it gets in each body that there is */
    seatsEach: z.coerce.number().pipe(z.int().min(1, 'errors.required').max(10, 'errors.tooMany')),
  }),
  wishing('sector-renamed', { sector: Id, name: Localised }),
  wishing('sector-marked', { sector: Id, ...Mark }),
  wishing('sector-split', {
    sector: Id,
    one: z.strictObject({ name: Localised, ...Mark }),
    other: z.strictObject({ name: Localised, ...Mark }),
    /** seats go with their organisation, where they have one: of the others it is said */
    seats: z.array(z.strictObject({ seat: Id, to: Half })).default([]),
    organisations: z.array(z.strictObject({ organisation: Id, to: Half })).default([]),
  }),
  wishing('sector-ended', { sector: Id, actionsTo: Id.optional() }),
  wishing('organisation-registered', { sector: Id, name: Localised, shortName: Line.optional() }),
  wishing('organisation-renamed', { organisation: Id, name: Localised, shortName: Line.optional() }),
  wishing('organisation-succeeded', {
    predecessors: z.array(Id).min(1, 'errors.required'),
    successors: z.array(Id).default([]),
    /** one that is registered with it */
    registers: z
      .strictObject({ sector: Id.optional(), name: Localised, shortName: Line.optional() })
      .optional(),
    /** to whom a seat goes, where that is not plain */
    seats: z
      .array(z.strictObject({ seat: Id, to: z.union([z.enum(['new', 'close']), Id]) }))
      .default([]),
    /** who answers for a commitment from then on, where that is not plain */
    commitments: z
      .array(z.strictObject({ commitment: Id, to: z.union([z.enum(['new', 'nobody']), Id]) }))
      .default([]),
    actionsTo: Id.optional(),
  }),
])
export type Wish = z.output<typeof Wish>
export type WishKind = Wish['kind']
export const wishKinds = Wish.options.map((option) => [...option.shape.kind.values][0]) as WishKind[]

type Of<K extends WishKind> = Extract<Wish, { kind: K }>
type Ids = { id(): string }
type Asking = { shape: Shape; ids: Ids; inForceOn: string }

/** For a look at what would be asked: ids that nothing has, each another. */
export function idsOfNothing(): Ids {
  let last = 0
  return { id: () => `00000000-0000-4000-8000-${String((last += 1)).padStart(12, '0')}` }
}

const gone = refuse('amendments.gone')
const nothing = refuse('amendments.nothingChanges')

const alike = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
const plain = ({ es, en }: Localised): Localised => ({ es, ...(en !== undefined && { en }) })

/** What is asked for by a wish, in the forum as it stands: with what stands there now, or why it asks for nothing. */
export function changeFor(wish: Wish, asking: Asking): Change | Refusal {
  const { shape, inForceOn } = asking
  switch (wish.kind) {
    case 'rules':
      return rulesWished(wish, asking)
    case 'forum-renamed':
      return alike(plain(wish.name), plain(shape.name))
        ? nothing
        : { kind: 'amendments.forum-renamed', inForceOn, from: shape.name, to: wish.name }
    case 'zone-changed':
      return wish.timeZone === shape.timeZone
        ? nothing
        : { kind: 'amendments.zone-changed', inForceOn, from: shape.timeZone, to: wish.timeZone }
    case 'languages-changed':
      return wish.languages === shape.languages
        ? nothing
        : {
            kind: 'amendments.languages-changed',
            inForceOn,
            from: shape.languages,
            to: wish.languages,
          }
    case 'body-established':
    case 'body-renamed':
    case 'body-closed':
      return bodyWished(wish, asking)
    case 'seat-added':
    case 'seat-renamed':
    case 'voice-changed':
    case 'seat-moved':
    case 'seat-closed':
      return seatWished(wish, asking)
    case 'sector-added':
    case 'sector-renamed':
    case 'sector-marked':
    case 'sector-ended':
      return sectorWished(wish, asking)
    case 'sector-split':
      return splitWished(wish, asking)
    case 'organisation-registered':
    case 'organisation-renamed':
      return organisationWished(wish, asking)
    case 'organisation-succeeded':
      return successionWished(wish, asking)
  }
}

function rulesWished({ rules: wished }: Of<'rules'>, { shape, inForceOn }: Asking): Change | Refusal {
  const now = rulesByName(shape.rules)
  const touched = ruleNames.filter((name) => wished[name] !== undefined && wished[name] !== now[name])
  const of = (values: RuleValues): RuleValues =>
    Object.fromEntries(touched.map((name) => [name, values[name]]))
  const given = Object.fromEntries(
    ruleNames.flatMap((name) => (wished[name] === undefined ? [] : [[name, wished[name]]])),
  ) as RuleValues
  const [unfit] = unfitRules(shape.rules, given)
  if (unfit) return refuse('amendments.ruleOutOfRange', undefined, `change.rules.${unfit}`)
  return touched.length === 0
    ? nothing
    : { kind: 'amendments.rules', inForceOn, from: of(now), to: of(given) }
}

function bodyWished(
  wish: Of<'body-established' | 'body-renamed' | 'body-closed'>,
  { shape, ids, inForceOn }: Asking,
): Change | Refusal {
  if (wish.kind === 'body-established') {
    const body = ids.id()
    const { name, shortName, commitment = null } = wish
    return {
      kind: 'amendments.body-established',
      inForceOn,
      body,
      slug: slugOf(shortName, 'body'),
      name,
      shortName,
      commitment,
      seats: wish.seats.map((seat) => seatAsked({ ...seat, body }, ids)),
    }
  }
  const body = shape.bodies.find((one) => one.id === wish.body)
  if (!body) return gone
  if (wish.kind === 'body-closed')
    return {
      kind: 'amendments.body-closed',
      inForceOn,
      body: body.id,
      into: wish.into ?? null,
      seats: wish.seats,
      actionsTo: wish.actionsTo ?? null,
    }
  const [from, to] = [
    { name: body.name, shortName: body.shortName },
    { name: wish.name, shortName: wish.shortName },
  ]
  return from.shortName === to.shortName && alike(plain(from.name), plain(to.name))
    ? nothing
    : { kind: 'amendments.body-renamed', inForceOn, body: body.id, from, to }
}

function seatAsked(
  {
    organisation,
    ...seat
  }: Pick<SeatAsked, 'body' | 'sector' | 'name' | 'function' | 'voice'> & {
    organisation?: string | undefined
  },
  ids: Ids,
): SeatAsked {
  return {
    ...seat,
    seat: ids.id(),
    organisation: organisation ?? null,
    slug: slugOf(seat.name.es, 'seat'),
  }
}

function seatWished(
  wish: Of<'seat-added' | 'seat-renamed' | 'voice-changed' | 'seat-moved' | 'seat-closed'>,
  { shape, ids, inForceOn }: Asking,
): Change | Refusal {
  if (wish.kind === 'seat-added') {
    const { kind: _kind, ...seat } = wish
    return { kind: 'amendments.seat-added', inForceOn, seat: seatAsked(seat, ids) }
  }
  const seat = shape.seats.find((one) => one.id === wish.seat)
  if (!seat) return gone
  switch (wish.kind) {
    case 'seat-renamed':
      return alike(plain(seat.name), plain(wish.name))
        ? nothing
        : {
            kind: 'amendments.seat-renamed',
            inForceOn,
            seat: seat.id,
            from: seat.name,
            to: wish.name,
          }
    case 'voice-changed':
      return seat.voice === wish.voice
        ? nothing
        : { kind: 'amendments.voice-changed', inForceOn, seat: seat.id, to: wish.voice }
    case 'seat-moved':
      return seat.body === wish.body
        ? nothing
        : { kind: 'amendments.seat-moved', inForceOn, seat: seat.id, from: seat.body, to: wish.body }
    case 'seat-closed':
      return {
        kind: 'amendments.seat-closed',
        inForceOn,
        seat: seat.id,
        actionsTo: wish.actionsTo ?? null,
      }
  }
}

function sectorWished(
  wish: Of<'sector-added' | 'sector-renamed' | 'sector-marked' | 'sector-ended'>,
  { shape, ids, inForceOn }: Asking,
): Change | Refusal {
  if (wish.kind === 'sector-added') {
    const { name, hasPosition, shape: drawn, hue, seatName, seatsEach } = wish
    const sector = ids.id()
    const open = shape.bodies.filter((body) => body.kind !== 'former')
    const seats = open.flatMap((body) =>
      Array.from({ length: seatsEach }, (_, at) =>
        seatAsked(
          {
            body: body.id,
            sector,
            name: seatName,
            function: 'member',
            voice: hasPosition && at === 0,
          },
          ids,
        ),
      ).map((seat, at) => ({ ...seat, slug: at === 0 ? seat.slug : `${seat.slug}-${at + 1}` })),
    )
    return {
      kind: 'amendments.sector-added',
      inForceOn,
      sector,
      slug: slugOf(name.es, 'sector'),
      name,
      hasPosition,
      shape: drawn,
      hue,
      seats,
    }
  }
  const sector = shape.sectors.find((one) => one.id === wish.sector)
  if (!sector) return gone
  if (wish.kind === 'sector-ended')
    return {
      kind: 'amendments.sector-ended',
      inForceOn,
      sector: sector.id,
      actionsTo: wish.actionsTo ?? null,
    }
  if (wish.kind === 'sector-marked') {
    const from = { shape: sector.shape, hue: sector.hue }
    const to = { shape: wish.shape, hue: wish.hue }
    return alike(from, to)
      ? nothing
      : { kind: 'amendments.sector-marked', inForceOn, sector: sector.id, from, to }
  }
  return alike(plain(sector.name), plain(wish.name))
    ? nothing
    : {
        kind: 'amendments.sector-renamed',
        inForceOn,
        sector: sector.id,
        from: sector.name,
        to: wish.name,
      }
}

/**
 * Whatever the sector has is named to one of the two, and nothing is guessed: a seat goes with its
 * organisation, else it is said.
 */
function splitWished(wish: Of<'sector-split'>, { shape, ids, inForceOn }: Asking): Change | Refusal {
  const sector = shape.sectors.find((one) => one.id === wish.sector)
  if (!sector) return gone
  const half = ({ name, ...mark }: Of<'sector-split'>['one']) => ({
    sector: ids.id(),
    slug: slugOf(name.es, 'sector'),
    name,
    ...mark,
  })
  const [one, other] = [half(wish.one), half(wish.other)]
  const idOf = (said: 'one' | 'other') => (said === 'one' ? one.sector : other.sector)
  const has = dividedWith(shape, sector.id)
  const organisations = has.organisations.flatMap(({ id: organisation }) => {
    const said = wish.organisations.find((named) => named.organisation === organisation)?.to
    return said ? [{ organisation, to: idOf(said) }] : []
  })
  const seats = has.seats.flatMap(({ id: seat, organisation }) => {
    const said = wish.seats.find((named) => named.seat === seat)?.to
    const to = said ? idOf(said) : organisations.find((named) => named.organisation === organisation)?.to
    return to ? [{ seat, to }] : []
  })
  return organisations.length < has.organisations.length || seats.length < has.seats.length
    ? refuse('amendments.whichHalf')
    : {
        kind: 'amendments.sector-split',
        inForceOn,
        sector: sector.id,
        into: [one, other],
        seats,
        organisations,
      }
}

function organisationWished(
  wish: Of<'organisation-registered' | 'organisation-renamed'>,
  { shape, ids, inForceOn }: Asking,
): Change | Refusal {
  const { name, shortName = null } = wish
  if (wish.kind === 'organisation-registered')
    return {
      kind: 'amendments.organisation-registered',
      inForceOn,
      registers: { organisation: ids.id(), sector: wish.sector, name, shortName },
    }
  const found = shape.organisations.find((one) => one.id === wish.organisation)
  if (!found) return gone
  const from = { name: found.name, shortName: found.shortName }
  return from.shortName === shortName && alike(plain(from.name), plain(name))
    ? nothing
    : {
        kind: 'amendments.organisation-renamed',
        inForceOn,
        organisation: found.id,
        from,
        to: { name, shortName },
      }
}

/** With one heir, all seats of its sector are its; with several, whose each is must be said; with none they close. */
function successionWished(
  { predecessors, successors, registers, seats, commitments, actionsTo }: Of<'organisation-succeeded'>,
  { shape, ids, inForceOn }: Asking,
): Change | Refusal {
  const first = shape.organisations.find((one) => one.id === predecessors[0])
  if (!first) return gone
  const made = registers && {
    organisation: ids.id(),
    sector: registers.sector ?? first.sector,
    name: registers.name,
    shortName: registers.shortName ?? null,
  }
  const heirs = [...(made ? [made.organisation] : []), ...successors]
  const change: Change & { kind: 'amendments.organisation-succeeded' } = {
    kind: 'amendments.organisation-succeeded',
    inForceOn,
    predecessors,
    successors,
    registers: made ?? null,
    seats: [],
    actionsTo: actionsTo ?? null,
  }
  const mentioned = { ...change, seats: seats.map(({ seat }) => ({ seat, to: null })) }
  const whose = seatsInherited(shape, mentioned).map(({ seat }) => {
    const said = seats.find((one) => one.seat === seat.id)?.to
    if (said === 'close') return { seat: seat.id, to: null }
    if (said !== undefined)
      return { seat: seat.id, to: said === 'new' ? (made?.organisation ?? null) : said }
    return heirs.length > 1 ? null : { seat: seat.id, to: heirs[0] ?? null }
  })
  const settled = whose.flatMap((one) => one ?? [])
  if (settled.length < whose.length) return refuse('amendments.whoseSeat')
  const answers = answersInherited(shape, change).map(({ commitment, to }) => {
    const said = commitments.find((one) => one.commitment === commitment)?.to
    if (said === undefined) return heirs.length > 1 ? null : { commitment, to }
    return { commitment, to: heirSaid(said, made?.organisation) }
  })
  const answered = answers.flatMap((one) => one ?? [])
  return answered.length < answers.length
    ? refuse('amendments.whoseCommitment')
    : { ...change, seats: settled, commitments: answered }
}

function heirSaid(said: string, made: string | undefined): string | null {
  if (said === 'nobody') return null
  return said === 'new' ? (made ?? null) : said
}

export function isChange(asked: Change | Refusal): asked is Change {
  return !isRefusal(asked)
}
