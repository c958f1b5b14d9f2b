'use server'
import { redirect } from 'next/navigation'
import type { FormState } from '@/components/form/form-state'
import type { Invited, SignInOutcome } from '@/lib/accounts/accounts.ts'
import { inventedPeople } from '@/lib/accounts/people.ts'
import { Email } from '@/lib/act/fields.ts'
import { sendsMail, settings } from '@/lib/settings.ts'
import { safeAddress } from './address'
import { defaultLocale, isLocale } from './locales'
import type { Locale } from './locales'
import { mesa } from './mesa'
import { home } from './onward'
import { cameFromHere } from './origin'
import { textOf } from './seam'
import { closeLogin, openLogin, signInNamed } from './login'
import { answerIn } from './signing'
import { signedIn } from './who'
import { speaker } from './words'

export async function signIn(_previous: FormState, form: FormData): Promise<FormState> {
  const { locale, failed } = await answering(form, ['email', 'to'])
  if (!(await cameFromHere())) return failed('errors.foreignOrigin')
  const [email, password] = [textOf(form, 'email'), textOf(form, 'password')]
  const missing = leftOut(form, ['email', 'password'])
  if (missing.length > 0) return failed('errors.lookBelow', { count: missing.length }, missing)
  const outcome = await mesa().accounts.signIn(email, password)
  if (outcome.is === 'wait') return failed(...waiting(outcome.seconds))
  if (outcome.is === 'refused') return failed('errors.signInRefused')
  await enter(outcome)
  redirect(safeAddress(form.get('to'), await home(email, locale)))
}

/** Whoever asks is answered alike, whether or not anybody has that e-mail. */
export async function askWayBack(_previous: FormState, form: FormData): Promise<FormState> {
  const { locale, failed } = await answering(form, ['email'])
  if (!(await cameFromHere())) return failed('errors.foreignOrigin')
  if (!sendsMail(settings())) return failed('errors.noMailHere')
  const email = Email.safeParse(textOf(form, 'email'))
  if (!email.success)
    return failed('errors.lookBelow', { count: 1 }, [
      ['email', textOf(form, 'email') ? 'errors.badEmail' : 'errors.required'],
    ])
  await mesa().accounts.askWayBack(email.data, locale)
  redirect(`/${locale}/sign-in?done=account.ask-way-back`)
}

/** A question for any passkey: it names nobody, so nobody learns who has one. */
export async function askToSignIn(): Promise<{ challenge: string; rpId: string } | null> {
  return (await cameFromHere())
    ? { challenge: await mesa().signing.askForSignIn(), rpId: mesa().signing.site.rpId }
    : null
}

/** The same login as with a password. Where it leads, or null with no reason why not. */
export async function signInWithPasskey(
  answer: string,
  to: string,
  wanted: string,
): Promise<string | null> {
  const given = (await cameFromHere()) ? answerIn(answer) : null
  const email = given && (await mesa().signing.signedInBy(given))
  const outcome = email ? await mesa().accounts.signInVerified(email) : null
  if (!email || outcome?.is !== 'signed-in') return null
  await enter(outcome)
  return safeAddress(to, await home(email, isLocale(wanted) ? wanted : defaultLocale))
}

/** In the demonstration alone: one click, as one of its invented people. */
export async function signInAs(form: FormData): Promise<void> {
  const { locale } = await answering(form, [])
  if (!(await cameFromHere())) redirect(`/${locale}/sign-in/people?refused=errors.foreignOrigin`)
  const forums = await inventedPeople(mesa().db, new Date())
  const found = forums
    .flatMap(({ slug, sectors }) =>
      sectors.flatMap(({ people }) => people.map((person) => ({ slug, ...person }))),
    )
    .find(({ id }) => id === textOf(form, 'person'))
  const outcome = found && (await mesa().accounts.signInAs(found.email))
  if (outcome?.is !== 'signed-in') redirect(`/${locale}/sign-in/people?refused=errors.unknownThing`)
  await enter(outcome)
  redirect(safeAddress(form.get('to'), `/${locale}/${found?.slug}/desk`))
}

