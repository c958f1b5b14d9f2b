import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'
import { safeAddress } from '@/app/_request/address'
import { inLanguage } from '@/app/_request/dates'
import { newForm } from '@/app/_request/form'
import { doneNotice } from '@/app/_request/notice'
import { signIn } from '@/app/_request/login-actions'
import { deskFor, forumOfDesk, onwardFor } from '@/app/_request/onward'
import { forumAsked, signedIn, viewerOf } from '@/app/_request/who'
import { ActionForm, FormText, Submit } from '@/components/form/action-form'
import { ButtonLink, Card, Lead, Notice, PageTitle, Section, TwoColumns } from '@/components/page/page'
import { settings } from '@/lib/settings.ts'
import { WithPasskey } from './with-passkey'

type Props = {
  params: Promise<{ locale: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('login.signIn')
  return { title: t('title') }
}

export default async function SignInPage({ params, searchParams }: Props) {
  const [{ locale }, { to: wanted, forum: slug, from, other }] = await Promise.all([
    params,
    searchParams,
  ])
  const to = safeAddress(wanted, await deskFor(from))
  const [t, errors, devices, user, done, forum] = await Promise.all([
    getTranslations('login.signIn'),
    getTranslations('errors'),
    getTranslations('devices'),
    signedIn(),
    doneNotice(searchParams),
    forumAsked(slug ?? forumOfDesk(to)),
  ])
  if (user && !done && other === undefined) {
    const onward = await onwardFor(user, to, locale)
    if (onward) redirect(onward)
  }
  const unknown = user && forum && !(await viewerOf(forum.slug)).person
  const name = forum && inLanguage(forum.name, locale).text
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <Lead>{t('lead')}</Lead>
      {done && <Notice tone="done">{done.text}</Notice>}
      {user && (
        <Notice tone={unknown ? 'warning' : 'info'}>
          {t(unknown ? 'notKnownHere' : 'signedInAs', { email: user.email, forum: name ?? '' })}
        </Notice>
      )}
      <TwoColumns
        aside={
          <>
            {settings().mode === 'demonstration' && <AsSomebody t={t} locale={locale} to={to} />}
            <Section title={t('noAccount')}>
              <p>{t('noAccountText')}</p>
            </Section>
            {name && (
              <p className="mt-4">
                <a href={`/${locale}/${forum.slug}`}>{t('toPublic', { forum: name })}</a>
              </p>
            )}
          </>
        }
      >
        <WithPassword t={t} locale={locale} to={to} unreachable={errors('unreachable')} />
        <WithPasskey
          to={to}
          locale={locale}
          words={{
            submit: devices('signIn'),
            text: devices('signInText'),
            waiting: devices('signing.waiting'),
            refused: devices('signInRefused'),
          }}
        />
      </TwoColumns>
    </>
  )
}

type Words = Awaited<ReturnType<typeof getTranslations<'login.signIn'>>>

function WithPassword({
  t,
  locale,
  to,
  unreachable,
}: {
  t: Words
  locale: string
  to: string
  unreachable: string
}) {
  return (
    <>
      <ActionForm
        action={signIn}
        state={newForm()}
        forum=""
        locale={locale}
        faults={t('faults')}
        unreachable={unreachable}
        hidden={{ to }}
        labels={{ email: t('email'), password: t('password') }}
      >
        <FormText name="email" type="email" label={t('email')} autoComplete="username" required />
        <FormText
          name="password"
          type="password"
          label={t('password')}
          autoComplete="current-password"
          required
        />
        <Submit sending={t('sending')}>{t('submit')}</Submit>
      </ActionForm>
      <p className="mt-4">
        <a href={`/${locale}/sign-in/lost-password`}>{t('lost')}</a>
      </p>
    </>
  )
}

/** In a demonstration one comes in as any of its people. */
function AsSomebody({ t, locale, to }: { t: Words; locale: string; to: string }) {
  return (
    <Card strong>
      <p>{t('peopleText')}</p>
      <p className="mt-3">
        <ButtonLink
          kind="quiet"
          href={`/${locale}/sign-in/people${to && `?${new URLSearchParams({ to })}`}`}
        >
          {t('people')}
        </ButtonLink>
      </p>
    </Card>
  )
}
