import { z } from 'zod'
import { addDays, instantIn, toInstant } from '../act/calendar.ts'
import { officeCommand, seatCommand } from '../act/command.ts'
import {
  Day,
  Id,
  LineInBoth,
  Prose,
  SeatId,
  ShortProse,
  Source,
  TimeOfDay,
  WebAddress,
} from '../act/fields.ts'
import { beginningOf, longest } from '../act/lengths.ts'
import { firstRefusal, ok, refuse } from '../act/refusal.ts'
import type { Refusal, Standing } from '../act/refusal.ts'
import type { Actor } from '../act/viewer.ts'
import { setsUp } from '../bodies/commands.ts'
import { conveneAfter, rulesOf, takesPart } from '../bodies/rules.ts'
import type { Reader } from '../db/client.ts'
import { reassessmentScheduled } from '../events/facts.ts'
import { reassessmentsDue } from '../events/record.ts'
import type { ReassessmentDue } from '../events/record.ts'
import type { Draw } from '../log/append.ts'
import type { Fact } from '../log/fact.ts'
import {
  agendaItemAdded,
  agendaItemPostponed,
  agendaItemWithdrawn,
  attendanceRecorded,
  calledBySector,
  convened,
  meetingCancelled,
  meetingNotHeld,
  meetingTakenOver,
  PlannedMinutes,
  sessionClosed,
  sessionOpened,
  timePlanned,
  erratumScheduled,
} from './facts.ts'
import { errataDue, leftOverIn, meetingRecord, quietSince, seatsOn } from './record.ts'
import type { ErratumDue, LeftOver, MeetingRecord } from './record.ts'
import {
  attendanceStates,
  isOnTheTable,
  isThere,
  isVacant,
  isWithinAnHour,
  keepsBook,
  keepsBookOf,
  mandateThatSat,
  mayCallInstead,
  meetingKinds,
  quorumAt,
} from './rules.ts'

const NewItem = z.strictObject({
  title: ShortProse,
  note: Prose.optional(),
  commitment: Id.optional(),
  minutes: PlannedMinutes.optional(),
})

async function areOf(db: Reader, forum: string, commitments: (string | undefined)[]): Promise<boolean> {
  const wanted = [...new Set(commitments.filter((id) => id !== undefined))]
  return (await db.commitment.count({ where: { forumId: forum, id: { in: wanted } } })) === wanted.length
}

async function nextNumber(db: Reader, body: string, year: number): Promise<number> {
  const { _max } = await db.meeting.aggregate({ where: { bodyId: body, year }, _max: { number: true } })
  return (_max.number ?? 0) + 1
}

/** The event in its own words, and nobody else's. */
function titleOf({ what }: ReassessmentDue): { lang: 'es' | 'en'; text: string } {
  const lang = what.es ? 'es' : 'en'
  return { lang, text: beginningOf(what[lang] ?? '', longest.title) }
}

const yearOf = (day: string) => Number(day.slice(0, 4))

/** The meeting that is being called, and its body: where all that comes onto its agenda belongs. */
type Called = { meeting: string; body: string }

/** Left-over items head the agenda. */
function carriedOver(called: Called, leftOver: LeftOver[], draw: Draw): Fact[] {
  return leftOver.map((item, rank) =>
    agendaItemAdded({
      item: draw.id(),
      ...called,
      rank,
      title: item.title,
      note: null,
      commitment: item.commitmentId,
      continues: item.id,
      proposedBy: item.proposedBy,
      sector: item.sectorId,
    }),
  )
}

/** What outside events hit, each an item of its own, from the rank `first` on. */
function reassessing(called: Called, due: ReassessmentDue[], first: number, draw: Draw): Fact[] {
  return due.flatMap((one, place) => {
    const item = draw.id()
    return [
      agendaItemAdded({
        item,
        ...called,
        rank: first + place,
        title: titleOf(one),
        note: one.effect,
        commitment: one.commitment,
        continues: null,
        proposedBy: one.proposedBy,
        sector: one.sector,
      }),
      reassessmentScheduled({
        link: one.id,
        item,
        ...called,
        commitment: one.commitment,
        numbers: one.numbers,
      }),
    ]
  })
}

