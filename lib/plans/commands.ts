import { z } from 'zod'
import type { Prose as ProseText } from '../act/fields.ts'
import {
  alsoNeeding,
  cleanText,
  Day,
  Id,
  Lang,
  Line,
  LooseDay,
  Prose,
  SeatId,
  ShortProse,
  Slug,
} from '../act/fields.ts'
import { seatCommand } from '../act/command.ts'
import type { Circumstances, SeatActor } from '../act/command.ts'
import { lastDayOf } from '../act/calendar.ts'
import { longest } from '../act/lengths.ts'
import { firstRefusal, ok, refuse } from '../act/refusal.ts'
import type { Refusal } from '../act/refusal.ts'
import { rulesOf } from '../bodies/rules.ts'
import { isOver } from '../commitments/rules.ts'
import type { Reader } from '../db/client.ts'
import type { Draw } from '../log/append.ts'
import type { Consequence, Fact } from '../log/fact.ts'
import {
  deadlineOf,
  mayBeTabled,
  mayPropose,
  needsOfItsWay,
  onTheTable,
  proposing,
} from '../proposals/commands.ts'
import {
  ADD_EFFECT,
  ADOPT_EFFECT,
  CLOSE_EFFECT,
  MERGE_EFFECT,
  REWORD_EFFECT,
  SPLIT_EFFECT,
} from './facts.ts'
import { AdoptEffect, CloseEffect, SplitEffect } from './facts.ts'
import type { AddEffect, MergeEffect, NewCommitment, PlanEffect, RewordEffect, Worded } from './facts.ts'
import { ProposalText } from '../proposals/facts.ts'
import { closes, goingNowhere } from './effects.ts'
import { commitmentsIn } from './lines.ts'
import type { Known, LineFault } from './lines.ts'
import { committeeOf, knownIn, planWith, commitmentStanding } from './record.ts'
import type { PlanWith, Standing } from './record.ts'
import { differences, figuresOf, inBoth, outcomesSaid } from './rules.ts'

/** What every request to change a plan says: why, how it is decided, and from which day on it is in force. */
const request = {
  as: SeatId,
  title: ShortProse,
  text: Prose,
  inForceOn: Day.optional(),
  mode: z.enum(['session', 'written'], { error: 'errors.chooseMode' }),
  agendaItem: Id.optional(),
  deadlineOn: Day.optional(),
}
type Request = z.output<z.ZodObject<typeof request>>

/** A wording as it is typed: its title and its objective in one or both languages, and who answers for it. */
const wording = {
  titleEs: cleanText(longest.title).optional(),
  titleEn: cleanText(longest.title).optional(),
  objectiveEs: cleanText(longest.wording).optional(),
  objectiveEn: cleanText(longest.wording).optional(),
  leads: z.array(Id).max(30, 'errors.tooMany').default([]),
  supports: z.array(Id).max(30, 'errors.tooMany').default([]),
}
type TypedWording = z.output<z.ZodObject<typeof wording>>

const titleNeeded = {
  field: 'titleEs',
  says: 'plans.titleNeeded',
  missing: ({ titleEs, titleEn }: Partial<TypedWording>) => !titleEs && !titleEn,
}

function wordedAs({
  titleEs,
  titleEn,
  objectiveEs,
  objectiveEn,
  leads,
  supports,
}: TypedWording): Worded {
  const objective = inBoth(objectiveEs, objectiveEn)
  return {
    title: inBoth(titleEs, titleEn),
    objective: Object.keys(objective).length > 0 ? objective : null,
    organisations: [
      ...[...new Set(leads)].map((organisation) => ({ organisation, role: 'lead' as const })),
      // Who leads a commitment does not support it besides.
      ...[...new Set(supports)]
        .filter((organisation) => !leads.includes(organisation))
        .map((organisation) => ({ organisation, role: 'support' as const })),
    ],
  }
}

/** The Committee decides on plans: its table, and what its lines may name. */
async function tableOf(db: Reader, circumstances: Circumstances, agendaItem: string | undefined) {
  const { forum } = circumstances
  const [body, table, known] = await Promise.all([
    committeeOf(db, forum.id),
    onTheTable(db, circumstances, agendaItem),
    knownIn(db, forum.id),
  ])
  return body && table && { body, known, ...table }
}
type Table = NonNullable<Awaited<ReturnType<typeof tableOf>>>

/** It is tabled as it must be, and asks for no day that is past. */
function isTabled(table: Table, input: Request, circumstances: Circumstances): Refusal[] {
  return [
    ...mayBeTabled(table, table.body.id, input, circumstances),
    ...(input.inForceOn && input.inForceOn < circumstances.today
      ? [refuse('plans.inForceInThePast', undefined, 'inForceOn')]
      : []),
  ]
}

