import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { Lead, PageTitle } from '@/components/page/page'
import NotFound from '../../not-found'
import { PlainShell } from '../../plain-shell'

type Props = { params: Promise<{ locale: string; status: string }> }

/** What the server sends in place of a page that failed, so that it can be read without scripts (scripts/error-pages.ts). */
export default async function ErrorDocument({ params }: Props) {
  const { locale, status } = await params
  if (status === '404') return <PlainShell locale={locale}><NotFound /></PlainShell>
  if (status !== '403' && status !== '500') notFound()
  const t = await getTranslations(status === '403' ? 'errors.foreignPage' : 'errors.errorPage')
  return (
    <PlainShell locale={locale}>
      <title>{t('title')}</title>
      <PageTitle>{t('title')}</PageTitle>
      <Lead>{t('text')}</Lead>
      <p className="mt-6"><a href={`/${locale}`}>{t('home')}</a></p>
    </PlainShell>
  )
}
