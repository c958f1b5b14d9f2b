import { z } from 'zod'
import { toDate } from '../act/calendar.ts'
import { Day, Digest, Id, Instant, kept, Prose, ShortProse, Source, WebAddress } from '../act/fields.ts'
import { factKind } from '../log/fact.ts'
import { lapseCauses, obstacles, outcomes, resolutions, stances, whoDidNotAgree } from './rules.ts'
import type { LapseCause } from './rules.ts'

const Asked = z.looseObject({ kind: z.string() })

/** What the digest of a proposal's version covers, and what it asks for. */
export const ProposalText = z.strictObject({
  title: ShortProse,
  text: Prose,
  effect: Asked,
})
export type ProposalText = z.output<typeof ProposalText>

export const RESOLUTION_EFFECT = 'proposals.resolution'

/** Any other decision: it changes no row, what is decided is its own text. */
export const ResolutionEffect = z.strictObject({
  kind: z.literal(RESOLUTION_EFFECT),
  of: z.enum(resolutions),
})
export type ResolutionEffect = z.output<typeof ResolutionEffect>

/** Nothing is proposed that its effect's schema does not take. */
export function isResolution(effect: { kind: string }): effect is ResolutionEffect {
  return effect.kind === RESOLUTION_EFFECT
}

export const proposed = factKind('proposals.proposed/1', {
  notices: [
    {
      kind: 'asked',
      to: 'voices',
      urgent: true,
      when: ({ mode }) => mode === 'written',
      thing: ({ proposal }) => proposal,
      until: ({ deadlineAt }) => deadlineAt,
    },
    { kind: 'known', to: 'body' },
  ],
  toldIn: ['movements', 'life', 'comparison'],
  words: { mode: 'modes' },
  fields: z.strictObject({
    proposal: Id,
    body: Id,
    number: z.int(),
    mode: z.enum(['session', 'written']),
    commitment: Id.nullable(),
    digest: Digest,
    content: ProposalText,
    meeting: Id.nullable(),
    agendaItem: Id.nullable(),
    deadlineAt: Instant.nullable(),
    seat: Id,
  }),
  sealed: { content: 'open' },
  about: (fields) => ({
    body: fields.body,
    commitment: fields.commitment,
    proposal: fields.proposal,
    ...(fields.meeting && { meeting: fields.meeting }),
  }),
  apply: async (
    tx,
    { proposal, body, number, mode, commitment, digest, content, meeting, agendaItem, deadlineAt, seat },
    entry,
  ) => {
    await tx.proposal.create({
      data: {
        id: proposal,
        forumId: entry.forum,
        bodyId: body,
        number,
        mode,
        aboutKind: commitment ? 'commitment' : 'forum',
        commitmentId: commitment,
        title: content.title,
        effect: content.effect as object,
        digest,
        meetingId: meeting,
        agendaItemId: agendaItem,
        proposedBy: seat,
        proposedAt: entry.recordedAt,
        deadlineAt: deadlineAt ? new Date(deadlineAt) : null,
        entryIndex: entry.index,
      },
    })
    await tx.proposalVersion.create({
      data: {
        proposalId: proposal,
        number: 1,
        forumId: entry.forum,
        digest,
        content: content as object,
        madeBy: seat,
        madeAt: entry.recordedAt,
        entryIndex: entry.index,
      },
    })
  },
})

/** Positions on the earlier text stay visible, and no longer count (docs/rules.md, 5). */
export const textChanged = factKind('proposals.text-changed/1', {
  notices: [
    {
      kind: 'asked',
      to: 'voices',
      urgent: true,
      when: ({ deadlineAt }) => deadlineAt !== null,
      thing: ({ proposal }) => proposal,
      until: ({ deadlineAt }) => deadlineAt,
    },
    { kind: 'known', to: 'body' },
  ],
  toldIn: ['life'],
  fields: z.strictObject({
    proposal: Id,
    body: Id,
    commitment: Id.nullable(),
    version: z.int(),
    from: Digest,
    digest: Digest,
    content: ProposalText,
    seat: Id,
    deadlineAt: Instant.nullable(),
  }),
  sealed: { content: 'open' },
  about: (fields) => ({ body: fields.body, commitment: fields.commitment, proposal: fields.proposal }),
  apply: async (tx, { proposal, version, digest, content, seat, deadlineAt }, entry) => {
    await tx.proposalVersion.create({
      data: {
        proposalId: proposal,
        number: version,
        forumId: entry.forum,
        digest,
        content: content as object,
        madeBy: seat,
        madeAt: entry.recordedAt,
        entryIndex: entry.index,
      },
    })
    await tx.proposal.update({
      where: { id: proposal },
      data: {
        digest,
        title: content.title,
        effect: content.effect as object,
        deadlineAt: deadlineAt ? new Date(deadlineAt) : null,
      },
    })
  },
})

