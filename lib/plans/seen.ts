import { fromDate } from '../act/calendar.ts'
import type { Localised, Prose } from '../act/fields.ts'
import type { Viewer } from '../act/viewer.ts'
import { isOver } from '../commitments/rules.ts'
import { organisationsSeenBy } from '../bodies/seen.ts'
import type { Worded } from './facts.ts'
import { figuresOf } from './rules.ts'
import type { Change, Outcome } from './rules.ts'

export type DecisionName = { id: string; number: number; decidedOn: string }
export type Relative = { number: number; title: { es?: string; en?: string }; plan: string }

/** A change of a commitment's text as a decision made it. */
export type TextChange = {
  id: string
  how: Change
  /** null where it is not known, or was erased */
  before: Worded | null
  after: Worded | null
  goesOnIn: Relative[]
  decision: DecisionName | null
  changedOn: string
  entryIndex: number
}

async function decisionsNamed({ db, forum }: Viewer, ids: string[]): Promise<Map<string, DecisionName>> {
  const rows = await db.decision.findMany({
    where: { forumId: forum.id, id: { in: ids } },
    select: { id: true, number: true, decidedOn: true },
  })
  return new Map(rows.map((row) => [row.id, { ...row, decidedOn: fromDate(row.decidedOn) }]))
}

async function relativesNamed({ db, forum }: Viewer, ids: string[]): Promise<Map<string, Relative>> {
  const rows = await db.commitment.findMany({
    where: { forumId: forum.id, id: { in: ids } },
    include: { plan: { select: { slug: true } } },
  })
  return new Map(rows.map(({ id, number, title, plan }) => [id, { number, title, plan: plan.slug }]))
}

const notErased = (worded: Worded | { erased: true } | null): Worded | null =>
  worded && !('erased' in worded) ? worded : null

/** How a commitment read from its adoption on, the earliest first, each change with its decision. */
export async function commitmentTextsSeenBy(viewer: Viewer, commitment: string): Promise<TextChange[]> {
  const { db, forum } = viewer
  const rows = await db.commitmentChange.findMany({
    where: { forumId: forum.id, commitmentId: commitment },
    orderBy: { entryIndex: 'asc' },
  })
  const [decisions, relatives] = await Promise.all([
    decisionsNamed(
      viewer,
      rows.map((row) => row.decisionId),
    ),
    relativesNamed(
      viewer,
      rows.flatMap((row) => row.goesOnIn),
    ),
  ])
  return rows.map((row) => ({
    id: row.id,
    how: row.how,
    before: notErased(row.before),
    after: notErased(row.after),
    goesOnIn: row.goesOnIn.flatMap((id) => relatives.get(id) ?? []),
    decision: decisions.get(row.decisionId) ?? null,
    changedOn: fromDate(row.changedOn),
    entryIndex: row.entryIndex,
  }))
}

export type OutcomeSeen = {
  number: number
  title: { es?: string; en?: string }
  outcome: Outcome
  note: Prose | null
  /** in which commitments it goes on */
  heirs: Relative[]
}

export type PlanChanges = {
  adopted: DecisionName | null
  /** what was decided of its commitments' texts since it was adopted, the latest first */
  changes: (TextChange & { number: number })[]
  closed: {
    decision: DecisionName | null
    closedOn: string
    figures: Record<Outcome, number>
    outcomes: OutcomeSeen[]
  } | null
}

