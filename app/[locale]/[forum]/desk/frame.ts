import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { asOfLog } from '@/app/_request/as-of-log'
import { datesOf, inLanguage } from '@/app/_request/dates'
import { deskViewer, viewerOf } from '@/app/_request/who'
import { dayIn, timeIn } from '@/lib/act/calendar.ts'
import { selfOf } from '@/lib/notices/queries.ts'

/** What every page of the desk begins with. */
export async function deskFrame(params: Promise<{ locale: string; forum: string }>) {
  const { locale, forum } = await params
  const [viewer, t] = await Promise.all([deskViewer(forum), getTranslations()])
  const say = (name: { es: string; en?: string }) => inLanguage(name, locale).text
  const { timeZone } = viewer.forum
  const dates = datesOf(locale, timeZone)
  /** A deadline at the turn of a day is the end of the day before: nobody reads midnight right. */
  const endOf = (instant: Date) =>
    timeIn(timeZone, instant) === '00:00'
      ? t('desk.form.endOf', { day: dates.day(dayIn(timeZone, new Date(instant.getTime() - 1000))) })
      : dates.moment(instant)
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
