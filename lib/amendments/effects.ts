import { effectKind } from '../act/effect.ts'
import type { EffectContext } from '../act/effect.ts'
import {
  bodyEstablished,
  mandateEnded,
  organisationRegistered,
  organisationSucceeded,
  recoverySeatNamed,
  seatEstablished,
  sectorNamed,
} from '../bodies/facts.ts'
import type { Fact } from '../log/fact.ts'
import { opened } from '../log/facts.ts'
import { hasEnded } from '../act/in-force.ts'
import {
  actionsPassed,
  bodyClosed,
  bodyRenamed,
  changes,
  forumRenamed,
  languagesChanged,
  organisationEnded,
  organisationRenamed,
  organisationToSector,
  rulesChanged,
  seatClosed,
  seatMoved,
  answerPassed,
  seatPassed,
  seatRenamed,
  seatToSector,
  sectorEnded,
  sectorMarked,
  sectorRenamed,
  sectorSplit,
  voiceChanged,
  zoneChanged,
} from './facts.ts'
import type { Change, OrganisationAsked, SeatAsked } from './facts.ts'
import { shapeOf } from './record.ts'
import {
  commitmentTaken,
  dividedWith,
  freeSlug,
  mayBecome,
  ruleNames,
  answersInherited,
  hasAnswer,
  seatsInherited,
} from './rules.ts'
import type { SeatNow, Shape } from './rules.ts'
import type { z } from 'zod'

type Why = { decision: string; proposal: string; inForceOn: string }
type Of<K extends string> = Extract<Change, { kind: `amendments.${K}` }>

/** What a change brings about, in facts: those of the bodies where they have one already, else its own. */
function factsOf(change: Change, context: EffectContext, shape: Shape): Fact[] {
  const why: Why = {
    decision: context.decision,
    proposal: context.proposal,
    inForceOn: context.inForceOn,
  }
  switch (change.kind) {
    case 'amendments.rules':
      return rulesFacts(change, why, shape)
    case 'amendments.forum-renamed':
      return [forumRenamed({ ...why, from: change.from, to: change.to })]
    case 'amendments.zone-changed':
      return [zoneChanged({ ...why, from: change.from, to: change.to })]
    case 'amendments.languages-changed':
      return [languagesChanged({ ...why, from: change.from, to: change.to })]
    case 'amendments.body-established':
      return establishing(change, why, shape)
    case 'amendments.body-renamed': {
      const { body, from, to } = change
      const names = { from: from.name, to: to.name, shortFrom: from.shortName, shortTo: to.shortName }
      return [bodyRenamed({ ...why, body, ...names })]
    }
    case 'amendments.body-closed':
      return closingBody(change, why, shape)
    case 'amendments.seat-added':
      return [addingSeat(change.seat, why, shape, 0)]
    case 'amendments.seat-renamed':
      return [seatRenamed({ ...why, seat: change.seat, from: change.from, to: change.to })]
    case 'amendments.voice-changed': {
      const sector = shape.seats.find((seat) => seat.id === change.seat)?.sector ?? ''
      return [voiceChanged({ ...why, seat: change.seat, sector, to: change.to })]
    }
    case 'amendments.seat-moved':
      return shape.seats
        .filter((seat) => seat.id === change.seat)
        .map((seat) => movingSeat(seat, change.to, why, shape, 0))
    case 'amendments.seat-closed':
      return closingSeats(
        shape.seats.filter((seat) => seat.id === change.seat),
        change.actionsTo,
        why,
        shape,
      )
    default:
      return ofSectorsAndOrganisations(change, why, shape, context)
  }
}

function ofSectorsAndOrganisations(
  change: Of<
    | 'sector-added'
    | 'sector-renamed'
    | 'sector-marked'
    | 'sector-split'
    | 'sector-ended'
    | 'organisation-registered'
    | 'organisation-renamed'
    | 'organisation-succeeded'
  >,
  why: Why,
  shape: Shape,
  context: EffectContext,
): Fact[] {
  switch (change.kind) {
    case 'amendments.sector-added': {
      const { sector, name, hasPosition, shape: drawn, hue, seats } = change
      const slug = freeSlug(
        shape.sectors.map((one) => one.slug),
        change.slug,
      )
      return [
        sectorNamed({ sector, slug, name, hasPosition, shape: drawn, hue, rank: shape.sectors.length }),
        ...seats.map((seat) => addingSeat(seat, why, shape, 0)),
      ]
    }
    case 'amendments.sector-renamed':
      return [sectorRenamed({ ...why, sector: change.sector, from: change.from, to: change.to })]
    case 'amendments.sector-marked':
      return [sectorMarked({ ...why, sector: change.sector, from: change.from, to: change.to })]
    case 'amendments.sector-split':
      return splitting(change, why, shape)
    case 'amendments.sector-ended':
      return [
        ...closingSeats(
          shape.seats.filter((seat) => seat.sector === change.sector && !seat.ended),
          change.actionsTo,
          why,
          shape,
        ),
        sectorEnded({ ...why, sector: change.sector }),
      ]
    case 'amendments.organisation-registered':
      return [registering(change.registers)]
    case 'amendments.organisation-renamed': {
      const { organisation, from, to } = change
      const names = { from: from.name, to: to.name, shortFrom: from.shortName, shortTo: to.shortName }
      return [organisationRenamed({ ...why, organisation, ...names })]
    }
    case 'amendments.organisation-succeeded':
      return succeeding(change, why, shape, context)
  }
}

