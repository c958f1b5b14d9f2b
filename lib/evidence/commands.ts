import { z } from 'zod'
import { toInstant } from '../act/calendar.ts'
import { officeCommand, seatCommand } from '../act/command.ts'
import type { Circumstances, Decided } from '../act/command.ts'
import { Digest, Id, Prose, SeatId, ShortProse, WebAddress } from '../act/fields.ts'
import { ok, refuse } from '../act/refusal.ts'
import type { Standing } from '../act/refusal.ts'
import type { Actor } from '../act/viewer.ts'
import { takesPart } from '../bodies/rules.ts'
import type { Reader } from '../db/client.ts'
import { draftingBodies, sealedVersions } from '../roadmaps/record.ts'
import { activitiesOf } from '../roadmaps/rules.ts'
import { handedIn, judged, linkCaptured, linksUnchanged, withdrawn } from './facts.ts'
import { judgements, linkProblems } from './rules.ts'

/** An activity of the version in force, with those who may speak of it. */
async function activitySubject(
  db: Reader,
  commitment: string,
  activity: string,
  { forum }: Circumstances,
) {
  const found = await db.commitment.findFirst({ where: { id: commitment, forumId: forum.id } })
  const latest = found && (await sealedVersions(db, commitment)).at(-1)
  const known = latest && activitiesOf(latest.roadmap).find((one) => one.id === activity)
  if (!found || !known) return null
  const here = {
    where: { forumId: forum.id, commitmentId: commitment, activityId: activity, withdrawnOn: null },
  }
  const [bodies, present] = await Promise.all([
    draftingBodies(db, forum.id, commitment),
    db.evidence.findMany({ ...here, select: { digest: true, address: true } }),
  ])
  return { commitment, activity, number: known.number, bodies, present }
}

function mayHandIn(actor: Actor, bodies: string[]): Standing {
  return bodies.some((body) => takesPart(actor, body)) ? ok : refuse('roadmaps.notOfThisGroup')
}

/** The fact, and for the page the place where the piece will stand. */
function handing(fields: Parameters<typeof handedIn>[0]): Decided {
  return {
    facts: [handedIn(fields)],
    result: { commitment: fields.commitment, activity: fields.activity, evidence: fields.evidence },
  }
}

/** Hands in a file that has arrived: its bytes are in the store already, and the entry names their digest. */
export const handInFile = seatCommand({
  name: 'evidence.hand-in-file',
  input: z.strictObject({
    as: SeatId,
    commitment: Id,
    activity: Id,
    upload: Id,
    title: ShortProse,
    note: Prose.optional(),
  }),
  subject: async (db, { commitment, activity, upload }, circumstances) => {
    const subject = await activitySubject(db, commitment, activity, circumstances)
    const arrived = upload
      ? await db.upload.findFirst({ where: { id: upload, forumId: circumstances.forum.id } })
      : null
    return subject && { ...subject, arrived }
  },
  gravity: 'public',
  standing: (actor, { bodies }) => mayHandIn(actor, bodies),
  check: ({ arrived, present }, _input, _circumstances, actor) => {
    if (!arrived?.digest || arrived.personId !== actor.person) return refuse('evidence.noUpload')
    return present.some((one) => one.digest === arrived.digest) ? refuse('evidence.alreadyHere') : ok
  },
  decide: ({ as, subject: { arrived, ...subject }, input, draw, today }) =>
    !arrived?.digest
      ? []
      : handing({
          evidence: draw.id(),
          commitment: subject.commitment,
          activity: subject.activity,
          number: subject.number,
          body: as.body,
          sector: as.sector,
          seat: as.seat,
          mandate: as.mandate,
          kind: 'file',
          title: input.title,
          note: input.note ?? null,
          digest: arrived.digest,
          size: arrived.size,
          type: arrived.type,
          name: arrived.name,
          address: null,
          handedInOn: today,
        }),
})

