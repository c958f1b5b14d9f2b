'use server'
import { redirect } from 'next/navigation'
import type { FormState } from '@/components/form/form-state'
import { isRefusal } from '@/lib/act/refusal.ts'
import { Step, steps } from '@/lib/foundings/answers.ts'
import type { Typed } from '@/lib/foundings/answers.ts'
import type { Answered, Saved } from '@/lib/foundings/door.ts'
import { attempt, isFailure } from './failure'
import { exampleValues, examples, faultsIn, linesOfSheet } from './founding'
import type { Example } from './founding'
import { defaultLocale, isLocale } from './locales'
import type { Locale } from './locales'
import { openLogin } from './login'
import { mesa } from './mesa'
import { cameFromHere } from './origin'
import { textOf } from './seam'
import { speaker } from './words'
import type { Say } from './words'

/** What carries a form, and is nobody's answer. */
const carried = new Set(['key', 'forum', 'locale', 'token', 'step', 'base', 'then', 'sheet'])

type Given = { token: string; locale: Locale; say: Say; values: Typed; key: string }
type Failed = (message: string, errors?: FormState['errors'], values?: Typed) => FormState

async function given(form: FormData): Promise<Given & { failed: Failed; here: string }> {
  const wanted = textOf(form, 'locale')
  const locale = isLocale(wanted) ? wanted : defaultLocale
  const values = Object.fromEntries(
    [...form].filter(
      (one): one is [string, string] =>
        typeof one[1] === 'string' && !one[0].startsWith('$ACTION') && !/password/.test(one[0]),
    ),
  )
  const key = textOf(form, 'key')
  const failed: Failed = (message, errors = {}, more = {}) => ({
    ok: false,
    key,
    message,
    errors,
    values: { ...values, ...more },
  })
  const token = encodeURIComponent(textOf(form, 'token'))
  return {
    token: textOf(form, 'token'),
    locale,
    say: await speaker(locale),
    values,
    key,
    failed,
    here: `/${locale}/founding/${token}`,
  }
}

/** Keeps whatever was typed, and goes on where nothing of the step wants mending. */
export async function saveStep(_previous: FormState, form: FormData): Promise<FormState> {
  const { token, say, values, failed, here } = await given(form)
  if (!(await cameFromHere())) return failed(say('errors.foreignOrigin'))
  const step = Step.safeParse(values.step).data
  if (!step) return failed(say('errors.notUnderstood'))
  const then = textOf(form, 'then')
  const read = await sheetIn(form, then)
  if (read && isRefusal(read)) {
    const sentence = say(read.refused, read.params)
    return failed(sentence, { sheet: sentence })
  }
  const typed = {
    ...Object.fromEntries(Object.entries(values).filter(([name]) => !carried.has(name))),
    ...(read && { lines: read.lines, has: 'now' }),
  }
  const saved = await attempt(() => mesa().foundings.save(token, step, Number(values.base) || 0, typed))
  if (isFailure(saved)) return failed(say(saved.key))
  if (saved.is === 'refused') return failed(say(saved.says))
  if (saved.is === 'conflict')
    return failed(
      say('foundings.savedElsewhere', { theirs: differing(saved.theirs, typed) }),
      {},
      { base: String(saved.revision) },
    )
  const base = String(saved.revision)
  if (read) redirect(`${here}/${step}?read=${read.count}`)
  if (then === 'more') redirect(`${here}/${step}?more=${base}#more`)
  const founding = await mesa().foundings.seen(token)
  const faults = founding ? faultsIn(founding.answers, step) : []
  if (faults.length > 0) {
    const errors = Object.fromEntries(
      faults.map(({ field, says, params }) => [field, say(says, params)]),
    )
    return failed(say('errors.lookBelow', { count: faults.length }), errors, { base })
  }
  const next = steps[steps.indexOf(step) + 1]
  redirect(next ? `${here}/${next}` : here)
}

async function sheetIn(form: FormData, then: string) {
  const file = form.get('sheet')
  if (then !== 'sheet') return null
  return linesOfSheet(file instanceof File ? file : new File([], ''))
}

