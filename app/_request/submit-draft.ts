import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'
import type { FormState } from '@/components/form/form-state'
import type { Kept } from '@/components/meetings/keeper'
import { Id } from '@/lib/act/fields.ts'
import { LARGEST_FORM } from '@/lib/act/lengths.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import { datesOf } from './dates'
import { attempt, before, isFailure } from './failure'
import { defaultLocale, isLocale } from './locales'
import { mesa } from './mesa'
import { cameFromHere } from './origin'
import type { FormAction } from './submit'
import { viewerOf } from './who'
import { speaker } from './words'

export const draftSaves = [
  'saveItem',
  'settleItem',
  'saveAgreement',
  'removeAgreement',
  'saveClaim',
  'removeClaim',
  'comment',
  'suggest',
  'closeComment',
  'nameVersion',
  'restoreVersion',
] as const
export type DraftSave = (typeof draftSaves)[number]

/** Working paper goes through the draft door, not through an act: nothing of it is recorded (settled 12, 13). */
export async function keepDraft(
  save: DraftSave,
  viewer: Viewer,
  fields: Record<string, string>,
  locale: string,
): Promise<Kept> {
  const [say, t, dates] = [
    await speaker(locale),
    await getTranslations({ locale, namespace: 'desk.draft' }),
    datesOf(locale, viewer.forum.timeZone),
  ]
  const answer = await attempt(() => mesa().draft[save](viewer, inputOf(fields) as never))
  if (answer.is === 'failed') return { is: 'broken', message: say(answer.key) }
  if (answer.is === 'saved')
    return { is: 'saved', revision: answer.revision, at: dates.time(viewer.now) }
  if (answer.is === 'conflict') {
    const { theirs } = answer
    return {
      is: 'conflict',
      message: t('conflict', { who: theirs.by ?? '', at: dates.time(theirs.at) }),
      theirs: { revision: theirs.revision, text: theirs.text },
    }
  }
  if (answer.is === 'refused')
    return { is: 'refused', message: say(answer.refusal.refused, answer.refusal.params), errors: {} }
  if (answer.is === 'missing') return { is: 'refused', message: say('errors.unknownThing'), errors: {} }
  const errors = Object.fromEntries(
    answer.problems.map((problem) => [problem.path, say(problem.key, problem.params)]),
  )
  return { is: 'refused', message: say('errors.lookBelow', { count: answer.problems.length }), errors }
}

/** Longer than anything that could be kept. */
export async function tooLarge(locale: string): Promise<Kept> {
  return {
    is: 'refused',
    message: (await speaker(locale))('errors.formTooLarge', { most: LARGEST_FORM / 1024 / 1024 }),
    errors: {},
  }
}

/** The door's schemas judge; here the words of a form become what they stand for. */
function inputOf({ base, asides, ...fields }: Record<string, string>): Record<string, unknown> {
  const filled = Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => value !== '' || name === 'text'),
  )
  return {
    ...filled,
    ...(base !== undefined && { base: Number(base) }),
    ...(asides !== undefined && { asides: asides.split(',').map(Number) }),
  }
}

/** What the page that follows says of it; the rest is "saved". */
const saved: Partial<Record<DraftSave, string>> = { nameVersion: 'named', restoreVersion: 'restored' }

const ofTheForm = new Set(['key', 'forum', 'locale', 'page', 'at'])

/** The same door for a form without JavaScript: back to the item that was saved, in its room, or the form again with what was typed. */
export function submitDraft(
  save: DraftSave,
  room: 'draft' | 'draft/history' | 'session' = 'draft',
): FormAction {
  return async (_previous, form) => {
    const sent = [...form].filter(
      (one): one is [string, string] => typeof one[1] === 'string' && !one[0].startsWith('$ACTION'),
    )
    const { forum = '', locale = '', key = '', page = '', at = '' } = Object.fromEntries(sent)
    const reader = isLocale(locale) ? locale : defaultLocale
    const say = await speaker(reader)
    const values = Object.fromEntries(sent.filter(([name]) => !ofTheForm.has(name)))
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
    const kept = await keepDraft(save, viewer, values, reader)
    if (kept.is === 'broken') return failed(kept.message)
    if (kept.is === 'refused') return failed(kept.message, kept.errors)
    // Of an item, both texts are kept, and the page shows them side by side; of anything smaller, what was typed comes back.
    if (kept.is === 'conflict' && save !== 'saveItem') return failed(kept.message)
    const anchor = /^[\w-]{1,80}$/.test(at) ? `#${at}` : ''
    redirect(
      `/${reader}/${viewer.forum.slug}/desk/meetings/${
        Id.safeParse(page).success ? page : ''
      }/${room}?kept=${kept.is === 'saved' ? (saved[save] ?? 'saved') : 'aside'}${anchor}`,
    )
  }
}
