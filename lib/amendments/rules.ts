import { firstRefusal, ok, refuse } from '../act/refusal.ts'
import type { Standing } from '../act/refusal.ts'
import type { Localised } from '../act/fields.ts'
import { countsForQuorum, ForumRules } from '../bodies/rules.ts'
import type { LanguageChoice } from '../bodies/rules.ts'
import type { Change, SeatAsked } from './facts.ts'

/** The forum's rules, each by one name: what is proposed, changed and told of is one of these. */
export const ruleNames = [
  'quorumShare',
  'quorumPerSector',
  'noticeOrdinary',
  'noticeExtraordinary',
  'writtenProcedureDays',
  'openProposalsArePublic',
  'statusDecidedBy',
  'roadmapsDecidedBy',
  'observationDays',
  'silenceIsAssentForMinutes',
  'draftDays',
  'witnessDays',
  'conveneAfterDays',
  'objectionDays',
] as const
export type RuleName = (typeof ruleNames)[number]
export type RuleValue = number | boolean | string
export type RuleValues = Partial<Record<RuleName, RuleValue>>

/** Each rule with its value, where a forum states none with the default. */
export function rulesByName(rules: ForumRules): Record<RuleName, RuleValue> {
  const { noticeDays, ...others } = rules
  return {
    quorumShare: others.quorumShare,
    quorumPerSector: others.quorumPerSector,
    noticeOrdinary: noticeDays.ordinary,
    noticeExtraordinary: noticeDays.extraordinary,
    writtenProcedureDays: others.writtenProcedureDays,
    openProposalsArePublic: others.openProposalsArePublic,
    statusDecidedBy: others.statusDecidedBy,
    roadmapsDecidedBy: others.roadmapsDecidedBy ?? 'committee',
    observationDays: others.observationDays,
    silenceIsAssentForMinutes: others.silenceIsAssentForMinutes,
    draftDays: others.draftDays ?? 180,
    witnessDays: others.witnessDays ?? 7,
    conveneAfterDays: others.conveneAfterDays ?? 90,
    objectionDays: others.objectionDays ?? 10,
  }
}

function withNotice(rules: ForumRules, { noticeOrdinary, noticeExtraordinary, ...named }: RuleValues) {
  return {
    ...rules,
    ...named,
    noticeDays: {
      ordinary: noticeOrdinary ?? rules.noticeDays.ordinary,
      extraordinary: noticeExtraordinary ?? rules.noticeDays.extraordinary,
    },
  }
}

export function rulesWith(rules: ForumRules, values: RuleValues): ForumRules {
  return ForumRules.parse(withNotice(rules, values))
}

/** Which of these values no rule may have. */
export function unfitRules(rules: ForumRules, values: RuleValues): RuleName[] {
  return ruleNames.filter((name) => {
    const value = values[name]
    return value !== undefined && !ForumRules.safeParse(withNotice(rules, { [name]: value })).success
  })
}

export type SectorNow = {
  id: string
  slug: string
  name: Localised
  hasPosition: boolean
  shape: string
  hue: string
  ended: boolean
  /** it suspended its participation, in the forum or in a commitment, and did not resume */
  paused: boolean
  /** the seat that it named for the day on which nobody else of it can appoint */
  recoverySeat: string | null
}
export type BodyNow = {
  id: string
  slug: string
  kind: string
  name: Localised
  shortName: string
  commitment: string | null
  /** what is under way in it: it ends, or is settled, before the body can */
  underWay: number
  /** its sessions that go on, and its minutes that are not approved */
  minutesDue: number
}
export type MandateNow = {
  id: string
  person: string
  fromOn: string
  untilOn: string | null
  inForce: boolean
  /** whoever has it holds the seat, and was not erased: by it one appoints */
  appoints: boolean
}
export type SeatNow = {
  id: string
  body: string
  sector: string
  organisation: string | null
  slug: string
  name: Localised
  function: string
  voice: boolean
  rank: number
  ended: boolean
  mandates: MandateNow[]
  /** its open actions */
  actions: string[]
}
export type OrganisationNow = {
  id: string
  sector: string
  name: Localised
  shortName: string | null
  ended: boolean
  /** whom it took over from */
  predecessors: string[]
}