type Asking = {
  as: SeatActor
  subject: Table
  input: Request
  draw: Draw
  forum: Circumstances['forum']
}

function asking(
  { as, subject, input, draw, forum }: Asking,
  commitment: string | null,
  effect: PlanEffect,
) {
  const { proposal, facts } = proposing({
    body: subject.body.id,
    number: subject.next,
    mode: input.mode,
    commitment,
    content: {
      title: input.title,
      text: input.text,
      effect: { ...effect, ...(input.inForceOn && { inForceOn: input.inForceOn }) },
    },
    seat: as.seat,
    draw,
    meeting: subject.item?.meetingId ?? null,
    agendaItem: subject.item?.id ?? null,
    deadlineAt: deadlineOf(input, { forum }),
  })
  return { facts, result: { proposal } }
}

type Told = Refusal | false | undefined

function told(faults: Told[]): Refusal[] {
  return faults.filter((fault) => typeof fault === 'object')
}

const isHeld = (_subject: unknown, { forum }: Circumstances) => !rulesOf(forum).openProposalsArePublic

/** The field is marked by the first, and every one is told: a line can have several. */
function faultsAt(field: string, faults: readonly LineFault[]): Refusal[] {
  return faults.map(({ line, key, params }, place) =>
    refuse(
      key === 'errors.required' ? 'plans.linesNeeded' : key,
      { line, ...params },
      place === 0 ? field : `${field}.${place}`,
    ),
  )
}

/** What would come to be, line by line: read whole before it is put to the sectors. */
function shown(commitments: readonly NewCommitment[], lang: 'es' | 'en'): Consequence[] {
  return [
    { says: 'consequences.planShown', params: { count: commitments.length }, final: false, shown: true },
    ...commitments.map(
      ({ number, title, organisations, from }): Consequence => ({
        says: 'consequences.commitmentShown',
        params: {
          number,
          title: title[lang] ?? title.es ?? title.en ?? '',
          organisations: organisations.length,
          from: from.length,
        },
        final: false,
      }),
    ),
  ]
}

/** What is asked by the proposal that would be made, where it is of this kind. */
function askedIn<S extends z.ZodType>(facts: Fact[], effect: S): z.output<S> | null {
  const text = ProposalText.safeParse(facts[0]?.fields.content)
  return effect.safeParse(text.data?.effect).data ?? null
}

const Lines = cleanText(longest.minutes)
const outOfRange = { error: 'plans.numberNeeded' }
const PlanNumber = z.coerce
  .number(outOfRange)
  .pipe(z.int(outOfRange).min(1, outOfRange).max(999, outOfRange))

function openPlan(plan: PlanWith) {
  return plan.closedOn ? refuse('plans.isClosed') : ok
}

/** Asks the sectors to adopt a plan, with all its commitments. The same plan is not adopted twice. */
export const proposePlan = seatCommand({
  name: 'plans.propose-plan',
  input: alsoNeeding(
    z.strictObject({
      nameEs: Line,
      nameEn: Line.optional(),
      slug: Slug,
      startsOn: LooseDay.optional(),
      endsOn: LooseDay.optional(),
      lang: Lang,
      lines: Lines,
      ...request,
    }),
    ...needsOfItsWay,
  ),
  subject: async (db, { agendaItem }, circumstances) => {
    const { forum } = circumstances
    const [table, plans, open] = await Promise.all([
      tableOf(db, circumstances, agendaItem),
      db.plan.findMany({ where: { forumId: forum.id }, select: { slug: true, name: true } }),
      db.proposal.findMany({
        where: { forumId: forum.id, closedAt: null, effect: { path: ['kind'], equals: ADOPT_EFFECT } },
        select: { number: true, effect: true },
      }),
    ])
    return table && { ...table, plans, open }
  },
  gravity: 'public',
  standing: (actor, { body }) => mayPropose(actor, body.id),
  check: (subject, input, circumstances) => {
    const { plans, open, known } = subject
    const same = (name: string) => name.trim().toLowerCase() === input.nameEs.toLowerCase()
    const asked = open.find(({ effect }) => (effect as AdoptEffect).slug === input.slug)
    const faults: Told[] = [
      plans.some((plan) => plan.slug === input.slug) &&
        refuse('plans.alreadyAdopted', undefined, 'slug'),
      plans.some((plan) => same(plan.name.es)) && refuse('plans.sameName', undefined, 'nameEs'),
      asked && refuse('plans.alreadyAsked', { number: asked.number }, 'slug'),
      endsBefore(input) && refuse('errors.endsBeforeItStarts', undefined, 'endsOn'),
    ]
    return [
      ...told(faults),
      ...faultsAt('lines', commitmentsIn(input.lines, { ...known, lang: input.lang }).faults),
      ...isTabled(subject, input, circumstances),
    ]
  },
  decide: (given) => {
    const { input, subject, forum } = given
    const effect: AdoptEffect = {
      kind: ADOPT_EFFECT,
      forum: forum.id,
      slug: input.slug,
      name: { es: input.nameEs, ...(input.nameEn && { en: input.nameEn }) },
      startsOn: input.startsOn ?? null,
      endsOn: input.endsOn ?? null,
      commitments: commitmentsIn(input.lines, { ...subject.known, lang: input.lang }).commitments,
    }
    return asking(given, null, effect)
  },
  brings: ({ facts }) => {
    const effect = askedIn(facts, AdoptEffect)
    return effect ? shown(effect.commitments, 'es') : []
  },
  held: isHeld,
})

