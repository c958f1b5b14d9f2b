import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { inLanguage } from '@/app/_request/dates'
import { newForm } from '@/app/_request/form'
import { mesa } from '@/app/_request/mesa'
import { acceptInvitation } from '@/app/_request/login-actions'
import { ActionForm, FormText, Submit } from '@/components/form/action-form'
import { Lead, PageTitle } from '@/components/page/page'
import { seatsAwaiting } from '@/lib/accounts/people.ts'

type Props = { params: Promise<{ locale: string; token: string }> }

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account.invitation')
  return { title: t('title'), robots: { index: false } }
}

export default async function InvitationPage({ params }: Props) {
  const { locale, token } = await params
  const [t, tPeople, tErrors, invited] = await Promise.all([
    getTranslations('account'),
    getTranslations('login.people'),
    getTranslations('errors'),
    mesa().accounts.invitation(token),
  ])
  if (invited.is !== 'open') {
    return (
      <>
        <PageTitle>{t('invitation.overTitle')}</PageTitle>
        <Lead>{tErrors(invited.is === 'withdrawn' ? 'invitationWithdrawn' : 'invitationOver')}</Lead>
        <p className="mt-6">
          <a href={`/${locale}/sign-in`}>{t('invitation.signIn')}</a>
        </p>
      </>
    )
  }
  const awaiting = await seatsAwaiting(mesa().db, invited.email, new Date())
  return (
    <>
      <PageTitle>{t('invitation.title')}</PageTitle>
      <Lead>{t('invitation.text', { email: invited.email })}</Lead>
      {awaiting.map(({ slug, name, seats }) => (
        <section key={slug} className="mt-6 max-w-[62ch]" aria-labelledby={`forum-${slug}`}>
          <h2 id={`forum-${slug}`} className="font-serif text-xl font-semibold">
            <a href={`/${locale}/${slug}`}>{inLanguage(name, locale).text}</a>
          </h2>
          <p className="mt-1">{t('invitation.seats', { count: seats.length })}</p>
          <ul className="mt-1 list-disc pl-5">
            {seats.map((seat, place) => (
              // The list is drawn once, and never changes its order.
              <li key={place}>
                {tPeople('seat', {
                  seat: inLanguage(seat.name, locale).text,
                  body: inLanguage(seat.body, locale).text,
                  capacity: seat.capacity,
                })}
              </li>
            ))}
          </ul>
        </section>
      ))}
      <ActionForm
        action={acceptInvitation}
        state={newForm()}
        forum=""
        locale={locale}
        faults={t('faults')}
        unreachable={tErrors('unreachable')}
        hidden={{ token }}
        className="stack mt-6"
      >
        <input
          type="text"
          name="username"
          autoComplete="username"
          defaultValue={invited.email}
          hidden
          readOnly
        />
        <FormText
          name="password"
          type="password"
          label={t('invitation.password')}
          hint={t('invitation.hint')}
          autoComplete="new-password"
          required
        />
        <Submit sending={t('sending')}>{t('invitation.submit')}</Submit>
      </ActionForm>
    </>
  )
}