/** Errata that are not approved yet, from the rank `first` on. */
function correcting(called: Called, errata: ErratumDue[], first: number, draw: Draw): Fact[] {
  return errata.flatMap((erratum, place) => {
    const item = draw.id()
    return [
      agendaItemAdded({
        item,
        ...called,
        rank: first + place,
        title: erratum.title,
        note: erratum.reason,
        commitment: null,
        continues: erratum.continues,
        proposedBy: erratum.proposedBy,
        sector: erratum.sector,
      }),
      erratumScheduled({
        erratum: erratum.id,
        item,
        minutes: erratum.minutes,
        number: erratum.number,
        ...called,
      }),
    ]
  })
}

/** The time that the call gives its own items, where it gives any. */
function planning(called: Called, own: { id: string; minutes?: number | undefined }[]): Fact[] {
  const times = own.flatMap(({ id: item, minutes: long }) =>
    long === undefined ? [] : [{ item, minutes: long }],
  )
  return times.length > 0 ? [timePlanned({ ...called, items: times })] : []
}

/**
 * Calls a meeting. What was left over, what was agreed and is still to do, what outside events hit, and
 * errata that are not approved yet come onto its agenda by themselves.
 */
export const convene = seatCommand({
  name: 'meetings.convene',
  input: z.strictObject({
    as: SeatId,
    body: Id,
    kind: z.enum(meetingKinds, { error: 'errors.chooseKind' }),
    day: Day,
    time: TimeOfDay,
    place: ShortProse.optional(),
    videoLink: WebAddress.optional(),
    items: z.array(NewItem).max(50, 'errors.tooMany').default([]),
  }),
  subject: async (db, { body: id, day, items }, { forum, today }) => {
    const body = await db.body.findFirst({ where: { id, forumId: forum.id } })
    if (
      !body ||
      !(await areOf(
        db,
        forum.id,
        (items ?? []).map((item) => item.commitment),
      ))
    )
      return null
    const days = conveneAfter(rulesOf(forum))
    const [seats, since, leftOver, due, errata, number, besides] = await Promise.all([
      seatsOn(db, id, today),
      quietSince(db, { forum, today, body: id, days }),
      leftOverIn(db, id),
      reassessmentsDue(db, id),
      errataDue(db, id),
      nextNumber(db, id, yearOf(day ?? today)),
      db.meeting.findMany({
        where: { bodyId: id, state: 'convened', startsAt: { not: null } },
        select: { startsAt: true },
      }),
    ])
    return { body, seats, quiet: { since, days }, leftOver, due, errata, number, besides }
  },
  gravity: 'public',
  standing: (actor, { body, seats, quiet }, { today }) =>
    firstRefusal(
      keepsBook(actor, body.id, seats) || mayCallInstead(actor, body, { ...quiet, today })
        ? ok
        : refuse('meetings.bookKeeperOnly'),
      body.kind === 'former' || (body.until && body.until <= today) ? refuse('meetings.bodyEnded') : ok,
    ),
  check: ({ besides }, { kind, day, time, place, videoLink }, { forum, now, today }) => {
    const days = rulesOf(forum).noticeDays[kind]
    const startsAt = instantIn(forum.timeZone, day, time)
    const faults: (Refusal | false)[] = [
      day < today && refuse('errors.inThePast', undefined, 'day'),
      day >= today &&
        day < addDays(today, days) &&
        refuse('meetings.noticeTooShort', { days, earliest: addDays(today, days) }, 'day'),
      !startsAt && refuse('errors.timeDoesNotExist', undefined, 'time'),
      startsAt !== null &&
        day === today &&
        startsAt.getTime() + 60_000 <= now.getTime() &&
        refuse('errors.inThePast', undefined, 'time'),
      startsAt !== null &&
        besides.some((other) => isWithinAnHour(other.startsAt, startsAt)) &&
        refuse('meetings.sameHour', undefined, 'time'),
      !place && !videoLink && refuse('meetings.placeOrLink', undefined, 'place.text'),
    ]
    return faults.filter((fault) => fault !== false)
  },
  decide: ({ as, subject, input, draw, forum }) => {
    const { body, seats, quiet, leftOver, due, errata, number } = subject
    const startsAt = instantIn(forum.timeZone, input.day, input.time)
    if (!startsAt) return []
    const meeting = draw.id()
    const called = { meeting, body: body.id }
    const carried = carriedOver(called, leftOver, draw)
    const reassessed = reassessing(called, due, carried.length, draw)
    const corrected = correcting(called, errata, carried.length + due.length, draw)
    const own = input.items.map((item) => ({ ...item, id: draw.id() }))
    const added = own.map((item, place) =>
      agendaItemAdded({
        item: item.id,
        ...called,
        rank: carried.length + due.length + errata.length + place,
        title: item.title,
        note: item.note ?? null,
        commitment: item.commitment ?? null,
        continues: null,
        proposedBy: as.seat,
        sector: as.sector,
      }),
    )
    const call = convened({
      ...called,
      year: yearOf(input.day),
      number,
      kind: input.kind,
      heldOn: input.day,
      startsAt: toInstant(startsAt),
      place: input.place ?? null,
      videoLink: input.videoLink ?? null,
    })
    // What a sector does in the place of whoever keeps the book is told as that.
    const instead =
      keepsBook(as, body.id, seats) || quiet.since === null
        ? []
        : [calledBySector({ ...called, sector: as.sector, since: quiet.since, days: quiet.days })]
    return {
      facts: [
        call,
        ...instead,
        ...carried,
        ...reassessed,
        ...corrected,
        ...added,
        ...planning(called, own),
      ],
      result: { meeting },
    }
  },
})

