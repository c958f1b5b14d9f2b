import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import NotFound from '../../not-found'

type Props = { params: Promise<{ locale: string; status: string }> }

/** What the server sends in place of a page that failed, so that it can be read without scripts (scripts/error-pages.ts). */
export default async function ErrorDocument({ params }: Props) {
  const { locale, status } = await params
  if (status === '404') return <NotFound />
  if (status !== '403' && status !== '500') notFound()
  const t = await getTranslations(status === '403' ? 'errors.foreignPage' : 'errors.errorPage')
  return (
    <main id="content" className="page page--narrow">
      <title>{t('title')}</title>
      <h1>{t('title')}</h1>
      <p>{t('text')}</p>
      <p><a href={`/${locale}`}>{t('home')}</a></p>
    </main>
  )
}