/** What a forum is at a moment: all that a change of it may depend upon. */
export type AnswerNow = { id: string; commitment: string; organisation: string; role: string }
export type Shape = {
  name: Localised
  timeZone: string
  languages: LanguageChoice
  rules: ForumRules
  sectors: SectorNow[]
  bodies: BodyNow[]
  seats: SeatNow[]
  organisations: OrganisationNow[]
  /** those that are not over */
  commitments: string[]
  /** who answers for them */
  answers: AnswerNow[]
  /** acts that are held, of proposals that are open */
  held: { proposal: string; entry: number }[]
}

const isOpenBody = ({ kind }: { kind: string }) => kind !== 'former'

/** Why nothing could be decided any more in a forum that is so: one word for each obstacle, with where it stands. */
export function obstaclesIn(shape: Shape): string[] {
  const { rules } = shape
  const deciding = shape.sectors.filter((sector) => sector.hasPosition && !sector.ended)
  const seats = shape.seats.filter((seat) => !seat.ended)
  const bodies = shape.bodies.filter(isOpenBody)
  const groupDecides = [rules.statusDecidedBy, rules.roadmapsDecidedBy].includes('group')
  const inBodies = bodies.flatMap((body) =>
    deciding.flatMap((sector) => {
      const own = seats.filter((seat) => seat.body === body.id && seat.sector === sector.id)
      const counting = own.filter((seat) => countsForQuorum({ ...seat, hasPosition: true })).length
      const needsVoice = body.kind === 'committee' || groupDecides
      return [
        ...(needsVoice && !own.some((seat) => seat.voice) ? [`voiceless ${body.id} ${sector.id}`] : []),
        ...(counting < rules.quorumPerSector ? [`quorumAbove ${body.id} ${sector.id}`] : []),
      ]
    }),
  )
  const withoutGroup = groupDecides
    ? shape.commitments.filter(
        (commitment) => !bodies.some((body) => body.kind === 'group' && body.commitment === commitment),
      )
    : []
  return [
    ...(bodies.some((body) => body.kind === 'committee') ? [] : ['noCommittee']),
    ...(deciding.length < 2 ? ['fewSectors'] : []),
    ...inBodies,
    ...withoutGroup.map((commitment) => `noGroup ${commitment}`),
  ]
}

/** Of the seats that count in the committee, more would be needed than somebody holds: no session could decide anything. */
function shareIsTooHigh(shape: Shape, to: RuleValues): boolean {
  const share = typeof to.quorumShare === 'number' ? to.quorumShare : null
  if (share === null) return false
  const committees = shape.bodies.filter((body) => body.kind === 'committee')
  return committees.some((committee) => {
    const counting = shape.seats.filter(
      (seat) =>
        seat.body === committee.id &&
        !seat.ended &&
        countsForQuorum({
          function: seat.function,
          hasPosition: shape.sectors.some(
            (sector) => sector.id === seat.sector && sector.hasPosition && !sector.ended,
          ),
        }),
    )
    const held = counting.filter((seat) => seat.mandates.some((mandate) => mandate.inForce)).length
    return Math.ceil(counting.length * share) > held
  })
}

const same = (one: unknown, other: unknown) => canonical(one) === canonical(other)
/** Rows of the database and what was asked may name their parts in another order. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const parts = Object.entries(value)
    .filter(([, part]) => part !== undefined && part !== null)
    .map(([name, part]) => `${name}:${canonical(part)}`)
  return parts.toSorted().join(';')
}

const overtaken = refuse('amendments.overtaken')
const gone = refuse('amendments.gone')

const standsAsAsked = (now: unknown, from: unknown): Standing => (same(now, from) ? ok : overtaken)

const bodyOf = (shape: Shape, id: string) =>
  shape.bodies.find((body) => body.id === id && isOpenBody(body))
const seatOf = (shape: Shape, id: string) => shape.seats.find((seat) => seat.id === id && !seat.ended)
const sectorOf = (shape: Shape, id: string) =>
  shape.sectors.find((sector) => sector.id === id && !sector.ended)
const organisationOf = (shape: Shape, id: string) =>
  shape.organisations.find((organisation) => organisation.id === id && !organisation.ended)

function nameIsFree(taken: { id: string; name: Localised }[], id: string, name: Localised): Standing {
  const es = name.es.toLocaleLowerCase('es')
  return taken.some((one) => one.id !== id && one.name.es.toLocaleLowerCase('es') === es)
    ? refuse('amendments.nameTaken')
    : ok
}

function bodyNameIsFree(
  shape: Shape,
  id: string,
  { name, shortName }: { name: Localised; shortName: string },
): Standing {
  const others = shape.bodies.filter((body) => body.id !== id && isOpenBody(body))
  return others.some((body) => body.shortName === shortName)
    ? refuse('amendments.shortNameTaken')
    : nameIsFree(others, id, name)
}

function seatFits(shape: Shape, asked: SeatAsked, sector = sectorOf(shape, asked.sector)): Standing {
  if (!sector) return gone
  if (asked.organisation !== null) {
    const organisation = organisationOf(shape, asked.organisation)
    if (!organisation) return gone
    if (organisation.sector !== asked.sector) return refuse('amendments.otherSector')
  }
  return !asked.voice || countsForQuorum({ function: asked.function, hasPosition: sector.hasPosition })
    ? ok
    : refuse('amendments.noVoiceForThat')
}

/** Whoever closes a seat says whose its open actions are from then on. */
function actionsFind(shape: Shape, closing: SeatNow[], actionsTo: string | null): Standing {
  if (!closing.some((seat) => seat.actions.length > 0)) return ok
  if (actionsTo === null) return refuse('amendments.actionsNeedASeat')
  const heir = seatOf(shape, actionsTo)
  return heir && !closing.includes(heir) && heir.function !== 'observer'
    ? ok
    : refuse('amendments.actionsNeedASeat')
}

