import type { FormState } from '@/components/form/form-state'
import type { FieldProblem } from '@/lib/act/act.ts'
import type { Gravity, SecondLook } from '@/lib/act/gravity.ts'
import type { Refusal } from '@/lib/act/refusal.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import { attempt, before, isFailure } from './failure'
import type { Failure } from './failure'
import type { Sent } from './fields'
import { defaultLocale, isLocale } from './locales'
import type { Locale } from './locales'
import { cameFromHere } from './origin'
import { viewerOf } from './who'
import { speaker } from './words'
import type { Say } from './words'

/** `acts`: which act it does and what that weighs, for the form that is drawn around it. A form of working paper does none. */
export type FormAction = ((previous: FormState, form: FormData) => Promise<FormState>) & {
  acts?: { command: string; gravity: Gravity }
}

/** What was asked of a door, by whom, and in which words it is answered. */
export type Asked = {
  viewer: Viewer
  locale: Locale
  /** the form's idempotency key */
  key: string
  sent: Sent
  say: Say
  /** What the form sent under this name; empty where there is nothing, or a file. */
  text: (name: string) => string
  /** The form again, with what was typed and what is wrong with it. */
  failed: (message: string, errors?: FormState['errors']) => FormState
}

/** What every door may answer instead of doing what it was asked, and every form is told in the same way. */
export type Unmet =
  | Failure
  | { is: 'refused'; refusal: Refusal }
  | { is: 'missing' }
  | { is: 'invalid'; problems: FieldProblem[] }

/** What it would bring about was not shown yet. The form comes back with it, and sent once more it is done. */
export type NotLookedAt = { is: 'look' } & SecondLook

type Met<Answer> = Exclude<Answer, { is: Unmet['is'] | 'look' }>

/**
 * A form of the desk: the only way from a page to a door (of acts, of drafts, of roadmaps, of sessions).
 * Sent from elsewhere, or by nobody who is signed in, it asks nothing. `reads` takes in what was sent,
 * `asks` goes to the door, and `answers` says what follows once that was done: another page, or the form
 * again. All else is told here: what was typed comes back, with a sentence at each field that wants
 * mending.
 */
export function submitting<Answer extends { is: string }>(door: {
  reads: (form: FormData) => Sent
  asks: (asked: Asked) => Promise<Answer | Unmet | NotLookedAt>
  answers: (answer: Met<Answer>, asked: Asked) => FormState | Promise<FormState>
}): FormAction {
  return async (_previous, form) => {
    const text = (name: string) => textOf(form, name)
    const [given, key] = [text('locale'), text('key')]
    const locale = isLocale(given) ? given : defaultLocale
    const say = await speaker(locale)
    const sent = door.reads(form)
    const { values } = sent
    const failed: Asked['failed'] = (message, errors = {}) => ({
      ok: false,
      key,
      message,
      errors,
      values,
    })

    if (!(await cameFromHere())) return failed(say('errors.foreignOrigin'))
    const viewer = await attempt(() => before(viewerOf(text('forum'))))
    if (isFailure(viewer)) return failed(say(viewer.key))
    if (!viewer.person) return failed(say('errors.signedOut'))
    const asked: Asked = { viewer, locale, key, sent, say, text, failed }
    const answer = await attempt(() => door.asks(asked))
    if (answer.is === 'look')
      return { ok: false, key, errors: {}, values, look: lookIn(answer as NotLookedAt, say) }
    const unmet = saidOf(answer, sent, say)
    return unmet ? failed(unmet.message, unmet.errors) : door.answers(answer as Met<Answer>, asked)
  }
}

/** A second look in the reader's language. */
export function lookIn({ token, consequences }: SecondLook, say: Say): NonNullable<FormState['look']> {
  return { token, said: consequences.map(({ says, params }) => say(says, params)) }
}

/** What a form says of an answer by which nothing was done; null for any other. */
export function saidOf(
  answer: { is: string },
  sent: Pick<Sent, 'input' | 'nameOf'>,
  say: Say,
): { message: string; errors: FormState['errors'] } | null {
  const unmet = answer as Unmet
  switch (unmet.is) {
    case 'failed':
      return { message: say(unmet.key), errors: {} }
    case 'refused':
      return { message: say(unmet.refusal.refused, unmet.refusal.params), errors: {} }
    case 'missing':
      return { message: say('errors.unknownThing'), errors: {} }
    case 'invalid': {
      const { general, errors } = problemsAtFields(unmet.problems, sent, say)
      return {
        message: general ?? say('errors.lookBelow', { count: Object.keys(errors).length }),
        errors,
      }
    }
    default:
      return null
  }
}

export function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

function problemsAtFields(
  problems: FieldProblem[],
  { input, nameOf }: Pick<Sent, 'input' | 'nameOf'>,
  say: Say,
): { general?: string; errors: FormState['errors'] } {
  const errors: FormState['errors'] = {}
  let general: string | undefined
  for (const { path, key, params } of problems) {
    // What was left out names nothing, and was not misunderstood either.
    const isLeftOut =
      ['errors.notUnderstood', 'errors.unknownThing'].includes(key) && path && wasLeftOut(input, path)
    const sentence = say(isLeftOut ? 'errors.required' : key, params)
    if (path) errors[nameOf(path)] ??= sentence
    else general ??= sentence
  }
  return { ...(general && { general }), errors }
}

function wasLeftOut(input: unknown, path: string): boolean {
  const inside = (value: unknown, segment: string) =>
    (value as Record<string, unknown> | undefined)?.[segment]
  return path.split('.').reduce(inside, input) === undefined
}