function onTheTable(meeting: { state: string }): Standing {
  return isOnTheTable(meeting.state) ? ok : refuse('meetings.agendaClosed')
}

function isBookKeeper(actor: Actor, meeting: MeetingRecord): Standing {
  return keepsBookOf(actor, meeting) ? ok : refuse('meetings.bookKeeperOnly')
}

/** Any seat of the body puts an item on the table, an observer's excepted. */
export const addAgendaItem = seatCommand({
  name: 'meetings.add-agenda-item',
  input: z.strictObject({
    as: SeatId,
    meeting: Id,
    title: ShortProse,
    note: Prose.optional(),
    commitment: Id.optional(),
  }),
  subject: async (db, { meeting, commitment }, circumstances) =>
    (await areOf(db, circumstances.forum.id, [commitment]))
      ? meetingRecord(db, circumstances, meeting)
      : null,
  gravity: 'routine',
  standing: (actor, meeting) =>
    firstRefusal(
      takesPart(actor, meeting.bodyId) ? ok : refuse('meetings.notOfThisBody'),
      onTheTable(meeting),
    ),
  check: (meeting) =>
    meeting.agenda.length >= 200 ? refuse('errors.tooMany', undefined, 'title.text') : ok,
  decide: ({ as, subject: meeting, input, draw }) => {
    const item = draw.id()
    const fact = agendaItemAdded({
      item,
      meeting: meeting.id,
      body: meeting.bodyId,
      rank: Math.max(-1, ...meeting.agenda.map((one) => one.rank)) + 1,
      title: input.title,
      note: input.note ?? null,
      commitment: input.commitment ?? null,
      continues: null,
      proposedBy: as.seat,
      sector: as.sector,
    })
    return { facts: [fact], result: { item, meeting: meeting.id } }
  },
})

