import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { inLanguage } from '@/app/_request/dates'
import { stoppingAsked } from '@/app/_request/stop-mail'
import { Lead, Notice, PageTitle } from '@/components/page/page'

type Props = {
  params: Promise<{ locale: string; token: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('stopMail')
  return { title: t('title'), robots: { index: false }, referrer: 'no-referrer' }
}

/** Without signing in: whoever has the mail may stop it. */
export default async function StopMailPage({ params, searchParams }: Props) {
  const [{ locale, token }, { done }] = await Promise.all([params, searchParams])
  const [t, kinds, notices, asked] = await Promise.all([
    getTranslations('stopMail'),
    getTranslations('notices.kinds'),
    getTranslations('notices.stopped'),
    stoppingAsked(decodeURIComponent(token)),
  ])
  if (!asked) {
    return (
      <>
        <PageTitle>{t('unknown')}</PageTitle>
        <Lead>{t('unknownText')}</Lead>
      </>
    )
  }
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      {done ? (
        <Notice tone="done">{t('done')}</Notice>
      ) : (
        <Lead>
          {t('lead', {
            forum: inLanguage(asked.forum.name, locale).text,
            name: asked.name ?? notices('erased'),
          })}
        </Lead>
      )}
      <ul className="mt-4 list-disc pl-5">
        {asked.kinds.map((kind) => (
          <li key={kind}>{kinds(kind)}</li>
        ))}
      </ul>
      {asked.kinds.includes('asked') && <p className="mt-4 max-w-[62ch]">{t('floor')}</p>}
      {!done && (
        <form method="post" action={`/api/stop-mail/${encodeURIComponent(token)}`} className="mt-6">
          <input type="hidden" name="locale" value={locale} />
          <button type="submit" className="button">
            {t('press')}
          </button>
        </form>
      )}
      <p className="mt-6">
        <a href={`/${locale}/${asked.forum.slug}/desk/notices`}>{t('back')}</a>
      </p>
    </>
  )
}
