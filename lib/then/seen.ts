import { kindsToldIn } from '../facts.ts'
import { addDays, dayIn } from '../act/calendar.ts'
import { exampleOf } from '../act/example.ts'
import type { Moment } from '../act/moment.ts'
import type { Viewer } from '../act/viewer.ts'
import { bodiesSeenBy, bodySeenBy, seatSeenBy } from '../bodies/seen.ts'
import type { BodySeen, SeatSeen } from '../bodies/seen.ts'
import { commitmentSeenBy, commitmentsSeenBy } from '../commitments/seen.ts'
import { planSeenBy } from '../commitments/plan-seen.ts'
import type { PlanSeen } from '../commitments/plan-seen.ts'
import type { CommitmentLine } from '../commitments/seen.ts'
import type { SourcedText } from '../commitments/source-seen.ts'
import { standingIn } from '../commitments/rules.ts'
import { meetingSeenBy, meetingsSeenBy } from '../meetings/seen.ts'
import { minutesSeenBy } from '../minutes/seen.ts'
import { decisionsSeenBy, proposalNumbered } from '../proposals/seen.ts'
import { roadmapsSeenBy } from '../roadmaps/seen.ts'
import { historySeenBy } from '../history/seen.ts'
import type { HistoryFilter } from '../history/seen.ts'

/** What a page is about, by its address. */
export type Subject =
  | { is: 'plan'; plan: string | undefined }
  | { is: 'commitment'; plan: string | undefined; number: number }
  | { is: 'bodies' | 'meetings' | 'decisions' }
  | { is: 'body'; slug: string }
  | { is: 'seat'; id: string }
  | { is: 'meeting'; id: string }
  | { is: 'minutes'; number: string }
  | { is: 'decision' | 'proposal'; number: string }