async function itemRecord(db: Reader, circumstances: Parameters<typeof meetingRecord>[1], id: string) {
  const item = await db.agendaItem.findFirst({ where: { id, forumId: circumstances.forum.id } })
  const meeting = item && (await meetingRecord(db, circumstances, item.meetingId))
  if (!item || !meeting) return null
  const proposals = await db.proposal.count({
    where: {
      agendaItemId: { in: [item.id, ...(item.continuesId ? [item.continuesId] : [])] },
      closedAt: null,
    },
  })
  return { item, meeting, proposals }
}
type ItemRecord = NonNullable<Awaited<ReturnType<typeof itemRecord>>>

function isStillOn({ item, meeting }: ItemRecord): Standing {
  if (item.withdrawnAt) return refuse('meetings.itemWithdrawn')
  return item.postponedAt ? refuse('meetings.itemPostponed') : onTheTable(meeting)
}

const placeOf = ({ item, meeting }: ItemRecord) => ({
  item: item.id,
  meeting: meeting.id,
  body: meeting.bodyId,
  commitment: item.commitmentId,
})

/** A sector's item is dropped by that sector alone. */
export const withdrawAgendaItem = seatCommand({
  name: 'meetings.withdraw-agenda-item',
  input: z.strictObject({ as: SeatId, item: Id }),
  subject: (db, { item }, circumstances) => itemRecord(db, circumstances, item),
  gravity: 'routine',
  standing: (actor, subject) =>
    firstRefusal(
      takesPart(actor, subject.meeting.bodyId) &&
        actor.kind === 'seat' &&
        actor.sector === subject.item.sectorId
        ? ok
        : refuse('meetings.ownSectorsItem'),
      isStillOn(subject),
      subject.proposals > 0 ? refuse('meetings.itemHasProposal') : ok,
    ),
  decide: ({ subject }) => ({
    facts: [agendaItemWithdrawn(placeOf(subject))],
    result: { meeting: subject.meeting.id },
  }),
})

/** Postponed with a reason, never dropped: it comes back on the body's next agenda. */
export const postponeAgendaItem = seatCommand({
  name: 'meetings.postpone-agenda-item',
  input: z.strictObject({ as: SeatId, item: Id, reason: Prose }),
  subject: (db, { item }, circumstances) => itemRecord(db, circumstances, item),
  gravity: 'routine',
  standing: (actor, subject) => firstRefusal(isBookKeeper(actor, subject.meeting), isStillOn(subject)),
  decide: ({ subject, input }) => ({
    facts: [agendaItemPostponed({ ...placeOf(subject), reason: input.reason })],
    result: { meeting: subject.meeting.id },
  }),
})

const OneMeeting = z.strictObject({ as: SeatId, meeting: Id })

function isIn(meeting: { state: string }, ...states: string[]): Standing {
  return states.includes(meeting.state) ? ok : refuse('meetings.notNow', { state: meeting.state })
}

/** From its planned day on. The session is of the day on which it is opened; where that is another, the record says both. */
export const openMeeting = seatCommand({
  name: 'meetings.open',
  input: OneMeeting,
  subject: (db, { meeting }, circumstances) => meetingRecord(db, circumstances, meeting),
  gravity: 'public',
  standing: (actor, meeting, { today }) =>
    firstRefusal(
      isBookKeeper(actor, meeting),
      isIn(meeting, 'convened'),
      meeting.heldOn <= today ? ok : refuse('meetings.notYetItsDay', { day: meeting.heldOn }),
    ),
  decide: ({ subject: meeting, today }) => ({
    facts: [
      sessionOpened({
        meeting: meeting.id,
        body: meeting.bodyId,
        on: today,
        convenedFor: meeting.heldOn,
      }),
    ],
    result: { meeting: meeting.id },
  }),
})