/** What decisions made of a plan: its adoption, the changes of its commitments, and what became of each when it was closed. */
export async function planChangesSeenBy(viewer: Viewer, id: string): Promise<PlanChanges> {
  const { db, forum } = viewer
  const plan = await db.plan.findFirst({
    where: { id, forumId: forum.id },
    include: { commitments: { orderBy: { number: 'asc' } } },
  })
  const commitments = plan?.commitments ?? []
  const ids = commitments.map((one) => one.id)
  const [changes, said, descents] = await Promise.all([
    db.commitmentChange.findMany({
      where: { forumId: forum.id, commitmentId: { in: ids }, how: { not: 'with-plan' } },
      orderBy: [{ entryIndex: 'desc' }, { id: 'asc' }],
    }),
    db.planOutcome.findMany({ where: { forumId: forum.id, planId: id } }),
    db.descent.findMany({ where: { forumId: forum.id, ancestorId: { in: ids } } }),
  ])
  const [decisions, relatives] = await Promise.all([
    decisionsNamed(viewer, [
      ...changes.map((row) => row.decisionId),
      ...[plan?.decisionId, plan?.closedBy].filter((one) => typeof one === 'string'),
    ]),
    relativesNamed(viewer, [
      ...changes.flatMap((row) => row.goesOnIn),
      ...descents.map((row) => row.heirId),
    ]),
  ])
  const outcomes = commitments.flatMap((one): OutcomeSeen[] => {
    const row = said.find(({ commitmentId }) => commitmentId === one.id)
    const heirs = descents.filter(({ ancestorId }) => ancestorId === one.id)
    return row
      ? [
          {
            number: one.number,
            title: one.title,
            outcome: row.outcome,
            note: row.note,
            heirs: heirs.flatMap(({ heirId }) => relatives.get(heirId) ?? []),
          },
        ]
      : []
  })
  return {
    adopted: decisions.get(plan?.decisionId ?? '') ?? null,
    changes: changes.map((row) => ({
      id: row.id,
      number: commitments.find((one) => one.id === row.commitmentId)?.number ?? 0,
      how: row.how,
      before: notErased(row.before),
      after: notErased(row.after),
      goesOnIn: row.goesOnIn.flatMap((heir) => relatives.get(heir) ?? []),
      decision: decisions.get(row.decisionId) ?? null,
      changedOn: fromDate(row.changedOn),
      entryIndex: row.entryIndex,
    })),
    closed: plan?.closedOn
      ? {
          decision: decisions.get(plan.closedBy ?? '') ?? null,
          closedOn: fromDate(plan.closedOn),
          figures: figuresOf(outcomes),
          outcomes,
        }
      : null,
  }
}

/** A plan as a form about it needs it: its commitments with who answers for each, and whether anything may change in it. */
export type PlanToChange = {
  id: string
  slug: string
  name: Localised
  isClosed: boolean
  commitments: {
    id: string
    number: number
    title: { es?: string; en?: string }
    objective: { es?: string; en?: string } | null
    status: string
    isOver: boolean
    leads: string[]
    supports: string[]
    isCarriedOn: boolean
  }[]
}

/** The plans and their commitments as forms show them, the latest plan first; and the organisations that can answer for one. */
export async function plansToChange(viewer: Viewer): Promise<{
  plans: PlanToChange[]
  organisations: { id: string; name: Localised; shortName: string | null }[]
}> {
  const { db, forum } = viewer
  const [rows, descents, organisations] = await Promise.all([
    db.plan.findMany({
      where: { forumId: forum.id },
      include: {
        commitments: {
          orderBy: { number: 'asc' },
          include: { participants: { where: { endedOn: null } } },
        },
      },
      orderBy: { rank: 'desc' },
    }),
    db.descent.findMany({ where: { forumId: forum.id }, select: { ancestorId: true } }),
    organisationsSeenBy(viewer),
  ])
  const goingOn = new Set(descents.map((one) => one.ancestorId))
  return {
    organisations: organisations.map(({ id, name, shortName }) => ({ id, name, shortName })),
    plans: rows.map(({ id, slug, name, closedOn, commitments }) => ({
      id,
      slug,
      name,
      isClosed: closedOn !== null,
      commitments: commitments.map((one) => ({
        id: one.id,
        number: one.number,
        title: one.title,
        objective: one.objective,
        status: one.status,
        isOver: isOver(one.status),
        leads: one.participants.filter(({ role }) => role === 'lead').map((row) => row.organisationId),
        supports: one.participants
          .filter(({ role }) => role !== 'lead')
          .map((row) => row.organisationId),
        isCarriedOn: goingOn.has(one.id),
      })),
    })),
  }
}

/** What a reader calls the things that stand in an effect, or in a wording, by their ids. */
export type NamesInPlans = {
  organisations: Record<string, string>
  commitments: Record<string, string>
}

/** The names of all organisations and commitments that something names, as they are today. */
export async function namesInPlans(
  viewer: Viewer,
  naming: unknown,
  lang: 'es' | 'en' = 'es',
): Promise<NamesInPlans> {
  const { db, forum } = viewer
  const ids = [
    ...new Set(JSON.stringify(naming).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []),
  ]
  const [organisations, commitments] = await Promise.all([
    db.organisation.findMany({ where: { forumId: forum.id, id: { in: ids } } }),
    db.commitment.findMany({
      where: { forumId: forum.id, id: { in: ids } },
      include: { plan: { select: { name: true } } },
    }),
  ])
  return {
    organisations: Object.fromEntries(organisations.map(({ id, name }) => [id, name[lang] ?? name.es])),
    commitments: Object.fromEntries(
      commitments.map(({ id, number, title, plan }) => [
        id,
        `${number}. ${title[lang] ?? title.es ?? title.en ?? ''} (${plan.name[lang] ?? plan.name.es})`,
      ]),
    ),
  }
}
