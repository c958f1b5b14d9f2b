import { mayAct } from '@/app/_request/may'
import { FormChecks, FormSelect, FormText } from '@/components/form/action-form'
import { Card, Notice } from '@/components/page/page'
import { proposeCommitment, proposeMerger, proposeRewording } from '@/lib/plans/commands.ts'
import { plansToChange } from '@/lib/plans/seen.ts'
import type { PlanToChange } from '@/lib/plans/seen.ts'
import { proposeCommitmentAction, proposeMergerAction, proposeRewordingAction } from '../../actions'
import { Asking, Choose, titleOf, wordingLabels, WordingFields } from './frame'
import type { FormProps } from './frame'

const nextNumber = ({ commitments }: PlanToChange) =>
  String(Math.max(0, ...commitments.map(({ number }) => number)) + 1)

/** Other words for a commitment: the form begins with those in force. */
export async function RewordingForm({ frame, asked }: FormProps) {
  const { t, viewer, say, locale } = frame
  const { plans, organisations } = await plansToChange(viewer)
  const plan = plans.find(({ commitments }) => commitments.some(({ id }) => id === asked.commitment))
  const commitment = plan?.commitments.find(({ id }) => id === asked.commitment)
  if (!plan || !commitment)
    return <Choose frame={frame} asked={asked} kind="rewording" plans={plans} of="commitment" />
  const may = await mayAct(viewer, proposeRewording, { commitment: commitment.id })
  return (
    <>
      <Card strong>
        <p className="when">{say(plan.name)}</p>
        <p className="font-serif text-xl font-semibold">
          {commitment.number}. {titleOf(commitment.title, locale)}
        </p>
      </Card>
      <div className="mt-8">
        <Asking
          frame={frame}
          asked={asked}
          may={may}
          action={proposeRewordingAction}
          hidden={{ commitment: commitment.id }}
          labels={wordingLabels(frame)}
          start={{
            titleEs: commitment.title.es ?? '',
            titleEn: commitment.title.en ?? '',
            objectiveEs: commitment.objective?.es ?? '',
            objectiveEn: commitment.objective?.en ?? '',
          }}
        >
          <p className="max-w-[62ch]">{t('plans.form.rewordingText')}</p>
          <WordingFields
            frame={frame}
            organisations={organisations}
            now={commitment}
            leads={commitment.leads}
            supports={commitment.supports}
          />
        </Asking>
      </div>
    </>
  )
}

/** One commitment more in a plan: new, or one that goes on from an earlier plan. */
export async function AddForm({ frame, asked }: FormProps) {
  const { t, viewer, say, locale } = frame
  const { plans, organisations } = await plansToChange(viewer)
  const plan = plans.find(({ id }) => id === asked.plan)
  if (!plan) return <Choose frame={frame} asked={asked} kind="commitment" plans={plans} of="plan" />
  const may = await mayAct(viewer, proposeCommitment, { plan: plan.id })
  // They come the latest plan first.
  const earlier = plans.slice(plans.indexOf(plan) + 1)
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
          action={proposeCommitmentAction}
          hidden={{ plan: plan.id }}
          labels={{
            ...wordingLabels(frame),
            number: t('plans.form.number'),
            from: t('plans.form.from'),
            policyArea: t('plans.form.policyArea'),
          }}
          start={{ number: nextNumber(plan), from: asked.from ?? '' }}
        >
          <FormText name="number" type="number" label={t('plans.form.number')} required />
          {earlier.length > 0 && (
            <FormSelect
              name="from"
              label={t('plans.form.from')}
              hint={t('plans.form.fromHint')}
              empty={t('plans.form.fromNone')}
              options={earlier.flatMap(({ name, commitments }) =>
                commitments.map(({ id, number, title }) => ({
                  value: id,
                  label: `${number}. ${titleOf(title, locale)} (${say(name)})`,
                })),
              )}
            />
          )}
          <WordingFields frame={frame} organisations={organisations} />
          <FormText
            name="policyArea"
            label={t('plans.form.policyArea')}
            optional={t('plans.form.optional')}
          />
        </Asking>
      </div>
    </>
  )
}

/** Several commitments of a plan that go on as one. */
export async function MergerForm({ frame, asked }: FormProps) {
  const { t, viewer, say, locale } = frame
  const { plans, organisations } = await plansToChange(viewer)
  const plan = plans.find(({ id }) => id === asked.plan)
  if (!plan) return <Choose frame={frame} asked={asked} kind="merger" plans={plans} of="plan" />
  const may = await mayAct(viewer, proposeMerger, { plan: plan.id })
  return (
    <>
      <Card strong>
        <p className="font-serif text-xl font-semibold">{say(plan.name)}</p>
      </Card>
      <Notice>{t('plans.form.replacedText')}</Notice>
      <Asking
        frame={frame}
        asked={asked}
        may={may}
        action={proposeMergerAction}
        hidden={{ plan: plan.id }}
        labels={{
          ...wordingLabels(frame),
          commitments: t('plans.form.merged'),
          number: t('plans.form.number'),
        }}
        start={{ number: nextNumber(plan) }}
      >
        <FormChecks
          name="commitments"
          label={t('plans.form.merged')}
          options={plan.commitments
            .filter(({ isOver }) => !isOver)
            .map(({ id, number, title }) => ({
              value: id,
              label: `${number}. ${titleOf(title, locale)}`,
            }))}
        />
        <FormText name="number" type="number" label={t('plans.form.number')} required />
        <WordingFields frame={frame} organisations={organisations} />
      </Asking>
    </>
  )
}
