import type { SignedIn } from '@/lib/accounts/accounts.ts'
import { desksOf } from '@/lib/accounts/people.ts'
import { safeAddress } from './address'
import { deskPageOf } from './counterpart'
import { mesa } from './mesa'
import { forumAsked, publicViewerToday, viewerOf } from './who'

/** The desk, where there is one only; else the list of them. */
export async function home(email: string, locale: string): Promise<string> {
  const [desk, ...others] = await desksOf(mesa().db, email.trim().normalize('NFC').toLowerCase())
  return desk && others.length === 0 ? `/${locale}/${desk.slug}/desk` : `/${locale}/account`
}

/** Where one works at what the public page tells from which one comes; empty where that is no page of a forum in which people act. */
export async function deskFor(from: unknown): Promise<string> {
  const [, locale, slug = '', ...inside] = (safeAddress(from, '').split(/[?#]/, 1)[0] ?? '').split('/')
  const forum = await forumAsked(slug)
  if (!forum || forum.kind === 'record') return ''
  const page = await deskPageOf(await publicViewerToday(slug), `/${inside.join('/')}`)
  return `/${locale}/${slug}/desk${page}`
}

/**
 * Where somebody goes who asks to sign in and is signed in: to what they asked for, else to their desk. Null where that is the desk of a forum
 * which does not know them: it would send them back here, to come in as somebody else.
 */
export async function onwardFor(user: SignedIn, to: string, locale: string): Promise<string | null> {
  const slug = forumOfDesk(to)
  if (!slug) return to || home(user.email, locale)
  if (!(await forumAsked(slug))) return home(user.email, locale)
  return (await viewerOf(slug)).person ? to : null
}

/** The forum whose desk an address is of. */
export function forumOfDesk(address: string): string | undefined {
  return /^\/(?:es|en)\/([a-z0-9-]+)\/desk(?:[/?#]|$)/.exec(address)?.[1]
}
