import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { safeAddress } from '@/app/_request/address'
import { inLanguage } from '@/app/_request/dates'
import { newForm } from '@/app/_request/form'
import { doneNotice } from '@/app/_request/notice'
import { signIn } from '@/app/_request/session-actions'
import { forumAsked, signedIn } from '@/app/_request/who'
import { settings } from '@/lib/settings.ts'
import { PasswordForm } from './password-form'

type Props = { params: Promise<{ locale: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('session.signIn')
  return { title: t('title') }
}

export default async function SignInPage({ params, searchParams }: Props) {
  const [{ locale }, { to: wanted, forum: slug }] = await Promise.all([params, searchParams])
  const [t, user, done, forum] = await Promise.all([
    getTranslations('session.signIn'), signedIn(), doneNotice(searchParams), forumAsked(slug),
  ])
  const to = safeAddress(wanted, '')
  const name = forum && inLanguage(forum.name, locale)
  return (
    <main id="content" className="page page--narrow">
      <h1>{t('title')}</h1>
      {done && <p role="status" className="notice">{done.text}</p>}
      <p>{t('lead')}</p>
      {user && <p className="notice">{name ? t('notKnownHere', { email: user.email, forum: name.text }) : t('signedInAs', { email: user.email })}</p>}
      {name && <p><a href={`/${locale}/${forum.slug}`}>{t('toPublic', { forum: name.text })}</a></p>}
      <PasswordForm
        action={signIn} state={newForm()} hidden={{ locale, to }} submit={t('submit')}
        fields={[
          { name: 'email', label: t('email'), type: 'email', autoComplete: 'username' },
          { name: 'password', label: t('password'), type: 'password', autoComplete: 'current-password' },
        ]}
      />
      {settings().mode === 'demonstration' && (
        <>
          <h2><a href={`/${locale}/sign-in/people${to && `?${new URLSearchParams({ to })}`}`}>{t('people')}</a></h2>
          <p>{t('peopleText')}</p>
        </>
      )}
      <h2>{t('noAccount')}</h2>
      <p>{t('noAccountText')}</p>
    </main>
  )
}
