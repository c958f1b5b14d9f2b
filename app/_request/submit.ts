import { randomUUID } from 'node:crypto'
import { redirect } from 'next/navigation'
import type { z } from 'zod'
import type { FormState } from '@/components/form/form-state'
import type { FieldProblem, Outcome } from '@/lib/act/act.ts'
import type { Command } from '@/lib/act/command.ts'
import type { Offer } from '@/lib/devices/signing.ts'
import { attempt, before } from './failure'
import type { Failure } from './failure'
import { inputFrom } from './fields'
import type { Sent } from './fields'
import { carryAct } from './last-act'
import { defaultLocale, isLocale } from './locales'
import { mesa } from './mesa'
import { cameFromHere } from './origin'
import { answerIn, PREPARE } from './signing'
import { viewerOf } from './who'
import { speaker } from './words'
import type { Say } from './words'

type Result = Record<string, string | number>
export type FormAction = (previous: FormState, form: FormData) => Promise<FormState>

/**
 * A form that acts: the only way from a page to a command. On success it leads to the page with the result; otherwise the form
 * comes back with what was typed and a sentence at each field that wants mending. `resultPage` is an address within the forum.
 */
export function submit<I extends z.ZodType, S>(
  command: Command<I, S>,
  resultPage: (done: { input: z.output<I>; result: Result; index: number }) => string,
): FormAction {
  return async (_previous, form) => {
    const [forum, locale] = [textOf(form, 'forum'), textOf(form, 'locale')]
    const say = await speaker(isLocale(locale) ? locale : defaultLocale)
    const sent = inputFrom(command.input, form)
    const key = textOf(form, 'key')
    const { signing = '', ...values } = sent.values
    const failed = (message: string, errors: FormState['errors'] = {}): FormState => ({
      ok: false,
      key,
      message,
      errors,
      values,
    })

    const outcome = await outcomeOf(command, forum, key, sent.input, signing)
    // Shown first, and signed on the member's own device; then the same form comes again.
    if (outcome.is === 'offer') return { ok: true, key, errors: {}, values, offer: outcome }
    if (outcome.is === 'done') {
      const input = command.input.parse(sent.input)
      await carryAct(forum, outcome.index)
      redirect(
        resultAddress(
          `/${locale}/${forum}${resultPage({ input, ...outcome })}`,
          command.name,
          outcome.index,
        ),
      )
    }
    if (outcome.is === 'invalid') {
      const { general, errors } = problemsAtFields(outcome.problems, sent, say)
      return failed(general ?? say('errors.lookBelow', { count: Object.keys(errors).length }), errors)
    }
    if (outcome.is === 'refused') return failed(say(outcome.refusal.refused, outcome.refusal.params))
    // A new key: what is typed now may be sent, as an act of its own.
    if (outcome.is === 'conflict') return { ...failed(say('errors.alreadySent')), key: randomUUID() }
    return failed(say(outcome.is === 'missing' ? 'errors.unknownThing' : outcome.key))
  }
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

type Turned = Failure | { is: 'failed'; key: 'errors.foreignOrigin' | 'errors.signedOut' }

async function outcomeOf<I extends z.ZodType, S>(
  command: Command<I, S>,
  forum: string,
  key: string,
  input: unknown,
  signing: string,
): Promise<Outcome | Offer | Turned> {
  if (!(await cameFromHere())) return { is: 'failed', key: 'errors.foreignOrigin' }
  return attempt<Outcome | Offer | Turned>(async () => {
    const viewer = await before(viewerOf(forum))
    if (!viewer.person) return { is: 'failed', key: 'errors.signedOut' }
    // What a deadline has made due comes first, so that a late timer changes nothing.
    await before(mesa().runDue(viewer.forum))
    const request = { viewer, key, input }
    const offer = signing === PREPARE ? await before(mesa().signing.offer(command, request)) : null
    const answer = answerIn(signing)
    if (offer) return offer
    return answer ? mesa().signing.actSigned(command, request, answer) : mesa().act(command, request)
  })
}

function resultAddress(page: string, done: string, entry: number): string {
  const url = new URL(page, 'http://here.invalid')
  url.searchParams.set('done', done)
  url.searchParams.set('entry', String(entry))
  return `${url.pathname}${url.search}${url.hash}`
}

function problemsAtFields(
  problems: FieldProblem[],
  sent: Sent,
  say: Say,
): { general?: string; errors: FormState['errors'] } {
  const errors: FormState['errors'] = {}
  let general: string | undefined
  for (const { path, key, params } of problems) {
    const sentence = say(
      key === 'errors.notUnderstood' && path && wasLeftOut(sent.input, path) ? 'errors.required' : key,
      params,
    )
    if (path) errors[sent.nameOf(path)] ??= sentence
    else general ??= sentence
  }
  return { ...(general && { general }), errors }
}

function wasLeftOut(input: unknown, path: string): boolean {
  const inside = (value: unknown, segment: string) =>
    (value as Record<string, unknown> | undefined)?.[segment]
  return path.split('.').reduce(inside, input) === undefined
}
