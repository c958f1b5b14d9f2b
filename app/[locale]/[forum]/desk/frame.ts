import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { datesOf, inLanguage } from '@/app/_request/dates'
import { deskViewer } from '@/app/_request/who'
import { selfOf } from '@/lib/notices/queries.ts'

/** What every page of the desk begins with. */
export async function deskFrame(params: Promise<{ locale: string; forum: string }>) {
  const { locale, forum } = await params
  const [viewer, t] = await Promise.all([deskViewer(forum), getTranslations()])
  const say = (name: { es: string; en?: string }) => inLanguage(name, locale).text
  return { locale, forum, viewer, t, say, dates: datesOf(locale, viewer.forum.timeZone), desk: `/${locale}/${forum}/desk`, portal: `/${locale}/${forum}` }
}
export type DeskFrame = Awaited<ReturnType<typeof deskFrame>>

export const self = cache(async (forum: string) => selfOf(await deskViewer(forum)))
