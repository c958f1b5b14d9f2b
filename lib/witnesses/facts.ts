import { z } from 'zod'
import { Id, Prose } from '../act/fields.ts'
import { factKind } from '../log/fact.ts'

/**
 * From here on a sector's word about the log is this key's. The one before it, if it was still in force, is dismissed by the same act. `withoutOldKey`:
 * the sector changed its key, and the old one did not sign that.
 */
export const witnessNamed = factKind('witnesses.named/1', {
  notices: [{ kind: 'known', to: 'forum' }],
  teaches: 'witness',
  fields: z.strictObject({
    witness: Id,
    sector: Id,
    key: z.string(),
    old: z.strictObject({ witness: Id, key: z.string() }).nullable(),
    withoutOldKey: z.boolean(),
    note: z.string(),
    seat: Id,
  }),
  about: (fields) => ({ sector: fields.sector, seat: fields.seat }),
  apply: async (
    tx,
    { witness, sector, key, old, withoutOldKey, note },
    { forum, index, recordedAt },
  ) => {
    if (old)
      await tx.witness.updateMany({
        where: { id: old.witness, dismissedAt: null },
        data: { dismissedAt: recordedAt },
      })
    await tx.witness.create({
      data: {
        id: witness,
        forumId: forum,
        sectorId: sector,
        key,
        note,
        namedAt: recordedAt,
        entryIndex: index,
        withoutOldKey,
      },
    })
  },
})

export const witnessDismissed = factKind('witnesses.dismissed/1', {
  notices: [{ kind: 'known', to: 'forum' }],
  teaches: 'witness-gone',
  fields: z.strictObject({ witness: Id, sector: Id, key: z.string(), reason: Prose, seat: Id }),
  sealed: { reason: 'open' },
  about: (fields) => ({ sector: fields.sector, seat: fields.seat }),
  consequence: () => ({ says: 'consequences.witnessDismissed', final: true }),
  apply: (tx, { witness }, { recordedAt }) =>
    tx.witness.update({ where: { id: witness }, data: { dismissedAt: recordedAt } }),
})

export const facts = [witnessNamed, witnessDismissed]
