import type { getTranslations } from 'next-intl/server'
import { stateOf } from '@/app/_request/founding'
import { steps } from '@/lib/foundings/answers.ts'
import type { Answers, FieldFault, Step } from '@/lib/foundings/answers.ts'

export type T = Awaited<ReturnType<typeof getTranslations<never>>>

/** The six steps, and how far each is. */
export function Steps({
  t,
  here,
  answers,
  faults,
  current,
}: {
  t: T
  here: string
  answers: Answers
  faults: FieldFault[]
  current?: Step
}) {
  return (
    <nav aria-label={t('founding.stepsLabel')} className="my-6">
      <ol className="grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
        {steps.map((step, place) => (
          <li key={step}>
            <a
              className="inline-block py-1.5"
              href={`${here}/${step}`}
              {...(step === current && { 'aria-current': 'step' as const })}
            >
              {place + 1}. {t(`founding.steps.${step}`)}
            </a>{' '}
            <span className="when">({t(`founding.${stateOf(step, answers, faults)}`)})</span>
          </li>
        ))}
      </ol>
    </nav>
  )
}
