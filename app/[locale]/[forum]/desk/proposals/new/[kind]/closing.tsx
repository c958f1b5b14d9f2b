import { mayAct } from '@/app/_request/may'
import { FormArea, FormHidden, FormSelect } from '@/components/form/action-form'
import { Card } from '@/components/page/page'
import { proposeClosing } from '@/lib/plans/commands.ts'
import { plansToChange } from '@/lib/plans/seen.ts'
import type { PlanToChange } from '@/lib/plans/seen.ts'
import { outcomesSaid } from '@/lib/plans/rules.ts'
import type { DeskFrame } from '../../../frame'
import { proposeClosingAction } from '../../actions'
import { Asking, Choose, titleOf } from './frame'
import type { FormProps } from './frame'

/** A plan is closed with what became of each of its commitments. */
export async function ClosingForm({ frame, asked }: FormProps) {
  const { t, viewer, say } = frame
  const { plans } = await plansToChange(viewer)
  const plan = plans.find(({ id }) => id === asked.plan)
  if (!plan) return <Choose frame={frame} asked={asked} kind="closing" plans={plans} of="plan" />
  const may = await mayAct(viewer, proposeClosing, { plan: plan.id })
  const open = plan.commitments.filter(({ status }) => status !== 'replaced')
  return (
    <>
      <Card strong>
        <p className="font-serif text-xl font-semibold">{say(plan.name)}</p>
      </Card>
      <div className="mt-8">
        <Asking
          frame={frame}
          asked={asked}
          may={may}
          action={proposeClosingAction}
          hidden={{ plan: plan.id }}
          labels={Object.fromEntries(
            open.flatMap(({ number }, place) =>
              ['outcome', 'note.text'].map((part) => [`outcomes.${place}.${part}`, String(number)]),
            ),
          )}
        >
          <p className="max-w-[62ch]">{t('plans.form.closingText')}</p>
          {open.map((commitment, place) => (
            <Outcome key={commitment.id} frame={frame} commitment={commitment} place={place} />
          ))}
        </Asking>
      </div>
    </>
  )
}

function Outcome({
  frame: { t, locale },
  commitment: { id, number, title, status, isCarriedOn },
  place,
}: {
  frame: DeskFrame
  commitment: PlanToChange['commitments'][number]
  place: number
}) {
  return (
    <fieldset className="stack border-l-2 border-rule pl-4">
      <legend className="float-left w-full font-semibold">
        {number}. {titleOf(title, locale)}
      </legend>
      <p className="hint clear-both">
        {t('proposals.new.standsAt', { status: t(`words.statuses.${status}`) })}{' '}
        {isCarriedOn && t('plans.form.isCarriedOn')}
      </p>
      <FormHidden name={`outcomes.${place}.commitment`} start={id} />
      <FormHidden name={`outcomes.${place}.note.lang`} start={locale} />
      <FormSelect
        name={`outcomes.${place}.outcome`}
        label={t('plans.form.outcome')}
        empty={t('desk.form.choose')}
        options={outcomesSaid.map((value) => ({ value, label: t(`words.planOutcomes.${value}`) }))}
      />
      <FormArea
        name={`outcomes.${place}.note.text`}
        label={t('plans.form.note')}
        optional={t('plans.form.optional')}
        rows={2}
      />
    </fieldset>
  )
}
