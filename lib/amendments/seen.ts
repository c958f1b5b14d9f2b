import { dayIn, fromDate } from '../act/calendar.ts'
import type { Localised } from '../act/fields.ts'
import { hasEnded } from '../act/in-force.ts'
import { seatCalled } from '../act/seat-called.ts'
import { isRefusal } from '../act/refusal.ts'
import type { Refusal } from '../act/refusal.ts'
import type { Viewer } from '../act/viewer.ts'
import { rulesOf } from '../bodies/rules.ts'
import { asksForChange } from './facts.ts'
import type { Change } from './facts.ts'
import { redLineOf, touchedBy } from './red-line.ts'
import type { Line, NamedThing } from './red-line.ts'
import { shapeOf } from './record.ts'
import { mayBecome, rulesByName, shapeAfter } from './rules.ts'
import type { RuleName, RuleValue, Shape } from './rules.ts'
import { changeFor, idsOfNothing, isChange } from './wish.ts'
import type { Wish } from './wish.ts'

export type NamesSeen = Record<NamedThing, Record<string, Localised>>

/** What a red-line names, in the words of the day that is looked at. */
export async function changeNames({ db, forum }: Viewer): Promise<NamesSeen> {
  const where = { forumId: forum.id }
  const [seats, bodies, sectors, organisations, commitments] = await Promise.all([
    db.seat.findMany({ where, select: { id: true, name: true, body: true } }),
    db.body.findMany({ where, select: { id: true, name: true } }),
    db.sector.findMany({ where, select: { id: true, name: true } }),
    db.organisation.findMany({ where, select: { id: true, name: true } }),
    db.commitment.findMany({ where, select: { id: true, number: true, title: true } }),
  ])
  const byId = (rows: { id: string; name: Localised }[]) =>
    Object.fromEntries(rows.map(({ id, name }) => [id, name]))
  return {
    // Seats of several bodies stand together in a red-line.
    seat: byId(seats.map(({ id, name, body }) => ({ id, name: seatCalled({ name, body }) }))),
    body: byId(bodies),
    sector: byId(sectors),
    organisation: byId(organisations),
    commitment: byId(
      commitments.map(({ id, number, title }) => {
        const es = title.es ?? title.en ?? ''
        return { id, name: { es: `${number}. ${es}`, en: `${number}. ${title.en ?? es}` } }
      }),
    ),
  }
}

export type AmendmentSeen = {
  /** the number of the decision */
  number: number
  proposal: { id: string; number: number }
  change: Change
  lines: Line[]
  /** ids, or names of rules */
  touches: string[]
  inForceOn: string
  /** waiting: its day is to come. Else it is in force, or was not carried out */
  state: 'waiting' | 'in-force' | 'not-carried-out'
  reason: string | null
}

/** The forum's own changes, by its decisions: those in force, the latest first; those to come; those that could not be carried out. */
export async function amendmentsSeenBy(
  { db, forum }: Viewer,
  about: string[] = [],
): Promise<AmendmentSeen[]> {
  const rows = await db.decision.findMany({
    where: {
      forumId: forum.id,
      outcome: { not: 'no-consensus' },
      proposal: { effect: { path: ['kind'], string_starts_with: 'amendments.' } },
    },
    include: { proposal: true },
    orderBy: { number: 'desc' },
  })
  const pending = await db.pendingChange.findMany({
    where: { forumId: forum.id, decisionId: { in: rows.map(({ id }) => id) } },
  })
  return rows.flatMap((row): AmendmentSeen[] => {
    const { effect } = row.proposal
    if (!asksForChange(effect)) return []
    const touches = touchedBy(effect)
    if (about.length > 0 && !about.some((one) => touches.includes(one))) return []
    const waited = pending.find(({ decisionId }) => decisionId === row.id)
    return [
      {
        number: row.number,
        proposal: { id: row.proposalId, number: row.proposal.number },
        change: effect,
        lines: redLineOf(effect),
        touches,
        inForceOn: waited ? fromDate(waited.inForceOn) : dayIn(forum.timeZone, row.recordedAt),
        state: stateOf(row, waited),
        reason: row.notCarriedOut,
      },
    ]
  })
}

function stateOf(
  { notCarriedOut }: { notCarriedOut: string | null },
  waited: { settledAt: Date | null } | undefined,
): AmendmentSeen['state'] {
  if (notCarriedOut !== null) return 'not-carried-out'
  return waited && !waited.settledAt ? 'waiting' : 'in-force'
}

export type RuleSeen = {
  rule: RuleName
  value: RuleValue
  /** the decisions that changed it, the latest first */
  changes: { number: number; inForceOn: string; before: RuleValue | null; after: RuleValue }[]
}

