import type { Reader } from '../db/client.ts'
import type { NewCommitment, Worded } from './facts.ts'
import type { Known } from './lines.ts'
import { roles } from './rules.ts'
import type { Role } from './rules.ts'

const roleOf = (role: string): Role => roles.find((one) => one === role) ?? 'support'

/** A commitment as it reads today, in the plan in which it stands. */
export async function commitmentStanding(db: Reader, id: string) {
  const row = await db.commitment.findFirst({
    where: { id },
    include: { plan: true, participants: { where: { endedOn: null }, orderBy: { id: 'asc' } } },
  })
  if (!row) return null
  const worded: Worded = {
    title: row.title,
    objective: row.objective,
    organisations: row.participants.map(({ organisationId, role }) => ({
      organisation: organisationId,
      role: roleOf(role),
    })),
  }
  return { ...row, worded, isClosed: row.plan.closedOn !== null }
}
export type Standing = NonNullable<Awaited<ReturnType<typeof commitmentStanding>>>

/** A plan, with the commitments that stand in it and which of them go on in others. */
export async function planWith(db: Reader, id: string) {
  const plan = await db.plan.findFirst({
    where: { id },
    include: { commitments: { orderBy: { number: 'asc' } } },
  })
  if (!plan) return null
  const ids = plan.commitments.map((one) => one.id)
  const descents = await db.descent.findMany({
    where: { forumId: plan.forumId, ancestorId: { in: ids } },
    select: { ancestorId: true },
  })
  return { ...plan, goingOn: new Set(descents.map((one) => one.ancestorId)) }
}
export type PlanWith = NonNullable<Awaited<ReturnType<typeof planWith>>>

/** The table that decides what the forum's plans are: the Committee. */
export async function committeeOf(db: Reader, forum: string) {
  return db.body.findFirst({
    where: { forumId: forum, kind: 'committee' },
    orderBy: { slug: 'asc' },
    select: { id: true },
  })
}

/** Which of what new commitments name there is not: an organisation, or a commitment of before. */
export async function unknownAmong(
  db: Reader,
  forum: string,
  commitments: readonly NewCommitment[],
): Promise<boolean> {
  const organisations = new Set(
    commitments.flatMap((one) => one.organisations.map(({ organisation }) => organisation)),
  )
  const from = new Set(commitments.flatMap((one) => one.from))
  const [known, ancestors] = await Promise.all([
    db.organisation.count({ where: { forumId: forum, id: { in: [...organisations] } } }),
    db.commitment.count({ where: { forumId: forum, id: { in: [...from] } } }),
  ])
  return known < organisations.size || ancestors < from.size
}

/** What the lines of a plan may name: organisations by every name, and the commitments of plans, the latest first. */
export async function knownIn(db: Reader, forum: string): Promise<Omit<Known, 'lang'>> {
  const [organisations, commitments] = await Promise.all([
    db.organisation.findMany({ where: { forumId: forum } }),
    db.commitment.findMany({
      where: { forumId: forum },
      include: { plan: { select: { slug: true, rank: true } } },
      orderBy: [{ plan: { rank: 'desc' } }, { number: 'asc' }],
    }),
  ])
  return {
    organisations: organisations.map(({ id, name, shortName }) => ({
      id,
      names: [...new Set([name.es, name.en, shortName])].filter((one) => typeof one === 'string'),
    })),
    earlier: commitments.map(({ id, number, plan }) => ({ id, number, plan: plan.slug })),
  }
}
