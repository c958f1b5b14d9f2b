import { z } from 'zod'
import { toDate } from '../act/calendar.ts'
import {
  Day,
  Digest,
  Id,
  Instant,
  Line,
  Localised,
  MinutesText,
  Prose,
  ShortProse,
  Source,
  TimeOfDay,
  WebAddress,
} from '../act/fields.ts'
import { noJson } from '../db/client.ts'
import { factKind } from '../log/fact.ts'
import { stances } from '../proposals/rules.ts'
import { agreementKinds } from '../minutes/drafts/protocol.ts'
import { attendanceStates, meetingKinds } from './rules.ts'
import { nths, rhythms, seriesChanges, weekdays } from '../series/rules.ts'

const meetingOf = (fields: { body: string; meeting: string }) => ({
  body: fields.body,
  meeting: fields.meeting,
})

const FrozenQuorum = z.strictObject({
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

/** A meeting of the past, with its source and what the source does not give. */
export const meetingTakenOver = factKind('meetings.taken-over/1', {
  toldIn: ['comparison'],
  fields: z.strictObject({
    meeting: Id,
    body: Id,
    year: z.int(),
    number: z.int().min(1),
    heldOn: Day,
    source: Source,
    missing: z.array(Line),
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
  fields: z.strictObject({ item: Id, meeting: Id, body: Id, commitment: Id.nullable() }),
  about: (fields) => ({ ...meetingOf(fields), commitment: fields.commitment }),
  apply: (tx, { item }, { recordedAt }) =>
    tx.agendaItem.update({ where: { id: item }, data: { withdrawnAt: recordedAt } }),
})

export const agendaItemPostponed = factKind('meetings.agenda-item-postponed/1', {
  fields: z.strictObject({ item: Id, meeting: Id, body: Id, commitment: Id.nullable(), reason: Prose }),
  sealed: { reason: 'open' },
  about: (fields) => ({ ...meetingOf(fields), commitment: fields.commitment }),
  apply: (tx, { item, reason }, { recordedAt, seat }) =>
    tx.agendaItem.update({
      where: { id: item },
      data: { postponedAt: recordedAt, postponedBy: seat, postponedReason: reason },
    }),
})

export const sessionOpened = factKind('meetings.session-opened/1', {
  fields: z.strictObject({ meeting: Id, body: Id }),
  about: meetingOf,
  apply: (tx, { meeting }, { recordedAt }) =>
    tx.meeting.update({ where: { id: meeting }, data: { state: 'in-session', openedAt: recordedAt } }),
})

export const attendanceRecorded = factKind('meetings.attendance-recorded/1', {
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
  toldIn: ['comparison'],
  fields: z.strictObject({ meeting: Id, body: Id, quorum: FrozenQuorum }),
  about: meetingOf,
  apply: (tx, { meeting, quorum }, { recordedAt }) =>
    tx.meeting.update({ where: { id: meeting }, data: { state: 'held', closedAt: recordedAt, quorum } }),
})

export const meetingCancelled = factKind('meetings.cancelled/1', {
  fields: z.strictObject({ meeting: Id, body: Id, reason: Prose }),
  sealed: { reason: 'open' },
  about: meetingOf,
  apply: (tx, { meeting, reason }, { recordedAt }) =>
    tx.meeting.update({
      where: { id: meeting },
      data: { state: 'cancelled', closedAt: recordedAt, reason },
    }),
})

/** The hour came, and the quorum did not. */
export const meetingNotHeld = factKind('meetings.not-held/1', {
  fields: z.strictObject({ meeting: Id, body: Id, quorum: FrozenQuorum }),
  about: meetingOf,
  apply: (tx, { meeting, quorum }, { recordedAt }) =>
    tx.meeting.update({
      where: { id: meeting },
      data: { state: 'not-held', closedAt: recordedAt, quorum },
    }),
})

/** What the digest of a version of minutes covers: the session as recorded, and what was said and agreed in it. */
export const MinutesContent = z.strictObject({
  meeting: Id,
  body: Id,
  year: z.int(),
  number: z.int(),
  kind: z.enum(meetingKinds).nullable(),
  heldOn: Day,
  attendance: z.array(
    z.strictObject({ seat: Id, sector: Id, state: z.enum(attendanceStates), mandate: Id.nullable() }),
  ),
  quorum: FrozenQuorum,
  items: z.array(
    z.strictObject({
      item: Id,
      title: ShortProse,
      commitment: Id.nullable(),
      postponed: Prose.nullable(),
      text: MinutesText.nullable(),
      agreements: z.array(
        z.strictObject({
          number: z.int().min(1),
          kind: z.enum(agreementKinds),
          text: Prose,
          proposal: Id.nullable(),
          seat: Id.nullable(),
          dueOn: Day.nullable(),
        }),
      ),
    }),
  ),
  /** what the book says that each sector said to each proposal: its position once it approves these minutes (settled 16) */
  claims: z.array(
    z.strictObject({
      proposal: Id,
      digest: Digest,
      sector: Id,
      seat: Id,
      mandate: Id,
      stance: z.enum(stances),
      reason: Prose.nullable(),
    }),
  ),
})
export type MinutesContent = z.output<typeof MinutesContent>

/** Approval starts anew with each version; approvals of the version before stay visible. */
export const minutesCirculated = factKind('meetings.minutes-circulated/1', {
  fields: z.strictObject({
    minutes: Id,
    meeting: Id,
    body: Id,
    version: z.int().min(1),
    from: Digest.nullable(),
    digest: Digest,
    content: MinutesContent,
    windowEndsAt: Instant,
    seat: Id,
  }),
  sealed: { content: 'open' },
  about: meetingOf,
  apply: async (
    tx,
    { minutes, meeting, body, version, digest, content, windowEndsAt, seat },
    { forum, index, recordedAt },
  ) => {
    if (version === 1)
      await tx.minutes.create({
        data: { id: minutes, meetingId: meeting, bodyId: body, forumId: forum, digest },
      })
    else await tx.minutes.update({ where: { id: minutes }, data: { digest } })
    await tx.minutesVersion.create({
      data: {
        minutesId: minutes,
        number: version,
        forumId: forum,
        digest,
        content,
        circulatedBy: seat,
        circulatedAt: recordedAt,
        windowEndsAt: new Date(windowEndsAt),
        entryIndex: index,
      },
    })
  },
})

export const observationMade = factKind('meetings.observation-made/1', {
  fields: z.strictObject({
    observation: Id,
    minutes: Id,
    meeting: Id,
    body: Id,
    version: z.int().min(1),
    item: Id.nullable(),
    seat: Id,
    sector: Id,
    text: Prose,
  }),
  sealed: { text: 'open' },
  about: (fields) => ({ ...meetingOf(fields), seat: fields.seat, sector: fields.sector }),
  apply: (
    tx,
    { observation, minutes, version, item, seat, sector, text },
    { forum, index, recordedAt },
  ) =>
    tx.observation.create({
      data: {
        id: observation,
        minutesId: minutes,
        version,
        forumId: forum,
        agendaItemId: item,
        seatId: seat,
        sectorId: sector,
        text,
        madeAt: recordedAt,
        entryIndex: index,
      },
    }),
})

export const minutesApproved = factKind('meetings.minutes-approved/1', {
  binds: true,
  toldIn: ['comparison'],
  fields: z.strictObject({
    minutes: Id,
    meeting: Id,
    body: Id,
    version: z.int().min(1),
    digest: Digest,
    sector: Id,
    seat: Id,
    mandate: Id,
  }),
  about: (fields) => ({ ...meetingOf(fields), seat: fields.seat, sector: fields.sector }),
  apply: (tx, { minutes, version, digest, sector, seat, mandate }, { forum, index, recordedAt }) =>
    tx.approval.create({
      data: {
        minutesId: minutes,
        version,
        sectorId: sector,
        forumId: forum,
        digest,
        seatId: seat,
        mandateId: mandate,
        approvedAt: recordedAt,
        entryIndex: index,
      },
    }),
})

/** Every sector that is waited for has approved: from here on the minutes have a number, are public, and never change. */
export const minutesPublished = factKind('meetings.minutes-published/1', {
  toldIn: ['comparison'],
  fields: z.strictObject({
    minutes: Id,
    meeting: Id,
    body: Id,
    version: z.int().min(1),
    digest: Digest,
    number: Line,
    /** sectors that did not approve: `silence` where the forum's rule counts it as assent, or `suspended` */
    silent: z.array(z.strictObject({ sector: Id, why: z.enum(['silence', 'suspended']), since: Day })),
  }),
  about: meetingOf,
  apply: (tx, { minutes, number, silent }, { recordedAt }) =>
    tx.minutes.update({
      where: { id: minutes },
      data: { number, approvedAt: recordedAt, ...(silent.length > 0 && { silentSectors: silent }) },
    }),
})

export const agreementReached = factKind('meetings.agreement-reached/1', {
  words: { kind: 'agreementKinds' },
  fields: z.strictObject({
    agreement: Id,
    minutes: Id,
    meeting: Id,
    body: Id,
    item: Id,
    number: Line,
    kind: z.enum(agreementKinds),
    text: Prose,
    commitment: Id.nullable(),
    proposal: Id.nullable(),
    seat: Id.nullable(),
    dueOn: Day.nullable(),
    agreedOn: Day,
  }),
  sealed: { text: 'open' },
  about: (fields) => ({
    ...meetingOf(fields),
    commitment: fields.commitment,
    on: fields.agreedOn,
    ...(fields.seat && { seat: fields.seat }),
    ...(fields.proposal && { proposal: fields.proposal }),
  }),
  apply: (
    tx,
    { agreement, minutes, body, item, number, kind, text, proposal, seat, dueOn },
    { forum },
  ) =>
    tx.agreement.create({
      data: {
        id: agreement,
        minutesId: minutes,
        bodyId: body,
        forumId: forum,
        agendaItemId: item,
        number,
        kind,
        text,
        proposalId: proposal,
        seatId: seat,
        dueOn: dueOn ? toDate(dueOn) : null,
      },
    }),
})

export const agreementClosed = factKind('meetings.agreement-closed/1', {
  fields: z.strictObject({
    agreement: Id,
    meeting: Id,
    body: Id,
    number: Line,
    seat: Id.nullable(),
    note: Prose.nullable(),
    evidence: WebAddress.nullable(),
  }),
  sealed: { note: 'open', evidence: 'open' },
  about: (fields) => ({ ...meetingOf(fields), ...(fields.seat && { seat: fields.seat }) }),
  apply: (tx, { agreement, note, evidence }, { seat, recordedAt }) =>
    tx.agreement.update({
      where: { id: agreement },
      // Erased, an address replays as the tombstone of a text.
      data: {
        closedAt: recordedAt,
        closedBy: seat,
        evidence: typeof evidence === 'string' ? evidence : null,
        ...(note && { closingNote: note }),
      },
    }),
})

/** Its digest covers the minutes, the item and the three texts. */
export const erratumProposed = factKind('meetings.erratum-proposed/1', {
  fields: z.strictObject({
    erratum: Id,
    minutes: Id,
    meeting: Id,
    body: Id,
    item: Id.nullable(),
    digest: Digest,
    wrong: MinutesText,
    right: MinutesText,
    reason: Prose,
    seat: Id,
  }),
  sealed: { wrong: 'open', right: 'open', reason: 'open' },
  about: meetingOf,
  apply: (
    tx,
    { erratum, minutes, meeting: _meeting, body: _body, item, seat, ...fields },
    { forum, index, recordedAt },
  ) =>
    tx.erratum.create({
      data: {
        id: erratum,
        minutesId: minutes,
        forumId: forum,
        agendaItemId: item,
        proposedBy: seat,
        proposedAt: recordedAt,
        entryIndex: index,
        ...fields,
      },
    }),
})

/** The last sector's approval gives the erratum its number. */
export const erratumApproved = factKind('meetings.erratum-approved/1', {
  binds: true,
  fields: z.strictObject({
    erratum: Id,
    minutes: Id,
    meeting: Id,
    body: Id,
    digest: Digest,
    sector: Id,
    seat: Id,
    mandate: Id,
    number: z.int().min(1).nullable(),
  }),
  about: (fields) => ({ ...meetingOf(fields), seat: fields.seat, sector: fields.sector }),
  apply: async (tx, { erratum, digest, sector, seat, mandate, number }, { forum, recordedAt }) => {
    await tx.erratumApproval.create({
      data: {
        erratumId: erratum,
        sectorId: sector,
        forumId: forum,
        digest,
        seatId: seat,
        mandateId: mandate,
        approvedAt: recordedAt,
      },
    })
    if (number !== null)
      await tx.erratum.update({ where: { id: erratum }, data: { number, approvedAt: recordedAt } })
  },
})

export const erratumWithdrawn = factKind('meetings.erratum-withdrawn/1', {
  fields: z.strictObject({ erratum: Id, minutes: Id, meeting: Id, body: Id }),
  about: meetingOf,
  apply: (tx, { erratum }, { recordedAt }) =>
    tx.erratum.update({ where: { id: erratum }, data: { withdrawnAt: recordedAt } }),
})

/** It stands on an agenda, by itself, until every sector approved it or it was withdrawn. */
export const erratumScheduled = factKind('meetings.erratum-scheduled/1', {
  fields: z.strictObject({ erratum: Id, item: Id, minutes: Id, number: Line, meeting: Id, body: Id }),
  about: meetingOf,
  apply: (tx, { erratum, item }, { forum }) =>
    tx.erratumItem.create({ data: { erratumId: erratum, itemId: item, forumId: forum } }),
})

/** How long an item is meant to take. */
export const timePlanned = factKind('meetings.time-planned/1', {
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

/** Made, or changed: the whole of it each time. */
export const templateSet = factKind('meetings.template-set/1', {
  words: { kind: 'meetingKinds' },
  fields: z.strictObject({
    template: Id,
    body: Id,
    name: Localised,
    kind: z.enum(meetingKinds),
    place: ShortProse.nullable(),
    items: z.array(
      z.strictObject({
        title: ItemTitle,
        note: Prose.nullable(),
        minutes: PlannedMinutes.nullable(),
        commitment: Id.nullable(),
      }),
    ),
  }),
  sealed: { name: 'open', place: 'open', items: 'open' },
  about: ({ body }) => ({ body }),
  apply: (tx, { template, body, name, kind, place, items }, { forum, seat, recordedAt, index }) => {
    const row = {
      name,
      kind,
      place: place ?? noJson,
      items,
      setBy: seat,
      setAt: recordedAt,
      entryIndex: index,
    }
    return tx.meetingTemplate.upsert({
      where: { id: template },
      create: { id: template, bodyId: body, forumId: forum, ...row },
      update: row,
    })
  },
})

export const templateDropped = factKind('meetings.template-dropped/1', {
  fields: z.strictObject({ template: Id, body: Id }),
  about: ({ body }) => ({ body }),
  apply: (tx, { template }, { recordedAt }) =>
    tx.meetingTemplate.update({ where: { id: template }, data: { droppedAt: recordedAt } }),
})

/** The rhythm in which a body means to meet. Set again, it takes the place of what it was. */
export const seriesSet = factKind('meetings.series-set/1', {
  words: { kind: 'meetingKinds', nth: 'nths', weekday: 'weekdays' },
  fields: z.strictObject({
    series: Id,
    body: Id,
    kind: z.enum(meetingKinds),
    rhythm: z.enum(rhythms),
    every: z.int().min(1).nullable(),
    nth: z.enum(nths).nullable(),
    weekday: z.enum(weekdays),
    fromOn: Day,
    lastOn: Day.nullable(),
    time: TimeOfDay,
    place: ShortProse.nullable(),
    template: Id.nullable(),
  }),
  sealed: { place: 'open' },
  about: ({ body }) => ({ body }),
  apply: (
    tx,
    { series, body, fromOn, lastOn, place, template, ...fields },
    { forum, seat, recordedAt, index },
  ) => {
    const row = {
      ...fields,
      fromOn: toDate(fromOn),
      lastOn: lastOn ? toDate(lastOn) : null,
      place: place ?? noJson,
      templateId: template,
      setBy: seat,
      setAt: recordedAt,
      entryIndex: index,
    }
    return tx.meetingSeries.upsert({
      where: { id: series },
      create: { id: series, bodyId: body, forumId: forum, ...row },
      update: row,
    })
  },
})

/** A day of a series falls out or moves, or stands as planned after all. */
export const seriesExceptionSet = factKind('meetings.series-exception-set/1', {
  fields: z.strictObject({
    series: Id,
    body: Id,
    day: Day,
    change: z.enum(seriesChanges),
    movedTo: Day.nullable(),
    reason: Prose.nullable(),
  }),
  sealed: { reason: 'open' },
  about: ({ body }) => ({ body }),
  apply: (
    tx,
    { series, body: _body, day, change, movedTo, reason },
    { forum, seat, recordedAt, index },
  ) => {
    const row = {
      change,
      movedTo: movedTo ? toDate(movedTo) : null,
      reason: reason ?? noJson,
      setBy: seat,
      setAt: recordedAt,
      entryIndex: index,
    }
    const key = { seriesId: series, day: toDate(day) }
    return tx.seriesException.upsert({
      where: { seriesId_day: key },
      create: { ...key, forumId: forum, ...row },
      update: row,
    })
  },
})

export const seriesEnded = factKind('meetings.series-ended/1', {
  fields: z.strictObject({ series: Id, body: Id }),
  about: ({ body }) => ({ body }),
  apply: (tx, { series }, { recordedAt }) =>
    tx.meetingSeries.update({ where: { id: series }, data: { endedAt: recordedAt } }),
})

export const facts = [
  convened,
  meetingTakenOver,
  agendaItemAdded,
  agendaItemWithdrawn,
  agendaItemPostponed,
  sessionOpened,
  attendanceRecorded,
  sessionClosed,
  meetingCancelled,
  meetingNotHeld,
  minutesCirculated,
  observationMade,
  minutesApproved,
  minutesPublished,
  agreementReached,
  agreementClosed,
  erratumProposed,
  erratumApproved,
  erratumWithdrawn,
  erratumScheduled,
  timePlanned,
  templateSet,
  templateDropped,
  seriesSet,
  seriesExceptionSet,
  seriesEnded,
]