const seatsOf = (shape: Shape, where: Partial<Pick<SeatNow, 'body' | 'sector'>>) =>
  shape.seats.filter(
    (seat) =>
      !seat.ended &&
      (where.body === undefined || seat.body === where.body) &&
      (where.sector === undefined || seat.sector === where.sector),
  )

/** All from whom one took over, however long ago. */
function ancestorsOf(shape: Shape, id: string, found = new Set<string>()): Set<string> {
  const own = shape.organisations.find((organisation) => organisation.id === id)?.predecessors ?? []
  for (const predecessor of own) {
    if (found.has(predecessor)) continue
    found.add(predecessor)
    ancestorsOf(shape, predecessor, found)
  }
  return found
}

type Succeeded = Extract<Change, { kind: 'amendments.organisation-succeeded' }>

/** The seats of those that end, and where each goes. A seat of which nobody had recorded whose it was goes where it is said to. */
export function seatsInherited(shape: Shape, { predecessors, seats }: Succeeded) {
  const sectors = shape.organisations.flatMap(({ id, sector }) =>
    predecessors.includes(id) ? [sector] : [],
  )
  const saidOf = (id: string) => seats.find((one) => one.seat === id)
  return shape.seats
    .filter(({ id, ended, organisation, sector }) => {
      if (ended) return false
      return organisation === null
        ? sectors.includes(sector) && saidOf(id) !== undefined
        : predecessors.includes(organisation)
    })
    .map((seat) => ({ seat, to: saidOf(seat.id)?.to ?? null }))
}

/**
 * The commitments for which those that end answer, and who does from then on; null: nobody, and it is
 * told. One heir answers for all; of several it must be said, and none is guessed.
 */
export function answersInherited(shape: Shape, change: Succeeded) {
  const { predecessors, commitments = [] } = change
  const heirs = heirsOf(change)
  const passing = shape.answers.filter(({ organisation }) => predecessors.includes(organisation))
  return [...new Set(passing.map(({ commitment }) => commitment))].map((commitment) => {
    const said = commitments.find((one) => one.commitment === commitment)
    const only = heirs.length === 1 ? (heirs[0] ?? null) : null
    const own = passing.filter((one) => one.commitment === commitment)
    const role = own.some((one) => one.role === 'lead') ? 'lead' : (own[0]?.role ?? 'lead')
    return { commitment, to: said ? said.to : only, own, role }
  })
}

/** Whether an organisation answers for a commitment already, as it would: who leads it does not support it besides. */
export function hasAnswer(shape: Shape, commitment: string, organisation: string, role: string) {
  return shape.answers.some(
    (one) =>
      one.commitment === commitment &&
      one.organisation === organisation &&
      (one.role === 'lead' || one.role === role),
  )
}

const heirsOf = ({ successors, registers }: Pick<Succeeded, 'successors' | 'registers'>) => [
  ...(registers ? [registers.organisation] : []),
  ...successors,
]

