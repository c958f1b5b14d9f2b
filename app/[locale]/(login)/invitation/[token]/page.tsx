import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { newForm } from '@/app/_request/form'
import { mesa } from '@/app/_request/mesa'
import { acceptInvitation } from '@/app/_request/login-actions'
import { ActionForm, FormText, Submit } from '@/components/form/action-form'
import { Lead, PageTitle } from '@/components/page/page'

type Props = { params: Promise<{ locale: string; token: string }> }

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account.invitation')
  return { title: t('title'), robots: { index: false } }
}

export default async function InvitationPage({ params }: Props) {
  const { locale, token } = await params
  const [t, tErrors, invited] = await Promise.all([
    getTranslations('account'),
    getTranslations('errors'),
    mesa().accounts.invitation(token),
  ])
  if (!invited) {
    return (
      <>
        <PageTitle>{t('invitation.overTitle')}</PageTitle>
        <Lead>{tErrors('invitationOver')}</Lead>
        <p className="mt-6">
          <a href={`/${locale}/sign-in`}>{t('invitation.signIn')}</a>
        </p>
      </>
    )
  }
  return (
    <>
      <PageTitle>{t('invitation.title')}</PageTitle>
      <Lead>{t('invitation.text', { email: invited.email })}</Lead>
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
