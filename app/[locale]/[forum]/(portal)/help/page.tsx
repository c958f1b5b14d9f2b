import type { Metadata } from 'next'
import { Breadcrumb, Lead, PageTitle, Section } from '@/components/page/page'
import { portal } from '@/app/_request/portal'
import type { InForum, Portal } from '@/app/_request/portal'
import { contactsSeenBy } from '@/lib/roster/seen.ts'

type Props = { params: InForum }

/** In the order in which somebody who never saw a forum meets them. */
const terms = [
  'forum',
  'sector',
  'body',
  'seat',
  'mandate',
  'commitment',
  'roadmap',
  'evidence',
  'meeting',
  'minutes',
  'erratum',
  'agreement',
  'proposal',
  'position',
  'decision',
  'suspension',
  'act',
  'log',
  'checkpoint',
  'witness',
  'fingerprint',
  'seal',
  'irm',
] as const

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await portal(params)
  return { title: t('help.title') }
}

/** What a forum is, what its words mean, and whom one writes to. */
export default async function HelpPage({ params }: Props) {
  const page = await portal(params)
  const { t, to, forumName } = page
  return (
    <>
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[{ href: to.home, label: forumName }, { label: t('help.title') }]}
      />
      <PageTitle>{t('help.title')}</PageTitle>
      <Lead>{t('help.lead')}</Lead>
      <Section title={t('help.words')} id="words">
        <dl className="facts">
          {terms.map((term) => (
            <div className="contents" key={term}>
              <dt id={term}>{t(`help.terms.${term}.word`)}</dt>
              <dd>{t(`help.terms.${term}.means`)}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Contact page={page} />
    </>
  )
}

async function Contact({ page }: { page: Portal }) {
  const { t, to, named, viewer } = page
  const contacts = await contactsSeenBy(viewer)
  return (
    <Section title={t('help.contact.title')} id="contact">
      <p className="max-w-[62ch]">
        {t(contacts.length > 0 ? 'help.contact.text' : 'help.contact.none')}{' '}
        <a href={to.roster}>{t('help.contact.roster')}</a>
      </p>
      {contacts.length > 0 && (
        <ul className="mt-3 grid gap-2">
          {contacts.map(({ seat, name, body, email, phone }) => (
            <li key={seat}>
              {named(name).text} ({body})
              <span className="block">
                {email && <a href={`mailto:${email}`}>{email}</a>}
                {email && phone && ' · '}
                {phone}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
