import { getLocale, getTranslations } from 'next-intl/server'
import { Lead, PageTitle } from '@/components/page/page'

/** Kept small: the framework renders it beside every page, in case. Documents get it in its frame (error/[status]). */
export default async function NotFound() {
  const [locale, t] = await Promise.all([getLocale(), getTranslations('errors.notFound')])
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <Lead>{t('text')}</Lead>
      <ul className="mt-6 list-disc pl-5">
        <li>
          <a href={`/${locale}`}>{t('home')}</a>
        </li>
        <li>
          <a href={`/${locale}/sign-in`}>{t('signIn')}</a>
        </li>
      </ul>
    </>
  )
}
