import { redirect } from 'next/navigation'
import { lookAt } from '@/lib/act/gravity.ts'
import { isRefusal, refuse } from '@/lib/act/refusal.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import type { DraftItem, RoadmapDoor } from '@/lib/roadmaps/draft.ts'
import { draftFrom, roadmapInputs } from '@/lib/roadmaps/draft.ts'
import { roadmapDraftSeenBy, roadmapSeenBy } from '@/lib/roadmaps/seen.ts'
import { faultCount } from '@/lib/roadmaps/sheet.ts'
import { datesOf } from './dates'
import { before } from './failure'
import { idIn, inputFrom } from './fields'
import { mesa } from './mesa'
import { submitting } from './seam'
import type { Asked, FormAction } from './seam'
import { sheetBrought } from './sheets'

/** Working paper is nobody's word, and nothing of it is in the record: what these two take away is nowhere else. */
const lossOf: Partial<
  Record<keyof RoadmapDoor, 'consequences.draftDropped' | 'consequences.draftReplaced'>
> = { dropItem: 'consequences.draftDropped', replace: 'consequences.draftReplaced' }

/**
 * A form of a roadmap's working paper: it goes through that paper's door, not through an act. Where somebody else wrote the same thing in
 * between, the form comes back with what was typed and with what stands there now; sent again, it is written over knowingly.
 */
export function submitRoadmap(save: keyof RoadmapDoor): FormAction {
  return submitting({
    reads: (form) => inputFrom(roadmapInputs[save], form),
    async asks({ viewer, sent, text }) {
      const says = lossOf[save]
      const look = says ? lookAt(save, sent.input, [{ says, final: true }]) : null
      if (look && text('looked') !== look.token) return { is: 'look', ...look }
      return mesa().roadmapDraft[save](viewer, sent.input)
    },
    answers(saved, asked) {
      if (saved.is === 'saved') redirect(paperOf(asked, asked.sent.input.commitment, save))
      const form = asked.failed(conflictSaid(saved.theirs, asked))
      return { ...form, values: { ...form.values, base: String(saved.revision) } }
    },
  })
}

/**
 * Takes a spreadsheet into the working paper: the file is read again, by the same steps as its preview, and nothing of it comes in while anything is
 * wrong with it.
 */
export function submitSheet(): FormAction {
  return submitting({
    reads: () => ({ input: {}, values: {}, nameOf: (path) => path }),
    async asks({ viewer, text }) {
      const commitment = text('commitment')
      const read = await before(sheetRead(viewer, commitment, text('upload')))
      if (!read) return { is: 'missing' }
      if (isRefusal(read)) return { is: 'refused', refusal: read }
      if (faultCount(read) > 0) return { is: 'refused', refusal: refuse('roadmaps.sheetFaulty') }
      return mesa().roadmapDraft.takeIn(viewer, {
        commitment,
        base: text('base'),
        keyActions: read.keyActions,
      })
    },
    answers(saved, asked) {
      if (saved.is === 'saved') redirect(paperOf(asked, asked.text('commitment'), 'replace'))
      return asked.failed(conflictSaid(saved.theirs, asked))
    },
  })
}

function paperOf({ viewer, locale }: Asked, commitment: unknown, kept: string): string {
  return `/${locale}/${viewer.forum.slug}/desk/roadmaps/${idIn(commitment)}?kept=${kept}#paper`
}

/** The spreadsheet that was brought, read against what stands in the paper now. Null: there is no such commitment. */
async function sheetRead(viewer: Viewer, commitment: string, upload: string) {
  if (!idIn(commitment)) return null
  const [roadmap, paper] = await Promise.all([
    roadmapSeenBy(viewer, commitment),
    roadmapDraftSeenBy(viewer, commitment),
  ])
  const present = paper?.content ?? draftFrom(roadmap?.versions.at(-1)?.roadmap ?? null, 0)
  return roadmap && sheetBrought(viewer, upload, present)
}

function conflictSaid(theirs: DraftItem | null, { viewer, locale, say }: Asked): string {
  if (!theirs || theirs.kind === 'whole') return say('errors.roadmapConflict', { theirs: '' })
  const { number, title, startsOn, endsOn } = theirs
  const { day } = datesOf(locale, viewer.forum.timeZone)
  const days = [startsOn, endsOn].filter(Boolean).map(day).join(' – ')
  return say('errors.roadmapConflict', {
    theirs: [String(number), title.es ?? title.en, days].filter(Boolean).join(', '),
  })
}
