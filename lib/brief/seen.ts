import { dayIn, fromDate } from '../act/calendar.ts'
import type { Localised, Prose } from '../act/fields.ts'
import type { Viewer } from '../act/viewer.ts'
import { mandateBegan, mandateEnded } from '../bodies/facts.ts'
import { eventLinked } from '../events/facts.ts'
import { linkCaptured } from '../evidence/facts.ts'
import { mayReadNote } from '../handovers/rules.ts'
import type { Audience } from '../handovers/rules.ts'
import { historySeenBy } from '../history/seen.ts'
import type { HistoryLine, Names } from '../history/seen.ts'
import { meetingCancelled, meetingNotHeld } from '../meetings/facts.ts'
import { minutesPublished } from '../minutes/facts.ts'
import { decided, participationResumed, participationSuspended, proposed } from '../proposals/facts.ts'
import { assessmentFiled, readingGiven } from '../readings/facts.ts'
import { versionSealed } from '../roadmaps/facts.ts'
import { nextSeenBy, peopleSeenBy, presenceLines, presenceSeenBy } from './people-seen.ts'
import type { PresenceSeen } from './people-seen.ts'
import { byWeight, dueGroup, dueGroups, recentSince, sections, sinceWhen } from './rules.ts'
import type { DueGroup, SectionName } from './rules.ts'
import { briefLine, named, speller, withSpelled } from './said.ts'
import type { BriefLine, Spelled } from './said.ts'
import type { Scope, SeatKnown } from './scope-seen.ts'
import { blockedSeenBy, changedSeenBy, disagreementsSeenBy, outsideSeenBy } from './standing-seen.ts'
import { workSeenBy } from './work-seen.ts'
import type { Work } from './work-seen.ts'

export type NoteSeen = {
  id: string
  audience: Audience
  text: Prose | null
  by: string | null
  writtenOn: string
  entryIndex: number
}
export type TakingSeen = {
  by: string | null
  upTo: number
  takenOn: string
  entryIndex: number
  mandate: string
}

/** What whoever sits in a seat must know, from what its reader may read, at one number of the log. */
export type Brief = {
  seat: SeatKnown
  /** what is written short in its title, with what it stands for; the rest is spelled where it is read first */
  spells: Spelled[]
  body: { slug: string; shortName: string; name: Localised }
  sector: { name: Localised; shape: string; hue: string }
  /** acts in the log: it stands on those before this number */
  size: number
  today: string
  /** from which day on changes are told; null: all of them */
  since: string | null
  recentFrom: string
  /** whether its reader holds this seat today */
  own: boolean
  due: Record<DueGroup, BriefLine[]>
  sections: Record<Exclude<SectionName, 'due' | 'recent'>, BriefLine[]>
  presence: PresenceSeen[]
  /** what is written short in the table of presence, and nowhere before it */
  presenceSpells: Spelled[]
  recent: { lines: HistoryLine[]; names: Names }
  notes: NoteSeen[]
  taken: TakingSeen[]
  /** the seats of the forum that somebody holds or held, of which one can read the brief */
  seats: { id: string; called: Localised }[]
}

export type BriefAsked = {
  seat: string
  /** a day that the reader asked for */
  since?: string | null
}

/**
 * The brief of a seat: for its holder, and for everybody else, each of whom reads in it what they may read anyway. Null: there is no such seat.
 */