export const positionTaken = factKind('proposals.position-taken/1', {
  notices: [],
  binds: true,
  words: { stance: 'stances', from: 'stances', origin: 'origins' },
  fields: z.strictObject({
    position: Id,
    proposal: Id,
    body: Id,
    commitment: Id.nullable(),
    sector: Id,
    seat: Id,
    mandate: Id,
    digest: Digest,
    stance: z.enum(stances),
    /** what the sector had said before, if it had */
    from: z.enum(stances).nullable(),
    reason: Prose.nullable(),
    origin: z.enum(['seat', 'minutes']),
    takenOn: Day,
  }),
  sealed: { reason: 'open' },
  about: (fields) => ({
    body: fields.body,
    commitment: fields.commitment,
    proposal: fields.proposal,
    sector: fields.sector,
    seat: fields.seat,
    on: fields.takenOn,
  }),
  consequence: ({ stance, origin }) => ({
    says: origin === 'minutes' ? 'consequences.positionConfirmed' : 'consequences.positionTaken',
    params: { stance },
    final: false,
  }),
  apply: (
    tx,
    { position, proposal, sector, seat, mandate, digest, stance, reason, origin, takenOn },
    entry,
  ) =>
    tx.position.create({
      data: {
        id: position,
        proposalId: proposal,
        forumId: entry.forum,
        sectorId: sector,
        seatId: seat,
        mandateId: mandate,
        digest,
        stance,
        ...(reason && { reason }),
        origin,
        takenOn: toDate(takenOn),
        takenAt: entry.recordedAt,
        entryIndex: entry.index,
      },
    }),
})

/** Positions that minutes had confirmed, when a new version of those minutes is circulated: they are to be confirmed again. */
export const positionsLapsed = factKind('proposals.positions-lapsed/1', {
  notices: [],
  fields: z.strictObject({ proposal: Id, body: Id, commitment: Id.nullable(), positions: z.array(Id) }),
  about: (fields) => ({ body: fields.body, commitment: fields.commitment, proposal: fields.proposal }),
  apply: (tx, { positions }, { recordedAt }) =>
    tx.position.updateMany({
      where: { id: { in: positions } },
      data: lapsed('new-minutes', recordedAt),
    }),
})

/** Each fact that makes positions lapse says which it is: what one reads of the end of a position is never guessed. */
function lapsed(by: LapseCause, at: Date) {
  return { lapsedAt: at, lapsedBy: by }
}

export const proposalWithdrawn = factKind('proposals.withdrawn/1', {
  notices: [{ kind: 'changed', to: 'body' }],
  toldIn: ['life', 'comparison'],
  fields: z.strictObject({ proposal: Id, body: Id, commitment: Id.nullable(), reason: Prose }),
  sealed: { reason: 'open' },
  about: (fields) => ({ body: fields.body, commitment: fields.commitment, proposal: fields.proposal }),
  consequence: () => ({ says: 'consequences.proposalWithdrawn', final: true }),
  apply: (tx, { proposal }, { recordedAt }) =>
    tx.proposal.update({
      where: { id: proposal },
      data: { withdrawnAt: recordedAt, closedAt: recordedAt },
    }),
})

/** Who was entitled, and what each said: frozen when the proposal closes (docs/rules.md, 4). */
export const Frozen = z.strictObject({
  mode: z.enum(['session', 'written']),
  quorum: z.strictObject({ reached: z.boolean(), there: z.int(), of: z.int(), needed: z.int() }),
  sectors: z.array(
    z.strictObject({
      sector: Id,
      suspended: z.boolean(),
      voices: z.array(z.strictObject({ seat: Id, mandate: Id, capacity: z.string() })),
      position: Id.nullable(),
      stance: z.enum(stances).nullable(),
      there: z.int(),
      of: z.int(),
    }),
  ),
})
export type Frozen = z.output<typeof Frozen>

