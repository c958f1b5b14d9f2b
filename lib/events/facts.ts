import { z } from 'zod'
import { toDate } from '../act/calendar.ts'
import { Day, Id, kept, Prose } from '../act/fields.ts'
import { factKind } from '../log/fact.ts'

/** A seat says which activities an outside event hits, and how. */
export const eventLinked = factKind('events.linked/1', {
  notices: [{ kind: 'known', to: 'body' }],
  toldIn: ['movements', 'life', 'comparison'],
  fields: z.strictObject({
    link: Id,
    event: Id,
    commitment: Id,
    activities: z.array(Id).min(1),
    numbers: z.array(z.string()),
    effect: Prose,
    body: Id,
    sector: Id,
    seat: Id,
    mandate: Id,
    linkedOn: Day,
  }),
  sealed: { effect: 'open' },
  about: (fields) => ({
    commitment: fields.commitment,
    body: fields.body,
    sector: fields.sector,
    seat: fields.seat,
    on: fields.linkedOn,
  }),
  apply: (
    tx,
    {
      link,
      event,
      commitment,
      activities,
      numbers: _numbers,
      effect,
      body,
      sector,
      seat,
      mandate,
      linkedOn,
    },
    entry,
  ) =>
    tx.eventLink.create({
      data: {
        id: link,
        forumId: entry.forum,
        eventId: event,
        commitmentId: commitment,
        activityIds: activities,
        effect,
        bodyId: body,
        sectorId: sector,
        seatId: seat,
        mandateId: mandate,
        linkedOn: toDate(linkedOn),
        recordedAt: entry.recordedAt,
        entryIndex: entry.index,
      },
    }),
})

/** It stands on an agenda, by itself: whoever convenes cannot leave it out. */
export const reassessmentScheduled = factKind('events.reassessment-scheduled/1', {
  notices: [{ kind: 'known', to: 'body' }],
  fields: z.strictObject({
    link: Id,
    item: Id,
    meeting: Id,
    body: Id,
    commitment: Id,
    numbers: z.array(z.string()),
  }),
  about: (fields) => ({ commitment: fields.commitment, body: fields.body, meeting: fields.meeting }),
  apply: (tx, { link, item }, { forum }) =>
    tx.reassessment.create({ data: { linkId: link, itemId: item, forumId: forum } }),
})

export const columns = { eventLink: { effect: kept(Prose) } }

export const facts = [eventLinked, reassessmentScheduled]