function mayBeSucceeded(shape: Shape, change: Succeeded): Standing {
  const { predecessors, successors, registers, actionsTo } = change
  const heirs = heirsOf(change)
  if (predecessors.some((id) => heirs.includes(id))) return refuse('amendments.succeedsItself')
  const ancestors = predecessors.flatMap((id) => [...ancestorsOf(shape, id)])
  if (heirs.some((id) => ancestors.includes(id))) return refuse('amendments.inACircle')
  if ([...predecessors, ...successors].some((id) => !organisationOf(shape, id)))
    return refuse('amendments.organisationEnded')
  const sectorsOf = new Map(shape.organisations.map(({ id, sector }) => [id, sector]))
  if (registers) sectorsOf.set(registers.organisation, registers.sector)
  const inherited = seatsInherited(shape, change)
  const passing = [...inherited, ...answersInherited(shape, change)]
  if (passing.some(({ to }) => to !== null && !heirs.includes(to))) return gone
  // A seat is of its sector: no succession carries a sector's seat into another.
  if (inherited.some(({ seat, to }) => to !== null && sectorsOf.get(to) !== seat.sector))
    return refuse('amendments.otherSector')
  return firstRefusal(
    registers ? nameIsFree(openOrganisations(shape), registers.organisation, registers.name) : ok,
    actionsFind(
      shape,
      inherited.filter(({ to }) => to === null).map(({ seat }) => seat),
      actionsTo,
    ),
  )
}

const openOrganisations = (shape: Shape) =>
  shape.organisations.filter((organisation) => !organisation.ended)

/** What of one change alone is not (or no longer) so. */
function asAsked(change: Change, shape: Shape): Standing {
  switch (change.kind) {
    case 'amendments.rules': {
      const now = rulesByName(shape.rules)
      const touched = Object.keys(change.to) as RuleName[]
      if (touched.some((name) => !same(now[name], change.from[name]))) return overtaken
      return shareIsTooHigh(shape, change.to) ? refuse('amendments.shareAbove') : ok
    }
    case 'amendments.forum-renamed':
      return standsAsAsked(shape.name, change.from)
    case 'amendments.zone-changed':
      return standsAsAsked(shape.timeZone, change.from)
    case 'amendments.languages-changed':
      return standsAsAsked(shape.languages, change.from)
    case 'amendments.body-established':
      return firstRefusal(
        bodyNameIsFree(shape, change.body, change),
        change.commitment && !shape.commitments.includes(change.commitment) ? gone : ok,
        change.commitment &&
          shape.bodies.some((body) => isOpenBody(body) && body.commitment === change.commitment)
          ? refuse('amendments.hasGroup')
          : ok,
        ...change.seats.map((seat) => seatFits(shape, seat)),
      )
    case 'amendments.body-renamed': {
      const body = bodyOf(shape, change.body)
      if (!body) return gone
      return firstRefusal(
        standsAsAsked({ name: body.name, shortName: body.shortName }, change.from),
        bodyNameIsFree(shape, change.body, change.to),
      )
    }
    case 'amendments.body-closed':
      return mayBeClosed(change, shape)
    case 'amendments.seat-added':
      return firstRefusal(bodyOf(shape, change.seat.body) ? ok : gone, seatFits(shape, change.seat))
    case 'amendments.sector-added':
      return firstRefusal(
        nameIsFree(
          shape.sectors.filter((sector) => !sector.ended),
          change.sector,
          change.name,
        ),
        ...change.seats.map((seat) => (bodyOf(shape, seat.body) ? ok : gone)),
      )
    case 'amendments.sector-renamed':
      return firstRefusal(
        sectorOf(shape, change.sector) ? ok : gone,
        standsAsAsked(sectorOf(shape, change.sector)?.name, change.from),
      )
    case 'amendments.sector-marked':
      return mayBeMarked(change, shape)
    case 'amendments.sector-split':
      return mayBeSplit(change, shape)
    case 'amendments.sector-ended':
      return firstRefusal(
        sectorOf(shape, change.sector) ? ok : gone,
        actionsFind(shape, seatsOf(shape, { sector: change.sector }), change.actionsTo),
      )
    case 'amendments.organisation-registered':
      return firstRefusal(
        sectorOf(shape, change.registers.sector) ? ok : gone,
        nameIsFree(openOrganisations(shape), change.registers.organisation, change.registers.name),
      )
    case 'amendments.organisation-renamed': {
      const organisation = organisationOf(shape, change.organisation)
      if (!organisation) return refuse('amendments.organisationEnded')
      const { name, shortName } = organisation
      return standsAsAsked({ name, shortName }, change.from)
    }
    case 'amendments.organisation-succeeded':
      return mayBeSucceeded(shape, change)
    default:
      return ofASeat(change, shape)
  }
}

