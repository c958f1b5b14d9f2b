import { getLocale } from 'next-intl/server'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import type { SignedIn } from '@/lib/accounts/accounts.ts'
import { askedOf, momentIn, viewerAt } from '@/lib/act/moment.ts'
import type { Moment, MomentFault } from '@/lib/act/moment.ts'
import { readOnce } from '@/lib/act/once.ts'
import { forumBySlug, personViewer, publicViewer } from '@/lib/act/viewer.ts'
import type { ForumHead, Viewer } from '@/lib/act/viewer.ts'
import { safeAddress } from './address'
import { mesa } from './mesa'
import { publishedReader } from './reading'
import { signInNamed } from './login'

/** Who is signed in: the cookie names a row, and the row is asked. Once for each request. */
export const signedIn = cache(async (): Promise<SignedIn | null> => {
  const signIn = await signInNamed()
  return signIn ? mesa().accounts.signedIn(signIn) : null
})

const forumNamed = cache(
  async (slug: string): Promise<ForumHead> => (await forumBySlug(mesa().db, slug)) ?? notFound(),
)

/** The forum that an address asks for, where there is one of that name. */
export async function forumAsked(slug: unknown): Promise<ForumHead | null> {
  return typeof slug === 'string' ? forumBySlug(mesa().db, slug) : null
}

const publishedForum = cache(
  async (slug: string): Promise<ForumHead> =>
    (await forumBySlug(await publishedReader(), slug)) ?? notFound(),
)

/** The public, today: it is never asked who is asking, and reads as somebody to whom nothing else is shown. */
export const publicViewerToday = cache(
  async (slug: string): Promise<Viewer> =>
    publicViewer(await publishedReader(), await publishedForum(slug), new Date()),
)

export type MomentAsked = {
  asked: { on: string; at: string }
  moment: Moment | null
  fault: MomentFault | null
  last: number
}

/** The moment at which the page's address asks to be read, where its page has a past. */
export const momentAsked = cache(async (slug: string): Promise<MomentAsked> => {
  const sent = await headers()
  const asked = askedOf(sent.get('x-asked') ?? '')
  const { db, forum, today } = await publicViewerToday(slug)
  // What keeps a page has looked before anything of it was read; where no page is kept, it is asked here.
  const known = sent.get('x-log-size')
  const size =
    known === null
      ? ((await db.logHead.findUnique({ where: { forumId: forum.id } }))?.size ?? 0)
      : Number(known)
  return { asked, ...momentIn(asked, { today, size }), last: size - 1 }
})

/** For the portal: the public, at the moment that the address asks for; today where it asks for none. */
export const publicViewerOf = cache(async (slug: string): Promise<Viewer> => {
  const [viewer, { moment }] = await Promise.all([publicViewerToday(slug), momentAsked(slug)])
  return moment ? viewerAt(viewer, mesa().then(moment).published, moment) : viewer
})

/** Whoever asks, as this forum knows them: a person with the seats they hold today, or the public. */
export const viewerOf = cache(async (slug: string): Promise<Viewer> => {
  const [forum, user] = await Promise.all([forumNamed(slug), signedIn()])
  const { db } = mesa()
  const person =
    user &&
    (await db.person.findFirst({
      where: { forumId: forum.id, email: user.email },
      select: { id: true },
    }))
  return person ? personViewer(db, forum, person.id, new Date()) : publicViewer(db, forum, new Date())
})

/**
 * For the pages of the desk: whoever is not known to the forum is sent to sign in, and back. At another
 * moment they read, with the seats of today. What the parts of a page ask alike is asked once for the
 * page.
 */
export const deskViewer = cache(async (slug: string): Promise<Viewer> => {
  const viewer = await viewerOf(slug)
  if (viewer.person) {
    const { moment } = await momentAsked(slug)
    return moment
      ? viewerAt(viewer, mesa().then(moment).db, moment)
      : { ...viewer, db: readOnce(viewer.db) }
  }
  const locale = await getLocale()
  const to = safeAddress((await headers()).get('x-asked'), `/${locale}/${slug}/desk`)
  redirect(`/${locale}/sign-in?${new URLSearchParams({ to, forum: slug })}`)
})

/**
 * The same two for a search, by connections of its own (lib/mesa.ts): what is typed is answered soon, or not
 * at all.
 */
export const publicSearcherOf = cache(async (slug: string): Promise<Viewer> => {
  const viewer = await publicViewerOf(slug)
  const { searching } = mesa()
  return { ...viewer, db: (viewer.moment ? searching.then(viewer.moment) : searching).published }
})

export const deskSearcher = cache(async (slug: string): Promise<Viewer> => {
  const viewer = await deskViewer(slug)
  const { searching } = mesa()
  return { ...viewer, db: (viewer.moment ? searching.then(viewer.moment) : searching).db }
})
