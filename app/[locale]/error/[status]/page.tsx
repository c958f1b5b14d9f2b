import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { safeAddress } from '@/app/_request/address'
import { Lead, PageTitle } from '@/components/page/page'
import NotFound from '../../not-found'
import { PlainShell } from '../../plain-shell'

type Props = {
  params: Promise<{ locale: string; status: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const namespaces: Record<string, string> = {
  403: 'errors.foreignPage',
  404: 'errors.notFound',
  413: 'errors.tooLarge',
  500: 'errors.errorPage',
  503: 'errors.busy',
  then: 'asOf.notThen',
}

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const { status } = await params
  const t = await getTranslations(namespaces[status] ?? 'errors.notFound')
  return { title: t('title'), robots: { index: false } }
}

/** What the server sends in place of a page that failed, so that it can be read without scripts (server/error-pages.ts). */
export default async function ErrorDocument({ params, searchParams }: Props) {
  const { locale, status } = await params
  if (status === 'then') return <NotThen locale={locale} page={(await searchParams).page} />
  if (status === '404')
    return (
      <PlainShell locale={locale}>
        <NotFound />
      </PlainShell>
    )
  const namespace = namespaces[status] ?? notFound()
  const t = await getTranslations(namespace)
  return (
    <PlainShell locale={locale}>
      <PageTitle>{t('title')}</PageTitle>
      <Lead>{t('text')}</Lead>
      <p className="mt-6">
        <a href={`/${locale}`}>{t('home')}</a>
      </p>
    </PlainShell>
  )
}

/** What was asked for at a moment at which it was not there. */
async function NotThen({ locale, page }: { locale: string; page: string | string[] | undefined }) {
  const t = await getTranslations('asOf.notThen')
  const address = safeAddress(page, `/${locale}`)
  return (
    <PlainShell locale={locale}>
      <PageTitle>{t(/[?&]at=\d/.test(address) ? 'titleAt' : 'title')}</PageTitle>
      <Lead>{t('text')}</Lead>
      <p className="mt-6">
        <a href={address.split(/[?#]/, 1)[0]}>{t('today')}</a>
      </p>
    </PlainShell>
  )
}
