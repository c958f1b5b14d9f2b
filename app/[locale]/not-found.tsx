import { getLocale, getTranslations } from 'next-intl/server'

export default async function NotFound() {
  const [locale, t] = await Promise.all([getLocale(), getTranslations('errors.notFound')])
  return (
    <main id="content" className="page page--narrow">
      <title>{t('title')}</title>
      <h1>{t('title')}</h1>
      <p>{t('text')}</p>
      <ul>
        <li><a href={`/${locale}`}>{t('home')}</a></li>
        <li><a href={`/${locale}/sign-in`}>{t('signIn')}</a></li>
      </ul>
    </main>
  )
}
