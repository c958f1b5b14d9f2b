import { z } from 'zod'
import { toDate } from '../act/calendar.ts'
import { Day, Id, Instant, kept, Line, Prose, ShortProse, WebAddress } from '../act/fields.ts'
import { noJson } from '../db/client.ts'
import { factKind } from '../log/fact.ts'
import { meetingOf } from '../meetings/facts.ts'

// What an earlier text said is in the act that wrote it: these facts carry the new one alone, and the row keeps
// the old one from the row that it changes. So a text that is taken down is gone from everywhere at once.

/** Another day, hour, place or link, before the meeting is opened. What is left out stays as it was. */
export const meetingMoved = factKind('meetings.moved/1', {
  notices: [{ kind: 'changed', to: 'body', urgent: true }],
  toldIn: ['comparison'],
  fields: z.strictObject({
    meeting: Id,
    body: Id,
    /** 1: the first time that it is moved */
    number: z.int().min(1),
    fromDay: Day,
    day: Day,
    startsAt: Instant,
    place: ShortProse.nullable().optional(),
    videoLink: WebAddress.nullable().optional(),
    reason: Prose,
  }),
  // Who has the link can walk in: it is for the body, and never shown with the log.
  sealed: { place: 'open', videoLink: 'personal', reason: 'open' },
  tells: ({ fromDay, day }) => ({ what: fromDay === day ? 'details' : 'day' }),
  about: meetingOf,
  apply: async (
    tx,
    { meeting: id, number, fromDay, day, startsAt, place, videoLink, reason },
    { forum, index, recordedAt, seat },
  ) => {
    const before = await tx.meeting.findUniqueOrThrow({ where: { id } })
    const now = place === undefined ? before.place : place
    await tx.meetingMove.create({
      data: {
        meetingId: id,
        number,
        forumId: forum,
        fromOn: toDate(fromDay),
        fromAt: before.startsAt,
        ...(before.place && { fromPlace: before.place }),
        toOn: toDate(day),
        toAt: new Date(startsAt),
        ...(now && { toPlace: now }),
        reason,
        movedBy: seat,
        movedAt: recordedAt,
        entryIndex: index,
      },
    })
    await tx.meeting.update({
      where: { id },
      data: {
        heldOn: toDate(day),
        startsAt: new Date(startsAt),
        ...(place !== undefined && { place: place ?? noJson }),
        ...(videoLink !== undefined && { videoLink }),
        ...(before.movedFrom === null && day !== fromDay && { movedFrom: toDate(fromDay) }),
      },
    })
  },
})

/** An item in other words, brought by another seat, or about another commitment. What is left out stays as it was. */
export const agendaItemCorrected = factKind('meetings.agenda-item-corrected/1', {
  notices: [{ kind: 'changed', to: 'body' }],
  fields: z.strictObject({
    item: Id,
    meeting: Id,
    body: Id,
    /** 1: the first time that it is corrected */
    number: z.int().min(1),
    title: ShortProse.optional(),
    note: Prose.nullable().optional(),
    commitment: Id.nullable().optional(),
    brought: z.strictObject({ seat: Id, sector: Id }).optional(),
  }),
  sealed: { title: 'open', note: 'open' },
  about: (fields) => ({
    ...meetingOf(fields),
    ...(fields.commitment && { commitment: fields.commitment }),
  }),
  apply: async (
    tx,
    { item: id, number, title, note, commitment, brought },
    { forum, index, recordedAt, seat },
  ) => {
    const before = await tx.agendaItem.findUniqueOrThrow({ where: { id } })
    await tx.itemCorrection.create({
      data: {
        itemId: id,
        number,
        forumId: forum,
        title: before.title,
        ...(before.note && { note: before.note }),
        commitmentId: before.commitmentId,
        proposedBy: before.proposedBy,
        correctedBy: seat,
        correctedAt: recordedAt,
        entryIndex: index,
      },
    })
    await tx.agendaItem.update({
      where: { id },
      data: {
        ...(title && { title }),
        ...(note !== undefined && { note: note ?? noJson }),
        ...(commitment !== undefined && { commitmentId: commitment }),
        ...(brought && { proposedBy: brought.seat, sectorId: brought.sector }),
      },
    })
  },
})

/** `order`: all items, those that were withdrawn too, as they stand now. */
export const agendaReordered = factKind('meetings.agenda-reordered/1', {
  notices: [{ kind: 'changed', to: 'body' }],
  fields: z.strictObject({ meeting: Id, body: Id, item: Id, order: z.array(Id).min(2) }),
  about: meetingOf,
  apply: async (tx, { order }) => {
    for (const [rank, id] of order.entries())
      await tx.agendaItem.updateMany({ where: { id, NOT: { rank } }, data: { rank } })
  },
})

/** Somebody comes without a seat. Their name is theirs: it is never shown with the log. */
export const guestNoted = factKind('meetings.guest-noted/1', {
  notices: [],
  fields: z.strictObject({
    guest: Id,
    meeting: Id,
    body: Id,
    name: Line.nullable(),
    office: ShortProse.nullable(),
  }),
  sealed: { name: 'personal', office: 'open' },
  tells: ({ office }) => ({ by: office === null ? 'name' : 'office' }),
  about: meetingOf,
  apply: (tx, { guest, meeting, body: _body, name, office }, { forum, index, recordedAt, seat }) =>
    tx.guest.create({
      data: {
        id: guest,
        forumId: forum,
        meetingId: meeting,
        name,
        ...(office && { office }),
        notedBy: seat,
        notedAt: recordedAt,
        entryIndex: index,
      },
    }),
})

export const guestRemoved = factKind('meetings.guest-removed/1', {
  notices: [],
  fields: z.strictObject({ guest: Id, meeting: Id, body: Id }),
  about: meetingOf,
  apply: (tx, { guest }, { recordedAt }) =>
    tx.guest.update({ where: { id: guest }, data: { removedAt: recordedAt } }),
})

export const columns = {
  meetingMove: {
    fromPlace: kept(ShortProse).nullable(),
    toPlace: kept(ShortProse).nullable(),
    reason: kept(Prose),
  },
  itemCorrection: { title: kept(ShortProse), note: kept(Prose).nullable() },
  guest: { office: kept(ShortProse).nullable() },
}

export const facts = [meetingMoved, agendaItemCorrected, agendaReordered, guestNoted, guestRemoved]
