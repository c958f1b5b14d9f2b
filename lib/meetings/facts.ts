import { z } from 'zod'
import { toDate } from '../act/calendar.ts'
import {
  Day,
  Id,
  Instant,
  kept,
  Line,
  LineInBoth,
  Prose,
  ShortProse,
  Source,
  WebAddress,
} from '../act/fields.ts'
import { factKind, manyOf } from '../log/fact.ts'
import { attendanceStates, meetingKinds, meetingStates } from './rules.ts'

/** The body and the meeting that a fact is about. */
export const meetingOf = (fields: { body: string; meeting: string }) => ({
  body: fields.body,
  meeting: fields.meeting,
})

/** The quorum of a session, as it was when it closed. */
export const FrozenQuorum = z.strictObject({
  reached: z.boolean(),
  there: z.int(),
  of: z.int(),
  needed: z.int(),
  sectors: z.array(
    z.strictObject({ sector: Id, there: z.int(), of: z.int(), needed: z.int(), reached: z.boolean() }),
  ),
})

/** In minutes; an item that takes longer than ten hours is a mistake. */
export const PlannedMinutes = z
  .int({ error: 'meetings.minutesFromOne' })
  .min(1, 'meetings.minutesFromOne')
  .max(600, 'meetings.minutesFromOne')

/** A title in one or both of the forum's languages. */
export const ItemTitle = z
  .strictObject({ es: Line.optional(), en: Line.optional() })
  .refine(({ es, en }) => es !== undefined || en !== undefined, {
    error: 'errors.required',
    path: ['es'],
  })
export type ItemTitle = z.output<typeof ItemTitle>

export const convened = factKind('meetings.convened/1', {
  act: {
    weight: 60,
    counts: (facts) => ({
      items: manyOf(facts, 'meetings.agenda-item-added/1'),
    }),
  },
  notices: [{ kind: 'changed', to: 'body', urgent: true }],
  words: { kind: 'meetingKinds' },
  fields: z.strictObject({
    meeting: Id,
    body: Id,
    year: z.int(),
    number: z.int().min(1),
    kind: z.enum(meetingKinds),
    heldOn: Day,
    startsAt: Instant,
    place: ShortProse.nullable(),
    videoLink: WebAddress.nullable(),
  }),
  // Who has the link can walk in: it is for the body, and never shown with the log.
  sealed: { place: 'open', videoLink: 'personal' },
  about: (fields) => ({ ...meetingOf(fields), on: fields.heldOn, inForceOn: null }),
  apply: (
    tx,
    { meeting, body, heldOn, startsAt, place, ...fields },
    { forum, index, seat, recordedAt },
  ) =>
    tx.meeting.create({
      data: {
        id: meeting,
        bodyId: body,
        forumId: forum,
        state: 'convened',
        heldOn: toDate(heldOn),
        startsAt: new Date(startsAt),
        convenedBy: seat,
        convenedAt: recordedAt,
        takenOver: false,
        entryIndex: index,
        ...(place && { place }),
        ...fields,
      },
    }),
})

/** That the meeting was called by a sector, where the Committee had not met for as long as the rule says. */
export const calledBySector = factKind('meetings.called-by-a-sector/1', {
  notices: [],
  fields: z.strictObject({ meeting: Id, body: Id, sector: Id, since: Day, days: z.int().min(1) }),
  about: (fields) => ({ ...meetingOf(fields), sector: fields.sector }),
  apply: (tx, { meeting, sector }) =>
    tx.meeting.update({ where: { id: meeting }, data: { bySectorId: sector } }),
})

/** A meeting of the past, with its source and what the source does not give. */
export const meetingTakenOver = factKind('meetings.taken-over/1', {
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({
    meeting: Id,
    body: Id,
    year: z.int(),
    number: z.int().min(1),
    heldOn: Day,
    /** the source dates its minutes, and not the meeting */
    dayIs: z.enum(['minutes']).optional(),
    source: Source,
    missing: z.array(LineInBoth),
  }),
  about: (fields) => ({ ...meetingOf(fields), on: fields.heldOn }),
  apply: (tx, { meeting, body, heldOn, ...fields }, { forum, index, recordedAt }) =>
    tx.meeting.create({
      data: {
        id: meeting,
        bodyId: body,
        forumId: forum,
        state: 'held',
        heldOn: toDate(heldOn),
        convenedAt: recordedAt,
        takenOver: true,
        entryIndex: index,
        ...fields,
      },
    }),
})