export const decided = factKind('proposals.decided/1', {
  act: { weight: 80 },
  notices: [{ kind: 'known', to: 'forum' }],
  toldIn: ['movements', 'life', 'comparison'],
  words: { outcome: 'outcomes', obstacle: 'obstacles' },
  tells: ({ obstacle, notCarriedOut, frozen }) => ({
    // A message chooses by words without a hyphen.
    result: (obstacle ?? (notCarriedOut ? 'uncarried' : 'adopted')).replace('no-voice', 'voiceless'),
    ...whoDidNotAgree(frozen.sectors),
  }),
  fields: z.strictObject({
    decision: Id,
    proposal: Id,
    body: Id,
    commitment: Id.nullable(),
    number: z.int(),
    outcome: z.enum(outcomes),
    obstacle: z.enum(obstacles).nullable(),
    digest: Digest,
    frozen: Frozen,
    decidedOn: Day,
    notCarriedOut: z.string().nullable(),
  }),
  about: (fields) => ({
    body: fields.body,
    commitment: fields.commitment,
    proposal: fields.proposal,
    on: fields.decidedOn,
  }),
  consequence: ({ number, outcome, notCarriedOut }) => ({
    says: outcome === 'no-consensus' ? 'consequences.notAdopted' : 'consequences.adopted',
    params: { number, outcome, carriedOut: notCarriedOut === null ? 'yes' : 'no' },
    final: true,
  }),
  apply: async (tx, { decision, proposal, body, commitment, decidedOn, ...fields }, entry) => {
    await tx.decision.create({
      data: {
        id: decision,
        proposalId: proposal,
        bodyId: body,
        commitmentId: commitment,
        forumId: entry.forum,
        decidedOn: toDate(decidedOn),
        recordedAt: entry.recordedAt,
        entryIndex: entry.index,
        ...fields,
      },
    })
    await tx.proposal.update({ where: { id: proposal }, data: { closedAt: entry.recordedAt } })
  },
})

const ofAWaitingChange = {
  pending: Id,
  decision: Id,
  proposal: Id,
  body: Id,
  commitment: Id.nullable(),
}

/** Adopted, and to hold from a later day: what it brings about is waited for. */
export const forceAwaited = factKind('proposals.force-awaited/1', {
  notices: [],
  toldIn: ['life'],
  fields: z.strictObject({ ...ofAWaitingChange, inForceOn: Day }),
  about: (fields) => ({ body: fields.body, commitment: fields.commitment, proposal: fields.proposal }),
  consequence: ({ inForceOn }) => ({
    says: 'consequences.forceAwaited',
    params: { day: inForceOn },
    final: false,
  }),
  apply: (tx, { pending, decision, proposal, inForceOn }, entry) =>
    tx.pendingChange.create({
      data: {
        id: pending,
        forumId: entry.forum,
        proposalId: proposal,
        decisionId: decision,
        inForceOn: toDate(inForceOn),
        recordedAt: entry.recordedAt,
        entryIndex: entry.index,
      },
    }),
})

/** Its day has come: the facts beside it in the same act are what it brings about. */
export const cameIntoForce = factKind('proposals.came-into-force/1', {
  notices: [{ kind: 'known', to: 'forum' }],
  toldIn: ['life'],
  fields: z.strictObject({ ...ofAWaitingChange, inForceOn: Day }),
  about: (fields) => ({
    body: fields.body,
    commitment: fields.commitment,
    proposal: fields.proposal,
    on: fields.inForceOn,
  }),
  apply: (tx, { pending }, entry) =>
    tx.pendingChange.update({
      where: { id: pending },
      data: { settledAt: entry.recordedAt, settledIn: entry.index },
    }),
})

/** Its day has come, and what it asked for is no longer legal: nothing changes, and the decision says so. */
export const notCarriedOut = factKind('proposals.not-carried-out/1', {
  notices: [{ kind: 'known', to: 'forum' }],
  toldIn: ['movements', 'life', 'comparison'],
  fields: z.strictObject({ ...ofAWaitingChange, inForceOn: Day, reason: z.string() }),
  about: (fields) => ({
    body: fields.body,
    commitment: fields.commitment,
    proposal: fields.proposal,
    on: fields.inForceOn,
  }),
  apply: async (tx, { pending, decision, reason }, entry) => {
    await tx.pendingChange.update({
      where: { id: pending },
      data: { settledAt: entry.recordedAt, settledIn: entry.index, notCarriedOut: reason },
    })
    await tx.decision.update({ where: { id: decision }, data: { notCarriedOut: reason } })
  },
})