export async function briefSeenBy(
  viewer: Viewer,
  { seat: id, since: asked = null }: BriefAsked,
): Promise<Brief | null> {
  const [work, head, handover] = await Promise.all([
    workSeenBy(viewer, [id]),
    viewer.db.logHead.findUnique({ where: { forumId: viewer.forum.id } }),
    handoverOf(viewer, id),
  ])
  const { scope } = work
  const [seat] = scope.own
  const [body, sector] = [
    scope.names.bodies.get(seat?.body ?? ''),
    scope.names.sectors.get(seat?.sector ?? ''),
  ]
  if (!seat || !body || !sector) return null
  const since = sinceWhen({
    asked,
    mandateFrom: seat.holder?.fromOn ?? null,
    taken: handover.taken.some(({ mandate }) => mandate === seat.mandate),
  })
  const recentFrom = recentSince(since, viewer.today)
  const [blocked, promised, changed, disputed, outside, people, presence, next, recent] =
    await Promise.all([
      blockedSeenBy(viewer, work),
      promisedSeenBy(viewer, work),
      changedSeenBy(viewer, work, since),
      disagreementsSeenBy(viewer, work),
      outsideSeenBy(viewer, work),
      peopleSeenBy(viewer, work),
      presenceSeenBy(viewer, scope, { bodies: bodiesToCount(scope), since }),
      nextSeenBy(viewer, work),
      recentSeenBy(viewer, scope, recentFrom),
    ])
  const read = asRead(scope, seat, {
    presence: presence.seats,
    due: dueOf(work, viewer.today),
    sections: {
      blocked,
      promised,
      changed,
      disputed,
      outside,
      people: [...people, ...presenceLines(scope, presence)],
      next,
    },
  })
  return {
    seat,
    ...read,
    body,
    sector,
    size: head?.size ?? 0,
    today: viewer.today,
    since,
    recentFrom,
    own: viewer.seats.some((held) => held.seat === seat.seat),
    recent,
    seats: seatsToChoose(scope),
    ...handover,
  }
}

/** With each abbreviation of a body and of an organisation spelled out where it is read first. */
function asRead(
  { names }: Scope,
  { called }: SeatKnown,
  { due, sections: told, presence }: Pick<Brief, 'due' | 'sections' | 'presence'>,
): Pick<Brief, 'due' | 'sections' | 'spells' | 'presence' | 'presenceSpells'> {
  const short = [...names.bodies.values(), ...names.organisations.values()]
  const spell = speller(
    short.flatMap(({ shortName, name }) =>
      shortName && shortName !== name.es ? [{ short: shortName, name }] : [],
    ),
  )
  const spelled = (lines: BriefLine[]) => lines.map((line) => withSpelled(spell, line))
  const spells = spell(`${called.es} ${called.en ?? ''}`)
  const ordered = { ...due }
  for (const group of dueGroups) ordered[group] = spelled(due[group])
  const standing = { ...told }
  const presenceSpells: Spelled[] = []
  for (const name of sections) {
    if (name === 'due' || name === 'recent') continue
    standing[name] = spelled(told[name])
    if (name !== 'people') continue
    presenceSpells.push(...spell(presence.map(({ called: of }) => `${of.es} ${of.en ?? ''}`).join(' ')))
  }
  return { spells, due: ordered, sections: standing, presence, presenceSpells }
}

/** Those of the committees first. */
function seatsToChoose({ names }: Scope): Brief['seats'] {
  return [...names.seats.values()]
    .filter(({ takenOver, holder, before }) => !takenOver && (holder !== null || before !== null))
    .toSorted((one, other) => one.bodyKind.localeCompare(other.bodyKind))
    .map(({ seat, called }) => ({ id: seat, called }))
}

/** What the seat or its sector took on and did not keep stands among its promises, and is not told twice. */
function isBroken({ promise, dueOn, whose }: BriefLine, today: string): boolean {
  return promise && whose !== 'body' && dueOn !== null && dueOn < today
}

function dueOf({ lines }: Work, today: string): Brief['due'] {
  const every = [...lines.seat, ...lines.sector, ...lines.body]
  const broken = every.filter((line) => isBroken(line, today)).toSorted(byWeight)
  const all = [...every.filter((line) => !broken.includes(line)), ...brokenBelow(broken)].toSorted(
    byWeight,
  )
  return Object.fromEntries(
    dueGroups.map((group) => [group, all.filter((line) => dueGroup(line, today) === group)]),
  ) as Brief['due']
}

/** Whoever asks what is late must hear of it where they look, also of what is told further below. */
function brokenBelow(broken: BriefLine[]): BriefLine[] {
  const [first] = broken
  if (!first?.dueOn) return []
  return [
    briefLine({
      id: 'broken',
      says: 'brief.work.broken',
      with: {
        count: broken.length,
        day: { day: first.dueOn },
        section: { says: 'brief.sections.promised', with: {} },
      },
      ifNot: 'brief.ifNot.action',
      to: '/desk/actions',
      dueOn: first.dueOn,
      lasting: true,
      whose: 'sector',
      cost: 1,
    }),
  ]
}