export const agendaItemAdded = factKind('meetings.agenda-item-added/1', {
  notices: [{ kind: 'changed', to: 'body' }],
  fields: z.strictObject({
    item: Id,
    meeting: Id,
    body: Id,
    rank: z.int().min(0),
    title: ShortProse,
    note: Prose.nullable(),
    commitment: Id.nullable(),
    /** the item that it continues, left over from another meeting or with an action agreed there */
    continues: Id.nullable(),
    proposedBy: Id.nullable(),
    sector: Id.nullable(),
  }),
  sealed: { title: 'open', note: 'open' },
  about: (fields) => ({
    ...meetingOf(fields),
    commitment: fields.commitment,
    ...(fields.sector && { sector: fields.sector }),
    ...(fields.proposedBy && { seat: fields.proposedBy }),
  }),
  apply: (
    tx,
    { item, meeting, body: _body, note, commitment, continues, sector, ...fields },
    { forum, recordedAt },
  ) =>
    tx.agendaItem.create({
      data: {
        id: item,
        meetingId: meeting,
        forumId: forum,
        commitmentId: commitment,
        continuesId: continues,
        sectorId: sector,
        addedAt: recordedAt,
        ...(note && { note }),
        ...fields,
      },
    }),
})

export const agendaItemWithdrawn = factKind('meetings.agenda-item-withdrawn/1', {
  notices: [{ kind: 'changed', to: 'body' }],
  fields: z.strictObject({ item: Id, meeting: Id, body: Id, commitment: Id.nullable() }),
  about: (fields) => ({ ...meetingOf(fields), commitment: fields.commitment }),
  apply: (tx, { item }, { recordedAt }) =>
    tx.agendaItem.update({ where: { id: item }, data: { withdrawnAt: recordedAt } }),
})

export const agendaItemPostponed = factKind('meetings.agenda-item-postponed/1', {
  notices: [{ kind: 'changed', to: 'body' }],
  fields: z.strictObject({ item: Id, meeting: Id, body: Id, commitment: Id.nullable(), reason: Prose }),
  sealed: { reason: 'open' },
  about: (fields) => ({ ...meetingOf(fields), commitment: fields.commitment }),
  apply: (tx, { item, reason }, { recordedAt, seat }) =>
    tx.agendaItem.update({
      where: { id: item },
      data: { postponedAt: recordedAt, postponedBy: seat, postponedReason: reason },
    }),
})

/** Recorded until the day of a session was the one on which it is opened: such a session keeps its planned day. */
export const sessionOpenedAsPlanned = factKind('meetings.session-opened/1', {
  notices: [],
  fields: z.strictObject({ meeting: Id, body: Id }),
  about: meetingOf,
  apply: (tx, { meeting }, { recordedAt }) =>
    tx.meeting.update({ where: { id: meeting }, data: { state: 'in-session', openedAt: recordedAt } }),
})

/** `on`: the day in the forum's zone. From here on the session is of that day, whatever it was convened for. */
export const sessionOpened = factKind('meetings.session-opened/2', {
  notices: [],
  fields: z.strictObject({ meeting: Id, body: Id, on: Day, convenedFor: Day }),
  about: (fields) => ({ ...meetingOf(fields), on: fields.on }),
  apply: (tx, { meeting, on, convenedFor }, { recordedAt }) =>
    tx.meeting.update({
      where: { id: meeting },
      data: {
        state: 'in-session',
        openedAt: recordedAt,
        ...(on !== convenedFor && { heldOn: toDate(on), convenedFor: toDate(convenedFor) }),
      },
    }),
})

export const attendanceRecorded = factKind('meetings.attendance-recorded/1', {
  act: {
    weight: 30,
    counts: (facts) => ({
      there: manyOf(facts, 'meetings.attendance-recorded/1', 'state', 'present', 'remote'),
      represented: manyOf(facts, 'meetings.attendance-recorded/1', 'state', 'represented'),
      absent: manyOf(facts, 'meetings.attendance-recorded/1', 'state', 'absent'),
      excused: manyOf(facts, 'meetings.attendance-recorded/1', 'state', 'excused'),
    }),
  },
  notices: [],
  words: { state: 'attendances', from: 'attendances' },
  fields: z.strictObject({
    meeting: Id,
    body: Id,
    seat: Id,
    sector: Id,
    from: z.enum(attendanceStates).nullable(),
    state: z.enum(attendanceStates),
    mandate: Id.nullable(),
  }),
  about: (fields) => ({ ...meetingOf(fields), seat: fields.seat, sector: fields.sector }),
  apply: (tx, { meeting, seat, state, mandate }, { forum, recordedAt }) =>
    tx.attendance.upsert({
      where: { meetingId_seatId: { meetingId: meeting, seatId: seat } },
      create: {
        meetingId: meeting,
        seatId: seat,
        forumId: forum,
        state,
        mandateId: mandate,
        recordedAt,
      },
      update: { state, mandateId: mandate, recordedAt },
    }),
})

