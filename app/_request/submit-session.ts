import { refresh } from 'next/cache'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { FormState } from '@/components/form/form-state'
import { Id } from '@/lib/act/fields.ts'
import { sessionInputs } from '@/lib/sittings/door.ts'
import type { SessionDoor } from '@/lib/sittings/door.ts'
import { attempt, before, isFailure } from './failure'
import { inputFrom } from './fields'
import { defaultLocale, isLocale } from './locales'
import { mesa } from './mesa'
import { cameFromHere } from './origin'
import type { FormAction } from './submit'
import { viewerOf } from './who'
import { speaker } from './words'

/** A press in a session goes through that paper's door, not through an act. One that comes late does nothing, and says so. */
export function submitSession(press: keyof SessionDoor): FormAction {
  return async (_previous, form) => {
    const text = (name: string) => {
      const value = form.get(name)
      return typeof value === 'string' ? value : ''
    }
    const [forum, given, key] = [text('forum'), text('locale'), text('key')]
    const locale = isLocale(given) ? given : defaultLocale
    const say = await speaker(locale)
    const { input, values, nameOf } = inputFrom(sessionInputs[press], form)
    const failed = (message: string, errors: FormState['errors'] = {}): FormState => ({
      ok: false,
      key,
      message,
      errors,
      values,
    })

    if (!(await cameFromHere())) return failed(say('errors.foreignOrigin'))
    const viewer = await attempt(() => before(viewerOf(forum)))
    if (isFailure(viewer)) return failed(say(viewer.key))
    if (!viewer.person) return failed(say('errors.signedOut'))
    const saved = await attempt(() => mesa().session[press](viewer, input))
    if (isFailure(saved)) return failed(say(saved.key))
    if (saved.is === 'refused') return failed(say(saved.refusal.refused, saved.refusal.params))
    if (saved.is === 'missing') return failed(say('errors.unknownThing'))
    if (saved.is === 'invalid') {
      const errors = Object.fromEntries(
        saved.problems.map((problem) => [nameOf(problem.path), say(problem.key)]),
      )
      return failed(say('errors.lookBelow', { count: Object.keys(errors).length }), errors)
    }
    // With scripts the page is made anew where it stands, and one's place in it is kept.
    if ((await headers()).has('next-action')) {
      refresh()
      return { ok: true, key, errors: {}, values: {} }
    }
    redirect(
      `/${locale}/${viewer.forum.slug}/desk/meetings/${Id.safeParse(input.meeting).success ? String(input.meeting) : ''}/session`,
    )
  }
}