/** Two sectors with one mark would not be told apart. */
function mayBeMarked(
  { sector: id, from, to }: Extract<Change, { kind: 'amendments.sector-marked' }>,
  shape: Shape,
): Standing {
  const sector = sectorOf(shape, id)
  if (!sector) return gone
  const taken = shape.sectors.some(
    (one) => !one.ended && one.id !== id && one.shape === to.shape && one.hue === to.hue,
  )
  return firstRefusal(
    standsAsAsked({ shape: sector.shape, hue: sector.hue }, from),
    taken ? refuse('amendments.markTaken') : ok,
  )
}

type Split = Extract<Change, { kind: 'amendments.sector-split' }>

/** What a sector has, all of which goes to one of the two that it becomes. */
export function dividedWith(shape: Shape, sector: string) {
  return {
    seats: seatsOf(shape, { sector }),
    organisations: openOrganisations(shape).filter((organisation) => organisation.sector === sector),
  }
}

/**
 * A sector becomes two, with all that it has. Each begins with somebody who speaks for it in the
 * Committee: so
 * it appoints to all its seats from the first day. What only the undivided sector can finish is
 * finished first: a suspension, which is resumed by who declared it, and minutes that say what it said.
 */
function mayBeSplit(change: Split, shape: Shape): Standing {
  const sector = sectorOf(shape, change.sector)
  if (!sector) return gone
  const { seats, organisations } = dividedWith(shape, sector.id)
  const [seatTo, organisationTo] = [
    new Map(change.seats.map(({ seat, to }) => [seat, to])),
    new Map(change.organisations.map(({ organisation, to }) => [organisation, to])),
  ]
  const heirs = change.into.map((one) => one.sector)
  const named = [...seatTo.values(), ...organisationTo.values()]
  if (named.some((to) => !heirs.includes(to))) return gone
  if (!areThose(seatTo, seats) || !areThose(organisationTo, organisations)) return overtaken
  const apart = seats.some(({ id, organisation }) => {
    const along = organisation === null ? undefined : organisationTo.get(organisation)
    return along !== undefined && along !== seatTo.get(id)
  })
  const bodies = new Set(seats.map(({ body }) => body))
  const speaks = (heir: string) =>
    seats.some(
      (seat) =>
        seatTo.get(seat.id) === heir &&
        seat.voice &&
        bodyOf(shape, seat.body)?.kind === 'committee' &&
        seat.mandates.some((mandate) => mandate.inForce && mandate.appoints),
    )
  return firstRefusal(
    sector.paused ? refuse('amendments.sectorPaused') : ok,
    shape.bodies.some((body) => bodies.has(body.id) && body.minutesDue > 0)
      ? refuse('amendments.sectorInMinutes')
      : ok,
    apart ? refuse('amendments.seatApart') : ok,
    namesAndMarks(change, shape),
    !sector.hasPosition || heirs.every(speaks) ? ok : refuse('amendments.splitWithoutVoice'),
  )
}

/** The two are told from each other, and from the sectors beside them. What was the divided one's is free. */
function namesAndMarks({ sector, into }: Split, shape: Shape): Standing {
  const beside = shape.sectors.filter((one) => !one.ended && one.id !== sector)
  const both = into.map(({ sector: id, ...one }) => ({ ...one, id }))
  return firstRefusal(
    ...both.flatMap((one) => {
      const others = [...beside, ...both.filter((half) => half !== one)]
      const marked = others.some(({ shape: drawn, hue }) => drawn === one.shape && hue === one.hue)
      return [nameIsFree(others, one.id, one.name), marked ? refuse('amendments.markTaken') : ok]
    }),
  )
}

const areThose = (named: Map<string, string>, those: { id: string }[]) =>
  named.size === those.length && those.every(({ id }) => named.has(id))

