import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { datesOf } from '@/app/_request/dates'
import type { Dates } from '@/app/_request/dates'
import { newForm } from '@/app/_request/form'
import { foundingText } from '@/app/_request/founding'
import { askVoices, beginAnew, discardFounding } from '@/app/_request/founding-actions'
import { mesa } from '@/app/_request/mesa'
import { speaker } from '@/app/_request/words'
import { ActionForm, FormChecks, Submit } from '@/components/form/action-form'
import { ButtonLink, Lead, Notice, PageTitle, Section } from '@/components/page/page'
import { defaultZone, kindOf, planOf } from '@/lib/foundings/answers.ts'
import type { FieldFault } from '@/lib/foundings/answers.ts'
import type { FoundingSeen, VoiceSeen } from '@/lib/foundings/door.ts'
import { settings } from '@/lib/settings.ts'
import { Steps } from './_parts/frame'
import type { T } from './_parts/frame'
import { FoundingText } from './_parts/text'

type Props = {
  params: Promise<{ locale: string; token: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}
type Shown = { t: T; locale: string; token: string; founding: FoundingSeen; dates: Dates }

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('founding')
  return { title: t('title'), robots: { index: false } }
}

export default async function FoundingPage({ params, searchParams }: Props) {
  const [{ locale, token }, sought] = await Promise.all([params, searchParams])
  const [t, founding] = await Promise.all([getTranslations(), mesa().foundings.seen(token)])
  if (!founding)
    return (
      <>
        <PageTitle>{t('founding.overTitle')}</PageTitle>
        <Lead>{sought.done === '1' ? t('founding.discarded') : t('refusals.foundings.over')}</Lead>
      </>
    )
  const dates = datesOf(locale, defaultZone)
  const shown: Shown = { t, locale, token, founding, dates }
  if (founding.opened) return <Opened {...shown} />
  const { plan, faults } = planOf(founding.answers)
  const asked =
    founding.changed || !founding.asked
      ? plan && { kind: kindOf(founding.answers), plan }
      : founding.asked
  return (
    <>
      <PageTitle>{t('founding.title')}</PageTitle>
      <Lead>{t('founding.frame', { day: dates.day(dates.dayOf(founding.expiresAt)) })}</Lead>
      <Steps t={t} here={`/${locale}/founding/${token}`} answers={founding.answers} faults={faults} />
      {founding.voices.length > 0 && <Voices {...shown} />}
      {faults.length > 0 && <Missing {...shown} faults={faults} />}
      {asked && (
        <FoundingText
          title={t('founding.text.title')}
          sections={foundingText(asked, t, locale, dates)}
        />
      )}
      {plan && <Ask {...shown} />}
      <Discard {...shown} />
    </>
  )
}

/** Each mistake, with the step in which it is mended. */
async function Missing({ t, locale, token, faults }: Shown & { faults: FieldFault[] }) {
  const say = await speaker(locale)
  return (
    <Section title={t('founding.review.title')} id="missing">
      <ul className="list-disc pl-5">
        {faults.map(({ step, field, says, params }) => (
          <li key={`${step} ${field}`}>
            {t('founding.review.fault', { step: t(`founding.steps.${step}`), says: say(says, params) })}{' '}
            <a href={`/${locale}/founding/${token}/${step}`}>{t('founding.review.mend')}</a>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Ask({ t, locale, token, founding }: Shown) {
  const everybody =
    founding.voices.length > 0 && founding.voices.every(({ answer }) => answer === 'accepted')
  if (founding.asked && !founding.changed && !everybody) return null
  return (
    <>
      {founding.changed && <Notice tone="warning">{t('founding.review.changed')}</Notice>}
      {everybody && !founding.changed && <Notice tone="error">{t('founding.review.stuck')}</Notice>}
      <p className="max-w-[62ch]">{t('founding.review.askText')}</p>
      <ActionForm
        action={askVoices}
        state={newForm()}
        forum=""
        locale={locale}
        faults={t('founding.faults')}
        unreachable={t('errors.unreachable')}
        hidden={{ token }}
        className="stack mt-4"
      >
        <Submit sending={t('founding.sending')}>
          {t(founding.asked ? 'founding.review.askAgain' : 'founding.review.ask')}
        </Submit>
      </ActionForm>
    </>
  )
}

function Voices({ t, locale, founding, dates }: Shown) {
  const sectors = founding.asked?.plan.sectors ?? []
  return (
    <Section title={t('founding.review.voices')} id="voices">
      <p className="max-w-[62ch]">{t('founding.review.voicesText')}</p>
      <ul className="mt-3 grid gap-4">
        {founding.voices.map((voice) => {
          const sector = sectors.find(({ slug }) => slug === voice.sector)
          const link = `${settings().publicUrl}/${locale}/acceptance/${voice.token}`
          return (
            <li key={voice.sector}>
              <p className="font-semibold">
                {t('founding.review.voice', {
                  sector: sector?.name.es ?? voice.sector,
                  name: voice.name,
                  email: voice.email,
                })}
              </p>
              <p>{answerSaid(t, voice, dates)}</p>
              {voice.answer !== 'accepted' && (
                <p className="break-all">
                  <a href={link}>{link}</a>
                </p>
              )}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

function answerSaid(t: T, { answer, answeredAt, reason }: VoiceSeen, dates: Dates): string {
  const day = answeredAt ? dates.day(dates.dayOf(answeredAt)) : ''
  return t(`founding.review.answers.${answer ?? 'none'}`, { day, reason: reason ?? '' })
}

function Opened({ t, locale, token, founding }: Shown) {
  const { opened } = founding
  if (!opened) return null
  return (
    <>
      <PageTitle>{t('founding.review.open')}</PageTitle>
      <Lead>{t('founding.review.openNext')}</Lead>
      <p className="mt-6">
        <ButtonLink href={`/${locale}/${opened.slug}`}>{t('founding.review.openLink')}</ButtonLink>
      </p>
      {opened.kind === 'practice' && (
        <Section title={t('founding.review.anew')} id="anew">
          <p className="max-w-[62ch]">{t('founding.review.anewText')}</p>
          <ActionForm
            action={beginAnew}
            state={newForm()}
            forum=""
            locale={locale}
            faults={t('founding.faults')}
            unreachable={t('errors.unreachable')}
            hidden={{ token }}
            className="stack mt-4"
          >
            <Submit sending={t('founding.sending')} kind="quiet">
              {t('founding.review.anew')}
            </Submit>
          </ActionForm>
        </Section>
      )}
    </>
  )
}

function Discard({ t, locale, token }: Shown) {
  return (
    <div className="mt-10">
      <ActionForm
        action={discardFounding}
        state={newForm()}
        forum=""
        locale={locale}
        faults={t('founding.faults')}
        unreachable={t('errors.unreachable')}
        hidden={{ token }}
        fold={{ title: t('founding.review.discardFold'), open: false }}
      >
        <p>{t('founding.review.discardText')}</p>
        <FormChecks
          name="sure"
          label={t('founding.review.discard')}
          options={[{ value: 'yes', label: t('founding.review.discardTick') }]}
        />
        <Submit sending={t('founding.sending')} kind="quiet">
          {t('founding.review.discard')}
        </Submit>
      </ActionForm>
    </div>
  )
}
