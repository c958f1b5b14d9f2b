import { z } from 'zod'
import { toDate } from '../act/calendar.ts'
import { Day, Digest, Id, kept, Prose, Wording } from '../act/fields.ts'
import { factKind } from '../log/fact.ts'
import { changeReasons, dependencies, progressStates } from './rules.ts'

const Activity = z.strictObject({
  id: Id,
  number: z.string().regex(/^\d{1,3}\.\d{1,3}$/, 'errors.roadmapNumber'),
  title: Wording,
  product: Wording.nullable(),
  responsible: z.array(Id).max(50),
  startsOn: Day,
  endsOn: Day,
  verification: Wording.nullable(),
  after: z.array(Id).max(50),
  dependsOn: z.array(z.enum(dependencies)),
})
const KeyAction = z.strictObject({
  id: Id,
  number: z.int().min(1).max(999),
  title: Wording,
  weight: z.int().min(1, 'errors.roadmapWeight').max(1000, 'errors.roadmapWeight'),
  responsible: z.array(Id).max(50),
  startsOn: Day,
  endsOn: Day,
  activities: z.array(Activity),
})
const Participation = z.discriminatedUnion('possible', [
  z.strictObject({
    possible: z.literal(true),
    how: Wording,
    who: Wording,
    when: Wording,
    feedback: Wording,
  }),
  z.strictObject({ possible: z.literal(false), why: Wording }),
])

/** A whole roadmap, as it is proposed and sealed. */
export const RoadmapText = z.strictObject({
  aim: Wording,
  finalAim: Wording.nullable(),
  participation: Participation,
  accountability: Wording.nullable(),
  keyActions: z.array(KeyAction),
})
export type RoadmapText = z.output<typeof RoadmapText>

/** By an adopted decision alone (docs/rules.md, 2). Version 1 is the baseline. */
export const versionSealed = factKind('roadmaps.version-sealed/1', {
  notices: [{ kind: 'known', to: 'body' }],
  toldIn: ['movements', 'life', 'comparison'],
  words: { reasonClass: 'changeReasons' },
  fields: z.strictObject({
    version: Id,
    commitment: Id,
    body: Id,
    number: z.int(),
    /** the version that the request was written over */
    over: z.int(),
    digest: Digest,
    content: RoadmapText,
    decision: Id,
    proposal: Id,
    sealedOn: Day,
    reasonClass: z.enum(changeReasons).nullable(),
    effectOnGoal: Prose.nullable(),
    askedBy: Id,
  }),
  sealed: { content: 'open', effectOnGoal: 'open' },
  about: (fields) => ({
    commitment: fields.commitment,
    body: fields.body,
    proposal: fields.proposal,
    on: fields.sealedOn,
  }),
  consequence: ({ number }) => ({
    says: 'consequences.roadmapSealed',
    params: { number },
    final: true,
  }),
  apply: (
    tx,
    {
      version,
      commitment,
      number,
      digest,
      content,
      decision,
      proposal,
      sealedOn,
      reasonClass,
      effectOnGoal,
      askedBy,
    },
    entry,
  ) =>
    tx.roadmapVersion.create({
      data: {
        id: version,
        forumId: entry.forum,
        commitmentId: commitment,
        number,
        digest,
        content,
        sealedOn: toDate(sealedOn),
        recordedAt: entry.recordedAt,
        decisionId: decision,
        proposalId: proposal,
        reasonClass,
        ...(effectOnGoal && { effectOnGoal }),
        askedBy,
        entryIndex: entry.index,
      },
    }),
})

/** What a seat says of an activity; `verified` is said by another sector than the one that called it complete. */
export const progressReported = factKind('roadmaps.progress-reported/1', {
  notices: [{ kind: 'known', to: 'body' }],
  toldIn: ['movements', 'comparison'],
  words: { from: 'progressStates', to: 'progressStates' },
  fields: z.strictObject({
    report: Id,
    commitment: Id,
    activity: Id,
    number: z.string(),
    body: Id,
    sector: Id,
    seat: Id,
    mandate: Id,
    from: z.enum(progressStates).nullable(),
    to: z.enum(progressStates),
    note: Prose.nullable(),
    reportedOn: Day,
  }),
  sealed: { note: 'open' },
  about: (fields) => ({
    commitment: fields.commitment,
    body: fields.body,
    sector: fields.sector,
    seat: fields.seat,
    on: fields.reportedOn,
  }),
  apply: (
    tx,
    { report, commitment, activity, sector, seat, mandate, from, to, note, reportedOn },
    entry,
  ) =>
    tx.progressReport.create({
      data: {
        id: report,
        forumId: entry.forum,
        commitmentId: commitment,
        activityId: activity,
        state: to,
        from,
        ...(note && { note }),
        sectorId: sector,
        seatId: seat,
        mandateId: mandate,
        reportedOn: toDate(reportedOn),
        recordedAt: entry.recordedAt,
        entryIndex: entry.index,
      },
    }),
})

export const ROADMAP_EFFECT = 'roadmaps.version'

/** What a proposal about a roadmap asks for: the baseline (`over` is 0), or another version over the one named. */
export const RoadmapEffect = z.strictObject({
  kind: z.literal(ROADMAP_EFFECT),
  commitment: Id,
  over: z.int().min(0),
  roadmap: RoadmapText,
  reasonClass: z.enum(changeReasons).nullable(),
  effectOnGoal: Prose.nullable(),
  askedBy: Id,
})
export type RoadmapEffect = z.output<typeof RoadmapEffect>

/** Nothing is proposed that its effect's schema does not take. */
export function asksForRoadmap(effect: { kind: string }): effect is RoadmapEffect {
  return effect.kind === ROADMAP_EFFECT
}

export const columns = {
  roadmapVersion: {
    content: RoadmapText,
    reasonClass: z.enum(changeReasons).nullable(),
    effectOnGoal: kept(Prose).nullable(),
  },
  progressReport: {
    state: z.enum(progressStates),
    from: z.enum(progressStates).nullable(),
    note: kept(Prose).nullable(),
  },
}

export const facts = [versionSealed, progressReported]
