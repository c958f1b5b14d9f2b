import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { datesOf, inLanguage } from '@/app/_request/dates'
import type { Dates } from '@/app/_request/dates'
import { newForm } from '@/app/_request/form'
import { changedLines, foundingText } from '@/app/_request/founding'
import { acceptFounding, declineFounding } from '@/app/_request/founding-actions'
import { mesa } from '@/app/_request/mesa'
import { ActionForm, FormArea, FormChecks, FormText, Submit } from '@/components/form/action-form'
import { ButtonLink, Lead, Notice, PageTitle, Section } from '@/components/page/page'
import type { Invited } from '@/lib/foundings/door.ts'
import type { T } from '../../founding/[token]/_parts/frame'
import { FoundingText } from '../../founding/[token]/_parts/text'

type Props = { params: Promise<{ locale: string; token: string }> }
type Shown = { t: T; locale: string; token: string; invited: Invited; dates: Dates }

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('founding.acceptance')
  return { title: t('title'), robots: { index: false } }
}

export default async function AcceptancePage({ params }: Props) {
  const { locale, token } = await params
  const [t, invited] = await Promise.all([getTranslations(), mesa().foundings.invited(token)])
  if (!invited)
    return (
      <>
        <PageTitle>{t('founding.overTitle')}</PageTitle>
        <Lead>{t('refusals.foundings.over')}</Lead>
      </>
    )
  if (invited.opened)
    return (
      <>
        <PageTitle>{t('founding.acceptance.open')}</PageTitle>
        <p className="mt-6">
          <ButtonLink
            href={`/${locale}/sign-in?${new URLSearchParams({ to: `/${locale}/${invited.opened.slug}/desk` })}`}
          >
            {t('founding.acceptance.enter')}
          </ButtonLink>
        </p>
      </>
    )
  const dates = datesOf(locale, invited.asked.plan.timeZone)
  const shown: Shown = { t, locale, token, invited, dates }
  return (
    <>
      <PageTitle>{t('founding.acceptance.title')}</PageTitle>
      <Lead>
        {t('founding.acceptance.lead', {
          name: invited.name,
          sector: sectorName(invited, invited.sector, locale),
        })}
      </Lead>
      <Answered {...shown} />
      {invited.before && <Changes {...shown} />}
      <FoundingText
        title={t('founding.text.title')}
        sections={foundingText(invited.asked, t, locale, dates)}
      />
      {invited.answer !== 'accepted' && <AcceptForm {...shown} />}
      {invited.answer !== 'refused' && <DeclineForm {...shown} />}
    </>
  )
}

function sectorName({ asked }: Invited, slug: string, locale: string): string {
  const name = asked.plan.sectors.find((sector) => sector.slug === slug)?.name
  return name ? inLanguage({ es: name.es, ...(name.en && { en: name.en }) }, locale).text : slug
}

function Answered({ t, locale, invited }: Shown) {
  if (invited.answer === 'refused')
    return <Notice tone="warning">{t('founding.acceptance.refused')}</Notice>
  if (invited.answer !== 'accepted') return null
  const missing = invited.others.filter(({ answer }) => answer !== 'accepted')
  return (
    <Notice tone="done">
      {missing.length === 0
        ? t('founding.acceptance.acceptedAll')
        : t('founding.acceptance.accepted', {
            count: missing.length,
            sectors: missing.map(({ sector }) => sectorName(invited, sector, locale)).join(', '),
          })}
    </Notice>
  )
}

/** What one answered to before is held against what is asked now, line by line. */
function Changes({ t, locale, invited, dates }: Shown) {
  if (!invited.before) return null
  const { removed, added } = changedLines(
    foundingText(invited.before, t, locale, dates),
    foundingText(invited.asked, t, locale, dates),
  )
  const lists = [
    { title: t('founding.acceptance.removed'), lines: removed },
    { title: t('founding.acceptance.added'), lines: added },
  ].filter(({ lines }) => lines.length > 0)
  return (
    <Section title={t('founding.acceptance.changes')} id="changes">
      {lists.length === 0 && <p>{t('founding.acceptance.nothing')}</p>}
      {lists.map(({ title, lines }) => (
        <div key={title} className="mt-3">
          <h3 className="font-semibold">{title}</h3>
          <ul className="mt-1 list-disc pl-5">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      ))}
    </Section>
  )
}

function AcceptForm({ t, locale, token, invited }: Shown) {
  const { email, hasPassword, hasChosen, needsCode, digest } = invited
  const own = hasPassword || hasChosen
  return (
    <Section title={t('founding.acceptance.accept')} id="accept">
      <p className="max-w-[62ch]">{t('founding.acceptance.record')}</p>
      <ActionForm
        action={acceptFounding}
        state={newForm()}
        forum=""
        locale={locale}
        faults={t('founding.faults')}
        unreachable={t('errors.unreachable')}
        hidden={{ token, digest }}
        className="stack mt-4"
      >
        <FormChecks
          name="read"
          label={t('founding.text.title')}
          options={[{ value: 'yes', label: t('founding.acceptance.tick') }]}
        />
        <input
          type="text"
          name="username"
          autoComplete="username"
          defaultValue={email}
          hidden
          readOnly
        />
        {needsCode && (
          <FormText
            name="code"
            label={t('founding.acceptance.code')}
            hint={t('founding.acceptance.codeHint')}
            required
          />
        )}
        <FormText
          name="password"
          type="password"
          label={t(own ? 'founding.acceptance.passwordOwn' : 'founding.acceptance.password')}
          hint={t(passwordHint(invited), { email })}
          autoComplete={own ? 'current-password' : 'new-password'}
          required
        />
        <Submit sending={t('founding.sending')}>{t('founding.acceptance.accept')}</Submit>
      </ActionForm>
    </Section>
  )
}

function passwordHint({ hasPassword, hasChosen }: Invited) {
  if (hasPassword) return 'founding.acceptance.passwordOwnHint'
  return hasChosen ? 'founding.acceptance.passwordChosenHint' : 'founding.acceptance.passwordHint'
}

function DeclineForm({ t, locale, token, invited }: Shown) {
  return (
    <div className="mt-8">
      <ActionForm
        action={declineFounding}
        state={newForm()}
        forum=""
        locale={locale}
        faults={t('founding.faults')}
        unreachable={t('errors.unreachable')}
        hidden={{ token, digest: invited.digest }}
        fold={{ title: t('founding.acceptance.declineFold'), open: false }}
      >
        <FormArea
          name="reason"
          label={t('founding.acceptance.reason')}
          hint={t('founding.acceptance.reasonHint')}
          rows={4}
        />
        <Submit sending={t('founding.sending')} kind="quiet">
          {t('founding.acceptance.decline')}
        </Submit>
      </ActionForm>
    </div>
  )
}