function shapeSplit({ sector, into, seats, organisations }: Split, shape: Shape): Shape {
  const seatTo = new Map(seats.map((one) => [one.seat, one.to]))
  const organisationTo = new Map(organisations.map((one) => [one.organisation, one.to]))
  const divided = shape.sectors.find((one) => one.id === sector)
  return {
    ...shape,
    sectors: [
      ...shape.sectors.map((one) =>
        one.id === sector ? { ...one, hasPosition: false, ended: true } : one,
      ),
      ...into.map(({ sector: id, ...one }) => ({
        ...one,
        id,
        hasPosition: divided?.hasPosition ?? false,
        ended: false,
        paused: false,
        recoverySeat:
          divided?.recoverySeat && seatTo.get(divided.recoverySeat) === id ? divided.recoverySeat : null,
      })),
    ],
    seats: shape.seats.map((seat) => ({ ...seat, sector: seatTo.get(seat.id) ?? seat.sector })),
    organisations: shape.organisations.map((one) => ({
      ...one,
      sector: organisationTo.get(one.id) ?? one.sector,
    })),
  }
}

type OfASeat = Extract<
  Change,
  {
    kind:
      | 'amendments.seat-renamed'
      | 'amendments.voice-changed'
      | 'amendments.seat-moved'
      | 'amendments.seat-closed'
  }
>

function ofASeat(change: OfASeat, shape: Shape): Standing {
  const seat = seatOf(shape, change.seat)
  if (!seat) return gone
  switch (change.kind) {
    case 'amendments.seat-renamed':
      return standsAsAsked(seat.name, change.from)
    case 'amendments.voice-changed': {
      if (seat.voice === change.to) return overtaken
      const hasPosition = sectorOf(shape, seat.sector)?.hasPosition ?? false
      return !change.to || countsForQuorum({ function: seat.function, hasPosition })
        ? ok
        : refuse('amendments.noVoiceForThat')
    }
    case 'amendments.seat-moved':
      if (!bodyOf(shape, change.to)) return gone
      return seat.body === change.from ? ok : overtaken
    case 'amendments.seat-closed':
      return actionsFind(shape, [seat], change.actionsTo)
  }
}

type Closed = Extract<Change, { kind: 'amendments.body-closed' }>

function mayBeClosed({ body: id, into, seats, actionsTo }: Closed, shape: Shape): Standing {
  const body = bodyOf(shape, id)
  if (!body) return gone
  if (body.kind === 'committee') return refuse('amendments.committeeStays')
  if (into !== null && (into === id || !bodyOf(shape, into))) return refuse('amendments.intoWhich')
  if (seats === 'move' && into === null) return refuse('amendments.intoWhich')
  if (body.underWay > 0) return refuse('amendments.bodyAtWork')
  return seats === 'move' ? ok : actionsFind(shape, seatsOf(shape, { body: id }), actionsTo)
}

/** The forum as it would be: as far as what can be decided in it depends on it. */
export function shapeAfter(change: Change, shape: Shape): Shape {
  const seats = (to: (seat: SeatNow) => SeatNow) => ({ ...shape, seats: shape.seats.map(to) })
  switch (change.kind) {
    case 'amendments.rules':
      return { ...shape, rules: rulesWith(shape.rules, change.to) }
    case 'amendments.languages-changed':
      return { ...shape, languages: change.to }
    case 'amendments.body-established':
      return {
        ...shape,
        bodies: [
          ...shape.bodies,
          { ...change, id: change.body, kind: 'group', underWay: 0, minutesDue: 0 },
        ],
        seats: withSeats(shape, change.seats),
      }
    case 'amendments.body-closed': {
      const after = seats((seat) => {
        if (seat.body !== change.body || seat.ended) return seat
        return change.seats === 'move' && change.into !== null
          ? { ...seat, body: change.into }
          : { ...seat, ended: true }
      })
      const takes = commitmentTaken(change, shape)
      return {
        ...after,
        bodies: shape.bodies.map((body) => {
          if (body.id === change.body) return { ...body, kind: 'former' }
          return body.id === change.into && takes ? { ...body, commitment: takes } : body
        }),
      }
    }
    case 'amendments.seat-added':
      return { ...shape, seats: withSeats(shape, [change.seat]) }
    case 'amendments.voice-changed':
      return seats((seat) => (seat.id === change.seat ? { ...seat, voice: change.to } : seat))
    case 'amendments.seat-moved':
      return seats((seat) => (seat.id === change.seat ? { ...seat, body: change.to } : seat))
    case 'amendments.seat-closed':
      return seats((seat) => (seat.id === change.seat ? { ...seat, ended: true } : seat))
    case 'amendments.sector-added':
    case 'amendments.sector-marked':
    case 'amendments.sector-split':
    case 'amendments.sector-ended':
      return sectorsAfter(change, shape)
    case 'amendments.organisation-succeeded':
      return shapeSucceeded(change, shape)
    default:
      return shape
  }
}

