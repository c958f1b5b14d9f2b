import { mayAct } from '@/app/_request/may'
import { FormRadios, FormSelect } from '@/components/form/action-form'
import { bodiesSeenBy } from '@/lib/bodies/seen.ts'
import { proposeResolution } from '@/lib/proposals/commands.ts'
import { resolutions } from '@/lib/proposals/rules.ts'
import { Why } from '../../../parts'
import { proposeResolutionAction } from '../../actions'
import { Asking } from './frame'
import type { FormProps } from './frame'

/** Any other decision: what it is about, and its text. */
export async function ResolutionForm({ frame, asked }: FormProps) {
  const { t, viewer, say } = frame
  const bodies = (await bodiesSeenBy(viewer)).filter(({ id }) =>
    viewer.seats.some((seat) => seat.body === id),
  )
  const answers = await Promise.all(
    bodies.map(async (body) => ({
      body,
      may: await mayAct(viewer, proposeResolution, { body: body.id }),
    })),
  )
  const open = answers.filter(({ may }) => may.seats.length > 0)
  const [first] = open
  if (!first) return <Why>{answers[0]?.may.refusal ?? t('refusals.act.noSeat')}</Why>
  const named = open.find(({ body }) => body.id === asked.body)?.body ?? first.body
  const may = { seats: open.flatMap((one) => one.may.seats), refusal: null }
  return (
    <Asking
      frame={frame}
      asked={asked}
      may={may}
      action={proposeResolutionAction}
      labels={{ of: t('plans.resolution.of'), body: t('plans.resolution.body') }}
      start={{ body: named.id }}
      inForce={false}
      {...(open.length === 1 && { hidden: { body: named.id } })}
    >
      {open.length > 1 && (
        <FormSelect
          name="body"
          label={t('plans.resolution.body')}
          hint={t('plans.resolution.bodyHint')}
          options={open.map(({ body }) => ({ value: body.id, label: say(body.name) }))}
        />
      )}
      <FormRadios
        name="of"
        label={t('plans.resolution.of')}
        options={resolutions.map((value) => ({
          value,
          label: t(`words.resolutions.${value}`),
          hint: t(`plans.resolution.hint.${value}`),
        }))}
      />
    </Asking>
  )
}