/** Each rule with its value, and its past: since when it is so, and by which decision. What no decision changed is so since the founding. */
export async function rulesSeenBy(viewer: Viewer): Promise<{ foundedOn: string; rules: RuleSeen[] }> {
  const { db, forum } = viewer
  const [made, row] = await Promise.all([
    amendmentsSeenBy(viewer),
    db.forum.findUnique({ where: { id: forum.id }, select: { foundedAt: true } }),
  ])
  const values = Object.entries(rulesByName(rulesOf(forum))) as [RuleName, RuleValue][]
  return {
    foundedOn: dayIn(forum.timeZone, row?.foundedAt ?? viewer.now),
    rules: values.map(([rule, value]) => ({
      rule,
      value,
      changes: made.flatMap(({ change, state, number, inForceOn }) => {
        const after = change.kind === 'amendments.rules' ? change.to[rule] : undefined
        if (change.kind !== 'amendments.rules' || after === undefined || state !== 'in-force') return []
        return [{ number, inForceOn, before: change.from[rule] ?? null, after }]
      }),
    })),
  }
}

export type MandateEnding = { seat: string; body: string; person: string | null }

/** Whose mandates end with the seats that a change closes. */
async function mandatesEnding(
  { db, forum, today }: Viewer,
  change: Change,
  shape: Shape,
): Promise<MandateEnding[]> {
  const after = shapeAfter(change, shape)
  const closing = shape.seats.filter(
    (seat) => !seat.ended && after.seats.some((one) => one.id === seat.id && one.ended),
  )
  const mandates = await db.mandate.findMany({
    where: { forumId: forum.id, seatId: { in: closing.map(({ id }) => id) } },
    include: { person: true, seat: true },
    orderBy: [{ seatId: 'asc' }, { fromOn: 'asc' }],
  })
  return mandates
    .filter(({ untilOn }) => !hasEnded(untilOn && fromDate(untilOn), today))
    .map(({ seat, person }) => ({ seat: seat.id, body: seat.bodyId, person: person.name }))
}

export type ChangeForeseen = {
  change: Change
  lines: Line[]
  /** why it could not be carried out as the forum stands */
  refusal: Refusal | null
  ending: MandateEnding[]
}

/** What a wish would ask for, as the forum stands: looked at before anybody is asked. */
export async function changeForeseen(
  viewer: Viewer,
  wish: Wish,
  inForceOn: string,
): Promise<ChangeForeseen | { change: null; refusal: Refusal }> {
  const shape = await shapeOf(viewer.db, viewer.forum.id, inForceOn)
  const change = changeFor(wish, { shape, ids: idsOfNothing(), inForceOn })
  if (!isChange(change)) return { change: null, refusal: change }
  const standing = mayBecome(change, shape)
  return {
    change,
    lines: redLineOf(change),
    refusal: isRefusal(standing) ? standing : null,
    ending: await mandatesEnding(viewer, change, shape),
  }
}

/** The change that a proposal asks for: whether it could be carried out today while it is open, and what became of it once it is decided. */
export async function changeAskedBy(
  viewer: Viewer,
  proposal: { id: string; effect: { kind: string }; closedAt: Date | null; proposedAt: Date },
) {
  const { effect } = proposal
  if (!asksForChange(effect)) return null
  const made = await amendmentsSeenBy(viewer)
  const touches = touchedBy(effect)
  const shape = proposal.closedAt ? null : await shapeOf(viewer.db, viewer.forum.id, effect.inForceOn)
  const standing = shape ? mayBecome(effect, shape) : true
  const decided = made.find((one) => one.proposal.id === proposal.id) ?? null
  const proposedOn = dayIn(viewer.forum.timeZone, proposal.proposedAt)
  return {
    change: effect,
    lines: redLineOf(effect),
    decided,
    refusal: isRefusal(standing) ? standing : null,
    ending: shape ? await mandatesEnding(viewer, effect, shape) : [],
    /** decisions about the same since it was proposed */
    since: made.filter(
      (one) =>
        one.proposal.id !== proposal.id &&
        one.state === 'in-force' &&
        one.inForceOn >= proposedOn &&
        one.touches.some((touched) => touches.includes(touched)),
    ),
  }
}

export type ForumParts = Pick<
  Shape,
  'name' | 'timeZone' | 'languages' | 'sectors' | 'bodies' | 'seats' | 'organisations' | 'answers'
>

/** What the forms of changes choose from. */
export async function forumParts({ db, forum, today }: Viewer): Promise<ForumParts> {
  const shape = await shapeOf(db, forum.id, today)
  const { name, timeZone, languages, sectors, bodies, seats, organisations, answers } = shape
  return { name, timeZone, languages, sectors, bodies, seats, organisations, answers }
}