function endsBefore({
  startsOn,
  endsOn,
}: {
  startsOn?: string | undefined
  endsOn?: string | undefined
}) {
  return Boolean(startsOn && endsOn && lastDayOf(endsOn) < lastDayOf(startsOn))
}

/** Asks for one commitment more in a plan: new, or carried over from an earlier plan. */
export const proposeCommitment = seatCommand({
  name: 'plans.propose-commitment',
  input: alsoNeeding(
    z.strictObject({
      plan: Id,
      number: PlanNumber,
      from: Id.optional(),
      ...wording,
      policyArea: Line.optional(),
      ...request,
    }),
    titleNeeded,
    ...needsOfItsWay,
  ),
  subject: async (db, { plan: id, from, agendaItem }, circumstances) => {
    const [plan, table, ancestor] = await Promise.all([
      planWith(db, id),
      tableOf(db, circumstances, agendaItem),
      from ? commitmentStanding(db, from) : null,
    ])
    const here = plan?.forumId === circumstances.forum.id
    return plan && table && here ? { ...table, plan, ancestor } : null
  },
  gravity: 'public',
  standing: (actor, { body, plan }) => firstRefusal(mayPropose(actor, body.id), openPlan(plan)),
  check: (subject, input, circumstances) => {
    const { plan, ancestor, known } = subject
    const taken = plan.commitments.some(({ number }) => number === input.number)
    const faults: Told[] = [
      taken && refuse('plans.numberTaken', { number: input.number }, 'number'),
      Boolean(input.from) &&
        (ancestor?.forumId !== plan.forumId || ancestor.plan.rank >= plan.rank) &&
        refuse('commitments.ancestorIsLater', undefined, 'from'),
      unknownOrganisation(input, known),
    ]
    return [...told(faults), ...isTabled(subject, input, circumstances)]
  },
  decide: (given) => {
    const { input, subject } = given
    const effect: AddEffect = {
      kind: ADD_EFFECT,
      plan: subject.plan.id,
      commitment: {
        ...wordedAs(input),
        number: input.number,
        policyArea: input.policyArea ?? null,
        from: input.from ? [input.from] : [],
      },
    }
    return asking(given, null, effect)
  },
  held: isHeld,
})

function unknownOrganisation(
  { leads, supports }: TypedWording,
  { organisations }: Pick<Known, 'organisations'>,
): Refusal | undefined {
  const isKnown = (id: string) => organisations.some((one) => one.id === id)
  if (!leads.every(isKnown)) return refuse('errors.unknownThing', undefined, 'leads')
  return supports.every(isKnown) ? undefined : refuse('errors.unknownThing', undefined, 'supports')
}

async function changing(
  db: Reader,
  { commitment: id, agendaItem }: { commitment: string; agendaItem?: string | undefined },
  circumstances: Circumstances,
) {
  const commitment = await commitmentStanding(db, id)
  if (commitment?.forumId !== circumstances.forum.id) return null
  const [table, plan] = await Promise.all([
    tableOf(db, circumstances, agendaItem),
    planWith(db, commitment.planId),
  ])
  return table && plan && { ...table, plan, commitment }
}

function mayBeChanged({ isClosed, status }: Standing) {
  if (isClosed) return refuse('plans.isClosed')
  return isOver(status) ? refuse('commitments.isOver') : ok
}

