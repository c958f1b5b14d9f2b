import { getTranslations } from 'next-intl/server'
import { askedAddress } from '@/app/_request/portal'
import { Lead, PageTitle } from '@/components/page/page'

export default async function NotFound() {
  const [t, asked] = await Promise.all([getTranslations('portal.notFound'), askedAddress()])
  const [, locale = 'es', forum = ''] = asked.split(/[/?]/)
  const home = `/${locale}/${forum}`
  return (
    <>
      <title>{t('title')}</title>
      <PageTitle>{t('title')}</PageTitle>
      <Lead>{t('text')}</Lead>
      <ul className="mt-5 grid gap-2">
        <li><a href={home}>{t('home')}</a></li>
        <li><a href={`${home}/commitments`}>{t('commitments')}</a></li>
        <li><a href={`${home}/bodies`}>{t('bodies')}</a></li>
        <li><a href={`${home}/history`}>{t('history')}</a></li>
      </ul>
    </>
  )
}