/** Hands in a link. What stands there is looked at right after the act, and every week from then on. */
export const handInLink = seatCommand({
  name: 'evidence.hand-in-link',
  input: z.strictObject({
    as: SeatId,
    commitment: Id,
    activity: Id,
    address: WebAddress,
    title: ShortProse,
    note: Prose.optional(),
  }),
  subject: (db, { commitment, activity }, circumstances) =>
    activitySubject(db, commitment, activity, circumstances),
  gravity: 'public',
  standing: (actor, { bodies }) => mayHandIn(actor, bodies),
  check: ({ present }, { address }) => {
    if (!URL.canParse(address)) return refuse('errors.badAddress', undefined, 'address')
    return present.some((one) => one.address === address)
      ? refuse('evidence.alreadyHere', undefined, 'address')
      : ok
  },
  decide: ({ as, subject, input, draw, today }) =>
    handing({
      evidence: draw.id(),
      commitment: subject.commitment,
      activity: subject.activity,
      number: subject.number,
      body: as.body,
      sector: as.sector,
      seat: as.seat,
      mandate: as.mandate,
      kind: 'link',
      title: input.title,
      note: input.note ?? null,
      digest: null,
      size: null,
      type: null,
      name: null,
      address: input.address,
      handedInOn: today,
    }),
})

/** A piece of evidence with what was said of it, and the number of its activity as it was last sealed. */
async function evidenceSubject(db: Reader, id: string, { forum }: Circumstances) {
  const evidence = await db.evidence.findFirst({ where: { id, forumId: forum.id } })
  if (!evidence) return null
  const [bodies, versions, said] = await Promise.all([
    draftingBodies(db, forum.id, evidence.commitmentId),
    sealedVersions(db, evidence.commitmentId),
    db.evidenceJudgement.findMany({ where: { evidenceId: id }, orderBy: { entryIndex: 'asc' } }),
  ])
  const number =
    versions
      .flatMap((version) => activitiesOf(version.roadmap))
      .findLast((activity) => activity.id === evidence.activityId)?.number ?? ''
  return { evidence, bodies, said, number }
}

function placeOf({
  id,
  commitmentId,
  activityId,
}: {
  id: string
  commitmentId: string
  activityId: string
}) {
  return { commitment: commitmentId, activity: activityId, evidence: id }
}

/** A sector's word on what another handed in. It may change its mind; what it said before stays. */
export const judgeEvidence = seatCommand({
  name: 'evidence.judge',
  input: z.strictObject({
    as: SeatId,
    evidence: Id,
    word: z.enum(judgements, { error: 'errors.chooseJudgement' }),
    reason: Prose.optional(),
  }),
  subject: (db, { evidence }, circumstances) => evidenceSubject(db, evidence, circumstances),
  gravity: 'public',
  standing: (actor, { evidence, bodies }) => {
    if (evidence.withdrawnOn) return refuse('evidence.isWithdrawn')
    if (!bodies.some((body) => takesPart(actor, body))) return refuse('roadmaps.notOfThisGroup')
    if (actor.kind !== 'seat' || !actor.hasPosition) return refuse('evidence.onlySectors')
    return actor.sector === evidence.sectorId ? refuse('evidence.notItsOwn') : ok
  },
  check: ({ said }, { word, reason }, _circumstances, actor) => {
    const before =
      actor.kind === 'seat' ? said.findLast((one) => one.sectorId === actor.sector) : undefined
    if (word === 'questioned' && !reason) return refuse('errors.reasonNeeded', undefined, 'reason.text')
    return before?.word === word && word === 'accepted'
      ? refuse('evidence.alreadySaid', undefined, 'word')
      : ok
  },
  decide: ({ as, subject: { evidence, number }, input, draw, today }) => ({
    facts: [
      judged({
        judgement: draw.id(),
        evidence: evidence.id,
        commitment: evidence.commitmentId,
        activity: evidence.activityId,
        number,
        body: as.body,
        sector: as.sector,
        seat: as.seat,
        mandate: as.mandate,
        word: input.word,
        reason: input.reason ?? null,
        judgedOn: today,
      }),
    ],
    result: placeOf(evidence),
  }),
})

