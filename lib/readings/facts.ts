import { z } from 'zod'
import { toDate } from '../act/calendar.ts'
import { Day, Id, kept, Prose, ShortProse, WebAddress } from '../act/fields.ts'
import { factKind } from '../log/fact.ts'
import { levels, roles, terms } from './rules.ts'

/** What a sector says of how far a commitment got: never the forum's own status, and never the IRM's finding. */
export const readingGiven = factKind('readings.given/1', {
  notices: [{ kind: 'known', to: 'body' }],
  toldIn: ['movements', 'life', 'comparison'],
  words: { level: 'levels', role: 'readingRoles' },
  fields: z.strictObject({
    reading: Id,
    commitment: Id,
    sector: Id,
    body: Id,
    seat: Id,
    mandate: Id,
    role: z.enum(roles),
    level: z.enum(levels),
    text: Prose,
    givenOn: Day,
  }),
  sealed: { text: 'open' },
  about: (fields) => ({
    commitment: fields.commitment,
    body: fields.body,
    sector: fields.sector,
    seat: fields.seat,
    on: fields.givenOn,
  }),
  apply: (tx, { reading, commitment, sector, body, seat, mandate, role, level, text, givenOn }, entry) =>
    tx.reading.create({
      data: {
        id: reading,
        forumId: entry.forum,
        commitmentId: commitment,
        bodyId: body,
        sectorId: sector,
        seatId: seat,
        mandateId: mandate,
        role,
        level,
        text,
        givenOn: toDate(givenOn),
        recordedAt: entry.recordedAt,
        entryIndex: entry.index,
      },
    }),
})

/** A plan's self-assessment as a document. The address is what a person typed, and is sealed with the rest of it. */
export const assessmentFiled = factKind('readings.assessment-filed/1', {
  notices: [{ kind: 'known', to: 'forum' }],
  toldIn: ['comparison'],
  words: { term: 'terms' },
  fields: z.strictObject({
    assessment: Id,
    plan: Id,
    term: z.enum(terms),
    seat: Id,
    mandate: Id,
    body: Id,
    sector: Id,
    title: ShortProse,
    text: Prose,
    address: WebAddress.nullable(),
    filedOn: Day,
  }),
  sealed: { title: 'open', text: 'open', address: 'open' },
  about: (fields) => ({
    body: fields.body,
    sector: fields.sector,
    seat: fields.seat,
    on: fields.filedOn,
  }),
  apply: (
    tx,
    { assessment, plan, term, seat, mandate, body, sector, title, text, address, filedOn },
    entry,
  ) =>
    tx.assessment.create({
      data: {
        id: assessment,
        forumId: entry.forum,
        planId: plan,
        term,
        bodyId: body,
        sectorId: sector,
        seatId: seat,
        mandateId: mandate,
        title,
        text,
        address,
        filedOn: toDate(filedOn),
        recordedAt: entry.recordedAt,
        entryIndex: entry.index,
      },
    }),
})

export const columns = {
  reading: { role: z.enum(roles), level: z.enum(levels), text: kept(Prose) },
  assessment: { term: z.enum(terms), title: kept(ShortProse), text: kept(Prose) },
}

export const facts = [readingGiven, assessmentFiled]
