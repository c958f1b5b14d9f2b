import { z } from 'zod'
import { toDate } from '../act/calendar.ts'
import { Day, Id, kept, Prose } from '../act/fields.ts'
import { noJson } from '../db/client.ts'
import { factKind } from '../log/fact.ts'
import { audiences } from './rules.ts'

const ofASeat = { seat: Id, mandate: Id, body: Id, sector: Id }

/** Read, and taken over: what of the log was there to be read is part of it. */
export const takenOver = factKind('handovers.taken-over/1', {
  notices: [],
  fields: z.strictObject({
    handover: Id,
    ...ofASeat,
    upTo: z.int().min(0),
    takenOn: Day,
  }),
  about: ({ seat, body, sector, takenOn }) => ({ seat, body, sector, on: takenOn }),
  apply: (tx, { handover, seat, mandate, body, sector, upTo, takenOn }, entry) =>
    tx.handover.create({
      data: {
        id: handover,
        forumId: entry.forum,
        seatId: seat,
        mandateId: mandate,
        bodyId: body,
        sectorId: sector,
        upTo,
        takenOn: toDate(takenOn),
        recordedAt: entry.recordedAt,
        entryIndex: entry.index,
      },
    }),
})

/** That a note was left is public; what it says is for those for whom it was left, and in no public log. */
export const noteLeft = factKind('handovers.note-left/1', {
  notices: [],
  words: { audience: 'noteAudiences' },
  fields: z.strictObject({
    note: Id,
    ...ofASeat,
    audience: z.enum(audiences),
    /** null: erased, or not in this copy of the log */
    text: Prose.nullable(),
    writtenOn: Day,
  }),
  sealed: { text: 'personal' },
  about: ({ seat, body, sector, writtenOn }) => ({ seat, body, sector, on: writtenOn }),
  apply: (tx, { note, seat, mandate, body, sector, audience, text, writtenOn }, entry) =>
    tx.handoverNote.create({
      data: {
        id: note,
        forumId: entry.forum,
        seatId: seat,
        mandateId: mandate,
        bodyId: body,
        sectorId: sector,
        audience,
        text: text ?? noJson,
        writtenOn: toDate(writtenOn),
        recordedAt: entry.recordedAt,
        entryIndex: entry.index,
      },
    }),
})

export const columns = {
  handoverNote: { audience: z.enum(audiences), text: kept(Prose).nullable() },
}

export const facts = [takenOver, noteLeft]