/** A seat of which nothing is marked stays as it is: what nobody said is not recorded. */
const SeatState = z.strictObject({
  seat: Id,
  state: z.enum(attendanceStates, { error: 'errors.chooseState' }).optional(),
})

/**
 * Who is there, seat by seat, while the session goes: each change is a fact of its own, with the mandate that
 * sat.
 */
export const recordAttendance = seatCommand({
  name: 'meetings.record-attendance',
  input: z.strictObject({
    as: SeatId,
    meeting: Id,
    seats: z.array(SeatState).min(1, 'errors.required').max(200, 'errors.tooMany'),
  }),
  subject: (db, { meeting }, circumstances) => meetingRecord(db, circumstances, meeting),
  gravity: 'routine',
  standing: (actor, meeting) =>
    firstRefusal(
      isBookKeeper(actor, meeting),
      meeting.state === 'convened' ? refuse('meetings.notOpenYet') : ok,
      isIn(meeting, 'in-session'),
    ),
  check: (meeting, { seats }) => {
    const faults = seats.flatMap(({ seat: id, state }, place) => {
      const seat = meeting.seats.find((seatOn) => seatOn.id === id)
      const field = `seats.${place}.state`
      if (!seat || seats.findIndex((one) => one.seat === id) !== place)
        return [refuse('errors.unknownThing', undefined, field)]
      if (state && isVacant(seat)) return [refuse('meetings.seatIsVacant', undefined, field)]
      if (!state || !isThere(state) || mandateThatSat(seat, state)) return []
      return [
        refuse(
          state === 'represented' ? 'meetings.noAlternate' : 'meetings.noTitular',
          undefined,
          field,
        ),
      ]
    })
    if (faults.length > 0) return faults
    const marked = seats.filter(({ state }) => state)
    if (marked.length === 0) return refuse('meetings.nobodyMarked', undefined, 'seats')
    const changed = marked.some(
      ({ seat, state }) => meeting.attendance.find((mark) => mark.seatId === seat)?.state !== state,
    )
    return changed ? ok : refuse('meetings.nothingChanged')
  },
  decide: ({ subject: meeting, input }) => {
    const facts = input.seats.flatMap(({ seat: id, state }) => {
      const seat = meeting.seats.find((seatOn) => seatOn.id === id)
      const before = meeting.attendance.find((mark) => mark.seatId === id)?.state ?? null
      return seat && state && before !== state
        ? [
            attendanceRecorded({
              meeting: meeting.id,
              body: meeting.bodyId,
              seat: id,
              sector: seat.sector,
              from: before,
              state,
              mandate: mandateThatSat(seat, state),
            }),
          ]
        : []
    })
    return { facts, result: { meeting: meeting.id } }
  },
})

/** How many people are there in more than one seat of a meeting. */
async function countedTwice(db: Reader, { attendance }: MeetingRecord): Promise<number> {
  const sat = attendance.flatMap(({ state, mandateId }) =>
    isThere(state) && mandateId ? [mandateId] : [],
  )
  const mandates = await db.mandate.findMany({
    where: { id: { in: sat } },
    select: { personId: true },
  })
  const people = mandates.map(({ personId }) => personId)
  return new Set(people.filter((person, place) => people.indexOf(person) !== place)).size
}

/** The session ends, and its quorum freezes: for every decision of the session it is this one. */
export const closeMeeting = seatCommand({
  name: 'meetings.close',
  input: OneMeeting,
  subject: async (db, { meeting: id }, circumstances) => {
    const meeting = await meetingRecord(db, circumstances, id)
    return meeting && { ...meeting, twice: await countedTwice(db, meeting) }
  },
  gravity: 'irreversible',
  standing: (actor, meeting) =>
    firstRefusal(
      isBookKeeper(actor, meeting),
      isIn(meeting, 'in-session'),
      meeting.attendance.some((mark) => isThere(mark.state)) ? ok : refuse('meetings.nobodyThere'),
    ),
  decide: ({ subject: meeting, forum }) => ({
    facts: [
      sessionClosed({
        meeting: meeting.id,
        body: meeting.bodyId,
        quorum: quorumAt(meeting.seats, meeting.attendance, rulesOf(forum)),
      }),
    ],
    result: { meeting: meeting.id },
  }),
  // Whoever holds two seats may sit for both, and no rule forbids it: that a quorum rests on it is said.
  brings: ({ subject: { twice } }) =>
    twice > 0 ? [{ says: 'consequences.countedTwice', params: { count: twice }, final: false }] : [],
})

