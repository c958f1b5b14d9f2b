import { z } from 'zod'
import { inputFrom } from '@/app/_request/fields'
import type { Query } from '@/app/_request/portal'
import { problemIn } from '@/lib/act/act.ts'
import type { FieldProblem } from '@/lib/act/act.ts'
import { Day } from '@/lib/act/fields.ts'
import { Wish, wishKinds } from '@/lib/amendments/wish.ts'
import type { WishKind } from '@/lib/amendments/wish.ts'

const Asked = z.strictObject({ change: Wish, inForceOn: Day })
const whose = 'change.whose.'
const answering = 'change.answers.'
const halfOf = 'change.halfOf.'
const percent = 'change.rules.quorumPercent'

export type WishRead = {
  kind: WishKind | null
  /** whether to look at what it would change */
  see: boolean
  /** what stands in the form's fields, as it was typed */
  given: Record<string, string>
  /** the same, as the form that acts sends it */
  sent: Record<string, string>
  asked: z.output<typeof Asked> | null
  problems: FieldProblem[]
}

/** What the address of the form says: the first of its two steps is sent as a question, so it can be gone back to, kept and sent on. */
export async function wishIn(query: Query): Promise<WishRead> {
  const given = Object.fromEntries(
    Object.entries(await query).flatMap(([name, value]) =>
      typeof value === 'string' && (name.startsWith('change.') || name === 'inForceOn')
        ? [[name, value.slice(0, 2000)]]
        : [],
    ),
  )
  const kind = wishKinds.find((one) => one === given['change.kind']) ?? null
  const sent = asSent(given)
  const form = new FormData()
  for (const [name, value] of Object.entries(sent)) form.append(name, value)
  const { input, nameOf } = inputFrom(Asked, form)
  const parsed = Asked.safeParse(input)
  return {
    kind,
    see: 'see' in (await query),
    given,
    sent,
    asked: parsed.success ? parsed.data : null,
    problems: parsed.success
      ? []
      : parsed.error.issues.map((issue) => {
          const problem = problemIn(issue)
          return {
            ...problem,
            path: shownAs(nameOf(problem.path)),
            ...(isMissing(issue) && { key: 'errors.required' }),
          }
        }),
  }
}

const isMissing = (issue: z.core.$ZodIssue) =>
  issue.code === 'invalid_type' && issue.input === undefined && !issue.message.startsWith('errors.')

const shownAs = (field: string) => (field === 'change.rules.quorumShare' ? percent : field)

/**
 * A share is typed in hundredths; and seats and commitments that nothing was said of are none of those
 * that something was said of.
 */
function asSent(given: Record<string, string>): Record<string, string> {
  const share = given[percent]
  const plain = Object.entries(given).filter(
    ([name, value]) =>
      value.trim() !== '' &&
      name !== percent &&
      ![whose, answering, halfOf].some((prefix) => name.startsWith(prefix)),
  )
  const saidOf = (prefix: string) =>
    Object.entries(given).filter(([name, value]) => name.startsWith(prefix) && value !== '')
  const [said, answers, halves] = [saidOf(whose), saidOf(answering), saidOf(halfOf)]
  return Object.fromEntries([
    ...plain,
    ...(share ? [['change.rules.quorumShare', String(Number(share) / 100)]] : []),
    ...said.flatMap(([name, value], at) => [
      [`change.seats.${at}.seat`, name.slice(whose.length)],
      [`change.seats.${at}.to`, value],
    ]),
    ...answers.flatMap(([name, value], at) => [
      [`change.commitments.${at}.commitment`, name.slice(answering.length)],
      [`change.commitments.${at}.to`, value],
    ]),
    ...halves.flatMap(([name, value], at) => [
      [`change.organisations.${at}.organisation`, name.slice(halfOf.length)],
      [`change.organisations.${at}.to`, value],
    ]),
  ])
}