export async function signOut(form: FormData): Promise<void> {
  const { locale } = await answering(form, [])
  if (!(await cameFromHere())) redirect(`/${locale}/account`)
  await leave()
  redirect(`/${locale}/sign-in?done=session.signed-out`)
}

export async function signOutEverywhere(form: FormData): Promise<void> {
  const { locale } = await answering(form, [])
  const user = (await cameFromHere()) ? await signedIn() : null
  if (!user) redirect(`/${locale}/account`)
  await mesa().accounts.signOutEverywhere(user.user)
  await closeLogin()
  redirect(`/${locale}/sign-in?done=session.signed-out-everywhere`)
}

export async function changePassword(_previous: FormState, form: FormData): Promise<FormState> {
  const { locale, failed } = await answering(form, [])
  if (!(await cameFromHere())) return failed('errors.foreignOrigin')
  const user = await signedIn()
  if (!user) return failed('errors.signedOut')
  const missing = leftOut(form, ['current', 'password'])
  if (missing.length > 0) return failed('errors.lookBelow', { count: missing.length }, missing)
  const outcome = await mesa().accounts.changePassword(
    user.user,
    textOf(form, 'current'),
    textOf(form, 'password'),
  )
  if (outcome.is === 'problem')
    return failed('errors.lookBelow', { count: 1 }, [['password', outcome.key]])
  if (outcome.is === 'wait') return failed(...waiting(outcome.seconds))
  if (outcome.is === 'refused')
    return failed('errors.lookBelow', { count: 1 }, [['current', 'errors.wrongPassword']])
  await enter(outcome)
  redirect(`/${locale}/account?done=account.change-password`)
}

export async function acceptInvitation(_previous: FormState, form: FormData): Promise<FormState> {
  const { locale, failed } = await answering(form, ['token'])
  if (!(await cameFromHere())) return failed('errors.foreignOrigin')
  const [token, password] = [textOf(form, 'token'), textOf(form, 'password')]
  const invited = await mesa().accounts.invitation(token)
  const outcome = await mesa().accounts.acceptInvitation(token, password)
  if (outcome.is === 'problem')
    return failed('errors.lookBelow', { count: 1 }, [['password', outcome.key]])
  if (outcome.is !== 'signed-in' || invited.is !== 'open') return failed(refusedBy(invited))
  await enter(outcome)
  redirect(`${await home(invited.email, locale)}?done=account.accept-invitation`)
}

type Problem = [field: string, key: string]
type Failed = (key: string, params?: Record<string, number>, problems?: Problem[]) => FormState

/** How a form is answered: in its language, with what was typed, but never with a password. */
async function answering(form: FormData, kept: string[]): Promise<{ locale: Locale; failed: Failed }> {
  const wanted = form.get('locale')
  const locale = isLocale(wanted) ? wanted : defaultLocale
  const say = await speaker(locale)
  const failed: Failed = (key, params, problems = []) => ({
    ok: false,
    key: textOf(form, 'key'),
    message: say(key, params),
    errors: Object.fromEntries(problems.map(([field, problem]) => [field, say(problem)])),
    values: Object.fromEntries(kept.map((name) => [name, textOf(form, name)])),
  })
  return { locale, failed }
}

function leftOut(form: FormData, names: string[]): Problem[] {
  return names.filter((name) => !textOf(form, name)).map((name) => [name, 'errors.required'])
}

function waiting(seconds: number): [string, Record<string, number>] {
  if (seconds < 90) return ['errors.signInWaitSeconds', { seconds }]
  return ['errors.signInWaitMinutes', { minutes: Math.ceil(seconds / 60) }]
}

/** A new sign-in takes the place of the one before it in this browser. */
async function enter(outcome: Extract<SignInOutcome, { is: 'signed-in' }>): Promise<void> {
  const before = await signInNamed()
  if (before) await mesa().accounts.signOut(before)
  await openLogin(outcome.signIn)
}

async function leave(): Promise<void> {
  const signIn = await signInNamed()
  if (signIn) await mesa().accounts.signOut(signIn)
  await closeLogin()
}

function refusedBy({ is }: Invited): string {
  return is === 'withdrawn' ? 'errors.invitationWithdrawn' : 'errors.invitationOver'
}
