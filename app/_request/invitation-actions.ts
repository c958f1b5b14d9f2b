'use server'
import { Id } from '@/lib/act/fields.ts'
import { settings } from '@/lib/settings.ts'
import { inviteeOf } from './invitations'
import { defaultLocale, isLocale } from './locales'
import { mesa } from './mesa'
import { cameFromHere } from './origin'
import { viewerOf } from './who'

export type Invited = { link?: string; refused?: boolean }

/** The link is shown once, to whoever appointed the person: there is no post that we could trust more. */
export async function invite(_previous: Invited, form: FormData): Promise<Invited> {
  const [mandate, forum, locale] = ['mandate', 'forum', 'locale'].map((name) =>
    String(form.get(name) ?? ''),
  )
  if (!(await cameFromHere()) || !Id.safeParse(mandate).success) return { refused: true }
  const email = await inviteeOf(await viewerOf(forum ?? ''), mandate ?? '')
  const token = email && (await mesa().accounts.inviteNewcomer(email))
  if (!token) return { refused: true }
  return {
    link: `${settings().publicUrl}/${isLocale(locale) ? locale : defaultLocale}/invitation/${token}`,
  }
}
