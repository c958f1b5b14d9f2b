import { addDays, daysBetween, fromDate, toDate } from '../act/calendar.ts'
import { sitsIn } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { mandateBegan, mandateEnded, seatEstablished } from '../bodies/facts.ts'
import { askedAgain, presenceOf } from './rules.ts'
import type { ItemAsking, Mark, Presence } from './rules.ts'
import { briefLine, named } from './said.ts'
import type { BriefLine, Told } from './said.ts'
import type { CommitmentKnown, Scope, SeatKnown } from './scope-seen.ts'
import type { Work } from './work-seen.ts'

/** Changes of holders are told for so long. */
const A_YEAR = 365

/** The act by which a seat's state came about: it was made, somebody took it, somebody left it. */
async function actsAboutSeats({ db, forum }: Viewer, seats: string[]): Promise<Map<string, number>> {
  if (seats.length === 0) return new Map()
  const kinds = [seatEstablished.kind, mandateBegan.kind, mandateEnded.kind]
  const rows = await db.$queryRaw<{ seat: string; index: number }[]>`
    SELECT "aboutSeatId" AS seat, max(index) AS index FROM history_line
    WHERE "forumId" = ${forum.id}::uuid AND "aboutSeatId" = ANY(${seats}::uuid[]) AND kind = ANY(${kinds}) GROUP BY "aboutSeatId"`
  return new Map(rows.map(({ seat, index }) => [seat, index]))
}

/** Who was there before, which seats are empty and since when, who is new, and whom to ask about each commitment. */
export async function peopleSeenBy(viewer: Viewer, { scope }: Work): Promise<BriefLine[]> {
  const around = [...scope.names.seats.values()].filter(
    (seat) => !seat.takenOver && (scope.bodies.has(seat.body) || isOfGroupAtWork(scope, seat)),
  )
  const yearAgo = addDays(viewer.today, -A_YEAR)
  const vacant = around.filter(({ vacantSince }) => vacantSince !== null)
  const changed = around.filter(({ before, holder }) => before && holder && holder.fromOn >= yearAgo)
  const asked = around.filter(({ holder }) => holder !== null)
  const [acts, contacts] = await Promise.all([
    actsAboutSeats(
      viewer,
      [...new Set([...scope.own, ...vacant, ...changed, ...asked])].map(({ seat }) => seat),
    ),
    contactsOf(
      viewer,
      asked.map(({ seat }) => seat),
    ),
  ])
  const known = { acts, contacts }
  return [
    ...scope.own.map((seat) => beforeLine(seat, acts)),
    ...[...scope.bodies].flatMap((body) => secretaryLine(scope, body, known)),
    ...vacant.map((seat) => vacantLine(viewer, scope, seat, acts)),
    ...changed.filter((seat) => !scope.own.includes(seat)).map((seat) => changedLine(scope, seat, acts)),
    ...scope.commitments.flatMap((commitment) => callLine(scope, commitment, known)),
  ]
}

type Contacts = Map<string, string>
type KnownOfSeats = { acts: Map<string, number>; contacts: Contacts }

/** By which the office of a seat is reached, where it says so. */
async function contactsOf({ db, forum }: Viewer, seats: string[]): Promise<Contacts> {
  if (seats.length === 0) return new Map()
  const rows = await db.seatContact.findMany({ where: { id: { in: seats }, forumId: forum.id } })
  return new Map(
    rows.flatMap(({ id, email, phone }) => {
      const given = [email, phone].filter((one) => one)
      return given.length > 0 ? [[id, given.join(', ')] as const] : []
    }),
  )
}

/** Of groups, those of commitments that are under way and in which anybody sits. */
function isOfGroupAtWork({ commitments, names }: Scope, { body }: SeatKnown): boolean {
  const commitment = names.bodies.get(body)?.commitment
  return commitments.some(({ id }) => id === commitment)
}

function beforeLine(seat: SeatKnown, acts: Map<string, number>): BriefLine {
  return briefLine({
    id: `before ${seat.seat}`,
    says: seat.before ? 'brief.people.before' : 'brief.people.first',
    with: {
      seat: named(seat.called),
      name: seat.before?.name ?? '',
      known: seat.before?.name ? 'yes' : 'no',
      day: { day: seat.before ? addDays(seat.before.untilOn, -1) : seat.establishedOn },
    },
    act: acts.get(seat.seat) ?? null,
    to: `/seats/${seat.seat}`,
    whose: 'seat',
  })
}

