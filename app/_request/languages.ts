import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { languagesOf } from '@/lib/bodies/rules.ts'
import type { Language } from '@/lib/bodies/rules.ts'

type Offering = { slug: string; languages?: readonly string[] }

/**
 * Whoever asks for a page in a language that its forum does not offer is led to the same page in the
 * forum's first. Whoever sends a form stays until it is answered: what they typed is still on that page.
 */
export async function leadToOffered(forum: Offering, locale: string) {
  const [first, ...others] = languagesOf(forum)
  if ([first, ...others].some((language) => language === locale)) return
  const sent = await headers()
  if (sent.has('next-action') || sent.has('content-type')) return
  const asked = sent.get('x-asked') ?? ''
  const here = `/${locale}/${forum.slug}`
  const rest = asked.startsWith(here) ? asked.slice(here.length) : ''
  redirect(`/${first}/${forum.slug}${rest}`)
}

/** The other language in which the same page can be read; null where the forum offers one alone. */
export function otherLanguage(forum: Offering, locale: string): Language | null {
  return languagesOf(forum).find((language) => language !== locale) ?? null
}

/**
 * Whether a form asks for a text in English too: where the forum offers it, or where there is one that
 * may need mending.
 */
export function asksInEnglish(forum: Offering, ...there: (string | null | undefined)[]): boolean {
  return languagesOf(forum).includes('en') || there.some(Boolean)
}

/**
 * The languages in which somebody may say that a text is written: those of the forum, and the one that
 * it is in.
 */
export function languagesToChoose(forum: Offering, written: string): Language[] {
  const offered = languagesOf(forum)
  return (['es', 'en'] as const).filter((one) => offered.includes(one) || one === written)
}
