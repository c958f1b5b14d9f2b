import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { datesOf } from '@/app/_request/dates'
import { mesa } from '@/app/_request/mesa'
import { EmptyState, Lead, PageTitle } from '@/components/page/page'
import type { CaughtMail } from '@/lib/mesa.ts'
import { settings } from '@/lib/settings.ts'

type Props = { params: Promise<{ locale: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('mailbox'))('title') }
}

/**
 * What the demonstration would have sent. Anybody may read it there, for everybody there is invented;
 * elsewhere there is no such page.
 */
export default async function MailboxPage({ params }: Props) {
  if (settings().mode !== 'demonstration') notFound()
  const { locale } = await params
  const t = await getTranslations('mailbox')
  const mails = mesa().caught.toReversed()
  const dates = datesOf(locale, 'America/Mexico_City')
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <Lead>{t('lead')}</Lead>
      {mails.length === 0 && (
        <div className="mt-6">
          <EmptyState title={t('none')}>{t('noneText')}</EmptyState>
        </div>
      )}
      {mails.map((mail) => (
        <article key={mail.id} className="section" aria-labelledby={mail.id}>
          <h2 id={mail.id}>{mail.subject}</h2>
          <p className="text-soft wrap-anywhere">
            {t('to')}: {mail.to} · {t('at')}: {dates.exact(mail.at)} ·{' '}
            <a href={`/api/mail/${mail.id}`}>{t('picture')}</a>
          </p>
          <pre className="mt-3 max-w-[80ch] font-sans whitespace-pre-wrap wrap-anywhere">
            <Linked text={mail.text} />
          </pre>
          <Headers mail={mail} title={t('headers')} />
        </article>
      ))}
    </>
  )
}

function Headers({ mail, title }: { mail: CaughtMail; title: string }) {
  const [headers = ''] = mail.raw.split('\r\n\r\n')
  return (
    <details className="mt-3">
      <summary>{title}</summary>
      <pre className="text-sm whitespace-pre-wrap wrap-anywhere">{headers}</pre>
    </details>
  )
}

function Linked({ text }: { text: string }) {
  return text.split(/(https?:\/\/\S+)/).map((part, place) =>
    part.startsWith('http') ? (
      // The text is drawn once, and never changes its order.
      <a key={place} href={part}>
        {part}
      </a>
    ) : (
      part
    ),
  )
}
