import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { EmptyState, Lead, PageTitle, Tag } from '@/components/page/page'
import { Shell } from '@/components/page/shell'
import { SectorMark } from '@/components/proposals/marks'
import { inLanguage } from '@/app/_request/dates'
import { mesa } from '@/app/_request/mesa'
import { tablesSeenBy } from '@/lib/commitments/plan-seen.ts'
import type { TableSeen } from '@/lib/commitments/plan-seen.ts'

type Props = { params: Promise<{ locale: string }> }

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('portal.forums')
  return { title: t('title'), description: t('lead') }
}

/** Which tables stand here. */
export default async function TablesPage({ params }: Props) {
  const { locale } = await params
  const [t, tables] = await Promise.all([getTranslations(), tablesSeenBy(mesa())])
  const other = locale === 'es' ? 'en' : 'es'
  return (
    <Shell
      brand={{ href: `/${locale}`, label: t('login.product') }}
      nav={[]}
      navLabel={t('portal.nav.label')}
      skip={t('portal.skip')}
      language={{ href: `/${other}`, label: t(`portal.languages.${other}`), lang: other }}
      account={<a href={`/${locale}/sign-in`}>{t('portal.signIn')}</a>}
      footer={<span>{t('portal.foot.privacy')}</span>}
    >
      <PageTitle>{t('portal.forums.title')}</PageTitle>
      <Lead>{t('portal.forums.first')}</Lead>
      <ThreeThings locale={locale} first={tables[0]} />
      <h2 className="mt-10">{t('portal.forums.choose')}</h2>
      {tables.length === 0 ? (
        <div className="mt-8">
          <EmptyState title={t('portal.forums.none')}>{t('portal.forums.noneText')}</EmptyState>
        </div>
      ) : (
        <ul className="mt-4 grid gap-5 md:grid-cols-2">
          {tables.map((table) => (
            <li key={table.slug}>
              <Table locale={locale} table={table} />
            </li>
          ))}
        </ul>
      )}
    </Shell>
  )
}

async function ThreeThings({ locale, first }: { locale: string; first: TableSeen | undefined }) {
  const t = await getTranslations('portal.forums.three')
  const forum = first && inLanguage(first.name, locale).text
  return (
    <ul className="mt-5 grid list-disc gap-1.5 pl-5">
      {first && forum && (
        <>
          <li>
            <a href={`/${locale}/${first.slug}/plan`}>{t('read', { forum })}</a>
          </li>
          <li>
            <a href={`/${locale}/${first.slug}/history`}>{t('history', { forum })}</a>
          </li>
        </>
      )}
      <li>
        <a href={`/${locale}/sign-in`}>{t('signIn')}</a>
      </li>
    </ul>
  )
}

async function Table({ locale, table }: { locale: string; table: TableSeen }) {
  const t = await getTranslations()
  const nameOf = (name: TableSeen['name']) => inLanguage(name, locale)
  const { text, lang } = nameOf(table.name)
  return (
    <article className="card h-full">
      <p className="flex gap-1.5 text-[1.5rem]">
        {table.sectors.map((sector) => (
          <SectorMark key={sector.id} sector={{ ...sector, name: nameOf(sector.name).text }} />
        ))}
      </p>
      <h3 className="mt-2 text-[1.35rem]" lang={lang}>
        <a href={`/${locale}/${table.slug}`}>{text}</a>
      </h3>
      {table.kind !== 'live' && (
        <p className="mt-1">
          <Tag>{t(table.kind === 'practice' ? 'portal.practice' : 'portal.record')}</Tag>
        </p>
      )}
      <p className="mt-2">{t(`portal.home.short.${table.kind}`)}</p>
      <p className="when mt-2">
        {table.sectors.map((sector) => nameOf(sector.name).text).join(' · ')}
        {table.plan && (
          <>
            <br />
            {t('portal.forums.plan', {
              name: nameOf(table.plan.name).text,
              count: table.plan.commitments,
            })}
          </>
        )}
        <br />
        {t('portal.forums.acts', { count: table.acts })}
      </p>
    </article>
  )
}
