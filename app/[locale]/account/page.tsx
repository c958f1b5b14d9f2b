import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'
import { datesOf, inLanguage } from '@/app/_request/dates'
import { newForm } from '@/app/_request/form'
import { mesa } from '@/app/_request/mesa'
import { doneNotice } from '@/app/_request/notice'
import { changePassword, signOut, signOutEverywhere } from '@/app/_request/session-actions'
import { signedIn } from '@/app/_request/who'
import { desksOf } from '@/lib/accounts/people.ts'
import { PasswordForm } from '../sign-in/password-form'

type Props = { params: Promise<{ locale: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account')
  return { title: t('title') }
}

export default async function AccountPage({ params, searchParams }: Props) {
  const [{ locale }, user] = await Promise.all([params, signedIn()])
  if (!user) redirect(`/${locale}/sign-in?${new URLSearchParams({ to: `/${locale}/account` })}`)
  const { accounts, db } = mesa()
  const [t, done, desks, signIns] = await Promise.all([
    getTranslations('account'), doneNotice(searchParams), desksOf(db, user.email), accounts.signInsOf(user.user),
  ])
  const dates = datesOf(locale, 'UTC')
  return (
    <main id="content" className="page page--narrow">
      <h1>{t('title')}</h1>
      {done && <p role="status" className="notice">{done.text}</p>}
      <p>{t('signedInAs', { email: user.email })}</p>

      <h2>{t('desks.title')}</h2>
      {desks.length === 0 ? <p>{t('desks.none')}</p> : (
        <ul>
          {desks.map(({ slug, name }) => (
            <li key={slug}><a href={`/${locale}/${slug}/desk`}>{t('desks.open', { forum: inLanguage(name, locale).text })}</a></li>
          ))}
        </ul>
      )}

      <h2>{t('password.title')}</h2>
      <p>{t('password.text')}</p>
      <PasswordForm
        action={changePassword} state={newForm()} hidden={{ locale }} submit={t('password.submit')}
        fields={[
          { name: 'current', label: t('password.current'), type: 'password', autoComplete: 'current-password' },
          { name: 'password', label: t('password.next'), type: 'password', autoComplete: 'new-password', hint: t('password.hint') },
        ]}
      />

      <h2>{t('signIns.title')}</h2>
      <p>{t('signIns.text')}</p>
      <ul>
        {signIns.map(({ id, startedAt }) => (
          <li key={id}>{t('signIns.started', { when: dates.plain(startedAt) })}{id === user.signIn && ` (${t('signIns.this')})`}</li>
        ))}
      </ul>
      {[{ action: signOut, label: t('signIns.here') }, { action: signOutEverywhere, label: t('signIns.everywhere') }].map(({ action, label }) => (
        <form key={label} action={action}>
          <input type="hidden" name="locale" value={locale} />
          <button type="submit" className="button button--quiet">{label}</button>
        </form>
      ))}
    </main>
  )
}