export const participationSuspended = factKind('proposals.participation-suspended/1', {
  act: { weight: 80 },
  notices: [{ kind: 'known', to: 'forum', urgent: true }],
  binds: true,
  toldIn: ['movements', 'comparison'],
  fields: z.strictObject({
    suspension: Id,
    sector: Id,
    commitment: Id.nullable(),
    reason: Prose,
    /** the same in the other language, where whoever recorded it wrote both */
    reasonIn: Prose.optional(),
    declaredOn: Day,
    seat: Id.nullable(),
    lapsed: z.array(Id),
    source: Source.optional(),
  }),
  sealed: { reason: 'open', reasonIn: 'open' },
  about: (fields) => ({ sector: fields.sector, commitment: fields.commitment, on: fields.declaredOn }),
  // What a source tells of before the system is nobody's act here.
  consequence: ({ seat, commitment, lapsed }) =>
    seat === null
      ? null
      : {
          says: 'consequences.suspended',
          params: { of: commitment === null ? 'forum' : 'commitment', lapsed: lapsed.length },
          final: true,
        },
  apply: async (
    tx,
    { suspension, sector, commitment, reason, reasonIn, declaredOn, seat, lapsed: lapsing, source },
    entry,
  ) => {
    await tx.suspension.create({
      data: {
        id: suspension,
        forumId: entry.forum,
        sectorId: sector,
        commitmentId: commitment,
        reason,
        ...(reasonIn && { reasonIn }),
        declaredOn: toDate(declaredOn),
        declaredAt: entry.recordedAt,
        declaredBy: seat,
        entryIndex: entry.index,
        ...(source && { source }),
      },
    })
    await tx.position.updateMany({
      where: { id: { in: lapsing } },
      data: lapsed('suspension', entry.recordedAt),
    })
  },
})

export const participationResumed = factKind('proposals.participation-resumed/1', {
  notices: [{ kind: 'known', to: 'forum' }],
  binds: true,
  toldIn: ['movements', 'comparison'],
  fields: z.strictObject({
    suspension: Id,
    sector: Id,
    commitment: Id.nullable(),
    note: Prose.nullable(),
    resumedOn: Day,
    seat: Id.nullable(),
  }),
  sealed: { note: 'open' },
  about: (fields) => ({ sector: fields.sector, commitment: fields.commitment, on: fields.resumedOn }),
  consequence: ({ commitment }) => ({
    says: 'consequences.resumed',
    params: { of: commitment === null ? 'forum' : 'commitment' },
    final: true,
  }),
  apply: (tx, { suspension, note, resumedOn, seat }, { recordedAt }) =>
    tx.suspension.update({
      where: { id: suspension },
      data: {
        resumedOn: toDate(resumedOn),
        resumedAt: recordedAt,
        resumedBy: seat,
        ...(note && { resumeNote: note }),
      },
    }),
})

/** Another sector's words beside a suspension. It stays as it is, whatever is answered. */
export const suspensionAnswered = factKind('proposals.suspension-answered/1', {
  notices: [{ kind: 'known', to: 'forum' }],
  toldIn: ['comparison'],
  fields: z.strictObject({
    answer: Id,
    suspension: Id,
    sector: Id,
    commitment: Id.nullable(),
    seat: Id,
    text: Prose,
    answeredOn: Day,
  }),
  sealed: { text: 'open' },
  about: (fields) => ({ sector: fields.sector, commitment: fields.commitment, on: fields.answeredOn }),
  apply: (tx, { answer, suspension, sector, seat, text, answeredOn }, { forum, index, recordedAt }) =>
    tx.suspensionAnswer.create({
      data: {
        id: answer,
        forumId: forum,
        suspensionId: suspension,
        sectorId: sector,
        seatId: seat,
        text,
        answeredOn: toDate(answeredOn),
        answeredAt: recordedAt,
        entryIndex: index,
      },
    }),
})

/** What the sector that paused asks for to come back: one fact for each, so that each can be spoken of by itself. */
export const returnConditionNamed = factKind('proposals.return-condition-named/1', {
  notices: [{ kind: 'known', to: 'forum' }],
  toldIn: ['comparison'],
  fields: z.strictObject({
    condition: Id,
    suspension: Id,
    sector: Id,
    commitment: Id.nullable(),
    seat: Id,
    number: z.int().min(1),
    text: Prose,
    namedOn: Day,
  }),
  sealed: { text: 'open' },
  about: (fields) => ({ sector: fields.sector, commitment: fields.commitment, on: fields.namedOn }),
  apply: (tx, { condition, suspension, seat, number, text, namedOn }, { forum, index }) =>
    tx.returnCondition.create({
      data: {
        id: condition,
        forumId: forum,
        suspensionId: suspension,
        number,
        text,
        namedBy: seat,
        namedOn: toDate(namedOn),
        entryIndex: index,
      },
    }),
})

