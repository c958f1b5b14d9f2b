import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defaultLocale, locales } from './_request/locales'
import './globals.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations({ locale: defaultLocale, namespace: 'errors.notFound' })
  return { title: t('title') }
}

/** The address says no language, so the page speaks all of them. */
export default async function GlobalNotFound() {
  const said = await Promise.all(locales.map(async (locale) => ({ locale, t: await getTranslations({ locale, namespace: 'errors.notFound' }) })))
  return (
    <html lang={defaultLocale}>
      <body>
        <main id="content" className="page page--narrow">
          {said.map(({ locale, t }) => (
            <section key={locale} lang={locale}>
              {locale === defaultLocale ? <h1>{t('title')}</h1> : <h2>{t('title')}</h2>}
              <p>{t('text')}</p>
              <p><a href={`/${locale}`}>{t('home')}</a></p>
            </section>
          ))}
        </main>
      </body>
    </html>
  )
}