/** What stands there now and is something else than what was typed. */
function differing(theirs: Typed, typed: Typed): string {
  const others = Object.entries(theirs).filter(([name, text]) => text !== (typed[name] ?? ''))
  return (
    others
      .slice(0, 6)
      .map(([, text]) => `«${text.slice(0, 200)}»`)
      .join(', ') || '«»'
  )
}

/** Ready sectors in the place of what this step holds. */
export async function takeExample(form: FormData): Promise<void> {
  const { token, values, here } = await given(form)
  const example = examples.find((one): one is Example => one === values.example)
  if (example && (await cameFromHere()))
    await mesa().foundings.save(token, 'sectors', Number(values.base) || 0, await exampleValues(example))
  redirect(`${here}/sectors`)
}

export async function askVoices(_previous: FormState, form: FormData): Promise<FormState> {
  const { token, say, failed, here } = await given(form)
  if (!(await cameFromHere())) return failed(say('errors.foreignOrigin'))
  const put = await attempt(() => mesa().foundings.ask(token))
  if (isFailure(put)) return failed(say(put.key))
  if (put.is === 'refused') return failed(say(put.says))
  if (put.is === 'faulty') {
    const [first] = put.faults
    return failed(first ? say(first.says, first.params) : say('foundings.notReady'))
  }
  // With a mark behind it the address would be the one that is there, and the page would not be asked for anew.
  redirect(here)
}

export async function discardFounding(_previous: FormState, form: FormData): Promise<FormState> {
  const { token, say, values, failed, here } = await given(form)
  if (!(await cameFromHere())) return failed(say('errors.foreignOrigin'))
  if (!values['sure.0'])
    return failed(say('foundings.discardTick'), { sure: say('foundings.discardTick') })
  return answered(await attempt(() => mesa().foundings.discard(token)), say, failed, `${here}?done=1`)
}

export async function beginAnew(_previous: FormState, form: FormData): Promise<FormState> {
  const { token, say, failed, here } = await given(form)
  if (!(await cameFromHere())) return failed(say('errors.foreignOrigin'))
  return answered(await attempt(() => mesa().foundings.beginAnew(token)), say, failed, `${here}/name`)
}

function answered(
  saved: Saved | { is: 'failed'; key: string },
  say: Say,
  failed: Failed,
  next: string,
): FormState {
  if (saved.is === 'failed') return failed(say(saved.key))
  if (saved.is === 'refused') return failed(say(saved.says))
  redirect(next)
}

export async function acceptFounding(_previous: FormState, form: FormData): Promise<FormState> {
  const { token, say, values, failed, locale } = await given(form)
  if (!(await cameFromHere())) return failed(say('errors.foreignOrigin'))
  if (!values['read.0']) return failed(say('foundings.tick'), { read: say('foundings.tick') })
  const password = textOf(form, 'password')
  const answer = await attempt(() =>
    mesa().foundings.accept(token, {
      digest: values.digest ?? '',
      password,
      code: values.code ?? '',
    }),
  )
  const unmet = unmetSaid(answer, say, failed)
  if (unmet) return unmet
  const there = `/${locale}/acceptance/${encodeURIComponent(token)}`
  if (!isFailure(answer) && answer.is === 'accepted' && answer.opened && password) {
    const outcome = await mesa().accounts.signIn(answer.email, password)
    if (outcome.is === 'signed-in') {
      await openLogin(outcome.signIn)
      redirect(`/${locale}/${answer.opened}/desk`)
    }
  }
  redirect(there)
}

export async function declineFounding(_previous: FormState, form: FormData): Promise<FormState> {
  const { token, say, values, failed, locale } = await given(form)
  if (!(await cameFromHere())) return failed(say('errors.foreignOrigin'))
  const answer = await attempt(() =>
    mesa().foundings.decline(token, values.digest ?? '', values.reason ?? ''),
  )
  return unmetSaid(answer, say, failed) ?? redirect(`/${locale}/acceptance/${encodeURIComponent(token)}`)
}

function unmetSaid(
  answer: Answered | { is: 'failed'; key: string },
  say: Say,
  failed: Failed,
): FormState | null {
  if (answer.is === 'failed') return failed(say((answer as { key: string }).key))
  if (answer.is === 'refused') return failed(say(answer.says))
  if (answer.is === 'problem') return failed(say(answer.says), { [answer.field]: say(answer.says) })
  return null
}
