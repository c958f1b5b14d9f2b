import { z } from 'zod'
import { seatCommand } from '../act/command.ts'
import { Id, Prose, SeatId, ShortProse, WebAddress } from '../act/fields.ts'
import { ok, refuse } from '../act/refusal.ts'
import { speaksFor, takesPart } from '../bodies/rules.ts'
import { draftingBodies } from '../roadmaps/record.ts'
import { assessmentFiled, readingGiven } from './facts.ts'
import { leadingSectors } from './record.ts'
import { levels, roleOf, terms } from './rules.ts'

/** Says for a sector how far a commitment got, and why. The earlier word stays visible, and no longer counts. */
export const giveReading = seatCommand({
  name: 'readings.give',
  input: z.strictObject({
    as: SeatId,
    commitment: Id,
    level: z.enum(levels, { error: 'errors.chooseLevel' }),
    text: Prose,
  }),
  subject: async (db, { commitment }, { forum }) => {
    const found = await db.commitment.findFirst({
      where: { id: commitment, forumId: forum.id },
      select: { id: true },
    })
    if (!found) return null
    const [bodies, leading, latest] = await Promise.all([
      draftingBodies(db, forum.id, commitment),
      leadingSectors(db, forum.id, [commitment]),
      db.reading.findMany({
        where: { forumId: forum.id, commitmentId: commitment },
        orderBy: { entryIndex: 'desc' },
        distinct: ['sectorId'],
      }),
    ])
    return { commitment, bodies, leading, latest }
  },
  gravity: 'public',
  standing: (actor, { bodies }) =>
    bodies.some((body) => speaksFor(actor, body)) ? ok : refuse('readings.noVoice'),
  check: ({ latest }, { level, text }, _circumstances, actor) => {
    const before = latest.find((one) => one.sectorId === actor.sector)
    const same = before?.level === level && before.text.text === text.text
    return same ? refuse('readings.alreadySaid', undefined, 'text.text') : ok
  },
  decide: ({ as, subject: { commitment, leading }, input: { level, text }, draw, today }) => [
    readingGiven({
      reading: draw.id(),
      commitment,
      sector: as.sector,
      body: as.body,
      seat: as.seat,
      mandate: as.mandate,
      role: roleOf(as.sector, leading),
      level,
      text,
      givenOn: today,
    }),
  ],
})

/** Files a plan's self-assessment: by those who answer for its commitments, in the Committee. A further one of the same term replaces it. */
export const fileAssessment = seatCommand({
  name: 'readings.file-assessment',
  input: z.strictObject({
    as: SeatId,
    plan: Id,
    term: z.enum(terms, { error: 'errors.chooseTerm' }),
    title: ShortProse,
    text: Prose,
    address: WebAddress.optional(),
  }),
  subject: async (db, { plan }, { forum }) => {
    const found = await db.plan.findFirst({
      where: { id: plan, forumId: forum.id },
      select: { slug: true, commitments: { select: { id: true } } },
    })
    if (!found) return null
    const [committees, leading, filed] = await Promise.all([
      db.body.findMany({ where: { forumId: forum.id, kind: 'committee' }, select: { id: true } }),
      leadingSectors(
        db,
        forum.id,
        found.commitments.map((commitment) => commitment.id),
      ),
      db.assessment.findMany({
        where: { forumId: forum.id, planId: plan },
        orderBy: { entryIndex: 'desc' },
        distinct: ['term'],
      }),
    ])
    return {
      plan,
      slug: found.slug,
      committees: committees.map((committee) => committee.id),
      leading,
      filed,
    }
  },
  gravity: 'public',
  standing: (actor, { committees, leading }) => {
    if (!committees.some((body) => takesPart(actor, body))) return refuse('readings.notOfTheCommittee')
    return actor.kind === 'seat' && leading.includes(actor.sector) ? ok : refuse('readings.notLeading')
  },
  check: ({ filed }, { term, title, text, address }) => {
    const before = filed.find((one) => one.term === term)
    const same =
      before &&
      before.title.text === title.text &&
      before.text.text === text.text &&
      before.address === (address ?? null)
    return same ? refuse('readings.alreadyFiled') : ok
  },
  decide: ({ as, subject: { plan, slug }, input: { term, title, text, address }, draw, today }) => {
    const assessment = draw.id()
    const fact = assessmentFiled({
      assessment,
      plan,
      term,
      seat: as.seat,
      mandate: as.mandate,
      body: as.body,
      sector: as.sector,
      title,
      text,
      address: address ?? null,
      filedOn: today,
    })
    return { facts: [fact], result: { assessment, plan: slug } }
  },
})

export const commands = [giveReading, fileAssessment]
