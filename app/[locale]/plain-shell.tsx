import { getTranslations } from 'next-intl/server'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { safeAddress } from '@/app/_request/address'
import { Banner, Shell } from '@/components/page/shell'
import { settings } from '@/lib/settings.ts'

/** The frame of pages that belong to no forum. */
export async function PlainShell({ locale, children }: { locale: string; children: ReactNode }) {
  const [t, sent] = await Promise.all([getTranslations('login.frame'), headers()])
  const other = locale === 'es' ? 'en' : 'es'
  const here = safeAddress(sent.get('x-asked'), `/${locale}`)
  return (
    <Shell
      brand={{ href: `/${locale}`, label: t('product') }}
      nav={[]}
      navLabel={t('nav')}
      skip={t('skip')}
      language={{ href: here.replace(/^\/\w\w/, `/${other}`), label: t('otherLanguage'), lang: other }}
      banners={settings().mode === 'demonstration' && <Banner>{t('demonstration')}</Banner>}
    >
      {children}
    </Shell>
  )
}
