import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { newForm } from '@/app/_request/form'
import { askWayBack } from '@/app/_request/login-actions'
import { ActionForm, FormText, Submit } from '@/components/form/action-form'
import { Lead, PageTitle } from '@/components/page/page'
import { sendsMail, settings } from '@/lib/settings.ts'

type Props = { params: Promise<{ locale: string }> }

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('login.lost')
  return { title: t('title'), robots: { index: false } }
}

/** The way back for a lost password, where there is mail; where there is none, who can give one. */
export default async function LostPasswordPage({ params }: Props) {
  const { locale } = await params
  const [t, errors] = await Promise.all([getTranslations('login.lost'), getTranslations('errors')])
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <Lead>{t(sendsMail(settings()) ? 'lead' : 'noMail')}</Lead>
      {sendsMail(settings()) && (
        <ActionForm
          action={askWayBack}
          state={newForm()}
          forum=""
          locale={locale}
          faults={t('faults')}
          unreachable={errors('unreachable')}
          hidden={{}}
          className="stack mt-6 max-w-[44ch]"
          labels={{ email: t('email') }}
        >
          <FormText
            name="email"
            type="email"
            label={t('email')}
            hint={t('emailHint')}
            autoComplete="username"
            required
          />
          <Submit sending={t('sending')}>{t('submit')}</Submit>
        </ActionForm>
      )}
      <p className="mt-6">
        <a href={`/${locale}/sign-in?other`}>{t('back')}</a>
      </p>
    </>
  )
}
