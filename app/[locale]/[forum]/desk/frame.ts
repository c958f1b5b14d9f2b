import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { asOfLog } from '@/app/_request/as-of-log'
import { datesOf, endSaid, inLanguage } from '@/app/_request/dates'
import { leadToOffered } from '@/app/_request/languages'
import { deskViewer, viewerOf } from '@/app/_request/who'
import { couldName } from '@/lib/addresses.ts'
import { selfOf } from '@/lib/notices/seen.ts'

/** What every page of the desk begins with. */
export async function deskFrame(params: Promise<{ locale: string; forum: string }>) {
  const { locale, forum, ...things } = await params
  if (!Object.entries(things).every(([name, value]) => couldName(name, String(value)))) notFound()
  const [viewer, t] = await Promise.all([deskViewer(forum), getTranslations()])
  await leadToOffered(viewer.forum, locale)
  const say = (name: { es: string; en?: string }) => inLanguage(name, locale).text
  const dates = datesOf(locale, viewer.forum.timeZone)
  const endOf = (instant: Date) => endSaid(t, dates, instant)
  return {
    locale,
    forum,
    viewer,
    t,
    say,
    dates,
    endOf,
    desk: `/${locale}/${forum}/desk`,
    portal: `/${locale}/${forum}`,
  }
}
export type DeskFrame = Awaited<ReturnType<typeof deskFrame>>

export const self = cache(async (forum: string) => {
  const viewer = await viewerOf(forum)
  return asOfLog(viewer, 'self', () => selfOf(viewer))
})
