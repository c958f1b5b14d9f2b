import { refresh } from 'next/cache'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { sessionInputs } from '@/lib/sittings/door.ts'
import type { SessionDoor } from '@/lib/sittings/door.ts'
import { idIn, inputFrom } from './fields'
import { mesa } from './mesa'
import { submitting } from './seam'
import type { FormAction } from './seam'

/** A press in a session goes through that paper's door, not through an act. One that comes late does nothing, and says so. */
export function submitSession(press: keyof SessionDoor): FormAction {
  return submitting({
    reads: (form) => inputFrom(sessionInputs[press], form),
    asks: ({ viewer, sent }) => mesa().session[press](viewer, sent.input),
    async answers(_saved, { viewer: { forum }, locale, key, sent }) {
      // With scripts the page is made anew where it stands, and one's place in it is kept.
      if ((await headers()).has('next-action')) {
        refresh()
        return { ok: true, key, errors: {}, values: {} }
      }
      redirect(`/${locale}/${forum.slug}/desk/meetings/${idIn(sent.input.meeting)}/session`)
    },
  })
}
