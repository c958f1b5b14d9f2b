import { z } from 'zod'
import { toDate } from '../act/calendar.ts'
import { Day, Digest, Id, Instant, kept, Prose, ShortProse } from '../act/fields.ts'
import { factKind, manyOf } from '../log/fact.ts'
import { judgements, linkProblems } from './rules.ts'

const who = { body: Id, sector: Id, seat: Id, mandate: Id }
const where = { commitment: Id, activity: Id, number: z.string() }

/** A file or a link that shows what was done. A file's digest stands in the entry itself: whoever has the file can prove that it is the one. */
export const handedIn = factKind('evidence.handed-in/1', {
  notices: [{ kind: 'known', to: 'body' }],
  toldIn: ['movements', 'life', 'comparison'],
  fields: z.strictObject({
    evidence: Id,
    ...where,
    ...who,
    kind: z.enum(['file', 'link']),
    title: ShortProse,
    note: Prose.nullable(),
    digest: Digest.nullable(),
    size: z.int().nullable(),
    type: z.string().nullable(),
    name: z.string().nullable(),
    address: z.string().nullable(),
    handedInOn: Day,
  }),
  sealed: { title: 'open', note: 'open', name: 'open', address: 'open' },
  about: (fields) => ({
    commitment: fields.commitment,
    body: fields.body,
    sector: fields.sector,
    seat: fields.seat,
    on: fields.handedInOn,
  }),
  apply: (
    tx,
    {
      evidence,
      commitment,
      activity,
      number: _number,
      body,
      sector,
      seat,
      mandate,
      note,
      handedInOn,
      ...fields
    },
    entry,
  ) =>
    tx.evidence.create({
      data: {
        id: evidence,
        forumId: entry.forum,
        commitmentId: commitment,
        activityId: activity,
        bodyId: body,
        sectorId: sector,
        seatId: seat,
        mandateId: mandate,
        ...fields,
        ...(note && { note }),
        handedInOn: toDate(handedInOn),
        recordedAt: entry.recordedAt,
        entryIndex: entry.index,
      },
    }),
})

/** Each sector accepts or questions what another handed in; to question wants a reason. */
export const judged = factKind('evidence.judged/1', {
  notices: [{ kind: 'known', to: 'body' }],
  toldIn: ['movements', 'comparison'],
  fields: z.strictObject({
    judgement: Id,
    evidence: Id,
    ...where,
    ...who,
    word: z.enum(judgements),
    reason: Prose.nullable(),
    judgedOn: Day,
  }),
  sealed: { reason: 'open' },
  about: (fields) => ({
    commitment: fields.commitment,
    body: fields.body,
    sector: fields.sector,
    seat: fields.seat,
    on: fields.judgedOn,
  }),
  apply: (tx, { judgement, evidence, sector, seat, mandate, word, reason, judgedOn }, entry) =>
    tx.evidenceJudgement.create({
      data: {
        id: judgement,
        forumId: entry.forum,
        evidenceId: evidence,
        sectorId: sector,
        seatId: seat,
        mandateId: mandate,
        word,
        ...(reason && { reason }),
        judgedOn: toDate(judgedOn),
        recordedAt: entry.recordedAt,
        entryIndex: entry.index,
      },
    }),
})

/** The seat that handed it in takes it back: it stays where it was, struck through, with the reason. */
export const withdrawn = factKind('evidence.withdrawn/1', {
  notices: [{ kind: 'known', to: 'body' }],
  toldIn: ['life', 'comparison'],
  fields: z.strictObject({ evidence: Id, ...where, ...who, reason: Prose, withdrawnOn: Day }),
  sealed: { reason: 'open' },
  about: (fields) => ({
    commitment: fields.commitment,
    body: fields.body,
    sector: fields.sector,
    seat: fields.seat,
    on: fields.withdrawnOn,
  }),
  consequence: () => ({ says: 'consequences.evidenceWithdrawn', final: true }),
  apply: (tx, { evidence, reason, withdrawnOn }, entry) =>
    tx.evidence.update({
      where: { id: evidence },
      data: { withdrawnOn: toDate(withdrawnOn), withdrawnReason: reason, withdrawnEntry: entry.index },
    }),
})

/** What stands at a link, the first time and whenever that changed. */
export const linkCaptured = factKind('evidence.link-captured/1', {
  act: {
    weight: 20,
    counts: (facts) => ({
      reached: manyOf(facts, 'evidence.link-captured/1', 'reached', true),
      unreached: manyOf(facts, 'evidence.link-captured/1', 'reached', false),
    }),
  },
  notices: [],
  fields: z.strictObject({
    capture: Id,
    evidence: Id,
    ...where,
    reached: z.boolean(),
    problem: z.enum(linkProblems).nullable(),
    status: z.int().nullable(),
    finalAddress: z.string().nullable(),
    title: z.string().nullable(),
    type: z.string().nullable(),
    size: z.int().nullable(),
    digest: Digest.nullable(),
    capturedOn: Day,
  }),
  sealed: { finalAddress: 'open', title: 'open' },
  about: (fields) => ({ commitment: fields.commitment, on: fields.capturedOn }),
  apply: async (
    tx,
    {
      capture,
      evidence,
      commitment: _commitment,
      activity: _activity,
      number: _number,
      capturedOn,
      ...found
    },
    entry,
  ) => {
    await tx.linkCapture.create({
      data: {
        id: capture,
        forumId: entry.forum,
        evidenceId: evidence,
        ...found,
        capturedOn: toDate(capturedOn),
        recordedAt: entry.recordedAt,
        entryIndex: entry.index,
      },
    })
    await tx.evidence.update({ where: { id: evidence }, data: { checkedAt: entry.recordedAt } })
  },
})

/** The weekly round found these as they were. One entry for all, so that the log does not fill with nothing new. */
export const linksUnchanged = factKind('evidence.links-unchanged/1', {
  notices: [],
  fields: z.strictObject({ evidences: z.array(Id), count: z.int(), checkedAt: Instant }),
  about: () => ({}),
  apply: (tx, { evidences, checkedAt }) =>
    tx.evidence.updateMany({
      where: { id: { in: evidences } },
      data: { checkedAt: new Date(checkedAt) },
    }),
})

export const columns = {
  evidence: {
    kind: z.enum(['file', 'link']),
    title: kept(ShortProse),
    note: kept(Prose).nullable(),
    withdrawnReason: kept(Prose).nullable(),
  },
  evidenceJudgement: { word: z.enum(judgements), reason: kept(Prose).nullable() },
  linkCapture: { problem: z.enum(linkProblems).nullable() },
  upload: {
    refused: z
      .object({
        refused: z.string(),
        params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      })
      .nullable(),
  },
}

export const facts = [handedIn, judged, withdrawn, linkCaptured, linksUnchanged]