function vacantLine({ today }: Viewer, scope: Scope, seat: SeatKnown, acts: Map<string, number>) {
  const since = seat.vacantSince ?? today
  return briefLine({
    id: `vacant ${seat.seat}`,
    says: 'brief.people.vacant',
    with: { seat: named(seat.called), day: { day: since }, days: daysBetween(since, today) },
    act: acts.get(seat.seat) ?? null,
    to: `/seats/${seat.seat}`,
    whose: scope.sectors.has(seat.sector) ? 'sector' : 'body',
  })
}

function changedLine(scope: Scope, seat: SeatKnown, acts: Map<string, number>): BriefLine {
  return briefLine({
    id: `changed ${seat.seat}`,
    says: 'brief.people.changed',
    with: {
      seat: named(seat.called),
      name: seat.holder?.name ?? '',
      known: seat.holder?.name ? 'yes' : 'no',
      before: seat.before?.name ?? '',
      day: { day: seat.holder?.fromOn ?? '' },
    },
    act: acts.get(seat.seat) ?? null,
    to: `/seats/${seat.seat}`,
    whose: scope.sectors.has(seat.sector) ? 'sector' : 'body',
  })
}

/** Who keeps the book of a body, by name: whom one asks first. */
function secretaryLine({ names }: Scope, body: string, { acts, contacts }: KnownOfSeats): BriefLine[] {
  const of = names.bodies.get(body)
  return [...names.seats.values()]
    .filter((seat) => seat.body === body && seat.function === 'secretary' && seat.holder)
    .map((seat) =>
      briefLine({
        id: `secretary ${seat.seat}`,
        says: 'brief.people.secretary',
        with: {
          body: of?.shortName ?? '',
          person: personTold(seat, contacts),
          reached: contacts.has(seat.seat) ? 'yes' : 'no',
        },
        act: acts.get(seat.seat) ?? null,
        to: `/seats/${seat.seat}`,
      }),
    )
}

function callLine(
  scope: Scope,
  commitment: CommitmentKnown,
  { acts, contacts }: KnownOfSeats,
): BriefLine[] {
  const organisations = new Set(commitment.organisations.map(({ id }) => id))
  const inGroup = [...scope.names.seats.values()].filter(
    (seat) => seat.holder && scope.names.bodies.get(seat.body)?.commitment === commitment.id,
  )
  const people = inGroup.filter(
    (seat) =>
      seat.function === 'secretary' || (seat.organisation && organisations.has(seat.organisation)),
  )
  if (people.length === 0) return []
  return [
    briefLine({
      id: `call ${commitment.id}`,
      says: 'brief.people.call',
      with: {
        commitment: commitment.number,
        title: named(commitment.title),
        people: { list: people.slice(0, 4).map((seat) => personTold(seat, contacts)) },
      },
      act: acts.get(people[0]?.seat ?? '') ?? null,
      to: `/bodies/${scope.names.bodies.get(people[0]?.body ?? '')?.slug ?? ''}`,
    }),
  ]
}

/** By name where it is known, and always by the seat, which stays when people change; and how its office is reached. */
function personTold({ seat, called, holder }: SeatKnown, contacts: Contacts): Told {
  const name = holder?.name
  const [before, after] = [name ? `${name}, ` : '', contacts.get(seat)]
  const told = (of: string) => `${before}${of}${after ? ` (${after})` : ''}`
  return { name: { es: told(called.es), en: told(called.en ?? called.es) } }
}

export type PresenceSeen = Presence & { called: SeatKnown['called']; sector: string }

/**
 * How often each seat of these bodies came: as one would count it by hand over every session of the
 * record. It is one row for each seat, however long the record is.
 */
