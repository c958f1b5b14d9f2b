'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useAwake } from '@/components/form/awake'
import { Lead, PageTitle } from '@/components/page/page'

/** What was recorded is safe, and a form may be sent again: its key makes sure that nothing is done twice. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  const locale = useLocale()
  const t = useTranslations('errors.errorPage')
  const awake = useAwake()
  return (
    <main id="content" className="wide py-8">
      <title>{t('title')}</title>
      <PageTitle>{t('title')}</PageTitle>
      <Lead>{t('text')}</Lead>
      <p className="mt-6">
        <button type="button" className="button" disabled={!awake} onClick={reset}>
          {t('again')}
        </button>
      </p>
      <p className="mt-4">
        <a href={`/${locale}`}>{t('home')}</a>
      </p>
      {error.digest && <p className="mt-4 text-soft">{t('reference', { digest: error.digest })}</p>}
    </main>
  )
}