function withSeats(shape: Shape, asked: SeatAsked[]): SeatNow[] {
  const added = asked.map((seat) => ({ ...seat, id: seat.seat, rank: 0, ended: false }))
  return [...shape.seats, ...added.map((seat) => ({ ...seat, mandates: [], actions: [] }))]
}

type OfSectors = Extract<
  Change,
  {
    kind:
      | 'amendments.sector-added'
      | 'amendments.sector-marked'
      | 'amendments.sector-split'
      | 'amendments.sector-ended'
  }
>

function sectorsAfter(change: OfSectors, shape: Shape): Shape {
  switch (change.kind) {
    case 'amendments.sector-added':
      return {
        ...shape,
        sectors: [
          ...shape.sectors,
          { ...change, id: change.sector, ended: false, paused: false, recoverySeat: null },
        ],
        seats: withSeats(shape, change.seats),
      }
    case 'amendments.sector-marked':
      return {
        ...shape,
        sectors: shape.sectors.map((sector) =>
          sector.id === change.sector ? { ...sector, ...change.to } : sector,
        ),
      }
    case 'amendments.sector-split':
      return shapeSplit(change, shape)
    case 'amendments.sector-ended':
      return {
        ...shape,
        seats: shape.seats.map((seat) =>
          seat.sector === change.sector ? { ...seat, ended: true } : seat,
        ),
        sectors: shape.sectors.map((sector) =>
          sector.id === change.sector ? { ...sector, hasPosition: false, ended: true } : sector,
        ),
      }
  }
}

function shapeSucceeded(change: Succeeded, shape: Shape): Shape {
  const closing = seatsInherited(shape, change).flatMap(({ seat, to }) => (to === null ? [seat.id] : []))
  const passing = answersInherited(shape, change)
  const ending = passing.flatMap(({ own }) => own.map(({ id }) => id))
  const lesser = shape.answers.filter((one) =>
    passing.some(
      ({ commitment, to, role }) =>
        one.commitment === commitment &&
        one.organisation === to &&
        !hasAnswer(shape, commitment, to, role),
    ),
  )
  const gone = new Set([...ending, ...lesser.map(({ id }) => id)])
  return {
    ...shape,
    seats: shape.seats.map((seat) => (closing.includes(seat.id) ? { ...seat, ended: true } : seat)),
    answers: [
      ...shape.answers.filter(({ id }) => !gone.has(id)),
      ...passing.flatMap(({ commitment, to, own, role }) =>
        to === null || hasAnswer(shape, commitment, to, role)
          ? []
          : [{ id: own[0]?.id ?? '', commitment, organisation: to, role }],
      ),
    ],
  }
}

/** The commitment that another group looks after from now on: it had none of its own. */
export function commitmentTaken({ body: id, into }: Closed, shape: Shape): string | null {
  const heir = into === null ? undefined : bodyOf(shape, into)
  return heir?.kind === 'group' && heir.commitment === null
    ? (bodyOf(shape, id)?.commitment ?? null)
    : null
}

/**
 * Is a change (still) legal, and would the forum it leaves behind still be able to decide? What it could not before is no ground to refuse: a
 * change may well be what mends it.
 */
export function mayBecome(change: Change, shape: Shape): Standing {
  const standing = asAsked(change, shape)
  if (standing !== ok) return standing
  const before = new Set(obstaclesIn(shape))
  const obstacle = obstaclesIn(shapeAfter(change, shape)).find((one) => !before.has(one))
  return obstacle === undefined ? ok : refuse(`amendments.${obstacle.split(' ')[0] ?? ''}`)
}

/** An address that nothing else has among these. */
export function freeSlug(taken: string[], wanted: string): string {
  if (!taken.includes(wanted)) return wanted
  const stem = wanted.slice(0, 36)
  const numbers = Array.from({ length: taken.length + 1 }, (_, at) => `${stem}-${at + 2}`)
  return numbers.find((slug) => !taken.includes(slug)) ?? wanted
}

/** A name as it can stand in an address. */
export function slugOf(name: string, otherwise: string): string {
  const letters = name
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 36)
    .replaceAll(/^-+|-+$/g, '')
  return letters.length >= 2 ? letters : otherwise
}