export async function presenceSeenBy(
  { db, forum }: Viewer,
  { names }: Scope,
  { bodies, since }: { bodies: string[]; since: string | null },
): Promise<{ seats: PresenceSeen[]; missed: NotHeld[] }> {
  type Row = { seat: string; body: string; days: string[]; states: string[] }
  const [rows, missed] = await Promise.all([
    db.$queryRaw<Row[]>`
      SELECT a."seatId" AS seat, m."bodyId" AS body,
        array_agg(m."heldOn"::text ORDER BY m."heldOn", m.id) AS days, array_agg(a.state ORDER BY m."heldOn", m.id) AS states
      FROM meeting m JOIN attendance a ON a."meetingId" = m.id
      WHERE m."forumId" = ${forum.id}::uuid AND m."bodyId" = ANY(${bodies}::uuid[]) AND m.state IN ('held', 'not-held')
        AND (${since}::date IS NULL OR m."heldOn" >= ${since}::date)
      GROUP BY a."seatId", m."bodyId"`,
    db.$queryRaw<(Omit<NotHeld, 'away'> & { away: string[] | null })[]>`
      SELECT m.id AS meeting, m."bodyId" AS body, m."heldOn"::text AS "heldOn", m."entryIndex" AS act,
        array_agg(a."seatId"::text) FILTER (WHERE a.state = 'absent') AS away
      FROM meeting m JOIN attendance a ON a."meetingId" = m.id
      WHERE m."forumId" = ${forum.id}::uuid AND m."bodyId" = ANY(${bodies}::uuid[]) AND m.state = 'not-held'
        AND (${since}::date IS NULL OR m."heldOn" >= ${since}::date)
      GROUP BY m.id, m."bodyId", m."heldOn", m."entryIndex"`,
  ])
  const marks = rows.flatMap(({ seat, body, days, states }) =>
    days.map((heldOn, at): Mark => ({ seat, body, heldOn, state: states[at] ?? '' })),
  )
  const seats = presenceOf(marks).flatMap((presence): PresenceSeen[] => {
    const seat = names.seats.get(presence.seat)
    return seat ? [{ ...presence, called: seat.called, sector: seat.sector }] : []
  })
  const order = [...names.seats.keys()]
  return {
    seats: seats.toSorted(
      (one, other) =>
        bodies.indexOf(one.body) - bodies.indexOf(other.body) ||
        order.indexOf(one.seat) - order.indexOf(other.seat),
    ),
    missed: missed.map(({ away, ...meeting }) => ({ ...meeting, away: away ?? [] })),
  }
}

export type NotHeld = { meeting: string; body: string; heldOn: string; act: number; away: string[] }

/** Who stopped coming, and which session fell for want of a quorum: without blame, by days. */
export function presenceLines(
  { names, sectors }: Scope,
  { seats, missed }: { seats: PresenceSeen[]; missed: NotHeld[] },
): BriefLine[] {
  const body = (id: string) => names.bodies.get(id)?.shortName ?? ''
  return [
    ...seats
      .filter((seat) => seat.missed.length > 0)
      .toSorted((one, other) => other.missed.length - one.missed.length)
      .map((seat) =>
        briefLine({
          id: `missed ${seat.seat}`,
          says: 'brief.people.missed',
          with: {
            seat: named(seat.called),
            count: seat.missed.length,
            day: { day: seat.missed.at(-1) ?? '' },
            last: seat.lastThere ? { day: seat.lastThere } : '',
            ever: seat.lastThere ? 'yes' : 'no',
            there: seat.there,
            of: seat.of,
          },
          to: `/seats/${seat.seat}`,
          whose: sectors.has(seat.sector) ? 'sector' : 'body',
        }),
      ),
    ...missed
      .toSorted((one, other) => other.heldOn.localeCompare(one.heldOn))
      .map((meeting) => {
        const away = [...new Set(meeting.away.flatMap((seat) => names.seats.get(seat)?.sector ?? []))]
        return briefLine({
          id: `not-held ${meeting.meeting}`,
          says: 'brief.people.not-held',
          with: {
            body: body(meeting.body),
            day: { day: meeting.heldOn },
            count: away.length,
            sectors: { list: away.map((sector) => named(names.sectors.get(sector)?.name)) },
          },
          act: meeting.act,
          to: `/meetings/${meeting.meeting}`,
        })
      }),
  ]
}

/** So many sessions ahead are looked at. */
const NEXT = 3