/** Another sector says that a condition is met. That is its word: the sector that paused says whether it is. */
export const returnConditionSaidMet = factKind('proposals.return-condition-said-met/1', {
  notices: [{ kind: 'known', to: 'forum' }],
  toldIn: ['comparison'],
  fields: z.strictObject({
    word: Id,
    condition: Id,
    sector: Id,
    commitment: Id.nullable(),
    seat: Id,
    number: z.int().min(1),
    text: Prose,
    address: WebAddress.nullable(),
    saidOn: Day,
  }),
  sealed: { text: 'open', address: 'open' },
  about: (fields) => ({ sector: fields.sector, commitment: fields.commitment, on: fields.saidOn }),
  apply: (tx, { word, condition, sector, seat, text, address, saidOn }, { forum, index, recordedAt }) =>
    tx.returnConditionWord.create({
      data: {
        id: word,
        forumId: forum,
        conditionId: condition,
        sectorId: sector,
        seatId: seat,
        text,
        address,
        saidOn: toDate(saidOn),
        saidAt: recordedAt,
        entryIndex: index,
      },
    }),
})

const settledFields = {
  condition: Id,
  sector: Id,
  commitment: Id.nullable(),
  seat: Id,
  number: z.int().min(1),
  note: Prose.nullable(),
  on: Day,
}

/** The sector that paused says that a condition is met. */
export const returnConditionAccepted = factKind('proposals.return-condition-accepted/1', {
  notices: [{ kind: 'known', to: 'forum' }],
  toldIn: ['comparison'],
  fields: z.strictObject(settledFields),
  sealed: { note: 'open' },
  about: (fields) => ({ sector: fields.sector, commitment: fields.commitment, on: fields.on }),
  apply: (tx, { condition, seat, note, on }, { index }) =>
    tx.returnCondition.update({
      where: { id: condition },
      data: {
        acceptedOn: toDate(on),
        acceptedBy: seat,
        acceptedIn: index,
        ...(note && { acceptedNote: note }),
      },
    }),
})

/** The sector that paused asks for it no more. */
export const returnConditionDropped = factKind('proposals.return-condition-dropped/1', {
  notices: [{ kind: 'known', to: 'forum' }],
  fields: z.strictObject(settledFields),
  sealed: { note: 'open' },
  about: (fields) => ({ sector: fields.sector, commitment: fields.commitment, on: fields.on }),
  apply: (tx, { condition, note, on }, { index }) =>
    tx.returnCondition.update({
      where: { id: condition },
      data: { droppedOn: toDate(on), droppedIn: index, ...(note && { droppedNote: note }) },
    }),
})

export const columns = {
  proposal: { mode: z.enum(['session', 'written']), title: kept(ShortProse), effect: Asked },
  proposalVersion: { content: ProposalText },
  position: {
    stance: z.enum(stances),
    reason: kept(Prose).nullable(),
    origin: z.enum(['seat', 'minutes']),
    lapsedBy: z.enum(lapseCauses).nullable(),
  },
  decision: {
    outcome: z.enum(outcomes),
    obstacle: z.enum(obstacles).nullable(),
    frozen: Frozen,
  },
  suspension: {
    reason: kept(Prose),
    reasonIn: kept(Prose).nullable(),
    resumeNote: kept(Prose).nullable(),
    source: Source.nullable(),
  },
  suspensionAnswer: { text: kept(Prose) },
  returnCondition: {
    text: kept(Prose),
    acceptedNote: kept(Prose).nullable(),
    droppedNote: kept(Prose).nullable(),
  },
  returnConditionWord: { text: kept(Prose) },
}

export const facts = [
  proposed,
  textChanged,
  positionTaken,
  positionsLapsed,
  proposalWithdrawn,
  decided,
  forceAwaited,
  cameIntoForce,
  notCarriedOut,
  participationSuspended,
  participationResumed,
  suspensionAnswered,
  returnConditionNamed,
  returnConditionSaidMet,
  returnConditionAccepted,
  returnConditionDropped,
]
