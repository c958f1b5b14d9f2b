'use server'
import { redirect } from 'next/navigation'
import { calendarAddresses } from './calendar'
import { defaultLocale, isLocale } from './locales'
import { mesa } from './mesa'
import { cameFromHere } from './origin'
import { forumAsked, signedIn, viewerOf } from './who'

export type Addressed = { link?: string; refused?: boolean }

/** The address is shown once: the database keeps its hash alone. */
export async function makeCalendarAddress(_previous: Addressed, form: FormData): Promise<Addressed> {
  const asked = await askedBy(form)
  const token =
    asked && (await mesa().calendars.make(asked.user, await viewerOf(asked.forum), asked.body))
  return asked && token
    ? { link: calendarAddresses(asked.forum, asked.locale).own(token) }
    : { refused: true }
}

export async function revokeCalendarAddress(form: FormData): Promise<void> {
  const asked = await askedBy(form)
  if (asked) await mesa().calendars.revoke(asked.user, asked.body)
  redirect(
    asked
      ? `/${asked.locale}/${asked.forum}/desk/bodies/${asked.slug}/calendar?done=calendar.revoke`
      : `/${defaultLocale}`,
  )
}

async function askedBy(form: FormData) {
  const [slug, locale] = ['body', 'locale'].map((name) => String(form.get(name) ?? ''))
  const [forum, user] = (await cameFromHere())
    ? [await forumAsked(form.get('forum')), await signedIn()]
    : []
  const body =
    forum && slug ? await mesa().db.body.findFirst({ where: { forumId: forum.id, slug } }) : null
  return forum && user && body
    ? {
        forum: forum.slug,
        user: user.user,
        body: body.id,
        slug: body.slug,
        locale: isLocale(locale) ? locale : defaultLocale,
      }
    : null
}