/** What is next in each body, what its agenda asks for that is decided already, and what to read before. */
export async function nextSeenBy(viewer: Viewer, { scope, upcoming }: Work): Promise<BriefLine[]> {
  const next = upcoming
    .filter(
      (meeting, place) =>
        meeting.heldOn >= viewer.today &&
        upcoming.findIndex(
          ({ body, heldOn }) => body.id === meeting.body.id && heldOn >= viewer.today,
        ) === place,
    )
    .slice(0, NEXT)
  if (next.length === 0) return []
  const [{ items, thread }, minutes, assessments] = await Promise.all([
    agendasOf(
      viewer,
      next.map(({ id }) => id),
    ),
    minutesBefore(
      viewer,
      next.map(({ body }) => body.id),
    ),
    assessmentsOf(viewer, scope),
  ])
  const tied = await proposalsOn(
    viewer,
    [...items, ...thread].map(({ id }) => id),
    scope,
  )
  return next.flatMap((meeting) => {
    const agenda = items.filter((item) => item.meetingId === meeting.id)
    const answered = tied.flatMap(({ item, decidedOn, decision, outcome }) =>
      // Without consensus nothing was settled.
      item && decidedOn && decision !== null && outcome !== 'no-consensus'
        ? [{ item, decidedOn, decision }]
        : [],
    )
    const openItems = tied.flatMap(({ item, decision }) => (item && decision === null ? [item] : []))
    return [
      meetingNext(meeting, agenda),
      ...askedAgain(agenda, thread, answered, openItems).map(({ item, answer }) =>
        briefLine({
          id: `asked-again ${item.id}`,
          says: 'brief.next.asked-again',
          with: {
            body: meeting.body.shortName,
            place: item.place,
            title: { prose: item.title },
            decision: answer.decision,
            day: { day: answer.decidedOn },
          },
          act: tied.find(({ decision }) => decision === answer.decision)?.act ?? null,
          to: `/decisions/${answer.decision}`,
          dueOn: meeting.heldOn,
          conflict: true,
        }),
      ),
      ...minutes
        .filter(({ bodyId }) => bodyId === meeting.body.id)
        .map((row) => minutesToRead(scope, row)),
      ...decisionsToRead(tied, agenda, thread),
      ...(meeting.body.kind === 'committee' ? assessments : []),
    ]
  })
}

/** When, and what is on its table: item by item, in the words of whoever put it there. */
function meetingNext(
  { id, body, heldOn, startsAt, kind }: Work['upcoming'][number],
  agenda: Agenda['items'],
): BriefLine {
  return briefLine({
    id: `next ${id}`,
    says: 'brief.next.meeting',
    with: {
      body: body.shortName,
      kind: { word: ['meetingKinds', kind ?? 'ordinary'] },
      day: startsAt ? { moment: startsAt } : { day: heldOn },
      count: agenda.length,
      agenda: agenda.map(({ place, title }) => `${place}. ${title.text}`).join(' · '),
    },
    to: `/desk/meetings/${id}`,
    dueOn: heldOn,
    whose: 'seat',
  })
}

/** The items of these sessions, and those that they continue, back to the first. */
async function agendasOf({ db }: Viewer, meetings: string[]) {
  const rows = await db.agendaItem.findMany({
    where: { meetingId: { in: meetings }, withdrawnAt: null, postponedAt: null },
    select: { id: true, meetingId: true, title: true, continuesId: true, commitmentId: true },
    orderBy: [{ rank: 'asc' }, { id: 'asc' }],
  })
  const before = await db.$queryRaw<ItemAsking[]>`
    WITH RECURSIVE thread(id, continues) AS (
      SELECT i.id, i."continuesId" FROM agenda_item i WHERE i.id = ANY(${rows.flatMap((row) => row.continuesId ?? [])}::uuid[])
      UNION
      SELECT i.id, i."continuesId" FROM agenda_item i JOIN thread t ON i.id = t.continues)
    SELECT id, continues FROM thread`
  const counted = Map.groupBy(rows, ({ meetingId }) => meetingId)
  return {
    items: rows.map((row) => ({
      ...row,
      continues: row.continuesId,
      place: (counted.get(row.meetingId)?.indexOf(row) ?? 0) + 1,
    })),
    thread: before,
  }
}
type Agenda = Awaited<ReturnType<typeof agendasOf>>

