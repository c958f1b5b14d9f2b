import { z } from 'zod'
import { toDate } from '../act/calendar.ts'
import {
  Day,
  Digest,
  Id,
  Instant,
  kept,
  Line,
  MinutesText,
  Prose,
  ShortProse,
  WebAddress,
} from '../act/fields.ts'
import { factKind, manyOf } from '../log/fact.ts'
import { FrozenQuorum, meetingOf } from '../meetings/facts.ts'
import { attendancesInMinutes, meetingKinds } from '../meetings/rules.ts'
import { stances } from '../proposals/rules.ts'
import { agreementKinds } from './drafts/protocol.ts'

/** What the digest of a version of minutes covers: the session as recorded, and what was said and agreed in it. */
export const MinutesContent = z.strictObject({
  meeting: Id,
  body: Id,
  year: z.int(),
  number: z.int(),
  kind: z.enum(meetingKinds).nullable(),
  heldOn: Day,
  /** the day for which it was convened, where it was held on another */
  convenedFor: Day.optional(),
  attendance: z.array(
    z.strictObject({
      seat: Id,
      sector: Id,
      state: z.enum(attendancesInMinutes),
      mandate: Id.nullable(),
    }),
  ),
  /** who came without a seat: their name stands beside, as a person's does */
  guests: z.array(z.strictObject({ guest: Id, office: ShortProse.nullable() })).optional(),
  /** the day for which it was first convened, where it was moved */
  movedFrom: Day.optional(),
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
  /**
   * what the book says that each sector said to each proposal: its position once it approves these minutes
   */
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
  notices: [
    {
      kind: 'asked',
      to: 'voices',
      urgent: true,
      thing: ({ meeting }) => meeting,
      until: ({ windowEndsAt }) => windowEndsAt,
    },
    {
      kind: 'asked',
      to: 'body',
      thing: ({ meeting }) => meeting,
      until: ({ windowEndsAt }) => windowEndsAt,
    },
  ],
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
  notices: [],
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
  act: {
    weight: 40,
    counts: (facts) => ({
      positions: manyOf(facts, 'proposals.position-taken/1'),
    }),
  },
  notices: [],
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
  consequence: ({ version }) => ({
    says: 'consequences.minutesApproved',
    params: { version },
    final: true,
  }),
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

const Silent = z.array(z.strictObject({ sector: Id, why: z.enum(['silence', 'suspended']), since: Day }))

/**
 * Every sector that is waited for has approved: from here on the minutes have a number, are public, and never
 * change.
 */
export const minutesPublished = factKind('meetings.minutes-published/1', {
  act: {
    weight: 90,
    counts: (facts) => ({
      agreements: manyOf(facts, 'meetings.agreement-reached/1'),
      decisions: manyOf(facts, 'proposals.decided/1'),
    }),
  },
  notices: [{ kind: 'known', to: 'body' }],
  toldIn: ['comparison'],
  fields: z.strictObject({
    minutes: Id,
    meeting: Id,
    body: Id,
    version: z.int().min(1),
    digest: Digest,
    number: Line,
    /** sectors that did not approve: `silence` where the forum's rule counts it as assent, or `suspended` */
    silent: Silent,
  }),
  about: meetingOf,
  consequence: ({ number }) => ({
    says: 'consequences.minutesPublished',
    params: { number },
    final: true,
  }),
  apply: (tx, { minutes, number, silent }, { recordedAt }) =>
    tx.minutes.update({
      where: { id: minutes },
      data: { number, approvedAt: recordedAt, ...(silent.length > 0 && { silentSectors: silent }) },
    }),
})

export const agreementReached = factKind('meetings.agreement-reached/1', {
  notices: [
    {
      kind: 'asked',
      to: 'seat',
      when: ({ kind }) => kind === 'action',
      thing: ({ agreement }) => agreement,
      until: ({ dueOn }) => dueOn,
    },
  ],
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
  notices: [{ kind: 'known', to: 'body' }],
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
  notices: [{ kind: 'asked', to: 'voices', urgent: true, thing: ({ meeting }) => meeting }],
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
  notices: [],
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
  consequence: ({ number }) =>
    number === null
      ? { says: 'consequences.erratumApproved', final: true }
      : { says: 'consequences.erratumPublished', params: { number }, final: true },
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
  notices: [{ kind: 'known', to: 'body' }],
  fields: z.strictObject({ erratum: Id, minutes: Id, meeting: Id, body: Id }),
  about: meetingOf,
  consequence: () => ({ says: 'consequences.erratumWithdrawn', final: true }),
  apply: (tx, { erratum }, { recordedAt }) =>
    tx.erratum.update({ where: { id: erratum }, data: { withdrawnAt: recordedAt } }),
})

export const columns = {
  minutes: { silentSectors: Silent.nullable() },
  minutesVersion: { content: kept(MinutesContent) },
  observation: { text: kept(Prose) },
  agreement: {
    kind: z.enum(agreementKinds),
    text: kept(Prose),
    closingNote: kept(Prose).nullable(),
  },
  erratum: { wrong: kept(MinutesText), right: kept(MinutesText), reason: kept(Prose) },
}

export const facts = [
  minutesCirculated,
  observationMade,
  minutesApproved,
  minutesPublished,
  agreementReached,
  agreementClosed,
  erratumProposed,
  erratumApproved,
  erratumWithdrawn,
]
