import type { Metadata } from 'next'
import { NextIntlClientProvider } from 'next-intl'
import { getMessages, getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { isLocale } from '@/app/_request/locales'
import '../globals.css'

type Props = { children: ReactNode; params: Promise<{ locale: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params
  if (!isLocale(locale)) return {}
  const t = await getTranslations('login')
  return {
    title: { default: t('product'), template: `%s · ${t('product')}` },
    description: t('whatItIs'),
  }
}

/** It never reads the login: the portal below it is cached for everybody. */
export default async function RootLayout({ children, params }: Props) {
  const { locale } = await params
  if (!isLocale(locale)) notFound()
  const { errorPage, pageTitle: errorTitle } = (await getMessages()).errors as {
    errorPage: Record<string, string>
    pageTitle: string
  }
  return (
    <html lang={locale} data-fault-title={errorTitle}>
      <body>
        <NextIntlClientProvider messages={{ errors: { errorPage } }}>{children}</NextIntlClientProvider>
      </body>
    </html>
  )
}
