import type { Reader } from '../db/client.ts'
import { groupsAbout } from '../proposals/record.ts'

/** A suspension with what it asks for, and the bodies whose voices reach what it pauses. */
export async function suspensionRecord(db: Reader, forum: string, id: string) {
  const suspension = await db.suspension.findFirst({
    where: { id, forumId: forum },
    include: { conditions: { orderBy: { number: 'asc' } }, _count: { select: { answers: true } } },
  })
  return (
    suspension && {
      ...suspension,
      answers: suspension._count.answers,
      groups: await groupsAbout(db, forum, suspension.commitmentId),
    }
  )
}
export type SuspensionRecord = NonNullable<Awaited<ReturnType<typeof suspensionRecord>>>

export async function conditionRecord(db: Reader, forum: string, id: string) {
  const condition = await db.returnCondition.findFirst({
    where: { id, forumId: forum },
    include: { words: true },
  })
  const suspension = condition && (await suspensionRecord(db, forum, condition.suspensionId))
  return condition && suspension && { condition, suspension }
}
export type ConditionRecord = NonNullable<Awaited<ReturnType<typeof conditionRecord>>>