/** The two are named first: what the divided one has goes to them, its seats with whoever holds them. */
function splitting(change: Of<'sector-split'>, why: Why, shape: Shape): Fact[] {
  const { sector: from, into } = change
  const [one, other] = into
  const divided = shape.sectors.find((sector) => sector.id === from)
  if (!divided || !one || !other) return []
  const { seats, organisations } = dividedWith(shape, from)
  const slugs = shape.sectors.map(({ slug }) => slug)
  const named = into.map((half, place) => {
    const slug = freeSlug(slugs, half.slug)
    slugs.push(slug)
    const { hasPosition } = divided
    return sectorNamed({ ...half, slug, hasPosition, rank: shape.sectors.length + place })
  })
  const recovery = seats.find(({ id }) => id === divided.recoverySeat)
  const goesTo = (id: string) => change.seats.find(({ seat }) => seat === id)?.to ?? one.sector
  return [
    ...named,
    ...organisations.map(({ id }) =>
      organisationToSector({
        ...why,
        organisation: id,
        from,
        sector: change.organisations.find(({ organisation }) => organisation === id)?.to ?? one.sector,
      }),
    ),
    ...seats.map(({ id, body }) => seatToSector({ ...why, seat: id, body, from, sector: goesTo(id) })),
    ...(recovery
      ? [recoverySeatNamed({ sector: goesTo(recovery.id), seat: recovery.id, body: recovery.body })]
      : []),
    sectorSplit({
      ...why,
      sector: from,
      into: [one.sector, other.sector],
      one: one.name,
      other: other.name,
    }),
  ]
}

function rulesFacts({ from, to }: Of<'rules'>, why: Why, shape: Shape): Fact[] {
  const touched = ruleNames.filter((name) => to[name] !== undefined)
  const changed = rulesChanged({
    ...why,
    from,
    to,
    rule: touched.length === 1 ? (touched[0] ?? null) : null,
  })
  // What was held until the proposal it belongs to is closed would be so no longer.
  const entries = shape.held
    .filter(({ proposal }) => proposal !== why.proposal)
    .map(({ entry }) => entry)
  return to.openProposalsArePublic === true && entries.length > 0
    ? [changed, opened({ entries: [...new Set(entries)].toSorted((a, b) => a - b) })]
    : [changed]
}

function addingSeat(asked: SeatAsked, why: Why, shape: Shape, after: number): Fact {
  const others = shape.seats.filter((seat) => seat.body === asked.body)
  const { organisation, slug, ...fields } = asked
  return seatEstablished({
    ...fields,
    ...(organisation !== null && { organisation }),
    slug: freeSlug(
      others.map((seat) => seat.slug),
      slug,
    ),
    required: true,
    rank: nextRank(others) + after,
    establishedOn: why.inForceOn,
  })
}

const nextRank = (seats: { rank: number }[]) => Math.max(-1, ...seats.map(({ rank }) => rank)) + 1

function establishing(
  { body, slug, name, shortName, commitment, seats, inForceOn }: Of<'body-established'>,
  why: Why,
  shape: Shape,
): Fact[] {
  return [
    bodyEstablished({
      body,
      slug: freeSlug(
        shape.bodies.map((one) => one.slug),
        slug,
      ),
      kind: 'group',
      name,
      shortName,
      ...(commitment !== null && { commitment }),
      since: why.inForceOn > inForceOn ? why.inForceOn : inForceOn,
    }),
    ...seats.map((seat, at) => addingSeat(seat, why, shape, at)),
  ]
}

function movingSeat(seat: SeatNow, body: string, why: Why, shape: Shape, after: number): Fact {
  const others = shape.seats.filter((one) => one.body === body)
  const slug = freeSlug(
    others.map((one) => one.slug),
    seat.slug,
  )
  return seatMoved({ ...why, seat: seat.id, body, slug, rank: nextRank(others) + after })
}

