import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound, redirect } from 'next/navigation'
import { datesOf } from '@/app/_request/dates'
import { newForm } from '@/app/_request/form'
import { examples, faultsIn, startOf } from '@/app/_request/founding'
import { saveStep, takeExample } from '@/app/_request/founding-actions'
import { mesa } from '@/app/_request/mesa'
import { speaker } from '@/app/_request/words'
import { ActionForm, FormHidden, Submit } from '@/components/form/action-form'
import { FileInput } from '@/components/form/fields'
import { Press } from '@/components/form/press'
import type { FormState } from '@/components/form/form-state'
import { Lead, Notice, PageTitle } from '@/components/page/page'
import { defaultZone, planOf, sectorRows, Step, steps, valuesOf } from '@/lib/foundings/answers.ts'
import type { FoundingSeen } from '@/lib/foundings/door.ts'
import { Fields, labelsOf } from '../_parts/fields'
import { Steps } from '../_parts/frame'
import type { T } from '../_parts/frame'

type Props = {
  params: Promise<{ locale: string; token: string; step: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ step }, t] = await Promise.all([params, getTranslations('founding')])
  const known = Step.safeParse(step).data
  return {
    title: known ? t('stepTitle', { step: t(`steps.${known}`) }) : t('title'),
    robots: { index: false },
  }
}

export default async function FoundingStepPage({ params, searchParams }: Props) {
  const [{ locale, token, step: asked }, sought] = await Promise.all([params, searchParams])
  const step = Step.safeParse(asked).data
  if (!step) notFound()
  const [t, founding] = await Promise.all([getTranslations(), mesa().foundings.seen(token)])
  const here = `/${locale}/founding/${token}`
  if (!founding || founding.opened) redirect(here)
  const { answers } = founding
  const number = steps.indexOf(step) + 1
  const before = steps[number - 2]
  const dates = datesOf(locale, defaultZone)
  return (
    <>
      <PageTitle>{t(`founding.steps.${step}`)}</PageTitle>
      <p className="when mt-2">{t('founding.stepOf', { number })}</p>
      <Lead>{t(`founding.leads.${step}`)}</Lead>
      <Steps t={t} here={here} answers={answers} faults={planOf(answers).faults} current={step} />
      {typeof sought.read === 'string' && /^\d{1,4}$/.test(sought.read) && (
        <Notice tone="done">{t('founding.plan.readDone', { count: Number(sought.read) })}</Notice>
      )}
      {step === 'sectors' && <Examples t={t} locale={locale} token={token} founding={founding} />}
      <StepForm
        t={t}
        locale={locale}
        token={token}
        step={step}
        founding={founding}
        more={sought.more !== undefined}
      />
      <p className="mt-6 flex flex-wrap gap-x-6 gap-y-2">
        {before && <a href={`${here}/${before}`}>{t('founding.back')}</a>}
        <a href={here}>{t('founding.overview')}</a>
      </p>
      <p className="hint mt-8 max-w-[62ch]">
        {t('founding.frame', { day: dates.day(dates.dayOf(founding.expiresAt)) })}
      </p>
    </>
  )
}

/** As it was saved; where something of it wants mending, with the sentence at its field. */
async function stateOfStep(locale: string, { answers }: FoundingSeen, step: Step): Promise<FormState> {
  const form = newForm()
  if (!answers[step]) return form
  const say = await speaker(locale)
  const faults = faultsIn(answers, step)
  if (faults.length === 0) return form
  return {
    ...form,
    ok: false,
    message: say('errors.lookBelow', { count: faults.length }),
    errors: Object.fromEntries(faults.map(({ field, says, params }) => [field, say(says, params)])),
  }
}

async function StepForm({
  t,
  locale,
  token,
  step,
  founding,
  more,
}: {
  t: T
  locale: string
  token: string
  step: Step
  founding: FoundingSeen
  more: boolean
}) {
  const { answers, revision } = founding
  const values = answers[step] ? valuesOf(answers, step) : await startOf(step, answers)
  return (
    // Another step, or the same as it was saved elsewhere, is another form.
    <ActionForm
      key={`${step} ${answers[step]?.at ?? 0}`}
      action={saveStep}
      state={await stateOfStep(locale, founding, step)}
      forum=""
      locale={locale}
      faults={t('founding.faults')}
      unreachable={t('errors.unreachable')}
      hidden={{ token, step }}
      labels={labelsOf(step, t)}
    >
      <FormHidden name="base" start={String(revision)} />
      <Fields step={step} t={t} answers={answers} values={values} more={more} />
      <p className="flex flex-wrap gap-3">
        <Submit sending={t('founding.sending')} name="then" value="next">
          {t('founding.next')}
        </Submit>
        {step === 'bodies' && sectorRows(answers).length > 0 && (
          <Submit sending={t('founding.sending')} kind="quiet" name="then" value="more">
            {t('founding.bodies.more')}
          </Submit>
        )}
      </p>
      {step === 'plan' && (
        <div className="border-l-2 border-rule pl-4">
          <FileInput
            name="sheet"
            label={t('founding.plan.sheet')}
            hint={t('founding.plan.sheetHint')}
            accept=".xlsx,.csv,.tsv,.txt"
          />
          <p className="mt-3">
            <Submit sending={t('founding.sending')} kind="quiet" name="then" value="sheet">
              {t('founding.plan.read')}
            </Submit>
          </p>
        </div>
      )}
    </ActionForm>
  )
}

/** Offered openly while nothing is there that it would replace. */
function Examples({
  t,
  locale,
  token,
  founding: { answers, revision },
}: {
  t: T
  locale: string
  token: string
  founding: FoundingSeen
}) {
  const isEmpty = sectorRows(answers).length === 0
  const choices = (
    <div className="mt-2 flex flex-wrap gap-3">
      {examples.map((example) => (
        <Press
          key={example}
          action={takeExample}
          hidden={{ token, locale, example, base: String(revision) }}
          sending={t('founding.sending')}
          kind="quiet"
        >
          {t(`founding.sectors.${example}`)}
        </Press>
      ))}
    </div>
  )
  return isEmpty ? (
    <section className="my-6">
      <h2 className="text-xl">{t('founding.sectors.examples')}</h2>
      <p className="hint">{t('founding.sectors.exampleHint')}</p>
      {choices}
    </section>
  ) : (
    <details className="my-6">
      <summary className="w-fit cursor-pointer py-1.5">{t('founding.sectors.another')}</summary>
      {choices}
    </details>
  )
}