/** The quorum freezes here: it is that of every decision of the session. */
export const sessionClosed = factKind('meetings.session-closed/1', {
  act: { weight: 60, attended: true },
  notices: [],
  toldIn: ['comparison'],
  fields: z.strictObject({ meeting: Id, body: Id, quorum: FrozenQuorum }),
  tells: ({ quorum }) => ({ quorum: quorum.reached ? 'yes' : 'no' }),
  about: meetingOf,
  consequence: ({ quorum: { reached, there, of, needed } }) => ({
    says: 'consequences.sessionClosed',
    params: { reached: reached ? 'yes' : 'no', there, of, needed },
    final: true,
  }),
  apply: (tx, { meeting, quorum }, { recordedAt }) =>
    tx.meeting.update({ where: { id: meeting }, data: { state: 'held', closedAt: recordedAt, quorum } }),
})

export const meetingCancelled = factKind('meetings.cancelled/1', {
  notices: [{ kind: 'changed', to: 'body', urgent: true }],
  fields: z.strictObject({ meeting: Id, body: Id, reason: Prose }),
  sealed: { reason: 'open' },
  about: meetingOf,
  consequence: () => ({ says: 'consequences.meetingCancelled', final: true }),
  apply: (tx, { meeting, reason }, { recordedAt }) =>
    tx.meeting.update({
      where: { id: meeting },
      data: { state: 'cancelled', closedAt: recordedAt, reason },
    }),
})

/** The hour came, and the quorum did not. */
export const meetingNotHeld = factKind('meetings.not-held/1', {
  notices: [{ kind: 'changed', to: 'body' }],
  fields: z.strictObject({ meeting: Id, body: Id, quorum: FrozenQuorum }),
  about: meetingOf,
  consequence: ({ quorum: { there, of, needed } }) => ({
    says: 'consequences.meetingNotHeld',
    params: { there, of, needed },
    final: true,
  }),
  apply: (tx, { meeting, quorum }, { recordedAt }) =>
    tx.meeting.update({
      where: { id: meeting },
      data: { state: 'not-held', closedAt: recordedAt, quorum },
    }),
})

/** How long an item is meant to take. */
export const timePlanned = factKind('meetings.time-planned/1', {
  notices: [],
  fields: z.strictObject({
    meeting: Id,
    body: Id,
    items: z.array(z.strictObject({ item: Id, minutes: PlannedMinutes })).min(1),
  }),
  about: meetingOf,
  apply: async (tx, { items }) => {
    for (const { item, minutes } of items)
      await tx.agendaItem.update({ where: { id: item }, data: { plannedMinutes: minutes } })
  },
})

/** It stands on an agenda, by itself, until every sector approved it or it was withdrawn. */
export const erratumScheduled = factKind('meetings.erratum-scheduled/1', {
  notices: [],
  fields: z.strictObject({ erratum: Id, item: Id, minutes: Id, number: Line, meeting: Id, body: Id }),
  about: meetingOf,
  apply: (tx, { erratum, item }, { forum }) =>
    tx.erratumItem.create({ data: { erratumId: erratum, itemId: item, forumId: forum } }),
})

export const columns = {
  meeting: {
    kind: z.enum(meetingKinds).nullable(),
    state: z.enum(meetingStates),
    place: kept(ShortProse).nullable(),
    reason: kept(Prose).nullable(),
    quorum: FrozenQuorum.nullable(),
    source: Source.nullable(),
    missing: z.array(LineInBoth).nullable(),
  },
  agendaItem: {
    title: kept(ShortProse),
    note: kept(Prose).nullable(),
    postponedReason: kept(Prose).nullable(),
  },
  attendance: { state: z.enum(attendanceStates) },
}

export const facts = [
  convened,
  calledBySector,
  meetingTakenOver,
  agendaItemAdded,
  agendaItemWithdrawn,
  agendaItemPostponed,
  sessionOpenedAsPlanned,
  sessionOpened,
  attendanceRecorded,
  sessionClosed,
  meetingCancelled,
  meetingNotHeld,
  timePlanned,
  erratumScheduled,
]