/** Its own body first, then those in which its sector sits, as far as they have to do with what is under way. */
function bodiesToCount({ bodies, sectors, commitments, names }: Scope): string[] {
  const known = new Set(commitments.map(({ id }) => id))
  const others = [...names.seats.values()].filter(
    ({ body, sector }) => sectors.has(sector) && known.has(names.bodies.get(body)?.commitment ?? ''),
  )
  return [...new Set([...bodies, ...others.map(({ body }) => body)])]
}

/** What was promised, what was kept and what was not; and what the seat has said already. */
async function promisedSeenBy(viewer: Viewer, work: Work): Promise<BriefLine[]> {
  const { db, forum, today } = viewer
  const { scope, lines, open } = work
  const ofSector = [...scope.names.seats.values()].filter(({ sector }) => scope.sectors.has(sector))
  const [sum] = await db.$queryRaw<{ closed: number; open: number; late: number }[]>`
    SELECT count(*) FILTER (WHERE "closedAt" IS NOT NULL)::int AS closed, count(*) FILTER (WHERE "closedAt" IS NULL)::int AS open,
      count(*) FILTER (WHERE "closedAt" IS NULL AND "dueOn" < ${today}::date)::int AS late
    FROM agreement WHERE "forumId" = ${forum.id}::uuid AND kind = 'action' AND "seatId" = ANY(${ofSector.map(({ seat }) => seat)}::uuid[])`
  const kept = await keptSeenBy(
    viewer,
    ofSector.map(({ seat }) => seat),
  )
  const own = scope.own.map(({ seat }) => seat)
  const sectorNames = [...scope.sectors].map((sector) => named(scope.names.sectors.get(sector)?.name))
  const said = open.flatMap(({ id, number, title, entryIndex, stands }) =>
    stands.flatMap(({ sector, position }) =>
      position && scope.sectors.has(sector.id)
        ? [
            briefLine({
              id: `said ${id}`,
              says: 'brief.promised.position',
              with: {
                number,
                title: { prose: title },
                stance: { word: ['stances', position.stance] },
                seat: named(position.seat?.name),
                day: { day: position.takenOn },
              },
              act: position.entryIndex,
              to: `/desk/proposals/${id}`,
              whose: own.includes(position.seat?.id ?? '') ? 'seat' : 'sector',
              quotes: position.reason
                ? [
                    {
                      words: position.reason,
                      by: named(position.seat?.name),
                      on: position.takenOn,
                      act: position.entryIndex ?? entryIndex,
                    },
                  ]
                : [],
            }),
          ]
        : [],
    ),
  )
  const broken = [...lines.seat, ...lines.sector]
    .filter((line) => isBroken(line, today))
    .toSorted(byWeight)
  return [
    ...(sum && sum.closed + sum.open > 0
      ? [
          briefLine({
            id: 'sum',
            says: 'brief.promised.sum',
            with: { sectors: { list: sectorNames }, all: sum.closed + sum.open, ...sum },
            to: '/desk/actions',
            whose: 'sector',
          }),
        ]
      : []),
    ...broken,
    ...kept.map((action) => keptLine(scope, action)),
    ...said,
    ...approvedLines(viewer, work, own),
  ]
}

function approvedLines({ forum }: Viewer, { scope, circulating }: Work, own: string[]): BriefLine[] {
  return circulating.flatMap(({ meetingId, bodyId, meeting, versions: [version] }) =>
    (version?.approvals ?? [])
      .filter(({ sectorId }) => scope.sectors.has(sectorId))
      .map((approval) =>
        briefLine({
          id: `approved ${meetingId} ${approval.sectorId}`,
          says: 'brief.promised.approved',
          with: {
            body: scope.names.bodies.get(bodyId)?.shortName ?? '',
            held: { day: fromDate(meeting.heldOn) },
            day: { day: dayIn(forum.timeZone, approval.approvedAt) },
          },
          act: approval.entryIndex,
          to: `/desk/meetings/${meetingId}/minutes`,
          whose: own.includes(approval.seatId) ? 'seat' : 'sector',
        }),
      ),
  )
}

/** So many of what was kept are named: the rest is counted. */
const MOST_KEPT = 5

