import { getTranslations } from 'next-intl/server'
import { headers } from 'next/headers'
import type { Sector } from '@/components/proposals/marks'
import { portalRoutes } from '@/lib/addresses.ts'
import type { Asks, PortalRoute } from '@/lib/addresses.ts'
import type { Localised } from '@/lib/act/fields.ts'
import { datesOf, inLanguage } from './dates'
import { leadToOffered } from './languages'
import type { Locale } from './locales'
import { momentAsked, publicViewerOf, publicViewerToday } from './who'

export type InForum = Promise<{ locale: string; forum: string }>
export type Query = Promise<Record<string, string | string[] | undefined>>
export type Text = { text: string; lang?: string }

/**
 * What every page of the portal begins with: who looks (the public), in which language, and how addresses of this forum are
 * written.
 */
export async function portal(params: InForum) {
  const { locale: asked, forum: slug } = await params
  const locale: Locale = asked === 'en' ? 'en' : 'es'
  const [viewer, present, moment, t] = await Promise.all([
    publicViewerOf(slug),
    publicViewerToday(slug),
    momentAsked(slug),
    getTranslations(),
  ])
  await leadToOffered(present.forum, locale)
  return {
    locale,
    slug,
    viewer,
    /** the same, today, where the page is read at another moment */
    present,
    moment,
    t,
    dates: datesOf(locale, viewer.forum.timeZone),
    to: addresses(locale, slug),
    forumName: inLanguage(viewer.forum.name, locale).text,
    named: (name: Localised): Text => inLanguage(name, locale),
    marked: ({ name, shape, hue }: { name: Localised; shape: string; hue: string }): Sector => ({
      name: inLanguage(name, locale).text,
      shape,
      hue,
    }),
    sourced: (text: { es?: string; en?: string } | null): Text | null => sourced(text, locale),
  }
}
export type Portal = Awaited<ReturnType<typeof portal>>

/** A text in the reader's language, else in the one in which a source has it; null where none has. */
function sourced(text: { es?: string; en?: string } | null, locale: Locale): Text | null {
  const own = text?.[locale]
  if (own) return { text: own }
  const other: Locale = locale === 'es' ? 'en' : 'es'
  const given = text?.[other]
  return given ? { text: given, lang: other } : null
}

/** The rooms of the portal. A commitment's address names its plan: the current plan changes, what is cited must not. */
function addresses(locale: Locale, slug: string) {
  const at = (path: string) => `/${locale}/${slug}${path}`
  return {
    home: at(''),
    plan: at('/plan'),
    commitments: at('/commitments'),
    bodies: at('/bodies'),
    roster: at('/roster'),
    meetings: at('/meetings'),
    decisions: at('/decisions'),
    history: at('/history'),
    sources: at('/sources'),
    at,
    planNamed: (plan: string) => at(`/plans/${plan}`),
    commitment: (plan: string, number: number) => at(`/plans/${plan}/commitments/${number}`),
    body: (body: string) => at(`/bodies/${body}`),
    seat: (id: string) => at(`/seats/${id}`),
    meeting: (id: string) => at(`/meetings/${id}`),
    minutes: (number: string) => at(`/minutes/${number}`),
    decision: (number: number) => at(`/decisions/${number}`),
    proposal: (number: number) => at(`/proposals/${number}`),
    entry: (index: number) => at(`/history/${index}`),
    historyOf: (filter: Record<string, string>) => at(`/history?${new URLSearchParams(filter)}`),
  }
}

/** The address that was asked for, as our own server wrote it down: a layout has no other way to know it. */
export async function askedAddress(): Promise<string> {
  return (await headers()).get('x-asked') ?? ''
}

export type Asked<R extends PortalRoute> = { [name in Asks<R>]?: string }

/**
 * What the page of this route is asked for. It can read no parameter that the table of routes does not name, for those tell no two kept pages
 * apart.
 */
export async function askedOn<R extends PortalRoute>(route: R, query: Query): Promise<Asked<R>> {
  const given = await query
  return Object.fromEntries(
    portalRoutes[route].flatMap((name) => {
      const value = one(given[name])
      return value === undefined ? [] : [[name, value]]
    }),
  ) as Asked<R>
}

/** One value of a query parameter, or none. */
export function one(value: string | string[] | undefined): string | undefined {
  return (Array.isArray(value) ? value[0] : value)?.trim() || undefined
}
