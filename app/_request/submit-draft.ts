import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'
import type { KeepAnswer } from '@/components/meetings/keeper'
import { LARGEST_FORM } from '@/lib/act/lengths.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import { datesOf } from './dates'
import { attempt } from './failure'
import { idIn } from './fields'
import type { Sent } from './fields'
import { mesa } from './mesa'
import { saidOf, submitting } from './seam'
import type { FormAction } from './seam'
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

/** Working paper goes through the draft door, not through an act: nothing of it is recorded. */
export async function keepDraft(
  save: DraftSave,
  viewer: Viewer,
  fields: Record<string, string>,
  locale: string,
): Promise<KeepAnswer> {
  const say = await speaker(locale)
  const sent = sentOf(fields)
  const answer = await attempt(() => saved(save, viewer, sent))
  const unmet = saidOf(answer, sent, say)
  if (unmet) return answer.is === 'failed' ? { is: 'broken', ...unmet } : { is: 'refused', ...unmet }
  return keptOf(answer as Saved, viewer, locale)
}

type Saved = Extract<Awaited<ReturnType<typeof saved>>, { is: 'saved' | 'conflict' }>

function saved(save: DraftSave, viewer: Viewer, { input }: Sent) {
  return mesa().draft[save](viewer, input as never)
}

async function keptOf(answer: Saved, viewer: Viewer, locale: string): Promise<KeepAnswer> {
  const dates = datesOf(locale, viewer.forum.timeZone)
  if (answer.is === 'saved')
    return { is: 'saved', revision: answer.revision, at: dates.time(viewer.now) }
  const t = await getTranslations({ locale, namespace: 'desk.draft' })
  const { by, at, revision, text } = answer.theirs
  return {
    is: 'conflict',
    message: t('conflict', { who: by ?? '', at: dates.time(at) }),
    theirs: { revision, text },
  }
}

/** Longer than anything that could be kept. */
export async function tooLarge(locale: string): Promise<KeepAnswer> {
  return {
    is: 'refused',
    message: (await speaker(locale))('errors.formTooLarge', { most: LARGEST_FORM / 1024 / 1024 }),
    errors: {},
  }
}

/** The door's schemas judge; here the words of a form become what they stand for. */
function sentOf(values: Record<string, string>): Sent {
  const { base, asides, ...fields } = values
  const filled = Object.entries(fields).filter(([name, value]) => value !== '' || name === 'text')
  const input = {
    ...Object.fromEntries(filled),
    ...(base !== undefined && { base: Number(base) }),
    ...(asides !== undefined && { asides: asides.split(',').map(Number) }),
  }
  return { input, values, nameOf: (path) => path }
}

/** What the page that follows says of it; the rest is "saved". */
const savedAs: Partial<Record<DraftSave, string>> = { nameVersion: 'named', restoreVersion: 'restored' }

const ofTheForm = new Set(['key', 'forum', 'locale', 'page', 'at'])

/** The same door for a form without JavaScript: back to the item that was saved, in its room, or the form again with what was typed. */
export function submitDraft(
  save: DraftSave,
  room: 'draft' | 'draft/history' | 'session' = 'draft',
): FormAction {
  return submitting({
    reads: (form) =>
      sentOf(
        Object.fromEntries(
          [...form].flatMap(([name, value]) =>
            typeof value !== 'string' || name.startsWith('$ACTION') || ofTheForm.has(name)
              ? []
              : [[name, value]],
          ),
        ),
      ),
    asks: ({ viewer, sent }) => saved(save, viewer, sent),
    async answers(answer, { viewer, locale, text, failed }) {
      const kept = await keptOf(answer, viewer, locale)
      // Of an item, both texts are kept, and the page shows them side by side; of anything smaller, what
      // was typed comes back.
      if (kept.is === 'conflict' && save !== 'saveItem') return failed(kept.message)
      const anchor = /^[\w-]{1,80}$/.test(text('at')) ? `#${text('at')}` : ''
      redirect(
        `/${locale}/${viewer.forum.slug}/desk/meetings/${idIn(text('page'))}/${room}?kept=${
          kept.is === 'saved' ? (savedAs[save] ?? 'saved') : 'aside'
        }${anchor}`,
      )
    },
  })
}
