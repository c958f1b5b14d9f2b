import { mayAct } from '@/app/_request/may'
import { FormArea } from '@/components/form/action-form'
import { Card, Notice } from '@/components/page/page'
import { proposeSplit } from '@/lib/plans/commands.ts'
import { plansToChange } from '@/lib/plans/seen.ts'
import { proposeSplitAction } from '../../actions'
import { Asking, Choose, HowLinesRead, titleOf } from './frame'
import type { FormProps } from './frame'

/** A commitment that goes on as several, a line for each. */
export async function SplitForm({ frame, asked }: FormProps) {
  const { t, viewer, say, locale } = frame
  const { plans, organisations } = await plansToChange(viewer)
  const plan = plans.find(({ commitments }) => commitments.some(({ id }) => id === asked.commitment))
  const commitment = plan?.commitments.find(({ id }) => id === asked.commitment)
  if (!plan || !commitment)
    return <Choose frame={frame} asked={asked} kind="split" plans={plans} of="commitment" />
  const may = await mayAct(viewer, proposeSplit, { commitment: commitment.id })
  return (
    <>
      <Card strong>
        <p className="when">{say(plan.name)}</p>
        <p className="font-serif text-xl font-semibold">
          {commitment.number}. {titleOf(commitment.title, locale)}
        </p>
      </Card>
      <Notice>{t('plans.form.replacedText')}</Notice>
      <Asking
        frame={frame}
        asked={asked}
        may={may}
        action={proposeSplitAction}
        hidden={{ commitment: commitment.id, lang: locale }}
        labels={{ lines: t('plans.form.splitLines') }}
      >
        <FormArea
          name="lines"
          label={t('plans.form.splitLines')}
          hint={t('plans.form.splitHint')}
          rows={5}
          required
        />
        <HowLinesRead frame={frame} organisations={organisations} />
      </Asking>
    </>
  )
}