export const cancelMeeting = seatCommand({
  name: 'meetings.cancel',
  input: z.strictObject({ as: SeatId, meeting: Id, reason: Prose }),
  subject: (db, { meeting }, circumstances) => meetingRecord(db, circumstances, meeting),
  gravity: 'irreversible',
  standing: (actor, meeting) => firstRefusal(isBookKeeper(actor, meeting), isIn(meeting, 'convened')),
  decide: ({ subject: meeting, input }) => ({
    facts: [meetingCancelled({ meeting: meeting.id, body: meeting.bodyId, reason: input.reason })],
    result: { meeting: meeting.id },
  }),
})

/** The hour came and the quorum did not: the count is kept, so that one can see who was missing. */
export const declareNotHeld = seatCommand({
  name: 'meetings.declare-not-held',
  input: OneMeeting,
  subject: (db, { meeting }, circumstances) => meetingRecord(db, circumstances, meeting),
  gravity: 'irreversible',
  standing: (actor, meeting, { now, forum }) =>
    firstRefusal(
      isBookKeeper(actor, meeting),
      isIn(meeting, 'convened', 'in-session'),
      meeting.startsAt && meeting.startsAt <= now ? ok : refuse('meetings.notYetItsHour'),
      quorumAt(meeting.seats, meeting.attendance, rulesOf(forum)).reached
        ? refuse('meetings.quorumIsThere')
        : ok,
    ),
  decide: ({ subject: meeting, forum }) => ({
    facts: [
      meetingNotHeld({
        meeting: meeting.id,
        body: meeting.bodyId,
        quorum: quorumAt(meeting.seats, meeting.attendance, rulesOf(forum)),
      }),
    ],
    result: { meeting: meeting.id },
  }),
})

/**
 * A meeting of the past that a source names, with what the source does not give. Its minutes, where there are
 * any, are the source's; what was on its agenda, nobody here proposed.
 */
export const takeOverMeeting = officeCommand({
  name: 'meetings.take-over',
  input: z.strictObject({
    id: Id.optional(),
    body: Id,
    heldOn: Day,
    dayIs: z.enum(['minutes']).optional(),
    source: Source,
    missing: z.array(LineInBoth).default([]),
  }),
  subject: async (db, { body, heldOn }, { forum, today }) =>
    (await db.body.count({ where: { id: body, forumId: forum.id } }))
      ? { forum, number: await nextNumber(db, body, yearOf(heldOn ?? today)) }
      : null,
  gravity: 'public',
  standing: (actor, { forum }) => setsUp(actor, forum),
  check: (_subject, { heldOn }, { today }) =>
    heldOn >= today ? refuse('meetings.notInThePast', undefined, 'heldOn') : ok,
  decide: ({ subject, input: { id, heldOn, ...fields }, draw }) => {
    const meeting = id ?? draw.id()
    return {
      facts: [
        meetingTakenOver({
          meeting,
          year: yearOf(heldOn),
          number: subject.number,
          heldOn,
          ...fields,
        }),
      ],
      result: { meeting },
    }
  },
})

export const commands = [
  convene,
  addAgendaItem,
  withdrawAgendaItem,
  postponeAgendaItem,
  openMeeting,
  recordAttendance,
  closeMeeting,
  cancelMeeting,
  declareNotHeld,
  takeOverMeeting,
]