/** Mandates end with their seat; those to come never begin. */
function closingSeats(seats: SeatNow[], actionsTo: string | null, why: Why, shape: Shape): Fact[] {
  const heir = shape.seats.find((seat) => seat.id === actionsTo)
  const actions = seats.flatMap((seat) => seat.actions)
  const handed =
    heir && actions.length > 0
      ? [actionsPassed({ ...why, seat: heir.id, body: heir.body, actions: actions.toSorted() })]
      : []
  const closed = seats.flatMap((seat) => [
    ...seat.mandates
      .filter(({ untilOn }) => !hasEnded(untilOn, why.inForceOn))
      .map((mandate) =>
        mandateEnded({
          mandate: mandate.id,
          seat: seat.id,
          body: seat.body,
          sector: seat.sector,
          person: mandate.person,
          untilOn: mandate.fromOn > why.inForceOn ? mandate.fromOn : why.inForceOn,
        }),
      ),
    seatClosed({ ...why, seat: seat.id, body: seat.body, sector: seat.sector }),
  ])
  return [...handed, ...closed]
}

function closingBody(change: Of<'body-closed'>, why: Why, shape: Shape): Fact[] {
  const { body, into, seats, actionsTo } = change
  const own = shape.seats.filter((seat) => seat.body === body && !seat.ended)
  const moves = seats === 'move' && into !== null
  return [
    ...(moves
      ? own.map((seat, at) => movingSeat(seat, into, why, shape, at))
      : closingSeats(own, actionsTo, why, shape)),
    // Actions stay with their seats, and are answered for where these sit now.
    ...(moves
      ? own
          .filter((seat) => seat.actions.length > 0)
          .map((seat) => actionsPassed({ ...why, seat: seat.id, body: into, actions: seat.actions }))
      : []),
    bodyClosed({ ...why, body, into, takesCommitment: commitmentTaken(change, shape) }),
  ]
}

function registering({ shortName, ...fields }: z.output<typeof OrganisationAsked>): Fact {
  return organisationRegistered({ ...fields, ...(shortName !== null && { shortName }) })
}

/** The seats go on with whoever holds them, and with them their actions, their approvals and what they have to hand in. */
function succeeding(
  change: Of<'organisation-succeeded'>,
  why: Why,
  shape: Shape,
  { draw }: EffectContext,
): Fact[] {
  const { predecessors, successors, registers, actionsTo } = change
  const heirs = [...(registers ? [registers.organisation] : []), ...successors]
  const sectorOf = (id: string) => shape.organisations.find((one) => one.id === id)?.sector ?? ''
  const inherited = seatsInherited(shape, change)
  const successions = predecessors.flatMap((predecessor) =>
    heirs.map((successor) =>
      organisationSucceeded({
        succession: draw.id(),
        predecessor,
        successor,
        sector: sectorOf(predecessor),
        happenedOn: why.inForceOn,
      }),
    ),
  )
  return [
    ...(registers ? [registering(registers)] : []),
    ...(heirs.length > 0
      ? successions
      : predecessors.map((organisation) => organisationEnded({ ...why, organisation }))),
    ...inherited.flatMap(({ seat, to }) => {
      const predecessor = seat.organisation ?? predecessors[0]
      return to === null || predecessor === undefined
        ? []
        : [seatPassed({ ...why, seat: seat.id, predecessor, successor: to })]
    }),
    ...answersPassing(change, why, shape, draw),
    ...closingSeats(
      inherited.filter(({ to }) => to === null).map(({ seat }) => seat),
      actionsTo,
      why,
      shape,
    ),
  ]
}

/** Who answered for a commitment does no longer, and its heir does, once: it may have answered for it before. */
function answersPassing(
  change: Of<'organisation-succeeded'>,
  why: Why,
  shape: Shape,
  draw: EffectContext['draw'],
): Fact[] {
  return answersInherited(shape, change).flatMap(({ commitment, to, own, role }) => {
    const [first] = own
    if (!first) return []
    const isNew = to !== null && !hasAnswer(shape, commitment, to, role)
    const lesser = shape.answers.filter(
      (one) => isNew && one.commitment === commitment && one.organisation === to,
    )
    return [
      answerPassed({
        ...why,
        commitment,
        predecessor: first.organisation,
        successor: to,
        role,
        ends: [...own, ...lesser].map(({ id }) => id),
        participant: isNew ? draw.id() : null,
      }),
    ]
  })
}

/** Everything that is asked of a forum is read against what the forum is; one way for all kinds of change. */
export const effects = changes.map((schema) =>
  effectKind({
    kind: [...schema.shape.kind.values][0] ?? '',
    schema: schema as z.ZodObject,
    inForceOn: (effect) => (effect as Change).inForceOn,
    present: (db, effect, forum) => shapeOf(db, forum, (effect as Change).inForceOn),
    stillLegal: (effect, shape) => mayBecome(effect as Change, shape),
    facts: (effect, context, shape) => factsOf(effect as Change, context, shape),
  }),
)