export function subjectAt(address: string): Subject | null {
  const path = decoded(address.split(/[?#]/, 1)[0] ?? '')
  const [, , , room, name, second, number] = path.replace(/\/desk\/(?=bodies|meetings)/, '/').split('/')
  if (room === 'plan' || room === 'plans' || room === 'commitments') {
    const plan = room === 'plans' ? name : undefined
    const ofPlan = second === 'commitments' ? number : undefined
    const which = room === 'commitments' ? name : ofPlan
    return which && /^\d{1,6}$/.test(which)
      ? { is: 'commitment', plan, number: Number(which) }
      : { is: 'plan', plan }
  }
  if (room === 'bodies') return name ? { is: 'body', slug: name } : { is: 'bodies' }
  if (!name) return room === 'meetings' || room === 'decisions' ? { is: room } : null
  if (room === 'seats') return { is: 'seat', id: name }
  if (room === 'meetings') return { is: 'meeting', id: name }
  if (room === 'minutes') return { is: 'minutes', number: name }
  return room === 'decisions' || room === 'proposals'
    ? { is: room === 'decisions' ? 'decision' : 'proposal', number: name }
    : null
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** One thing that can be otherwise at another moment; null: there is none. */
export type Value =
  | {
      word: string
      of: 'statuses' | 'meetingStates' | 'minutesStates' | 'outcomes' | 'presence'
      /** of a status, the day from which it is known, and what that is the day of where it is not that of its decision */
      since?: string
      dayIs?: string
    }
  | { day: string }
  | { number: number }
  | { text: string }
  | { names: SourcedText[] }
export type Field =
  | 'status'
  | 'roadmap'
  | 'leads'
  | 'paused'
  | 'title'
  | 'endsOn'
  | 'extendedTo'
  | 'there'
  | 'holder'
  | 'organisation'
  | 'sector'
  | 'objective'
  | 'comesFrom'
  | 'goesOnIn'
  | 'state'
  | 'minutes'
  | 'items'
  | 'agreements'
  | 'outcome'
export type Told = {
  field: Field
  of: { id: string; number?: number; name: SourcedText | null; plan?: string; day?: string }
  value: Value | null
}
export type Difference = { field: Field; of: Told['of']; then: Value | null; now: Value | null }

type OfCommitment = Beside & {
  line: CommitmentLine
  endsOn: string | null
  version: number | null
  plan: PlanSeen
}

/** What its line does not say: its objective, and from which commitments it comes and in which it goes on. */
type Beside = {
  objective: SourcedText | null
  comesFrom: SourcedText[]
  goesOnIn: SourcedText[]
}

/** Of several at once. */
async function besideOf({ db, forum }: Viewer, ids: string[]): Promise<(id: string) => Beside> {
  const [rows, descents] = await Promise.all([
    db.commitment.findMany({ where: { id: { in: ids } }, select: { id: true, objective: true } }),
    db.descent.findMany({
      where: { forumId: forum.id, OR: [{ ancestorId: { in: ids } }, { heirId: { in: ids } }] },
    }),
  ])
  const relatives = await db.commitment.findMany({
    where: { id: { in: descents.flatMap(({ ancestorId, heirId }) => [ancestorId, heirId]) } },
    orderBy: [{ plan: { rank: 'asc' } }, { number: 'asc' }],
    select: { id: true, number: true, title: true },
  })
  // By their numbers: those that one act brought about were recorded in no order.
  const named = (among: string[]) =>
    relatives.filter((one) => among.includes(one.id)).map(({ number, title }) => numbered(number, title))
  return (id) => ({
    objective: rows.find((one) => one.id === id)?.objective ?? null,
    comesFrom: named(descents.flatMap((one) => (one.heirId === id ? one.ancestorId : []))),
    goesOnIn: named(descents.flatMap((one) => (one.ancestorId === id ? one.heirId : []))),
  })
}

function numbered(number: number, { es, en }: SourcedText): SourcedText {
  return {
    ...(es !== undefined && { es: `${number}. ${es}` }),
    ...(en !== undefined && { en: `${number}. ${en}` }),
  }
}

const namesIn = (names: SourcedText[]): Value | null => (names.length > 0 ? { names } : null)

function toldOfCommitment({ line, endsOn, version, plan, ...beside }: OfCommitment): Told[] {
  const of = { id: line.id, number: line.number, name: line.title, plan: plan.slug }
  const leads = line.participants
    .filter((participant) => participant.role === 'lead')
    .map((participant) => participant.organisation.name)
  return [
    { field: 'status', of, value: statusOf(line, plan) },
    { field: 'roadmap', of, value: version === null ? null : { number: version } },
    { field: 'leads', of, value: leads.length > 0 ? { names: leads } : null },
    {
      field: 'paused',
      of,
      value:
        line.suspendedBy.length > 0
          ? { names: line.suspendedBy.map((sectorSeen) => sectorSeen.name) }
          : null,
    },
    { field: 'title', of, value: { names: [line.title] } },
    { field: 'objective', of, value: namesIn(beside.objective ? [beside.objective] : []) },
    { field: 'comesFrom', of, value: namesIn(beside.comesFrom) },
    { field: 'goesOnIn', of, value: namesIn(beside.goesOnIn) },
    { field: 'endsOn', of, value: endsOn === null ? null : { day: endsOn } },
  ]
}

/** A status that is over with its plan has the plan’s last day, as exactly as that is known. */
function statusOf({ status, statusSince, statusDayIs }: CommitmentLine, plan: PlanSeen): Value {
  const word = standingIn(plan, status)
  const since = word === status ? statusSince : plan.lastDay
  const dayIs = word === status ? statusDayIs : 'plan-end'
  return { word, of: 'statuses', ...(since && { since }), ...(dayIs && { dayIs }) }
}

/** What is compared of a plan: where each commitment stands, its roadmap, who leads it, who paused. */
async function toldOfPlan(viewer: Viewer, slug: string | undefined): Promise<Told[]> {
  const plan = await planSeenBy(viewer, slug)
  if (!plan) return []
  const [{ lines }, roadmaps] = await Promise.all([
    commitmentsSeenBy(viewer, plan.id),
    roadmapsSeenBy(viewer, plan.id),
  ])
  const versions = new Map(
    roadmaps.map((roadmap) => [roadmap.commitment.id, roadmap.version?.number ?? null]),
  )
  const beside = await besideOf(
    viewer,
    lines.map(({ id }) => id),
  )
  const of = { id: plan.id, name: plan.name, plan: plan.slug }
  return [
    { field: 'endsOn', of, value: plan.endsOn === null ? null : { day: plan.endsOn } },
    { field: 'extendedTo', of, value: plan.extendedTo === null ? null : { day: plan.extendedTo } },
    ...lines.flatMap((line) =>
      toldOfCommitment({
        line,
        endsOn: null,
        version: versions.get(line.id) ?? null,
        plan,
        ...beside(line.id),
      }),
    ),
  ]
}

/** Which bodies and seats there are, and who holds them. */
function toldOfBodies(bodies: BodySeen[]): Told[] {
  return bodies.flatMap((body) => [
    {
      field: 'there' as const,
      of: { id: body.id, name: body.name },
      value: { word: 'there', of: 'presence' as const },
    },
    ...toldOfSeats(body.seats),
  ])
}

function toldOfSeats(seats: SeatSeen[]): Told[] {
  return seats.flatMap((seat): Told[] => {
    const of = { id: seat.id, name: seat.name }
    return [
      { field: 'there', of, value: { word: 'there', of: 'presence' } },
      { field: 'holder', of, value: seat.titular?.name ? { text: seat.titular.name } : null },
      { field: 'organisation', of, value: namesIn(seat.organisation ? [seat.organisation.name] : []) },
      { field: 'sector', of, value: namesIn([seat.sector.name]) },
    ]
  })
}

/** A list is compared by its first so many lines: what is further down has long been as it is. */
const LISTED = 60

/**
 * What a page says in few words, so that two moments of it can be laid side by side; by the queries of the
 * page itself.
 */
export async function toldOf(viewer: Viewer, subject: Subject): Promise<Told[]> {
  return (await standingOf(viewer, subject)).told
}

/** What is told of a subject, and by what the history finds it. */
type WhatStood = { told: Told[]; about: HistoryFilter | null }

const nothing: WhatStood = { told: [], about: null }

async function standingOf(viewer: Viewer, subject: Subject): Promise<WhatStood> {
  switch (subject.is) {
    case 'plan':
      return { told: await toldOfPlan(viewer, subject.plan), about: null }
    case 'commitment':
      return commitmentStanding(viewer, subject)
    case 'bodies':
      return {
        told: toldOfBodies(await bodiesSeenBy(viewer)),
        about: null,
      }
    case 'body': {
      const body = await bodySeenBy(viewer, subject.slug)
      return body ? { told: toldOfBodies([body]), about: { body: body.id } } : nothing
    }
    case 'seat': {
      const seat = await seatSeenBy(viewer, subject.id)
      return seat ? { told: toldOfSeats([seat]), about: { seat: seat.id } } : nothing
    }
    case 'meetings':
      return { told: await toldOfMeetings(viewer), about: null }
    case 'meeting':
      return meetingStanding(viewer, subject.id)
    case 'minutes':
      return minutesStanding(viewer, subject.number)
    case 'decisions':
      return { told: await toldOfDecisions(viewer), about: null }
    case 'decision':
    case 'proposal':
      return proposalStanding(viewer, subject.number, subject.is)
  }
}

async function commitmentStanding(
  viewer: Viewer,
  { plan, number }: Extract<Subject, { is: 'commitment' }>,
): Promise<WhatStood> {
  const line = await commitmentSeenBy(viewer, number, plan)
  if (!line) return nothing
  const [[roadmap], beside] = await Promise.all([
    roadmapsSeenBy(viewer, line.plan.id, [line.id]),
    besideOf(viewer, [line.id]),
  ])
  return {
    told: toldOfCommitment({
      line,
      endsOn: line.endsOn,
      version: roadmap?.version?.number ?? null,
      plan: line.plan,
      ...beside(line.id),
    }),
    about: { commitment: line.id },
  }
}

async function toldOfMeetings(viewer: Viewer): Promise<Told[]> {
  const { meetings } = await meetingsSeenBy(viewer, {}, LISTED)
  return meetings.map(({ id, body, heldOn, state }) => ({
    field: 'state',
    of: { id, name: { es: body.shortName }, day: heldOn },
    value: { word: state, of: 'meetingStates' },
  }))
}

async function meetingStanding(viewer: Viewer, id: string): Promise<WhatStood> {
  const meeting = await meetingSeenBy(viewer, id)
  if (!meeting) return nothing
  const of = { id: meeting.id, name: null }
  return {
    told: [
      { field: 'state', of, value: { word: meeting.state, of: 'meetingStates' } },
      { field: 'items', of, value: { number: meeting.agenda.length } },
      {
        field: 'minutes',
        of,
        value: meeting.minutes?.number ? { text: meeting.minutes.number } : null,
      },
    ],
    about: { meeting: meeting.id },
  }
}

async function minutesStanding(viewer: Viewer, number: string): Promise<WhatStood> {
  const minutes = await minutesSeenBy(viewer, number)
  if (!minutes) return nothing
  const of = { id: minutes.id, name: null }
  return {
    told: [{ field: 'agreements', of, value: { number: minutes.agreements.length } }],
    about: { meeting: minutes.meeting.id },
  }
}

async function toldOfDecisions(viewer: Viewer): Promise<Told[]> {
  const { decisions } = await decisionsSeenBy(viewer, {}, LISTED)
  return decisions.flatMap(({ id, decision }): Told[] =>
    decision
      ? [
          {
            field: 'outcome',
            of: { id, number: decision.number, name: null },
            value: { word: decision.outcome, of: 'outcomes' },
          },
        ]
      : [],
  )
}

async function proposalStanding(
  viewer: Viewer,
  number: string,
  by: 'decision' | 'proposal',
): Promise<WhatStood> {
  const proposal = await proposalNumbered(viewer, number, by)
  if (!proposal) return nothing
  const value: Value | null = proposal.decision && { word: proposal.decision.outcome, of: 'outcomes' }
  return {
    told: [{ field: 'outcome', of: { id: proposal.id, name: null }, value }],
    about: { proposal: proposal.id },
  }
}

/** What the two say differently; what only one of them knows is told as well. */
export function differencesIn(then: Told[], now: Told[]): Difference[] {
  const key = ({ field, of }: Told) => `${field} ${of.id}`
  const before = new Map(then.map((told) => [key(told), told.value]))
  const after = new Set(now.map(key))
  const changed = now.map(
    (told): Difference => ({
      field: told.field,
      of: told.of,
      then: before.get(key(told)) ?? null,
      now: told.value,
    }),
  )
  const gone = then
    .filter((told) => !after.has(key(told)))
    .map((told): Difference => ({ field: told.field, of: told.of, then: told.value, now: null }))
  return [...changed, ...gone].filter(
    (difference) => JSON.stringify(difference.then) !== JSON.stringify(difference.now),
  )
}

/**
 * How a page differs between the moment at which `viewer` stands and today, and what was done about its
 * subject since.
 */
export async function sinceThen(viewer: Viewer, today: Viewer, subject: Subject | null, size = 6) {
  const { moment } = viewer
  if (!moment) return null
  if (!subject) return { differences: [], compared: [], history: null, filter: null }
  const same = await theSame(viewer, subject)
  const [then, now] = await Promise.all([toldOf(viewer, same), standingOf(today, same)])
  const { about } = now
  return {
    differences: differencesIn(then, now.told),
    /** which things were compared: of all else nothing is said */
    compared: [...new Set([...then, ...now.told].map((told) => told.field))],
    history: about && (await historySeenBy(today, { ...about, ...after(moment) }, size)),
    filter: about,
  }
}

/**
 * An address without a plan means the plan that was there then; today it means a later one, whose commitments have the same numbers and are
 * others.
 */
async function theSame(viewer: Viewer, subject: Subject): Promise<Subject> {
  if ((subject.is !== 'plan' && subject.is !== 'commitment') || subject.plan) return subject
  const plan = await planSeenBy(viewer)
  return plan ? { ...subject, plan: plan.slug } : subject
}

function after(moment: Moment): HistoryFilter {
  return 'on' in moment ? { from: addDays(moment.on, 1) } : { after: moment.at }
}

/** Acts that say something of a plan; what was kept from sources, and what a machine looked at, says nothing new. */
const compared = kindsToldIn('comparison')

/** More than these are read in the history itself. */
const MOST_LINES = 400

/**
 * Two days of a plan: how each commitment stood at the end of the one and at the end of the other, and what
 * happened from the one to the other, both included.
 */
export async function comparisonSeenBy(
  today: Viewer,
  [earlier, later]: [Viewer, Viewer],
  slug: string | undefined,
) {
  const plan = (await planSeenBy(later, slug)) ?? (await planSeenBy(today, slug))
  if (!plan) return null
  const [then, now, history, planThen] = await Promise.all([
    toldOfPlan(earlier, plan.slug),
    toldOfPlan(later, plan.slug),
    historySeenBy(today, { kinds: compared, from: earlier.today, to: later.today }, MOST_LINES),
    planSeenBy(earlier, plan.slug),
  ])
  const differences = differencesIn(then, now)
  const { lines: all } = await commitmentsSeenBy(today, plan.id)
  const own = new Set(all.map((commitmentLine) => commitmentLine.id))
  const commitments = all.flatMap(({ id, number, title }) => {
    const [changed, lines] = [
      differences.filter((difference) => difference.of.id === id),
      history.lines.filter((line) => line.commitmentId === id),
    ]
    return changed.length > 0 || lines.length > 0
      ? [{ id, number, title, differences: changed, lines }]
      : []
  })
  return {
    plan,
    from: earlier.today,
    to: later.today,
    began: !planThen,
    commitments,
    // What is about no commitment of any plan belongs to the whole table.
    table: history.lines.filter((line) => line.commitmentId === null),
    others: history.lines.filter((line) => line.commitmentId !== null && !own.has(line.commitmentId))
      .length,
    names: history.names,
    more: history.next !== null,
  }
}
export type Comparison = NonNullable<Awaited<ReturnType<typeof comparisonSeenBy>>>

/** The same as plain data: what a program needs to redraw it, and the numbers of the acts to check it by. */
export function comparisonAsData(
  { plan, from, to, commitments, table, more }: Comparison,
  { forum }: Viewer,
  entryAddress: (index: number) => string,
) {
  const line = ({
    index,
    ordinal,
    kind,
    happenedOn,
    recordedAt,
    fields,
  }: Comparison['table'][number]) => ({
    act: index,
    fact: ordinal,
    kind,
    happenedOn,
    // What `happenedOn` is the day of, where a source gives another than that of the decision.
    dayIs: typeof fields.dayIs === 'string' ? fields.dayIs : null,
    recordedOn: dayIn(forum.timeZone, recordedAt),
    fields,
    address: entryAddress(index),
  })
  return {
    format: 'mesa-abierta/comparison',
    version: 1,
    ...exampleOf(forum)?.member,
    forum: forum.slug,
    plan: { slug: plan.slug, name: plan.name },
    from,
    to,
    commitments: commitments.map(({ number, title, differences, lines }) => ({
      number,
      title,
      differences: differences.map(({ field, then, now }) => ({ field, then, now })),
      acts: lines.map(line),
    })),
    table: table.map(line),
    complete: !more,
  }
}
