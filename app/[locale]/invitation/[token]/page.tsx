import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { newForm } from '@/app/_request/form'
import { mesa } from '@/app/_request/mesa'
import { acceptInvitation } from '@/app/_request/session-actions'
import { PasswordForm } from '../../sign-in/password-form'

type Props = { params: Promise<{ locale: string; token: string }> }

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account.invitation')
  return { title: t('title'), robots: { index: false } }
}

export default async function InvitationPage({ params }: Props) {
  const { locale, token } = await params
  const [t, tErrors, invited] = await Promise.all([
    getTranslations('account.invitation'), getTranslations('errors'), mesa().accounts.invitation(token),
  ])
  if (!invited) {
    return (
      <main id="content" className="page page--narrow">
        <h1>{t('overTitle')}</h1>
        <p>{tErrors('invitationOver')}</p>
        <p><a href={`/${locale}/sign-in`}>{t('signIn')}</a></p>
      </main>
    )
  }
  return (
    <main id="content" className="page page--narrow">
      <h1>{t('title')}</h1>
      <p>{t('text', { email: invited.email })}</p>
      <PasswordForm
        action={acceptInvitation} state={newForm()} hidden={{ locale, token }} submit={t('submit')}
        fields={[{ name: 'password', label: t('password'), type: 'password', autoComplete: 'new-password', hint: t('hint') }]}
      />
    </main>
  )
}