/** Takes evidence back, with the reason. It is not taken away: it stays in its place, struck through, and the file can still be had. */
export const withdrawEvidence = seatCommand({
  name: 'evidence.withdraw',
  input: z.strictObject({ as: SeatId, evidence: Id, reason: Prose }),
  subject: (db, { evidence }, circumstances) => evidenceSubject(db, evidence, circumstances),
  gravity: 'irreversible',
  standing: (actor, { evidence }) => {
    if (evidence.withdrawnOn) return refuse('evidence.isWithdrawn')
    return actor.kind === 'seat' && actor.seat === evidence.seatId
      ? ok
      : refuse('evidence.onlyWhoHandedIn')
  },
  decide: ({ as, subject: { evidence, number }, input, today }) => ({
    facts: [
      withdrawn({
        evidence: evidence.id,
        commitment: evidence.commitmentId,
        activity: evidence.activityId,
        number,
        body: as.body,
        sector: as.sector,
        seat: as.seat,
        mandate: as.mandate,
        reason: input.reason,
        withdrawnOn: today,
      }),
    ],
    result: placeOf(evidence),
  }),
})

const Found = z.strictObject({
  evidence: Id,
  reached: z.boolean(),
  problem: z.enum(linkProblems).nullable(),
  status: z.int().nullable(),
  finalAddress: z.string().max(2_000).nullable(),
  title: z.string().max(300).nullable(),
  type: z.string().max(100).nullable(),
  size: z.int().nullable(),
  digest: Digest.nullable(),
})

/** What the round of the links found: those that changed each by itself, those that did not all together. */
export const recordLinkChecks = officeCommand({
  name: 'evidence.record-link-checks',
  input: z
    .strictObject({ changed: z.array(Found).max(50), unchanged: z.array(Id).max(500) })
    .refine(({ changed, unchanged }) => changed.length + unchanged.length > 0),
  subject: async (db, { changed, unchanged }, { forum }) => {
    const ids = [...changed.map((one) => one.evidence), ...unchanged]
    const links = await db.evidence.findMany({
      where: { id: { in: ids }, forumId: forum.id, kind: 'link' },
    })
    if (links.length !== ids.length) return null
    const versions = new Map(
      await Promise.all(
        [...new Set(links.map((link) => link.commitmentId))].map(
          async (one) => [one, await sealedVersions(db, one)] as const,
        ),
      ),
    )
    const numberOf = (commitment: string, activity: string) =>
      (versions.get(commitment) ?? [])
        .flatMap((sealedVersion) => activitiesOf(sealedVersion.roadmap))
        .findLast((one) => one.id === activity)?.number ?? ''
    return new Map(
      links.map((link) => [
        link.id,
        {
          commitment: link.commitmentId,
          activity: link.activityId,
          number: numberOf(link.commitmentId, link.activityId),
        },
      ]),
    )
  },
  gravity: 'routine',
  standing: (actor) =>
    actor.kind === 'office' && actor.office === 'system' ? ok : refuse('act.systemOnly'),
  decide: ({ subject, input: { changed, unchanged }, draw, today, now }) => [
    ...changed.flatMap(({ evidence, ...found }) => {
      const where = subject.get(evidence)
      return where
        ? [linkCaptured({ capture: draw.id(), evidence, ...where, ...found, capturedOn: today })]
        : []
    }),
    ...(unchanged.length > 0
      ? [linksUnchanged({ evidences: unchanged, count: unchanged.length, checkedAt: toInstant(now) })]
      : []),
  ],
})

export const commands = [handInFile, handInLink, judgeEvidence, withdrawEvidence, recordLinkChecks]
