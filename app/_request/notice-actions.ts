'use server'
import { redirect } from 'next/navigation'
import type { FormState } from '@/components/form/form-state'
import { noticeKinds } from '@/lib/log/fact.ts'
import { stoppedSeenBy } from '@/lib/letters/seen.ts'
import { whens } from '@/lib/notices/rules.ts'
import { idIn } from './fields'
import { defaultLocale, isLocale } from './locales'
import { mesa } from './mesa'
import { cameFromHere } from './origin'
import { submitting, textOf } from './seam'
import { viewerOf } from './who'

const saving = submitting({
  reads: (form) => {
    const values = Object.fromEntries(
      [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    )
    return { input: values, values, nameOf: (path) => path }
  },
  async asks({ viewer, sent, locale }) {
    const { person, forum, seats } = viewer
    if (!person) return { is: 'missing' as const }
    const bodies = [...new Set(seats.map((seat) => seat.body)), forum.id]
    const choices = noticeKinds.flatMap((kind) =>
      bodies.flatMap((body) => {
        const chosen = whens.find((when) => when === sent.values[`${kind}-${body}`])
        return chosen ? [{ body, kind, chosen }] : []
      }),
    )
    const { language = locale } = sent.values
    await mesa().notices.choose(forum.id, person, choices, isLocale(language) ? language : locale)
    return { is: 'saved' as const }
  },
  answers: (_answer, { viewer, locale }) =>
    redirect(`/${locale}/${viewer.forum.slug}/desk/notices?done=notices.choose`),
})

export async function chooseNotices(previous: FormState, form: FormData): Promise<FormState> {
  return saving(previous, form)
}

/** For whoever keeps the book: somebody of their body said that their address works. */
export async function tryAgain(form: FormData): Promise<void> {
  const [slug, locale, person] = [
    textOf(form, 'forum'),
    textOf(form, 'locale'),
    idIn(form.get('person')),
  ]
  const viewer = (await cameFromHere()) ? await viewerOf(slug) : null
  const stopped = viewer ? await stoppedSeenBy(viewer) : []
  if (viewer && stopped.some((one) => one.person === person)) {
    const found = await mesa().db.person.findUnique({ where: { id: person }, select: { email: true } })
    if (found?.email) await mesa().notices.tryAddress(found.email)
  }
  redirect(
    viewer
      ? `/${isLocale(locale) ? locale : defaultLocale}/${viewer.forum.slug}/desk/notices?done=notices.again`
      : `/${defaultLocale}`,
  )
}
