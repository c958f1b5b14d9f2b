import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'
import { datesOf, inLanguage } from '@/app/_request/dates'
import type { Dates } from '@/app/_request/dates'
import { newForm } from '@/app/_request/form'
import { mesa } from '@/app/_request/mesa'
import { doneNotice } from '@/app/_request/notice'
import { changePassword, signOut, signOutEverywhere } from '@/app/_request/login-actions'
import { signedIn } from '@/app/_request/who'
import { ActionForm, FormText, Submit } from '@/components/form/action-form'
import { Press } from '@/components/form/press'
import { EmptyState, Lead, Notice, PageTitle, Section, TwoColumns } from '@/components/page/page'
import { desksOf } from '@/lib/accounts/people.ts'

type T = Awaited<ReturnType<typeof getTranslations<'account'>>>
type Props = {
  params: Promise<{ locale: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account')
  return { title: t('title') }
}

export default async function AccountPage({ params, searchParams }: Props) {
  const [{ locale }, user] = await Promise.all([params, signedIn()])
  if (!user) redirect(`/${locale}/sign-in?${new URLSearchParams({ to: `/${locale}/account` })}`)
  const { accounts, db } = mesa()
  const [t, errors, done, desks, signIns] = await Promise.all([
    getTranslations('account'),
    getTranslations('errors'),
    doneNotice(searchParams),
    desksOf(db, user.email),
    accounts.signInsOf(user.user),
  ])
  // In the zone of the table that one sits at; who sits at none has UTC, and is told.
  const dates = datesOf(locale, desks[0]?.timeZone ?? 'UTC')
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <Lead>{t('signedInAs', { email: user.email })}</Lead>
      {done && <Notice tone="done">{done.text}</Notice>}
      <TwoColumns
        aside={<SignIns t={t} dates={dates} locale={locale} signIns={signIns} current={user.signIn} />}
      >
        <Section title={t('desks.title')} id="desks">
          {desks.length === 0 ? (
            <EmptyState title={t('desks.none')} />
          ) : (
            <ul className="list-disc pl-5">
              {desks.map(({ slug, name }) => (
                <li key={slug}>
                  <a href={`/${locale}/${slug}/desk`}>
                    {t('desks.open', { forum: inLanguage(name, locale).text })}
                  </a>
                </li>
              ))}
            </ul>
          )}
        </Section>
        <Password t={t} locale={locale} email={user.email} unreachable={errors('unreachable')} />
      </TwoColumns>
    </>
  )
}

const waysOut = [
  { name: 'here', action: signOut },
  { name: 'everywhere', action: signOutEverywhere },
]

function SignIns({
  t,
  dates,
  locale,
  signIns,
  current,
}: {
  t: T
  dates: Dates
  locale: string
  signIns: { id: string; startedAt: Date }[]
  current: string
}) {
  return (
    <Section title={t('signIns.title')} id="sign-ins">
      <p>{t('signIns.text')}</p>
      <ul className="mt-3 list-disc pl-5">
        {signIns.map(({ id, startedAt }) => (
          <li key={id}>
            <time dateTime={startedAt.toISOString()}>
              {t('signIns.started', { when: dates.exact(startedAt) })}
            </time>
            {id === current && ` (${t('signIns.this')})`}
          </li>
        ))}
      </ul>
      <div className="mt-4 flex flex-wrap gap-3">
        {waysOut.map(({ name, action }) => (
          <Press key={name} action={action} hidden={{ locale }} sending={t('sending')} kind="plain">
            {t(`signIns.${name}`)}
          </Press>
        ))}
      </div>
    </Section>
  )
}

function Password({
  t,
  locale,
  email,
  unreachable,
}: {
  t: T
  locale: string
  email: string
  unreachable: string
}) {
  return (
    <Section title={t('password.title')} id="password">
      <p>{t('password.text')}</p>
      <ActionForm
        action={changePassword}
        state={newForm()}
        forum=""
        locale={locale}
        faults={t('faults')}
        unreachable={unreachable}
        labels={{ current: t('password.current'), password: t('password.next') }}
      >
        {/* For password managers, which otherwise guess whose password this is. */}
        <input
          type="text"
          name="username"
          autoComplete="username"
          defaultValue={email}
          hidden
          readOnly
        />
        <FormText
          name="current"
          type="password"
          label={t('password.current')}
          autoComplete="current-password"
          required
        />
        <FormText
          name="password"
          type="password"
          label={t('password.next')}
          hint={t('password.hint')}
          autoComplete="new-password"
          required
        />
        <Submit sending={t('sending')}>{t('password.submit')}</Submit>
      </ActionForm>
    </Section>
  )
}
