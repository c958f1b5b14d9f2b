import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { Lead, PageTitle } from '@/components/page/page'
import NotFound from '../../not-found'
import { PlainShell } from '../../plain-shell'

type Props = { params: Promise<{ locale: string; status: string }> }

const namespaces: Record<string, string> = {
  403: 'errors.foreignPage', 404: 'errors.notFound', 413: 'errors.tooLarge', 500: 'errors.errorPage',
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { status } = await params
  const t = await getTranslations(namespaces[status] ?? 'errors.notFound')
  return { title: t('title'), robots: { index: false } }
}

/** What the server sends in place of a page that failed, so that it can be read without scripts (scripts/error-pages.ts). */
export default async function ErrorDocument({ params }: Props) {
  const { locale, status } = await params
  if (status === '404') return <PlainShell locale={locale}><NotFound /></PlainShell>
  const namespace = namespaces[status] ?? notFound()
  const t = await getTranslations(namespace)
  return (
    <PlainShell locale={locale}>
      <PageTitle>{t('title')}</PageTitle>
      <Lead>{t('text')}</Lead>
      <p className="mt-6"><a href={`/${locale}`}>{t('home')}</a></p>
    </PlainShell>
  )
}