/** Asks for other words of a commitment, or for others to answer for it. */
export const proposeRewording = seatCommand({
  name: 'plans.propose-rewording',
  input: alsoNeeding(
    z.strictObject({ commitment: Id, ...wording, ...request }),
    titleNeeded,
    ...needsOfItsWay,
  ),
  subject: changing,
  gravity: 'public',
  standing: (actor, { body, commitment }) =>
    firstRefusal(mayPropose(actor, body.id), mayBeChanged(commitment)),
  check: (subject, input, circumstances) => {
    const { commitment, known } = subject
    const to = wordedAs(input)
    const faults: Told[] = [
      differences(commitment.worded, to).length === 0 && refuse('plans.alreadySo', undefined, 'titleEs'),
      // A promise keeps its aim: other words for it, or another promise.
      Boolean(commitment.worded.objective && !to.objective) &&
        refuse('plans.objectiveNeeded', undefined, 'objectiveEs'),
      unknownOrganisation(input, known),
    ]
    return [...told(faults), ...isTabled(subject, input, circumstances)]
  },
  decide: (given) => {
    const { commitment } = given.subject
    const effect: RewordEffect = {
      kind: REWORD_EFFECT,
      commitment: commitment.id,
      over: commitment.worded,
      to: wordedAs(given.input),
    }
    return asking(given, commitment.id, effect)
  },
  held: isHeld,
})

/** Asks that a commitment go on as several, each by itself. */
export const proposeSplit = seatCommand({
  name: 'plans.propose-split',
  input: alsoNeeding(
    z.strictObject({ commitment: Id, lang: Lang, lines: Lines, ...request }),
    ...needsOfItsWay,
  ),
  subject: changing,
  gravity: 'public',
  standing: (actor, { body, commitment }) =>
    firstRefusal(mayPropose(actor, body.id), mayBeChanged(commitment)),
  check: (subject, input, circumstances) => {
    const { commitments, faults } = partsIn(subject, input)
    const taken = commitments.find(({ number }) =>
      subject.plan.commitments.some((one) => one.number === number),
    )
    const own: Told[] = [
      faults.length === 0 && commitments.length < 2 && refuse('plans.twoNeeded', undefined, 'lines'),
      taken && refuse('plans.numberTaken', { number: taken.number }, 'lines'),
    ]
    return [...faultsAt('lines', faults), ...told(own), ...isTabled(subject, input, circumstances)]
  },
  decide: (given) => {
    const effect: SplitEffect = {
      kind: SPLIT_EFFECT,
      commitment: given.subject.commitment.id,
      // Where they come from follows from what is split.
      into: partsIn(given.subject, given.input).commitments.map((one) => ({ ...one, from: [] })),
    }
    return asking(given, given.subject.commitment.id, effect)
  },
  brings: ({ facts }) => {
    const effect = askedIn(facts, SplitEffect)
    return effect ? shown(effect.into, 'es') : []
  },
  held: isHeld,
})

/** The lines of a split: numbers go on from the last of the plan, and who answers is who did, where a line does not say. */
function partsIn(
  { plan, known, commitment }: { plan: PlanWith; known: Table['known']; commitment: Standing },
  { lines, lang }: { lines: string; lang: 'es' | 'en' },
) {
  const first = Math.max(0, ...plan.commitments.map(({ number }) => number)) + 1
  const { commitments, faults } = commitmentsIn(lines, { ...known, lang, first })
  return {
    faults,
    commitments: commitments.map((one) => ({
      ...one,
      organisations: one.organisations.length > 0 ? one.organisations : commitment.worded.organisations,
      policyArea: one.policyArea ?? commitment.policyArea,
    })),
  }
}

