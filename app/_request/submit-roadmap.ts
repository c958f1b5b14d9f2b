import { redirect } from 'next/navigation'
import type { FormState } from '@/components/form/form-state'
import { Id } from '@/lib/act/fields.ts'
import type { DraftItem, RoadmapDoor } from '@/lib/roadmaps/draft.ts'
import { roadmapInputs } from '@/lib/roadmaps/draft.ts'
import { datesOf } from './dates'
import { inputFrom } from './fields'
import { defaultLocale, isLocale } from './locales'
import { mesa } from './mesa'
import { cameFromHere } from './origin'
import type { FormAction } from './submit'
import { viewerOf } from './who'
import { speaker } from './words'
import type { Say } from './words'

/**
 * A form of a roadmap's working paper: it goes through that paper's door, not through an act. Where somebody else wrote the same thing in
 * between, the form comes back with what was typed and with what stands there now; sent again, it is written over knowingly.
 */
export function submitRoadmap(save: keyof RoadmapDoor): FormAction {
  return async (_previous, form) => {
    const text = (name: string) => { const value = form.get(name); return typeof value === 'string' ? value : '' }
    const [forum, given, key] = [text('forum'), text('locale'), text('key')]
    const locale = isLocale(given) ? given : defaultLocale
    const say = await speaker(locale)
    const { input, values, nameOf } = inputFrom(roadmapInputs[save], form)
    const failed = (message: string, errors: FormState['errors'] = {}, base?: number): FormState =>
      ({ ok: false, key, message, errors, values: { ...values, ...(base !== undefined && { base: String(base) }) } })

    if (!(await cameFromHere())) return failed(say('errors.foreignOrigin'))
    const viewer = await viewerOf(forum)
    if (!viewer.person) return failed(say('errors.signedOut'))
    const saved = await mesa().roadmapDraft[save](viewer, input)
    if (saved.is === 'refused') return failed(say(saved.refusal.refused, saved.refusal.params))
    if (saved.is === 'missing') return failed(say('errors.unknownThing'))
    if (saved.is === 'conflict') return failed(conflict(saved.theirs, say, datesOf(locale, viewer.forum.timeZone).day), {}, saved.revision)
    if (saved.is === 'invalid') {
      const errors = Object.fromEntries(saved.problems.map((one) => [nameOf(one.path), say(one.key, one.params)]))
      return failed(say('errors.lookBelow', { count: Object.keys(errors).length }), errors)
    }
    const commitment = Id.safeParse(input.commitment).success ? String(input.commitment) : ''
    redirect(`/${locale}/${viewer.forum.slug}/desk/roadmaps/${commitment}?kept=${save}#paper`)
  }
}

function conflict(theirs: DraftItem | null, say: Say, day: (day: string) => string): string {
  if (!theirs || theirs.kind === 'whole') return say('errors.roadmapConflict', { theirs: '' })
  const { number, title, startsOn, endsOn } = theirs
  const days = [startsOn, endsOn].filter(Boolean).map(day).join(' – ')
  return say('errors.roadmapConflict', { theirs: [String(number), title.es ?? title.en, days].filter(Boolean).join(', ') })
}
