import { redirect } from 'next/navigation'
import type { FormState } from '@/components/form/form-state'
import { Id } from '@/lib/act/fields.ts'
import { isRefusal } from '@/lib/act/refusal.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import type { DraftItem, DraftRoadmap, RoadmapDoor } from '@/lib/roadmaps/draft.ts'
import { draftFrom, roadmapInputs } from '@/lib/roadmaps/draft.ts'
import { roadmapDraftSeenBy, roadmapSeenBy } from '@/lib/roadmaps/queries.ts'
import { faultCount } from '@/lib/roadmaps/sheet.ts'
import { datesOf } from './dates'
import { attempt, before, isFailure } from './failure'
import { inputFrom } from './fields'
import { defaultLocale, isLocale } from './locales'
import { mesa } from './mesa'
import { cameFromHere } from './origin'
import { sheetBrought } from './sheets'
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
    const text = (name: string) => {
      const value = form.get(name)
      return typeof value === 'string' ? value : ''
    }
    const [forum, given, key] = [text('forum'), text('locale'), text('key')]
    const locale = isLocale(given) ? given : defaultLocale
    const say = await speaker(locale)
    const { input, values, nameOf } = inputFrom(roadmapInputs[save], form)
    const failed = (message: string, errors: FormState['errors'] = {}, base?: number): FormState => ({
      ok: false,
      key,
      message,
      errors,
      values: { ...values, ...(base !== undefined && { base: String(base) }) },
    })

    if (!(await cameFromHere())) return failed(say('errors.foreignOrigin'))
    const viewer = await attempt(() => before(viewerOf(forum)))
    if (isFailure(viewer)) return failed(say(viewer.key))
    if (!viewer.person) return failed(say('errors.signedOut'))
    const saved = await attempt(() => mesa().roadmapDraft[save](viewer, input))
    if (isFailure(saved)) return failed(say(saved.key))
    if (saved.is === 'refused') return failed(say(saved.refusal.refused, saved.refusal.params))
    if (saved.is === 'missing') return failed(say('errors.unknownThing'))
    if (saved.is === 'conflict')
      return failed(
        conflict(saved.theirs, say, datesOf(locale, viewer.forum.timeZone).day),
        {},
        saved.revision,
      )
    if (saved.is === 'invalid') {
      const errors = Object.fromEntries(
        saved.problems.map((problem) => [nameOf(problem.path), say(problem.key, problem.params)]),
      )
      return failed(say('errors.lookBelow', { count: Object.keys(errors).length }), errors)
    }
    const commitment = Id.safeParse(input.commitment).success ? String(input.commitment) : ''
    redirect(`/${locale}/${viewer.forum.slug}/desk/roadmaps/${commitment}?kept=${save}#paper`)
  }
}

/**
 * Takes a spreadsheet into the working paper: the file is read again, by the same steps as its preview, and nothing of it comes in while anything is
 * wrong with it.
 */
export function submitSheet(): FormAction {
  return async (_previous, form) => {
    const text = (name: string) => {
      const value = form.get(name)
      return typeof value === 'string' ? value : ''
    }
    const [forum, given, key, commitment, upload] = [
      'forum',
      'locale',
      'key',
      'commitment',
      'upload',
    ].map(text) as [string, string, string, string, string]
    const say = await speaker(isLocale(given) ? given : defaultLocale)
    const failed = (message: string): FormState => ({ ok: false, key, message, errors: {}, values: {} })
    if (!(await cameFromHere())) return failed(say('errors.foreignOrigin'))
    const viewer = await attempt(() => before(viewerOf(forum)))
    if (isFailure(viewer)) return failed(say(viewer.key))
    if (!viewer.person) return failed(say('errors.signedOut'))
    const read = await attempt(() => before(sheetRead(viewer, commitment, upload)))
    if (!read) return failed(say('errors.unknownThing'))
    if (isFailure(read)) return failed(say(read.key))
    if (isRefusal(read)) return failed(say(read.refused, read.params))
    if (faultCount(read) > 0) return failed(say('roadmaps.sheetFaulty'))
    const saved = await attempt(() =>
      mesa().roadmapDraft.takeIn(viewer, {
        commitment,
        base: text('base'),
        keyActions: read.keyActions,
      }),
    )
    if (isFailure(saved)) return failed(say(saved.key))
    if (saved.is === 'refused') return failed(say(saved.refusal.refused, saved.refusal.params))
    if (saved.is !== 'saved') return failed(say('errors.unknownThing'))
    redirect(`/${given}/${viewer.forum.slug}/desk/roadmaps/${commitment}?kept=replace#paper`)
  }
}

/** The spreadsheet that was brought, read against what stands in the paper now. Null: there is no such commitment. */
async function sheetRead(viewer: Viewer, commitment: string, upload: string) {
  if (!Id.safeParse(commitment).success) return null
  const [roadmap, paper] = await Promise.all([
    roadmapSeenBy(viewer, commitment),
    roadmapDraftSeenBy(viewer, commitment),
  ])
  const present =
    (paper?.content as DraftRoadmap | undefined) ??
    draftFrom(roadmap?.versions.at(-1)?.roadmap ?? null, 0)
  return roadmap && sheetBrought(viewer, upload, present)
}

function conflict(theirs: DraftItem | null, say: Say, day: (day: string) => string): string {
  if (!theirs || theirs.kind === 'whole') return say('errors.roadmapConflict', { theirs: '' })
  const { number, title, startsOn, endsOn } = theirs
  const days = [startsOn, endsOn].filter(Boolean).map(day).join(' – ')
  return say('errors.roadmapConflict', {
    theirs: [String(number), title.es ?? title.en, days].filter(Boolean).join(', '),
  })
}
