'use client'
import { useLocale, useTranslations } from 'next-intl'

/** What was recorded is safe, and a form may be sent again: its key makes sure that nothing is done twice. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const locale = useLocale()
  const t = useTranslations('errors.errorPage')
  return (
    <main id="content" className="page page--narrow">
      <title>{t('title')}</title>
      <h1>{t('title')}</h1>
      <p>{t('text')}</p>
      <p><button type="button" className="button" onClick={reset}>{t('again')}</button></p>
      <p><a href={`/${locale}`}>{t('home')}</a></p>
      {error.digest && <p className="muted">{t('reference', { digest: error.digest })}</p>}
    </main>
  )
}
