import { z } from 'zod'
import { Id, kept, Prose } from '../act/fields.ts'
import { factKind } from '../log/fact.ts'
import { VerifierKey } from './rules.ts'

/** From the next checkpoint on the log is signed with another key. The note is the change itself, signed. */
export const keyChanged = factKind('keeping.key-changed/1', {
  notices: [{ kind: 'known', to: 'forum' }],
  fields: z.strictObject({
    change: Id,
    previous: VerifierKey,
    key: VerifierKey,
    note: z.string(),
    withoutOld: z.boolean(),
  }),
  about: () => ({}),
  apply: (tx, { change, ...fields }, { forum, index, recordedAt }) =>
    tx.keyChange.create({
      data: { id: change, forumId: forum, ...fields, changedAt: recordedAt, entryIndex: index },
    }),
})

/** The last act of a log: nothing is appended after it. */
export const logFrozen = factKind('keeping.log-frozen/1', {
  notices: [{ kind: 'known', to: 'forum', urgent: true }],
  fields: z.strictObject({ note: z.string(), reason: Prose, successor: VerifierKey.nullable() }),
  sealed: { reason: 'open' },
  about: () => ({}),
  apply: (tx, fields, { forum, index, recordedAt }) =>
    tx.logFreeze.create({
      data: { forumId: forum, ...fields, frozenAt: recordedAt, entryIndex: index },
    }),
})

/**
 * What stood beside entries is gone, and with it what the rows said of it; the entries and their seals stay. This is the tombstone: who,
 * when and why.
 */
export const payloadsErased = factKind('keeping.payloads-erased/1', {
  notices: [],
  fields: z.strictObject({
    payloads: z.array(z.string()).min(1),
    entries: z.array(z.int()),
    reason: Prose,
    note: z.string().nullable(),
  }),
  sealed: { reason: 'open' },
  about: () => ({}),
  apply: async (tx, { payloads }, { forum, recordedAt }) => {
    for (const payload of payloads)
      await tx.$executeRaw`SELECT forget_payload(${forum}::uuid, decode(${payload}, 'base64'), ${recordedAt}::timestamptz)`
  },
})

export const columns = { logFreeze: { reason: kept(Prose) } }

export const facts = [keyChanged, logFrozen, payloadsErased]