async function keptSeenBy({ db, forum }: Viewer, seats: string[]) {
  type Row = {
    id: string
    number: string
    text: Prose
    seat: string
    closedAt: Date
    act: number | null
  }
  return db.$queryRaw<Row[]>`
    SELECT a.id, a.number, a.text, a."seatId" AS seat, a."closedAt",
      (SELECT max(v."entryIndex") FROM minutes_version v WHERE v."minutesId" = a."minutesId") AS act
    FROM agreement a
    WHERE a."forumId" = ${forum.id}::uuid AND a.kind = 'action' AND a."closedAt" IS NOT NULL
      AND a."seatId" = ANY(${seats}::uuid[])
    ORDER BY a."closedAt" DESC, a.id LIMIT ${MOST_KEPT}`
}

function keptLine(
  { names, own }: Scope,
  { id, number, text, seat, act }: Awaited<ReturnType<typeof keptSeenBy>>[number],
): BriefLine {
  return briefLine({
    id: `kept ${id}`,
    says: 'brief.promised.kept',
    with: { seat: named(names.seats.get(seat)?.called), text: { prose: text }, number },
    act,
    to: `/desk/actions#${id}`,
    whose: own.some((held) => held.seat === seat) ? 'seat' : 'sector',
  })
}

/** What changes what others may rely on, by how much: what a reader who was away must hear of first. */
const mattering = [
  participationSuspended,
  participationResumed,
  decided,
  versionSealed,
  mandateEnded,
  mandateBegan,
  proposed,
  eventLinked,
  linkCaptured,
  readingGiven,
  assessmentFiled,
  meetingNotHeld,
  meetingCancelled,
  minutesPublished,
].map(({ kind }) => kind)
const MOST_RECENT = 60

async function recentSeenBy(
  viewer: Viewer,
  { names, bodies, sectors, commitments }: Scope,
  from: string,
): Promise<Brief['recent']> {
  const { lines, names: named } = await historySeenBy(
    viewer,
    { kinds: mattering, from, by: 'recorded' },
    MOST_RECENT,
  )
  const around = new Set(
    [...names.seats.values()].filter(({ sector }) => sectors.has(sector)).map(({ body }) => body),
  )
  const known = new Set(commitments.map(({ id }) => id))
  const concerns = ({ kind, fields, bodyId, commitmentId }: HistoryLine) =>
    // A link that answered as before is nothing to tell.
    (kind !== linkCaptured.kind || fields.reached === false) &&
    (bodyId === null || bodies.has(bodyId) || around.has(bodyId) || known.has(commitmentId ?? ''))
  return {
    lines: lines
      .filter(concerns)
      .toSorted((one, other) => mattering.indexOf(one.kind) - mattering.indexOf(other.kind)),
    names: named,
  }
}

/** Who took the seat over before, and the notes that the reader may read. */
async function handoverOf(viewer: Viewer, seat: string): Promise<Pick<Brief, 'notes' | 'taken'>> {
  const { db, forum } = viewer
  const here = { where: { forumId: forum.id, seatId: seat }, orderBy: { entryIndex: 'desc' } } as const
  const [taken, left] = await Promise.all([
    db.handover.findMany({ ...here, take: 5 }),
    db.handoverNote.findMany({ ...here, take: 10 }),
  ])
  const notes = left.filter(({ audience, seatId, bodyId }) =>
    mayReadNote(viewer, { audience, seat: seatId, body: bodyId }),
  )
  const mandates = await db.mandate.findMany({
    where: { id: { in: [...taken, ...notes].map(({ mandateId }) => mandateId) } },
    include: { person: true },
  })
  const nameOf = (mandate: string) => mandates.find(({ id }) => id === mandate)?.person.name ?? null
  return {
    taken: taken.map(({ mandateId, upTo, takenOn, entryIndex }) => ({
      by: nameOf(mandateId),
      upTo,
      takenOn: fromDate(takenOn),
      entryIndex,
      mandate: mandateId,
    })),
    notes: notes.map(({ id, audience, text, mandateId, writtenOn, entryIndex }) => ({
      id,
      audience,
      text,
      by: nameOf(mandateId),
      writtenOn: fromDate(writtenOn),
      entryIndex,
    })),
  }
}