/** Proposals that belong to these items, with their decisions where they have one. */
async function proposalsOn({ db, forum }: Viewer, items: string[], { commitments }: Scope) {
  const rows = await db.proposal.findMany({
    where: { forumId: forum.id, agendaItemId: { in: items }, withdrawnAt: null },
    select: { id: true, agendaItemId: true, title: true, commitmentId: true, decision: true },
    orderBy: { number: 'asc' },
  })
  return rows.map(({ agendaItemId, title, commitmentId, decision }) => ({
    item: agendaItemId,
    title,
    commitment: commitments.find(({ id }) => id === commitmentId) ?? null,
    decision: decision?.number ?? null,
    decidedOn: decision && fromDate(decision.decidedOn),
    outcome: decision?.outcome ?? null,
    act: decision?.entryIndex ?? null,
  }))
}
type Tied = Awaited<ReturnType<typeof proposalsOn>>[number]

function decisionsToRead(tied: Tied[], agenda: Agenda['items'], thread: Agenda['thread']): BriefLine[] {
  const known = new Set([...agenda, ...thread].map(({ id }) => id))
  return tied.flatMap(({ item, decision, title, decidedOn, outcome, act }) =>
    item && known.has(item) && decision !== null && decidedOn && outcome
      ? [
          briefLine({
            id: `read decision ${decision}`,
            says: 'brief.next.read-decision',
            with: {
              number: decision,
              title: { prose: title },
              outcome: { word: ['outcomes', outcome] },
              day: { day: decidedOn },
            },
            act,
            to: `/decisions/${decision}`,
          }),
        ]
      : [],
  )
}

/** The last minutes of each of these bodies: those that circulate only for whom they are. */
async function minutesBefore(viewer: Viewer, bodies: string[]) {
  const { db, forum } = viewer
  const rows = await db.meeting.findMany({
    where: {
      forumId: forum.id,
      bodyId: { in: bodies },
      state: 'held',
      heldOn: { lte: toDate(viewer.today) },
      minutes: { isNot: null },
    },
    select: {
      id: true,
      bodyId: true,
      heldOn: true,
      minutes: {
        select: {
          number: true,
          approvedAt: true,
          versions: { orderBy: { number: 'desc' }, take: 1, select: { entryIndex: true } },
        },
      },
    },
    orderBy: { heldOn: 'desc' },
    take: 12,
  })
  const readable = rows.filter(({ minutes, bodyId }) => minutes?.approvedAt || sitsIn(viewer, bodyId))
  return bodies.flatMap((body) => readable.filter(({ bodyId }) => bodyId === body).slice(0, 1))
}

function minutesToRead(
  { names }: Scope,
  { id, bodyId, heldOn, minutes }: Awaited<ReturnType<typeof minutesBefore>>[number],
): BriefLine {
  return briefLine({
    id: `read minutes ${id}`,
    says: 'brief.next.read-minutes',
    with: {
      body: names.bodies.get(bodyId)?.shortName ?? '',
      day: { day: fromDate(heldOn) },
      number: minutes?.number ?? '',
      state: minutes?.approvedAt ? 'approved' : 'circulated',
    },
    act: minutes?.versions[0]?.entryIndex ?? null,
    to: minutes?.approvedAt ? `/minutes/${minutes.number ?? ''}` : `/desk/meetings/${id}/minutes`,
  })
}

async function assessmentsOf({ db, forum }: Viewer, { commitments }: Scope): Promise<BriefLine[]> {
  const plans = new Map(commitments.map(({ plan }) => [plan.id, plan]))
  const rows = await db.assessment.findMany({
    where: { forumId: forum.id, planId: { in: [...plans.keys()] } },
    orderBy: { entryIndex: 'desc' },
    distinct: ['planId', 'term'],
    take: 3,
  })
  return rows.map(({ id, planId, title, filedOn, entryIndex }) =>
    briefLine({
      id: `read assessment ${id}`,
      says: 'brief.next.read-assessment',
      with: { title: { prose: title }, day: { day: fromDate(filedOn) } },
      act: entryIndex,
      to: `/plans/${plans.get(planId)?.slug ?? ''}/assessments/${id}`,
    }),
  )
}
