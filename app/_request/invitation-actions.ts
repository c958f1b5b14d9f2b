'use server'
import { redirect } from 'next/navigation'
import { Id } from '@/lib/act/fields.ts'
import { sendsMail, settings } from '@/lib/settings.ts'
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
  const viewer = await viewerOf(forum ?? '')
  const invitee = await inviteeOf(viewer, mandate ?? '')
  const token = invitee?.invites && (await mesa().accounts.inviteNewcomer(invitee.email, viewer.person))
  if (!token) return { refused: true }
  return {
    link: `${settings().publicUrl}/${isLocale(locale) ? locale : defaultLocale}/invitation/${token}`,
  }
}

/** The same by mail: nobody but its reader sees the link. */
export async function mailInvitation(form: FormData): Promise<void> {
  const [mandate, forum, locale] = ['mandate', 'forum', 'locale'].map((name) =>
    String(form.get(name) ?? ''),
  )
  if (!(await cameFromHere()) || !Id.safeParse(mandate).success || !sendsMail(settings())) return
  const viewer = await viewerOf(forum ?? '')
  const invitee = await inviteeOf(viewer, mandate ?? '')
  const language = isLocale(locale) ? locale : defaultLocale
  if (
    !invitee?.invites ||
    !(await mesa().accounts.mailNewcomer({
      person: { id: invitee.person, forumId: viewer.forum.id, email: invitee.email },
      language,
      madeBy: viewer.person,
    }))
  )
    return
  redirect(`/${language}/${forum}/desk/seats/${invitee.seat}?done=account.mail-invitation`)
}

/** Takes back a link that was given to somebody and not used yet: by whoever made it, or says who sits there. */
export async function withdrawInvitation(form: FormData): Promise<void> {
  const [mandate, forum, locale] = ['mandate', 'forum', 'locale'].map((name) =>
    String(form.get(name) ?? ''),
  )
  if (!(await cameFromHere()) || !Id.safeParse(mandate).success) return
  const invitee = await inviteeOf(await viewerOf(forum ?? ''), mandate ?? '')
  if (!invitee?.out || !(await mesa().accounts.withdrawInvitation(invitee.email))) return
  const home = `/${isLocale(locale) ? locale : defaultLocale}/${forum}/desk`
  redirect(`${home}/seats/${invitee.seat}?done=account.withdraw-invitation`)
}
