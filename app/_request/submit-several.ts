import { randomUUID } from 'node:crypto'
import { redirect } from 'next/navigation'
import type { z } from 'zod'
import { allOrNone } from '@/lib/act/act.ts'
import type { FieldProblem, Outcome } from '@/lib/act/act.ts'
import type { Command } from '@/lib/act/command.ts'
import { before } from './failure'
import { idIn, inputFrom } from './fields'
import { carryAct } from './last-act'
import { mesa } from './mesa'
import { submitting } from './seam'
import type { FormAction } from './seam'

/**
 * Where the form has what is each body's own: `bodies.0.body`, and beside it the fields that are named
 * there.
 */
const place = /^bodies\.(\d{1,3})\.(\w+)$/

type Own = { at: string; body: string; form: FormData }
type All = { is: 'all'; last: number } | { is: 'conflict' }

/**
 * A form that does one act for each of several bodies, all of them or none. A body takes part where `when`,
 * a field of its own, is filled in. What hinders the act of one is told at that body's field.
 */
export function submitSeveral<I extends z.ZodType, S>(
  command: Command<I, S>,
  { when, leadsTo, done }: { when: string; leadsTo: string; done: string },
): FormAction {
  const action = submitting<All>({
    reads: (form) => ({ ...inputFrom(command.input, form), nameOf: (path) => path }),
    async asks({ viewer, key, text, sent }) {
      const owns = ownOf(sent.values, when)
      if (owns.length === 0)
        return { is: 'invalid', problems: [{ path: `bodies.0.${when}`, key: 'errors.chooseBodies' }] }
      await before(mesa().runDue(viewer.forum))
      const outcomes = await allOrNone(
        mesa().together,
        owns.map(({ body, form }) => ({
          command,
          request: {
            viewer,
            // Each act has a key of its own, the same however often this form arrives.
            key: `${key}-${body.replaceAll('-', '').slice(0, 16)}`,
            input: inputFrom(command.input, form).input,
            looked: text('looked'),
          },
        })),
      )
      const problems = outcomes.flatMap((outcome, place) =>
        problemsOf(outcome, `bodies.${owns[place]?.at ?? ''}.${when}`, when),
      )
      if (problems.length > 0) return { is: 'invalid', problems }
      const indices = outcomes.map((outcome) => (outcome.is === 'done' ? outcome.index : -1))
      return indices.includes(-1) ? { is: 'conflict' } : { is: 'all', last: Math.max(...indices) }
    },
    async answers(answer, { viewer: { forum }, locale, say, failed }) {
      if (answer.is === 'conflict') return { ...failed(say('errors.alreadySent')), key: randomUUID() }
      await carryAct(forum.slug, answer.last)
      redirect(`/${locale}/${forum.slug}${leadsTo}?${new URLSearchParams({ done })}`)
    },
  })
  return Object.assign(action, { acts: { command: command.name, gravity: command.gravity } })
}

/** What each body that takes part would be sent by a form of its own. */
function ownOf(values: Record<string, string>, when: string): Own[] {
  const common = Object.entries(values).filter(([name]) => !place.test(name))
  const places = Object.keys(values).flatMap((name) => {
    const [, at, field] = place.exec(name) ?? []
    return field === 'body' && at !== undefined ? [at] : []
  })
  return places.flatMap((at) => {
    const own = Object.entries(values).flatMap(([name, value]): [string, string][] => {
      const [, there, field] = place.exec(name) ?? []
      return there === at && field ? [[field, value]] : []
    })
    if (!own.some(([field, value]) => field === when && value.trim() !== '')) return []
    const form = new FormData()
    for (const [name, value] of [...common, ...own]) form.append(name, value)
    return [{ at, body: idIn(values[`bodies.${at}.body`]), form }]
  })
}

/** At the field of the body where it is its own, else at the field that all have. */
function problemsOf(outcome: Outcome, there: string, when: string): FieldProblem[] {
  switch (outcome.is) {
    case 'refused':
      return [
        {
          path: there,
          key: outcome.refusal.refused,
          ...(outcome.refusal.params && { params: outcome.refusal.params }),
        },
      ]
    case 'missing':
      return [{ path: there, key: 'errors.unknownThing' }]
    case 'invalid':
      return outcome.problems.map((problem) =>
        ['', 'as', 'body', when].includes(problem.path) ? { ...problem, path: there } : problem,
      )
    default:
      return []
  }
}
