import { z } from 'zod'
import { toDate } from '../act/calendar.ts'
import { Day, Id, kept, Line, LooseDay, Prose, ShortProse, WebAddress } from '../act/fields.ts'
import { statuses } from '../commitments/rules.ts'
import { factKind } from '../log/fact.ts'
import { takenKinds, words } from './rules.ts'

/** Where it was read. */
const SourceGiven = z.strictObject({ text: Line, url: WebAddress.optional() })

/** What a source tells from before the system, as the holder of a body's book took it over. It is their word until the sectors confirm it. */
export const recordTakenOver = factKind('records.taken-over/1', {
  notices: [{ kind: 'asked', to: 'voices' }],
  toldIn: ['life'],
  words: { of: 'takenKinds', status: 'statuses' },
  fields: z.strictObject({
    record: Id,
    number: z.int(),
    body: Id,
    of: z.enum(takenKinds),
    commitment: Id.nullable(),
    status: z.enum(statuses).nullable(),
    title: ShortProse,
    text: Prose,
    happenedOn: LooseDay,
    source: SourceGiven,
    sector: Id,
    seat: Id,
    mandate: Id,
    takenOn: Day,
  }),
  sealed: { title: 'open', text: 'open' },
  about: ({ body, commitment, sector, seat, takenOn }) => ({
    body,
    commitment,
    sector,
    seat,
    on: takenOn,
  }),
  apply: (tx, { record, body, commitment, sector, seat, mandate, takenOn, ...fields }, entry) =>
    tx.takenOver.create({
      data: {
        id: record,
        forumId: entry.forum,
        bodyId: body,
        commitmentId: commitment,
        sectorId: sector,
        seatId: seat,
        mandateId: mandate,
        takenOn: toDate(takenOn),
        recordedAt: entry.recordedAt,
        entryIndex: entry.index,
        ...fields,
      },
    }),
})

/** A sector says that it was so, or what it doubts. */
export const recordAnswered = factKind('records.answered/1', {
  notices: [],
  toldIn: ['life'],
  words: { says: 'takenWords' },
  fields: z.strictObject({
    word: Id,
    record: Id,
    number: z.int(),
    body: Id,
    commitment: Id.nullable(),
    says: z.enum(words),
    words: Prose.nullable(),
    sector: Id,
    seat: Id,
    mandate: Id,
    saidOn: Day,
  }),
  sealed: { words: 'open' },
  about: ({ body, commitment, sector, seat, saidOn }) => ({
    body,
    commitment,
    sector,
    seat,
    on: saidOn,
  }),
  apply: (tx, { word, record, says, words: said, sector, seat, mandate, saidOn }, entry) =>
    tx.takenWord.create({
      data: {
        id: word,
        forumId: entry.forum,
        takenId: record,
        sectorId: sector,
        seatId: seat,
        mandateId: mandate,
        says,
        ...(said && { words: said }),
        saidOn: toDate(saidOn),
        recordedAt: entry.recordedAt,
        entryIndex: entry.index,
      },
    }),
})

export const columns = {
  takenOver: {
    of: z.enum(takenKinds),
    status: z.enum(statuses).nullable(),
    title: kept(ShortProse),
    text: kept(Prose),
    source: SourceGiven,
  },
  takenWord: { says: z.enum(words), words: kept(Prose).nullable() },
}

export const facts = [recordTakenOver, recordAnswered]
