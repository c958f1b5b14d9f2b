import { z } from 'zod'
import { toDate } from '../act/calendar.ts'
import { Day, Digest, Id, kept, Prose, ShortProse } from '../act/fields.ts'
import { factKind } from '../log/fact.ts'
import { documented } from './rules.ts'

const place = {
  document: Id,
  of: z.enum(documented),
  thing: Id,
  body: Id.nullable(),
  meeting: Id.nullable(),
  proposal: Id.nullable(),
  commitment: Id.nullable(),
  sector: Id,
  seat: Id,
}

type Place = { [F in keyof typeof place]: z.output<(typeof place)[F]> }

const about = ({ body, meeting, proposal, commitment, sector, seat }: Place) => ({
  ...(body && { body }),
  ...(meeting && { meeting }),
  ...(proposal && { proposal }),
  commitment,
  sector,
  seat,
})

/** A file or a link beside a thing of the forum. A file's digest stands in the entry itself, as that of evidence does. */
export const documentHandedIn = factKind('documents.handed-in/1', {
  notices: [{ kind: 'changed', to: 'body' }],
  words: { of: 'documented' },
  fields: z.strictObject({
    ...place,
    mandate: Id,
    kind: z.enum(['file', 'link']),
    title: ShortProse,
    digest: Digest.nullable(),
    size: z.int().nullable(),
    type: z.string().nullable(),
    name: z.string().nullable(),
    address: z.string().nullable(),
    handedInOn: Day,
  }),
  sealed: { title: 'open', name: 'open', address: 'open' },
  about: (fields) => ({ ...about(fields), on: fields.handedInOn }),
  apply: (
    tx,
    {
      document,
      of,
      thing,
      body,
      sector,
      seat,
      mandate,
      kind,
      title,
      digest,
      size,
      type,
      name,
      address,
      handedInOn,
    },
    entry,
  ) =>
    tx.document.create({
      data: {
        id: document,
        forumId: entry.forum,
        about: of,
        thingId: thing,
        bodyId: body,
        sectorId: sector,
        seatId: seat,
        mandateId: mandate,
        kind,
        title,
        digest,
        size,
        type,
        name,
        address,
        handedInOn: toDate(handedInOn),
        recordedAt: entry.recordedAt,
        entryIndex: entry.index,
      },
    }),
})

/** Taken back with a reason: it stays in its place, struck through, and its digest in the log. */
export const documentWithdrawn = factKind('documents.withdrawn/1', {
  notices: [{ kind: 'changed', to: 'body' }],
  words: { of: 'documented' },
  fields: z.strictObject({ ...place, reason: Prose, withdrawnOn: Day }),
  sealed: { reason: 'open' },
  about: (fields) => ({ ...about(fields), on: fields.withdrawnOn }),
  consequence: () => ({ says: 'consequences.documentWithdrawn', final: true }),
  apply: (tx, { document, reason, withdrawnOn }, entry) =>
    tx.document.update({
      where: { id: document },
      data: {
        withdrawnOn: toDate(withdrawnOn),
        withdrawnReason: reason,
        withdrawnEntry: entry.index,
      },
    }),
})

export const columns = {
  document: {
    about: z.enum(documented),
    kind: z.enum(['file', 'link']),
    title: kept(ShortProse),
    withdrawnReason: kept(Prose).nullable(),
  },
}

export const facts = [documentHandedIn, documentWithdrawn]