/** Asks that several commitments of a plan go on as one. */
export const proposeMerger = seatCommand({
  name: 'plans.propose-merger',
  input: alsoNeeding(
    z.strictObject({
      plan: Id,
      commitments: z
        .array(Id, { error: 'plans.twoToMerge' })
        .min(2, 'plans.twoToMerge')
        .max(20, 'errors.tooMany'),
      number: PlanNumber,
      ...wording,
      ...request,
    }),
    titleNeeded,
    ...needsOfItsWay,
  ),
  subject: async (db, { plan: id, agendaItem }, circumstances) => {
    const [plan, table] = await Promise.all([planWith(db, id), tableOf(db, circumstances, agendaItem)])
    return plan && table && plan.forumId === circumstances.forum.id ? { ...table, plan } : null
  },
  gravity: 'public',
  standing: (actor, { body, plan }) => firstRefusal(mayPropose(actor, body.id), openPlan(plan)),
  check: (subject, input, circumstances) => {
    const { plan, known } = subject
    const merged = plan.commitments.filter(({ id }) => input.commitments.includes(id))
    const over = merged.find(({ status }) => isOver(status))
    const faults: Told[] = [
      merged.length < new Set(input.commitments).size &&
        refuse('plans.ofSeveralPlans', undefined, 'commitments'),
      merged.length < 2 && refuse('plans.twoToMerge', undefined, 'commitments'),
      over && refuse('plans.oneIsOver', { number: over.number }, 'commitments'),
      plan.commitments.some(({ number }) => number === input.number) &&
        refuse('plans.numberTaken', { number: input.number }, 'number'),
      unknownOrganisation(input, known),
    ]
    return [...told(faults), ...isTabled(subject, input, circumstances)]
  },
  decide: (given) => {
    const { plan } = given.subject
    const merged = plan.commitments.filter(({ id }) => given.input.commitments.includes(id))
    const effect: MergeEffect = {
      kind: MERGE_EFFECT,
      commitments: merged.map(({ id }) => id),
      into: {
        ...wordedAs(given.input),
        number: given.input.number,
        policyArea: merged[0]?.policyArea ?? null,
        from: [],
      },
    }
    return asking(given, null, effect)
  },
  held: isHeld,
})

/** Asks to close a plan, with what became of each of its commitments. */
export const proposeClosing = seatCommand({
  name: 'plans.propose-closing',
  input: alsoNeeding(
    z.strictObject({
      plan: Id,
      outcomes: z
        .array(
          z.strictObject({
            commitment: Id,
            outcome: z.enum(outcomesSaid, { error: 'plans.chooseOutcome' }),
            note: ShortProse.optional(),
          }),
        )
        .max(200, 'errors.tooMany')
        .default([]),
      ...request,
    }),
    ...needsOfItsWay,
  ),
  subject: async (db, { plan: id, agendaItem }, circumstances) => {
    const [plan, table, open] = await Promise.all([
      planWith(db, id),
      tableOf(db, circumstances, agendaItem),
      db.proposal.findFirst({
        where: {
          forumId: circumstances.forum.id,
          closedAt: null,
          AND: [
            { effect: { path: ['kind'], equals: CLOSE_EFFECT } },
            { effect: { path: ['plan'], equals: id } },
          ],
        },
        select: { number: true },
      }),
    ])
    return plan && table && plan.forumId === circumstances.forum.id ? { ...table, plan, open } : null
  },
  gravity: 'public',
  standing: (actor, { body, plan, open }) =>
    firstRefusal(
      mayPropose(actor, body.id),
      openPlan(plan),
      open ? refuse('plans.alreadyAsked', { number: open.number }) : ok,
    ),
  check: (subject, { outcomes, ...input }, circumstances) => {
    const closing = closes(subject.plan, saidOf(outcomes))
    return [
      ...(closing === true ? [] : closingFaults(closing, subject.plan, outcomes)),
      ...isTabled(subject, input, circumstances),
    ]
  },
  decide: (given) => {
    const effect: CloseEffect = {
      kind: CLOSE_EFFECT,
      plan: given.subject.plan.id,
      outcomes: saidOf(given.input.outcomes),
    }
    return asking(given, null, effect)
  },
  brings: ({ facts }) => {
    const effect = askedIn(facts, CloseEffect)
    if (!effect) return []
    const { 'carried-over': carried, completed, partly, not } = figuresOf(effect.outcomes)
    const params = { completed, partly, not, carried }
    return [{ says: 'consequences.closingShown', params, final: false, shown: true }]
  },
  held: isHeld,
})

/** Each commitment that is said to go on, and goes on nowhere, is told at its own line. */
function closingFaults(
  closing: Refusal,
  plan: PlanWith,
  outcomes: Parameters<typeof saidOf>[0],
): Refusal[] {
  if (closing.refused !== 'plans.notCarriedOn') return [{ ...closing, field: 'outcomes' }]
  return goingNowhere(plan, outcomes).map(({ id, number }) => {
    const place = outcomes.findIndex(({ commitment }) => commitment === id)
    return refuse('plans.notCarriedOn', { number }, `outcomes.${place}.outcome`)
  })
}

function saidOf(
  outcomes: {
    commitment: string
    outcome: CloseEffect['outcomes'][number]['outcome']
    note?: ProseText | undefined
  }[],
): CloseEffect['outcomes'] {
  return outcomes.map(({ commitment, outcome, note }) => ({ commitment, outcome, note: note ?? null }))
}

export const commands = [
  proposePlan,
  proposeCommitment,
  proposeRewording,
  proposeSplit,
  proposeMerger,
  proposeClosing,
]
