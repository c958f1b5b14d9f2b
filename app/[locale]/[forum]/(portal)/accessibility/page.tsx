import type { Metadata } from 'next'
import { Breadcrumb, Lead, PageTitle, Section } from '@/components/page/page'
import { portal } from '@/app/_request/portal'
import type { InForum } from '@/app/_request/portal'

type Props = { params: InForum }

/** The day on which what it says was last held against the tests: it is not the day of the build. */
const PREPARED_ON = '2026-12-01'
const tested = ['axe', 'keyboard', 'script', 'narrow', 'contrast', 'pdf'] as const
const untested = ['reader', 'draft', 'files', 'pdfs', 'titles'] as const

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await portal(params)
  return { title: t('accessibility.title') }
}

/** In the form of EN 301 549: how far it conforms, what was tested and how, what was not, whom to tell. */
export default async function AccessibilityPage({ params }: Props) {
  const { t, to, dates, forumName } = await portal(params)
  return (
    <>
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[{ href: to.home, label: forumName }, { label: t('accessibility.title') }]}
      />
      <PageTitle>{t('accessibility.title')}</PageTitle>
      <Lead>{t('accessibility.lead')}</Lead>
      <Section title={t('accessibility.status.title')} id="status">
        <p className="max-w-[62ch]">{t('accessibility.status.text')}</p>
      </Section>
      <Section title={t('accessibility.tested.title')} id="tested">
        <ul className="grid max-w-[68ch] list-disc gap-2 pl-5">
          {tested.map((one) => (
            <li key={one}>{t(`accessibility.tested.${one}`)}</li>
          ))}
        </ul>
      </Section>
      <Section title={t('accessibility.untested.title')} id="untested">
        <ul className="grid max-w-[68ch] list-disc gap-2 pl-5">
          {untested.map((one) => (
            <li key={one}>{t(`accessibility.untested.${one}`)}</li>
          ))}
        </ul>
      </Section>
      <Section title={t('accessibility.tell.title')} id="tell">
        <p className="max-w-[62ch]">
          {t('accessibility.tell.text')} <a href={to.at('/help#contact')}>{t('help.contact.title')}</a>
        </p>
        <p className="when mt-4">{t('accessibility.prepared', { day: dates.day(PREPARED_ON) })}</p>
      </Section>
    </>
  )
}
